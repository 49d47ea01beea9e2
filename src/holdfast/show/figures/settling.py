"""How a mean settles: it and its 95 % interval as futures are added in their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.ticker import MaxNLocator

from holdfast.show.catalogue import Catalogue
from holdfast.show.figures.canvas import Canvas
from holdfast.show.reductions import Array
from holdfast.show.theme import LIGHT

LEFT, RIGHT, HEAD, FOOT, TALL = 44, 18, 10, 26, 210
BAND = 0.28


@dataclass(frozen=True, slots=True)
class Settling:
    """Means and the ends of their intervals (count,) at counts of futures."""

    counts: Sequence[int]
    means: Array
    ends: tuple[Array, Array]
    asked: int
    """Futures that are asked for: where the axis ends."""
    token: str


def draw(view: Settling, width: float, words: Catalogue) -> Canvas:
    """Draw the mean within its band; the first intervals, which nobody reads, may be cut."""
    canvas = Canvas(width, HEAD + TALL + FOOT)
    late = slice(len(view.counts) // 8, None)
    low, high = float(view.ends[0][late].min()), float(view.ends[1][late].max())
    pad = 0.06 * (high - low) or 1.0
    limits = max(low - pad, min(0.0, low)), high + pad
    axes = canvas.axes((LEFT, HEAD, width - LEFT - RIGHT, TALL), (0, view.asked), limits)
    levels = [at for at in MaxNLocator(4).tick_values(*limits) if limits[0] <= at <= limits[1]]
    counts = [
        at
        for at in MaxNLocator(4, integer=True).tick_values(0, view.asked)
        if 0 <= at <= view.asked
    ]
    axes.grid(xs=counts, ys=levels)
    for level, y in zip(levels, axes.y(levels), strict=True):
        canvas.text(LEFT - 8, float(y) + 4, words.numbers.exact(float(level)),
                    colour=LIGHT["soft"], align="right", size=12)  # fmt: skip
    for count, x in zip(counts, axes.x(counts), strict=True):
        canvas.text(float(x), HEAD + TALL + 18, words.numbers.exact(float(count)),
                    colour=LIGHT["soft"], align="center", size=12)  # fmt: skip
    axes.fill_between(view.counts, *view.ends, color=LIGHT[view.token], alpha=BAND)
    axes.plot(view.counts, view.means, color=LIGHT[view.token], lw=2)
    return canvas
