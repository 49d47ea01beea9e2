"""What a fictional country is: who lives where, before any table is written."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Sequence

import numpy as np

from holdfast.adopt.country import recipe
from holdfast.adopt.country.land import Land, lay_out
from holdfast.adopt.grid.found import Found
from holdfast.adopt.grid.partition import neighbours
from holdfast.adopt.grid.regions import demand, edges
from holdfast.adopt.grid.tables import Named, name_all
from holdfast.arrays import Array
from holdfast.draws import Luck

LEAST, MOST = 6, 24
"""Regions of a fictional country."""


@dataclasses.dataclass(frozen=True, slots=True)
class Plan:
    """N buses in R regions."""

    name: str
    seed: int
    file: str
    """Of the grid."""
    found: Found
    region: Array
    """(N,) region of each bus."""
    named: Named
    regions: tuple[str, ...]
    """Names of the regions; their ids are in `named`."""
    evening: Array
    """(N,) MW of demand in the evening at 0 degrees C."""
    people: Array
    """(R,)"""
    urban: Array
    """(R,) share of people in towns."""
    land: Land
    start: dt.date

    @property
    def ids(self) -> Sequence[str]:
        """Ids of the regions."""
        return self.named.regions

    @property
    def size(self) -> float:
        """People over those that the tables beside the recipe are written for."""
        return float(self.people.sum()) / recipe.number("country.people_unit")

    def draw(self, what: str, names: Sequence[str]) -> Array:
        """(names,) uniform numbers by seed, country, purpose and name."""
        return draw(self.seed, self.name, what, names)

    def summed(self, values: Array) -> Array:
        """(R,) sums over the buses of each region."""
        return np.bincount(self.region, weights=values, minlength=len(self.ids))

    def eastern(self) -> Array:
        """(R,) place from west, 0, to east, 1: the attacker stands in the east."""
        return _unit(self.land.places[:, 0])

    def northern(self) -> Array:
        """(R,) place from south, 0, to north, 1."""
        return _unit(self.land.places[:, 1])


def draw(seed: int, name: str, what: str, names: Sequence[str]) -> Array:
    """Uniform numbers keyed by seed, country, purpose and name; none depends on another."""
    luck = Luck.of(seed, [0])
    return np.asarray(luck.uniform(f"country {name}: {what}", tuple(names))[0])


def make_plan(name: str, seed: int, file: str, found: Found, region: Array) -> Plan:
    """Decide who lives where. region (N,) is the part of each bus."""
    count = int(region.max()) + 1
    regions = _region_names(seed, name, count)
    asked = demand(found).mean(axis=1)
    even = recipe.number("demand.even_share")
    asked = (1 - even) * asked + even * asked.sum() / len(asked)
    evening = asked * recipe.number("demand.of_case")
    heavy = np.bincount(region, weights=asked, minlength=count)
    people = np.round(heavy * recipe.number("demand.people_per_mw"), -3)
    low, high = recipe.numbers("people.urban")
    rank = np.argsort(np.argsort(heavy, kind="stable"), kind="stable") / max(count - 1, 1)
    land = lay_out(
        neighbours(edges(found), region),
        heavy,
        int(recipe.number("map.cells")),
        recipe.number("map.wide"),
        recipe.number("map.size"),
        lambda what, names: draw(seed, name, what, names),
    )
    named = name_all(found, file, [each[:3].upper() for each in regions], keep=False)
    return Plan(
        name=name,
        seed=seed,
        file=file,
        found=found,
        region=region,
        named=dataclasses.replace(named, regions=[each[:3].upper() for each in regions]),
        regions=regions,
        evening=evening,
        people=people,
        urban=low + (high - low) * rank,
        land=land,
        start=dt.date.fromisoformat(recipe.word("country.start")),
    )


def _region_names(seed: int, name: str, count: int) -> tuple[str, ...]:
    """Invented names in an order of their own; not the country's own name."""
    known = [row["name"] for row in recipe.rows("names.csv") if row["name"] != name]
    order = np.argsort(draw(seed, name, "names of regions", known), kind="stable")
    return tuple(known[int(k)] for k in order[:count])


def slug(name: str) -> str:
    """The name as an id: small letters and digits with lines between."""
    return re.sub(r"[\W_]+", "-", name.casefold()).strip("-")


def _unit(values: Array) -> Array:
    return np.asarray((values - values.min()) / max(float(np.ptp(values)), 1e-9))
