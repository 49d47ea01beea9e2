"""A page in one file: its content policy, its only script, and the marks of foreign words."""

from __future__ import annotations

import base64
import functools
import hashlib
import re
from importlib.resources import files
from typing import Any

import jinja2
import markupsafe

from holdfast.show import theme
from holdfast.show.catalogue import ENGLISH, FOREIGN, NATIVE, Catalogue, unmarked

TOGGLE = (
    "const button=document.querySelector('.top button');"
    "button.hidden=false;"
    "button.onclick=()=>{const root=document.documentElement,"
    "dark=root.dataset.theme?root.dataset.theme==='dark':"
    "matchMedia('(prefers-color-scheme:dark)').matches;"
    "root.dataset.theme=dark?'light':'dark'};"
    "if(matchMedia('(max-width:720px)').matches)"
    "document.querySelectorAll('.fold').forEach(part=>{part.open=false});"
)
"""The only script: it turns the page from light to dark and back, and on a phone it folds what is
secondary under its finding."""


def policy() -> str:
    """Give the content policy: nothing is loaded, and no script runs but the one named here."""
    script = base64.b64encode(hashlib.sha256(TOGGLE.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{script}'; "
        "font-src data:; base-uri 'none'; form-action 'none'"
    )


def filled(template: str, words: Catalogue, **parts: Any) -> str:
    """Fill a template of this package with parts of a page, and mark its foreign words."""
    page = (
        _templates()
        .get_template(template)
        .render(
            say=words.say,
            language=words.language,
            policy=policy(),
            toggle=TOGGLE,
            style=theme.style_sheet(),
            **parts,
        )
    )
    return _said(page)


@functools.cache
def _templates() -> jinja2.Environment:
    """The templates of this package, each compiled when it is first filled."""
    environment = jinja2.Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=jinja2.FunctionLoader(_source),
        auto_reload=False,
    )
    environment.filters["unbroken"] = unbroken
    return environment


def unbroken(command: str) -> markupsafe.Markup:
    """A command whose options are never broken within, so that `--out` stays one word."""
    return markupsafe.Markup("").join(
        markupsafe.Markup('<span class="nb">{}</span>').format(part) if part[:2] == "--" else part
        for part in re.split(r"(--[\w-]+)", command)
    )


def _source(name: str) -> str:
    return (files("holdfast.show") / name).read_text(encoding="utf-8")


def _said(page: str) -> str:
    """Turn the marks around foreign words into `lang`; within tags and the title they go."""
    whole = re.compile(r"<title>.*?</title>|<[^>]*>", re.DOTALL)
    page = whole.sub(lambda found: unmarked(found[0]), page)
    return page.replace(FOREIGN, f'<span lang="{ENGLISH}">').replace(NATIVE, "</span>")
