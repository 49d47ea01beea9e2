"""Every sentence that an answer carries, in one place."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from holdfast.outcome import numbers
from holdfast.outcome.metrics import Metric
from holdfast.outcome.statistics import LEAST_PAIRS, Difference, Estimate, futures_needed
from holdfast.outcome.windows import IN_ALL
from holdfast.questions.cost import Cost

if TYPE_CHECKING:
    from holdfast.questions.told import Head
    from holdfast.questions.unknowns import Unknown

AS_PLANNED = "as planned"


def amount(quantity: float, item: str) -> str:
    """`2 × medium battery`."""
    return f"{quantity:,g}{numbers.SPACE}× {item}"


def delivery(quantity: float, item: str, partner: str, arrives: date, region: str) -> str:
    """`2 × medium battery from somewhere on 1 Mar 2023`."""
    whither = f" for {region}" if region else ""
    return f"{amount(quantity, item)} from {partner} on {numbers.day(arrives)}{whither}"


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
    size = numbers.plus_minus(made.mean, error, sign=True)
    said = f"{metric.words}: {size} {metric.unit}, {found.verdict}"
    return said if found.verdict == "told apart" else f"{said}; {needed(made)}"


def moved(name: str, before: float, after: float) -> str:
    """A share of futures on both sides."""
    if before == after:
        return f"{name} {numbers.percent(before)} on both sides"
    return f"{name} {numbers.percent(before)} with A, {numbers.percent(after)} with B"


def priced(found: Cost) -> str:
    """What B costs more than A, with the range of prices."""
    if found.stated == found.low == found.high == 0:
        return "cost: the same on both sides"
    said = f"cost: {numbers.plain(found.stated, sign=True)} {found.unit}"
    return said if found.low == found.high else f"{said} ({price_range(found)})"


def price_range(found: Cost) -> str:
    """The ends of the range of prices; blank if there is none."""
    if found.low == found.high:
        return ""
    return f"{numbers.plain(found.low)} to {numbers.plain(found.high)}"


def stopped(futures: int, settled: bool, last: int) -> str:
    """Where a comparison that adds futures by steps has ended, and why."""
    if settled:
        return f"stopped at {futures:,} futures: settled"
    return f"stopped at {futures:,} futures, not settled: {last:,} is the last step"


def needed(made: Estimate) -> str:
    """How many futures would tell such a difference apart."""
    if made.pairs < LEAST_PAIRS:
        return f"at least {2 * LEAST_PAIRS} are needed for a verdict"
    count = futures_needed(made)
    if not math.isfinite(count):
        return "no number of futures would tell them apart"
    step = 10.0 ** max(0, math.floor(math.log10(max(count, 1.0))) - 1)
    return f"about {math.ceil(count / step) * step:,.0f} futures would be needed"


def future(about: Head) -> tuple[str, ...]:
    """What a future is among the others, in five lines."""
    totals = ", ".join(f"{numbers.plain(hours)} h {_within(name)}" for name, hours in about.totals)
    drawn = "; ".join(map(_drawn, about.unknowns)) or "nothing that is drawn has a range"
    return (
        f"Future {about.future}, without power per person: {totals}.",
        f"Rank: {about.rank:,} of {about.futures:,} futures, 1 being the darkest; the middle one "
        f"has {numbers.plain(about.middle)} h.",
        f"Air defence: by the {about.rival} model, which the record cannot tell from its rival.",
        f"Drawn furthest from the middle, of what nobody knows: {drawn}.",
        _outage(about),
    )


def _within(window: str) -> str:
    return window if window == IN_ALL else f"in {window}"


def _drawn(one: Unknown) -> str:
    unit = "" if one.unit in ("", "1") else f" {one.unit}"
    lower = one.z > 0
    share = numbers.percent(one.below if lower else 1 - one.below)
    side = f"{share} of draws are {'lower' if lower else 'higher'}"
    if one.rows > 1:
        return f"{one.name}, {one.rows} rows together ({side})"
    return (
        f"{one.name} {numbers.plain(one.value)}{unit}, in the middle "
        f"{numbers.plain(one.middle)} ({side})"
    )


def _outage(about: Head) -> str:
    if about.longest is None:
        return "Longest outage: no day had over half an hour without power per person."
    first, last, hours = about.longest
    count = (last - first).days + 1
    return (
        f"Longest outage: {count} day{'' if count == 1 else 's'} in a row with over half an hour "
        f"without power, {numbers.day(first)} to {numbers.day(last)}, {numbers.plain(hours)} h."
    )


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
