"""Damage: what the leakers hit, in four states, one anonymous installation at a time.

Chance aimed at, times chance of losing function; a damaged installation can be hit again and so can
a mended one. Equations: docs/blocks/damage.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtri

from holdfast.arrays import Array, array, bundle
from holdfast.draws import Luck
from holdfast.model.kernels import aimed, strike
from holdfast.model.types import Arrived, Fight, Harm, Raid

if TYPE_CHECKING:
    from holdfast.scenario import Scenario


@bundle
class Params:
    """What is fixed through the campaign; labels by installation, kind and region."""

    names: tuple[str, ...]
    """Installations, "cell/i"."""
    serves: tuple[str, ...]
    """What each installation serves."""
    elements: tuple[str, ...]
    """The network row that each belongs to, "" where none."""
    kinds: tuple[str, ...]
    kind_names: tuple[str, ...]
    regions: tuple[str, ...]
    targets: tuple[str, ...]
    kind: Array = array("asset", "1", "index of the kind")
    region: Array = array("asset", "1", "index of the region")
    target: Array = array("kind", "1", "index of the target group")
    count: Array = array("kind", "1", "installations of the kind")
    power_station: Array = array("kind", "1", "counts as a power station (bool)")
    thermal: Array = array("kind", "1", "counts as thermal capacity (bool)")
    main_grid: Array = array("kind", "1", "counts as main grid (bool)")
    distribution: Array = array("asset", "1", "serves local distribution (bool)")
    needs_part: Array = array("kind", "1", "a destroyed one needs a part (bool)")
    loss_per_hit: Array = array("future asset", "1", "expected losses of function per hit on group")
    heavy: Array = array("future kind", "1", "of losses, share heavy or worse")
    destroyed: Array = array("future kind", "1", "of losses, share destroyed")
    days: Array = array("future kind state", "crew-days", "median repair work, by damage state")
    left: Array = array("kind state", "1", "share of function left, by damage state")
    days_noise: Array = array("future", "1", "standard deviation of the logarithm of a repair time")
    pocket_per_hit: Array = array("future", "1", "share of a region's people cut by one local hit")


def prepare(scenario: Scenario, luck: Luck) -> Params:
    """Read damage/kinds and assets, expand the cells, and draw what is uncertain."""
    kinds, cells = scenario.table("damage/kinds"), scenario.table("assets")
    regions = scenario.table("regions").text("id")
    groups = kinds.text("target")
    targets = tuple(dict.fromkeys(groups))
    target = kinds.index("target", targets)
    number = cells.number("count").astype(np.int64)
    cell = np.repeat(np.arange(len(cells)), number)
    names = tuple(
        f"{name}/{i}"
        for name, n in zip(cells.text("id"), number, strict=True)
        for i in range(1, n + 1)
    )
    kind = cells.index("kind", kinds.text("id"))[cell]
    region = cells.index("region", regions)[cell]

    def drawn(column: str) -> Array:
        return scenario.uncertain("damage/kinds", column, luck)

    uniform = luck.ignorance().uniform("damage weight", names)
    weight = hit_weight(uniform, drawn("concentration")[:, kind], cell)
    exposed = 1.0 - scenario.uncertain("assets", "protection", luck)[:, cell]
    heavy = drawn("heavy_share")
    days = np.broadcast_arrays(
        0.0 * drawn("days_light"), drawn("days_light"), drawn("days_heavy"), drawn("days_destroyed")
    )
    return Params(
        names=names,
        serves=tuple(cells.text("serves")[i] for i in cell),
        elements=tuple(cells.text("element")[i] for i in cell),
        kinds=kinds.text("id"),
        kind_names=kinds.text("name"),
        regions=regions,
        targets=targets,
        kind=kind,
        region=region,
        target=target,
        count=np.bincount(kind, minlength=len(kinds)),
        power_station=kinds.flag("power_station"),
        thermal=kinds.flag("thermal"),
        main_grid=kinds.flag("main_grid"),
        distribution=np.array([cells.text("serves")[i] == "distribution" for i in cell], bool),
        needs_part=np.array([part != "" for part in kinds.text("part")]),
        loss_per_hit=np.ascontiguousarray(
            weight
            * exposed
            * (drawn("units_per_hit") * drawn("function_lost"))[:, kind]
            / group_size(target[kind] * len(regions) + region)
        ),
        heavy=heavy,
        destroyed=heavy * drawn("destroyed_share"),
        days=np.stack(days, axis=2),
        left=left_of(kinds.number("left_light"), kinds.number("left_heavy")),
        days_noise=scenario.parameter("repair.days_noise", luck),
        pocket_per_hit=scenario.parameter("damage.pocket_per_hit", luck),
    )


def start(params: Params) -> dict[str, Array]:
    """State on the eve of the first day: everything intact."""
    count = len(params.names)
    return {
        "state": np.zeros((1, count), np.int64),
        "work_left": np.zeros((1, count)),
        "has_part": np.ones((1, count)),
        "times_hit": np.zeros((1, count), np.int64),
    }


def step(
    params: Params,
    raid: Raid,
    fight: Fight,
    arrived: Arrived,
    state: Array,
    work_left: Array,
    has_part: Array,
    times_hit: Array,
    luck: Luck,
) -> Harm:
    """What today's leakers do to every installation; all state arrays (F, A), as of midnight."""
    leaks = fight.leaks * raid.harmful[:, :, None]
    hit = _hits(params, expected_hits(leaks, raid.aimed), arrived.protection, luck)
    before = state.astype(np.int64)
    state = before.copy()
    work_left, has_part = work_left.copy(), has_part.copy()
    left_before = np.take(params.left, 4 * params.kind + before)
    left = left_before
    future, asset = np.nonzero(hit)
    if len(future):
        kind = params.kind[asset]
        new, days = _severity(params, future, asset, luck)
        state[future, asset] = np.maximum(state[future, asset], new)
        work_left[future, asset] = np.maximum(work_left[future, asset], days)
        # A destroyed one needs a new part, even if one was being fitted when it was hit.
        has_part[future, asset] = np.where(
            (new == 3) & params.needs_part[kind], 0.0, has_part[future, asset]
        )
        left = left_before.copy()
        left[future, asset] = params.left[kind, state[future, asset]]
    return Harm(
        state=state,
        work_left=work_left,
        has_part=has_part,
        times_hit=times_hit + hit.astype(times_hit.dtype),
        hit=hit,
        left=left,
        left_before=left_before,
        pocket=_pocket(params, future, asset, len(hit)),
    )


def expected_hits(leaks: Array, aimed: Array) -> Array:
    """Hits by target group and region (F, T, R): leaks (F, C, R) times aimed (F or 1, C, T)."""
    made = np.zeros((len(leaks), aimed.shape[2], leaks.shape[2]))
    # Class by class, so that the sum has one order whatever the number of futures.
    for c in range(leaks.shape[1]):
        made += aimed[:, c, :, None] * leaks[:, c, None, :]
    return made


def left_of(light: Array, heavy: Array) -> Array:
    """Share of function left by kind and damage state, (K, 4)."""
    return np.stack([np.ones_like(light), light, heavy, np.zeros_like(light)], axis=1)


def hit_weight(uniform: Array, concentration: Array, cell: Array) -> Array:
    """Unevenness of hits within a cell (F, A): exponential numbers to a power, mean 1 per cell.

    uniform (F, A), concentration (F or 1, A), cell (A,) with the installations of a cell together.
    """
    raw = np.ascontiguousarray((-np.log(uniform)) ** concentration)
    first = np.flatnonzero(np.diff(cell, prepend=-1))
    mean = np.add.reduceat(raw, first, axis=1) / np.bincount(cell)
    return raw / mean[:, cell]


def group_size(group: Array) -> Array:
    """Number of installations that share each one's target group and region, (A,)."""
    return np.bincount(group)[group].astype(float)


def _hits(params: Params, expected: Array, protection: Array, luck: Luck) -> Array:
    """1 where an installation loses function today, (F, A)."""
    rows = np.flatnonzero(expected.any(axis=(1, 2)))
    most = len(rows) * len(params.names)
    future, asset = np.empty(most, np.int64), np.empty(most, np.int64)
    losses = np.empty(most)
    count = aimed(
        rows,
        expected.reshape(len(expected), -1),
        params.target[params.kind] * expected.shape[2] + params.region,
        params.loss_per_hit,
        np.ascontiguousarray(protection, dtype=float),
        future,
        asset,
        losses,
    )
    future, asset = future[:count], asset[:count]
    uniform = luck.pairs("damage hit", params.names, future, asset)
    hit = np.empty((len(expected), len(params.names)))
    strike(future, asset, losses[:count], uniform, hit)
    return hit


def _severity(params: Params, future: Array, asset: Array, luck: Luck) -> tuple[Array, Array]:
    """New damage state 1 to 3 and repair work [crew-days] of each hit (future, asset)."""
    kind = params.kind[asset]
    new, rest = graded(
        luck.pairs("damage severity", params.names, future, asset),
        _of(params.heavy, future, kind),
        _of(params.destroyed, future, kind),
    )
    median = params.days[future if len(params.days) > 1 else 0, kind, new]
    sd = params.days_noise[future if len(params.days_noise) > 1 else 0]
    return new, median * np.exp(sd * ndtri(rest))


def graded(uniform: Array, heavy: Array, destroyed: Array) -> tuple[Array, Array]:
    """Damage state by a uniform number, and what is left of that number, again uniform.

    Destroyed below `destroyed`, heavy below `heavy` (which is at least that), else light. The place
    within its interval is independent of the state and serves for the repair time.
    """
    new = 1 + (uniform < heavy).astype(np.int64) + (uniform < destroyed)
    low = np.choose(new - 1, (heavy, destroyed, 0.0 * heavy))
    high = np.choose(new - 1, (0.0 * heavy + 1.0, heavy, destroyed))
    # The middle of the smallest step of a float away from 0 and 1, where the quantile is infinite.
    place = np.clip((uniform - low) / (high - low), 2.0**-54, 1.0 - 2.0**-53)
    return new, place


def _of(values: Array, future: Array, label: Array) -> Array:
    """values (F or 1, N) at these futures and labels."""
    return np.asarray(values[future if len(values) > 1 else 0, label])


def _pocket(params: Params, future: Array, asset: Array, futures: int) -> Array:
    """Share of people newly cut by hits on local distribution, (F, R)."""
    local = params.distribution[asset]
    regions = len(params.regions)
    place = future[local] * regions + params.region[asset[local]]
    count = np.bincount(place, minlength=futures * regions).reshape(futures, regions)
    return np.asarray(1.0 - (1.0 - params.pocket_per_hit[:, None]) ** count)
