"""Networks of a day on the valley: by hand, conservation, monotonicity, collapse and restart."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from cutting import take
from holdfast.draws import Luck
from holdfast.model import networks
from holdfast.model.networks import condition, sums
from holdfast.model.types import BLOCK_HOURS, Service
from holdfast.scenario import Scenario, read_scenario
from model.networks_world import (
    ASSETS,
    VALLEY,
    WHOLE,
    arrived,
    certain,
    harm,
    live,
    weather,
)


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return read_scenario(VALLEY)


def test_a_whole_grid_serves_all_but_its_bottleneck(scenario: Scenario) -> None:
    """By hand: UPP 200 MW hydro, LOW 240 MW thermal, 5 % out; .72 MW per MVA; links 120."""
    served = live(scenario, weather(), harm(WHOLE), arrived())
    # evening: demand 100 + 200 + 100; supply 190 + 228 + 40 imported = 458 MW over 400
    assert served.asked[0, 3] == pytest.approx([100, 200, 100])
    assert served.unserved[0].sum() == pytest.approx(0, abs=1e-6)
    assert served.dark.max() == 0
    # merit: hydro first, all it can beyond its own region's needs and the link of 120 MW allow
    assert served.generated[0, 0] == pytest.approx((95 + 190 * 3) * BLOCK_HOURS)


def test_transformers_limit_what_a_region_gets(scenario: Scenario) -> None:
    """One of three units left in UPP: 50 x .72 = 36 MW for a demand of 100; 64 MW are short."""
    left = WHOLE.copy()
    left[0:2] = 0
    plain = certain(scenario, rebound=0, saving=0)
    served = live(plain, weather(), harm(left), arrived())
    short = served.unserved[0, 3, 0]
    assert short.sum() == pytest.approx(64, abs=1e-6)
    # industry (20) goes first, then 44 of the ordinary 60, protected (20) is kept
    assert short == pytest.approx([0, 44, 20], abs=1e-6)
    # overcut 1.3: 1.3 x 44 / 60 of the people on ordinary feeders, who are 90 %
    assert served.dark[0, 3, 0] == pytest.approx(min(1.3 * 44 / 60, 1) * 0.9)
    assert served.dark[0, 3, 1:] == pytest.approx([0, 0])


def test_colder_days_ask_for_more(scenario: Scenario) -> None:
    cold, warm = (live(scenario, weather(t), harm(WHOLE), arrived()) for t in (-10.0, 20.0))
    assert cold.asked[0, 3] == pytest.approx([120, 240, 120])
    assert warm.asked[0, 3] == pytest.approx([76, 152, 76])


def test_given_lamps_save_in_the_evening_only(scenario: Scenario) -> None:
    saved = live(scenario, weather(), harm(WHOLE), arrived(saving_mw=40))
    plain = live(scenario, weather(), harm(WHOLE), arrived())
    assert (plain.asked - saved.asked)[0, :3].sum() == 0
    assert (plain.asked - saved.asked)[0, 3] == pytest.approx([10, 20, 10])


def test_power_balances_in_every_block(scenario: Scenario) -> None:
    left = WHOLE.copy()
    left[9:] = 0
    served = live(scenario, weather(-15.0), harm(left), arrived())
    supplied = served.generated.sum(axis=1) + served.imported
    asked = served.asked.sum(axis=(1, 2)) * BLOCK_HOURS
    short = served.unserved.sum(axis=(1, 2, 3)) * BLOCK_HOURS
    assert (short > 0).all()
    # rebound adds to what is asked and thrift takes from it: without both the balance closes
    quiet = certain(scenario, rebound=0, saving=0)
    served = live(quiet, weather(-15.0), harm(left), arrived())
    supplied = served.generated.sum(axis=1) + served.imported
    short = served.unserved.sum(axis=(1, 2, 3)) * BLOCK_HOURS
    assert supplied + short == pytest.approx(asked, rel=1e-9)


def test_what_was_put_off_is_asked_for_over_the_day_and_fades(scenario: Scenario) -> None:
    """Ten MW a region through one block, with a time constant of one block: 1 - e^-4 of it."""
    slow = certain(scenario, rebound_hours=BLOCK_HOURS, saving=0)
    off = np.full((3, 3), 10.0)
    served = live(slow, weather(12.0), harm(WHOLE), arrived(), rebound=off)
    assert served.unserved.sum() == pytest.approx(0, abs=1e-6)
    supplied = served.generated.sum(axis=1) + served.imported
    asked = served.asked.sum(axis=(1, 2)) * BLOCK_HOURS
    again = 3 * 10 * BLOCK_HOURS * (1 - np.exp(-4))
    assert supplied - asked == pytest.approx(again, rel=1e-6)
    assert served.rebound == pytest.approx(10 * np.exp(-4))


def test_demand_put_off_outlives_the_night_only_if_it_fades_slowly(scenario: Scenario) -> None:
    left = WHOLE.copy()
    left[0:2] = 0
    soon, late = (
        live(certain(scenario, rebound_hours=h), weather(), harm(left), arrived()).rebound[0, 0]
        for h in (0.25, 6)
    )
    assert 0 < soon < late


def test_more_imports_never_darken(scenario: Scenario) -> None:
    left = WHOLE.copy()
    left[9:] = 0
    few = live(scenario, weather(-15.0), harm(left), arrived())
    many = live(scenario, weather(-15.0), harm(left), arrived(import_mw=10.0))
    assert many.unserved.sum() < few.unserved.sum()
    assert (many.dark <= few.dark + 1e-9).all()


def test_a_sudden_loss_brings_the_grid_down_and_it_comes_back(scenario: Scenario) -> None:
    """No reserve and few relays: losing the plant must fell the grid, whatever the noise."""
    weak = certain(scenario, reserve_mw=0, relay_share=0.01, collapse_noise=0.05)
    left = WHOLE.copy()
    left[9:] = 0
    served = live(weak, weather(), harm(left, WHOLE), arrived())
    assert served.collapsed.all()
    assert (served.restart_left == served.restart_left[:, :1]).all()
    assert (served.dark.max(axis=1) > 0.7).all()
    assert (served.deficit > 0.7).all()
    # what strikes before the night block has 24 hours to restart in 14; others carry the rest over
    assert (served.restart_left >= 0).all()
    calm = live(scenario, weather(), harm(WHOLE), arrived())
    assert not calm.collapsed.any()


def test_planned_is_what_was_announced_the_evening_before(scenario: Scenario) -> None:
    """One of three units left in UPP; a fifth was cut in the evening, more in the morning."""
    left = WHOLE.copy()
    left[0:2] = 0
    none = live(scenario, weather(), harm(left, WHOLE), arrived())
    assert none.dark[:, 3, 0].min() > 0
    assert none.planned.max() == 0
    told = np.zeros((3, 4, 3))
    told[:, 1, 0], told[:, 3, 0], told[:, 2, 2] = 0.3, 0.2, 0.5
    served = live(scenario, weather(), harm(left), arrived(), planned_before=told)
    cut = served.planned_before
    assert cut[0, 1, 0] > 0.3
    known = np.maximum(told, told[:, 3:])
    assert served.planned[:, :, 0] == pytest.approx(np.minimum(cut, known)[:, :, 0])
    # what was announced where nothing is short is not cut
    assert served.planned[:, :, 1:].max() == 0
    assert served.dark[:, 2, 2].max() == 0
    # people save in blocks for which cuts were announced, and in no other
    plain = live(certain(scenario, rebound=0), weather(), harm(WHOLE), arrived())
    saving = live(
        certain(scenario, rebound=0), weather(), harm(WHOLE), arrived(), planned_before=told
    )
    less = plain.generated.sum(axis=1) + plain.imported
    less = less - saving.generated.sum(axis=1) - saving.imported
    spared = plain.asked[:, :, 0].sum(axis=1) + plain.asked[:, 2, 2]
    assert less == pytest.approx(BLOCK_HOURS * 0.05 * spared)


def test_gas_for_power_runs_short_and_power_follows(scenario: Scenario) -> None:
    """No gas anywhere: the thermal plant must stand still, and both networks agree on it."""
    dry = scenario.replace_rows(
        "gas/supply",
        [{"id": "UPP-field", "region": "UPP", "kind": "production", "mcm_per_day": "0.0001"}],
    ).replace_rows(
        "gas/storage",
        [
            {
                "id": "LOW-store",
                "region": "LOW",
                "working_mcm": "0",
                "capacity_mcm": "1",
                "max_withdrawal": "0",
            }
        ],
    )
    served = live(dry, weather(), harm(WHOLE), arrived())
    assert served.generated[:, 1] == pytest.approx(0, abs=1.0)
    assert (served.gas_served <= served.gas_asked + 1e-9).all()
    assert served.unserved.sum() > 0


def test_gas_mass_closes(scenario: Scenario) -> None:
    served = live(scenario, weather(-10.0), harm(WHOLE), arrived())
    used = served.gas_served.sum(axis=(1, 2))
    assert used == pytest.approx(2 + served.gas_withdrawn + served.gas_imported, abs=1e-9)


def test_local_cuts_grow_with_hits_and_fade(scenario: Scenario) -> None:
    one = np.zeros((3, ASSETS))
    one[:, 0] = 1
    hurt = dataclasses.replace(harm(WHOLE, WHOLE, pocket=0.4), hit=one)
    served = live(scenario, weather(), hurt, arrived())
    assert (served.dark.max(axis=1) >= 0.4 - 1e-9).all()
    assert ((served.dark_local < 0.4) & (served.dark_local > 0.25)).all()


def test_the_peak_adds_only_where_power_is_short(scenario: Scenario) -> None:
    """One of three units left in UPP at a peak of 1.05; a local cut in LOW is cut at the peak."""
    left = WHOLE.copy()
    left[0:2] = 0
    plain = certain(scenario, rebound=0, saving=0)
    served = live(plain, weather(), harm(left), arrived())
    # evening: 64 of 400 MW short, and 5 % of UPP's 100 MW on top; 420 MW asked at the peak
    assert served.deficit[0] == pytest.approx((64 + 5) / 420)
    local = {"dark_local": np.tile([0.0, 0.0, 0.2], (3, 1))}
    served = live(plain, weather(), harm(WHOLE), arrived(), **local)
    # night: a fifth of LOW's 60 MW in the first block, at the peak as at the mean, of 240
    assert served.deficit[0] == pytest.approx(0.2 * 60 / 240)


def test_one_future_alone_has_the_same_bits(scenario: Scenario) -> None:
    left = WHOLE.copy()
    left[[0, 9]] = 0
    whole = live(scenario, weather(-12.0), harm(left, WHOLE), arrived())
    alone = Luck.of(1, [2]).on(5)
    params = networks.prepare(scenario, alone)
    one = {
        name: third(bundle)
        for name, bundle in (
            ("sky", weather(-12.0)),
            ("hurt", harm(left, WHOLE)),
            ("come", arrived()),
        )
    }
    got = networks.step(
        params, one["sky"], one["hurt"], one["come"], **networks.start(params), today=5, luck=alone
    )
    for field in dataclasses.fields(Service):
        assert np.array_equal(getattr(got, field.name)[0], getattr(whole, field.name)[2]), (
            field.name
        )


def third(bundle: object) -> object:
    return take(bundle, "future", np.array([2]))


def test_trips_share_a_common_cause(scenario: Scenario) -> None:
    """With every unit answering to one draw all trip or none; the share that trips is p."""
    rows = [
        row | {"trips": "yes", "restart_days": "2"}
        for row in scenario.table("power/generators").rows()
    ]
    tripping = certain(
        scenario.replace_rows("power/generators", rows),
        trip_common=1,
        trip_per_hit=0.3,
        trip_elsewhere=1,
    )
    many = Luck.of(3, range(4000)).on(1)
    params = networks.prepare(tripping, many)
    hits = np.zeros((4000, 3))
    hits[:, 0] = 1
    made = condition.trips(params, hits, many)
    share = made.mean(axis=1)
    assert set(np.unique(share)) == {0.0, 1.0}
    assert abs(share.mean() - 0.3) < 3 * np.sqrt(0.3 * 0.7 / 4000)


def test_means_by_owner() -> None:
    values = np.array([[1.0, 0.0, 0.5, 9.0]])
    found = sums.mean_by(values, np.array([0, 0, 2, -1]), 3)
    assert found[0] == pytest.approx([0.5, 1.0, 0.5])
