"""Figures from outside: met as they are, and told where one is not."""

from __future__ import annotations

import shutil

import numpy as np
import pytest

from holdfast.questions.validate import outside
from holdfast.questions.validate.ours import gas, others, power
from reference.load_1979 import load_shares


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(power, "HOURS", 20_000)
    monkeypatch.setattr(power, "SAMPLES", 4000)


def test_every_published_figure_is_met(few, asked, valley):
    found = outside.find(asked(valley))
    table = found.tables["figures"]
    assert len(table) >= 40
    assert table["met"].all(), table[~table["met"]]
    assert found.holds
    assert found.verdict.values == {"count": len(table), "figures": len(table)}


def test_a_figure_that_is_off_is_told(few, asked, valley, root, tmp_path, monkeypatch):
    """One published figure is written down wrongly: the part does not hold, and says which."""
    data = tmp_path / "data"
    shutil.copytree(root / "data" / "outside", data / "outside")
    file = data / "outside" / "figures.csv"
    lines = file.read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in lines[1:] if ",metric_depot,0," in line or ",philox," in line]
    file.write_text("".join([lines[0], kept[0].replace("2.3488", "2.3478"), kept[1]]), "utf-8")
    for engine in (power, gas):
        monkeypatch.setattr(engine, "figures", lambda given: iter(()))
    found = outside.find(asked(valley, data=data))
    assert found.holds is False
    assert found.verdict.values == {"count": 1, "figures": 2}
    assert found.remarks[0].values["figure"].values == {"at": "0"}
    assert found.tables["figures"]["met"].tolist() == [False, True]


def test_the_load_of_1979_is_that_of_its_tables(root):
    """Two ways of writing the same tables down."""
    made = power.load_shares(root / "data" / "rbts" / "load_1979.csv")
    np.testing.assert_allclose(made, load_shares())


def test_figures_without_an_error_are_those_of_one_module(asked, valley):
    told = {(name, at) for name, at, _, error in others.figures(asked(valley)) if error != error}
    assert ("philox", "") in told
    assert len(told) == 17
