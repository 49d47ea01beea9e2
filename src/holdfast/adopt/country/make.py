"""A fictional country, whole: every table that a run needs, in a new folder."""

from __future__ import annotations

import os
from importlib import resources
from pathlib import Path

from holdfast.adopt.country import recipe
from holdfast.adopt.country.common import TO_FILL, common, parameters
from holdfast.adopt.country.grid import Table, power, reserve
from holdfast.adopt.country.plan import LEAST, MOST, Plan, make_plan, slug
from holdfast.adopt.country.regions import (
    assets,
    buildings,
    gas,
    normals,
    outlines,
    regions,
    targets,
)
from holdfast.adopt.country.tongues import english, french
from holdfast.adopt.grid.adopt import find
from holdfast.adopt.grid.found import GridError, fault
from holdfast.adopt.grid.regions import regions_of
from holdfast.adopt.grid.tables import texts
from holdfast.scenario import Fault, ScenarioError, check, schemas
from holdfast.scenario.describe import explained
from holdfast.whole import put_files, refuse_folder, whole_folder

SHIPPED = "case118"
"""The grid that comes with the package."""
LARGEST_SEED = 2**32 - 1


def new_country(
    path: str | os.PathLike[str],
    name: str,
    regions: int = 12,
    grid: str | os.PathLike[str] = SHIPPED,
    seed: int = 1,
) -> Path:
    """Write a fictional country of 6 to 24 regions on a public grid into a new folder.

    `grid` is `case118`, which is shipped, or what `adopt grid` reads. All that is invented is drawn
    by seed and name: the same words give the same files, byte for byte. Raises ScenarioError with
    all faults of what was asked and of the grid; FileExistsError if something stands there.
    """
    folder = Path(path)
    refuse_folder(folder)
    if wrong := _asked(name, regions, seed):
        raise GridError(wrong)
    shipped = resources.files("holdfast.adopt.country") / f"{SHIPPED}.m"
    with resources.as_file(shipped) as own:
        found = find(own if os.fspath(grid) == SHIPPED else grid)
    file = SHIPPED if os.fspath(grid) == SHIPPED else Path(grid).name
    if not found.loads or not found.plants:
        raise GridError([fault(file, "has no demand or no generation: no country can live on it")])
    region, _ = regions_of(found, file, regions)
    files = country_files(make_plan(name, seed, file, found, region))
    with whole_folder(folder) as made:
        put_files(made, files)
        if faults := check(made):
            raise ScenarioError(faults)
    return folder


def country_files(plan: Plan) -> dict[str, str]:
    """The text of every file by its path."""
    outlet, grid_words, _ = _grid_words(plan)
    words = {
        "name": plan.name,
        "code": slug(plan.name).upper(),
        "million": f"{plan.people.sum() / 1e6:.1f}",
        "grid": outlet,
        "grid_words": grid_words,
    }
    fuel = gas(plan)
    tables: dict[str, Table] = {
        "regions": regions(plan),
        "outlines": outlines(plan),
        **power(plan),
        **fuel,
        "heat/buildings": buildings(plan),
        "weather/normals": normals(plan),
        "assets": assets(plan, fuel["gas/supply"]),
        "threat/regions": targets(plan),
        "parameters": parameters(plan, [float(each) for each in reserve(plan)]),
        **common(plan, words),
    }
    made = texts({name: tables[name] for name in schemas() if name in tables})
    made["scenario.toml"] = _filled("scenario.in", plan, tables)
    made["README.md"] = _filled("README.in", plan, tables) + explained(TO_FILL)
    return made


def _asked(name: str, regions: int, seed: int) -> list[Fault]:
    """What is wrong with the words of the command."""
    made = []
    if not slug(name) or not name.isprintable() or len(name) > 40 or set(name) & set('"\\{},'):
        message = "is no name of a country: up to 40 letters, digits, spaces and lines"
        made.append(fault("--country", message, None, name or "(blank)"))
    if not LEAST <= regions <= MOST:
        message = f"is not between {LEAST} and {MOST}"
        made.append(fault("--regions", message, None, regions))
    if not 0 <= seed <= LARGEST_SEED:
        made.append(fault("--seed", f"is not between 0 and {LARGEST_SEED}", None, seed))
    return made


def _grid_words(plan: Plan) -> tuple[str, str, str]:
    """Where the grid is from, what it is, and the same in French."""
    if plan.file == SHIPPED:
        return (
            "PGLib-OPF v23.07, case118_ieee",
            "IEEE 118-bus test case; (c) 1999 R. D. Christie, CC BY 4.0; names replaced",
            "réseau d’essai IEEE à 118 nœuds ; © 1999 R. D. Christie, CC BY 4.0 ; noms remplacés",
        )
    return (
        plan.file,
        "The grid that the country was laid on; names replaced, coordinates dropped",
        "Le réseau sur lequel le pays est posé ; noms remplacés, coordonnées ôtées",
    )


def _filled(file: str, plan: Plan, tables: dict[str, Table]) -> str:
    """A text beside this file with its braces filled."""
    text = (resources.files("holdfast.adopt.country") / file).read_text("utf-8")
    outlet, grid_words, grid_words_fr = _grid_words(plan)
    people = f"{plan.people.sum() / 1e6:.1f}"
    said = {"name": plan.name, "count": str(len(plan.ids)), "people": people, "grid": plan.file}
    own = {"people_fr": people.replace(".", ","), "grid_outlet": outlet, "grid_words": grid_words}
    return text.format(
        **said,
        english=english(),
        french=french({**said, **own, "grid_words_fr": grid_words_fr}, plan.regions),
        slug=slug(plan.name),
        seed=plan.seed,
        grid_words=f"{outlet}: {grid_words}",
        buses=len(plan.named.buses),
        branches=len(tables["power/branches"]) - 1,
        evening=f"{plan.evening.sum():,.0f}",
        start=plan.start,
        days=recipe.word("country.days"),
    )
