"""Parts taken from what is destroyed: two half-broken units of one class make a whole one.

The remains of a destroyed installation hold, by chance, what another needs. Who is destroyed and
has no new part takes it, in the order of work; the giver, which needed a new part anyway, then
needs a whole one. A new part that would come sooner is taken instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array, array, bundle
from holdfast.draws import Luck
from holdfast.model.carried import Yard
from holdfast.model.repair.kernels import DESTROYED, GIVES, GONE, NOTHING, strip

if TYPE_CHECKING:
    from holdfast.scenario import Scenario


@bundle
class Salvage:
    """What can be taken from whom."""

    pool: Array = array("asset", "1", "the same where parts fit one another, -1: none is taken")
    share: Array = array("future asset", "1", "chance that remains hold what another needs")
    daily: Array = array("future asset", "1/day", "share of taking out and way done in a day")
    out: Array = array("future asset", "1", "of both, the share that is taking out")
    new: Array = array("future asset", "days", "way of a new part, the soonest that fits")


def prepare(
    scenario: Scenario, luck: Luck, kind: Array, fits: Array, way: Array, haul: Array
) -> Salvage | None:
    """Read repair/salvage, or None if it is not given.

    kind (A,), fits (A, N) of each installation; way (F or 1, H) [1/day], haul (I,) of items.
    """
    table = scenario.table("repair/salvage")
    if not len(table):
        return None
    kinds = scenario.table("damage/kinds").text("id")
    row = np.full(len(kinds), -1)
    row[table.index("kind", kinds)] = np.arange(len(table))
    row = row[kind]
    alike = np.column_stack([kind, fits])
    pool = np.unique(alike, axis=0, return_inverse=True)[1].reshape(-1)
    able = (row >= 0) & (fits[:, 0] >= 0)
    share = scenario.uncertain("repair/salvage", "share", luck)[:, row] * able
    days = scenario.uncertain("repair/salvage", "days", luck)[:, row]
    of_parts = np.where(fits >= 0, 1.0 / way[:, haul[np.maximum(fits, 0)]], np.inf)
    new = np.where(able, of_parts.min(axis=2), 1.0)
    both = np.maximum(days + new, 1.0)
    return Salvage(
        pool=np.where(able, pool, -1).astype(np.int64),
        share=np.ascontiguousarray(share),
        daily=np.ascontiguousarray(1.0 / both),
        out=np.ascontiguousarray(np.clip(days / both, 0.0, 1.0)),
        new=np.ascontiguousarray(new),
    )


@bundle
class Finds:
    """What is left of destroyed installations, and what is on its way from one to another."""

    remains: Array = array("future asset", "1", "0 not destroyed, 1 gives, 2 of no use, 3 gave")
    taken: Array = array("future asset", "1", "share of taking out and way that is done")
    donor: Array = array(
        "future asset", "1", "1 + where its part comes from, 1 + A once that is whole, 0: none"
    )


def morning(
    salvage: Salvage, yard: Yard, state: Array, hit: Array, names: tuple[str, ...], luck: Luck
) -> Finds:
    """After the raid: state and hit (F, A). A part that is still where a hit fell is lost."""
    remains, taken, donor = (
        np.array(np.broadcast_to(values, state.shape))
        for values in (yard.remains, yard.taken, yard.donor)
    )
    at_its_place = (donor > 0.0) & (donor <= len(names)) & (taken < salvage.out)
    future, asset = np.nonzero(at_its_place)
    gone = hit[future, donor[future, asset].astype(np.int64) - 1] > 0.0
    taken[future[gone], asset[gone]] = donor[future[gone], asset[gone]] = 0.0
    future, asset = np.nonzero((hit > 0.0) & (state == DESTROYED) & (salvage.pool >= 0))
    chance = salvage.share[future if len(salvage.share) > 1 else 0 * future, asset]
    finds = luck.pairs("part in remains", names, future, asset) < chance
    left = remains[future, asset]
    found = np.where(finds & (left <= GIVES), GIVES, np.where(left == GONE, GONE, NOTHING))
    remains[future, asset] = found
    return Finds(remains=remains, taken=taken, donor=donor)


def sooner(salvage: Salvage, finds: Finds, has_part: Array) -> Array:
    """(F, A) whether a taken part is there no later than a new one that sets out today."""
    waits = (finds.donor > 0.0) & (has_part == 0.0)
    return np.asarray(waits & ((1.0 - finds.taken) / salvage.daily <= salvage.new))


def evening(salvage: Salvage, finds: Finds, order: Array, state: Array, has_part: Array) -> Finds:
    """After new parts went out; a part that arrives is written into has_part (F, A)."""
    made = [np.array(values, order="C") for values in (finds.remains, finds.taken, finds.donor)]
    strip(order, salvage.pool, salvage.daily, state, has_part, *made)
    return Finds(remains=made[0], taken=made[1], donor=made[2])
