"""The report command: the suffix says what is written, and faults are told before any work."""

from __future__ import annotations

import json

import pytest
from openpyxl import load_workbook

from holdfast.cli import briefs

pytestmark = pytest.mark.usefixtures("lived_once")


def test_a_brief_of_two_runs(call, valley, tmp_path):
    made = call("run", valley, "--futures", 2, "--workers", 1, "--out", tmp_path / "a")
    assert made.exit_code == 0, made.output
    asked = ("whatif", valley, "--base", tmp_path / "a", "--b", "EN:crew:2@2031-04-20")
    assert call(*asked, "--workers", 1, "--out", tmp_path / "b").exit_code == 0
    out = tmp_path / "brief.pdf"
    wanted = ("report", tmp_path / "a", "--against", tmp_path / "b", "--workers", 1, "--out", out)
    shown = call(*wanted, "--language", "fr", "--json")
    assert shown.exit_code == 0, shown.output
    assert json.loads(shown.stdout)["rows"] == [{"file": str(out)}]
    first = out.read_bytes()
    assert first.startswith(b"%PDF-")
    kept = tmp_path / ".b.worth.json"
    assert list(json.loads(kept.read_text())["without"]) == ["crew/1"]
    assert call(*wanted, "--language", "fr").output == f"écrit dans {out}\n"
    assert out.read_bytes() == first


@pytest.mark.parametrize("name", ["brief.docx", "brief", "brief.pdf.txt"])
def test_another_suffix_is_refused_before_any_work(call, tmp_path, name):
    shown = call("report", tmp_path / "no run", "--out", tmp_path / name)
    assert shown.exit_code == 2
    assert "a report ends in .html, a brief of two pages in .pdf" in shown.output
    assert not list(tmp_path.iterdir())


def test_another_language_is_refused_before_any_work(call, runs, tmp_path):
    shown = call("report", runs / "a", "--out", tmp_path / "b.pdf", "--language", "de")
    assert shown.exit_code == 2
    assert "--language: 'de' is not spoken here; there is en and fr" in shown.output
    assert not list(tmp_path.iterdir())


def test_numbers_of_two_runs(runs, tmp_path):
    out = tmp_path / "numbers.xlsx"
    briefs.write_numbers(runs / "a", out, runs / "b", None, "en")
    assert "difference" in load_workbook(out).sheetnames
    briefs.write_numbers(runs / "a", tmp_path / "numbers", None, None, "fr")
    assert (tmp_path / "numbers" / "resume.csv").is_file()
