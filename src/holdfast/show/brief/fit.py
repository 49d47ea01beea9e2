"""Texts cut to the room that a page of paper has for them, and drawings in its colours."""

from __future__ import annotations

import bisect
import re

from holdfast.show import theme
from holdfast.show.figures.canvas import FAMILY
from holdfast.show.figures.measure import MEASURE, SEMIBOLD, text_width

SIZE = 8.0
"""Points of the text of the table."""
FILLED = 0.86
"""Share of a line that is filled where words are not broken."""
LONGEST = 16
"""Letters after which a word may break."""
BREAK = "\u200b"
_TOKEN = re.compile(r"var\(--(\w+)\)")


def cut(text: str, width: float, lines: int, size: float = SIZE, bold: bool = False) -> str:
    """Cut a text to so many lines of a width [pt], with an ellipsis, and let long words break."""
    weight = SEMIBOLD if bold else 400
    plain = " ".join(text.split())
    room = width * (lines if lines == 1 else lines * FILLED)
    if text_width(plain, size, weight) > room:
        fitting = bisect.bisect(
            range(1, len(plain)), room, key=lambda end: text_width(f"{plain[:end]}…", size, weight)
        )
        plain = f"{plain[:fitting].rstrip()}…"
    return re.sub(rf"\w{{{LONGEST}}}(?=\w)", lambda found: found[0] + BREAK, plain)


def printed(drawing: str) -> str:
    """An SVG with the colours of paper in place of their tokens, in the fonts of the package."""
    coloured = _TOKEN.sub(lambda found: theme.LIGHT.get(found[1], found[0]), drawing)
    return coloured.replace(FAMILY, f"'{MEASURE}'")
