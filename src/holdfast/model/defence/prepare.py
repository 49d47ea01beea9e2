"""The tables of the air defence, read and drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array
from holdfast.draws import Luck
from holdfast.model.defence.jamming import shares
from holdfast.model.defence.params import Params
from holdfast.model.defence.rationing import programs, ranks
from holdfast.model.defence.reading import full_level, normalised, unit_worth
from holdfast.model.defence.several import others
from holdfast.model.defence.typical import engaged_of_launched
from holdfast.model.defence.worth import capacity_per_channel, channel_weight, rival_of

if TYPE_CHECKING:
    from holdfast.scenario import Scenario


def prepare(scenario: Scenario, luck: Luck, beside: Sequence[Scenario] = ()) -> Params:
    """Read defence/*, the regions' shares and the classes' record, and draw what is uncertain.

    `luck` holds the futures of the scenario and then those of each plan `beside`, which differs by
    deliveries alone: by the units of a defender that rations by the program.
    """
    classes = scenario.table("threat/classes")
    names = classes.text("id")
    regions = scenario.table("regions")
    systems = scenario.table("defence/systems")
    effect = scenario.table("defence/effect")
    system = effect.index("system", systems.text("id"))
    item = systems.index("item", scenario.table("items").text("id"))[system]
    spared = effect.number("spared_below")
    program, (hold, futile) = programs((scenario, *beside))
    served = np.where(program, ranks(scenario), spared)
    units = scenario.uncertain("defence/systems", "units", luck)
    deployment = normalised(regions.number("defence_share"))
    channels = _channels(scenario, luck)
    rounds, days = systems.number("ready_rounds"), systems.number("reload_days")
    jam_from, jammed = shares(scenario, luck)
    rival = rival_of(
        luck.ignorance().uniform("defence rival", "nation"),
        scenario.parameter("defence.proportional_probability", luck),
        scenario.parameter("defence.mixed_probability", luck),
    )
    least = scenario.parameter("defence.least_capacity", luck)
    nation = np.maximum(scenario.parameter("defence.national_capacity", luck), least)
    capacity = capacity_per_channel(nation, units * channels, deployment)
    limit = capacity * (units * channels).sum(axis=1)[:, None]
    return Params(
        classes=names,
        pairs=tuple(f"{name} {region}" for name in names for region in regions.text("id")),
        rival=rival,
        system=system,
        against=effect.index("class", names),
        item=item,
        spared_below=spared,
        program=program,
        hold=hold,
        futile=futile,
        others=others(scenario, system),
        plan=_plan(luck, 1 + len(beside), len(hold)),
        served=served,
        order=np.lexsort((served, item)),
        launched=np.lexsort((served, system)),
        rounds=systems.number("rounds_per_target")[system],
        worth=unit_worth(scenario, luck, engaged_of_launched(scenario, luck, rival, limit)),
        full=full_level(scenario, luck),
        deployment=deployment,
        channels=channels,
        channel_use=classes.number("channel_use"),
        capacity=capacity,
        overdispersion=classes.number("overdispersion"),
        overclaim=scenario.uncertain("threat/classes", "overclaim", luck),
        ready_rounds=np.where(np.isnan(rounds), np.inf, rounds),
        reloaded=1.0 / np.where(np.isnan(days), 1.0, days),
        jam_from=jam_from,
        jammed=jammed,
    )


def _channels(scenario: Scenario, luck: Luck) -> Array:
    """Targets that one unit of each type can engage in one raid, of what takes channels, (F, U)."""
    classes, systems = scenario.table("threat/classes"), scenario.table("defence/systems")
    effect = scenario.table("defence/effect")
    kill = np.zeros((len(systems), len(classes)))
    place = effect.index("system", systems.text("id")), effect.index("class", classes.text("id"))
    kill[place] = effect.number("kill_probability")
    serve = systems.number("channels") * channel_weight(kill, classes.number("channel_use"))
    return np.asarray(serve * scenario.uncertain("defence/systems", "cycles", luck))


def _plan(luck: Luck, plans: int, known: int) -> Array:
    """The plan of each future (F,); (1,) where all keep the same."""
    if known == 1:
        return np.zeros(1, np.int64)
    return np.repeat(np.arange(plans), len(luck.futures) // plans)
