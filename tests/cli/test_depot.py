"""`depot`: what it asks, what it prints, and what does not go with it."""

from __future__ import annotations

import json
from dataclasses import replace

import pandas as pd
import pytest

from holdfast.cli.depots import print_depot
from holdfast.questions import depot as question
from holdfast.scenario import read_scenario
from holdfast.show import depots
from holdfast.show.voice import Voice
from show import answered

pytestmark = pytest.mark.usefixtures("lived_once")

ASKED = ["abroad", "--instead", "home", "--futures", "20", "--workers", "1"]


@pytest.fixture(scope="module")
def spares(root):
    return root / "examples" / "spares"


def plain(text):
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def test_one_document_has_the_whole_answer(call, spares, tmp_path):
    page = tmp_path / "depot.html"
    done = call("depot", spares, *ASKED, "--crews", "1", "--json", "--out", page)
    made = json.loads(done.stdout)
    assert (made["depot"], made["instead"], made["crews"]) == ("abroad", "home", 1)
    assert [row["window"] for row in made["rows"]] == ["winter 2030-31", "in all"]
    assert made["systems"] == ["battery"]
    assert len(made["ready"]["rows"]) == 22
    assert {row["place"] for row in made["ways"]["rows"]} == {"abroad", "home"}
    assert len(made["units"]["rows"]) == 2
    assert (made["futures"], made["scenario"]) == (20, "spares")
    text = page.read_text("utf-8")
    assert "holdfast depot" in text
    assert "abroad --instead home --crews 1" in text.replace('<span class="nb">', "").replace(
        "</span>", ""
    )


def test_what_is_asked_is_what_was_said(call, spares, monkeypatch):
    asked: list[object] = []

    def heard(scenario, *given):
        asked.extend(given[:6])
        return answered.depot_of(scenario)

    monkeypatch.setattr(question, "depot", heard)
    words = ["home", "--instead", "unit", "--crews", "1.5", "--seed", "4", "--workers", "1"]
    assert call("depot", spares, *words).exit_code == 0
    assert asked == ["home", "unit", 1.5, 200, 4, 1]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("abroad --instead hom", "there is no depot 'hom'; readiness/echelons.csv has unit, home"),
        ("abroad --instead abroad", "abroad cannot do its own work instead of itself"),
        ("abroad --instead home --futures 10", "10 futures tell nothing apart"),
        ("abroad --instead home --public --out x.html", "readiness of air defence is not public"),
        ("abroad", "--instead is missing"),
    ],
)
def test_what_cannot_be_asked_is_one_line(call, spares, words, told):
    done = call("depot", spares, *words.split())
    assert done.exit_code == 2
    (line,) = done.stderr.splitlines()
    assert told in line


def test_a_country_without_echelons_is_told_so(call, valley):
    done = call("depot", valley, *ASKED)
    assert done.exit_code == 2
    assert "nothing is mended in echelons: readiness/mending.csv has no row" in done.stderr


@pytest.mark.parametrize(
    ("language", "saved", "verdict", "told"),
    [
        ("en", 8.0, "told apart", "Depot at home in place of Depot abroad saves 8.0 ± 1.0 million"),
        ("en", -8.0, "told apart", "Depot at home in place of Depot abroad costs 8.0 ± 1.0"),
        ("en", -8.0, "leans", "Whether Depot at home in place of Depot abroad saves person-hours "
         "is not told: −8.0 ± 1.0 million (40 futures), leans"),
        ("en", 8.0, "rare", "Whether Depot at home in place of Depot abroad saves person-hours "
         "cannot be said: rare: changes 30 of 40"),
        ("fr", 8.0, "told apart", "Le dépôt national plutôt que le dépôt à l’étranger épargne"),
    ],
)  # fmt: skip
def test_it_says_what_is_saved_and_what_is_ready(spares, capsys, language, saved, verdict, told):
    scenario = read_scenario(spares)
    print_depot(answered.depot_of(scenario, saved, verdict), Voice(language, scenario))
    printed = plain(capsys.readouterr().out)
    assert printed.startswith(told)
    if language == "en":
        assert "Battery has 50.0 ± 1.0 more unit-days ready, where it has 500" in printed
        assert "16 (table: 8)" in printed, "a mean with what moves is no figure of the table"
        assert "Depot at home has 2 crews more than its table says" in printed


def test_what_is_told_apart_stands_first(spares):
    scenario = read_scenario(spares)
    made = answered.depot_of(scenario, 8.0, "leans")
    readier = replace(made, units=made.units.assign(verdict="told apart"))
    saved, ready, crews = depots.sentences(made, Voice("en", scenario))
    assert depots.sentences(readier, Voice("en", scenario))[1:] == [saved, crews]
    assert plain(ready).startswith("Battery has 50.0 ± 1.0 more unit-days ready")


def test_the_best_of_several_says_that_it_was_chosen(spares):
    scenario = read_scenario(spares)
    made = answered.depot_of(scenario)
    two = pd.concat([made.units, made.units.assign(system="other", name="Other", more=10.0)])
    said = plain(depots.sentences(replace(made, units=two), Voice("en", scenario))[1])
    assert "Of the 2 systems that it mends and that are there Battery changes most" in said
    assert "chosen on the futures that judge it" in said


def test_days_that_are_a_mean_with_what_moves_are_marked(spares):
    scenario = read_scenario(spares)
    made = answered.depot_of(scenario)
    abroad, home = (plain(said) for _, said in depots.ways(made, Voice("en", scenario)))
    assert "20 days of work: Battery" in abroad
    told = "16 days of work in the mean with what moves here, where the table says 8: Battery"
    assert told in home
