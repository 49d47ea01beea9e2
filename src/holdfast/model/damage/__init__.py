"""Damage: what the leakers hit, in four states, one anonymous installation at a time.

Chance aimed at, times chance of losing function; a damaged installation can be hit again and so can
a mended one. Equations: docs/blocks/damage.md.
"""

from holdfast.model.damage.params import (
    Params,
    group_size,
    left_of,
    prepare,
)
from holdfast.model.damage.step import expected_hits, graded, start, step

__all__ = [
    "Params",
    "expected_hits",
    "graded",
    "group_size",
    "left_of",
    "prepare",
    "start",
    "step",
]
