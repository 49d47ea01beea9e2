"""Pages of answers: whole in both languages, drawn where the table says, public where asked."""

from __future__ import annotations

import dataclasses
import html
import re
import shlex
from xml.etree import ElementTree

import pandas as pd
import pytest
import typer

import holdfast
from holdfast.cli import app
from holdfast.questions.ask import ASKS
from holdfast.questions.refused import Refused
from holdfast.questions.search.ranking import NOTHING
from holdfast.questions.value import WITHHELD
from holdfast.scenario import read_scenario
from holdfast.show.answers.value import DRAWN
from holdfast.show.answers.valued import ordered
from holdfast.show.figures import ranked
from holdfast.show.picture import picture
from holdfast.show.report import render
from show import answered
from show.answered import NAN
from show.commands import commands
from show.test_french import english, standing, visible

FIGURES = {
    "risk": ("chance", "story", "helps"),
    "stocks": ("stocks",),
    "value": ("per_euro", "saved", "survival"),
    "slip": ("late",),
    "plan": ("arrivals", "rules", "spent"),
    "break_even": ("meeting",),
    "price": ("prices",),
    "ask": ("amounts", "gifts"),
    "how_many": ("numbers", "dates", "beside"),
    "depot": ("saved", "ready", "units"),
}
NEVER_PUBLIC = ("ask", "depot")
NUMBERLESS = re.compile(r"(?i)\b(?:nan|inf|nat)\b")


@pytest.fixture(scope="module")
def valley(root):
    return read_scenario(root / "examples" / "valley")


@pytest.fixture(scope="module")
def answers(valley):
    made = {name.replace(" ", "_"): make(valley) for name, make in answered.MADE.items()}
    return made | {"break_even": answered.break_even_of(valley, military=False)}


@pytest.fixture(scope="module")
def pages(answers) -> dict[tuple[str, str, bool], str]:
    return {
        (name, language, public): render(answer, language, public)
        for name, answer in answers.items()
        for language, public in (("en", False), ("fr", name not in NEVER_PUBLIC))
    }


def figures(page: str) -> list[str]:
    return re.findall(r"<figure id=\"(\w+)\"", page)


def text_of(page: str) -> str:
    """All that a reader sees, texts of drawings too."""
    page = re.sub(r"<style.*?</style>|<script>.*?</script>", "", page, flags=re.S)
    return html.unescape(" ".join(re.sub(r"<[^>]*>", " ", page).split()))


def headline(page: str) -> str:
    return text_of(re.search(r"<h1.*?</h1>", page, flags=re.S)[0])


@pytest.mark.parametrize("name", FIGURES)
def test_a_page_has_its_figures_each_with_its_table(pages, name):
    page = pages[name, "en", False]
    assert tuple(figures(page)) == FIGURES[name]
    for found in re.finditer(r"<figure id=\"(\w+)\".*?</figure>", page, flags=re.S):
        assert found[0].count("<svg class") == 3
        assert re.search(r"<details open.*<table.*<tbody>.*<td", found[0], flags=re.S)
        for svg in re.findall(r"<svg.*?</svg>", found[0], flags=re.S):
            root = ElementTree.fromstring(svg)
            assert root[0].text == root.get("aria-label")
            assert len(root[1].text) > 15
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", FIGURES)
def test_nothing_without_a_number_is_printed(pages, name):
    for (named, _, _), page in pages.items():
        if named == name:
            assert not NUMBERLESS.findall(text_of(page))
            assert "{" not in text_of(page)


@pytest.mark.parametrize("name", FIGURES)
def test_no_english_stands_in_a_french_page(pages, name):
    page = pages[name, "fr", name not in NEVER_PUBLIC]
    seen = visible(page)
    assert not standing(english(), seen)
    assert '<html lang="fr">' in page


@pytest.mark.parametrize("name", FIGURES)
def test_it_asks_for_nothing(pages, name):
    page = pages[name, "en", False]
    assert "default-src 'none'" in html.unescape(page)
    assert "http://" not in page.replace("http://www.w3.org/", "")
    assert "https://" not in page


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("risk", "All 24 futures see 2 days in a row with under 23 hours of power a day"),
        ("value", "2 options lead and are not told apart from the first, 33 × crew"),
        (
            "slip",
            "4 weeks late, the delivery of 20 interceptors (Northern neighbour) hurts most: "
            "9.0 ± 1.5 million person-hours lost (beside being on time: told apart). Nothing else "
            "that is ranked hurts.",
        ),
        ("plan", "For 238 million EUR the best package found saves 22.0 ± 7.0 million"),
        (
            "ask",
            "By two rules of sharing it is fair to ask Eastern neighbour for 3.2 (equal share of "
            "income) or 2.5 (equal sacrifice) million EUR more.",
        ),
        ("price", "The 2 rules that bind cost 9 ± 2 million person-hours together"),
        ("break_even", "B saves more than A if it comes before 30 Dec 2030"),
    ],
)
def test_the_headline_says_the_answer(pages, name, said):
    found = headline(pages[name, "en", False]).replace("\u00a0", " ")
    assert said in found


def test_the_page_of_an_ask_says_what_it_costs_and_what_is_not_known(valley):
    asks = [
        ("a1", "transformers", "", "", NAN, "", NAN, "now", NAN, NAN, NAN, "no number"),
        ("a2", "diesel", "diesel", "", 2.0, "boxes", NAN, "now", NAN, NAN, NAN, "another unit"),
        ("a3", "crew", "crew", "humanitarian", 2.0, "crews", 2.0, "now", 0.3, 0.3, 0.3, "counted"),
    ]
    made = answered.ask_of(valley)
    packages = made.packed.packages.assign(exact=False)
    made = dataclasses.replace(
        made,
        named=False,
        asks=pd.DataFrame(asks, columns=list(ASKS)),
        over=("o1",),
        packed=dataclasses.replace(made.packed, packages=packages),
    )
    page = text_of(render(made)).replace("\u00a0", " ")
    for said in (
        "it costs 3.1 million EUR. The package saves 7.0 ± 1.0 million person-hours",
        "Not every package was tried: there may be a better one.",
        "No number: a1 (transformers). Not in the catalogue’s unit: a2 (diesel).",
        "Not known of Eastern neighbour, since no table tells: limits, budgets",
        "1 open offer of its own does not count as its help (o1)",
        "not the ends of an uncertainty",
        "Equal share of income: humanitarian 3.2 (of 5.7; pledged 2.5).",
        "Budgets are ring-fenced",
    ):
        assert said in page
    assert "a3 (crew)" not in page
    french = text_of(render(made, "fr"))
    assert "Tous n’ont pas été essayés" in french
    assert "Every package that may be was tried" in text_of(render(answered.ask_of(valley)))


def test_a_public_page_says_that_what_hurts_most_is_of_what_it_shows(answers, pages):
    """The interceptors that hurt most are military: the page is of the rest, and says so."""
    found = headline(pages["slip", "fr", True])
    assert "Intercepteur" not in found
    assert "L’aide militaire est omise d’une page publique" in text_of(pages["slip", "fr", True])
    assert "Military help is left out" not in text_of(pages["slip", "en", False])


def test_a_plan_says_what_is_left_and_what_was_left_out(pages):
    page = text_of(pages["plan", "en", False]).replace("\u00a0", " ")
    assert "Left over, military: 20 million EUR; whatever else may be chosen costs more" in page
    assert "Left over, humanitarian: 11.9 million EUR; it would pay for more" in page
    assert "lots of the catalogue were left out (--source offers --source packages" in page


def test_a_headline_does_not_name_one_where_several_are_not_told_apart(valley, answers):
    made = answers["value"]
    alone = made.table["group"].replace({1.0: 2.0})
    alone[0] = 1.0
    first = tuple(made.table["option"][:1])
    one = dataclasses.replace(
        made,
        table=made.table.assign(group=alone, over=False),
        groups=(first,),
        leading=first,
        by="saved",
    )
    assert "The next amount buys most as" in headline(render(one))
    none = answers["value"].table.assign(group=answered.NAN, over=False)
    nobody = type(made)(none, made.winters, (), (), "saved", 1.0, 40, valley, 3, {})
    assert "No option can be ranked from 40 futures" in headline(render(nobody))
    assert "No command is known" in text_of(render(nobody))


@pytest.mark.parametrize(("name", "figure"), [("value", "per_euro"), ("slip", "late")])
def test_intervals_are_drawn_where_the_table_says(answers, pages, name, figure):
    drawn = _boxes(pages[name, "en", False], figure, "interval-")
    table = answers[name].table
    if name == "value":
        table = ordered(table)
        table = table[table["verdict"] != NOTHING].head(DRAWN)
        assert len(table) == DRAWN < len(answers[name].table)
    low, high = table["low"], table["high"]
    if name == "value":
        low, high = low / table["cost"], high / table["cost"]
    rows = [
        ranked.Row("", "", 0.0, ends, "", pale=group != group)
        for *ends, group in zip(low, high, table["group"], strict=True)
    ]
    assert len(drawn) == len(rows)
    firm = [place for place, row in enumerate(rows) if not row.pale]
    wide, pixels = high[firm] - low[firm], [drawn[place][1] - drawn[place][0] for place in firm]
    scale = max(pixels) / wide.max()
    assert pixels == pytest.approx((wide * scale).tolist(), abs=0.3)
    starts = [drawn[place][0] - drawn[firm[0]][0] for place in firm]
    assert starts == pytest.approx(((low[firm] - low[firm[0]]) * scale).tolist(), abs=0.3)


def _boxes(page: str, figure: str, gid: str) -> list[tuple[float, float]]:
    """The left and right ends of what is drawn under these ids, in the wide drawing."""
    marks = re.findall(rf'id="{figure}-w-{gid}\d+">\s*<path d="([^"]*)"', page)
    found = []
    for path in marks:
        xs = [float(x) for x in re.findall(r"[ML] ?(-?[\d.]+) ", path)]
        found.append((min(xs), max(xs)))
    return found


def test_bands_of_chance_and_of_meeting_are_drawn(pages):
    assert 'id="chance-w-band-by"' in pages["risk", "en", False]
    assert 'id="chance-w-band-on"' in pages["risk", "en", False]
    assert 'id="meeting-w-band"' in pages["break_even", "en", False]


def test_what_is_not_ranked_is_not_in_a_group(answers, pages):
    page = pages["value", "en", False]
    rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", page)
    rare = [row for row in rows if ">rare: under 5 of 40 carry it<" in row]
    verdicts = answers["value"].table["verdict"]
    assert len(rare) == int(verdicts.str.startswith("rare").sum()) > 0
    still = [row for row in rows if ">changes nothing<" in row]
    assert len(still) == 1
    assert all(">–<" in row for row in [*rare, *still])


def test_what_leads_is_told_apart_from_nothing_or_that_is_said(valley):
    made = answered.value_of(valley)
    for column, value, said in (
        ("verdict", "leans", "No option is told apart from saving nothing; first in the mean is"),
        ("saved", -1.0, "No option is seen to save anything; first in the mean is"),
        ("verdict", NOTHING, "No option changes anything in 40 futures"),
    ):
        table = made.table.assign(**{column: value}, over=False)
        groups = () if value == NOTHING else made.groups
        assert said in headline(render(dataclasses.replace(made, table=table, groups=groups)))
        table = table.assign(over=made.table["over"])
        table.loc[table["over"], ["verdict", "saved"]] = "told apart", 30.0
        page = headline(render(dataclasses.replace(made, table=table, groups=groups)))
        assert said.replace("No option", "No option within the budget") in page
    lone = dataclasses.replace(made, leading=("battery",))
    assert "What leads is help that a public page leaves out" in headline(render(lone, public=True))
    nobody = dataclasses.replace(made, table=made.table.head(0), groups=())
    page = text_of(render(nobody))
    assert "There are 3 options, and nobody may give any of them." in page


def test_a_page_says_what_is_not_ranked_and_what_falls(valley, pages):
    page = text_of(pages["value", "en", False]).replace("\u00a0", " ")
    assert "1 option changes nothing in any future." in page
    why = "3 more are not ranked, since nobody may give them"
    assert f"{why}: a veto bars 1, 2 are more than a partner gives." in page
    assert "−2.0 ± 1.0, not told apart" in page
    assert "(over): costs more than the 5 million EUR asked for" in page
    assert "person-hours saved per euro" in page
    public = text_of(render(answered.value_of(valley), public=True))
    assert f"{why}." in public


def test_names_of_what_is_barred_stand_where_asked_and_never_in_public(valley):
    plain = answered.value_of(valley)
    rows = [("x", "EN", plain.table["contents"][0], 4.0, "veto", "NN", "guns")]
    made = dataclasses.replace(
        plain,
        refused=plain.table.head(2).assign(option="generator", partner=""),
        withheld=pd.DataFrame(rows, columns=list(WITHHELD)),
    )
    page = render(made)
    assert figures(page)[-2:] == ["refused", "withheld"]
    assert re.search("Northern neighbour.*guns", text_of(page.split('id="withheld"')[1]))
    assert not {"refused", "withheld"} & set(figures(render(made, public=True)))


def test_a_public_page_has_no_dated_military_help(pages):
    for name in ("value", "slip", "plan"):
        page = pages[name, "fr", True]
        told = re.sub(r"<p class=\"src\">.*?</p>", "", page)
        assert not re.search("Intercepteur|Batterie", visible(told)), name
        assert "Interceptor" in visible(pages[name, "en", False])
        assert "somebody" not in page, "who bars an option, or why"
        assert not re.search("Intercept|[Bb]atter|Batterie", " ".join(titles(page))), name
        assert re.search("omises? d’une page publique", page)
        days = set(re.findall(r"(?<!\d)\d{1,2} (?:déc\.|janv\.|févr\.) 20\d\d", text_of(page)))
        assert days
        assert all("semaine du " + day in text_of(page) for day in days)


def titles(page: str) -> list[str]:
    """What those hear who cannot see: titles and descriptions of drawings, and their labels."""
    return re.findall(r"<(?:title|desc)[^>]*>(.*?)</", page) + re.findall(
        r'aria-label="([^"]*)"', page
    )


def test_a_public_page_names_no_delivery_in_its_command(pages, answers):
    assert "EN:battery" not in pages["risk", "fr", True]
    assert "EN:battery" in pages["risk", "en", False]
    assert "EN:transformer" not in pages["break_even", "fr", True]
    assert "EN:transformer" in pages["break_even", "en", False]


def test_a_price_names_nobody_unless_asked_and_never_in_public(valley, pages):
    assert "Eastern neighbour" in visible(pages["price", "en", False])
    assert "--names" in pages["price", "en", False]
    for page in (render(answered.price_of(valley, names=False)), pages["price", "fr", True]):
        assert not re.search("neighbour|Voisin|air defence,|s1", visible(page))


def test_a_break_even_of_military_help_is_not_public(valley):
    with pytest.raises(Refused, match="is not public: leave out --public"):
        render(answered.break_even_of(valley), public=True)
    with pytest.raises(Refused, match="what is asked of one partner is not public"):
        render(answered.ask_of(valley), public=True)


@pytest.mark.parametrize("kind", ["one", "open", "several", "none", "not told apart"])
def test_every_way_of_meeting_has_its_sentence(valley, kind):
    page = render(answered.break_even_of(valley, kind))
    assert len(headline(page)) > 20


@pytest.mark.parametrize("name", FIGURES)
def test_its_commands_are_read_by_the_command_line(pages, name):
    group = typer.main.get_command(app)
    page = pages[name, "en", False]
    lines = commands(page)
    assert lines
    for line in lines:
        program, command, *words = shlex.split(line)
        assert program == "holdfast"
        with group.commands[command].make_context(command, words, resilient_parsing=True) as made:
            assert made.params
    assert lines[-1].endswith(("--out page.html", "--page page.html"))


@pytest.mark.parametrize("name", FIGURES)
def test_each_figure_stands_alone(answers, name):
    for figure in FIGURES[name]:
        svg = picture(answers[name], figure, width=350)
        root = ElementTree.fromstring(svg)
        assert root.get("aria-label") == root[0].text
        assert "var(" not in svg
        said = "".join("".join(root.itertext()).split())
        assert "Holdfast0.1.0" in said
        assert "futures,seed" in said
    with pytest.raises(ValueError, match=f"no figure 'fan'.*one of {FIGURES[name][0]}"):
        picture(answers[name], "fan")


def test_the_same_answer_gives_the_same_bytes(answers, pages):
    assert render(answers["slip"], "en") == pages["slip", "en", False]


def test_what_is_no_answer_has_no_page(answers, tmp_path):
    with pytest.raises(TypeError, match="a dict has no page"):
        holdfast.report({}, tmp_path / "page.html")
    with pytest.raises(ValueError, match="hindcast"):
        holdfast.report(answers["slip"], tmp_path / "page.html", hindcast=answers["slip"].table)
    assert not list(tmp_path.iterdir())
