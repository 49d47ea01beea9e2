"""Whether two runs are the same to the last bit, and which tables' order of rows is not idle."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from holdfast.outcome import Outcome
from holdfast.scenario import Scenario


def farthest(one: Outcome, other: Outcome) -> float:
    """Largest difference of any number, as a share of the largest of its kind; 0 for the same bits.

    What is labelled, a region or an item, is met by its label.
    """
    return max((_apart(one, other, str(name)) for name in one.data.data_vars), default=0.0)


def _apart(one: Outcome, other: Outcome, name: str) -> float:
    mine = one.data[name]
    if mine.dtype.kind not in "biuf":
        return 0.0
    labels = {label: one.data[label] for label in mine.dims if label in one.data.coords}
    theirs = other.data[name].sel(labels)
    a, b = np.asarray(mine.values, float), np.asarray(theirs.values, float)
    same = (a == b) | (np.isnan(a) & np.isnan(b))
    if same.all():
        return 0.0
    largest = float(np.nanmax(np.abs(a)))
    return float(np.nanmax(np.abs(np.where(same, 0.0, a - b)))) / (largest or 1.0)


def shuffled(scenario: Scenario, tables: Sequence[str], seed: int) -> Scenario:
    """The scenario with the rows of these tables in another order."""
    made = scenario
    for place, name in enumerate(tables):
        rows = scenario.tables[name].rows()
        order = np.random.default_rng([seed, place]).permutation(len(rows))
        if (order == np.arange(len(rows))).all():
            order = order[::-1]
        made = made.replace_rows(name, [rows[row] for row in order])
    return made


def orderly(scenario: Scenario) -> list[str]:
    """The tables that have an order of rows."""
    return [name for name, table in scenario.tables.items() if len(table) > 1]


def not_idle(tables: Sequence[str], same: Callable[[Sequence[str]], bool]) -> Iterator[str]:
    """Those of these tables whose order alone changes something, found by halves."""
    if not tables or same(tables):
        return
    if len(tables) == 1:
        yield tables[0]
        return
    middle = len(tables) // 2
    yield from not_idle(tables[:middle], same)
    yield from not_idle(tables[middle:], same)
