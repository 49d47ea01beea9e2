"""A run's numbers for a spreadsheet: the numbers of the answers, as numbers, with their units."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile

import numpy as np
import pytest
from openpyxl import load_workbook

import synthetic
from holdfast.questions.deliveries import with_deliveries
from holdfast.questions.refused import Refused
from holdfast.questions.whatif import between
from holdfast.scenario import Scenario, read_scenario
from holdfast.show.workbook import sheets, write
from holdfast.show.workbook.plain import files
from holdfast.show.workbook.sheet import Column, Sheet
from holdfast.show.workbook.xlsx import workbook
from show import world

FUTURES = 12
FORMULA = '=HYPERLINK("x")'


@pytest.fixture(scope="module")
def valley(root) -> Scenario:
    read = read_scenario(root / "examples" / "valley")
    rows = read.table("actors").rows()
    rows[0] = {**rows[0], "name": FORMULA}
    return read.replace_rows("actors", rows)


@pytest.fixture(scope="module")
def run(valley):
    return synthetic.outcome(valley, FUTURES)


@pytest.fixture(scope="module")
def other(valley):
    plan = with_deliveries(valley, ["shield"], "b")
    return synthetic.outcome(plan, FUTURES, hours_planned=1.0, hours_without_power=3.0)


@pytest.fixture(scope="module")
def made(run, other) -> dict[str, Sheet]:
    found = sheets(between(run, other), world.hindcast())
    return {sheet.name: sheet for sheet in found}


@pytest.fixture(scope="module")
def opened(made):
    return load_workbook(io.BytesIO(workbook(list(made.values()), "Valley")))


def table(sheet: Sheet) -> list[dict[str, object]]:
    heads = [column.head for column in sheet.columns]
    return [dict(zip(heads, row, strict=True)) for row in sheet.rows]


def test_an_answer_is_a_sheet(made, run):
    assert list(made) == [
        "about", "columns", "summary", "difference", "regions", "stocks", "deliveries", "hindcast",
    ]  # fmt: skip
    alone = [sheet.name for sheet in sheets(run)]
    assert alone == ["about", "columns", "summary", "regions", "stocks", "deliveries"]
    french = [sheet.name for sheet in sheets(run, language="fr")]
    assert french == ["sur", "colonnes", "resume", "regions", "stocks", "livraisons"]


def test_the_summary_is_that_of_the_run(made, run):
    told = {
        (row["measure"], row["from"], row["to (not counted)"]): row
        for row in table(made["summary"])
        if row["plan"] == "As pledged"
    }
    for row in run.summary().to_dict("records"):
        found = told[row["metric"], row["from"], row["to"]]
        numbers = ("mean", "standard_error", "p05", "p50", "p95", "n", "n_eff")
        heads = ("mean", "standard error", "5 % of futures", "median of futures",
                 "95 % of futures", "futures", "futures that carry it")  # fmt: skip
        assert [found[head] for head in heads] == pytest.approx([row[name] for name in numbers])


def test_the_difference_is_that_of_the_comparison(made, run, other):
    frame = between(run, other).difference
    names = {
        "all": "all futures",
        "proportional": "kills grow with what is launched",
        "saturating": "the defence saturates",
    }
    rows = {
        (row["model of air defence"], row["measure"], row["from"], row["to (not counted)"]): row
        for row in table(made["difference"])
    }
    assert len(rows) == len(frame)
    for want in frame.to_dict("records"):
        row = rows[names[want["model"]], want["metric"], want["from"], want["to"]]
        assert [row["second less first, mean"], row["standard error"]] == pytest.approx(
            [want["mean"], want["standard_error"]]
        )


def test_a_difference_is_the_second_plan_of_the_summary_less_the_first(made):
    told = {row["key"]: row["value"] for row in table(made["about"])}
    first, second = told["plan_a"], told["plan_b"]
    assert told["sign"] == f"second plan less first: {second} less {first}"
    means = {
        (row["plan"], row["measure"], row["from"], row["to (not counted)"]): row["mean"]
        for row in table(made["summary"])
    }
    rows = [
        row for row in table(made["difference"]) if row["model of air defence"] == "all futures"
    ]
    for row in rows:
        assert (row["second plan"], row["less: first plan"]) == (second, first)
        case = (row["measure"], row["from"], row["to (not counted)"])
        recomputed = means[second, *case] - means[first, *case]
        assert row["second less first, mean"] == pytest.approx(recomputed, abs=1e-9), case
    dark = [row for row in rows if row["measure"] == "hours_without_power"]
    assert all(row["second less first, mean"] < 0 for row in dark), "the second plan has fewer"
    assert all(row["share better"] == 1.0 for row in dark)


def test_both_plans_have_their_own_deliveries(valley, run):
    """The second is a plan of its own: it lacks a pledge of the first and has one that moved."""
    rows = valley.table("deliveries").rows()
    moved = {**rows[1], "date": "2031-02-02"}
    plan = with_deliveries(valley.replace_rows("deliveries", [moved, *rows[2:]]), ["shield"], "b")
    answer = between(run, synthetic.outcome(plan, FUTURES, hours_without_power=3.0))
    found = {sheet.name: sheet for sheet in sheets(answer)}
    held = {}
    for row in table(found["deliveries"]):
        held.setdefault(row["plan"], {})[row["delivery"]] = row
    told = {row["key"]: row for row in table(found["about"])}
    first, second = (told[key]["value"] for key in ("plan_a", "plan_b"))
    assert list(held) == [first, second]
    alone = next(sheet for sheet in sheets(run) if sheet.name == "deliveries")
    assert list(held[first]) == [row["delivery"] for row in table(alone)]
    assert rows[0]["id"] in held[first]
    assert rows[0]["id"] not in held[second]
    assert held[second][rows[1]["id"]]["arrives"] == dt.date(2031, 2, 2)
    assert str(held[first][rows[1]["id"]]["arrives"]) == rows[1]["date"]
    assert {"battery/1", "interceptor/1"} <= set(held[second]) - set(held[first])
    assert told["digest"]["meaning"] == "Digest of the first plan’s files"
    assert told["digest_b"]["meaning"] == "Digest of the second plan’s files"
    assert told["digest_b"]["value"] == plan.digest


def test_months_of_regions_add_up_to_the_reported_time(made, run):
    rows = [row for row in table(made["regions"]) if row["plan"] == "As pledged"]
    window = run.windows()[-1]
    among = window.among(run.data["day"].values)
    hours = run.data["hours_without_power"].values[:, among].sum(axis=1).mean(axis=0)
    for place, region in enumerate(run.data["region"].values):
        mine = [row for row in rows if row["region"] == region]
        means = [row["without power, mean [h/person]"] for row in mine]
        assert sum(means) == pytest.approx(float(hours[place]), rel=1e-5)
        assert sum(row["days"] for row in mine) == among.stop - among.start
        assert all(row["without power, standard error [h/person]"] > 0 for row in mine)


def test_chances_of_running_out_never_fall_and_carry_their_error(valley):
    empty = np.zeros((FUTURES, valley.settings.days, 7), np.float32)
    held = np.ones_like(empty)
    empty[:6, 60:, :] = 1.0
    run = synthetic.outcome(valley, FUTURES, held=held, empty=empty)
    sheet = next(sheet for sheet in sheets(run) if sheet.name == "stocks")
    rows = [row for row in table(sheet) if row["item"] == "interceptor"]
    shares = [row["share run out"] for row in rows]
    assert shares == sorted(shares)
    assert shares[-1] == 0.5
    # six pairs, three of them all out: sqrt(6 * 0.25 / 5 / 6)
    assert rows[-1]["standard error of the share"] == pytest.approx((0.25 / 5) ** 0.5)
    days = [row["day"] for row in rows]
    assert days[0] == dt.date(2030, 12, 1)
    assert days[1] - days[0] == dt.timedelta(days=7)
    assert days[-1] == valley.settings.last


def test_about_says_what_makes_the_run_again(made, run, other):
    told = {row["key"]: row["value"] for row in table(made["about"])}
    assert told["digest"] == run.scenario.digest
    assert told["digest_b"] == other.scenario.digest
    assert (told["seed"], told["version"], told["futures"]) == (1, run.version, FUTURES)
    assert told["fork"] == dt.date(2030, 12, 20)
    assert told["cold_weight"] == run.scenario.settings.weights.cold.value


def test_every_column_is_explained_in_a_note_and_in_a_table(made, opened):
    told = {(row["sheet"], row["column"]): row["meaning"] for row in table(made["columns"])}
    for name, sheet in made.items():
        heads = [cell for cell in opened[name][1]]
        assert len({cell.value for cell in heads}) == len(heads), name
        for cell, column in zip(heads, sheet.columns, strict=True):
            assert cell.value == column.head
            assert cell.comment.text == column.note
            if name not in ("about", "columns"):
                assert told[name, column.head] == column.note


def test_the_workbook_holds_what_the_sheets_hold(made, opened):
    for name, sheet in made.items():
        for cells, row in zip(opened[name].iter_rows(min_row=2), sheet.rows, strict=True):
            for cell, value in zip(cells, row, strict=True):
                found = cell.value.date() if isinstance(cell.value, dt.datetime) else cell.value
                if isinstance(value, float):
                    assert cell.data_type == "n"
                    assert found == pytest.approx(value, rel=1e-14), (name, cell.coordinate)
                else:
                    assert found == value, (name, cell.coordinate)


def test_a_text_that_begins_like_a_formula_stays_a_text(opened, made):
    cells = [cell for row in opened["deliveries"].iter_rows() for cell in row]
    kept = [cell for cell in cells if cell.value == FORMULA]
    assert kept
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in kept)
    text = files(list(made.values()))["deliveries.csv"].decode()
    row = next(row for row in csv.reader(io.StringIO(text)) if f"'{FORMULA}" in row)
    assert not any(cell.startswith("=") for cell in row)


@pytest.mark.parametrize("text", ["+1", "-1+2", "@SUM(A1)", "\tx", "bell\x07", "a" * 40_000])
def test_texts_of_all_kinds_can_be_written(text):
    sheet = Sheet("odd", (Column("=head", "note"),), ((text,),))
    cell = load_workbook(io.BytesIO(workbook([sheet], "odd")))["odd"]["A2"]
    assert cell.data_type == "s"
    assert len(cell.value) <= 32_767
    head, line = csv.reader(io.StringIO(files([sheet])["odd.csv"].decode()))
    assert head == ["'=head"]
    assert not line[0].startswith(("=", "+", "-", "@", "\t"))


def test_csv_files_hold_the_same_numbers(made):
    texts = files(list(made.values()))
    assert set(texts) == {f"{name}.csv" for name in made}
    rows = list(csv.reader(io.StringIO(texts["summary.csv"].decode())))
    place = rows[0].index("mean")
    for line, row in zip(rows[1:], made["summary"].rows, strict=True):
        assert float(line[place]) == row[place]


def test_the_same_run_gives_the_same_bytes_and_no_time(run, other, tmp_path):
    first = write(run, tmp_path / "a.xlsx", other, world.hindcast())
    second = write(run, tmp_path / "b.xlsx", other, world.hindcast())
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as book:
        assert {entry.date_time for entry in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"1980-01-01T00:00:00Z" in book.read("docProps/core.xml")


def test_nothing_is_overwritten_and_nothing_is_left_half_written(run, other, tmp_path, valley):
    book = write(run, tmp_path / "out" / "numbers.xlsx")
    folder = write(run, tmp_path / "out" / "numbers")
    assert sorted(path.name for path in folder.parent.iterdir()) == ["numbers", "numbers.xlsx"]
    before = book.read_bytes()
    for taken in (book, folder):
        with pytest.raises(FileExistsError, match="exists already"):
            write(run, taken, other)
    assert book.read_bytes() == before
    with pytest.raises(ValueError, match=r"ends in '\.ods'"):
        write(run, tmp_path / "numbers.ods")
    with pytest.raises(ValueError, match="no report in"):
        write(run, tmp_path / "new.xlsx", language="de")
    with pytest.raises(Refused, match="not paired"):
        write(run, tmp_path / "new.xlsx", synthetic.outcome(valley, FUTURES, seed=2))
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
