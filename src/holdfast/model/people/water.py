"""Piped water: tanks that run down while pumps stand still, and pipes that fill again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from holdfast.arrays import Array
from holdfast.model.carried import Homes
from holdfast.model.people.apart import mixed
from holdfast.model.people.groups import on_feeders
from holdfast.model.people.params import Params
from holdfast.model.types import BLOCK_HOURS, Service


@dataclass(frozen=True, slots=True)
class Taps:
    """What comes out of taps on a day."""

    hours: Array
    """(F, R) h without water, mean over people."""
    tanks: Array
    """(F, R) h of supply at midnight."""
    tanks_apart: Array
    """(F, R) the same of works dark in a row."""
    works_apart: Array
    """(F, R) share of works dark in a row."""
    dry: Array
    """(F, R) share of piped water that is off at midnight."""


def flow(params: Params, service: Service, left: Array, homes: Homes, apart: Array) -> Taps:
    """Works as dark as their feeders, `apart` (F, R) of them all day; homes dark for `left`.

    In a block a share t of works that take turns stands still: tanks lose six hours times t and win
    six times (1 - t) `Water.fill`, up to full; works dark in a row lose all six. Those who have
    left draw as much as they still ask for. What empty tanks cannot give is off at once, and back
    no faster than in `Water.back` hours; behind a booster pump it is off wherever homes are dark.
    """
    water = params.water
    if not water.piped.any():
        none = np.zeros(homes.dry.shape)
        return Taps(none, homes.tanks, homes.tanks_apart, homes.works_apart, homes.dry)
    full, back, fill = water.tank[:, None], water.back[:, None], water.fill[:, None]
    works = on_feeders(service, water.guarded[:, None, None])
    apart = np.minimum(apart, works.min(axis=1))
    tanks, far = mixed(homes.tanks, homes.tanks_apart, homes.works_apart, apart)
    dry, hours = homes.dry, np.zeros(homes.dry.shape)
    there = 1 - (1 - params.leaving.asks[:, None]) * homes.away
    drawn = BLOCK_HOURS * there
    for block in range(works.shape[1]):
        turns = np.divide(
            works[:, block] - apart, 1 - apart, out=np.zeros(apart.shape), where=apart < 1
        )
        tanks, lacks = _drawn(tanks, BLOCK_HOURS * (there * turns - (1 - turns) * fill))
        tanks = np.minimum(tanks, full)
        far, all_day = _drawn(far, drawn)
        lacking = (1 - apart) * lacks + apart * all_day
        off = np.divide(lacking, drawn, out=np.zeros(apart.shape), where=drawn > 0)
        dry = np.maximum(off, np.maximum(dry - BLOCK_HOURS / back, 0.0))
        lifted = water.lifted[:, None] * left[:, block]
        hours = hours + BLOCK_HOURS * water.piped[:, None] * (dry + (1 - dry) * lifted)
    return Taps(hours, tanks, far, apart, dry)


def _drawn(tanks: Array, hours: Array) -> tuple[Array, Array]:
    """What is left of tanks [h] after so many hours of supply, and what they lacked of it [h]."""
    return np.maximum(tanks - hours, 0.0), np.maximum(hours - tanks, 0.0)
