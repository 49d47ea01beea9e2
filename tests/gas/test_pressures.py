"""Least shed of gas with pressures: small networks whose answer is known by formula."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq

from gas.small import network, random_network, random_states, whole
from holdfast.gas import GasResult, Network, least_shed, with_fuel

DROOP, YIELDS = 10.0, 1.0
seeds = st.integers(0, 2**32 - 1)


def solved(net: Network, demand=None, supply=None, **out) -> GasResult:
    pipe_out, compressor_out = whole(net)
    demand = net.demand[:, None] if demand is None else demand
    return least_shed(
        net,
        out.get("pipe_out", pipe_out),
        out.get("compressor_out", compressor_out),
        net.supply if supply is None else supply,
        demand,
    )


def line(asked: float, least: float = 30.0) -> Network:
    return network(2, [(0, 1, 20.0)], {0: (30.0, 70.0)}, {1: (asked, least)})


def test_one_pipe_loses_what_weymouth_says():
    found = solved(line(8.0))
    assert found.delivered[0, 1, 0] == pytest.approx(8.0, rel=1e-12)
    assert found.flow[0, 0] == pytest.approx(8.0, rel=1e-9)
    begin = 70.0**2 - YIELDS * 8.0 / 30.0
    assert found.pressure[0] == pytest.approx(np.sqrt([begin, begin - 20.0 * 64.0]), abs=2e-3)
    assert not found.fallback[0]


def test_one_pipe_carries_no_more_than_its_pressures():
    found = solved(line(20.0))

    def spare(share: float) -> float:
        return (
            70.0**2 - YIELDS * 20.0 * share / 30.0 - 20.0 * (20.0 * share) ** 2 - 900.0 - 10 * share
        )

    assert found.delivered[0, 1, 0] == pytest.approx(20.0 * brentq(spare, 0, 1), rel=1e-4)
    assert found.pressure[0, 1] >= 30.0


def test_pipes_in_series_and_in_parallel_are_one():
    apart = network(
        4,
        [(0, 1, 6.0), (1, 2, 8.0), (2, 3, 24.0), (2, 3, 24.0)],
        {0: (30.0, 70.0)},
        {3: (20.0, 30.0)},
    )
    found, one = solved(apart), solved(line(20.0))
    # 24 twice in parallel is 24 / 2^2 = 6, and 6 + 8 + 6 = 20
    assert found.delivered[0, 3, 0] == pytest.approx(one.delivered[0, 1, 0], rel=1e-4)
    assert found.flow[0, 2] == pytest.approx(found.flow[0, 3], rel=1e-9)


def test_a_pipe_of_which_half_is_lost_carries_half():
    found = solved(line(60.0, 0.0), pipe_out=[[0.5]], supply=[100.0, 0.0])
    full = solved(line(60.0, 0.0), supply=[100.0, 0.0])
    assert found.delivered.sum() == pytest.approx(0.5 * full.delivered.sum(), rel=2e-3)


def boosted(**station) -> Network:
    return network(
        4,
        [(0, 1, 1.0), (2, 3, 20.0)],
        {0: (30.0, 40.0)},
        {3: (10.0, 30.0)},
        [{"ends": (1, 2), "ratio": 1.5, **station}],
    )


def test_a_compressor_lifts_by_its_ratio():
    found = solved(boosted())
    inlet = np.sqrt(1600.0 - 10.0 / 30.0 - 100.0)
    assert found.pressure[0, 1] == pytest.approx(inlet, abs=1e-2)
    assert found.pressure[0, 2] == pytest.approx(1.5 * inlet, abs=0.02)
    assert found.delivered[0, 3, 0] == pytest.approx(10.0)
    work = 4.5 * 350.0**2 / 0.8 * (1.5 ** (2 / 9) - 1.0)  # J/kg
    assert found.compressor_power[0, 0] == pytest.approx(10.0 * work * 1e-6, rel=1e-3)


def test_a_compressor_keeps_its_set_point_its_flow_and_its_power():
    assert solved(boosted(set_point=50.0)).pressure[0, 2] == pytest.approx(50.0, abs=0.02)
    assert solved(boosted(set_point=50.0)).pressure[0, 2] <= 50.0 + 1e-4
    slow = solved(boosted(most_flow=4.0))
    assert slow.delivered[0, 3, 0] == pytest.approx(4.0, rel=2e-3)
    assert slow.compressor_flow[0, 0] <= 4.0 * (1 + 1e-6)
    weak = solved(boosted(most_power=0.3))
    assert 0.25 < weak.compressor_power[0, 0] <= 0.3 * (1 + 1e-3)
    assert solved(boosted(most_power=0.3)).delivered[0, 3, 0] < 9.99


def test_a_compressor_that_is_out_is_a_bypass_unless_its_pipe_is_out():
    found = solved(boosted(), compressor_out=[[True]])
    share = brentq(lambda x: 1600.0 - x / 3.0 - 21.0 * (10.0 * x) ** 2 - 900.0 - 10.0 * x, 0, 1)
    assert found.delivered[0, 3, 0] == pytest.approx(10.0 * share, rel=1e-3)
    assert found.compressor_power[0, 0] == pytest.approx(0.0, abs=1e-6)
    cut = solved(boosted(), compressor_out=[[True]], pipe_out=[[True, False]])
    assert cut.delivered.sum() == 0.0
    half = solved(boosted(), compressor_out=[[0.5]])
    assert half.pressure[0, 2] <= 1.25 * half.pressure[0, 1] + 1e-3


def test_a_compressor_lets_nothing_back():
    net = network(
        3,
        [(1, 2, 1.0)],
        {2: (30.0, 60.0)},
        {0: (5.0, 20.0)},
        [{"ends": (0, 1), "ratio": 2.0}],
    )
    assert solved(net).delivered.sum() == pytest.approx(0.0, abs=1e-5)


def test_gas_goes_back_through_a_bypass_where_it_may():
    def met(supply: dict[int, tuple[float, float]], bypass: bool, **out) -> GasResult:
        net = network(
            3,
            [(1, 2, 1.0)],
            supply,
            {0: (5.0, 20.0)},
            [{"ends": (0, 1), "ratio": 2.0}],
            bypass=np.array([bypass]),
        )
        return solved(net, **out)

    for out in ({}, {"compressor_out": [[True]]}):
        found = met({2: (30.0, 60.0)}, True, **out)
        assert found.delivered.sum() == pytest.approx(5.0)
        assert found.compressor_flow[0, 0] == pytest.approx(-5.0)
        assert found.compressor_power[0, 0] == 0.0
        assert found.pressure[0, 0] == pytest.approx(np.sqrt(3600.0 - 25.0 - 5 / 30), abs=0.02)
        assert met({2: (30.0, 60.0)}, False, **out).delivered.sum() == 0.0


def test_a_compressor_burns_gas_for_what_it_lifts():
    plain = boosted()
    burning = with_fuel(plain, drive=0.3, heat=50.0)
    found = solved(burning)
    assert found.delivered.sum() == pytest.approx(10.0, rel=1e-9)
    power = found.compressor_power[0, 0]
    assert power > 0.1
    assert found.fuel[0, 0] == pytest.approx(power / (0.3 * 50.0), rel=1e-6)
    assert found.supplied.sum() == pytest.approx(10.0 + found.fuel.sum(), rel=1e-12)
    assert found.flow[0, 0] == pytest.approx(10.0 + found.fuel[0, 0], rel=1e-9)
    assert found.imbalance[0] < 1e-9
    assert (solved(plain).fuel == 0.0).all()
    few = solved(burning, supply=np.array([5.0, 0, 0, 0]))
    assert few.delivered.sum() + few.fuel.sum() == pytest.approx(5.0, rel=1e-4)
    electric = with_fuel(dataclasses.replace(plain, electric=np.array([True])))
    assert (electric.fuel == 0.0).all()


def test_compressors_stand_still_where_their_lift_crowds_others_out():
    """Lifted from the 30 bar that its town needs, gas would keep out what enters at 40 beyond."""
    net = network(
        4,
        [(0, 1, 0.5), (3, 2, 0.5)],
        {0: (11.0, 35.0), 3: (11.0, 40.0)},
        {0: (10.0, 30.0), 2: (10.0, 20.0)},
        [{"ends": (1, 2), "ratio": 1.5}],
    )
    found = solved(net)
    assert found.delivered.sum() == pytest.approx(20.0)
    assert found.compressor_power[0, 0] == 0.0
    needed = solved(net, supply=np.array([22.0, 0.0, 0.0, 0.0]))
    assert needed.delivered.sum() == pytest.approx(20.0)
    assert needed.compressor_flow[0, 0] == pytest.approx(10.0)


def test_a_regulator_holds_its_outlet():
    net = network(
        4,
        [(0, 1, 1.0), (2, 3, 20.0)],
        {0: (30.0, 70.0)},
        {3: (4.0, 20.0)},
        regulator_from=np.array([1]),
        regulator_to=np.array([2]),
        regulator_set_point=np.array([40.0]),
    )
    found = solved(net)
    assert found.pressure[0, 2] == pytest.approx(40.0, abs=0.02)
    assert found.pressure[0, 2] <= 40.0 + 1e-4
    assert found.regulator_flow[0, 0] == pytest.approx(4.0)


def test_an_upper_bound_holds_and_gas_may_still_come_back():
    limits = np.array([80.0, 35.0, 35.0])
    pipes = [(0, 1, 2.0), (1, 2, 4.0)]
    net = network(3, pipes, {0: (30.0, 70.0)}, {2: (5.0, 20.0)}, pressure_max=limits)
    found = solved(net)
    assert found.delivered[0, 2, 0] == pytest.approx(5.0)
    assert (found.pressure[0] <= limits + 1e-3).all()
    assert found.pressure[0, 1] == pytest.approx(35.0, abs=0.02)
    back = network(3, pipes, {2: (30.0, 35.0)}, {0: (5.0, 20.0)}, pressure_max=limits)
    assert solved(back).delivered[0, 0, 0] == pytest.approx(5.0)


def test_an_island_without_supply_gets_nothing_and_others_do_not_notice():
    net = network(
        4, [(0, 1, 20.0), (2, 3, 1.0)], {0: (30.0, 70.0)}, {1: (8.0, 30.0), 3: (1.0, 20.0)}
    )
    found = solved(net)
    assert found.delivered[0, :, 0].tolist() == pytest.approx([0.0, 8.0, 0.0, 0.0])
    assert (found.pressure[0, 2:] == 0).all()


def test_tied_nodes_are_one():
    net = network(
        3,
        [(0, 1, 20.0)],
        {0: (30.0, 70.0)},
        {2: (8.0, 30.0)},
        tie_from=np.array([1]),
        tie_to=np.array([2]),
    )
    found = solved(net)
    assert found.delivered[0, 2, 0] == pytest.approx(8.0)
    assert found.pressure[0, 1] == found.pressure[0, 2] > 30.0


def test_higher_classes_go_first_and_shortage_is_where_it_must_be():
    net = network(
        3, [(0, 1, 0.1), (0, 2, 0.1)], {0: (10.0, 70.0)}, {1: (8.0, 30.0), 2: (8.0, 30.0)}
    )
    demand = np.zeros((3, 3))
    demand[1:] = [2.0, 4.0, 2.0]
    found = solved(net, demand)
    came = found.delivered[0].sum(axis=0)
    assert came == pytest.approx([4.0, 6.0, 0.0], abs=5e-3)
    assert found.delivered[0, :, 0] == pytest.approx([0.0, 2.0, 2.0], rel=1e-3)


def test_a_shortage_in_one_part_cuts_nobody_in_another():
    net = network(
        4,
        [(0, 1, 0.1), (2, 3, 0.1)],
        {0: (3.0, 70.0), 2: (30.0, 70.0)},
        {1: (8.0, 30.0), 3: (8.0, 30.0)},
    )
    demand = np.zeros((4, 2))
    demand[[1, 3]] = [2.0, 6.0]
    found = solved(net, demand)
    assert found.delivered[0, 3] == pytest.approx([2.0, 6.0])
    assert found.delivered[0, 1] == pytest.approx([2.0, 1.0], abs=3e-3)


def test_nothing_asked_and_nothing_supplied_are_answers_too():
    net = line(8.0)
    for supply, demand in ((net.supply, np.zeros((2, 2))), (np.zeros(2), net.demand[:, None])):
        found = solved(net, demand, supply)
        assert found.delivered.sum() == found.supplied.sum() == found.flow.sum() == 0.0
        assert not found.fallback.any()
    assert (
        len(least_shed(net, np.zeros((0, 1)), np.zeros((0, 0)), net.supply, np.ones((2, 1))).flow)
        == 0
    )


@pytest.fixture(scope="module")
def worked():
    draw = np.random.default_rng(8)
    net = random_network(draw)
    given_ = random_states(draw, net, 40)
    return net, given_, least_shed(net, *given_)


def fields(found: GasResult):
    return {name: getattr(found, name) for name in found.__dataclass_fields__}


def test_bits_hang_neither_on_other_states_nor_on_workers(worked):
    net, states, found = worked
    back = least_shed(net, *(a[::-1] for a in states))
    alone = least_shed(net, *(a[7:8] for a in states))
    many = least_shed(net, *(np.tile(a, (30,) + (1,) * (a.ndim - 1)) for a in states), workers=2)
    for name, value in fields(found).items():
        assert np.array_equal(value, fields(back)[name][::-1]), name
        assert np.array_equal(value[7:8], fields(alone)[name]), name
        assert np.array_equal(np.tile(value, (30,) + (1,) * (value.ndim - 1)), fields(many)[name])


def test_names_of_nodes_do_not_matter(worked):
    net, states, found = worked
    draw = np.random.default_rng(1)
    place = draw.permutation(len(net.nodes))
    order = np.argsort(place)
    turned = Network(
        **{
            name: getattr(net, name)[order]
            for name in ("pressure_min", "pressure_max", "supply_pressure", "supply", "demand")
        },
        **{
            f"{kind}_{end}": place[getattr(net, f"{kind}_{end}")]
            for kind in ("pipe", "compressor")
            for end in ("from", "to")
        },
        **{
            name: getattr(net, name)
            for name in ("nodes", "resistance", "volume", "ratio", "set_point", "most_flow")
        },
        most_power=net.most_power,
        electric=net.electric,
    )
    pipe_out, compressor_out, supply, demand = states
    again = least_shed(turned, pipe_out, compressor_out, supply[:, order], demand[:, order])
    total = demand.sum(axis=(1, 2))[:, None, None]
    assert (np.abs(again.delivered[:, place] - found.delivered) / total).max() < 2e-3


def test_what_is_stated_of_every_answer_holds(worked):
    check(*worked)


def check(net: Network, states, found: GasResult) -> None:
    pipe_out, _, supply, demand = states
    total = demand.sum(axis=(1, 2))
    assert (found.residual <= 1e-2).all()
    assert (found.imbalance <= 1e-6).all()
    apart = found.delivered.sum(axis=(1, 2)) - found.supplied.sum(axis=1)
    assert (np.abs(apart) <= 1e-9 * total).all()
    assert (found.delivered >= 0).all()
    assert (found.delivered <= demand * (1 + 1e-12)).all()
    assert (found.supplied <= supply * (1 + 1e-12)).all()
    assert (found.flow[pipe_out.astype(bool)] == 0).all()
    through = np.zeros(found.pressure.shape)
    for e in range(len(net.pipe_from)):
        through[:, net.pipe_from[e]] += np.abs(found.flow[:, e])
        through[:, net.pipe_to[e]] += np.abs(found.flow[:, e])
    flows = through > 1e-5 * total[:, None]
    assert (np.where(flows, found.pressure - net.pressure_max, -1) < 1e-2).all()
    assert (np.where(flows, net.pressure_min - found.pressure, -1) < 1e-3).all()
    assert (found.compressor_power <= net.most_power * (1 + 2e-3) + 1e-6).all()


@settings(max_examples=15, deadline=None, derandomize=True)
@given(seeds)
def test_every_answer_of_a_random_network(seed):
    draw = np.random.default_rng(seed)
    net = random_network(draw)
    states = random_states(draw, net, 8)
    check(net, states, least_shed(net, *states))


@settings(max_examples=10, deadline=None, derandomize=True)
@given(seeds)
def test_more_supply_serves_no_less(seed):
    draw = np.random.default_rng(seed)
    net = random_network(draw)
    pipe_out, compressor_out, supply, demand = random_states(draw, net, 8, classes=1)
    few = least_shed(net, pipe_out, compressor_out, supply, demand)
    more = least_shed(net, pipe_out, compressor_out, 1.2 * supply, demand)
    total = demand.sum(axis=(1, 2))
    gain = more.delivered.sum(axis=(1, 2)) - few.delivered.sum(axis=(1, 2))
    assert (gain >= -1e-3 * total).all()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"pipe_out": [[2.0]]}, r"pipe_out holds 2.0: 0 to 1 is allowed"),
        ({"pipe_out": [[0.0, 0.0]]}, r"pipe_out has shape \(1, 2\), expected \(states, 1\)"),
        ({"pipe_out": [["a"]]}, "pipe_out must be numbers, not <U1"),
        ({"pipe_out": [[0.0], [0.0, 1.0]]}, "pipe_out must be numbers in rows of one length"),
        ({"supply": [-1.0, 0.0]}, "supply holds -1.0: a finite number from 0 on is allowed"),
        ({"supply": [1.0]}, r"supply has shape \(1,\), expected \(states, 2\)"),
        ({"demand": [1.0, 2.0]}, r"demand has shape \(2,\), expected \(states, 2, classes\)"),
        ({"demand": [[np.nan], [2.0]]}, "demand holds nan: a finite number from 0 on"),
        ({"pipe_out": np.zeros((3, 1)), "supply": np.zeros((2, 2))}, "numbers of states differ"),
        ({"workers": 0}, "workers is 0: a whole number from 1 on is needed"),
    ],
)
def test_nonsense_is_refused_by_name(change, said):
    net = line(8.0)
    given_ = {
        "pipe_out": [[0.0]],
        "compressor_out": np.zeros((1, 0)),
        "supply": net.supply,
        "demand": net.demand[:, None],
        **change,
    }
    with pytest.raises(ValueError, match=said):
        least_shed(net, **given_)
