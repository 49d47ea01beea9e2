"""The head and the foot of a page of an answer: of which scenario, and how it is made again."""

from __future__ import annotations

import dataclasses
import html

import pytest

import holdfast
from holdfast.scenario import read_scenario
from holdfast.show.report import render
from holdfast.version import __version__
from show import answered
from show.answered import MADE
from show.commands import whole


@pytest.fixture(scope="module")
def valley(root):
    return read_scenario(root / "examples" / "valley")


@pytest.mark.parametrize("name", MADE)
def test_the_head_names_version_and_digest_of_the_scenario_that_was_asked(root, valley, name):
    page = render(MADE[name](valley))
    asked = read_scenario(root / "examples" / "spares") if name == "depot" else valley
    head = page.partition('<div class="top">')[2].partition("</div>")[0]
    assert f"Holdfast {__version__}" in head
    assert f"scenario {asked.digest}" in head


def test_a_plan_that_was_asked_by_nobody_has_no_digest(valley):
    made = dataclasses.replace(answered.plan_of(valley), asked={})
    head = render(made).partition('<div class="top">')[2].partition("</div>")[0]
    assert made.scenario.digest != valley.digest
    assert "scenario" not in head


@pytest.mark.parametrize("name", ["value", "break even"])
def test_the_command_names_the_file_that_was_asked_for(valley, tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    answer = MADE[name](valley)
    holdfast.report(answer, "for tuesday.html")
    page = html.unescape(whole((tmp_path / "for tuesday.html").read_text("utf-8")))
    option = "--page" if name == "break even" else "--out"
    assert f"{option} 'for tuesday.html'" in page
    assert "page.html" not in page


def test_a_public_page_tells_of_its_place_only_the_end(valley, tmp_path):
    place = tmp_path / "public.html"
    holdfast.report(answered.slip_of(valley), place, public=True)
    text = place.read_text("utf-8")
    assert "--out public.html" in whole(text)
    assert str(tmp_path) not in text


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "None of their values is drawn from a range."),
        ("fr", "Aucune de leurs valeurs n’est tirée d’une étendue."),
    ],
)
def test_where_no_value_has_a_range_that_is_said(valley, language, said):
    assert said in render(answered.slip_of(valley), language)


def test_values_that_have_a_range_are_counted(root):
    scenario = read_scenario(root / "examples" / "bucharest-2022")
    page = render(answered.price_of(scenario))
    assert "values are drawn from a range, once for each pair of futures." in page
