"""The parts of which a report is assembled: a section, its figures, the numbers beneath them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from holdfast.show.figures.canvas import Canvas, inline
from holdfast.show.theme import WIDTHS

SIZES = ("w", "p", "n")
"""Classes by which the style sheet picks a drawing: wide, paper, narrow."""
PAPER = SIZES[1]
SHEET = 1050.0
"""A drawing that is higher stands on no sheet [pixels]: on paper its table says what it shows."""
_HEIGHT = re.compile(r'<svg[^>]* height="(\d+)')


@dataclass(frozen=True, slots=True)
class Drawing:
    """One figure, drawn once for each width: (class, SVG)."""

    sizes: tuple[tuple[str, str], ...]

    @classmethod
    def of(
        cls, identity: str, title: str, description: str, draw: Callable[[float], Canvas]
    ) -> Drawing:
        """Draw a figure at every width; title and description are for those who cannot see it."""
        return cls(
            tuple(
                (size, inline(partial(draw, width), f"{identity}-{size}", title, description))
                for size, width in zip(SIZES, WIDTHS, strict=True)
            )
        )

    @property
    def height(self) -> float:
        """How high the drawing for paper is [pixels]."""
        found = _HEIGHT.search(dict(self.sizes)[PAPER])
        assert found is not None
        return float(found[1])


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of a figure, as a table that can be opened."""

    summary: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: tuple[int, ...] = ()
    """Places of columns, beside the first, that hold words and may be broken."""
    paper: int | None = None
    """So many of the first rows stand on paper too, of none the whole table is left out; None: all
    of them."""
    rest: str = ""
    """Said on paper of the rows that do not stand there."""

    @property
    def beyond(self) -> range:
        """Places of the rows that stand on a screen alone."""
        return range(len(self.rows) if self.paper is None else self.paper, len(self.rows))


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of a key: the token of its colour, its pattern ("", "dash", "hollow"), a text."""

    token: str
    text: str
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Caveat:
    """A numbered remark under a figure."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class Holding:
    """One stance in words: who, how, what was said, since when and by which sources."""

    partners: str
    stance: str
    marks: str
    said: str
    since: str
    sources: str


@dataclass(frozen=True, slots=True)
class Topic:
    """What is held on one topic."""

    name: str
    holdings: tuple[Holding, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A finding, how it is measured, the figure that shows it, and its numbers."""

    identity: str
    title: str
    measure: str
    drawing: Drawing | None = None
    keys: Sequence[Key] = ()
    scale: str = ""
    """The key of the scale from lit to dark, an SVG, where the figure uses it."""
    numbers: Numbers | None = None
    notes: Sequence[str] = ()
    of_numbers: Sequence[str] = ()
    """Notes on the table of numbers, which a figure alone has no use for."""
    caveats: Sequence[Caveat] = ()
    topics: Sequence[Topic] = ()
    numbered: bool = True
    on_paper: str = ""
    """What paper is told of it, as a class of the style sheet: "repeats" if its table says no more
    than drawings and tables before it, "screen" if it stands on no sheet."""
    table: object = field(default=None)
    """What the template lays out as the table of changes."""

    @property
    def classes(self) -> str:
        """Its classes of the style sheet; "tall" if no sheet has room for its drawing."""
        tall = self.drawing is not None and self.drawing.height > SHEET
        return " ".join(name for name in (self.on_paper, "tall" * tall) if name)
