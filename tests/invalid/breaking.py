"""Ways to break a scenario that is written in a folder."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

from holdfast.scenario import check, new

Break = Callable[[Path], object]


def faults_of(spoil: Break, folder: Path) -> list[str]:
    """What is said of the small country, written within `folder` and broken there."""
    made = new(folder / "small")
    spoil(made)
    return [str(fault) for fault in check(made)]


def cell(file: str, row: int, column: str, value: str) -> Break:
    """Write a value into one cell; the header is row 1."""

    def change(folder: Path) -> None:
        rows = _rows(folder / file)
        rows[row - 1][rows[0].index(column)] = value
        _write(folder / file, rows)

    return change


def add_column(file: str, column: str, *values: str) -> Break:
    """Add a column; the values fill its first rows."""

    def change(folder: Path) -> None:
        header, *rows = _rows(folder / file)
        filled = [*values, *[""] * len(rows)]
        _write(
            folder / file,
            [[*header, column], *([*r, v] for r, v in zip(rows, filled, strict=False))],
        )

    return change


def drop_column(file: str, column: str) -> Break:
    """Leave a column out."""

    def change(folder: Path) -> None:
        rows = _rows(folder / file)
        place = rows[0].index(column)
        _write(folder / file, [row[:place] + row[place + 1 :] for row in rows])

    return change


def rename_column(file: str, column: str, name: str) -> Break:
    """Give a column another name."""

    def change(folder: Path) -> None:
        rows = _rows(folder / file)
        rows[0][rows[0].index(column)] = name
        _write(folder / file, rows)

    return change


def drop_row(file: str, row: int) -> Break:
    """Leave a row out."""

    def change(folder: Path) -> None:
        rows = _rows(folder / file)
        _write(folder / file, rows[: row - 1] + rows[row:])

    return change


def add_line(file: str, line: str) -> Break:
    """Add a line as it stands at the end of a file."""

    def change(folder: Path) -> None:
        with open(folder / file, "a", encoding="utf-8") as out:
            out.write(line + "\n")

    return change


def replace(file: str, old: str, new: str) -> Break:
    """Replace text that stands in a file once at least."""

    def change(folder: Path) -> None:
        text = (folder / file).read_text("utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new), "utf-8")

    return change


def put(file: str, content: bytes) -> Break:
    """Write a file whole."""
    return lambda folder: (folder / file).write_bytes(content)


def put_within(file: str, content: bytes) -> Break:
    """Write a file whole, in a folder that is made for it."""

    def change(folder: Path) -> None:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_bytes(content)

    return change


def recode(file: str, codec: str) -> Break:
    """Write the text of a file in another encoding."""

    def change(folder: Path) -> None:
        text = (folder / file).read_text("utf-8")
        (folder / file).write_bytes(text.encode(codec))

    return change


def remove(file: str) -> Break:
    """Take a file away."""
    return lambda folder: (folder / file).unlink()


def folder_instead(file: str) -> Break:
    """Put a folder in the place of a file."""

    def change(folder: Path) -> None:
        (folder / file).unlink()
        (folder / file).mkdir()

    return change


def broken_link(file: str) -> Break:
    """Put a link to nothing in the place of a file."""

    def change(folder: Path) -> None:
        (folder / file).unlink()
        (folder / file).symlink_to("nowhere.csv")

    return change


def all_of(*changes: Break) -> Break:
    """One change after the other."""

    def change(folder: Path) -> None:
        for each in changes:
            each(folder)

    return change


def _rows(file: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.read_text("utf-8"), newline="")))


def _write(file: Path, rows: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    file.write_text(out.getvalue(), "utf-8")
