"""Part 3: figures that others published beside ours, each computed now from public data."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal

import pandas as pd

from holdfast.questions.validate.finding import Finding, Fixed, Given, Sentence
from holdfast.questions.validate.ours import gas, others, power
from holdfast.questions.validate.ours.rows import rows

ERRORS = 3.0
"""Standard errors, of theirs and ours together, that a sampled figure may be off by."""


def find(given: Given) -> Finding:
    """Compute every figure of `outside/figures.csv` and set it beside the published one."""
    told = rows(given.file("outside/figures.csv"))
    ours: dict[tuple[str, str], tuple[float, float]] = {}
    engines = (power, gas, others)
    for done, engine in enumerate(engines):
        given.tell(done, len(engines))
        for identity, at, value, error in engine.figures(given):
            ours[identity, at] = (value, error)
    given.tell(len(engines), len(engines))
    table = pd.DataFrame([_line(row, ours) for row in told])
    met = int(table["met"].sum())
    missed = [row for row, held in zip(told, table["met"], strict=True) if not held]
    exceptions = tuple(Sentence("missed", {"figure": _figure(row)}) for row in missed)
    return Finding(
        number=3,
        name="outside",
        holds=not missed,
        verdict=Sentence("verdict", {"count": met, "figures": len(table)}),
        tables={"figures": table},
        remarks=(*exceptions, Sentence("tolerance", {"errors": int(ERRORS)})),
        command="python -m pytest tests/reference",
    )


def _figure(row: Mapping[str, str]) -> Sentence:
    return Sentence(f"figure_{row['id']}", {"at": row["at"]} if row["at"] else {})


def _line(
    row: Mapping[str, str], ours: Mapping[tuple[str, str], tuple[float, float]]
) -> dict[str, object]:
    """One figure: theirs, ours, how far they may lie apart, and whether they do not."""
    value, error = ours[row["id"], row["at"]]
    theirs, spread = float(row["theirs"]), float(row["theirs_error"] or "nan")
    both = math.hypot(*(each for each in (error, spread) if math.isfinite(each)))
    may = float(row["tolerance"]) if row["tolerance"] else ERRORS * both
    sampled = math.isfinite(error) or math.isfinite(spread)
    decimals = max(_decimals(row["theirs"]), _decimals(row["tolerance"]))
    return {
        "subject": Sentence(f"subject_{row['subject']}"),
        "figure": _figure(row),
        "unit": row["unit"],
        "theirs": theirs if sampled else Fixed(theirs, _decimals(row["theirs"])),
        "theirs_error": spread,
        "ours": value if sampled else Fixed(value, decimals),
        "ours_error": error,
        "may": may if sampled else Fixed(may, _decimals(row["tolerance"])),
        "met": abs(value - theirs) <= may,
        "source": row["source"],
    }


def _decimals(text: str) -> int:
    """How many decimals a number is written with."""
    return max(-int(Decimal(text or "0").as_tuple().exponent), 0)
