"""What differs between two scenarios is told by key, by row and by column."""

from __future__ import annotations

import pytest

from holdfast.scenario import read_scenario
from holdfast.scenario.unlike import unlike


@pytest.fixture(scope="module")
def files(root):
    return dict(read_scenario(root / "examples" / "valley").files)


def test_the_same_files_differ_in_nothing(files):
    assert unlike(files, dict(files)) == []


def test_settings_are_told_by_key(files):
    text = files["scenario.toml"]
    seed = next(line for line in text.splitlines() if line.startswith("seed"))
    number = seed.partition("=")[2].split("#")[0].strip()
    made = {**files, "scenario.toml": text.replace(seed, "seed = 77")}
    assert unlike(files, made) == [f"scenario.toml seed: {number}, now 77"]


def test_rows_are_told_by_key_and_column(files):
    header, first, *others = files["regions.csv"].splitlines()
    name, key = header.split(",").index("name"), first.split(",")[0]
    cells = first.split(",")
    was = cells[name]
    cells[name] = "Elsewhere"
    made = {**files, "regions.csv": "\n".join([header, ",".join(cells), *others]) + "\n"}
    assert unlike(files, made) == [f"regions.csv row {key} name: {was}, now Elsewhere"]
    gone = {**files, "regions.csv": "\n".join([header, *others]) + "\n"}
    assert unlike(files, gone) == [f"regions.csv row {key}: there, now not there"]
    assert unlike(gone, files) == [f"regions.csv row {key}: not there, now there"]


def test_files_that_come_and_go_and_forms_of_files(files):
    less = {name: text for name, text in files.items() if name != "packages.csv"}
    assert unlike(files, less) == ["packages.csv: there, now not there"]
    spaced = {**files, "items.csv": files["items.csv"] + "\n"}
    assert unlike(files, spaced) == ["items.csv: only its form"]


def test_many_differences_of_one_file_are_counted(files):
    header, *rows = files["items.csv"].splitlines()
    made = {**files, "items.csv": header + "\n" + "\n".join(rows[:1]) + "\n"}
    told = unlike(files, made)
    assert len(told) == 5
    assert told[-1] == f"items.csv: {len(rows) - 5} more differences"
