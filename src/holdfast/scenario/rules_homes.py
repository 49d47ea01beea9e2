"""Rules for homes and the weather: who heats them with what, and ranges that must not cross."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from holdfast.scenario.book import Book, row_fault
from holdfast.scenario.fault import Fault
from holdfast.scenario.schema import parameters
from holdfast.scenario.table import Table
from holdfast.scenario.uncertain import Z_MOST, split_normal

_USES = {"district_heat": "district_heat", "household_gas": "household"}
"""Uses of gas by the source of heat in heat/buildings that burns it."""
_APART = (
    ("weather.month_sd", "weather.anomaly_sd", "which it is a part of"),
    ("people.design_temperature", "people.indoor_target", "which full heat holds at it"),
)
"""Parameters of which the first is always under the second, and what the second is to it."""
_YEARS = "weather.cold_winter_years"
_LEAST_YEARS = 3.0


def heated(book: Book) -> Iterator[Fault]:
    """Homes on district heat or gas have a row of gas/demand that says what it takes of gas."""
    if "gas/demand" not in book.whole:
        return
    demand = book.table("gas/demand", "region", "use")
    told = set(zip(demand.text("region"), demand.text("use"), strict=True))
    homes = book.table("heat/buildings", "region", "source")
    rows = zip(homes.text("region"), homes.text("source"), strict=True)
    for row, (region, source) in enumerate(rows):
        use = _USES.get(source)
        if use and region in book.regions() and (region, use) not in told:
            message = (
                f"has no row of region {region} and use {use} in gas/demand.csv, so no lack of "
                "gas would be felt: give one, of 0 where the heat is not of gas, or another source"
            )
            yield row_fault(homes, row, "source", message)


def ranges(book: Book) -> Iterator[Fault]:
    """No draw of a parameter reaches that of another which it must stay under."""
    table = book.table("parameters", "id", "value", "value_low", "value_high")
    rows = {name: row for row, name in enumerate(table.text("id"))}
    for less, more, why in _APART:
        told = rows.get(less, rows.get(more))
        most, least = _drawn(table, rows, less)[1], _drawn(table, rows, more)[0]
        if told is not None and most >= least:
            message = (
                f"lets {less} be drawn up to {most:.4g} and {more}, {why}, down to {least:.4g}: "
                "keep the first under the second over both ranges"
            )
            yield row_fault(table, told, "value", message)


def rarity(book: Book) -> Iterator[Fault]:
    """Cold winters come at no stated rate, or at most every third year in all draws."""
    table = book.table("parameters", "id", "value", "value_low", "value_high")
    rows = {name: row for row, name in enumerate(table.text("id"))}
    least, most = _drawn(table, rows, _YEARS)
    if _YEARS in rows and least < _LEAST_YEARS and most > 0:
        message = (
            f"lets {_YEARS} be drawn down to {least:.4g}: give 0 without a range, which leaves "
            f"cold winters to weather.month_sd, or stay at {_LEAST_YEARS:g} years or more"
        )
        yield row_fault(table, rows[_YEARS], "value", message)


def _drawn(table: Table, rows: Mapping[str, int], name: str) -> tuple[float, float]:
    """The least and the most that a parameter is drawn at."""
    spec = parameters()[name]
    value, low, high = spec.default, spec.low, spec.high
    if name in rows:
        ends = (table.number(c)[rows[name]] for c in ("value", "value_low", "value_high"))
        value, low, high = (float(end) for end in ends)
        low, high = (low, high) if high > low else (value, value)
    z = np.array([-Z_MOST, Z_MOST])
    made = split_normal(np.array([value]), np.array([low]), np.array([high]), z)
    least, most = np.clip(made, spec.minimum, spec.maximum).tolist()
    return least, most
