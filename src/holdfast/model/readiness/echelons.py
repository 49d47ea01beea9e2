"""Fire units and parts on their way through the echelons, day by day.

What falls out on a day asks for a part the same day; it sets out for its echelon once it has the
part and a place in a transport, is mended once technicians are free, and comes back the same way.
What took d days in all is ready d mornings later than it would have been. Equations:
docs/blocks/readiness.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from holdfast.arrays import Array
from holdfast.draws import Luck
from holdfast.model.carried import Pipelines
from holdfast.model.readiness.failing import failed, mended_in_place, wanted_in_place
from holdfast.model.readiness.kernels import Stand, Ways, account, choose, hand_out, send
from holdfast.model.readiness.params import Params, Paths
from holdfast.model.readiness.shares import drawn, portion, sorted_out
from holdfast.model.types import WEEK, Cover
from holdfast.model.upkeep import Readiness


def start(params: Params) -> dict[str, Array]:
    """Nothing is on its way."""
    paths = params.paths
    path = 0 if paths is None else len(paths.names)
    lengths = {
        "astray": len(params.names),
        "short": 0 if paths is None else len(paths.fit_unit),
        "queue": path,
        "bench": path,
        "line": 0 if paths is None else int(paths.room.sum()),
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
    inside = np.zeros(len(params.names), dtype=bool)
    inside[paths.unit[paths.unit >= 0]] = True
    beside = np.where(inside, 0.0, down)
    fails = _fails(params, paths, cover.ready, spent, inside, luck)
    asked = wanted_in_place(params, beside, held.shape[1])
    given = _given(paths, fails * inside, at.short, held, asked, luck)
    mended, parts = mended_in_place(params, beside, np.maximum(held - given.kept, 0.0))
    chosen = _chosen(paths, given.sets_out, given.removed, luck)
    way = _way(paths, chosen, at, technicians, luck)
    away, books = _books(paths, given.removed, chosen, way, at)
    return Readiness(
        down=np.where(inside, given.waits + away + books["astray"], down + fails - mended),
        parts=parts + given.parts,
        removed=given.removed,
        fails=fails,
        wants=given.waits,
        short=given.short,
        **books,
        **way.stand._asdict(),
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


@dataclass(frozen=True, slots=True)
class _Given:
    """Failures of the day and their parts."""

    short: Array
    """(F, fits) who waits on."""
    sets_out: Array
    """(F, U) units that have what they need."""
    waits: Array
    """(F, U) units that have not."""
    parts: Array
    """(F, I) spent."""
    removed: Array
    """(F, I) taken out."""
    kept: Array
    """(F, I) spent or kept for another day, from those that are mended in place."""


def _given(
    paths: Paths, fails: Array, short: Array, held: Array, beside: Array, luck: Luck
) -> _Given:
    """Parts held (F, I) to those that fall out today (F, U) and those short (F, fits) of one.

    beside (F, I) parts are asked for by those that are mended in place.
    """
    wants = _wants(paths, fails, luck)
    free, later = held, np.zeros((1, 1))
    if beside[:, paths.fit_item].any():
        asked = np.zeros(held.shape)
        np.add.at(asked.T, paths.fit_item, (short + wants).T)
        draw = luck.uniform("part beside", paths.items) if paths.whole else None
        free, later = portion(held, asked, beside, draw)
    still, sets_out, waits = np.empty(short.shape), np.empty(fails.shape), np.empty(fails.shape)
    parts, removed = np.zeros(held.shape), np.empty(held.shape)
    fits = paths.fit_unit, paths.fit_item, paths.whole, _turns(paths, luck)
    hand_out(*fits, fails, wants, short, free, still, sets_out, waits, parts, removed)
    return _Given(still, sets_out, waits, parts, removed, parts + later)


def _wants(paths: Paths, fails: Array, luck: Luck) -> Array:
    """(F, fits) failures that need a part, of fails (F, U)."""
    if not paths.whole:
        return np.ascontiguousarray(fails[:, paths.fit_unit] * paths.fit_share)
    share = np.zeros((fails.shape[1], len(paths.fit_unit)))
    share[paths.fit_unit, np.arange(len(paths.fit_unit))] = paths.fit_share
    names = paths.fits[: len(paths.fit_unit)]
    return np.asarray(sorted_out(fails, share, "part needed", names, luck).sum(axis=1))


def _chosen(paths: Paths, units: Array, removed: Array, luck: Luck) -> Array:
    """What of the units (F, U) and of the parts removed (F, I) takes each path, (F, P)."""
    if not paths.whole:
        chosen = np.empty((len(units), len(paths.unit)))
        choose(paths.unit, paths.item, paths.share, units, removed, chosen)
        return chosen
    both = np.concatenate([units, removed], axis=1)
    source = np.where(paths.unit >= 0, paths.unit, units.shape[1] + paths.item)
    used = np.unique(source)
    share = np.zeros((len(used), len(source)))
    share[np.searchsorted(used, source), np.arange(len(source))] = paths.share
    taken = sorted_out(both[:, used], share, "path", paths.names, luck)
    return np.asarray(taken.sum(axis=1))


@dataclass(frozen=True, slots=True)
class _Way:
    """Where all is after the day, and of each path (F, P) what is home, lost or under way."""

    stand: Stand
    home: Array
    lost: Array
    here: Array


def _way(paths: Paths, chosen: Array, at: Pipelines, technicians: Array, luck: Luck) -> _Way:
    """A day of all paths, of which chosen (F, P) set out."""
    empty = partial(np.empty, chosen.shape)
    night = Stand(empty(), empty(), np.empty(at.line.shape), empty())
    home, lost, here = empty(), empty(), empty()
    send(
        Ways(paths.post, paths.transport, paths.days, paths.lost, paths.first, paths.room),
        paths.first + luck.day % np.maximum(paths.room, 1),
        paths.whole,
        _places(paths, luck.day),
        np.ascontiguousarray(paths.crews + technicians),
        _uniform(paths, luck),
        chosen,
        Stand(at.queue, at.bench, at.line, at.dock),
        night,
        *(home, lost, here),
    )
    return _Way(night, home, lost, here)


def _places(paths: Paths, today: int) -> Array:
    """Fire units that each transport can move today (T,): whole ones spread over the week."""
    if not paths.whole:
        return paths.places / WEEK
    before, after = (np.floor(paths.places * day / WEEK + 1e-9) for day in (today, today + 1))
    return np.asarray(after - before)


_DRAWS = ("lost there", "lost back", "first there", "first at work", "first back")
"""What luck decides of whole ones on their way, in the order of the kernel."""


def _uniform(paths: Paths, luck: Luck) -> Array:
    """(5, F or 1, P) numbers by which whole ones are lost there and back, and who goes first."""
    if not paths.whole:
        return np.zeros((len(_DRAWS), 1, len(paths.names)))
    none = np.zeros((len(luck.futures), len(paths.names)))
    lost = paths.lost.any()
    return np.stack(
        [
            luck.uniform(purpose, paths.names) if lost or purpose.startswith("first") else none
            for purpose in _DRAWS
        ]
    )


def _turns(paths: Paths, luck: Luck) -> Array:
    """(F or 1, fits) numbers of which the least gets the last whole part."""
    names = paths.fits[: len(paths.fit_unit)]
    return luck.uniform("first part", names) if paths.whole else np.zeros((1, len(names)))


def _books(
    paths: Paths, removed: Array, chosen: Array, way: _Way, at: Pipelines
) -> tuple[Array, dict[str, Array]]:
    """Units under way (F, U); what happened by type, part, echelon, by names of `Readiness`."""
    by_item, astray = partial(np.empty, removed.shape), np.array(at.astray, order="C")
    away, echelons = np.empty(astray.shape), np.empty((*astray.shape, len(paths.echelons)))
    made = {
        "scrapped": removed.copy(),
        "returned": by_item(),
        "gone": by_item(),
        "astray": astray,
    }
    account(
        *(paths.unit, paths.item, paths.echelon, chosen, way.home, way.lost, way.here),
        *(*made.values(), away, echelons),
    )
    return away, made | {"at": echelons}
