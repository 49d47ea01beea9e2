"""Readiness of one day: what falls out, and what is mended where it stands or in echelons."""

from __future__ import annotations

import numpy as np

from holdfast.arrays import Array, arrays
from holdfast.draws import Luck
from holdfast.model.carried import Pipelines
from holdfast.model.readiness import echelons
from holdfast.model.readiness.failing import failed, mended_in_place
from holdfast.model.readiness.params import Params
from holdfast.model.types import Cover
from holdfast.model.upkeep import Readiness

_NONE = np.zeros((1, 1))


def start(params: Params) -> dict[str, Array]:
    """No unit is down: the counts at the start are of units ready to be used."""
    return {"down": np.zeros((1, len(params.names)))} | echelons.start(params)


def step(
    params: Params,
    cover: Cover,
    down: Array,
    held: Array,
    spent: Array = _NONE,
    pipelines: Pipelines | None = None,
    technicians: Array = _NONE,
    luck: Luck | None = None,
) -> Readiness:
    """Units down (F, U) [1] after the day, and spare parts spent out of those held (F, I) [pieces].

    `cover` are the units that stand after the raid, spent (F, U) the rounds that they fired.
    Pipelines, technicians that came since the start (F, T) and luck are needed for what is mended
    in echelons.
    """
    if params.paths is None:
        return _meanfield(params, cover, down, held, spent, pipelines)
    assert pipelines is not None
    assert luck is not None
    return echelons.step(params, cover, (down, held), spent, pipelines, technicians, luck)


def _meanfield(
    params: Params,
    cover: Cover,
    down: Array,
    held: Array,
    spent: Array,
    pipelines: Pipelines | None,
) -> Readiness:
    """A day of a country that mends all where it stands."""
    mended, parts = mended_in_place(params, down, held)
    fails = failed(params, cover.ready, spent)
    kept = {} if pipelines is None else {spec.name: value for spec, value in arrays(pipelines)}
    return Readiness(down=down + fails - mended, parts=parts, **kept)
