"""Scenarios: exact texts, digest, changes, settings and speed."""

from __future__ import annotations

import datetime
import pickle
import re
import shutil
import time
from pathlib import Path

import pytest

from holdfast.scenario import Scenario, ScenarioError, check, new, read_scenario, schemas

ROW = {"id": "X1", "partner": "AA", "item": "transformer", "quantity": "2", "date": "2025-01-01"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new(tmp_path_factory.mktemp("scenario") / "small")


@pytest.fixture(scope="module")
def scenario(folder: Path) -> Scenario:
    return read_scenario(folder)


def test_settings(scenario: Scenario):
    settings = scenario.settings
    assert settings.name == "small"
    assert settings.start == datetime.date(2024, 10, 1)
    assert settings.last == datetime.date(2025, 3, 31)
    assert settings.weights.cold.value == 1
    assert settings.freeze is None


def test_files_are_exact_and_from_files_is_the_inverse(folder: Path, scenario: Scenario):
    for name, text in scenario.files.items():
        assert text.encode() == (folder / name).read_bytes()
    assert set(scenario.files) == {"scenario.toml", *(schemas()[name].file for name in schemas())}
    again = Scenario.from_files(scenario.files)
    assert again.files == scenario.files
    assert again.digest == scenario.digest
    assert {name: again.table(name) for name in schemas()} == {
        name: scenario.table(name) for name in schemas()
    }


def test_digest_changes_with_any_text(scenario: Scenario):
    assert len(scenario.digest) == 12
    files = dict(scenario.files)
    files["regions.csv"] += "\n"
    assert Scenario.from_files(files).digest != scenario.digest


def test_other_files_do_not_belong_to_the_scenario(scenario: Scenario):
    assert "README.md" not in scenario.files
    with pytest.raises(
        ScenarioError, match=r"region\.csv: is not the file of a table; the nearest is"
    ):
        Scenario.from_files({**scenario.files, "region.csv": "id\n"})


def test_added_rows_make_a_new_scenario(scenario: Scenario):
    more = scenario.add_rows("deliveries", [ROW])
    assert more.table("deliveries").text("id") == ("D1", "D2", "D3", "D4", "X1")
    assert more.table("deliveries").text("slips")[-1] == "yes"
    assert len(scenario.table("deliveries")) == 4
    assert more.digest != scenario.digest
    assert Scenario.from_files(more.files).table("deliveries") == more.table("deliveries")
    assert more.table("regions") is scenario.table("regions")


def test_rows_can_be_replaced_and_bring_columns(scenario: Scenario):
    bare = scenario.replace_rows("deliveries", [])
    assert len(bare.table("deliveries")) == 0
    made = bare.add_rows("deliveries", [{**ROW, "status": "ESTIMATE", "note": 'a, "quoted"'}])
    assert made.table("deliveries").text("note") == ('a, "quoted"',)
    again = Scenario.from_files(made.files)
    assert again.table("deliveries").text("note") == ('a, "quoted"',)


def test_faults_of_added_rows_are_named(scenario: Scenario):
    row = {**ROW, "id": "D1", "partner": "AAA", "quantity": "-2", "date": "2026-01-01"}
    with pytest.raises(ScenarioError) as caught:
        scenario.add_rows("deliveries", [row])
    assert [str(fault) for fault in caught.value.faults] == [
        "deliveries.csv row 6, column date: '2026-01-01' is after the last day of the campaign "
        "(2025-03-31): leave the row out",
        "deliveries.csv row 6, column id: 'D1' repeats the id of row 2",
        "deliveries.csv row 6, column partner: 'AAA' is not an id of actors.csv; the nearest is AA",
        "deliveries.csv row 6, column quantity: '-2' is too small "
        "(a number of units of the item, at least 0)",
    ]
    with pytest.raises(KeyError, match="no table 'delivery'"):
        scenario.add_rows("delivery", [ROW])
    with pytest.raises(ScenarioError, match="regio: is not a column of this table"):
        scenario.add_rows("deliveries", [{**ROW, "regio": "COAST"}])


def test_what_others_name_cannot_be_taken_away(scenario: Scenario):
    rows = [row for row in scenario.table("actors").rows() if row["id"] != "CC"]
    with pytest.raises(ScenarioError) as caught:
        scenario.replace_rows("actors", rows)
    named = {fault.file for fault in caught.value.faults}
    assert named == {
        "conditions.csv",
        "deliveries.csv",
        "leads.csv",
        "limits.csv",
        "offers.csv",
    }


def test_a_scenario_travels_to_another_process(scenario: Scenario):
    again = pickle.loads(pickle.dumps(scenario))
    assert again.digest == scenario.digest
    assert again.table("regions") == scenario.table("regions")
    with pytest.raises(ScenarioError) as caught:
        scenario.add_rows("deliveries", [{**ROW, "quantity": "two"}])
    assert pickle.loads(pickle.dumps(caught.value)).faults == caught.value.faults


def test_reading_and_changing_are_quick(scenario: Scenario):
    day = datetime.date(2020, 1, 1)
    rows = [
        {"date": str(day + datetime.timedelta(days=n)), "class": "drone", "launched": str(n)}
        for n in range(2000)
    ]
    large = scenario.replace_rows("threat/raids", rows)
    start = time.perf_counter()
    Scenario.from_files(large.files)
    read = time.perf_counter() - start
    start = time.perf_counter()
    large.add_rows("deliveries", [ROW])
    changed = time.perf_counter() - start
    # Each is about a fiftieth of its limit on an idle machine.
    assert read < 1
    assert changed < 0.1


def test_new_writes_a_sound_scenario_whole(tmp_path: Path):
    folder = new(tmp_path / "deep" / "mine")
    assert check(folder) == []
    assert (folder / "README.md").is_file()
    assert [path.name for path in folder.parent.iterdir()] == ["mine"]
    (tmp_path / "empty").mkdir()
    assert check(new(tmp_path / "empty")) == []


def test_new_writes_over_nothing(tmp_path: Path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("x", "utf-8")
    (tmp_path / "file").write_text("x", "utf-8")
    for name in ("full", "file"):
        with pytest.raises(FileExistsError, match="name"):
            new(tmp_path / name)
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["mine.txt"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "full"]


@pytest.mark.parametrize(
    ("name", "called"),
    [("mine", "mine"), ("my country", "my-country"), ("..été_2", "été-2"), ("---", "scenario")],
)
def test_new_bears_the_name_of_its_folder(tmp_path: Path, name: str, called: str):
    assert read_scenario(new(tmp_path / name)).settings.name == called


def test_new_explains_every_column(tmp_path: Path):
    text = (new(tmp_path / "mine") / "README.md").read_text("utf-8")
    for schema in schemas().values():
        section = text.split(f"\n## {schema.file}", 1)[1].split("\n## ", 1)[0]
        named = set(re.findall(r"^- `(\w+)`: ", section, re.MULTILINE))
        columns = schema.columns.values()
        assert named == {each.name for each in columns if not (each.common or each.bounds)}


@pytest.mark.parametrize(
    ("line", "key", "value"),
    [
        ('"Valley" = ""', "words.fr.Valley", ""),
        ('"Valley" = " \\u200b "', "words.fr.Valley", "\\u200b"),
        ('"" = "La Vallée"', 'words.fr.""', ""),
    ],
)
def test_a_blank_line_of_words_is_a_fault_that_names_file_and_key(root, tmp_path, line, key, value):
    """Blank is what a reader does not see, signs of zero width among it."""
    shutil.copytree(root / "examples" / "valley", tmp_path / "made")
    file = tmp_path / "made" / "scenario.toml"
    file.write_text(file.read_text("utf-8").replace('"Valley" = "La Vallée"', line), "utf-8")
    (fault,) = check(tmp_path / "made")
    assert (fault.file, fault.row, fault.column) == ("scenario.toml", 16, key)
    assert "is blank" in fault.message
    assert value in (fault.value or "")
