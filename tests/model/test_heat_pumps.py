"""Heat pumps of homes and networks, and boilers that do not light: by hand, and never hurting."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.model import networks
from holdfast.model.networks import pumps
from holdfast.model.types import USES
from holdfast.scenario import Scenario, ScenarioError, read_scenario
from model.networks_world import VALLEY, WHOLE, arrived, certain, harm, luck, weather
from model.people_world import dark, day, prepared, service

CURVE = pumps.Curve(*(np.array([v]) for v in (50.0, 6.81, 0.121, 0.00063, 0.85)))
HOMES = "region,class,people_share,source,time_constant_hours,reserve,needs_power\n"
USUAL = """UPP,house,1,household_gas,40,1,1
MID,house,0.5,household_gas,40,1,1
MID,flat,0.5,district_heat,80,1,0
"""
KNOWN = {"people.home_floor": 20, "people.home_loss": 2, "people.heat_kw": 1.6}


def valley(low: str = "LOW,house,1,heat_pump,40,1,0", large: str = "", **more: float) -> Scenario:
    """The valley with pumps in LOW, 40 W a person and degree, and large ones as told."""
    files = dict(certain(read_scenario(VALLEY), rebound=0, saving=0).files)
    files["heat/buildings.csv"] = HOMES + USUAL + low + "\n"
    if large:
        head = "region,share,cop_at_plus_10,cop_at_0,cop_at_minus_10"
        files["heat/pumps.csv"] = f"{head}\n{large}\n"
    for name, value in (KNOWN | more).items():
        files["parameters.csv"] += f"{name},{value},certain here\n"
    return Scenario.from_files(files)


def served(scenario: Scenario, cold: float = 0.0, indoor: float | None = None):
    params = networks.prepare(scenario, luck())
    start = {k: np.broadcast_to(v, (3, *v.shape[1:])) for k, v in networks.start(params).items()}
    homes = None if indoor is None else np.full((3, 3, 2), indoor)
    return networks.step(
        params, weather(cold), harm(WHOLE), arrived(), **start,
        today=5, luck=luck(), indoor=homes,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("outdoor", "cop"),
    [
        (10.0, 0.85 * (6.81 - 0.121 * 40 + 0.00063 * 1600)),
        (0.0, 0.85 * 2.335),
        (-10.0, 0.85 * 1.818),
        (45.0, 0.85 * (6.81 - 0.121 * 15 + 0.00063 * 225)),
        (-80.0, 1.0),
    ],
)
def test_the_curve_of_homes(outdoor: float, cop: float) -> None:
    """Staffell and others 2012 times what Ruhnau and others 2019 found; never under 1."""
    assert pumps.of_homes(CURVE, np.array([[outdoor]]))[0, 0] == pytest.approx(cop)


@given(st.floats(-40, 40), st.floats(0, 30))
def test_colder_air_never_gives_a_higher_cop(outdoor: float, colder: float) -> None:
    warm, cold = (pumps.of_homes(CURVE, np.array([[t]])) for t in (outdoor, outdoor - colder))
    assert cold <= warm


def test_what_homes_ask_for_by_hand() -> None:
    """At 0 degrees 20 K x 40 W x 100,000 people are 80 MW of heat."""
    made, plain = served(valley()), served(valley("LOW,house,1,household_gas,40,1,1"))
    assert made.heat_pumps[0] == pytest.approx([0, 0, 80 / (0.85 * 2.335)])
    assert not plain.heat_pumps.any()
    np.testing.assert_array_equal(made.asked, plain.asked)
    assert not made.heaters.any()
    more = made.generated.sum(axis=1) + made.imported + 6 * made.unserved.sum(axis=(1, 2, 3))
    less = plain.generated.sum(axis=1) + plain.imported + 6 * plain.unserved.sum(axis=(1, 2, 3))
    assert more - less == pytest.approx(24 * 80 / (0.85 * 2.335))


def test_homes_that_have_cooled_ask_for_more_up_to_full_heat() -> None:
    """At 17 degrees 3 K x 40 h / 24 h are 5 K more; at 5 degrees full heat holds 40 K."""
    cop = 0.85 * 2.335
    assert served(valley(), indoor=17.0).heat_pumps[0, 2] == pytest.approx(100 / cop)
    assert served(valley(), indoor=5.0).heat_pumps[0, 2] == pytest.approx(160 / cop)
    assert served(valley(), cold=25.0).heat_pumps[0, 2] == 0


def test_large_pumps_by_hand() -> None:
    """100,000 on district heat take 160 MW at -20 degrees, 100 at -5; half at a COP of 2.5."""
    usual = "LOW,house,1,household_gas,40,1,1"
    made = served(valley(usual, large="MID,0.5,4,3,2"), cold=-5.0)
    assert made.heat_pumps[0] == pytest.approx([0, 50 / 2.5, 0])
    mild = served(valley(usual, large="MID,0.5,4,3,2"), cold=5.0)
    assert mild.heat_pumps[0, 1] == pytest.approx(30 / 3.5)


def test_heat_is_lost_in_the_dark() -> None:
    """Dark all day: homes on pumps cool as if they had none; with power they hold."""
    homes = (
        HOMES.replace("\n", "")
        + "\naa,flat,0.6,district_heat,80,1.2,0\nbb,house,0.5,heat_pump,40,1.1,0"
    )
    params = prepared(**{"heat/buildings": homes})
    out = day(params, outdoor=-10, served=service(dark=dark(1, 1, 1, 1)))
    assert out.indoor[0, 1, 1] == pytest.approx(-10 + 30 * np.exp(-24 / 40))
    assert day(params, outdoor=-10).indoor[0, 1, 1] == pytest.approx(20)


def test_district_heat_of_large_pumps_hangs_on_protected_feeders() -> None:
    """Of full heat gas gives .7 x .4 and pumps .3 x .5, in sources of which nine tenths work."""
    params = prepared(
        **{"heat/pumps": "region,share,cop_at_plus_10,cop_at_0,cop_at_minus_10\naa,0.3,4,3,2"}
    )
    gas = np.ones((2, 2, 5))
    today = service(
        gas_asked=gas, gas_served=0.4 * gas, heat_left=np.full((2, 2), 0.9),
        dark=dark(1, 1, 1, 1), dark_protected=dark(1, 0, 1, 0),
    )  # fmt: skip
    made = day(params, outdoor=-20, served=today)
    held = -20 + (0.7 * 0.4 + 0.3 * 0.5) * 0.9 * 48
    assert made.indoor[0, 0, 0] == pytest.approx(held + (20 - held) * np.exp(-24 / 80))


@pytest.fixture(scope="module")
def rich() -> networks.Params:
    """The valley with pumps in LOW, a thousand times the power and ways for it."""
    made = valley()
    for table, column in (
        ("power/generators", "available_mw"), ("power/links", "capacity_mw"),
        ("power/transformers", "unit_mva"),
    ):  # fmt: skip
        rows = [
            dict(row) | {column: str(1000 * float(row[column]))} for row in made.table(table).rows()
        ]
        made = made.replace_rows(table, rows)
    return networks.prepare(made, luck())


@settings(deadline=None)
@given(st.floats(-25, 15), st.floats(0, 5), st.floats(0, 5), st.floats(5, 20))
def test_more_pumps_hurt_nobody_while_there_is_power(rich, cold, few, more, indoor) -> None:
    """With power to spare all are lit, however many homes are on pumps and however cold it is."""
    asked = []
    for many in (few, few + more):
        of = dataclasses.replace(
            rich, pumps=dataclasses.replace(rich.pumps, loss=many * rich.pumps.loss)
        )
        start = networks.start(of)
        made = networks.step(
            of, weather(cold), harm(WHOLE), arrived(),
            **{k: np.broadcast_to(v, (3, *v.shape[1:])) for k, v in start.items()},
            today=5, luck=luck(), indoor=np.full((3, 3, 2), indoor),
        )  # fmt: skip
        assert made.dark.max() < 1e-9
        asked.append(made.heat_pumps[0, 2])
    assert asked[1] >= asked[0]


def test_boilers_that_do_not_light_by_hand() -> None:
    """Half of the houses of aa need power, of the others .6 have no ignition: .8 stop."""
    params = prepared(more="people.own_ignition,0.4\n")
    assert params.needs_power[0, 0, 1] == pytest.approx(0.8)
    assert params.needs_power[0, 0, 0] == 0
    made = day(params, outdoor=-10, served=gas_day(dark=dark(1, 1, 1, 1)))
    rest = -10 + 0.2 * 44
    assert made.indoor[0, 0, 1] == pytest.approx(rest + (20 - rest) * np.exp(-24 / 40))
    usual = day(prepared(), outdoor=-10, served=gas_day(dark=dark(1, 1, 1, 1)))
    assert usual.indoor[0, 0, 1] > made.indoor[0, 0, 1]
    lit = day(params, outdoor=-10, served=gas_day())
    assert lit.indoor[0, 0, 1] == pytest.approx(20)


def gas_day(**more):
    gas = np.ones((2, 2, 5))
    return service(gas_asked=gas, gas_served=gas, **more)


def test_boilers_that_are_out_take_no_gas() -> None:
    """In the valley no gas of homes stops in the dark; with .3 of own ignition .7 of it does."""
    home = USES.index("household")
    night = harm(np.where(np.arange(11) < 3, 0.0, 1.0))
    made = {}
    for own in (1.0, 0.3):
        scenario = valley("LOW,house,1,household_gas,40,1,1", **{"people.own_ignition": own})
        params = networks.prepare(scenario, luck())
        start = {
            k: np.broadcast_to(v, (3, *v.shape[1:])) for k, v in networks.start(params).items()
        }
        made[own] = networks.step(
            params, weather(), night, arrived(), **start, today=5, luck=luck()
        )
    out = made[0.3].dark[0].mean(axis=0)
    assert out[0] > 0.9
    assert made[1.0].gas_asked[0, :, home] == pytest.approx([0.4, 0.8, 0.4])
    assert made[0.3].gas_asked[0, :, home] == pytest.approx([0.4, 0.8, 0.4] * (1 - 0.7 * out))


@given(st.lists(st.floats(0, 1), min_size=4, max_size=4), st.floats(-25, 15), st.floats(0, 1))
def test_more_own_ignition_is_never_colder(blocks, outdoor, own) -> None:
    params = [dataclasses.replace(WEAK, needs_power=0.5 + 0.5 * (1 - np.full((1, 2, 2), each)))
              for each in (own, 1.0)]  # fmt: skip
    few, many = (day(each, outdoor=outdoor, served=gas_day(dark=dark(*blocks))) for each in params)
    assert (many.indoor >= few.indoor - 1e-9).all()
    assert (many.degree_hours <= few.degree_hours + 1e-9).all()


WEAK = prepared()


def test_a_region_without_district_heat_has_no_large_pump() -> None:
    with pytest.raises(ScenarioError) as found:
        valley(large="LOW,0.5,4,3,2")
    (fault,) = found.value.faults
    assert str(fault) == (
        "heat/pumps.csv row 2, column region: 'LOW' has no homes on district_heat in "
        "heat/buildings.csv: leave the row out"
    )
