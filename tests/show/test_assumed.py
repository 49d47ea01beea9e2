"""Assumptions are ranked by what the run's own futures say of them."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import spearmanr

import synthetic
from holdfast.questions.inputs import inputs
from holdfast.scenario import read_scenario
from holdfast.show.catalogue import Catalogue
from holdfast.show.sections import assumed, basis
from holdfast.show.sides import Story

EN = Catalogue.of("en")
FUTURES = 80


def driven(scenario, table: str, column: str):
    """A run whose hours without power follow one column of a table."""
    run = synthetic.outcome(scenario, FUTURES)
    values = next(
        each.values for each in inputs(run) if (each.table, each.column) == (table, column)
    )
    hours = 12 + 2 * (values - values.mean()) / values.std()
    return synthetic.outcome(
        scenario, FUTURES, hours_without_power=np.clip(hours, 0, 24)[:, None, None]
    )


@pytest.fixture(scope="module")
def bucharest(root):
    return read_scenario(root / "examples" / "bucharest-2022")


@pytest.mark.parametrize(
    ("table", "column", "doc"),
    [
        ("power/transformers", "other_mva", "Capacity of the rest of the fleet"),
        ("power/generators", "available_mw", "What all units together can give"),
        ("", "people.set_wear", "Chance that a running set fails for good"),
    ],
)
def test_what_drives_the_hours_comes_first(bucharest, table, column, doc):
    found = assumed.ranking(Story.of(driven(bucharest, table, column), EN, False), EN)
    assert found.by_influence
    assert found.rows[0].what.startswith(doc)
    assert found.rows[0].influence > "+0.5"


def test_every_drawn_column_and_every_parameter_stands_once(bucharest):
    run = synthetic.outcome(bucharest, 24)
    rows = assumed.ranking(Story.of(run, EN, False), EN).rows
    drawn = {(each.table, each.column) for each in inputs(run) if each.table}
    assert len(rows) == len(drawn) + len(bucharest.parameters)
    told = " ".join(row.what for row in rows)
    for words in ("(large transformers)", "(generation)", "(links between regions)"):
        assert words in told


def told(scenario, doc: str, language: str = "en", public: bool = False) -> assumed.Assumption:
    words = Catalogue.of(language)
    story = Story.of(synthetic.outcome(scenario, 24), words, public)
    return next(
        row
        for row in assumed.ranking(story, words).rows
        if row.what == words.own(scenario.parameters[doc].doc)
    )


def test_a_value_of_the_scenario_gives_its_own_source_and_status_and_borrows_none(root):
    aldria = read_scenario(root / "examples" / "aldria")
    given = told(aldria, "network.reserve_mw")
    assert (given.source, given.status, given.cited) == (
        "set by this scenario [1]",
        "estimated",
        (1,),
    )
    french = told(aldria, "network.reserve_mw", "fr")
    assert (french.source, french.status) == ("fixé par ce scénario [1]", "estimé")
    public = told(aldria, "network.reserve_mw", public=True)
    assert (public.source, public.cited) == ("set by this scenario, 1 source", ())
    left = told(aldria, "network.rebound")
    assert left.source == aldria.parameters["network.rebound"].source != ""
    assert not left.cited


@pytest.mark.parametrize(
    ("language", "source", "status"),
    [
        ("en", "set by this scenario, no source given", "no status given"),
        ("fr", "fixé par ce scénario, sans source indiquée", "statut non indiqué"),
    ],
)
def test_a_value_of_the_scenario_without_a_source_says_so(root, language, source, status):
    valley = read_scenario(root / "examples" / "valley")
    given = told(valley, "network.rebound", language)
    assert (given.source, given.status) == (source, status)


def test_tables_with_columns_of_the_same_name_are_read_by_their_common_ones(bucharest):
    """`status` of regions is who holds them, `source` of buildings what heats them."""
    people = told_column(bucharest, "regions", "population")
    assert people.status == "estimated"
    heat = bucharest.table("heat/buildings")
    ids = {each.strip() for text in heat.text("row_source") for each in text.split(";")} - {""}
    assert told_column(bucharest, "heat/buildings", "people_share").source.startswith(
        f"{len(ids)} source"
    )


def told_column(scenario, table: str, column: str) -> assumed.Assumption:
    story = Story.of(synthetic.outcome(scenario, 24), EN, False)
    doc = scenario.table(table).schema.column(column).doc
    return next(row for row in assumed.ranking(story, EN).rows if row.what.startswith(doc))


def test_the_rank_correlation_is_that_of_scipy():
    draw = np.random.default_rng(3)
    values, hours = draw.random(40), draw.random(40)
    expected = spearmanr(values, hours).statistic
    assert assumed._influence([values], hours) == pytest.approx(expected)
    assert assumed._influence([np.ones(40)], hours) == 0


def test_few_pairs_are_ranked_by_width_and_that_is_said(bucharest):
    story = Story.of(synthetic.outcome(bucharest, 8), EN, False)
    assert not assumed.ranking(story, EN).by_influence
    made = basis.basis(story, EN)
    assert made.order.startswith("Below are the assumptions with the widest ranges")
    more = basis.basis(Story.of(synthetic.outcome(bucharest, 40), EN, False), EN)
    assert "rank correlation over 20 pairs" in more.order
    assert "0.45" in more.order


def test_a_column_tells_rows_values_and_ranges(bucharest):
    story = Story.of(synthetic.outcome(bucharest, 24), EN, False)
    row = next(
        row
        for row in assumed.ranking(story, EN).rows
        if row.what.startswith("Capacity of the rest of the fleet")
    )
    table = bucharest.table("power/transformers")
    middle, low, high = (table.number(f"other_mva{end}") for end in ("", "_low", "_high"))
    below, above = (round(100 * float(np.median(end / middle - 1))) for end in (low, high))
    assert f"in {len(table)} rows, ranges about −{-below} to +{above}\u00a0%" in row.value
    assert "MVA" in row.value
