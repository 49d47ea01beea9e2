"""The true optimum of one state of a gas network: a mixed-integer model for SCIP."""

from __future__ import annotations

import dataclasses

import numpy as np
from pyscipopt import Model, quicksum

from holdfast.gas import Network

UNIT = 100.0
"""bar2 of one unit of the model; flows are counted in hundredths of all that is asked."""


@dataclasses.dataclass(frozen=True, slots=True)
class Optimum:
    """What SCIP found and proved; sums of weight x delivered in the network's unit."""

    found: float
    bound: float
    seconds: float
    status: str
    delivered: np.ndarray
    """(N, K)."""


class State:
    """The model of one state.

    Pipes obey Weymouth's law with their sign. Through a compressor gas flows forward, to at most
    ratio and set point (ratio 1 if it is out); through a regulator forward to at most its set
    point. Supply enters where pressure is at most `supply_pressure`, no node is above
    `pressure_max`, and gas goes to, through or out of a node where it is at least `pressure_min`;
    with `passing` false this is asked of deliveries alone. Limits of power are left out.
    """

    def __init__(
        self, net: Network, asked: float, entering: float, seconds: float, passing: bool = True
    ) -> None:
        self.net, self.model = net, Model()
        self.model.hideOutput()
        self.model.setParam("limits/time", seconds)
        self.model.setParam("limits/gap", 1e-5)
        self.scale = asked / 100.0
        self.most = min(entering, asked) / self.scale
        self.place = merged(net)
        top = np.full(len(net.nodes), np.inf)
        np.minimum.at(top, self.place, net.pressure_max)
        highest = max(net.supply_pressure.max(), net.set_point.max(initial=0.0))
        top = np.minimum(top, highest) ** 2 / UNIT
        self.highest = float(top.max())
        self.top = {i: float(top[i]) for i in set(self.place.tolist())}
        self.square = {i: self.model.addVar(lb=0.0, ub=self.top[i]) for i in self.top}
        self.balance: dict[int, list] = {i: [] for i in self.top}
        least = np.zeros(len(net.nodes))
        np.maximum.at(least, self.place, net.pressure_min)
        self.least = {i: float(least[i] ** 2) / UNIT for i in self.top}
        self.carries = {}
        if passing:
            for i, low in self.least.items():
                if low > 0.0:
                    carries = self.model.addVar(vtype="B")
                    self.model.addCons(self.square[i] >= low * carries)
                    self.carries[i] = carries

    def flow(self, one: int, other: int, low: float, high: float):
        """A flow from a node to another."""
        made = self.model.addVar(lb=low, ub=high)
        self.balance[one].append(-made)
        self.balance[other].append(made)
        for node in (one, other):
            if node in self.carries:
                self.model.addCons(made <= high * self.carries[node])
        return made

    def pipe(self, pipe: int) -> None:
        """A pipe that is not out: a flow each way, and which of them it is.

        With one signed flow and f |f| SCIP 10 proved optima that feasible points beat by .2.
        """
        one, other = (int(self.place[e[pipe]]) for e in (self.net.pipe_from, self.net.pipe_to))
        if one != other:
            law = float(self.net.resistance[pipe]) * self.scale**2 / UNIT
            there = self.flow(one, other, 0.0, self.most)
            back = self.flow(other, one, 0.0, self.most)
            forward = self.model.addVar(vtype="B")
            self.model.addCons(there <= self.most * forward)
            self.model.addCons(back <= self.most * (1 - forward))
            drop = self.square[one] - self.square[other]
            self.model.addCons(law * there * there - law * back * back == drop)

    def lift(self, one: int, other: int, ratio: float, limit: float, most: float) -> None:
        """A compressor or regulator: forward only, to at most ratio x inlet and the limit."""
        one, other = int(self.place[one]), int(self.place[other])
        if one != other:
            high = min(self.most, most / self.scale)
            made = self.flow(one, other, 0.0, high)
            runs = self.model.addVar(vtype="B")
            self.model.addCons(made <= high * runs)
            room = self.highest * (1 - runs)
            self.model.addCons(self.square[other] <= ratio**2 * self.square[one] + room)
            self.only_under(limit, other, made, high)

    def only_under(self, limit: float, node: int, flow, high: float) -> None:
        """The flow is 0 unless the pressure of a node is at most the limit [bar]."""
        bound = limit**2 / UNIT
        if bound < self.top[node]:
            runs = self.model.addVar(vtype="B")
            self.model.addCons(flow <= high * runs)
            self.model.addCons(self.square[node] <= bound + (self.top[node] - bound) * (1 - runs))

    def entry(self, node: int, amount: float) -> None:
        """What can enter at a node."""
        place, high = int(self.place[node]), amount / self.scale
        made = self.model.addVar(lb=0.0, ub=high)
        self.balance[place].append(made)
        if place in self.carries:
            self.model.addCons(made <= high * self.carries[place])
        self.only_under(float(self.net.supply_pressure[node]), place, made, high)

    def exit(self, node: int, asked: np.ndarray) -> list:
        """What is delivered at a node, by class."""
        place = int(self.place[node])
        served = self.model.addVar(vtype="B")
        self.model.addCons(self.square[place] >= self.least[place] * served)
        parts = [self.model.addVar(lb=0.0, ub=float(each) / self.scale) for each in asked]
        for part, each in zip(parts, asked, strict=True):
            self.model.addCons(part <= float(each) / self.scale * served)
        self.balance[place].extend(-part for part in parts)
        return parts


def optimum(
    net: Network,
    pipe_out: np.ndarray,
    compressor_out: np.ndarray,
    supply: np.ndarray,
    demand: np.ndarray,
    weights: np.ndarray,
    seconds: float,
    least: np.ndarray | None = None,
) -> Optimum:
    """Most that can be delivered, by weight (K,), in a state; `demand` (N, K).

    `least` (K,) is what each class must get in all, 0 if it is not given.
    """
    amounts = np.zeros(demand.shape)
    if demand.sum() <= 0 or supply.sum() <= 0:
        return Optimum(0.0, 0.0, 0.0, "optimal", amounts)
    state = State(net, float(demand.sum()), float(supply.sum()), seconds)
    _elements(state, net, pipe_out, compressor_out)
    for node in np.flatnonzero(supply > 0):
        state.entry(int(node), float(supply[node]))
    asking = np.flatnonzero(demand.sum(axis=1) > 0)
    parts = [state.exit(int(node), demand[node]) for node in asking]
    model = state.model
    for each in state.balance.values():
        if each:
            model.addCons(quicksum(each) == 0.0)
    for k, amount in enumerate(np.zeros(len(weights)) if least is None else least):
        if amount > 0:
            model.addCons(quicksum(row[k] for row in parts) >= float(amount) / state.scale)
    worth = (float(w) * part for row in parts for w, part in zip(weights, row, strict=True))
    model.setObjective(quicksum(worth), "maximize")
    model.optimize()
    if model.getNSols():
        for node, row in zip(asking, parts, strict=True):
            amounts[node] = [model.getVal(part) * state.scale for part in row]
    bound = model.getDualbound() * state.scale
    found = float((amounts * weights).sum())
    return Optimum(found, bound, model.getSolvingTime(), model.getStatus(), amounts)


def in_order(
    net: Network,
    pipe_out: np.ndarray,
    compressor_out: np.ndarray,
    supply: np.ndarray,
    demand: np.ndarray,
    seconds: float,
) -> np.ndarray:
    """(K,) most that each class can get when classes before it get their most."""
    classes = demand.shape[1]
    least = np.zeros(classes)
    given = (net, pipe_out, compressor_out, supply, demand)
    for k in range(classes):
        found = optimum(*given, np.eye(classes)[k], seconds, least)
        least[k] = max(found.found * (1 - 1e-6) - 1e-9, 0.0)
    return least


def _elements(state: State, net: Network, pipe_out: np.ndarray, compressor_out: np.ndarray) -> None:
    """Pipes, compressors and regulators."""
    for pipe in np.flatnonzero(~pipe_out):
        state.pipe(int(pipe))
    for k, (one, other) in enumerate(zip(net.compressor_from, net.compressor_to, strict=True)):
        ratio = 1.0 if compressor_out[k] else float(net.ratio[k])
        state.lift(one, other, ratio, float(net.set_point[k]), float(net.most_flow[k]))
    for k, (one, other) in enumerate(zip(net.regulator_from, net.regulator_to, strict=True)):
        state.lift(one, other, 1.0, float(net.regulator_set_point[k]), np.inf)


def merged(net: Network) -> np.ndarray:
    """(N,) the first of the nodes that ties make one."""
    label = np.arange(len(net.nodes))
    for _ in net.nodes:
        for one, other in zip(net.tie_from, net.tie_to, strict=True):
            label[[one, other]] = min(label[one], label[other])
    return label
