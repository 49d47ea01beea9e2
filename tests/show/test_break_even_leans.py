"""Where nothing is told apart, what leans and where the means cross is said; less is not "more"."""

from __future__ import annotations

import dataclasses
import html
import re

import pytest

from holdfast.scenario import read_scenario
from holdfast.show import breaks
from holdfast.show.report import render
from holdfast.show.voice import Voice
from show import answered


@pytest.fixture(scope="module")
def valley(root):
    return read_scenario(root / "examples" / "valley")


@pytest.mark.parametrize(
    ("language", "leans", "cross"),
    [
        ("en", "B leans better on 2 of them, 1 Dec 2030 to 10 Dec 2030.",
         "The means cross between 21 Dec 2030 and 30 Dec 2030."),
        ("fr", "B semble meilleur sur 2 d’entre eux, du 1er déc. 2030 au 10 déc. 2030",
         "Les moyennes se croisent entre le 21 déc. 2030 et le 30 déc. 2030."),
    ],
)  # fmt: skip
def test_what_leans_is_said_where_nothing_is_told(valley, language, leans, cross):
    made = answered.break_even_of(valley, "not told apart")
    voice = Voice(language, valley)
    verdicts = ["leans"] * 2 + ["not told apart"] * 5
    leaning = dataclasses.replace(made, points=made.points.assign(verdict=verdicts))
    said = breaks.sentence(leaning, voice)
    assert leans in said
    assert cross in said
    none = dataclasses.replace(made, points=made.points.assign(verdict="not told apart"))
    assert leans[:10] not in breaks.sentence(none, voice)
    assert cross not in breaks.sentence(none, voice)


@pytest.mark.parametrize(
    ("mean", "english", "french"),
    [(-24.0, "saves 24 ± 17 million person-hours less than A", "de moins que A"),
     (24.0, "saves 24 ± 17 million person-hours more than A", "de plus que A")],
)  # fmt: skip
def test_less_is_said_as_less(valley, mean, english, french, monkeypatch):
    made = answered.break_even_of(valley)
    point = {**dict(made.as_asked), "b_saves_more": mean, "standard_error": 17.0}
    monkeypatch.setattr(type(made), "as_asked", property(lambda self: point))
    said = breaks.asked(made, Voice("en", valley)).replace("\u00a0", " ")
    assert english in said
    assert "−" not in said
    assert french in breaks.asked(made, Voice("fr", valley)).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("language", "given", "told"),
    [
        ("en", "B as asked for", "told apart up to or from there"),
        ("fr", "B tel que demandé", "écart établi jusque-là ou à partir de là"),
    ],
)
def test_the_page_names_both_sides_first_and_marks_two_things_by_two_lines(
    valley, language, given, told
):
    made = dataclasses.replace(
        answered.break_even_of(valley),
        asked={"a": ("shield",), "b": ("repair",)},
        scenario=valley,
    )
    page = render(made, language)
    headline = html.unescape(re.sub("<[^>]+>", "", re.findall(r"(?s)<h1.*?</h1>", page)[0]))
    assert re.match(r"\s*A\s?: .*shield.*\. B\s?: .*repair", headline.replace("\u00a0", " "))
    keys = dict(
        (html.unescape(text).strip(), pattern)
        for pattern, text in re.findall(r'<i class="(\w+)"[^>]*></i>([^<]+)', page)
    )
    assert keys[given] == "dotted"
    assert keys[told] == "dash"
