"""Crews: hours of work, pauses in alerts, travel between regions, and crews that are hit."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array, array, bundle
from holdfast.draws import Luck
from holdfast.model.repair.yard_kernels import crews_hit

if TYPE_CHECKING:
    from holdfast.scenario import Scenario

HOURS = 24.0
"""Of a day."""
MOST_HELD = 0.95
"""Most of working time that alerts can be held to take in the mean of the year."""


@bundle
class Pauses:
    """How long crews of a skill work in a region."""

    months: tuple[int, ...]
    """Calendar month of each day, 0 to 11."""
    shift: Array = array("future skill", "days", "crew-days of a day without alerts")
    stops: Array = array("future", "1", "share of the hours of alert in which no one works")
    calm: Array = array("future month area", "h", "of alert on a day without a wave")
    wave: Array = array("future month area", "h", "of alert on a day with a wave")


@bundle
class Travel:
    """Where crews stand."""

    home: Array = array("skill post", "1", "share of the crews of a skill at home in a region")


@bundle
class Strikes:
    """Crews that are hit at their work."""

    chance: Array = array("future", "1", "chance that a hit on an installation takes its crew")
    training: Array = array("future", "days", "mean time until those lost are replaced")


@dataclasses.dataclass(frozen=True, slots=True)
class Gang:
    """Crews of a morning."""

    there: Array
    """(F, S) that can work."""
    posted: Array
    """(F, S, P) where they stand."""
    injured: Array
    """(F, S) lost and not yet replaced, or (F, 1) zeros where none are hit."""


def steady(scenario: Scenario, luck: Luck) -> Array:
    """(F or 1, S, 1) crew-days that a crew does on any day, where no table of alerts is given."""
    lost = scenario.parameter("repair.time_lost", luck)
    made = shift(scenario, luck, lost) * (1 - lost)[:, None]
    return np.ascontiguousarray(made[:, :, None])


def shift(scenario: Scenario, luck: Luck, lost: Array) -> Array:
    """(F or 1, S) hours that a crew works in a day over those of a crew-day; 1 if none are told.

    lost (F or 1,) is the share of working time that alerts take in the mean: what of them the days
    of repair already hold is not taken off twice.
    """
    hours = scenario.uncertain("repair/crews", "hours", luck)
    usual = scenario.parameter("repair.day_hours", luck)[:, None]
    held = scenario.parameter("repair.days_hold_alerts", luck) * lost
    return np.where(np.isnan(hours), 1.0, hours / usual) / (1.0 - held)[:, None]


def pauses(scenario: Scenario, luck: Luck) -> Pauses | None:
    """Read repair/alerts, or None if it is not given."""
    table = scenario.table("repair/alerts")
    if not len(table):
        return None
    regions = scenario.table("regions").text("id")
    place = (table.number("month").astype(np.int64) - 1, table.index("region", regions))
    drawn = [scenario.uncertain("repair/alerts", name, luck) for name in ("hours", "wave_hours")]
    made = [np.zeros((len(each), 12, len(regions))) for each in drawn]
    for each, values in zip(made, drawn, strict=True):
        each[:, place[0], place[1]] = values
    days = range(scenario.settings.days)
    stops = scenario.parameter("repair.alert_stops", luck)
    lost = stops * np.minimum(made[0] / HOURS, 1.0).mean(axis=(1, 2))
    return Pauses(
        months=tuple(scenario.date(day).month - 1 for day in days),
        shift=shift(scenario, luck, np.minimum(lost, MOST_HELD)),
        stops=stops,
        calm=made[0],
        wave=made[1],
    )


def effort(pauses: Pauses, wave: Array, today: int) -> Array:
    """(F, S, R) crew-days that a crew does today; wave (F,) is 1 on a day with a wave."""
    month = pauses.months[today]
    alert = np.where(wave[:, None] > 0.0, pauses.wave[:, month], pauses.calm[:, month])
    works = 1.0 - pauses.stops[:, None] * np.minimum(alert / HOURS, 1.0)
    made = np.ascontiguousarray(pauses.shift[:, :, None] * works[:, None, :])
    made.setflags(write=False)
    return made


def travel(scenario: Scenario, skill: Array, region: Array) -> Travel:
    """Where crews are at home: by the installations (A,) that they can mend."""
    skills, regions = len(scenario.table("repair/crews")), len(scenario.table("regions"))
    home = np.zeros((skills, regions))
    np.add.at(home, (skill, region), 1.0)
    # Who can mend nothing here stays anywhere.
    home[home.sum(axis=1) == 0.0] = 1.0
    return Travel(home=home / home.sum(axis=1, keepdims=True))


def strikes(scenario: Scenario, luck: Luck) -> Strikes | None:
    """What a second strike does to crews; None if it never does anything."""
    chance = scenario.parameter("repair.crew_loss", luck)
    if not chance.any():
        return None
    training = scenario.parameter("repair.crew_training", luck)
    return Strikes(chance=chance, training=np.maximum(training, 1.0))


def lost_today(
    strikes: Strikes, hit: Array, worked: Array, skill: Array, post: Array,
    shape: tuple[int, ...], names: tuple[str, ...], luck: Luck,
) -> Array:  # fmt: skip
    """(F, S, P) crews that today's hits took; hit (F, A), worked (F, A) crews at work yesterday.

    A hit takes the whole crew, or nobody: skill and post (A,) say where it was.
    """
    future, asset = crews_hit(hit, worked).T
    chance = strikes.chance[future if len(strikes.chance) > 1 else 0 * future]
    takes = luck.pairs("crew hit at work", names, future, asset) < chance
    future, asset = future[takes], asset[takes]
    made = np.zeros(shape)
    np.add.at(made, (future, skill[asset], post[asset]), worked[future, asset])
    return made


def gather(
    travel: Travel | None, strikes: Strikes | None, whole: Array, posted: Array, injured: Array,
    taken: Array,
) -> Gang:  # fmt: skip
    """Crews of this morning: whole (F, S) with none lost, the rest as of last night.

    taken (F, S, P) were hit today. Who is replaced, or new, starts at home.
    """
    now = injured
    if strikes is not None:
        now = injured * (1.0 - 1.0 / strikes.training)[:, None] + taken.sum(axis=2)
    there = np.maximum(whole - now, 0.0) if strikes is not None else whole
    if travel is None:
        return Gang(there, np.array(there[:, :, None], order="C"), now)
    left = np.maximum(posted - taken, 0.0)
    fresh = there - left.sum(axis=2)
    grown = left + np.maximum(fresh, 0.0)[:, :, None] * travel.home
    kept = there / np.maximum(left.sum(axis=2), 1e-12)
    return Gang(there, np.where(fresh[:, :, None] < 0.0, left * kept[:, :, None], grown), now)
