"""Plain twins of the kernels of `readiness`: sums over masks, one future and stage at a time.

`move_on`, `turn` and `idle` have none of their own: the twin of `send` holds what is on its way by
the days that are left, and `idle` and `taken` are lines of it.
"""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np

from twins.model_kernels import one_quantile


def deal(asked, free, owner, whole, luck):
    """What each gets; arguments as of the kernel."""
    got = np.array(asked)
    for place, there in enumerate(free):
        mine = [int(n) for n in np.flatnonzero(owner == place)]
        total = sum((asked[n] for n in mine), 0.0)
        limit = math.floor(there + 1e-9) if whole else there
        if total <= limit:
            continue
        if not whole:
            got[mine] = [asked[n] * (limit / total) for n in mine]
            continue
        exact = {n: Fraction(asked[n]) * int(limit) / int(total) for n in mine}
        base = {n: math.floor(exact[n]) for n in mine}
        most = sorted(mine, key=lambda n: (base[n] - exact[n], luck[n], n))
        extra = most[: int(limit - sum(base.values()))]
        got[mine] = [base[n] + (n in extra) for n in mine]
    return got


def hand_out(unit, item, whole, luck, fails, wants, short, held, parts):
    """still, sets_out, waits, parts, removed; arguments as of the kernel."""
    units = np.zeros((wants.shape[1], fails.shape[1]))
    units[np.arange(len(unit)), unit] = 1.0
    items = np.zeros((wants.shape[1], held.shape[1]))
    items[np.arange(len(item)), item] = 1.0
    asked = short + wants
    turn = np.broadcast_to(luck, asked.shape)
    got = np.array([deal(asked[f], held[f], item, whole, turn[f]) for f in range(len(asked))])
    still = asked - got
    free = np.maximum(fails - summed(wants, units), 0.0)
    sets_out = added(free, got, unit)
    return still, sets_out, summed(still, units), added(parts, got, item), summed(wants, items)


def summed(values, of):
    """(F, M) sums of values (F, N) of each of M, one after the other."""
    made = np.zeros((len(values), of.shape[1]))
    for n in range(values.shape[1]):
        made += values[:, n : n + 1] * of[n]
    return made


def added(values, more, owner):
    """values (F, M) with more (F, N) of the owner (N,), one after the other."""
    made = np.array(values)
    for n, place in enumerate(owner):
        if place >= 0:
            made[:, place] += more[:, n]
    return made


def choose(unit, item, share, units, removed):
    """chosen; arguments as of the kernel."""
    mine = [units[:, u] if u >= 0 else removed[:, i] for u, i in zip(unit, item, strict=True)]
    return np.stack(mine, axis=1) * share


def send(ways, slot, whole, places, crews, uniform, chosen, dawn):
    """night, home, lost and here; arguments as of the kernel."""
    many = [one_future(f, ways, slot, whole, places, crews, uniform, chosen, dawn)
            for f in range(len(chosen))]  # fmt: skip
    return [np.array(each) for each in zip(*many, strict=True)]


def one_future(f, ways, slot, whole, places, crews, uniform, chosen, dawn):
    days = np.broadcast_to(ways.days, (len(chosen), *ways.days.shape[1:]))[f]
    share = np.broadcast_to(ways.lost, chosen.shape)[f]
    luck = np.broadcast_to(uniform, (5, *chosen.shape))[:, f]
    crew = np.broadcast_to(crews, (len(chosen), crews.shape[1]))[f]
    paths = range(chosen.shape[1])
    # left[stage][path][n]: what ends the stage in n days.
    left = [[unrolled(dawn.line[f], slot, days, ways, s, p) for p in paths] for s in range(3)]
    ends = np.array([[on_way[0] for on_way in stage] for stage in left])
    under = np.array([[sum(on_way[1:], 0.0) for on_way in stage] for stage in left])

    def moved(count, stage):
        """What takes no days, of a count that begins a stage."""
        straight = np.where(days[stage] > 0, 0.0, count)
        for p in paths:
            if days[stage, p] > 0:
                left[stage][p][days[stage, p]] += count[p]
                under[stage, p] += count[p]
        return straight

    def gone(count, way):
        if not whole:
            return count * share
        return np.array([one_quantile(luck[way, p], int(count[p]), share[p]) for p in paths])

    queue = dawn.queue[f] + chosen[f]
    sent = deal(queue, places, ways.transport, whole, luck[2])
    lost_there = gone(sent, 0)
    bench = dawn.bench[f] + (ends[0] + moved(sent - lost_there, 0))
    busy = [sum((under[1, p] for p in paths if ways.post[p] == n), 0.0) for n in range(len(crew))]
    begun = deal(bench, np.maximum(crew - busy, 0.0), ways.post, whole, luck[3])
    moved(begun, 1)
    dock = dawn.dock[f] + ends[1]
    fetched = deal(dock, places, ways.transport, whole, luck[4])
    lost_back = gone(fetched, 1)
    home = ends[2] + moved(fetched - lost_back, 2)
    waits = (queue - sent) + (bench - begun) + (dock - fetched)
    line = rolled(left, dawn.line[f], slot, days, ways)
    here = waits + under[0] + under[1] + under[2]
    return queue - sent, bench - begun, line, dock - fetched, home, lost_there + lost_back, here


def unrolled(line, slot, days, ways, stage, path):
    """What ends a stage in 0, 1 .. days - 1 days, and a place for what begins today."""
    first, room, many = ways.first[stage, path], ways.room[stage, path], int(days[stage, path])
    turns = [first + (slot[stage, path] - first + n) % room for n in range(many)]
    return [float(line[turn]) for turn in turns] + [0.0]


def rolled(left, line, slot, days, ways):
    """The line after today."""
    made = np.zeros(line.shape)
    for stage, paths in enumerate(left):
        for path, on_way in enumerate(paths):
            first, room = ways.first[stage, path], ways.room[stage, path]
            for n in range(1, int(days[stage, path]) + 1):
                made[first + (slot[stage, path] - first + n) % room] = on_way[n]
    return made


def account(unit, item, echelon, chosen, home, lost, here, scrapped, astray, echelons):
    """scrapped, returned, gone, astray, away, at; arguments as of the kernel."""
    none_of, of = np.zeros(scrapped.shape), np.zeros((*astray.shape, echelons))
    for p in range(len(unit)):
        if unit[p] >= 0:
            of[:, unit[p], echelon[p]] += here[:, p]
    left = added(scrapped, -chosen, item)
    parts = [added(none_of, each, item) for each in (home, lost)]
    away = added(np.zeros(astray.shape), here, unit)
    return left, *parts, added(astray, lost, unit), away, of
