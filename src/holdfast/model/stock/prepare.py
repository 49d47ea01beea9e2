"""The tables of stocks, production and ways, read and drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array
from holdfast.draws import Luck
from holdfast.model.stock.making import production
from holdfast.model.stock.params import Params
from holdfast.model.stock.shelf import of_start
from holdfast.model.stock.ways import landed

if TYPE_CHECKING:
    from holdfast.scenario import Scenario


def prepare(scenario: Scenario, luck: Luck) -> Params:
    """Read stocks and production. Items without a row in stocks start at 0 and are never empty."""
    names = scenario.table("items").text("id")
    table = scenario.table("stocks")
    place = table.index("item", names)
    counted, fuel = np.zeros(len(names)), np.zeros(len(names))
    counted[place] = 1.0
    most = np.full(len(names), np.inf)
    limit = table.number("most")
    most[place] = np.where(np.isnan(limit), np.inf, limit)
    fuel[place] = table.flag("fuel")
    begins, produced = production(scenario, luck, names, "")
    quantity = scenario.uncertain("stocks", "quantity", luck)
    other = scenario.uncertain("stocks", "other_use_per_day", luck)
    life, left = table.number("shelf_days"), table.number("first_days")
    aged, left = np.flatnonzero(np.isfinite(life)), np.where(np.isnan(left), life, left)
    return Params(
        names=names,
        first=_by_item(quantity, place, len(names)),
        begins=begins,
        produced=produced,
        other_use=_by_item(other, place, len(names)),
        most=most,
        counted=counted,
        fuel=fuel,
        landed=landed(scenario, luck, names),
        aged=place[aged],
        life=life[aged],
        lots=of_start(quantity[:, aged], left[aged], scenario.settings.days),
    )


def _by_item(values: Array, place: Array, items: int) -> Array:
    """Values by row (F, rows) as values by item (F, I), 0 where there is no row."""
    made = np.zeros((values.shape[0], items))
    made[:, place] = values
    return made
