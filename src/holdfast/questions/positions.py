"""Who says what? What partners hold, ask and offer, each with its source and its day.

Nothing is simulated: these are the tables of the scenario as far as they were known, put in order,
with the rules of `aid` read off them. Sources that differ on one day each keep their row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from holdfast.aid import coalition, rules
from holdfast.questions.fields import Own
from holdfast.questions.positions_said import (
    Cells,
    asks,
    conditions,
    known_as,
    limits,
    named,
    offers,
)
from holdfast.questions.refused import Refused
from holdfast.questions.said import Said, listed
from holdfast.scenario import Scenario
from holdfast.scenario.cells import known
from holdfast.scenario.fault import hint

if TYPE_CHECKING:
    import pandas as pd

STANCES = (
    *("topic", "partner", "name", "kind", "stance", "hardness", "veto", "item", "region", "use"),
    *("about", "quote", "since", "source", "status", "as_of", "binds", "differs", "holds", "row"),
)
CONDITIONS = (
    *("condition", "partner", "gift", "gift_words", "least", "of", "needs", "needs_words", "met"),
    *("planned", "quote", "since", "source", "status", "as_of", "holds", "row"),
)
LIMITS = (
    *("limit", "partner", "name", "item", "kind", "what", "most", "of_value", "by", "reached"),
    *("source", "status", "as_of", "row"),
)
ASKS = (
    *("ask", "meeting", "meeting_name", "date", "asked_by", "name", "asked_of", "item"),
    *("quantity", "unit", "by_when", "source", "status", "as_of", "row"),
)
OFFERS = (
    *("offer", "partner", "name", "said", "item", "quantity", "unit", "kind", "committed"),
    *("delivered", "in_service", "caveat", "source", "status", "as_of", "row"),
)


@dataclass(frozen=True, slots=True)
class Positions:
    """What is said, as tables with columns STANCES, CONDITIONS, LIMITS, ASKS and OFFERS.

    Days are dates, None where the table has none; `row` is that of the file, the header being 1.
    """

    scenario: Scenario
    stances: pd.DataFrame
    """Topic by topic. `binds`: no plan may cross it; `differs`: on the same day another source says
    otherwise of the same partner and topic; `about`: item, region and use in words."""
    conditions: pd.DataFrame
    """`met`: the plan as pledged holds at least `least` of the `of` gifts that are needed, if all
    keep to their conditions; `planned`: it holds the tied gift."""
    limits: pd.DataFrame
    """`reached` is what the plan as pledged comes to, in pieces or (`of_value`) in million of the
    currency."""
    asks: pd.DataFrame
    offers: pd.DataFrame
    partner: str = ""
    """The only one that is listed; blank if all are."""
    topic: str = ""
    """The only one that is listed; blank if all are."""
    history: bool = False


def positions(
    scenario: Scenario,
    partner: str | None = None,
    history: bool = False,
    topic: str | None = None,
) -> Positions:
    """What partners hold, ask and offer as known by the scenario's `as_of`.

    Of a partner, topic and subject the rows of the last day hold; one that only lifts what was
    barred holds nothing and is left out, unless another source says otherwise that day. `history`
    lists whatever was said. `partner` (an id or a name) keeps what that one says and what is asked
    of it; `topic` keeps the stances on it, and the other tables, which know no topics, are empty.
    The order of rows in the files changes nothing but the numbers of the rows.

    Raises Refused, naming the nearest, for a partner or a topic that there is not.
    """
    import pandas as pd

    who = partner_of(scenario, partner)
    on = _topic(scenario, topic)

    def frame(columns: tuple[str, ...], rows: Iterator[Cells]) -> pd.DataFrame:
        return pd.DataFrame(list(rows), columns=list(columns))

    def others(rows: Iterator[Cells]) -> Iterator[Cells]:
        return iter(()) if on else rows

    return Positions(
        scenario=scenario,
        stances=frame(STANCES, iter(held(scenario, who, on, history))),
        conditions=frame(CONDITIONS, others(conditions(scenario, who, history))),
        limits=frame(LIMITS, others(limits(scenario, who))),
        asks=frame(ASKS, others(asks(scenario, who))),
        offers=frame(OFFERS, others(offers(scenario, who))),
        partner=who,
        topic=on,
        history=history,
    )


def held(scenario: Scenario, who: str = "", on: str = "", history: bool = False) -> list[Cells]:
    """The rows of the stances by column, for whoever needs no data frame."""
    said = coalition.stances(scenario)
    standing = {one.row: one for one in rules.standing(said)}
    holding = {row for row in standing if _holds(standing[row], standing.values())}
    shown = _as_said(said) if history else [standing[row] for row in holding]
    table, names = scenario.table("positions"), known_as(scenario)
    columns = ("status", "as_of")
    told = dict(zip(table.lines, zip(*map(table.text, columns), strict=True), strict=True))
    made = []
    for one in sorted(shown, key=_place):
        if (who and one.partner != who) or (on and one.topic != on):
            continue
        status, as_of = told[one.row]
        holds = one.row in holding
        cells: tuple[Any, ...] = (
            *(one.topic, one.partner, named(names, one.partner), names.kinds.get(one.partner, "")),
            *(one.stance, one.hardness, one.veto, one.item, one.region, one.use),
            *(_about(scenario, one), one.quote, scenario.date(one.day), one.source, status),
            known(as_of) if as_of else None,
            holds and one.binds and bool(one.item or one.region or one.use),
            bool(rules.differing(said, one)),
            *(holds, one.row),
        )
        made.append(dict(zip(STANCES, cells, strict=True)))
    return made


def _holds(one: rules.Stance, standing: Any) -> bool:
    """Whether a stance that stands holds: it lifts no bar, or another source says otherwise."""
    return any(not _lifts(each) for each in standing if rules.beside(each, one))


def _lifts(one: rules.Stance) -> bool:
    return one.stance in rules.BARS and one.hardness == rules.LIFTED


def _as_said(said: tuple[rules.Stance, ...]) -> list[rules.Stance]:
    """All that was said, each about what its topic was about on its day."""
    days = sorted({one.day for one in said})
    return [
        one
        for day in days
        for one in rules.standing(each for each in said if each.day <= day)
        if one.day == day
    ]


def _place(one: rules.Stance) -> tuple[Any, ...]:
    """By topic, partner and day, the hardest first; of two alike by their key in the table."""
    about = (one.topic.casefold(), one.topic, one.partner, one.day)
    return (*about, -one.weight, one.stance, one.source, rules.subject(one))


def _about(scenario: Scenario, one: rules.Stance) -> Said | str:
    parts: list[object] = [
        Own(_name(scenario, table, identity))
        for table, identity in (("items", one.item), ("regions", one.region))
        if identity
    ]
    if one.use:
        parts.append(Said(f"use_{one.use}"))
    return listed(parts, ", ") if parts else ""


def _name(scenario: Scenario, table: str, identity: str) -> str:
    rows = scenario.table(table)
    return dict(zip(rows.text("id"), rows.text("name"), strict=True)).get(identity, identity)


def partner_of(scenario: Scenario, asked: str | None) -> str:
    """The id of a partner that is asked for by its id or name, in any case; "" for None.

    Raises Refused, naming the nearest, for one that there is not.
    """
    if asked is None:
        return ""
    actors = scenario.table("actors")
    by_id = {identity: identity for identity in actors.text("id")}
    names = dict(zip(actors.text("name"), actors.text("id"), strict=True))
    return _found(asked, "partner", "actors.csv", {**names, **by_id})


def _topic(scenario: Scenario, asked: str | None) -> str:
    if asked is None:
        return ""
    topics = scenario.table("positions").text("topic")
    return _found(
        asked, "topic", "positions.csv as known by then", dict(zip(topics, topics, strict=True))
    )


def _found(asked: str, what: str, file: str, allowed: Mapping[str, str]) -> str:
    """What is asked for, written in any case; raises Refused if there is none."""
    if asked in allowed:
        return allowed[asked]
    folded = {name.casefold(): value for name, value in sorted(allowed.items())}
    if (plain := " ".join(asked.split()).casefold()) in folded:
        return folded[plain]
    near = hint(asked, sorted(allowed))
    raise Refused(f"--{what}: there is no {what} {asked!r} in {file}; {near}")
