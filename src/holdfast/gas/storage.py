"""What a store of gas can give and take in a day: both hang on how full it is.

Rates of a day are integrated over the day, as a store loses rate while it is emptied or filled.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from holdfast.gas.network import Floats

WITHDRAWAL = ("sqrt", "linear")
INJECTION = ("cavern", "linear", "constant")
_STEPS = 40


def withdrawable(
    stock: npt.ArrayLike,
    working: npt.ArrayLike,
    full_rate: npt.ArrayLike,
    law: str = "sqrt",
    empty_share: npt.ArrayLike = 0.0,
) -> Floats:
    """Most that can be taken from a store in a day [unit day]; never more than `stock`.

    `stock` is the usable gas in it and `working` that of a full one [unit day], `full_rate` what a
    full one gives [unit]. With f = stock / working the rate is `full_rate` sqrt(f) by `sqrt`
    (Thompson, Davison, Rasmussen 2009), `full_rate` (e + (1 - e) f) by `linear`, with e =
    `empty_share`, which only the linear law has.

    Raises ValueError that names the argument.
    """
    held, full, rate = _store(stock, working, full_rate)
    share = np.asarray(empty_share, dtype=np.float64)
    if law not in WITHDRAWAL:
        raise ValueError(f"law is {law!r}: {', '.join(WITHDRAWAL)}")
    if not ((share >= 0) & (share <= 1)).all():
        raise ValueError("empty_share must lie between 0 and 1")
    if law == "sqrt":
        if share.any():
            raise ValueError("empty_share is of the linear law alone")
        root = np.sqrt(held / full) - 0.5 * rate / full
        left = full * np.maximum(root, 0.0) ** 2
    else:
        slope = rate * (1.0 - share) / full
        # I' = -(e q + slope I): exponential, or a straight line where the rate does not fall.
        decay = np.exp(-slope)
        lost = np.where(slope > 1e-9, -np.expm1(-slope) / np.maximum(slope, 1e-9), 1.0)
        left = np.maximum(held * decay - share * rate * lost, 0.0)
    made: Floats = np.clip(held - left, 0.0, held)
    return made


def injectable(
    stock: npt.ArrayLike,
    working: npt.ArrayLike,
    empty_rate: npt.ArrayLike,
    law: str = "cavern",
    cushion: npt.ArrayLike = 0.0,
) -> Floats:
    """Most that can be put into a store in a day [unit day]; never more than has space.

    `empty_rate` is what an empty one takes [unit]. By `cavern` the rate goes as sqrt(1 / (I + B) -
    1 / (W + B)), with B = `cushion`, the gas that stays in the store, above 0 (Thompson, Davison,
    Rasmussen 2009); by `linear` as 1 - f; by `constant` it does not fall. Only the first has a
    cushion.

    Raises ValueError that names the argument.
    """
    held, full, rate = _store(stock, working, empty_rate)
    base = np.asarray(cushion, dtype=np.float64)
    if law not in INJECTION:
        raise ValueError(f"law is {law!r}: {', '.join(INJECTION)}")
    if law != "cavern" and base.any():
        raise ValueError("cushion is of the law cavern alone")
    if law == "cavern" and not ((base > 0) & np.isfinite(base)).all():
        raise ValueError("cushion must be above 0 and finite")
    space = full - held
    if law == "constant":
        taken = rate
    elif law == "linear":
        taken = space * -np.expm1(-rate / full)
    else:
        taken = _cavern(held, full, rate, base)
    made: Floats = np.clip(taken, 0.0, space)
    return made


def _cavern(held: Floats, full: Floats, rate: Floats, base: Floats) -> Floats:
    """What `cavern` takes in a day.

    With x = I + B = M sin^2 u and M = W + B, x' = k sqrt(1 / x - 1 / M) is k t = M^1.5 (u - sin u
    cos u), whose right side rises: bisection.
    """
    most = full + base
    constant = rate / np.sqrt(1.0 / base - 1.0 / most)

    def clock(angle: Floats) -> Floats:
        return np.asarray(angle - np.sin(angle) * np.cos(angle))

    start = np.arcsin(np.sqrt(np.minimum((held + base) / most, 1.0)))
    goal = clock(start) + constant / most**1.5
    low, high = start, np.full(np.broadcast(start, goal).shape, np.pi / 2)
    low = np.broadcast_to(low, high.shape)
    for _ in range(_STEPS):
        middle = 0.5 * (low + high)
        late = clock(middle) > goal
        high = np.where(late, middle, high)
        low = np.where(late, low, middle)
    made: Floats = most * np.sin(low) ** 2 - base - held
    return made


def _store(
    stock: npt.ArrayLike, working: npt.ArrayLike, rate: npt.ArrayLike
) -> tuple[Floats, Floats, Floats]:
    """The arguments as arrays that fit together."""
    held, full, most = np.broadcast_arrays(
        *(np.asarray(value, dtype=np.float64) for value in (stock, working, rate))
    )
    if not ((full > 0) & np.isfinite(full)).all():
        raise ValueError("working must be above 0 and finite")
    if not ((held >= 0) & (held <= full)).all():
        raise ValueError("stock must lie between 0 and working")
    if not ((most >= 0) & np.isfinite(most)).all():
        raise ValueError("the rate must be 0 or above and finite")
    return held, full, most
