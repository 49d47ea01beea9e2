"""The commands that a page prints, as they are copied from it."""

from __future__ import annotations

import html
import re


def whole(page: str) -> str:
    """The page without what keeps an option on one line."""
    return re.sub(r'<span class="nb">(.*?)</span>', r"\1", page)


def commands(page: str) -> list[str]:
    """The commands of a page."""
    return [html.unescape(line) for line in re.findall(r"<code>(.*?)</code>", whole(page))]
