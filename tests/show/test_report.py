"""The report as a file: whole, alone, well formed, the same every time, quick and small."""

from __future__ import annotations

import html
import re
import time
from xml.etree import ElementTree

import pytest

from holdfast.show.report import render, report
from show import world

FIGURES = ("winter", "fan", "difference", "tiles", "regions", "stocks", "timeline", "hindcast")
LARGEST = 2_500_000
SLOWEST = 10.0


@pytest.fixture(scope="module")
def answer():
    return world.whatif()


@pytest.fixture(scope="module")
def page(answer) -> str:
    return render(answer, hindcast=world.hindcast())


@pytest.fixture(scope="module")
def public(answer) -> str:
    return render(answer, public=True, hindcast=world.hindcast())


def drawings(page: str) -> list[str]:
    return re.findall(r"<svg.*?</svg>", page, flags=re.S)


@pytest.mark.parametrize("figure", FIGURES)
def test_each_figure_is_drawn_for_every_width(page, figure):
    for size in ("w", "p", "n"):
        assert f'id="{figure}-{size}-' in page


def test_drawings_are_well_formed_and_say_what_they_are(page):
    for drawing in drawings(page):
        root = ElementTree.fromstring(drawing)
        assert root.get("role") == "img"
        assert root.get("aria-label") == root[0].text
        assert root[0].text


def test_ids_are_unique_and_every_reference_has_its_target(page):
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', page)) <= {
        pair for name in ids for pair in ((name, ""), ("", name))
    }


def test_nothing_is_asked_of_the_outside(page):
    loaded = re.findall(r'(?:\b(?:src|href|action|poster|data)\s*=\s*"|url\()([^")]*)', page)
    assert all(link.startswith(("#", "data:")) for link in loaded), loaded
    assert not re.search(r"@import|<link|<iframe|<object|<img|<base|fetch\(|XMLHttp", page)
    assert "default-src 'none'" in html.unescape(page)
    assert page.count("<script") == 1


def test_addresses_stand_as_text_and_what_was_written_is_escaped(page):
    assert '<span class="adr">https://courier.example/1</span>' in page
    assert "minister &amp; &lt;staff&gt;" in page
    assert "<staff>" not in page


def test_figures_have_their_numbers_and_colours_are_tokens(page):
    assert page.count("<details>") >= 7
    for drawing in drawings(page):
        assert "var(--" in drawing
        assert "dejavu" not in drawing.lower()
        assert "Holdfast Measure" not in drawing


def test_the_same_answer_gives_the_same_bytes(answer, page):
    assert render(answer, hindcast=world.hindcast()) == page


def test_it_is_small_and_quick_and_written_whole(answer, tmp_path):
    start = time.process_time()
    path = report(answer, tmp_path / "out" / "report.html", hindcast=world.hindcast())
    assert time.process_time() - start < SLOWEST
    assert path == tmp_path / "out" / "report.html"
    assert path.stat().st_size < LARGEST
    assert [file.name for file in path.parent.iterdir()] == ["report.html"]


def test_a_refused_language_leaves_what_was_there(answer, tmp_path):
    path = tmp_path / "report.html"
    path.write_text("earlier")
    with pytest.raises(ValueError, match="no report in"):
        report(answer, path, language="de")
    assert path.read_text() == "earlier"


def test_one_run_alone_has_a_report_of_its_own():
    page = render(world.outcome(20), language="fr")
    assert '<html lang="fr">' in page
    assert 'id="difference-w-' not in page
    assert "Comme promis" in page


def test_the_table_says_how_sure(page):
    assert "told apart" in page
    assert "no future differs" in page
    assert re.search(r"−\d+\u00a0±\u00a0\d+", page)


def test_the_hindcast_counts_medians_that_prove_something(page):
    assert "2 of 7 medians in band, of figures that the model was not fitted to" in page
    assert "never (100 to never)" in page
    assert "no such event" in page


def test_a_public_report_dates_no_military_delivery_and_names_no_partner_in_a_caveat(public):
    timeline = public[public.index('<figure id="timeline"') : public.index('<figure id="hindcast"')]
    assert "Long-range battery" not in timeline
    assert "interceptor" not in timeline
    assert "Large transformer" in timeline
    caveats = re.search(r'<ol class="cav bare">.*?</ol>', public, flags=re.S)[0]
    assert not re.search("Norholm|Vestria|Kaldmark", caveats)
    assert "courier.example" not in public
    assert "week of" in timeline


def test_words_of_a_scenario_with_dollars_are_not_taken_for_mathematics():
    answer = world.outcome(8)
    table = answer.scenario.tables["regions"]
    table.cells["name"] = ("A $x^2$ _b_ & <c>", *table.cells["name"][1:])
    page = render(answer)
    assert "A $x^2$ _b_ &amp; &lt;c&gt;" in page
    for drawing in drawings(page):
        ElementTree.fromstring(drawing)
