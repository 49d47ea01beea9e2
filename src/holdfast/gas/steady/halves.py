"""How far thresholds must rise, searched by halves: where the method that steers them does not end.

Each solve has thresholds that stay; all parts are searched at once, as they do not touch.
"""

from __future__ import annotations

from holdfast.gas.compiled import njit
from holdfast.gas.steady.layout import AMOUNT, FLOW, HALVES, SPARE, TARGET, TERMINAL, TOP
from holdfast.gas.steady.moves import HIGHEST, MOST_SPARED, SOFT, SPARED

# mypy: disable-error-code="no-untyped-def, no-untyped-call"

SEARCHED = 8
"""Solves of a search; the last one is at the lowest rise that was enough."""


@njit(cache=True)
def begin_halves(k, room):
    """Lane k: thresholds rise by something between nothing and all."""
    room.lane[HALVES, k] = SEARCHED
    for i in range(room.lower.shape[0]):
        room.lower[i, k] = 0.0
        room.upper[i, k] = HIGHEST * room.meter[TOP, k]


@njit(cache=True)
def put_half(k, room):
    """Put thresholds in the middle, at last to where they are enough."""
    last = room.lane[HALVES, k] == 1
    for i in range(room.rise.shape[0]):
        middle = 0.5 * (room.lower[i, k] + room.upper[i, k])
        raised = room.upper[i, k] if last else middle
        room.rise[i, k] = raised if room.steered[room.part[i, k], k] > 0 else 0.0


@njit(cache=True)
def halves(k, model, room, loss):
    """Halve what is searched, by what those already granted lose; returns whether to go on."""
    if room.lane[HALVES, k] == 1:
        return False
    supplies, top = model.supplies[0], room.meter[TOP, k]
    turns = (model.terminal.size + supplies) // 2
    for i in range(room.answer.shape[0]):
        room.answer[i, k] = 0.0
    for t in range(supplies, turns):
        at, i = TERMINAL * t, model.terminal[t]
        way = SPARED * room.meter[TARGET, k] / room.terminal[at + SPARE, k]
        allowed = (loss + min(way, MOST_SPARED)) * (1.0 + SOFT * room.rise[i, k] / top)
        left = 1.0 - room.terminal[at + FLOW, k]
        room.answer[room.part[i, k], k] += room.terminal[at + AMOUNT, k] * (allowed - left)
    for i in range(room.answer.shape[0]):
        if room.answer[room.part[i, k], k] >= 0.0:
            room.upper[i, k] = room.rise[i, k]
        else:
            room.lower[i, k] = room.rise[i, k]
    room.lane[HALVES, k] -= 1
    return True
