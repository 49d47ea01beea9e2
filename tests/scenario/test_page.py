"""The page on scenarios: its example runs and its faults are real ones."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from holdfast.scenario import check, new
from invalid.breaking import add_line, cell

PAGE = (Path(__file__).parents[2] / "docs" / "scenario.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, flags=re.M | re.S)


def test_the_example_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    (code,) = blocks("python")
    told: dict[str, object] = {}
    exec(compile(code, "docs/scenario.md", "exec"), told)
    assert told["faults"] == []


def test_the_faults_shown_are_those_that_are_found(tmp_path: Path):
    folder = new(tmp_path / "small")
    cell("assets.csv", 3, "region", "HILL")(folder)
    cell("power/demand.csv", 4, "night_mw", "many")(folder)
    add_line("stocks.csv", "transformer,3,,,,0,,,no,no,operator")(folder)
    shown = next(block for block in blocks("") if "row 3" in block)
    assert shown.splitlines() == [str(fault) for fault in check(folder)]
