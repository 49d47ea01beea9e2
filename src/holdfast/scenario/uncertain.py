"""Draws of what nobody knows: a value as the median, low and high as its 5 % and 95 % points."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array
from holdfast.scenario.schema import Parameter
from holdfast.scenario.table import Table

if TYPE_CHECKING:
    from holdfast.draws import Luck

Z95 = 1.6448536269514722
"""95 % point of the standard normal distribution."""
Z_MOST = 2.5
"""Draws are clipped here: stated ranges say nothing about what lies far outside them."""


def draw_column(table: Table, column: str, luck: Luck) -> Array:
    """(future, rows) the column drawn from the range of each row; (1, rows) if no row has a range.

    The draw of a row depends on its key, never on its place, and is shared by the two futures of a
    pair. Of what nobody knows the part `shared` is common to all rows of the column: who judged one
    region too high judged the next too high. `luck` is that of a run, not yet of its ignorance.
    Blank values give nan.
    """
    spec = table.schema.column(column)
    value = table.number(column)
    if not spec.range or f"{column}_low" not in table.columns:
        return value[np.newaxis]
    low, high = table.number(f"{column}_low"), table.number(f"{column}_high")
    spread = np.flatnonzero(high > low)
    if not len(spread):
        return value[np.newaxis]
    keys = table.keys
    name, ignorance = f"{table.name}.{column}", luck.ignorance()
    z = ignorance.normal(f"range {name}", tuple(keys[row] for row in spread))
    if spec.shared > 0.0:
        common = ignorance.normal(f"common range {name}", "all rows")[:, np.newaxis]
        z = np.sqrt(spec.shared) * common + np.sqrt(1.0 - spec.shared) * z
    made = np.repeat(value[np.newaxis], len(z), axis=0)
    made[:, spread] = split_normal(value[spread], low[spread], high[spread], z)
    return np.clip(made, spec.minimum, spec.maximum) if _bounded(spec) else made


def largest(table: Table, column: str) -> Array:
    """(rows,) the most that `draw_column` can give of each row."""
    spec, value = table.schema.column(column), table.number(column)
    if f"{column}_high" not in table.columns:
        return value
    high = np.fmax(table.number(f"{column}_high"), value)
    most = split_normal(value, value, high, np.array(Z_MOST))
    return np.clip(most, spec.minimum, spec.maximum) if _bounded(spec) else most


def draw_parameter(spec: Parameter, luck: Luck) -> Array:
    """(future,) the parameter drawn from its range, shared by a pair; (1,) if it has none."""
    value = np.array([spec.default], dtype=float)
    if spec.high <= spec.low:
        return value
    z = luck.ignorance().normal("parameter", spec.id)
    made = split_normal(value, np.array([spec.low]), np.array([spec.high]), z)
    return np.clip(made, spec.minimum, spec.maximum) if _bounded(spec) else made


def one_of(luck: Luck, name: str, count: int) -> Array:
    """(future,) which of so many equally likely things holds, shared by a pair; (1,) of one."""
    if count == 1:
        return np.zeros(1, dtype=np.int64)
    drawn = luck.ignorance().uniform("one of", name)
    return np.asarray(np.minimum((drawn * count).astype(np.int64), count - 1))


def split_normal(value: Array, low: Array, high: Array, z: Array) -> Array:
    """Values at the standard normal numbers z, broadcast against the rest.

    Half a normal distribution below the median and half above it, each with its own spread:
    5 % lie below `low` and 5 % above `high` (Wallis 2014, "The two-piece normal, binormal, or
    double Gaussian distribution").
    """
    clipped = np.clip(z, -Z_MOST, Z_MOST)
    return value + clipped / Z95 * np.where(clipped < 0, value - low, high - value)


def normal_of(value: float, low: float, high: float, drawn: Array) -> Array:
    """The standard normal numbers at which `split_normal` gives what was drawn.

    0 where the side on which it lies has no width. A draw that was cut at a bound tells less than
    it was.
    """
    away = drawn - value
    side = np.where(away < 0, value - low, high - value)
    return np.divide(away * Z95, side, out=np.zeros(np.shape(away)), where=side > 0)


def _bounded(spec: object) -> bool:
    return getattr(spec, "minimum", None) is not None or getattr(spec, "maximum", None) is not None
