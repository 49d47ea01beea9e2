"""What a command prints: one JSON document, or tables for a reader."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import typer

from holdfast.questions.answers_json import told_of as told_of
from holdfast.questions.json_rows import plain as plain
from holdfast.questions.json_rows import rows as rows
from holdfast.questions.json_rows import said_of as said_of
from holdfast.questions.json_rows import said_of_tried as said_of_tried
from holdfast.questions.json_rows import without_run as without_run
from holdfast.whole import put_file

if TYPE_CHECKING:
    from rich.console import Console


PAPER_WIDTH = 160
"""Characters of a line where there is no terminal."""
NARROWEST = (24, 14)
"""Characters of the first column of words, and of another."""
GAP = 2
"""Characters between columns."""
_STUCK = {0x00A0: "\ue000", 0x202F: "\ue001"}
"""Spaces that must not break, and what stands for them while lines are broken at any space."""
_LOOSE = {ord(sign): space for space, sign in _STUCK.items()}


def print_json(document: dict[str, Any]) -> None:
    """One document on standard output."""
    typer.echo(_text(document))


def write_json(path: Path, document: dict[str, Any]) -> None:
    """One document to a file, whole or not at all."""
    put_file(path, _text(document) + "\n")


def _text(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1)


def print_adopted(
    rows: Mapping[str, int], lines: Sequence[str], folder: Path, ending: str, as_json: bool
) -> None:
    """What was made of a file in a folder: rows by table, what a reader must know, and an end."""
    if as_json:
        told = [{"table": name, "rows": count} for name, count in rows.items()]
        print_json({"rows": told, "lines": list(lines), **without_run(str(folder))})
        return
    for line in (*lines, ending):
        typer.echo(line)


def say(text: str) -> None:
    """A paragraph on standard output, broken between words at the width of the terminal."""
    console = _console()
    if not console.is_terminal:
        typer.echo(text)
        return
    for line in text.splitlines() or [""]:
        typer.echo(_wrapped(line, console.width))


def print_table(
    title: str,
    columns: Sequence[str],
    lines: Iterable[Sequence[str]],
    words: Sequence[int] = (0,),
    drop: Sequence[int] = (),
) -> None:
    """A table with a heading; no cell is ever cut.

    `words` are the places of columns that hold words, which are broken between words; numbers are
    set right and stay whole. Where the line is too narrow, the columns at the places `drop` are
    left out, the first one first; where it still is, lines are longer than the terminal.
    """
    from rich import box
    from rich.table import Table
    from rich.text import Text

    console = _console()
    width = console.width if console.is_terminal else max(console.width, PAPER_WIDTH)
    columns = [head.translate(_STUCK) for head in columns]
    rows = [tuple(cell.translate(_STUCK) for cell in line) for line in lines]
    places, widths = _fitted(columns, rows, words, drop, width)
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    for place, size in zip(places, widths, strict=True):
        justify: Literal["left", "right"] = "left" if place in words else "right"
        table.add_column(columns[place], justify=justify, width=size, overflow="fold")
    for row in rows:
        table.add_row(*(row[place] for place in places))
    console.width = max(sum(widths) + GAP * (len(widths) - 1), width)
    with console.capture() as drawn:
        console.print(Text(_wrapped(title, width), "bold"))
        console.print(table)
    shown = drawn.get().translate(_LOOSE)
    typer.echo("\n".join(line.rstrip() for line in shown.splitlines()) + "\n")


def _console() -> Console:
    from rich.console import Console

    return Console(emoji=False, markup=False, highlight=False)


def _wrapped(text: str, width: int) -> str:
    import textwrap

    return textwrap.fill(text, width, break_long_words=False, break_on_hyphens=False)


def _fitted(
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    words: Sequence[int],
    drop: Sequence[int],
    width: int,
) -> tuple[list[int], list[int]]:
    """The places of the columns that are shown, and the width of each."""
    from rich.cells import cell_len

    natural, least, floor = [], [], []
    for place, column in enumerate(columns):
        cells = [row[place] for row in rows]
        natural.append(max(map(cell_len, [column, *cells])))
        broken = [*cells, column] if place in words else [column]
        whole = [] if place in words else cells
        parts = [word for text in broken for word in text.split(" ")]
        floor.append(max(map(cell_len, [*parts, *whole])))
        comfort = NARROWEST[place > 0] if place in words else 0
        least.append(max(floor[place], min(natural[place], comfort)))
    places = list(range(len(natural)))
    for place in drop:
        if sum(least[shown] + GAP for shown in places) - GAP <= width:
            break
        places.remove(place)
    fits = sum(least[shown] + GAP for shown in places) - GAP <= width
    widths = {place: (least if fits else floor)[place] for place in places}
    spare = width + GAP - sum(size + GAP for size in widths.values())
    cells_of = {place: [columns[place], *(row[place] for row in rows)] for place in places}

    def tightness(place: int) -> tuple[int, float]:
        """How many lines a column breaks into, then how much wider than it is it would be."""
        width = max(widths[place], 1)
        return sum(_lines(cell, width) for cell in cells_of[place]), natural[place] / width

    while spare > 0:
        tight = max(places, key=tightness)
        if natural[tight] <= widths[tight]:
            break
        widths[tight] += 1
        spare -= 1
    return places, [widths[place] for place in places]


@cache
def _lines(text: str, width: int) -> int:
    """How many lines a cell takes beyond its first, broken between words."""
    from rich.cells import cell_len

    more, left = 0, width
    for word in text.split(" "):
        size = cell_len(word)
        if size > left and left < width:
            more, left = more + 1, width
        left -= size + 1
    return more
