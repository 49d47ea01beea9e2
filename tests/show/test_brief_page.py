"""The page on the brief: its example runs, and what it says of the method is what the code does."""

from __future__ import annotations

import re

import pytest

from holdfast.questions import flips
from holdfast.show.brief import rows


@pytest.fixture
def page(root) -> str:
    return (root / "docs" / "brief.md").read_text(encoding="utf-8")


def test_the_example_runs(page, root, tmp_path, monkeypatch):
    (tmp_path / "examples").symlink_to(root / "examples")
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "the example", "exec"), {})
    made = {path.name for path in tmp_path.iterdir()}
    assert made == {"examples", "valley.pdf", "vallee.pdf", "valley.xlsx"}


def test_the_thresholds_are_those_of_the_code(page):
    assert f"dealt anew to the pairs {flips.DEALS:,} times" in " ".join(page.split())
    assert flips.CHANCE == 0.01
    assert f"Under {flips.LEAST_PAIRS} pairs nothing is said" in page
    assert (rows.MOST, rows.MOST_VALUED) == (10, 20)


def test_the_page_on_how_to_use_it_says_how_many_futures_flips_take(root):
    text = " ".join((root / "docs" / "how" / "brief.md").read_text(encoding="utf-8").split())
    assert f"{2 * flips.LEAST_PAIRS} futures, {flips.LEAST_PAIRS} pairs, to say what flips" in text


def test_every_sheet_is_named(page):
    for name in ("about", "columns", "summary", "difference", "regions", "stocks", "deliveries"):
        assert f"\n| {name} |" in page
