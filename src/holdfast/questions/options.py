"""What may be chosen: open offers, rows of packages, and what the catalogue sells.

An option is a few deliveries that go together. The ids of its rows are made of its own name, so its
luck is the same in every package that it is in.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations

import numpy as np

from holdfast.aid import stages
from holdfast.aid.coalition import stances
from holdfast.aid.rules import standing
from holdfast.outcome.windows import reported_from
from holdfast.questions.batches import batches
from holdfast.questions.delivery_text import COLUMNS, Row
from holdfast.questions.refused import Refused
from holdfast.scenario import Scenario
from holdfast.scenario.giving import GIVERS

KINDS = ("military", "humanitarian", "financial")
"""Budgets are apart by kind."""
LOADS = 10.0
"""Times that a system comes with what it fires in one raid when all of its channels are busy."""
USELESS = ("nothing", "money")
"""What an item adds that no future can be better for."""


@dataclass(frozen=True, slots=True)
class Option:
    """Deliveries that are chosen together or not at all."""

    name: str
    partner: str
    """Who gives; the recipient for what is bought."""
    rows: tuple[Row, ...]
    """Deliveries, without ids; the first is what it is about, the others what that needs."""
    cost: tuple[float, ...]
    """By kind of budget, as KINDS [million of the currency]."""
    fires: tuple[str, ...] = ()
    """Names of other options that hold what it fires: open offers of the same partner."""
    package: str = ""
    """The package of which it is a row."""
    variant_of: str = ""
    """The gift of which it is one date or size: an offer is a form of itself. See `variants`."""

    @property
    def total(self) -> float:
        """Cost from all budgets [million of the currency]."""
        return sum(self.cost)


def with_options(scenario: Scenario, options: Iterable[Option]) -> Scenario:
    """The plan with these options added; of no option the plan itself."""
    rows = deliveries_of(sorted(options, key=lambda each: each.name))
    return scenario.add_rows("deliveries", rows) if rows else scenario


def deliveries_of(options: Iterable[Option]) -> list[Row]:
    """The deliveries of options in order, with the ids that they have in every plan."""
    return [
        {"id": f"{option.name}/{place}", **row}
        for option in options
        for place, row in enumerate(option.rows, start=1)
    ]


def offered(scenario: Scenario) -> list[Option]:
    """Open offers of the scenario: of a known item and number, additive, and not in the plan yet.

    An offer comes on the day that is said, or its lead time after the first reported day; one that
    would come after the last day, or has a variant in the plan, is left out. A system comes with
    LOADS times what it fires in one raid, bought by the recipient; where its partner has an open
    offer of that, `fires` names it.
    """
    taken, prices, made = _taken(scenario), _Prices(scenario), []
    for row in scenario.table("offers").rows():
        form = row.get("variant_of") or row["id"]
        if form in taken or not row.get("item") or not float(row.get("quantity") or 0) > 0:
            continue
        if row.get("additive") == "no" or prices.adds[row["item"]] in USELESS:
            continue
        said = row.get("delivered") or row.get("in_service")
        day = date.fromisoformat(said) if said else prices.due(row["item"], row["partner"])
        if prices.first <= day <= scenario.settings.last:
            found = _row(row["partner"], row["item"], float(row["quantity"]), day)
            rows = [{**found, "offer": row["id"]}]
            made.append(prices.option(row["id"], row["partner"], rows, variant_of=form))
    return [_armed(option, made, prices, buyer(scenario)) for option in made]


def _armed(option: Option, offers: Sequence[Option], prices: _Prices, by: str) -> Option:
    """An offered system with what it fires, bought unless its partner offers that too."""
    row = option.rows[0]
    day, count = date.fromisoformat(row["date"]), float(row["quantity"])
    rounds = prices.rounds(by, row["item"], count, day)
    theirs = tuple(
        other.name
        for other in offers
        if other.partner == option.partner and rounds and other.rows[0]["item"] == rounds[0]["item"]
    )
    if theirs or not rounds:
        return replace(option, fires=theirs)
    whole = prices.option(option.name, option.partner, [row, *rounds])
    return replace(option, rows=whole.rows, cost=whole.cost)


def buyer(scenario: Scenario) -> str:
    """Who buys: the recipient, or the first of the actors."""
    actors = scenario.table("actors")
    kinds = dict(zip(actors.text("kind"), actors.text("id"), strict=True))
    return kinds.get("recipient", actors.text("id")[0])


def packed(scenario: Scenario) -> list[Option]:
    """The rows of all packages of the scenario, each an option of its own.

    Those of which the plan holds a variant are left out.
    """
    taken, prices = _taken(scenario), _Prices(scenario)
    return [
        prices.option(
            row["delivery"],
            row["partner"],
            [{name: row.get(name, "") for name in COLUMNS}],
            row["package"],
            row.get("variant_of", ""),
        )
        for row in scenario.table("packages").rows()
        if row.get("variant_of", "") not in taken
    ]


def _taken(scenario: Scenario) -> set[str]:
    """Gifts of which the plan holds a variant, by what `Option.variant_of` calls them."""
    planned = set(scenario.table("deliveries").text("offer")) - {""}
    rows = scenario.table("offers").rows()
    return {row.get("variant_of") or row["id"] for row in rows if row["id"] in planned} | planned


def variants(options: Iterable[Option]) -> list[set[str]]:
    """Names of options of which at most one is chosen: dates and sizes of one gift.

    Rows of one package are no variants of each other.
    """
    forms: dict[str, dict[str, list[str]]] = {}
    for one in options:
        if one.variant_of:
            of = forms.setdefault(one.variant_of, {})
            of.setdefault(one.package or f"{one.name} alone", []).append(one.name)
    made = []
    for of in forms.values():
        if all(len(names) == 1 for names in of.values()):
            made.append({name for names in of.values() for name in names})
        else:
            pairs = combinations(of.values(), 2)
            made += [{a, b} for some, others in pairs for a in some for b in others]
    return [group for group in made if len(group) > 1]


def for_sale(
    scenario: Scenario, lot: float, giver: str = "", items: Collection[str] | None = None
) -> list[Option]:
    """What the catalogue sells for about `lot` million: whole pieces, at least one.

    A system comes with LOADS times what it fires in one raid; all else comes as it is. Where the
    makers have so many free a month, pieces come as they are made. What could not come before the
    last day, costs nothing or adds nothing that is modelled is left out. The recipient stands as
    the giver where none is named; with `items` only these are looked at.
    Raises Refused if the lot is not above nought.
    """
    if not (math.isfinite(lot) and lot > 0):
        raise Refused(f"a lot of {lot:g} million buys nothing: name one above 0")
    prices, made = _Prices(scenario), []
    giver = giver or buyer(scenario)
    for item, adds in prices.adds.items():
        day = prices.due(item, giver)
        if adds in USELESS or not prices.price[item] > 0 or day > scenario.settings.last:
            continue
        if items is not None and item not in items:
            continue
        count = max(1.0, math.floor(lot / prices.price[item] * (1 + 1e-9)))
        option = prices.lot(giver, item, count, day)
        if option:
            made.append(option)
    return made


def bought(scenario: Scenario, item: str, count: float, ordered: date) -> Option | None:
    """So many pieces of an item of the catalogue, bought on a day, as `for_sale` sells them.

    None if none of them would come before the last day. Whatever the count and the day, it has the
    name of the item, and so the same luck.
    """
    prices, giver = _Prices(scenario), buyer(scenario)
    return prices.lot(giver, item, count, prices.due(item, giver, ordered))


def lead(scenario: Scenario, item: str) -> int:
    """Days from the order of what is bought to its arrival, if nothing slips."""
    prices = _Prices(scenario)
    return (prices.due(item, buyer(scenario)) - prices.first).days


def first_order(scenario: Scenario) -> date:
    """The first day on which anything can be ordered: reported, and known."""
    return _Prices(scenario).first


def refused(scenario: Scenario, lot: float) -> list[Option]:
    """What partners will not give: about `lot` million of each item that one bars by name.

    Nothing of it may be chosen while the rule stands; `price` asks what it would be worth. What
    the catalogue could not deliver before the last day is left out.
    """
    able = givers(scenario)
    held = [one for one in standing(stances(scenario)) if one.binds and one.item]
    taboos = {(one.partner, one.item) for one in held if one.partner in able}
    return [
        replace(option, name=f"{partner}/{option.name}")
        for partner, item in sorted(taboos)
        for option in for_sale(scenario, lot, partner, [item])
    ]


def room(scenario: Scenario, item: str) -> tuple[date, int]:
    """The first day on which an item can be ordered, and the days by which that may wait.

    Raises Refused for what comes after the last day even if it is ordered at once.
    """
    first, wait = first_order(scenario), lead(scenario, item)
    left = (scenario.settings.last - first).days - wait
    if left < 0:
        raise Refused(f"{item} ordered on {first} comes after the last day: it takes {wait} days")
    return first, left


def givers(scenario: Scenario) -> dict[str, str]:
    """Who can give, in the order of their ids, with their kinds."""
    actors = scenario.table("actors")
    kinds = zip(actors.text("id"), actors.text("kind"), strict=True)
    return {name: kind for name, kind in sorted(kinds) if kind in GIVERS}


def distinct(options: Sequence[Option]) -> list[Option]:
    """All options, each under a name of its own: one that is taken gets a number behind it."""
    taken: set[str] = set()
    made = []
    for option in options:
        name, number = option.name, 1
        while name in taken:
            number += 1
            name = f"{option.name}-{number}"
        taken.add(name)
        made.append(replace(option, name=name))
    return made


class _Prices:
    """What the catalogue says of items."""

    def __init__(self, scenario: Scenario) -> None:
        items, systems = scenario.table("items"), scenario.table("defence/systems")
        ids = items.text("id")
        self.price = dict(zip(ids, items.number("unit_cost_meur").tolist(), strict=True))
        self.lead = dict(zip(ids, items.number("lead_days").tolist(), strict=True))
        free = items.number("per_month")
        self.free = dict(zip(ids, np.where(np.isnan(free), math.inf, free).tolist(), strict=True))
        self.kind = dict(zip(ids, items.text("kind"), strict=True))
        self.adds = dict(zip(ids, items.text("adds"), strict=True))
        self.adds_to = dict(zip(ids, items.text("adds_to"), strict=True))
        leads = scenario.table("leads")
        columns = map(leads.text, ("item", "partner", "route"))
        self.ways = list(zip(*columns, strict=True))
        steps = ("commit_days", "ship_days", "travel_days")
        self.steps = np.sum([leads.number(name) for name in steps], axis=0)
        volley = systems.number("channels") * systems.number("cycles")
        self.volley = dict(
            zip(
                systems.text("id"),
                zip(
                    systems.text("item"),
                    (volley * systems.number("rounds_per_target")).tolist(),
                    strict=True,
                ),
                strict=True,
            )
        )
        self.last = scenario.settings.last
        self.first = max(reported_from(scenario.settings), scenario.as_of or date.min)

    def due(self, item: str, partner: str, decided: date | None = None) -> date:
        """The day on which it comes if it is decided on a day, else on the first, or when known.

        By what `leads` says of the item from this partner, else by the lead time of the item.
        """
        lead = self.lead[item]
        if (row := int(stages.chosen([(item, partner, "")], self.ways)[0])) >= 0:
            lead = float(self.steps[row])
        days = round(min(lead if lead > 0 else 0.0, 36525.0))
        return (decided or self.first) + timedelta(days=days)

    def made(self, item: str, count: float, day: date) -> list[tuple[date, float]]:
        """The days from this one on on which so many pieces are made, with how many."""
        return batches(count, self.free[item], day, self.last)

    def rounds(self, partner: str, item: str, count: float, day: date) -> list[Row]:
        """What systems need to work, come with them as it is made."""
        if self.adds[item] != "system":
            return []
        fired, volley = self.volley[self.adds_to[item]]
        if not fired:
            return []
        loads = self.made(fired, math.ceil(LOADS * volley * count), day)
        return [_row(partner, fired, pieces, ready) for ready, pieces in loads]

    def lot(self, giver: str, item: str, count: float, day: date) -> Option | None:
        """Pieces as they are made from a day on, with what they fire; None if none would come."""
        lots = self.made(item, count, day)
        rows = [_row(giver, item, pieces, ready) for ready, pieces in lots]
        for ready, pieces in lots:
            rows += self.rounds(giver, item, pieces, ready)
        return self.option(item, giver, rows) if rows else None

    def option(
        self, name: str, partner: str, rows: Sequence[Row], package: str = "", variant_of: str = ""
    ) -> Option:
        cost = dict.fromkeys(KINDS, 0.0)
        for row in rows:
            cost[self.kind[row["item"]]] += float(row["quantity"]) * self.price[row["item"]]
        costs = tuple(cost.values())
        return Option(name, partner, tuple(rows), costs, (), package, variant_of)


def _row(partner: str, item: str, quantity: float, day: date) -> Row:
    return {
        "partner": partner,
        "item": item,
        "quantity": f"{quantity:g}" if quantity < 1e5 else str(round(quantity)),
        "date": day.isoformat(),
        "region": "",
    }
