"""Fictional countries: the same words give the same files, and the files are a whole scenario."""

from __future__ import annotations

import hashlib
import itertools

import numpy as np
import pytest

from holdfast.adopt.country import land, recipe
from holdfast.adopt.country.common import TO_FILL
from holdfast.adopt.country.make import country_files, new_country
from holdfast.adopt.country.plan import draw, make_plan
from holdfast.adopt.grid.adopt import find
from holdfast.adopt.grid.regions import regions_of
from holdfast.scenario import ScenarioError, check, read_scenario, schemas
from public_grids import CASE118

PUBLISHED = "b1af0833849040c04babc3700631cff0d9afa66b79c5d3e13ae79bdf516cec78"

GRID = "pglib_opf_case24_ieee_rts.m"


def files_of(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_shipped_grid_is_the_published_one_and_stands_once(root):
    """PGLib-OPF v23.07, `pglib_opf_case118_ieee.m`, with its licence in its header."""
    shipped = CASE118.read_bytes()
    assert hashlib.sha256(shipped).hexdigest() == PUBLISHED
    assert b"Creative Commons Attribution 4.0" in b" ".join(shipped.replace(b"%", b" ").split())
    files = (path for name in ("data", "src", "examples") for path in (root / name).rglob("*.m"))
    same = [path for path in files if path.stat().st_size == len(shipped)]
    assert same == [CASE118]


def test_aldria_is_what_the_command_makes_byte_for_byte(call, root, tmp_path):
    shipped = root / "examples" / "aldria"
    (line,) = [
        line
        for line in (shipped / "README.md").read_text().splitlines()
        if line.startswith("holdfast new ")
    ]
    words = line.replace('"', "").split()[1:]
    words[1] = str(tmp_path / "aldria")
    assert call(*words).exit_code == 0
    made, there = files_of(tmp_path / "aldria"), files_of(shipped)
    assert made.keys() == there.keys()
    assert [name for name in made if made[name] != there[name]] == []


@pytest.mark.parametrize(("regions", "seed"), [(6, 1), (15, 2), (24, 3)])
def test_countries_of_any_size_pass_the_check(tmp_path, regions, seed):
    folder = new_country(tmp_path / "land", "Norland", regions=regions, seed=seed)
    assert check(folder) == []
    scenario = read_scenario(folder)
    assert len(scenario.table("regions")) == regions
    assert set(scenario.table("outlines").text("region")) == set(
        scenario.table("regions").text("id")
    )


def test_a_country_on_a_grid_of_ones_own(root, tmp_path):
    folder = new_country(
        tmp_path / "land", "Norland", regions=6, grid=root / "data" / "grids" / GRID
    )
    scenario = read_scenario(folder)
    assert len(scenario.table("power/buses")) == 24
    # people follow from demand: 2850 MW times the people of each
    people = scenario.table("regions").number("population").sum()
    per_mw = recipe.number("demand.people_per_mw")
    assert people == pytest.approx(2850 * per_mw, rel=0.01)
    sources = scenario.table("sources")
    assert GRID in sources.text("outlet")


def test_every_table_says_that_it_is_invented(root):
    scenario = read_scenario(root / "examples" / "aldria")
    known = set(scenario.table("sources").text("id"))
    bare = [
        name
        for name, schema in schemas().items()
        if len(scenario.table(name)) and name not in ("sources", "heat/buildings", "regions")
        if not all(
            set(one.split(";")) <= known and one for one in scenario.table(name).text("source")
        )
    ]
    assert bare == []


def test_names_and_draws_follow_seed_and_country_alone(tmp_path):
    one, other = (
        read_scenario(new_country(tmp_path / str(seed), "Norland", regions=6, seed=seed))
        for seed in (1, 2)
    )
    assert one.table("regions").text("name") != other.table("regions").text("name")
    assert draw(1, "Norland", "purpose", ["a", "b"])[1] == draw(1, "Norland", "purpose", ["b"])[0]
    assert draw(1, "Norland", "purpose", ["a"])[0] != draw(1, "Sudland", "purpose", ["a"])[0]


def test_outlines_are_of_one_piece_and_do_not_overlap(root):
    found = find(root / "data" / "grids" / GRID)
    region, _ = regions_of(found, GRID, 8)
    land = make_plan("Norland", 4, GRID, found, region).land

    def area(p):
        return 0.5 * abs(np.sum(p[:, 0] * np.roll(p[:, 1], -1) - p[:, 1] * np.roll(p[:, 0], -1)))

    areas = [area(outline) for outline in land.outlines]
    assert min(areas) > 0.3 * np.mean(areas)
    corners = np.concatenate(land.outlines)
    assert corners.min() >= 0
    # each corner inland belongs to two regions or three: neighbours share their border
    shared = [tuple(corner) for corner in corners.tolist()]
    assert sum(shared.count(corner) > 1 for corner in set(shared)) > 0.3 * len(set(shared))


def test_what_is_asked_wrongly_is_told_all_at_once(tmp_path):
    with pytest.raises(ScenarioError) as error:
        new_country(tmp_path / "land", "", regions=40, seed=-1)
    assert [str(fault) for fault in error.value.faults] == [
        "--country: '(blank)' is no name of a country: up to 40 letters, digits, spaces and lines",
        "--regions: '40' is not between 6 and 24",
        "--seed: '-1' is not between 0 and 4294967295",
    ]
    assert not (tmp_path / "land").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["new", "OUT", "--seed", "4"], "--seed is of a fictional country: name it by --country"),
        (["new", "OUT", "--regions", "6", "--grid", "x"], "--regions and --grid are of a fict"),
        (["new", "OUT", "--country", "A", "--grid", "gone.m"], "there is no such file"),
        (["new", "HERE", "--country", "A"], "is not empty"),
    ],
)
def test_wrong_words_are_one_line(call, root, tmp_path, words, message):
    places = {"OUT": tmp_path / "out", "HERE": root / "examples"}
    done = call(*(places.get(word, word) for word in words))
    assert done.exit_code == 2
    assert len(done.stderr.splitlines()) == 1
    assert message in done.stderr
    assert not (tmp_path / "out").exists()


def test_each_number_of_the_recipe_has_words():
    for row in recipe.rows("recipe.csv"):
        assert len(row["doc"].split()) >= 3, row["id"]
        assert row["value"]
        assert row["unit"]
    ids = [row["id"] for row in recipe.rows("recipe.csv")]
    assert len(set(ids)) == len(ids)


def test_every_file_of_a_country_is_a_table_or_explains(root):
    found = find(root / "data" / "grids" / GRID)
    region, _ = regions_of(found, GRID, 6)
    files = country_files(make_plan("Norland", 1, GRID, found, region))
    tables = {schema.file for schema in schemas().values()}
    assert set(files) - tables == {"scenario.toml", "README.md"}


def test_tables_to_fill_have_a_header_and_are_explained(root):
    folder = root / "examples" / "aldria"
    readme = (folder / "README.md").read_text(encoding="utf-8")
    for name in TO_FILL:
        schema = schemas()[name]
        (header,) = (folder / schema.file).read_text(encoding="utf-8").splitlines()
        assert header.split(",") == list(schema.columns)
        section = readme.partition(f"\n## {schema.file}")[2].partition("\n## ")[0]
        assert schema.doc in section
        for column in schema.columns.values():
            assert (f"- `{column.name}`: {column.doc}" in section) != bool(
                column.common or column.bounds
            )


def test_regions_that_all_touch_have_places():
    # so dense a graph takes another way through scipy, which wants other storage
    assert land._places(list(itertools.combinations(range(6), 2)), 6).shape == (6, 2)
