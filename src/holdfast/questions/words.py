"""Every sentence that an answer carries, in one place."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

from holdfast.outcome import numbers
from holdfast.outcome.metrics import Metric
from holdfast.outcome.statistics import LEAST_PAIRS, Difference, Estimate, futures_needed

AS_PLANNED = "as planned"


def delivery(quantity: float, item: str, partner: str, arrives: date, region: str) -> str:
    """`2 × medium battery from somewhere on 1 Mar 2023`."""
    whither = f" for {region}" if region else ""
    return f"{quantity:,g}{numbers.SPACE}× {item} from {partner} on {numbers.day(arrives)}{whither}"


def side(added: Sequence[str]) -> str:
    """What one side of a comparison adds to what both plan."""
    return f"{AS_PLANNED}, and {'; '.join(added)}" if added else AS_PLANNED


def package(name: str) -> str:
    """A named package of the scenario."""
    return f"the package {name}"


def effect(metric: Metric, found: Difference) -> str:
    """The difference in one line, with its verdict and what it would take to know more."""
    made = found.estimate
    if found.changed == 0:
        return f"{metric.words}: no future differs"
    error = made.standard_error
    amount = f"{numbers.plus_minus(made.mean, error, sign=True)} {metric.unit}"
    said = f"{metric.words}: {amount}, {found.verdict}"
    return said if found.verdict == "told apart" else f"{said}; {needed(made)}"


def needed(made: Estimate) -> str:
    """How many futures would tell such a difference apart."""
    if made.pairs < LEAST_PAIRS:
        return f"at least {2 * LEAST_PAIRS} are needed for a verdict"
    count = futures_needed(made)
    if not math.isfinite(count):
        return "no number of futures would tell them apart"
    step = 10.0 ** max(0, math.floor(math.log10(max(count, 1.0))) - 1)
    return f"about {math.ceil(count / step) * step:,.0f} futures would be needed"


def raid(launched: float, leaked: float) -> str:
    """A day's raid."""
    return f"raid: {launched:,.0f} launched, {leaked:,.0f} got through"


def collapse(hours: float) -> str:
    """A collapse of the grid; `hours` are those left at midnight."""
    if hours <= 0:
        return "the grid collapsed, whole again by midnight"
    return f"the grid collapsed, {hours:.0f} h from whole at midnight"


def ran_out(item: str) -> str:
    """A stock is empty for the first time."""
    return f"{item} ran out"


def planned_arrival(said: str) -> str:
    """A delivery on the day it is due, which it may miss."""
    return f"due: {said}"


def schedules(begin: bool) -> str:
    """Planned cuts start or stop."""
    return "planned cuts begin" if begin else "planned cuts end"


def darkest(share: float) -> str:
    """The worst day of the future."""
    return f"the darkest day: {100 * share:.0f}{numbers.SPACE}% without power in the evening"
