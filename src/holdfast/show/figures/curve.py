"""What numbers of pieces save: means with their 95 % intervals over an axis of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.ticker import MaxNLocator

from holdfast.show.catalogue import Catalogue
from holdfast.show.figures.canvas import Canvas
from holdfast.show.figures.measure import SEMIBOLD, broken, text_width
from holdfast.show.reductions import Array
from holdfast.show.theme import LIGHT

WIDE = 600
LEFT, RIGHT, HEAD, FOOT = 56, 16, 26, 44
BAND = 0.28
APART = 14.0
"""Least pixels between two numbers under the axis."""


@dataclass(frozen=True, slots=True)
class Curve:
    """Means (rung,) with their intervals at numbers of pieces, and the number that is marked."""

    numbers: Sequence[int]
    means: Array
    ends: tuple[Array, Array]
    marked: int
    mark: str
    """What is said of the number that is marked."""
    axis: str
    """What the axis counts."""
    token: str


def draw(view: Curve, width: float, words: Catalogue) -> Canvas:
    """Draw the means within their band, with nought and the number that is marked."""
    height = 280 if width > WIDE else 220
    texts = broken(view.mark, min(width - LEFT - RIGHT, 420))
    head = HEAD + 16 * (len(texts) - 1)
    canvas = Canvas(width, head + height + FOOT)
    low, high = min(0.0, float(view.ends[0].min())), max(0.0, float(view.ends[1].max()))
    pad = 0.03 * (high - low) or 1.0
    room = width - LEFT - RIGHT
    most = max(view.numbers)
    limits = (low - pad, high + pad)
    axes = canvas.axes((LEFT, head, room, height), (0, 1.04 * most), limits)
    levels = [tick for tick in MaxNLocator(5).tick_values(low, high) if low <= tick <= high]
    axes.grid(ys=levels)
    for level in levels:
        base = head + height * (limits[1] - level) / (limits[1] - limits[0]) + 4
        text = ("+" if level > 0 else "") + words.numbers.exact(level)
        canvas.text(LEFT - 8, base, text, colour=LIGHT["soft"], align="right", size=12)
    axes.fill_between(view.numbers, *view.ends, color=LIGHT[view.token], alpha=BAND, gid="band")
    axes.axhline(0, color=LIGHT["none"], lw=1.5)
    axes.plot(view.numbers, view.means, color=LIGHT["ink"], lw=1.6)
    axes.plot(
        view.numbers, view.means, "s", mfc=LIGHT[view.token], mec=LIGHT["ink"], mew=1, ms=6,
        clip_on=False,
    )  # fmt: skip
    x = LEFT + view.marked / (1.04 * most) * room
    canvas.line((x, x), (head - 6, head + height), LIGHT["ink"], 1.4, ls=(0, (4, 3)))
    start = min(max(x - max(map(text_width, texts)) / 2, LEFT), width - max(map(text_width, texts)))
    for place, text in enumerate(texts):
        canvas.text(start, 14 + 16 * place, text, weight=SEMIBOLD)
    _numbers(canvas, view, (head + height + 16, room, most), words)
    canvas.text(width - RIGHT, head + height + 36, view.axis, colour=LIGHT["soft"], align="right")
    return canvas


def _numbers(
    canvas: Canvas, view: Curve, where: tuple[float, float, float], words: Catalogue
) -> None:
    """Name the rungs under the axis, the largest first, those that have room."""
    base, room, most = where
    free = float("inf")
    for number in sorted(view.numbers, reverse=True):
        text = words.numbers.exact(float(number))
        x, half = LEFT + number / (1.04 * most) * room, text_width(text) / 2
        if x + half + APART <= free:
            canvas.text(x, base, text, colour=LIGHT["soft"], align="center", size=12)
            free = x - half
