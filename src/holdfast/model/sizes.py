"""How unevenly hits fall on the installations of a cell, and how unequal in size these are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array

if TYPE_CHECKING:
    from holdfast.draws import Luck
    from holdfast.scenario import Scenario


def numbered(cells: tuple[str, ...], count: Array) -> tuple[str, ...]:
    """The installations of each cell in order, "cell/1" to "cell/count"."""
    return tuple(
        f"{name}/{i}" for name, n in zip(cells, count, strict=True) for i in range(1, n + 1)
    )


def hit_weight(uniform: Array, concentration: Array, cell: Array) -> Array:
    """Unevenness of hits within a cell (F, A): exponential numbers to a power, mean 1 per cell.

    uniform (F, A), concentration (F or 1, A), cell (A,) with the installations of a cell together.
    """
    return over_mean(np.ascontiguousarray((-np.log(uniform)) ** concentration), cell)


def over_mean(raw: Array, cell: Array) -> Array:
    """Values (F, A) over the mean of their cell (A,), whose installations stand together."""
    first = np.flatnonzero(np.diff(cell, prepend=-1))
    mean = np.add.reduceat(raw, first, axis=1) / np.bincount(cell)
    return raw / mean[:, cell]


def weights(scenario: Scenario, luck: Luck) -> Array:
    """(F, A) the weight of each installation among those of its cell that are aimed at."""
    kinds, cells = scenario.table("damage/kinds"), scenario.table("assets")
    number = cells.number("count").astype(np.int64)
    cell = np.repeat(np.arange(len(cells)), number)
    kind = cells.index("kind", kinds.text("id"))[cell]
    uniform = luck.ignorance().uniform("damage weight", numbered(cells.text("id"), number))
    concentration = scenario.uncertain("damage/kinds", "concentration", luck)[:, kind]
    return hit_weight(uniform, concentration, cell)


def of_installations(scenario: Scenario, luck: Luck) -> Array:
    """(F, A) capacity of each installation over the mean of its cell; (1, 1) if all are alike.

    What is large is aimed at more: the capacity is the weight in aiming to the power
    `damage.size_in_aim`, 0 if size tells nothing of it.
    """
    follows = scenario.parameter("damage.size_in_aim", luck)
    if not follows.any():
        return np.ones((1, 1))
    number = scenario.table("assets").number("count").astype(np.int64)
    cell = np.repeat(np.arange(len(number)), number)
    return over_mean(weights(scenario, luck) ** follows[:, None], cell)
