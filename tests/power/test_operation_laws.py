"""Laws of reserve, collapse, islands, restart and rotation on random cases."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from holdfast.power import operation

MW = st.floats(0, 20_000)
SHARE = st.floats(0, 1)
SPREAD = st.floats(0.01, 1)


def between(low: float, high: float) -> st.SearchStrategy[tuple[float, float]]:
    return st.tuples(st.floats(low, high), st.floats(low, high)).map(
        lambda pair: (min(pair), max(pair))
    )


@given(rule=MW, available=MW, output=MW)
def test_reserve_is_within_its_rule_and_the_headroom(rule, available, output):
    found = float(operation.spinning_reserve(rule, available, output))
    assert 0 <= found <= rule
    assert found <= max(available - output, 0)


@given(load=MW, more=MW)
def test_the_empirical_rule_grows_more_slowly_than_the_load(load, more):
    small, large = (float(operation.ucte_reserve(x)) for x in (load, load + more))
    assert small <= large <= small + 10 * more / 300 + 1e-9


@given(parts=st.lists(MW, min_size=1, max_size=5), rule=MW)
def test_islands_share_the_reserve_out(parts, rule):
    shares = operation.by_island(rule, parts, max(sum(parts), 1.0))
    assert (shares >= 0).all()
    assert shares.sum() <= rule * (1 + 1e-9)


@given(lost=MW, dropped=MW, reserve=MW, can=st.floats(1, 20_000), more=MW, spread=SPREAD)
def test_more_loss_less_reserve_or_fewer_relays_never_hold_better(
    lost, dropped, reserve, can, more, spread
):
    def chance(lost, reserve, can):
        return float(
            operation.collapse_chance(operation.collapse_ratio(lost, 0, reserve, can), spread)
        )

    usual = chance(lost, reserve, can)
    assert chance(lost + more, reserve, can) >= usual
    assert chance(lost, reserve + more, can) <= usual
    assert chance(lost, reserve, can + more) <= usual
    ratio = operation.collapse_ratio(lost + dropped, dropped, reserve, can)
    assert np.isclose(ratio, operation.collapse_ratio(lost, 0, reserve, can), atol=1e-6)


@given(
    lost=MW, dropped=MW, load=st.floats(100, 20_000), out=SHARE,
    reserve=between(0, 3000), relays=between(0.1, 0.8), weakening=between(0, 0.95),
    spread=between(0.01, 1), at=st.tuples(SHARE, SHARE, SHARE, SHARE),
)  # fmt: skip
def test_a_chance_lies_in_its_range(
    lost, dropped, load, out, reserve, relays, weakening, spread, at
):
    low, high = operation.collapse_range(
        lost, dropped, load, out,
        reserve=reserve, relays=relays, weakening=weakening, spread=spread,
    )  # fmt: skip
    r, k, w, s = (
        lo + x * (hi - lo)
        for x, (lo, hi) in zip(at, (reserve, relays, weakening, spread), strict=True)
    )
    z = operation.collapse_ratio(lost, dropped, r, k * (1 - w * out) * load)
    assert low - 1e-9 <= float(operation.collapse_chance(z, s)) <= high + 1e-9


def test_draws_fall_with_the_chance_that_is_said():
    rng = np.random.default_rng(5)
    z, spread = rng.uniform(0, 2, 40), rng.uniform(0.1, 0.8, 40)
    fell = operation.falls(z, spread, rng.standard_normal((20_000, 40))).mean(axis=0)
    chance = operation.collapse_chance(z, spread)
    assert (np.abs(fell - chance) <= 4 * np.sqrt(chance * (1 - chance) / 20_000) + 1e-12).all()


@given(short=MW, load=st.floats(1, 20_000))
def test_steps_cover_what_is_short_and_none_acts_in_vain(short, load):
    found = operation.relays_act(short, load)
    steps = int(found.steps)
    assert 0 <= steps <= 4
    assert np.isclose(found.shed, steps * 0.125 * load)
    if steps:
        assert (steps - 1) * 0.125 * load < short
    assert np.isclose(found.left, max(short - 0.5 * load, 0), atol=1e-6)


def search(nodes: int, ends: np.ndarray, joined: np.ndarray) -> list[int]:
    """Islands of one state, node by node."""
    label = [-1] * nodes
    for start in range(nodes):
        front = [start] if label[start] < 0 else []
        while front:
            node = front.pop()
            if label[node] < 0:
                label[node] = start
                front += [
                    int(other)
                    for (a, b), alive in zip(ends, joined, strict=True)
                    for here, other in ((a, b), (b, a))
                    if alive and here == node
                ]
    return label


@given(
    nodes=st.integers(1, 9), lines=st.integers(0, 12), states=st.integers(1, 4),
    seed=st.integers(0, 2**16),
)  # fmt: skip
def test_islands_are_those_of_a_search_in_any_order_of_lines(nodes, lines, states, seed):
    rng = np.random.default_rng(seed)
    ends, joined = rng.integers(0, nodes, (lines, 2)), rng.random((states, lines)) < 0.5
    found = operation.islands(nodes, ends, joined)
    assert found.tolist() == [search(nodes, ends, row) for row in joined]
    order = rng.permutation(lines)
    assert np.array_equal(operation.islands(nodes, ends[order, ::-1], joined[:, order]), found)
    one = operation.islands(nodes, ends, joined[-1:])
    assert np.array_equal(one[0], found[-1])


@given(hours=st.floats(1, 40), passed=SHARE, spell=st.floats(0.5, 12), stage=st.integers(0, 2))
def test_the_mean_that_waits_is_that_of_integration(hours, passed, spell, stage):
    _, begin, end = operation.STAGES[stage]
    left = hours * (1 - passed)
    first = hours - left
    corners = [x * hours for x in (begin, end, 1) if first < x * hours < first + spell]
    exact, _ = quad(
        lambda t: 1 - float(operation.returned(min(t / hours, 1), begin, end)),
        first, first + spell, points=corners or None, limit=200,
    )  # fmt: skip
    found = float(operation.waiting(left, hours, begin, end, spell))
    assert abs(found - (exact / spell if left > 0 else 0)) < 1e-6


@given(hours=st.floats(1, 40), passed=SHARE, later=st.floats(0, 5))
def test_waiting_falls_and_slices_return_in_their_order(hours, passed, later):
    begin, end = (np.array([getattr(s, at) for s in operation.STAGES]) for at in ("begin", "end"))
    left = hours * (1 - passed)
    now = operation.waiting(left, hours, begin, end, 6)
    then = operation.waiting(max(left - later, 0), hours, begin, end, 6)
    assert ((now >= 0) & (now <= 1)).all()
    assert (then <= now + 1e-9).all()
    assert (np.diff(now) >= -1e-9).all()
    assert (operation.waiting(0.0, hours, begin, end, 6) == 0).all()


@given(short=SHARE, kept=SHARE, protected=SHARE, overcut=st.floats(1, 2), announced=SHARE)
def test_cuts_stay_within_people_and_add_up(short, kept, protected, overcut, announced):
    ordinary, few = operation.share_cut(short, kept, protected, overcut)
    cut = float(ordinary + few)
    assert short * (1 - protected / 2) - 1e-12 <= float(ordinary) <= 1 - protected / 2 + 1e-12
    assert 0 <= cut <= 1 + 1e-12
    told = float(operation.planned(cut, announced))
    assert 0 <= told <= min(cut, announced)


@given(cut=st.lists(SHARE, max_size=30), groups=st.integers(1, 12))
def test_turns_cover_the_cut_and_are_fair_after_every_block(cut, groups):
    off = operation.turns(np.array(cut), groups)
    assert off.shape == (len(cut), groups)
    share = off.mean(axis=1)
    assert (share >= np.array(cut) - 1e-8).all()
    assert (share < np.array(cut) + 1 / groups + 1e-8).all()
    if cut:
        had = off.cumsum(axis=0)
        assert (had.max(axis=1) - had.min(axis=1) <= 1).all()


HOURS = st.floats(0.25, 24)


@given(unserved=st.lists(MW, min_size=1, max_size=4), share=SHARE, hours=HOURS)
def test_no_more_is_asked_for_again_than_was_not_served(unserved, share, hours):
    left = operation.put_off(0.0, np.array(unserved), share, hours, 6)
    asked = []
    for _ in range(60):
        asked.append(float(operation.rebound(left, hours, 6)))
        left = operation.put_off(left, np.zeros(1), share, hours, 6)
    whole = share * sum(unserved)
    assert sum(asked) <= whole * (1 + 1e-9)
    assert np.isclose(sum(asked) + float(left), whole, rtol=1e-9)
    assert (np.diff(asked) <= 1e-9 * whole).all()
    assert min(asked) >= 0


@given(put_off=MW, hours=HOURS, spell=st.floats(0.5, 12), blocks=st.integers(0, 3))
def test_what_is_asked_for_again_is_the_integral_of_the_decay(put_off, hours, spell, blocks):
    left = float(put_off)
    for _ in range(blocks):
        left = float(operation.put_off(left, np.zeros(1), 0.5, hours, spell))
    exact, _ = quad(
        lambda t: put_off * spell / hours * np.exp(-t / hours),
        blocks * spell,
        (blocks + 1) * spell,
    )
    assert np.isclose(float(operation.rebound(left, hours, spell)), exact / spell, atol=1e-6)


@given(unserved=MW, share=SHARE, hours=HOURS, more=MW)
def test_a_cut_without_end_puts_off_no_more_and_more_cut_never_less(unserved, share, hours, more):
    left = large = np.zeros(())
    for _ in range(50):
        left = operation.put_off(left, np.array([unserved]), share, hours, 6)
        large = operation.put_off(large, np.array([unserved, more]), share, hours, 6)
        assert large >= left
    assert left <= share * unserved / (1 - np.exp(-6 / hours)) * (1 + 1e-9)


@given(put_off=MW, hours=HOURS, longer=st.floats(0, 24))
def test_a_slower_decay_asks_for_less_in_the_next_block(put_off, hours, longer):
    soon, late = (float(operation.rebound(put_off, h, 6)) for h in (hours, hours + longer))
    assert late <= soon <= put_off
