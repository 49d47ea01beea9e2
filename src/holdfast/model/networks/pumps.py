"""Heat pumps of homes and of district heat: the power they ask for, by how cold it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array, array, bundle
from holdfast.scenario import homes

if TYPE_CHECKING:
    from holdfast.draws import Luck
    from holdfast.scenario import Scenario

PUMP, DISTRICT = "heat_pump", "district_heat"
KNOTS = (10.0, 0.0, -10.0)
"""degrees C outdoors at which the COP of a large pump is told, the mildest first."""
CLOSE = 15.0
"""K between what a pump draws on and what it feeds, under which its COP rises no more (Staffell and
others 2012)."""
_DAY = 24.0
_KW_IN_MW = 1000.0


@bundle
class Curve:
    """COP = field (level - fall d + bend d^2) of homes, d being K from outdoors to what is fed."""

    supply: Array = array("future", "degree C", "temperature that a pump feeds its home at")
    level: Array = array("future", "1", "COP at no difference")
    fall: Array = array("future", "1/K", "how it falls")
    bend: Array = array("future", "1/K2", "how that eases")
    field: Array = array("future", "1", "COP of pumps in homes over that of the curve")


@bundle
class Pumps:
    """What pumps of homes and of networks of district heat give."""

    runs: bool
    """Are there any at all?"""
    curve: Curve
    loss: Array = array("future region dwelling", "MW/K", "heat of all homes of a class on pumps")
    lift: Array = array("future region dwelling", "K", "most that heat holds above outdoors")
    tau: Array = array("future region dwelling", "h", "resistance times capacity of a home")
    target: Array = array("future", "degree C", "indoor temperature that heating holds")
    gain: Array = array("future region dwelling", "K", "warmer than outdoors without any heat")
    spare: Array = array("future region", "K", "the same of homes on district heat, the least")
    large: Array = array(
        "future region",
        "MW",
        "full heat of large pumps, with the reserve of homes",
    )
    reach: Array = array("future region", "K", "what full district heat holds above outdoors")
    cop: Array = array("knot region", "1", "COP of large pumps at +10, 0 and -10 degrees C")


def prepare(scenario: Scenario, luck: Luck) -> Pumps:
    """Read homes on heat pumps and large pumps; heat is that which `people` counts."""
    source = np.array(scenario.table("heat/buildings").text("source"))
    people = scenario.uncertain("regions", "population", luck)

    def of(kind: str) -> Array:
        return homes.spread(scenario, (source == kind)[None].astype(float), 0.0)

    many = homes.people_share(scenario, luck) * people[:, :, None]
    each = homes.spread(scenario, homes.per_kw(scenario, luck), 0.0)
    loss = np.divide(many * of(PUMP), each, out=np.zeros(np.broadcast(many, each).shape),
                     where=each > 0) / _KW_IN_MW  # fmt: skip
    lift, district = homes.lift(scenario, luck), of(DISTRICT) * homes.reserve(scenario)
    full = scenario.parameter("people.heat_kw", luck)[:, None] / _KW_IN_MW
    share, warmer = homes.pumped(scenario, luck), homes.gain(scenario, luck)
    return Pumps(
        runs=bool((source == PUMP).any() or share.any()),
        curve=_curve(scenario, luck),
        loss=loss,
        lift=lift,
        tau=homes.spread(scenario, homes.time_constant(scenario, luck), 1.0),
        target=scenario.parameter("people.indoor_target", luck),
        gain=warmer,
        spare=homes.least(warmer, of(DISTRICT)[0]),
        large=(many * district).sum(axis=2) * full * share,
        reach=np.where(district > 0, lift, np.inf).min(axis=2),
        cop=_knots(scenario),
    )


def _curve(scenario: Scenario, luck: Luck) -> Curve:
    def known(name: str) -> Array:
        return scenario.parameter(f"network.pump_{name}", luck)

    return Curve(known("supply"), known("level"), known("fall"), known("bend"), known("field"))


def _knots(scenario: Scenario) -> Array:
    """(3, R) COP of large pumps; 1 where there is none."""
    table, regions = scenario.table("heat/pumps"), scenario.table("regions").text("id")
    made = np.ones((len(KNOTS), len(regions)))
    columns = ("cop_at_plus_10", "cop_at_0", "cop_at_minus_10")
    made[:, table.index("region", regions)] = [table.number(name) for name in columns]
    return made


def drawn(pumps: Pumps, outdoor: Array, indoor: Array | None, people: Array) -> Array:
    """(F, R) MW that pumps ask for through the day, those of homes and large ones.

    outdoor (F, R) [degree C]; indoor (F, R, H) what homes had come to by last midnight, None if all
    were warm; people (F or 1, R) those present over those at the start. A home asks for what it
    loses at the target, and for what warms it up again in a day, up to full heat.
    """
    if not pumps.runs:
        return np.zeros(outdoor.shape)
    target = pumps.target[:, None, None]
    behind = 0.0 if indoor is None else np.maximum(target - indoor, 0.0)
    free = outdoor[:, :, None] + pumps.gain
    asked = np.maximum(target - free, 0.0) + pumps.tau * behind / _DAY
    held = np.minimum(asked, pumps.lift) * (asked > 0)
    small = (held * pumps.loss).sum(axis=2) / of_homes(pumps.curve, outdoor)
    part = np.clip(homes.part(pumps.target[:, None] - outdoor - pumps.spare, pumps.reach), 0.0, 1.0)
    return np.asarray((small + part * pumps.large / of_networks(pumps.cop, outdoor)) * people)


def of_homes(curve: Curve, outdoor: Array) -> Array:
    """(F, R) COP of pumps of homes at temperatures (F, R) [degree C] outdoors, at least 1."""
    supply, level, fall, bend, field = (
        values[:, None]
        for values in (curve.supply, curve.level, curve.fall, curve.bend, curve.field)
    )
    turn = np.divide(fall, 2 * bend, out=np.full(fall.shape, np.inf), where=bend > 0)
    apart = np.clip(supply - outdoor, CLOSE, np.maximum(turn, CLOSE))
    return np.asarray(np.maximum(field * (level - fall * apart + bend * apart**2), 1.0))


def of_networks(cop: Array, outdoor: Array) -> Array:
    """(F, R) COP of large pumps, straight between the knots (3, R)."""
    mild, cold = np.clip(outdoor / KNOTS[0], 0.0, 1.0), np.clip(outdoor / KNOTS[2], 0.0, 1.0)
    return np.asarray(cop[1] + (cop[0] - cop[1]) * mild + (cop[2] - cop[1]) * cold)
