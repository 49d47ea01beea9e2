"""A figure as a file of its own: whole, in light colours, with its finding, key and origin."""

from __future__ import annotations

import re
import subprocess
from xml.etree import ElementTree

import pytest

import holdfast
from holdfast.show import theme
from holdfast.show.figures.surround import head
from holdfast.show.picture import FIGURES, figure, picture
from holdfast.show.report import render
from holdfast.show.section import Key
from show import world

REPORTED = tuple(name for name in FIGURES if name not in ("readiness", "gas"))
"""Figures of the country of these tests: it mends nothing in echelons, and keeps no gas by day."""

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def answer():
    return world.whatif(futures=40)


@pytest.fixture(scope="module")
def drawn(answer) -> dict[str, str]:
    return {name: picture(answer, name, hindcast=world.hindcast()) for name in REPORTED}


def words_of(svg: str) -> str:
    return " ".join(" ".join(ElementTree.fromstring(svg).itertext()).split())


def test_all_figures_of_the_report_and_no_others(answer):
    page = render(answer, hindcast=world.hindcast())
    drawings = set(re.findall(r'id="(\w+)-w-told"', page))
    assert drawings == set(REPORTED)


@pytest.mark.parametrize("name", REPORTED)
def test_it_stands_alone(drawn, name):
    svg = drawn[name]
    root = ElementTree.fromstring(svg)
    assert root.get("role") == "img"
    assert root.get("aria-label") == root[0].text
    assert "var(" not in svg
    assert theme.LIGHT["ground"] in svg
    links = re.findall(r'(?:href="|url\()([^")]*)', svg)
    assert all(link.startswith(("#", "data:font")) for link in links)
    ids = re.findall(r'\bid="([^"]+)"', svg)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", REPORTED)
def test_it_says_what_it_shows_and_where_it_is_from(drawn, name):
    said = words_of(drawn[name])
    title = ElementTree.fromstring(drawn[name])[0].text
    # once for those who cannot see it, once for those who can; lines may break it
    assert "".join(said.split()).count("".join(title.split())) >= 2
    assert "Aldria, winters 2022–24, 40 futures, seed 1, Holdfast 0.1.0" in said


@pytest.mark.parametrize("name", REPORTED)
def test_parts_stand_one_under_the_other_within_the_picture(drawn, name):
    root = ElementTree.fromstring(drawn[name])
    parts = root.findall(f"{SVG}svg")
    assert len(parts) >= 3
    below = 0.0
    for part in parts:
        top = float(part.get("y"))
        assert top >= below
        below = top + float(part.get("height"))
    assert below <= float(root.get("height"))
    assert all(
        float(part.get("x")) + float(part.get("width")) <= float(root.get("width"))
        for part in parts
    )


def test_caveats_and_keys_are_told(drawn):
    said = words_of(drawn["timeline"])
    assert "Norholm: only if Vestria sends crews" in said
    assert "proposed, not decided" in said
    assert "listed at the end" not in said  # of the sources, which stand in the report alone


@pytest.mark.parametrize("width", theme.WIDTHS)
def test_every_width_of_the_report(answer, width):
    root = ElementTree.fromstring(picture(answer, "fan", width=width))
    assert width < float(root.get("width")) < width + 60


def test_french_and_public(answer):
    french = picture(answer, "stocks", language="fr", public=True)
    assert "40 avenirs" in words_of(french)
    assert "air defence" not in french.lower()
    assert "Long-range interceptor" not in french


def test_one_run_has_figures_too(answer):
    assert "hours without power" in words_of(picture(answer.a, "winter")).lower()


def test_keys_take_another_row_where_they_do_not_fit():
    keys = [Key("power", "a text of some length", "") for _ in range(6)]
    assert head("Title", "measure", keys, 350).height > head("Title", "measure", keys, 1080).height


def test_the_same_bytes_in_a_file(answer, drawn, tmp_path):
    made = holdfast.figure(answer, "fan", tmp_path / "new" / "fan.svg")
    assert made.read_text("utf-8") == drawn["fan"]
    assert [path.name for path in made.parent.iterdir()] == ["fan.svg"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"name": "fann"}, "no figure 'fann'; the nearest is fan (one of winter, fan,"),
        ({"name": "hindcast"}, "hindcast=..."),
        ({"width": 500}, "no figure is 500 wide; the widths are 1080, 720 and 350"),
        ({"language": "xx"}, "no report in 'xx'"),
        ({"path": "fan.png"}, "ends in '.png'; a figure ends in .svg"),
        ({"path": "fan"}, "ends in 'nothing'"),
    ],
)
def test_what_cannot_be_drawn_is_told_and_nothing_is_written(answer, tmp_path, asked, said):
    given = {"name": "fan", "path": "fan.svg"} | asked
    with pytest.raises(ValueError, match=re.escape(said)):
        figure(answer, given.pop("name"), tmp_path / given.pop("path"), **given)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("name", "said"), [("difference", "is one run"), ("stocks", "no stocks")])
def test_an_answer_without_such_a_figure(answer, name, said, monkeypatch):
    monkeypatch.setattr("holdfast.show.sections.shelves.chosen", lambda story: [])
    with pytest.raises(ValueError, match=said):
        picture(answer.a, name)


@pytest.mark.chromium
@pytest.mark.parametrize("name", ["fan", "timeline"])
def test_no_text_leaves_the_picture(answer, chromium, tmp_path, name):
    made = figure(answer, name, tmp_path / "a.svg", width=350)
    page = tmp_path / "a.html"
    page.write_text(
        f"<meta charset='utf-8'><body>{made.read_text('utf-8')}<pre></pre><script>"
        "document.fonts.ready.then(()=>{"
        "const all=document.querySelector('svg').getBoundingClientRect();"
        "document.querySelector('pre').textContent='out:'+[...document.querySelectorAll('text')]"
        ".filter(t=>{const b=t.getBoundingClientRect();"
        "return b.right>all.right+1||b.left<all.left-1||b.bottom>all.bottom+1})"
        ".map(t=>t.textContent).join('|')+':end'})</script>"
    )
    words = ["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=5000"]
    words += [f"--user-data-dir={tmp_path / 'user'}"]
    done = subprocess.run(
        [chromium, *words, "--dump-dom", page.as_uri()], capture_output=True, text=True, timeout=60
    )
    assert "out::end" in done.stdout, re.findall(r"out:.*:end", done.stdout)
