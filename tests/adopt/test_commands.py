"""The commands export and adopt: exit states, JSON, and what is said on the way."""

from __future__ import annotations

import json

import openpyxl
import pytest

from adopt import dirty
from adopt.books import change, made
from holdfast.campaign import ensemble
from holdfast.scenario import read_scenario


def test_there_and_back(call, root, tmp_path):
    source, book, back = root / "examples" / "valley", tmp_path / "v.xlsx", tmp_path / "back"
    done = call("export", source, book)
    assert done.exit_code == 0
    assert done.stdout == f"written to {book}\n"
    done = call("adopt", "workbook", book, back)
    assert done.exit_code == 0
    scenario = read_scenario(source)
    rows = sum(map(len, scenario.tables.values()))
    assert done.stdout == f"{len(scenario.tables)} tables, {rows} rows, written to {back}\n"
    assert read_scenario(back).digest == scenario.digest


def test_as_json(call, root, tmp_path):
    book = tmp_path / "v.xlsx"
    exported = json.loads(call("export", root / "examples" / "valley", book, "--json").stdout)
    assert exported["scenario"] == "valley"
    assert {"sheet": "power.demand", "table": "power/demand", "rows": 3} in exported["rows"]
    adopted = json.loads(call("adopt", "workbook", book, tmp_path / "back", "--json").stdout)
    assert {"table": "power/demand", "rows": 3} in adopted["rows"]
    assert adopted["lines"] == []


def test_faults_are_lines_on_standard_error(call, book, tmp_path):
    def edit(opened):
        opened["power.demand"]["C2"] = "abc"
        opened["regions"]["D3"] = "helt"

    done = call("adopt", "workbook", change(book, edit), tmp_path / "out")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        "holdfast: book.xlsx sheet power.demand cell C2: 'abc' is not a number (a number of MW, "
        "at least 0)",
        "holdfast: book.xlsx sheet regions cell D3: 'helt' is not known; the nearest is held "
        "(one of held, contested, occupied, liberated)",
    ]


@pytest.mark.parametrize(
    "words",
    [
        ["export", "nowhere", "OUT.xlsx"],
        ["export", "VALLEY", "OUT.csv"],
        ["export", "VALLEY", "BOOK"],
        ["adopt", "workbook", "nowhere.xlsx", "OUT"],
        ["adopt", "workbook", "VALLEY/regions.csv", "OUT"],
        ["adopt", "workbook", "BOOK", "VALLEY"],
        ["adopt", "workbook", "BOOK", "OUT", "--columns", "nowhere.toml"],
        ["adopt", "workbook", "BOOK", "OUT", "--onto", "nowhere"],
        ["adopt", "needs", "BOOK", "VALLEY", "--onto", "VALLEY"],
        ["adopt", "needs", "nowhere.xlsx", "OUT", "--onto", "VALLEY"],
        ["adopt", "needs", "BOOK", "OUT", "--onto", "VALLEY", "--guesses", "nowhere.csv"],
    ],
)
def test_wrong_input_is_one_line(call, book, root, tmp_path, words):
    places = {"VALLEY": root / "examples" / "valley", "OUT": tmp_path / "out", "BOOK": book}
    given = list(words)
    for name, place in places.items():
        given = [word.replace(name, str(place)) for word in given]
    done = call(*given)
    assert done.exit_code == 2
    assert len(done.stderr.splitlines()) == 1
    assert "Traceback" not in done.output
    assert not (tmp_path / "out").exists()


def test_a_damaged_run_is_not_exported(call, root, tmp_path):
    (tmp_path / "data.zarr").mkdir()
    (tmp_path / "outcome.json").write_text("{}")
    done = call("export", tmp_path, tmp_path / "run.xlsx")
    assert done.exit_code == 2
    assert "outcome.json" in done.stderr
    assert not (tmp_path / "run.xlsx").exists()


def test_the_numbers_of_a_run_are_exported(call, root, tmp_path):
    made = ensemble.run(read_scenario(root / "examples/valley"), 4, workers=1, until=40)
    made.save(tmp_path / "run")
    done = call("export", tmp_path / "run", tmp_path / "run.xlsx")
    assert done.exit_code == 0, done.stderr
    assert {"about", "summary", "regions", "stocks"} <= set(
        openpyxl.load_workbook(tmp_path / "run.xlsx").sheetnames
    )
    again = call("export", tmp_path / "run", tmp_path / "run.xlsx")
    assert again.exit_code != 0


@pytest.mark.parametrize("option", ["--against", "--hindcast", "--language"])
def test_what_is_of_runs_is_refused_for_a_scenario(call, root, tmp_path, option):
    done = call("export", root / "examples/valley", tmp_path / "v.xlsx", option, "fr")
    assert done.exit_code == 2
    assert f"valley is a scenario, and {option} is of runs" in done.stderr
    assert not (tmp_path / "v.xlsx").exists()


def test_needs_are_asked_about_and_then_written(call, root, tmp_path):
    path, onto = dirty.both_quantities(tmp_path / "n.xlsx"), root / "examples" / "bucharest-2022"
    done = call("adopt", "needs", path, tmp_path / "out", "--onto", onto)
    guesses = tmp_path / "n.guesses.csv"
    assert done.exit_code == 2
    assert f"--guesses {guesses}" in done.stderr
    assert guesses.exists()
    assert not (tmp_path / "out").exists()
    # all that was not sure was likely, so the table may be handed back as it is
    done = call("adopt", "needs", path, tmp_path / "out", "--onto", onto, "--guesses", guesses)
    assert done.exit_code == 0, done.output
    assert "3 asks, 2 offers, 2 deliveries added" in done.stdout
    assert done.stdout.rstrip().endswith("out; left out: row 7")
    before, after = (read_scenario(one).tables["deliveries"] for one in (onto, tmp_path / "out"))
    assert len(after) == len(before) + 2


def test_the_day_since_which_a_sheet_is_known_may_be_given(call, root, tmp_path):
    heads = ["Partner", "Item", "Quantity", "Delivery"]
    row = ["Germany", "medium_transformer", 3, "2023-03-15"]
    path = made(tmp_path / "n.xlsx", ("Offers", [heads, row]))
    onto = root / "examples" / "bucharest-2022"
    words = ("adopt", "needs", path, tmp_path / "out", "--onto", onto, "--as-of", "2023-02-01")
    asked = call(*words)
    assert asked.exit_code == 2
    assert asked.stderr.rstrip().endswith("--guesses " + f"{path.with_suffix('')}.guesses.csv"
                                          " --as-of 2023-02-01")  # fmt: skip
    assert "known since" not in path.with_suffix(".guesses.csv").read_text("utf-8-sig")
    done = call(*words, "--guesses", path.with_suffix(".guesses.csv"))
    assert done.exit_code == 0, done.output
    for table in ("offers", "deliveries"):
        rows = {one["id"]: one for one in read_scenario(tmp_path / "out").tables[table].rows()}
        assert rows["N1-2"]["as_of"] == "2023-02-01"
    assert call(*words[:-1], "soon").exit_code == 2


def test_needs_as_json(call, root, tmp_path):
    path, onto = dirty.bilingual(tmp_path / "n.xlsx"), root / "examples" / "bucharest-2022"
    done = call("adopt", "needs", path, tmp_path / "out", "--onto", onto, "--json")
    rows = json.loads(done.stdout)["rows"]
    assert done.exit_code == 2
    assert {row["sureness"] for row in rows} == {"sure", "likely", "unclear"}
    assert {"sheet", "cell", "what", "found", "taken", "why", "others", "may be", "mark"} < set(
        rows[0]
    )


def test_guesses_that_arise_from_answers_are_asked_about_in_a_new_table(call, root, tmp_path):
    path, onto = dirty.headless(tmp_path / "n.xlsx"), root / "examples" / "bucharest-2022"
    call("adopt", "needs", path, tmp_path / "out", "--onto", onto)
    first = tmp_path / "n.guesses.csv"
    text = first.read_text(encoding="utf-8-sig").replace(
        "D1,column,,arrival,", "D1,column,,pledged,"
    )
    lines = [
        line.replace(",01/02/2023,,unclear", ",01/02/2023,2023-02-01,unclear")
        for line in text.splitlines()
    ]
    first.write_text("\n".join(lines) + "\n", encoding="utf-8")
    words = ("adopt", "needs", path, tmp_path / "out", "--onto", onto, "--guesses")
    done = call(*words, first)
    assert done.exit_code == 2
    second = tmp_path / "n.guesses-2.csv"
    assert f"--guesses {second}" in done.stderr
    text = second.read_text(encoding="utf-8-sig")
    assert "D1,column,,pledged,decided" in text
    text = text.replace("01/02/2023,,unclear", "01/02/2023,2023-02-01,unclear")
    second.write_text(text, encoding="utf-8")
    assert call(*words, second).exit_code == 0
    assert (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "words", [["export"], ["adopt"], ["adopt", "workbook"], ["adopt", "needs"]]
)
def test_help_shows_an_example(call, words):
    shown = call(*words, "--help").output
    assert words == ["adopt"] or "Example" in shown
    assert "holdfast" in shown or words == ["adopt"]
