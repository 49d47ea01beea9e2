"""Does the defence saturate? How likely the public record is under each rival model.

A raid is a day on which at least three of the scored class were launched and their losses said. Of
n launched k were brought down: beta-binomial with one mean and one spread for the whole record,
both fitted anew under each model. Proportional: the mean is the same in every raid. With a cap K
for the nation it is times min(1, K / N), where N are the targets of the raid that take a channel.
With caps by region the targets fall on regions by the stated Dirichlet prior, region r can engage K
times its share of the cover, and the likelihood is the mean over such draws.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scipy.special import betaln, expit, gammaln, logsumexp, ndtri

from holdfast.arrays import Array
from holdfast.model.defence import normalised, target_shares
from holdfast.scenario import Scenario
from holdfast.scenario.uncertain import split_normal

LEAST = 3
"""Launched of the smallest raid."""
PRIOR = "defence.national_capacity"
POINTS = 9
"""Caps that stand for the prior."""
REPEATS, SEED = 400, 7
"""Ways in which the targets of a raid fall on regions."""


@dataclass(frozen=True, slots=True)
class Raids:
    """Raids of the record: launched, brought down and all missiles of the day, each (raids,)."""

    day: pd.DatetimeIndex
    launched: Array
    down: Array
    missiles: Array

    def of(self, least: int) -> Raids:
        """Those of at least so many launched."""
        kept = self.launched >= least
        return Raids(self.day[kept], self.launched[kept], self.down[kept], self.missiles[kept])


def beta_binomial(k: Array, n: Array, mean: Array, total: float) -> Array:
    """Log probability of k of n; `total` of the two parameters of the beta distribution."""
    a, b = mean * total, (1.0 - mean) * total
    ways = gammaln(n + 1.0) - gammaln(k + 1.0) - gammaln(n - k + 1.0)
    return np.asarray(ways + betaln(k + a, n - k + b) - betaln(a, b))


def likelihood(made: Raids, engaged: Array, label: Array | None = None) -> float:
    """Greatest log likelihood; engaged (raids, draws) share of the targets that can be engaged.

    label (raids,): raids that have a mean of their own; None: all have one.
    """
    label = np.zeros(len(made.down), np.int64) if label is None else label
    means = int(label.max()) + 1
    k, n = made.down[:, None], made.launched[:, None]

    def minus(x: Array) -> float:
        mean = np.clip(expit(x[label])[:, None] * engaged, 1e-6, 1.0 - 1e-6)
        each = logsumexp(beta_binomial(k, n, mean, float(np.exp(x[-1]))), axis=1)
        return float(-(each - np.log(engaged.shape[1])).sum())

    starts = [np.append(np.full(means, 1.2), np.log(total)) for total in (3.0, 10.0)]
    return -min(float(minimize(minus, x, method="L-BFGS-B").fun) for x in starts)


def national(targets: Array, cap: float) -> Array:
    """Share of the targets that a national cap engages, (raids, 1)."""
    return np.minimum(1.0, cap / np.maximum(targets, 1.0))[:, None]


def targets_by_region(scenario: Scenario, launched: Array, scored: str) -> tuple[Array, Array]:
    """Targets by region (raids, REPEATS, R) by the prior of a class, and the deployment (R,)."""
    place = scenario.table("threat/classes").text("id").index(scored)
    total = scenario.table("threat/classes").number("region_concentration")[place]
    aims = target_shares(scenario)[place] * total
    rng = np.random.default_rng(SEED)
    drawn = [
        [rng.multinomial(int(number), aim) for aim in rng.dirichlet(aims, REPEATS)]
        for number in launched
    ]
    return np.array(drawn), normalised(scenario.table("regions").number("defence_share"))


def prior_points(scenario: Scenario) -> Array:
    """Caps that stand for the prior, each as likely as the others, (POINTS,)."""
    stated = scenario.parameters[PRIOR]
    at = ndtri((np.arange(POINTS) + 0.5) / POINTS)[:, None]
    middle, low, high = (np.array([value]) for value in (stated.default, stated.low, stated.high))
    return np.asarray(split_normal(middle, low, high, at)[:, 0])


def most_raided(found: pd.DataFrame, classes: list[str]) -> str | None:
    """The one of these classes that has the most raids in the record; None where none has any."""
    raided = found[found["class"].isin(classes) & found["destroyed"].notna()]
    counts = raided[raided["launched"] >= LEAST]["class"].value_counts()
    return str(counts.index[0]) if len(counts) else None


def raids_of(found: pd.DataFrame, scored: str, use: dict[str, float]) -> Raids:
    """The raids of a class; as missiles of the day those of every class by the share of channels
    that it takes."""
    by = found.pivot(index="date", columns="class", values="launched").fillna(0.0)
    mine = found[(found["class"] == scored) & found["destroyed"].notna()].set_index("date")
    day = pd.DatetimeIndex(mine.index)
    parts = [by[name].loc[day].to_numpy(float) * share for name, share in use.items()]
    load = np.sum(parts, axis=0)
    made = Raids(day, mine["launched"].to_numpy(float), mine["destroyed"].to_numpy(float), load)
    return made.of(LEAST)


def beside_proportional(
    made: Raids, scenario: Scenario, scored: str
) -> list[tuple[float, float, float]]:
    """Log likelihood less that of no cap, as (cap, of the nation, by region).

    Of the ends and the middle of the prior, and as a last row, cap nan, of the prior as a whole.
    """
    stated = scenario.parameters[PRIOR]
    ends = (float(stated.low), float(stated.default), float(stated.high))
    points = prior_points(scenario).tolist()
    free = likelihood(made, np.ones((len(made.down), 1)))
    toward, deployment = targets_by_region(scenario, made.missiles, scored)
    per = np.maximum(made.missiles, 1.0)[:, None]
    told = {}
    for cap in dict.fromkeys((*ends, *points)):
        by_region = np.minimum(toward, cap * deployment).sum(axis=2) / per
        one, many = likelihood(made, national(made.missiles, cap)), likelihood(made, by_region)
        told[cap] = (one - free, many - free)
    whole = [logsumexp([told[cap][k] for cap in points]) - np.log(POINTS) for k in range(2)]
    rows = [(cap, *told[cap]) for cap in dict.fromkeys(ends)]
    return [*rows, (np.nan, float(whole[0]), float(whole[1]))]
