"""The page of an answer on the command line: written whole, refused before anything is done."""

from __future__ import annotations

import json

import pytest

pytestmark = pytest.mark.usefixtures("lived_once")

ASKED = {
    "risk": "RUN LOW",
    "stocks": "RUN",
    "value": "VALLEY",
    "slip": "VALLEY",
    "plan": "VALLEY --budget 9",
    "price": "VALLEY",
}


@pytest.fixture
def places(valley, runs):
    return {"VALLEY": valley, "RUN": runs / "a"}


def test_risk_writes_its_page_and_says_where(call, runs, tmp_path):
    page = tmp_path / "danger.html"
    done = call("risk", runs / "a", "LOW", "--hours", "23", "--out", page, "--workers", "1")
    assert done.exit_code == 0, done.output
    assert f"written to {page}" in done.stdout
    text = page.read_text("utf-8")
    assert text.startswith("<!doctype html>\n")
    assert text.rstrip().endswith("</html>")
    assert [path.name for path in tmp_path.iterdir()] == ["danger.html"]
    again = call(
        "risk", runs / "a", "LOW", "--hours", "23", "--out", page, "--public", "--language", "fr",
        "--json", "--workers", "1",
    )  # fmt: skip
    assert again.exit_code == 0, again.output
    assert json.loads(again.stdout)["region"] == "LOW"
    assert 'lang="fr"' in page.read_text("utf-8")


@pytest.mark.parametrize("name", ASKED)
def test_a_page_ends_in_html_and_a_public_one_is_asked_for(call, places, tmp_path, name):
    words = [places.get(word, word) for word in ASKED[name].split()]
    done = call(name, *words, "--out", tmp_path / "page.pdf")
    assert done.exit_code == 2
    assert "ends in '.pdf'; a page ends in .html" in done.stderr
    done = call(name, *words, "--public")
    assert done.exit_code == 2
    assert "--public is said of a page: name its file by --out" in done.stderr
    assert not list(tmp_path.iterdir())


def test_the_page_of_a_break_even_is_asked_for_with_it_and_not_of_military_help(
    call, valley, tmp_path
):
    page = tmp_path / "meeting.html"
    both = ("--a", "EN:battery:1@2030-12-20", "--b", "EN:battery:2@2031-01-20")
    done = call("whatif", valley, *both, "--page", page)
    assert done.exit_code == 2
    assert "--page is of --break-even; `holdfast report RUN --against OTHER`" in done.stderr
    done = call("whatif", valley, *both, "--break-even", "--page", page, "--public")
    assert done.exit_code == 2
    assert "a break-even date of military help is not public" in done.stderr
    assert not list(tmp_path.iterdir())
