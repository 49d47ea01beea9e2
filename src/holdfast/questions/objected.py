"""What partners object to in a plan, in sentences: which row of which table, and what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from holdfast.aid.objections import Objection, binding, objections
from holdfast.aid.rules import VARIANT
from holdfast.questions.deliveries import described
from holdfast.questions.delivery_text import Row
from holdfast.questions.fields import Exact, Listed, Own
from holdfast.questions.said import Said
from holdfast.scenario import Scenario

SOFT = "soft"
"""Of the rules, those that are shown and not counted."""


def noted(scenario: Scenario, rows: Sequence[Row]) -> tuple[Said, ...]:
    """How many objections these deliveries of the plan meet, and a sentence on each.

    Nothing is said where no rows are added. Soft stances are told after, and not counted.
    """
    if not rows:
        return ()
    found = objections(scenario, {row["id"] for row in rows})
    return (counted(found), *told(scenario, found))


def counted(found: Sequence[Objection]) -> Said:
    """`objections: 0`."""
    return Said("objections", count=len(binding(found)))


def told(scenario: Scenario, found: Sequence[Objection]) -> tuple[Said, ...]:
    """A sentence an objection: who, on what grounds, to which deliveries, in which row."""
    return tuple(_sentence(each, scenario) for each in found)


def _sentence(each: Objection, scenario: Scenario) -> Said:
    partner = _name(scenario, "actors", each.partner)
    fields: dict[str, object] = {
        "partner": Own(partner),
        "deliveries": _deliveries(scenario, each.deliveries),
        "row": Said("objection_row", table=f"{each.table}.csv", row=str(each.row)),
    }
    if each.table == "positions":
        rule = each.rule if each.binds else f"{each.rule}_{SOFT}"
        made = Said(f"objection_{rule}", said=Own(each.said), **fields)
        if not each.beside:
            return made
        others = [
            Said(f"stance_{other.stance}", said=Own(other.quote), source=other.source)
            for other in each.beside
        ]
        return Said("objection_beside", said=made, others=Listed(tuple(others)))
    if each.table == "conditions":
        needs = Listed(tuple(need(one, scenario) for one in each.needs), ", ")
        least = _least(each.least, len(each.needs))
        return Said("objection_tie", needs=needs, least=least, **fields)
    if each.rule == VARIANT:
        return Said("objection_variant", gift=each.topic, **fields)
    unit: Said | str = Said("objection_pieces")
    if each.of_value:
        unit = Said("million", currency=scenario.settings.currency, count=each.most)
    of = each.item and _name(scenario, "items", each.item)
    what = Own(of) if of else Said(f"kind_{each.kind or 'all'}")
    numbers = {"most": Exact(each.most), "reached": Exact(float(f"{each.reached:.6g}"))}
    key = "objection_budget_all" if not each.partner else f"objection_{each.rule}"
    return Said(key, what=what, unit=unit, **numbers, **fields)


def _least(least: int, needs: int) -> Said:
    if least >= needs:
        return Said("needs_all")
    return Said("needs_any") if least == 1 else Said("needs_some", count=least)


def need(gift: str, scenario: Scenario) -> Said:
    """What a condition needs, in words: an item of a partner, an offer as it was said, a name."""
    partner, colon, item = gift.partition(":")
    if colon:
        return Said(
            "need_of",
            item=Own(_name(scenario, "items", item)),
            partner=Own(_name(scenario, "actors", partner)),
        )
    offers = _by_id(scenario, "offers")
    if gift in offers:
        row = offers[gift]
        return Said(
            "need_of",
            item=Own(row["said"]),
            partner=Own(_name(scenario, "actors", row["partner"])),
        )
    return Said("need", item=Own(_name(scenario, "items", gift)))


def _deliveries(scenario: Scenario, names: Sequence[str]) -> Listed:
    rows = _by_id(scenario, "deliveries")
    return Listed(tuple(described(scenario, [rows[name] for name in names])), ", ")


def _by_id(scenario: Scenario, table: str) -> Mapping[str, Row]:
    return {row["id"]: row for row in scenario.table(table).rows()}


def _name(scenario: Scenario, table: str, identity: str) -> str:
    found = _by_id(scenario, table).get(identity)
    return found["name"] if found else identity
