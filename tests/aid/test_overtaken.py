"""Hard stances that a later word on their topic leaves standing or takes away, and `check`."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from holdfast.aid.overtaken import overtaken
from holdfast.cli import app
from holdfast.scenario import read_scenario

COLUMNS = ("partner", "topic", "date", "stance", "hardness", "item", "region")
ROWS = (
    ("EN", "guns", "2030-11-01", "refuses", "hard", "battery", ""),
    ("EN", "guns", "2030-11-05", "refuses", "hard", "interceptor", ""),
    ("NN", "lamps", "2030-11-01", "refuses", "hard", "generator_set", ""),
    ("NN", "lamps", "2030-11-05", "undecided", "soft", "generator_set", ""),
    ("NN", "places", "2030-11-01", "refuses", "hard", "", "UPP"),
    ("NN", "places", "2030-11-05", "offers", "lifted", "crew", ""),
    ("NN", "lifted", "2030-11-01", "refuses", "hard", "battery", ""),
    ("NN", "lifted", "2030-11-05", "offers", "lifted", "", ""),
    ("NN", "lifted", "2030-11-09", "offers", "soft", "battery", ""),
    ("NN", "anew", "2030-11-01", "refuses", "hard", "crew", ""),
    ("NN", "anew", "2030-11-05", "offers", "soft", "", ""),
    ("NN", "anew", "2030-11-09", "refuses", "hard", "crew", ""),
    ("NN", "all", "2030-11-01", "refuses", "hard", "transformer", ""),
    ("NN", "all", "2030-11-05", "offers", "soft", "", ""),
)
FOUND = [(2, 3, "stands"), (4, 5, "replaced"), (6, 7, "stands"), (14, 15, "replaced")]


@pytest.fixture(scope="module")
def said(root):
    valley = read_scenario(root / "examples" / "valley")
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in ROWS]
    return valley.replace_rows("positions", [{**row, "as_of": row["date"]} for row in rows])


def test_what_is_lifted_or_barred_anew_is_meant_and_all_else_is_told(said):
    found = [(each.stance.row, each.later.row, each.fate) for each in overtaken(said)]
    assert found == FOUND
    rows = said.table("positions").rows()
    turned = said.replace_rows("positions", rows[::-1])
    last = len(rows) + 3
    assert {(last - row, last - later, fate) for row, later, fate in FOUND} == {
        (each.stance.row, each.later.row, each.fate) for each in overtaken(turned)
    }


@pytest.mark.parametrize("name", ["aldria", "bucharest-2022", "valley"])
def test_the_examples_speak_past_nothing(root, name):
    assert overtaken(read_scenario(root / "examples" / name)) == []


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ("row 2: still binds, for row 3", "row 4: was hard and binds no more, for row 5")),
        ("fr", ("ligne 2\u00a0: elle contraint toujours, car la ligne 3", "la ligne 5, plus tard")),
    ],
)
def test_check_warns_of_them(said, tmp_path, language, expected):
    folder = tmp_path / "said"
    for name, text in said.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    done = CliRunner().invoke(app, ["check", str(folder), "--language", language])
    assert done.exit_code == 0
    for text in expected:
        assert text in done.output.replace("\n", " ")
    made = json.loads(CliRunner().invoke(app, ["check", str(folder), "--json"]).stdout)
    told = [(each["row"], each["later"], each["fate"]) for each in made["overtaken"]]
    assert told == FOUND
