"""How it unfolds: hours without power per person and day, a panel a side on the same axis."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from holdfast.show.catalogue import Catalogue
from holdfast.show.figures import calendar, free
from holdfast.show.figures.canvas import Canvas
from holdfast.show.figures.measure import CHART_TEXT, NAME_TEXT, SEMIBOLD, broken, text_width
from holdfast.show.figures.plane import Plane
from holdfast.show.reductions import Array
from holdfast.show.theme import LIGHT

WIDE = 600
LEFT, GAP, FOOT = 34, 34, 40
PALE, DARK = 0.16, 0.30
TOP_STEPS = (1, 2, 3, 4, 6, 8, 12, 16, 20, 24)
BESIDE, NEAR, THIN = 3, 14, 6
"""Pixels: around a name; from it to what needs no line; of a band that is too thin to be named."""
TO_THE_LEFT = 0.72
"""Share of the axis from which the name of a mark stands on its left."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One side: name, note, hours without power as bands (level, day) and mean, its token."""

    name: str
    note: str
    bands: Array
    mean: Array
    token: str
    marks: Sequence[tuple[int, str]] = ()
    """Dated names above the panel."""
    more: str = ""
    """What is said of marks that are not drawn."""


@dataclass(frozen=True, slots=True)
class Fan:
    """Panels over the same days."""

    dates: Sequence[dt.date]
    panels: Sequence[Panel]


def axis_top(largest: float) -> float:
    """Give the round end of an axis that holds the largest value."""
    return float(next((top for top in TOP_STEPS if top >= largest * 1.04), TOP_STEPS[-1]))


def bands_of(axes: Plane, bands: Array, colour: str, room: float) -> None:
    """Fill nine in ten and half of the futures, and draw the median."""
    at = calendar.thinned(bands.shape[1], room)
    days, levels = at + 0.5, bands[:, at]
    axes.fill_between(days, levels[0], levels[4], color=colour, alpha=PALE)
    axes.fill_between(days, levels[1], levels[3], color=colour, alpha=DARK)
    axes.plot(days, levels[2], color=colour, lw=2, butt=True)


def _label(
    axes: Plane, panel: Panel, top: float, size: tuple[float, float], words: Catalogue
) -> None:
    """Name the two bands on the drawing, each on no curve, where there is room for it."""
    curves = size[1] * (1 - np.vstack([panel.bands, panel.mean]) / top)
    room = _Room(axes, curves, size)
    inner = int((curves[1] - curves[3]).argmax())
    if curves[1, inner] - curves[3, inner] > THIN:
        room.name(words.say("fan.half"), (inner, float(curves[[1, 3], inner].mean())))
    peak = int(curves[4].argmin())
    room.name(words.say("fan.below"), (peak, float(curves[4, peak])), curves[4])


@dataclass(frozen=True, slots=True)
class _Room:
    """A panel of a size, its curves (curve, day) [pixels from the top], and the names on it."""

    axes: Plane
    curves: Array
    size: tuple[float, float]
    names: list[free.Box] = field(default_factory=list)

    def name(self, text: str, target: tuple[int, float], above: Array | None = None) -> None:
        """Write a name on no curve, with a line to what it names if that lies apart."""
        width, height = self.size
        x, y = (target[0] + 0.5) / self.curves.shape[1] * width, target[1]
        taken = (text_width(text) + 2 * BESIDE, CHART_TEXT + 2 * BESIDE)
        box = free.place(self.curves, taken, (x, y), self.size, above, self.names)
        if box is None:
            return
        self.names.append(box)
        left, head, right, foot = box
        whole = self.axes.within((0, width), (height, 0))  # in pixels, y downwards
        base, near = foot - 2 * BESIDE, float(np.clip(x, left, right))
        end = foot - BESIDE if y > foot else head + BESIDE
        if not head <= y <= foot and math.hypot(x - near, y - end) > NEAR:
            whole.plot([near, x], [end, y], color=LIGHT["soft"], lw=1)
            whole.plot(x, y, "o", color=LIGHT["soft"], ms=4, mew=0)
        whole.annotate(text, ((left + right) / 2, base), align="center", halo=False)


def _marks(axes: Plane, panel: Panel, top: float, height: float, room: float) -> None:
    """Name the dated marks, each on a line of its own, and say below what is not named."""
    days, level, on_left = panel.bands.shape[1], 0, False
    for day, name in panel.marks:
        on_left = day > days * TO_THE_LEFT
        free = (day if on_left else days - day) / days * room - 12
        y = top * (1 - (9 + level * 16) / height)
        axes.plot([day, day], [0, y], color=LIGHT["soft"], lw=1, ls=(0, (1, 3)))
        axes.plot(day, y, "o", color=LIGHT["ink"], ms=6, mew=0)
        for line in broken(name, free):
            _beside(axes, (day, level), line, on_left, (top, height))
            level += 1
    if panel.more:
        _beside(axes, (panel.marks[-1][0], level), panel.more, on_left, (top, height))


def _beside(
    axes: Plane, place: tuple[int, int], text: str, on_left: bool, size: tuple[float, float]
) -> None:
    """Write a line of a mark beside its day, `level` lines below the top."""
    (day, level), (top, height) = place, size
    axes.annotate(
        text,
        (day, top * (1 - (9 + level * 16) / height)),
        (-8 if on_left else 8, -4),
        align="right" if on_left else "left",
    )


def draw(fan: Fan, width: float, words: Catalogue) -> Canvas:
    """Draw the panels side by side, or one above the other where it is narrow."""
    count = len(fan.panels)
    across = count if width > WIDE else 1
    height = 270 if width > 900 else 200
    panel = (width - LEFT - GAP * (across - 1)) / across
    texts = [
        (broken(each.name, panel, NAME_TEXT, SEMIBOLD), broken(each.note, panel))
        for each in fan.panels
    ]
    head = max(10 + 18 * len(name) + 16 * len(note) for name, note in texts)
    block = head + height + FOOT
    canvas = Canvas(width, block * math.ceil(count / across) + (12 if across < count else 0))
    top = axis_top(max(float(each.bands[4].max()) for each in fan.panels))
    named = next((i for i, each in enumerate(fan.panels) if not each.marks), None)
    levels = [top * part / 4 for part in range(5)]
    for i, each in enumerate(fan.panels):
        x = LEFT + (i % across) * (panel + GAP)
        y = (i // across) * (block + 12)
        axes = canvas.axes((x, y + head, panel, height), (0, len(fan.dates)), (0, top))
        calendar.shade_winters(axes, fan.dates)
        axes.grid(ys=levels)
        if i % across == 0:
            for level in levels:
                base = y + head + height * (1 - level / top) + 4
                text = words.numbers.exact(level) + (" h" if level else "")
                canvas.text(x - 7, base, text, colour=LIGHT["soft"], align="right", size=12)
        bands_of(axes, each.bands, LIGHT[each.token], panel)
        axes.axhline(0, color=LIGHT["none"], lw=1.5)
        at = calendar.thinned(len(each.mean), panel)
        axes.plot(at + 0.5, each.mean[at], color=LIGHT["ink"], lw=1.3, ls=(0, (2, 1.5)))
        name, note = texts[i]
        below = canvas.lines(x, y + 14, name, step=18, weight=SEMIBOLD, size=NAME_TEXT)
        canvas.lines(x, below, note, colour=LIGHT["soft"])
        if i == named:
            _label(axes, each, top, (panel, height), words)
        _marks(axes, each, top, height, panel)
        calendar.draw(canvas, axes, fan.dates, words, below=y + head + height + 16)
    return canvas
