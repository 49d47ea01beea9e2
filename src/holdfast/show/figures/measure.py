"""How wide texts are, in the face of the report, and how they are broken to the room there is."""

from __future__ import annotations

import functools
import warnings
from importlib.resources import as_file, files

from matplotlib.font_manager import get_font
from matplotlib.ft2font import FT2Font, LoadFlags

from holdfast.show.catalogue import unmarked

CHART_TEXT, SMALL_TEXT, NAME_TEXT = 13.0, 11.0, 14.5
SEMIBOLD = 600
MEASURE = "Holdfast Measure"
"""The face by which texts are measured, and which paper is printed in."""
NARROW_SPACE, THIN_SPACE = "\u202f", "\u2009"
"""The fonts have no narrow no-break space, which browsers make of a space; the thin one is as wide
and stands for it while a figure is laid out."""
_SIZE = 100.0
"""Size at which a text is measured [pixels], then scaled."""
_UNIT = 64.0
"""Parts of a pixel in which the library measures."""


def plain(text: str) -> str:
    """Give a text as it is laid out: without marks, with spaces that the fonts have."""
    return unmarked(text).replace(NARROW_SPACE, THIN_SPACE)


@functools.cache
def _font(weight: int) -> FT2Font:
    with as_file(files("holdfast.show") / "fonts" / f"measure-{weight}.ttf") as path:
        font = get_font(str(path))
    font.set_size(_SIZE, 72)
    return font


@functools.cache
def text_width(text: str, size: float = CHART_TEXT, weight: int = 400) -> float:
    """Measure a text in pixels; a letter that the font lacks counts as wide as its empty box."""
    font = _font(weight)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", r"Glyph \d+ .* missing", UserWarning)
        font.set_text(plain(text), 0.0, flags=LoadFlags.NO_HINTING)
    return float(font.get_width_height()[0] / _UNIT * (size / _SIZE))


def broken(text: str, room: float, size: float = CHART_TEXT, weight: int = 400) -> list[str]:
    """Break a text into lines that fit the room; nothing is cut, a word too long is broken."""
    lines: list[str] = []
    for word in unmarked(text).split(" "):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(joined, size, weight) <= room:
            lines[-1] = joined
            continue
        rest = word
        while text_width(rest, size, weight) > room and len(rest) > 1:
            end = _fitting(rest, room, size, weight)
            lines.append(rest[:end])
            rest = rest[end:]
        lines.append(rest)
    return lines or [""]


def _fitting(word: str, room: float, size: float, weight: int) -> int:
    """Give how many letters of a word fit the room, at least one; a hyphen is a place to break."""
    end = 1
    while end < len(word) and text_width(word[: end + 1], size, weight) <= room:
        end += 1
    hyphen = word.rfind("-", 0, end)
    return hyphen + 1 if hyphen > 0 else end
