"""Runs that are too large for memory are read a few futures at a time, with the same answers."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

import synthetic
from holdfast.outcome import Outcome, spread, store
from holdfast.outcome import outcome as outcome_module
from holdfast.questions import stocks as question
from holdfast.questions.stocks import stocks
from holdfast.questions.whatif import between
from holdfast.show import reductions
from holdfast.show.catalogue import Catalogue
from holdfast.show.sides import Story
from holdfast.show.workbook import sheets

FUTURES = 60


@pytest.fixture
def piecemeal(monkeypatch):
    """What is done at a time is so little that it takes many times."""
    monkeypatch.setattr(outcome_module, "BLOCK", 8)
    monkeypatch.setattr("holdfast.show.sides.BLOCK", 8)
    monkeypatch.setattr(spread, "AT_ONCE", 8 * FUTURES * 5)
    monkeypatch.setattr(question, "AT_ONCE", 1)


@pytest.fixture(scope="module")
def pair(valley):
    items = len(valley.table("items"))
    rng = np.random.default_rng(5)
    shape = (FUTURES, valley.settings.days, items)
    held = rng.integers(0, 30, shape).astype(np.float32) * (np.arange(items) % 3 > 0)
    empty = (held < 2).astype(np.float32)
    given = {"held": held, "empty": empty}
    run = synthetic.outcome(valley, FUTURES, **given)
    return run, synthetic.outcome(valley, FUTURES, hours_without_power=3.0, **given)


def test_stocks_are_the_same_to_the_last_bit(pair, piecemeal, monkeypatch):
    found = stocks(pair[0])
    monkeypatch.undo()
    whole = stocks(pair[0])
    assert found.runs_out.equals(whole.runs_out)
    assert found.by_date.equals(whole.by_date)
    assert len(found.runs_out) > 3


def test_first_days_of_all_items_are_those_of_each(pair, piecemeal):
    run = pair[0]
    outs = run.first_outs()
    for place, item in enumerate(run.data["item"].values):
        assert outs[:, place].tolist() == run.first_out(str(item)).tolist()


def test_sheets_are_the_same(pair, piecemeal, monkeypatch):
    found = sheets(between(*pair))
    monkeypatch.undo()
    for one, other in zip(found, sheets(between(*pair)), strict=True):
        for mine, whole in zip(one.rows, other.rows, strict=True):
            for cell, same in zip(mine, whole, strict=True):
                wanted = pytest.approx(same, rel=1e-12) if isinstance(same, float) else same
                assert cell == wanted, one.name


def test_what_figures_need_is_the_same(pair, piecemeal, monkeypatch):
    def needed():
        story = Story.of(between(*pair), Catalogue.of("en"), public=False)
        side = story.shown
        smooth = reductions.moving(side.hours, 7)
        return [side.hours, side.mean_by_region, side.total_by_region, smooth,
                reductions.tenths(smooth), reductions.bands(smooth), side.of_region(1)]  # fmt: skip

    found = needed()
    monkeypatch.undo()
    for one, other in zip(found, needed(), strict=True):
        assert one == pytest.approx(other, rel=1e-12)


def test_never_is_a_whole_variable_in_memory(valley, tmp_path, monkeypatch):
    count = 1600
    held = np.ones((count, valley.settings.days, len(valley.table("items"))), np.float32)
    synthetic.outcome(valley, count, held=held, empty=1 - held).save(tmp_path / "run")
    monkeypatch.setattr(store, "IN_MEMORY", 0)
    monkeypatch.setattr(outcome_module, "BLOCK", 64)
    monkeypatch.setattr(question, "AT_ONCE", 1)
    monkeypatch.setattr(spread, "AT_ONCE", 100_000)
    run = Outcome.load(tmp_path / "run")
    tracemalloc.start()
    try:
        stocks(run)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < held.nbytes, f"{most / held.nbytes:.2f} of the variable"
