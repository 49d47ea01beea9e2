"""A week of one future, replayed in full figures: what the workbook of part 2 is made of."""

from __future__ import annotations

import dataclasses

import numpy as np

from holdfast.arrays import Array
from holdfast.campaign import ensemble
from holdfast.campaign.country import Country, first_dawn, prepare
from holdfast.campaign.day import Day, live
from holdfast.campaign.recorder import Recorder
from holdfast.campaign.state import State
from holdfast.draws import Luck
from holdfast.model.networks import activity, agreement
from holdfast.model.networks.fixed import Carried, frozen
from holdfast.model.networks.power import Morning, morning
from holdfast.model.networks.shock import struck
from holdfast.model.types import BLOCK_HOURS, WEEK
from holdfast.outcome.windows import reported_from
from holdfast.power import operation
from holdfast.questions.validate.finding import Given
from holdfast.scenario import Scenario

HITS = "harm.hit"
KEPT = ("hours_without_power",)


@dataclasses.dataclass(frozen=True, slots=True)
class Lived:
    """One day as the engine lived it, of one future."""

    today: int
    """Number of the day."""
    dawn: State
    day: Day
    power: Morning
    """What the day asks of the networks, and what the raid left of them."""
    fell: Array
    """(R,) bool, the regions whose island fell with the raid."""
    relayed: Array
    """(R,) share of demand on unprotected feeders that relays have off right after the raid."""

    @property
    def block(self) -> int:
        """The block before which the raid comes; -1 where nothing was hit."""
        return int(self.power.raid.block[0])


@dataclasses.dataclass(frozen=True, slots=True)
class Week:
    """Seven days of one future."""

    scenario: Scenario
    country: Country
    future: int
    days: tuple[Lived, ...]
    struck: int
    """Which of them has the raid that hit most, from 0."""


def chosen(given: Given) -> tuple[int, int] | None:
    """The future and the day, by rule: the future whose hours without power a person are the median
    of all, and its reported day on which most installations lost function.

    Of an even number of futures the upper of the two in the middle. None where nothing is hit in
    it.
    """
    scenario = given.scenario
    made = ensemble.run(
        scenario, given.futures, given.seed, given.workers, given.progress,
        record=[Recorder(HITS)], only=KEPT,
    )  # fmt: skip
    people = made.people[:, None, :]
    hours = (made.data["hours_without_power"].values * people).sum(axis=(1, 2))
    order = np.argsort(hours, kind="stable")
    place = int(order[len(order) // 2])
    begin = max(scenario.day(reported_from(scenario.settings)), 0)
    hits = made.data[HITS].values[place]
    day = begin + int(hits[begin:].argmax())
    return (int(made.futures[place]), day) if hits[day] > 0 else None


def week(scenario: Scenario, seed: int, future: int, day: int) -> Week:
    """The week around a day of a future: it begins the day before, or as near as the run allows."""
    luck = scenario.luck(seed, [future])
    country = prepare(scenario, luck)
    first = max(min(day - 1, scenario.settings.days - WEEK), 0)
    dawn, lived = first_dawn(country, 1), []
    for today in range(min(first + WEEK, scenario.settings.days)):
        after, told = live(country, dawn, today, luck)
        if today >= first:
            lived.append(_lived(country, dawn, told, today, luck))
        dawn = after
    return Week(scenario, country, future, tuple(lived), day - first)


def _lived(country: Country, dawn: State, day: Day, today: int, luck: Luck) -> Lived:
    """The day with what its networks began with."""
    there = activity.without(country.networks.activity, dawn.away, today)
    params = dataclasses.replace(country.networks, activity=there)
    told = operation.announced(dawn.planned_before, axis=1)
    power = morning(
        params, day.weather, day.harm, day.arrived, told, dawn.indoor, today, luck.on(today)
    )
    fell, relayed = np.zeros(len(params.regions), bool), dawn.relayed[0]
    b = int(power.raid.block[0])
    if b >= 0:
        habits = power.fixed[b].habits
        keep, off = float(habits.local_keep[0]), float(habits.relay_keep[0])
        now = Carried(
            *(np.array(values, order="C") for values in (
                np.maximum(dawn.restart_left - b * BLOCK_HOURS, 0.0),
                np.maximum(dawn.trip_left - b * BLOCK_HOURS / 24, 0.0),
                dawn.dark_local * keep**b,
                dawn.relayed * off**b,
                dawn.rebound,
            ))
        )  # fmt: skip
        fuelled = frozen(agreement.whole(params, 1).fuelled)
        asked = (power.asked + power.heating)[:, b]
        fell = struck(
            params, power.fixed[0].plant, power.raid, now, asked, fuelled, b, luck.on(today),
            np.ones(1, bool),
        )[0]  # fmt: skip
        relayed = now.relayed[0]
    return Lived(today, dawn, day, power, fell, relayed)
