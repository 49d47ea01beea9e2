"""The check of a whole scenario: all faults at once, and nothing raised."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from holdfast.scenario import (
    giving,
    pledges,
    rules,
    rules_defence,
    rules_delivery,
    rules_gas,
    rules_homes,
    rules_posterior,
    rules_readiness,
    rules_repair,
    rules_stock,
    rules_weather,
    totals,
    waves,
)
from holdfast.scenario.book import Book, references
from holdfast.scenario.fault import FOLDER, Fault, hint, ordered
from holdfast.scenario.folder import read_texts
from holdfast.scenario.read import read_sheet
from holdfast.scenario.rows import Judged, check_rows
from holdfast.scenario.schema import schemas
from holdfast.scenario.settings import FILE, Settings, read_settings

_NO_START = date(2000, 1, 1)
"""Day 0 of tables that are only checked, while scenario.toml cannot be read."""


RULES: Mapping[Callable[[Book], Iterator[Fault]], tuple[str, ...]] = {
    rules.elements: ("assets", *(table for table, _ in rules.SERVES.values())),
    rules.additions: ("items", *(table for table, _ in rules.ADDS.values())),
    rules.levels: ("items",),
    rules.effects: ("damage/effects", "damage/kinds"),
    rules.homes: ("heat/buildings",),
    rules.pumped: ("heat/pumps", "heat/buildings", "regions"),
    rules.ends: ("power/links", "power/transformers", "power/branches"),
    rules.reactances: ("power/branches",),
    rules.nodes: ("power/buses", "power/demand"),
    rules.vetoes: ("positions", "actors"),
    rules.overrides: ("parameters",),
    rules_homes.heated: ("heat/buildings", "gas/demand", "regions"),
    rules_homes.ranges: ("parameters",),
    rules_homes.rarity: ("parameters",),
    rules_defence.rivals: ("parameters",),
    rules_defence.launchers: ("defence/systems",),
    rules_defence.rationed: ("stocks", "defence/systems"),
    rules_defence.several: ("defence/fires", "defence/systems", "stocks"),
    rules_readiness.complete: ("readiness/mending",),
    rules_readiness.mended: (
        "readiness/parts",
        "readiness/returns",
        "readiness/mending",
        "defence/systems",
    ),
    rules_readiness.placed: ("readiness/mending", "readiness/returns", "readiness/technicians"),
    rules_readiness.whole: ("parameters",),
    rules_stock.one_purpose: rules_stock.TABLES,
    rules_stock.stocked: ("readiness/parts", "items"),
    rules_stock.stored: ("stocks",),
    rules_stock.one_way: ("production",),
    rules.curves: ("gas/demand",),
    rules.counts: ("threat/raids", "gas/storage", "power/oil", "damage/kinds"),
    rules_gas.switched: ("power/oil", "power/generators"),
    rules_delivery.whole_curves: ("power/delivery",),
    rules_delivery.falling: ("power/delivery",),
    rules_delivery.built_for: ("power/transformers", "power/delivery"),
    rules_posterior.one_seed: ("posterior",),
    rules_gas.ranked: ("gas/demand",),
    rules_gas.given: ("items",),
    rules_gas.placed: ("gas/nodes", "gas/supply", "gas/storage"),
    rules_gas.bought: ("gas/supply",),
    rules_gas.unplaced: ("gas/storage",),
    rules_gas.fills: ("gas/storage",),
    rules_gas.regulators: ("gas/compressors",),
    rules_gas.ends: ("gas/pipes", "gas/compressors"),
    rules_gas.sizes: ("gas/pipes",),
    rules_gas.pressures: ("gas/nodes",),
    rules_gas.taken: (
        "gas/nodes",
        "gas/taps",
        "gas/demand",
        "power/buses",
        "power/generators",
    ),
    rules_gas.stations: ("gas/compressors", "assets"),
    rules_gas.drives: ("gas/compressors", "power/buses"),
    rules_repair.units: ("items",),
    rules_repair.banks: ("power/transformers", "items", "parameters"),
    rules_repair.mobile: ("repair/mobile", "items"),
    rules_repair.salvage: ("repair/salvage", "damage/kinds"),
    rules_repair.smaller: ("repair/smaller", "items", "power/transformers"),
    rules_repair.alerts: ("repair/alerts", "regions"),
    rules_weather.known_days: ("weather/days", "regions"),
    waves.regimes: ("threat/regimes",),
    waves.paces: ("threat/classes", "threat/supply"),
    rules.dates: ("deliveries", "packages", "offers"),
    pledges.conditions: (
        "conditions",
        "deliveries",
        "offers",
        "packages",
        "items",
        "actors",
        "positions",
    ),
    pledges.budgets: ("budgets", "actors"),
    pledges.limits: ("limits",),
    pledges.ways: ("deliveries",),
    pledges.variants: ("offers", "packages"),
    giving.gifts: ("deliveries", "packages", "offers", "items", "actors"),
    totals.complete: (
        "regions",
        "power/demand",
        "heat/buildings",
        "weather/normals",
        "threat/classes",
        "threat/regions",
    ),
    totals.shares: (
        "regions",
        "heat/buildings",
        "threat/targets",
        "threat/regions",
        "readiness/parts",
        "readiness/returns",
    ),
}
"""Every rule, with the tables it reads: a changed table needs only its own rules again."""


def check(path: str | os.PathLike[str]) -> list[Fault]:
    """All faults of the scenario in a folder, by file, row and column; an empty list if none.

    Never raises, whatever the folder holds.
    """
    texts, faults = read_texts(path)
    if not texts and faults and faults[0].file == FOLDER:
        return faults
    _, found = judge(texts, unread=[fault.file for fault in faults])
    return ordered(faults + found)


def judge(texts: Mapping[str, str], unread: Iterable[str] = ()) -> tuple[Book, list[Fault]]:
    """The tables in the texts of a scenario's files, and all that is wrong with them.

    `unread` names files that are there and have a fault already.
    """
    settings: Settings | None = None
    faults: list[Fault] = []
    if FILE in texts:
        settings, faults = read_settings(texts[FILE])
    elif FILE not in unread:
        faults = [Fault(FILE, None, None, None, "the file is missing (the settings)")]
    known = {schema.file for schema in schemas().values()}
    for name in texts:
        if name != FILE and name not in known:
            message = f"is not the file of a table; {hint(name, sorted(known))}"
            faults.append(Fault(name, None, None, None, message))
    judged: dict[str, Judged] = {}
    whole = set()
    for name, schema in schemas().items():
        found: list[Fault] = []
        if schema.file in texts:
            table, found = read_table(name, texts[schema.file], settings)
            if table is not None:
                judged[name] = table
        elif schema.required and schema.file not in unread:
            found = [Fault(schema.file, None, None, None, f"the table is missing ({schema.doc})")]
        if not found and schema.file not in unread:
            whole.add(name)
        faults += found
    book = Book(settings, judged, frozenset(whole))
    return book, faults + relations(book, schemas())


def read_table(
    name: str, text: str, settings: Settings | None
) -> tuple[Judged | None, list[Fault]]:
    """The rows of one table, or None where they cannot be told apart, and what is wrong in it."""
    sheet, faults = read_sheet(schemas()[name], text)
    if sheet is None:
        return None, faults
    judged, found = check_rows(schemas()[name], sheet, settings.start if settings else _NO_START)
    return judged, faults + found


def relations(book: Book, changed: Iterable[str]) -> list[Fault]:
    """Faults between tables, as far as they can come from the changed ones."""
    touched = set(changed)
    faults: list[Fault] = []
    for name, schema in schemas().items():
        needs = {column.references.rpartition(".")[0] for column in schema.columns.values()}
        if name in touched or needs & touched or "sources" in touched:
            faults += references(book, name)
    for rule, tables in RULES.items():
        if touched & set(tables):
            faults += rule(book)
    return faults
