"""The gas network with pressures as a scenario has it; a scenario without nodes has none."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array, array, bundle
from holdfast.gas.friction import friction_factor, resistance
from holdfast.gas.linepack import Linepack
from holdfast.gas.network import Network
from holdfast.gas.shedding import least_shed
from holdfast.model.networks.supplied import running

if TYPE_CHECKING:
    from holdfast.draws import Luck
    from holdfast.scenario import Scenario, Table

SECONDS = 86400.0
"""In a day."""
WHOLE, OF_BAND = 12.0, 0.6
"""bar2 above the least pressure of a node where what it asks comes whole, with some room; at most
in shares of what lies between its least and its most."""


OFFERED = 1.01
"""What sources offer over what is asked where what compressors usually need is found."""
SPECK = 1e-9
"""mcm that counts as none."""


@bundle
class Pressures:
    """Pipes, stations, and what stands at which node."""

    fed: Network
    """Fed by sources and stores; asked by those who take gas, by pipes and stores to be filled."""
    packed: Network
    """The same, fed by what stands in pipes too; asked by those who take gas alone."""
    ranks: int
    """Classes of those who take gas, the first served first; drivers of stations go before them."""
    tap_node: Array = array("tap", "index", "node where a use of a region takes gas")
    tap_region: Array = array("tap", "index", "the region")
    tap_use: Array = array("tap", "index", "the use")
    tap_share: Array = array("tap", "1", "share of the use of the region that is taken there")
    rank: Array = array("use", "index", "class of each use")
    well_node: Array = array("well", "index", "node where a source feeds")
    import_node: Array = array("import", "index", "node where an import feeds")
    store_node: Array = array("store", "index", "node where a store stands")
    imports: Array = array("future import day", "mcm/day", "most that may be bought")
    root: Array = array("store", "1", "withdrawal falls with the root of the fill")
    most: Array = array("node", "mcm", "linepack that can be used when pipes are full")
    inlet: Array = array("station", "index", "node at the inlet of each compressor")
    station_region: Array = array("station", "index", "its region")
    electric: Array = array("station", "1", "it is driven by power")
    bus: Array = array(
        "station", "index", "node of the grid whose power it takes; -1: of its region"
    )
    bus_region: Array = array("station", "index", "region of that node; -1 if there is none")
    burn: Array = array("future station", "mcm per MW day", "gas it burns; 0 if it is electric")
    usual: Array = array("future station", "MW day/mcm", "its power a unit asked for, whole at 0 C")
    pipe_asset: Array = array("asset", "index", "pipe that an installation belongs to")
    station_asset: Array = array("asset", "index", "compressor that it belongs to")


def prepare(
    scenario: Scenario,
    regions: tuple[str, ...],
    uses: tuple[str, ...],
    priority: Array,
    luck: Luck,
) -> Pressures | None:
    """Read the gas network; None if the scenario has no nodes. priority (U,) of each use."""
    nodes = scenario.table("gas/nodes")
    if not len(nodes):
        return None
    names = nodes.text("id")
    home = nodes.index("region", regions)
    taps = _taps(scenario, names, home, uses)
    tables = (scenario.table(f"gas/{of}") for of in ("supply", "compressors", "pipes", "storage"))
    supply, stations, pipes, stores = tables
    lifts = stations.where(stations.number("ratio") > 1)
    made = np.array([kind == "production" for kind in supply.text("kind")], dtype=bool)
    well, bought = (supply.where(which).index("node", names) for which in (made, ~made))
    store = stores.index("node", names)
    inlet = lifts.index("from_node", names)
    electric = np.array([drive == "electric" for drive in lifts.text("drive")], dtype=float)
    bus, bus_region = _buses(scenario, lifts, regions)
    net = _network(scenario, nodes, lifts, stations.where(stations.number("ratio") == 1))
    low, high = nodes.number("pressure_min_bar"), nodes.number("pressure_max_bar")
    most = Linepack.of(net, low, high).most * scenario.known("gas.linepack_use")
    takes = _at(len(names), taps[0], inlet[electric == 0])
    feeds = _at(len(names), well, bought, store)
    fills = takes | (most > 0) | _at(len(names), store)
    flows = scenario.uncertain("gas/supply", "mcm_per_day", luck)
    drawn = scenario.uncertain("gas/storage", "max_withdrawal", luck)
    sources = (well, flows[:, made]), (store, drawn), (bought, flows[:, ~made])
    classes = np.unique(priority)
    fed = dataclasses.replace(net, supply=feeds.astype(float), demand=fills.astype(float))
    return Pressures(
        fed=fed,
        packed=_packed(net, feeds, takes, most),
        ranks=len(classes),
        tap_node=taps[0],
        tap_region=home[taps[0]],
        tap_use=taps[1],
        tap_share=taps[2],
        rank=np.searchsorted(classes, priority),
        well_node=well,
        import_node=bought,
        store_node=store,
        imports=_imports(supply.where(~made), flows[:, ~made], scenario.settings.days),
        root=np.array([law == "sqrt" for law in stores.text("law")], float),
        most=most,
        inlet=inlet,
        station_region=home[inlet],
        electric=electric,
        bus=bus,
        bus_region=bus_region,
        burn=_burns(scenario, electric, luck),
        usual=_usual(fed, sources, _asked(scenario, regions, uses, home, taps)),
        pipe_asset=owner_of(scenario, "gas_pipe", pipes.text("id")),
        station_asset=owner_of(scenario, "gas_compressor", lifts.text("id")),
    )


def _imports(bought: Table, flows: Array, days: int) -> Array:
    """(F or 1, X, D) mcm that may be bought a day, from its first day to its last."""
    return np.asarray(flows[:, :, None] * running(bought, days))


def _burns(scenario: Scenario, electric: Array, luck: Luck) -> Array:
    """(F or 1, C) mcm that stations burn for a MW of lift through a day."""
    heat = scenario.parameter("gas.driver_efficiency", luck) * scenario.known("gas.heating_value")
    return np.asarray((1 - electric) * (SECONDS / 1e6 / heat)[:, None])


def _buses(scenario: Scenario, lifts: Table, regions: tuple[str, ...]) -> tuple[Array, Array]:
    """(C,) nodes of the grid at which compressors take their power, and their regions; -1: none."""
    buses = scenario.table("power/buses")
    bus = lifts.index("bus", buses.text("id"))
    return bus, np.where(bus >= 0, buses.index("region", regions)[bus], -1)


def _asked(
    scenario: Scenario,
    regions: tuple[str, ...],
    uses: tuple[str, ...],
    home: Array,
    taps: tuple[Array, Array, Array],
) -> Array:
    """(N,) what uses ask for at nodes on a day of 0 degrees, power stations apart [mcm]."""
    table = scenario.table("gas/demand")
    knots = np.zeros((len(regions), len(uses)))
    knots[table.index("region", regions), table.index("use", uses)] = table.number("at_0")
    made = np.zeros(len(home))
    for node, use, share in zip(*taps, strict=True):
        made[node] += knots[home[node], use] * share
    return made


def _usual(fed: Network, sources: tuple[tuple[Array, Array], ...], asked: Array) -> Array:
    """(F, C) power of compressors for each unit that is delivered where nothing is lost; 0 of
    electric ones. `sources` in their order: nodes (E,) and what they give (F, E)."""
    stations, need = len(fed.ratio), asked.sum()
    if fed.electric.all() or not need:
        return np.zeros((1, stations))
    many = max(len(gives) for _, gives in sources)
    left, supply = np.full(many, need * OFFERED), np.zeros((many, len(asked)))
    for nodes, gives in sources:
        there = gives.sum(axis=1)
        part = np.divide(np.minimum(left, there), there, out=np.zeros(many), where=there > 0)
        for k, node in enumerate(nodes):
            supply[:, node] += gives[:, k] * part
        left -= there * part
    whole = np.zeros((1, len(fed.resistance))), np.zeros((1, stations))
    found = least_shed(fed, *whole, supply, asked[:, None])
    came = np.maximum(found.delivered.sum(axis=(1, 2)), SPECK)[:, None]
    return np.asarray(np.where(fed.electric, 0.0, found.compressor_power / came))


def _packed(net: Network, feeds: Array, takes: Array, most: Array) -> Network:
    """The network fed by what stands in pipes too, at the least pressure that serves its node."""
    low = net.pressure_min**2
    least = np.sqrt(low + np.minimum(WHOLE, OF_BAND * (net.pressure_max**2 - low)))
    return dataclasses.replace(
        net,
        supply=(feeds | (most > 0)).astype(float),
        demand=takes.astype(float),
        supply_pressure=np.where(feeds, net.supply_pressure, least),
    )


def _taps(
    scenario: Scenario, names: tuple[str, ...], home: Array, uses: tuple[str, ...]
) -> tuple[Array, Array, Array]:
    """Node, use and share of each tap: rows of gas/taps, else the shares of the nodes."""
    rows = scenario.table("gas/taps")
    own = list(zip(rows.index("node", names), rows.index("use", uses), strict=True))
    weights = {pair: weight for pair, weight in zip(own, rows.number("share"), strict=True)}
    told = {(home[node], use) for node, use in own}
    for node, weight in enumerate(scenario.table("gas/nodes").number("demand_share")):
        for use in range(len(uses)):
            if (home[node], use) not in told:
                weights[node, use] = weight
    made = sorted((pair, weight) for pair, weight in weights.items() if weight > 0)
    total: dict[tuple[int, int], float] = {}
    for (node, use), weight in made:
        total[home[node], use] = total.get((home[node], use), 0.0) + weight
    places = np.array([pair for pair, _ in made], dtype=np.int64).reshape(-1, 2)
    shares = [weight / total[home[node], use] for (node, use), weight in made]
    return places[:, 0], places[:, 1], np.array(shares)


def _network(scenario: Scenario, nodes: Table, lifts: Table, regulators: Table) -> Network:
    """Pipes and stations for flows that are means of a day and pressures of its peak hour.

    At the peak all flows are higher by one factor: losses by its square, and a bound of flow or
    power is met when the mean is as much lower.
    """
    peak, names = scenario.known("gas.peak_hour"), nodes.text("id")
    pipes = scenario.table("gas/pipes")
    law, volume = _sizes(scenario, pipes)
    high, enters = nodes.number("pressure_max_bar"), nodes.number("supply_pressure_bar")
    none = np.zeros(len(names))

    def ends(table: Table) -> tuple[Array, Array]:
        return table.index("from_node", names), table.index("to_node", names)

    def most(table: Table, column: str) -> Array:
        found = table.number(column)
        return np.where(np.isnan(found), np.inf, found)

    def held(table: Table) -> Array:
        return np.fmin(table.number("set_point_bar"), high[table.index("to_node", names)])

    return Network(
        nodes=names,
        pressure_min=nodes.number("pressure_min_bar"),
        pressure_max=high,
        supply_pressure=np.where(np.isnan(enters), high, enters),
        supply=none,
        demand=none,
        pipe_from=ends(pipes)[0],
        pipe_to=ends(pipes)[1],
        resistance=law * peak**2,
        volume=volume,
        compressor_from=ends(lifts)[0],
        compressor_to=ends(lifts)[1],
        ratio=lifts.number("ratio"),
        set_point=held(lifts),
        most_flow=most(lifts, "max_flow") / peak,
        most_power=most(lifts, "max_power_mw") / peak,
        electric=np.array([drive == "electric" for drive in lifts.text("drive")], dtype=bool),
        regulator_from=ends(regulators)[0],
        regulator_to=ends(regulators)[1],
        regulator_set_point=held(regulators),
        regulator_most_flow=most(regulators, "max_flow") / peak,
        unit="mcm/day",
        sound_speed=scenario.known("gas.sound_speed"),
        normal_density=scenario.known("gas.normal_density"),
        efficiency=scenario.known("gas.lift_efficiency"),
    )


def _sizes(scenario: Scenario, pipes: Table) -> tuple[Array, Array]:
    """Resistance [bar2/(mcm/day)2] and volume [m3] of each corridor of like pipes."""
    told, volume = pipes.number("resistance"), np.nan_to_num(pipes.number("volume_m3"))
    sized = np.isnan(told)
    length, wide = (np.where(sized, pipes.number(c), 1.0) for c in ("length_km", "diameter_mm"))
    rough = np.where(sized, pipes.number("roughness_mm"), 0.01)
    units = pipes.number("units")
    kilograms = 1e6 * scenario.known("gas.normal_density") / SECONDS
    friction = friction_factor("nikuradse", wide, rough)
    one = resistance(length * 1e3, wide / 1e3, friction, scenario.known("gas.sound_speed") ** 2)
    law = one * kilograms**2 / units**2
    inner = np.pi / 4 * (wide / 1e3) ** 2 * length * 1e3 * units
    return np.where(sized, law, told), np.where(sized, inner, volume)


def _at(nodes: int, *places: Array) -> Array:
    made = np.zeros(nodes, dtype=bool)
    made[np.concatenate(places)] = True
    return made


def owner_of(scenario: Scenario, what: str, labels: tuple[str, ...]) -> Array:
    """(A,) place among `labels` of the element that each installation serves as `what`; else -1."""
    cells = scenario.table("assets")
    found = [
        labels.index(element) if serves == what else -1
        for serves, element in zip(cells.text("serves"), cells.text("element"), strict=True)
    ]
    return np.repeat(np.array(found, dtype=np.int64), cells.number("count").astype(int))
