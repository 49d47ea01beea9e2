"""Deliveries of the plan that come on another day, in another quantity, or not at all.

Written `ID=[quantity][@YYYY-MM-DD]`: what is left out stays, and a quantity of 0 takes the delivery
out. Its id stays, so it keeps its luck.
"""

from __future__ import annotations

from datetime import date

from holdfast.questions.delivery_text import Row
from holdfast.scenario import Fault, Scenario
from holdfast.scenario.fault import hint
from holdfast.scenario.giving import no_quantity
from holdfast.written import day_hint, number_hint, real

FORM = "ID=[quantity][@YYYY-MM-DD]"
SIGN = "="


def is_change(scenario: Scenario, text: str) -> bool:
    """Whether a text is about a delivery of the plan, and no package of such a name."""
    return SIGN in text and text not in scenario.table("packages").text("package")


def said(text: str) -> tuple[str, str, str | None]:
    """The id, the quantity and the day of a text; no day where it has no @."""
    name, _, rest = (part.strip() for part in text.rpartition(SIGN))
    quantity, at, day = (part.strip() for part in rest.partition("@"))
    return name, quantity, day if at else None


def change(scenario: Scenario, text: str) -> tuple[str, Row | None, list[Fault]]:
    """The id of a delivery of the plan, its row as it is to be, and what is wrong with that.

    The row is None if it does not come. The faults name columns of deliveries.csv, and neither
    file nor row.
    """
    name, quantity, day = said(text)
    rows = {row["id"]: row for row in scenario.table("deliveries").rows()}
    if name not in rows:
        near = hint(name, sorted(rows))
        return name, None, [_fault("id", name, f"is not an id of deliveries.csv; {near}")]
    if not quantity and day is None:
        return name, None, [_fault(None, text, f"is not of the form {FORM}")]
    row = dict(rows[name])
    known = scenario.as_of
    if known is not None and date.fromisoformat(row["date"]) <= known:
        message = f"arrived on {row['date']}, and what arrived up to {known} is known"
        return name, None, [_fault("id", name, message)]
    wrong = []
    if quantity and (message := _no_quantity(scenario, row["item"], quantity)):
        wrong.append(_fault("quantity", quantity, message))
    if day is not None and (message := _no_day(scenario, day)):
        wrong.append(_fault("date", day or "(blank)", message))
    if wrong:
        return name, None, wrong
    if quantity and real(quantity) == 0:
        return name, None, []
    row |= {"quantity": quantity} if quantity else {}
    if day is not None and day != row["date"]:
        row |= {"date": day}
        row.pop("planned", None)  # it is planned for this day now, and its crews train for it
    return name, row, []


def _fault(column: str | None, value: str, message: str) -> Fault:
    return Fault("", None, column, value, message)


def _no_quantity(scenario: Scenario, item: str, text: str) -> str:
    """What is wrong with a quantity; "" if nothing is."""
    found = real(text)
    if found == 0:
        return ""
    items = scenario.table("items")
    units = dict(zip(items.text("id"), items.text("unit"), strict=True))
    if found is None:
        return f"is not a number of at least 0{number_hint(text)}"
    message = no_quantity(found, units[item])
    return f"{message}; 0 takes the delivery out" if message else ""


def _no_day(scenario: Scenario, text: str) -> str:
    """What is wrong with a day; "" if nothing is."""
    try:
        made = date.fromisoformat(text)
    except ValueError:
        made = None
    if made is None or text != made.isoformat():
        return f"is not a day as YYYY-MM-DD{day_hint(text)}"
    settings = scenario.settings
    if not settings.start <= made <= settings.last:
        return f"is not a day of the campaign ({settings.start} to {settings.last})"
    if scenario.as_of is not None and made <= scenario.as_of:
        return f"is past: what arrived up to {scenario.as_of} is known; take a later day"
    return ""
