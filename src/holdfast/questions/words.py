"""Every sentence that an answer carries, made of its message (words.toml) and its data."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from holdfast.outcome.windows import IN_ALL
from holdfast.questions.fields import (
    Amount,
    Exact,
    Listed,
    Own,
    Range,
    Rival,
    Share,
    Signed,
    Size,
    Unit,
    Verdict,
    WindowName,
)
from holdfast.questions.said import Said, listed

if TYPE_CHECKING:
    from holdfast.outcome.metrics import Metric
    from holdfast.outcome.statistics import Difference, Estimate
    from holdfast.questions.cost import Cost
    from holdfast.questions.told import Head
    from holdfast.questions.unknowns import Unknown

TOLD = "told apart"
"""The verdict that asks for no more futures."""
RARE = "rare"
"""How a verdict begins under which no number of futures can be reckoned."""

NAMED = 3
"""Regions that are named; more are counted."""
MEASURES = ("l", "litre", "m3", "mcm", "t", "MW", "GWh", "EUR million")
"""Units that are no pieces: less than one of them is something, and a number needs them."""


def amount(quantity: float, item: str, unit: str = "") -> Said:
    """`2 × medium battery`, or `2 GWh of electricity` of a measure, as a table has it."""
    of = {"quantity": Exact(quantity), "item": Own(item)}
    return Said("amount_of", unit=Own(unit), **of) if unit in MEASURES else Said("amount", **of)


def delivery(amount: Amount, partner: str, arrives: date, region: str) -> Said:
    """`2 large transformers (a partner, 1 Mar 2023)`; partner and region by name."""
    given = {"amount": amount, "partner": Own(partner), "day": arrives}
    if region:
        return Said("delivery_for", region=Own(region), **given)
    return Said("delivery", **given)


def side(added: Sequence[Said]) -> Said:
    """What one side of a comparison adds to what is pledged."""
    return Said("side", added=Listed(tuple(added))) if added else Said("as_pledged")


def side_changed(added: Sequence[Said], changed: Sequence[Said]) -> Said:
    """What one side makes of what is pledged, where it does not only add to it."""
    besides = [Said("besides", added=one) for one in added]
    return Said("side_changed", changed=Listed((*changed, *besides)))


def instead(now: Said, before: Said) -> Said:
    """A delivery of the plan that comes otherwise than it was pledged."""
    return Said("instead", now=now, before=before)


def without(gone: Said) -> Said:
    """A delivery of the plan that does not come."""
    return Said("without", gone=gone)


def package(name: str) -> Said:
    """A named package of the scenario."""
    return Said("package", name=name)


def million(currency: str) -> Said:
    """The unit of costs, of no one number."""
    return Said("million", currency=currency, count=2)


def effect(metric: Metric, found: Difference, base: float) -> Said:
    """The difference in one line, with its verdict and what it would take to know more.

    `base` is the mean without it, beside which it may be too little to tell.
    """
    from holdfast.outcome.statistics import trifling

    made = found.estimate
    name = Own(metric.words)
    if found.changed == 0:
        return Said("effect_none", metric=name)
    if trifling(found, base):
        return Said("effect_trifle", metric=name)
    size = Size(made.mean, made.standard_error)
    verdict = Verdict(found.verdict, found.changed, made.n)
    unit = Unit(Own(metric.unit), made.mean)
    if found.verdict == TOLD or found.verdict.startswith(RARE):
        return Said("effect", metric=name, size=size, unit=unit, verdict=verdict)
    needs = needed(made)
    return Said("effect_needs", metric=name, size=size, unit=unit, verdict=verdict, needed=needs)


def moved(name: str, before: float, after: float) -> Said:
    """A share of futures on both sides; `name` is survival or a part of it."""
    if before == after:
        return Said("moved_not", name=Said(name), share=Share(before))
    return Said("moved", name=Said(name), before=Share(before), after=Share(after))


def priced(found: Cost) -> Said:
    """What B costs more than A, with the range of prices."""
    if found.stated == found.low == found.high == 0:
        return Said("cost_same")
    stated, unit = Signed(found.stated), Unit(found.unit, found.stated)
    if found.low == found.high:
        return Said("cost", stated=stated, unit=unit)
    return Said("cost_range", stated=stated, unit=unit, range=Range(found.low, found.high))


def over(futures: int, paired: bool) -> Said:
    """How many futures stand behind an answer, and whether all that is drawn is shared in each."""
    return Said("futures" if paired else "futures_unlike", count=futures)


def unlike(what: Sequence[str]) -> Said:
    """That two runs differ in more than their plans, and what that means."""
    return Said("note_unlike", what=", ".join(what))


def stopped(futures: int, settled: bool, last: int) -> Said:
    """Where a comparison that adds futures by steps has ended, and why."""
    if settled:
        return Said("stopped", count=futures)
    return Said("stopped_open", count=futures, last=last)


def needed(made: Estimate) -> Said:
    """How many futures would tell such a difference apart."""
    from holdfast.outcome.statistics import LEAST_PAIRS, futures_needed

    if made.pairs < LEAST_PAIRS:
        return Said("needs_pairs", count=2 * LEAST_PAIRS)
    count = futures_needed(made)
    if not math.isfinite(count):
        return Said("needs_none")
    step = 10.0 ** max(0, math.floor(math.log10(max(count, 1.0))) - 1)
    return Said("needs", count=round(math.ceil(count / step) * step))


def future(about: Head) -> tuple[Said, ...]:
    """What a future is among the others, a line each."""
    totals = Listed(tuple(_total(name, hours) for name, hours in about.totals), ", ")
    drawn = map(_drawn, about.unknowns) if about.unknowns else [Said("drawn_none")]
    return (
        Said("head", future=str(about.future), totals=totals),
        Said("head_rank", rank=about.rank, count=about.futures, middle=about.middle),
        Said("head_rival", rival=Rival(about.rival), count=about.others),
        _outage(about),
        Said("head_drawn"),
        *drawn,
    )


def _total(window: str, hours: float) -> Said:
    if window == IN_ALL:
        return Said("head_in_all", hours=hours)
    return Said("head_within", hours=hours, window=WindowName(window))


def _drawn(one: Unknown) -> Said:
    below = one.below if one.z > 0 else 1 - one.below
    side, count = "higher" if one.z > 0 else "lower", round(100 * below)
    place = Said(f"drawn_{side}", count=count) if count < 100 else Said(f"drawn_{side}_all")
    name: Said | Own = Own(one.doc)
    if one.table:
        name = Said("drawn_of", what=name, table=table(one.table))
    if one.row:
        name = Said("drawn_in", what=name, row=Own(one.row))
    if one.rows > 1:
        return Said("drawn_rows", name=name, count=one.rows, place=place)
    if one.unit in ("", "1"):
        return Said("drawn", name=name, value=one.value, middle=one.middle, place=place)
    return Said(
        "drawn_unit",
        name=name,
        value=one.value,
        unit=Unit(Own(one.unit), one.value),
        middle=one.middle,
        place=place,
    )


def table(name: str) -> Said:
    """A table of the scenario in words."""
    return Said(f"table_{name.replace('/', '_')}")


def spell(
    launched: int, jammed: int, leaked: int, raids: int, collapses: int, out: Sequence[str]
) -> Said:
    """What happened in dark days on end; jamming is told of where there was any."""
    counts = {"launched": launched, "leaked": leaked}
    key, more = ("spell_raids_jammed", {"jammed": jammed}) if jammed else ("spell_raids", {})
    said = [Said(key, count=raids, **counts, **more)] if raids else []
    said += [Said("spell_collapses", count=collapses)] if collapses else []
    return listed([*said, *map(ran_out, out)])


def _outage(about: Head) -> Said:
    if about.longest is None:
        return Said("outage_none")
    first, last, hours = about.longest
    return Said("outage", count=(last - first).days + 1, first=first, last=last, hours=hours)


def raid(launched: float, jammed: float, leaked: float) -> Said:
    """A day's raid; jamming is told of where it led any astray."""
    counts = {"launched": round(launched), "leaked": round(leaked)}
    if round(jammed):
        return Said("raid_jammed", jammed=round(jammed), **counts)
    return Said("raid", **counts)


def collapse(hours: float) -> Said:
    """A collapse of the grid; `hours` are those left at midnight."""
    return Said("collapse", hours=round(hours)) if hours > 0 else Said("collapse_mended")


def ran_out(item: str) -> Said:
    """A stock is empty for the first time."""
    return Said("ran_out", item=Own(item))


def planned_arrival(said: Said) -> Said:
    """A delivery on the day it is due, which it may miss."""
    return Said("due", delivery=said)


def schedules(begin: bool) -> Said:
    """Planned cuts start or stop."""
    return Said("cuts_begin" if begin else "cuts_end")


def gas_homes(region: str, share: float, hours: float, where: Sequence[str]) -> Said:
    """Homes of a region are short of gas; `where` compressors stood still so many hours."""
    told = {"region": Own(region), "share": round(100 * share)}
    if not where:
        return Said("gas_homes", **told)
    places = Listed(tuple(map(Own, where)), ", ")
    return Said("gas_homes_dark", **told, hours=round(hours), where=places)


def gas_power(region: str, share: float) -> Said:
    """Power stations of a region are short of gas."""
    return Said("gas_power", region=Own(region), share=round(100 * share))


def gas_again(region: str, power: bool) -> Said:
    """Homes or power stations of a region are no longer short of gas."""
    return Said("gas_power_again" if power else "gas_homes_again", region=Own(region))


def gas_lacks(where: Sequence[str], low: float, high: float, power: bool) -> Said:
    """Homes or power stations of these regions, of all if none is named, lack so much of their
    gas: the share of the region that lacks least and of the one that lacks most."""
    place: object = Listed(tuple(map(Own, where)), ", ")
    if not where or len(where) > NAMED:
        place = Said("gas_regions", count=len(where)) if where else Said("gas_everywhere")
    least, most = round(100 * low), round(100 * high)
    if least == most:
        return Said("gas_power" if power else "gas_homes", region=place, share=least)
    key = "gas_power_range" if power else "gas_homes_range"
    return Said(key, region=place, low=least, high=most)


def gas_balance(
    asked: float, made: float, bought: float, drawn: float, struck: float, dark: float
) -> Said:
    """mcm asked for and where they came from; what production lost to damage and to the dark."""
    tenths = {
        name: Exact(max(round(value, 1), 0.0))
        for name, value in (("asked", asked), ("made", made), ("bought", bought), ("drawn", drawn))
    }
    lost = [
        Said(key, lost=Exact(round(value, 1)))
        for key, value in (("gas_lost_struck", struck), ("gas_lost_dark", dark))
        if round(value, 1) > 0
    ]
    if not lost:
        return Said("gas_balance", **tenths)
    return Said("gas_balance_lost", **tenths, why=Listed(tuple(lost), ", "))


def gas_back(power: bool) -> Said:
    """Homes or power stations of the whole country are no longer short of gas."""
    return Said("gas_power_back" if power else "gas_homes_back")


def oil_burnt(region: str, power: float) -> Said:
    """Stations of a region burn oil, MW in the mean of the day, for gas that they lack."""
    return Said("oil_burnt", region=Own(region), power=Exact(round(power)))


def oil_out(region: str) -> Said:
    """Stations of a region have burnt their oil."""
    return Said("oil_out", region=Own(region))


def gas_stored(burnt: float, given: float) -> Said:
    """Stores give gas while power stations burn some."""
    return Said("gas_stored", burnt=Exact(round(burnt, 1)), given=Exact(round(given, 1)))


def darkest(share: float) -> Said:
    """The worst day of the future."""
    return Said("darkest", share=round(100 * share))
