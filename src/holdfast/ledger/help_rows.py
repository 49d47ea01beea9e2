"""What holds, as rows of the scenario's asks, offers, positions and deliveries."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from holdfast.ledger.choice import Taken, one_of, side_by_side
from holdfast.ledger.entry import number_text
from holdfast.ledger.held import Held, Matter
from holdfast.scenario.fault import Fault
from holdfast.scenario.scenario import Scenario

TABLES = ("asks", "offers", "positions", "deliveries")
STAGE_OF = {"commitment": "committed", "shipment": "shipped", "arrival": "arrived"}
"""The stage of a delivery, by the kind of the entries that tell of it."""
Row = dict[str, str]


@dataclasses.dataclass(slots=True)
class Making:
    """An export while it is made."""

    now: Held
    scenario: Scenario
    as_of: date | None
    prefer: Sequence[str]
    faults: list[Fault] = dataclasses.field(default_factory=list)
    lines: list[str] = dataclasses.field(default_factory=list)
    """What is left out, or taken otherwise than it stands."""
    catalogue: Mapping[str, tuple[str, str]] = dataclasses.field(init=False)
    """Kind of help and unit of each item of the scenario."""

    def __post_init__(self) -> None:
        items = self.scenario.table("items")
        ends = zip(items.text("kind"), items.text("unit"), strict=True)
        self.catalogue = dict(zip(items.text("id"), ends, strict=True))

    def of_kind(self, kind: str) -> list[Matter]:
        """The matters of a kind."""
        return [one for one in self.now.matters.values() if one.kind == kind]

    def item_of(self, one: Taken) -> str:
        """Its item, if the catalogue has it; "" otherwise."""
        return one.get("item") if one.get("item") in self.catalogue else ""


def rows(making: Making) -> dict[str, list[Row]]:
    """The rows of each table, in the order of their entries."""
    return {
        "asks": list(_asks(making)),
        "offers": list(_offers(making)),
        "positions": list(_positions(making)),
        "deliveries": list(_deliveries(making)),
    }


def _common(one: Taken, name: str = "") -> Row:
    return {
        "id": name or one.name,
        "partner": one.get("partner"),
        "source": ";".join(one.sources),
        "as_of": one.known.isoformat(),
        "note": one.note,
    }


def _named(matter: Matter, prefer: Sequence[str]) -> Iterator[tuple[str, Taken]]:
    """Each side of a matter, the second and later under a name of its own."""
    for place, one in enumerate(side_by_side(matter, prefer), start=1):
        yield (one.name if place == 1 else f"{one.name}.{place}"), one


def _asks(making: Making) -> Iterator[Row]:
    for matter in making.of_kind("request"):
        for name, one in _named(matter, making.prefer):
            row = _common(one, name)
            del row["partner"]
            said = {field: one.get(field) for field in ("quantity", "unit", "asked_by", "date")}
            asked = {"item": one.get("item"), "asked_of": one.get("partner")}
            yield row | said | asked | {"by_when": one.get("due")}


def _offers(making: Making) -> Iterator[Row]:
    """Each offer, and each commitment that stems from none."""
    for matter in making.now.matters.values():
        before = making.now.matters.get(matter.of)
        of_offer = before is not None and before.kind == "offer"
        if matter.kind != "offer" and (matter.kind != "commitment" or of_offer):
            continue
        for name, one in _named(matter, making.prefer):
            item = making.item_of(one)
            kind = one.get("help") or making.catalogue.get(item, ("", ""))[0]
            if not kind:
                message = (
                    f"is of item {one.get('item')}, which the catalogue has not: give `help`, "
                    "military, humanitarian or financial, by a correction"
                )
                making.faults.append(Fault("ledger", None, None, one.name, message))
            counted = f"{one.get('quantity')} {one.get('item')}".strip()
            yield (
                _common(one, name)
                | _course(making, matter, one)
                | {
                    "said": one.get("said") or counted,
                    "item": item,
                    "quantity": one.get("quantity"),
                    "unit": one.get("unit"),
                    "kind": kind,
                    "additive": "yes" if name == matter.name else "no",
                }
            )


def _course(making: Making, matter: Matter, one: Taken) -> Row:
    """When it was committed, and when all of it had arrived and was in use; known since then."""
    below = _below(making.now, matter)
    pledged = [each for each in (matter, *below) if each.kind == "commitment"]
    days = [account.day for each in pledged for account in each.accounts]
    made = {"committed": min(days).isoformat() if days else ""}
    told = list(pledged)
    for column, kind in (("delivered", "arrival"), ("in_service", "in_service")):
        came = [each for each in below if each.kind == kind]
        total = sum((max(each.quantities()) for each in came), Decimal(0))
        whole = one.quantity is not None and one.quantity > 0 and total >= one.quantity
        made[column] = max(each.first.get("date") for each in came) if whole else ""
        told += came if whole else []
    known = [one.known, *(account.known for each in told for account in each.accounts)]
    return made | {"as_of": max(known).isoformat()}


def _below(now: Held, matter: Matter) -> list[Matter]:
    """Every later stage of a matter."""
    made = []
    for stage in now.stages(matter.name):
        made += [stage, *_below(now, stage)]
    return made


def _positions(making: Making) -> Iterator[Row]:
    for matter in making.of_kind("position"):
        one = one_of(matter, making.prefer, making.faults)
        row = _common(one)
        del row["id"]
        said = {field: one.get(field) for field in ("topic", "date", "stance", "hardness")}
        yield row | said | {"item": making.item_of(one), "quote": one.get("said")}


def _deliveries(making: Making) -> Iterator[Row]:
    """What arrived on its day, and what is still to come on the day by which it is due."""
    for matter in making.now.matters.values():
        if matter.kind == "arrival":
            one = one_of(matter, making.prefer, making.faults)
            yield from _delivery(making, matter, one, one.quantity, one.get("date"), one.known)
        elif matter.kind in ("commitment", "shipment"):
            yield from _to_come(making, matter)


def _to_come(making: Making, matter: Matter) -> Iterator[Row]:
    """What is promised or on its way and is not told of by a later stage."""
    one = one_of(matter, making.prefer, making.faults)
    later = [
        one_of(stage, making.prefer, making.faults)
        for stage in making.now.stages(matter.name)
        if stage.kind in ("shipment", "arrival")
    ]
    if one.quantity is None:
        making.lines.append(f"{matter.name}: no quantity was said, so it is no delivery")
        return
    left = one.quantity - sum((each.quantity or Decimal(0) for each in later), Decimal(0))
    if left <= 0:
        return
    due = one.get("due")
    for before in making.now.before(matter):
        due = due or one_of(before, making.prefer, making.faults).get("due")
    if not due:
        making.lines.append(
            f"{matter.name}: no day is said on which it is due, so it is no delivery"
        )
    elif making.as_of is not None and due <= making.as_of.isoformat():
        making.lines.append(
            f"{matter.name}: was due on {due} and had not arrived by {making.as_of}, so it is no "
            "delivery; a correction may give a new due day"
        )
    else:
        known = max(each.known for each in (one, *later))
        yield from _delivery(making, matter, one, left, due, known)


def _delivery(
    making: Making, matter: Matter, one: Taken, quantity: Decimal | None, day: str, known: date
) -> Iterator[Row]:
    item = making.item_of(one)
    last = making.scenario.settings.start + timedelta(days=making.scenario.settings.days - 1)
    if not item:
        making.lines.append(
            f"{matter.name}: the catalogue has no item {one.get('item')}, so it is no delivery"
        )
        return
    if day > last.isoformat():
        making.lines.append(f"{matter.name}: comes on {day}, after the last day, so it is left out")
        return
    unit = making.catalogue[item][1]
    if one.get("unit") not in ("", unit):
        making.lines.append(f"{matter.name}: its unit {one.get('unit')} is taken for {unit}")
    yield _common(one) | {
        "item": item,
        "quantity": number_text(str(quantity)),
        "date": day,
        "region": one.get("region"),
        "offer": _root(making.now, matter),
        "slips": "no" if matter.kind == "arrival" else "yes",
        "stage": STAGE_OF[matter.kind],
        "since": one.get("date"),
        "as_of": known.isoformat(),
    }


def _root(now: Held, matter: Matter) -> str:
    """The offer, or the commitment without one, that it stems from."""
    chain = [matter, *now.before(matter)]
    named = [one.name for one in chain if one.kind in ("offer", "commitment")]
    return named[-1] if named else ""
