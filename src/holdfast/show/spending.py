"""What the answer of `plan` says of money and of its options, at a terminal and on its page."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from holdfast.outcome.statistics import TOLD
from holdfast.questions.coalition import ALL
from holdfast.questions.fields import Verdict
from holdfast.questions.judging import rivals_of
from holdfast.questions.notes import unfuelled_plan
from holdfast.questions.search.plan import SECOND
from holdfast.questions.value import SOURCES
from holdfast.show.voice import Voice

CHEAP = 0.75
"""Of the package's cost, up to which a rule that saves about as much is said to cost far less."""
TOLD_MORE = (TOLD, "leans")

if TYPE_CHECKING:
    from holdfast.questions.plan import Plan


def rest(made: Plan, voice: Voice, money: Callable[[float], str]) -> list[str]:
    """Say of each budget what is left of it, and why nothing more is spent."""
    said = []
    for one in made.rest:
        kind = "" if one.kind == ALL else voice.say(f"answer_plan.kind_{one.kind}")
        why = voice.say(f"plans.rest_{one.why.replace(' ', '_')}")
        left = voice.say("plans.left_kind", kind=kind, left=money(one.left), why=why)
        said.append(left if kind else voice.say("plans.left", left=money(one.left), why=why))
    return said


def verdict(made: Plan, voice: Voice) -> str:
    """Say whether what the package saves is told apart from giving nothing."""
    return voice.verdict(Verdict(made.verdict, made.changed, made.saved.n))


def fuel(made: Plan, voice: Voice) -> str:
    """Say what of the package has nearly no fuel to burn; or blank."""
    return " ".join(voice.sentences(unfuelled_plan(made.scenario, made.choices["contents"])))


def naive(made: Plan) -> pd.DataFrame:
    """Give the rows of the rules that need no search: the second best found is none."""
    return made.naive[made.naive["rule"] != SECOND]


def beside(made: Plan, voice: Voice) -> str:
    """Say whether the package is told apart from the best rule that needs no search; or blank."""
    row = _best(naive(made))
    if row is None:
        return ""
    rule = voice.say(f"plans.rule_{row['rule'].replace(' ', '_')}")
    if not row["changed"]:
        return voice.say("plans.beside_same", rule=rule)
    ahead = voice.plus_minus(row["behind"], row["behind_error"], True)
    told = voice.verdict_of(row)
    return voice.say("plans.beside_best", rule=rule, ahead=ahead, verdict=told)


def cheaper(made: Plan, unit: str, voice: Voice) -> str:
    """Say which rule saves for far less what the package is not seen to save more of; or blank.

    Of such rules that which saves most. Where that is the best of all, `beside` has named it and
    said by how much the package is ahead.
    """
    most = CHEAP * sum(made.spent.values())
    rules = [
        row
        for row in naive(made).to_dict("records")
        if row["changed"] and row["verdict"] not in TOLD_MORE and 0 < row["cost"] <= most
    ]
    row = max(rules, key=lambda each: each["saved"], default=None)
    if row is None or row["saved"] <= made.value / 2:
        return ""
    saved = voice.plus_minus(row["saved"], row["standard_error"])
    best = _best(naive(made))
    if best is not None and row["rule"] == best["rule"]:
        return voice.say(
            "plans.cheaper_best", saved=saved, cost=voice.plain(row["cost"]), unit=unit
        )
    return voice.say(
        "plans.cheaper",
        rule=voice.say(f"plans.rule_{row['rule'].replace(' ', '_')}"),
        saved=saved,
        cost=voice.plain(row["cost"]),
        unit=unit,
        ahead=voice.plus_minus(row["behind"], row["behind_error"], True),
        verdict=voice.verdict_of(row),
    )


def _best(rules: pd.DataFrame) -> dict[Hashable, Any] | None:
    """The rule that saves most in the mean; None where there is none."""
    return max(rules.to_dict("records"), key=lambda each: each["saved"], default=None)


def rivals(made: Plan, voice: Voice) -> str:
    """Say what the package saves under each model of air defence; blank if there is but one."""
    if len(models := rivals_of(made.scenario)) < 2:
        return ""
    parts = [
        f"{voice.under(made.rivals, name, spoken=True)} {voice.if_rival(name, spoken=True)}"
        for name in models
    ]
    return voice.say("plans.rivals", parts=voice.words.in_a_row(parts))


def few(made: Plan, voice: Voice) -> str:
    """Say that the tries are few for so many options; blank if they are not."""
    return voice.say("plans.few", count=made.advised) if made.advised else ""


def sources(made: Plan, voice: Voice) -> str:
    """Say where the options come from and what was left out; blank where that is not known."""
    given = made.asked.get("sources")
    if not isinstance(given, Sequence):
        return ""

    def named(names: Sequence[str]) -> str:
        return voice.words.in_a_row([voice.say(f"plans.source_{name}") for name in names])

    taken = named([name for name in SOURCES if name in given])
    if not (without := [name for name in SOURCES if name not in given]):
        return voice.say("plans.sources_all", taken=taken)
    options = " ".join(f"--source {name}" for name in SOURCES)
    return voice.say("plans.sources", taken=taken, without=named(without), options=options)
