"""What is printed beside a difference shows it; counts are of as many futures as there were."""

from __future__ import annotations

import re

import numpy as np
import pytest

import synthetic
from holdfast.questions.deliveries import with_deliveries
from holdfast.questions.whatif import between
from holdfast.scenario import read_scenario
from holdfast.show.catalogue import Catalogue
from holdfast.show.changes import changes
from holdfast.show.headline import lead
from holdfast.show.sides import Story


def plain(text: str) -> str:
    return re.sub(r"[\u00a0\u202f]", " ", text)


@pytest.mark.parametrize(
    ("levels", "gap", "error", "said"),
    [
        ([(584.0, 176.0), (567.0, 173.0)], -17.0, 12.0, ["584 ± 176", "567 ± 173"]),
        ([(3140.0, 210.0), (3098.0, 210.0)], -42.0, 9.0, ["3,140 ± 210", "3,098 ± 210"]),
        ([(580.0, 176.0), (320.0, 120.0)], -260.0, 50.0, ["580 ± 180", "320 ± 120"]),
        ([(582.0, 176.0), (577.0, 173.0)], -5.0, 12.0, ["580 ± 180", "580 ± 170"]),
    ],
)
def test_levels_have_digits_enough_that_a_difference_above_its_error_is_seen(
    levels, gap, error, said
):
    numbers = Catalogue.of("en").numbers
    assert [plain(text) for text in numbers.levels(levels, gap, error)] == said
    french = [plain(text) for text in Catalogue.of("fr").numbers.levels(levels, gap, error)]
    assert french == [text.replace(",", " ") for text in said]


def story(root, futures: int, language: str) -> tuple[Story, Catalogue]:
    """Two plans of so many futures that differ by two hours in all but four."""
    valley = read_scenario(root / "examples" / "valley")
    helped = with_deliveries(valley, ["shield"], "b")
    hours = np.random.default_rng(1).uniform(0.0, 20.0, (futures, 1, 1)) + np.zeros((1, 59, 1))
    hours = np.broadcast_to(hours, (futures, 59, 3))
    fewer = hours - np.where(np.arange(futures) >= 4, 0.1, 0.0)[:, None, None]
    a = synthetic.outcome(valley, futures, days=59, hours_without_power=hours)
    b = synthetic.outcome(helped, futures, days=59, hours_without_power=fewer)
    words = Catalogue.of(language).of_scenario(valley)
    return Story.of(between(a, b), words, public=False), words


@pytest.mark.parametrize(("language", "head"), [("en", "Of 20 futures"), ("fr", "Sur 20 avenirs")])
def test_of_fewer_futures_than_100_they_are_counted(root, language, head):
    told, words = story(root, 20, language)
    made = changes(told, words)
    assert head in made.heads
    cells = [plain(cell) for group in made.groups for line in group.lines for cell in line.cells]
    assert plain(words.say("changes.better_worse", better="16", worse="0")) in cells


def test_the_lead_shows_the_difference_too(root):
    told, words = story(root, 20, "en")
    a, b = re.findall(r"([\d,.]+) ± [\d,.]+", plain(lead(told, words)))[:2]
    moved = told.difference("hours_without_power", told.windows[-1]).estimate
    shown = float(b.replace(",", "")) - float(a.replace(",", ""))
    assert abs(shown - moved.mean) < 0.25 * abs(moved.mean)
