"""Made-up answers over the valley: what they say is not simulated, how they are shown is tested."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from pathlib import Path

import numpy as np
import pandas as pd

import synthetic
from holdfast.model.types import RIVALS
from holdfast.outcome.statistics import Estimate
from holdfast.questions import options as optional
from holdfast.questions import value as values
from holdfast.questions import words
from holdfast.questions.ask import ASKS, RULES, Ask
from holdfast.questions.break_even import COLUMNS as LOOKS
from holdfast.questions.break_even import BreakEven, Meeting
from holdfast.questions.cost import Cost
from holdfast.questions.depot import READY, SAVED, UNITS, WAYS, Depot
from holdfast.questions.fenced import COLUMNS as FENCED
from holdfast.questions.flips import Flip, Flips, Part
from holdfast.questions.how_many import BESIDE, DATES, NUMBERS, HowMany
from holdfast.questions.judging import ALONE
from holdfast.questions.packing import GIFTS, OFFERS, PACKAGES, Packed
from holdfast.questions.packing import WINDOWS as ASK_WINDOWS
from holdfast.questions.plan import CHOICES, NAIVE, WINDOWS, Plan
from holdfast.questions.plan_rest import DEAR, NO_GAIN, Rest
from holdfast.questions.price import ALL, HEARD, NAMED, NO_OPTION, Price
from holdfast.questions.price import COLUMNS as PRICES
from holdfast.questions.price import WINTERS as PRICE_WINTERS
from holdfast.questions.risk import HELPS, Risk, risk
from holdfast.questions.said import listed
from holdfast.questions.search.ranking import NOTHING
from holdfast.questions.slip import COLUMNS as LATE
from holdfast.questions.slip import WINTERS as LATE_WINTERS
from holdfast.questions.slip import Slip
from holdfast.questions.spared import COLUMNS as SPARED
from holdfast.questions.value import Value
from holdfast.scenario import Scenario, read_scenario
from show.answered_stocks import stocks_of

NAN = math.nan
LONG = "a {size} offer of help under a name that nobody would have thought could be so long"


def _alone(*means: float) -> tuple[float, ...]:
    """Columns ALONE: so many under the two models that are drawn, with an error of 1.5."""
    told = [(mean, 1.5, 21 - 2 * place) for place, mean in enumerate(means)]
    return tuple(number for each in [*told, (NAN, NAN, 0)] for number in each)


def value_of(scenario: Scenario, count: int = 0, by: values.By = "euro") -> Value:
    """The packages and lots of a scenario, or `count` options under long names, valued at will."""
    chosen = values.chosen_from(scenario, values.SOURCES, 5.0)
    if count:
        one = chosen[0]
        chosen = [
            optional.Option(LONG.format(size=f"{n}th"), one.partner, one.rows, (5.0 + n, 0.0, 0.0))
            for n in range(count)
        ]
    rows, numbers = [], np.random.default_rng(7)
    for place, each in enumerate(chosen):
        mean, error = 30.0 / (place + 1) - 2, 1.0 + float(numbers.random())
        group = NAN if place % 5 == 4 else 1.0 + place // 3
        contents = listed([*map(_amount, each.rows)]) if not count else listed([each.name])
        verdict = "told apart" if place < 3 else "leans"
        if place % 5 == 4:
            verdict = "rare: changes 2 of 40 futures; too few to judge"
        rows.append(
            (
                each.name, "", each.partner, contents, dt.date(2031, 1, 1 + place % 28),
                each.total, each.total > 5, group, mean, error, mean - 2 * error,
                mean + 3 * error, 40, 9.0, verdict, 20,
                mean / each.total, error / each.total, 0.02 if place else -0.02, 0.01,
                "not told apart", 2, *_alone(mean - 1, mean + 1), place % 5 != 4,
            )
        )  # fmt: skip
    table = pd.DataFrame(rows, columns=list(values.COLUMNS))
    table = table.sort_values("group", kind="stable", ignore_index=True)
    groups = tuple(
        tuple(some["option"]) for _, some in table.dropna(subset="group").groupby("group")
    )
    within = table[~table["over"]].dropna(subset="group")
    leading = tuple(within["option"][within["group"] == within["group"].min()])
    winters = pd.DataFrame(columns=list(values.WINTERS))
    asked = {"budget": 5.0, "sources": values.SOURCES}
    if not count:
        table.loc[table.index[-1], ["saved", "per_euro", "survival", "changed"]] = 0.0
        table.loc[table.index[-1], "verdict"] = NOTHING
    barred = {"veto": 1, "limit": 2}
    return Value(table, winters, groups, leading, by, 9.6, 40, scenario, 3, asked, barred)


def _amount(row: dict[str, str]) -> words.Said:
    names = {"battery": "Battery", "interceptor": "Interceptor", "transformer": "Large transformer"}
    return words.amount(float(row["quantity"]), names.get(row["item"], row["item"]))


def slip_of(scenario: Scenario) -> Slip:
    """The three pledges of the valley: one that hurts, one in better time, one that is rare."""
    rare = "rare: changes 2 of 40 futures; too few to judge"
    rows = [
        (row["id"], row["partner"], _amount(row), dt.date.fromisoformat(row["date"]), group, mean,
         1.5, mean - 3, mean + 4, 40, 9.0, verdict, 12, -0.02, 0.01,
         *_alone(mean - 1, mean + 1), True)
        for row, mean, group, verdict in zip(
            scenario.table("deliveries").rows(), (9.0, -7.0, 0.4), (1.0, 1.0, NAN),
            ("told apart", "leans", rare), strict=True,
        )
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=list(LATE))
    groups = (tuple(table["delivery"][:2]),)
    return Slip(table, pd.DataFrame(columns=list(LATE_WINTERS)), groups, 4, 2.4, 40, scenario, 3)


def price_of(scenario: Scenario, names: bool = True) -> Price:
    """Two rules that bind, the second rare, and both together."""
    rare = "rare: changes 2 of 40 futures; too few to judge"
    rows = [
        (ALL, 3, 1, 9.0, 2.0, 5.0, 14.0, 40, 9.0, "told apart", 30, NAN, 2.0, 1.5, 9.5, 22.0, 4.9,
         20.0, 4.0, 29.0, 5.0, 8.1, 230.0, 2.0, 3.0, *_alone(8.0, 10.0), "", "", "", None, "",
         "s1, s2", "r1, r2", "s1", "r2"),
        ("1", 2, 0, 7.0, 2.0, 3.0, 12.0, 40, 9.0, "told apart", 28, 1.0, 2.0, 1.5, 7.5, 17.0, 4.9,
         20.0, 4.0, 27.0, 5.0, 8.1, 200.0, 2.0, 2.5, *_alone(6.0, 8.0), "EN", "air defence", "veto",
         dt.date(2030, 11, 5), "x", "s1", "r1, r2", "s1", ""),
        ("2", 1, 1, 0.0, 0.0, 0.0, 0.0, 40, 0.0, rare, 0, NAN, 0.0, 0.0, 0.0, 0.0, 0.0, 20.0, 4.0,
         20.0, 4.0, 8.1, 8.1, 2.0, 2.0, *_alone(0.0, 0.0), "NN", "gas", "limit", None, "", "s2",
         "r1, r2", "", ""),
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=[*PRICES, *NAMED])
    said = [
        ("soft", "EN", "spares abroad"),
        ("unnamed", "NN", "peace"),
        (NO_OPTION, "NN", "spares"),
    ]
    heard = pd.DataFrame(
        [(*one, "refuses", dt.date(2030, 11, 5), 2 + row) for row, one in enumerate(said)],
        columns=list(HEARD),
    )
    asked = {"budget": None, "partner": None, "sources": ("offers", "packages"), "lot": 25.0}
    return Price(
        table=table if names else table[list(PRICES)],
        winters=pd.DataFrame(columns=list(PRICE_WINTERS)),
        groups=(("1",),),
        names=names,
        evaluations=12.0,
        futures=40,
        scenario=scenario,
        seed=3,
        heard=heard if names else heard[["why"]],
        asked=asked | {"futures": 20, "most": 12},
    )


def ask_of(scenario: Scenario) -> Ask:
    """Two rules that say something and one that does not, with one package of two gifts."""
    rules = [
        ("equal share of income", 5.7, 5.7, 5.7, NAN, NAN, NAN, 14.3, 2.5, 3.2),
        ("equal sacrifice", 5.0, 5.0, 5.0, 4.4, 5.4, NAN, 15.0, 2.5, 2.5),
        ("contribution", NAN, NAN, NAN, NAN, NAN, NAN, NAN, 2.5, NAN),
    ]
    kinds = [
        (rule, "humanitarian", share, pledged, left) for rule, share, *_, pledged, left in rules
    ]
    rule, spread = "equal share of income", (1.0, 4.0, 9.0, 40, 9.0, "told apart", 30)
    packages = [(rule, 3.2, "r1, r2", 3.1, 7.0, *spread, *_alone(6.0, 8.0), 7.5, True)]
    gifts = [
        (rule, each.name, listed([*map(_amount, each.rows)]), dt.date(2030, 12, 20), each.total,
         "humanitarian", 6.0, *spread, *_alone(5.0, 7.0), 2.0, *spread)
        for each in optional.packed(scenario) if each.name in ("r1", "r2")
    ]  # fmt: skip
    packed = Packed(
        packages=pd.DataFrame(packages, columns=list(PACKAGES)),
        gifts=pd.DataFrame(gifts, columns=list(GIFTS)),
        windows=pd.DataFrame(columns=list(ASK_WINDOWS)),
        barred={},
        objections=0,
        chosen={},
    )
    return Ask(
        partner="EN", total=(20.0, 18.0, 25.0), named=True, asks=pd.DataFrame(columns=list(ASKS)),
        sharers=2, twice=False, elasticity=1.26, rules=pd.DataFrame(rules, columns=list(RULES)),
        kinds=pd.DataFrame(kinds, columns=list(FENCED)),
        silent="no help", contribution=None, packed=packed, price=None,
        spare=pd.DataFrame(columns=list(SPARED)), offers=pd.DataFrame(columns=list(OFFERS)),
        over=(), weeks=4, evaluations=6.0, futures=40,
        searched=20, scenario=scenario, seed=3,
        asked={"total": 20.0, "among": ("NN",), "weeks": 4, "prices": False},
    )  # fmt: skip


def plan_of(scenario: Scenario, gap: float | None = 0.12, bounded: bool = True) -> Plan:
    """All rows of the valley's packages, beside two rules; a gap of nought: all were tried."""
    chosen = optional.packed(scenario)
    choices = [
        (each.name, each.partner, listed([*map(_amount, each.rows)]), dt.date(2030, 12, 20),
         each.total, "military")
        for each in chosen
    ]  # fmt: skip
    naive = [
        ("second plan", "r1", 7.5, 20.0, 6.0, 9.0, 40.0, 2.0, 3.0, "not told apart", 10, 40),
        ("all defence", "s1", 200.0, 5.0, 2.0, 1.0, 9.0, 17.0, 3.0, "told apart", 30, 40),
        ("pro rata", "r1, r2", 8.1, 22.0, 7.0, 10.0, 43.0, 0.0, 0.0, "not told apart", 0, 40),
    ]
    budget = {"military": 250.0, "humanitarian": 20.0}
    asked = {"budget": budget, "sources": ("offers", "packages"), "lot": 25.0, "sharing": None}
    asked |= {"futures": 20, "most": 12, "rounds": 4, "digest": scenario.digest}
    return Plan(
        choices=pd.DataFrame(choices, columns=list(CHOICES)),
        value=22.0,
        standard_error=7.0,
        saved=Estimate(22.0, 7.0, 10.0, 43.0, 40, 9.0, 20),
        verdict="told apart",
        changed=30,
        windows=pd.DataFrame(columns=list(WINDOWS)),
        rivals=dict(zip(ALONE, _alone(19.0, 25.0), strict=True)),
        gap=gap,
        exact=gap == 0,
        bounded=None if gap is None else bounded,
        violation=None if gap is None else 0.04,
        in_sample=Estimate(30.0, 8.0, 12.0, 50.0, 20, 9.0, 10),
        naive=pd.DataFrame(naive, columns=list(NAIVE)),
        spent={"military": 230.0, "humanitarian": 8.1, "financial": 0.0},
        objections=(),
        barred={"x1": "somebody, something"},
        evaluations={"search": 12, "bound": 4, "fresh": 5},
        scenario=optional.with_options(scenario, chosen),
        seed=3,
        futures=40,
        asked=asked,
        rest=(Rest("military", 20.0, DEAR), Rest("humanitarian", 11.9, NO_GAIN)),
    )


def break_even_of(scenario: Scenario, kind: str = "one", military: bool = True) -> BreakEven:
    """Two gifts that meet on 30 December, or do not."""
    days = [dt.date(2030, 12, 1) + dt.timedelta(days=n) for n in (0, 9, 20, 29, 37, 75, 149)]
    means = [18.0, 14.0, 6.0, -2.0, -15.0, -32.0, -36.0]
    far = "not told apart" if kind in ("not told apart", "several") else "told apart"
    points = [
        (day, mean, 4.0, mean - 7, mean + 9, 40, 9.0,
         far if abs(mean) > 12 else "not told apart", 30, *_alone(mean - 1, mean + 1))
        for day, mean in zip(days, means, strict=True)
    ]  # fmt: skip
    one = kind == "one"
    b = ("shield",) if military else ("repair",)
    at = {
        "kind": kind,
        "day": dt.date(2030, 12, 30) if one else None,
        "first": dt.date(2030, 12, 10) if one else None,
        "last": dt.date(2031, 1, 7) if one else None,
        "later_first": True if kind in ("one", "none", "open") else None,
        "several": ((days[1], days[4]), (days[4], days[5])) if kind == "several" else (),
        "points": pd.DataFrame(points, columns=list(LOOKS)),
    }
    unit = words.million(scenario.settings.currency)
    part = Part("lead of a transformer", "upper", np.ones(40, dtype=bool))
    flip = Flip(part, Estimate(-3.0, 2.0, -7.0, 1.0, 40, 9.0, 20), 4.0)
    return BreakEven(
        **at,
        futures=40,
        scenario=scenario,
        seed=3,
        given=(dt.date(2030, 12, 20), days[1]),
        costs=(Cost(2.5, 2.0, 3.0, unit), Cost(1.5, 1.5, 1.5, unit)),
        rivals={name: Meeting(**at, futures=20) for name in RIVALS[:2]},
        flips=Flips((flip, flip)),
        asked={"a": ("EN:transformer:1@2030-12-20",), "b": b},
    )


def risk_of(scenario: Scenario) -> Risk:
    """The danger to one region of a made-up run, with two packages and a delivery that may help."""
    made = risk(synthetic.outcome(scenario, futures=24), "LOW", hours=23, days=2, workers=1)
    rare = "rare: changes 1 of 24 futures; too few to judge"
    rows = [
        ("shield", 0.2, -0.10, 0.03, -0.17, -0.04, 24, 9.0, "told apart", 9,
         *_alone(-0.08, -0.12), 70.0, 12.0, "told apart", 20),
        ("repair", 0.28, -0.02, 0.02, -0.1, 0.01, 24, 1.0, rare, 1, *_alone(NAN, NAN),
         3.0, 2.0, "leans", 9),
        ("EN:battery:1@2030-12-20", 0.3, 0.0, 0.0, 0.0, 0.0, 24, 0.0, "not told apart", 0,
         *_alone(0.0, 0.0), 0.0, 0.0, "not told apart", 0),
    ]  # fmt: skip
    helps = pd.DataFrame(rows, columns=list(HELPS))
    return dataclasses.replace(made, helps=helps)


def how_many_of(scenario: Scenario, enough: int | None = 2) -> HowMany:
    """Numbers of transformers, days of order, and two other items for the same money."""
    rare = "rare: changes 2 of 40 futures; too few to judge"

    def bought(quantity):
        return quantity, listed([words.amount(float(quantity), "Large transformer")])

    def saved(mean, verdict, apart, told, changed=30):
        return (
            mean, 1.0, mean - 2, mean + 3, 40, 9.0, verdict, changed, *_alone(mean - 1, mean + 1),
            apart, 0.5, told, changed,
        )  # fmt: skip

    first, later = dt.date(2030, 12, 1), dt.date(2031, 1, 30)
    numbers = [
        (*bought(1), 2.5, later, later, 2.4, *saved(6.0, "told apart", 6.0, "told apart"),
         2.2, 0.5, "told apart", 30),
        (*bought(2), 5.0, later, later, 1.6, *saved(8.0, "told apart", 2.0, "told apart"),
         0.2, 0.5, rare, 2),
        (*bought(12), 30.0, later, dt.date(2031, 3, 1), 8.2 / 30,
         *saved(8.2, "told apart", 0.2, rare, 2), 0.0, 0.0, "not told apart", 0),
    ]  # fmt: skip
    dates = [
        (first, later, *saved(8.0, "told apart", 0.0, "not told apart", 0)),
        (dt.date(2031, 1, 6), dt.date(2031, 3, 7), *saved(3.0, "leans", -5.0, "told apart")),
    ]
    beside = [
        ("interceptor", words.amount(5.0, "Interceptor"), dt.date(2030, 12, 31), 5.0,
         *saved(9.0, "told apart", 1.0, "leans")),
        ("generator_set", words.amount(160.0, "Generator set"), dt.date(2030, 12, 15), 4.8,
         *saved(0.0, "not told apart", -8.0, "told apart", 0)),
    ]  # fmt: skip
    return HowMany(
        item="transformer",
        numbers=pd.DataFrame(numbers, columns=list(NUMBERS)),
        enough=enough,
        number=2,
        dates=pd.DataFrame(dates, columns=list(DATES)),
        by=first,
        beside=pd.DataFrame(beside, columns=list(BESIDE)),
        dear={"battery": 160.0},
        made=12,
        futures=40,
        scenario=scenario,
        seed=1,
        asked={"item": "transformer", "budget": 40.0, "beside": ("interceptor", "generator_set")},
    )


def depot_of(scenario: Scenario, saved: float = 8.0, verdict: str = "told apart") -> Depot:
    """A depot abroad against one at home, of the example whose batteries are mended in both."""
    if not len(scenario.table("readiness/echelons")):
        scenario = read_scenario(Path(__file__).parents[2] / "examples" / "spares")
    if verdict == "rare":
        verdict = "rare: changes 30 of 40 futures, but under 5 carry it; too few to judge"

    def told(mean, error=1.0):
        return mean, error, mean - 2 * error, mean + 3 * error, 40, 9.0, verdict, 30

    first, end = dt.date(2030, 12, 1), dt.date(2031, 5, 1)
    windows = [("winter 2030-31", first, dt.date(2031, 4, 1)), ("in all", first, end)]
    weeks = [first + dt.timedelta(days=7 * week) for week in range(22)]
    ready = [
        ("battery", "Battery", week, 0.5, 0.6, 0.7, 0.55, 0.7, 0.8, *told(0.1, 0.01))
        for week in weeks
    ]
    ways = [
        ("abroad", "system", "battery", 0.4, 14.0, 20.0, 14.0, 1.0, 0.02, "far_fitters", 4.0, 20.0),
        ("abroad", "item", "radar_module", 0.7, 14.0, 25.0, 14.0, 1.0, 0.02, "", NAN, 25.0),
        ("home", "system", "battery", 0.6, 2.0, 16.0, 2.0, NAN, 0.0, "home_fitters", 3.0, 8.0),
        ("home", "item", "radar_module", 0.7, 2.0, 25.0, 2.0, NAN, 0.0, "", NAN, NAN),
    ]
    made = synthetic.outcome(scenario, futures=2)
    return Depot(
        depot="abroad",
        instead="home",
        crews=2.0,
        systems=("battery",),
        saved=pd.DataFrame(
            [(*span, *told(saved), *_alone(saved - 1, saved + 1)) for span in windows],
            columns=list(SAVED),
        ),
        units=pd.DataFrame(
            [("battery", "Battery", *span, 500.0, *told(50.0)) for span in windows],
            columns=list(UNITS),
        ),
        ready=pd.DataFrame(ready, columns=list(READY)),
        ways=pd.DataFrame(ways, columns=list(WAYS)),
        a=made,
        b=made,
        futures=40,
        scenario=scenario,
        seed=1,
        asked={"depot": "abroad", "instead": "home", "crews": 2.0},
    )


MADE = {
    "risk": risk_of,
    "stocks": stocks_of,
    "value": value_of,
    "slip": slip_of,
    "plan": plan_of,
    "break even": break_even_of,
    "ask": ask_of,
    "price": price_of,
    "how many": how_many_of,
    "depot": depot_of,
}
