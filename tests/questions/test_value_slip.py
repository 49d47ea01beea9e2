"""What options save and what late deliveries cost, held against whole runs."""

from __future__ import annotations

import math
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from holdfast.cli.worths import print_slip
from holdfast.questions import slip as slips
from holdfast.questions import value as values
from holdfast.questions.options import packed, with_options
from holdfast.questions.refused import Refused
from holdfast.questions.run import run
from holdfast.show.slipping import sentence
from holdfast.show.voice import Voice

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


def rows_of(*told):
    """A table of deliveries: what each costs, its group."""
    rows = [
        {"delivery": f"d{at}", "partner": "NN", "contents": f"thing {at}", "costs": costs,
         "standard_error": 1.0, "group": group, "verdict": "told apart", "changed": 30, "n": 40}
        for at, (costs, group) in enumerate(told)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def test_what_hurts_most_is_told_apart_or_not():
    found = slips.hardest(rows_of((9.0, 1.0), (4.0, 2.0), (3.0, 2.0)))
    assert (found.first["delivery"], found.second["delivery"]) == ("d0", "d1")
    assert found.apart
    found = slips.hardest(rows_of((9.0, 1.0), (8.0, 1.0), (3.0, 2.0)))
    assert (found.apart, found.alike) == (False, 2)


def test_what_comes_in_better_time_when_it_is_late_hurts_nobody():
    found = slips.hardest(rows_of((-9.0, 1.0), (4.0, 1.0), (3.0, 2.0), (99.0, math.nan)))
    assert (found.first["delivery"], found.alike) == ("d1", 1)
    assert slips.hardest(rows_of((-9.0, 1.0), (99.0, math.nan))) is None


def test_the_sentence_names_it_with_its_error(valley):
    made = SimpleNamespace(weeks=4, futures=40)
    voice = Voice("en", valley)

    def said(*told):
        names = {"NN": "Northern neighbour"}
        return sentence(made, rows_of(*told), voice, names.__getitem__).replace("\u00a0", " ")

    assert said((9.0, 1.0), (4.0, 2.0)) == (
        "4 weeks late, the delivery of thing 0 (Northern neighbour) hurts most: 9.0 ± 1.0 million "
        "person-hours lost (beside being on time: told apart). It is told apart from the next, "
        "thing 1 (4.0 ± 1.0)."
    )
    assert said((9.0, 1.0), (8.0, 1.0)).endswith(
        "Which of 2 hurts most is not told apart; next is thing 1 (8.0 ± 1.0)."
    )
    assert said((9.0, 1.0)).endswith("Nothing else that is ranked hurts.")
    assert said((-9.0, 1.0)).startswith("4 weeks late, none that is ranked hurts")
    assert "none can be ranked from 40 futures" in said((9.0, math.nan))


def test_the_terminal_says_it_first(slipped, capsys):
    print_slip(slipped, Voice("en", slipped.scenario))
    assert capsys.readouterr().out.startswith("4 weeks late, ")


def test_later_than_the_last_day_is_never(valley):
    assert "d2" not in slips.later(valley, {"d2"}, 16).table("deliveries").text("id")
    rows = {row["id"]: row for row in slips.later(valley, {"d2"}, 2).table("deliveries").rows()}
    assert rows["d2"]["date"] == "2031-01-24"
    assert rows["d2"]["planned"] == "2031-01-10"
    assert rows["d1"] == {**valley.table("deliveries").rows()[0], "planned": ""}


def test_nothing_to_come_or_no_weeks_is_refused(short, valley):
    with pytest.raises(Refused, match="to come"):
        slips.slip(short)
    with pytest.raises(Refused, match="1 and more"):
        slips.slip(valley, weeks=0)
