"""One day of a batch of futures: a list of verbs. A new block is one more line here."""

from __future__ import annotations

import dataclasses

from holdfast.aid import arrivals
from holdfast.arrays import declared
from holdfast.campaign.country import Country
from holdfast.campaign.state import State
from holdfast.draws import Luck
from holdfast.model import (
    carried,
    coverage,
    damage,
    defence,
    losses,
    networks,
    people,
    readiness,
    repair,
    stock,
    threat,
    types,
    upkeep,
    weather,
)

YARD = tuple(spec.name for spec in declared(carried.Yard))
"""What repair carries from day to day."""


@dataclasses.dataclass(frozen=True, slots=True)
class Day:
    """What happened today, one bundle a verb."""

    weather: types.Weather
    arrived: types.Arrived
    cover: types.Cover
    raid: types.Raid
    fight: types.Fight
    losses: types.Losses
    harm: types.Harm
    service: types.Service
    comfort: types.Comfort
    mended: upkeep.Mended
    readiness: upkeep.Readiness
    stock: upkeep.Stock


def live(country: Country, dawn: State, today: int, luck: Luck) -> tuple[State, Day]:
    """From dawn to the next: day `today` (0 is the first) of the futures of `luck`."""
    c, d, luck = country, dawn, luck.on(today)
    sky = weather.step(c.weather, d.anomaly, today, luck)
    come = arrivals.step(c.arrivals, today, d.built)
    cover = coverage.step(c.coverage, come, d.down + d.lost)
    raid = threat.step(c.threat, d.days_since_wave, d.threat_stock, today, luck)
    fight = defence.step(c.defence, raid, cover, d.held, d.waiting, luck)
    gone = losses.step(c.losses, raid, fight, cover, d.lost, d.sets, luck)
    harm = damage.step(
        c.damage, raid, fight, come, d.state, d.work_left, d.has_part, d.times_hit, luck
    )
    yard = carried.Yard(**{name: getattr(d, name) for name in YARD})
    harm = repair.stand_in(c.repair, harm, yard)
    served = networks.step(
        c.networks, sky, harm, come, d.restart_left, d.trip_left, d.dark_local, d.relayed,
        d.planned_before, d.rebound, d.gas_stock, today, luck, d.indoor, d.away, d.linepack, d.oil,
    )  # fmt: skip
    comfort = people.step(c.people, sky, served, come, _homes(d, gone), d.held, luck)
    mended = repair.step(c.repair, harm, come, d.held, today, luck, yard, raid.wave)
    pipelines = carried.Pipelines(d.astray, d.short, d.queue, d.bench, d.line, d.dock)
    ready = readiness.step(
        c.readiness, types.Cover(gone.standing), d.down, d.held,
        fight.spent, pipelines, come.technicians, luck,
    )  # fmt: skip
    left = stock.step(c.stock, d.held, come, fight, mended, ready, comfort, today, d.lots)
    day = Day(sky, come, cover, raid, fight, gone, harm, served, comfort, mended, ready, left)
    return _tomorrow(day), day


def _tomorrow(day: Day) -> State:
    """What of a day survives the night."""
    sky, raid, fight, gone, served = day.weather, day.raid, day.fight, day.losses, day.service
    comfort, mended, ready, left = day.comfort, day.mended, day.readiness, day.stock
    return State(
        anomaly=sky.anomaly,
        days_since_wave=raid.days_since_wave,
        threat_stock=raid.stock,
        down=ready.down,
        astray=ready.astray,
        short=ready.short,
        queue=ready.queue,
        bench=ready.bench,
        line=ready.line,
        dock=ready.dock,
        waiting=fight.waiting,
        lost=gone.lost,
        state=mended.state,
        work_left=mended.work_left,
        times_hit=mended.times_hit,
        **{name: getattr(mended, name) for name in YARD},
        restart_left=served.restart_left,
        trip_left=served.trip_left,
        dark_local=served.dark_local,
        relayed=served.relayed,
        planned_before=served.planned_before,
        rebound=served.rebound,
        gas_stock=served.gas_stock,
        linepack=served.linepack,
        oil=served.oil,
        indoor=comfort.indoor,
        indoor_apart=comfort.indoor_apart,
        apart=comfort.apart,
        sets=comfort.sets,
        points=comfort.points,
        boilers=comfort.boilers,
        tanks=comfort.tanks,
        tanks_apart=comfort.tanks_apart,
        works_apart=comfort.works_apart,
        dry=comfort.dry,
        strained=comfort.strained,
        away=comfort.away,
        held=left.held,
        lots=left.lots,
    )


def _homes(d: State, gone: types.Losses) -> carried.Homes:
    """What homes, help and people carry into the day after its raid."""
    return carried.Homes(
        d.indoor, d.indoor_apart, d.apart, gone.sets_left, d.points, d.boilers,
        d.tanks, d.tanks_apart, d.works_apart, d.dry, d.strained, d.away,
    )  # fmt: skip
