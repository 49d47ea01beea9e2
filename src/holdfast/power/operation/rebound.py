"""Rebound: what people did not get, they ask for in part when power is back.

Homes that come on together ask for a multiple of what they usually do, and drift out of step again:
the surplus decays exponentially (Ihara and Schweppe 1981; Ucak and Pahwa 1994, IEEE Transactions on
Power Delivery 9(3)). So of the energy put off a share is asked for at a rate of 1 / hours.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from holdfast.power.numbers import above, amounts, together

Floats = npt.NDArray[np.float64]


def rebound(put_off: npt.ArrayLike, hours: npt.ArrayLike, spell: float) -> Floats:
    """MW that is asked for on top of demand, mean over the coming `spell` [h].

    put_off: what is still to be asked for, as MW through one such spell, and hours: the time
    constant of the decay, above 0; they broadcast. In closed form put_off (1 - e^(-spell / hours)).
    Raises ValueError that names the argument.
    """
    together(put_off=put_off, hours=hours, spell=spell)
    faded = -np.expm1(-above("spell", spell) / above("hours", hours))
    return np.asarray(amounts("put_off", put_off) * faded)


def put_off(
    before: npt.ArrayLike,
    unserved: npt.ArrayLike,
    share: npt.ArrayLike,
    hours: npt.ArrayLike,
    spell: float,
) -> Floats:
    """What is still to be asked for after a spell, as MW through one such spell.

    before: the same at its beginning; unserved (..., K): MW that the slices which come back for it
    did not get in it, what was asked for on top included; share of that which is put off; hours:
    the time constant; all but the last axis broadcast. What is not asked for within a few time
    constants is never asked for: however long a cut, put_off <= share unserved / (1 - e^(-spell /
    hours)). Raises ValueError that names the argument.
    """
    lacked = amounts("unserved", unserved, least_axes=1).sum(axis=-1)
    together(before=before, unserved=lacked, share=share, hours=hours, spell=spell)
    kept = np.exp(-above("spell", spell) / above("hours", hours))
    return np.asarray(amounts("before", before) * kept + amounts("share", share, 0, 1) * lacked)
