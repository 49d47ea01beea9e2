"""Who speaks, what they hold, ask and offer: the pack's rows in the form of the scenario."""

from __future__ import annotations

import calendar
import re
from pathlib import Path

from bucharest.tables import Row, Tables, joined, known, read, span

CHAIR = "NATO"
KINDS = {
    "member on 29 November 2022": "member",
    "invitee": "invitee",
    "institution": "institution",
    "asks": "recipient",
}
MEETINGS = {
    "meeting of foreign ministers, Bucharest": "bucharest",
    "Berlin security conference": "berlin-security",
    "G7 call": "g7-call",
    "launch of Generators of Hope": "generators-of-hope",
    "meeting with Naftogaz": "gas-ambassadors",
    "Paris conference": "paris",
    "European Council": "european-council",
    "EU-Ukraine summit": "eu-ukraine-summit",
    "meeting with Electricity Canada": "electricity-canada",
}
"""Id of each meeting; other words in that column (an interview, a visit) are no meeting."""

HARD = {
    ("DE", "Patriot to Ukraine", "refuses"),
    ("CH", "re-export of Gepard ammunition", "refuses"),
    ("IL", "air defence to Ukraine", "refuses"),
    ("HU", "EU loan of 18 billion EUR", "refuses"),
    ("GR", "S-300 to Ukraine", "refuses"),
}
"""Refusals stated flatly (ministers, law): they bind plans. All others are shown."""
LIFTED = {
    ("DE", "Patriot to Ukraine", "2023-01-05"),
    ("US", "Patriot to Ukraine", "2022-12-21"),
    ("HU", "EU loan of 18 billion EUR", "2022-12-13"),
}
VETOES = {("HU", "EU loan of 18 billion EUR", "refuses")}
"""Only where the sources say that a member blocked a decision of all."""
BARRED = {
    "Patriot to Ukraine": "patriot_battery",
    "S-300 to Ukraine": "s300_battery",
    "re-export of Gepard ammunition": "gepard_round",
}
USES = {("IL", "air defence to Ukraine"): "military"}
"""Use that a refusal bars: \"we will not provide weapon systems\"."""

ITEMS: dict[str, str] = {
    "O001": "iris_t_fire_unit",
    "O002": "iris_t_fire_unit",
    "O003": "iris_t_fire_unit",
    "O004": "iris_t_fire_unit",
    "O005": "iris_t_fire_unit",
    "O006": "nasams_fire_unit",
    "O007": "nasams_fire_unit",
    "O008": "nasams_fire_unit",
    "O011": "nasams_fire_unit",
    "O013": "hawk_battery",
    "O014": "hawk_battery",
    "O015": "hawk_battery",
    "O016": "aspide_battery",
    "O017": "hawk_missile",
    "O018": "hawk_battery",
    "O019": "avenger_vehicle",
    "O021": "shoulder_missile",
    "O022": "amraam_missile",
    "O024": "crotale_fire_unit",
    "O026": "samp_t_battery",
    "O027": "samp_t_battery",
    "O029": "patriot_battery",
    "O030": "patriot_battery",
    "O032": "patriot_battery",
    "O033": "patriot_interceptor",
    "O034": "gepard_vehicle",
    "O035": "gepard_vehicle",
    "O036": "gepard_round",
    "O039": "s300_battery",
    "O041": "s300_battery",
    "O047": "patriot_battery",
    "O051": "generator_set",
    "O052": "mobile_turbine",
    "O053": "large_transformer",
    "O054": "large_transformer",
    "O056": "generator_set",
    "O058": "generator_set",
    "O059": "generator_set",
    "O061": "generator_set",
    "O062": "generator_set",
    "O065": "generator_set",
    "O066": "generator_set",
    "O067": "generator_set",
    "O068": "generator_set",
    "O069": "generator_set",
    "O070": "led_bulbs",
    "O072": "generator_set",
    "O073": "generator_set",
    "O074": "medium_transformer",
    "O075": "medium_transformer",
    "O076": "used_transformer",
    "O077": "used_transformer",
    "O078": "medium_transformer",
    "O079": "used_transformer",
    "O080": "generator_set",
    "O082": "generator_set",
    "O086": "generator_set",
    "O087": "generator_set",
    "O089": "medium_transformer",
    "O090": "medium_transformer",
    "O091": "generator_set",
    "O093": "generator_set",
    "O095": "generator_set",
    "O098": "large_transformer",
    "O099": "mobile_turbine",
    "O100": "large_transformer",
    "O101": "generator_set",
    "O103": "generator_set",
    "O104": "small_generator",
    "O105": "generator_set",
    "O112": "gas_volume",
    "O113": "gas_volume",
    "O114": "gas_volume",
    "O123": "heating_point",
    "O124": "heating_point",
    "O125": "repair_crew",
    "O126": "repair_crew",
    "O127": "first_protection",
    "O128": "drone_shelter",
}
"""Item of the catalogue that an offer is about; offers that are not here are not modelled."""


def build(data: Path) -> Tables:
    """actors, meetings, positions, conditions, asks and offers."""
    pack = data / "bucharest-2022"
    asks = read(pack / "asks.csv")
    return {
        "actors": [_actor(row) for row in read(pack / "actors.csv")],
        "meetings": _meetings(asks),
        "positions": _positions(read(pack / "positions.csv")),
        "conditions": read(data / "choices/conditions.csv"),
        "asks": [_ask(row) for row in asks],
        "offers": [_offer(row) for row in read(pack / "offers.csv")],
    }


def day(text: str) -> tuple[str, str]:
    """A date as a day, and a note if the source gives only its month or year: then the last day."""
    if len(text) == 4:
        return f"{text}-12-31", "day not given: last of the year"
    if len(text) == 7:
        last = calendar.monthrange(int(text[:4]), int(text[5:]))[1]
        return f"{text}-{last:02}", "day not given: last of the month"
    return text, ""


def _actor(row: Row) -> Row:
    kind = "chair" if row["id"] == CHAIR else KINDS.get(row["kind"], "partner")
    cells = {"id": row["id"], "name": row["name"], "kind": kind}
    if row["gdp_2022_billion_usd"]:
        cells |= span(
            "gdp_busd", *(float(row[c]) for c in ("gdp_2022_billion_usd", "gdp_low", "gdp_high"))
        )
    cells |= {"population_million": row["population_million"]}
    cells |= {"member_since": row["alliance_member_since"]}
    return cells | known(row["source"], row["as_of"], row["status"], row["note"])


def _meetings(asks: list[Row]) -> list[Row]:
    first: dict[tuple[str, str], Row] = {}
    for row in asks:
        name = row["meeting"]
        if name in MEETINGS:
            month = row["date"][:7] if name in ("G7 call", "Paris conference") else ""
            first.setdefault((name, month), row)
    return [
        {"id": _meeting(row), "name": name[0].upper() + name[1:], "date": row["date"]}
        | known(row["source"], row["as_of"], row["status"], "known from what was asked there")
        for (name, _), row in first.items()
    ]


def _meeting(ask: Row) -> str:
    """Id of the meeting of an ask, blank if it was no meeting; calls are told apart by month."""
    made = MEETINGS.get(ask["meeting"], "")
    return f"{made}-{ask['date'][:7]}" if made == "g7-call" else made


def _positions(positions: list[Row]) -> list[Row]:
    rows = []
    for row in positions:
        said = (row["partner"], row["topic"], row["stance"])
        topic = row["topic"]
        if said == ("HU", "EU loan of 18 billion EUR", "conditional"):
            topic += ", in another form"
        lifted = (row["partner"], row["topic"], row["date"]) in LIFTED
        cells = {"partner": row["partner"], "topic": topic, "date": row["date"]}
        cells |= {"stance": row["stance"], "veto": "yes" if said in VETOES else "no"}
        cells |= {"hardness": "lifted" if lifted else "hard" if said in HARD else "soft"}
        if row["stance"] == "refuses":
            cells |= {"item": BARRED.get(row["topic"], "")}
            cells |= {"use": USES.get((row["partner"], row["topic"]), "")}
        cells |= {"quote": row["quote"]}
        rows.append(cells | known(row["source"], row["as_of"], row["status"], row["note"]))
    return rows


def _ask(row: Row) -> Row:
    date, inferred = day(row["date"])
    cells = {"id": row["ask_id"], "asked_by": row["asked_by"], "asked_of": row["asked_of"]}
    cells |= {
        "item": row["item"],
        "by_when": row["by_when"],
        "meeting": _meeting(row),
        "date": date,
    }
    cells |= _quantity(row)
    occasion = row["meeting"] if row["meeting"] not in ("-", *MEETINGS) else ""
    return cells | known(
        row["source"], row["as_of"], row["status"], joined(row["note"], occasion, inferred)
    )


def _quantity(row: Row) -> Row:
    """Number and unit; where words stand instead of a number they go to the unit."""
    if re.fullmatch(r"\d*\.?\d*", row["quantity"]):
        return {"quantity": row["quantity"], "unit": row["unit"]}
    return {"quantity": "", "unit": f"{row['quantity']} ({row['unit']})"}


def _offer(row: Row) -> Row:
    """An offer as it was known at its as_of: what came of it later stands in deliveries."""
    cells = {"id": row["offer_id"], "partner": row["partner"], "said": row["item"]}
    cells |= {"item": ITEMS.get(row["offer_id"], ""), "kind": row["kind"]} | _quantity(row)
    notes = [row["note"]]
    public, _ = day(row["as_of"])
    for column, theirs in (
        ("committed", "committed_date"),
        ("delivered", "delivered_date"),
        ("in_service", "in_service_date"),
    ):
        when, inferred = day(row[theirs]) if row[theirs] else ("", "")
        if column != "committed" and when > public:
            when, inferred = "", ""
        cells[column] = when
        notes += [f"{column}: {inferred}"] if inferred else []
    if cells["in_service"] and cells["delivered"] > cells["in_service"]:
        cells["delivered"] = cells["in_service"]
    cells |= {"caveat": row["condition_or_caveat"], "additive": row["additive"]}
    cells |= {"value_million": row["value"], "currency": row["currency"].removeprefix("million ")}
    return cells | known(row["source"], row["as_of"], row["status"], joined(*notes))
