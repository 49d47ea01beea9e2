"""A public report holds no military delivery, stock or day, and no name beside a caveat."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

import synthetic
from holdfast.questions.deliveries import with_deliveries
from holdfast.questions.whatif import between
from holdfast.scenario import read_scenario
from holdfast.show.catalogue import Catalogue
from holdfast.show.nameless import without_names
from holdfast.show.report import render
from holdfast.show.sections import assumed, plan, shelves, unfolds
from holdfast.show.sides import MILITARY, Story
from show import world

EN = Catalogue.of("en")
MILITARY_WORDS = ("interceptor", "battery", "missile", "Interceptor", "Battery")


@pytest.fixture(scope="module")
def answer():
    return world.whatif(40)


@pytest.fixture(scope="module")
def story(answer) -> Story:
    return Story.of(answer, EN, public=True)


@pytest.fixture(scope="module")
def page(answer) -> str:
    return render(answer, public=True, hindcast=world.hindcast())


@pytest.fixture(scope="module")
def bucharest(root):
    return read_scenario(root / "examples" / "bucharest-2022")


def test_no_military_item_stands_in_a_figure_a_table_or_a_note(page):
    """What the model assumes of weapons is no help that anyone gives, so that part is left out."""
    body = re.sub(r"<style>.*?</style>", "", page[: page.index('<section class="rests">')])
    assert "Large transformer" in body
    assert not [word for word in MILITARY_WORDS if word in body]


def test_military_stocks_are_neither_drawn_nor_dated(story, answer):
    shown = shelves.chosen(story)
    items = story.scenario.table("items")
    kinds = dict(zip(items.text("id"), items.text("kind"), strict=True))
    assert shown
    assert MILITARY not in {kinds[item] for item in shown}
    assert MILITARY in {kinds[item] for item in shelves.chosen(Story.of(answer, EN, public=False))}


def test_days_are_those_of_their_week(story):
    for each in plan.due(story):
        drawn = plan._drawn(each, story, EN, "")
        for day in (drawn.sent, drawn.arrives, drawn.used, drawn.late):
            assert (story.dates[0].weekday() + int(day)) % 7 == 0
        assert drawn.sent == drawn.arrives == drawn.used
        assert drawn.mark == ""
    marks = [day for named, _ in plan.marks(story, EN) for day, _ in named]
    assert marks
    assert all(day == 0 or (story.dates[0].weekday() + day) % 7 == 0 for day in marks)


def test_what_is_drawn_day_by_day_is_constant_within_a_week(story):
    made = unfolds._change(story, EN)
    weeks = made.hours[: len(made.hours) // 7 * 7].reshape(-1, 7)
    assert np.ptp(weeks, axis=1) == pytest.approx(0)


def test_no_day_finer_than_a_week_is_written(page):
    """The span of the report and the day of knowledge are days of the scenario, not of help."""
    start = page.index('<figure id="stocks"')
    told = page[start : page.index('<section class="rests">')]
    months = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
    days = list(re.finditer(rf"\b\d+\u00a0(?:{months})\b", told))
    assert days
    for day in days:
        before = told[: day.start()]
        assert re.search(r"week of (\d+\u00a0\w+(\u00a0\d{4})? to )?$", before), day[0]


def test_caveats_have_neither_numbers_nor_names(story, page):
    made = plan.timeline(story, EN)
    assert all(not caveat.mark for caveat in made.caveats)
    assert 'ol class="cav bare"' in page
    assert '<ol class="cav">' not in page


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("through the EBRD, paid to approved suppliers", None),
        ("via Romania", None),
        ("nearly 200 t, stripped two weeks, by sea", None),
        ("only if a US Patriot replaces it; withdrawn 23 Feb 2023", None),
        ("Patriots stationed in Slovakia in return", None),
        ("ammunition short; Swiss consent refused", None),
        ("crew training in a third country", "crew training in a third country"),
        ("joint with Italy", "joint with a partner"),
        ("to be built first; next year", "to be built first; next year"),
        ("tied to the EU", "tied to a partner"),
        ("until the EU hub is full", None),
    ],
)
def test_a_caveat_stands_as_a_sentence_without_names_or_is_withheld(bucharest, text, said):
    withheld = EN.say("plan.withheld")
    assert without_names(text, bucharest, EN) == (said or withheld)


def test_no_shipped_caveat_leaves_a_name_or_a_broken_sentence(bucharest):
    actors = bucharest.table("actors")
    names = [name for name in (*actors.text("name"), *actors.text("id")) if name != "UA"]
    for text in {
        *bucharest.table("offers").text("caveat"),
        *bucharest.table("positions").text("quote"),
    }:
        said = without_names(text, bucharest, EN)
        assert not [name for name in names if re.search(rf"\b{re.escape(name)}\b", said)], said
        assert not re.search(r"\b[Tt]he a\b|\ba a\b|\ba partner [a-z]+s? would", said), said


def test_ranges_of_means_of_defence_are_left_out(bucharest):
    run = synthetic.outcome(bucharest, 24)
    whole, public = (
        assumed.ranking(Story.of(run, EN, public), EN).rows for public in (False, True)
    )
    assert any("(stocks)" in row.what for row in whole)
    assert not any("(stocks)" in row.what or "(air defence)" in row.what for row in public)


def test_a_single_military_delivery_is_not_given_away_by_the_commands(root):
    valley = replace(read_scenario(root / "examples" / "valley"), path="/home/someone/valley")
    run = synthetic.outcome(valley, 24)
    b = synthetic.outcome(with_deliveries(valley, ["NN:battery:2@2031-01-01"], "b"), 24)
    page = render(between(run, b), public=True)
    assert "2031-01-01" not in page
    assert "someone" not in page
