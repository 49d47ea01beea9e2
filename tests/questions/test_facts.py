"""Files of public figures: read, or refused with every fault."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

import synthetic
from holdfast.questions.facts import read_facts
from holdfast.questions.hindcast import COLUMNS, judged
from holdfast.questions.refused import QuestionError

HEADER = "id,metric,region,from,to,value,band_low,band_high,said_by\n"
SPAN = (date(2030, 12, 1), date(2030, 12, 31))


def read(tmp_path, text):
    file = tmp_path / "facts.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_facts(file, {"UPP": "Upper valley", "MID": "Town", "LOW": "Lower valley"}, *SPAN)


def faults(tmp_path, text):
    with pytest.raises(QuestionError) as caught:
        read(tmp_path, text)
    return [str(fault) for fault in caught.value.faults]


def test_a_figure(tmp_path):
    (fact,) = read(
        tmp_path,
        "\ufeff" + HEADER + "F1,people_cut_region,MID,2030-12-03,2030-12-04,1.5,1,2,a minister\n",
    )
    assert (fact.id, fact.region, fact.value, fact.band_high) == ("F1", "MID", 1.5, 2.0)
    assert (fact.first, fact.last, fact.said_by) == (
        date(2030, 12, 3), date(2030, 12, 4), "a minister",
    )  # fmt: skip


def test_a_day_as_a_figure_counts_from_the_first(tmp_path):
    (fact,) = read(
        tmp_path,
        HEADER + "F1,first_day_without_limits,all,2030-12-03,2030-12-20,"
        "2030-12-10,2030-12-08,2030-12-12,x\n",
    )
    assert (fact.value, fact.band_low, fact.band_high) == (7.0, 5.0, 9.0)


def test_the_day_after_is_simulated_too(tmp_path):
    (fact,) = read(
        tmp_path,
        HEADER + "F1,people_cut_region_remaining_day_1,LOW,2030-12-03,2030-12-03,4,3,5,x\n",
    )
    assert fact.needed_until == date(2030, 12, 4)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("F1,people_cut,all,2030-12-03,2030-12-04,1,1,2,x", "facts.csv row 2, column metric: "
         "'people_cut' is no metric of the record; allowed: power_stations_hit_share, "),
        ("F1,power_deficit_share,MID,2030-12-03,2030-12-04,1,1,2,x",
         "facts.csv row 2, column region: 'MID' the metric is national: write \"all\""),
        ("F1,people_cut_region,all,2030-12-03,2030-12-04,1,1,2,x",
         "facts.csv row 2, column region: 'all' is not an id of regions.csv; "
         "known: UPP (Upper valley), MID (Town), LOW (Lower valley)"),
        ("F1,power_deficit_share,all,3 Dec,2030-12-04,1,1,2,x",
         "facts.csv row 2, column from: '3 Dec' is not a day as YYYY-MM-DD"),
        ("F1,power_deficit_share,all,2030-12-03,2031-12-04,1,1,2,x", "facts.csv row 2, column to: "
         "'2031-12-04' is not simulated, 2030-12-01 to 2030-12-31"),
        ("F1,power_deficit_share,all,2030-12-05,2030-12-04,1,1,2,x",
         "facts.csv row 2, column to: '2030-12-04' is before the first day of the window"),
        ("F1,power_deficit_share,all,2030-12-03,2030-12-04,many,1,2,x",
         "facts.csv row 2, column value: 'many' is not a number"),
        ("F1,power_deficit_share,all,2030-12-03,2030-12-04,1,1,nan,x",
         "facts.csv row 2, column band_high: 'nan' is not a number"),
        ("F1,power_deficit_share,all,2030-12-03,2030-12-04,1,3,2,x",
         "facts.csv row 2, column band_high: '2' is below band_low"),
        ("F1,power_deficit_share,all,2030-12-03", "facts.csv row 2: has not as many cells as the "
         "header"),
    ],
)  # fmt: skip
def test_faults(tmp_path, row, message):
    found = faults(tmp_path, HEADER + row + "\n")
    assert len(found) == 1
    assert found[0].startswith(message)


def test_faults_of_the_whole_file(tmp_path):
    no_facts = (
        "facts.csv: is no table of public figures; one has the columns id, metric, region, from, "
        "to, value, band_low, band_high, said_by"
    )
    assert faults(tmp_path, "") == faults(tmp_path, "id,name,population\nA,a,1\n") == [no_facts]
    assert faults(tmp_path, HEADER.replace("value,", "")) == [
        "facts.csv row 1, column value: the column is missing"
    ]
    assert faults(tmp_path, HEADER) == ["facts.csv: holds no figures"]
    assert faults(tmp_path, b"id,metric\n\xff\n") == [
        "facts.csv: is no text in UTF-8, so it is no table of public figures"
    ]
    row = "F1,power_deficit_share,all,2030-12-03,2030-12-04,1,1,2,x\n"
    assert faults(tmp_path, HEADER + row + row) == ["facts.csv row 3, column id: 'F1' stands twice"]
    with pytest.raises(QuestionError, match="cannot be read"):
        read_facts(tmp_path / "none.csv", {}, *SPAN)


def test_figures_of_other_days_are_one_line(tmp_path):
    """One fault for all of them, and none of it if one figure lies within."""
    early = "F1,x,all,2022-10-10,2022-10-12,1,0,2,a\nF2,y,NTH,2022-11-01,2023-02-01,1,0,2,a\n"
    (said,) = faults(tmp_path, HEADER + early)
    assert said.startswith(
        "facts.csv: every figure lies outside the days of the scenario: they are of 2022-10-10 to "
        "2023-02-01, the scenario is of "
    )
    within = "F3,power_deficit_share,all,2030-12-03,2030-12-04,1,0,2,a\n"
    assert len(faults(tmp_path, HEADER + early + within)) > 2


def test_all_faults_at_once(tmp_path):
    rows = (
        "F1,x,all,y,2030-12-04,z,1,2,x\nF2,power_deficit_share,all,2030-12-03,2030-12-04,?,1,2,\n"
    )
    assert len(faults(tmp_path, HEADER + rows)) == 4


def test_figures_are_judged(tmp_path, valley):
    """Deficits of 10, 20, ... 80 % on one day: median 45, half of the futures in 40 to 70."""
    deficit = np.tile(np.arange(1, 9)[:, None] / 10, (1, 10))
    collapsed = np.zeros((8, 10))
    collapsed[:2, 2] = 1
    made = synthetic.outcome(valley, 8, days=10, deficit=deficit, collapsed=collapsed)
    table = judged([made], read(tmp_path, HEADER + "\n".join([
        "F1,power_deficit_share,all,2030-12-03,2030-12-03,50,38,71,a",
        "F2,power_deficit_share,all,2030-12-03,2030-12-03,20,10,30,b",
        "F3,hours_to_rejoin_after_collapse,all,2030-12-03,2030-12-04,14,11,17,c",
        "F4,days_until_deficit_below_10_percent,all,2030-12-03,2030-12-04,3,2,4,d",
    ])))  # fmt: skip
    assert list(table.columns) == list(COLUMNS)
    first, second, third, fourth = table.to_dict("records")
    assert first["median"] == pytest.approx(45)
    assert (first["chance"], first["met"], first["n"]) == (0.5, True, 8)
    assert (second["chance"], second["met"]) == (0.375, False)
    assert (third["median"], third["chance"], third["met"], third["n"]) == (14.0, 1.0, True, 2)
    assert (fourth["median"], fourth["chance"], fourth["met"]) == (np.inf, 0.0, False)
