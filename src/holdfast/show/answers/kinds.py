"""Which answers have a page, and who makes it: a line a question."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from holdfast.questions.ask import Ask
from holdfast.questions.break_even import BreakEven
from holdfast.questions.depot import Depot
from holdfast.questions.how_many import HowMany
from holdfast.questions.plan import Plan
from holdfast.questions.price import Price
from holdfast.questions.risk import Risk
from holdfast.questions.slip import Slip
from holdfast.questions.stocks import Stocks
from holdfast.questions.value import Value
from holdfast.scenario import Scenario
from holdfast.show.answers import (
    ask,
    break_even,
    depot,
    how_many,
    plan,
    price,
    risk,
    slip,
    stocks,
    value,
)
from holdfast.show.answers.page import Page
from holdfast.show.answers.teller import Teller

Answer: TypeAlias = Risk | Stocks | Value | Slip | Plan | BreakEven | Price | Ask | HowMany | Depot
PAGES: Mapping[type[Any], Callable[[Any, Teller], Page]] = {
    Risk: risk.page,
    Stocks: stocks.page,
    Value: value.page,
    Slip: slip.page,
    Plan: plan.page,
    BreakEven: break_even.page,
    Price: price.page,
    Ask: ask.page,
    HowMany: how_many.page,
    Depot: depot.page,
}
"""What makes the page of each."""


def scenario_of(answer: Answer) -> Scenario:
    """Give the scenario that an answer is about."""
    return answer.outcome.scenario if isinstance(answer, (Risk, Stocks)) else answer.scenario


def digest_of(answer: Answer) -> str:
    """Give the digest of the scenario that was asked about; blank where that is not known.

    The scenario of a plan holds its package, so nobody else has it.
    """
    if isinstance(answer, Plan):
        return str(answer.asked.get("digest", ""))
    return scenario_of(answer).digest


def futures_of(answer: Answer) -> int:
    """Give the number of futures that an answer is judged on."""
    return len(answer.outcome.futures) if isinstance(answer, (Risk, Stocks)) else answer.futures


def seed_of(answer: Answer) -> int:
    """Give the seed of an answer."""
    return answer.outcome.seed if isinstance(answer, (Risk, Stocks)) else answer.seed
