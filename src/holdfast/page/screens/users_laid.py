"""The screen of users, laid out for administrators."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial

from fastapi import Request
from nicegui import ui

from holdfast.page.door import Door
from holdfast.page.frame import Reader
from holdfast.page.screens import users as content
from holdfast.page.screens.users import Held, Screen, UserRow
from holdfast.page.secret import LEAST, MOST
from holdfast.page.standing import Standing
from holdfast.page.widgets import (
    Dialog,
    Handler,
    Notice,
    attempt,
    button,
    field,
    form,
    looked,
    tag,
)
from holdfast.show.catalogue import Catalogue

LOOK = 3.0
"""Seconds after which it is looked again."""
LONGEST_NAME = 64


class Laid:
    """The screen before one administrator."""

    def __init__(self, standing: Standing, reader: Reader) -> None:
        self.standing, self.reader, self.words = standing, reader, reader.words
        self.me, self.from_ = reader.who.name, reader.place
        self.shown: Screen | None = None

    async def build(self) -> None:
        """Lay it out, and keep looking."""
        say = self.words.say
        tag("h1", say("page_users.title"))
        tag("p", say("page_users.lead"), "lead")
        self.notice = Notice()
        self.asking = Dialog(say("page_users.change"), say("page.dismiss"))
        with tag("section", "", "panel", aria_label=say("page_users.add")):
            tag("h2", say("page_users.add"), "part")
            with form(self.add):
                field(say("page_standing.name"), "name", required=True, maxlength=LONGEST_NAME,
                      autocomplete="off", autocapitalize="none")  # fmt: skip
                self._role("reader", "")
                new_password(self.words, say("page_standing.password"), "password")
                with tag("div", "", "send"):
                    tag("button", say("page_users.add"), "button first", type="submit")
        self.users, self.sessions = tag("div"), tag("div")
        self.tokens, self.lines = tag("div"), tag("div")
        await self.look()
        ui.timer(LOOK, self.look)

    async def look(self) -> None:
        """Look again, and lay out anew what is other than it was."""
        found = await looked(
            partial(content.screen, self.standing, self.me, self.words), self.notice
        )
        if found is None:
            return
        before, self.shown = self.shown, found
        say = self.words.say
        if before is None or before.users != found.users:
            self.users.clear()
            with self.users:
                self._users(found.users)
        for place, rows, old, key, act in (
            (self.sessions, found.sessions, before and before.sessions, "sessions", self.end),
            (self.tokens, found.tokens, before and before.tokens, "tokens", self.untoken),
        ):
            if rows != old:
                place.clear()
                with place:
                    tag("h2", say(f"page_users.{key}"), "part")
                    held(rows, self.words, say(f"page_users.end_{key}"), act)
        if before is None or before.lines != found.lines:
            self.lines.clear()
            with self.lines:
                tag("h2", say("page_users.written"), "part")
                with tag("ul", "", "list written", tabindex="0", role="list",
                         aria_label=say("page_users.written")):  # fmt: skip
                    for each in found.lines:
                        tag("li", each)

    # ---- acts ----------------------------------------------------------------------------------

    async def add(self, given: Mapping[str, str]) -> None:
        """Add a user."""
        name = given.get("name", "")
        act = partial(
            self.standing.users.add, name, given.get("role", ""), given.get("partner", ""),
            given.get("password", ""), self.me, self.from_,
        )  # fmt: skip
        await self._done(act, self.words.say("page_users.added", name=name))

    async def set_role(self, name: str, given: Mapping[str, str]) -> None:
        """Give another role."""
        self.asking.close()
        role, partner = given.get("role", ""), given.get("partner", "")
        act = partial(self.standing.set_role, name, role, partner, self.me, self.from_)
        await self._done(act, self.words.say("page_users.changed", name=name))

    async def set_password(self, name: str, given: Mapping[str, str]) -> None:
        """Give another password."""
        self.asking.close()
        act = partial(
            self.standing.set_password, name, given.get("password", ""), self.me, self.from_
        )
        await self._done(act, self.words.say("page_users.changed", name=name))

    async def set_disabled(self, name: str, disabled: bool) -> None:
        """Disable, or enable again."""
        act = partial(self.standing.set_disabled, name, disabled, self.me, self.from_)
        await self._done(act, self.words.say("page_users.changed", name=name))

    async def remove(self, name: str) -> None:
        """Remove a user."""
        self.asking.close()
        act = partial(self.standing.remove, name, self.me, self.from_)
        await self._done(act, self.words.say("page_users.removed", name=name))

    async def end(self, number: int) -> None:
        """End a session."""
        act = partial(self.standing.sessions.end_one, number, self.me, self.from_)
        await self._done(act, self.words.say("page_users.ended"))

    async def untoken(self, number: int) -> None:
        """Take a token back."""
        act = partial(self.standing.sessions.end_token, number, None, self.me, self.from_)
        await self._done(act, self.words.say("page_users.ended"))

    async def _done(self, act: Callable[[], object], said: str) -> None:
        def acted() -> bool:
            act()
            return True

        done = await attempt(acted, self.notice)
        await self.look()  # what is said to be done is seen by then, and stands still
        if done:
            self.notice.say(said)

    # ---- parts ---------------------------------------------------------------------------------

    def _role(self, role: str, partner: str) -> None:
        say = self.words.say
        field(say("page_users.role"), "role", among=content.roles(self.words), value=role)
        field(say("page_users.partner"), "partner", say("page_users.partner_told"), maxlength=40,
              value=partner, autocomplete="off")  # fmt: skip

    def _users(self, rows: tuple[UserRow, ...]) -> None:
        say = self.words.say
        with tag("ul", "", "jobs"):
            for each in rows:
                with tag("li"):
                    with tag("p"):
                        tag("b", each.name)
                        tag("span", f" {each.told}")
                    with tag("div", "", "acts"):
                        for key, act in self._acts(each):
                            button(say(f"page_users.{key}"), act,
                                   aria_label=say(f"page_users.{key}_named", name=each.name)
                                   )  # fmt: skip

    def _acts(self, each: UserRow) -> Sequence[tuple[str, Handler]]:
        """What can be done with a user; of oneself neither rights nor being there are taken."""
        made: list[tuple[str, Handler]] = [("reset", partial(self._ask_password, each.name))]
        if each.mine:
            return made
        made.insert(0, ("set_role", partial(self._ask_role, each)))
        key = "enable" if each.disabled else "disable"
        made.append((key, partial(self.set_disabled, each.name, not each.disabled)))
        made.append(("remove", partial(self._ask_remove, each.name)))
        return made

    def _ask_role(self, each: UserRow) -> None:
        say = self.words.say
        self.asking.body.clear()
        with self.asking.body, form(partial(self.set_role, each.name)):
            self._role(each.role, each.partner)
            tag("button", say("page_users.set_role_named", name=each.name), "button first",
                type="submit")  # fmt: skip
        self.asking.open()

    def _ask_password(self, name: str) -> None:
        say = self.words.say
        self.asking.body.clear()
        with self.asking.body, form(partial(self.set_password, name)):
            new_password(self.words, say("page_users.new_password"), "password")
            tag("button", say("page_users.reset_named", name=name), "button first", type="submit")
        self.asking.open()

    def _ask_remove(self, name: str) -> None:
        say = self.words.say
        self.asking.body.clear()
        with self.asking.body:
            tag("p", say("page_users.remove_told"), "lead")
            button(say("page_users.remove_named", name=name), partial(self.remove, name), "first")
        self.asking.open()


def new_password(words: Catalogue, label: str, name: str) -> None:
    """A field for a password that is chosen."""
    field(label, name, words.say("page_users.password_told", count=LEAST), type="password",
          required=True, minlength=LEAST, maxlength=MOST, autocomplete="new-password")  # fmt: skip


def held(
    rows: Sequence[Held], words: Catalogue, end: str, act: Callable[..., Awaitable[None]]
) -> None:
    """Sessions or tokens with what ends them."""
    if not rows:
        tag("p", words.say("page_users.none"), "lead")
        return
    with tag("ul", "", "jobs"):
        for each in rows:
            with tag("li"):
                with tag("p"):
                    tag("b", each.name)
                    tag("span", f" {each.told}")
                with tag("div", "", "acts"):
                    button(end, partial(act, each.id), "quiet",
                           aria_label=f"{end}: {each.name} {each.told}")  # fmt: skip


def screens(door: Door) -> None:
    """The screen of administrators."""

    @door.opens("/users", "users")
    async def lay(reader: Reader, _: Request) -> None:
        await Laid(door.standing, reader).build()
