"""Stances that hold and bind nothing, and what `check` says of them."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from holdfast.aid.unbound import unbound
from holdfast.cli import app
from holdfast.scenario import read_scenario

SAID = {"date": "2030-11-20", "as_of": "2030-11-20", "status": "READ"}
ROWS = (
    ("EN", "guns", "refuses", "hard", "battery", ""),
    ("EN", "guns", "refuses", "soft", "battery", "another"),
    ("EN", "lamps", "refuses", "soft", "generator_set", ""),
    ("NN", "peace", "conditional", "hard", "", ""),
    ("NN", "unity", "conditional", "soft", "", ""),
    ("NN", "crews", "offers", "soft", "", ""),
    ("NN", "once", "refuses", "lifted", "battery", ""),
    ("NN", "later", "undecided", "soft", "battery", ""),
)
COLUMNS = ("partner", "topic", "stance", "hardness", "item", "source")


@pytest.fixture(scope="module")
def said(root):
    valley = read_scenario(root / "examples" / "valley")
    rows = [{**SAID, **dict(zip(COLUMNS, row, strict=True))} for row in ROWS]
    return valley.replace_rows("positions", rows)


def test_what_binds_nothing_and_why(said):
    """Not what another source says as hard, nor what offers, is lifted or undecided."""
    found = [(each.stance.topic, each.stance.row, each.why) for each in unbound(said)]
    assert found == [("lamps", 4, "soft"), ("peace", 5, "unnamed"), ("unity", 6, "both")]


def test_what_is_said_anew_is_judged_by_its_last_day(said):
    firm = {**SAID, "partner": "EN", "topic": "lamps", "stance": "refuses", "hardness": "hard"}
    later = said.add_rows("positions", [{**firm, "date": "2030-11-25", "as_of": "2030-11-25"}])
    assert "lamps" not in {each.stance.topic for each in unbound(later)}, "it is of what it was"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_check_warns_of_them_and_says_what_would_bind(said, tmp_path, language):
    folder = tmp_path / "said"
    for name, text in said.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    done = CliRunner().invoke(app, ["check", str(folder), "--language", language])
    assert done.exit_code == 0
    lines = " ".join(done.output.split())
    expected = {
        "en": (
            "warning: positions.csv row 4, column hardness: “soft” binds no plan",
            "row 5, columns item, region and use: all blank, so it bars nothing",
            "row 6, columns hardness, item, region and use",
            "“hard” would bind it",
            "no fault, 3 warnings",
        ),
        "fr": ("positions.csv ligne 4", "ligne 5", "ligne 6", "aucune faute, 3 avertissements"),
    }
    for text in expected[language]:
        assert text in lines
    made = json.loads(CliRunner().invoke(app, ["check", str(folder), "--json"]).stdout)
    assert made["rows"] == []
    assert [(each["row"], each["why"]) for each in made["unbound"]] == [
        (4, "soft"),
        (5, "unnamed"),
        (6, "both"),
    ]
