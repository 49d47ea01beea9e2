"""No share by contribution is told from what cannot be judged."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest

from holdfast.outcome.statistics import Estimate
from holdfast.questions.ask import (
    NO_GAIN,
    NO_HELP,
    NOT_TOLD,
    PART_NOT_TOLD,
    _contribution,
    _silent,
    ask,
)
from holdfast.questions.search.memo import Memo
from holdfast.questions.search.shapley import shapley
from holdfast.show import asking
from holdfast.show.voice import Voice
from show import answered

N = 40


def contribution(*columns):
    """Of partner `a`, where help adds up: what each saves in each of the futures."""
    saved = np.array(columns, dtype=float)

    def evaluate(packages, futures):
        return np.array([saved[sorted(package)][:, futures].sum(axis=0) for package in packages])

    partners = {name: frozenset({k}) for k, name in enumerate("abc"[: len(columns)])}
    made = shapley(partners, Memo(evaluate), range(N))
    return _contribution(made, "a", dict.fromkeys(partners, (1.0, 0.0)), range(N))


def steady(size):
    return [size + 0.1 * (k // 2 % 3) for k in range(N)]


def test_both_sure_is_told():
    part = contribution(steady(2.0), steady(5.0))
    assert (part.verdict, part.whole_verdict) == ("told apart", "told apart")
    assert _silent(part) == ""
    assert part.share == pytest.approx(2.1 / 7.2, rel=0.02)


def test_a_rare_whole_of_more_than_two_errors_says_nothing():
    """Four pairs carry it: above two errors, which was enough before, and yet rare."""
    rare = [9.0 if k in (0, 8, 16, 24) else 0.0 for k in range(N)]
    part = contribution(rare, [0.0] * N)
    assert part.whole.mean > 2.0 * part.whole.standard_error
    assert part.whole.n_eff < 5
    assert part.whole_verdict.startswith("rare: changes 4 of 40")
    assert _silent(part) == NOT_TOLD


def test_a_part_that_cannot_be_judged_says_nothing_beside_a_sure_whole():
    rare = [9.0 if k in (0, 8) else 0.0 for k in range(N)]
    part = contribution(rare, steady(5.0))
    assert part.whole_verdict == "told apart"
    assert _silent(part) == PART_NOT_TOLD
    swings = [(-1.0) ** (k // 2) * 3.0 for k in range(N)]
    assert _silent(contribution(swings, steady(50.0))) == PART_NOT_TOLD


def test_no_help_or_harm_says_nothing():
    assert _silent(None) == NO_HELP
    assert _silent(contribution([-x for x in steady(2.0)], [0.0] * N)) == NO_GAIN


@pytest.mark.parametrize(
    ("language", "said"), [("en", "no gain to share"), ("fr", "pas de gain à partager")]
)
def test_help_that_is_seen_to_harm_is_said_to_and_not_called_uncertain(language, said, valley):
    part = contribution([-x for x in steady(2.0)], [0.0] * N)
    made = dataclasses.replace(
        answered.ask_of(valley), silent=NO_GAIN, contribution=part, searched=N
    )
    voice = Voice(language, valley)
    text = asking.silent(made, voice)
    assert said in text
    assert "\u22122" in text
    assert "judged" not in text
    assert asking.contribution(made, part) == "asks.contribution_lost"


@pytest.fixture(scope="module")
def made(short):
    """Two interceptors late in the window: hardly a future is any better."""
    row = {"id": "p", "partner": "NN", "item": "interceptor", "quantity": "1",
           "date": "2031-01-15", "as_of": "2030-11-20"}  # fmt: skip
    plan = short.add_rows("deliveries", [row])
    return ask(plan, "NN", 9.0, prices=False, futures=20, fresh=20, most=1, workers=1)


def test_an_answer_that_is_silent_has_no_share_and_says_how_many_futures_carry_it(made):
    assert made.silent == NOT_TOLD
    assert math.isnan(made.rules.set_index("rule").loc["contribution", "share"])
    assert math.isnan(made.contribution.share)
    assert isinstance(made.contribution.whole, Estimate)
    english = asking.silent(made, Voice("en", made.scenario))
    assert "cannot be judged" in english
    assert "carry it" in english
    assert "ne se juge pas" in asking.silent(made, Voice("fr", made.scenario))
    assert asking.contribution(made, made.contribution) == "asks.contribution_silent"
