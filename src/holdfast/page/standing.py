"""On what terms the page is served, and who comes: the only place that says who somebody is."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers

from holdfast.page import secret, users
from holdfast.page.base import Base
from holdfast.page.errors import Barred
from holdfast.page.sessions import Sessions
from holdfast.page.tries import Tries
from holdfast.page.users import COMMAND, User, Users
from holdfast.page.who import LOCAL, Who
from holdfast.questions.refused import Refused

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
LONGEST_ORIGIN = 200
LONGEST_SECRET = 200
"""Signs of the longest cookie or token that is looked at."""


def loopback(host: str) -> bool:
    """Whether a host is this machine itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower().rstrip(".") == "localhost"


@dataclass(frozen=True, slots=True)
class Terms:
    """How the page is reached."""

    login: bool = False
    """Whoever comes logs in."""
    encrypted: bool = False
    """This server itself speaks TLS."""
    origin: str = ""
    """The address that readers know, where a proxy stands before the page; else blank."""
    proxies: tuple[Network, ...] = ()
    """Whose word on where somebody comes from is taken."""

    @property
    def secure(self) -> bool:
        """Whether readers come by TLS."""
        return self.encrypted or bool(self.origin)

    @property
    def cookie(self) -> str:
        """The name of the cookie of a session; under TLS one that is of this host alone."""
        return "__Host-holdfast" if self.secure else "holdfast_session"

    @property
    def form(self) -> str:
        """The name of the cookie by which a form of the page is known before there is a session."""
        return "__Host-holdfast-form" if self.secure else "holdfast_form"

    def peer(self, scope: Mapping[str, Any]) -> str:
        """Where a connection comes from; blank if that is not known."""
        client = scope.get("client")
        return str(client[0]) if client else ""

    def trusted(self, address: str) -> bool:
        """Whether it is that of the proxy."""
        try:
            found = ipaddress.ip_address(address.partition("%")[0])
        except ValueError:
            return False
        if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
            found = found.ipv4_mapped
        return any(found.version == one.version and found in one for one in self.proxies)

    def address(self, scope: Mapping[str, Any]) -> str:
        """Where somebody comes from: the last address before those of the proxy."""
        peer = self.peer(scope)
        if not self.origin or not self.trusted(peer):
            return peer
        said = Headers(raw=scope["headers"]).getlist("x-forwarded-for")
        for one in reversed([part.strip() for line in said for part in line.split(",")]):
            bare = one.strip("[]") if one.startswith("[") else one
            try:
                ipaddress.ip_address(bare)
            except ValueError:
                return peer
            if not self.trusted(bare):
                return bare
        return peer


OPEN = Terms()
"""On this machine alone, without a login."""


def origin(text: str) -> str:
    """The address that readers know. Raises Refused."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    fits = (
        parts.scheme == "https" and parts.hostname and parts.hostname.isascii()
        and parts.path in ("", "/") and not (parts.query or parts.fragment or "@" in parts.netloc)
        and len(text) <= LONGEST_ORIGIN and text.isprintable() and " " not in text
    )  # fmt: skip
    if not fits:
        raise Refused(
            f"--proxy: '{text[:80]}' is no address that readers know; as https://holdfast.example.org"
        )
    host = str(parts.hostname)
    shown = f"[{host}]" if ":" in host else host
    return f"https://{shown}" + (f":{port}" if port not in (None, 443) else "")


def networks(texts: Sequence[str]) -> tuple[Network, ...]:
    """Addresses of the proxy; those of this machine if none is named. Raises Refused."""
    found = []
    for text in texts or ("127.0.0.0/8", "::1"):
        try:
            found.append(ipaddress.ip_network(text, strict=False))
        except ValueError:
            raise Refused(
                f"--proxy-address: '{text[:60]}' is no address; as 10.0.0.7 or 10.0.0.0/24"
            ) from None
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Came:
    """Who makes a request, and by what they are known."""

    who: Who
    cookie: str = ""
    """Of their session; blank for a program, and where there is no login."""

    @property
    def token(self) -> str:
        """What a form of theirs bears."""
        return secret.derived(self.cookie, "form") if self.cookie else ""


HERE = Came(LOCAL)
"""Whoever comes where there is no login."""


class Standing:
    """Terms, users and sessions of one served folder."""

    def __init__(self, base: Base, terms: Terms) -> None:
        self.terms = terms
        self.users, self.sessions, self.tries = Users(base), Sessions(base), Tries(base)

    def came(self, headers: Headers, used: bool) -> Came | None:
        """Who comes with these headers; None if nobody that is known. Raises Lost."""
        if not self.terms.login:
            return HERE
        kind, _, token = headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer":
            token = token.strip()
            who = self.sessions.program(token) if 0 < len(token) <= LONGEST_SECRET else None
            return None if who is None else Came(who)
        cookie = cookies(headers).get(self.terms.cookie, "")
        if not 0 < len(cookie) <= LONGEST_SECRET:
            return None
        found = self.sessions.who(cookie, used)
        return None if found is None else Came(found, cookie)

    def login(self, name: str, password: str, address: str, about: str) -> str | float:
        """The secret of a new session; "" if name and password do not go together, the seconds to
        wait where it may not be tried now. Raises Lost."""
        kept = secret.plain(name).strip().casefold()[:64]
        seconds = self.tries.begin(kept, address)
        if seconds > 0:
            self.users.note(kept, address, users.WAITED)
            return seconds
        user = self.users.right(kept, password)
        if user is None:
            self.users.note(kept, address, users.REFUSED)
            return ""
        self.tries.good(kept, address)
        made = self.sessions.begin(user.id, address, about)
        self.users.note(user.name, address, users.LOGIN)
        return made

    def logout(self, came: Came, address: str) -> None:
        """End the session by which somebody came."""
        if came.cookie:
            self.sessions.end(came.cookie)
            self.users.note(came.who.name, address, users.LOGOUT)

    # ---- changes of users: each ends what it makes void ------------------------------------------

    def set_password(self, name: str, password: str, by: str, place: str = COMMAND,
                     but: str = "") -> None:  # fmt: skip
        """Another password; it ends all sessions of the user `but` that of a cookie, and tokens."""
        self.users.set_password(name, password, by, place)
        user = self.users.get(name)
        self.tries.clear(user.name)
        self.sessions.end_all(user.id, tokens=True, but=but)

    def change_password(self, came: Came, old: str, new: str, address: str) -> None:
        """One's own. Raises Refused, Barred where the old one is not right or may not be tried."""
        name = came.who.name
        if self.tries.begin(name, address) > 0:
            raise Barred("too many tries; wait a while")
        if self.users.right(name, old) is None:
            self.users.note(name, address, users.REFUSED)
            raise Barred("the password so far is another one")
        self.tries.good(name, address)
        self.set_password(name, new, name, address, came.cookie)

    def set_role(self, name: str, role: str, partner: str, by: str, place: str = COMMAND) -> None:
        """Another role; the user logs in anew, so that no open screen shows more than it allows."""
        self.users.set_role(name, role, partner, by, place)
        self.sessions.end_all(self.users.get(name).id)

    def set_disabled(self, name: str, disabled: bool, by: str, place: str = COMMAND) -> None:
        """Let a user log in no more, or again."""
        self.users.set_disabled(name, disabled, by, place)
        if disabled:
            self.sessions.end_all(self.users.get(name).id, tokens=True)

    def remove(self, name: str, by: str, place: str = COMMAND) -> None:
        """Remove a user with all sessions and tokens."""
        user: User = self.users.get(name)
        self.users.remove(name, by, place)
        self.sessions.end_all(user.id, tokens=True)


def cookies(headers: Headers) -> dict[str, str]:
    """The cookies of a request; none where they cannot be read."""
    try:
        found = SimpleCookie("; ".join(headers.getlist("cookie")))
    except CookieError:
        return {}
    return {name: morsel.value for name, morsel in found.items()}
