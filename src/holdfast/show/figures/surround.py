"""What stands above and below a figure that travels alone: finding, measure, key; notes, origin."""

from __future__ import annotations

from collections.abc import Sequence

from holdfast.show.figures.canvas import Canvas
from holdfast.show.figures.measure import CHART_TEXT, SEMIBOLD, broken, text_width
from holdfast.show.section import Key
from holdfast.show.theme import LIGHT

TITLE, NARROW_TITLE = 21.0, 18.0
NARROW = 400
LINE = 1.3
SWATCH, SWATCH_GAP, KEY_GAP = 22.0, 8.0, 26.0
KEY_LINE = 20.0
MARKS = {"square": "s", "round": "o", "up": "^", "down": "v"}
BAND = 0.35
DASHES = {"dash": (0, (4, 3)), "hollow": (0, (4, 3)), "dotted": (0, (1, 2))}


def head(title: str, measure: str, keys: Sequence[Key], width: float) -> Canvas:
    """Write the finding, how it is measured, and the key."""
    size = NARROW_TITLE if width < NARROW else TITLE
    titles = _even(title, width, size)
    told = broken(measure, width)
    placed, rows = _keys(keys, width)
    step = CHART_TEXT * LINE
    height = len(titles) * size * LINE + 4 + len(told) * step + (rows * KEY_LINE + 8) * bool(rows)
    canvas = Canvas(width, round(height + 2))
    y = canvas.lines(0, size, titles, step=size * LINE, weight=SEMIBOLD, size=size)
    y = canvas.lines(0, y - size * 0.3 + 2, told, step=step, colour=LIGHT["soft"])
    for key, x, row in placed:
        middle = y + 2 + row * KEY_LINE
        _swatch(canvas, key, x, middle)
        canvas.text(x + SWATCH + SWATCH_GAP, middle + 4.5, key.text, colour=LIGHT["soft"])
    return canvas


def _even(title: str, width: float, size: float) -> list[str]:
    """Break a title into as few lines as it takes, of about the same length."""
    lines = broken(title, width, size, SEMIBOLD)
    room = width
    while room > width / 2:
        room -= 10
        narrower = broken(title, room, size, SEMIBOLD)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines


def _keys(keys: Sequence[Key], width: float) -> tuple[list[tuple[Key, float, int]], int]:
    """Give each key its place (x, row), and the number of rows."""
    placed: list[tuple[Key, float, int]] = []
    x, row = 0.0, 0
    for key in keys:
        wide = SWATCH + SWATCH_GAP + text_width(key.text)
        if x and x + wide > width:
            x, row = 0.0, row + 1
        placed.append((key, x, row))
        x += wide + KEY_GAP
    return placed, row + 1 if placed else 0


def _swatch(canvas: Canvas, key: Key, x: float, middle: float) -> None:
    """Draw the sign of a key as the style sheet of the report does."""
    colour = LIGHT[key.token]
    if key.pattern == "dash":
        canvas.line((x, x + SWATCH), (middle, middle), colour, 2, ls=DASHES["dash"])
    elif key.pattern == "tick":
        canvas.line([x + SWATCH / 2] * 2, (middle - 7, middle + 7), colour, 2)
    elif key.pattern in MARKS:
        canvas.mark(x + SWATCH / 2, middle, MARKS[key.pattern], 9, colour)
    elif key.pattern == "bracket":
        ends = (x + 14, x + 8, x + 8, x + 14)
        canvas.line(ends, (middle - 7, middle - 7, middle + 7, middle + 7), colour, 1.5)
    elif key.pattern in ("dot", "ring"):
        face = colour if key.pattern == "dot" else None
        canvas.mark(x + SWATCH / 2, middle, "o", 11, face, colour, 2)
    else:
        filled = key.pattern in ("", "band")
        canvas.rectangle(
            (x, middle - 6, SWATCH, 12),
            colour if filled else None,
            None if filled else colour,
            0.0 if filled else 1.5,
            "-" if filled else DASHES[key.pattern],
            BAND if key.pattern == "band" else None,
        )


def foot(caveats: Sequence[tuple[str, str]], notes: Sequence[str], width: float) -> Canvas:
    """Write the numbered caveats and the notes, in small soft lines."""
    lines: list[tuple[str | None, str]] = []
    for mark, text in caveats:
        first, *rest = broken(text, width - SWATCH)
        lines += [(mark or "–", first), *(("", line) for line in rest)]
    for note in notes:
        lines += [(None, line) for line in broken(note, width)]
    step = CHART_TEXT * LINE
    canvas = Canvas(width, round(len(lines) * step + 4))
    for number, (sign, text) in enumerate(lines):
        y = CHART_TEXT + number * step
        if sign:
            canvas.text(0, y, sign, colour=LIGHT["heat"], weight=SEMIBOLD)
        canvas.text(0 if sign is None else SWATCH, y, text, colour=LIGHT["soft"])
    return canvas
