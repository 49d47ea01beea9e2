"""Compressors that take their power at a node of the grid: what they ask, what they lose."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.model import networks
from holdfast.model.networks import stations
from holdfast.model.types import USES
from holdfast.scenario import Scenario
from model.networks_world import WHOLE, arrived, harm, luck, weather
from model.piped_world import FAR, piped
from model.test_network_pressures import DARK_MIDDLE, days, futures

HOMES = USES.index("household")
LIFT = """id,from_node,to_node,ratio,drive,bus
V-W,V,W,{ratio},electric,{bus}"""


def lifted(bus: str = "MID-T", ratio: float = 1.5) -> Scenario:
    """Homes of LOW want 56 bar, so that gas comes there only if it is lifted."""
    return piped(FAR | {"gas/compressors": LIFT.format(bus=bus, ratio=ratio)})


def test_what_a_compressor_asks_by_hand() -> None:
    """The power at the flow and the pressures that the laws of the pipes give, as MW."""
    made, plain = days(lifted(), [0.0])[0], days(lifted(""), [0.0])[0]
    flow = made.gas_served[0, 2].sum()
    through = flow + made.gas_served[0, 1].sum()
    law = 1.2**2 * np.array([200.03, 80.01])
    inlet2 = 3600 - law[0] * through**2 - law[1] * flow**2
    outlet2 = min(1.5**2 * inlet2, 3600.0)
    lift = (outlet2 / inlet2) ** (1 / 9) - 1
    megawatts = flow * 0.785e6 / 86400 * 4.5 * 350**2 / 0.8 * lift / 1e6
    assert made.compressor_mw[0] == pytest.approx([0, megawatts, 0], rel=0.03)
    assert not plain.compressor_mw.any()
    homes = [USES.index(use) for use in ("household", "district_heat")]
    assert made.gas_served[:, :, homes] == pytest.approx(plain.gas_served[:, :, homes], rel=1e-5)
    more = (made.generated.sum(axis=1) + made.imported) - (
        plain.generated.sum(axis=1) + plain.imported
    )
    assert more == pytest.approx(24 * made.compressor_mw.sum(axis=1), rel=1e-6)
    assert (made.rounds == 2).all()
    assert (plain.rounds == 1).all()


def test_where_homes_are_dark_the_node_decides() -> None:
    """Transformers of MID are out: a station on the main grid goes on, one behind them stops."""
    main, behind, region = (
        days(lifted(bus), [0.0, 0.0], DARK_MIDDLE)[1] for bus in ("MID-T", "MID-D", "")
    )
    assert main.dark[0, :, 1].min() > 0.99
    assert main.gas_served[0, 2, HOMES] == pytest.approx(0.4, rel=1e-6)
    assert not main.compressors_dark.any()
    for made in (behind, region):
        assert made.gas_served[0, 2, HOMES] == pytest.approx(0, abs=1e-5)
        assert made.compressors_dark[0] == pytest.approx([0, 1, 0], abs=1e-2)


def test_a_share_of_its_power_is_a_share_of_its_lift() -> None:
    """Nobody is served at MID-D beyond two thirds of one transformer: 72 MW for 180 and more."""
    third = np.where(np.isin(np.arange(len(WHOLE)), (4, 5)), 0.0, 1.0)
    made = days(lifted("MID-D"), [0.0, 0.0], third)[1]
    kept = made.compressors_dark[0, 1]
    assert 0 <= kept < 0.01  # protected demand, a fifth of it, goes first and is served
    none = days(lifted("MID-D"), [0.0, 0.0], np.where(np.arange(len(WHOLE)) == 3, 0.05, third))[1]
    assert 0.5 < none.compressors_dark[0, 1] < 1


def test_shed_at_a_node_is_shared_by_all_who_ask_there() -> None:
    """30 MW of homes and 10 of a compressor, 8 short: 6 and 2. Another node is left alone."""
    p = SimpleNamespace(
        bus=np.array([1, -1]), bus_region=np.array([0, -1]), inlet=np.zeros(2, int),
        station_region=np.zeros(2, int),
    )  # fmt: skip
    params = SimpleNamespace(pressures=p)
    asked = SimpleNamespace(
        demand=np.array([[[5.0, 9.0, 0.0], [30.0, 3.0, 0.0]]]), waiting=np.zeros((1, 1, 3))
    )
    draws, rows = np.array([[10.0, 7.0]]), np.array([0])
    drawn = stations.connect(params, asked, draws, rows)
    assert drawn.tolist() == [[10, 0]]
    assert asked.demand[0].tolist() == [[5, 9, 0], [40, 3, 0]]
    shed = np.array([[[1.0, 2.0, 0.0], [8.0, 3.0, 0.0]]])
    left, dark = stations.share_out(params, asked, shed, drawn, rows)
    assert left[0] == pytest.approx(np.array([[1, 2, 0], [6, 3, 0]]))
    assert dark[0] == pytest.approx([0.2, 0])
    waits = SimpleNamespace(demand=np.zeros((1, 2, 3)), waiting=np.full((1, 1, 3), 0.5))
    drawn = stations.connect(params, waits, draws, rows)
    assert drawn.tolist() == [[5, 0]]
    _, dark = stations.share_out(params, waits, 0 * shed, drawn, rows)
    assert dark[0] == pytest.approx([0.5, 0])


def test_what_it_draws_while_it_runs() -> None:
    """3 MW in the mean of a day of which a quarter is dark are 4 MW."""
    params = SimpleNamespace(
        pressures=SimpleNamespace(bus=np.array([0, 2, -1]), inlet=np.zeros(3, int))
    )
    made = stations.wanted(params, np.array([[3.0, 0.0, 5.0]]), np.array([[0.25, 1.0, 0.0]]))
    assert made.tolist() == [[4, 0, 0]]


def test_rounds_end_and_a_future_alone_has_the_same_bits() -> None:
    """A plant in LOW, gas lifted to it by power that it makes: whole, dark, without the plant."""
    scenario = lifted("MID-D")
    numbers = list(range(15))
    together = futures(scenario, numbers)
    assert together.compressors_dark.max() > 0.5
    assert together.compressor_mw.max() > 0.1
    assert 2 <= together.rounds.max() <= 8
    names = ("gas_served", "unserved", "compressor_mw", "compressors_dark", "rounds", "linepack")
    for number in (0, 4, 8, 14):
        alone = futures(scenario, [number])
        for name in names:
            expected = getattr(together, name)[number]
            assert np.array_equal(getattr(alone, name)[0], expected), (number, name)


@settings(deadline=None, max_examples=25)
@given(st.floats(0, 1), st.floats(0, 200), st.floats(-15, 5))
def test_more_power_leaves_no_compressor_longer_without(part: float, more: float, cold: float):
    """Within what rounds agree to: a hundredth of a draw."""
    left = np.where(np.isin(np.arange(len(WHOLE)), (3, 4, 5)), part, 1.0)
    made = [
        networks.step(
            BEHIND, weather(cold), harm(left), arrived(import_mw=mw), **DAWN, today=5, luck=luck()
        )
        for mw in (0.0, more)
    ]
    assert (made[1].compressors_dark <= made[0].compressors_dark + 2e-2).all()
    assert (made[1].dark.mean(axis=1) <= made[0].dark.mean(axis=1) + 2e-2).all()
    homes = [each.gas_served[:, 2, HOMES] for each in made]
    assert (homes[1] >= homes[0] - 1e-2).all()


BEHIND = networks.prepare(lifted("MID-D"), luck())
DAWN = {k: np.broadcast_to(v, (3, *v.shape[1:])) for k, v in networks.start(BEHIND).items()}
