"""What a scenario says of its partners, in the form that the rules take: the one reader of it.

Only what is visible as of the scenario's day of knowledge is read. Who is a member, and since when,
is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from holdfast.aid.limits import BUDGET, EVERYBODY, LIMIT, Cap
from holdfast.aid.rules import Form, Gift, Stance, Tie
from holdfast.scenario import Scenario
from holdfast.scenario.cells import day as parsed
from holdfast.scenario.pledges import least, needed

Row = Mapping[str, str]
TIED = ("id", "gift", "needs", "at_least", "partner", "topic", "quote", "source")
"""Columns of conditions of which a tie is made."""


def gifts(scenario: Scenario, rows: Iterable[Row] | None = None) -> tuple[Gift, ...]:
    """The deliveries of the plan, or those in `rows` (cells as in deliveries.csv, with ids).

    A delivery like a row of packages bears the name of that package too.
    """
    items = scenario.table("items")
    cost = dict(zip(items.text("id"), items.number("unit_cost_meur").tolist(), strict=True))
    kind = dict(zip(items.text("id"), items.text("kind"), strict=True))
    adds = dict(zip(items.text("id"), items.text("adds"), strict=True))
    packed, forms = _packed(scenario), _forms(scenario)
    made = []
    for row in scenario.table("deliveries").rows() if rows is None else rows:
        item, when = row["item"], parsed(row["date"])
        made.append(
            Gift(
                name=row["id"],
                partner=row["partner"],
                item=item,
                kind=kind[item],
                adds=adds[item],
                region=row.get("region", ""),
                quantity=float(row["quantity"]),
                value=float(row["quantity"]) * cost[item],
                day=scenario.day(when),
                offer=row.get("offer", ""),
                groups=packed.get(_core(row), frozenset()),
                past=scenario.as_of is not None and when <= scenario.as_of,
                forms=forms.get(row.get("offer", ""), frozenset())
                | forms.get(_core(row), frozenset()),
            )
        )
    return tuple(made)


def stances(scenario: Scenario) -> tuple[Stance, ...]:
    """All that was said, in the order of the table; `rules.standing` chooses what holds."""
    table = scenario.table("positions")
    columns = ("partner", "topic", "stance", "hardness", "item", "region", "use", "quote", "source")
    cells = [
        dict(zip(columns, row, strict=True)) for row in zip(*map(table.text, columns), strict=True)
    ]
    rest = zip(table.lines, table.days("date").tolist(), table.flag("veto").tolist(), strict=True)
    return tuple(
        Stance(row=line, day=day, veto=veto, **each)
        for each, (line, day, veto) in zip(cells, rest, strict=True)
    )


def ties(scenario: Scenario) -> tuple[Tie, ...]:
    """The conditions that hold: of each id the rows of its last day.

    One that is lifted needs nothing, and answers what it was about.
    """
    table = scenario.table("conditions")
    days = table.days("date")
    names = table.text("id")
    last = {name: max(days[np.array(names) == name]) for name in names}
    return tuple(
        tie_of({column: table.text(column)[row] for column in TIED}, line, int(days[row]))
        for row, (name, line) in enumerate(zip(names, table.lines, strict=True))
        if days[row] == last[name]
    )


def tie_of(cells: Mapping[str, str], row: int, day: int) -> Tie:
    """The tie of one row of conditions, by its columns TIED."""
    needs = needed(cells["needs"])
    return Tie(
        row=row,
        name=cells["id"],
        gift=cells["gift"],
        needs=needs,
        least=least(cells["at_least"], len(needs)) if needs else 0,
        partner=cells["partner"],
        topic=cells["topic"],
        day=day,
        quote=cells["quote"],
        source=cells["source"],
    )


def caps(scenario: Scenario) -> tuple[Cap, ...]:
    """Limits, then budgets; a limit of pieces and of value in one row is two caps."""
    return (*_limits(scenario), *_budgets(scenario))


def _limits(scenario: Scenario) -> Iterable[Cap]:
    table = scenario.table("limits")
    for row, line in enumerate(table.lines):
        until = table.text("by")[row]
        for column, of_value in (("quantity", False), ("value_million", True)):
            most = float(table.number(column)[row])
            if np.isnan(most):
                continue
            yield Cap(
                rule=LIMIT,
                row=line,
                name=table.text("id")[row],
                partner=table.text("partner")[row],
                most=most,
                of_value=of_value,
                item=table.text("item")[row],
                kind=table.text("kind")[row],
                last=scenario.day(parsed(until)) if until else None,
                source=table.text("source")[row],
            )


def _budgets(scenario: Scenario) -> Iterable[Cap]:
    table = scenario.table("budgets")
    for row, line in enumerate(table.lines):
        who, first, last = (table.text(column)[row] for column in ("who", "from", "to"))
        kind = table.text("kind")[row]
        yield Cap(
            rule=BUDGET,
            row=line,
            name=f"{who} {kind}",
            partner="" if who == EVERYBODY else who,
            most=float(table.number("amount")[row]),
            of_value=True,
            kind=kind,
            first=scenario.day(parsed(first)),
            last=scenario.day(parsed(last)) if last else None,
            source=table.text("source")[row],
        )


def _packed(scenario: Scenario) -> dict[tuple[str, ...], frozenset[str]]:
    """The packages of which a row is, by what is given."""
    made: dict[tuple[str, ...], frozenset[str]] = {}
    for row in scenario.table("packages").rows():
        made[_core(row)] = made.get(_core(row), frozenset()) | {row["package"]}
    return made


def _forms(scenario: Scenario) -> dict[object, frozenset[Form]]:
    """What is one date or size of a gift: by the id of an offer, or by what a package gives."""
    made: dict[object, set[Form]] = {}
    offers, packages = scenario.table("offers"), scenario.table("packages")
    for line, row in zip(offers.lines, offers.rows(), strict=True):
        form = Form(row.get("variant_of") or row["id"], "offers", row["id"], line)
        made.setdefault(row["id"], set()).add(form)
    for line, row in zip(packages.lines, packages.rows(), strict=True):
        if of := row.get("variant_of"):
            made.setdefault(_core(row), set()).add(Form(of, "packages", row["package"], line))
    return {key: frozenset(some) for key, some in made.items()}


def _core(row: Row) -> tuple[str, ...]:
    quantity = repr(float(row["quantity"]))
    return row["partner"], row["item"], quantity, row["date"], row.get("region", "")


def in_order(gifts: Sequence[Gift]) -> tuple[Gift, ...]:
    """The same gifts by name, so that the order of rows can matter nowhere."""
    return tuple(sorted(gifts, key=lambda gift: gift.name))
