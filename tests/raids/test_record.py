"""The public raid record: what is read, and what is refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from holdfast.raids import read_classes, read_record

HEADER = "time_start,time_end,model,launched,destroyed\n"


def written(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "record.csv"
    path.write_text(text, encoding=encoding)
    return path


def test_a_row_of_each_kind(tmp_path):
    path = written(
        tmp_path,
        "time_start,time_end,model,target,launched,destroyed,not_reach_goal,still_attacking,more\n"
        "2030-01-01 21:00,2030-01-02 3:30,Arrow,north,7.0,5.0,1.0,,x\n"
        "2030-01-02,,Arrow and Bolt,,4,,,2,\n",
    )
    record = read_record(path)
    assert list(record.columns) == [
        "time_start",
        "time_end",
        "model",
        "target",
        "launched",
        "destroyed",
        "not_reach_goal",
        "still_attacking",
        "class",
        "mixed",
        "odd",
        "row",
    ]
    assert record.time_end[0] == pd.Timestamp("2030-01-02 03:30")
    assert record.time_end.isna().tolist() == [False, True]
    assert record.model.tolist() == ["Arrow", "Arrow and Bolt"]
    assert record.launched.tolist() == [7.0, 4.0]
    assert np.isnan(record.destroyed[1])
    assert record.still_attacking[1] == 2.0
    assert record.time_start.dtype == "datetime64[ns]"


def test_a_file_without_places_or_rows_and_with_a_byte_order_mark(tmp_path):
    record = read_record(written(tmp_path, HEADER, encoding="utf-8-sig"))
    assert len(record) == 0
    assert record.time_end.dtype == "datetime64[ns]"
    record = read_record(written(tmp_path, HEADER + "2030-01-01,2030-01-01,Arrow,1,1\n"))
    assert record.target.tolist() == [""]
    assert record.not_reach_goal.isna().all()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("2030-13-01,2030-01-01,Arrow,1,1", r"row 2, time_start: '2030-13-01' is not a date"),
        ("2030-01-01,noon,Arrow,1,1", r"row 2, time_end: 'noon' is not a date"),
        (",2030-01-01,Arrow,1,1", "row 2, time_start: is blank"),
        ("2030-01-01,2030-01-01,,1,1", "row 2, model: '' is blank"),
        ("2030-01-01,2030-01-01,Arrow,many,1", "row 2, launched: 'many' is not a whole number"),
        ("2030-01-01,2030-01-01,Arrow,1.5,1", "row 2, launched: '1.5' is not a whole number"),
        ("2030-01-01,2030-01-01,Arrow,1e400,1", "row 2, launched: '1e400' is not a whole number"),
        ("2030-01-01,2030-01-01,Arrow,1,-1", "row 2, destroyed: '-1' is not a whole number"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(tmp_path, row, said):
    with pytest.raises(ValueError, match=said):
        read_record(written(tmp_path, HEADER + row + "\n"))


def test_a_missing_column_is_named(tmp_path):
    with pytest.raises(ValueError, match="no column model, launched"):
        read_record(written(tmp_path, "time_start,time_end,destroyed\n"))


def test_classes(tmp_path):
    path = written(tmp_path, "model,class\nArrow,fast\n Bolt ,slow\n")
    assert read_classes(path) == {"Arrow": "fast", "Bolt": "slow"}
    with pytest.raises(ValueError, match="row 3, model: 'Arrow' stands there twice"):
        read_classes(written(tmp_path, "model,class\nArrow,fast\nArrow,slow\n"))
    for text, said in (
        ("model,class\nArrow,fast\nBolt,\n", "row 3, class: is blank"),
        ("model,class\n ,fast\n", "row 2, model: is blank"),
        (
            "model,class\nArrow,fast\nBolt,slow,3\n",
            "row 3: too many cells: 3 where the header has 2",
        ),
    ):
        with pytest.raises(ValueError, match=said):
            read_classes(written(tmp_path, text))
