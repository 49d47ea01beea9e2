"""A state by HiGHS, which is slow and settles where steps do not: the kernel's last resort.

Three programs one after the other: the least shed, the one way to share it (`alike`), and the
order of use of generators given that.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from holdfast.power.alike import Face, shared_alike
from holdfast.power.grid import Floats, Ints
from holdfast.power.inputs import Inputs
from holdfast.power.linear import least, left_of, program_of
from holdfast.power.states import Found, Given


def solve_reference(inputs: Inputs, given: Given, found: Found, state: int) -> None:
    """Fill what one state comes to, with nan if HiGHS finds no answer.

    Where no flow keeps within all limits they are exceeded by as little as can be, which the
    primal residual then shows. `found.corner` says where the total is the least but the way in
    which it is shared could not be proven: it is then one corner of many.
    """
    lines, weights = inputs.lines, inputs.weights
    program = program_of(lines, weights, given, state)
    answer = least(program)
    if answer is None:
        for array in found:
            array[state] = np.nan if array.dtype == np.float64 else False
        return
    order = inputs.merit / max(int(inputs.merit.max(initial=0)), 1)
    shared = shared_alike(program, Face.of(program, answer), weights, answer.x, order)
    found.corner[state] = shared is None
    x = answer.x if shared is None else shared
    values = {name: (x * program.units)[place] for name, place in program.parts.items()}
    found.shed[state] = values["shed"].reshape(weights.shape)
    found.flow[state] = values["flow"] + values["over"] - values["under"]
    found.link[state] = values["link"]
    found.angle[state] = values["angle"]
    _used_alike(inputs, given, found, state, values)
    _prices(inputs, given, found, state, answer)


def _used_alike(
    inputs: Inputs, given: Given, found: Found, state: int, values: dict[str, Floats]
) -> None:
    """Dispatch and what is spilled: what one bus and place in the order gives, all give alike."""
    demand = given.demand[state if len(given.demand) > 1 else 0]
    fed = np.maximum(-demand, 0.0).sum(axis=1)
    most = np.concatenate([given.generation[state], fed])
    used = np.concatenate([values["dispatch"], fed - values["spilled"]])
    bus: Ints = np.concatenate([inputs.lines.generator_bus, np.arange(len(fed))])
    places = int(inputs.merit.max(initial=0)) + 1
    key = bus * places + np.concatenate([inputs.merit, np.zeros(len(fed), dtype=np.int64)])
    total, all_used = np.bincount(key, most), np.bincount(key, used)
    share = np.divide(all_used, total, out=np.zeros(len(total)), where=total > 0)[key]
    split = np.clip(share, 0.0, 1.0) * most
    generators = len(inputs.merit)
    found.dispatch[state] = split[:generators]
    found.spilled[state] = fed - split[generators:]


def _prices(inputs: Inputs, given: Given, found: Found, state: int, answer: Any) -> None:
    """Prices of buses and pulls of branches, from the multipliers of the least shed."""
    lines, buses = inputs.lines, len(inputs.weights)
    price = answer.eqlin.marginals[:buses]
    ends = price[lines.branch_from] - price[lines.branch_to]
    on = left_of(lines, given, state) > 0
    found.price[state] = price
    found.pull[state] = np.where(on, answer.eqlin.marginals[buses:] - ends, 0.0)
