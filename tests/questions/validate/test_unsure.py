"""What nobody knows, each thing once."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.questions.inputs import called, drawn
from holdfast.questions.validate.finding import Sentence
from holdfast.questions.validate.unsure import MOSTLY, Unknown, grid, unknowns_of
from holdfast.scenario import Scenario, read_scenario
from holdfast.show.catalogue import Catalogue
from holdfast.show.dossier.teller import PartTeller

FUTURES = np.arange(24, 144)


@pytest.fixture(scope="module")
def large(root) -> Scenario:
    return read_scenario(root / "examples" / "bucharest-2022")


@pytest.fixture(scope="module")
def luck(large):
    return large.luck(1, FUTURES)


@pytest.fixture(scope="module")
def found(large, luck) -> list[Unknown]:
    return unknowns_of(large, luck)


def test_every_input_stands_behind_one_unknown(large, luck, found):
    inputs = [one for one in drawn(large, luck) if np.unique(one.values).size > 2]
    assert sum(one.inputs for one in found) == len(inputs) + 1
    assert len(found) < len(inputs)


def test_rows_that_share_most_of_their_draw_are_one_and_others_are_not(large, luck, found):
    rows = {one.name.values["name"]: one for one in found if _rows(one)}
    level = [
        one for one in drawn(large, luck) if (one.table, one.column) == ("gas/demand", "level")
    ]
    assert rows["gas/demand.level"].inputs == len(level)
    assert rows["gas/demand.level"].name.values["all"] == len(large.table("gas/demand"))
    assert rows["gas/demand.level"].values == pytest.approx(
        np.mean([one.values for one in level], axis=0)
    )
    for name in rows:
        table, _, column = name.partition(".")
        assert large.table(table).schema.column(column).shared > MOSTLY
    assert called("weather/normals", "mean_c", "EST 9") in [one.name for one in found]


def test_what_stands_apart_hangs_together_no_more_than_by_half(found):
    """Rows of a column that are left apart: in the mean no closer than MOSTLY, by ranks."""
    apart: dict[str, list[np.ndarray]] = {}
    for one in found:
        if isinstance(one.name, str) and one.name.endswith(")"):
            apart.setdefault(one.name.partition(" ")[0], []).append(one.values[::2])
    for name, values in apart.items():
        if len(values) > 5:
            close = np.corrcoef(np.argsort(np.argsort(values, axis=1), axis=1))
            assert close[np.triu_indices(len(values), 1)].mean() < MOSTLY + 0.1, name


def test_the_grid_of_each_future_is_one_of_them(large, luck, found):
    (one,) = [each for each in found if each.name == Sentence("grid")]
    rows = list(large.table("power/delivery").rows())
    assert len(np.unique(one.values)) == len({row["grid"] for row in rows})
    assert ((one.values > 0) & (one.values < 1)).all()
    assert np.array_equal(one.values[::2], one.values[1::2])


def test_without_curves_or_of_one_grid_there_is_nothing_to_draw(large, luck):
    rows = list(large.table("power/delivery").rows())
    one = large.replace_rows("power/delivery", [r for r in rows if r["grid"] == rows[0]["grid"]])
    assert not [each for each in unknowns_of(one, luck) if each.name == Sentence("grid")]
    banks = [{**row, "design_mw": ""} for row in large.table("power/transformers").rows()]
    bare = large.replace_rows("power/transformers", banks).replace_rows("power/delivery", [])
    assert not list(grid(bare, luck))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_names_are_told(found, language):
    teller = PartTeller(Catalogue.of(language), "unknowns")
    told = [teller.value(one.name) for one in found]
    assert len(set(told)) == len(told)
    wanted = {"en": "gas/demand.level (22 of 22 rows)", "fr": "gas/demand.level (22 lignes sur 22)"}
    assert wanted[language] in told


def _rows(one: Unknown) -> bool:
    return isinstance(one.name, Sentence) and one.name.name == "rows"
