"""Air defence: what of a raid is brought down, by region, and what that costs in interceptors.

Cover by class is additive in the logarithm of survival; what stood at the start is held to the
record's kill share, less what was claimed too much, and what came later to a stated factor.
Three rival models that the record cannot tell apart, proportional, saturating and mixed, are drawn
per pair of futures. Equations: docs/blocks/defence.md.
"""

from holdfast.model.defence.fight import fires, start, step, survival_exponent
from holdfast.model.defence.params import Params
from holdfast.model.defence.prepare import prepare
from holdfast.model.defence.rationing import same_program
from holdfast.model.defence.reading import normalised, target_shares
from holdfast.model.defence.worth import (
    anchor,
    beside_guns,
    capacity_per_channel,
    channel_weight,
    engaged_share,
    kill_chance,
    layer_worth,
    rival_of,
    spread,
)

__all__ = [
    "Params",
    "anchor",
    "beside_guns",
    "capacity_per_channel",
    "channel_weight",
    "engaged_share",
    "fires",
    "kill_chance",
    "layer_worth",
    "normalised",
    "prepare",
    "rival_of",
    "same_program",
    "spread",
    "start",
    "step",
    "survival_exponent",
    "target_shares",
]
