"""A country for a batch of futures: the parameters of all blocks, built once."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from holdfast.aid import arrivals
from holdfast.arrays import Array
from holdfast.campaign.axes import labels
from holdfast.campaign.state import State, dawn
from holdfast.draws import Luck
from holdfast.model import (
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
    weather,
)
from holdfast.scenario import Scenario


@dataclasses.dataclass(frozen=True, slots=True)
class Country:
    """All that stays fixed through the campaign, for the futures of one batch."""

    weather: weather.Params
    arrivals: arrivals.Params
    coverage: coverage.Params
    threat: threat.Params
    defence: defence.Params
    losses: losses.Params
    damage: damage.Params
    networks: networks.Params
    people: people.Params
    repair: repair.Params
    readiness: readiness.Params
    stock: stock.Params
    labels: dict[str, tuple[str, ...]]
    population: Array
    """(F or 1, R) people."""
    share: Array
    """(F or 1, R) of the people of the country."""


def prepare(scenario: Scenario, luck: Luck, beside: Sequence[Scenario] = ()) -> Country:
    """Build all parameters for the futures of `luck`, and for the same once more for each `beside`.

    Plans beside differ from the scenario by deliveries alone.
    """
    come = arrivals.prepare(scenario, luck)
    if beside:
        come = arrivals.side_by_side([come, *(arrivals.prepare(plan, luck) for plan in beside)])
        luck = luck.repeated(1 + len(beside))
    lives = scenario.uncertain("regions", "population", luck)
    return Country(
        weather=weather.prepare(scenario, luck),
        arrivals=come,
        coverage=coverage.prepare(scenario, luck),
        threat=threat.prepare(scenario, luck),
        defence=defence.prepare(scenario, luck, beside),
        losses=losses.prepare(scenario, luck),
        damage=damage.prepare(scenario, luck),
        networks=networks.prepare(scenario, luck),
        people=people.prepare(scenario, luck),
        repair=repair.prepare(scenario, luck),
        readiness=readiness.prepare(scenario, luck),
        stock=stock.prepare(scenario, luck),
        labels=labels(scenario),
        population=lives,
        share=lives / lives.sum(axis=1, keepdims=True),
    )


def first_dawn(country: Country, futures: int) -> State:
    """The state on the morning of the first day."""
    started: dict[str, Array] = {}
    for module, params in (
        (weather, country.weather),
        (threat, country.threat),
        (defence, country.defence),
        (losses, country.losses),
        (damage, country.damage),
        (networks, country.networks),
        (people, country.people),
        (repair, country.repair),
        (readiness, country.readiness),
        (stock, country.stock),
    ):
        started |= module.start(params)
    return dawn(futures, started)
