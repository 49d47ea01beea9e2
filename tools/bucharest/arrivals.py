"""Deliveries: the plan as pledged at the freeze, and what came later.

A row with as_of up to the freeze is the plan: what had arrived, and what was pledged, arriving by
the lead of its item. Rows with a later as_of are what came of pledges made after the freeze. A
pledge of before the freeze keeps its planned row: it stands for what arrived, so that nothing
counts twice.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from bucharest.aid import ITEMS, day
from bucharest.goods import lead_days
from bucharest.tables import FREEZE, LAST, START, Row, Tables, estimate, joined, known, read

AFTER_FREEZE = 7
"""A pledge whose lead ran out unseen is expected a week after the freeze."""

SPLIT: dict[str, tuple[tuple[str, str], ...]] = {
    "O002": (("2023-02-10", "1"), ("2023-06-10", "1"), ("2023-10-08", "1")),
}
"""Pledges that come one by one: date and number of each."""
QUANTITY: dict[str, tuple[str, str]] = {
    "O013": ("1", "four launchers, with two more pledged on 10 November a battery of six"),
    "O015": ("1", "six launchers are a battery"),
    "O017": ("50", "quantity not public: 0 to 100 held (MEMORY)"),
    "O022": ("60", "quantity not public: half of the 120 that two fire units may hold"),
    "O112": ("150", "2,000 million NOK (195 million EUR) at 1.3 million EUR"),
    "O113": ("230", "300 million EUR at 1.3 million EUR"),
    "O114": ("245", "450 million CAD (about 320 million EUR, MEMORY) at 1.3 million EUR"),
}
"""Number in units of the item, where it is not the offer's own, and why."""
DATE: dict[str, tuple[str, str]] = {
    "O005": ("2023-12-31", "by the end of the year, as said"),
    "O014": ("", "counted with the four launchers"),
    "O035": ("2023-03-31", "34 vehicles by March 2023"),
    "O047": ("", "never a gift of this partner"),
    "O041": ("", "withdrawn"),
    "O021": ("2022-11-30", "in November"),
    "O053": ("", "two by January 2024 are a row of their own, the others came after the last day"),
    "O056": ("2022-12-31", "before the new year: judgement"),
    "O112": ("2022-12-31", "bought through the winter: taken at once"),
    "O113": ("2022-12-31", "bought through the winter: taken at once"),
    "O114": ("2022-12-31", "bought through the winter: taken at once"),
    "O123": ("", "an own effort in place"),
    "O125": ("", "own crews, in repair/crews"),
    "O127": ("2022-12-31", "in the first winter, said a year later"),
}
"""Day of arrival where the rule does not serve; blank: no delivery."""
COUNTED_AT_START = ("O034", "O039")
PARTIAL = {"O035": "4"}
"""Of the seven, those delivered by the date."""

WITH_SYSTEMS: tuple[tuple[str, str, str, str, str, str, str], ...] = (
    # offer, partner, item, number, date, as_of, why
    (
        "O001",
        "DE",
        "iris_t_missile",
        "50",
        "2022-10-11",
        "2022-10-11",
        "20 to 100 held at the freeze",
    ),
    (
        "O006",
        "US",
        "amraam_missile",
        "120",
        "2022-11-07",
        "2022-11-07",
        "60 to 250 held at the freeze",
    ),
    ("O016", "ES", "aspide_missile", "40", "2022-11-07", "2022-11-07", "20 to 80 held"),
    ("O024", "FR", "crotale_missile", "36", "2022-11-20", "2022-11-20", "20 to 60 held"),
    (
        "O029",
        "US",
        "patriot_interceptor",
        "60",
        "2023-04-19",
        "2023-04-19",
        "as with a later battery",
    ),
    (
        "O030",
        "DE",
        "patriot_interceptor",
        "40",
        "2023-04-18",
        "2023-04-18",
        "fewer than a later battery's",
    ),
    (
        "O031",
        "NL",
        "patriot_interceptor",
        "20",
        "2023-04-19",
        "2023-04-19",
        "two launchers and missiles",
    ),
    (
        "O026",
        "FR",
        "aster_interceptor",
        "32",
        "2023-06-19",
        "2023-06-19",
        "four launchers of eight",
    ),
    ("O027", "IT", "aster_interceptor", "32", "2023-06-19", "2023-06-19", "a second load"),
    ("O008", "NO", "amraam_missile", "60", "2023-11-30", "2023-11-30", "as for the first two"),
    ("O015", "ES", "hawk_missile", "40", "2024-01-14", "2023-10-12", "as with the first battery"),
)
"""Rounds that come with systems: amounts are not public."""
PRIVATE = (("2022-10-31", "72000"), ("2022-11-30", "160900"), ("2022-12-31", "309400"))
"""Small generators bought abroad, by month (aid_facts.csv, customs)."""
PRIVATE_KNOWN = "2023-01-04"


def build(data: Path) -> Tables:
    """The table deliveries."""
    leads = lead_days(data)
    rows = []
    for offer in read(data / "bucharest-2022/offers.csv"):
        rows += _of(offer, leads)
    rows += [_rounds(*given) for given in WITH_SYSTEMS]
    rows += [_private(number, when) for when, number in PRIVATE]
    rows.sort(key=lambda row: (row["date"], row["offer"], row["item"]))
    seen: dict[str, int] = {}
    for row in rows:
        name = f"{row['offer'] or row['partner']}-{row['item']}"
        seen[name] = seen.get(name, 0) + 1
        row["id"] = name if seen[name] == 1 else f"{name}-{seen[name]}"
    return {"deliveries": rows}


def _of(offer: Row, leads: dict[str, float]) -> list[Row]:
    """The deliveries of one offer: none, one, or several."""
    name = offer["offer_id"]
    item = ITEMS.get(name, "")
    # The first two of seven transformers are a row of their own, the rest came after the last day.
    counted = offer["additive"] == "yes" or name == "O054"
    number = PARTIAL.get(name) or QUANTITY.get(name, (offer["quantity"], ""))[0]
    if not item or not counted or name in COUNTED_AT_START or not number.replace(".", "").isdigit():
        return []
    if DATE.get(name, ("given",))[0] == "":
        return []
    parts = SPLIT.get(name) or ((_when(offer, leads[item])[0], number),)
    return [
        _row(offer, item, when, many, _when(offer, leads[item]))
        for when, many in parts
        if START <= when <= LAST
    ]


def _when(offer: Row, lead: float) -> tuple[str, bool, str]:
    """Day of arrival, whether it was seen by the as_of of the row, and how the day was found."""
    name, public = offer["offer_id"], day(offer["as_of"])[0]
    arrived, inferred = day(offer["delivered_date"]) if offer["delivered_date"] else ("", "")
    if name in DATE:
        return DATE[name][0], False, DATE[name][1]
    if arrived and (arrived <= FREEZE or public > FREEZE):
        return arrived, True, inferred
    committed = date.fromisoformat(day(offer["committed_date"])[0])
    planned = (committed + timedelta(days=lead)).isoformat()
    soon = (date.fromisoformat(FREEZE) + timedelta(days=AFTER_FREEZE)).isoformat()
    if planned <= FREEZE and public <= FREEZE:
        return (
            soon,
            False,
            f"pledge of {committed} plus {lead:g} days was past: a week after the freeze",
        )
    return planned, False, f"pledge of {committed} plus {lead:g} days of lead"


def _row(offer: Row, item: str, when: str, number: str, found: tuple[str, bool, str]) -> Row:
    public = day(offer["as_of"])[0]
    name, seen = offer["offer_id"], found[1]
    as_of = max(when, public) if seen and public > FREEZE else public
    why = "one after another, four months each" if name in SPLIT else found[2]
    cells = {"partner": offer["partner"], "item": item, "quantity": number, "date": when}
    cells |= {"offer": name, "slips": "no" if seen else "yes"}
    many = QUANTITY.get(name, ("", ""))[1]
    note = joined(why, many)
    if seen and not many:
        return cells | known(offer["source"], as_of, offer["status"], note)
    return cells | estimate(note or "as said", offer["source"], as_of)


def _rounds(
    offer: str, partner: str, item: str, number: str, when: str, as_of: str, why: str
) -> Row:
    cells = {"partner": partner, "item": item, "quantity": number, "date": when, "offer": offer}
    note = f"rounds that came with the system, number not public: {why}"
    return cells | {"slips": "no"} | estimate(note, "CALC", as_of)


def _private(number: str, when: str) -> Row:
    cells = {
        "partner": "UA",
        "item": "small_generator",
        "quantity": number,
        "date": when,
        "offer": "",
    }
    note = "bought by people and firms in the month, from customs"
    return cells | {"slips": "no"} | known("aid-facts", PRIVATE_KNOWN, "READ", note)
