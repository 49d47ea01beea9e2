"""Which system spares its rounds for which class, by the rule of rationing of its stock."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from holdfast.arrays import Array
from holdfast.scenario import Scenario

FIXED, PROGRAM = "fixed", "program"
SPARES = (
    "item", "item_name", "rationing", "system", "system_name", "class", "class_name",
    "spared_below", "pieces", "served",
)  # fmt: skip


def sparing(scenario: Scenario) -> pd.DataFrame:
    """A row for each system and class that the rule of a stock tells from others, columns SPARES.

    By the fixed rule the system holds fire at the class while less than `spared_below` of the full
    level is left, in `pieces` (nan where the full level is not said); classes that are never spared
    have no row. By the program `served` is the place of the class, 1 the first to be served; how
    many pieces it keeps changes with day and stock. Systems that fire what is not counted have no
    row.
    """
    effect, systems = scenario.table("defence/effect"), scenario.table("defence/systems")
    stocks, items = scenario.table("stocks"), scenario.table("items")
    rule = dict(zip(stocks.text("item"), stocks.text("rationing"), strict=True))
    level = np.where(
        np.isnan(stocks.number("full")), stocks.number("quantity"), stocks.number("full")
    )
    full = dict(zip(stocks.text("item"), level.tolist(), strict=True))
    fired = dict(zip(systems.text("id"), systems.text("item"), strict=True))
    named = {
        table: dict(zip(rows.text("id"), rows.text("name"), strict=True))
        for table, rows in (
            ("items", items),
            ("systems", systems),
            ("classes", scenario.table("threat/classes")),
        )
    }
    order = _ranks(scenario) if PROGRAM in rule.values() else np.zeros(len(effect))
    made = []
    cells = zip(
        effect.text("system"), effect.text("class"), effect.number("spared_below").tolist(),
        order.tolist(), strict=True,
    )  # fmt: skip
    for system, against, below, place in cells:
        item = fired[system]
        if item not in rule or (rule[item] != PROGRAM and not below > 0):
            continue
        told = (math.nan, math.nan, place + 1)
        if rule[item] != PROGRAM:
            told = below, below * full[item], math.nan
        made.append(
            (
                item, named["items"][item], rule[item], system, named["systems"][system], against,
                named["classes"][against], *told,
            )
        )  # fmt: skip
    return pd.DataFrame(made, columns=list(SPARES))


def _ranks(scenario: Scenario) -> Array:
    from holdfast.model.defence.rationing import ranks  # with all of air defence

    return ranks(scenario)
