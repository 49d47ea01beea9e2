"""Ranges: what is drawn, between which bounds, and what leaves a draw as it is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.draws import Luck
from holdfast.scenario import Scenario, new, parameters, read_scenario
from holdfast.scenario.uncertain import Z95, normal_of, split_normal

FUTURES = 20_000


@pytest.fixture(scope="module")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    return read_scenario(new(tmp_path_factory.mktemp("scenario") / "small"))


@pytest.fixture(scope="module")
def luck() -> Luck:
    return Luck.of(7, range(FUTURES))


def test_low_and_high_are_the_5_and_95_percent_points(scenario: Scenario, luck: Luck):
    drawn = scenario.uncertain("power/generators", "available_mw", luck)
    assert drawn.shape == (FUTURES, 4)
    # Pairs share a draw, so there are half as many; three standard errors of a share.
    pairs = FUTURES / 2
    for share, column in (
        (0.05, "available_mw_low"),
        (0.5, "available_mw"),
        (0.95, "available_mw_high"),
    ):
        point = scenario.table("power/generators").number(column)
        below = (drawn < point).mean(axis=0)
        assert np.all(np.abs(below - share) < 3 * np.sqrt(share * (1 - share) / pairs))


def test_two_futures_of_a_pair_share_a_draw(scenario: Scenario, luck: Luck):
    drawn = scenario.uncertain("regions", "population", luck)
    np.testing.assert_array_equal(drawn[0::2], drawn[1::2])
    # All pairs differ but the one in eighty whose draw is clipped.
    assert len(np.unique(drawn[:, 0])) > 0.98 * FUTURES / 2
    np.testing.assert_array_equal(drawn[:, 2], 400_000)


def test_no_range_gives_one_row(scenario: Scenario, luck: Luck):
    assert scenario.uncertain("gas/storage", "capacity_mcm", luck).tolist() == [[600]]
    assert scenario.uncertain("regions", "defence_share", luck).shape == (1, 3)
    assert scenario.uncertain("damage/kinds", "units_per_hit", luck).tolist() == [[1] * 6]


def test_draws_keep_within_the_bounds_of_the_column(scenario: Scenario, luck: Luck):
    rows = scenario.table("threat/classes").rows()
    rows[0] |= {"kill_share": "0.95", "kill_share_low": "0.5", "kill_share_high": "1"}
    drawn = scenario.replace_rows("threat/classes", rows).uncertain(
        "threat/classes", "kill_share", luck
    )
    assert drawn.min() >= 0
    assert drawn.max() == 1


def test_a_new_row_leaves_the_other_draws_as_they_are(scenario: Scenario, luck: Luck):
    before = scenario.uncertain("power/generators", "available_mw", luck)
    rows = scenario.table("power/generators").rows()
    more = [{**rows[2], "id": "HILLS_wind"}, *rows]
    after = scenario.replace_rows("power/generators", more).uncertain(
        "power/generators", "available_mw", luck
    )
    np.testing.assert_array_equal(after[:, 1:], before)
    assert not np.array_equal(after[:, 0], before[:, 2])


def test_a_draw_does_not_depend_on_the_batch(scenario: Scenario, luck: Luck):
    whole = scenario.uncertain("regions", "population", luck)
    some = scenario.uncertain("regions", "population", Luck.of(7, [9, 4]))
    np.testing.assert_array_equal(some, whole[[9, 4]])


def test_parameters(scenario: Scenario, luck: Luck):
    spec = parameters()["network.saving"]
    drawn = scenario.parameter("network.saving", luck)
    assert drawn.shape == (FUTURES,)
    assert drawn.min() == 0
    assert abs((drawn < spec.high).mean() - 0.95) < 3 * np.sqrt(0.05 * 0.95 / (FUTURES / 2))
    assert scenario.known("network.saving") == spec.default
    assert scenario.parameter("people.cold_threshold", luck).tolist() == [16]
    with pytest.raises(KeyError, match=r"no parameter 'network\.savings'; the nearest is"):
        scenario.known("network.savings")


def test_overridden_parameters(scenario: Scenario, luck: Luck):
    assert scenario.known("network.reserve_mw") == 150
    assert 0.04 < (scenario.parameter("network.reserve_mw", luck) < 100).mean() < 0.06
    certain = scenario.add_rows("parameters", [{"id": "network.saving", "value": "0.02"}])
    assert certain.parameter("network.saving", luck).tolist() == [0.02]
    assert scenario.known("network.saving") == parameters()["network.saving"].default


def test_every_parameter_is_possible():
    for spec in parameters().values():
        low = -np.inf if spec.minimum is None else spec.minimum
        high = np.inf if spec.maximum is None else spec.maximum
        assert low <= spec.low <= spec.default <= spec.high <= high, spec.id
        assert spec.doc
        assert spec.source
        assert spec.status in ("READ", "MEMORY", "ESTIMATE"), spec.id


@settings(deadline=None, derandomize=True)
@given(
    value=st.floats(-1e6, 1e6),
    below=st.floats(0, 1e6),
    above=st.floats(0, 1e6),
    z=st.lists(st.floats(-8, 8), min_size=2, max_size=20),
)
def test_split_normal_is_monotone_and_meets_its_points(
    value: float, below: float, above: float, z: list[float]
):
    ends = (np.array([value]), np.array([value - below]), np.array([value + above]))
    drawn = split_normal(*ends, np.array([-Z95, 0, Z95]))
    np.testing.assert_allclose(drawn, [value - below, value, value + above], atol=1e-6)
    ordered = split_normal(*ends, np.sort(np.array(z)))
    assert np.all(np.diff(ordered) >= 0)


def test_the_template_stays_whole(tmp_path: Path):
    """The draws above rest on the small scenario: it has ranges in every table that may."""
    scenario = read_scenario(new(tmp_path / "small"))
    for name in ("regions", "power/demand", "threat/classes", "items", "repair/crews"):
        table = scenario.table(name)
        ranged = [column for column, spec in table.schema.columns.items() if spec.range]
        assert any(f"{column}_low" in table.columns for column in ranged), name


def test_the_normal_number_of_a_draw_is_that_which_it_was_drawn_at():
    z = np.linspace(-2.5, 2.5, 11)
    ends = (np.array([3.0]), np.array([1.0]), np.array([9.0]))
    np.testing.assert_allclose(normal_of(3.0, 1.0, 9.0, split_normal(*ends, z)), z)
    assert normal_of(3.0, 3.0, 9.0, np.array([2.0])).tolist() == [0.0]
