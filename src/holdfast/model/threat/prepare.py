"""The tables threat/* as parameters, with what is uncertain drawn, and the state at the start."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array
from holdfast.draws import Luck
from holdfast.model.threat.aims import aimed
from holdfast.model.threat.params import Params
from holdfast.model.threat.supply import production
from holdfast.model.threat.waves import age, eras, leading

if TYPE_CHECKING:
    from holdfast.scenario import Scenario


def prepare(scenario: Scenario, luck: Luck) -> Params:
    """Read the tables threat/* and draw what is uncertain.

    Raises ValueError if a class has no target region.
    """
    classes = scenario.table("threat/classes")
    names = classes.text("id")
    regions = scenario.table("regions").text("id")
    groups = tuple(dict.fromkeys(scenario.table("damage/kinds").text("target")))
    lead = leading(classes.number("wave_probability"), classes.number("wave_size"))
    record_until, recorded, claimed, last_wave = _record(scenario, names, lead)
    mean = scenario.parameter("threat.gap_mean_days", luck)
    shape = scenario.parameter("threat.gap_shape", luck)

    def drawn(column: str) -> Array:
        return scenario.uncertain("threat/classes", column, luck)

    return Params(
        classes=names,
        targets=groups,
        pairs=tuple(f"{name} {region}" for name in names for region in regions),
        lead=lead,
        record_until=record_until,
        recorded=recorded,
        claimed=claimed,
        threshold=scenario.parameter("threat.wave_threshold", luck),
        age=age(mean, shape, last_wave, luck),
        stock=drawn("stock"),
        wave_spread=classes.number("wave_spread"),
        together=scenario.parameter("threat.together", luck),
        salvo_multiplier=drawn("salvo_multiplier"),
        energy_share=drawn("energy_share"),
        harmful=1.0 - drawn("decoy_share"),
        **production(scenario, names, luck),
        **eras(scenario, names, mean, shape, luck),
        **aimed(scenario, names, groups, luck),
    )


def start(params: Params) -> dict[str, Array]:
    """State on the eve of the first day."""
    return {"days_since_wave": params.age, "threat_stock": params.stock}


def _record(
    scenario: Scenario, names: tuple[str, ...], lead: int
) -> tuple[int, Array, Array, int | None]:
    """Last day covered, launches (D, C), claims (D, C), and the last wave before the first day."""
    raids = scenario.table("threat/raids")
    if not len(raids):
        return -1, np.zeros((0, len(names))), np.zeros((0, len(names))), None
    day, label = raids.days("date"), raids.index("class", names)
    until = int(day.max()) if scenario.as_of is None else scenario.day(scenario.as_of)
    until = max(until, -1)
    launched = raids.number("launched")
    claims = raids.number("destroyed") + raids.number("not_reached")
    recorded = np.zeros((until + 1, len(names)))
    claimed = np.full((until + 1, len(names)), np.nan)
    inside = (day >= 0) & (day <= until)
    recorded[day[inside], label[inside]] = launched[inside]
    claimed[day[inside], label[inside]] = claims[inside]
    threshold = scenario.known("threat.wave_threshold")
    waves = day[(day < 0) & (label == lead) & (launched >= threshold)]
    return until, recorded, claimed, int(waves.max()) if len(waves) else None
