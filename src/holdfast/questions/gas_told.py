"""What of gas is told of a day: homes and stations that lack it, stores that give it, and oil."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import xarray as xr

from holdfast.arrays import Array
from holdfast.questions import words
from holdfast.questions.said import Said

SHORT = 0.1
"""Share of its gas that a region lacks from which it is told."""
STILL = 0.05
"""Share of the day that compressors stood still from which they are named."""
GIVES = 0.05
"""mcm a day that stores and stations must move to be told of."""
CARRIED = 1.0
"""MW in the mean of a day from which oil that stands in for gas is told of."""
DRY = 0.01
"""Share of the most oil that a region had under which it counts as burnt."""
GAP = 3
"""Days without that which do not end it."""
DAY = 24.0
"""Hours."""


def events(data: xr.Dataset, names: Sequence[str]) -> Iterator[tuple[int, Said]]:
    """(day, sentence) of one future; names of regions.

    Where gas flows by pressures each region is told of by itself, with compressors that stood
    still; a national balance cuts regions together, and they are told of together.
    """
    if "gas_short_homes" not in data:
        return
    homes, stations = (
        np.asarray(data[name].transpose("day", "region").values, float)
        for name in ("gas_short_homes", "gas_short_power")
    )
    if "compressors_dark" in data:
        still = np.asarray(data["compressors_dark"].transpose("day", "region").values, float)
        yield from _by_region(homes, stations, still, names)
    else:
        yield from _together(homes, names, power=False)
        yield from _together(stations, names, power=True)
    begun = [spells(short.max(axis=1) > SHORT) for short in (homes, stations)]
    for day in sorted({first for found in begun for first, _ in found}):
        yield day, _why(data, day)
    yield from _stored(data)


def _by_region(
    homes: Array, stations: Array, still: Array, names: Sequence[str]
) -> Iterator[tuple[int, Said]]:
    """What each region lacks (D, R) of its gas, and where compressors stood still (D, R)."""
    for region, name in enumerate(names):
        for first, end in spells(homes[:, region] > SHORT):
            where = [names[k] for k in np.flatnonzero(still[first] > STILL).tolist()]
            hours = DAY * float(still[first].max())
            yield first, words.gas_homes(name, float(homes[first, region]), hours, where)
            if end < len(homes):
                yield end, words.gas_again(name, power=False)
        for first, end in spells(stations[:, region] > SHORT):
            yield first, words.gas_power(name, float(stations[first, region]))
            if end < len(stations):
                yield end, words.gas_again(name, power=True)


def _together(short: Array, names: Sequence[str], power: bool) -> Iterator[tuple[int, Said]]:
    """What regions lack (D, R) of their gas as the country is told of it: where, and how much."""
    for first, end in spells(short.max(axis=1) > SHORT):
        here = np.flatnonzero(short[first] > SHORT).tolist()
        ends = float(short[first, here].min()), float(short[first, here].max())
        where = [] if len(here) == len(names) else [names[k] for k in here]
        yield first, words.gas_lacks(where, *ends, power=power)
        if end < len(short):
            yield end, words.gas_back(power)


def _why(data: xr.Dataset, day: int) -> Said:
    """What was asked for on a day, where it came from, and what production lacked for which
    reason."""

    def of(name: str) -> float:
        return float(data[name].values[day])

    asked = of("gas_used") + of("gas_unserved")
    sources = of("gas_produced"), of("gas_imported"), of("gas_withdrawn")
    return words.gas_balance(asked, *sources, struck=of("gas_struck"), dark=of("gas_in_dark"))


def _stored(data: xr.Dataset) -> Iterator[tuple[int, Said]]:
    """Days from which stores give while power stations burn."""
    burnt, given = (
        np.asarray(data[name].values, float) for name in ("gas_for_power", "gas_withdrawn")
    )
    for first, _ in spells((burnt > GIVES) & (given > GIVES)):
        yield first, words.gas_stored(float(burnt[first]), float(given[first]))


def oil_events(data: xr.Dataset, names: Sequence[str]) -> Iterator[tuple[int, Said]]:
    """(day, sentence) of one future, where stations have oil; names of regions."""
    if "oil_power" not in data:
        return
    power, stock = (
        np.asarray(data[name].transpose("day", "region").values, float)
        for name in ("oil_power", "oil_stock")
    )
    for region, name in enumerate(names):
        for first, _ in spells(power[:, region] >= CARRIED):
            yield first, words.oil_burnt(name, float(power[first, region]))
        out = stock[:, region] < DRY * stock[:, region].max()
        for day in np.flatnonzero(np.diff(out, prepend=False) & out).tolist():
            yield day, words.oil_out(name)


def spells(runs: Array) -> list[tuple[int, int]]:
    """First day of each spell of days (D,), and the one after its last; short gaps end none."""
    made: list[tuple[int, int]] = []
    for day in np.flatnonzero(runs).tolist():
        if made and day - made[-1][1] < GAP:
            made[-1] = (made[-1][0], day + 1)
        else:
            made.append((day, day + 1))
    return made
