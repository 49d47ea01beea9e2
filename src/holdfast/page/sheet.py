"""Pages without a channel: the login, and what is said where there is nothing to be shown."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse

from holdfast.page.standing import cookies
from holdfast.page.style import STYLE
from holdfast.show.catalogue import LANGUAGES, Catalogue
from holdfast.show.html import policy

LANGUAGE, THEME = "holdfast_language", "holdfast_theme"
"""Cookies; nothing else is kept of a reader, beside their session."""
THEMES = ("light", "dark")
OWN_NAMES = {"en": "English", "fr": "Français"}
SHEET = f"{policy()}; frame-ancestors 'self'"
"""What a report, or an answer, may do in a browser: what it says itself, and nothing else."""
POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self' data:; img-src 'self' data:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


def spoken(accepted: str, otherwise: str) -> str:
    """The first language that a browser asks for and that is spoken here."""
    for part in accepted.split(","):
        language = part.partition(";")[0].strip().lower()[:2]
        if language in LANGUAGES:
            return language
    return otherwise


def chosen(headers: Headers, otherwise: str) -> tuple[Catalogue, str]:
    """Words and colours of a reader: by the cookies, else by the languages of the browser."""
    kept = cookies(headers)
    language, theme = kept.get(LANGUAGE, ""), kept.get(THEME, "")
    if language not in LANGUAGES:
        language = spoken(headers.get("accept-language", ""), otherwise)
    return Catalogue.of(language), theme if theme in THEMES else ""


def sheet(
    words: Catalogue, theme: str, title: str, content: str, status: int = 200, path: str = "/"
) -> HTMLResponse:
    """A page with a title and what stands under it, which is markup; `path` is its own."""
    say = words.say
    ways = "".join(
        f'<a href="/language/{language}?to={quote(path, safe="")}" lang="{language}" '
        f'hreflang="{language}" aria-label="{OWN_NAMES[language]}"'
        f"{' aria-current=true' if language == words.language else ''}>{language.upper()}</a>"
        for language in LANGUAGES
    )
    named = escape(say("page.titled", screen=title))
    made = (
        f'<!doctype html><html lang="{words.language}"'
        f'{f" data-theme={theme}" if theme else ""}><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<title>{named}</title><link rel="stylesheet" href="{STYLE.path}"></head><body>'
        f'<header class="bar"><a href="/" class="brand">Holdfast</a>'
        f'<div class="reader">{ways}</div></header>'
        f'<main class="content" id="content"><h1>{escape(title)}</h1>{content}</main></body></html>'
    )
    kept = {"content-security-policy": POLICY, "cache-control": "no-store"}
    return HTMLResponse(made, status, headers=kept)


def told(words: Catalogue, theme: str, title: str, text: str, status: int) -> HTMLResponse:
    """A page that says one thing."""
    way = f'<p><a class="button" href="/">{escape(words.say("page_standing.to_first"))}</a></p>'
    return sheet(words, theme, title, f'<p class="lead">{escape(text)}</p>{way}', status)
