"""Groups by their feeders and own supply, water without power, people who leave: by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.model.types import Service
from model.people_world import DIESEL, arrived, dark, day, local, prepared, service

GROUPS = """region,group,people_share,protected_share,own_hours
aa,hospital,1,1,6
aa,flats,0.4,0,0
bb,flats,0.2,0,0"""
KNOWN = {"people/groups": GROUPS}
FLATS, HOSPITAL = 1, 0


def cut(ordinary, protected=0.0, futures=2, **more) -> Service:
    """Feeders of a tenth of the people are dark for a share all day, all others by block."""
    few = 0.1
    shares = [few * protected + (1 - few) * share for share in ordinary]
    kept, others = dark(*[protected] * 4), dark(*ordinary)
    return service(dark=dark(*shares), dark_protected=kept, dark_ordinary=others, **more)


def test_groups_by_their_feeders():
    """A tenth of the people hang on protected feeders, which stay lit: the others bear it all."""
    made = day(prepared(**KNOWN), served=cut((0.5, 0, 0, 0.25)))
    assert made.hours_without[0] == pytest.approx([6 * 0.9 * 0.75] * 2)
    assert made.group_hours[0, :, FLATS] == pytest.approx([4.5, 4.5])
    assert made.group_hours[0, 0, HOSPITAL] == pytest.approx(0)
    assert np.isnan(made.group_hours[0, 1, HOSPITAL])


def test_own_supply_covers_the_first_hours_of_a_day():
    made = day(prepared(**KNOWN), served=cut((1, 1, 1, 1), protected=0.5))
    assert made.group_hours[0, 0, HOSPITAL] == pytest.approx(0.5 * 24 - 6)
    assert made.group_hours[0, 0, FLATS] == pytest.approx(24)


def test_who_is_dark_all_day_has_its_own_supply_but_once():
    """All of a tenth dark in a row, nobody else: 24 - 6 hours for these, none for the others."""
    params = prepared(more="people.dark_in_a_row,1\n", **KNOWN)
    made = day(params, served=cut((0.1,) * 4, protected=0.1, dark_local=local(0.1)))
    assert made.group_hours[0, 0, HOSPITAL] == pytest.approx(0.1 * 18)
    assert made.group_hours[0, 0, FLATS] == pytest.approx(0.1 * 24)


def test_sets_serve_groups_as_they_serve_all():
    served = cut((0.5, 0.5, 0.5, 0.5))
    bare = day(prepared(**KNOWN), served=served)
    made = day(prepared(**KNOWN), served=served, come=arrived(sets=(200, 0)), held={DIESEL: 1e9})
    served_share = made.hours_without[0, 0] / bare.hours_without[0, 0]
    assert served_share < 1
    assert made.group_hours[0, 0, FLATS] == pytest.approx(12 * served_share)


# ---- water ---------------------------------------------------------------------------------------

WATER = """people.water_piped,0.5
people.water_protected,0
people.water_tank_hours,12
people.water_fill,1
people.water_back_hours,12
people.water_lifted,0
"""


def test_water_lasts_as_long_as_the_tanks():
    """All dark: twelve hours from the tank, then none for twelve; half the people are on pipes."""
    made = day(prepared(more=WATER), served=service(dark=dark(1, 1, 1, 1)))
    assert made.dry_hours[0] == pytest.approx([6, 6])
    assert made.tanks[0] == pytest.approx([0, 0])
    assert made.dry[0] == pytest.approx([1, 1])


def test_water_comes_back_in_its_time_and_tanks_fill():
    """Off at dawn, pumps run: half is back after six hours, all after twelve; tanks are full."""
    made = day(prepared(more=WATER), dry=np.ones((1, 2)), tanks=np.zeros((1, 2)))
    assert made.dry_hours[0] == pytest.approx([0.5 * 6 * 0.5] * 2)
    assert made.dry[0] == pytest.approx([0, 0])
    assert made.tanks[0] == pytest.approx([12, 12])


def test_in_turns_tanks_carry_over_half_of_the_time():
    """Dark for half of each block tanks win what they lose; for three quarters they lose half."""
    even = day(prepared(more=WATER), served=service(dark=dark(0.5, 0.5, 0.5, 0.5)))
    assert even.dry_hours[0, 0] == 0
    assert even.tanks[0, 0] == pytest.approx(12)
    worse = day(prepared(more=WATER), served=service(dark=dark(0.75, 0.75, 0.75, 0.75)))
    assert worse.tanks[0, 0] == pytest.approx(0)
    assert worse.dry_hours[0, 0] == 0
    lower = day(
        prepared(more=WATER),
        served=service(dark=dark(0.75, 0, 0, 0)),
        tanks=np.ones((1, 2)),
    )
    # three hours lacking less one in the tank, of six
    assert lower.dry_hours[0, 0] == pytest.approx(0.5 * 6 * 2 / 6)


def test_works_dark_in_a_row_run_dry_where_turns_would_carry_them():
    served = service(dark=dark(0.2, 0.2, 0.2, 0.2), dark_local=local(0.2))
    assert day(prepared(more=WATER), served=served).dry_hours[0, 0] == 0
    made = day(prepared(more=WATER + "people.dark_in_a_row,1\n"), served=served)
    assert made.dry_hours[0, 0] == pytest.approx(0.5 * 0.2 * 12)
    assert made.tanks_apart[0, 0] == 0
    assert made.tanks[0, 0] == pytest.approx(12)


def test_works_carry_their_own_share_of_those_dark_in_a_row():
    """Works on protected feeders had power while homes were dark by turns on a day of local cuts.

    None of them was dark in a row then, so the fifth that is today begins with full tanks: 12 of
    24 hours dry, not all 24, by as many as homes were dark in a row yesterday.
    """
    rows = WATER.replace("protected,0", "protected,1") + "people.dark_in_a_row,1\n"
    params = prepared(more=rows)
    spared, homes = dark(0, 0, 0, 0), dark(0.5, 0.5, 0.5, 0.65)
    uneven = service(dark=homes, dark_protected=spared, dark_ordinary=homes, dark_local=local(0.3))
    first = day(params, served=uneven)
    assert first.apart[0] == pytest.approx([0.3, 0.3])
    assert first.works_apart[0] == pytest.approx([0, 0])
    carried = ("apart", "tanks", "tanks_apart", "works_apart", "dry")
    served = service(dark=dark(0.2, 0.2, 0.2, 0.2), dark_local=local(0.2))
    second = day(params, served=served, **{name: getattr(first, name) for name in carried})
    assert second.works_apart[0] == pytest.approx([0.2, 0.2])
    assert second.dry_hours[0] == pytest.approx([0.5 * 0.2 * 12] * 2)


def test_behind_a_booster_pump_water_goes_with_the_light():
    lifted = WATER.replace("lifted,0", "lifted,0.4")
    made = day(prepared(more=lifted), served=service(dark=dark(0.5, 0, 0, 0)))
    assert made.dry_hours[0] == pytest.approx([6 * 0.5 * 0.4 * 0.5] * 2)


SHARES = st.floats(0, 1)
BLOCKS = st.lists(SHARES, min_size=4, max_size=4)
TAPS = prepared(more=WATER.replace("lifted,0", "lifted,0.3") + "people.dark_in_a_row,0.5\n")


@given(BLOCKS, SHARES, SHARES, st.floats(0, 12), SHARES)
def test_less_dark_is_never_drier(blocks, less, cut_off, level, dry):
    def lived(factor):
        shares = [share * factor for share in blocks]
        served = service(dark=dark(*shares), dark_local=local(min([cut_off * factor, *shares])))
        return day(TAPS, served=served, tanks=np.full((1, 2), level), dry=np.full((1, 2), dry))

    bare, better = lived(1.0), lived(less)
    assert (better.dry_hours <= bare.dry_hours + 1e-9).all()
    assert (bare.dry_hours <= 0.5 * 24 + 1e-9).all()
    assert (better.dry_hours >= 0).all()


# ---- people who leave ----------------------------------------------------------------------------

LEAVING = """people.leave_share,0.1
people.leave_after_days,2
people.leave_hours,16
people.leave_degrees,12
people.return_share,0.25
"""


def test_people_leave_after_days_of_strain_and_return_without():
    """The third bad day in a row is the first on which a tenth of those present leaves."""
    params, bad = prepared(more=LEAVING), service(dark=dark(1, 1, 1, 0))
    second = day(params, served=bad, strained=np.full((1, 2), 1.0))
    assert second.strained[0].tolist() == [2, 2]
    assert second.away[0].tolist() == [0, 0]
    third = day(params, served=bad, strained=second.strained, away=np.full((1, 2), 0.2))
    assert third.away[0] == pytest.approx([0.2 + 0.1 * 0.8] * 2)
    after = day(params, strained=third.strained, away=third.away)
    assert after.strained[0].tolist() == [0, 0]
    assert after.away[0] == pytest.approx([0.28 * 0.75] * 2)
    assert after.hours_without[0].tolist() == [0, 0]


def test_a_cold_home_is_strain_as_well():
    made = day(
        prepared(more=LEAVING), outdoor=-20, served=service(heat_left=np.zeros((2, 2))),
        indoor=np.full((1, 2, 2), 5.0), strained=np.full((1, 2), 4.0),
    )  # fmt: skip
    assert made.strained[0, 0] == 5
    assert made.away[0, 0] == pytest.approx(0.1)
