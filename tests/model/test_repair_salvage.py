"""Parts taken from what is destroyed, and units too small to mend with that serve meanwhile."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.arrays import declared
from holdfast.campaign import ensemble
from holdfast.draws import Luck
from holdfast.model import repair
from holdfast.model.carried import Yard
from holdfast.model.repair.salvage import Salvage
from holdfast.model.repair.stand_in import Mobile
from model.small_country import TABLES, country
from model.test_repair import arrived, harm, params
from model.test_repair_units import UNITS

LUCK = Luck.of(1, range(2))
OTHERS = {
    "repair/salvage": "kind,share,share_low,share_high,days\nsubstation,0.5,0.4,0.6,10",
    "repair/smaller": "kv,item,days\n330,odd,20",
}
WAY = 4.0


def taking(assets, share=1.0, out=2.0, pools=1):
    """Parts can be taken within each pool; a new one is four days on its way."""
    whole = np.ones((1, assets))
    return Salvage(
        pool=np.arange(assets) % pools,
        share=share * whole,
        daily=whole / (out + WAY),
        out=out / (out + WAY) * whole,
        new=WAY * whole,
    )


def team(assets, salvage, crews=9.0, **named):
    return params(
        range(assets), part=[0] * assets, crews=(crews,), way=1 / WAY, salvage=salvage, **named
    )


def ruin(assets, work=3.0):
    """The first morning: all are destroyed, today."""
    return harm([3] * assets, [work] * assets, [0.0] * assets)


def lived(team, first, held, days, coming=(), hits=()):
    """Days of repair: the outcome of each; coming (day, pieces), hits (day, installation)."""
    morning, stock, made = first, np.array([[float(held), 0, 0, 0]]), None
    for day in range(days):
        stock[0, 0] += sum(pieces for when, pieces in coming if when == day)
        values = (morning.state, morning.work_left, morning.has_part)
        state, work, part = (np.array(each[0], dtype=float) for each in values)
        struck = np.array(state == 3 if day == 0 else 0.0 * state, dtype=float)
        for a in (a for when, a in hits if when == day):
            state[a], work[a], part[a], struck[a] = 3, 3.0, 0.0, 1.0
        now = dataclasses.replace(harm(state.astype(int).tolist(), work, part), hit=struck[None])
        yard = made and Yard(**{spec.name: getattr(made, spec.name) for spec in declared(Yard)})
        made = repair.step(team, now, arrived([0.0]), stock, 0, LUCK.on(day), yard)
        stock = stock - made.parts
        yield made
        morning = made


def test_two_half_broken_ones_make_one_whole():
    """Two days of taking out, four on the way, three of work; the giver stays as it was."""
    made = list(lived(team(2, taking(2)), ruin(2), 0, 14))
    assert made[0].donor[0].tolist() == [2, 0]
    assert made[0].remains[0].tolist() == [1, 3]
    assert made[3].taken[0, 0] == pytest.approx(3 / 6)
    assert [each.has_part[0, 0] for each in made[5:8]] == [0, 1, 1]
    assert [each.state[0].tolist() for each in made[8:10]] == [[3, 3], [0, 3]]
    assert made[-1].state[0].tolist() == [0, 3]
    assert not sum(each.parts.sum() for each in made)


def test_without_a_table_nothing_is_taken():
    plain = list(lived(team(2, None), ruin(2), 0, 14))
    assert plain[-1].state[0].tolist() == [3, 3]
    assert repair.prepare(country(), LUCK).salvage is None


def test_who_gave_a_part_can_only_be_mended_with_a_new_one():
    """Of five one gives to the first, one to the second; the fifth has nobody left."""
    made = list(lived(team(5, taking(5)), ruin(5), 0, 20))
    assert made[-1].state[0].tolist() == [0, 0, 3, 3, 3]
    assert made[-1].remains[0].tolist() == [0, 0, 1, 3, 3]
    made = list(lived(team(5, taking(5)), ruin(5), 0, 30, {(12, 2)}))
    assert made[-1].state[0].tolist() == [0, 0, 0, 0, 3]


def test_no_one_takes_a_part_of_another_class():
    made = list(lived(team(3, taking(3, pools=2)), ruin(3), 0, 20))
    assert made[-1].state[0].tolist() == [0, 3, 3]


def test_who_waits_for_its_new_part_gives_first():
    """One piece goes to the first; the second takes from the first, not from the third."""
    made = list(lived(team(3, taking(3)), ruin(3), 1, 20))
    assert made[0].donor[0].tolist() == [0, 1, 0]
    assert made[-1].state[0].tolist() == [0, 0, 3]
    assert made[-1].remains[0, 2] == 1


def test_a_new_part_that_comes_sooner_is_taken_and_the_other_stays_with_its_owner():
    made = list(lived(team(2, taking(2, out=20.0)), ruin(2), 0, 14, {(3, 1)}))
    assert made[2].donor[0].tolist() == [2, 0]
    assert made[3].has_part[0].tolist() == [0.25, 0]
    # The first, which gets a new one, now gives to the second.
    assert made[3].donor[0].tolist() == [0, 1]
    assert made[3].remains[0].tolist() == [3, 1]
    late = list(lived(team(2, taking(2)), ruin(2), 0, 14, {(4, 1)}))
    assert late[4].has_part[0].tolist() == [0, 0.25]
    assert late[-1].state[0].tolist() == [0, 0]


def test_a_part_is_lost_where_it_still_stands_and_not_on_the_road():
    """Taking out takes two days: a hit on the giver on the second one, or after."""
    early = list(lived(team(2, taking(2)), ruin(2), 0, 14, (), {(1, 1)}))
    assert early[1].donor[0].tolist() == [0, 0]
    assert early[-1].state[0].tolist() == [3, 3]
    late = list(lived(team(2, taking(2)), ruin(2), 0, 14, (), {(4, 1)}))
    assert late[-1].state[0].tolist() == [0, 3]


def test_remains_are_of_use_by_chance():
    """One draw for each that is destroyed, three standard errors."""
    assets, futures, share = 40, 100, 0.3
    luck = Luck.of(3, range(futures))
    few = team(assets, taking(assets, share=share))
    state = np.full((futures, assets), 3)
    blank = np.zeros((futures, assets))
    now = dataclasses.replace(
        ruin(assets), state=state, work_left=3.0 + blank, has_part=blank, times_hit=state,
        hit=1.0 + blank, left=blank, left_before=blank, pocket=np.zeros((futures, 1)),
    )  # fmt: skip
    made = repair.step(few, now, arrived([0.0]), np.zeros((futures, 4)), 0, luck.on(5))
    found = np.isin(made.remains, (1.0, 3.0)).mean()
    assert abs(found - share) < 3 * np.sqrt(share * (1 - share) / (assets * futures))


COMING = st.sets(st.tuples(st.integers(0, 20), st.integers(1, 2)), max_size=4)
HITS = st.sets(st.tuples(st.integers(1, 24), st.integers(0, 6)), max_size=6)


@settings(max_examples=80, deadline=None)
@given(COMING, st.integers(0, 3), st.floats(0, 30), st.floats(0, 1))
def test_with_crews_for_all_nobody_waits_longer(coming, held, out, share):
    """And so never fewer are whole, whatever new parts come, and however slow taking out is."""
    plain = lived(team(7, None), ruin(7), held, 30, coming)
    taken = lived(team(7, taking(7, share, out, 2)), ruin(7), held, 30, coming)
    for less, more in zip(plain, taken, strict=True):
        assert ((less.state == 0) <= (more.state == 0)).all()
        assert (more.work_left <= less.work_left + 1e-9).all()
        assert more.parts.sum() <= less.parts.sum() + 7


@settings(max_examples=80, deadline=None)
@given(COMING, st.integers(0, 3), HITS, st.floats(0, 6))
def test_no_part_appears_twice(coming, held, hits, out):
    """Whole again are at most the new parts and one for each time that one was destroyed."""
    used = mended = arrived_used = 0.0
    gave: set[int] = set()
    given_away, events = 0, 7 + len(hits)
    before = None
    for made in lived(team(7, taking(7, out=out)), ruin(7), held, 30, coming, hits):
        used += made.parts.sum()
        mended += made.mended.sum()
        assert (made.parts >= 0).all()
        sources = [each for each in made.donor[0].tolist() if 0 < each <= 7]
        assert len(set(sources)) == len(sources)
        assert ((made.donor > 0) <= ((made.state == 3) & (made.has_part == 0))).all()
        assert ((made.remains > 0) == (made.state == 3)).all()
        now = set(np.flatnonzero(made.remains[0] == 3).tolist())
        given_away += len(now - gave)
        gave = now
        if before is not None:
            there = (made.has_part == 1) & (before.has_part == 0) & (before.donor > 0)
            arrived_used += there.sum()
        before = made
    assert mended <= used + arrived_used
    assert arrived_used <= min(given_away, events // 2)


def test_a_part_of_one_that_is_whole_again_never_goes_back_to_it():
    """The first gave its old part, is mended with a new one and destroyed again: it gives once."""
    slow = team(4, taking(4, out=8.0))
    made = list(lived(slow, ruin(4), 1, 40, {(11, 1)}, {(9, 0)}))
    assert made[0].donor[0, 1] == 1
    assert made[8].donor[0, 1] == 5
    assert made[9].remains[0, 0] in (1, 3)
    assert made[-1].mended.sum() == 0
    assert sum(each.mended.sum() for each in made) <= 2 + 2


def test_salvage_is_read():
    made = repair.prepare(country(UNITS | OTHERS), LUCK).salvage
    assert (made.pool[:2] == made.pool[0]).all()
    assert made.pool[2] != made.pool[0]  # banks of another rating
    assert made.pool[-1] == -1
    assert made.share.shape == (2, 24)
    assert 0.3 < made.share[0, 0] < 0.7
    assert made.share[0, -1] == 0
    assert made.daily[0, 0] == pytest.approx(1 / 24)  # ten days, and fourteen on the road
    assert made.out[0, 0] == pytest.approx(10 / 24)


def test_smaller_units_are_read():
    """Of 200 MVA and another class: it serves whole a bank of 100, and one of 400 by half."""
    banks = UNITS["power/transformers"]
    made = repair.prepare(country(UNITS | OTHERS), LUCK).smaller
    unit = country(UNITS).table("items").text("id").index("odd")
    assert made.unit[:6].tolist() == [unit] * 6
    assert made.unit[-1] == -1
    assert made.share[0, :3].tolist() == [1, 1, 1]
    assert made.setting_up[0, 0] == pytest.approx(1 / 20)
    large = {"power/transformers": banks.replace("aa-d,2,200,", "aa-d,2,400,")}
    big = UNITS["items"].replace("330,200,road", "330,400,road", 1)
    made = repair.prepare(country(UNITS | OTHERS | large | {"items": big}), LUCK).smaller
    assert made.share[0, :3].tolist() == [0.5, 0.5, 1]
    # What mends a bank is never too small for it.
    right = OTHERS | {"repair/smaller": "kv,item,days\n330,small,20"}
    made = repair.prepare(country(UNITS | right), LUCK).smaller
    assert made.unit[:3].tolist() == [
        country(UNITS).table("items").text("id").index("small")
    ] * 2 + [-1]
    assert made.share[0, 0] == pytest.approx(90 / 200)
    assert repair.prepare(country(UNITS), LUCK).smaller is None


SMALL = Mobile(unit=np.array([1, 1]), setting_up=np.full((1, 2), 0.5), share=np.full((1, 2), 0.4))


def test_a_smaller_unit_serves_until_the_right_one_is_fitted_and_comes_back():
    small = team(2, None, smaller=SMALL)
    first, stock, made, seen = ruin(2), np.array([[0.0, 1, 0, 0]]), None, []
    for day in range(14):
        stock[0, 0] += day == 4
        yard = made and Yard(**{spec.name: getattr(made, spec.name) for spec in declared(Yard)})
        made = repair.step(small, first, arrived([0.0]), stock, 0, LUCK.on(day), yard)
        stock = stock - made.parts
        seen.append((made.smaller[0].tolist(), stock[0, 1]))
        first = harm(made.state[0], made.work_left[0], made.has_part[0])
    assert [smaller for smaller, _ in seen[:2]] == [[0.5, 0], [1, 0]]
    assert seen[9] == ([1, 0], 0)
    assert made.state[0].tolist() == [0, 3]
    # The first is whole on the eleventh day; the unit goes on to the second at once.
    assert [smaller for smaller, _ in seen[10:12]] == [[0, 0.5], [0, 1]]
    served = repair.stand_in(
        small, first, Yard(**{s.name: getattr(made, s.name) for s in declared(Yard)})
    )
    assert served.left[0].tolist() == pytest.approx([0.4 * 0, 0.4])


def test_a_smaller_unit_is_not_sent_where_the_right_one_is_on_its_way():
    first = ruin(2)
    made = repair.step(
        team(2, None, smaller=SMALL), first, arrived([0.0]), np.array([[1.0, 2, 0, 0]]), 0, LUCK
    )
    assert made.has_part[0].tolist() == [0.25, 0]
    assert made.smaller[0].tolist() == [0, 0.5]


def test_a_campaign_with_both_is_the_same_future_by_future_and_differs_from_one_without():
    stocks = TABLES["stocks"].replace("transformer,1,", "transformer,0,") + "\nodd,3,0,no,no"
    kinds = TABLES["damage/kinds"].replace("grid,0.5,0.5,0.5,", "grid,1,1,1,")
    missiles = TABLES["threat/classes"].replace("Missile,40,1,10,", "Missile,400,1,60,")
    harsh = {"stocks": stocks, "damage/kinds": kinds, "threat/classes": missiles}
    tables = UNITS | OTHERS | harsh

    def lived_through(tables, futures=4):
        made = ensemble.run(country(tables), futures, workers=1, until=90).data
        return [made[name].values for name in ("lost", "held")]

    many = lived_through(tables)
    for each, few in zip(many, lived_through(tables, 2), strict=True):
        np.testing.assert_array_equal(each[:2], few)
    for left_out in OTHERS:
        other = lived_through({name: text for name, text in tables.items() if name != left_out})
        assert any((one != two).any() for one, two in zip(many, other, strict=True))
