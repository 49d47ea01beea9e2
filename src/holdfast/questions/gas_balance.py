"""Where the gas of each month came from and where it went, and what was left in store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd

from holdfast.arrays import Array
from holdfast.outcome.outcome import Outcome
from holdfast.outcome.statistics import estimate
from holdfast.outcome.windows import as_date
from holdfast.outcome.windows import months as by_date

COLUMNS = ("month", "days", "flow", "unit", "mean", "standard_error", "p05", "p50", "p95")
FLOWS: Mapping[str, str] = {
    "produced": "gas_produced",
    "imported": "gas_imported",
    "from_store": "gas_withdrawn",
    "given": "gas_given",
    "used": "gas_used",
    "for_power": "gas_for_power",
    "unserved": "gas_unserved",
    "struck": "gas_struck",
    "in_dark": "gas_in_dark",
    "in_store": "gas_stock",
}
"""Flows by name and the variable of a run that holds each day's; the last is what is left."""
LEFT = "in_store"
DRIVERS, COST = "drivers", "cost"
SOMETIMES: Mapping[str, str] = {DRIVERS: "gas_burnt", COST: "gas_cost"}
"""What drivers of compressors burn and what imports cost, where a run has it."""
LEVELS = (0.05, 0.5, 0.95)
MCM, MONEY = "mcm", "million EUR"


def has(outcome: Outcome) -> bool:
    """Whether the run kept its gas."""
    return all(name in outcome.data for name in FLOWS.values())


def gas_by_month(outcome: Outcome) -> pd.DataFrame:
    """A row for each reported month and flow, columns COLUMNS; empty if the run kept no gas.

    Sums over the days of the month that are reported, mcm (cost: million EUR); `in_store` is what
    stores hold at the end of the last of them. `from_store` is less what was put in, and
    produced + imported + from_store = used + drivers but for what pipes hold. Mean over futures,
    its standard error, and the points under which a twentieth, half and all but a twentieth lie.
    """
    if not has(outcome):
        return pd.DataFrame([], columns=list(COLUMNS))
    spans = months(outcome)
    there = {name: of for name, of in SOMETIMES.items() if of in outcome.data}
    rows: list[tuple[object, ...]] = []
    days_of = [days for _, days in spans]
    monthly = {name: _by_month(outcome, name, days_of) for name in (*FLOWS, *there)}
    for place, (month, days) in enumerate(spans):
        for name, values in monthly.items():
            found = estimate(values[:, place], outcome.pair)
            points = np.quantile(values[:, place], LEVELS).tolist()
            unit = MONEY if name == COST else MCM
            rows.append(
                (month, days.stop - days.start, name, unit, found.mean, found.standard_error,
                 *points)
            )  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS))


def months(outcome: Outcome) -> list[tuple[date, slice]]:
    """The first of each month of which a day is reported, and those days."""
    reported = outcome.windows()[-1].among(outcome.data["day"].values)
    dates = [as_date(day) for day in outcome.data["day"].values[reported]]
    begin = reported.start
    return [(first, slice(begin + days.start, begin + days.stop)) for first, days in by_date(dates)]


def _by_month(outcome: Outcome, flow: str, spans: Sequence[slice]) -> Array:
    """(F, months) of a flow: its sum, or of what is in store what the last day leaves."""
    name = FLOWS.get(flow) or SOMETIMES[flow]
    made = []
    for part in outcome.read(name):
        values = np.asarray(part[name].transpose("future", "day").values, float)
        if flow == LEFT:
            made.append(np.stack([values[:, days.stop - 1] for days in spans], axis=1))
        else:
            made.append(np.stack([values[:, days].sum(axis=1) for days in spans], axis=1))
    return np.concatenate(made)
