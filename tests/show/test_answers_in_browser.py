"""Pages of answers in a browser: no fault by axe-core, no request, no text upon another."""

from __future__ import annotations

from pathlib import Path

import pytest

from holdfast.scenario import read_scenario
from holdfast.show.report import report
from show import answered
from show.papers import Paper
from show.test_accessible import FEW, OPENED, VIEWS

TEXTS = """() => [...document.querySelectorAll('figure svg')]
  .filter(svg => svg.getBoundingClientRect().width > 0)
  .map(svg => [...svg.querySelectorAll('text')].map(text => {
    const box = text.getBoundingClientRect();
    return [text.textContent, box.left, box.top, box.right, box.bottom];
  }))"""
SLACK = 3.0
"""Pixels by which two texts may touch side by side."""
LEADING = 0.25
"""Part of the height of a box that holds no letter: lines of text stand closer than their boxes."""


@pytest.fixture(scope="module")
def pages(root, tmp_path_factory) -> dict[str, Path]:
    valley, folder = read_scenario(root / "examples" / "valley"), tmp_path_factory.mktemp("answers")
    made = {
        "risk": (answered.risk_of(valley), False),
        "stocks": (answered.stocks_of(valley), False),
        "value": (answered.value_of(valley), False),
        "value of forty": (answered.value_of(valley, 40), False),
        "slip": (answered.slip_of(valley), False),
        "plan": (answered.plan_of(valley), True),
        "break even": (answered.break_even_of(valley), False),
        "ask": (answered.ask_of(valley), False),
        "price": (answered.price_of(valley), False),
        "how many": (answered.how_many_of(valley), True),
        "depot": (answered.depot_of(valley), False),
    }
    return {
        name: report(answer, folder / f"{name}.html", "fr" if public else "en", public)
        for name, (answer, public) in made.items()
    }


def overlapping(figures: list[list[list]]) -> list[tuple[str, str]]:
    """Texts of one drawing that lie upon one another."""
    found = []
    for texts in figures:
        texts.sort(key=lambda each: each[2])
        for place, (one, left, top, right, bottom) in enumerate(texts):
            for other, left2, top2, right2, bottom2 in texts[place + 1 :]:
                if top2 > bottom:
                    break
                across = min(right, right2) - max(left, left2)
                down = min(bottom, bottom2) - max(top, top2)
                if across > SLACK and down > LEADING * max(bottom - top, bottom2 - top2):
                    found.append((one, other))
    return found


@pytest.mark.chromium
@pytest.mark.parametrize(
    ("name", "view"),
    [
        ("risk", "light"),
        ("risk", "dark phone"),
        ("stocks", "light"),
        ("stocks", "dark phone"),
        ("value of forty", "phone"),
        ("value of forty", "dark"),
        ("slip", "phone"),
        ("plan", "light"),
        ("plan", "dark phone"),
        ("break even", "dark"),
        ("break even", "phone"),
        ("price", "phone"),
        ("ask", "phone"),
        ("depot", "phone"),
    ],
)
def test_axe_finds_nothing_and_no_text_lies_upon_another(browser, pages, name, view):
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(**VIEWS[view])
    page, asked, complaints = context.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda said: complaints.append(said.text))
    page.goto(pages[name].as_uri())
    page.evaluate(OPENED)
    page.wait_for_timeout(100)
    assert [url for url in asked if not url.startswith("data:")] == [pages[name].as_uri()]
    assert complaints == []
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    drawn = page.evaluate(TEXTS)
    assert drawn
    assert overlapping(drawn) == []
    page.evaluate(FEW)
    found = Axe().run(page)
    told = [
        (fault["id"], node["html"][:160])
        for fault in found.response["violations"]
        for node in fault["nodes"][:3]
    ]
    assert told == []
    context.close()


def test_an_overlap_would_be_found():
    texts = [["a", 0, 0, 50, 16], ["b", 40, 4, 90, 20], ["c", 0, 30, 50, 46]]
    assert overlapping([texts]) == [("a", "b")]


@pytest.mark.chromium
@pytest.mark.parametrize("name", ["value", "value of forty"])
def test_a_page_of_values_is_two_sheets_and_its_first_has_the_figure(pages, browser, name):
    page = browser.new_page()
    page.goto(pages[name].as_uri())
    paper = Paper(page.pdf(prefer_css_page_size=True, print_background=True, tagged=True))
    page.close()
    assert paper.is_a4
    assert len(paper.texts) == 2
    assert "What each saves for its cost" in paper.texts[0]
    assert "told apart" in paper.texts[0].split("What each saves")[1]
    rest = "32 more options, left after few futures or without effect"
    assert (rest in " ".join(" ".join(paper.texts).split())) == (name == "value of forty")
