"""What stands on the screen of questions: the nine, and what was answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from holdfast.page import questions
from holdfast.page.answers import Answer
from holdfast.page.desk import Desk
from holdfast.page.errors import Missing
from holdfast.page.jobs import DONE, FAILED, RUNNING
from holdfast.page.models_ask import MODELS
from holdfast.page.screens.ask_form import FIELDS, subject_of, worded_of
from holdfast.page.screens.said import moment, time_left
from holdfast.page.who import Who
from holdfast.questions.refused import Refused
from holdfast.show.catalogue import Catalogue

NINE: Sequence[tuple[str, Sequence[str]]] = (
    ("run", ()),
    ("whatif", ()),
    ("stocks", (questions.STOCKS,)),
    ("risk", (questions.RISK,)),
    ("value", (questions.VALUE, questions.PLAN, questions.HOW_MANY)),
    ("price", (questions.PRICE,)),
    ("slip", (questions.SLIP,)),
    ("ask", (questions.ASK,)),
    ("explain", ()),
)
"""The nine questions in their order, each with the forms it is asked by; without one it has a
screen of its own."""
BESIDE: Sequence[tuple[str, Sequence[str]]] = (("depot", (questions.DEPOT,)),)
"""What can be asked beside the nine."""
COMMANDS = {questions.HOW_MANY: "plan --item"}
"""Commands that are called otherwise than their question."""


@dataclass(frozen=True, slots=True)
class Row:
    """An answer in the list."""

    id: str
    sentence: str
    """Of what is done; else what was asked."""
    facts: str
    state: str
    told: str
    share: float | None
    progress: str
    said: str
    acts: tuple[str, ...]
    """What whoever looks may do: cancel, resume, delete."""


def rows(who: Who, words: Catalogue, found: Sequence[Answer]) -> tuple[Row, ...]:
    """Answers as whoever looks sees them."""
    return tuple(row(each, who, words) for each in found)


def row(each: Answer, who: Who, words: Catalogue, headed: bool = False) -> Row:
    """One answer as whoever looks sees it; `headed`: under its question."""
    question = words.say(f"page_ask.q_{each.question}")
    sentence = each.sentence.get(words.language, "") or question
    mine = questions.may_delete(who, each.whose, each.by)
    acts = {DONE: ("delete",), FAILED: ("resume", "cancel")}.get(each.state, ("cancel",))
    facts = " · ".join(_facts(each, words, bool(each.sentence) and not headed))
    return Row(
        each.id, sentence, facts, each.state,
        words.say(f"page.state_{each.state}"), each.share, _progress(each, words), each.said,
        acts if mine else (),
    )  # fmt: skip


def _facts(each: Answer, words: Catalogue, named: bool) -> Iterator[str]:
    if named:
        yield words.say(f"page_ask.q_{each.question}")
    yield each.of
    yield from options(each, words)
    if each.by:
        yield words.say("page_ask.by", name=each.by)
    yield moment(datetime.fromisoformat(each.when), words)


def options(each: Answer, words: Catalogue) -> Iterator[str]:
    """What was asked otherwise than by default, in words."""
    model = MODELS[each.question]
    for name in (*FIELDS[each.question][0], *FIELDS[each.question][1]):
        value = each.asked.get(name)
        about = model.model_fields[name]
        if name in (subject_of(each.question), "workers") or value is None:
            continue
        if not about.is_required() and value == about.get_default(call_default_factory=True):
            continue
        label = worded_of("field", each.question, name, words)
        yield words.say("page_ask.option", label=label, value=_valued(each, name, value, words))


def _valued(each: Answer, name: str, value: Any, words: Catalogue) -> str:
    if isinstance(value, bool):
        return words.say("page_ask.yes" if value else "page_ask.no")
    if isinstance(value, dict):
        kinds = (
            words.say("page_ask.option", label=words.say(f"page_ask.budget_{kind}"),
                      value=words.numbers.exact(amount))
            for kind, amount in value.items()
        )  # fmt: skip
        return ", ".join(kinds)
    if isinstance(value, list):
        return ", ".join(_valued(each, name, one, words) for one in value)
    if isinstance(value, (int, float)):
        return words.numbers.exact(value)
    if name in ("by", "source"):
        return words.say(f"page_ask.{name}_{value}")
    return words.own(each.names.get(str(value), str(value)))


def _progress(each: Answer, words: Catalogue) -> str:
    if each.state != RUNNING:
        return ""
    said = []
    if each.share is not None:
        said.append(words.say("page_ask.share", percent=round(100 * each.share)))
    if each.left is not None and each.share != 1.0:
        said.append(words.say("page.left", time=time_left(each.left, words)))
    return " · ".join(said)


def changed(desk: Desk, each: Answer) -> bool:
    """Whether the scenario of an answer is another by now than it was."""
    if each.question in questions.OF_RUN or not each.digest:
        return False
    try:
        return desk.shelf.judged(each.of).digest != each.digest
    except (Missing, Refused):
        return False
