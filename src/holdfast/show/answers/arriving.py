"""The package of a plan in time: each of its deliveries from decision to use, with its cost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from holdfast.aid.service import foreseen
from holdfast.questions.judging import spans_of
from holdfast.questions.plan import Plan
from holdfast.show.answers.teller import Row, Teller
from holdfast.show.due import DAYS_PER_DELAY, delays
from holdfast.show.figures import timeline as figure
from holdfast.show.plans import amount
from holdfast.show.section import Drawing, Key, Numbers, Section


def section(made: Plan, teller: Teller) -> Section | None:
    """Draw the deliveries of a package by their arrival; None if there is none to be shown."""
    span = spans_of(made.scenario)[-1]
    dates = [span.first + dt.timedelta(days=day) for day in range((span.end - span.first).days)]
    rows = list(_rows(made, teller, dates))
    hidden = sum(1 for _ in _deliveries(made)) - len(rows)
    if not rows:
        return None
    rows.sort(key=lambda row: (row.partner, row.used, row.item))
    view = figure.Timeline(dates, rows)
    title = teller.say("answer_plan.title_arrivals", count=len(rows))
    measure = teller.say("plan.measure_public" if teller.public else "plan.measure")
    return Section(
        identity="arrivals",
        title=title,
        measure=measure,
        drawing=Drawing.of(
            "arrivals", title, measure, lambda width: figure.draw(view, width, teller.words)
        ),
        keys=[
            Key(name, teller.say(f"plan.key_{name}"))
            for name in dict.fromkeys(row.token for row in rows)
        ],
        numbers=_numbers(made, teller),
        notes=[teller.say("answer.hidden", count=hidden)] if hidden else (),
    )


def _deliveries(made: Plan) -> Iterator[tuple[Row, float, float]]:
    """Give the rows that the package adds, with the days of arrival and of use."""
    chosen = set(made.choices["option"])
    days = (each.tolist() for each in foreseen(made.scenario))
    for row, arrival, use in zip(made.scenario.table("deliveries").rows(), *days, strict=True):
        if row["id"].rpartition("/")[0] in chosen:
            yield row, arrival, use


def _rows(made: Plan, teller: Teller, dates: list[dt.date]) -> Iterator[figure.Delivery]:
    """Lay out the deliveries; a public page knows their week and nothing of their way."""
    scenario = made.scenario
    items = scenario.table("items")
    ids = items.text("id")
    cost, lead, slip = (
        items.number(name) for name in ("unit_cost_meur", "lead_days", "slip_per_month")
    )
    first = scenario.day(dates[0])
    for row, arrival, use in _deliveries(made):
        if teller.public and teller.military(row["item"]):
            continue
        place = ids.index(row["item"])
        months = 0 if row.get("slips") == "no" else delays(float(slip[place]))
        days = [arrival - lead[place], arrival, use, use + DAYS_PER_DELAY * months]
        sent, arrives, used, late = (float(day) - first for day in days)
        if teller.public:
            used, late = (_monday(day, dates[0]) for day in (used, late))
            sent = arrives = used
        yield figure.Delivery(
            partner=teller.partner(row["partner"]),
            item=amount(row, scenario, teller.words),
            token=teller.token(row["item"]),
            sent=sent,
            arrives=arrives,
            used=used,
            late=late,
            kind="firm",
            when=_when(used, late, dates[0], teller),
            note=teller.money(float(row["quantity"]) * float(cost[place])),
        )


def _monday(position: float, first: dt.date) -> float:
    """Give the place of the Monday of a day's week."""
    return position - (first + dt.timedelta(days=int(position))).weekday()


def _when(used: float, late: float, first: dt.date, teller: Teller) -> str:
    """Write the day of use and, where it may slip, the day by which 95 % of futures have it."""
    numbers = teller.words.numbers
    days = [numbers.day(first + dt.timedelta(days=int(place))) for place in (used, late)]
    text = days[0] if days[0] == days[1] else f"{days[0]} {numbers.to} {days[1]}"
    return teller.say("form.week_of", day=text) if teller.public else text


def _numbers(made: Plan, teller: Teller) -> Numbers:
    """Give the options that were chosen; on a public page without military help."""
    keys = ("option", "partner", "contents")
    heads = [teller.say(f"worth.{key}") for key in keys]
    heads += [teller.say("worth.arrives"), teller.say("worth.cost", unit=teller.unit)]
    lines = []
    for row in made.choices.to_dict("records"):
        if teller.public and any(map(teller.military, teller.held(row["contents"]))):
            continue
        lines.append(
            (
                row["option"],
                teller.partner(row["partner"]),
                teller.voice.write(row["contents"]),
                teller.day(row["arrives"]),
                teller.price(row["cost"]),
            )
        )
    return Numbers(teller.say("answer.table"), tuple(heads), tuple(lines), words=(1, 2))
