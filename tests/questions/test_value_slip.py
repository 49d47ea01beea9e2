"""What options save and what late deliveries cost, held against whole runs."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.questions import slip as slips
from holdfast.questions import value as values
from holdfast.questions.options import packed, with_options
from holdfast.questions.refused import Refused
from holdfast.questions.run import run

FRESH = range(20, 40)


def suffering(scenario):
    outcome = run(scenario, FRESH, workers=1)
    return outcome.values("suffering", outcome.windows()[-1])


@pytest.fixture(scope="module")
def promised(siege):
    """The siege with two deliveries to come, and one that came before the first day."""
    given = (
        ("d1", "NN", "interceptor", "20", "2030-12-12"),
        ("d2", "EN", "transformer", "1", "2030-12-11"),
        ("d3", "NN", "interceptor", "1", "2030-11-25"),
    )
    names = ("id", "partner", "item", "quantity", "date")
    return siege.add_rows("deliveries", [dict(zip(names, row, strict=True)) for row in given])


@pytest.fixture(scope="module")
def valued(siege):
    return values.value(siege, 5.0, ["packages"], futures=20, workers=1)


@pytest.fixture(scope="module")
def slipped(promised):
    return slips.slip(promised, futures=20, workers=1)


def test_each_option_saves_what_whole_runs_differ_by(siege, valued):
    table = valued.table.set_index("option")
    options = {option.name: option for option in packed(siege)}
    assert set(table.index) == set(options)
    assert list(valued.table.columns) == list(values.COLUMNS)
    base = suffering(siege)
    for name, option in options.items():
        saved = base - suffering(with_options(siege, [option]))
        assert table.loc[name, "saved"] == pytest.approx(float(saved.mean()), abs=1e-6)
        assert table.loc[name, "per_euro"] == pytest.approx(
            table.loc[name, "saved"] / table.loc[name, "cost"]
        )
    assert table.loc["s2", "saved"] > 0
    whole = valued.winters.groupby("option")["mean"].last()
    np.testing.assert_allclose(whole.sort_index(), table["saved"].sort_index(), atol=1e-6)


def test_by_what_is_ranked(valley):
    with pytest.raises(Refused, match="euro, saved, survival"):
        values.value(valley, 5.0, by="love")
    with pytest.raises(Refused, match="20 or more"):
        values.value(valley, 5.0, futures=19)


def test_a_late_delivery_costs_what_whole_runs_differ_by(promised, slipped):
    table = slipped.table.set_index("delivery")
    assert set(table.index) == {"d1", "d2"}, "what has come can no longer be late"
    base = suffering(promised)
    for name in table.index:
        costs = suffering(slips.later(promised, {name}, slips.WEEKS)) - base
        assert table.loc[name, "costs"] == pytest.approx(float(costs.mean()), abs=1e-6)
    assert table.loc["d1", "costs"] > 0
    first, last = (slipped.winters.groupby("delivery")[end].last() for end in ("low", "high"))
    assert (first <= last).all()


def test_later_than_the_last_day_is_never(valley):
    assert "d2" not in slips.later(valley, {"d2"}, 16).table("deliveries").text("id")
    rows = {row["id"]: row for row in slips.later(valley, {"d2"}, 2).table("deliveries").rows()}
    assert rows["d2"]["date"] == "2031-01-24"
    assert rows["d1"] == valley.table("deliveries").rows()[0]


def test_nothing_to_come_or_no_weeks_is_refused(short, valley):
    with pytest.raises(Refused, match="to come"):
        slips.slip(short)
    with pytest.raises(Refused, match="1 and more"):
        slips.slip(valley, weeks=0)
