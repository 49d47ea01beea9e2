"""Interception: forecasts beside claims, judged on the days that chose nothing."""

from __future__ import annotations

import datetime as dt
import shutil

import numpy as np
import pytest

from holdfast.questions.validate import interception, saturating
from holdfast.scenario import read_scenario


@pytest.fixture(scope="module")
def early(root, tmp_path_factory):
    """The record to the summer of 2023, in a folder as that of public data."""
    folder = tmp_path_factory.mktemp("data")
    (folder / "raids").mkdir()
    shutil.copy(root / "data/raids/classes.csv", folder / "raids")
    head, *rows = (root / "data/raids/launches.csv").read_text("utf-8").splitlines(keepends=True)
    place = head.strip().split(",").index("time_start")
    kept = [row for row in rows if row.split(",")[place] < "2023-09"]
    (folder / "raids" / "launches.csv").write_text("".join([head, *kept]), "utf-8")
    return folder


def test_forecasts_and_rivals_of_the_first_year(early, asked, root, monkeypatch):
    monkeypatch.setattr(saturating, "REPEATS", 20)
    scenario = read_scenario(root / "examples" / "bucharest-2022")
    found = interception.find(asked(scenario, data=early))
    scores, bins = found.tables["scores"], found.tables["bins"]
    judged = scores[scores["met"].notna()]
    assert {cell.name for cell in judged["when"]} == {"before"}
    assert found.holds is bool(judged["met"].all())
    assert bins["raids"].sum() == scores["raids"].sum()
    assert bins["claimed"].between(0, 100).all()
    ordered = bins.groupby("class")["forecast"].apply(lambda each: each.is_monotonic_increasing)
    assert ordered.all()
    rivals = found.tables["rivals"]
    assert rivals["nation"].iloc[0] == 0.0
    assert found.remarks[1].values["chosen"] == dt.date(2023, 7, 1)


def test_a_scenario_of_other_classes_has_no_rivals(early, asked, valley):
    found = interception.find(asked(valley, data=early))
    assert "rivals" not in found.tables
    assert found.remarks[-1].name == "no_rivals"


def test_caps_that_bind_in_no_raid_are_not_told_apart(root):
    scenario = read_scenario(root / "examples" / "bucharest-2022")
    made = saturating.Raids(None, np.full(9, 40.0), np.full(9, 30.0), np.full(9, 40.0))
    scored = scenario.table("threat/classes").text("id")[1]
    rows = saturating.beside_proportional(made, scenario, scored)
    assert np.isnan(rows[-1][0])
    assert rows[0][0] < rows[1][0] < rows[2][0]
    assert [nation for _, nation, _ in rows] == pytest.approx([0.0] * 4, abs=1e-9)


def test_a_cap_that_the_record_breaks_is_rejected():
    """Raids of 100 of which 80 fall whatever their size: a cap of 20 says that no more than 20."""
    made = saturating.Raids(None, np.array([10.0, 100.0] * 9), np.array([8.0, 80.0] * 9), None)
    free = saturating.likelihood(made, np.ones((18, 1)))
    assert saturating.likelihood(made, saturating.national(made.launched, 20.0)) < free - 10
