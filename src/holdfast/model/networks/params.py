"""What is fixed about the networks through a campaign, by subject."""

from __future__ import annotations

from holdfast.arrays import Array, array, bundle
from holdfast.model.networks.activity import Activity
from holdfast.model.networks.curve import Curve
from holdfast.model.networks.delivery import Delivery
from holdfast.model.networks.heaters import Heaters
from holdfast.model.networks.oil import Oil
from holdfast.model.networks.pressures import Pressures
from holdfast.model.networks.pumps import Pumps
from holdfast.model.networks.supplied import Bought
from holdfast.model.networks.wires import Wires


@bundle
class Demand:
    """Unrestricted power demand by region."""

    base: Array = array("block region", "MW", "mean of the block at 0 degrees C")
    level: Array = array("future region", "1", "how high demand really is, over the table")
    slope: Array = array("future region", "MW per degree C", "more demand for each degree colder")
    hinge: Array = array("region", "degree C", "no effect of temperature above this")
    protected: Array = array(
        "future region", "1", "share on feeders that are never cut by schedule"
    )
    share: Array = array("future region slice", "1", "share of demand by slice")
    people_share: Array = array(
        "future region slice", "1", "share by slice of what people ask for, industry none"
    )
    weight: Array = array("future region", "1", "share of the nation's people")


@bundle
class Supply:
    """Generation and what may be imported."""

    capacity: Array = array("future generator", "MW", "available when whole, fuelled and in season")
    factor: Array = array("block generator", "1", "share of it by block")
    gas_rate: Array = array("generator", "mcm/MWh", "gas burnt")
    region: Array = array("generator", "index", "region of the generator")
    machine_of: Array = array("machine", "index", "generator of each unit that can trip")
    machine_share: Array = array("machine", "1", "share of the generator that one such unit is")
    machine_region: Array = array("machine", "index", "region of the unit")
    restart: Array = array("future machine", "days", "time to come back after a trip")
    limit: Array = array("future day border", "MW", "import limit by date")
    cost: Array = array("border", "EUR/MWh", "price of imports")


@bundle
class Grid:
    """What power flows through: banks of transformers, links between regions, branches (DC)."""

    unit_mva: Array = array("future bank", "MVA", "rating of one counted unit")
    other_mva: Array = array("future bank", "MVA", "rating of the rest of the fleet")
    units: Array = array("bank", "1", "counted units")
    capacity: Array = array("future link", "MW", "usable capacity between regions")
    bank_region: Array = array("bank", "index", "region of the lower node")
    tap_bus: Array = array("tap", "index", "node where a region takes power")
    tap_region: Array = array("tap", "index", "the region")
    tap_share: Array = array("tap", "1", "share of the region's demand taken there")


@bundle
class Behaviour:
    """Scalars of operation, each uncertain (future)."""

    usable_per_mva: Array = array("future", "MW/MVA", "power that a transformer may carry")
    outage: Array = array("future", "1", "generation out for other reasons")
    trip_per_hit: Array = array("future", "1", "chance that a unit trips for each hit at home")
    trip_elsewhere: Array = array("future", "1", "weight of a hit elsewhere")
    trip_common: Array = array("future", "1", "share of the trip risk common to all units")
    reserve: Array = array("future", "MW", "sudden loss that reserves cover")
    relays: Array = array("future", "1", "share of load that relays can shed")
    relay_weakening: Array = array(
        "future", "1", "how much of it a main grid that is out takes away"
    )
    collapse_noise: Array = array("future", "1", "spread of the margin to collapse")
    restart_hours: Array = array("future", "h", "time to rejoin one grid")
    industry_first: Array = array("future", "1", "share of industry that is cut before people")
    affected: Array = array("future", "1", "share of an island that falls with it")
    largest_wave: Array = array("future", "1", "share of a raid's loss that comes at once")
    relay_half_life: Array = array("future", "h", "time in which half of what relays shed is back")
    local_keep: Array = array("future", "1", "share of a local cut that is left a day later")
    margin: Array = array("future", "1", "share of distribution that may be out before it matters")
    overcut: Array = array("future", "1", "feeders cut over what the deficit asks")
    rebound: Array = array("future", "1", "share of unserved energy that is asked for later")
    rebound_hours: Array = array("future", "h", "time constant with which that fades")
    peak: Array = array("future", "1", "peak of a block over its mean")
    saving: Array = array("future", "1", "demand saved under schedules")
    strike_morning: Array = array(
        "future", "1", "chance that the raid comes before the morning block"
    )
    strike_day: Array = array("future", "1", "chance that it comes before the day block")


@bundle
class Gas:
    """The daily gas balance."""

    production: Array = array("future well day", "mcm/day", "production by source")
    well_region: Array = array("well", "index", "region of the source")
    import_limit: Array = array("future day", "mcm/day", "most that may be bought")
    demand: Array = array("knot region use", "mcm/day", "demand at +10, 0 and -10 degrees C")
    level: Array = array("future region use", "1", "how high demand really is")
    needs_power: Array = array("future region use", "1", "share that stops in the dark")
    priority: Array = array("use", "1", "1 is served first")
    power_need: Array = array("future", "1", "share of production that stops in the dark")
    imports_first: Array = array("future", "1", "share of imports that goes before stores")
    working: Array = array("future store", "mcm", "usable gas at the start")
    capacity: Array = array("store", "mcm", "usable gas when full")
    withdrawal: Array = array("future store", "mcm/day", "withdrawal when full")
    empty_share: Array = array("future store", "1", "share of it that is left when empty")
    injection: Array = array("store", "mcm/day", "injection when empty")
    injection_law: Array = array("store", "index", "how it falls with fill, of storage.INJECTION")
    cushion: Array = array("store", "mcm", "gas that stays in an empty store; 0 if not told")


@bundle
class Assets:
    """Which installation belongs to what; -1 where it belongs to none."""

    generator: Array = array("asset", "index", "generator")
    size: Array = array("future asset", "1", "capacity over the mean of its cell")
    bank: Array = array("asset", "index", "bank of transformers")
    branch: Array = array("asset", "index", "branch")
    well: Array = array("asset", "index", "source of gas")
    store: Array = array("asset", "index", "store of gas")
    heat: Array = array("asset", "index", "region, of sources of district heat")
    distribution: Array = array("asset", "index", "region, of distribution")
    main_grid: Array = array("asset", "index", "region, of the main grid")


@bundle
class Params:
    """Everything that stays fixed, by subject."""

    demand: Demand
    supply: Supply
    grid: Grid
    behaviour: Behaviour
    gas: Gas
    assets: Assets
    wires: Wires
    activity: Activity
    curve: Curve
    heaters: Heaters
    pumps: Pumps
    oil: Oil
    bought: Bought
    delivery: Delivery | None
    """What grids behind banks deliver; None where it is not told."""
    pressures: Pressures | None
    """The gas network, if there is one; without it gas is a national balance."""
    regions: tuple[str, ...]
    machines: tuple[str, ...]
    generators: tuple[str, ...]


def at(values: Array, rows: Array | slice) -> Array:
    """Values (F, ...) of some futures, or the one value (1, ...) of all."""
    return values if len(values) == 1 else values[rows]
