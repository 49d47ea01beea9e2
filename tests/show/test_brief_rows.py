"""Which rows a brief shows where there are too many, and what it says of an order that is past."""

from __future__ import annotations

import datetime as dt

import pytest

from holdfast.questions.worth import Worth
from holdfast.scenario import Scenario, read_scenario
from holdfast.show.brief import rows
from holdfast.show.brief.page import page
from holdfast.show.catalogue import Catalogue
from holdfast.show.sides import Story
from show.test_brief import compared, made_up


@pytest.fixture(scope="module")
def valley(root) -> Scenario:
    return read_scenario(root / "examples" / "valley")


@pytest.fixture(scope="module")
def answer(valley):
    return compared(valley, "shield", "repair")


def test_of_many_rows_those_that_do_nothing_go_first(valley):
    """Eleven rows of which four change no future and the dearest is rare: it stays."""
    added = [f"EN:generator_set:{n}@2031-01-0{n % 9 + 1}" for n in range(1, 11)]
    answer = compared(valley, "NN:battery:2@2031-01-05", *added)
    worths = made_up(answer)
    for place, one in enumerate(worths):
        within = one.within.copy()
        if place == 0:
            within[:, :2] += 500.0
        if 0 < place < 5:
            worths[place] = Worth(one.delivery, within, within)
        elif place == 0:
            worths[place] = Worth(one.delivery, within, one.without)
    story = Story.of(answer, Catalogue.of("en"), False)
    ranked = rows.ranked(story, worths)
    shown, left = ranked[: rows.MOST], ranked[rows.MOST :]
    assert worths[0].delivery in [row.worth.delivery for row in shown]
    assert all(row.whole.changed == 0 for row in left)
    note = page(story, worths, None, Catalogue.of("en"))["note"]
    assert f"{len(left)} more row" in note
    assert "or nothing, and " in note


@pytest.mark.parametrize(
    ("as_of", "said"),
    [
        ("2030-10-21", ["21\u00a0Oct\u00a02030", ""]),
        ("2030-10-22", ["at once", "1\u00a0day late"]),
        ("2030-11-20", ["at once", "30\u00a0days late"]),
        ("2030-11-21", ["at once", "only if in stock"]),
    ],
)
def test_an_order_that_is_past_says_by_how_much(answer, as_of, said):
    story = Story.of(answer, Catalogue.of("en"), False)
    each = next(each for each in rows.candidates(story) if each.row["item"] == "battery")
    known = dt.date.fromisoformat(as_of)
    told = rows.order(each, known, story, Catalogue.of("en"))
    assert [text.replace(" ", "\u00a0") for text in told] == [
        text.replace(" ", "\u00a0") for text in said
    ]
