"""The same model for HiGHS: the last resort of the kernel, and what it is tested against."""

from __future__ import annotations

import numpy as np

from holdfast.power.grid import Floats, Grid
from holdfast.power.states import Found, Given


def solve_reference(grid: Grid, weights: Floats, given: Given, found: Found, state: int) -> None:
    """Fill what one state comes to."""
    raise NotImplementedError
