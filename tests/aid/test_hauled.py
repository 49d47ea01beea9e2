"""Heavy loads from abroad wait for a slot between the border and the stock."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.aid import arrivals
from holdfast.aid.service import foreseen
from holdfast.draws import Luck
from model.small_country import SETTINGS, TABLES, country
from model.test_repair_units import UNITS

LUCK = Luck.of(5, range(64))
HEAD = "id,partner,item,quantity,date,slips\n"
WAYS = "id,name,slots,days,abroad_slots,abroad_days\nroad,Heavy lorries,2,14,{slots},{days}"
USE = 14


def in_use(rows, slots="2", days="20", luck=LUCK, settings=SETTINGS, ways=WAYS):
    """(F, N) days of use of these deliveries."""
    tables = UNITS | {
        "deliveries": HEAD + rows,
        "repair/transport": ways.format(slots=slots, days=days),
        "actors": TABLES["actors"] + "\nUS,We,recipient",
    }
    scenario = country(tables, settings)
    return arrivals.prepare(scenario, luck).in_use, scenario


def test_loads_take_the_slots_in_order_by_hand():
    """Two at once, twenty days each: of three, the last is there after forty; then ten of use."""
    rows = "a,NN,transformer,3,2030-12-11,no\nb,NN,transformer,1,2030-12-15,no"
    made, scenario = in_use(rows)
    assert (made == [10 + 40 + USE, 30 + 20 + USE]).all()
    assert foreseen(scenario)[1].tolist() == made[0].tolist()
    made, _ = in_use(rows, slots="9")
    assert (made == [10 + 20 + USE, 14 + 20 + USE]).all()


def test_who_is_planned_earlier_goes_first_whatever_the_order_of_rows():
    rows = "z,NN,transformer,2,2030-12-05,no\na,NN,small,1,2030-12-06,no"
    swapped = "\n".join(reversed(rows.split("\n")))
    assert (in_use(rows)[0] == in_use(swapped)[0][:, ::-1]).all()
    assert (in_use(rows)[0] == [4 + 20 + USE, 24 + 20 + USE]).all()


def test_own_effort_light_loads_and_facts_do_not_wait():
    rows = "a,US,transformer,9,2030-12-11,no\nb,NN,trailer,9,2030-12-11,no"
    assert (in_use(rows)[0] == [10 + USE, 10 + USE]).all()
    frozen = SETTINGS.replace("days = 151", "days = 151\nfreeze = 2030-12-11")
    rows = "a,NN,transformer,9,2030-12-11,no\nb,NN,transformer,1,2030-12-12,no"
    assert (in_use(rows, settings=frozen)[0] == [10 + USE, 11 + 20 + USE]).all()


def test_without_the_columns_nobody_waits():
    rows = "a,NN,transformer,9,2030-12-11,yes\nb,NN,transformer,1,2030-12-11,no"
    plain = "id,name,slots,days\nroad,Heavy lorries,2,14"
    bare = in_use(rows, ways=plain)[0]
    assert (bare[:, 1] == 10 + USE).all()
    np.testing.assert_array_equal(in_use(rows, slots="")[0], bare)


def test_a_delivery_that_slips_takes_no_place_from_another():
    late = "a,NN,transformer,2,2030-12-11,yes\nb,NN,transformer,1,2030-12-12,no"
    made, _ = in_use(late)
    assert len(set(made[:, 0].tolist())) > 2
    assert set(made[:, 1].tolist()) == {30 + 20 + USE}
    assert (made[:, 0] - 10 - 20 - USE).min() == 0
    assert set(((made[:, 0] - 10 - 20 - USE) % 30).tolist()) == {0}


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 4), st.integers(1, 28)), min_size=1, max_size=4),
    st.integers(1, 4),
    st.integers(1, 4),
)
def test_more_slots_never_bring_anything_later(plans, slots, more):
    rows = "\n".join(
        f"d{at},NN,transformer,{quantity},2030-12-{day:02},no"
        for at, (quantity, day) in enumerate(plans)
    )
    luck = Luck.of(1, range(2))
    few, _ = in_use(rows, str(slots), "20", luck)
    many, _ = in_use(rows, str(slots + more), "20", luck)
    assert (many <= few).all()
    assert (few >= [day - 1 + 20 + USE for _, day in plans]).all()


def test_days_are_drawn_by_pairs_of_futures():
    ways = WAYS.replace("abroad_days\n", "abroad_days,abroad_days_low,abroad_days_high\n")
    made, _ = in_use("a,NN,transformer,1,2030-12-11,no", "2", "20,10,30", ways=ways + "")
    days = made[:, 0] - 10 - USE
    assert (days[::2] == days[1::2]).all()
    assert len(set(days.tolist())) > 5
    assert np.mean(days) == pytest.approx(20, abs=5)
