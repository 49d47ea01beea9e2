"""Rows that may well be meant and look like a slip: no faults, but worth a word of `check`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from holdfast.scenario.ranges import digest
from holdfast.scenario.scenario import Scenario

LEFT_OUT, FALLS, STALE = "left_out", "falls", "stale"
ENDLESS, ENDLESS_FUEL = "endless", "endless_fuel"
"""People who live in no class of homes; demand for gas that falls as it gets colder; an import of
gas, or fuel that is made, that begins in the campaign and never ends; pairs that a fit kept of
draws that meant something else than these."""
SLACK = 0.01
"""Shares may sum to so much less than 1: tables are written with two decimals."""
KNOTS = ("at_plus_10", "at_0", "at_minus_10")


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A row and what of it is odd."""

    file: str
    row: int
    column: str
    value: str
    why: str
    """LEFT_OUT, FALLS, ENDLESS, ENDLESS_FUEL or STALE."""
    about: str
    """The region; the use and its region; the last day of the campaign."""
    beside: str
    """What is left to 1; the demand at the milder knot; else blank."""


def doubtful(scenario: Scenario) -> list[Doubtful]:
    """All rows that look like a slip, in the order of their tables and rows."""
    found = [
        *_left_out(scenario),
        *_falls(scenario),
        *_endless(scenario),
        *_fuel(scenario),
        *_stale(scenario),
    ]
    return sorted(found, key=lambda each: (each.file, each.row))


def _stale(scenario: Scenario) -> Iterator[Doubtful]:
    """Pairs that a fit kept of ranges, or of mechanisms, that were changed since. The first row."""
    table = scenario.table("posterior")
    told = table.text("ranges")
    if told and told[0] and told[0] != digest(scenario):
        yield Doubtful(
            table.schema.file, table.lines[0], "ranges", told[0], STALE, "", digest(scenario)
        )


def _left_out(scenario: Scenario) -> Iterator[Doubtful]:
    """Regions whose people do not all live in homes: the others are never cold. The last row."""
    table = scenario.table("heat/buildings")
    rows: dict[str, list[int]] = defaultdict(list)
    for place, region in enumerate(table.text("region")):
        rows[region].append(place)
    shares, told = table.number("people_share"), table.text("people_share")
    for region, places in rows.items():
        total = float(shares[places].sum())
        if total < 1 - SLACK:
            last = places[-1]
            yield Doubtful(
                table.schema.file, table.lines[last], "people_share", told[last], LEFT_OUT,
                region, f"{1 - total:.3g}",
            )  # fmt: skip


def _falls(scenario: Scenario) -> Iterator[Doubtful]:
    """Demand for gas at a colder knot that is under that of the milder one."""
    table = scenario.table("gas/demand")
    values = [table.number(name) for name in KNOTS]
    who = list(zip(table.text("use"), table.text("region"), strict=True))
    for place, row in enumerate(table.lines):
        for milder, colder in ((0, 1), (1, 2)):
            before, after = float(values[milder][place]), float(values[colder][place])
            if after < before:
                yield Doubtful(
                    table.schema.file, row, KNOTS[colder], f"{after:g}", FALLS,
                    " ".join(who[place]), f"{before:g}",
                )  # fmt: skip


def _endless(scenario: Scenario) -> Iterator[Doubtful]:
    """Imports that begin after the first day of the campaign and are not said to end."""
    table, settings = scenario.table("gas/supply"), scenario.settings
    columns = zip(table.lines, *(table.text(c) for c in ("kind", "from", "until")), strict=True)
    for row, kind, begins, ends in columns:
        if kind == "import" and begins > settings.start.isoformat() and not ends:
            yield Doubtful(
                table.schema.file, row, "until", "", ENDLESS, settings.last.isoformat(), ""
            )


def _fuel(scenario: Scenario) -> Iterator[Doubtful]:
    """Fuel that comes by month from a day within the campaign on, without a row that ends it."""
    stocks, table = scenario.table("stocks"), scenario.table("production")
    fuels = {
        item for item, fuel in zip(stocks.text("item"), stocks.flag("fuel"), strict=True) if fuel
    }
    names = ("item", "maker", "from")
    rows = list(zip(*(table.text(c) for c in names), table.lines, strict=True))
    rates = dict(zip(table.lines, table.number("per_month").tolist(), strict=True))
    settings = scenario.settings
    for item, maker, begins, row in rows:
        later = [day for other, who, day, _ in rows if (other, who) == (item, maker)]
        if (
            item in fuels
            and begins > settings.start.isoformat()
            and begins == max(later)
            and rates[row] > 0
        ):
            yield Doubtful(
                table.schema.file, row, "from", begins, ENDLESS_FUEL, settings.last.isoformat(), ""
            )
