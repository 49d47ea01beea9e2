"""The gallery: every block runs and writes its figure, every figure of the report is there."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from holdfast.show.picture import FIGURES

DOCS = Path(__file__).parents[2] / "docs"
PAGE = DOCS / "gallery.md"
FUTURES = 8


@pytest.fixture(scope="module")
def build(tool):
    return tool("build_gallery")


def written(build, tool) -> dict[str, list[str]]:
    """The files that each block of the page writes, with eight futures."""
    with tool("pages").workplace() as folder:
        found = build.run(build.blocks(PAGE.read_text("utf-8"), FUTURES), narrow=False)
        for name in folder.glob("*.svg"):
            root = ElementTree.parse(name).getroot()
            assert f"{FUTURES} " in "".join(root.itertext())
    return found


@pytest.mark.sweep
def test_every_block_writes_its_figures_and_every_figure_of_the_report_is_shown(build, tool):
    found = written(build, tool)
    for block, files in found.items():
        assert files == sorted(re.findall(r'"([\w-]+\.svg)"', block)), block
    drawn = set(re.findall(r'hf\.figure\(\w+, "(\w+)"', "".join(found)))
    assert drawn == set(FIGURES)
    marks = re.findall(r"<!-- picture: (\w+) -->", PAGE.read_text("utf-8"))
    assert sorted(marks) == sorted(FIGURES)


def test_pictures_are_those_of_the_page(build):
    page = PAGE.read_text("utf-8")
    there = {path.relative_to(DOCS).as_posix() for path in build.PICTURES.iterdir()}
    assert set(re.findall(r'(?:src|srcset)="([^"]+)"', page)) == there
    for name in FIGURES:
        root = ElementTree.parse(build.PICTURES / f"{name}.svg").getroot()
        narrow = ElementTree.parse(build.PICTURES / f"{name}-narrow.svg").getroot()
        assert float(narrow.get("width")) < float(root.get("width"))
        assert "200 futures" in "".join(root.itertext())
    assert sum(path.stat().st_size for path in build.PICTURES.iterdir()) < 2e6


def test_marks_are_filled_as_they_stand(build):
    page = PAGE.read_text("utf-8")
    again = build.MARK.sub(lambda found: build.shown(found[1], build.PICTURES), page)
    assert again == page, "run: python tools/build_gallery.py"
