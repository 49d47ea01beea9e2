"""What a raid is made of and aimed at: mixed salvos, decoys, aims that drift and are not told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.special import ndtri

from holdfast.campaign.record import MEASURES
from holdfast.campaign.recorder import Recorder, fields
from holdfast.draws import Luck
from holdfast.model import damage, threat
from holdfast.model.threat.waves import in_common
from holdfast.scenario import Scenario, read_scenario
from model.raid_world import arrived, damage_params, fight, raid, threat_params

VALLEY = Path(__file__).parents[2] / "examples" / "valley"
ALWAYS = np.ones((1, 1, threat.HORIZON))


@pytest.fixture(scope="module")
def valley() -> Scenario:
    return read_scenario(VALLEY).replace_rows("threat/raids", [])


def luck(futures=4, day=3, seed=1):
    return Luck.of(seed, range(futures)).on(day)


def drifting(valley, value="0.4", **cells):
    return valley.add_rows("parameters", [{"id": "threat.drift", "value": value} | cells])


# ---- mixed salvos -------------------------------------------------------------------------------


def in_wave(together, futures=20_000, **changes):
    """Launches (F, 2) of a wave of two classes that join with .5 and .3."""
    params = threat_params(
        hazard=ALWAYS,
        wave_probability=np.array([[[0.5, 0.3]]]),
        wave_size=np.full((1, 1, 2), 50.0),
        wave_spread=np.array([0.4, 0.4]),
        together=np.array([together]),
        **changes,
    )
    return threat.step(params, np.zeros(futures), np.full((futures, 2), 1e6), 0, luck(futures))


@pytest.mark.parametrize("together", [0.0, 0.6])
def test_each_class_joins_as_often_and_with_as_many_as_by_itself(together):
    launched = in_wave(together).launched
    for place, chance in enumerate((0.5, 0.3)):
        joined = launched[:, place] > 0
        assert abs(joined.mean() - chance) < 3 * np.sqrt(chance * (1 - chance) / 20_000)
        logs = np.log(launched[joined, place])
        assert abs(logs.mean() - np.log(50)) < 3 * 0.4 / np.sqrt(joined.sum()) + 1e-3
        assert logs.std() == pytest.approx(0.4, abs=0.01)


def test_classes_of_one_wave_go_together_as_much_as_is_said():
    apart, close = in_wave(0.0).launched, in_wave(0.6).launched
    for launched, expected in ((apart, 0.0), (close, 0.6)):
        both = (launched > 0).all(axis=1)
        found = np.corrcoef(np.log(launched[both]).T)[0, 1]
        assert found == pytest.approx(expected, abs=3 / np.sqrt(both.sum()) + 0.005)
    # P(both join): the quadrant of a bivariate normal distribution, here by integration.
    common = ndtri((np.arange(20_000) + 0.5) / 20_000)
    own = [(ndtri(p) - np.sqrt(0.6) * common) / np.sqrt(0.4) for p in (0.5, 0.3)]
    exact = np.prod([0.5 * (1 + np.vectorize(_erf)(x / np.sqrt(2))) for x in own], axis=0).mean()
    error = np.sqrt(exact * (1 - exact) / 20_000)
    assert abs((close > 0).all(axis=1).mean() - exact) < 3 * error


def _erf(x):
    from math import erf

    return erf(x)


def test_one_factor_by_hand():
    made = in_common(np.array([[1.0, -1.0]]), np.array([2.0]), np.array([[0.25]]))
    np.testing.assert_allclose(made, [[0.5 * 2 + 0.75**0.5, 0.5 * 2 - 0.75**0.5]])


def test_a_class_that_flies_every_day_flies_more_on_days_of_waves():
    """Chance .5, mean 4: on a day with a wave 1.6 times as many, and none of its own joins."""
    changes = {
        "wave_probability": np.array([[[1.0, 0.0]]]),
        "wave_size": np.full((1, 1, 2), 50.0),
        "between_probability": np.array([[[0.0, 0.5]]]),
        "between_size": np.full((1, 1, 2), 4.0),
        "salvo_multiplier": np.array([[0.0, 1.6]]),
    }
    count = 20_000
    held = np.full((count, 2), 1e6)
    by_wave = {}
    for wave in (0.0, 1.0):
        params = threat_params(hazard=wave * ALWAYS, **changes)
        made = threat.step(params, np.zeros(count), held, 0, luck(count))
        by_wave[wave] = made.launched[:, 1]
    for wave, mean in ((0.0, 2.0), (1.0, 3.2)):
        launched = by_wave[wave]
        assert abs(launched.mean() - mean) < 3 * launched.std() / np.sqrt(count)
    assert (by_wave[1.0] >= by_wave[0.0]).all()


# ---- decoys -------------------------------------------------------------------------------------


def test_decoys_are_counted_as_launched_and_as_shares(valley):
    rows = [cells | {"decoy_share": "0.25"} for cells in valley.table("threat/classes").rows()]
    plain, decoys = (
        threat.prepare(scenario, Luck.of(1, range(4)))
        for scenario in (valley, valley.replace_rows("threat/classes", rows))
    )
    np.testing.assert_array_equal(plain.harmful, [[1.0]])
    np.testing.assert_array_equal(decoys.harmful, [[0.75]])
    one, other = (
        threat.step(params, np.full(4, 9.0), np.full((4, 1), 50.0), 3, luck())
        for params in (plain, decoys)
    )
    np.testing.assert_array_equal(one.toward, other.toward)
    np.testing.assert_array_equal(one.aimed, other.aimed)


def hits(harmful, leaks=4.0, futures=4000):
    params = damage_params()
    count = len(params.names)
    toward = np.full((futures, 2, 2), leaks)
    none = np.zeros((futures, count))
    made = damage.step(
        params,
        raid(toward, harmful=harmful),
        fight(toward),
        arrived(count),
        none.astype(int),
        none,
        np.ones((futures, count)),
        none.astype(int),
        luck(futures),
    )
    return made.hit


def test_decoys_do_no_damage():
    assert hits(0.0).sum() == 0
    # Half of 4 leakers are as 2 leakers: the same expected hits, the same luck.
    np.testing.assert_array_equal(hits(0.5, 4.0), hits(1.0, 2.0))
    assert hits(1.0).sum() > hits(0.5).sum() > 0
    assert (hits(1.0) >= hits(0.5)).all(), "a decoy less never hurts less"


# ---- drift --------------------------------------------------------------------------------------


def test_no_drift_is_one_span(valley):
    params = threat.prepare(valley, Luck.of(1, range(4)))
    assert params.region_share.shape[1] == 1
    assert len(params.target_from) == 1


def test_shares_drift_in_steps_of_a_week_and_sum_to_one(valley):
    plain = threat.prepare(valley, Luck.of(1, range(6)))
    params = threat.prepare(drifting(valley), Luck.of(1, range(6)))
    np.testing.assert_array_equal(params.region_from[:3], [0, 7, 14])
    np.testing.assert_allclose(params.region_share[:, 0], plain.region_share[:, 0])
    np.testing.assert_allclose(params.region_share.sum(axis=3), 1.0)
    assert (params.region_share[:, 1] != params.region_share[:, 0]).any()
    assert (params.target_share.sum(axis=2) < 1.0).all()
    np.testing.assert_allclose(params.target_share[:, 0], np.tile([0.5, 0.3], (6, 1)))
    # Luck, not ignorance: the two futures of a pair part.
    assert (params.region_share[0, 9] != params.region_share[1, 9]).any()


def test_a_longer_campaign_keeps_the_drift_of_a_shorter_one(valley):
    scenario = drifting(valley)
    text = scenario.files["scenario.toml"].replace("days = 151", "days = 90")
    short = Scenario.from_files({**scenario.files, "scenario.toml": text})
    params, less = (threat.prepare(one, Luck.of(1, range(3))) for one in (scenario, short))
    count = less.region_share.shape[1]
    assert count < params.region_share.shape[1]
    np.testing.assert_array_equal(less.region_share, params.region_share[:, :count])


@pytest.mark.parametrize("sd", [0.1, 0.5])
def test_drift_keeps_the_mean_exactly_and_spreads_as_is_said(sd):
    """A martingale on the simplex: three standard errors after 1, 20 and 80 steps."""
    futures, steps = 40_000, 80
    share = np.array([0.6, 0.3, 0.1, 0.0])
    rng = np.random.default_rng(3)
    at = np.array([0, 1, 20, 80])
    made = threat.drifted(
        np.tile(share, (1, 4, 1)),
        np.array([sd]),
        at,
        rng.random(futures),
        rng.standard_normal((futures, 4, steps)),
    )
    np.testing.assert_allclose(made.sum(axis=2), 1.0)
    np.testing.assert_allclose(made[:, 0], np.tile(share, (futures, 1)))
    assert (made[:, :, 3] == 0.0).all()
    for place in (1, 2, 3):
        error = made[:, place].std(axis=0) / np.sqrt(futures)
        assert (abs(made[:, place].mean(axis=0) - share) <= 3 * error).all()
    # Small steps: the logarithm of a ratio of two shares has the variance 2 sd**2 a step.
    ratio = np.log(made[:, 1, 0] / made[:, 1, 1])
    assert ratio.std() == pytest.approx(np.sqrt(2) * sd, rel=0.05)
    spread = made[:, 1:, 0].std(axis=0)
    assert (np.diff(spread) > 0).all()


def test_drift_follows_a_change_of_aims_with_their_mean(valley):
    rows = [
        {"from": day, "target": target, "share": share}
        for day, target, share in (
            ("2030-12-01", "grid", "0.5"),
            ("2030-12-01", "stations", "0.3"),
            ("2031-01-12", "grid", "0.1"),
            ("2031-01-12", "stations", "0.6"),
        )
    ]
    scenario = drifting(valley.replace_rows("threat/targets", rows), "0.3")
    params = threat.prepare(scenario, Luck.of(1, range(8000)))
    assert 42 in params.target_from
    for day, stated in ((35, [0.5, 0.3]), (42, [0.1, 0.6]), (140, [0.1, 0.6])):
        found = threat.current(params.target_from, params.target_share, day)
        error = found.std(axis=0) / np.sqrt(8000)
        assert (abs(found.mean(axis=0) - stated) <= 3 * error).all()


def test_no_recorder_and_no_measure_tells_what_is_aimed_at():
    assert not {name for name in fields() if name in ("raid.aimed", "raid.toward")}
    assert not [name for name, spec in fields().items() if "target" in spec.axes]
    assert not [one.name for one in MEASURES if "target" in one.axes]
    for name in ("raid.aimed", "raid.toward", "raid.drift"):
        with pytest.raises(ValueError, match=f"'{name}' is not one of"):
            Recorder(name).measure()
    assert "raid.launched" in fields()


def test_a_run_says_the_same_of_launches_whatever_the_drift(valley):
    plain, other = (
        threat.prepare(one, Luck.of(2, range(30))) for one in (valley, drifting(valley, "0.8"))
    )
    for day in (20, 140):
        a, b = (
            threat.step(params, np.full(30, 12.0), np.full((30, 1), 40.0), day, luck(30, day))
            for params in (plain, other)
        )
        np.testing.assert_array_equal(a.launched, b.launched)
        np.testing.assert_array_equal(a.stock, b.stock)
