"""The worked rows of who says what: what the page says of each row is what Holdfast makes of it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

import holdfast as hf

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "how" / "positions.md").read_text("utf-8")


@pytest.fixture(scope="module")
def talks(tmp_path_factory):
    """The folder that the first block of the page writes."""
    place = tmp_path_factory.mktemp("rows")
    (place / "examples").symlink_to(ROOT / "examples")
    code = re.search(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        exec(compile(code[1], "positions.md", "exec"), {})
    return hf.read_scenario(place / "talks")


def explained() -> list[tuple[str, str]]:
    """Each row of positions.csv as the page names it, and whether it is said to bind."""
    return re.findall(r"^\| ((?:NN|EN), [^|]*) \| (yes|no) \|", PAGE, re.MULTILINE)


def test_every_row_of_positions_is_explained_and_binds_as_is_said(talks):
    rows = explained()
    assert len(rows) == len(talks.table("positions"))
    made = hf.positions(talks, history=True).stances.set_index("row")
    for number, ((said, binds), row) in enumerate(
        zip(rows, talks.table("positions").rows(), strict=True), start=2
    ):
        day = date.fromisoformat(row["date"])
        assert said.startswith(f"{row['partner']}, {row['topic']}, {day.day} Nov, {row['stance']}")
        found = made.loc[number]
        assert bool(found["binds"] and found["holds"]) == (binds == "yes"), said


def test_conditions_limits_and_asks_are_as_the_page_says(talks):
    made = hf.positions(talks)
    met = dict(zip(made.conditions["condition"], made.conditions["met"], strict=True))
    assert (bool(met["swap"]), bool(met["parts"])) == (True, False)
    most = dict(zip(made.limits["limit"], made.limits["reached"], strict=True))
    assert (most["banks"], most["arms"]) == (1, 20)
    assert len(made.asks) == 3
