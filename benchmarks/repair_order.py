"""How far the orders of repair are from the best: the fixed rule, looking ahead, and exact.

python benchmarks/repair_order.py [--cases 40]

On case5, case14 and case24 (PGLib-OPF) so many cases each of 4 to 10 parts out, drawn by a fixed
seed; one crew mends one a day. Lost is what is not served until all is mended, summed over days [MW
days], by DC flow with branches opened where that serves more (`holdfast.power.restore`), which also
gives the exact order. The rule mends by capacity (worth of `model/repair`), looking ahead by what
one part more serves today if flow is free within capacity (`model/repair/look_ahead`), as the
simulation does.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from holdfast.arrays import Array
from holdfast.model.repair.look_ahead import Outlook, reordered
from holdfast.power import Grid, balance, read_matpower, restore
from holdfast.power.restoration.fast import Orders
from holdfast.power.restoration.parts import Damage, Served, damage_of
from holdfast.power.restoration.restore import weights

ROOT = Path(__file__).parents[1]
CASES = ("case5_pjm", "case14_ieee", "case24_ieee_rts")


def damaged(grid: Grid, draw: np.random.Generator, parts: int) -> Damage:
    """Branches and generators out, so many in all, any as likely as any other that counts."""
    can = np.flatnonzero(np.r_[grid.in_service, grid.capacity > 0])
    out = np.zeros(len(grid.rating) + len(grid.capacity), dtype=bool)
    out[draw.choice(can, parts, replace=False)] = True
    return damage_of(grid, out[: len(grid.rating)], out[len(grid.rating) :])


def outlook(damage: Damage) -> Outlook:
    """The damaged grid as `model/repair` sees it: one installation for each part that is out."""
    grid, most = damage.grid, float(damage.demand.sum())
    generators = len(grid.capacity)
    rated = np.where(np.isfinite(grid.rating), grid.rating, most) * grid.in_service
    whole = np.concatenate([grid.capacity, rated])
    element = np.concatenate([generators + damage.branch, damage.generator]).astype(np.int64)
    keeps = np.ones(len(whole))
    keeps[element] = 0.0
    ends = np.stack([grid.branch_from, grid.branch_to], axis=1)
    asked = damage.demand.sum(axis=1)
    worth = whole[element]
    by_worth = np.lexsort((np.arange(len(element)), -worth))
    return Outlook(
        every=1,
        network=balance.Network(
            nodes=len(grid.buses),
            links=ends,
            places=grid.generator_bus,
            merit=np.arange(generators),
        ),
        sources=generators,
        whole=whole * (1.0 - keeps),
        other=whole * keeps,
        asked=asked,
        element=element,
        part=np.ones(len(element)),
        worth=worth,
        per_day=np.ones((3, len(element))),
        fixed=np.concatenate([3 * by_worth + state for state in range(3)]),
    )


def looked(look: Outlook) -> list[int]:
    """Parts in the order of one look after each repair."""
    left, order = np.zeros((1, len(look.element))), []
    while len(order) < len(look.element):
        ranked = reordered(look, left)[0] // 3
        order.append(next(int(part) for part in ranked if left[0, part] == 0.0))
        left[0, order[-1]] = 1.0
    return order


def lost(damage: Damage, orders: Array) -> Array:
    """(orders,) MW days not served of what is served in the end."""
    made = Orders(Served(damage), weights(damage.count, 1), True)
    served = made.values(orders) * damage.asked
    everything = Served(damage)(np.ones((1, damage.count), dtype=bool))[0] * damage.asked
    return np.asarray((damage.count + 1) * everything - served)


def compared(case: str, cases: int) -> str:
    """A line for one grid."""
    grid = read_matpower(ROOT / "data" / "grids" / f"pglib_opf_{case}.m")
    draw, told = np.random.default_rng(7), []
    for number in range(cases):
        damage = damaged(grid, draw, 4 + number % 7)
        if not damage.count:
            continue
        look = outlook(damage)
        rule = (look.fixed[: damage.count] // 3).tolist()
        exact = restore(
            grid, np.isin(np.arange(len(grid.rating)), damage.branch),
            np.isin(np.arange(len(grid.capacity)), damage.generator), 1, method="exact",
        )  # fmt: skip
        place = {part: k for k, part in enumerate(damage.parts)}
        best = [place[part] for part in exact.order]
        told.append(lost(damage, np.array([rule, looked(look), best])))
    values = np.array(told)
    over = values.sum(axis=0) / values[:, 2].sum() - 1
    equal = (values[:, :2] <= values[:, 2:] * (1 + 1e-6) + 1e-6).sum(axis=0)
    return (
        f"{case:16} {len(values)} cases, exact loses {values[:, 2].mean():.0f} MW days in the mean;"
        f" rule {over[0]:+.1%} ({equal[0]} cases equal), looking ahead {over[1]:+.1%}"
        f" ({equal[1]} equal)"
    )


def main() -> None:
    """Print a line a grid."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--cases", type=int, default=40)
    said = asked.parse_args()
    for case in CASES:
        print(compared(case, said.cases), flush=True)


if __name__ == "__main__":
    main()
