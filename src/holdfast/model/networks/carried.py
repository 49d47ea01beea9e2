"""What one block of power hands to the next, and the last one to tomorrow."""

from __future__ import annotations

import dataclasses

from holdfast.arrays import Array


@dataclasses.dataclass(frozen=True, slots=True)
class Carried:
    """Arrays of State that change from block to block; replaced, never written into."""

    restart_left: Array
    trip_left: Array
    dark_local: Array
    rebound: Array
