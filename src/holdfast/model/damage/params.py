"""Parameters of the damage block: cells of like installations as single anonymous ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array, array, bundle
from holdfast.draws import Luck
from holdfast.model.damage import effects
from holdfast.model.damage.effects import Effects
from holdfast.model.sizes import numbered, weights

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
    bare_per_hit: Array = array("future asset", "1", "loss_per_hit if nothing were protected")
    second_hit: Array = array("future", "1", "weight of what was damaged before", blank=1.0)
    debris: Array = array("future", "1", "chance that a kill's fragments hurt a place", blank=0.0)
    debris_local: Array = array("future", "1", "of such places, share on distribution", blank=0.0)
    effects: Effects | None = None
    """What differs by class of weapon; None if nothing does."""


def prepare(scenario: Scenario, luck: Luck) -> Params:
    """Read damage/kinds and assets, expand the cells, and draw what is uncertain."""
    kinds, cells = scenario.table("damage/kinds"), scenario.table("assets")
    regions = scenario.table("regions").text("id")
    groups = kinds.text("target")
    targets = tuple(dict.fromkeys(groups))
    target = kinds.index("target", targets)
    number = cells.number("count").astype(np.int64)
    cell = np.repeat(np.arange(len(cells)), number)
    names = numbered(cells.text("id"), number)
    kind = cells.index("kind", kinds.text("id"))[cell]
    region = cells.index("region", regions)[cell]

    def drawn(column: str) -> Array:
        return scenario.uncertain("damage/kinds", column, luck)

    weight = weights(scenario, luck)
    exposed = 1.0 - scenario.uncertain("assets", "protection", luck)[:, cell]
    each = (drawn("units_per_hit") * drawn("function_lost"))[:, kind]
    size = group_size(target[kind] * len(regions) + region)
    local = np.array([cells.text("serves")[i] == "distribution" for i in cell], bool)
    level = cells.index("level", scenario.table("damage/protection").text("id"))[cell]
    debris = scenario.parameter("damage.debris", luck)
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
        distribution=local,
        needs_part=np.array([part != "" for part in kinds.text("part")]),
        loss_per_hit=np.ascontiguousarray(weight * exposed * each / size),
        heavy=heavy,
        destroyed=heavy * drawn("destroyed_share"),
        days=np.stack(days, axis=2),
        left=left_of(kinds.number("left_light"), kinds.number("left_heavy")),
        days_noise=scenario.parameter("repair.days_noise", luck),
        pocket_per_hit=scenario.parameter("damage.pocket_per_hit", luck),
        bare_per_hit=np.ascontiguousarray(weight * each / size),
        second_hit=scenario.parameter("damage.second_hit_factor", luck),
        debris=debris,
        debris_local=scenario.parameter("damage.debris_local", luck),
        effects=effects.prepare(
            scenario, luck, (kind, region, level), local, target, bool((debris > 0.0).any())
        ),
    )


def left_of(light: Array, heavy: Array) -> Array:
    """Share of function left by kind and damage state, (K, 4)."""
    return np.stack([np.ones_like(light), light, heavy, np.zeros_like(light)], axis=1)


def group_size(group: Array) -> Array:
    """Number of installations that share each one's target group and region, (A,)."""
    return np.bincount(group)[group].astype(float)
