"""What every screen stands in: language and colours of the reader, header, ways to the others."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import quote

from nicegui import ui
from starlette.requests import Request

from holdfast.page.style import STYLE
from holdfast.page.who import LOCAL, Who
from holdfast.page.widgets import link, tag
from holdfast.show.catalogue import LANGUAGES, Catalogue

LANGUAGE, THEME = "holdfast_language", "holdfast_theme"
"""Cookies; nothing else is kept of a reader."""
THEMES = ("light", "dark")
SCREENS = (("scenarios", "/"), ("edit", "/edit"), ("run", "/run"), ("report", "/report"))
"""Screens in their order; a further one is a line here, its words and its module."""
OWN_NAMES = {"en": "English", "fr": "Français"}
TOGGLE = """() => {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === 'dark'
    : matchMedia('(prefers-color-scheme:dark)').matches;
  root.dataset.theme = dark ? 'light' : 'dark';
  document.cookie = `holdfast_theme=${root.dataset.theme};path=/;max-age=31536000;samesite=strict`;
}"""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks at a screen."""

    words: Catalogue
    theme: str
    """One of THEMES; blank: as the system has it."""
    path: str
    """Of the screen."""
    who: Who = LOCAL

    @classmethod
    def of(cls, request: Request, otherwise: str) -> Reader:
        """By the cookies, else by the languages of the browser, else `otherwise`."""
        language = request.cookies.get(LANGUAGE, "")
        if language not in LANGUAGES:
            language = spoken(request.headers.get("accept-language", ""), otherwise)
        theme = request.cookies.get(THEME, "")
        words = Catalogue.of(language)
        return cls(words, theme if theme in THEMES else "", request.url.path)


def spoken(accepted: str, otherwise: str) -> str:
    """The first language that a browser asks for and that is spoken here."""
    for part in accepted.split(","):
        language = part.partition(";")[0].strip().lower()[:2]
        if language in LANGUAGES:
            return language
    return otherwise


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
                current = "page" if name == screen else None
                link(words.say(f"page.{name}"), to, aria_current=current)
        with tag("div", "", "reader"):
            tag("span", served, "served")
            for language in LANGUAGES:
                to = f"/language/{language}?to={quote(reader.path, safe='')}"
                here = "true" if language == words.language else None
                link(language.upper(), to, lang=language, hreflang=language, aria_current=here,
                     aria_label=OWN_NAMES[language])  # fmt: skip
            toggle = tag("button", words.say("top.toggle"), "button quiet", type="button")
            toggle.on("click", js_handler=TOGGLE)
    with tag("main", "", "content", id="content", tabindex="-1"):
        yield


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
        f"<script>document.documentElement.lang={language};{theme if reader.theme else ''}</script>"
    )
