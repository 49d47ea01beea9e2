"""What is refused before anything is asked: strange hosts, other sites' requests, large bodies,
whoever is not known, and what somebody may not do.

On this machine alone there is no login. A site that is open in the same browser could still reach
the page there: it may not, since a request that changes something, or opens a channel, must come
from the page itself, and under a name of this machine. Elsewhere whoever comes logs in first; a
request that comes with the cookie of a session must say that it is of the page itself.
"""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from anyio import CapacityLimiter, to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from holdfast.page import secret
from holdfast.page.errors import Lost
from holdfast.page.sheet import chosen, told
from holdfast.page.standing import HERE, OPEN, Came, Standing, Terms, loopback
from holdfast.page.who import NOBODY, WHO, act_of

__all__ = ["CAME", "LARGEST", "NONCE", "PLACE", "Guard", "loopback"]

LARGEST = 52_000_000
"""Bytes of the largest body."""
SAFE = ("GET", "HEAD", "OPTIONS")
CAME, NONCE, PLACE = "holdfast.came", "holdfast.nonce", "holdfast.place"
"""Where in a request it is said by what somebody is known, which scripts may run in the answer, and
where it comes from."""
TOKEN = "x-holdfast-token"
"""The header in which a request may bear the token of a session's forms."""
THREADS = 8
"""In which it is looked up who comes."""
LOOK = 1.0
"""Seconds between two looks whether the session of an open channel still holds."""
LEAVES = 2.0
"""Seconds in which nothing is heard of a channel any more, but its screen is told to leave."""
POLICY = (
    "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'unsafe-eval'; script-src-attr 'none'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
    "connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; "
    "frame-src 'self'; frame-ancestors 'self'"
)
"""Of screens. The library lays elements out by code that it is sent (so `unsafe-eval`) and by
attributes of style and sheets that tables put in (so `unsafe-inline` of styles alone)."""
PLAIN = (
    "default-src 'self'; script-src 'none'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'self'"
)
"""Of all else."""
HEADERS: Mapping[str, str] = {
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), "
    "display-capture=(), browsing-topics=()",
}
"""Other hosts hear nothing of where a reader was; the page itself does, or else a browser would not
say of its own forms where they come from."""
STRICT = "max-age=31536000"
"""A year in which a browser comes by TLS alone."""
_OPEN = re.compile(
    r"/login|/favicon\.ico|/page/style-[0-9a-f]+\.css|/language/\w+|/_nicegui/\d[^/]*/.*"
)
"""What is there for whoever is not known: the login, and files of the library."""
_CHANNEL = "/_nicegui_ws/"
_ACT = '42["event"'
"""How a message of a browser begins that a person has caused."""


@dataclass(frozen=True, slots=True)
class No:
    """A request that is refused."""

    status: int
    detail: str


class Guard:
    """Stands before an application; without a `standing` it is open to this machine alone."""

    def __init__(self, app: ASGIApp, standing: Standing | None = None) -> None:
        self.app, self.standing = app, standing
        self.terms: Terms = standing.terms if standing else OPEN
        self._threads = CapacityLimiter(THREADS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on what may be."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        scope[NONCE], scope[PLACE] = secrets.token_urlsafe(16), self.terms.address(scope)
        send = self._marked(scope, send)
        refused: No | Response | None = self._strange(scope, headers)
        came: Came | None = None
        if refused is None:
            try:
                came = await self._came(headers, not scope["path"].startswith(_CHANNEL))
                refused = self._barred(scope, headers, came)
            except Lost as error:
                refused = _lost(scope, headers, error)
        if refused is not None:
            await _refuse(scope, receive, send, refused)
            return
        scope[CAME] = came or Came(NOBODY)
        scope[WHO] = scope[CAME].who
        scope["headers"] = [pair for pair in scope["headers"] if pair[0] != b"x-forwarded-prefix"]
        if scope["type"] == "websocket" and self.terms.login:
            receive = _Channel(self, headers, receive, send)
        await self.app(scope, _Bounded(receive), send)

    async def _came(self, headers: Headers, used: bool) -> Came | None:
        if self.standing is None or not self.terms.login:
            return HERE
        # with threads of its own: others may all wait for what is computed
        return await to_thread.run_sync(self.standing.came, headers, used, limiter=self._threads)

    def _strange(self, scope: Scope, headers: Headers) -> No | None:
        """What is refused whoever asks."""
        host = headers.get("host", "")
        if refused := self._elsewhere(scope, headers, host):
            return refused
        origin = headers.get("origin")
        changes = scope["type"] == "websocket" or scope["method"] not in SAFE
        if changes and origin is not None and not self._ours(origin, host):
            return No(403, "only the page itself may ask this, no other site")
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none") and changes:
            return No(403, "only the page itself may ask this, no other site")
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdigit()) or int(length[:20]) > LARGEST:
            return No(413, f"more than {LARGEST // 1_000_000} million bytes are not taken in")
        return None

    def _elsewhere(self, scope: Scope, headers: Headers, host: str) -> No | None:
        """Refuse another host than is served, and who goes past the proxy."""
        if self.terms.origin:
            if not self.terms.trusted(self.terms.peer(scope)):
                return No(403, f"the page is at {self.terms.origin}, only its proxy asks here")
            known = {headers.get("x-forwarded-host", host), host}
            if _netloc(self.terms.origin) not in set(map(_bare, known)):
                return No(421, f"the page is at {self.terms.origin}")
            if headers.get("x-forwarded-proto", "https") not in ("https", "wss"):
                return No(403, f"the page is at {self.terms.origin}, by TLS alone")
        elif not self.terms.encrypted and not loopback(_host(host)):
            return No(
                421, "the page speaks under names of this machine alone: 127.0.0.1, localhost"
            )
        return None

    def _ours(self, origin: str, host: str) -> bool:
        if self.terms.origin:
            return origin == self.terms.origin
        parts = urlsplit(origin)
        schemes = ("https",) if self.terms.encrypted else ("http", "https")
        return parts.netloc == host and parts.scheme in schemes

    def _barred(self, scope: Scope, headers: Headers, came: Came | None) -> No | Response | None:
        """What is refused to whoever is not known, or may not do it."""
        path, method = scope["path"], scope.get("method", "GET")
        if came is None:
            if _OPEN.fullmatch(path) and (method in SAFE or path == "/login"):
                return None
            return _to_login(scope, headers)
        if came.cookie and scope["type"] == "http" and method not in SAFE:
            token = headers.get(TOKEN, "")
            said = headers.get("origin") is not None or (
                headers.get("sec-fetch-site") == "same-origin"
            )
            if not said and not secret.same(token, came.token):
                return No(403, "the request does not say that it is of the page; a program comes "
                          "with a token of its own: holdfast user token")  # fmt: skip
        if came.cookie and scope["type"] == "websocket" and headers.get("origin") is None:
            return No(403, "only the page itself may ask this, no other site")
        act = act_of(method, path)
        if not came.who.may(act):
            return No(403, f"a {came.who.role} may not do this: it needs the right to '{act}'")
        return None

    def _marked(self, scope: Scope, send: Send) -> Send:
        """Mark every answer with what it may do in a browser."""

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                screen = headers.get("x-nicegui-content") == "page"
                policy = POLICY.format(nonce=scope[NONCE]) if screen else PLAIN
                headers.setdefault("content-security-policy", policy)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if self.terms.secure:
                    headers.setdefault("strict-transport-security", STRICT)
                if self.terms.login and not _OPEN.fullmatch(scope["path"]):
                    headers["cache-control"] = "no-store"
            await send(message)

        return marked


class _Channel:
    """What a browser says on an open channel, as long as its session holds; then it is closed.

    What a person does counts as use of the session, what a screen does by itself does not.
    """

    def __init__(self, guard: Guard, headers: Headers, receive: Receive, send: Send) -> None:
        self._guard, self._headers, self._receive, self._send = guard, headers, receive, send
        self._next: asyncio.Future[Message] | None = None

    async def __call__(self) -> Message:
        while True:
            self._next = self._next or asyncio.ensure_future(self._receive())
            done, _ = await asyncio.wait({self._next}, timeout=LOOK)
            acts = bool(done) and _acts(self._next.result())
            if not await self._holds(acts):
                if not done:
                    self._next.cancel()
                self._next = None
                await asyncio.sleep(LEAVES)
                await self._send({"type": "websocket.close", "code": 1008})
                return {"type": "websocket.disconnect", "code": 1008}
            if done:
                message, self._next = self._next.result(), None
                return message

    async def _holds(self, used: bool) -> bool:
        try:
            return await self._guard._came(self._headers, used) is not None
        except Lost:
            return False  # who cannot be known may do nothing


def _acts(message: Message) -> bool:
    text = message.get("text")
    return isinstance(text, str) and text.startswith(_ACT)


async def _refuse(scope: Scope, receive: Receive, send: Send, why: No | Response) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
    elif isinstance(why, Response):
        await why(scope, receive, send)
    else:
        await JSONResponse({"detail": why.detail}, why.status)(scope, receive, send)


def _lost(scope: Scope, headers: Headers, error: Lost) -> No | Response:
    """What a person is shown, or a program is told, while the database does not answer."""
    if _is_program(scope, headers):
        return No(503, str(error))
    words, theme = chosen(headers, "en")
    return told(words, theme, words.say("page_standing.lost"), str(error), 503)


def _is_program(scope: Scope, headers: Headers) -> bool:
    """Whether who asks wants no page."""
    if scope["type"] == "websocket" or scope["method"] != "GET":
        return True
    return scope["path"].startswith("/api") or "text/html" not in headers.get("accept", "")


def _to_login(scope: Scope, headers: Headers) -> No | Response:
    """Where a person is sent who is not known; a program is told."""
    path = scope["path"]
    if _is_program(scope, headers):
        return No(401, "log in first; a program comes with a token: authorization: Bearer TOKEN")
    query = scope.get("query_string", b"").decode("latin-1")
    to = quote(path + (f"?{query}" if query else ""), safe="")
    return RedirectResponse(f"/login?to={to}" if path != "/" else "/login", 303)


def _host(text: str) -> str:
    """The host of a host and a port."""
    try:
        return urlsplit(f"//{text}").hostname or ""
    except ValueError:
        return ""


def _netloc(origin: str) -> str:
    return urlsplit(origin).netloc.lower()


def _bare(host: str) -> str:
    return host.strip().lower().removesuffix(":443")


class _Bounded:
    """Hands on a body that says no length up to the bound; then it is as if its sender had gone."""

    def __init__(self, receive: Receive) -> None:
        self._receive, self._size = receive, 0

    async def __call__(self) -> Message:
        message = await self._receive()
        self._size += len(message.get("body") or b"") if message["type"] == "http.request" else 0
        return {"type": "http.disconnect"} if self._size > LARGEST else message
