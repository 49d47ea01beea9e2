"""The names along the axes that a run reports; told without the blocks of a day."""

from __future__ import annotations

import numpy as np

from holdfast.arrays import Array
from holdfast.scenario import Scenario, homes


def labels(scenario: Scenario) -> dict[str, tuple[str, ...]]:
    """The names along every axis that a run reports."""
    technologies = scenario.table("power/generators").text("class")
    return {
        "region": scenario.table("regions").text("id"),
        "class": scenario.table("threat/classes").text("id"),
        "unit": scenario.table("defence/systems").text("id"),
        "item": scenario.table("items").text("id"),
        "echelon": scenario.table("readiness/echelons").text("id"),
        "kind": scenario.table("damage/kinds").text("id"),
        "skill": scenario.table("repair/crews").text("skill"),
        "group": tuple(dict.fromkeys(scenario.table("people/groups").text("group"))),
        "technology": tuple(dict.fromkeys(technologies)),
        "generator": scenario.table("power/generators").text("id"),
        "dwelling": homes.dwellings(scenario),
    }


def groups(scenario: Scenario) -> dict[str, Array]:
    """Which member of a finer axis belongs to which of a coarser one, by (finer, coarser).

    And which generators are thermal (G,).
    """
    cells = scenario.table("assets")
    kinds = scenario.table("damage/kinds").text("id")
    generators = scenario.table("power/generators")
    technologies = tuple(dict.fromkeys(generators.text("class")))
    thermal = scenario.table("damage/kinds").flag("thermal")[cells.index("kind", kinds)]
    serves = np.array(cells.text("serves")) == "generator"
    feeding = set(np.array(cells.text("element"))[thermal & serves])
    return {
        "thermal": np.array([name in feeding for name in generators.text("id")], bool),
        "asset kind": np.repeat(cells.index("kind", kinds), cells.number("count").astype(int)),
        "generator technology": generators.index("class", technologies),
    }
