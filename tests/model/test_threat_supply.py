"""The supply of the threat: dated orders, sanctions, a pace that follows, regimes of waves."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.draws import Luck
from holdfast.model import threat
from holdfast.scenario import Scenario, read_scenario
from model.raid_world import threat_params

VALLEY = Path(__file__).parents[2] / "examples" / "valley"
MONTH = threat.DAYS_PER_MONTH
ALWAYS = np.ones((1, 1, threat.HORIZON))
NEVER = np.zeros((1, 1, threat.HORIZON))


@pytest.fixture(scope="module")
def valley() -> Scenario:
    return read_scenario(VALLEY).replace_rows("threat/raids", [])


def row(**cells):
    """Cells of one row, `from_` for the column from and `class_` for class."""
    return {name.rstrip("_"): text for name, text in cells.items()}


def luck(futures=4, day=3, seed=1):
    return Luck.of(seed, range(futures)).on(day)


def prepared(valley, futures=4, **tables):
    """Parameters of the valley with rows of these tables of threat/."""
    for name, rows in tables.items():
        valley = valley.replace_rows(f"threat/{name}", rows)
    return threat.prepare(valley, Luck.of(1, range(futures)))


# ---- orders and sanctions by hand ---------------------------------------------------------------


def test_an_order_is_delivered_from_its_lead_time_on(valley):
    order = row(class_="missile", placed="2030-12-01", lead_months="2", per_month="9", months="1")
    params = prepared(valley, orders=[order])
    first = int(np.ceil(2 * MONTH))
    for day, per_month in ((0, 20), (first - 1, 20), (first, 29), (first + 30, 29), (400, 20)):
        supply = threat.supplied(params, day)
        np.testing.assert_allclose(supply, [[per_month / MONTH]], err_msg=str(day))


def test_an_order_without_an_end_goes_on_and_orders_add_up(valley):
    orders = [
        row(class_="missile", placed="2030-06-01", lead_months="1", per_month="3"),
        row(class_="missile", placed="2030-07-01", lead_months="1", per_month="4"),
    ]
    params = prepared(valley, orders=orders)
    np.testing.assert_allclose(threat.supplied(params, 0), [[27 / MONTH]])
    np.testing.assert_allclose(threat.supplied(params, 900), [[27 / MONTH]])


def test_the_latest_sanction_that_bites_says_what_is_lost(valley):
    sanctions = [
        row(class_="missile", from_="2030-12-11", lag_months="0", share_lost="0.5"),
        row(class_="missile", from_="2030-12-21", lag_months="1", share_lost="0.1"),
    ]
    params = prepared(valley, sanctions=sanctions)
    bites = 20 + int(np.ceil(MONTH))
    for day, kept in ((9, 1.0), (10, 0.5), (bites - 1, 0.5), (bites, 0.9)):
        np.testing.assert_allclose(threat.supplied(params, day), [[kept * 20 / MONTH]])


def test_sanctions_cut_orders_too_and_rows_may_stand_in_any_order(valley):
    order = row(class_="missile", placed="2030-06-01", lead_months="0", per_month="10")
    sanctions = [
        row(class_="missile", from_="2030-11-21", lag_months="0", share_lost="0.4"),
        row(class_="missile", from_="2030-11-11", lag_months="0", share_lost="0.9"),
    ]
    params = prepared(valley, orders=[order], sanctions=sanctions)
    np.testing.assert_allclose(threat.supplied(params, 5), [[0.6 * 30 / MONTH]])


def test_what_is_not_known_of_orders_is_drawn_once_a_pair(valley):
    order = row(class_="missile", placed="2030-12-01", lead_months="2", per_month="9")
    order |= row(lead_months_low="1", lead_months_high="4", per_month_low="5", per_month_high="20")
    params = prepared(valley, futures=40, orders=[order])
    for drawn in (params.order_from[:, 0], params.order_rate[:, 0]):
        np.testing.assert_array_equal(drawn[::2], drawn[1::2])
        assert len(np.unique(drawn)) == 20
    day = int(2 * MONTH)
    begun = params.order_from[:, 0] <= day
    supply = threat.supplied(params, day)[:, 0]
    assert 0 < begun.sum() < 40
    np.testing.assert_allclose(supply, 20 / MONTH + begun * params.order_rate[:, 0])


def test_orders_that_became_known_later_stay_and_are_marked(valley):
    order = row(class_="missile", placed="2030-06-01", lead_months="1", per_month="3")
    sanction = row(class_="missile", from_="2030-11-11", share_lost="0.5", as_of="2031-04")
    grown = valley.add_rows("threat/orders", [order | {"as_of": "2031-03-01"}])
    grown = grown.add_rows("threat/sanctions", [sanction])
    early = Scenario.from_files(grown.files, date(2030, 12, 1))
    assert ("threat/orders", "missile 2030-06-01", date(2031, 3, 1)) in early.learnt_later
    assert ("threat/sanctions", "missile 2030-11-11", date(2031, 4, 30)) in early.learnt_later
    params = threat.prepare(early, Luck.of(1, range(2)))
    np.testing.assert_allclose(threat.supplied(params, 0), [[23 / MONTH / 2]])


def test_tables_that_are_empty_change_no_bit(valley):
    plain = threat.prepare(valley, Luck.of(1, range(8)))
    empty = prepared(valley, futures=8, orders=[], sanctions=[], regimes=[])
    for day in (0, 40):
        a, b = (
            threat.step(params, np.zeros(8), np.full((8, 1), 50.0), day, luck(8, day))
            for params in (plain, empty)
        )
        np.testing.assert_array_equal(a.toward, b.toward)
        np.testing.assert_array_equal(a.stock, b.stock)


# ---- a pace that follows the supply -------------------------------------------------------------


def test_pace_by_hand():
    params = threat_params(
        pace=np.array([[1.0, 0.5]]), reference=np.array([2.0, 2.0]), supply=np.full((1, 1, 2), 8.0)
    )
    np.testing.assert_allclose(threat.pace(params, threat.supplied(params, 0)), [[4.0, 2.0]])
    idle = threat_params(pace=np.ones((1, 2)), reference=np.array([0.0, 1.0]))
    np.testing.assert_allclose(threat.pace(idle, np.full((1, 2), 3.0)), [[1.0, 3.0]])


def test_a_wave_grows_with_the_supply():
    params = threat_params(
        hazard=ALWAYS, pace=np.array([[1.0, 0.0]]), supply=np.full((1, 1, 2), 3.0)
    )
    made = threat.step(params, np.zeros(4), np.full((4, 2), 1e3), 3, luck())
    np.testing.assert_array_equal(made.launched, np.tile([30.0, 10.0], (4, 1)))


@pytest.mark.parametrize("supply", [0.25, 4.0])
def test_days_without_a_wave_follow_the_supply_in_the_mean(supply):
    params = threat_params(
        hazard=NEVER,
        pace=np.ones((1, 2)),
        supply=np.full((1, 1, 2), supply),
        between_probability=np.full((1, 1, 2), 0.2),
        between_size=np.full((1, 1, 2), 2.0),
    )
    made = threat.step(params, np.zeros(20_000), np.full((20_000, 2), 1e6), 0, luck(20_000))
    launched = made.launched[:, 0]
    assert abs(launched.mean() - 0.4 * supply) < 3 * launched.std() / np.sqrt(20_000)


def test_the_reference_is_what_is_stated_for_the_first_day(valley):
    supply = [
        row(class_="missile", from_="2030-06-01", per_month="50"),
        row(class_="missile", from_="2030-12-01", per_month="20"),
        row(class_="missile", from_="2031-01-01", per_month="90"),
    ]
    params = prepared(valley, supply=supply)
    np.testing.assert_allclose(params.reference, [20 / MONTH])


# ---- regimes of waves ---------------------------------------------------------------------------


def test_a_regime_changes_what_it_says_and_leaves_the_rest(valley):
    regimes = [
        row(from_="2031-01-01", gap_mean_days="6"),
        row(from_="2031-01-01", class_="missile", wave_size="25"),
        row(from_="2031-02-01", class_="missile", between_probability="0.9", wave_probability="0"),
    ]
    plain = prepared(valley)
    params = prepared(valley, regimes=regimes)
    np.testing.assert_array_equal(params.era_from[1:], [31, 62])
    np.testing.assert_array_equal(params.wave_size[0, :, 0], [10, 25, 25])
    np.testing.assert_array_equal(params.wave_probability[0, :, 0], [1, 1, 0])
    np.testing.assert_array_equal(params.between_probability[0, :, 0], [0.1, 0.1, 0.9])
    np.testing.assert_array_equal(params.between_size[0, :, 0], [2, 2, 2])
    np.testing.assert_array_equal(params.hazard[:, 0], plain.hazard[:, 0])
    shape, second = (
        valley.parameter(f"threat.{name}", Luck.of(1, range(4)))
        for name in ("gap_shape", "second_wave")
    )
    often = threat.wave_hazard(np.array([6.0]), shape, second)
    np.testing.assert_array_equal(params.hazard[:, 1], often)
    np.testing.assert_array_equal(params.hazard[:, 2], often)


def test_a_regime_holds_from_its_day_on():
    params = threat_params(
        hazard=np.repeat(ALWAYS, 2, axis=1),
        era_from=np.array([-1000, 5]),
        wave_size=np.array([[[10.0, 10.0], [3.0, 4.0]]]),
        wave_probability=np.ones((1, 2, 2)),
        between_probability=np.zeros((1, 2, 2)),
        between_size=np.ones((1, 2, 2)),
    )
    for day, expected in ((4, [10, 10]), (5, [3, 4]), (99, [3, 4])):
        made = threat.step(params, np.zeros(2), np.full((2, 2), 100.0), day, luck(2, day))
        np.testing.assert_array_equal(made.launched, [expected] * 2)


# ---- properties: nothing flies that was not there, nothing is lost ------------------------------


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 2**31),
    st.floats(0, 30),
    st.floats(0, 2),
    st.floats(0, 1),
    st.floats(0, 1),
    st.floats(0, 3),
)
def test_totals_are_kept_and_launches_are_within_the_stock(seed, stock, pace, lost, share, times):
    """Over 40 days: stock and supply together are launches and what is left, future by future."""
    params = threat_params(
        hazard=np.full((1, 1, threat.HORIZON), 0.3),
        pace=np.full((1, 2), pace),
        order_class=np.array([0, 1, 1]),
        order_from=np.array([[3.5, 10.0, 20.0]]),
        order_until=np.array([[np.inf, 30.0, 25.0]]),
        order_rate=np.array([[2.0, 1.3, 0.7]]),
        sanction_class=np.array([1]),
        sanction_from=np.array([[15.0]]),
        sanction_lost=np.array([[lost]]),
        wave_spread=np.array([0.7, 0.2]),
        between_probability=np.full((1, 1, 2), share),
        together=np.array([share]),
        salvo_multiplier=np.array([[times, 0.0]]),
    )
    base, since = Luck.of(seed, range(6)), np.zeros(6)
    held = np.full((6, 2), stock)
    got, flown = held.copy(), np.zeros((6, 2))
    for day in range(40):
        supply = threat.supplied(params, day)
        made = threat.step(params, since, held, day, base.on(day))
        assert (made.launched <= held + supply).all()
        assert (made.launched == np.floor(made.launched)).all()
        np.testing.assert_array_equal(made.toward.sum(axis=2), made.launched)
        got, flown = got + supply, flown + made.launched
        since, held = made.days_since_wave, made.stock
    np.testing.assert_allclose(held, got - flown, atol=1e-9)


def grown(valley):
    """The valley with everything that the threat knows turned on."""
    classes = [cells | {"pace": "0.7", "pace_low": "0.2", "pace_high": "1"} for cells in
               valley.table("threat/classes").rows()]  # fmt: skip
    classes = [cells | {"salvo_multiplier": "1.6", "decoy_share": "0.2"} for cells in classes]
    order = row(class_="missile", placed="2030-12-01", lead_months="0.5", per_month="9")
    order |= row(lead_months_low="0.2", lead_months_high="1")
    sanction = row(class_="missile", from_="2030-12-05", share_lost="0.3", lag_months="1")
    sanction |= row(share_lost_low="0.1", share_lost_high="0.6")
    regime = row(from_="2030-12-20", gap_mean_days="5", gap_mean_days_low="3") | row(
        gap_mean_days_high="9"
    )
    parameters = [
        row(id="threat.drift", value="0.3", value_low="0", value_high="0.6"),
        row(id="threat.together", value="0.4", value_low="0", value_high="0.8"),
    ]
    made = valley.replace_rows("threat/classes", classes)
    for name, cells in (("orders", order), ("sanctions", sanction), ("regimes", regime)):
        made = made.replace_rows(f"threat/{name}", [cells])
    return made.add_rows("parameters", parameters)


def played(scenario, futures, days=60):
    """Launches by region (days, F, C, R) and aims (days, F, C, T)."""
    base = Luck.of(5, futures)
    params = threat.prepare(scenario, base)
    started = threat.start(params)
    since = np.broadcast_to(started["days_since_wave"], (len(futures),))
    held = np.broadcast_to(started["threat_stock"], (len(futures), len(params.classes)))
    toward, aimed = [], []
    for day in range(days):
        made = threat.step(params, since, held, day, base.on(day))
        since, held = made.days_since_wave, made.stock
        toward.append(made.toward)
        aimed.append(np.broadcast_to(made.aimed, (len(futures), *made.aimed.shape[1:])))
    return np.array(toward), np.array(aimed)


def test_bits_do_not_depend_on_how_futures_are_cut_into_batches(valley):
    scenario = grown(valley)
    whole = played(scenario, range(24))
    parts = [played(scenario, part) for part in (range(10), range(10, 11), range(11, 24))]
    for place in range(2):
        cut = np.concatenate([part[place] for part in parts], axis=1)
        np.testing.assert_array_equal(whole[place], cut)
    assert whole[0].sum() > 0
