"""`holdfast positions`: what it prints at eighty columns, its JSON, its French, what it refuses."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest

import holdfast as hf
from cli.test_output import each_at
from holdfast.questions.positions import STANCES
from show.test_french import english, standing
from talks import POSITIONS, written

LATE = date(2024, 1, 1)


@pytest.fixture(scope="module")
def talks(valley, tmp_path_factory):
    return written(tmp_path_factory.mktemp("talks") / "talks", valley)


@pytest.fixture(scope="module")
def shown(root, talks):
    """At a terminal of eighty columns: all of bucharest-2022 in both languages, one partner."""
    example = root / "examples" / "bucharest-2022"
    commands = [
        ("positions", example, "--as-of", str(LATE)),
        ("positions", example, "--as-of", str(LATE), "--language", "fr"),
        ("positions", talks, "--partner", "NN", "--history"),
    ]
    return dict(zip(("en", "fr", "one"), each_at((80,), *commands)[80], strict=True))


@pytest.mark.parametrize("name", ["en", "fr", "one"])
def test_it_fits_eighty_columns_and_cuts_nothing(shown, name):
    assert max(map(len, shown[name].splitlines())) <= 80
    assert "…" not in shown[name]


def test_all_that_is_said_is_shown(shown, root):
    made = hf.positions(hf.read_scenario(root / "examples" / "bucharest-2022", LATE))
    words = " ".join(shown["en"].split())
    partners, topics = (made.stances[name].nunique() for name in ("partner", "topic"))
    counted = f"{len(made.stances)} stances of {partners} partners on {topics} topics"
    assert words.startswith(f"{counted}, as known on 1 Jan 2024: ")
    for title in ("Who says what", "What is given only if", "What was asked"):
        assert title in words
    assert f"{len(made.offers)} offers stand in the tables" in words
    for table in (made.stances, made.asks, made.conditions):
        for source in table["source"].str.split(";").explode():
            assert source in words


def test_sources_that_differ_stand_one_under_the_other_and_are_marked(shown):
    lines = shown["one"].splitlines()
    first = next(i for i, line in enumerate(lines) if line.startswith("guns"))
    end = next(i for i in range(first + 1, len(lines)) if lines[i] and not lines[i].startswith(" "))
    told = " ".join(" ".join(lines[first:end]).split())
    assert told.count("sources") == 2
    assert told.index("refuses,") < told.index("asks")
    assert "no longer" in told
    assert "What was offered" in shown["one"]
    assert "What can be given at most" in shown["one"]


def test_no_english_is_left_in_french(shown):
    seen = " ".join(shown["fr"].split())
    assert re.match(r"\d+ prises de position de \d+ partenaires sur \d+ sujets, ", seen)
    assert not standing(english(), seen)
    for word in ("the", "and", "with", "now", "allies", "transformers", "this", "before"):
        assert not re.search(rf"(?<![\w-]){word}(?![\w-])", seen), word


def test_json_has_every_table(call, talks):
    made = json.loads(call("positions", talks, "--as-of", "2030-12-01", "--json").stdout)
    assert {*STANCES} == {*made["rows"][0]}
    assert [row["differs"] for row in made["rows"]] == [False, True, True, False]
    counts = {"conditions": 2, "limits": 3, "asks": 3, "offers": 2}
    assert {name: len(made[name]["rows"]) for name in counts} == counts
    assert (made["scenario"], made["as_of"], made["seed"]) == ("valley", "2030-12-01", None)
    hidden = json.loads(call("positions", talks, "--as-of", "2030-11-21", "--json").stdout)
    assert not any(row["differs"] for row in hidden["rows"])


def test_nobody_says_anything(call, valley):
    done = call("positions", valley)
    assert done.output.strip() == "No partner's stance holds, as known at the end."
    assert call("positions", valley, "--history", "--language", "fr").output.startswith("Aucun ")


@pytest.mark.parametrize(
    ("option", "value", "near"),
    [("--partner", "NNN", "NN"), ("--topic", "gun", "guns"), ("--partner", "Valey", "Valley")],
)
def test_what_there_is_not_is_told_with_the_nearest(call, talks, option, value, near):
    done = call("positions", talks, option, value)
    assert done.exit_code == 2
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"holdfast: {option}: there is no ")
    assert line.endswith(f"the nearest is {near}")


def test_a_lifted_and_a_lifting_stance_are_told_apart(call, talks):
    now = call("positions", talks, "--topic", "lamps").output
    assert now.startswith("No partner's stance holds")
    ever = call("positions", talks, "--topic", "lamps", "--history").output
    assert ever.count("no longer holds") == POSITIONS.count(",lamps,") == 2
