"""Sides are named by their plans, and what stands for one stands for both."""

from __future__ import annotations

import re

import numpy as np
import pytest

import synthetic
from holdfast.outcome.statistics import difference, estimate
from holdfast.questions.deliveries import with_deliveries
from holdfast.questions.whatif import between
from holdfast.scenario import Scenario, read_scenario
from holdfast.show.catalogue import Catalogue
from holdfast.show.changes import both, changes, verdict_words
from holdfast.show.costed import costs
from holdfast.show.plans import Plan, amount
from holdfast.show.report import render
from holdfast.show.sections import certainty, plan, unfolds
from holdfast.show.sides import DAILY, Story
from show import world

EN = Catalogue.of("en")
FUTURES = 40
AS_IF_PLEDGED = ("without it", "with it", "as it stands", "with what is added")


@pytest.fixture(scope="module")
def valley(root) -> Scenario:
    return read_scenario(root / "examples" / "valley")


def compared(scenario: Scenario, a=(), b=(), public=False) -> Story:
    first = synthetic.outcome(with_deliveries(scenario, a, "a"), FUTURES)
    second = synthetic.outcome(with_deliveries(scenario, b, "b"), FUTURES, leaked=1.0)
    return Story.of(between(first, second), EN, public)


@pytest.fixture(scope="module")
def rivals(valley) -> Story:
    return compared(valley, ["shield"], ["repair"])


def test_two_packages_are_named_on_both_sides(rivals):
    labels = [side.label for side in rivals.sides]
    assert labels == ["With package “shield”", "With package “repair”"]
    assert rivals.named == "the package “repair” in place of the package “shield”"


@pytest.mark.parametrize(
    ("a", "b", "labels"),
    [
        ([], ["shield"], ("As pledged", "With package “shield”")),
        (["shield"], [], ("With package “shield”", "As pledged")),
        ([], ["EN:crew:2"], ("As pledged", "With 2\u00a0repair crews")),
        (
            ["EN:crew:2"],
            ["EN:crew:2", "shield"],
            ("With 2\u00a0repair crews", "With package “shield” and 2\u00a0repair crews"),
        ),
        (["EN:crew:1", "NN:battery:1"], ["repair"], ("With 2 more deliveries", None)),
    ],
)
def test_sides_are_named_by_what_they_add(valley, a, b, labels):
    found = compared(valley, a, b)
    for side, label in zip(found.sides, labels, strict=True):
        assert label is None or side.label == label


def test_two_sides_of_the_same_name_are_told_apart(valley):
    story = compared(valley, ["EN:crew:1", "NN:battery:1"], ["EN:crew:3", "NN:battery:2"])
    assert [side.label[:3] for side in story.sides] == ["A: ", "B: "]


def test_runs_that_pledge_unlike_things_are_first_and_second_plan(valley):
    rows = valley.table("deliveries").rows()
    other = valley.replace_rows("deliveries", [*rows[1:], {**rows[0], "quantity": "21"}])
    found = between(synthetic.outcome(valley, FUTURES), synthetic.outcome(other, FUTURES))
    story = Story.of(found, EN, False)
    assert [side.label for side in story.sides] == ["First plan", "Second plan"]


def test_a_plan_keeps_what_was_asked_for_as_it_was_asked(valley):
    asked = ["repair", "NN:battery:1@2031-01-01"]
    found = Plan.of(with_deliveries(valley, asked, "b"))
    assert found.written() == asked
    assert not found.pledged
    assert Plan.of(valley).pledged


def test_deliveries_of_both_plans_are_listed_and_told_apart(rivals):
    made = plan.timeline(rivals, EN)
    rows = {(row[1], row[2]): row[4] for row in made.numbers.rows}
    assert rows["Battery", "2"] == "only with package “shield”"
    assert rows["Repair crew", "4"] == "only with package “repair”"
    assert "Interceptor" in made.drawing.sizes[0][1]
    assert made.title.endswith("; 2 are proposed with package “shield”, 2 with package “repair”")
    firsts, seconds = plan.marks(rivals, EN)
    assert [name for _, name in firsts[0]] == ["30 × Interceptor", "2 × Battery"]
    assert [name for _, name in seconds[0]] == ["4 × Repair crew", "3 × Large transformer"]


def test_marks_that_are_not_named_are_counted(valley):
    asked = [f"EN:crew:{n}@2031-01-0{n}" for n in range(1, 8)]
    _, (named, more) = plan.marks(compared(valley, [], asked), EN)
    assert len(named) == plan.MOST_MARKS
    assert more == "and 3 more"


def test_costs_of_both_sides_and_their_difference(rivals):
    items = rivals.scenario.table("items")
    price = dict(zip(items.text("id"), items.number("unit_cost_meur"), strict=True))
    shield = 2 * price["battery"] + 30 * price["interceptor"]
    repair = 3 * price["transformer"] + 4 * price["crew"]
    assert [made[0] for made in costs(rivals)] == pytest.approx([shield, repair, repair - shield])
    money = changes(rivals, EN).groups[-1].lines[-1]
    assert money.name == "Cost of what is added"
    assert len(money.cells) == 6


@pytest.mark.parametrize("a", [["shield"], []])
def test_wording_of_a_plan_as_pledged_only_where_it_is_one(valley, a):
    story = compared(valley, a, ["repair"])
    answer = between(*(side.outcome for side in story.sides))
    page = re.sub(r"<style>.*?</style>", "", render(answer), flags=re.S)
    assert not [words for words in AS_IF_PLEDGED if words in page]
    assert ("as pledged" in page.lower()) == (not a)


def test_the_change_is_drawn_and_its_sum_is_the_difference():
    story = Story.of(world.whatif(40), EN, False)
    made = unfolds.signature(story, EN)
    assert "Change" in made.drawing.sizes[0][1]
    apart = (story.shown.hours - story.baseline.hours).sum(axis=1)
    found = story.difference(DAILY, story.windows[-1]).estimate
    assert float(apart.mean()) == pytest.approx(found.mean, rel=1e-5)
    assert (
        EN.numbers.plus_minus(found.mean, found.standard_error, sign=True)
        in (made.drawing.sizes[0][1])
    )
    assert len(made.numbers.head) == len(made.numbers.rows[0]) == 8


def test_better_and_worse_are_counted(rivals):
    table = changes(rivals, EN)
    place = table.heads.index(f"Of {rivals.futures} futures") - 1
    lines = {line.name: line for group in table.groups for line in group.lines}
    a, b = (side.metric("leaked", rivals.windows[-1]) for side in rivals.sides)
    better, worse = (b < a).sum(), (b > a).sum()
    assert lines["Weapons that got through"].cells[place] == f"{better} better, {worse} worse"
    title = certainty.difference(Story.of(world.whatif(40), EN, False), EN).title
    assert re.search(r"better in \d+ of 40 simulated futures, worse in \d+$", title)


@pytest.mark.parametrize(
    ("b", "said"),
    [
        ([1, 0, 0, 0], "of 200: 0 better, 1 worse"),
        ([-1] * 199 + [0], "of 200: 199 better, 0 worse"),
        ([-1] * 150, "75 better, 0 worse"),
        ([-1] * 200, "100 better, 0 worse"),
    ],
)
def test_counts_of_the_better_and_the_worse_never_contradict_the_verdict(b, said):
    a = np.zeros(200)
    moved = np.array([*b, *[0] * (200 - len(b))], float)
    found = difference(a, moved, np.arange(200) // 2, "less")
    assert both(found, 200, EN) == said
    if found.verdict.startswith("rare"):
        assert f"{found.changed} of 200" in verdict_words(found, EN)


@pytest.mark.parametrize(
    ("language", "few", "many", "pairs"),
    [
        (
            "en",
            "rare: changes 4 of 200 futures; too few to judge",
            "rare: changes 200 of 200 futures, but under 5 carry it; too few to judge",
            "too few futures",
        ),
        (
            "fr",
            "rare\u00a0: ne change que 4 avenirs sur 200\u202f; trop peu pour juger",
            "rare\u00a0: change 200 avenirs sur 200, mais moins de 5 le portent"
            "\u202f; trop peu pour juger",
            "trop peu d’avenirs",
        ),
    ],
)
def test_what_few_futures_carry_is_called_rare_and_not_said_to_be_alike(language, few, many, pairs):
    words, a, pair = Catalogue.of(language), np.zeros(200), np.arange(200) // 2
    four, all_ = np.zeros(200), np.full(200, 0.01)
    four[:4], all_[:3] = 9.0, 900.0
    assert verdict_words(difference(a, four, pair, "less"), words) == few
    assert verdict_words(difference(a, all_, pair, "less"), words) == many
    assert verdict_words(difference(a[:8], four[:8], pair[:8], "less"), words) == pairs


def test_the_floor_of_service_stands_by_its_three_parts(rivals):
    table = changes(rivals, EN)
    lines = [line for group in table.groups for line in group.lines]
    parts = [line for line in lines if line.parent == "Floor of service held throughout"]
    for line, metric in zip(parts, ("service", "grid", "stocks"), strict=True):
        values = rivals.shown.metric(f"survival_of_{metric}", rivals.windows[-1])
        made = estimate(100 * values, rivals.shown.outcome.pair)
        assert line.cells[1] == EN.numbers.plus_minus(made.mean, made.standard_error)


def test_what_comes_in_bulk_is_written_with_its_unit(root):
    bucharest = read_scenario(root / "examples" / "bucharest-2022")
    row = {"item": "gas_volume", "quantity": "245"}
    assert amount(row, bucharest, EN) == "245 million m³ of gas"
    assert amount(row, bucharest, Catalogue.of("fr")) == "245 millions de m³ de gaz"
    assert amount({"item": "repair_crew", "quantity": "4"}, bucharest, EN).startswith("4 × Repair")
    aldria = read_scenario(root / "examples" / "aldria")
    row = {"item": "gas_volume", "quantity": "130"}
    assert amount(row, aldria, EN) == "130 million m³ of gas"
    assert amount(row, aldria, Catalogue.of("fr").of_scenario(aldria)) == (
        "130 millions de m³ de gaz"
    )
