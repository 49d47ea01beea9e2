"""What a person does with a table of guesses."""

from __future__ import annotations

import csv
from pathlib import Path

from holdfast.adopt.guesses import Decisions, read_guesses, write_guesses
from holdfast.adopt.needs import Needs

ANSWERS = {
    ("A11", "partner"): "PRIV",
    ("B7", "item"): "small_generator",
    ("B11", "item"): "none",
    ("B11", "kind of help"): "humanitarian",
    ("C7", "quantity"): "1200",
    ("C10", "quantity"): "3",
    ("E10", "arrival"): "2023-04-03",
    ("E11", "arrival"): "-",
    ("C8", "quantity"): "48",
    ("A7", "partner"): "AT",
}
"""What a person answers to the guesses of the sheet in two languages."""


def told(needs: Needs, *whats: str) -> dict[tuple[str, str], tuple[str, str]]:
    """Guesses by cell and kind: what is taken and how sure it is."""
    return {
        (one.cell, one.what): (one.taken, one.sureness)
        for one in needs.guesses
        if not whats or one.what in whats
    }


def settle(needs: Needs, path: Path, answers: dict[tuple[str, str], str]) -> Decisions:
    """Write the guesses, fill in what a person would, and read them back."""
    written = write_guesses(needs.guesses, path, None)
    with open(written, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        answer = answers.get((row["cell"], row["what"]))
        if answer is not None:
            row["taken"] = answer
    with open(written, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return read_guesses(written)
