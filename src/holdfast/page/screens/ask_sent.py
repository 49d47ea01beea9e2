"""What was sent of the form of a question: read as the command reads it, and asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Literal, get_args, get_origin

import pydantic
from pydantic.fields import FieldInfo

from holdfast.page import questions
from holdfast.page.answers import Answer, Wrong
from holdfast.page.asking import Matter
from holdfast.page.desk import Desk
from holdfast.page.models_ask import ANY, MODELS
from holdfast.page.screens.ask_form import BUDGETS, FIELDS, inner_of, limits_of
from holdfast.page.who import Who
from holdfast.questions import worded
from holdfast.questions.coalition import ALL


def ask(
    desk: Desk, question: str, given: Mapping[str, str], who: Who
) -> tuple[Answer | None, list[tuple[str, str]]]:
    """Ask what a form was filled with; the answer, or all that is wrong by field.

    Raises NotYours, Missing, Taken, Faulty, Refused for what no field is about.
    """
    body, wrong = read(question, given)
    try:
        asked = ANY.validate_python(body)
    except pydantic.ValidationError as error:
        told = {whole_of(field) for field, _ in wrong}
        for each in error.errors():
            field = str(each["loc"][1]) if len(each["loc"]) > 1 else ""
            if field not in told:
                wrong.append((field, each["msg"]))
        return None, wrong
    sent = asked.model_dump(mode="json")
    if wrong:
        questions.refuse(who, sent)
        told = {whole_of(field) for field, _ in wrong}
        more = Matter.of(desk.place, desk.shelf, sent).wrong(sent)
        return None, [*wrong, *(each for each in more if each[0] not in told)]
    try:
        return desk.answers.ask(sent, who)[0], []
    except Wrong as error:
        return None, error.by_field


def whole_of(field: str) -> str:
    """The field that a part of one, such as money for one kind of help, belongs to."""
    return field.partition(":")[0]


def read(question: str, given: Mapping[str, str]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """What a form says, as its model takes it; what cannot be read is left out and told."""
    body: dict[str, Any] = {"question": question}
    wrong: list[tuple[str, str]] = []
    model = MODELS[question]
    for name in (*FIELDS[question][0], *FIELDS[question][1]):
        try:
            found = _read(question, name, model.model_fields[name], given)
        except _Faults as error:
            wrong += error.wrong
        except ValueError as error:
            wrong.append((name, str(error)))
        else:
            if found is not _BLANK:
                body[name] = found
    return body, wrong


_BLANK = object()


class _Faults(Exception):
    """What is wrong, by the parts of a field."""

    def __init__(self, wrong: Sequence[tuple[str, str]]) -> None:
        self.wrong = wrong


def _read(question: str, name: str, about: FieldInfo, given: Mapping[str, str]) -> Any:
    """The value of a field; _BLANK where its default holds. Raises ValueError, _Faults."""
    if name == "budget" and question in (questions.PLAN, questions.PRICE):
        return _budget(given, about.is_required())
    inner = inner_of(about.annotation)
    if inner is bool:
        return name in given
    if get_origin(inner) is list:
        found = [key.partition(":")[2] for key in given if key.startswith(f"{name}:")]
        if not found and name == "source":
            raise ValueError("choose one or more")
        return found if found or about.default == [] else None
    text = given.get(name, "").strip()
    if not text:
        if about.is_required():
            return _parser(about, inner)(text)
        return _BLANK
    return _parser(about, inner)(text)


def _parser(about: FieldInfo, inner: Any) -> Any:
    """How the command reads such a field."""
    limits = limits_of(about)
    if inner is int:
        most = limits.get("le", limits.get("lt", 0) - 1)
        return partial(worded.whole, least=int(limits["ge"]), most=int(most))
    if inner is float and "gt" in limits:
        million = limits["le"] > 1e6
        return partial(worded.positive, most=limits["le"], million=million)
    if inner is float:
        return worded.from_nought
    if get_origin(inner) is Literal:
        return partial(worded.choice, allowed=get_args(inner))
    if inner is str:
        return worded.named
    return worded.day


def _budget(given: Mapping[str, str], required: bool) -> Any:
    """Money for all help, or by kind; None where it does not limit. Raises ValueError, _Faults."""
    texts = {kind: given.get(f"budget:{kind}", "").strip() for kind in BUDGETS}
    found, wrong = {}, []
    for kind, text in texts.items():
        if not text:
            continue
        try:
            found[kind] = worded.million_of(text)
        except ValueError as error:
            wrong.append((f"budget:{kind}", str(error)))
    if wrong:
        raise _Faults(wrong)
    if required and not found:
        raise ValueError("say how many million, for all help or by kind")
    return found.get(ALL) if list(found) in ([ALL], []) else found
