"""The compiled loops of a block of power once more, in numpy, with the checked functions of
`holdfast.power.operation`.

They are `ask` (made of own, back, waits, give, want, lay), `settle` (of total, darken,
peak_deficit, lacked, carry), `generate`, `weigh` (of lighten), and `limit` (of step_of,
served_of), and give what the kernels write.
"""

from __future__ import annotations

import numpy as np
from scipy.interpolate import RegularGridInterpolator

from holdfast.model.networks.fixed import Asked, Came, Carried
from holdfast.model.networks.kernels import SHORT
from holdfast.power import operation


def chosen(past, before, after):
    """The condition of each future."""
    return [np.where(past[:, None], yes, no) for yes, no in zip(after, before, strict=True)]


def give(plant, b, left, trip_left, fuelled):
    """(F, G + P) MW that generators can give, then on oil."""
    out = np.zeros(left.shape)
    for m, g in enumerate(plant.machine_of):
        out[:, g] += (trip_left[:, m] > 0) * plant.machine_share[m]
    gas = np.where(plant.gas_rate > 0, fuelled[:, plant.region], 1.0)
    most = plant.capacity * plant.factor[b]
    running, tank = (1 - plant.outage)[:, None], plant.tank
    whole = 1 - np.minimum(out, 1.0)
    own, regions = plant.region[tank], fuelled.shape[1] - tank.size
    units = left[:, tank] * whole[:, tank] * (1 - fuelled[:, own])
    on_oil = most[:, tank] * units * running * plant.on_oil * fuelled[:, regions:]
    return np.concatenate([most * left * whole * gas * running, on_oil], axis=1)


def waits(habits, left, spell):
    """(F, R, K) share that waits."""
    hours = habits.restart_hours[:, None, None]
    falls = habits.affected[:, None, None]
    return falls * operation.waiting(left[:, :, None], hours, habits.begin, habits.end, spell)


def ask(
    fixed,
    before,
    after,
    past,
    fuelled,
    borders,
    heating,
    unrestricted,
    announced,
    b,
    spell,
    now,
    nodes,
):
    """What a block asks of the wires."""
    plant, taps, habits = fixed
    generation, bank, branch, reachable = chosen(past, before, after)
    linked = 1 - np.maximum(now.dark_local, 1 - reachable)
    waiting = waits(habits, now.restart_left, spell)
    off = (now.relayed * habits.relay_mean[:, None])[:, :, None]
    waiting[:, :, 1:] += (1 - waiting[:, :, 1:]) * off
    thrift = 1 - habits.saving[:, None] * (announced[:, b] > 0)
    put_off = now.rebound * habits.asked_again[:, None]
    whole = np.divide(put_off, reachable, out=np.zeros_like(put_off), where=reachable > 0)
    wanted = (unrestricted[:, b] * thrift)[:, :, None] * habits.share
    wanted = wanted + (whole + heating[:, b])[:, :, None] * habits.people_share
    slices = wanted * (linked[:, :, None] * (1 - waiting))
    supply = give(plant, b, generation, now.trip_left, fuelled)
    demand = np.zeros((len(past), nodes, slices.shape[2]))
    demand[:, taps.bus] = slices[:, taps.region] * taps.share[:, None]
    links = np.broadcast_to(taps.link, (len(past), taps.link.shape[1]))
    return Asked(
        put_off + heating[:, b],
        whole * (1 - reachable),
        reachable,
        linked,
        waiting,
        wanted,
        slices,
        sources=np.concatenate([supply, borders], axis=1),
        carried=np.concatenate([bank, links], axis=1),
        branch=branch,
        demand=demand,
    )


def darken(habits, announced, shed, asked):
    """Who is dark, on which feeders, what was announced of it, and what is cut in turn (F, R)."""
    short = shed / np.maximum(asked.slices, 1e-9)
    few, back = habits.protected / 2, 1 - asked.waiting
    ordinary, kept = operation.share_cut(
        short[:, :, 1], short[:, :, 0], habits.protected, habits.overcut[:, None]
    )
    schedule = np.minimum(ordinary + kept, 1.0)
    cut = ordinary * back[:, :, 1] + kept * back[:, :, 0]
    dark = asked.waiting[:, :, 1] * (1 - few) + asked.waiting[:, :, 0] * few + cut
    told = operation.planned(schedule, announced)
    told = np.divide(told, schedule, out=np.zeros_like(schedule), where=schedule > 0)
    linked = asked.linked
    turns = np.minimum(habits.overcut[:, None] * short[:, :, 1], 1.0)
    lit = linked * back[:, :, 0] * np.maximum(1 - short[:, :, 0], 0.0)
    others = linked * back[:, :, 1] * (1 - turns)
    whole = linked * np.maximum(1 - dark, 0.0)
    return 1 - whole, 1 - lit, 1 - others, linked * cut * told, schedule


def peak_deficit(habits, unrestricted, shed, unserved, asked):
    """(F,) share of demand that is not met at the peak."""
    mean = unrestricted + asked.again
    met = asked.linked * (1 - (habits.share * asked.waiting).sum(axis=2))
    above = (habits.peak - 1)[:, None] * mean
    short = np.where(shed.sum(axis=2) > SHORT * mean, above, above * (1 - met))
    total = (mean + above).sum(axis=1)
    lacking = unserved.sum(axis=(1, 2)) + short.sum(axis=1)
    share = np.divide(lacking, total, out=np.zeros_like(total), where=total > 0)
    return np.minimum(share, 1.0)


def lacked(shed, connected, asked):
    """(F, R) MW that people within reach lacked."""
    there = asked.reach[:, :, None] - connected
    return (shed + asked.wanted * there)[:, :, :2].sum(axis=2)


def carry(habits, spell, lacking, now):
    """What is handed to the next block."""
    later = habits.put_off[:, None] * now.rebound
    return Carried(
        restart_left=np.maximum(now.restart_left - spell, 0.0),
        trip_left=np.maximum(now.trip_left - spell / 24, 0.0),
        dark_local=now.dark_local * habits.local_keep[:, None],
        relayed=now.relayed * habits.relay_keep[:, None],
        rebound=later + habits.rebound[:, None] * lacking,
    )


def settle(fixed, unrestricted, announced, b, spell, nodes, asked, now):
    """What a block comes to, and what is handed on."""
    _, taps, habits = fixed
    shed = np.zeros(asked.slices.shape)
    for bus, region in zip(taps.bus, taps.region, strict=True):
        shed[:, region] += nodes[:, bus]
    connected = asked.linked[:, :, None] * (1 - asked.waiting)
    lost = asked.wanted * (1 - connected)
    unserved = shed + (lost - asked.beyond[:, :, None] * habits.people_share)
    return Came(
        unserved.reshape(len(unserved), -1),
        *darken(habits, announced[:, b], shed, asked),
        peak_deficit(habits, unrestricted[:, b], shed, unserved, asked),
    ), carry(habits, spell, lacked(shed, connected, asked), now)


def of(values, rows):
    """Of these rows, or the one of all."""
    return values[rows] if len(values) > 1 else values


def generate(plant, left, rows, b, trip_left, fuelled):
    """(n, G) MW that generators can give, of some rows."""
    capacity, outage = of(plant.capacity, rows), of(plant.outage, rows)
    some = plant._replace(capacity=capacity, outage=outage, on_oil=of(plant.on_oil, rows))
    return give(some, b, left[rows], trip_left, fuelled)


def halve(ran, most, rate, region, spell, fuelled, gas, halvings):
    low, high = np.zeros_like(fuelled), fuelled.copy()
    for _ in range(halvings):
        middle = (low + high) / 2
        capped = np.minimum(ran, middle[:, region][:, None] * most).sum(axis=1) * spell
        burnt = np.zeros_like(fuelled)
        for station, where in enumerate(region):
            burnt[:, where] += capped[:, station] * rate[station]
        above = burnt > gas
        low, high = np.where(above, low, middle), np.where(above, middle, high)
    return low


def lighten(load, pocket, before, after, bank_region):
    """(n, R) MW of load that is cut off."""
    can = [np.zeros(load.shape) for _ in range(2)]
    for n, region in enumerate(bank_region):
        for made, bank in zip(can, (before, after), strict=True):
            made[:, region] += bank[:, n]
    more = np.maximum(load - can[1], 0) - np.maximum(load - can[0], 0)
    return np.minimum(load * pocket + np.maximum(more, 0), load)


def weigh(had, has, need, pocket, rows, before, after, bank_region):
    """Lost, dropped, load and headroom of a grid in one piece."""
    gave, gives, asked = (values.sum(axis=1) for values in (had, has, need))
    use = np.minimum(asked / np.maximum(gave, 1e-9), 1.0)
    load = need * np.minimum(gave / np.maximum(asked, 1e-9), 1.0)[:, None]
    dropped = lighten(load, pocket, before[rows], after[rows], bank_region)
    return (gave - gives) * use, dropped.sum(axis=1), load.sum(axis=1), gives * (1 - use)


def limit(design, part, node, secure, stress, out, served, through, demand, rows, carried):
    """What banks carry where the grid behind them delivers less."""
    made = carried.copy()
    for f in rows:
        curve = RegularGridInterpolator((stress, out), served[f % len(served)])
        for n in np.flatnonzero(design > 0):
            asked = demand[f, node[n]].sum() * part[n]
            if through[f, n] < 1 and asked > 0:
                at = np.clip(secure[f % len(secure)] * design[n] / asked, stress[0], stress[-1])
                made[f, n] = min(made[f, n], curve((at, 1 - through[f, n])) * asked)
    return made
