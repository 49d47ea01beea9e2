"""What deliveries cost, by the prices of the catalogue and by their ranges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from holdfast.questions import words
from holdfast.questions.said import Said
from holdfast.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Cost:
    """Millions of the scenario's currency, as stated and if all prices were low or high at once."""

    stated: float
    low: float
    high: float
    unit: Said


def cost(
    scenario: Scenario,
    added: Sequence[Mapping[str, str]],
    removed: Sequence[Mapping[str, str]] = (),
) -> Cost:
    """What the deliveries added cost more than those removed.

    Rows have `item` and `quantity`. An item without a range of prices has its price at both ends.
    """
    items = scenario.table("items")
    ids, middle = items.text("id"), items.number("unit_cost_meur")
    made = []
    for column in ("unit_cost_meur", "unit_cost_meur_low", "unit_cost_meur_high"):
        given = items.number(column)
        price = dict(zip(ids, np.where(np.isnan(given), middle, given).tolist(), strict=True))
        amount = sum(float(row["quantity"]) * price[row["item"]] for row in added)
        made.append(amount - sum(float(row["quantity"]) * price[row["item"]] for row in removed))
    low, high = sorted(made[1:])
    return Cost(made[0], low, high, words.million(scenario.settings.currency))
