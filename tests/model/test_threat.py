"""The threat block: recorded raids, the renewal of waves, the ledger of the stock, the aims."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import gamma

from holdfast.draws import Luck
from holdfast.model import threat
from holdfast.scenario import Scenario, read_scenario
from model.raid_world import threat_params

VALLEY = Path(__file__).parents[2] / "examples" / "valley"
ALWAYS = np.ones((1, 1, threat.HORIZON))
NEVER = np.zeros((1, 1, threat.HORIZON))


@pytest.fixture(scope="module")
def valley() -> Scenario:
    return read_scenario(VALLEY)


def luck(futures=4, day=3, seed=1):
    return Luck.of(seed, range(futures)).on(day)


def rows(**columns):
    return [
        dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)
    ]


# ---- worked by hand -----------------------------------------------------------------------------


def test_a_wave_by_hand():
    """Stock 8 + 1 of supply; a wave asks for 10 of each class, so 9 go and nothing is left."""
    params = threat_params(hazard=ALWAYS)
    made = threat.step(params, np.full(4, 5.0), np.full((4, 2), 8.0), 3, luck())
    np.testing.assert_array_equal(made.wave, np.ones(4))
    np.testing.assert_array_equal(made.days_since_wave, np.zeros(4))
    np.testing.assert_array_equal(made.launched, np.full((4, 2), 9.0))
    np.testing.assert_array_equal(made.stock, np.zeros((4, 2)))
    np.testing.assert_array_equal(made.toward.sum(axis=2), made.launched)
    assert np.isnan(made.claimed).all()
    np.testing.assert_allclose(made.aimed, np.tile([0.5, 0.3], (1, 2, 1)))


def test_a_day_without_a_wave_by_hand():
    params = threat_params(hazard=NEVER)
    made = threat.step(params, np.full(4, 5.0), np.full((4, 2), 8.25), 3, luck())
    np.testing.assert_array_equal(made.launched, np.zeros((4, 2)))
    np.testing.assert_array_equal(made.days_since_wave, np.full(4, 6.0))
    np.testing.assert_array_equal(made.stock, np.full((4, 2), 9.25))


def test_a_fraction_of_a_missile_waits_for_the_rest():
    params = threat_params(hazard=ALWAYS, supply=np.full((1, 1, 2), 0.75))
    made = threat.step(params, np.zeros(1), np.full((1, 2), 2.5), 0, luck(1))
    np.testing.assert_array_equal(made.launched, [[3.0, 3.0]])
    np.testing.assert_array_equal(made.stock, [[0.25, 0.25]])


def test_recorded_days_by_hand():
    params = threat_params(
        record_until=1,
        recorded=np.array([[20.0, 4.0], [3.0, 0.0]]),
        claimed=np.array([[12.0, np.nan], [2.0, np.nan]]),
    )
    first = threat.step(params, np.full(2, 5.0), np.full((2, 2), 10.0), 0, luck(2, 0))
    np.testing.assert_array_equal(first.launched, [[20, 4], [20, 4]])
    np.testing.assert_array_equal(first.wave, [1, 1])
    # The record launched more than the drawn stock of 10 + 1 held: it is empty, not in debt.
    np.testing.assert_array_equal(first.stock, [[0, 7], [0, 7]])
    np.testing.assert_array_equal(first.claimed, [[12, np.nan], [12, np.nan]])
    second = threat.step(params, first.days_since_wave, first.stock, 1, luck(2, 1))
    np.testing.assert_array_equal(second.wave, [0, 0])
    np.testing.assert_array_equal(second.days_since_wave, [1, 1])
    third = threat.step(params, second.days_since_wave, second.stock, 2, luck(2, 2))
    assert np.isnan(third.claimed).all()


def test_few_by_hand():
    """Chance .5, mean 2: 0 up to .5, then 1 with .25, 2 with .125, 3 with .0625."""
    uniform = np.array([0.1, 0.49, 0.51, 0.74, 0.76, 0.87, 0.88, 0.93, 0.94])
    made = threat.few(uniform, np.full(9, 0.5), np.full(9, 2.0))
    np.testing.assert_array_equal(made, [0, 0, 1, 1, 2, 2, 3, 3, 4])
    np.testing.assert_array_equal(threat.few(uniform, np.ones(9), np.ones(9)), np.ones(9))
    np.testing.assert_array_equal(threat.few(uniform, np.zeros(9), np.ones(9)), np.zeros(9))


def test_regimes_by_hand():
    first, values = threat.regimes(
        np.array([30, 0, 30, 60]), np.array([0, 0, 1, 0]), np.array([[3.0, 1.0, 7.0, 5.0]]), 2
    )
    np.testing.assert_array_equal(first, [0, 30, 60])
    np.testing.assert_array_equal(values, [[[1, 0], [3, 7], [5, 7]]])
    np.testing.assert_array_equal(threat.current(first, values, -1), [[0, 0]])
    np.testing.assert_array_equal(threat.current(first, values, 29), [[1, 0]])
    np.testing.assert_array_equal(threat.current(first, values, 300), [[5, 7]])


def test_the_class_that_leads():
    assert threat.leading(np.array([0.9, 1.0, 1.0]), np.array([99.0, 5.0, 40.0])) == 2
    assert threat.leading(np.array([1.0, 1.0]), np.array([5.0, 5.0])) == 0


# ---- exact and statistical ----------------------------------------------------------------------


def gap_probabilities(hazard):
    """P(gap = 1, 2, ..) from a table of hazards."""
    survives = np.concatenate([[1.0], np.cumprod(1.0 - hazard)])
    return survives[:-1] * hazard


@pytest.mark.parametrize(("mean", "shape"), [(12.0, 3.0), (8.0, 4.5), (18.0, 2.0)])
def test_the_hazard_is_that_of_a_rounded_gamma_time(mean, shape):
    hazard = threat.wave_hazard(np.array([mean]), np.array([shape]), np.array([0.12]))[0]
    assert 1 - (1 - hazard[0]) * (1 - hazard[1]) == pytest.approx(0.12)
    law = gamma(shape, scale=mean / shape)
    days = np.arange(3, threat.HORIZON + 1)
    exact = (law.cdf(days + 0.5) - law.cdf(days - 0.5)) / law.sf(2.5)
    np.testing.assert_allclose(gap_probabilities(hazard)[2:] / 0.88, exact, atol=1e-12)


def test_the_hazard_of_a_very_long_wait_is_a_number():
    hazard = threat.wave_hazard(np.array([0.5]), np.array([4.5]), np.array([0.0]))
    assert np.isfinite(hazard).all()
    assert (hazard >= 0).all()
    assert (hazard <= 1).all()


def test_gaps_of_a_long_run_have_the_mean_of_the_hazard():
    params = threat_params(wave_size=np.zeros((1, 1, 2)))
    futures, days = 200, 400
    since, stock = np.full(futures, 0.0), np.zeros((futures, 2))
    waves, base = np.zeros(futures), Luck.of(11, range(futures))
    for day in range(days):
        made = threat.step(params, since, stock, day, base.on(day))
        since, stock = made.days_since_wave, made.stock
        waves += made.wave
    gaps = gap_probabilities(params.hazard[0, 0])
    number = np.arange(1, threat.HORIZON + 1)
    mean = (gaps * number).sum()
    variance = (gaps * number**2).sum() - mean**2
    # Renewal theorem with its constant, all futures starting on the day of a wave.
    expected = days / mean + (variance - mean * (mean - 1)) / (2 * mean**2) - 0.5 + 0.5 / mean
    assert abs(waves.mean() - expected) < 3 * waves.std() / np.sqrt(futures) + 0.1


def test_sizes_have_the_stated_median_and_spread():
    params = threat_params(
        hazard=ALWAYS, wave_size=np.full((1, 1, 2), 400.0), wave_spread=np.array([0.5, 0.0])
    )
    made = threat.step(params, np.zeros(4000), np.full((4000, 2), 1e6), 0, luck(4000))
    logs = np.log(made.launched[:, 0])
    assert abs(logs.mean() - np.log(400)) < 3 * 0.5 / np.sqrt(4000)
    assert logs.std() == pytest.approx(0.5, abs=3 * 0.5 / np.sqrt(8000) + 0.002)
    assert (made.launched[:, 1] == 400).all()


def test_days_without_a_wave_have_the_stated_mean():
    params = threat_params(
        hazard=NEVER,
        between_probability=np.full((1, 1, 2), 0.2),
        between_size=np.full((1, 1, 2), 3.0),
    )
    made = threat.step(params, np.zeros(20_000), np.full((20_000, 2), 1e6), 0, luck(20_000))
    launched = made.launched[:, 0]
    chance = (launched > 0).mean()
    assert abs(chance - 0.2) < 3 * np.sqrt(0.2 * 0.8 / 20_000)
    assert abs(launched.mean() - 0.6) < 3 * launched.std() / np.sqrt(20_000)


def test_target_regions_have_the_dirichlet_mean_and_variance():
    prior = np.array([[0.6, 0.3, 0.1, 0.0]])
    uniform = np.random.default_rng(2).random((20_000, 1, 4))
    share = threat.dirichlet(prior, np.array([8.0]), uniform)[:, 0]
    np.testing.assert_allclose(share.sum(axis=1), 1.0)
    assert (share[:, 3] == 0).all()
    variance = prior[0] * (1 - prior[0]) / 9.0
    assert (abs(share.mean(axis=0) - prior[0]) <= 3 * np.sqrt(variance / 20_000)).all()
    np.testing.assert_allclose(share.var(axis=0), variance, rtol=0.05, atol=1e-12)


def test_what_flies_toward_a_region_has_the_multinomial_mean():
    share = np.array([[[0.5, 0.3, 0.2], [0.1, 0.0, 0.9]]])
    params = threat_params(regions=("N", "S", "E"), hazard=ALWAYS, region_share=share[:, None])
    made = threat.step(params, np.zeros(5000), np.full((5000, 2), 99.0), 0, luck(5000))
    error = np.sqrt(10 * share[0] * (1 - share[0]) / 5000)
    assert (abs(made.toward.mean(axis=0) - 10 * share[0]) <= 3 * error).all()


# ---- properties ---------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 2**31),
    st.floats(0, 60),
    st.floats(0, 50),
    st.floats(0, 1),
    st.booleans(),
)
def test_launches_never_exceed_the_stock(seed, stock, size, chance, wave):
    params = threat_params(
        hazard=ALWAYS if wave else NEVER,
        wave_size=np.full((1, 1, 2), size),
        wave_spread=np.array([0.8, 0.0]),
        between_probability=np.full((1, 1, 2), chance),
        between_size=np.full((1, 1, 2), size),
    )
    held = np.full((8, 2), stock)
    made = threat.step(params, np.full(8, 9.0), held, 1, luck(8, seed=seed))
    assert (made.launched <= held + 1.0).all()
    assert (made.launched == np.floor(made.launched)).all()
    assert (made.stock >= 0).all()
    np.testing.assert_allclose(held + 1.0 - made.launched, made.stock)
    np.testing.assert_array_equal(made.toward.sum(axis=2), made.launched)


@given(st.floats(1e-6, 1 - 1e-6), st.floats(0, 1), st.floats(0, 1), st.floats(0, 40))
def test_few_grows_with_its_chance(uniform, one, other, mean):
    low, high = sorted((one, other))
    made = [
        threat.few(np.array([uniform]), np.array([p]), np.array([mean]))[0] for p in (low, high)
    ]
    assert made[0] <= made[1]


def test_inputs_are_left_as_they_were():
    since, stock = np.full(4, 5.0), np.full((4, 2), 8.0)
    since.flags.writeable = stock.flags.writeable = False
    threat.step(threat_params(hazard=ALWAYS), since, stock, 3, luck())


# ---- pairing ------------------------------------------------------------------------------------


def uneven(classes, regions=("N", "S")):
    """Luck in everything: joins, sizes, days between, target regions."""
    count = len(classes)
    return threat_params(
        classes,
        regions,
        wave_probability=np.full((1, 1, count), 0.7),
        wave_spread=np.full(count, 0.5),
        between_probability=np.full((1, 1, count), 0.3),
        hazard=np.full((1, 1, threat.HORIZON), 0.5),
        stock=np.full((1, count), 1e3),
        supply=np.ones((1, 1, count)),
    )


def test_another_class_leaves_the_luck_of_the_others():
    small = threat.step(uneven(("a", "b")), np.zeros(50), np.full((50, 2), 1e3), 3, luck(50))
    large = threat.step(uneven(("z", "a", "b")), np.zeros(50), np.full((50, 3), 1e3), 3, luck(50))
    np.testing.assert_array_equal(small.launched, large.launched[:, 1:])
    np.testing.assert_array_equal(small.toward, large.toward[:, 1:])
    np.testing.assert_array_equal(small.wave, large.wave)


def test_a_future_is_the_same_alone_and_in_a_batch():
    params = uneven(("a", "b"))
    many = threat.step(params, np.zeros(64), np.full((64, 2), 1e3), 3, luck(64))
    one = threat.step(params, np.zeros(1), np.full((1, 2), 1e3), 3, Luck.of(1, [17]).on(3))
    np.testing.assert_array_equal(many.launched[17], one.launched[0])
    np.testing.assert_array_equal(many.toward[17], one.toward[0])


# ---- tables -------------------------------------------------------------------------------------


def test_tables_become_parameters(valley):
    plain = valley.replace_rows("threat/raids", [])
    params = threat.prepare(plain, Luck.of(1, range(4)))
    assert params.classes == ("missile",)
    assert params.targets == ("grid", "stations")
    assert params.record_until == -1
    np.testing.assert_allclose(params.supply, 20 / threat.DAYS_PER_MONTH)
    np.testing.assert_allclose(params.target_share, [[[0.5, 0.3]]])
    np.testing.assert_allclose(params.region_share.sum(axis=3), 1.0)
    # A pair of futures shares what nobody knows.
    np.testing.assert_array_equal(params.region_share[0], params.region_share[1])
    assert (params.region_share[0] != params.region_share[2]).any()
    assert (threat.start(params)["days_since_wave"] >= 0).all()


def record(valley, as_of=None):
    raids = rows(
        date=["2030-11-28", "2030-12-02", "2030-12-05"],
        **{"class": ["missile"] * 3},
        launched=["30", "7", "9"],
        destroyed=["20", "", "8"],
        not_reached=["0", "0", "1"],
    )
    grown = valley.replace_rows("threat/raids", raids)
    return Scenario.from_files(grown.files, as_of)


def test_the_record_is_played_to_its_last_row(valley):
    params = threat.prepare(record(valley), Luck.of(1, range(2)))
    assert params.record_until == 4
    np.testing.assert_array_equal(params.recorded[:, 0], [0, 7, 0, 0, 9])
    # Shot down and fallen by themselves together; the row of 2 December says nothing.
    np.testing.assert_array_equal(params.claimed[:, 0], [np.nan, np.nan, np.nan, np.nan, 9])
    # The wave of 28 November was three days before the first day, so two before its eve.
    np.testing.assert_array_equal(threat.start(params)["days_since_wave"], [2.0])


def test_the_record_ends_where_knowledge_ends(valley):
    params = threat.prepare(record(valley, date(2030, 12, 3)), Luck.of(1, range(2)))
    assert params.record_until == 2
    np.testing.assert_array_equal(params.recorded[:, 0], [0, 7, 0])
    quiet = threat.prepare(record(valley, date(2030, 12, 20)), Luck.of(1, range(2)))
    assert quiet.record_until == 19
    assert quiet.recorded[5:].sum() == 0


def test_aims_of_different_days_above_one_are_scaled_to_one(valley):
    days = ["2030-12-01", "2031-01-01"]
    aims = rows(**{"from": days}, target=["grid", "stations"], share=["0.9", "0.6"])
    params = threat.prepare(valley.replace_rows("threat/targets", aims), Luck.of(1, range(2)))
    np.testing.assert_allclose(params.target_share, [[[0.9, 0.0], [0.6, 0.4]]])


def test_a_class_that_flies_nowhere_is_refused(valley):
    nowhere = rows(**{"class": ["missile"]}, region=["UPP"], share=["0"])
    with pytest.raises(ValueError, match="missile"):
        threat.prepare(valley.replace_rows("threat/regions", nowhere), Luck.of(1, range(2)))
