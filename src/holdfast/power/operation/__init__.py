"""What a grid does to people: reserve, collapse by island, restart, rotation, rebound.

Each is a small function of arrays. `docs/blocks/operation.md` has the equations, their sources and
what they were compared with.
"""

from holdfast.power.operation.collapse import (
    STEPS,
    Relays,
    collapse_chance,
    collapse_range,
    collapse_ratio,
    falls,
    in_steps,
    relays_act,
)
from holdfast.power.operation.islands import islands
from holdfast.power.operation.rebound import put_off, rebound
from holdfast.power.operation.reserve import (
    by_island,
    largest_unit,
    share_of_load,
    spinning_reserve,
    ucte_reserve,
)
from holdfast.power.operation.restart import STAGES, Stage, reconnected, returned, waiting
from holdfast.power.operation.rotation import announced, planned, share_cut, turns

__all__ = [
    "STAGES",
    "STEPS",
    "Relays",
    "Stage",
    "announced",
    "by_island",
    "collapse_chance",
    "collapse_range",
    "collapse_ratio",
    "falls",
    "in_steps",
    "islands",
    "largest_unit",
    "planned",
    "put_off",
    "rebound",
    "reconnected",
    "relays_act",
    "returned",
    "share_cut",
    "share_of_load",
    "spinning_reserve",
    "turns",
    "ucte_reserve",
    "waiting",
]
