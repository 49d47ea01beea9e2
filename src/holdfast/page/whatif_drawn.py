"""The deliveries of a changed plan as they are drawn, and what can be added to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.page.whatif import Added, Plan, both
from holdfast.show.tokens import token

if TYPE_CHECKING:
    from holdfast.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Given:
    """A delivery as it is drawn; days are places among those of the axis."""

    key: str
    """Its id; of one that is added its place."""
    kind: str
    """pledged, moved, gone or added."""
    partner: str
    item: str
    token: str
    """The colour of what kind of help it is."""
    quantity: str
    day: dt.date
    pledged: tuple[str, dt.date] | None
    """Quantity and day as pledged, of one that is changed."""
    region: str
    """Where it goes, if that is told."""
    sent: float
    arrives: float
    used: float


@dataclass(frozen=True, slots=True)
class Offered:
    """An item of the catalogue."""

    id: str
    name: str
    unit: str
    price: float
    lead: int
    givers: tuple[str, ...]
    """Partners that offered or pledged it."""


def first_day(scenario: Scenario) -> dt.date:
    """The first day of the axis: the first on which something may still be changed."""
    from holdfast.outcome.windows import reported_from

    reported = reported_from(scenario.settings)
    if scenario.as_of is None:
        return reported
    return max(reported, min(scenario.as_of + dt.timedelta(days=1), scenario.settings.last))


def given(scenario: Scenario, plan: Plan) -> list[Given]:
    """The deliveries of a plan that are still to come, and those it takes out, by partner.

    Raises Faulty.
    """
    changed = both(scenario, ((), plan.texts))[1]
    first, known = first_day(scenario), scenario.as_of
    before = {row["id"]: row for row in scenario.table("deliveries").rows()}
    there, old = _days(changed, first), _days(scenario, first)
    new = [row["id"] for row in changed.table("deliveries").rows() if row["id"] not in before]
    places = {name: str(place) for place, name in enumerate(new)}
    rows = {row["id"]: row for row in changed.table("deliveries").rows()}
    made = []
    for name, row in {**before, **rows}.items():
        day = dt.date.fromisoformat(row["date"])
        pledged = before.get(name)
        if known is not None and day <= known and name in before:
            continue
        kind, key = ("added", places[name]) if name in places else ("pledged", name)
        if pledged is not None:
            if name not in rows:
                kind = "gone"
            elif _told(pledged) != _told(row):
                kind = "moved"
        was = (pledged["quantity"], dt.date.fromisoformat(pledged["date"])) if pledged else None
        days = there[name] if name in there else old[name]
        made.append(_given(scenario, row, kind, key, was if kind == "moved" else None, days))
    return sorted(made, key=lambda each: (each.partner, each.pledged[1] if each.pledged else
                                          each.day, each.item, each.key))  # fmt: skip


def _told(row: Mapping[str, str]) -> dict[str, str]:
    return {column: text for column, text in row.items() if text}


def _days(scenario: Scenario, first: dt.date) -> dict[str, tuple[float, float, float]]:
    """Day sent, day of arrival and day in service of each delivery, from the first of the axis."""
    from holdfast.aid.service import foreseen

    arrival, use = (each.tolist() for each in foreseen(scenario))
    offers, items = scenario.table("offers"), scenario.table("items")
    committed = {}
    if "committed" in offers.schema.columns:
        committed = dict(zip(offers.text("id"), offers.text("committed"), strict=True))
    lead = dict(zip(items.text("id"), items.number("lead_days").tolist(), strict=True))
    begin = scenario.day(first)
    made = {}
    rows = scenario.table("deliveries").rows()
    for row, there, used in zip(rows, arrival, use, strict=True):
        sent = there - lead[row["item"]]
        if said := committed.get(row.get("offer", "")):
            sent = float(scenario.day(dt.date.fromisoformat(said)))
        made[row["id"]] = (min(sent, there) - begin, there - begin, used - begin)
    return made


def _given(
    scenario: Scenario,
    row: Mapping[str, str],
    kind: str,
    key: str,
    was: tuple[str, dt.date] | None,
    days: tuple[float, float, float],
) -> Given:
    items = scenario.table("items")
    at = items.text("id").index(row["item"])
    columns = ("name", "kind", "adds")
    about = {column: items.text(column)[at] for column in columns}
    actors = scenario.table("actors")
    names = dict(zip(actors.text("id"), actors.text("name"), strict=True))
    where = dict(regions(scenario)).get(row.get("region") or "", "")
    return Given(
        key, kind, names.get(row["partner"], row["partner"]), about["name"],
        token(about), row["quantity"], dt.date.fromisoformat(row["date"]), was, where,
        *days,
    )  # fmt: skip


def known_count(scenario: Scenario) -> int:
    """Deliveries that have arrived and are not changed."""
    if scenario.as_of is None:
        return 0
    days = scenario.table("deliveries").text("date")
    return sum(dt.date.fromisoformat(day) <= scenario.as_of for day in days)


def catalogue(scenario: Scenario) -> list[Offered]:
    """The items that may be given, by name."""
    items = scenario.table("items")
    givers: dict[str, dict[str, None]] = {}
    for name in ("offers", "deliveries"):
        table = scenario.table(name)
        for partner, item in zip(table.text("partner"), table.text("item"), strict=True):
            givers.setdefault(item, {})[partner] = None
    able = {partner for partner, _ in partners(scenario)}
    columns = zip(items.text("id"), items.text("name"), items.text("unit"),
                  items.number("unit_cost_meur").tolist(), items.number("lead_days").tolist(),
                  strict=True)  # fmt: skip
    made = [
        Offered(name, called, unit, price, round(lead),
                tuple(each for each in givers.get(name, {}) if each in able))
        for name, called, unit, price, lead in columns
    ]  # fmt: skip
    return sorted(made, key=lambda each: each.name.casefold())


def partners(scenario: Scenario) -> list[tuple[str, str]]:
    """Who can give: id and name, by name."""
    from holdfast.scenario.giving import GIVERS

    actors = scenario.table("actors")
    columns = (actors.text(name) for name in ("id", "name", "kind"))
    found = [(code, name) for code, name, kind in zip(*columns, strict=True) if kind in GIVERS]
    return sorted(found, key=lambda each: each[1].casefold())


def packages(scenario: Scenario) -> list[str]:
    """Packages of the scenario."""
    return list(dict.fromkeys(scenario.table("packages").text("package")))


def of_package(scenario: Scenario, name: str) -> tuple[Added, ...]:
    """The deliveries of a package, each by itself, to be moved or taken out alone."""
    from holdfast.questions.delivery_text import package_rows

    return tuple(
        Added(row["partner"], row["item"], row["quantity"], dt.date.fromisoformat(row["date"]),
              row["region"])
        for row in package_rows(scenario, name)
    )  # fmt: skip


def regions(scenario: Scenario) -> list[tuple[str, str]]:
    """Where help may go: id and name."""
    found = scenario.table("regions")
    return list(zip(found.text("id"), found.text("name"), strict=True))


def due(scenario: Scenario, item: str) -> dt.date:
    """The day of arrival of what is decided on the first reported day, within the campaign."""
    from holdfast.outcome.windows import reported_from

    items = scenario.table("items")
    lead = float(items.number("lead_days")[items.text("id").index(item)])
    made = reported_from(scenario.settings) + dt.timedelta(days=round(min(lead, 36525)))
    return min(made, scenario.settings.last)
