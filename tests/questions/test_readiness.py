"""Readiness by system and week: the shares are those of the run, in every place they are told."""

from __future__ import annotations

import dataclasses
import html
import json
import re

import numpy as np
import pytest
from openpyxl import load_workbook

import holdfast as hf
from holdfast.outcome.windows import as_date
from holdfast.questions.readiness import FEW, by_week, expected_few, least_ready
from holdfast.questions.whatif import between
from holdfast.show.catalogue import Catalogue
from holdfast.show.figures import fleets as figure
from holdfast.show.sections.fleets import drawn
from holdfast.show.workbook.write import write
from model.echelons_world import world
from model.small_country import country

FUTURES = 6


def dates_of(outcome):
    """All its days are reported."""
    return [as_date(day) for day in outcome.data["day"].values]


@pytest.fixture(scope="module")
def outcome():
    scenario = world(units=6, fails=0.04, crews=1, abroad="1", whole=True)
    return hf.run(scenario, futures=FUTURES, workers=1)


def test_a_week_is_the_mean_of_its_days():
    share = np.array([[[0.5], [np.nan], [1.0], [0.25]]])
    made = by_week(share, np.array([0, 0, 0, 1]))
    assert made[0, :, 0].tolist() == [0.75, 0.25]
    assert np.isnan(by_week(share * np.nan, np.array([0, 0, 0, 1]))).all()


@pytest.mark.parametrize(
    ("units", "whole", "told"), [(6, False, ["Battery"]), (FEW, False, []), (6, True, [])]
)
def test_of_few_units_it_says_that_they_are_expected_numbers(units, whole, told, tmp_path):
    made = hf.run(world(units=units, whole=whole), futures=2, workers=1)
    assert expected_few(made, made.scenario) == told
    for language, text in (
        ("en", "Expected numbers, of under 10 fire units each: Battery."),
        ("fr", "Nombres espérés, de moins de 10 unités de tir chacun\u00a0: Batterie."),
    ):
        page = hf.report(made, tmp_path / f"{language}.html", language=language)
        shown = re.sub(r"<[^>]*>", "", page.read_text("utf-8"))
        assert (text in html.unescape(shown)) == bool(told)


def test_shares_of_a_week_are_those_of_the_run(outcome):
    table = hf.readiness(outcome)
    data, place = outcome.data, 0
    first = table[(table["system"] == "battery")].groupby("state", sort=False).nth(2)
    fleet = data["fleet"].values[:, 14:21, place]
    told = {
        "ready": (fleet - data["unready"].values[:, 14:21, place]) / fleet,
        "part": data["awaiting"].values[:, 14:21, place] / fleet,
        "depot": data["at_echelon"].values[:, 14:21, place, 1] / fleet,
    }
    for state, share in told.items():
        row = first[first["state"] == state].iloc[0]
        points = np.quantile(share.mean(axis=1), (0.1, 0.5, 0.9))
        assert [row["p10"], row["median"], row["p90"]] == pytest.approx(points, abs=1e-6)
        assert row["week"] == hf.stocks(outcome).by_date["date"].iloc[14]


def test_states_of_one_future_sum_to_all(outcome):
    one = dataclasses.replace(outcome, data=outcome.data.isel(future=[0]))
    table = hf.readiness(one)
    total = table.groupby(["system", "week"])["median"].sum()
    assert total.to_numpy() == pytest.approx(1.0, abs=5e-6)
    guns = table[(table["system"] == "gun") & (table["state"] == "in_place")]
    assert (guns["median"] > 0).any(), "the gun is mended where it stands"


def test_the_least_ready_come_first(outcome):
    table = hf.readiness(outcome)
    ready = table[table["state"] == "ready"]
    system, week = least_ready(table)[0]
    row = ready[(ready["system"] == system) & (ready["week"] == week)].iloc[0]
    assert row["median"] == ready["median"].min()


def test_a_run_without_echelons_has_no_table():
    small = hf.run(country(), futures=2, workers=1)
    assert not len(hf.readiness(small))
    assert "fleet" not in small.data


@pytest.mark.parametrize(
    ("language", "head", "sheet"),
    [
        ("en", "Waiting for a part", "ready by week"),
        ("fr", "En attente d’une pièce", "disponibilité"),
    ],
)
def test_report_and_workbook_have_it(outcome, tmp_path, language, head, sheet):
    page = hf.report(outcome, tmp_path / "r.html", language=language).read_text("utf-8")
    assert 'id="readiness"' in page
    assert head in page
    public = hf.report(outcome, tmp_path / "p.html", language=language, public=True)
    assert 'id="readiness"' not in public.read_text("utf-8")
    book = load_workbook(write(outcome, tmp_path / "b.xlsx", language=language))
    rows = list(book[sheet].values)
    table = hf.readiness(outcome)
    assert [row[-4] for row in rows[1:]] == pytest.approx(table["median"].tolist())


def test_what_is_ready_is_drawn_for_each_type_with_its_least_week(outcome, tmp_path):
    page = hf.report(outcome, tmp_path / "r.html").read_text("utf-8")
    section = page[page.index('<figure id="readiness"') :]
    assert section[: section.index("</figure>")].count("<svg class") == 3
    table = hf.readiness(outcome)
    ready = table[table["state"] == "ready"]
    fleets = drawn([table], dates_of(outcome), Catalogue.of("en"))
    assert {each.name for each in fleets} == {"Battery", "Gun"}
    for each in fleets:
        rows = ready[ready["name"] == each.name]
        np.testing.assert_array_equal(each.shown.weeks, np.arange(len(rows)))
        np.testing.assert_array_equal(each.shown.middle, rows["median"])
        np.testing.assert_array_equal(each.shown.high, rows["p90"])
        assert f"at the least {100 * rows['median'].min():.0f}" in each.note
        assert each.baseline is None
    assert fleets[0].shown.middle.min() <= fleets[1].shown.middle.min()


def test_of_two_runs_the_first_is_drawn_beside(outcome, tmp_path):
    other = hf.run(world(units=6, fails=0.04, crews=5, whole=True), futures=FUTURES, workers=1)
    tables = [hf.readiness(outcome), hf.readiness(other)]
    for fleet in drawn(tables, dates_of(outcome), Catalogue.of("en")):
        before = tables[0][(tables[0]["name"] == fleet.name) & (tables[0]["state"] == "ready")]
        np.testing.assert_array_equal(fleet.baseline.middle, before["median"])
    svg = hf.figure(between(outcome, other), "readiness", tmp_path / "x.svg").read_text("utf-8")
    assert "As pledged" in svg


def test_a_fleet_that_is_gone_for_a_while_is_drawn_in_parts():
    assert figure._runs(np.array([0, 1, 2, 5, 6, 9])) == [slice(0, 3), slice(3, 5), slice(5, 6)]
    assert figure._middles(np.array([0, 2]), 17).tolist() == [3.5, 15.5]


def test_stocks_say_it_at_a_terminal_and_in_json(outcome, tmp_path, call):
    outcome.save(tmp_path / "run")
    shown = call("stocks", tmp_path / "run")
    assert "When least of each system is ready" in shown.output
    made = json.loads(call("stocks", tmp_path / "run", "--json").stdout)
    assert len(made["readiness"]["rows"]) == len(hf.readiness(outcome))
    for row in made["rows"]:
        passes = row["passes_10_percent"]
        assert (passes is None) == (row["days_of_supply"] is None)
        if passes is not None:
            first = made["by_date"]["rows"][0]["date"]
            days = np.datetime64(passes) - np.datetime64(first)
            assert row["days_of_supply"] == days.astype(int)


def test_it_says_how_many_are_ready_of_how_many(outcome):
    table = hf.readiness(outcome)
    data, place = outcome.data, 0
    first = table[table["system"] == "battery"].groupby("state", sort=False).nth(2)
    rows = first.set_index("state")
    fleet = data["fleet"].values[:, 14:21, place].astype(float)
    unready = data["unready"].values[:, 14:21, place]
    assert rows.loc["ready", "units"] == pytest.approx((fleet - unready).mean(), abs=1e-5)
    assert rows.loc["ready", "units"] < rows.loc["ready", "fleet"]
    assert rows["fleet"].tolist() == pytest.approx([fleet.mean()] * len(rows), abs=1e-5)
    assert rows["units"].sum() == pytest.approx(fleet.mean(), abs=1e-4)


def test_what_single_precision_leaves_is_nothing(outcome):
    table = hf.readiness(outcome)
    for name in ("p10", "median", "p90", "units"):
        small = table[name][(table[name] != 0) & (table[name].abs() < 1e-6)]
        assert small.empty, f"{name} has traces of rounding"
