"""Fuel oil where gas lacks: what a day burns by hand, when it runs out, that more never hurts."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.aid import arrivals
from holdfast.campaign import ensemble
from holdfast.model import networks
from holdfast.model.networks import oil as tanks
from holdfast.model.types import USES, Arrived, Service
from holdfast.questions.explain import explain
from holdfast.scenario import Scenario, read_scenario
from holdfast.show.voice import Voice
from model.networks_world import VALLEY, WHOLE, arrived, certain, harm, luck, weather

POWER = USES.index("power")
NO_GAS = {
    "gas/supply": "id,region,kind,from,mcm_per_day\nUPP-field,UPP,production,,{field}\n",
    "gas/storage": "id,region,working_mcm,capacity_mcm,max_withdrawal,max_injection\n"
    "LOW-store,LOW,0,200,0,0\n",
}


def switched(row: str, field: float = 0.0) -> Scenario:
    """The valley without gas beyond its field, and with these cells of power/oil; no rebound."""
    base = certain(read_scenario(VALLEY), rebound=0, saving=0)
    files = dict(base.files)
    for name, text in NO_GAS.items():
        files[f"{name}.csv"] = text.format(field=field)
    if row:
        head = "generator,stock_t,capacity_t,refill_t_per_day,t_per_mwh,power_share,merit"
        files["power/oil.csv"] = f"{head}\nLOW-thermal,{row}\n"
    return Scenario.from_files(files)


def lived(scenario: Scenario, hurt: np.ndarray = WHOLE, come: Arrived | None = None, **dawn):
    params = networks.prepare(scenario, luck())
    start = {k: np.broadcast_to(v, (3, *v.shape[1:])) for k, v in networks.start(params).items()}
    return networks.step(
        params, weather(), harm(hurt), come or arrived(), **(start | dawn), today=5, luck=luck()
    )


def test_what_a_day_burns_by_hand() -> None:
    """At half of 228 MW: night 60 + 120 - 35 of hydro - 40 bought = 105, evening 170 cut to 114."""
    made = lived(switched("5000,9000,0,0.25,0.5,"))
    given_mw = np.array([105.0, 114.0, 90.0, 114.0])
    assert made.oil_mw[0] == pytest.approx([0, 0, given_mw.mean()])
    assert made.generated[0, 1] == pytest.approx(6 * given_mw.sum())
    assert made.oil[0] == pytest.approx([5000 - 0.25 * 6 * given_mw.sum()])
    assert made.oil_left[0] == pytest.approx([0, 0, made.oil[0, 0]])
    assert made.unserved[0].sum(axis=(1, 2)) == pytest.approx([0, 16, 0, 56], abs=1e-6)
    assert made.imported[0] == pytest.approx(6 * 160)
    assert made.available[0, 1] == pytest.approx(114)
    assert made.gas_asked[0, 2, POWER] > 0.5
    assert made.gas_served[0, 2, POWER] == 0


def test_oil_that_runs_short_is_kept_for_blocks_that_ask_for_little() -> None:
    """600 t are 400 MW-blocks: 3 x 103.33 and the 90 of the day."""
    made = lived(switched("600,9000,0,0.25,0.5,"))
    assert made.oil[0] == pytest.approx([0], abs=1)
    assert made.oil_mw[0, 2] == pytest.approx(100, rel=1e-3)
    short = [105, 130, 90, 170] - np.array([310 / 3, 310 / 3, 90, 310 / 3])
    assert made.unserved[0].sum(axis=(1, 2)) == pytest.approx(short, abs=0.2)


def test_oil_with_an_order_of_its_own_goes_before_imports() -> None:
    """Before imports the night takes all 114 MW and buys 31."""
    made = lived(switched("5000,9000,0,0.25,0.5,3"))
    assert made.oil_mw[0, 2] == pytest.approx(np.mean([114, 114, 114, 114]))
    assert made.imported[0] == pytest.approx(6 * (31 + 40 + 16 + 40))


def test_no_oil_is_burnt_while_there_is_gas() -> None:
    plenty = lived(switched("5000,9000,0,0.25,1,0", field=9))
    assert not plenty.oil_mw.any()
    assert plenty.oil[0] == pytest.approx([5000])
    bare = lived(switched("", field=9))
    for name in ("unserved", "generated", "gas_served", "dark", "imported", "available"):
        np.testing.assert_array_equal(getattr(plenty, name), getattr(bare, name), err_msg=name)


def test_units_that_are_out_burn_no_oil() -> None:
    """One of two units of the plant is destroyed: half of the power on oil is left."""
    made = lived(switched("5000,9000,0,0.25,0.5,"), np.append(np.ones(10), 0.0))
    assert made.oil_mw[0, 2] == pytest.approx(57)


def test_tanks_fill_and_take_gifts_as_far_as_there_is_room() -> None:
    """1,000 t held, room for 1,200: 150 come each day, of 300 given 50 find room."""
    scenario = switched("1000,1200,150,0.25,0,")
    come = dict.fromkeys(("oil_t",), np.full(3, 300.0))
    full = lived(scenario, come=Arrived(**{f: getattr(arrived(), f) for f in FIELDS} | come))
    assert full.oil[0] == pytest.approx([1200])
    assert lived(scenario).oil[0] == pytest.approx([1150])
    params = networks.prepare(scenario, luck())
    over = tanks.at_dawn(params.oil, np.full((3, 1), 1200.0), np.zeros(3))
    assert over[0] == pytest.approx([1200])


def test_gifts_of_oil_arrive_on_their_day() -> None:
    """Two trains of 1,500 t, given to the country for the fourth day, come at once and once."""
    base = switched("1000,9000,0,0.25,0.5,")
    train = {"id": "train", "name": "Train", "kind": "humanitarian", "unit": "train",
             "adds": "oil", "amount": "1500"}  # fmt: skip
    gift = {"id": "o1", "partner": "EN", "item": "train", "quantity": "2",
            "date": "2030-12-04", "slips": "no"}  # fmt: skip
    items = [*base.table("items").rows(), train]
    scenario = base.replace_rows("items", items).add_rows("deliveries", [gift])
    come = arrivals.prepare(scenario, luck())
    assert [float(arrivals.step(come, day).oil_t[0]) for day in range(2, 6)] == [0, 3000, 0, 0]


FIELDS = (
    "systems", "pieces", "crews", "generator_sets", "import_mw", "gas_mcm", "saving_mw",
    "protection",
)  # fmt: skip


@pytest.fixture(scope="module")
def plain() -> networks.Params:
    return networks.prepare(switched("1000,9000,0,0.25,0.5,"), luck())


def changed(params: networks.Params, field: float, **tank: float) -> networks.Params:
    """The same with so much gas a day, and with other tanks."""
    made = {name: np.array([[value]]) for name, value in tank.items()}
    gas = dataclasses.replace(params.gas, production=np.full_like(params.gas.production, field))
    return dataclasses.replace(params, gas=gas, oil=dataclasses.replace(params.oil, **made))


def days(params: networks.Params, cold: list[float]) -> list[Service]:
    state = {k: np.broadcast_to(v, (3, *v.shape[1:])) for k, v in networks.start(params).items()}
    made = []
    for today, mean in enumerate(cold):
        served = networks.step(
            params, weather(mean), harm(WHOLE), arrived(), **state, today=today, luck=luck()
        )
        state = {name: np.array(getattr(served, name)) for name in state}
        made.append(served)
    return made


@settings(deadline=None, max_examples=50)
@given(
    st.floats(0, 3000), st.floats(1, 3000), st.floats(0, 400), st.floats(0, 3), st.floats(0, 1),
    st.lists(st.floats(-20, 8), min_size=1, max_size=4),
)  # fmt: skip
def test_more_oil_never_leaves_more_unserved(plain, stock, more, refill, field, share, cold):
    """On no day, of days in a row; and what was burnt, came and is left makes up what there was."""
    made = []
    for start in (stock, stock + more):
        made.append(days(changed(plain, field, stock=start, refill=refill, share=share), cold))
        held = start
        for served in made[-1]:
            burnt = 24 * served.oil_mw[0].sum() * 0.25
            held = min(held + refill, 9000.0)
            assert burnt <= held * (1 + 2e-3) + 1e-3
            assert served.oil[0, 0] == pytest.approx(max(held - burnt, 0.0), abs=1e-6)
            held = served.oil[0, 0]
    for few, many in zip(*made, strict=True):
        less = few.unserved.sum(axis=(1, 2, 3))
        assert (many.unserved.sum(axis=(1, 2, 3)) <= less + 2e-3 * (1 + less)).all()
        assert (many.oil >= few.oil * (1 - 1e-3) - 1).all()


@pytest.fixture(scope="module")
def outcome():
    return ensemble.run(switched("700,9000,0,0.25,0.8,"), [1], seed=3, workers=1)


def test_it_is_kept_and_told(outcome) -> None:
    assert outcome.data["oil_power"].values[0, :, 2].max() > 50
    assert outcome.data["oil_stock"].values[0, :, 2].min() < 7
    said = [each for each in explain(outcome, 1, workers=1)["events"] if each]
    english, french = ([Voice(tongue).said(each) for each in said] for tongue in ("en", "fr"))
    assert any("Lower valley: oil carried" in day for day in english)
    assert any("while gas lacked" in day for day in english)
    assert any("Lower valley: power stations have no oil left" in day for day in english)
    assert any("le fioul a porté" in day for day in french)


def test_one_future_alone_has_the_same_bits() -> None:
    scenario = switched("900,9000,20,0.25,0.8,", field=1.5)
    run = {"seed": 5, "workers": 1, "until": 12}
    many, alone = (ensemble.run(scenario, which, **run).data for which in (6, [4]))
    assert many["oil_power"].values.any()
    for name in ("oil_power", "oil_stock", "hours_without_power", "gas_stock"):
        np.testing.assert_array_equal(alone[name].values[0], many[name].values[4], err_msg=name)
