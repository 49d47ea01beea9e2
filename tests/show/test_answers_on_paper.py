"""Pages of answers on paper: two sheets of A4 at most, none of them nearly blank."""

from __future__ import annotations

import html
import re

import pytest

from holdfast.scenario import read_scenario
from holdfast.show.report import render
from holdfast.show.section import PAPER, SHEET, Drawing, Section
from show import answered
from show.answered import MADE
from show.papers import Paper

SHEETS = 2
LONG = ("risk", "value", "ask")
"""Pages that fill both sheets: French is longer, so they are printed in it too."""


@pytest.fixture(scope="module")
def printed(root, chromium) -> dict[tuple[str, str], tuple[str, bool, list[str]]]:
    """Each page, whether its paper is A4, and what stands on each sheet."""
    from playwright.sync_api import sync_playwright

    valley = read_scenario(root / "examples" / "valley")
    answers = {name: make(valley) for name, make in MADE.items()}
    answers["value of many"] = answered.value_of(valley, 18)
    asked = [(name, "en") for name in answers] + [(name, "fr") for name in LONG]
    made = {}
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        for name, language in asked:
            text = render(answers[name], language)
            page.set_content(text)
            paper = Paper(page.pdf(prefer_css_page_size=True, print_background=True))
            made[name, language] = text, paper.is_a4, [plain(sheet) for sheet in paper.texts]
        browser.close()
    return made


def headings(page: str) -> list[str]:
    """The titles of sections, as the paper has them."""
    found = re.findall(r"<h[23]>(.*?)</h[23]>", page, flags=re.S)
    bare = (re.sub(r'<span class="fn">\d</span>|<[^>]*>', "", each) for each in found)
    return [plain(html.unescape(each)) for each in bare]


def plain(text: str) -> str:
    """A text without spaces: what is read from paper has them where it likes."""
    return "".join(text.replace("\u02bc", "’").split())


EIGHTH = 8
"""A sheet with less than an eighth of the text would have been saved."""


@pytest.mark.chromium
@pytest.mark.parametrize(
    ("name", "language"), [*((name, "en") for name in MADE), *((name, "fr") for name in LONG)]
)
def test_an_answer_fills_two_sheets_at_most(printed, name, language):
    page, is_a4, sheets = printed[name, language]
    assert is_a4
    assert len(sheets) <= SHEETS
    assert headings(page)[0] in sheets[0]
    for sheet in sheets:
        assert len(sheet) > len("".join(sheets)) / EIGHTH, sheet[:80]


@pytest.mark.chromium
def test_no_heading_stands_alone_at_the_foot_of_a_sheet(printed):
    for key, (page, _, sheets) in printed.items():
        for number, sheet in enumerate(sheets, start=1):
            body = sheet.replace(f"{number}/{len(sheets)}Holdfast", "", 1)
            assert len(body) < len(sheet)
            assert not body.endswith(tuple(headings(page))), (key, number)


def test_what_no_sheet_has_room_for_is_told_to_the_style_sheet():
    def drawn(height: float) -> Section:
        drawing = Drawing(((PAPER, f'<svg width="720" height="{height:.0f}"></svg>'),))
        return Section("a", "Title", "Measure", drawing, on_paper="repeats")

    assert drawn(SHEET).classes == "repeats"
    assert drawn(SHEET + 1).classes == "repeats tall"
