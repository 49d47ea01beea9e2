"""The stocks of one night."""

from __future__ import annotations

import numpy as np

from holdfast.arrays import Array
from holdfast.model.stock import shelf
from holdfast.model.stock.params import Params
from holdfast.model.types import Arrived, Comfort, Fight
from holdfast.model.upkeep import Mended, Readiness, Stock

_NONE = np.zeros((1, 0, 1))


def start(params: Params) -> dict[str, Array]:
    """What is held on the first morning."""
    return {"held": params.first, "lots": params.lots}


def step(
    params: Params,
    held: Array,
    arrived: Arrived,
    fight: Fight,
    mended: Mended,
    readiness: Readiness,
    comfort: Comfort,
    today: int,
    lots: Array = _NONE,
) -> Stock:
    """Stocks at midnight; held (F, I) [pieces] is what was there at dawn, lots (F, S, L) by age.

    Generator sets burn each kind of fuel in proportion to what is held of it. Other use comes last
    and takes what is left if that is too little. What is delivered is kept whole; production fills
    a store up to its most. An item is empty when less than one piece is left.
    """
    tanks = held * params.fuel
    burnt = tanks * (comfort.litres / np.maximum(tanks.sum(axis=1), 1e-9))[:, None]
    left = np.maximum(held - fight.fired - mended.parts - readiness.parts - burnt, 0.0)
    left = np.maximum(left - params.other_use, 0.0)
    gone, kept = np.zeros((1, held.shape[1])), lots
    if lots.shape[1]:
        kept = shelf.used(lots, (held - left)[:, params.aged])
        kept, spoilt = shelf.expired(kept, today)
        gone = np.zeros(held.shape)
        gone[:, params.aged] = spoilt
        left = np.maximum(left - gone, 0.0)
    full = left + arrived.pieces + readiness.returned
    made = params.landed[min(today, len(params.landed) - 1)]
    regime = int(np.searchsorted(params.begins, today, side="right")) - 1
    if regime >= 0:
        made = made + params.produced[:, regime]
    full = full + np.clip(params.most - full, 0.0, made)
    if lots.shape[1]:
        kept = shelf.stored(kept, (full - left)[:, params.aged], params.life, today)
        full = full.copy()
        full[:, params.aged] = shelf.total(kept)
    return Stock(held=full, empty=(full < 1.0) * params.counted, expired=gone, lots=kept)
