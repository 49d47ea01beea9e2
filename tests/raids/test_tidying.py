"""Tidy rows by hand, and their totals on the whole record."""

from __future__ import annotations

import math

import pandas as pd

from holdfast.raids import SCORED, daily, read_record, record, tidy
from holdfast.raids.classes import MIXED, UNKNOWN, known
from holdfast.raids.days import LEFT_OUT
from holdfast.raids.tidying import tidied

CLASSES = {"Arrow": "fast", "Bolt": "slow", "Club": "slow", "Eye": LEFT_OUT[0]}
HEAD = "time_start,time_end,model,target,launched,destroyed,not_reach_goal\n"


def read(tmp_path, *rows):
    path = tmp_path / "record.csv"
    path.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    return read_record(path, CLASSES)


def test_rows_are_marked_as_they_are_read(tmp_path):
    made = read(
        tmp_path,
        "2030-01-01,2030-01-01,Arrow,north,4,1,",
        "2030-01-01,2030-01-01,Arrow,north,4,1,",
        "2030-01-02,,Arrow and Bolt,,4,5,",
        "",
        "2030-01-03,2030-01-02,Nobody's,,,1,",
        "2030-01-03,2030-01-04,Bolt and Club,,4,3,2",
    )
    assert made["class"].tolist() == ["fast", "fast", MIXED, UNKNOWN, "slow"]
    assert made["mixed"].tolist() == [False, False, True, False, False]
    assert made["row"].tolist() == [2, 3, 4, 6, 7]
    assert [set(filter(None, text.split("; "))) for text in made["odd"]] == [
        set(),
        {record.ALIKE},
        {record.NO_END, record.TOO_MANY_DESTROYED, record.SPLIT},
        {record.BACKWARD, record.NO_LAUNCHED, record.NO_CLASS},
        {record.TOO_MANY_LOST},
    ]


def test_a_mixed_salvo_is_split_by_what_was_launched_alone_before(tmp_path):
    made = read(
        tmp_path,
        "2030-01-01,2030-01-01,Arrow,,3,0,",
        "2030-01-01,2030-01-01,Bolt,,1,0,",
        "2030-01-02 20:00,2030-01-03 04:00,Arrow and Bolt and Club,north,8,4,2",
    )
    rows = tidy(made, CLASSES).tail(2)
    assert rows["class"].tolist() == ["fast", "slow"]
    assert rows["model"].tolist() == ["Arrow", "Bolt and Club"]
    assert rows["window"].tolist() == ["2030-01-02T20:00/2030-01-03T04:00"] * 2
    assert rows["target"].tolist() == ["north"] * 2
    # 3 : 1 of 8 is 6 and 2; 4 by 6 : 2 is 3 and 1; 2 by what is left, 3 : 1, is 1.5 and .5
    assert rows[["launched", "destroyed", "not_reach_goal"]].to_numpy().tolist() == [
        [6, 3, 2],
        [2, 1, 0],
    ]
    assert rows["mixed"].all()


def test_what_is_left_out_and_what_is_unknown_is_counted(tmp_path):
    made = tidied(
        read(
            tmp_path,
            "2030-01-01,2030-01-01,Eye,,3,3,",
            "2030-01-01,2030-01-01,Nobody's,,3,3,",
            "2030-01-01,2030-01-01,Arrow,,,3,",
            "2030-01-02,2030-01-02,Arrow and Bolt,,5,,",
        ),
        CLASSES,
    )
    assert made.rows["class"].tolist() == [UNKNOWN, "fast", "slow"]
    assert made.rows["launched"].tolist() == [3, 3, 2]
    assert math.isnan(made.rows["destroyed"].iloc[1])
    assert (made.left_out, made.mixed, made.unknown) == (1, 1, {"Nobody's": 1})
    assert list(made.oddities[["row", "reason"]].itertuples(index=False, name=None)) == [
        (3, record.NO_CLASS),
        (4, record.NO_LAUNCHED),
        (5, record.NO_DESTROYED),
        (5, record.SPLIT_EQUALLY),
    ]


def test_a_record_without_rows_is_tidy(root):
    whole = read_record(root / "data/raids/launches.csv")
    made = tidy(whole.iloc[:0])
    assert made.empty
    assert list(made.columns) == list(tidy(whole.iloc[:40]).columns)


def test_the_whole_record_keeps_its_totals_by_day_and_class(root):
    rows = read_record(root / "data/raids/launches.csv")
    made = tidied(rows)
    assert (len(rows), len(made.rows), made.left_out, made.mixed) == (2617, 1940, 679, 5)
    assert made.unknown == {}
    scored = made.rows[made.rows["class"].isin(SCORED)]
    days = scored["time_end"].fillna(scored["time_start"]).dt.normalize()
    sums = scored.groupby([days, "class"])["launched"].sum()
    table = daily(rows, known()).set_index(["date", "class"])["launched"]
    pd.testing.assert_series_equal(
        sums.sort_index(), table.sort_index().astype("float64"), check_names=False
    )
    assert made.oddities["reason"].value_counts()[record.SPLIT] == 5


def test_models_of_other_tables_are_taken(root):
    table = known() | {"X-59": "other"}
    made = read_record(root / "data/raids/launches.csv", table)
    assert set(made.loc[made.model == "X-59", "class"]) == {"other"}
