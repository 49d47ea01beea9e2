"""Sheets of things: stocks as they go down, deliveries as they are due, the hindcast."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pandas as pd

from holdfast.model.types import WEEK
from holdfast.outcome.by_group import by_group
from holdfast.outcome.by_home import by_home
from holdfast.outcome.outcome import Outcome
from holdfast.outcome.statistics import estimate
from holdfast.outcome.stockouts import NEVER
from holdfast.questions.gas_balance import COST, gas_by_month
from holdfast.questions.gas_balance import has as gas_kept
from holdfast.questions.readiness import IN_PLACE, PART, READY, has, readiness
from holdfast.questions.stocks import stocks as asked
from holdfast.show.catalogue import Catalogue
from holdfast.show.caveats import stance
from holdfast.show.caveats import written as caveat
from holdfast.show.changes import item_names
from holdfast.show.due import Due, by_side, worth
from holdfast.show.sides import Side, Story
from holdfast.show.workbook.sheet import Sheet, made

HOMES = (
    "degree_hours", "degree_error", "frozen_hours", "frozen_error", "frozen_most", "most_error",
    "coldest", "coldest_error",
)  # fmt: skip
GROUPS = ("mean", "standard_error", "longest_run", "run_error")
"""Numbers of the sheets by class of homes and by group."""
FIGURE = ("id", "fact_metric", "what", "unit", "region", "from", "last")
JUDGED = (
    "value", "band_low", "band_high", "p05", "p50", "p95", "chance", "met", "n",
    "also_sets_a_default", "role", "said_by", "said",
)  # fmt: skip


def stocks(story: Story, words: Catalogue) -> Sheet:
    """Pieces held and the chance of having run out, every seventh day and on the last."""
    names, rows = item_names(story), []
    shown = {story.dates[-1], *story.dates[::WEEK]}
    for side in story.sides:
        table = asked(side.outcome).by_date
        for row in table[table["date"].isin(shown)].to_dict("records"):
            item, date = str(row["item"]), row["date"]
            first = side.first_empty(item)
            out = (first != NEVER) & (first <= story.position(date))
            found = estimate(out.astype(float), side.outcome.pair)
            held = (row["p05"], row["median"], row["p95"])
            error = found.standard_error
            rows.append((side.label, item, names[item], date, *held, found.mean, error))
    pieces = words.say("book.pieces")
    keys: list[str | tuple[str, str]] = ["side", "item", "item_name", "date"]
    keys += [(f"held_{point}", pieces) for point in ("p05", "p50", "p95")]
    keys += ["p_empty", "p_empty_se"]
    return made("stocks", keys, rows, words)


def fleets(story: Story, words: Catalogue) -> Sheet | None:
    """Shares of each system that are ready, wait for a part or are at an echelon, week by week.

    None where nothing is mended in echelons.
    """
    if not has(story.shown.outcome):
        return None
    echelons = story.scenario.table("readiness/echelons")
    told = {READY: "ready", PART: "awaits_part", IN_PLACE: "in_place"}
    states = {state: words.say(f"book.{key}") for state, key in told.items()}
    states |= dict(zip(echelons.text("id"), map(words.own, echelons.text("name")), strict=True))
    rows = [
        (
            side.label, row["system"], row["name"], row["week"], row["state"],
            states[str(row["state"])], row["p10"], row["median"], row["p90"], row["units"],
            row["fleet"],
        )
        for side in story.sides
        for row in readiness(side.outcome).to_dict("records")
    ]  # fmt: skip
    keys = (
        "side", "system", "system_name", "week", "state", "state_name",
        "share_p10", "share_p50", "share_p90", "units_mean", "fleet_mean",
    )  # fmt: skip
    return made("readiness", keys, rows, words)


def gas(story: Story, words: Catalogue) -> Sheet | None:
    """Flows of gas by month, each plan; None where the run kept none."""
    if not gas_kept(story.shown.outcome):
        return None
    rows = [
        (
            side.label, row["month"], row["days"], row["flow"], words.say(f"gas.{row['flow']}"),
            words.say("book.money" if row["flow"] == COST else "book.volume"),
            *(row[name] for name in ("mean", "standard_error", "p05", "p50", "p95")),
        )
        for side in story.sides
        for row in gas_by_month(side.outcome).to_dict("records")
    ]  # fmt: skip
    keys = (
        "side", "month", "days", "flow", "what_flow", "unit", "mean", "standard_error", "p05",
        "p50", "p95",
    )  # fmt: skip
    return made("gas", keys, rows, words)


def homes(story: Story, words: Catalogue) -> Sheet | None:
    """Cold by window, class of homes and region, each plan; None where the run kept none."""
    return _by_part("homes", story, by_home, ("class", *HOMES), words)


def groups(story: Story, words: Catalogue) -> Sheet | None:
    """Hours without power by window, group and region, each plan; None without groups."""
    return _by_part("groups", story, by_group, ("group", *GROUPS), words)


def _by_part(
    key: str,
    story: Story,
    table: Callable[[Outcome], pd.DataFrame],
    columns: tuple[str, ...],
    words: Catalogue,
) -> Sheet | None:
    """The rows of such a table; its columns are keys of the catalogue."""
    name, *numbers = columns
    found = [(side, table(side.outcome)) for side in story.sides]
    if not len(found[-1][1]):
        return None
    rows = [
        (
            side.label, row["from"], row["to"], row[name], words.kind(row[name]), row["region"],
            *(row[number] for number in numbers),
        )
        for side, rows_of in found
        for row in rows_of.to_dict("records")
    ]  # fmt: skip
    keys = ("side", "from", "to", f"{key}_id", f"{key}_name", "part_region")
    return made(key, (*keys, *(f"{key}_{number}" for number in numbers)), rows, words)


def deliveries(story: Story, words: Catalogue) -> Sheet:
    """The deliveries of each plan that come into use in the reported time."""
    rows = [_due(each, side, story) for side, found in by_side(story) for each in found]
    keys = (
        "side", "delivery", "partner", "partner_name", "item", "item_name", "quantity", "item_unit",
        "kind", "order", "arrives", "use", "late", "decided", "region",
        ("cost", f"{story.scenario.settings.currency} million"), "caveat", "sources",
    )  # fmt: skip
    return made("deliveries", keys, rows, words)


def _due(each: Due, side: Side, story: Story) -> tuple[object, ...]:
    """One delivery of a plan."""
    row, words, scenario = each.row, story.words, side.outcome.scenario
    actors = scenario.table("actors")
    partners = dict(zip(actors.text("id"), actors.text("name"), strict=True))
    days = (each.sent, each.arrives, each.used, each.late)
    return (
        side.label,
        row["id"],
        row["partner"],
        partners.get(row["partner"], row["partner"]),
        row["item"],
        item_names(story)[row["item"]],
        float(row["quantity"]),
        each.item["unit"],
        words.say(f"brief.kind_{each.item['kind']}"),
        *(story.dates[0] + dt.timedelta(days=int(position)) for position in days),
        words.say("plan.firm" if each.firm else "plan.open"),
        row.get("region") or None,
        float(f"{worth(each):.10g}"),
        caveat(stance(scenario, row), words) or None,
        row.get("source") or None,
    )


def hindcast(table: pd.DataFrame, words: Catalogue) -> Sheet:
    """Public figures of the past beside what the model says of them."""
    rows = []
    for row in table.to_dict("records"):
        metric = str(row["metric"])
        rows.append(
            (
                row["id"],
                metric,
                words.say(f"fact.{metric}.name"),
                words.say(f"fact.{metric}.unit"),
                row["region"],
                _day(row["from"]),
                _day(row["to"]),
                *(float(row[name]) for name in ("value", "band_low", "band_high")),
                *(float(row[name]) for name in ("p05", "median", "p95", "chance")),
                words.say("form.yes" if row["met"] else "form.no"),
                row.get("n"),
                words.say("form.yes" if row.get("also_sets_a_default") else "form.no"),
                words.say(f"terminal.role_{row['role']}"),
                row["said_by"],
                row.get("said"),
            )
        )
    return made("hindcast", (*FIGURE, *JUDGED), rows, words)


def _day(value: object) -> dt.date:
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value)[:10])
