"""What every screen stands in: language and colours of the reader, header, ways to the others."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import quote

from nicegui import ui
from starlette.requests import Request

from holdfast.page.guard import CAME, NONCE, PLACE
from holdfast.page.sheet import OWN_NAMES, chosen
from holdfast.page.standing import HERE, Came
from holdfast.page.style import STYLE
from holdfast.page.who import LOCAL, NOBODY, Who, who_of
from holdfast.page.widgets import link, tag
from holdfast.show.catalogue import LANGUAGES, Catalogue

SCREENS = (
    ("scenarios", "/"),
    ("edit", "/edit"),
    ("sources", "/sources"),
    ("run", "/run"),
    ("whatif", "/whatif"),
    ("ask", "/ask"),
    ("compare", "/compare"),
    ("explain", "/explain"),
    ("report", "/report"),
    ("ledger", "/ledger"),
    ("users", "/users"),
)
"""Screens in their order; a further one is a line here, its words and its module."""
TOGGLE = """() => {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === 'dark'
    : matchMedia('(prefers-color-scheme:dark)').matches;
  root.dataset.theme = dark ? 'light' : 'dark';
  for (const sheet of document.querySelectorAll('iframe.sheet')) {
    const inner = sheet.contentDocument?.documentElement;
    if (inner) inner.dataset.theme = root.dataset.theme;
  }
  document.cookie = `holdfast_theme=${root.dataset.theme};path=/;max-age=31536000;samesite=strict`;
}"""


HITHER = """(event) => {
  const link = event.target.closest('a'), way = new URL(link.href);
  way.searchParams.set('to', location.pathname + location.search);
  link.href = way.href;
}"""
"""A link to another language leads to the address as it is by then."""
SAID = "holdfast.said"
"""Where a request bears what its screen says of its connection, under the library's names."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks at a screen."""

    words: Catalogue
    theme: str
    """One of THEMES; blank: as the system has it."""
    path: str
    """Of the screen."""
    who: Who = LOCAL
    came: Came = HERE
    """By what they are known."""
    nonce: str = ""
    """Of scripts that may run on the screen."""
    place: str = ""
    """Where they come from."""

    @classmethod
    def of(cls, request: Request, otherwise: str) -> Reader:
        """By the cookies, else by the languages of the browser, else `otherwise`."""
        words, theme = chosen(request.headers, otherwise)
        scope = request.scope
        came = scope.get(CAME) or Came(NOBODY)
        return cls(words, theme, request.url.path, who_of(scope), came, scope.get(NONCE, ""),
                   scope.get(PLACE, ""))  # fmt: skip


def of_connection(words: Catalogue) -> dict[str, str]:
    """What a screen says where its connection is lost, or too much is sent at once."""
    return {
        "connection_lost": words.say("page.lost"),
        "trying_to_reconnect": words.say("page.lost_told"),
        "message_too_long": words.say("page.too_long"),
        "message_too_long_body": words.say("page.too_long_told"),
    }


@contextmanager
def framed(reader: Reader, screen: str, served: str) -> Iterator[None]:
    """The frame of a screen; what is made in the block stands within it."""
    words = reader.words
    ui.add_head_html(_head(reader))
    _bare()
    ui.page_title(words.say("page.titled", screen=words.say(f"page.{screen}")))
    link(words.say("page.skip"), "#content", "skip")
    with tag("header", "", "bar"):
        link("Holdfast", "/", "brand")
        with tag("nav", aria_label=words.say("page.nav")):
            for name, to in SCREENS:
                if not reader.who.opens(name) or (name == "users" and not reader.came.cookie):
                    continue
                current = "page" if name == screen else None
                link(words.say(f"page.{name}"), to, aria_current=current)
        with tag("div", "", "reader"):
            tag("span", served, "served")
            for language in LANGUAGES:
                to = f"/language/{language}?to={quote(reader.path, safe='')}"
                here = "true" if language == words.language else None
                link(language.upper(), to, lang=language, hreflang=language, aria_current=here,
                     aria_label=OWN_NAMES[language]).on("click", js_handler=HITHER)  # fmt: skip
            toggle = tag("button", words.say("top.toggle"), "button quiet", type="button")
            toggle.on("click", js_handler=TOGGLE)
            if reader.came.cookie:
                _leave(reader, screen)
    with tag("main", "", "content", id="content", tabindex="-1"):
        yield


def _leave(reader: Reader, screen: str) -> None:
    """Who is logged in, and the way out: a form that the browser sends by itself."""
    current = "page" if screen == "account" else None
    link(reader.who.name, "/account", "account", aria_current=current,
         aria_label=reader.words.say("page_standing.account_of", name=reader.who.name))  # fmt: skip
    with tag("form", "", "leave", method="post", action="/logout"):
        tag("input", type="hidden", name="token", value=reader.came.token)
        tag("button", reader.words.say("page_standing.logout"), "button quiet", type="submit")


def _bare() -> None:
    """Let the page of the library, around all, be no landmark: header and main part are ours."""
    slot = ui.context.client.content.parent_slot
    if slot is not None:
        slot.parent.tag = "div"


def _head(reader: Reader) -> str:
    """The style sheet, and language and colours before anything is drawn."""
    language = json.dumps(reader.words.language)
    theme = f"document.documentElement.dataset.theme={json.dumps(reader.theme)};"
    return (
        f'<link rel="stylesheet" href="{STYLE.path}">'
        f'<script nonce="{reader.nonce}">'
        f"document.documentElement.lang={language};{theme if reader.theme else ''}</script>"
    )
