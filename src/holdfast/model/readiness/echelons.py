"""Fire units and parts on their way through the echelons, day by day.

What falls out on a day asks for a part the same day; it sets out for its echelon once it has the
part and a place in a transport, is mended once technicians are free, and comes back the same way.
What took d days in all is ready d mornings later than it would have been. Equations:
docs/blocks/readiness.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from holdfast.arrays import Array
from holdfast.draws import Luck
from holdfast.model.carried import Pipelines
from holdfast.model.readiness.failing import failed, mended_in_place
from holdfast.model.readiness.params import Params, Paths
from holdfast.model.readiness.shares import dealt, drawn, sorted_out, sum_by
from holdfast.model.types import Cover
from holdfast.model.upkeep import Readiness

THERE, WORK, BACK = range(3)
_WEEK = 7


def start(params: Params) -> dict[str, Array]:
    """Nothing is on its way."""
    paths = params.paths
    path = 0 if paths is None else len(paths.names)
    lengths = {
        "astray": len(params.names),
        "short": 0 if paths is None else len(paths.fit_unit),
        "queue": path,
        "bench": path,
        "line": 0 if paths is None else paths.owner.shape[1],
        "dock": path,
    }
    return {name: np.zeros((1, length)) for name, length in lengths.items()}


def step(
    params: Params,
    cover: Cover,
    stocks: tuple[Array, Array],
    spent: Array,
    at: Pipelines,
    technicians: Array,
    luck: Luck,
) -> Readiness:
    """A day on which some types are mended in echelons; stocks: down (F, U) and held (F, I)."""
    paths, (down, held) = params.paths, stocks
    assert paths is not None
    inside = np.isin(np.arange(len(params.names)), paths.unit)
    mended, parts = mended_in_place(params, np.where(inside, 0.0, down), held)
    fails = _fails(params, paths, cover.ready, spent, inside, luck)
    wants, free = _wants(paths, fails * inside, luck)
    short = at.short + wants
    issued = dealt(short, held - parts, paths.fit_item, paths.whole)
    sets_out = free + sum_by(issued, paths.fit_unit, len(params.names))
    removed = sum_by(wants, paths.fit_item, held.shape[1])
    chosen = _chosen(paths, sets_out, removed, luck)
    way = _way(paths, chosen, at, technicians, luck)
    here = way.queue + way.bench + way.dock + _along(paths, way.line)
    astray = at.astray + sum_by(way.lost, paths.unit, len(params.names))
    short = short - issued
    waits = sum_by(short, paths.fit_unit, len(params.names))
    away = sum_by(here, paths.unit, len(params.names))
    return Readiness(
        down=np.where(inside, waits + away + astray, down + fails - mended),
        parts=parts + sum_by(issued, paths.fit_item, held.shape[1]),
        returned=sum_by(way.home, paths.item, held.shape[1]),
        removed=removed,
        scrapped=removed - sum_by(chosen, paths.item, held.shape[1]),
        gone=sum_by(way.lost, paths.item, held.shape[1]),
        fails=fails,
        wants=waits,
        at=_at(paths, here, len(params.names)),
        astray=astray,
        short=short,
        queue=way.queue,
        bench=way.bench,
        line=way.line,
        dock=way.dock,
    )


def _fails(
    params: Params, paths: Paths, standing: Array, spent: Array, inside: Array, luck: Luck
) -> Array:
    """Units that fall out today (F, U), of types in echelons whole ones if all are."""
    expected = failed(params, standing, spent)
    if not paths.whole:
        return expected
    count = np.floor(standing)
    chance = np.divide(expected, standing, out=np.zeros_like(expected), where=standing > 0.0)
    luckily = drawn(count, np.minimum(chance, 1.0), "unit fails", params.names, luck)
    return np.where(inside, luckily, expected)


def _wants(paths: Paths, fails: Array, luck: Luck) -> tuple[Array, Array]:
    """Failures that need a part, by fit, and those that need none, by type (F, U)."""
    if paths.whole:
        share = np.zeros((fails.shape[1], len(paths.fit_unit)))
        share[paths.fit_unit, np.arange(len(paths.fit_unit))] = paths.fit_share
        names = paths.fits[: len(paths.fit_unit)]
        wants = sorted_out(fails, share, "part needed", names, luck).sum(axis=1)
    else:
        wants = fails[:, paths.fit_unit] * paths.fit_share
    return wants, np.maximum(fails - sum_by(wants, paths.fit_unit, fails.shape[1]), 0.0)


def _chosen(paths: Paths, units: Array, removed: Array, luck: Luck) -> Array:
    """What of the units (F, U) and of the parts removed (F, I) takes each path, (F, P)."""
    both = np.concatenate([units, removed], axis=1)
    source = np.where(paths.unit >= 0, paths.unit, units.shape[1] + paths.item)
    if not paths.whole:
        return np.asarray(both[:, source] * paths.share)
    used = np.unique(source)
    share = np.zeros((len(used), len(source)))
    share[np.searchsorted(used, source), np.arange(len(source))] = paths.share
    taken = sorted_out(both[:, used], share, "path", paths.names, luck)
    return np.asarray(taken.sum(axis=1))


@dataclass(frozen=True, slots=True)
class _Way:
    """Where all is after the day, (F, P) and line (F, slots), and what came home or was lost."""

    queue: Array
    bench: Array
    line: Array
    dock: Array
    home: Array
    lost: Array


def _way(paths: Paths, chosen: Array, at: Pipelines, technicians: Array, luck: Luck) -> _Way:
    today = luck.day
    line, (come, done, home) = _advanced(paths, at.line, today)
    places = np.broadcast_to(_places(paths, today), (1, len(paths.places)))
    queue = at.queue + chosen
    sent = dealt(queue, places, paths.transport, paths.whole)
    lost_there = _lost(paths, sent, "lost there", luck)
    bench = at.bench + come + _put(paths, line, THERE, sent - lost_there, today)
    crews = paths.crews + technicians
    busy = sum_by(_stage(paths, line, WORK), paths.post, crews.shape[1])
    begun = dealt(bench, np.maximum(crews - busy, 0.0), paths.post, paths.whole)
    _put(paths, line, WORK, begun, today)
    dock = at.dock + done
    fetched = dealt(dock, places, paths.transport, paths.whole)
    lost_back = _lost(paths, fetched, "lost back", luck)
    home = home + _put(paths, line, BACK, fetched - lost_back, today)
    return _Way(queue - sent, bench - begun, line, dock - fetched, home, lost_there + lost_back)


def _places(paths: Paths, today: int) -> Array:
    """Fire units that each transport can move today (T,): whole ones spread over the week."""
    if not paths.whole:
        return paths.places / _WEEK
    before, after = (np.floor(paths.places * day / _WEEK + 1e-9) for day in (today, today + 1))
    return np.asarray(after - before)


def _lost(paths: Paths, sent: Array, purpose: str, luck: Luck) -> Array:
    if not paths.lost.any():
        return np.zeros_like(sent)
    if paths.whole:
        return drawn(sent, paths.lost, purpose, paths.names, luck)
    return np.asarray(sent * paths.lost)


def _advanced(paths: Paths, line: Array, today: int) -> tuple[Array, Array]:
    """The line without what ends a stage today, and that (3, F, P)."""
    first, room = paths.first.ravel(), paths.room.ravel()
    full = np.flatnonzero(room)
    slots = first[full] + today % room[full]
    left = np.zeros((len(line), first.size))
    left[:, full] = line[:, slots]
    rest = line.copy()
    rest[:, slots] = 0.0
    return rest, np.moveaxis(left.reshape(len(line), *paths.first.shape), 1, 0)


def _put(paths: Paths, line: Array, stage: int, count: Array, today: int) -> Array:
    """Put counts (F, P) on a stage of the line; what takes no days is given back."""
    days, room = paths.days[:, stage], paths.room[stage]
    some = np.flatnonzero(room)
    begun = np.where(days > 0, count, 0.0)
    slot = paths.first[stage, some] + (today + days[:, some]) % room[some]
    future: Any = slice(None) if len(slot) == 1 else np.arange(len(line))[:, None]
    line[future, slot[0] if len(slot) == 1 else slot] += begun[:, some]
    return np.where(days > 0, 0.0, count)


def _stage(paths: Paths, line: Array, stage: int) -> Array:
    """What is in one stage of each path (F, P)."""
    return sum_by(line, paths.owner[stage], len(paths.names))


def _along(paths: Paths, line: Array) -> Array:
    """What is in any stage of each path (F, P)."""
    return sum_by(line, paths.owner.max(axis=0), len(paths.names))


def _at(paths: Paths, here: Array, units: int) -> Array:
    """Fire units at each echelon or on the way there or back, (F, U, E)."""
    size = len(paths.echelons)
    cell = np.where(paths.unit >= 0, paths.unit * size + paths.echelon, -1)
    return sum_by(here, cell, units * size).reshape(len(here), units, size)
