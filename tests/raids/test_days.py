"""The record by day and class: worked by hand, and the totals of the whole record."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.raids import SCORED, daily, days, read_classes, read_record

CLASSES = {"Arrow": "fast", "Bolt": "slow", "Club": "slow", "Dart": "fast", "Eye": "seen"}
KINDS = ("slow", "fast")


def record(*rows):
    """Rows of (start, end, model, launched, destroyed, not reached); None is blank."""
    columns = ["time_start", "time_end", "model", "launched", "destroyed", "not_reach_goal"]
    made = pd.DataFrame(rows, columns=columns)
    for column in columns[:2]:
        made[column] = pd.to_datetime(made[column], format="mixed").astype("datetime64[ns]")
    return made.astype(dict.fromkeys(columns[3:], "float64"))


def table(*rows):
    return daily(record(*rows), CLASSES, KINDS)


def values(frame):
    return [tuple(row) for row in frame.drop(columns="date").itertuples(index=False)]


def test_a_night_counts_on_the_day_on_which_it_ends():
    made = table(
        ("2030-01-01 22:00", "2030-01-02 05:00", "Arrow", 5, 3, 1),
        ("2030-01-02", "2030-01-02", "Dart", 2, 1, None),
        ("2030-01-02", "2030-01-02", "Bolt", 4, 0, None),
        ("2030-01-01", "2030-01-01", "Bolt", 1, 1, None),
    )
    assert made.date.dt.strftime("%d").tolist() == ["01", "02", "02"]
    assert values(made) == [("slow", 1, 1.0, 0), ("slow", 4, 0.0, 0), ("fast", 7, 4.0, 1)]
    assert made.attrs["oddities"] == {}
    assert made["launched"].dtype == "int64"


def test_a_mixed_row_is_split_by_what_each_model_launched_alone_before():
    made = table(
        ("2030-01-01", "2030-01-01", "Arrow", 3, 0, None),
        ("2030-01-01", "2030-01-01", "Bolt", 1, 0, None),
        ("2030-01-02", "2030-01-02", "Bolt", 90, 0, None),  # of the same day: not before
        ("2030-01-02", "2030-01-02", "Arrow and Bolt", 10, 5, 2),
    )
    # 3 : 1 of 10 is 7.5 and 2.5: the first takes the odd one. 5 by 8 : 2 is 4 and 1. Of the 4 and
    # 1 that are left, 2 by 4 : 1 is 1.6 and .4.
    assert values(made)[2:] == [("slow", 92, 1.0, 0), ("fast", 8, 4.0, 2)]
    assert made.attrs["oddities"] == {days.SPLIT: ["2030-01-02 Arrow and Bolt"]}


def test_a_mixed_row_of_one_class_is_not_split():
    made = table(("2030-01-01", "2030-01-01", "Bolt and Club", 10, 5, None))
    assert values(made) == [("slow", 10, 5.0, 0)]
    assert made.attrs["oddities"] == {}


def test_a_mixed_row_without_anything_before_is_split_equally_by_model():
    made = table(("2030-01-01", "2030-01-01", "Arrow and Bolt and Club", 9, 3, None))
    assert values(made) == [("slow", 6, 2.0, 0), ("fast", 3, 1.0, 0)]
    assert list(made.attrs["oddities"]) == [days.SPLIT_EQUALLY]


def test_classes_that_are_not_scored_are_left_out_and_take_their_share():
    made = table(
        ("2030-01-01", "2030-01-01", "Eye", 10, 10, None),
        ("2030-01-01", "2030-01-01", "Arrow", 10, 10, None),
        ("2030-01-02", "2030-01-02", "Arrow and Eye", 8, 4, None),
    )
    assert values(made) == [("fast", 10, 10.0, 0), ("fast", 4, 2.0, 0)]


def test_every_oddity_is_told():
    made = table(
        ("2030-01-01", None, "Arrow", 5, 6, None),
        ("2030-01-02", "2030-01-02", "Arrow", None, 0, None),
        ("2030-01-03", "2030-01-03", "Arrow", 5, None, 1),
        ("2030-01-03", "2030-01-03", "Dart", 5, 1, 1),
        ("2030-01-04", "2030-01-04", "Arrow", 5, 4, 3),
    )
    assert made.date.dt.day.tolist() == [1, 3, 4]
    assert made.launched.tolist() == [5, 10, 5]
    np.testing.assert_array_equal(made.destroyed, [5.0, np.nan, 4.0])
    assert made.not_reached.tolist() == [0, 2, 1]
    assert made.attrs["oddities"] == {
        days.NO_END: ["2030-01-01 Arrow"],
        days.TOO_MANY_DESTROYED: ["2030-01-01 Arrow"],
        days.NO_LAUNCHED: ["2030-01-02 Arrow"],
        days.NO_DESTROYED: ["2030-01-03 Arrow"],
        days.TOO_MANY_LOST: ["2030-01-04 Arrow"],
    }


def test_an_empty_record_gives_an_empty_table():
    assert list(table().columns) == ["date", "class", "launched", "destroyed", "not_reached"]


def test_models_without_a_class_are_named():
    with pytest.raises(ValueError, match="no class for Fork, Gong"):
        table(("2030-01-01", "2030-01-01", "Gong and Fork", 1, 1, None))


@given(st.integers(0, 500), st.lists(st.integers(0, 50), min_size=1, max_size=5))
def test_shares_are_whole_keep_the_total_and_are_near_their_part(total, weights):
    made = days.share_out(total, weights)
    assert sum(made) == (total if sum(weights) else 0)
    for part, weight in zip(made, weights, strict=True):
        assert abs(part - total * weight / max(sum(weights), 1)) < 1


def test_the_whole_record(root):
    """Petro Ivaniuk, "Massive Missile Attacks on Ukraine", ODC-By 1.0, as data/raids keeps it."""
    rows = read_record(root / "data/raids/launches.csv")
    made = daily(rows, read_classes(root / "data/raids/classes.csv"))
    totals = made.groupby("class")[["launched", "not_reached"]].sum()
    assert len(rows) == 2617
    assert totals.loc[list(SCORED), "launched"].tolist() == [37208, 3545, 1154, 310]
    assert totals.loc[list(SCORED), "not_reached"].tolist() == [10916, 32, 8, 17]
    assert {kind: len(which) for kind, which in made.attrs["oddities"].items()} == {
        days.SPLIT: 5,
        days.NO_LAUNCHED: 3,
        days.NO_DESTROYED: 5,
        days.TOO_MANY_LOST: 1,
    }
    assert not made.duplicated(["date", "class"]).any()
    assert (made.destroyed.fillna(0) + made.not_reached <= made.launched).all()


def test_the_first_winter_as_a_study_of_the_record_found_it(root):
    """15 days of 15 or more cruise missiles to 31 March 2023, 1 to 21 days apart, mean 10.7, of
    mean size 54, coefficients of variation .52 and .43."""
    rows = read_record(root / "data/raids/launches.csv")
    made = daily(rows, read_classes(root / "data/raids/classes.csv"))
    winter = made[(made["class"] == SCORED[1]) & (made.date <= "2023-03-31")]
    waves = winter[winter.launched >= 15]
    gaps = waves.date.diff().dt.days.dropna()
    assert len(waves) == 15
    assert (gaps.min(), gaps.max()) == (1, 21)
    assert gaps.mean() == pytest.approx(10.7, abs=0.05)
    assert gaps.std() / gaps.mean() == pytest.approx(0.52, abs=0.005)
    assert waves.launched.mean() == pytest.approx(54, abs=0.5)
    assert waves.launched.std() / waves.launched.mean() == pytest.approx(0.43, abs=0.005)
