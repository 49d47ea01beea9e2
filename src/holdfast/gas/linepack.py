"""Linepack: gas that stands in pipes, carried from day to day so that its mass closes.

It is kept as an amount at each node, never worked out anew from pressures that were solved: what
was taken out is what was served, whatever the tolerance of the solver.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import numpy.typing as npt

from holdfast.gas.network import Floats, Network
from holdfast.gas.units import BAR

DAY = 86400.0
"""Seconds."""
_ROUNDING = 1e-9
"""Of what is moved: more than that above what is there is a mistake of the caller."""


def mean_pressure(one: npt.ArrayLike, other: npt.ArrayLike) -> Floats:
    """Mean along a pipe in which p^2 falls evenly: 2/3 (a + b - a b / (a + b)) [bar]."""
    a, b = np.asarray(one, dtype=np.float64), np.asarray(other, dtype=np.float64)
    total = a + b
    part = np.divide(a * b, total, out=np.zeros_like(total), where=total > 0)
    made: Floats = 2.0 / 3.0 * (total - part)
    return made


def gas_in_pipes(network: Network, pressure: npt.ArrayLike) -> Floats:
    """(..., P) gas in each pipe at pressures (..., N) [bar]: V p_m / a^2 [unit day]."""
    nodes = np.asarray(pressure, dtype=np.float64)
    mean = mean_pressure(nodes[..., network.pipe_from], nodes[..., network.pipe_to])
    mass = network.volume * mean * BAR / network.sound_speed**2
    made: Floats = mass / _day_mass(network)
    return made


@dataclasses.dataclass(frozen=True, slots=True)
class Linepack:
    """How much gas can stand at each node for use: half of each pipe counts at either end.

    Amounts are what one unit of flow carries in a day, [unit day].
    """

    most: Floats
    """(N,) what is between the least and the highest pressure."""

    @classmethod
    def of(cls, network: Network, lowest: npt.ArrayLike, highest: npt.ArrayLike) -> Linepack:
        """What pipes hold between two pressures (N,) or one for all [bar].

        Below `lowest` gas is not counted as usable, above `highest` there is no room. Raises
        ValueError if they do not fit.
        """
        nodes = len(network.nodes)
        low, high = (
            np.broadcast_to(np.asarray(value, dtype=np.float64), (nodes,))
            for value in (lowest, highest)
        )
        if not ((low >= 0) & (high >= low) & np.isfinite(high)).all():
            raise ValueError("lowest must be 0 or above, highest finite and not below lowest")
        half = 0.5 * network.volume
        volume = np.bincount(network.pipe_from, half, nodes) + np.bincount(
            network.pipe_to, half, nodes
        )
        mass = volume * (high - low) * BAR / network.sound_speed**2
        return cls(mass / _day_mass(network))

    def room(self, held: npt.ArrayLike) -> Floats:
        """(..., N) what can still be put in when `held` (..., N) is there."""
        made: Floats = np.maximum(self.most - self._checked(held), 0.0)
        return made

    def carried(self, held: npt.ArrayLike, put_in: npt.ArrayLike, served: npt.ArrayLike) -> Floats:
        """(..., N) what is there the next day: held + put_in - served.

        Raises ValueError if more is served than is there, or more put in than has room, by more
        than rounding.
        """
        now = self._checked(held)
        inward, outward = (np.asarray(value, dtype=np.float64) for value in (put_in, served))
        if not ((inward >= 0).all() and (outward >= 0).all()):
            raise ValueError("put_in and served must be 0 or above")
        slack = _ROUNDING * (1.0 + self.most)
        after: Floats = now + inward - outward
        if (after < -slack).any():
            raise ValueError("served is more than is there")
        if (after > self.most + slack).any():
            raise ValueError("put_in is more than has room")
        return after

    def _checked(self, held: npt.ArrayLike) -> Floats:
        now = np.asarray(held, dtype=np.float64)
        slack = _ROUNDING * (1.0 + self.most)
        if not ((now >= -slack) & (now <= self.most + slack)).all():
            raise ValueError("held must lie between 0 and most")
        return now


def by_source(supplied: npt.ArrayLike, offered: npt.ArrayLike) -> Floats:
    """(..., N, M) what each of M sources gave of `supplied` (..., N), the first source first.

    `offered` (..., N, M) is what each could give: wells, then stores, then linepack. The sum over
    sources is `supplied` to the last bit but those of addition; the last source gives what is left.

    Raises ValueError if more was supplied than was offered, by more than rounding.
    """
    total = np.asarray(supplied, dtype=np.float64)
    offers = np.asarray(offered, dtype=np.float64)
    if offers.shape[:-1] != total.shape:
        raise ValueError(f"offered has shape {offers.shape}, expected {total.shape} and sources")
    made = np.empty_like(offers)
    left = total
    for source in range(offers.shape[-1]):
        made[..., source] = np.minimum(left, offers[..., source])
        left = left - made[..., source]
    if (left > _ROUNDING * (1.0 + total)).any():
        raise ValueError("supplied is more than was offered")
    return made


def _day_mass(network: Network) -> float:
    """Mass that one unit of flow carries in a day [kg]."""
    return DAY if network.unit == "kg/s" else network.normal_density * 1e6
