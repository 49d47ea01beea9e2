"""One day of the threat: what is launched, toward which regions, and what is left in stock."""

from __future__ import annotations

import numpy as np

from holdfast.arrays import Array
from holdfast.draws import Luck
from holdfast.model.kernels import split
from holdfast.model.regimes import current
from holdfast.model.threat.params import Params
from holdfast.model.threat.supply import pace, supplied
from holdfast.model.threat.waves import wanted
from holdfast.model.types import Raid


def step(
    params: Params, days_since_wave: Array, threat_stock: Array, today: int, luck: Luck
) -> Raid:
    """What is launched today: by the record up to its last day, by the hazard after it.

    days_since_wave (F,) [days], threat_stock (F, C) [1], both as of midnight.
    """
    futures, count = len(luck.futures), len(params.classes)
    supply = supplied(params, today)
    stock = threat_stock + supply
    if 0 <= today <= params.record_until:
        launched = np.tile(params.recorded[today], (futures, 1))
        claimed = np.tile(params.claimed[today], (futures, 1))
        wave = launched[:, params.lead] >= params.threshold
    else:
        quicker = pace(params, supply) if params.pace.any() else None
        wave, asked = wanted(params, days_since_wave, quicker, today, luck)
        launched = np.floor(np.minimum(asked, stock))
        claimed = np.full((futures, count), np.nan)
    return Raid(
        wave=wave.astype(float),
        days_since_wave=np.where(wave, 0.0, days_since_wave + 1.0),
        # A record above the drawn stock shows that the draw was too low; the stock is then empty.
        stock=np.maximum(stock - launched, 0.0),
        launched=launched,
        toward=_toward(params, launched, today, luck),
        claimed=claimed,
        aimed=params.energy_share[:, :, None]
        * current(params.target_from, params.target_share, today)[:, None, :],
        harmful=params.harmful,
    )


def _toward(params: Params, launched: Array, today: int, luck: Luck) -> Array:
    """Launches by target region (F, C, R); luck is drawn only for what flies."""
    share = current(params.region_from, params.region_share, today)
    regions = share.shape[2]
    made = np.zeros((*launched.shape, regions))
    future, label = np.nonzero(launched)
    if not len(future):
        return made
    place = label[:, None] * regions + np.arange(regions)
    uniform = luck.pairs("threat region", params.pairs, np.repeat(future, regions), place.ravel())
    parts = np.empty((len(future), 1, regions))
    split(
        launched[future, label][:, None],
        np.ascontiguousarray(share[future if len(share) > 1 else 0, label])[:, None],
        uniform.reshape(parts.shape),
        parts,
    )
    made[future, label] = parts[:, 0]
    return made
