"""`adopt raids` and `score raids`: what they print and write, and what they refuse."""

from __future__ import annotations

import csv
import json
import re
import shutil
from datetime import date

import pandas as pd
import pytest

from holdfast.scenario import check
from holdfast.show import scored as scored_page
from holdfast.show.catalogue import Catalogue
from show.commands import whole

HEAD = "time_start,time_end,model,launched,destroyed,not_reach_goal\n"


@pytest.fixture(scope="module")
def record(root, tmp_path_factory):
    """The shipped record to the end of January 2023, with a row of a model that nobody knows."""
    lines = (root / "data/raids/launches.csv").read_text("utf-8").splitlines()
    rows = [line for line in lines[1:] if line[:10] < "2023-02-01"]
    path = tmp_path_factory.mktemp("record") / "launches.csv"
    odd = "2023-01-31,2023-01-31,Nobody's,4,1,,"
    path.write_text("\n".join([lines[0], *rows, odd]) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def scored(record, tmp_path_factory):
    return record, tmp_path_factory.mktemp("scored") / "page.html"


def test_the_tally(call, record):
    done = call("adopt", "raids", record, "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert {row["class"] for row in told["rows"]} >= {"unknown"}
    assert told["read"] == told["tidy"] + told["left_out"] - 1, "one salvo is of two classes"
    assert (told["mixed"], told["unknown"]) == (1, {"Nobody's": 1})
    assert told["oddities"]["rows"][-1]["row"] == told["read"] + 1
    assert "Petro Ivaniuk" in told["source"]
    shown = call("adopt", "raids", record)
    assert "1 models of no known class; Nobody's 1" in " ".join(shown.output.split())
    assert "Petro Ivaniuk" in shown.output


def test_what_is_written_is_whole_and_is_read_by_a_scenario(call, record, root, tmp_path):
    classes = tmp_path / "classes.csv"
    classes.write_text("model,class\nNobody's,other\n")
    out = tmp_path / "tidy"
    done = call("adopt", "raids", record, "--classes", classes, "--out", out)
    assert done.exit_code == 0, done.output
    assert "0 models of no known class" in done.output
    assert sorted(path.name for path in out.iterdir()) == ["README.md", "raids.csv", "threat"]
    with open(out / "raids.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["window"] == "2022-09-28T00:00/2022-09-28T00:00"
    assert rows[0]["launched"] == "5"
    example = root / "examples/bucharest-2022"
    days = [line.split(",")[:5] for line in (out / "threat/raids.csv").read_text().splitlines()]
    wanted = (example / "threat/raids.csv").read_text("utf-8").splitlines()
    assert days == [line.split(",")[:5] for line in wanted[: len(days)]]
    shutil.copytree(example, tmp_path / "country")
    shutil.copy(out / "threat/raids.csv", tmp_path / "country/threat/raids.csv")
    assert check(tmp_path / "country") == []
    again = call("adopt", "raids", record, "--out", out)
    assert again.exit_code == 2
    assert "--out" in again.stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + "2030-01-01,2030-01-01,Arrow,many,1,\n", "row 2, launched: 'many' is not a whole"),
        ("time_start,model\n", "no column time_end, launched, destroyed"),
        (
            HEAD + "2030-01-01,soon,Arrow,many,1,\n,2030-01-02,,2,1,,9,9\n,,Arrow,3,-1,\n",
            "row 2, time_end: 'soon' is not|row 2, launched: 'many' is|row 3: too many cells: 8|"
            "row 4, time_start: is blank|row 4, destroyed: '-1' is not",
        ),
    ],
)
def test_a_file_that_is_no_record_is_refused(call, tmp_path, text, said):
    path = tmp_path / "record.csv"
    path.write_text(text)
    for words in (("adopt", "raids", path), ("score", "raids", path, "--from", "2030-01-01")):
        done = call(*words)
        assert done.exit_code == 2
        assert [part for part in said.split("|") if part not in done.stderr] == []
        assert len(done.stderr.strip().splitlines()) == len(said.split("|"))


def test_of_many_faults_of_a_record_the_rest_is_counted(call, tmp_path):
    path = tmp_path / "record.csv"
    path.write_text(HEAD + "2030-01-01,2030-01-01,Arrow,many,1,\n" * 50)
    lines = call("adopt", "raids", path).stderr.strip().splitlines()
    assert len(lines) == 41
    assert lines[-1].endswith("and 10 faults more")


def test_scores_are_printed_and_written(call, scored):
    record, page = scored
    words = ("score", "raids", record, "--from", "2022-12-01", "--futures", 50)
    done = call(*words, "--json", "--out", page)
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert (told["from"], told["to"], told["futures"]) == ("2022-12-01", "2023-02-01", 50)
    forecasts = {(row["forecast"], row["class"]): row for row in told["rows"]}
    assert forecasts["launches", "drone"]["n"] == 4
    assert len({name for name, _ in forecasts}) == 2
    levels = [row["level"] for row in told["reliability"]["rows"]]
    assert len(levels) == 11 * len(told["rows"])
    text = page.read_text("utf-8")
    assert "Petro Ivaniuk" in text
    assert text.count("<svg") == 6, "two figures at three widths"
    assert call(*words, "--out", page).exit_code == 0
    assert page.read_text("utf-8") == text


def test_of_few_blocks_of_days_nothing_is_judged():
    words = Catalogue.of("en")
    table = pd.DataFrame({"ratio": [0.5, 0.5, 1.1], "ratio_error": [0.1, 0.2, 0.1]})
    said = [scored_page.finding(table.assign(blocks=count), "destroyed", words) for count in (8, 7)]
    assert said[0].endswith("in 2 classes of 3; 1 told apart, 1 leaning")
    assert said[1].endswith("in 2 classes of 3; 0 told apart, 0 leaning")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_headline_has_errors_where_every_class_has_one(language):
    words = Catalogue.of(language)
    table = pd.DataFrame({"forecast": "destroyed", "ratio": [0.8, 0.9], "ratio_error": [0.1, 0.2]})
    days = date(2025, 5, 1), date(2025, 7, 1)
    said = [
        scored_page.sentence(
            scored_page.Scored(table.assign(blocks=count), pd.DataFrame(), "x.csv", *days, 50, 1),
            words,
        )
        for count in (8, 7)
    ]
    assert words.numbers.plus_minus(0.85, 0.15) in said[0]
    assert "±" in said[0]
    assert words.say("raids.without_error", ratio=words.numbers.fixed(0.85, 2)) in said[1]


def rows_of(blocks, ratio, error):
    row = {"class": "drone", "n": 9, "blocks": blocks, "ratio": ratio, "ratio_error": error}
    for name in ("score", "baseline_score", "coverage", "baseline_coverage"):
        row |= {name: 0.5, f"{name}_error": 0.25}
    return pd.DataFrame([row])


@pytest.mark.parametrize(
    ("ratio", "said"),
    [
        (0.65, "better than the last 90 days"),
        (0.75, "leans to better"),
        (0.85, "not told apart"),
        (1.15, "not told apart"),
        (1.25, "leans to worse"),
        (1.35, "worse than the last 90 days"),
    ],
)
def test_each_class_has_its_verdict_and_under_eight_blocks_neither_that_nor_an_error(ratio, said):
    words = Catalogue.of("en")
    (line,) = scored_page.lines(rows_of(8, ratio, 0.1), words)
    assert line[-1] == said
    assert all("±" in cell for cell in line[2:-1])
    (few,) = scored_page.lines(rows_of(7, ratio, 0.1), words)
    assert few[-1] == "too few blocks: 7"
    assert "±" not in "".join(few)
    assert few[2:5] == ("0.50", "0.50", words.numbers.number(ratio, 2))
    assert len(scored_page.heads(words)) == len(line)


def test_why_no_error_is_shown_is_said_where_that_is_so(call, scored):
    record, page = scored
    words = ("score", "raids", record, "--from", "2022-12-01", "--futures", 50, "--out", page)
    for language, said in (
        ("en", "Where blocks of days are under 8 no standard error is shown"),
        ("fr", "Là où il y a moins de 8 blocs de jours, aucune erreur type n’est montrée"),
    ):
        done = call(*words, "--language", language)
        assert said in " ".join(done.stdout.replace("\u00a0", " ").split())
        assert said in page.read_text("utf-8").replace("\u00a0", " ")
        table = done.stdout.split("Where blocks")[0].split("Là où")[0]
        assert "±" not in table


def test_classes_of_ones_own_are_scored(call, record, tmp_path):
    classes = tmp_path / "classes.csv"
    classes.write_text("model,class\nKalibr,drone\nX-101/X-555,drone\nIskander-K,drone\n")
    words = ("score", "raids", record, "--from", "2022-12-01", "--futures", 50, "--json")
    plain = json.loads(call(*words).stdout)
    own = json.loads(call(*words, "--classes", classes).stdout)
    assert (plain["classes"], own["classes"]) == (None, str(classes))
    cases = [
        {row["class"]: row["n"] for row in made["rows"] if row["forecast"] == "destroyed"}
        for made in (plain, own)
    ]
    assert cases[1]["drone"] > cases[0]["drone"]
    assert sum(cases[1].values()) == sum(cases[0].values())
    page = tmp_path / "page.html"
    call(*words, "--classes", classes, "--out", page)
    assert f"--classes {classes}" in whole(page.read_text("utf-8"))


def test_scores_in_french(call, scored):
    record, page = scored
    words = ("score", "raids", record, "--from", "2022-12-01", "--futures", 50)
    done = call(*words, "--language", "fr", "--out", page)
    assert done.exit_code == 0, done.output
    assert "Drones d’attaque sans retour" in done.output
    assert not re.search(r"\b(score of|forecast|baseline|cases|better)\b", done.output)
    text = re.sub(r"<(style|script|code).*?</\1>|<[^>]*>", " ", page.read_text("utf-8"), flags=re.S)
    assert not re.search(r"\b(forecast|baseline|cases|better|coverage)\b", text)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--from", "2024-01-01"), "launches.csv, 2023-01-31: name a day up to it, or take a"),
        (("--from", "2023-02-01"), "--from: 2023-02-01 is after the last day of"),
        (("--from", "2022-09-28"), "--from: nothing of"),
        (("--from", "2022-12-01", "--to", "2022-11-01"), "--to: 2022-11-01 is not after --from"),
        (("--from", "2023-01-31"), "is scored between 2023-01-31 and 2023-02-01"),
        (("--from", "2022-12-01", "--out", "page.txt"), "a page ends in .html"),
    ],
)
def test_days_that_cannot_be_scored_are_refused(call, record, tmp_path, options, said):
    given = [tmp_path / word if word == "page.txt" else word for word in options]
    done = call("score", "raids", record, *given)
    assert done.exit_code == 2, done.output
    assert said in done.stderr
