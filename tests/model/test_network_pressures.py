"""Gas through pressures within the day: against the national balance, mass, darkness, replays."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from holdfast.draws import Luck
from holdfast.gas import injectable, least_shed
from holdfast.model import networks
from holdfast.model.types import USES, Harm, Service
from holdfast.scenario import Scenario, read_scenario
from model.networks_world import VALLEY, WHOLE, arrived, harm, live, luck, weather
from model.piped_world import FAR, GAS, piped

HOMES, POWER = USES.index("household"), USES.index("power")
DARK_MIDDLE = np.where(np.isin(np.arange(len(WHOLE)), (3, 4, 5)), 0.0, 1.0)
"""All transformers of MID, where the station stands, are out."""


@pytest.fixture(scope="module")
def plain() -> Scenario:
    return read_scenario(VALLEY)


def wide(factor: float = 10.0, **tables: str) -> Scenario:
    """Pipes so wide that pressures stop nothing, both ways."""
    pipes = GAS["gas/pipes"].replace(",400", f",{400 * factor / 5:.0f}")
    nodes = GAS["gas/nodes"].replace("V,MID,0,60,0\nW,LOW,20,60,0\n", "")
    pipes = (
        pipes.split("\n")[0] + f"\nU-M,U,M,100,{200 * factor:.0f}\nM-L,M,L,100,{200 * factor:.0f}"
    )
    none = "id,from_node,to_node,ratio"
    return piped({"gas/nodes": nodes, "gas/pipes": pipes, "gas/compressors": none, **tables})


@pytest.mark.parametrize("cold", [10.0, 0.0, -10.0])
def test_wide_pipes_are_the_national_balance(plain: Scenario, cold: float) -> None:
    """Where pressures stop nothing the order of sources and of uses is that of the nation; what is
    offered over what is asked moves stores by .2 % of a day, and pipes stay full."""
    one = live(plain, weather(cold), harm(WHOLE), arrived())
    other = live(wide(), weather(cold), harm(WHOLE), arrived())
    used = one.gas_served.sum(axis=(1, 2))
    packed = other.linepack.sum() / 3 - networks.prepare(wide(), luck()).pressures.most.sum()
    assert other.gas_served.sum(axis=(1, 2)) + packed == pytest.approx(
        other.gas_withdrawn + other.gas_imported + 2, abs=5e-3 * used.max()
    )
    if cold > -10:
        assert other.gas_served == pytest.approx(one.gas_served, rel=1e-5)
        assert other.gas_stock == pytest.approx(one.gas_stock, abs=8e-3)
        assert other.gas_imported == pytest.approx(one.gas_imported, abs=1e-9)
    else:
        assert (other.gas_served.sum(axis=(1, 2)) >= used - 1e-6).all()  # linepack helps


@pytest.mark.parametrize("first", [0.6, 1.0])
def test_imports_that_go_first_are_those_of_the_nation(plain: Scenario, first: float) -> None:
    """Of .5 mcm that may be bought so much is, before the store gives; pipes may take .2 % more."""
    rows = [*plain.table("parameters").rows(), {"id": "gas.imports_first", "value": str(first)}]
    one = live(plain.replace_rows("parameters", rows), weather(0.0), harm(WHOLE), arrived())
    many = wide().replace_rows("parameters", rows)
    other = live(many, weather(0.0), harm(WHOLE), arrived())
    assert one.gas_imported == pytest.approx(0.5 * first)
    assert one.gas_withdrawn.min() > 0.3
    assert other.gas_imported == pytest.approx(one.gas_imported, abs=8e-3)
    assert other.gas_served == pytest.approx(one.gas_served, rel=1e-5)
    assert other.gas_stock == pytest.approx(one.gas_stock, abs=8e-3)


def days(scenario: Scenario, cold: list[float], hurt: np.ndarray = WHOLE) -> list[Service]:
    """Days in a row; stores and pipes go on from where they were."""
    params = networks.prepare(scenario, luck())
    state = {k: np.broadcast_to(v, (3, *v.shape[1:])) for k, v in networks.start(params).items()}
    made = []
    for today, mean in enumerate(cold):
        served = networks.step(
            params, weather(mean), harm(hurt), arrived(), **state, today=today, luck=luck()
        )
        state = {name: np.array(getattr(served, name)) for name in state}
        made.append(served)
    return made


@pytest.mark.parametrize(
    "tables", [GAS, FAR | {"gas/compressors": FAR["gas/compressors"].replace("electric", "gas")}]
)
def test_mass_closes_over_the_days(tables: dict[str, str]) -> None:
    """Stores, pipes and what is burnt, through frost, a mild day and a broken grid."""
    scenario = piped(tables)
    params = networks.prepare(scenario, luck())
    before = params.gas.working.sum() + params.pressures.most.sum()
    made = 0.0
    for hurt in (WHOLE, DARK_MIDDLE):
        for served in days(scenario, [0.0, -15.0, -5.0, 12.0], hurt):
            after = served.gas_stock[0].sum() + served.linepack[0].sum()
            used = served.gas_served[0].sum() + served.gas_burnt[0]
            produced = after - before + used - served.gas_imported[0]
            assert -1e-9 <= produced <= params.gas.production.sum(axis=1).max() + 1e-9
            made += produced
            before = after
        before = params.gas.working.sum() + params.pressures.most.sum()
    assert made > 5


def test_mass_of_a_frost_to_the_last_bit() -> None:
    """The field gives all it has: what is used, less what came out of store, pipes and abroad."""
    scenario = piped()
    packed = networks.prepare(scenario, luck()).pressures.most.sum()
    for served in days(scenario, [-15.0] * 4):
        used = served.gas_served[0].sum() - (packed - served.linepack[0].sum())
        assert used == pytest.approx(2 + served.gas_withdrawn[0] + served.gas_imported[0], abs=1e-9)
        packed = served.linepack[0].sum()


def test_a_dark_station_loses_pressure_and_homes_lose_gas() -> None:
    lit = days(piped(FAR), [0.0, 0.0])
    dark = days(piped(FAR), [0.0, 0.0], DARK_MIDDLE)
    assert lit[1].gas_served[0, 2, HOMES] == pytest.approx(0.4, rel=1e-6)
    assert not lit[1].compressors_dark.any()
    assert dark[1].dark[0, :, 1].min() > 0.99
    assert dark[1].compressors_dark[0] == pytest.approx([0, 1, 0], abs=1e-2)
    # what stands in the pipe at the end above 56 bar is all there is, and gone on the second day
    stood = networks.prepare(piped(FAR), luck()).pressures.most[-1]
    assert dark[0].gas_served[0, 2, HOMES] == pytest.approx(stood, rel=2e-2)
    assert dark[1].gas_served[0, 2, HOMES] == pytest.approx(0, abs=1e-5)
    assert dark[1].gas_served[0, 1, HOMES] == pytest.approx(0.8, rel=1e-6)


def test_a_station_that_burns_gas_does_not_mind_the_dark() -> None:
    tables = FAR | {"gas/compressors": FAR["gas/compressors"].replace("electric", "gas")}
    dark = days(piped(tables), [0.0, 0.0], DARK_MIDDLE)
    assert dark[1].gas_served[0, 2, HOMES] == pytest.approx(0.4, rel=1e-6)
    assert 1e-4 < dark[1].gas_burnt[0] < 0.01
    assert not dark[1].compressors_dark.any()


def test_drivers_that_burn_gas_take_no_more_solves_than_electric_ones(monkeypatch) -> None:
    """What is burnt is part of each state, and what is offered for it a fair guess."""
    solved: dict[str, int] = {"electric": 0, "gas": 0}

    def counted(*given, **more):
        found = least_shed(*given, **more)
        solved[drive] += len(found.supplied)
        return found

    for drive in solved:
        tables = FAR | {"gas/compressors": FAR["gas/compressors"].replace("electric", drive)}
        scenario = piped(tables)
        monkeypatch.setattr("holdfast.model.networks.piped.least_shed", counted)
        solved[drive] = 0
        made = days(scenario, [0.0, 2.0, -2.0])
        assert (made[-1].gas_burnt > 0).all() == (drive == "gas")
    assert 0 < solved["gas"] <= 1.3 * solved["electric"]


def test_what_drivers_burn_by_hand() -> None:
    """Power over efficiency and heating value, at the flow and pressures that were solved."""
    tables = FAR | {"gas/compressors": FAR["gas/compressors"].replace("electric", "gas")}
    served = days(piped(tables), [0.0])[0]
    flow = served.gas_served[0, 2].sum()  # mcm through the station
    # suction of V by hand: from U at 60 bar through U-M and M-V at the peak hour, 1.2 times the day
    through = flow + served.gas_served[0, 1].sum() + served.gas_burnt[0]
    law = 1.2**2 * np.array([200.03, 80.01])
    inlet2 = 3600 - law[0] * through**2 - law[1] * (flow + served.gas_burnt[0]) ** 2
    outlet2 = min(1.5**2 * inlet2, 3600.0)
    lift = (outlet2 / inlet2) ** (1 / 9) - 1
    megawatts = flow * 0.785e6 / 86400 * 4.5 * 350**2 / 0.8 * lift / 1e6
    assert served.gas_burnt[0] == pytest.approx(megawatts * 0.0864 / 0.33 / 36, rel=0.03)


def test_gas_in_store_keeps_a_region_lit() -> None:
    """The pipe to LOW is out: its station burns what the store there holds, or stands still."""
    cut = [row for row in GAS["gas/pipes"].split("\n") if not row.startswith("W-L")]
    tables = {**GAS, "gas/pipes": "\n".join(cut)}
    empty = tables | {"gas/storage": tables["gas/storage"].replace("100,200,4", "0,200,4")}
    full, dry = (days(piped(t), [0.0, 0.0])[1] for t in (tables, empty))
    assert full.generated[0, 1] > 3000
    assert full.dark[0].max() < 1e-9
    assert dry.generated[0, 1] < 1.0
    assert dry.dark[0, :, 2].max() > 0.3
    assert dry.gas_served[0, 2, POWER] < 1e-6 < dry.gas_asked[0, 2, POWER]


def test_a_store_of_the_root_law_gives_more_half_full(plain: Scenario) -> None:
    header, row = GAS["gas/storage"].split("\n")
    rows = f"{header},law\n{row.replace('100,200,4,0.2', '25,200,4,0')},{{}}"
    cut = [each for each in GAS["gas/pipes"].split("\n") if not each.startswith("W-L")]
    pipes = "\n".join(cut)
    made = [
        days(piped({"gas/storage": rows.format(law), "gas/pipes": pipes}), [-20.0])[0]
        for law in ("linear", "sqrt")
    ]
    linear, root = (25 - float(each.gas_stock[0, 0]) for each in made)
    assert linear == pytest.approx(4 * 25 / 200, rel=1e-3)
    left = 200 * (np.sqrt(25 / 200) - 0.5 * 4 / 200) ** 2
    assert root == pytest.approx(25 - left, rel=1e-3)


def filled(scenario: Scenario) -> float:
    """mcm that come into the store on a mild day, when the field gives more than is asked."""
    return float(days(scenario, [25.0])[0].gas_stock[0, 0]) - 190.0


@pytest.mark.parametrize("placed", [False, True])
def test_a_store_that_fills_takes_less(plain: Scenario, placed: bool) -> None:
    """By the law of its column, with and without pressures; the rate falls over the day too."""
    supply = "id,region,kind,from,mcm_per_day{}\nUPP-field,UPP,production,,9{}"
    store = "LOW-store,LOW,190,200,4,0.2,4{},{},{}"
    header = "id,region,working_mcm,capacity_mcm,max_withdrawal,empty_withdrawal_share"
    header += f",max_injection{',node' if placed else ''},injection_law,cushion_mcm"
    taken = {}
    for law, cushion in (("", ""), ("constant", ""), ("linear", ""), ("cavern", "100")):
        row = store.format(",L" if placed else "", law, cushion)
        tables = {"gas/storage": f"{header}\n{row}"}
        if placed:
            tables["gas/pipes"] = GAS["gas/pipes"].replace("400", "1400")
            tables["gas/supply"] = supply.format(",node", ",U")
            taken[law] = filled(piped(tables))
        else:
            files = dict(plain.files) | {
                "gas/storage.csv": tables["gas/storage"] + "\n",
                "gas/supply.csv": supply.format("", "") + "\n",
            }
            taken[law] = filled(Scenario.from_files(files))
    assert taken[""] == taken["constant"] == pytest.approx(4.0, rel=2e-3)
    assert taken["linear"] == pytest.approx(injectable(190, 200, 4, "linear"), rel=2e-3)
    assert taken["cavern"] == pytest.approx(injectable(190, 200, 4, "cavern", 100), rel=2e-3)
    assert taken["linear"] < 0.2 < taken["cavern"] < 2.0


def test_a_regulator_lets_through_no_more_than_it_may() -> None:
    """By its flow at the peak hour, as a compressor that hardly lifts."""
    none = {
        "gas/storage": GAS["gas/storage"].replace("100,200,4,0.2,1", "0,0,0,0,0"),
        "gas/supply": FAR["gas/supply"],
    }
    head = "id,from_node,to_node,ratio,drive,max_flow\nV-W,V,W,"

    def came(station: str) -> float:
        served = days(piped(none | {"gas/compressors": head + station}), [0.0])[0]
        return float(served.gas_served[0, 2].sum())

    free, held, lifted = (came(text) for text in ("1,gas,", "1,gas,0.1", "1.001,gas,0.1"))
    peak = piped().known("gas.peak_hour")
    assert held < 0.5 * free
    assert held == pytest.approx(lifted, rel=0.02, abs=2e-3)
    assert held == pytest.approx(0.1 / peak, abs=0.5 / peak)


def test_pipes_of_low_pressure_carry_gas_too() -> None:
    """Nodes at 1 to 3 bar behind pipes of 3 m: nothing is lost that is not at 1 to 10 bar."""
    made = {}
    for top in (3, 10):
        nodes = GAS["gas/nodes"].replace("20,60", f"1,{top}").replace("0,60", f"0,{top}")
        tables = {"gas/nodes": nodes, "gas/pipes": GAS["gas/pipes"].replace("400", "3000")}
        served = days(piped(tables), [0.0, -5.0, 0.0])
        made[top] = sum(float((each.gas_asked - each.gas_served)[0].sum()) for each in served)
    assert made[3] == pytest.approx(made[10], abs=0.02)


def test_damaged_pipes_and_stations_carry_less() -> None:
    """Assets that serve a pipe, a station and a store take away their share."""
    assets = dict(read_scenario(VALLEY).files)["assets.csv"].strip()
    some = "\n".join(
        (assets, "p,plant,LOW,2,gas_pipe,W-L,0", "c,plant,MID,1,gas_compressor,V-W,0",
         "s,plant,LOW,1,gas_storage,LOW-store,0")
    )  # fmt: skip
    scenario = piped(FAR | {"assets": some})
    left = np.concatenate([WHOLE, np.ones(4)])

    def served(*out: int) -> float:
        now = left.copy()
        now[list(out)] = 0
        params = networks.prepare(scenario, luck())
        hurt = harm(WHOLE)
        grown = {
            name: np.concatenate([getattr(hurt, name), np.zeros((3, 4))], axis=1)
            for name in ("state", "work_left", "has_part", "times_hit", "hit")
        }
        many = np.tile(now, (3, 1))
        hurt = dataclasses.replace(hurt, **grown, left=many, left_before=many)
        start = {
            k: np.broadcast_to(v, (3, *v.shape[1:])) for k, v in networks.start(params).items()
        }
        start["linepack"] = np.zeros_like(start["linepack"])
        come = dataclasses.replace(arrived(), protection=np.zeros((3, len(left))))
        made = networks.step(params, weather(), hurt, come, **start, today=0, luck=luck())
        return float(made.gas_served[0, 2, HOMES])

    assert served() == pytest.approx(0.4, rel=1e-6)
    assert served(11, 12) == pytest.approx(0, abs=1e-9)
    assert served(13) < 0.3
    assert served(11) <= served() + 1e-9


def test_what_stands_in_a_lost_pipe_blows_off() -> None:
    """W-L of two pipes in a row: with half of it gone its ends hold half, without it nothing."""
    assets = dict(read_scenario(VALLEY).files)["assets.csv"].strip()
    scenario = piped(FAR | {"assets": assets + "\np,plant,LOW,2,gas_pipe,W-L,0"})
    params = networks.prepare(scenario, luck())
    assert params.pressures is not None
    most = params.pressures.most
    ends = [3, 4]
    assert (most[ends] > 1e-3).all()
    for share in (1.0, 0.5, 0.0):
        left = np.tile([*WHOLE, share, share], (3, 1))
        none = np.zeros_like(left)
        hurt = Harm(none, none, none, none, none, left, left, np.zeros((3, 3)))
        start = {
            k: np.broadcast_to(v, (3, *v.shape[1:])) for k, v in networks.start(params).items()
        }
        come = dataclasses.replace(arrived(), protection=none)
        made = networks.step(params, weather(), hurt, come, **start, today=0, luck=luck())
        assert (made.linepack[:, ends] <= share * most[ends] + 1e-9).all()
        assert made.linepack[:, 0].min() > 0.5 * most[0]
        if not share:
            assert made.gas_served[0, 2, HOMES] == pytest.approx(0, abs=1e-9)


def futures(scenario: Scenario, numbers: list[int]) -> Service:
    """A cold day in which a third of futures each is whole, without MID, without the plant."""
    fate = Luck.of(7, numbers).on(5)
    params = networks.prepare(scenario, fate)
    hurts = np.array([WHOLE, DARK_MIDDLE, np.where(np.arange(len(WHOLE)) > 8, 0.0, 1.0)])
    left = hurts[np.array(numbers) % 3]
    many = len(numbers)
    base = harm(WHOLE)
    none = np.zeros((many, len(WHOLE)))
    hurt = dataclasses.replace(
        base, state=none, work_left=none, has_part=none, times_hit=none, hit=none,
        left=left, left_before=left, pocket=np.zeros((many, 3)),
    )  # fmt: skip
    cold = -20.0 + np.array(numbers, dtype=float)[:, None] * np.ones((1, 3))
    sky = dataclasses.replace(weather(futures=many), temperature=cold)
    start = {k: np.broadcast_to(v, (many, *v.shape[1:])) for k, v in networks.start(params).items()}
    start["linepack"] = np.array(start["linepack"]) * (np.array(numbers) % 5)[:, None] / 5
    return networks.step(params, sky, hurt, arrived(many), **start, today=5, luck=fate)


@pytest.mark.parametrize("drive", ["electric", "gas"])
def test_a_future_alone_has_the_same_bits(drive: str) -> None:
    scenario = piped({"gas/compressors": GAS["gas/compressors"].replace("electric", drive)})
    numbers = list(range(0, 30))
    together = futures(scenario, numbers)
    names = ("gas_served", "gas_stock", "linepack", "gas_burnt", "unserved", "dark", "rounds")
    for number in (0, 7, 14, 22, 29):
        alone = futures(scenario, [number])
        turned = futures(scenario, [29 - number, number])
        for name in names:
            expected = getattr(together, name)[number]
            assert np.array_equal(getattr(alone, name)[0], expected), (number, name)
            assert np.array_equal(getattr(turned, name)[1], expected), (number, name)


def test_rounds_end_and_are_counted() -> None:
    """A plant that gets too little gas is held back in a second round; few take more than three."""
    cut = [row for row in GAS["gas/pipes"].split("\n") if not row.startswith("W-L")]
    weak = GAS["gas/storage"].replace("100,200,4,", "100,200,1,")
    made = futures(piped({"gas/pipes": "\n".join(cut), "gas/storage": weak}), list(range(60)))
    assert made.rounds.min() == 1
    assert made.rounds.max() >= 2
    assert made.rounds.max() <= 6


def test_more_in_store_never_serves_less() -> None:
    few = days(piped({"gas/storage": GAS["gas/storage"].replace("100,", "5,")}), [-20.0] * 4)
    many = days(piped(), [-20.0] * 4)
    for one, other in zip(few, many, strict=True):
        assert other.gas_served[0].sum() >= one.gas_served[0].sum() - 1e-6
