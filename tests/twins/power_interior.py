"""Plain numpy twins of the kernel of least shed: one state at a time, dense matrices.

`islands` is the twin of `find_islands`, `unite` and `flatten`; `start` of `place`, `put_middle`,
`place_branches`, `place_links` and `place_injections`; `solve_one` of `solve`, `refill`, `goes_on`,
`step`, `settled`, `rest`, `blank`, `give`, `give_branches`, `give_prices`, `give_all`,
`corrections_of_lane` and `moved`; its matrix and right-hand sides are those of `clear`, `add`,
`advance`, `advance_branches`, `advance_injections`, `advance_links`, `correct` and `measure`,
written with the formulas of `slacks`, `corrections`, `take`, `foresee` and `reach`;
`numpy.linalg.solve` stands for `factor`, `spread`, `carry`, `forward` and `backward`. `proof` is
the twin of `certify`, `balance_buses` and `across`. What `condense`, `spread_out`, `edges_of`,
`gather`, `collect` and `alone` make smaller, and `expand`, `roots_of`, `part`, `insert`, `attach`
and `share_out` bring back, is held against the grid as it is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from holdfast.power.interior import start as chosen
from holdfast.power.interior.layout import Model, States, Tuning


@dataclass
class Point:
    """All variables of a state: branches, then injections, then links."""

    low: np.ndarray
    high: np.ndarray
    dual_low: np.ndarray
    dual_high: np.ndarray
    angle: np.ndarray
    price: np.ndarray


def islands(count: int, ends: np.ndarray) -> np.ndarray:
    """(N,) the last bus of the island of each."""
    graph = csr_matrix((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(count, count))
    _, label = connected_components(graph, directed=False)
    last = np.zeros(label.max() + 1, dtype=int)
    np.maximum.at(last, label, np.arange(count))
    return last[label]


def rows_of(starts: np.ndarray) -> np.ndarray:
    """The bus at which each thing stands."""
    return np.repeat(np.arange(len(starts) - 1), np.diff(starts))


class Problem:
    """One state: what takes part, its matrices, costs and bounds."""

    def __init__(self, model: Model, states: States, s: int) -> None:
        buses = len(model.branch_starts) - 1
        self.branch_ends = np.stack([rows_of(model.branch_starts), model.branch_to], axis=1)
        self.link_ends = np.stack([rows_of(model.link_starts), model.link_to], axis=1)
        self.bus = rows_of(model.injection_starts)
        own = states.susceptance[s]
        tied = (states.link[s] > 0) & (model.link_high > model.link_low)
        own_island = islands(buses, self.branch_ends[own != 0])
        shared = islands(buses, np.concatenate([self.branch_ends[own != 0], self.link_ends[tied]]))
        size = states.injection[s]
        supply = np.bincount(shared[self.bus], size * ~model.demands, buses)[shared]
        demand = np.bincount(shared[self.bus], size * model.demands, buses)[shared]
        self.idle = (supply <= 0) | (demand <= 0)
        self.supply = supply
        self.ground = (own_island == np.arange(buses)) | self.idle
        self.everything = size[model.demands].sum()
        here = ~self.idle[self.bus]
        self.asked = size[model.demands & here].sum()
        self.most = size[~model.demands & here].sum()
        self.on = here & (size > 0)
        self.link_on = tied & ~self.idle[self.link_ends[:, 0]]
        self.own = np.where(self.idle[self.branch_ends[:, 0]], 0.0, own)
        self.size, self.demands = size, model.demands
        self.weight, self.shift = model.weight, model.shift
        asking = model.demands & (size > 0)
        self.aim = np.where(
            self.on & model.demands, size * asking.sum() / max(self.everything, 1e-300), 1.0
        )
        self.curvature = np.where(
            self.on & model.demands, model.sharing / np.maximum(size, 1e-300), 0
        )
        most = Tuning().free * (self.everything + np.abs(own * model.shift))
        thin = chosen.THINNEST * self.everything
        self.limit = np.where(
            self.own != 0, np.maximum(np.minimum(states.limit[s], most), thin), self.everything
        )
        share = states.link[s]
        low = np.maximum(
            share * np.where(share > 0, model.link_low, 0), -Tuning().free * self.everything
        )
        high = np.minimum(
            share * np.where(share > 0, model.link_high, 0), Tuning().free * self.everything
        )
        self.middle = np.where(self.link_on, 0.5 * (low + high), 0.0)
        self.half = np.where(self.link_on, np.maximum(0.5 * (high - low), thin), self.everything)
        self.drawn = np.bincount(self.bus, np.where(self.on & model.demands, size, 0.0), buses)


def incidence(ends: np.ndarray, buses: int) -> np.ndarray:
    """(N, E) 1 at the first end of each, -1 at the second."""
    made = np.zeros((buses, len(ends)))
    each = np.arange(len(ends))
    made[ends[:, 0], each] += 1
    made[ends[:, 1], each] -= 1
    return made


def aims(p: Problem) -> np.ndarray:
    """What the products of all variables go to, in shares of the target."""
    return np.concatenate([np.ones(len(p.limit)), p.aim, np.ones(len(p.half))])


def start(p: Problem) -> Point:
    """The point from which a state starts."""
    count = len(p.own) + len(p.size) + len(p.half)
    target = chosen.CENTRALITY * max(p.asked, 1e-3 * p.everything) / (2 * count)
    used = min(chosen.MOST, max(chosen.LEAST, chosen.DISPATCH * p.asked / p.most))
    share = np.where(p.on, np.where(p.demands, chosen.SHED, used), 0.5)
    size = np.where(p.on, p.size, 0.01 * p.everything)
    low = np.concatenate([p.limit, share * size, p.half])
    high = np.concatenate([p.limit, (1 - share) * size, p.half])
    target = target * aims(p)
    buses = len(p.idle)
    return Point(
        low,
        high,
        target / low,
        target / high,
        np.zeros(buses),
        np.where(p.idle, np.where(p.supply > 0, 0.0, 1.0), chosen.PRICE),
    )


def solve_one(
    model: Model, states: States, s: int, tuning: Tuning
) -> tuple[np.ndarray, np.ndarray, np.ndarray, float, int]:
    """Injections, flows, link flows, what is out of balance at the end, and steps, of one state."""
    p = Problem(model, states, s)
    if p.asked <= 0:
        return np.where(p.demands, p.size, 0.0), 0 * p.own, 0 * p.half, 0.0, 0
    buses, lines, ties = len(p.idle), len(p.own), len(p.half)
    across, along = incidence(p.branch_ends, buses), incidence(p.link_ends, buses)
    into = np.zeros((buses, len(p.size)))
    into[p.bus, np.arange(len(p.size))] = 1
    gain = np.concatenate([into, -along], axis=1)
    active = np.concatenate([p.on, p.link_on])
    curve = np.concatenate([p.curvature, np.where(p.link_on, chosen.EASE / p.half, 0.0)])
    cost = np.concatenate([p.weight, np.zeros(ties)])
    at = start(p)
    ohm = p.own * p.shift
    used = np.concatenate([at.low[lines : lines + len(p.size)], p.middle])
    pull0 = gain.T @ at.price - cost - curve * used
    rest = np.where(active, pull0 + at.dual_low[lines:] - at.dual_high[lines:], 0.0)
    steps = 0
    while steps < tuning.most:
        steps += 1
        x, w, z, v = at.low, at.high, at.dual_low, at.dual_high
        stiff = z / x + v / w
        flow = 0.5 * (x[:lines] - w[:lines])
        linked = (
            np.where(p.link_on, 0.5 * (x[-ties:] - w[-ties:]) + p.middle, 0) if ties else p.half
        )
        injected = np.where(p.on, x[lines : lines + len(p.size)], 0.0)
        lacking = into @ injected - p.drawn - across @ flow - along @ linked
        move = np.where(active, 1.0 / (stiff[lines:] + curve), 0.0)
        matrix = np.block(
            [
                [
                    across * (p.own**2 * stiff[:lines]) @ across.T + np.diag(p.ground * 1.0),
                    across * p.own @ across.T,
                ],
                [across * p.own @ across.T, -(gain * move) @ gain.T - np.diag(p.idle * 1.0)],
            ]
        )
        pull = rest - z[lines:] + v[lines:]

        def direction(
            low,
            high,
            ohm=ohm,
            stiff=stiff,
            move=move,
            pull=pull,
            matrix=matrix,
            lacking=lacking,
            at=at,
        ):
            """The step for second-order terms low and high, of angles, prices and variables."""
            push = low - high
            right = np.concatenate(
                [
                    across @ (p.own * (stiff[:lines] * ohm - across.T @ at.price + push[:lines])),
                    lacking + across @ ohm + gain @ (move * (pull + push[lines:])),
                ]
            )
            found = np.linalg.solve(matrix, right)
            turn, change = found[:buses], found[buses:]
            return (
                turn,
                change,
                np.concatenate(
                    [
                        p.own * (across.T @ turn) - ohm,
                        move * (pull + gain.T @ change + push[lines:]),
                    ]
                ),
            )

        total = (x * z + w * v).sum()
        none = np.zeros(len(x))
        _, _, ahead = direction(none, none)
        a, b = ahead / x, ahead / w
        primal = 1 / max(1.0, (-a).max(), b.max())
        dual = 1 / max(1.0, (1 + a).max(), (1 - b).max())
        left = ((x + primal * ahead) * (z - dual * z * (1 + a))).sum() + (
            (w - primal * ahead) * (v - dual * v * (1 - b))
        ).sum()
        target = max(left / total, 0.0) ** 3 * total / (2 * len(x)) * aims(p)
        low, high = target / x + z * a * (1 + a), target / w - v * b * (1 - b)
        turn, change, step = direction(low, high)
        dz, dv = low - z - z * step / x, high - v + v * step / w
        primal = min(1.0, tuning.keep / max(1.0, (-step / x).max(), (step / w).max()))
        dual = min(1.0, tuning.keep / max(1.0, (-dz / z).max(), (-dv / v).max()))
        rest = (1 - dual) * rest + (dual - primal) * curve * step[lines:]
        ohm = (1 - primal) * ohm
        at = Point(
            x + primal * step,
            w - primal * step,
            z + dual * dz,
            v + dual * dv,
            at.angle + primal * turn,
            at.price + dual * change,
        )
        total = (at.low * at.dual_low + at.high * at.dual_high).sum()
        if total <= tuning.tolerance * p.everything and primal > 0.99:
            break
    flow = 0.5 * (at.low - at.high)[:lines]
    shed = np.where(p.on, at.low[lines : lines + len(p.size)], np.where(p.demands, p.size, 0.0))
    linked = np.where(p.link_on, 0.5 * (at.low - at.high)[lines + len(p.size) :] + p.middle, 0.0)
    lost = into @ np.where(p.on, shed, 0.0) - p.drawn - across @ flow - along @ linked
    return shed, np.where(p.own != 0, flow, 0.0), linked, np.abs(lost).max(), steps


def proof(lines, weights, sharing, given, found, s: int) -> tuple[float, float, float, float]:
    """Shed, primal residual, dual residual and gap of a state, by arrays."""
    asked = given.demand[s if len(given.demand) > 1 else 0]
    buses = len(weights)
    own = lines.susceptance * given.branch[s]
    limit = np.where(own != 0, lines.rating, 0.0) * given.branch[s]
    everything = np.maximum(asked, 0).sum()
    across = incidence(np.stack([lines.branch_from, lines.branch_to], axis=1), buses)
    along = incidence(np.stack([lines.link_from, lines.link_to], axis=1), buses)
    price, flow, pull = found.price[s], found.flow[s], np.where(own != 0, found.pull[s], 0.0)
    lacking = (
        np.bincount(lines.generator_bus, found.dispatch[s], buses)
        + (found.shed[s] - asked).sum(axis=1)
        - found.spilled[s]
        - across @ flow
        - along @ found.link[s]
    )
    apart = np.where(flow != 0, flow - own * (across.T @ found.angle[s] - lines.shift), 0.0)
    low = np.where(given.link[s] > 0, lines.link_low, 0) * given.link[s]
    high = np.where(given.link[s] > 0, lines.link_high, 0) * given.link[s]
    worst = max(
        np.abs(lacking).max(),
        np.abs(apart).max(initial=0),
        (np.abs(flow) - limit).max(initial=0),
        (low - found.link[s]).max(initial=0),
        (found.link[s] - high).max(initial=0),
    )
    pulled = across.T @ price + pull
    torque = np.abs(across @ (own * pulled)) / np.maximum(np.abs(across) @ np.abs(own), 1e-300)
    wanted = np.maximum(asked, 0)
    share = np.clip((price[:, None] - weights) / sharing, 0, 1)
    bound = (
        (wanted * (price[:, None] + share * (weights - price[:, None] + sharing * share / 2))).sum()
        + (np.maximum(price[:, None], 0) * np.minimum(asked, 0)).sum()
        - (np.maximum(price[lines.generator_bus], 0) * given.generation[s]).sum()
    )
    free = Tuning().free * (everything + np.abs(own * lines.shift))
    bound -= (np.abs(pull) * np.minimum(limit, free)).sum() + (own * lines.shift * pulled).sum()
    gain = -(along.T @ price)
    ends = np.where(
        gain > 0,
        np.minimum(high, Tuning().free * everything),
        np.maximum(low, -Tuning().free * everything),
    )
    bound -= (gain * ends).sum()
    shed = (weights * found.shed[s]).sum()
    shared = (sharing * found.shed[s] ** 2 / 2 / np.where(wanted > 0, wanted, np.inf)).sum()
    scale = (weights * wanted).sum() or 1.0
    return shed, worst / (everything or 1.0), torque.max(), (shed + shared - bound) / scale
