"""The pages that answer questions: what they show is what their commands print."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.usefixtures("lived_once")
PAGES = sorted((Path(__file__).parents[2] / "docs" / "how").glob("*.md"))
LONG = ("ask", "brief", "compare", "hindcast", "packages", "plan", "price", "report", "value")
"""Pages whose commands take many seconds."""
PARTS = ("How to read it", "What it leaves out", "What next")


@pytest.fixture(scope="module")
def build(tool):
    return tool("build_how")


@pytest.fixture(scope="module")
def reader(tool):
    """One reader for all pages: they share their runs."""
    with tool("pages").workplace():
        yield tool("pages").Reader()


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(page, id=page.stem, marks=[pytest.mark.sweep] * (page.stem in LONG))
        for page in PAGES
    ],
)
def test_what_is_shown_is_what_is_printed(build, reader, page):
    text = page.read_text("utf-8")
    for before in build.needed(page):
        build.rebuilt(before.read_text("utf-8"), reader)
    assert build.rebuilt(text, reader) == text, "run python tools/build_how.py"


def test_the_menu_lists_every_page(build):
    assert sorted(build.order()) == PAGES


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_is_a_question_and_its_answer(page):
    text = page.read_text("utf-8")
    assert re.match(r"# .*\?\n\n> \*The desk:\* ", text)
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == list(PARTS)
    assert "```sh\nholdfast " in text
    assert "```python\n" in text
    assert "```text\n```" not in text
    assert "](../" in text  # to the reference


def test_every_block_of_a_page_is_run(build):
    for page in PAGES:
        text = page.read_text("utf-8")
        ours = len(build.BLOCK.findall(text))
        assert ours == len(re.findall(r"^ *```(?:sh|python)", text, re.MULTILINE)), page.stem


def test_lines_that_are_shown(build):
    lines = ["a", "b", "c", "d", ""]
    assert build.chosen(lines, "1-2") == ["a", "b", "…"]
    assert build.chosen(lines, "2, 4") == ["…", "b", "…", "d"]
    assert build.chosen(lines, "1-4") == ["a", "b", "c", "d"]
    for wrong in ("0-1", "3-2", "2-9", "3, 1"):
        with pytest.raises(ValueError, match="cannot be shown"):
            build.chosen(lines, wrong)


def test_a_changed_number_or_another_end_would_be_seen(build, tool):
    page = "```python\nprint(2 + 2)\n```\n\n<!-- shown: 1 -->\n```text\n5\n```\n"
    assert "\n4\n" in build.rebuilt(page, tool("pages").Reader())
    failing = "```sh\nholdfast check nowhere\n```\n"
    with pytest.raises(ValueError, match="status 2"):
        build.rebuilt(failing, tool("pages").Reader())
