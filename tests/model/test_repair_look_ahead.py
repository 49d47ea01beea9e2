"""Looking ahead: what the network regains by hand, the order that follows, and its days."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.campaign import ensemble
from holdfast.draws import Luck
from holdfast.model import repair
from holdfast.model.carried import Yard
from holdfast.model.repair import look_ahead
from model.small_country import country
from model.test_repair import arrived, harm
from model.test_repair_crews import rows

LUCK = Luck.of(1, range(2))


def team(days=7):
    return repair.prepare(country(rows(repair__look_ahead_days=days)), LUCK)


def left(made, **share):
    """(1, A) function left, by the name of a cell without its number."""
    names = [name.split("/")[0].replace("-", "_") for name in made.assets]
    return np.array([[share.get(name, 1.0) for name in names]])


def test_what_is_regained_by_hand():
    """Region A: 100 MW asked, four units of 100; region B: 300 asked, 100 given, banks of 90."""
    made = team()
    look = made.outlook
    of = dict(zip(made.assets, look.element.tolist(), strict=True))
    gain = look_ahead.regained(look, left(made, gen=0.0, a_sub=0.0))[0]
    assert gain[of["gen/1"]] == pytest.approx(100)
    assert gain[of["a-sub/1"]] == pytest.approx(90)
    # With one unit more left, A is served; with one bank more, B has all its hydro but 10.
    some = left(made, gen=0.25, a_sub=0.25)
    gain = look_ahead.regained(look, some)[0]
    assert gain[of["gen/1"]] == pytest.approx(0)
    assert gain[of["a-sub/1"]] == pytest.approx(10)
    assert look_ahead.regained(look, left(made)).sum() == 0


def test_the_order_follows_and_what_regains_nothing_keeps_its_place():
    made = team()
    calm = look_ahead.reordered(made.outlook, left(made))
    names = made.assets
    gas, sub, gen = names.index("well/1"), names.index("a-sub/1"), names.index("gen/1")

    def place(order, asset, state):
        return order[0].tolist().index(3 * asset + state - 1)

    assert sorted(calm[0].tolist()) == list(range(3 * len(names)))
    for asset in (sub, gen):
        assert place(calm, gas, 1) < place(calm, asset, 1)
    hurt = look_ahead.reordered(made.outlook, left(made, a_sub=0.0))
    assert place(hurt, sub, 1) < place(hurt, gen, 1)
    fixed = [int(pair) for pair in made.outlook.fixed if made.outlook.element[pair // 3] < 0]
    assert [pair for pair in hurt[0].tolist() if pair in fixed] == fixed


def test_the_order_is_kept_between_two_looks():
    made = team(days=3)
    blank = np.zeros((1, 1))
    known = made.outlook.fixed[::-1][None].astype(float)
    yard = Yard(
        np.ones((1, 24)), blank, blank, blank, blank, np.zeros((1, 1, 1)), blank,
        np.zeros((1, 2)), known,
    )  # fmt: skip
    now, came = harm([0] * 24, [0.0] * 24), arrived([0.0, 0.0])
    held = np.zeros((1, 16))
    later = repair.step(made, now, came, held, 4, LUCK, yard)
    assert (later.order == known).all()
    looked = repair.step(made, now, came, held, 6, LUCK, yard)
    assert sorted(looked.order[0].tolist()) == list(range(72))
    assert (looked.order != known).any()


def test_a_campaign_looks_ahead_future_by_future():
    """A future has the same days whatever others are simulated with it."""
    scenario = country(rows(repair__look_ahead_days=2))
    many = ensemble.run(scenario, 6, workers=1, until=50).data["lost"].values
    few = ensemble.run(scenario, 2, workers=1, until=50).data["lost"].values
    np.testing.assert_array_equal(many[:2], few)
    plain = ensemble.run(country(), 6, workers=1, until=50).data["lost"].values
    assert (many != plain).any()
