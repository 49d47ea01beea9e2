"""Large units: which fits which bank, slots on the way, mobile units, switching; mass of parts."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.draws import Luck
from holdfast.model import repair
from holdfast.model.carried import Yard
from holdfast.model.repair.stand_in import Mobile, Switching
from model.small_country import TABLES, country
from model.test_repair import arrived, harm, params

LUCK = Luck.of(1, range(2))
NEW = {
    "transformer": "330,200,road",
    "small,Small transformer,humanitarian,unit,14,stock,small,1,0": "330,90,road",
    "odd,Transformer of another class,humanitarian,unit,14,stock,odd,1,0": "220,200,road",
    "trailer,Mobile substation,humanitarian,unit,14,stock,trailer,1,0": ",,",
    "lorry,Lorry,humanitarian,lorry,0,transport,road,1,0": ",,",
}
"""Rows of items by their first cells: kv, mva and transport."""
ROWS = [*TABLES["items"].split("\n"), *(row for row in NEW if "," in row)]
ITEMS = "\n".join(
    row + "," + next((NEW[key] for key in NEW if row.startswith(key)), ",,") for row in ROWS
).replace("slip_per_month,,,", "slip_per_month,kv,mva,transport")
BANKS = TABLES["power/transformers"].replace("unit_mva", "unit_mva,kv").replace("\n", ",330\n")
BANKS = BANKS.replace("kv,330", "kv") + ",330"
UNITS = {
    "items": ITEMS,
    "power/transformers": BANKS,
    "repair/transport": "id,name,slots,days\nroad,Heavy lorries,2,14",
    "repair/mobile": "kind,item,share,days\nsubstation,trailer,0.5,7",
    "repair/switching": "kind,days,share\nfeeder,2,0.5",
}


CARRIED = ("fitted", "since", "standing", "worked", "posted", "injured", "built")


def lived(team, first, held, days, hits=(), came=None):
    """Days of repair from one morning: the outcome of each; hits are (day, installation)."""
    morning, stock, made = first, np.array([held], dtype=float), None
    for day in range(days):
        values = (morning.state, morning.work_left, morning.has_part)
        state, work, part = (np.array(each[0], dtype=float) for each in values)
        struck = np.zeros(len(state))
        for a in (a for when, a in hits if when == day):
            state[a], work[a], part[a], struck[a] = 3, 2.0, 0.0, 1.0
        now = dataclasses.replace(
            harm(state.astype(int).tolist(), work, part.tolist()), hit=struck[None]
        )
        yard = made and Yard(made.has_part, *(getattr(made, name) for name in CARRIED))
        made = repair.step(team, now, came or arrived([0.0]), stock, 0, LUCK.on(day), yard)
        stock = stock - made.parts
        yield made, stock
        morning = made


def test_units_fit_by_class_and_rating_the_smallest_first():
    """The bank of 200 MVA takes 160 and more of its class; that of 100 takes 80 and more."""
    made = repair.prepare(country(UNITS), LUCK)
    names = country(UNITS).table("items").text("id")
    large, small = names.index("transformer"), names.index("small")
    by_name = dict(zip(made.assets, made.fits.tolist(), strict=True))
    assert by_name["b-sub/1"] == [large, -1]
    assert by_name["a-sub/1"] == [small, large]
    assert by_name["gen/1"] == [-1, -1]


def test_transport_and_mobile_units_are_read():
    made = repair.prepare(country(UNITS), LUCK)
    assert made.slots.tolist() == [[2, np.inf]]
    assert made.way[0, 0] == pytest.approx(1 / 14)
    names = country(UNITS).table("items").text("id")
    assert [made.haul[names.index(name)] for name in ("transformer", "lorry")] == [0, 1]
    assert made.mobile.unit[0] == names.index("trailer")
    assert made.mobile.unit[-1] == -1
    assert made.mobile.setting_up[0, 0] == pytest.approx(1 / 7)
    place = made.assets.index("feed/1")
    assert (made.switching.days[0, place], made.switching.share[0, place]) == (2, 0.5)
    assert made.switching.share[0, 0] == 0


def test_slots_make_parts_wait_in_order():
    """Three parts, two places on the road, four days each: the third sets out on the fifth day."""
    team = params(
        [2, 0, 1], part=[0, 0, 0], crews=(9.0,), slots=np.array([[2.0, np.inf]]),
        way=np.array([[0.25, 1.0]]),
    )  # fmt: skip
    made = list(lived(team, harm([3] * 3, [5] * 3, [0] * 3), [3, 0, 0, 0], 6))
    has_part = np.array([each.has_part[0] for each, _ in made])
    assert has_part[:, 2].tolist() == [0.25, 0.5, 0.75, 1, 1, 1]
    assert has_part[:, 0].tolist() == [0.25, 0.5, 0.75, 1, 1, 1]
    assert has_part[:, 1].tolist() == [0, 0, 0, 0, 0.25, 0.5]
    assert [stock[0, 0] for _, stock in made] == [1, 1, 1, 1, 0, 0]


def test_a_part_on_the_road_is_not_lost_with_its_place():
    team = params([0], part=[0], slots=np.array([[2.0, np.inf]]), way=np.array([[0.25, 1.0]]))
    made = [each for each, _ in lived(team, harm([3], [5], [0]), [1, 0, 0, 0], 4, {(2, 0)})]
    assert [each.has_part[0, 0] for each in made] == [0.25, 0.5, 0.75, 1]
    plain = params([0], part=[0], way=np.array([[0.25]]))
    made = [each for each, _ in lived(plain, harm([3], [5], [0]), [1, 0, 0, 0], 4, {(2, 0)})]
    assert [each.has_part[0, 0] for each in made] == [0.25, 0.5, 0, 0]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, 4), min_size=2, max_size=2),
    st.lists(st.integers(0, 3), min_size=2, max_size=2),
    st.sets(st.tuples(st.integers(0, 11), st.integers(0, 3)), max_size=5),
)
def test_parts_are_in_stock_on_the_way_there_fitted_or_lost_with_their_place(held, room, hits):
    """Exactly, by item, every day."""
    team = params(
        [0, 1, 2, 3],
        crews=(2.0,),
        fits=np.array([[0, 1], [1, -1], [1, 0], [0, -1]]),
        haul=np.array([0, 1, 2, 2]),
        slots=np.array([[*map(float, room), np.inf]]),
        way=np.array([[0.25, 0.5, 1.0]]),
    )
    first = harm([3, 3, 0, 0], [3, 3, 0, 0], [0, 0, 1, 1])
    gone, before = np.zeros(2), None
    for day, (made, stock) in enumerate(lived(team, first, [*held, 0, 0], 12, hits)):
        if before is not None:
            for a in (a for when, a in hits if when == day):
                if before.state[0, a] == 3 and before.has_part[0, a] == 1:
                    gone[int(before.fitted[0, a]) - 1] += 1  # what stood there is lost with it
        for a in np.flatnonzero(made.mended[0]):
            gone[int(made.fitted[0, a]) - 1] += 1  # fitted
        coming = np.zeros(2)
        for a in np.flatnonzero((made.state[0] == 3) & (made.has_part[0] > 0)):
            coming[int(made.fitted[0, a]) - 1] += 1
        assert (stock[0, :2] + coming + gone).tolist() == held
        under = [
            sum(
                made.state[0, a] == 3 and 0 < made.has_part[0, a] < 1 and made.fitted[0, a] == i + 1
                for a in range(4)
            )
            for i in range(2)
        ]
        assert (np.array(under) <= room).all()
        before = made


MOBILE = Mobile(
    unit=np.array([1, 1, -1]), setting_up=np.full((1, 3), 0.5), share=np.full((1, 3), 0.6)
)


def test_a_mobile_unit_stands_in_until_repair_and_goes_on():
    """One for two: the more urgent has it from the second day, the other when it is whole."""
    team = params([1, 0, 2], crews=(1.0,), mobile=MOBILE)
    made = list(lived(team, harm([3, 3, 3], [3, 9, 1]), [0, 1, 0, 0], 14))
    standing = np.array([each.standing[0] for each, _ in made])
    assert standing[:2, 1].tolist() == [0.5, 1]
    assert standing[8, 1] == 0  # whole after nine days
    assert standing[8:11, 0].tolist() == [0.5, 1, 1]
    assert standing[:, 2].tolist() == [0] * 14
    assert made[-1][1][0, 1] == 1
    assert [stock[0, 1] for _, stock in made[:9]] == [0] * 9


def test_a_mobile_unit_is_lost_with_its_place():
    team = params([0, 1, 2], crews=(0.0,), mobile=MOBILE)
    made = list(lived(team, harm([3, 0, 0], [3, 0, 0]), [0, 1, 0, 0], 5, {(3, 0)}))
    assert [each.standing[0, 0] for each, _ in made] == [0.5, 1, 1, 0, 0]
    assert made[-1][1][0, 1] == 0


def test_what_stands_in_serves_the_share_lost():
    switching = Switching(days=np.array([[2.0, 9, 0]]), share=np.array([[0.5, 0.5, 0.5]]))
    team = params([0, 1, 2], mobile=MOBILE, switching=switching)
    now = dataclasses.replace(
        harm([3, 3, 1], [1, 1, 1]),
        left=np.array([[0, 0, 0.4]]),
        left_before=np.array([[0, 0, 1.0]]),
        hit=np.array([[0.0, 0, 1]]),
    )
    blank = np.zeros((1, 1))
    yard = Yard(
        now.has_part, blank, np.array([[1.0, 0, 5]]), np.array([[0.5, 1, 0]]), blank,
        np.zeros((1, 1, 1)), blank, blank,
    )  # fmt: skip
    made = repair.stand_in(team, now, yard)
    assert made.left[0].tolist() == pytest.approx([0.5, 0.6, 0.7])
    assert made.left_before[0].tolist() == pytest.approx([0.5, 0.6, 1])
    plain = params([0, 1, 2])
    assert repair.stand_in(plain, now, yard) is now


def test_switching_counts_from_the_last_hit():
    switching = Switching(days=np.full((1, 1), 2.0), share=np.full((1, 1), 0.5))
    team = params([0], crews=(0.0,), switching=switching)
    made = [each for each, _ in lived(team, harm([3], [9]), [0] * 4, 4, {(2, 0)})]
    assert [each.since[0, 0] for each in made] == [1, 2, 0, 1]


def morning(state):
    """Installations destroyed or heavily damaged, three crew-days each; none has its part."""
    return harm(state, [3.0 * (s > 0) for s in state], [float(s < 3) for s in state])


HITS = st.sets(st.tuples(st.integers(1, 9), st.integers(0, 4)), max_size=4)
STATES = st.lists(st.sampled_from([0, 2, 3]), min_size=5, max_size=5)


def road(assets, room, crews=9.0):
    """All need the one part, four days on the road, with room for so many at once."""
    return params(
        range(assets), part=[0] * assets, crews=(crews,), slots=np.array([[float(room), np.inf]]),
        way=np.array([[0.25, 1.0]]),
    )  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(STATES, st.integers(0, 3), st.integers(0, 3), st.integers(0, 2), st.integers(0, 2))
def test_more_slots_and_parts_come_no_later(state, held, more, slots, wider):
    """With crews for all, so that nobody is called away, and as long as no place is hit again."""
    less = lived(road(5, slots), morning(state), [held, 0, 0, 0], 14)
    better = lived(road(5, slots + wider), morning(state), [held + more, 0, 0, 0], 14)
    for (few, _), (many, _) in zip(less, better, strict=True):
        assert ((few.state == 0) <= (many.state == 0)).all()
        assert (many.work_left <= few.work_left + 1e-9).all()


def test_a_part_that_came_sooner_can_be_lost_with_its_place():
    """Why a slot more can hurt: the second place is hit when its part stands there unfitted."""
    hits = {(5, 1)}
    narrow = [made for made, _ in lived(road(2, 1), morning([3, 3]), [2, 0, 0, 0], 12, hits)]
    wide = [made for made, _ in lived(road(2, 2), morning([3, 3]), [2, 0, 0, 0], 12, hits)]
    assert wide[4].has_part[0, 1] == 1
    assert narrow[4].has_part[0, 1] == 0.25
    assert wide[11].state[0, 1] == 3
    assert narrow[11].state[0, 1] == 0


@settings(max_examples=60, deadline=None)
@given(STATES, HITS, st.integers(0, 2), st.integers(0, 2), st.floats(0, 3))
def test_more_mobile_units_stand_no_later(state, hits, held, more, crews):
    mobile = Mobile(
        unit=np.array([1] * 4 + [-1]), setting_up=np.full((1, 5), 0.5), share=np.ones((1, 5))
    )
    team = params(range(5), crews=(crews,), mobile=mobile)
    first = morning(state)
    few = lived(team, first, [0, held, 0, 0], 14, hits)
    many = lived(team, first, [0, held + more, 0, 0], 14, hits)
    for (one, _), (two, stock) in zip(few, many, strict=True):
        assert (two.standing >= one.standing - 1e-12).all()
        assert (stock >= 0).all()
