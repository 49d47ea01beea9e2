"""The tables of the networks read once, and what is uncertain in them drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array
from holdfast.gas.storage import INJECTION
from holdfast.model import sizes
from holdfast.model.networks import (
    activity,
    curve,
    delivery,
    heaters,
    oil,
    pressures,
    pumps,
    supplied,
)
from holdfast.model.networks.params import (
    Assets,
    Behaviour,
    Demand,
    Gas,
    Grid,
    Params,
    Supply,
)
from holdfast.model.networks.wires import prepare_wires, read_taps
from holdfast.model.types import BLOCKS, USES
from holdfast.scenario import homes

if TYPE_CHECKING:
    from holdfast.draws import Luck
    from holdfast.scenario import Scenario, Table


def prepare(scenario: Scenario, luck: Luck) -> Params:
    """Read the network tables and draw what is uncertain in them.

    Raises KeyError only if the scenario was not checked: ids are known to resolve.
    """
    regions = scenario.table("regions").text("id")
    buses = scenario.table("power/buses")
    generators = scenario.table("power/generators")
    region_of_bus = buses.index("region", regions)
    region_of_generator = region_of_bus[generators.index("bus", buses.text("id"))]
    machines, machine_of = _machines(generators)
    demand = _demand(scenario, regions, luck)
    gas = _gas(scenario, regions, luck)
    return Params(
        demand=demand,
        supply=_supply(scenario, region_of_generator, machine_of, luck),
        grid=_grid(scenario, region_of_bus, luck),
        behaviour=_behaviour(scenario, luck),
        gas=gas,
        assets=_assets(scenario, regions, luck),
        wires=prepare_wires(scenario),
        activity=activity.prepare(scenario, regions, luck),
        curve=_curve(scenario, regions, gas.demand),
        heaters=heaters.prepare(scenario, demand.base * demand.level[:, None], luck),
        pumps=pumps.prepare(scenario, luck),
        oil=oil.prepare(scenario, generators.text("id"), region_of_generator, luck),
        bought=_bought(scenario, luck),
        delivery=delivery.prepare(scenario, luck),
        pressures=pressures.prepare(scenario, regions, USES, gas.priority, luck),
        regions=regions,
        machines=machines,
        generators=generators.text("id"),
    )


def start(params: Params) -> dict[str, Array]:
    """A whole grid, nothing announced, stores and tanks as the tables have them."""
    regions, piped = params.demand.base.shape[1], params.pressures
    return {
        "restart_left": np.zeros((1, regions)),
        "trip_left": np.zeros((1, len(params.machines))),
        "dark_local": np.zeros((1, regions)),
        "relayed": np.zeros((1, regions)),
        "planned_before": np.zeros((1, len(BLOCKS), regions)),
        "rebound": np.zeros((1, regions)),
        "gas_stock": params.gas.working,
        "linepack": np.zeros((1, 0)) if piped is None else piped.most[None],
        "oil": params.oil.stock,
    }


def by_date(scenario: Scenario, table: str, key: str, column: str, luck: Luck) -> Array:
    """(F, key, D): the latest row of each key that has begun by a day holds; 0 before the first."""
    rows = scenario.table(table)
    keys = tuple(dict.fromkeys(rows.text(key)))
    drawn = scenario.uncertain(table, column, luck)
    made = np.zeros((drawn.shape[0], len(keys), scenario.settings.days))
    begins = rows.days("from")
    order = np.argsort(begins, kind="stable")
    for row in order:
        made[:, keys.index(rows.text(key)[row]), max(int(begins[row]), 0) :] = drawn[:, row, None]
    return made


def _demand(scenario: Scenario, regions: tuple[str, ...], luck: Luck) -> Demand:
    table = scenario.table("power/demand")
    order = table.order("region", regions)
    people = scenario.uncertain("regions", "population", luck)

    def drawn(column: str) -> Array:
        return scenario.uncertain("power/demand", column, luck)[:, order]

    protected, industry = np.broadcast_arrays(drawn("protected_share"), drawn("industry_share"))
    industry = np.minimum(industry, 1 - protected)
    share = np.stack([protected, 1 - protected - industry, industry], axis=2)
    asks = share * [1, 1, 0]
    return Demand(
        base=np.stack([table.number(f"{block}_mw")[order] for block in BLOCKS]),
        level=drawn("level"),
        slope=drawn("mw_per_degree"),
        hinge=table.number("hinge_c")[order],
        protected=protected,
        share=share,
        people_share=asks / np.maximum(asks.sum(axis=2, keepdims=True), 1e-9),
        weight=people / people.sum(axis=1, keepdims=True),
    )


def _machines(generators: Table) -> tuple[tuple[str, ...], Array]:
    names, owner = [], []
    units = generators.number("units").astype(int)
    for g, (name, trips) in enumerate(
        zip(generators.text("id"), generators.flag("trips"), strict=True)
    ):
        if trips:
            names += [f"{name}/{i}" for i in range(1, units[g] + 1)]
            owner += [g] * units[g]
    return tuple(names), np.array(owner, dtype=np.int64)


def _supply(scenario: Scenario, region: Array, machine_of: Array, luck: Luck) -> Supply:
    table = scenario.table("power/generators")
    borders = scenario.table("power/interconnectors")
    limit = by_date(scenario, "power/interconnectors", "id", "import_mw", luck)
    ids = tuple(dict.fromkeys(borders.text("id")))
    cost = [borders.number("cost_eur_per_mwh")[borders.text("id").index(name)] for name in ids]
    return Supply(
        capacity=scenario.uncertain("power/generators", "available_mw", luck),
        factor=np.stack([table.number(block) for block in BLOCKS]),
        gas_rate=table.number("gas_mcm_per_gwh") / 1000,
        region=region,
        machine_of=machine_of,
        machine_share=1 / table.number("units")[machine_of],
        machine_region=region[machine_of],
        restart=scenario.uncertain("power/generators", "restart_days", luck)[:, machine_of],
        limit=limit.transpose(0, 2, 1),
        cost=np.array(cost),
    )


def _grid(scenario: Scenario, region_of_bus: Array, luck: Luck) -> Grid:
    buses = scenario.table("power/buses").text("id")
    banks = scenario.table("power/transformers")
    taps = read_taps(scenario)
    use = scenario.parameter("network.link_utilisation", luck)[:, None]
    unit = scenario.uncertain("power/transformers", "unit_mva", luck)
    other = scenario.uncertain("power/transformers", "other_mva", luck)
    return Grid(
        unit_mva=unit,
        other_mva=np.maximum(other, _least_other(scenario, unit, luck)),
        units=banks.number("units"),
        capacity=scenario.uncertain("power/links", "capacity_mw", luck) * use,
        bank_region=region_of_bus[banks.index("to_bus", buses)],
        tap_bus=taps.bus,
        tap_region=taps.region,
        tap_share=taps.share,
    )


def _least_other(scenario: Scenario, unit: Array, luck: Luck) -> Array:
    """(F, B) MVA that the rest of a bank's fleet has at least: an intact bank carried the demand
    that the grid behind it was built for, whatever is drawn of ratings and of their use."""
    banks = scenario.table("power/transformers")
    use = _usable(scenario, luck)[:, None]
    return np.asarray(np.nan_to_num(banks.number("design_mw")) / use - unit * banks.number("units"))


def _usable(scenario: Scenario, luck: Luck) -> Array:
    """(F,) MW that an MVA of transformer may carry."""
    factor = scenario.parameter("network.power_factor", luck)
    return np.asarray(factor * scenario.parameter("network.bank_utilisation", luck))


def _behaviour(scenario: Scenario, luck: Luck) -> Behaviour:
    def drawn(name: str) -> Array:
        return scenario.parameter(f"network.{name}", luck)

    return Behaviour(
        usable_per_mva=_usable(scenario, luck),
        outage=drawn("outage_rate"),
        trip_per_hit=drawn("trip_per_hit"),
        trip_elsewhere=drawn("trip_elsewhere"),
        trip_common=drawn("trip_common"),
        reserve=drawn("reserve_mw"),
        relays=drawn("relay_share"),
        relay_weakening=drawn("relay_weakening"),
        collapse_noise=drawn("collapse_noise"),
        restart_hours=drawn("restart_hours"),
        industry_first=drawn("industry_first"),
        affected=drawn("collapse_affected"),
        largest_wave=drawn("largest_wave"),
        relay_half_life=drawn("relay_half_life"),
        local_keep=0.5 ** (1 / drawn("pocket_half_life")),
        margin=drawn("distribution_margin"),
        overcut=drawn("overcut"),
        rebound=drawn("rebound"),
        rebound_hours=drawn("rebound_hours"),
        peak=drawn("peak_factor"),
        saving=drawn("saving"),
        strike_morning=drawn("strike_morning"),
        strike_day=drawn("strike_day"),
    )


def _gas(scenario: Scenario, regions: tuple[str, ...], luck: Luck) -> Gas:
    supply, demand = scenario.table("gas/supply"), scenario.table("gas/demand")
    stores = scenario.table("gas/storage")
    made = np.array([kind == "production" for kind in supply.text("kind")])
    flow = _flow(scenario, luck)
    r, u = demand.index("region", regions), demand.index("use", USES)
    knots = np.zeros((3, len(regions), len(USES)))
    for k, column in enumerate(("at_plus_10", "at_0", "at_minus_10")):
        knots[k, r, u] = demand.number(column)
    drawn = scenario.uncertain("gas/demand", "level", luck)
    level = np.ones((drawn.shape[0], len(regions), len(USES)))
    level[:, r, u] = drawn
    needs = np.zeros((len(regions), len(USES)))
    needs[r, u] = demand.number("needs_power")
    priority = np.full(len(USES), int(scenario.known("gas.power_priority")))
    priority[u] = demand.number("priority")
    return Gas(
        production=flow[:, made],
        well_region=supply.where(made).index("region", regions),
        import_limit=flow[:, ~made].sum(axis=1),
        demand=knots,
        level=level,
        needs_power=_unlit(scenario, needs, luck),
        priority=priority,
        power_need=scenario.parameter("gas.power_need", luck),
        imports_first=scenario.parameter("gas.imports_first", luck),
        working=scenario.uncertain("gas/storage", "working_mcm", luck),
        capacity=stores.number("capacity_mcm"),
        withdrawal=scenario.uncertain("gas/storage", "max_withdrawal", luck),
        empty_share=scenario.uncertain("gas/storage", "empty_withdrawal_share", luck),
        injection=stores.number("max_injection"),
        injection_law=np.array([INJECTION.index(law) for law in stores.text("injection_law")], int),
        cushion=np.nan_to_num(stores.number("cushion_mcm")),
    )


def _flow(scenario: Scenario, luck: Luck) -> Array:
    """(F or 1, W, D) mcm that each source of gas gives at most on each day."""
    given = scenario.uncertain("gas/supply", "mcm_per_day", luck)
    runs = supplied.running(scenario.table("gas/supply"), scenario.settings.days)
    return np.asarray(given[:, :, None] * runs)


def _bought(scenario: Scenario, luck: Luck) -> supplied.Bought:
    kinds = np.array(scenario.table("gas/supply").text("kind"))
    return supplied.prepare(scenario, _flow(scenario, luck), kinds == "import", luck)


def _unlit(scenario: Scenario, needs: Array, luck: Luck) -> Array:
    """(F or 1, R, U) share of a use that stops in the dark; homes also as their boilers go out."""
    household = np.arange(len(USES)) == USES.index("household")
    return np.where(household, homes.unlit(scenario, needs[None], luck), needs)


def _curve(scenario: Scenario, regions: tuple[str, ...], knots: Array) -> curve.Curve:
    table = scenario.table("gas/demand")
    r, u = table.index("region", regions), table.index("use", USES)
    follows, exponent = np.zeros(knots.shape[1:]), np.ones(knots.shape[1:])
    follows[r, u] = [text == "sigmoid" for text in table.text("curve")]
    exponent[r, u] = table.number("exponent")
    return curve.fit(knots, follows, exponent)


def _assets(scenario: Scenario, regions: tuple[str, ...], luck: Luck) -> Assets:
    cells, kinds = scenario.table("assets"), scenario.table("damage/kinds")
    supply = scenario.table("gas/supply")
    wells = supply.where(np.array([kind == "production" for kind in supply.text("kind")]))
    serves = np.array(cells.text("serves"))
    region = cells.index("region", regions)
    main = kinds.flag("main_grid")[cells.index("kind", kinds.text("id"))]
    count = cells.number("count").astype(int)

    def of(what: str, labels: tuple[str, ...]) -> Array:
        return pressures.owner_of(scenario, what, labels)

    def where(mask: Array) -> Array:
        return np.repeat(np.where(mask, region, -1), count)

    return Assets(
        generator=of("generator", scenario.table("power/generators").text("id")),
        size=sizes.of_installations(scenario, luck),
        bank=of("transformer", scenario.table("power/transformers").text("id")),
        branch=of("branch", scenario.table("power/branches").text("id")),
        well=of("gas_supply", wells.text("id")),
        store=of("gas_storage", scenario.table("gas/storage").text("id")),
        heat=where(serves == "heat"),
        distribution=where(serves == "distribution"),
        main_grid=where(main),
    )
