"""Wood stoves where gas, district heat or power fails: by hand, and never colder for one more."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.people_world import dark, day, local, prepared, service
from model.small_country import country

MORE = "people.stove_heat,0.5\npeople.home_floor,20\npeople.home_loss,2\n"
ROWS = """region,class,people_share,source,time_constant_hours,reserve,needs_power,stove_share
aa,house,1,household_gas,40,1,0.5,{share}
bb,house,1,household_gas,40,1,0.5,0"""


def world(share=1.0, more=""):
    """Houses on gas, full heat 40 K, half of the boilers need power; stoves in aa."""
    return prepared(more=MORE + more, **{"heat/buildings": ROWS.format(share=share)})


def gas(given, **more):
    """A day on which households get this share of what they ask for."""
    asked = np.ones((2, 2, 5))
    return service(gas_asked=asked, gas_served=asked * given, **more)


def test_a_stove_gives_half_of_full_heat_where_gas_fails():
    """No gas at -10: half of 40 K is there, 10 degrees are held; without a stove -10."""
    made = day(world(), outdoor=-10, served=gas(0))
    assert made.indoor[0, 0, 0] == pytest.approx(10 + 10 * np.exp(-24 / 40))
    assert made.indoor[0, 1, 0] == pytest.approx(-10 + 30 * np.exp(-24 / 40))
    # half of 40 K at 40 W/K are .8 kW, all day, for each of 100,000 people
    assert made.wood[0] == pytest.approx([0.8 * 24 * 100_000 / 1000, 0])
    assert made.no_heat[0] == pytest.approx([1, 1])


def test_a_stove_makes_up_for_what_a_weak_source_lacks_and_no_more():
    """Gas gives .3: a stove home burns the .2 that it lacks of .5; at .6 none is burnt."""
    made = day(world(), outdoor=-10, served=gas(0.3))
    assert made.indoor[0, 0, 0] == pytest.approx(10 + 10 * np.exp(-24 / 40))
    assert made.wood[0, 0] == pytest.approx(0.2 * 1.6 * 24 * 100)
    better = day(world(), outdoor=-10, served=gas(0.6))
    assert better.wood[0, 0] == 0
    assert better.indoor[0, 0, 0] == pytest.approx(14 + 6 * np.exp(-24 / 40))


def test_in_mild_weather_wood_is_burnt_for_what_is_needed():
    """At 10 degrees a quarter of full heat holds 20: a quarter of 1.6 kW."""
    made = day(world(), outdoor=10, served=gas(0))
    assert made.indoor[0, 0, 0] == pytest.approx(20)
    assert made.wood[0, 0] == pytest.approx(0.25 * 1.6 * 24 * 100)


def test_stoves_burn_in_the_dark():
    """All dark, gas enough: half of the boilers stand still; of four in ten homes a stove burns.

    Mean of heat: .5 of those lit by their own means, and .5 x .4 x .5 of stoves.
    """
    made = day(world(0.4), outdoor=-20, served=gas(1, dark=dark(1, 1, 1, 1)))
    rest = -20 + 40 * (0.5 + 0.5 * 0.4 * 0.5)
    assert made.indoor[0, 0, 0] == pytest.approx(rest + (20 - rest) * np.exp(-24 / 40))


def test_homes_dark_in_a_row_keep_their_stoves():
    row = "people.dark_in_a_row,1\n"
    served = gas(1, dark=dark(*[0.2] * 4), dark_local=local(0.2))
    made = day(world(1, row), outdoor=-20, served=served)
    assert made.indoor[0, 0, 0] == pytest.approx(20)
    assert made.indoor_apart[0, 0, 0] == pytest.approx(20 * np.exp(-24 / 40))
    bare = day(world(0, row), outdoor=-20, served=served)
    assert bare.indoor_apart[0, 0, 0] == pytest.approx(-20 + 40 * np.exp(-24 / 40))


SHARES = st.floats(0, 1)


@given(st.lists(SHARES, min_size=4, max_size=4), SHARES, SHARES, SHARES, SHARES,
       st.floats(-25, 10), st.booleans())  # fmt: skip
def test_more_stoves_are_never_colder(blocks, cut, left, few, more, outdoor, row):
    served = gas(left, dark=dark(*blocks), dark_local=local(min(cut, *blocks)))
    low, high = sorted((few, more))
    made = [
        day(world(share, "people.dark_in_a_row,1\n" if row else ""), outdoor=outdoor, served=served)
        for share in (low, high)
    ]
    for name in ("cold_hours", "degree_hours", "frozen_hours"):
        assert (getattr(made[1], name) <= getattr(made[0], name) + 1e-9).all(), name
    assert (made[1].wood >= made[0].wood - 1e-9).all()


def test_without_a_stove_the_same_bits():
    served = gas(0.3, dark=dark(0.5, 1, 0, 0))
    columns = ROWS.format(share=0).replace(",stove_share", "").replace("0.5,0", "0.5")
    plain = prepared(more=MORE, **{"heat/buildings": columns})
    made, bare = (day(params, outdoor=-10, served=served) for params in (world(0), plain))
    np.testing.assert_array_equal(made.indoor, bare.indoor)
    assert not made.wood.any()


def test_more_than_all_homes_is_refused():
    from holdfast.scenario import ScenarioError

    with pytest.raises(ScenarioError, match="stove_share"):
        country({"heat/buildings": ROWS.format(share=1.5)})


def test_homes_without_any_heat_burn_no_wood():
    """With a reserve of 0 full heat is none, and so is half of it, at 20 degrees and in frost."""
    rows = ROWS.format(share=0.5).replace("household_gas,40,1,", "household_gas,40,0,")
    world = prepared(more=MORE, **{"heat/buildings": rows})
    for outdoor in (20.0, -10.0):
        made = day(world, outdoor=outdoor, served=gas(0))
        assert made.wood[0].tolist() == [0, 0]
        assert made.indoor[0, 0, 0] == pytest.approx(outdoor + (20 - outdoor) * np.exp(-24 / 40))
