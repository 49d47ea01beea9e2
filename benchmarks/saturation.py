"""Does the defence saturate? The rival models on the public raid record up to 30 June 2025.

    python benchmarks/saturation.py           log likelihoods of caps, and what six channels avoid
    python benchmarks/saturation.py --all     every variant of the likelihood that was tried
    python benchmarks/saturation.py --prior   caps of the model's own prior, by what takes channels

A raid is a day on which at least three missiles of the scored class were launched and their losses
said. Of n launched k were brought down: beta-binomial with one mean and one spread for the whole
record, both fitted anew under each model. Proportional: the mean is the same in every raid. With a
national cap K it is times min(1, K / N), where N are all missiles of the raid, of any class that is
no drone. With regional caps the targets of a raid fall on regions by the stated Dirichlet prior,
region r can engage K times its share of the cover, and the likelihood is the mean over such draws.

Six channels more of 235 in the seed winter (to 31 March 2023), leaks avoided: by shots, where each
adds to the logarithm of survival (the proportional rival of the model); by coverage, where each
adds its part of what was brought down; by regional caps, targets that no channel was free for,
times the share brought down in that winter.
With --prior the targets of a raid are counted as the saturating rival of the model counts them,
each class by the share of it that takes a channel (`channel_use`): as the example has it, and with
all classes at 1. Of the prior of `defence.national_capacity` the ends and the middle are told, and
the prior as a whole: the logarithm of the mean likelihood over it, less that of no cap.
Claims of one side, taken as they are.
"""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.special import logsumexp

from holdfast.arrays import Array
from holdfast.model.defence import capacity_per_channel
from holdfast.questions.validate.saturating import (
    LEAST,
    POINTS,
    Raids,
    beta_binomial,
    likelihood,
    national,
    prior_points,
    targets_by_region,
)
from holdfast.raids import daily, read_classes, read_record
from holdfast.scenario import Scenario, read_scenario

ROOT = Path(__file__).resolve().parents[1]
RECORD = ROOT / "data/raids/launches.csv"
CLASSES = ROOT / "data/raids/classes.csv"
EXAMPLE = ROOT / "examples/bucharest-2022"
UNTIL = pd.Timestamp(2025, 6, 30)
WINTER = pd.Timestamp(2023, 3, 31)
SCORED, UNSHOT = "cruise", "drone"
NATIONAL = (40, 60, 90, 150, 200, 300)
REGIONAL = (100, 150, 200, 300)
CHANNELS, MORE = 235.0, 6.0
STATED = (100, 180, 300)

__all__ = ["Raids", "beta_binomial"]
"""Beside what is defined here, for who reads this file as a module."""


def counts() -> pd.DataFrame:
    """The record by day and class up to the last day."""
    found = daily(read_record(RECORD), read_classes(CLASSES))
    return found[found.date <= UNTIL]


def raids(found: pd.DataFrame) -> Raids:
    """The raids of the scored class of which it is said how many were brought down."""
    by = found.pivot(index="date", columns="class", values="launched").fillna(0.0)
    mine = found[(found["class"] == SCORED) & found.destroyed.notna()].set_index("date")
    day = pd.DatetimeIndex(mine.index)
    every = by.drop(columns=UNSHOT).sum(axis=1).loc[day].to_numpy(float)
    return Raids(day, mine.launched.to_numpy(float), mine.destroyed.to_numpy(float), every)


def fallen(scenario: Scenario, launched: Array) -> tuple[Array, Array]:
    """Targets by region (raids, REPEATS, R) by the class's prior, and the deployment (R,)."""
    return targets_by_region(scenario, launched, SCORED)


def against_proportional(found: pd.DataFrame, scenario: Scenario) -> tuple[Array, Array]:
    """Log likelihood of the national and of the regional caps less that of no cap at all."""
    made = raids(found).of(LEAST)
    free = likelihood(made, np.ones((len(made.down), 1)))
    one = [likelihood(made, national(made.missiles, cap)) - free for cap in NATIONAL]
    toward, deployment = fallen(scenario, made.missiles)
    per = np.maximum(made.missiles, 1.0)[:, None]
    shares = [np.minimum(toward, cap * deployment).sum(axis=2) / per for cap in REGIONAL]
    return np.array(one), np.array([likelihood(made, share) - free for share in shares])


def avoided(found: pd.DataFrame, scenario: Scenario) -> dict[str, float]:
    """Leaks that six channels more avoid over the seed winter, by what they are held to do."""
    winter = found[found.date <= WINTER]
    mine = winter[winter["class"] == SCORED]
    down = mine.destroyed.fillna(0.0).to_numpy(float)
    through, part = mine.launched.to_numpy(float) - down, MORE / CHANNELS
    share = np.clip(through / (through + down), 1e-9, 1.0)
    made = {
        "by shots": float((through * (1.0 - share**part)).sum()),
        "by coverage": float(down.sum() * part),
    }
    toward, deployment = fallen(scenario, through + down)
    for cap in REGIONAL:
        per = capacity_per_channel(np.array([float(cap)]), np.array([[CHANNELS]]), deployment)[0]
        beyond = [
            np.maximum(toward - per * channels, 0.0).sum(axis=(0, 2)).mean()
            for channels in (CHANNELS, CHANNELS + MORE)
        ]
        killed = float(down.sum() / (through + down).sum())
        made[f"by regional caps of {cap}"] = killed * float(beyond[0] - beyond[1])
    return made


def loads(found: pd.DataFrame, use: dict[str, float]) -> tuple[Raids, Array]:
    """The raids, and the targets of each that need a channel by the share of each class."""
    made = raids(found).of(LEAST)
    by = found.pivot(index="date", columns="class", values="launched").fillna(0.0)
    parts = [by[name].loc[made.day].to_numpy(float) * share for name, share in use.items()]
    return made, np.sum(parts, axis=0)


def against_prior(
    found: pd.DataFrame, scenario: Scenario, use: dict[str, float]
) -> tuple[Array, Array]:
    """Log likelihood less that of no cap, of STATED and then the whole prior, (4,) each.

    Of national and of regional caps.
    """
    made, load = loads(found, use)
    free = likelihood(made, np.ones((len(load), 1)))
    toward, deployment = fallen(scenario, load)
    per, caps = np.maximum(load, 1.0)[:, None], (*STATED, *prior_points(scenario).tolist())
    told = []
    for shares in (
        [national(load, cap) for cap in caps],
        [np.minimum(toward, cap * deployment).sum(axis=2) / per for cap in caps],
    ):
        each = np.array([likelihood(made, share) - free for share in shares])
        whole = logsumexp(each[len(STATED) :]) - np.log(POINTS)
        told.append(np.append(each[: len(STATED)], whole))
    return told[0], told[1]


def uses(scenario: Scenario, found: pd.DataFrame) -> dict[str, dict[str, float]]:
    """Share of each class of the record that takes a channel: as in the example, and all."""
    classes = scenario.table("threat/classes")
    stated = dict(zip(classes.text("id"), classes.number("channel_use").tolist(), strict=True))
    there = [str(name) for name in found["class"].unique()]
    return {
        "as the example counts": {name: stated.get(name, 1.0) for name in there},
        "all classes take channels": dict.fromkeys(there, 1.0),
        "all but " + UNSHOT: {name: float(name != UNSHOT) for name in there},
    }


def variants(found: pd.DataFrame) -> list[tuple[str, Array]]:
    """The national caps by least raid, by how often the mean may change, and by what is capped."""
    every = raids(found)
    by_day = found.pivot(index="date", columns="class", values="launched").fillna(0.0)
    rows = []
    for least in (1, 3, 5):
        made = every.of(least)
        halves = pd.factorize(made.day.year * 2 + (made.day.month > 6))[0]
        quarters = pd.factorize(made.day.to_period("Q"))[0]
        everything = by_day.loc[made.day].sum(axis=1).to_numpy(float)
        targets = {"class": made.launched, "missiles": made.missiles, "all": everything}
        for often, label in (("once", None), ("half-year", halves), ("quarter", quarters)):
            free = likelihood(made, np.ones((len(made.down), 1)), label)
            for what, number in targets.items():
                caps = [likelihood(made, national(number, cap), label) - free for cap in NATIONAL]
                rows.append((f"{least} or more, {often}, {what}", np.array(caps)))
    return rows


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--all", action="store_true", help="every variant that was tried")
    parser.add_argument("--prior", action="store_true", help="the prior by what takes channels")
    asked = parser.parse_args()
    found, scenario = counts(), read_scenario(EXAMPLE, as_of=date(2024, 4, 1))
    one, many = against_proportional(found, scenario)
    made = raids(found).of(LEAST)
    print(f"log likelihood against proportional, {len(made.down)} raids of {LEAST} or more")
    for name, caps, values in (("national", NATIONAL, one), ("regional", REGIONAL, many)):
        for cap, value in zip(caps, values.tolist(), strict=True):
            print(f"  {name} cap of {cap:3d}: {value:7.2f}")
    print(f"leaks that {MORE:g} channels more of {CHANNELS:g} avoid in the seed winter")
    for name, value in avoided(found, scenario).items():
        print(f"  {name}: {value:.1f}")
    if asked.prior:
        print("log likelihood of caps of", *STATED, "and of the prior as a whole")
        for name, use in uses(scenario, found).items():
            both = against_prior(found, scenario, use)
            for kind, values in zip(("national", "regional"), both, strict=True):
                print(f"  {name}, {kind}:", *(f"{value:.1f}" for value in values.tolist()))
    if asked.all:
        print("variants: national caps of", *NATIONAL)
        for name, values in variants(found):
            print(f"  {name}:", *(f"{value:.1f}" for value in values.tolist()))


if __name__ == "__main__":
    main()
