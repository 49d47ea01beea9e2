"""The form of a question: its fields, what may stand there, what is chosen beforehand."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from holdfast.page import questions
from holdfast.page.asking import Choice, Matter
from holdfast.page.desk import Desk
from holdfast.page.errors import Unsound
from holdfast.page.models_ask import MODELS
from holdfast.page.screens.said import called
from holdfast.page.who import CHANGE, WHOLE, Who
from holdfast.questions.coalition import ALL
from holdfast.questions.options import KINDS
from holdfast.show.catalogue import Catalogue

_ALWAYS = ("seed", "as_of", "workers")
FIELDS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    questions.STOCKS: (("run",), ()),
    questions.RISK: (("run", "region", "hours", "days", "package"), ("workers",)),
    questions.VALUE: (("scenario", "budget", "by"), ("source", "names", "futures", *_ALWAYS)),
    questions.PLAN: (
        ("scenario", "budget"),
        ("source", "lot", "sharing", "bound", "names", "futures", "fresh", "tries", *_ALWAYS),
    ),
    questions.HOW_MANY: (("scenario", "item", "budget"), ("beside", "futures", *_ALWAYS)),
    questions.PRICE: (
        ("scenario", "partner", "names"),
        ("budget", "source", "lot", "futures", "fresh", "tries", *_ALWAYS),
    ),
    questions.SLIP: (("scenario", "weeks"), ("futures", *_ALWAYS)),
    questions.ASK: (
        ("scenario", "partner", "total"),
        ("meeting", "among", "weeks", "prices", "elasticity", "lot", "futures", "fresh", "tries",
         *_ALWAYS),
    ),
    questions.DEPOT: (("scenario", "depot", "instead", "crews"), ("futures", *_ALWAYS)),
}  # fmt: skip
"""Fields that stand in the form of a question, and those that are folded away."""
BUDGETS = (ALL, *KINDS)
"""What money is for."""
CHOSEN = ("region", "partner", "item", "meeting", "depot", "instead")
"""Fields that choose one thing of the tables."""
SEVERAL = ("package", "among", "beside")
"""Fields that choose some."""
TEXT, ONE, SOME, TICK, DAY, MONEY = "text", "one", "some", "tick", "day", "money"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form."""

    name: str
    kind: str
    label: str
    told: str
    """What it means, what may stand there, and what is taken if it is left blank."""
    value: str
    among: tuple[Choice, ...] = ()
    ticked: tuple[str, ...] = ()
    """Of some: those chosen beforehand."""
    amounts: tuple[Choice, ...] = ()
    """Of money: what stands in it, by kind."""


@dataclass(frozen=True, slots=True)
class Form:
    """The form of a question about one scenario or run."""

    question: str
    of: tuple[Choice, ...]
    """The scenarios or runs of which it can be asked."""
    chosen: str
    fields: tuple[Field, ...]
    more: tuple[Field, ...]
    lacks: str
    """Why it cannot be asked of what is chosen; blank if it can."""
    seconds: float | None = None
    """How long the last answer took to the same question about it, if there is one."""


# ---- forms ---------------------------------------------------------------------------------------


def asked_of(desk: Desk, question: str, words: Catalogue) -> list[Choice]:
    """The scenarios, or runs, of which a question can be asked."""
    if question in questions.OF_RUN:
        return [
            (run.name, f"{run.name} · {called(run, words)} · "
             f"{words.say('top.futures', count=run.futures)}")
            for run in desk.shelf.runs()
        ]  # fmt: skip
    return [
        (kept.name, kept.name if title == kept.name else f"{title} ({kept.name})")
        for kept in desk.shelf.scenarios()
        for title in [called(kept, words)]
    ]


def form(desk: Desk, question: str, chosen: str, who: Who, words: Catalogue) -> Form:
    """The form of a question; `chosen` is the scenario or run it is to be asked of."""
    of = asked_of(desk, question, words)
    known = [name for name, _ in of]
    chosen = chosen if chosen in known else next(iter(known), "")
    if not chosen:
        key = "no_run" if question in questions.OF_RUN else "none_here"
        return Form(question, (), "", (), (), words.say(f"page.{key}"))
    subject = subject_of(question)
    try:
        matter = Matter.of(desk.place, desk.shelf, {"question": question, subject: chosen})
    except Unsound as error:
        lines = error.told(who.may(WHOLE)).lines
        return Form(question, tuple(of), chosen, (), (), "\n".join(lines))
    shown = words.of_scenario(matter.scenario)
    lacks = _lacks(question, matter, who, words)
    if lacks:
        return Form(question, tuple(of), chosen, (), (), lacks)
    main, more = (
        tuple(_field(question, name, matter, who, shown) for name in names
              if name != subject and _offered(question, name, matter, who))
        for names in FIELDS[question]
    )  # fmt: skip
    return Form(question, tuple(of), chosen, main, more, "",
                desk.answers.took(question, chosen, who))  # fmt: skip


def kept(form: Form, given: Mapping[str, str]) -> Form:
    """A form with what was filled in, where that can be so here too."""

    def filled(one: Field) -> Field:
        mine = {key.partition(":")[2]: value for key, value in given.items()
                if key.startswith(f"{one.name}:")}  # fmt: skip
        if one.kind == MONEY:
            return replace(one, amounts=tuple(mine.items()))
        if one.kind == SOME:
            return replace(one, ticked=tuple(name for name, _ in one.among if name in mine))
        if one.kind == TICK:
            return replace(one, value=given.get(one.name, ""))
        value = given.get(one.name, one.value)
        if one.kind == ONE and value not in dict(one.among):
            return one
        return replace(one, value=value)

    if not given.keys() - {subject_of(form.question)}:
        return form  # what stood there before had no fields
    return replace(form, fields=tuple(map(filled, form.fields)), more=tuple(map(filled, form.more)))


def subject_of(question: str) -> str:
    """The field that says what a question is asked of."""
    return "run" if question in questions.OF_RUN else "scenario"


def _lacks(question: str, matter: Matter, who: Who, words: Catalogue) -> str:
    """What the tables have not that a question needs."""
    if question == questions.DEPOT and not (matter.mends and len(matter.depots()) > 1):
        return words.say("page_ask.no_depots")
    if question == questions.HOW_MANY and not matter.items():
        return words.say("page_ask.no_items")
    if question in questions.OWN and not _partners(question, matter, who):
        return words.say("page_ask.no_partner")
    return ""


def _partners(question: str, matter: Matter, who: Who) -> list[Choice]:
    """Partners of whom somebody may ask."""
    found = matter.partners()
    return found if who.may(CHANGE) else [one for one in found if one[0] == who.partner]


def _offered(question: str, name: str, matter: Matter, who: Who) -> bool:
    """Whether a field stands in a form: not where there is nothing to choose or it may not be."""
    if name == "names":
        return who.may(CHANGE)
    if name in ("package", "meeting"):
        return bool(matter.choices(name))
    return True


def _field(question: str, name: str, matter: Matter, who: Who, words: Catalogue) -> Field:
    about = MODELS[question].model_fields[name]
    label = worded_of("field", question, name, words)
    currency = matter.scenario.settings.currency
    told = worded_of("told", question, name, words, currency=currency)
    default = None if about.is_required() else about.get_default(call_default_factory=True)
    if name == "budget" and question in (questions.PLAN, questions.PRICE):
        among = tuple((kind, words.say(f"page_ask.budget_{kind}")) for kind in BUDGETS)
        return Field(name, MONEY, label, told, "", among)
    if name in CHOSEN:
        among = _one_of(question, name, matter, who, words, optional=not about.is_required())
        return Field(name, ONE, label, told, among[0][0] if among else "", among)
    if name in SEVERAL:
        named = ((one, words.own(text)) for one, text in matter.choices(name))
        among = tuple(sorted(named, key=lambda each: each[1].casefold()))
        return Field(name, SOME, label, told, "", among)
    inner = inner_of(about.annotation)
    if inner is bool:
        return Field(name, TICK, label, told, "on" if default else "")
    if get_origin(inner) is list:
        allowed = get_args(get_args(inner)[0])
        among = tuple((one, words.say(f"page_ask.{name}_{one}")) for one in allowed)
        return Field(name, SOME, label, told, "", among, tuple(default or ()))
    if get_origin(inner) is Literal:
        among = tuple((one, words.say(f"page_ask.{name}_{one}")) for one in get_args(inner))
        return Field(name, ONE, label, told, str(default), among)
    kind = DAY if name == "as_of" else TEXT
    bounds = _bounds(about, inner, words)
    value = "" if default is None else _plain(default)
    return Field(name, kind, label, " ".join(filter(None, (told, bounds))), value)


def _plain(value: object) -> str:
    """A default as it is typed: with a point, as commands read it."""
    return f"{value:g}" if isinstance(value, float) else str(value)


def worded_of(what: str, question: str, name: str, words: Catalogue, **fields: str) -> str:
    """A word of a field: of this question if it has its own, else of all."""
    own = f"page_ask.{what}_{question}_{name}"
    return words.say(own if words.has(own) else f"page_ask.{what}_{name}", **fields)


def _one_of(
    question: str, name: str, matter: Matter, who: Who, words: Catalogue, optional: bool
) -> tuple[Choice, ...]:
    """The things among which a field chooses one, by name; none of them first if it may be."""
    found = _partners(question, matter, who) if name == "partner" else matter.choices(name)
    if name == "instead" and len(found) > 1:
        found = [*found[1:], found[0]]
    none = (
        [("", words.say(f"page_ask.none_{name}"))] if optional and _may_be_none(who, name) else []
    )
    named = [(one, words.own(text)) for one, text in found]
    if name == "partner":
        named.sort(key=lambda each: each[1].casefold())
    return (*none, *named)


def _may_be_none(who: Who, name: str) -> bool:
    return name != "partner" or who.may(CHANGE)


def inner_of(annotation: Any) -> Any:
    """What stands in a field, without its bounds and without null."""
    if hasattr(annotation, "__metadata__"):
        return inner_of(get_args(annotation)[0])
    if get_origin(annotation) is types.UnionType or str(get_origin(annotation)) == "typing.Union":
        (inner, *_) = [each for each in get_args(annotation) if each is not type(None)]
        return inner_of(inner)
    return annotation


def limits_of(about: FieldInfo) -> dict[str, float]:
    """The bounds of a number: ge, gt, le, lt."""
    found: dict[str, float] = {}

    def look(metadata: Any) -> None:
        for each in metadata:
            for name in ("ge", "gt", "le", "lt"):
                if getattr(each, name, None) is not None:
                    found[name] = getattr(each, name)
            if isinstance(each, FieldInfo):
                look(each.metadata)

    def walk(annotation: Any) -> None:
        if hasattr(annotation, "__metadata__"):
            look(annotation.__metadata__)
        for each in get_args(annotation):
            walk(each)

    look(about.metadata)
    walk(about.annotation)
    return found


def _bounds(about: FieldInfo, inner: Any, words: Catalogue) -> str:
    limits = limits_of(about)
    exact = words.numbers.exact
    if inner is int:
        most = limits.get("le", limits.get("lt", 0) - 1)
        return words.say("page_ask.span", least=exact(limits["ge"]), most=exact(most))
    if inner is not float:
        return ""
    if "gt" not in limits:
        return words.say("page_ask.from_nought")
    if limits["le"] > 1e6:
        return words.say("page_ask.above_nought")
    return words.say("page_ask.above_to", most=exact(limits["le"]))
