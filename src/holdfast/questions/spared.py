"""What a partner can spare: what the tables say of its limits, budgets, makers, offers, stances.

Nothing is inferred. A kind of row of which the tables hold none of this partner is not known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pandas as pd

from holdfast.aid import coalition
from holdfast.aid.limits import LIMIT, coefficients
from holdfast.aid.rules import rule_of, standing
from holdfast.questions.fields import Own
from holdfast.questions.said import Said
from holdfast.scenario import Scenario

COLUMNS = (
    "kind", "what", "most", "taken", "left", "unit", "from", "by", "said", "binds", "row",
)  # fmt: skip
"""A row of what is known. Kinds: KINDS. `what` is an item by its name, a kind of help, or blank for
all help; `unit` pieces, million or pieces a month; `taken` what the plan has of it already."""
KINDS = LIMITS, BUDGETS, MADE, SAID = ("limit", "budget", "production", "stance")
PIECES, MILLION, MONTHLY = "pieces", "million", "pieces/month"


@dataclass(frozen=True, slots=True)
class _Row:
    kind: str
    what: str
    most: float = float("nan")
    taken: float = float("nan")
    left: float = float("nan")
    unit: str = ""
    first: date | None = None
    by: date | None = None
    said: Said | str = ""
    binds: bool = True
    row: int = 0


def spared(scenario: Scenario, partner: str) -> pd.DataFrame:
    """What the tables say that a partner can give at most, columns COLUMNS."""
    rows = [*_caps(scenario, partner), *_made(scenario, partner), *_stances(scenario, partner)]
    found = [
        (
            one.kind, one.what, one.most, one.taken, one.left, one.unit, one.first, one.by,
            one.said, one.binds, one.row,
        )
        for one in rows
    ]  # fmt: skip
    return pd.DataFrame(found, columns=list(COLUMNS))


def can_give(scenario: Scenario, partner: str) -> set[str]:
    """Items of which a table says that the partner gives, offers, limits, makes or bars them.

    What it bars no package may hold; it is here so that a caveat can be priced.
    """
    found: set[str] = set()
    for table in ("deliveries", "offers", "packages", "limits"):
        rows = scenario.table(table)
        pairs = zip(rows.text("partner"), rows.text("item"), strict=True)
        found |= {item for name, item in pairs if name == partner}
    made = scenario.table("production")
    pairs = zip(made.text("maker"), made.text("item"), strict=True)
    found |= {item for name, item in pairs if name == partner}
    for one in standing(coalition.stances(scenario)):
        if one.partner == partner and (one.stance == "offers" or one.binds):
            found.add(one.item)
    return found - {""}


def _caps(scenario: Scenario, partner: str) -> Iterator[_Row]:
    caps = coalition.caps(scenario)
    matrix, most = coefficients(coalition.gifts(scenario), caps)
    names = _item_names(scenario)
    for cap, used, allowed in zip(caps, matrix.sum(axis=1).tolist(), most.tolist(), strict=True):
        if cap.partner not in ("", partner):
            continue
        yield _Row(
            kind=LIMITS if cap.rule == LIMIT else BUDGETS,
            what=names.get(cap.item, cap.kind),
            most=allowed,
            taken=used,
            left=max(allowed - used, 0.0),
            unit=MILLION if cap.of_value else PIECES,
            first=None if cap.first is None else scenario.date(cap.first),
            by=None if cap.last is None else scenario.date(cap.last),
            said="" if cap.partner else "all",
            row=cap.row,
        )


def _made(scenario: Scenario, partner: str) -> Iterator[_Row]:
    """What it makes a month, and what of it others have ordered."""
    table, names = scenario.table("production"), _item_names(scenario)
    rate, others = table.number("per_month"), table.number("competing_per_month")
    for at, maker in enumerate(table.text("maker")):
        if maker == partner:
            yield _Row(
                kind=MADE,
                what=names[table.text("item")[at]],
                most=float(rate[at]),
                taken=float(others[at]),
                left=max(float(rate[at] - others[at]), 0.0),
                unit=MONTHLY,
                first=scenario.date(table.days("from")[at]),
                row=table.lines[at],
            )


def _stances(scenario: Scenario, partner: str) -> Iterator[_Row]:
    """Its own stances that stand against help, hard or soft."""
    for one in standing(coalition.stances(scenario)):
        if one.partner == partner and one.stands_against:
            said = Said("quoted", topic=Own(one.topic), quote=Own(one.quote))
            said = said if one.quote else Said("need", item=Own(one.topic))
            yield _Row(SAID, rule_of(one), said=said, binds=one.binds, row=one.row)


def _item_names(scenario: Scenario) -> dict[str, str]:
    items = scenario.table("items")
    return dict(zip(items.text("id"), items.text("name"), strict=True))
