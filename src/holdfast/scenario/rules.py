"""Rules for a row whose cells depend on one another or on rows of other tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from holdfast.scenario.book import Book, not_in, row_fault
from holdfast.scenario.cells import day, reader, words
from holdfast.scenario.fault import Fault, hint
from holdfast.scenario.schema import parameters

SERVES = {
    "generator": ("power/generators", "id"),
    "transformer": ("power/transformers", "id"),
    "branch": ("power/branches", "id"),
    "gas_supply": ("gas/supply", "id"),
    "gas_storage": ("gas/storage", "id"),
    "gas_pipe": ("gas/pipes", "id"),
    "gas_compressor": ("gas/compressors", "id"),
}
"""Table and column that `assets.element` names, by what the assets serve."""
ADDS = {
    "system": ("defence/systems", "id"),
    "stock": ("items", "id"),
    "crew": ("repair/crews", "skill"),
    "import": ("power/interconnectors", "id"),
    "protection": ("damage/kinds", "id"),
}
"""Table and column that `items.adds_to` names, by what the item adds."""


def elements(book: Book) -> Iterator[Fault]:
    """assets.element names a row of the table that the assets serve."""
    yield from _named_by(book, "assets", "serves", "element", SERVES)


def additions(book: Book) -> Iterator[Fault]:
    """items.adds_to names a row of the table that the item adds to."""
    yield from _named_by(book, "items", "adds", "adds_to", ADDS)


def _named_by(
    book: Book, name: str, chooser: str, column: str, where: Mapping[str, tuple[str, str]]
) -> Iterator[Fault]:
    table = book.table(name, chooser, column)
    for row, (choice, text) in enumerate(zip(table.text(chooser), table.text(column), strict=True)):
        if choice not in where:
            if text:
                message = f"is not used with {chooser} {choice}: leave it blank"
                yield row_fault(table, row, column, message)
            continue
        of_table, of_column = where[choice]
        known = book.values(of_table, of_column)
        if not text:
            message = f"a {of_column} of {of_table}.csv is needed with {chooser} {choice}"
            yield row_fault(table, row, column, message.replace("a id", "an id"))
        elif text not in known and book.readable(of_table, of_column):
            yield row_fault(table, row, column, not_in(text, of_table, of_column, known))


def levels(book: Book) -> Iterator[Fault]:
    """Only an item of protection gives a level of it."""
    table = book.table("items", "adds", "level")
    for row, (adds, level) in enumerate(zip(table.text("adds"), table.text("level"), strict=True)):
        if level and adds != "protection":
            yield row_fault(table, row, "level", f"is not used with adds {adds}: leave it blank")


def effects(book: Book) -> Iterator[Fault]:
    """damage/effects.on names a kind or a target group of damage/kinds."""
    kinds = book.values("damage/kinds", "id")
    known = {*kinds, *book.values("damage/kinds", "target")}
    table = book.table("damage/effects", "on")
    readable = book.readable("damage/kinds", "id") and book.readable("damage/kinds", "target")
    for row, name in enumerate(table.text("on")):
        if name not in known and readable:
            message = f"is neither an id nor a target of damage/kinds.csv; {hint(name, known)}"
            yield row_fault(table, row, "on", message)


def homes(book: Book) -> Iterator[Fault]:
    """heat/buildings has a time constant, or loss and capacity in its place."""
    parts = ("loss_w_per_m2_k", "capacity_wh_per_m2_k")
    table = book.table("heat/buildings", "time_constant_hours", *parts)
    told = (table.text(name) for name in ("time_constant_hours", *parts))
    for row, (hours, *other) in enumerate(zip(*told, strict=True)):
        if hours:
            for name, text in zip(parts, other, strict=True):
                if text:
                    message = "is not used with time_constant_hours: leave one of the two blank"
                    yield row_fault(table, row, name, message)
        elif not all(other):
            message = f"is blank: give it, or {parts[0]} and {parts[1]}"
            yield row_fault(table, row, "time_constant_hours", message)


def pumped(book: Book) -> Iterator[Fault]:
    """Large heat pumps feed homes on district heat."""
    homes_of = book.table("heat/buildings", "region", "source")
    pairs = set(zip(homes_of.text("region"), homes_of.text("source"), strict=True))
    if "heat/buildings" not in book.whole:
        return
    table = book.table("heat/pumps", "region")
    for row, region in enumerate(table.text("region")):
        if region in book.regions() and (region, "district_heat") not in pairs:
            message = "has no homes on district_heat in heat/buildings.csv: leave the row out"
            yield row_fault(table, row, "region", message)


def ends(book: Book) -> Iterator[Fault]:
    """Links, banks and branches join two different nodes."""
    for name in ("power/links", "power/transformers", "power/branches"):
        table = book.table(name, "from_bus", "to_bus")
        pairs = zip(table.text("from_bus"), table.text("to_bus"), strict=True)
        for row, (one, other) in enumerate(pairs):
            if one == other:
                yield row_fault(table, row, "to_bus", "is at both ends: name two nodes")


def nodes(book: Book) -> Iterator[Fault]:
    """Nodes at home have a region, nodes abroad none; demand is taken in its own region."""
    buses = book.table("power/buses", "level", "region")
    places = zip(buses.text("level"), buses.text("region"), strict=True)
    for row, (level, region) in enumerate(places):
        if level == "abroad" and region:
            yield row_fault(buses, row, "region", "is the region of a node abroad: leave it blank")
        if level != "abroad" and not region:
            message = f"an id of regions.csv is needed at level {level}"
            yield row_fault(buses, row, "region", message)
    yield from _taps(book)


def _taps(book: Book) -> Iterator[Fault]:
    """A region names the node of its demand, or its nodes share it; never both, never neither."""
    buses = book.table("power/buses", "id", "region", "demand_share")
    home = dict(zip(buses.text("id"), buses.text("region"), strict=True))
    shares = zip(buses.text("region"), buses.number("demand_share") > 0, strict=True)
    sharing = {region for region, shared in shares if shared}
    whole = "power/buses" in book.whole
    demand = book.table("power/demand", "bus", "region")
    places = zip(demand.text("bus"), demand.text("region"), strict=True)
    for row, (bus, region) in enumerate(places):
        if whole and not bus and region not in sharing:
            message = (
                "is blank, and no node of the region has a demand_share in power/buses.csv: "
                "name a node or give shares"
            )
            yield row_fault(demand, row, "bus", message)
        elif bus and home.get(bus, region) != region:
            where = f"in region {home[bus]}" if home[bus] else "abroad"
            yield row_fault(demand, row, "bus", f"is a node {where}: name one in region {region}")
        elif bus and region in sharing:
            message = (
                f"is named, and nodes of region {region} have a demand_share in power/buses.csv: "
                "leave one of the two out"
            )
            yield row_fault(demand, row, "bus", message)


def reactances(book: Book) -> Iterator[Fault]:
    """A branch has a reactance; without one nothing limits what flows."""
    table = book.table("power/branches", "reactance_pu")
    for row, value in enumerate(table.number("reactance_pu")):
        if value == 0:
            message = "is 0: give the reactance, or join the two nodes to one"
            yield row_fault(table, row, "reactance_pu", message)


def vetoes(book: Book) -> Iterator[Fault]:
    """Only the chair and members may hold a veto."""
    actors = book.table("actors", "id", "kind")
    kinds = dict(zip(actors.text("id"), actors.text("kind"), strict=True))
    table = book.table("positions", "partner", "veto")
    holders = zip(table.text("partner"), table.flag("veto"), strict=True)
    for row, (partner, veto) in enumerate(holders):
        kind = kinds.get(partner, "member")
        if veto and kind not in ("chair", "member"):
            message = (
                f"is not allowed: {partner} is of kind {kind}; only a chair or member may veto"
            )
            yield row_fault(table, row, "veto", message)


def overrides(book: Book) -> Iterator[Fault]:
    """Rows of parameters.csv name parameters that exist and keep within their bounds."""
    known = parameters()
    table = book.table("parameters", "id")
    for row, name in enumerate(table.text("id")):
        if name not in known:
            yield row_fault(table, row, "id", f"is not a parameter; {hint(name, known)}")
    for column in ("value", "value_low", "value_high"):
        table = book.table("parameters", "id", column)
        for row, (name, text) in enumerate(zip(table.text("id"), table.text(column), strict=True)):
            if name in known and text:
                spec = known[name].column()
                if message := reader(spec)(text):
                    yield row_fault(table, row, column, f"{message} for {name} ({words(spec)})")


def counts(book: Book) -> Iterator[Fault]:
    """Parts are not more than their wholes."""
    columns = ("launched", "destroyed", "not_reached")
    raids = book.table("threat/raids", *columns)
    sums = zip(*(raids.text(column) for column in columns), strict=True)
    for row, (launched, destroyed, missed) in enumerate(sums):
        if int(destroyed or 0) > int(launched):
            yield row_fault(raids, row, "destroyed", f"is more than the {launched} launched")
        elif int(destroyed or 0) + int(missed) > int(launched):
            message = f"is, with the {destroyed or 0} destroyed, more than the {launched} launched"
            yield row_fault(raids, row, "not_reached", message)
    yield from _at_most(book, "gas/storage", "working_mcm", "capacity_mcm")
    yield from _at_most(book, "power/oil", "stock_t", "capacity_t")
    yield from _at_most(book, "damage/kinds", "left_heavy", "left_light")


def _at_most(book: Book, name: str, less: str, more: str) -> Iterator[Fault]:
    table = book.table(name, less, more)
    for row, (one, other) in enumerate(zip(table.number(less), table.number(more), strict=True)):
        if one > other:
            yield row_fault(table, row, less, f"is more than {other:g}, the value in column {more}")


def curves(book: Book) -> Iterator[Fault]:
    """A sigmoid of gas demand can pass through its three temperatures."""
    columns = ("at_plus_10", "at_0", "at_minus_10", "exponent")
    table = book.table("gas/demand", "curve", *columns)
    rows = zip(table.text("curve"), *(table.number(column) for column in columns), strict=True)
    for row, (curve, mild, middle, cold, exponent) in enumerate(rows):
        if curve != "sigmoid" or mild == middle == cold:
            continue
        low, high = sigmoid_way(exponent)
        way = (middle - mild) / (cold - mild) if cold > mild else -1.0
        if not low < way < high:
            message = (
                f"cannot pass through {mild:g}, {middle:g} and {cold:g}: at_0 must lie {low:.3f} "
                f"to {high:.3f} of the way from at_plus_10 up to at_minus_10; choose knots"
            )
            yield row_fault(table, row, "curve", message)


def sigmoid_way(exponent: float) -> tuple[float, float]:
    """Of a sigmoid h(T) = a / (1 + (b / (40 - T))^c) + d with exponent c, any b: where demand at 0
    degrees C may lie on the way from that at +10 to that at -10, least and most."""
    low = (4**exponent - 3**exponent) / (5**exponent - 3**exponent)
    return low, (3**-exponent - 4**-exponent) / (3**-exponent - 5**-exponent)


def dates(book: Book) -> Iterator[Fault]:
    """Deliveries arrive before the end; use follows arrival. A delivery before the start counts."""
    last = book.settings.last if book.settings else None
    for name in ("deliveries", "packages"):
        table = book.table(name, "date")
        for row, text in enumerate(table.text("date")):
            if last and day(text) > last:
                message = f"is after the last day of the campaign ({last}): leave the row out"
                yield row_fault(table, row, "date", message)
    offers = book.table("offers", "delivered", "in_service")
    pairs = zip(offers.text("delivered"), offers.text("in_service"), strict=True)
    for row, (arrived, used) in enumerate(pairs):
        if arrived and used and used < arrived:
            yield row_fault(offers, row, "in_service", f"is before {arrived}, the day of arrival")
