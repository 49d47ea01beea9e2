"""Gas by month and cold by class of homes: sums of the run, in every place they are told."""

from __future__ import annotations

import json
from datetime import date

import numpy as np
import pytest
from openpyxl import load_workbook

import holdfast as hf
from holdfast.outcome.by_home import by_home
from holdfast.questions.gas_balance import COLUMNS, gas_by_month, months
from holdfast.scenario import read_scenario
from holdfast.show.workbook.write import write
from model.networks_world import VALLEY

FUTURES = 4
PRICE = "price_eur_per_1000_m3"
GROUPS = [
    {"region": "MID", "group": "tall_flats", "people_share": "0.3", "protected_share": "0"},
    {"region": "LOW", "group": "tall_flats", "people_share": "0.1", "protected_share": "0"},
]


@pytest.fixture(scope="module")
def outcome():
    valley = read_scenario(VALLEY)
    supply = [
        row | {PRICE: "400" if row["kind"] == "import" else ""}
        for row in valley.table("gas/supply").rows()
    ]
    priced = valley.replace_rows("gas/supply", supply).replace_rows("people/groups", GROUPS)
    return hf.run(priced, futures=FUTURES, workers=1)


def means(outcome, flow: str) -> list[float]:
    table = gas_by_month(outcome)
    return table[table["flow"] == flow]["mean"].tolist()


def test_months_are_those_that_are_reported(outcome):
    table = gas_by_month(outcome)
    assert tuple(table.columns) == COLUMNS
    spans = dict.fromkeys(zip(table["month"], table["days"], strict=True))
    assert list(spans) == [
        (date(2030, 12, 1), 31), (date(2031, 1, 1), 31), (date(2031, 2, 1), 28),
        (date(2031, 3, 1), 31), (date(2031, 4, 1), 30),
    ]  # fmt: skip


def test_a_month_is_the_sum_of_its_days_and_what_its_last_leaves(outcome):
    data = outcome.data
    january = slice(31, 62)
    assert months(outcome)[1] == (date(2031, 1, 1), january)
    for flow, name in (("produced", "gas_produced"), ("used", "gas_used"), ("cost", "gas_cost")):
        each = data[name].values[:, january].astype(float).sum(axis=1)
        row = gas_by_month(outcome).set_index(["month", "flow"]).loc[(date(2031, 1, 1), flow)]
        assert row["mean"] == pytest.approx(each.mean())
        points = np.quantile(each, (0.05, 0.5, 0.95))
        assert [row["p05"], row["p50"], row["p95"]] == pytest.approx(points)
    assert means(outcome, "in_store")[1] == pytest.approx(data["gas_stock"].values[:, 61].mean())
    assert means(outcome, "cost") == pytest.approx(np.array(means(outcome, "imported")) * 0.4)


def test_the_books_of_each_month_close(outcome):
    """What is used came from wells, abroad or stores; stores lose what they gave."""
    came = sum(np.array(means(outcome, flow)) for flow in ("produced", "imported", "from_store"))
    assert came == pytest.approx(means(outcome, "used"), abs=1e-4)
    left = np.array([100.0, *means(outcome, "in_store")])
    drawn = np.array(means(outcome, "from_store")) - means(outcome, "given")
    assert -np.diff(left) == pytest.approx(drawn, abs=1e-3)
    assert min(drawn) > 0


def test_classes_of_homes_make_up_their_region(outcome):
    """Of MID half live in houses and half in flats; the sum is what the region is told to have."""
    table = by_home(outcome)
    window = outcome.windows()[-1]
    whole = table[(table["from"] == window.first) & (table["to"] == window.end)]
    mid = whole[whole["region"] == "MID"].set_index("class")
    days = outcome.windows()[-1].among(outcome.data["day"].values)
    told = outcome.data.isel(day=days).sel(region="MID")
    for column, name in (("degree_hours", "degree_hours"), ("frozen_hours", "frozen_hours")):
        ours = 0.5 * mid.loc["house", column] + 0.5 * mid.loc["flat", column]
        assert ours == pytest.approx(float(told[name].sum("day").mean()), rel=1e-4)
    assert mid.loc["house", "degree_hours"] > 10
    country = whole[whole["region"] == "all"].set_index("class")
    houses = whole[(whole["class"] == "house") & (whole["region"] != "all")]
    by_region = houses.set_index("region")["degree_hours"]
    lives = {"UPP": 1.0, "MID": 1.0, "LOW": 1.0}  # 100 thousand live in houses of each
    expected = sum(by_region[r] * w for r, w in lives.items()) / 3
    assert country.loc["house", "degree_hours"] == pytest.approx(expected, rel=1e-6)
    assert 0 <= country.loc["house", "frozen_most"] <= 1
    least = outcome.data["indoor_by_home"].sel(dwelling="house").min("day").mean()
    assert country.loc["house", "coldest"] == pytest.approx(float(least), rel=1e-6)


@pytest.mark.parametrize(
    ("language", "heads", "sheets"),
    [
        (
            "en",
            ("Out of store", "Degree-hours under 16\u00a0°C", "Longest run, days"),
            ("gas by month", "cold by class", "hours by group"),
        ),
        (
            "fr",
            ("Soutiré du stock", "Degrés-heures sous 16\u00a0°C", "Plus longue suite, jours"),
            ("gaz par mois", "froid par classe", "heures par groupe"),
        ),
    ],
)
def test_report_and_workbook_have_them(outcome, tmp_path, language, heads, sheets):
    for public in (False, True):
        page = hf.report(outcome, tmp_path / "r.html", language=language, public=public)
        text = page.read_text("utf-8")
        for identity, head in zip(("gas", "homes", "groups"), heads, strict=True):
            section = text[text.index(f'<figure id="{identity}"') :]
            assert head in section[: section.index("</figure>")]
        page.unlink()
    book = load_workbook(write(outcome, tmp_path / "b.xlsx", language=language))
    rows = list(book[sheets[0]].values)[1:]
    assert [row[6] for row in rows] == pytest.approx(gas_by_month(outcome)["mean"].tolist())
    rows = list(book[sheets[1]].values)[1:]
    assert [row[6] for row in rows] == pytest.approx(by_home(outcome)["degree_hours"].tolist())
    assert {row[3] for row in list(book[sheets[2]].values)[1:]} == {"tall_flats"}


def test_what_is_in_store_is_drawn(outcome, tmp_path):
    svg = hf.figure(outcome, "gas", tmp_path / "x.svg").read_text("utf-8")
    assert "Gas in store" in svg


def test_json_has_them(outcome, tmp_path, call):
    made = json.loads(call("run", VALLEY, "--futures", "2", "--json").stdout)
    run = hf.run(read_scenario(VALLEY), futures=2, workers=1)
    assert [row["mean"] for row in made["gas_by_month"]["rows"]] == gas_by_month(run)[
        "mean"
    ].tolist()
    assert len(made["by_home"]["rows"]) == len(by_home(run))
