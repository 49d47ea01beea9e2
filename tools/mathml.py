"""Equations of the pages as MathML, which a browser sets by itself: no script, no font from afar.

A hook of mkdocs: `pymdownx.arithmatex` finds the equations, this turns what it found.
"""

from __future__ import annotations

import html
import re

from latex2mathml.converter import convert

FOUND = re.compile(
    r'<(span|div) class="arithmatex">\s*(?:\\\((.*?)\\\)|\\\[(.*?)\\\])\s*</\1>', re.DOTALL
)
TAG = re.compile(r"\\tag\{(.*?)\}")


def on_page_content(content: str, **_: object) -> str:
    """The page's html with every equation turned; raises ValueError for one that cannot be."""
    return FOUND.sub(_turned, content)


def _turned(found: re.Match[str]) -> str:
    inline, block = found.group(2), found.group(3)
    text = html.unescape(inline if inline is not None else block)
    number = TAG.search(text)
    try:
        made = convert(TAG.sub("", text).strip(), display="inline" if block is None else "block")
    except Exception as fault:
        raise ValueError(f"no MathML for {text!r}: {fault}") from fault
    if block is None:
        return made
    told = f'<span class="equation-number">({number.group(1)})</span>' if number else ""
    return f'<div class="equation">{made}{told}</div>'
