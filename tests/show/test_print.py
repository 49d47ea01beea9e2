"""The report on paper: A4, no figure cut by the edge of a page, nothing dark behind it."""

from __future__ import annotations

import pytest
from playwright.sync_api import sync_playwright

from holdfast.show.fitting import headline_size
from holdfast.show.report import render
from show import world
from show.papers import Paper

PRINTED = (182.0, 267.0)
"""Millimetres between the margins."""
PIXELS = 96 / 25.4
ROOM = 60.0
"""Millimetres that a heading, a key and notes may take beside a drawing."""

pytestmark = pytest.mark.chromium


@pytest.fixture(scope="module", params=["en", "fr"])
def printed(request, chromium):
    """The report as a page in the browser, and as it is printed."""
    text = render(world.whatif(), request.param, hindcast=world.hindcast())
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": int(PRINTED[0] * PIXELS), "height": 1000})
        page.set_content(text)
        page.emulate_media(media="print", color_scheme="dark")
        paper = Paper(page.pdf(prefer_css_page_size=True, print_background=True, tagged=True))
        yield page, paper, request.param
        browser.close()


def test_every_page_is_a4_and_numbered(printed):
    _, paper, _ = printed
    assert paper.is_a4
    count = len(paper.sizes)
    assert 3 < count < 20
    for number, text in enumerate(paper.texts, start=1):
        assert f"{number} / {count}" in text


LONG = (
    "With the package “winter-shield” and 2 more deliveries in place of the package “repair”, time "
    "without power may fall from 391 to 377 hours for each person; 200 futures do not settle it."
)


@pytest.mark.parametrize("sentence", [LONG[:60], LONG[:110], LONG])
def test_a_headline_fills_two_lines_at_the_most(printed, sentence):
    page, _, _ = printed
    heading = page.locator("h1")
    was, style = heading.text_content(), heading.get_attribute("style")
    heading.evaluate(
        "(node, [text, size]) => {node.textContent = text; node.style = `--paper:${size}pt`}",
        [sentence, headline_size(sentence)],
    )
    lines, wide = heading.evaluate(
        "node => {const style = getComputedStyle(node), size = parseFloat(style.lineHeight);"
        "return [node.getBoundingClientRect().height / size, node.scrollWidth - node.clientWidth]}"
    )
    heading.evaluate(
        "(node, [text, style]) => {node.textContent = text; node.setAttribute('style', style)}",
        [was, style],
    )
    assert round(lines) <= 2
    assert wide <= 0


def test_what_a_phone_folds_stands_whole_on_paper(printed):
    page, _, _ = printed
    page.evaluate("document.querySelectorAll('.fold').forEach(part => {part.open = false})")
    for name in ("#regions", "#stocks", "#timeline", "#hindcast"):
        assert page.locator(f"{name} .p svg.c").first.bounding_box()["height"] > 100
    assert page.locator("#parts").is_hidden()
    assert page.locator(".key .sub").first.is_visible()


def test_no_figure_stands_on_two_pages(printed):
    _, paper, language = printed
    figures = paper.figures()
    assert len(figures) >= 7
    assert {len(figure.pages) for figure in figures} == {1}, figures
    assert paper.root["/Lang"] == language


def test_every_drawing_leaves_room_for_its_heading(printed):
    page, _, _ = printed
    boxes = [drawing.bounding_box() for drawing in page.locator(".p svg.c").all()]
    assert len(boxes) >= 7
    for box in boxes:
        assert box["width"] <= PRINTED[0] * PIXELS + 1
        assert 0 < box["height"] <= (PRINTED[1] - ROOM) * PIXELS


def test_numbers_are_left_out_and_that_is_said(printed):
    page, paper, language = printed
    assert page.locator("details:not(.sources, .fold):visible").count() == 0
    assert page.locator("button:visible").count() == 0
    said = {"en": "On paper the numbers", "fr": "Sur papier, les chiffres"}[language]
    assert any(said in text for text in paper.texts)
    assert any("courier.example" in text for text in paper.texts)


def test_paper_is_white_though_the_reader_likes_it_dark(printed):
    page, _, _ = printed
    ground = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    ink = page.evaluate("getComputedStyle(document.documentElement).color")
    assert ground == "rgba(0, 0, 0, 0)"
    assert ink == "rgb(23, 33, 43)"
