"""Raids: recorded ones as far as the record reaches, then waves from a stock with production.

The attacker is a statistical hazard fitted to a public record and never an optimiser: what is aimed
at whom is a prior, drawn once per pair of futures. Equations: docs/blocks/threat.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import gammaincc, gammaincinv

from holdfast.arrays import Array, array, bundle
from holdfast.draws import Luck
from holdfast.model.kernels import split
from holdfast.model.regimes import current, regimes
from holdfast.model.types import Raid

if TYPE_CHECKING:
    from holdfast.scenario import Scenario

NATION = "nation"
HORIZON = 120
"""Days since a wave that the hazard is tabulated for; a longer wait keeps the last hazard."""
DAYS_PER_MONTH = 30.4375
"""Mean length of a month, 365.25 / 12."""


@bundle
class Params:
    """What is fixed through the campaign."""

    classes: tuple[str, ...]
    targets: tuple[str, ...]
    pairs: tuple[str, ...]
    """Names "class region" under which luck is drawn, class by class."""
    lead: int
    """Index of the class that leads waves."""
    record_until: int
    """Last day that the record covers; -1 if it covers none."""
    recorded: Array = array("day class", "1", "recorded launches of the days 0 to record_until")
    claimed: Array = array("day class", "1", "of these, claimed destroyed or lost; nan: not said")
    threshold: Array = array("future", "1", "launches of the leading class that make a wave")
    age: Array = array("future", "days", "days since the last wave on the eve of the first day")
    hazard: Array = array("future gap", "1", "chance of a wave today by days since the last")
    stock: Array = array("future class", "1", "stock at the start")
    supply_from: Array = array("regime", "days", "first day of each supply regime")
    supply: Array = array("future regime class", "1/day", "added to the stock")
    wave_probability: Array = array("future class", "1", "chance to take part in a wave")
    wave_size: Array = array("future class", "1", "median launched in a wave")
    wave_spread: Array = array("class", "1", "standard deviation of the logarithm of that number")
    between_probability: Array = array("future class", "1", "chance of a launch without a wave")
    between_size: Array = array("future class", "1", "mean launched on such a day")
    region_share: Array = array("future class region", "1", "share of target regions")
    energy_share: Array = array("future class", "1", "share of leakers aimed at the targets at all")
    target_from: Array = array("aim", "days", "first day of each regime of aims")
    target_share: Array = array("future aim target", "1", "share aimed at each target group")


def prepare(scenario: Scenario, luck: Luck) -> Params:
    """Read the tables threat/* and draw what is uncertain.

    Raises ValueError if a class has no target region.
    """
    classes = scenario.table("threat/classes")
    names = classes.text("id")
    regions = scenario.table("regions").text("id")
    groups = tuple(dict.fromkeys(scenario.table("damage/kinds").text("target")))
    lead = leading(classes.number("wave_probability"), classes.number("wave_size"))
    record_until, recorded, claimed, last_wave = _record(scenario, names, lead)
    mean = scenario.parameter("threat.gap_mean_days", luck)
    shape = scenario.parameter("threat.gap_shape", luck)
    supply_from, per_month = _dated(scenario, "supply", "class", names, "per_month", luck)
    target_from, target_share = _dated(scenario, "targets", "target", groups, "share", luck)

    def drawn(column: str) -> Array:
        return scenario.uncertain("threat/classes", column, luck)

    return Params(
        classes=names,
        targets=groups,
        pairs=tuple(f"{name} {region}" for name in names for region in regions),
        lead=lead,
        record_until=record_until,
        recorded=recorded,
        claimed=claimed,
        threshold=scenario.parameter("threat.wave_threshold", luck),
        age=_age(mean, shape, last_wave, luck),
        hazard=wave_hazard(mean, shape, scenario.parameter("threat.second_wave", luck)),
        stock=drawn("stock"),
        supply_from=supply_from,
        supply=per_month / DAYS_PER_MONTH,
        wave_probability=drawn("wave_probability"),
        wave_size=drawn("wave_size"),
        wave_spread=classes.number("wave_spread"),
        between_probability=drawn("between_probability"),
        between_size=drawn("between_size"),
        region_share=_region_share(scenario, luck),
        energy_share=drawn("energy_share"),
        target_from=target_from,
        target_share=target_share / np.maximum(1.0, target_share.sum(axis=2, keepdims=True)),
    )


def start(params: Params) -> dict[str, Array]:
    """State on the eve of the first day."""
    return {"days_since_wave": params.age, "threat_stock": params.stock}


def step(
    params: Params, days_since_wave: Array, threat_stock: Array, today: int, luck: Luck
) -> Raid:
    """What is launched today: by the record up to its last day, by the hazard after it.

    days_since_wave (F,) [days], threat_stock (F, C) [1], both as of midnight.
    """
    futures, count = len(luck.futures), len(params.classes)
    stock = threat_stock + current(params.supply_from, params.supply, today)
    if 0 <= today <= params.record_until:
        launched = np.tile(params.recorded[today], (futures, 1))
        claimed = np.tile(params.claimed[today], (futures, 1))
        wave = launched[:, params.lead] >= params.threshold
    else:
        wave, wanted = _wanted(params, days_since_wave, luck)
        launched = np.floor(np.minimum(wanted, stock))
        claimed = np.full((futures, count), np.nan)
    uniform = luck.uniform("threat region", params.pairs).reshape(futures, count, -1)
    toward = np.empty_like(uniform)
    split(np.ascontiguousarray(launched), params.region_share, uniform, toward)
    return Raid(
        wave=wave.astype(float),
        days_since_wave=np.where(wave, 0.0, days_since_wave + 1.0),
        # A record above the drawn stock shows that the draw was too low; the stock is then empty.
        stock=np.maximum(stock - launched, 0.0),
        launched=launched,
        toward=toward,
        claimed=claimed,
        aimed=params.energy_share[:, :, None]
        * current(params.target_from, params.target_share, today)[:, None, :],
    )


def _wanted(params: Params, days_since_wave: Array, luck: Luck) -> tuple[Array, Array]:
    """Whether a wave comes (F,) and how many of each class it or a day without one asks for."""
    gap = np.minimum(days_since_wave, HORIZON - 1).astype(np.int64)
    row = np.arange(len(gap)) if len(params.hazard) > 1 else np.zeros(len(gap), np.int64)
    wave = luck.uniform("threat wave", NATION) < params.hazard[row, gap]
    joins = luck.uniform("threat joins", params.classes) < params.wave_probability
    noise = luck.normal("threat size", params.classes)
    in_wave = joins * np.rint(params.wave_size * np.exp(params.wave_spread * noise))
    between = few(
        luck.uniform("threat between", params.classes),
        params.between_probability,
        params.between_size,
    )
    return wave, np.where(wave[:, None], in_wave, between)


def few(uniform: Array, chance: Array, mean: Array) -> Array:
    """Launches on a day without a wave: none, or with `chance` a geometric number from 1 upwards.

    The quantile function of the mixture at `uniform`, so it grows with uniform, chance and mean. A
    mean under 1 is taken as 1, the least that a launch can be.
    """
    safe = np.maximum(chance, np.finfo(float).tiny)
    rest = np.minimum((1.0 - uniform) / safe, 1.0)
    miss = 1.0 - 1.0 / np.maximum(mean, 1.0)
    with np.errstate(divide="ignore"):
        steps = np.log(rest) / np.log(miss)
    return np.where(1.0 - uniform < chance, np.maximum(np.ceil(steps), 1.0), 0.0)


def wave_hazard(mean: Array, shape: Array, second: Array) -> Array:
    """Chance of a wave today by days since the last, (F or 1, HORIZON).

    Gaps are whole days, a gamma time of `mean` [days] and `shape` rounded to the nearest; on the
    first two days after a wave the chance is that of a second wave, `second` over both together.
    """
    edge = (np.arange(HORIZON + 1) + 0.5)[None, :]
    mean, shape = np.atleast_1d(mean)[:, None], np.atleast_1d(shape)[:, None]
    beyond = gammaincc(shape, edge * shape / mean)
    before = beyond[:, :-1]
    hazard = np.where(before > 0.0, 1.0 - beyond[:, 1:] / np.where(before > 0.0, before, 1.0), 1.0)
    early = 1.0 - np.sqrt(1.0 - np.atleast_1d(second))[:, None]
    rows = max(len(hazard), len(early))
    made = np.broadcast_to(hazard, (rows, HORIZON)).copy()
    made[:, :2] = early
    return made


def leading(wave_probability: Array, wave_size: Array) -> int:
    """Index of the class that leads waves: the likeliest to take part, then the largest."""
    return int(np.lexsort((np.arange(len(wave_size)), -wave_size, -wave_probability))[0])


def _dated(
    scenario: Scenario, table: str, by: str, labels: tuple[str, ...], column: str, luck: Luck
) -> tuple[Array, Array]:
    """The regimes of a table of threat/ whose rows hold from a day on, by label."""
    rows = scenario.table(f"threat/{table}")
    values = scenario.uncertain(f"threat/{table}", column, luck)
    return regimes(rows.days("from"), rows.index(by, labels), values, len(labels))


def _record(
    scenario: Scenario, names: tuple[str, ...], lead: int
) -> tuple[int, Array, Array, int | None]:
    """Last day covered, launches (D, C), claims (D, C), and the last wave before the first day."""
    raids = scenario.table("threat/raids")
    if not len(raids):
        return -1, np.zeros((0, len(names))), np.zeros((0, len(names))), None
    day, label = raids.days("date"), raids.index("class", names)
    until = int(day.max()) if scenario.as_of is None else scenario.day(scenario.as_of)
    until = max(until, -1)
    launched = raids.number("launched")
    claims = raids.number("destroyed") + raids.number("not_reached")
    recorded = np.zeros((until + 1, len(names)))
    claimed = np.full((until + 1, len(names)), np.nan)
    inside = (day >= 0) & (day <= until)
    recorded[day[inside], label[inside]] = launched[inside]
    claimed[day[inside], label[inside]] = claims[inside]
    threshold = scenario.known("threat.wave_threshold")
    waves = day[(day < 0) & (label == lead) & (launched >= threshold)]
    return until, recorded, claimed, int(waves.max()) if len(waves) else None


def _age(mean: Array, shape: Array, last_wave: int | None, luck: Luck) -> Array:
    """Days since the last wave on the eve: known from the record, or as of a day picked at random.

    The gap around a random day is length-biased (gamma of one more shape) and the day falls evenly
    into it.
    """
    if last_wave is not None:
        return np.array([-1.0 - last_wave])
    within, length = luck.uniform("threat age", NATION, 2).T
    gap = gammaincinv(shape + 1.0, length) * mean / shape
    return np.asarray(np.minimum(np.floor(within * gap), HORIZON - 1.0))


def _region_share(scenario: Scenario, luck: Luck) -> Array:
    """Shares of target regions, Dirichlet by gamma quantiles, (F, C, R)."""
    classes = scenario.table("threat/classes")
    rows = scenario.table("threat/regions")
    names, regions = classes.text("id"), scenario.table("regions").text("id")
    prior = np.zeros((len(names), len(regions)))
    prior[rows.index("class", names), rows.index("region", regions)] = rows.number("share")
    total = prior.sum(axis=1, keepdims=True)
    if not total.all():
        lost = names[int(np.argmin(total[:, 0]))]
        raise ValueError(f"threat/regions: class {lost} has no region with a share above 0")
    pairs = tuple(f"{name} {region}" for name in names for region in regions)
    uniform = luck.ignorance().uniform("threat region share", pairs)
    return dirichlet(
        prior / total, classes.number("region_concentration"), uniform.reshape(-1, *prior.shape)
    )


def dirichlet(prior: Array, concentration: Array, uniform: Array) -> Array:
    """Shares (F, C, R) around prior (C, R), which sums to 1, by uniform (F, C, R).

    concentration (C,): total of the Dirichlet's parameters, the larger the closer to the prior.
    """
    shape = np.where(prior > 0.0, prior * concentration[:, None], 1.0)
    drawn = np.where(prior > 0.0, gammaincinv(shape, uniform), 0.0)
    total = drawn.sum(axis=2, keepdims=True)
    # With very small parameters all may be below the smallest float.
    return np.asarray(np.where(total > 0.0, drawn / np.where(total > 0.0, total, 1.0), prior))
