"""The screen of one's own account, laid out: password, and tokens for programs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from fastapi import Request

from holdfast.page.door import Door
from holdfast.page.frame import Reader
from holdfast.page.screens import users as content
from holdfast.page.screens.run import whole
from holdfast.page.screens.users_laid import held, new_password
from holdfast.page.sessions import MOST_CALLED, MOST_DAYS, Token
from holdfast.page.standing import Standing
from holdfast.page.users import User
from holdfast.page.widgets import Notice, attempt, field, form, tag


class Laid:
    """The screen before whoever is logged in."""

    def __init__(self, standing: Standing, reader: Reader, user: User) -> None:
        self.standing, self.reader, self.words = standing, reader, reader.words
        self.user = user

    async def build(self) -> None:
        """Lay it out."""
        say, who = self.words.say, self.reader.who
        tag("h1", who.name)
        tag("p", content.role_of(who.role, who.partner, self.words), "lead")
        self.notice = Notice()
        with tag("section", "", "panel", aria_label=say("page_users.own_password")):
            tag("h2", say("page_users.own_password"), "part")
            with form(self.change):
                field(say("page_users.old_password"), "old", type="password", required=True,
                      autocomplete="current-password")  # fmt: skip
                new_password(self.words, say("page_users.new_password"), "new")
                with tag("div", "", "send"):
                    tag("button", say("page_users.change"), "button first", type="submit")
        with tag("section", "", "panel", aria_label=say("page_users.tokens")):
            tag("h2", say("page_users.tokens"), "part")
            tag("p", say("page_users.tokens_told"), "lead")
            with form(self.make):
                field(say("page_users.called"), "called", required=True, maxlength=MOST_CALLED)
                field(say("page_users.days"), "days", type="number", min=1, max=MOST_DAYS, step=1,
                      value=90, required=True)  # fmt: skip
                with tag("div", "", "send"):
                    tag("button", say("page_users.make"), "button first", type="submit")
            self.made, self.tokens = tag("div", "", "", role="status"), tag("div")
        await self.look()

    async def look(self) -> None:
        """Lay out one's tokens."""
        found = await attempt(self._tokens, self.notice)
        if found is not None:
            self.tokens.clear()
            with self.tokens:
                held(content.tokens(found, self.words), self.words,
                     self.words.say("page_users.end_tokens"), self.end)  # fmt: skip

    def _tokens(self) -> list[Token]:
        return self.standing.sessions.tokens(self.user.id)

    async def change(self, given: Mapping[str, str]) -> None:
        """Change one's password; all other sessions end, and one's tokens."""
        reader = self.reader

        def act() -> bool:
            self.standing.change_password(
                reader.came, given.get("old", ""), given.get("new", ""), reader.place
            )
            return True

        if await attempt(act, self.notice):
            self.notice.say(self.words.say("page_users.password_changed"))
            await self.look()

    async def make(self, given: Mapping[str, str]) -> None:
        """Make a token, and show it this once."""

        def act() -> str:
            days = whole(given.get("days", ""), MOST_DAYS)
            return self.standing.sessions.make_token(
                self.user.id, given.get("called", ""), days, self.user.name, self.reader.place
            )

        made = await attempt(act, self.notice)
        self.made.clear()
        if made is not None:
            self.notice.clear()
            with self.made:
                tag("p", self.words.say("page_users.made_token"), "lead")
                tag("code", made, "token", tabindex="0")
        await self.look()

    async def end(self, number: int) -> None:
        """Take a token back."""
        act = partial(self.standing.sessions.end_token, number, self.user.id, self.user.name,
                      self.reader.place)  # fmt: skip
        await attempt(act, self.notice)
        await self.look()


def screens(door: Door) -> None:
    """One's own account; where there is no login, that there is none."""

    @door.opens("/account", "account")
    async def lay(reader: Reader, _: Request) -> None:
        if not reader.came.cookie:
            tag("h1", reader.words.say("page.account"))
            tag("p", reader.words.say("page_users.no_login"), "lead")
            return
        user = await attempt(partial(door.standing.users.get, reader.who.name), Notice())
        if user is None:
            return  # it was removed meanwhile, or the database does not answer, which is said
        await Laid(door.standing, reader, user).build()
