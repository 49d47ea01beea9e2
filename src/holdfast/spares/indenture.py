"""Parts of parts: line-replaceable units mended by shop-replaceable ones, at bases and a depot.

A unit that fails at base b is mended there with chance r_b, and then needs one subunit k with
chance q_k; else it goes to the depot and needs one there. Subunits are themselves mended at the
base or the depot. Sherbrooke 1986 ("VARI-METRIC", Operations Research 34; 2004, chapter 5); with
Poisson pipelines it is MOD-METRIC (Muckstadt 1973, Management Science 20). With m_b the demand for
the unit, m_0 = sum m_b (1 - r_b), B and V mean and variance of backorders:

    m_bk = m_b r_b q_k,  m_0k = sum_b m_bk (1 - r_bk) + m_0 q'_k                             (1)
    X_0  = m_0 T_0 + sum_k f_0k B_0k,  f_0k = m_0 q'_k / m_0k                                (2)
    X_bk = m_bk ((1 - r_bk) O_bk + r_bk T_bk) + f_bk B_0k,  f_bk = m_bk (1 - r_bk) / m_0k     (3)
    X_b  = m_b ((1 - r_b) O_b + r_b T_b) + f_b B_0 + sum_k B_bk,  f_b = m_b (1 - r_b) / m_0   (4)

The variance of each adds f (1 - f) B + f^2 V where its mean has f B, and V_bk where it has B_bk.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import numpy.typing as npt

from holdfast.spares.asked import Asked, Floats
from holdfast.spares.echelons import Backorders
from holdfast.spares.fleet import share_up
from holdfast.spares.tails import backorder_variance, backorders


@dataclasses.dataclass(frozen=True, slots=True)
class Supply:
    """How a part is mended and held. B bases; K subunits on the first axis, if it is of them."""

    repaired_at_base: npt.ArrayLike
    """(B,) or (K, B), share of 0 to 1."""
    base_repair_time: npt.ArrayLike
    """(B,) or (K, B) [year], without waiting for subunits."""
    order_ship_time: npt.ArrayLike
    """(B,) or (K, B) [year]."""
    depot_repair_time: npt.ArrayLike
    """() or (K,) [year], without waiting for subunits."""
    depot_stock: npt.ArrayLike
    """() or (K,) whole."""
    base_stock: npt.ArrayLike
    """(B,) or (K, B) whole."""


@dataclasses.dataclass(frozen=True, slots=True)
class Indentured:
    """What is short of a unit and of its K subunits, at rest."""

    unit: Backorders
    """Of the unit itself: holes in systems."""
    subunit_depot: Floats
    """(K,) owed by the depot."""
    subunit_base: Floats
    """(K, B) units that wait in base repair for a subunit."""


class _Read:
    """A `Supply` as arrays of one shape, (B,) or (K, B)."""

    def __init__(self, asked: Asked, name: str, supply: Supply) -> None:
        def at_base(field: str, high: float = np.inf, whole: bool = False) -> Floats:
            return asked.amounts(f"{name}.{field}", getattr(supply, field), 0.0, high, whole)

        self.repaired = at_base("repaired_at_base", high=1.0)
        self.base_time = at_base("base_repair_time")
        self.ship_time = at_base("order_ship_time")
        self.base_stock = at_base("base_stock", whole=True)
        self.depot_time = at_base("depot_repair_time")
        self.depot_stock = at_base("depot_stock", whole=True)

    def shaped(self, asked: Asked, name: str, shape: tuple[int, ...]) -> None:
        """Every field in its shape."""
        for field in ("repaired", "base_time", "ship_time", "base_stock"):
            setattr(self, field, _wide(asked, f"{name}: {field}", getattr(self, field), shape))
        for field in ("depot_time", "depot_stock"):
            setattr(self, field, _wide(asked, f"{name}: {field}", getattr(self, field), shape[:-1]))


def indentured(
    demand_rate: npt.ArrayLike,
    unit: Supply,
    subunits: Supply,
    needed: npt.ArrayLike,
    needed_at_depot: npt.ArrayLike | None = None,
    *,
    model: str = "vari_metric",
    systems: npt.ArrayLike = 1,
    quantity_per_system: npt.ArrayLike = 1,
) -> Indentured:
    """Expected backorders of a unit that is mended by replacing one of K subunits.

    `demand_rate` (B,) failures of the unit [1/year]; `needed` (K,) chance that mending it at a base
    takes subunit k, at most 1 in sum; `needed_at_depot` (K,) the same at the depot, as at a base if
    not given; `model` vari_metric or metric (MOD-METRIC); `systems` (B,) and `quantity_per_system`
    as in `metric`.

    Raises ValueError that names every argument that is wrong.
    """
    asked = Asked()
    asked.choice("model", model, ("vari_metric", "metric"))
    rate = np.atleast_1d(asked.amounts("demand_rate", demand_rate))
    chance = np.atleast_1d(asked.amounts("needed", needed, high=1.0))
    there = needed if needed_at_depot is None else needed_at_depot
    depot_chance = np.atleast_1d(asked.amounts("needed_at_depot", there, high=1.0))
    for name, value in (("needed", chance), ("needed_at_depot", depot_chance)):
        if value.sum() > 1 + 1e-9:
            asked.wrong.append(f"{name} is {value.sum():g} in sum: 0 to 1 is allowed")
    fleet = asked.amounts("systems", systems, above=True)
    each = asked.amounts("quantity_per_system", quantity_per_system, low=1, whole=True)
    whole, parts = _Read(asked, "unit", unit), _Read(asked, "subunits", subunits)
    if rate.ndim != 1 or chance.ndim != 1 or depot_chance.shape != chance.shape or each.ndim:
        asked.wrong.append(
            f"demand_rate {rate.shape}, needed {chance.shape}, needed_at_depot "
            f"{depot_chance.shape}, quantity_per_system {each.shape}: (B,), (K,), (K,), () needed"
        )
    asked.settle()
    whole.shaped(asked, "unit", rate.shape)
    parts.shaped(asked, "subunits", (*chance.shape, *rate.shape))
    fleet = _wide(asked, "systems", fleet, rate.shape)
    asked.settle()
    return _judged(rate, whole, parts, chance, depot_chance, model, fleet, each)


def _judged(
    rate: Floats, unit: _Read, parts: _Read, needed: Floats, at_depot: Floats, model: str,
    fleet: Floats, each: Floats,
) -> Indentured:  # fmt: skip
    """Equations (1) to (4), from the depot's subunits to the systems."""
    to_depot = rate * (1 - unit.repaired)
    asks = to_depot.sum()
    part_rate = rate * unit.repaired * needed[:, None]
    part_to_depot = part_rate * (1 - parts.repaired)
    part_asks = part_to_depot.sum(axis=1) + asks * at_depot
    owed, owed_spread = _short(parts.depot_stock, part_asks * parts.depot_time, None, model)
    for_units = _share(asks * at_depot, part_asks)
    mean, spread = _passed(for_units, owed, owed_spread)
    depot_mean = asks * unit.depot_time + mean.sum()
    depot, depot_spread = _short(
        unit.depot_stock, depot_mean, asks * unit.depot_time + spread.sum(), model
    )
    mean, spread = _passed(
        _share(part_to_depot, part_asks[:, None]), owed[:, None], owed_spread[:, None]
    )
    own = part_rate * ((1 - parts.repaired) * parts.ship_time + parts.repaired * parts.base_time)
    lacks, lacks_spread = _short(parts.base_stock, own + mean, own + spread, model)
    mean, spread = _passed(_share(to_depot, asks), depot, depot_spread)
    own = rate * ((1 - unit.repaired) * unit.ship_time + unit.repaired * unit.base_time)
    waits = own + mean + lacks.sum(axis=0)
    waits_spread = own + spread + lacks_spread.sum(axis=0)
    holes, _ = _short(unit.base_stock, waits, waits_spread, model)
    up = share_up(holes, each, fleet)
    return Indentured(
        Backorders(
            depot=depot[()],
            base=holes,
            total=holes.sum()[()],
            availability=((up * fleet).sum() / fleet.sum())[()],
            pipeline=waits,
            pipeline_variance=waits if model == "metric" else np.maximum(waits_spread, waits),
        ),
        subunit_depot=owed,
        subunit_base=lacks,
    )


def _short(
    stock: Floats, mean: Floats, variance: Floats | None, model: str
) -> tuple[Floats, Floats]:
    """Mean and variance of backorders, in the model's law."""
    law = None if model == "metric" or variance is None else np.maximum(variance, mean)
    return backorders(stock, mean, law), backorder_variance(stock, mean, law)


def _passed(share: Floats, mean: Floats, variance: Floats) -> tuple[Floats, Floats]:
    """Mean and variance of the part of backorders that falls to one of those who wait."""
    return share * mean, share * (1 - share) * mean + share * share * variance


def _share(part: Floats, whole: Floats) -> Floats:
    shape = np.broadcast_shapes(np.shape(part), np.shape(whole))
    return np.divide(part, whole, out=np.zeros(shape), where=np.broadcast_to(whole, shape) > 0)


def _wide(asked: Asked, name: str, value: Floats, shape: tuple[int, ...]) -> Floats:
    if value.shape == () or value.shape == shape:
        return np.broadcast_to(value, shape)
    if len(shape) == 2 and value.shape == shape[1:]:
        return np.broadcast_to(value, shape)
    asked.wrong.append(f"{name} has shape {value.shape}: {shape} is allowed")
    return np.zeros(shape)
