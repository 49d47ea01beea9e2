"""How finely potentials are told apart: by what there is to be lost.

Deliveries, supplies, holds and links come to what they are over a span of potential. It is a small
part of what lies between the potential at which gas can come and the least that is asked for, and
never more than suits a network of high pressure. A network of low pressure is counted in finer
units.
"""

from __future__ import annotations

import dataclasses

import numpy as np

from holdfast.gas.joined import parts
from holdfast.gas.network import Floats, Ints, Network

USUAL_TOP = 1600.0
"""Highest supply [bar^2] under which the unit of potential is finer: it comes to this in it."""
DROOP = 10.0
"""A delivery comes whole at most so far above its least pressure [unit of potential]."""
OF_HEAD = 0.5
"""At most, in shares of what lies between its least pressure and that at which gas can come."""
BAND = 0.2
"""Over so much of that a hold takes off all or nothing."""
OF_LOSS = 0.1
"""A supply comes whole, and a corner of a link is rounded, over at most such a share of the least
of that where gas goes from there."""
OF_LEVEL = 0.01
"""A supply comes whole over at most such a share of its potential."""
UNDER = 5e-4
"""A pressure may lie so far under its least by rounding [root of the unit of potential]."""
FARTHEST = 1e7
"""Stands for a set point or bound that is not there [bar, and unit of potential]."""

Pairs = list[tuple[int, int]]


def unit_of(top: Floats) -> float:
    """The unit of potential [bar^2] if supplies come at `top` [bar]: less than 1 if all are low."""
    highest = float(top.max(initial=0.0)) ** 2
    return min(highest / USUAL_TOP, 1.0) if highest > 0.0 else 1.0


def square(pressures: Floats, unit: float) -> Floats:
    """Potentials of pressures [bar]; what is not there stands far off."""
    return np.asarray(np.minimum(np.minimum(pressures, FARTHEST) ** 2 / unit, FARTHEST))


def allowed(least: Floats) -> Floats:
    """How far a potential may lie under its least by rounding."""
    return np.asarray(2.0 * UNDER * np.sqrt(least))


@dataclasses.dataclass(frozen=True, slots=True)
class Scales:
    """Potentials of a network of M groups of tied nodes, in its unit."""

    unit: float
    """[bar^2]."""
    reach: Floats
    """(M,) the highest potential at which gas can come."""
    least: Floats
    """(M,) what is asked at least."""
    begins: Floats
    """(M,) where deliveries begin."""
    droop: Floats
    """(M,) over how much above that they come whole."""
    level: Floats
    """(Z,) potential of each supply."""
    yields: Floats
    """(Z,) how far below it comes whole."""
    fine: Floats
    """(M,) how finely links that lead there tell potentials apart, 1 or less."""


def scales_of(
    network: Network,
    group: Ints,
    bound: Floats,
    least: Floats,
    links: Pairs,
    most: list[float],
    supplying: Ints,
    asking: Ints,
) -> Scales:
    """The scales of a network whose groups have upper bounds and least pressures (M,) [bar].

    `links` lead from group to group and hold at most `most` [bar] at their ends; compressors are
    the first. Supplies (Z,) and deliveries (J,) stand at nodes.
    """
    zone = parts(len(bound), group[network.pipe_from], group[network.pipe_to])[1]
    top = np.minimum(network.supply_pressure, bound[group])[supplying]
    unit = unit_of(top)
    level, floor, limit = square(top, unit), square(least, unit), square(np.array(most), unit)
    ratio = np.ones(len(links))
    ratio[: len(network.ratio)] = network.ratio**2
    enters = np.zeros(len(bound))
    np.maximum.at(enters, group[supplying], level)
    reach = reached(zone, links, limit, ratio, enters, square(bound, unit))
    begins, droop = spans(reach, floor)
    asked = np.unique(group[asking])
    heads = np.full(len(bound), np.inf)
    heads[asked] = np.where(reach > begins, reach - begins, np.inf)[asked]
    lost = losses(zone, links, limit, ratio, reach, heads)[zone]
    own = level[:, None] - begins[asked]
    own[(own <= 0.0) | (zone[group[supplying]][:, None] != zone[asked])] = np.inf
    room = np.minimum(own.min(axis=1, initial=np.inf), lost[group[supplying]])
    return Scales(
        unit=unit,
        reach=reach,
        least=floor,
        begins=begins,
        droop=droop,
        level=level,
        yields=np.minimum(np.minimum(OF_LOSS * room, OF_LEVEL * level), 1.0),
        fine=np.minimum(OF_LOSS * lost, 1.0),
    )


def reached(
    zone: Ints, links: Pairs, limit: Floats, ratio: Floats, enters: Floats, bound: Floats
) -> Floats:
    """(groups,) the highest potential at which gas can come: supplied, lifted, under its bound.

    `limit` (E,) and `ratio` (E,) are of links, which lift once, `enters` (groups,) of supplies.
    """
    highest = np.zeros(len(zone))
    np.maximum.at(highest, zone, enters)
    for _ in links:
        before = highest.copy()
        for (begin, to), most, lift in zip(links, limit, ratio, strict=True):
            came = min(min(highest[zone[begin]], bound[begin]) * lift, most)
            highest[zone[to]] = max(highest[zone[to]], came)
        if (highest == before).all():
            break
    return np.asarray(np.minimum(np.minimum(highest[zone], bound), FARTHEST))


def spans(reach: Floats, least: Floats) -> tuple[Floats, Floats]:
    """Where deliveries begin at nodes, and over how much above that they come whole.

    They begin at the least pressure, or under it by what rounding allows where hardly more than
    that lies between it and what gas can come at.
    """
    fits = np.maximum(OF_HEAD * (reach - least), 0.5 * allowed(least))
    comes = (reach >= least) & (fits > 0.0)
    droop = np.where(comes, np.minimum(fits, DROOP), DROOP)
    begins = np.where(comes, np.minimum(least, reach - droop / OF_HEAD), least)
    return np.maximum(begins, 0.0), droop


def losses(
    zone: Ints, links: Pairs, limit: Floats, ratio: Floats, reach: Floats, heads: Floats
) -> Floats:
    """(zones,) least that may be lost on the way to a delivery, of `heads` (groups,), inf if none.

    What a link is fed with counts where its own limit does not hold it.
    """
    least = np.full(int(zone.max(initial=-1)) + 1, np.inf)
    np.minimum.at(least, zone, heads)
    for _ in links:
        before = least.copy()
        for (begin, to), most, lift in zip(links, limit, ratio, strict=True):
            if most > reach[begin] * lift:
                least[zone[begin]] = min(least[zone[begin]], least[zone[to]] / lift)
        if (least == before).all():
            break
    return least
