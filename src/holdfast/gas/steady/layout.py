"""What the method works on: the network, states asked for, answers, and room for W states.

Nodes stand in order of elimination. Flow is in shares of all that is asked for in a state,
potential is pressure squared [bar^2, or a finer unit, see `scales`]. A `link` lets gas through
forward only: a compressor, a regulator, either way of a guard. A `terminal` is what gas enters or
leaves by: supplies first, then the deliveries that are already granted, then those whose turn it
is. A `hold` throttles what goes on from a node that would else fall under its least pressure.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from holdfast.gas.steady.symbolic import Pattern

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

FLOW, LOWER, UPPER = 0, 1, 2
"""Rows of a record: flow or share; multipliers of its lower and upper bound [bar^2]."""
ON, AIM, GAIN = 3, 4, 5
"""1 if it takes part; where it goes at equal potentials; how it moves with potential."""
BACK, AHEAD = 6, 7
"""1 over the distance to the lower and to the upper bound."""
RESISTANCE, EVEN, EASY, HERE, THERE = 6, 7, 8, 9, 10
"""Of a pipe: [bar^2]; square of the flow below which it is linear, at the end and on the way for
each bar^2 of the target; where a hold stands at an end of it, how what drives its flow answers to
the potentials of either end."""
RATIO, SET, SUCTION, MOST, POWER, SLOPE, BURNT, BURNS = 8, 9, 10, 11, 12, 13, 14, 15
"""Of a link: most ratio of potentials, set point, potential below which it lets go [bar^2], most
flow, power over the work of a unit flow, the slope of what it holds at its end, the gas that it
burns at its inlet, and how much it burns for the work of a unit flow, over that flow."""
AMOUNT, LEVEL, DROOP, LIFT, SPARE = 8, 9, 10, 11, 12
"""Of a terminal: what is asked or supplied, the potential where it begins, over how much it comes
in full [bar^2], the share of a rise of thresholds that it takes, and how far its
potential was above that where it came in full when the class in turn was not there."""
PIPE, LINK, TERMINAL, HOLD = 11, 16, 13, 8
"""Rows of a record."""


class Model(NamedTuple):
    """A network: N nodes, P pipes, E links, Z supplies, J deliveries, G holds."""

    pipe_from: Ints
    pipe_to: Ints
    pipe_slots: Ints
    """(P, 2) values of (from, to) and (to, from)."""
    link_from: Ints
    link_to: Ints
    link_slots: Ints
    link_set: Floats
    """(E,) potential."""
    link_suction: Floats
    """(E,) potential, 0 if a link never lets go."""
    link_fine: Floats
    """(E,) how finely each tells potentials apart, 1 or less."""
    terminal: Ints
    """(Z + 2 J,) node of each terminal."""
    level: Floats
    """(Z + 2 J,) potential where each begins, or that of a supply."""
    droop: Floats
    """(Z + 2 J,) over how much potential each comes in full."""
    supplies: Ints
    """(1,) Z."""
    hold: Ints
    """(G,) node of each hold."""
    hold_least: Floats
    """(G,) least potential there."""
    hold_begins: Floats
    """(G,) potential from which on down each takes something off."""
    hold_band: Floats
    """(G,) over how much potential it comes to take all."""
    pipe_hold: Ints
    """(P, 2) hold at either end of a pipe, -1 if there is none."""
    link_hold: Ints
    """(E,) hold where a link begins, -1 if there is none."""
    least: Floats
    """(N,) least potential of a node that carries flow."""
    reach: Floats
    """(N,) the highest potential at which gas can come, lifts included."""
    bound: Floats
    """(N,) most potential of a node that carries flow; infinite if there is none."""
    pipe_circles: Flags
    """(P,) whether a compressor can drive gas round through a pipe, beyond what is asked."""


class States(NamedTuple):
    """What is there in each of S states; flow in the network's unit."""

    resistance: Floats
    """(S, P) [bar^2 / unit^2]; 0 if a pipe is out."""
    ratio: Floats
    """(S, E) most ratio of potentials; 1 if a compressor is out."""
    most: Floats
    """(S, E) most flow [unit]."""
    power: Floats
    """(S, E) power over the work of a unit flow [unit]."""
    burns: Floats
    """(S, E) gas that is burnt for the work of a unit flow, over that flow."""
    supply: Floats
    """(S, Z) [unit]."""
    demand: Floats
    """(S, J, K) [unit]."""


class Answers(NamedTuple):
    """What each of S states comes to; flow in the network's unit."""

    delivered: Floats
    """(S, J, K)."""
    supplied: Floats
    """(S, Z)."""
    flow: Floats
    """(S, P)."""
    link: Floats
    """(S, E)."""
    burnt: Floats
    """(S, E)."""
    potential: Floats
    """(S, N) [bar^2]; 0 where no gas comes."""
    counts: Ints
    """(S, COUNTS) see below."""


SOLVES, STEPS, CAREFUL, DROPPED, PLAIN, EMPTY, TRIMMED = range(7)
"""Counts of a state: what was solved, steps of that, solves that did not end at first,
classes dropped because nothing solved them, 1 if the last polish failed, 1 if all else failed,
times that what is drawn was cut for the sake of least pressures."""
COUNTS = 7


class Room(NamedTuple):
    """Room for W states: arrays (rows, W), from 64-byte boundaries on."""

    values: Floats
    """N + 2 B rows, see `symbolic`."""
    excess: Floats
    """N rows: sum of each column of the matrix."""
    step: Floats
    """N rows: right-hand side, then the step of potentials; likewise below."""
    swell: Floats
    """How potentials rise with the threshold of their part."""
    potential: Floats
    rise: Floats
    """How far the threshold of the part is raised [bar^2]."""
    shift: Floats
    """The step of that."""
    lower: Floats
    """At the node that stands for a part: rises between which the search by halves goes on."""
    upper: Floats
    lack: Floats
    """Room: what those already granted may still lose after a step without a shift."""
    answer: Floats
    """Room: how that answers to a shift."""
    granted: Floats
    """At the node that stands for a part: what is granted there already."""
    draw: Floats
    """What is taken in any case."""
    idle: Floats
    """1 where no gas comes."""
    part: Ints
    """Node that stands for the part each node lies in."""
    steered: Ints
    """At the node that stands for a part: 1 if its threshold is raised as far as need be."""
    short: Ints
    """At the node that stands for a part: 1 if not all that is asked comes."""
    pipe: Floats
    link: Floats
    terminal: Floats
    hold: Floats
    lane: Ints
    """LANE rows."""
    meter: Floats
    """METERS rows."""


STATE, STAGE, STEPS_MADE, TRIES, STEERS, DROPS, HALVES, TRIMS, LAWFUL, HELD = range(10)
"""Rows of `lane`: the state, -1 if there is none; class in turn, or a stage below; steps of it and
tries before it; parts whose thresholds rise; 1 if the class in turn is dropped;
solves that are left of a search by halves; times that what is drawn was cut; 1 if the answer that
is written down obeys all laws and bounds; 1 if links are held when all is drawn."""
LANE = 10
ALL, POLISH = -1, 1000
"""Stages: every class at once; what is granted is drawn exactly."""
STEP, TARGET, TOTAL, COUNT, LAW, BALANCE, KEEP, LEAK = range(8)
EASE, BLUNT, SCALE, TOP, CLIPPED, LEAST, THROTTLES = range(8, 15)
"""Rows of the meter: length of the last step, target mu, sum of all products, their number, largest
violation of a pipe's law [bar^2], share of imbalance that is left, most of the way to a bound, leak
of links, their linear term, how blunt their corners are [bar^4], all that is asked [unit],
highest supply or, where deliveries are lifted higher, that [bar^2], 1 if it was cut short, the
least step, 1 if holds throttle pipes."""
METERS = 15


class Tuning(NamedTuple):
    """How the method goes on."""

    tolerance: float = 1e-4
    """Mean product of a share and its multiplier at the end [bar^2]."""
    law: float = 2e-3
    """Largest violation of a pipe's law at the end [bar^2]."""
    balance: float = 1e-12
    """Imbalance at the end, in shares of what it was."""
    loss: float = 3e-5
    """What lower classes may take from those already granted in a part, in shares of it."""
    patience: int = 120
    """Steps after which a stage is tried again, more carefully."""


def room_for(model: Model, pattern: Pattern, width: int) -> Room:
    """Room for `width` states of a network."""
    nodes = pattern.starts.size - 1

    def whole() -> Ints:
        return np.zeros((nodes, width), dtype=np.int64)

    return Room(
        values=_rows(nodes + 2 * pattern.rows.size, width),
        excess=_rows(nodes, width),
        step=_rows(nodes, width),
        swell=_rows(nodes, width),
        potential=_rows(nodes, width),
        rise=_rows(nodes, width),
        shift=_rows(nodes, width),
        lower=_rows(nodes, width),
        upper=_rows(nodes, width),
        lack=_rows(nodes, width),
        answer=_rows(nodes, width),
        granted=_rows(nodes, width),
        draw=_rows(nodes, width),
        idle=_rows(nodes, width),
        part=whole(),
        steered=whole(),
        short=whole(),
        pipe=_rows(PIPE * model.pipe_from.size, width),
        link=_rows(LINK * model.link_from.size, width),
        terminal=_rows(TERMINAL * model.terminal.size, width),
        hold=_rows(HOLD * model.hold.size, width),
        lane=np.zeros((LANE, width), dtype=np.int64),
        meter=_rows(METERS, width),
    )


def blank_answers(nodes: int, states: States) -> Answers:
    """Room for what states come to."""
    return Answers(
        delivered=np.zeros(states.demand.shape),
        supplied=np.zeros(states.supply.shape),
        flow=np.zeros(states.resistance.shape),
        link=np.zeros(states.ratio.shape),
        burnt=np.zeros(states.ratio.shape),
        potential=np.zeros((len(states.supply), nodes)),
        counts=np.zeros((len(states.supply), COUNTS), dtype=np.int64),
    )


def _rows(count: int, width: int) -> Floats:
    """Zeros (count, width) that begin at a multiple of 64 bytes."""
    plain = np.zeros(count * width + 8)
    first = -(plain.ctypes.data // 8) % 8
    return plain[first : first + count * width].reshape(count, width)
