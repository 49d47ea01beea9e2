"""What was asked, of whom, and what it costs: the sum that is to be shared.

An ask counts where it is asked of the partner, names a number, and names an item of the catalogue
by its id, its name or what several of it are called, in a unit that can be told in the item's own;
or is an amount of money. Nothing is guessed: what does not count is listed with the reason.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from holdfast.questions.asked_units import millions, pieces, plain
from holdfast.questions.cost import cost
from holdfast.questions.delivery_text import names_of
from holdfast.questions.options import givers
from holdfast.questions.refused import Refused
from holdfast.questions.said import forms
from holdfast.scenario import Scenario
from holdfast.scenario.fault import hint
from holdfast.scenario.giving import no_giver

COUNTED, NO_ITEM, NO_NUMBER, NO_PRICE, OF_OTHERS, OTHER_UNIT = (
    "counted",
    "no item",
    "no number",
    "no price",
    "of others",
    "another unit",
)
"""Whether an ask counts, or why it does not."""
Sum = tuple[float, float, float]
"""As stated, if all prices were low, if all were high [million of the currency]."""
_FORMS = ("one", "many")
FINANCIAL = "financial"
"""The kind of help that money is."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One ask, with what it costs."""

    name: str
    said: str
    item: str
    """Of the catalogue; blank if it names none."""
    kind: str
    """Of help, as the budget that pays it; money is financial. Blank where it does not count."""
    quantity: float
    """As it was asked, in `unit`; nought if no number was named."""
    unit: str
    amount: float
    """In the item's own unit, or in million of the currency; nought where it does not count."""
    by_when: str
    cost: Sum
    """Nought where it does not count."""
    asked_of: frozenset[str]
    """The actors named; empty if it is asked of all."""
    counts: str
    """COUNTED, or why it does not count."""


def able(scenario: Scenario, partner: str) -> dict[str, str]:
    """Who can give, by kind. Raises Refused unless the partner is one of them."""
    actors = scenario.table("actors")
    kinds = dict(zip(actors.text("id"), actors.text("kind"), strict=True))
    if partner not in kinds:
        near = hint(partner, kinds, names_of(scenario, "actors"))
        raise Refused(f"{partner!r} is not an id of actors.csv; {near}")
    if message := no_giver(partner, kinds):
        raise Refused(f"{partner!r} cannot be asked: it {message}")
    return givers(scenario)


def wanted(scenario: Scenario, partner: str, meeting: str | None = None) -> list[Wanted]:
    """The asks of a meeting; of the only one if none is named, or all where none has a meeting.

    Raises Refused where it is not plain which asks are meant, or where none counts.
    """
    rows = _of_meeting(scenario, meeting)
    catalogue, able = _Catalogue.of(scenario), givers(scenario)
    made = [_wanted(scenario, row, partner, catalogue, able) for row in rows]
    if not any(one.counts == COUNTED for one in made):
        why = "; ".join(f"{one.name} ({one.said}): {one.counts}" for one in made)
        raise Refused(
            f"no ask tells what is to be shared with {partner}: {why}. Name the sum with --total, "
            "or give asks.csv the id of an item and a quantity"
        )
    return made


def sums(asks: Iterable[Wanted]) -> dict[frozenset[str], Sum]:
    """What the asks that count come to, by whom they are asked of."""
    made: dict[frozenset[str], Sum] = {}
    for one in asks:
        if one.counts == COUNTED:
            before = made.get(one.asked_of, (0.0, 0.0, 0.0))
            made[one.asked_of] = (
                before[0] + one.cost[0],
                before[1] + one.cost[1],
                before[2] + one.cost[2],
            )
    return dict(sorted(made.items(), key=lambda entry: sorted(entry[0])))


def _of_meeting(scenario: Scenario, meeting: str | None) -> Sequence[Mapping[str, str]]:
    rows = sorted(scenario.table("asks").rows(), key=lambda row: row["id"])
    if not rows:
        raise Refused(
            "asks.csv holds no ask that is known by then: name the sum to share with --total, or "
            "add what was asked"
        )
    held = sorted({row["meeting"] for row in rows if row.get("meeting")})
    if meeting is None and len(held) > 1:
        raise Refused(
            f"asks were made at several meetings: name one of {', '.join(held)} with --meeting, or "
            "the sum to share with --total"
        )
    if meeting is not None and meeting not in held:
        raise Refused(
            f"nothing was asked at a meeting {meeting!r}; asks.csv knows: "
            f"{', '.join(held) or 'no meeting'}"
        )
    chosen = meeting or (held[0] if held else "")
    return [row for row in rows if row.get("meeting", "") == chosen]


def _wanted(
    scenario: Scenario,
    row: Mapping[str, str],
    partner: str,
    catalogue: _Catalogue,
    able: Mapping[str, str],
) -> Wanted:
    quantity, unit = float(row.get("quantity") or 0.0), row.get("unit", "")
    money = millions(unit, scenario.settings.currency)
    item = catalogue.names.get(plain(row["item"]), "") if math.isnan(money) else ""
    asked_of, others = _asked_of(scenario, row.get("asked_of", ""), able)
    each = money
    if item:
        each = pieces(unit, catalogue.units[item], catalogue.called(item))
    if (asked_of or others) and partner not in asked_of:
        counts = OF_OTHERS
    elif not item and math.isnan(money):
        counts = NO_ITEM
    elif not quantity > 0:
        counts = NO_NUMBER
    elif math.isnan(each):
        counts = OTHER_UNIT
    elif item and not catalogue.prices[item] > 0:
        counts = NO_PRICE
    else:
        counts = COUNTED
    amount = quantity * each if counts == COUNTED else 0.0
    made: Sum = (amount, amount, amount)
    if item and amount:
        found = cost(scenario, [{"item": item, "quantity": repr(amount)}])
        made = (found.stated, found.low, found.high)
    by_when = row.get("by_when", "")
    kind = catalogue.kinds.get(item, FINANCIAL) if counts == COUNTED else ""
    return Wanted(
        row["id"], row["item"], item, kind, quantity, unit, amount, by_when, made, asked_of, counts
    )


def _asked_of(
    scenario: Scenario, text: str, able: Mapping[str, str]
) -> tuple[frozenset[str], bool]:
    """The givers that are named, and whether actors are named of whom none can give.

    Words that are no ids (allies, donors) stand for all.
    """
    said = [part.strip() for part in re.split(r"[;,]", text) if part.strip()]
    known = set(scenario.table("actors").text("id"))
    if not said or not set(said) <= known:
        return frozenset(), False
    named = frozenset(said) & set(able)
    return named, not named


@dataclass(frozen=True, slots=True)
class _Catalogue:
    """Items by all that they are called, in plain letters, with unit, price and kind of each."""

    names: Mapping[str, str]
    units: Mapping[str, str]
    prices: Mapping[str, float]
    kinds: Mapping[str, str]

    @classmethod
    def of(cls, scenario: Scenario) -> _Catalogue:
        table = scenario.table("items")
        ids = table.text("id")
        return cls(
            _names(scenario),
            dict(zip(ids, table.text("unit"), strict=True)),
            dict(zip(ids, table.number("unit_cost_meur").tolist(), strict=True)),
            dict(zip(ids, table.text("kind"), strict=True)),
        )

    def called(self, item: str) -> set[str]:
        """All that one item alone is called."""
        return {name for name, one in self.names.items() if one == item}


def _names(scenario: Scenario) -> dict[str, str]:
    """Items by all that they are called, in plain letters; what two are called is left out."""
    table, told = scenario.table("items"), scenario.settings.words.en
    found: dict[str, set[str]] = {}
    for item, name in zip(table.text("id"), table.text("name"), strict=True):
        called = [item, name]
        for which in _FORMS:
            key = f"{name} ({which})"
            called += [told.get(key, ""), forms().get(key, "")]
        for text in called:
            if text:
                found.setdefault(plain(text), set()).add(item)
    return {text: next(iter(some)) for text, some in found.items() if len(some) == 1}
