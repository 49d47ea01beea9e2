"""When waves come, which classes take part, and how many of each: no stock is looked at here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import gammaincc, gammaincinv, ndtr, ndtri

from holdfast.arrays import Array
from holdfast.draws import Luck
from holdfast.model.launches import few, in_common, quickened
from holdfast.model.threat.params import Params

if TYPE_CHECKING:
    from holdfast.scenario import Scenario

NATION = "nation"
HORIZON = 120
"""Days since a wave that the hazard is tabulated for; a longer wait keeps the last hazard."""
BY_CLASS = ("wave_probability", "wave_size", "between_probability", "between_size")
"""Columns of threat/classes that a row of threat/regimes may change from a day on."""
ALWAYS = -1_000_000
"""First day of what holds before any row of threat/regimes."""


def wanted(
    params: Params, days_since_wave: Array, pace: Array | None, today: int, luck: Luck
) -> tuple[Array, Array]:
    """Whether a wave comes (F,) and how many of each class it or a day without one asks for (F, C).

    pace (F or 1, C) multiplies what is asked for; None leaves it as it is.
    """
    era = max(int(np.searchsorted(params.era_from, today, side="right")) - 1, 0)
    gap = np.minimum(days_since_wave, HORIZON - 1).astype(np.int64)
    row = np.arange(len(gap)) if len(params.hazard) > 1 else np.zeros(len(gap), np.int64)
    wave = luck.uniform("threat wave", NATION) < params.hazard[row, era, gap]
    chance, size = params.between_probability[:, era], params.between_size[:, era]
    larger = params.wave_size[:, era]
    if pace is not None:
        chance, size = quickened(chance, size, pace)
        larger = larger * pace
    uniform = luck.uniform("threat between", params.classes)
    made = few(uniform, chance, size)
    rows = np.flatnonzero(wave)
    if len(rows):
        drawn = _in_wave(params, era, rows, larger, luck.of_rows(rows))
        if params.salvo_multiplier.any():
            drawn = drawn + _salvo(params, rows, uniform, chance, size)
        made[rows] = drawn
    return wave, made


def _in_wave(params: Params, era: int, rows: Array, size: Array, luck: Luck) -> Array:
    """How many of each class the waves of these futures ask for, (rows, C)."""
    joins = luck.uniform("threat joins", params.classes)
    noise = luck.normal("threat size", params.classes)
    if params.together.any():
        share = _of(params.together, rows)[:, None]
        joins = ndtr(in_common(ndtri(joins), luck.normal("threat joins all", NATION), share))
        noise = in_common(noise, luck.normal("threat size all", NATION), share)
    joined = joins < _of(params.wave_probability[:, era], rows)
    made: Array = joined * np.rint(_of(size, rows) * np.exp(params.wave_spread * noise))
    return made


def _salvo(params: Params, rows: Array, uniform: Array, chance: Array, size: Array) -> Array:
    """Launches on days of waves of classes that fly on other days too, (rows, C)."""
    times = _of(params.salvo_multiplier, rows)
    often, many = quickened(_of(chance, rows), _of(size, rows), times)
    return np.where(times > 0.0, few(uniform[rows], often, many), 0.0)


def _of(values: Array, rows: Array) -> Array:
    """values (F or 1, ...) of these futures."""
    return values[rows] if len(values) > 1 else values


def wave_hazard(mean: Array, shape: Array, second: Array) -> Array:
    """Chance of a wave today by days since the last, (F or 1, HORIZON).

    Gaps are whole days, a gamma time of `mean` [days] and `shape` rounded to the nearest; on the
    first two days after a wave the chance is that of a second wave, `second` over both together.
    """
    edge = (np.arange(HORIZON + 1) + 0.5)[None, :]
    mean, shape = np.atleast_1d(mean)[:, None], np.atleast_1d(shape)[:, None]
    beyond = gammaincc(shape, edge * shape / mean)
    before = beyond[:, :-1]
    hazard = np.where(before > 0.0, 1.0 - beyond[:, 1:] / np.where(before > 0.0, before, 1.0), 1.0)
    early = 1.0 - np.sqrt(1.0 - np.atleast_1d(second))[:, None]
    rows = max(len(hazard), len(early))
    made = np.broadcast_to(hazard, (rows, HORIZON)).copy()
    made[:, :2] = early
    return made


def leading(wave_probability: Array, wave_size: Array) -> int:
    """Index of the class that leads waves: the likeliest to take part, then the largest."""
    return int(np.lexsort((np.arange(len(wave_size)), -wave_size, -wave_probability))[0])


def age(mean: Array, shape: Array, last_wave: int | None, luck: Luck) -> Array:
    """Days since the last wave on the eve: known from the record, or as of a day picked at random.

    The gap around a random day is length-biased (gamma of one more shape) and the day falls evenly
    into it.
    """
    if last_wave is not None:
        return np.array([-1.0 - last_wave])
    within, length = luck.uniform("threat age", NATION, 2).T
    gap = gammaincinv(shape + 1.0, length) * mean / shape
    return np.asarray(np.minimum(np.floor(within * gap), HORIZON - 1.0))


def eras(
    scenario: Scenario, names: tuple[str, ...], mean: Array, shape: Array, luck: Luck
) -> dict[str, Array]:
    """Fields of Params about waves, by regime, from threat/classes and threat/regimes.

    What a row leaves blank stays as it was.
    """
    rows = scenario.table("threat/regimes")
    days = rows.days("from")
    first = np.concatenate([[ALWAYS], np.unique(days)])
    label = rows.index("class", names)
    second = scenario.parameter("threat.second_wave", luck)
    gaps = _changed(rows.number("gap_mean_days"), scenario, "gap_mean_days", luck)
    means = [mean] * len(first)
    for row, values in gaps:
        for era in range(int(np.searchsorted(first, days[row])), len(first)):
            means[era] = values
    tables = np.broadcast_arrays(*(wave_hazard(each, shape, second) for each in means))
    made = {"era_from": first, "hazard": np.stack(tables, axis=1)}
    for column in BY_CLASS:
        base = scenario.uncertain("threat/classes", column, luck)
        changes = _changed(rows.number(column), scenario, column, luck)
        size = max(len(base), *(len(values) for _, values in changes), 1)
        by_era = np.repeat(np.broadcast_to(base, (size, len(names)))[:, None], len(first), axis=1)
        for row, values in changes:
            by_era[:, np.searchsorted(first, days[row]) :, label[row]] = values[:, None]
        made[column] = by_era
    return made


def _changed(stated: Array, scenario: Scenario, column: str, luck: Luck) -> list[tuple[int, Array]]:
    """Row and drawn values (F or 1,) of each row of threat/regimes that changes a column.

    In order of their days, so that the last written holds.
    """
    drawn = scenario.uncertain("threat/regimes", column, luck)
    days = scenario.table("threat/regimes").days("from")
    order = [int(row) for row in np.argsort(days, kind="stable") if not np.isnan(stated[row])]
    return [(row, drawn[:, row]) for row in order]
