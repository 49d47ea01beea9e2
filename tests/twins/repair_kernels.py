"""Plain twins of the kernels of `repair`: one queue of damaged installations per future.

`ranked` has none of its own: the twin of `assign` sorts its queue; that of `donor_of` is inside
that of `strip`.
"""

from __future__ import annotations

import numpy as np


def assign(order, sites, means, *changed):
    """What changed, mended and worked; arguments as of the kernel."""
    state, work, has_part, fitted, crews, posted, pieces, slots = (each.copy() for each in changed)
    futures, mended, worked = len(state), np.zeros(work.shape), np.zeros(work.shape)
    order = np.broadcast_to(order, (futures, order.shape[1]))
    for f in range(futures):
        place = {int(pair): at for at, pair in enumerate(order[f])}
        queue = [a for a in range(state.shape[1]) if state[f, a] > 0]
        queue.sort(key=lambda a: place[3 * a + int(state[f, a]) - 1])
        effort = means.effort[min(f, len(means.effort) - 1)]
        way = means.way[min(f, len(means.way) - 1)]
        travel = means.travel[min(f, len(means.travel) - 1)]
        for a in queue:
            if state[f, a] == 3 and sites.fits[a, 0] >= 0 and has_part[f, a] < 1:
                haul = hand_out(sites, f, a, has_part, fitted, pieces, slots)
                if haul >= 0:
                    has_part[f, a] += way[haul]
                if has_part[f, a] > 1 - 1e-9:
                    has_part[f, a] = 1
                continue
            skill, post = sites.skill[a], sites.post[a]
            done = effort[skill, sites.area[a]]
            crew = min(1.0, crews[f, skill, post], work[f, a] / done)
            if crew < 1.0 and crew < work[f, a] / done and crews.shape[2] > 1:
                moved = fetch(f, skill, post, 1.0 - crew, crews, posted)
                crews[f, skill, post] += moved
                work[f, a] += moved * travel * done
                crew = min(1.0, crew + moved, work[f, a] / done)
            crews[f, skill, post] -= crew
            worked[f, a] = crew
            work[f, a] -= crew * done
            if work[f, a] <= 1e-9:
                state[f, a], work[f, a], mended[f, a] = 0, 0.0, 1.0
    return state, work, has_part, fitted, crews, posted, pieces, slots, mended, worked


def hand_out(sites, f, a, has_part, fitted, pieces, slots):
    """The class of transport of the part of installation a, which is given where it can be."""
    usual = int(sites.fits[a, 0])
    tracked = fitted.shape == has_part.shape
    if has_part[f, a] > 0:
        item = int(fitted[f, a]) - 1 if tracked else usual
        return int(sites.haul[item if item >= 0 else usual])
    for item in (int(each) for each in sites.fits[a] if each >= 0):
        haul = int(sites.haul[item])
        if pieces[f, item] >= 1 and slots[f, haul] >= 1:
            pieces[f, item] -= 1
            slots[f, haul] -= 1
            if tracked:
                fitted[f, a] = item + 1
            return haul
    return -1


def fetch(f, skill, post, asked, crews, posted):
    """Crews called from the other post that has most of them left, the first of several."""
    others = [p for p in range(crews.shape[2]) if p != post]
    best = max(others, key=lambda p: (crews[f, skill, p], -p))
    moved = max(min(asked, crews[f, skill, best]), 0.0)
    crews[f, skill, best] -= moved
    posted[f, skill, best] -= moved
    posted[f, skill, post] += moved
    return moved


def station(order, unit, setting_up, state, hit, standing, pieces):
    """standing and pieces; arguments as of the kernel."""
    standing, pieces = standing.copy(), pieces.copy()
    futures = len(state)
    order = np.broadcast_to(order, (futures, order.shape[1]))
    setting_up = np.broadcast_to(setting_up, standing.shape)
    for f in range(futures):
        for a in np.flatnonzero(standing[f] > 0):
            if hit[f, a] > 0:
                standing[f, a] = 0
            elif state[f, a] == 0:
                standing[f, a] = 0
                pieces[f, unit[a]] += 1
            else:
                standing[f, a] = min(standing[f, a] + setting_up[f, a], 1.0)
                if standing[f, a] > 1 - 1e-9:
                    standing[f, a] = 1
        queue = [int(pair) // 3 for pair in order[f] if pair % 3 == 2]
        for a in queue:
            waits = state[f, a] == 3 and standing[f, a] == 0 and unit[a] >= 0
            if waits and pieces[f, unit[a]] >= 1:
                pieces[f, unit[a]] -= 1
                standing[f, a] = min(setting_up[f, a], 1.0)
    return standing, pieces


def strip(order, pool, daily, state, *changed):
    """has_part, remains, taken and donor; arguments as of the kernel."""
    has_part, remains, taken, donor = (each.copy() for each in changed)
    futures = len(state)
    order = np.broadcast_to(order, (futures, order.shape[1]))
    daily = np.broadcast_to(daily, has_part.shape)
    for f in range(futures):
        for a in np.flatnonzero(donor[f]):
            b = int(donor[f, a]) - 1
            if state[f, a] == 3 and has_part[f, a] == 0:
                taken[f, a] += daily[f, a]
                if taken[f, a] > 1 - 1e-9:
                    has_part[f, a], donor[f, a], taken[f, a] = 1, 0, 0
                    remains[f, a] = 2
                continue
            if b < state.shape[1] and remains[f, b] == 3:
                remains[f, b] = 1
            donor[f, a] = taken[f, a] = 0
        queue = [int(pair) // 3 for pair in order[f] if pair % 3 == 2]
        for a in queue:
            waits = state[f, a] == 3 and has_part[f, a] == 0 and donor[f, a] == 0
            if not waits or pool[a] < 0 or remains[f, a] == 3:
                continue
            able = [
                b
                for b in reversed(queue)
                if b != a and pool[b] == pool[a] and state[f, b] == 3
                if remains[f, b] == 1 and donor[f, b] == 0
            ]
            # The sort keeps the order of those that are alike.
            able.sort(key=lambda b: has_part[f, b] == 0)
            if able:
                remains[f, able[0]], donor[f, a] = 3, able[0] + 1
        for a in np.flatnonzero((donor[f] > 0) & (donor[f] <= state.shape[1])):
            if state[f, int(donor[f, a]) - 1] != 3:
                donor[f, a] = state.shape[1] + 1
    return has_part, np.where(state == 3, remains, 0.0), taken, donor
