"""What can be asked, a model a question, each field with the bounds of its command, and answers.

The forms of the page are laid out from the same fields, so that nobody may ask there what may not
be asked here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field, TypeAdapter

from holdfast.page.answers import Answer
from holdfast.page.desk import MOST_FUTURES, MOST_WORKERS
from holdfast.page.models import Name, State, _Sent
from holdfast.page.questions import (
    ASK,
    DEPOT,
    HOW_MANY,
    PLAN,
    PRICE,
    QUESTIONS,
    RISK,
    SLIP,
    STOCKS,
    VALUE,
)

Id = Annotated[str, Field(min_length=1, max_length=200)]
Million = Annotated[float, Field(gt=0, le=1e12, allow_inf_nan=False)]
Kind = Literal["all", "military", "humanitarian", "financial"]
Amount = Annotated[float, Field(ge=0, le=1e12, allow_inf_nan=False)]
Budget: TypeAlias = Amount | Annotated[dict[Kind, Amount], Field(min_length=1)]
Source = Literal["offers", "packages", "catalogue"]
AnySource = Literal["offers", "packages", "catalogue", "refused"]
Few = Annotated[list[Id], Field(max_length=100)]


def _futures(default: int, least: int) -> Any:
    return Field(default=default, ge=least, le=MOST_FUTURES)


Workers = Annotated[
    int | None,
    Field(ge=1, le=MOST_WORKERS, description="Processes; as many as processors if null."),
]


class _OfScenario(_Sent):
    """A question about a scenario as it now stands."""

    scenario: Name
    workers: Workers = None
    seed: int | None = Field(default=None, ge=0, lt=2**32, description="The scenario's if null.")
    as_of: date | None = Field(
        default=None, description="Hide what was said later; the scenario's freeze if null."
    )


class _OfRun(_Sent):
    """A question about a finished run."""

    run: Name


class StocksAsked(_OfRun):
    """When do interceptors, transformers, fuel run out?"""

    question: Literal["stocks"] = STOCKS


class RiskAsked(_OfRun):
    """Is a region without power for days?"""

    question: Literal["risk"] = RISK
    region: Id = Field(description="Id of regions.csv.")
    hours: float = Field(default=8.0, gt=0, le=24, description="Hours of power a day: fewer count.")
    days: int = Field(default=5, ge=1, le=10_000, description="Days in a row of that.")
    package: Few = Field(default=[], description="Packages, or deliveries, that may help.")
    workers: Workers = None


class ValueAsked(_OfScenario):
    """What does the next amount buy?"""

    question: Literal["value"] = VALUE
    budget: Million = Field(default=25.0, description="Size of a lot of the catalogue [million].")
    source: list[AnySource] = Field(default=["offers", "packages", "catalogue"], min_length=1)
    by: Literal["euro", "saved", "survival"] = "euro"
    futures: int = _futures(800, 20)
    names: bool = Field(default=False, description="Tell which options nobody may give, and why.")


class PlanAsked(_OfScenario):
    """Which package does a budget buy?"""

    question: Literal["plan"] = PLAN
    budget: Budget = Field(description="Million of the currency, for all help or by kind.")
    source: list[Source] = Field(default=["offers", "packages"], min_length=1)
    lot: Million = Field(default=25.0, description="Size of a lot of the catalogue [million].")
    sharing: Million | None = Field(
        default=None, description="At most so many times a partner's share by income."
    )
    futures: int = _futures(100, 10)
    fresh: int = _futures(800, 20)
    tries: int = Field(default=120, ge=1, le=10_000)
    bound: bool = Field(default=True, description="State what a better search could still find.")
    names: bool = Field(default=False, description="Tell whose rules keep options back.")


class HowManyAsked(_OfScenario):
    """How many of one item, ordered by when?"""

    question: Literal["how_many"] = HOW_MANY
    item: Id = Field(description="Id of items.csv.")
    budget: Million = Field(description="Million of the currency.")
    beside: Few | None = Field(default=None, description="Other items for the same money.")
    futures: int = _futures(200, 20)


class PriceAsked(_OfScenario):
    """What does a caveat cost?"""

    question: Literal["price"] = PRICE
    partner: Id | None = Field(default=None, description="Only the rules of this one, with names.")
    budget: Budget | None = Field(default=None, description="Money does not limit if null.")
    names: bool = Field(default=False, description="Tell whose rules they are.")
    source: list[AnySource] = Field(default=["offers", "packages", "refused"], min_length=1)
    lot: Million = 25.0
    futures: int = _futures(20, 10)
    fresh: int = _futures(400, 20)
    tries: int = Field(default=40, ge=1, le=10_000)


class SlipAsked(_OfScenario):
    """Which pledge that slips hurts most?"""

    question: Literal["slip"] = SLIP
    weeks: int = Field(default=4, ge=1, le=1_000, description="Weeks that each is late.")
    futures: int = _futures(800, 20)


class AskAsked(_OfScenario):
    """What is fair to ask of a partner?"""

    question: Literal["ask"] = ASK
    partner: Id = Field(description="Id of actors.csv.")
    total: Million | None = Field(
        default=None, description="What all share; the asks' cost if null."
    )
    meeting: Id | None = None
    among: Few | None = Field(default=None, description="Who shares; all that can give if null.")
    elasticity: float = Field(default=1.26, ge=0, le=1e6, allow_inf_nan=False)
    lot: Million | None = None
    weeks: int = Field(default=4, ge=1, le=1_000, description="Weeks that a gift may be late.")
    prices: bool = Field(default=True, description="Tell what the partner's own caveats cost.")
    futures: int = _futures(40, 20)
    fresh: int = _futures(60, 20)
    tries: int = Field(default=12, ge=1, le=10_000)


class DepotAsked(_OfScenario):
    """What is a depot abroad worth against one at home?"""

    question: Literal["depot"] = DEPOT
    depot: Id = Field(description="Whose work is moved, by the id of readiness/echelons.csv.")
    instead: Id = Field(description="Where it is done instead.")
    crews: float = Field(default=0.0, ge=0, le=1e6, allow_inf_nan=False)
    futures: int = _futures(200, 1)


AnyAsked: TypeAlias = (
    StocksAsked | RiskAsked | ValueAsked | PlanAsked | HowManyAsked | PriceAsked | SlipAsked
    | AskAsked | DepotAsked
)  # fmt: skip
AnswerAsked = Annotated[AnyAsked, Field(discriminator="question")]
MODELS: Mapping[str, type[AnyAsked]] = dict(
    zip(
        QUESTIONS,
        (StocksAsked, RiskAsked, ValueAsked, PlanAsked, HowManyAsked, PriceAsked, SlipAsked,
         AskAsked, DepotAsked),
        strict=True,
    )
)  # fmt: skip
"""The model of each question."""
ANY: TypeAdapter[AnyAsked] = TypeAdapter(AnswerAsked)


class AnswerTold(_Sent):
    """An answer, or one that is on its way."""

    id: str = Field(description="The same question of the same bits has the same.")
    question: str
    asked: dict[str, Any] = Field(description="As it was asked, defaults filled in.")
    by: str = Field(description="Who asked; blank for who sits at this machine.")
    when: str = Field(description="When it was asked for, UTC.")
    state: State
    job: int | None = Field(description="Its job; null once it is done.")
    share: float | None = Field(description="Of what is known to do; null before that is known.")
    seconds_left: float | None = Field(description="At the pace so far; null where not known.")
    said: str = Field(description="Why it failed, and what to do.")
    sentence: dict[str, str] = Field(description="By language; empty before it is done.")
    public: bool = Field(description="Whether there is a page for all eyes.")
    answer: dict[str, Any] | None = Field(
        default=None, description="What the command prints with --json; in lists always null."
    )

    @classmethod
    def of(cls, made: Answer, document: dict[str, Any] | None = None) -> AnswerTold:
        """As it stands."""
        return cls(
            id=made.id, question=made.question, asked=dict(made.asked), by=made.by, when=made.when,
            state=made.state, job=made.job, share=made.share, seconds_left=made.left,
            said=made.said, sentence=dict(made.sentence), public=made.public, answer=document,
        )  # fmt: skip


class AnswersTold(_Sent):
    """A page of the answers there are, the newest first; what is on its way stands before."""

    answers: list[AnswerTold]
    total: int
    page: int
    pages: int
