"""What the answer of `depot` says in sentences, the same at a terminal and on its page."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from holdfast.outcome.statistics import TOLD
from holdfast.questions.readiness import FEW, expected_few
from holdfast.show.voice import Voice

if TYPE_CHECKING:
    from holdfast.questions.depot import Depot

Row = dict[Any, Any]


def sentences(made: Depot, voice: Voice) -> list[str]:
    """What is saved, what is readier, and what was put to the other depot, what luck is left out.

    What is told apart stands first: readiness, where of person-hours nothing is told.
    """
    first = [_saved(made, voice), *_ready(made, voice)]
    row, readier = made.saved.to_dict("records")[-1], _most_changed(made)
    if row["verdict"] != TOLD and readier and readier["verdict"] == TOLD:
        first.reverse()
    return [*first, *_crews(made, voice), *_expected(made, voice)]


def name(made: Depot, echelon: str, voice: Voice) -> str:
    """What the table calls a depot."""
    table = made.scenario.table("readiness/echelons")
    return voice.own(str(table.text("name")[table.text("id").index(echelon)]))


def known(made: Depot) -> list[Row]:
    """Rows of `units` of systems of which there are any, on either side."""
    rows = made.units.to_dict("records")
    there = {row["system"] for row in rows if row["unit_days"] > 0 or row["changed"]}
    return [row for row in rows if row["system"] in there]


def ways(made: Depot, voice: Voice) -> list[tuple[str, str]]:
    """Each of the two depots and what the tables say of it: its way, its work, who does it."""
    both = made.depot, made.instead
    return [(name(made, place, voice), _way(made, place, voice)) for place in both]


def work_name(made: Depot, row: Row, voice: Voice) -> str:
    """The system or the part that a row of `ways` is about."""
    table = made.scenario.table("defence/systems" if row["kind"] == "system" else "items")
    return voice.own(table.text("name")[table.text("id").index(row["of"])])


def mixed(row: Row) -> bool:
    """Whether the days of a row of `ways` are a mean with work that moved there."""
    own = row["table_days"]
    return math.isfinite(own) and not math.isclose(own, row["days"])


def crews_name(made: Depot, row: Row, voice: Voice) -> str:
    """Who does the work of a row of `ways`; a dash where there are always enough."""
    table = made.scenario.table("readiness/technicians")
    who = dict(zip(table.text("id"), table.text("name"), strict=True))
    name = row["technicians"]
    return voice.own(who[name]) if name else voice.say("worth.none")


def _way(made: Depot, place: str, voice: Voice) -> str:
    rows = made.ways[made.ways["place"] == place].to_dict("records")
    first = rows[0]
    there, back = (voice.exact(first[name]) for name in ("there_days", "back_days"))
    parts = [voice.say("depot.way", there=there, back=back)]
    if math.isfinite(count := first["slots_per_week"]):
        parts.append(voice.say("depot.places", count=count, slots=voice.exact(count)))
    if first["lost_share"] > 0:
        parts.append(voice.say("depot.lost", share=voice.percent(first["lost_share"])))
    crews = {crews_name(made, row, voice): row["crews"] for row in rows if row["technicians"]}
    for name, count in crews.items():
        parts.append(voice.say("depot.crews_of", name=name, crews=voice.exact(count)))
    alike: dict[tuple[float, float], list[str]] = {}
    for row in rows:
        work = round(row["days"], 1), round(row["table_days"] if mixed(row) else row["days"], 1)
        alike.setdefault(work, []).append(work_name(made, row, voice))
    for (days, own), names in alike.items():
        key = "depot.work" if days == own else "depot.work_mean"
        said = {"days": voice.exact(days), "own": voice.exact(own), "what": ", ".join(names)}
        parts.append(voice.say(key, count=days, **said))
    return voice.joint("; ").join(parts)


def _saved(made: Depot, voice: Voice) -> str:
    row = made.saved.to_dict("records")[-1]
    said = {
        "depot": name(made, made.depot, voice),
        "instead": name(made, made.instead, voice),
        "count": made.futures,
    }
    if not row["changed"]:
        return voice.say("depot.none", **said)
    if row["verdict"].startswith("rare"):
        return voice.say("depot.rare", verdict=voice.verdict_or_none(row), **said)
    if row["verdict"] != TOLD:
        saved = voice.plus_minus(row["saved"], row["standard_error"], True)
        return voice.say("depot.open", saved=saved, verdict=voice.verdict_or_none(row), **said)
    return voice.say(
        "depot.costs" if row["saved"] < 0 else "depot.saves",
        saved=voice.plus_minus(abs(row["saved"]), row["standard_error"]),
        verdict=voice.verdict_or_none(row),
        **said,
    )


def _ready(made: Depot, voice: Voice) -> list[str]:
    """Which system is readier, or less, by most of its unit-days."""
    row = _most_changed(made)
    if row is None:
        return [voice.say("depot.ready_none")]
    return [
        voice.say(
            "depot.ready_less" if row["more"] < 0 else "depot.ready_more",
            system=voice.own(row["name"]),
            count=len({each["system"] for each in known(made)}),
            more=voice.plus_minus(abs(row["more"]), row["standard_error"]),
            of=voice.plain(row["unit_days"]),
            verdict=voice.verdict_or_none(row),
        )
    ]


def _most_changed(made: Depot) -> Row | None:
    """The row in all of the system that changes most for its size; None where none changes."""
    last = made.saved["window"].iloc[-1]
    rows = [row for row in known(made) if row["window"] == last]
    if not any(row["changed"] for row in rows):
        return None
    return max(rows, key=lambda each: abs(each["more"]) / max(each["unit_days"], 1e-9))


def _crews(made: Depot, voice: Voice) -> list[str]:
    if not made.crews:
        return []
    instead, crews = name(made, made.instead, voice), voice.exact(made.crews)
    return [voice.say("depot.crews", instead=instead, count=made.crews, crews=crews)]


def _expected(made: Depot, voice: Voice) -> list[str]:
    names = [each for each in expected_few(made.a, made.scenario) if each in {*made.units["name"]}]
    systems = ", ".join(map(voice.own, names))
    return [voice.say("readiness.expected", systems=systems, most=FEW)] if names else []
