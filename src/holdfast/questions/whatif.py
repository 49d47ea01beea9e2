"""Two batteries in March or four in June? Dated deliveries compared on the same futures.

Both sides start from the last checkpoint at which they agree, so only the days after the first
difference are simulated twice. How many futures: as many as are asked for, or with `stop` 100, 200,
400, 800, the same futures extended, until the headline metric is settled.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from holdfast.outcome.metrics import BY_NAME, Metric
from holdfast.outcome.outcome import Outcome
from holdfast.outcome.statistics import Estimate, difference, settled
from holdfast.outcome.windows import Window
from holdfast.power.progress import Progress
from holdfast.questions import words
from holdfast.questions.compare import beyond_plans, compare, difference_of
from holdfast.questions.cost import Cost, cost
from holdfast.questions.deliveries import changes, fork, sides_said, with_deliveries
from holdfast.questions.notes import notes
from holdfast.questions.objected import noted
from holdfast.questions.refused import QuestionError, Refused
from holdfast.questions.run import counted, crew, seeded
from holdfast.questions.said import Said, listed
from holdfast.questions.sides import A, B, Sides
from holdfast.scenario import Fault, Scenario
from holdfast.version import __version__

Pair = tuple[Outcome, Outcome]
"""Sides A and B on the same futures."""
HEADLINE = "suffering"
"""The metric that settles how many futures are enough, and that the words are about."""
PER_PERSON = "hours_without_power"
"""The metric that is said beside it, in hours that anybody knows."""
SURVIVAL = ("survival", "survival_of_service", "survival_of_grid", "survival_of_stocks")
"""Survival and its parts, as the closing words tell them."""
FUTURES = 200
"""Futures compared unless another number is asked for."""
STEPS = (100, 200, 400, 800)
"""Futures tried in turn with `stop`."""


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Two outcomes on the same futures and what lies between them."""

    a: Outcome
    b: Outcome
    difference: pd.DataFrame
    """B minus A; columns of `compare.COLUMNS`."""
    words_a: Said
    words_b: Said
    fork: date | None
    """First day on which the two plans differ; None if they do not."""
    verdict: Said
    """The headline metric in all, in one sentence."""
    cost: Cost
    """What B adds costs more than what A adds."""
    notes: tuple[Said, ...] = ()
    """What must be known of the rows in which the plans differ: help without an effect, and why."""
    stopped: str = ""
    """Where a comparison that adds futures by steps has ended, and why."""

    @property
    def closing(self) -> tuple[Said, ...]:
        """The answer in all in a few sentences: hours, survival by its parts, cost, and futures."""
        window = self.a.windows()[-1]
        metric = BY_NAME[PER_PERSON]
        parts = [
            words.moved(name, *(float(run.values(name, window).mean()) for run in (self.a, self.b)))
            for name in SURVIVAL
        ]
        return (
            _effect(self.a, self.b, metric, window),
            self.verdict,
            listed(parts),
            words.priced(self.cost),
            words.over(len(self.a.futures), not beyond_plans(self.a, self.b)),
        )


def whatif(
    scenario: Scenario,
    a: Sequence[str] = (),
    b: Sequence[str] = (),
    futures: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    base: Outcome | None = None,
    stop: bool = False,
    progress: Progress | None = None,
    out: str | Path | None = None,
    out_a: str | Path | None = None,
    resume: bool = False,
    cluster: str | None = None,
) -> WhatIf:
    """Compare the plan with deliveries `a` against the plan with deliveries `b`.

    Each is `PARTNER:item:quantity[@YYYY-MM-DD][:REGION]`, the name of a package, or a delivery of
    the plan that is changed, `ID=[quantity][@YYYY-MM-DD]`. `futures` is 200 if left out. `base` is
    a run of the scenario as it stands; its futures and seed are then used. With `stop` futures are
    added by steps until the headline is settled. `out` and `out_a` are folders for sides B and A;
    if one is named, both are written as they go, and `resume` goes on with what an interruption
    left; else sides too large for memory stand among the temporary files. `cluster` as of `run`.

    Raises QuestionError for deliveries that cannot be read, Refused if `base` is not a run of this
    scenario, or if another number of futures is asked for than it has, FileExistsError if a folder
    is taken, and what `ensemble.run` raises.
    """
    plan_a, plan_b = both_sides(scenario, a, b)
    if base is not None:
        refuse_foreign(base, scenario, seed, stop)
    _refuse_count(futures, base, stop)
    first = counted(FUTURES if futures is None else futures) if base is None else base.futures
    steps = [step for step in STEPS if base is None or step > len(base.futures)] if stop else []
    if stop and base is None:
        first = range(steps.pop(0))
    chance = seeded(scenario, seed) if base is None else base.seed
    places = {side: Path(place) for side, place in ((A, out_a), (B, out)) if place is not None}
    most = max([len(first), *steps])
    hands = crew(workers, cluster)
    sides = Sides.opened(scenario, most, places, resume, stop, hands, progress)

    def both(futures: Sequence[int], trunk: Outcome | None = None) -> Pair:
        trunk = sides.run(plan_a, futures, chance) if trunk is None else trunk
        return sides.branched(A, plan_a, trunk), sides.branched(B, plan_b, trunk)

    try:
        pairs = _extended(both(first, base), both, steps)
        made = between(
            sides.finished(A, [one for one, _ in pairs]),
            sides.finished(B, [other for _, other in pairs]),
            scenario,
        )
    except BaseException:
        sides.broken_off()
        raise
    if not stop:
        return made
    said = words.stopped(len(made.a.futures), settled(_headline(pairs)), STEPS[-1])
    return replace(made, stopped=said)


def _extended(
    begun: Pair, both: Callable[[Sequence[int]], Pair], steps: Sequence[int]
) -> list[Pair]:
    """Both sides of the first futures, and of more by steps until the headline is settled."""
    pairs = [begun]
    for step in steps:
        if settled(_headline(pairs)):
            break
        done = sum(len(one.futures) for one, _ in pairs)
        pairs.append(both(range(done, step)))
    return pairs


def both_sides(scenario: Scenario, a: Sequence[str], b: Sequence[str]) -> tuple[Scenario, Scenario]:
    """The scenarios of both sides. Raises QuestionError with the faults of both."""
    made: list[Scenario] = []
    faults: list[Fault] = []
    for side, asked in (("a", a), ("b", b)):
        try:
            made.append(with_deliveries(scenario, asked, side))
        except QuestionError as error:
            faults += error.faults
    if faults:
        raise QuestionError(faults)
    return made[0], made[1]


def between(a: Outcome, b: Outcome, plan: Scenario | None = None) -> WhatIf:
    """What lies between two paired runs; `plan` is what both change, where that is known.

    Raises Refused if they are not paired.
    """
    table = compare(a, b)
    added, removed = changes(a.scenario, b.scenario)
    words_a, words_b = sides_said(a.scenario, b.scenario, plan)
    return WhatIf(
        a=a,
        b=b,
        difference=table,
        words_a=words_a,
        words_b=words_b,
        fork=fork(a.scenario, b.scenario),
        verdict=_effect(a, b, BY_NAME[HEADLINE], a.windows()[-1]),
        cost=cost(b.scenario, added, removed),
        notes=(
            *([words.unlike(other)] if (other := beyond_plans(a, b)) else []),
            *noted(b.scenario, added),
            *notes(b.scenario, added + removed, not table["mean"].any()),
        ),
    )


def _effect(a: Outcome, b: Outcome, metric: Metric, window: Window) -> Said:
    """The difference of a metric in a window in one line."""
    base = float(a.values(metric.name, window).mean())
    return words.effect(metric, difference_of(a, b, metric, window), base)


def _headline(pairs: Sequence[Pair]) -> Estimate:
    """The difference that is to be settled, over the futures of all steps so far."""
    metric, window = BY_NAME[HEADLINE], pairs[0][0].windows()[-1]
    a, b, pair = (
        np.concatenate(values)
        for values in zip(
            *(
                (one.values(HEADLINE, window), other.values(HEADLINE, window), one.pair)
                for one, other in pairs
            ),
            strict=True,
        )
    )
    return difference(a, b, pair, metric.better).estimate


def _refuse_count(futures: int | None, base: Outcome | None, stop: bool) -> None:
    if futures is None:
        return
    if stop:
        raise Refused("futures are added by steps until the verdict is settled: leave futures out")
    if base is not None and futures != len(base.futures):
        raise Refused(
            f"the base has {len(base.futures):,} futures, not {futures:,}; "
            "leave the number or the base out"
        )


def refuse_foreign(
    base: Outcome, scenario: Scenario, seed: int | None = None, stop: bool = False
) -> None:
    """Raise Refused unless an outcome is a run of the scenario as it stands, by this version."""
    if (base.scenario.digest, base.scenario.as_of) != (scenario.digest, scenario.as_of):
        raise Refused(
            "the base is not a run of this scenario as it stands now; run it again, "
            "or leave the base out"
        )
    if base.version != __version__:
        raise Refused(
            f"the base was made by version {base.version}, this is {__version__}; "
            "run it again, or leave the base out"
        )
    if seed is not None and seed != base.seed:
        raise Refused(f"the base has seed {base.seed}, not {seed}; leave the seed or the base out")
    if stop and base.futures != tuple(range(len(base.futures))):
        raise Refused("a base can only be extended if its futures are 0 to n - 1")
