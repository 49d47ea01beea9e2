"""Findings in titles are those of the arrays, and are not claimed where they are not told apart."""

from __future__ import annotations

import dataclasses
import re

import numpy as np
import pytest

import synthetic
from holdfast.outcome import Outcome
from holdfast.questions.whatif import between
from holdfast.scenario import read_scenario
from holdfast.show.catalogue import Catalogue
from holdfast.show.costed import costs
from holdfast.show.left_out import left_out
from holdfast.show.nameless import without_names
from holdfast.show.sections import basis, certainty, judged, places, plan, shelves, unfolds
from holdfast.show.sides import Story
from holdfast.show.sources import listed
from show import world

EN = Catalogue.of("en")


@pytest.fixture(scope="module")
def story() -> Story:
    return Story.of(world.whatif(60), EN, public=False)


def test_the_fan_compares_a_month_after_the_plans_part(story):
    title = unfolds.fan(story, EN, []).title
    month, with_it, without = re.match(
        r"In (\w+ \d+) .* ([\d.]+) hours .*, ([\d.]+)", title
    ).groups()
    assert month in {"December 2023", "January 2024", "February 2024", "March 2024"}
    start = (
        np.datetime64("2023-11")
        + ["December", "January", "February", "March"].index(month.split()[0])
        + 1
    )
    for side, said in zip(story.sides, (without, with_it), strict=True):
        days = side.outcome.data["day"].values.astype("datetime64[M]") == start
        people = side.outcome.people[0]
        hours = side.outcome.data["hours_without_power"].values[:, days].astype(float)
        assert float(said) == pytest.approx(
            np.average(hours.mean((0, 1)), weights=people), abs=0.06
        )


def test_a_month_that_is_not_told_apart_is_not_compared(story):
    a = story.baseline.outcome
    twin = Outcome(a.data, story.shown.outcome.scenario, a.seed, a.version)
    same = Story.of(between(a, twin), EN, public=False)
    assert "is the darkest month" in unfolds.fan(same, EN, []).title
    assert "no future differs" in certainty.difference(same, EN).title


def test_regions_stand_darkest_first(story):
    ranked = [places.names(story)[r] for r in places.order(story)]
    assert ranked[0] == "North-East"
    assert ranked[-1] == "West"
    assert places.tiles(story, EN).title.startswith("North-East is darkest in")


def test_the_stock_that_counts_and_runs_out_most_gives_the_title(story):
    title = shelves.stocks(story, EN).title
    item, count, before = re.match(
        r"(.*): out of stock in (\d+) of 60 simulated .* as pledged in (\d+)", title
    ).groups()
    assert item == "Long-range interceptor"
    for side, said in zip(story.sides, (before, count), strict=True):
        empty = side.outcome.data["empty"].sel(item="long_missile", day=slice("2022-11-29", None))
        assert int(said) == int(empty.any("day").sum())


def test_a_stock_that_was_never_held_does_not_run_out(story):
    side = story.baseline
    data = side.outcome.data.copy(deep=True)
    at = list(data["item"].values).index("diesel")
    data["held"].values[:, :, at] = 0
    data["empty"].values[:, :, at] = 1
    tables = world.tables()
    tables["stocks"] = tables["stocks"].replace("diesel,20000", "diesel,0")
    never = Outcome(data, world.scenario(tables), 1, "0.1.0")
    assert "diesel" not in shelves.chosen(Story.of(never, EN, public=False))


def test_what_is_added_is_proposed_and_what_is_pledged_is_decided(story):
    firm = {each.row["item"]: each.firm for each in plan.due(story)}
    assert not firm["long_battery"]
    assert firm["generator_set"]
    first = plan.due(story)[0]
    assert first.used == first.arrives + float(first.item["use_days"])


def test_a_fact_that_sets_a_default_is_marked_and_not_counted(story):
    made = judged.hindcast(story, world.hindcast(), EN)
    assert made.title.startswith("Looking back: 2 of 7")
    assert [row[0] for row in made.numbers.rows if row[0].endswith("*")]


def test_the_basis_counts_rows_by_how_they_are_known(story):
    counts = basis.counts(story.scenario)
    assert (counts["READ"], counts["MEMORY"], counts["ESTIMATE"]) == (2, 1, 1)
    assert counts["range"] == len(world.ITEMS)
    made = basis.basis(story, EN)
    assert len(made.main) == basis.MAIN
    assert len(made.main) + len(made.others) == len(story.scenario.parameters)


def test_rows_of_tables_with_a_status_of_their_own_are_counted(root):
    """Regions say by `row_status` how they are known, since `status` is who holds them."""
    scenario = read_scenario(root / "examples" / "bucharest-2022")
    without = dataclasses.replace(
        scenario, visible={k: v for k, v in scenario.visible.items() if k != "regions"}
    )
    regions = scenario.table("regions").text("row_status")
    assert set(regions) == {"ESTIMATE"}
    more = basis.counts(scenario)["ESTIMATE"] - basis.counts(without)["ESTIMATE"]
    assert more == len(regions)
    assert set(basis.counts(scenario)) == {"READ", "MEMORY", "ESTIMATE", "range"}


@pytest.mark.parametrize(
    ("example", "language", "there", "absent"),
    [
        ("bucharest-2022", "en", ("public record;", "no single line", "Claimed figures"), "nodes"),
        ("bucharest-2022", "fr", ("données publiques", "ni ligne isolée"), "nœuds"),
        ("aldria", "en", ("184 lines between 118 nodes", "No public record"), "no single line"),
        ("aldria", "fr", ("184 lignes entre 118 nœuds", "Aucun relevé public"), "ligne isolée"),
        ("valley", "en", ("no single line", "No public record"), "Claimed figures"),
    ],
)
def test_what_is_left_out_is_that_of_the_scenario(root, example, language, there, absent):
    said = " ".join(left_out(read_scenario(root / "examples" / example), Catalogue.of(language)))
    assert all(text in said for text in there), said
    assert absent not in said


def test_the_cost_of_what_is_added_is_that_of_its_prices(story):
    nothing, second, (stated, low, high) = costs(story)
    assert nothing == (0, 0, 0)
    assert second == (stated, low, high)
    assert stated == pytest.approx(2 * 600 + 120 * 1.2 + 30 * 2.5 + 40 * 0.15)
    assert low == pytest.approx(0.8 * stated)
    assert high == pytest.approx(1.3 * stated)


def test_names_are_taken_out_of_a_caveat(story):
    said = without_names("only if the Vestria and Kaldmark send crews", story.scenario, EN)
    assert said == "only if a partner and a partner send crews"


def test_regions_say_by_which_hours_they_are_sorted_and_give_them(root):
    for language, said in (("en", "Sorted by the hours in all"), ("fr", "Rangées par les heures")):
        words = Catalogue.of(language)
        made = places.multiples(Story.of(world.whatif(40), words, public=False), words)
        assert said in made.measure
        drawing = dict(made.drawing.sizes)["w"]
        hours = [words.numbers.first(row[1]) for row in made.numbers.rows]
        assert hours == sorted(hours, reverse=True)
        assert drawing.count("\u00a0h<" if language == "fr" else " h<") >= len(hours)


@pytest.mark.parametrize(("language", "said"), [("en", "Shaded: the winters"), ("fr", "Ombré")])
def test_winters_are_named_only_where_they_are_shaded(root, language, said):
    words = Catalogue.of(language)
    for example, there in (("valley", True), ("aldria", False)):
        scenario = read_scenario(root / "examples" / example)
        made = Story.of(synthetic.outcome(scenario, 24), words, public=False)
        for section in (unfolds.fan(made, words), plan.timeline(made, words)):
            assert section is not None
            assert (said in section.measure) == there, section.measure


def test_what_nobody_published_or_said_is_not_listed(root):
    aldria = read_scenario(root / "examples" / "aldria")
    for language in ("en", "fr"):
        told = " ".join(source.text for source in listed(aldria, Catalogue.of(language)))
        assert not re.search(r"\b(none|no outlet|nobody|personne)\. ", told)
    assert listed(aldria, EN)[0].text.startswith("Invented and judged")
