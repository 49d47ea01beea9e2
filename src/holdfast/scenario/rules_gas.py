"""Rules for the gas network with pressures, who stands where, and oil that stands in for gas."""

from __future__ import annotations

import math
from collections.abc import Iterator

from holdfast.scenario.book import Book, row_fault
from holdfast.scenario.fault import Fault

NODES = "gas/nodes"
POWER = "power"
VOLUMES = {
    "m3": 1e-6,
    "thousand m3": 1e-3,
    "mcm": 1.0,
    "million m3": 1.0,
    "bcm": 1000.0,
    "billion m3": 1000.0,
}
"""Million cubic metres in one of the units in which gas is given."""


def ranked(book: Book) -> Iterator[Fault]:
    """A use of gas has one priority in all regions, since the balance is national."""
    table = book.table("gas/demand", "region", "use", "priority")
    first: dict[str, tuple[str, str]] = {}
    rows = zip(*(table.text(c) for c in ("region", "use", "priority")), strict=True)
    for row, (region, use, priority) in enumerate(rows):
        place, meant = first.setdefault(use, (region, priority))
        if table.number("priority")[row] != float(meant or "nan"):
            message = (
                f"is not {meant}, the priority of {use} in region {place}: a use has one priority "
                "in all regions"
            )
            yield row_fault(table, row, "priority", message)


def given(book: Book) -> Iterator[Fault]:
    """Gas that is given in a unit of volume adds as many million cubic metres as that holds."""
    table = book.table("items", "adds", "unit", "amount")
    amounts = table.number("amount")
    for row, (adds, unit) in enumerate(zip(table.text("adds"), table.text("unit"), strict=True)):
        holds = VOLUMES.get(" ".join(unit.lower().split()))
        if adds == "gas" and holds is not None and not math.isclose(amounts[row], holds):
            message = f"is not {holds:g}, the million cubic metres in one {unit.strip()}"
            yield row_fault(table, row, "amount", message)


def placed(book: Book) -> Iterator[Fault]:
    """With a gas network every source and store stands at a node, in its own region."""
    nodes = book.table(NODES, "id", "region")
    where = dict(zip(nodes.text("id"), nodes.text("region"), strict=True))
    if not where:
        return
    for name in ("gas/supply", "gas/storage"):
        table = book.table(name, "node", "region")
        pairs = zip(table.text("node"), table.text("region"), strict=True)
        for row, (node, region) in enumerate(pairs):
            if not node:
                message = "is blank: there is a gas/nodes.csv, so name the node where it stands"
                yield row_fault(table, row, "node", message)
            elif region and where.get(node, region) != region:
                message = f"is a node in region {where[node]}: name one in region {region}"
                yield row_fault(table, row, "node", message)


def bought(book: Book) -> Iterator[Fault]:
    """Only what is bought has a price, all imports or none; a source ends after it begins."""
    price = "price_eur_per_1000_m3"
    table = book.table("gas/supply", "kind", price)
    rows = list(zip(table.text("kind"), table.text(price), strict=True))
    some = any(kind == "import" and text for kind, text in rows)
    for row, (kind, text) in enumerate(rows):
        if kind == "production" and text:
            message = "is told of a production, which is not bought: leave it blank"
            yield row_fault(table, row, price, message)
        elif kind == "import" and some and not text:
            message = "is blank, and another import has a price: give all of them one, or none"
            yield row_fault(table, row, price, message)
    table = book.table("gas/supply", "from", "until")
    for row, (begins, ends_on) in enumerate(
        zip(table.text("from"), table.text("until"), strict=True)
    ):
        if begins and ends_on and ends_on < begins:
            yield row_fault(table, row, "until", f"is before {begins}, the first day")


def unplaced(book: Book) -> Iterator[Fault]:
    """Without a node the law of a store is linear."""
    table = book.table("gas/storage", "node", "law")
    for row, (node, law) in enumerate(zip(table.text("node"), table.text("law"), strict=True)):
        if law != "linear" and not node:
            message = "is used with a node of gas/nodes.csv only: leave it blank"
            yield row_fault(table, row, "law", message)


def fills(book: Book) -> Iterator[Fault]:
    """A cushion is told of a store whose injection falls as that of a cavity, and of no other."""
    table = book.table("gas/storage", "injection_law", "cushion_mcm")
    told = zip(table.text("injection_law"), table.text("cushion_mcm"), strict=True)
    for row, (law, cushion) in enumerate(told):
        if law == "cavern" and not cushion:
            yield row_fault(table, row, "cushion_mcm", "is blank: injection_law cavern needs it")
        if law != "cavern" and cushion:
            message = "is used with injection_law cavern only: leave it blank"
            yield row_fault(table, row, "cushion_mcm", message)


def regulators(book: Book) -> Iterator[Fault]:
    """What lifts nothing has no power that it lifts with."""
    table = book.table("gas/compressors", "ratio", "max_power_mw")
    told = zip(table.number("ratio"), table.text("max_power_mw"), strict=True)
    for row, (ratio, power) in enumerate(told):
        if ratio == 1 and power:
            message = "is told of a regulator (ratio 1), which lifts nothing: leave it blank"
            yield row_fault(table, row, "max_power_mw", message)


def ends(book: Book) -> Iterator[Fault]:
    """Pipes and stations join two different nodes."""
    for name in ("gas/pipes", "gas/compressors"):
        table = book.table(name, "from_node", "to_node")
        pairs = zip(table.text("from_node"), table.text("to_node"), strict=True)
        for row, (one, other) in enumerate(pairs):
            if one == other:
                yield row_fault(table, row, "to_node", "is at both ends: name two nodes")


def sizes(book: Book) -> Iterator[Fault]:
    """A pipe has length and diameter, or a resistance in their place."""
    columns = ("length_km", "diameter_mm", "resistance", "volume_m3")
    table = book.table("gas/pipes", *columns)
    told = zip(*(table.text(name) for name in columns), strict=True)
    for row, (length, diameter, resistance, volume) in enumerate(told):
        if resistance:
            for name, text in (("length_km", length), ("diameter_mm", diameter)):
                if text:
                    message = "is not used with resistance: leave one of the two blank"
                    yield row_fault(table, row, name, message)
            continue
        for name, text in (("length_km", length), ("diameter_mm", diameter)):
            if not text:
                message = "is blank: give length_km and diameter_mm, or resistance"
                yield row_fault(table, row, name, message)
        if volume:
            message = "is not used with length_km and diameter_mm: leave it blank"
            yield row_fault(table, row, "volume_m3", message)


def pressures(book: Book) -> Iterator[Fault]:
    """The least pressure of a node is under its most, and gas enters within them."""
    table = book.table(NODES, "pressure_min_bar", "pressure_max_bar", "supply_pressure_bar")
    low, high = table.number("pressure_min_bar"), table.number("pressure_max_bar")
    enters = table.number("supply_pressure_bar")
    for row, (least, most, supply) in enumerate(zip(low, high, enters, strict=True)):
        if least >= most:
            message = f"is not under {most:g}, the value in column pressure_max_bar"
            yield row_fault(table, row, "pressure_min_bar", message)
        elif supply > most or supply <= least:
            message = f"is not above {least:g} and at most {most:g}, the pressures of the node"
            yield row_fault(table, row, "supply_pressure_bar", message)


def taken(book: Book) -> Iterator[Fault]:
    """Each use of gas of a region is taken at a node, that of power stations too."""
    nodes = book.table(NODES, "id", "region", "demand_share")
    names, regions = nodes.text("id"), nodes.text("region")
    if not names or NODES not in book.whole or "gas/taps" not in book.whole:
        return
    shares = zip(regions, nodes.number("demand_share"), strict=True)
    whole = {region for region, share in shares if share > 0}
    home = dict(zip(names, regions, strict=True))
    taps = book.table("gas/taps", "node", "use", "share")
    own: dict[tuple[str, str], float] = {}
    for node, use, share in zip(
        taps.text("node"), taps.text("use"), taps.number("share"), strict=True
    ):
        pair = home.get(node, ""), use
        own[pair] = own.get(pair, 0.0) + share
    demand = book.table("gas/demand", "region", "use")
    for row, pair in enumerate(zip(demand.text("region"), demand.text("use"), strict=True)):
        if not _served(pair, whole, own):
            yield row_fault(demand, row, "use", _nowhere(pair[1], pair[0]))
    buses = book.table("power/buses", "id", "region")
    place = dict(zip(buses.text("id"), buses.text("region"), strict=True))
    plants = book.table("power/generators", "bus", "gas_mcm_per_gwh")
    burns = zip(plants.text("bus"), plants.number("gas_mcm_per_gwh") > 0, strict=True)
    for row, (bus, gas) in enumerate(burns):
        region = place.get(bus, "")
        if gas and region and not _served((region, POWER), whole, own):
            yield row_fault(plants, row, "gas_mcm_per_gwh", _nowhere(POWER, region))


def _served(pair: tuple[str, str], whole: set[str], own: dict[tuple[str, str], float]) -> bool:
    return own[pair] > 0 if pair in own else pair[0] in whole


def _nowhere(use: str, region: str) -> str:
    return (
        f"is taken nowhere: give a node of region {region} a demand_share in gas/nodes.csv, or a "
        f"share of {use} in gas/taps.csv"
    )


def stations(book: Book) -> Iterator[Fault]:
    """What an asset serves as a compressor lifts; a regulator is no asset."""
    table = book.table("gas/compressors", "id", "ratio")
    lifts = zip(table.text("id"), table.number("ratio"), strict=True)
    held = {name for name, ratio in lifts if ratio == 1}
    assets = book.table("assets", "serves", "element")
    pairs = zip(assets.text("serves"), assets.text("element"), strict=True)
    for row, (serves, element) in enumerate(pairs):
        if serves == "gas_compressor" and element in held:
            message = "is a regulator (ratio 1 in gas/compressors.csv): name a compressor"
            yield row_fault(assets, row, "element", message)


def drives(book: Book) -> Iterator[Fault]:
    """Only an electric compressor takes power, at a node at home."""
    buses = book.table("power/buses", "id", "region")
    home = dict(zip(buses.text("id"), buses.text("region"), strict=True))
    table = book.table("gas/compressors", "drive", "bus", "ratio")
    columns = (table.text("drive"), table.text("bus"), table.number("ratio"))
    for row, (drive, bus, ratio) in enumerate(zip(*columns, strict=True)):
        if bus and drive != "electric":
            message = "is used with drive electric only: leave it blank"
            yield row_fault(table, row, "bus", message)
        elif bus and ratio == 1:
            message = "is not used with ratio 1, a regulator, which takes no power: leave it blank"
            yield row_fault(table, row, "bus", message)
        elif bus and not home.get(bus, "home"):
            message = "is a node abroad: name one at home"
            yield row_fault(table, row, "bus", message)


def switched(book: Book) -> Iterator[Fault]:
    """Oil stands in for gas, so only what burns gas has it."""
    plants = book.table("power/generators", "id", "gas_mcm_per_gwh")
    burns = dict(zip(plants.text("id"), plants.number("gas_mcm_per_gwh") > 0, strict=True))
    table = book.table("power/oil", "generator")
    for row, name in enumerate(table.text("generator")):
        if not burns.get(name, True):
            message = "burns no gas that oil could stand in for (power/generators.csv)"
            yield row_fault(table, row, "generator", message)
