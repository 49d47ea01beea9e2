"""Reserve that is spinning when a loss comes: three rules for its size, and what is really there.

Rules for the size [MW], side by side: the largest unit in service (N-1), a share of the load, and
the empirical rule of the UCTE Operation Handbook, Policy 1.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from holdfast.power.numbers import amounts, together

Floats = npt.NDArray[np.float64]

UCTE_SLOPE = 10.0
"""a of `ucte_reserve` [MW]."""
UCTE_OFFSET = 150.0
"""b of `ucte_reserve` [MW]."""


def largest_unit(output: npt.ArrayLike) -> Floats:
    """(S,) MW: the largest of the outputs (S, U) of the units in service [MW]; 0 where none is.

    A reserve of this size replaces any one unit (N-1). Raises ValueError that names the argument.
    """
    return np.asarray(np.max(amounts("output", output, least_axes=1), axis=-1, initial=0.0))


def share_of_load(load: npt.ArrayLike, share: npt.ArrayLike) -> Floats:
    """(S,) MW: a fixed share, 0 to 1, of the load (S,) [MW].

    Raises ValueError that names the argument.
    """
    together(load=load, share=share)
    return np.asarray(amounts("share", share, 0, 1) * amounts("load", load))


def ucte_reserve(load: npt.ArrayLike) -> Floats:
    """(S,) MW: sqrt(a L + b^2) - b for the peak load L (S,) [MW], a = 10 MW and b = 150 MW.

    UCTE (2009), Operation Handbook, Policy 1, for secondary control reserve. Raises ValueError that
    names the argument.
    """
    peak = amounts("load", load)
    return np.asarray(np.sqrt(UCTE_SLOPE * peak + UCTE_OFFSET**2) - UCTE_OFFSET)


def spinning_reserve(
    rule: npt.ArrayLike, available: npt.ArrayLike, output: npt.ArrayLike
) -> Floats:
    """MW that can come at once: what the rule asks, but no more than the headroom.

    rule, available (what the units in service could give) and output (what they give), each [MW]
    and of any one shape. Who is short of power has no reserve, whatever the rule says. Raises
    ValueError that names the argument.
    """
    together(rule=rule, available=available, output=output)
    headroom = amounts("available", available) - amounts("output", output)
    return np.asarray(np.minimum(amounts("rule", rule), np.maximum(headroom, 0.0)))


def by_island(reserve: npt.ArrayLike, generation: npt.ArrayLike, total: npt.ArrayLike) -> Floats:
    """MW of a national reserve that an island holds: the share that its generation has.

    reserve, generation (of the island) and total (of the nation) [MW]; 0 where there is none.
    Raises ValueError that names the argument.
    """
    together(reserve=reserve, generation=generation, total=total)
    share = amounts("generation", generation) / np.maximum(amounts("total", total), 1e-9)
    return np.asarray(amounts("reserve", reserve) * share)
