"""The command adopt grid: tables that are whole where the grid is, and nothing of its places."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from holdfast.adopt.grid.adopt import find
from holdfast.scenario import check, read_scenario
from public_grids import CASE118, public_grid

GRIDS = Path(__file__).parent / "grids"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open() as file:
        return list(csv.DictReader(file))


def test_a_case_by_the_command(call, tmp_path):
    made = tmp_path / "grid"
    done = call("adopt", "grid", CASE118, made, "--regions", 8)
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines() == [
        "8 regions, 118 buses, 184 branches, 19 generators",
        "35 generators without capacity left out",
        "demand is one number in a case: it stands in all four blocks of the day",
        f"written to {made}; {made / 'README.md'} says what is left to be filled in",
    ]
    demand = rows(made / "power" / "demand.csv")
    assert sum(float(row["evening_mw"]) for row in demand) == pytest.approx(4242)
    branches = rows(made / "power" / "branches.csv")
    # bus 1 to bus 2 has x = .0999 and a rate of 151
    assert branches[0] == {
        "id": "L001",
        "from_bus": "B001",
        "to_bus": "B002",
        "reactance_pu": "0.0999",
        "rating_mw": "151",
        "units": "1",
        "source": "grid",
    }


def test_as_json(call, tmp_path):
    done = call("adopt", "grid", GRIDS / "six-buses.json", tmp_path / "grid", "--json")
    told = json.loads(done.stdout)
    assert {"table": "power/buses", "rows": 6} in told["rows"]
    assert {"table": "power/interconnectors", "rows": 1} in told["rows"]
    assert told["lines"][0] == "2 regions, 6 buses, 7 branches, 2 generators"


@pytest.mark.parametrize("source", ["five-buses", "five-buses.nc", "six-buses.json"])
def test_nothing_of_a_place_is_kept(call, tmp_path, source):
    assert call("adopt", "grid", GRIDS / source, tmp_path / "grid").exit_code == 0
    named = {node.name for node in find(GRIDS / source).nodes}
    for path in (tmp_path / "grid").rglob("*.csv"):
        text = path.read_text()
        head = text.splitlines()[0].split(",")
        assert not {"x", "y", "lon", "lat", "geo", "longitude", "latitude"} & set(head)
        assert not [name for name in named if re.search(rf"\b{re.escape(name)}\b", text)]
        assert not re.search(r"\b(AA|BB|north|south)\b", text)


def test_names_are_kept_on_demand_and_refused_where_they_are_no_ids(call, tmp_path):
    case = public_grid("case24_ieee_rts")
    done = call("adopt", "grid", case, tmp_path / "grid", "--keep-names")
    assert done.exit_code == 0
    buses = rows(tmp_path / "grid" / "power" / "buses.csv")
    assert [row["id"] for row in buses] == [str(n) for n in range(1, 25)]
    done = call("adopt", "grid", GRIDS / "five-buses", tmp_path / "other", "--keep-names")
    assert done.exit_code == 2
    assert done.stderr.splitlines()[0] == (
        "holdfast: five-buses bus, column name: 'bus 0' cannot be kept: it is no id of up to 64 "
        "letters, digits and . _ - + / &"
    )
    assert len(done.stderr.splitlines()) == 5
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["CASE", "OUT"], "has no column that tells regions apart"),
        (["CASE", "OUT", "--regions", "0"], "--regions: '0' is not a whole number of at least 1"),
        (["CASE", "OUT", "--regions", "119"], "--regions: '119' is not between 1 and 118"),
        (["gone.m", "OUT", "--regions", "3"], "there is no such file"),
        (["CASE", "HERE", "--regions", "3"], "is not empty"),
    ],
)
def test_wrong_input_is_one_line(call, tmp_path, words, message):
    places = {"CASE": CASE118, "OUT": tmp_path / "out", "HERE": CASE118.parent}
    done = call("adopt", "grid", *(places.get(word, word) for word in words))
    assert done.exit_code == 2
    assert len(done.stderr.splitlines()) == 1
    assert message in done.stderr
    assert not (tmp_path / "out").exists()


def test_the_tables_lack_nothing_but_what_a_grid_does_not_tell(call, tmp_path):
    folder = tmp_path / "grid"
    assert call("adopt", "grid", GRIDS / "six-buses.json", folder).exit_code == 0
    assert {fault.file for fault in check(folder) if fault.row} == {"regions.csv"}


def completed(folder: Path, valley: Path) -> None:
    """Fill in what a grid does not tell: the valley's tables, its first regions renamed."""
    text = (folder / "regions.csv").read_text().splitlines()
    head, *lines = [line.split(",") for line in text]
    at = head.index("population"), head.index("defence_share")
    for line in lines:
        line[at[0]], line[at[1]] = "100000", "0.5"
    (folder / "regions.csv").write_text("\n".join(",".join(line) for line in [head, *lines]) + "\n")
    for path in valley.rglob("*.*"):
        name = path.relative_to(valley)
        if path.suffix not in (".csv", ".toml") or (folder / name).exists():
            continue
        kept = [line for line in path.read_text().splitlines() if "LOW" not in line]
        kept = [line.replace("UPP", "R01").replace("MID", "R02") for line in kept]
        if name.name == "transformers.csv" or name.name == "links.csv":
            kept = kept[:1]
        if name.name == "assets.csv":
            kept = [kept[0], "lines,substation,R01,2,branch,L001,0"]
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("\n".join(kept) + "\n")


def test_once_completed_it_is_a_scenario_that_runs(call, root, tmp_path):
    folder = tmp_path / "grid"
    assert call("adopt", "grid", GRIDS / "six-buses.json", folder).exit_code == 0
    completed(folder, root / "examples" / "valley")
    assert [str(fault) for fault in check(folder)] == []
    scenario = read_scenario(folder)
    assert scenario.table("power/branches").text("id")[0] == "L001"
    toml = (folder / "scenario.toml").read_text()
    (folder / "scenario.toml").write_text(re.sub(r"days = \d+", "days = 50", toml))
    done = call("run", folder, "--futures", 2, "--workers", 1)
    assert done.exit_code == 0, done.output
