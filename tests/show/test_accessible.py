"""The report in a browser: no fault by axe-core, no request, nothing wider than the page."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

import synthetic
from holdfast.questions.deliveries import with_deliveries
from holdfast.questions.whatif import between
from holdfast.scenario import read_scenario
from holdfast.show.report import report
from show import world

VIEWS = {
    "light": {"color_scheme": "light", "viewport": {"width": 1280, "height": 900}},
    "dark": {"color_scheme": "dark", "viewport": {"width": 1280, "height": 900}},
    "phone": {"color_scheme": "light", "viewport": {"width": 390, "height": 844}},
    "dark phone": {"color_scheme": "dark", "viewport": {"width": 390, "height": 844}},
}
OPENED = "document.querySelectorAll('details').forEach(each => each.open = true)"
FEW = """() => {
  const seen = new Map(), kind = node => `${node.tagName}.${node.className}.${node.lang}`;
  for (const row of document.querySelectorAll('tr, li')) {
    const inside = [...row.querySelectorAll('*')].map(kind).join();
    const key = `${kind(row)}>${inside}`, parent = row.parentElement;
    const known = seen.get(parent) ?? seen.set(parent, new Map()).get(parent);
    known.set(key, (known.get(key) ?? 0) + 1);
    if (known.get(key) > 3) row.remove();
  }
  return document.querySelectorAll('tr, li').length;
}"""
"""Of rows of a table, and of entries of a list, that are made alike the first three stay: the
checker looks through all that may lie behind each letter."""


@pytest.fixture(scope="module")
def answer(root):
    scenario = read_scenario(root / "examples" / "bucharest-2022")
    a = synthetic.outcome(with_deliveries(scenario, ["two-in-march"], "a"), 24)
    b = synthetic.outcome(
        with_deliveries(scenario, ["winter-shield"], "b"), 24, hours_without_power=1.0
    )
    return between(a, b)


@pytest.fixture(scope="module")
def pages(answer, tmp_path_factory) -> dict[str, Path]:
    folder, table = tmp_path_factory.mktemp("pages"), world.hindcast()
    return {
        "two plans": report(answer, folder / "two.html", hindcast=table),
        "public, French": report(
            answer, folder / "public.html", language="fr", public=True, hindcast=table
        ),
        "one run": report(answer.a, folder / "one.html"),
    }


@pytest.mark.chromium
@pytest.mark.parametrize(
    ("name", "view"),
    [
        ("two plans", "light"),
        ("two plans", "dark phone"),
        ("public, French", "light"),
        ("public, French", "dark phone"),
        ("one run", "phone"),
    ],
)
def test_axe_finds_nothing_and_nothing_is_asked_for(browser, pages, name, view):
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(**VIEWS[view])
    page, asked, complaints = context.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda said: complaints.append(said.text))
    page.goto(pages[name].as_uri())
    page.evaluate(OPENED)
    page.wait_for_timeout(100)
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    # what the checker itself is made of is put into the page, so requests are counted before it
    outside = [url for url in asked if not url.startswith("data:") and url != pages[name].as_uri()]
    assert outside == []
    assert complaints == []
    assert wide <= 0
    assert page.evaluate(FEW) > 20
    found = Axe().run(page)
    told = [
        (fault["id"], node["html"][:160])
        for fault in found.response["violations"]
        for node in fault["nodes"][:3]
    ]
    assert told == []
    context.close()


@pytest.mark.chromium
def test_a_fault_would_be_found(browser, tmp_path):
    from axe_playwright_python.sync_playwright import Axe

    path = tmp_path / "faulty.html"
    path.write_text("<!doctype html><html><body><img src='data:,'></body></html>")
    page = browser.new_page()
    page.goto(path.as_uri())
    assert {fault["id"] for fault in Axe().run(page).response["violations"]} >= {"image-alt"}
    page.close()


@pytest.mark.parametrize(
    ("name", "least"), [("two plans", 9), ("public, French", 8), ("one run", 6)]
)
def test_each_figure_has_a_title_a_description_and_its_numbers(pages, name, least):
    page = pages[name].read_text(encoding="utf-8")
    figures = list(re.finditer(r"<figure id=\"(\w+)\".*?</figure>", page, flags=re.S))
    assert len(figures) >= least
    for found in figures:
        figure = found[0]
        for svg in re.findall(r"<svg.*?</svg>", figure, flags=re.S):
            root = ElementTree.fromstring(svg)
            title, description = root[0], root[1]
            assert title.tag.endswith("title")
            assert title.text == root.get("aria-label")
            assert description.tag.endswith("desc")
            assert len(description.text) > 20
            assert root.get("aria-describedby") == description.get("id")
        assert "<figcaption>" in figure
        assert re.search(r"<table.*<tbody>.*<t[hd]", figure, flags=re.S), found[1]
