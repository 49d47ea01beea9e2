"""How far levels may be believed is said whether a hindcast is given or not."""

from __future__ import annotations

import re

import numpy as np
import pytest

import synthetic
from holdfast.questions.deliveries import with_deliveries
from holdfast.questions.whatif import between
from holdfast.questions.worth import Worth
from holdfast.scenario import read_scenario
from holdfast.show.brief import deliveries
from holdfast.show.brief.page import page
from holdfast.show.catalogue import Catalogue
from holdfast.show.sections.basis import basis
from holdfast.show.sides import Story
from show import world


@pytest.fixture(scope="module")
def compared(root):
    valley = read_scenario(root / "examples" / "valley")
    helped = with_deliveries(valley, ["shield"], "b")
    return between(synthetic.outcome(valley, 20), synthetic.outcome(helped, 20, hours_planned=1.0))


def nothing(answer):
    """A worth for each row that saves nothing."""
    none = np.zeros((len(answer.b.windows()), 20))
    return [Worth(name, none, none) for name in deliveries(answer)]


@pytest.mark.parametrize(
    ("language", "missed", "read"),
    [
        ("en", "misses most published figures", "not levels"),
        ("fr", "manque la plupart des chiffres", "non les niveaux"),
    ],
)
def test_without_a_hindcast_report_and_brief_say_what_it_would_show(
    compared, language, missed, read
):
    words = Catalogue.of(language)
    story = Story.of(compared, words, False)
    said = basis(story, words).left_out[0]
    assert missed in said
    assert read in said
    blocks = page(story, nothing(compared), None, words)["blocks"]
    points = [text for block in blocks for text in block["texts"]]
    assert sum(missed in text for text in points) == 1
    with_it = basis(story, words, world.hindcast())
    assert missed not in " ".join(with_it.left_out)
    blocks = page(story, nothing(compared), world.hindcast(), words)["blocks"]
    assert sum(read in text for block in blocks for text in block["texts"]) == 1


def test_it_is_what_the_page_of_the_hindcast_counts(root):
    text = (root / "docs" / "hindcast.md").read_text("utf-8")
    every, met = re.findall(r"Of (\d+) figures judged later (\w+) ha", text)[0]
    assert int({"one": "1"}.get(met, met)) < int(every) / 2, (
        "then the words of `left_out.levels` have to change"
    )
