"""The command adopt gas: tables that give the same flows, and nothing of places or names."""

from __future__ import annotations

import csv
import dataclasses
import json
import re
from pathlib import Path

import numpy as np
import pytest

from holdfast.adopt.gas.adopt import adopt_gas
from holdfast.adopt.gas.found import NetworkError, find
from holdfast.draws import Luck
from holdfast.gas import Network, least_shed, read_belgian, read_gaslib
from holdfast.model import networks
from holdfast.model.networks.pressures import Pressures
from holdfast.scenario import Scenario, check, read_scenario

ROOT = Path(__file__).parents[2]
GASLIB = ROOT / "data" / "gaslib"
BELGIAN = ROOT / "data" / "gas"
PANDAPIPES = ROOT / "tests" / "gas" / "pandapipes_net.json"
REGIONS = {"R01": "UPP", "R02": "MID", "R03": "LOW"}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open() as file:
        return list(csv.DictReader(file))


def test_a_network_of_gaslib_by_the_command(call, tmp_path):
    made = tmp_path / "gas"
    done = call("adopt", "gas", GASLIB / "GasLib-24_no_coords.json", made, "--regions", 3)
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines() == [
        "3 regions, 23 nodes, 20 pipes, 3 compressors, 1 regulator, 3 entries",
        "compressibility .9, guessed: the file does not say it",
        "valves are open; height and limits of flow of passive parts left out",
        "1 short pipe or valve closed up: what they join is one node",
        "entries are taken as imports, guessed: a source does not tell what is production or store",
        "uses, priorities and demand at other temperatures are left blank: the nomination stands "
        "at 0 degrees C",
        "compressors are driven by gas, guessed where a source does not say it",
        f"written to {made}; {made / 'README.md'} says what is left to be filled in",
    ]
    net = read_gaslib(GASLIB / "GasLib-24_no_coords.json")
    each = 86400 / net.normal_density / 1e6
    asked = sum(float(row["at_0"]) for row in rows(made / "gas" / "demand.csv"))
    assert asked == pytest.approx(net.demand.sum() * each, rel=1e-6)
    fed = sum(float(row["mcm_per_day"]) for row in rows(made / "gas" / "supply.csv"))
    assert fed == pytest.approx(net.supply.sum() * each, rel=1e-6)


def test_as_json(call, tmp_path):
    done = call("adopt", "gas", BELGIAN, tmp_path / "gas", "--regions", 2, "--json")
    told = json.loads(done.stdout)
    assert {"table": "gas/pipes", "rows": 24} in told["rows"]
    assert (
        told["lines"][0] == "2 regions, 23 nodes, 24 pipes, 3 compressors, 0 regulators, 6 entries"
    )


@pytest.mark.parametrize("source", [BELGIAN, PANDAPIPES, GASLIB / "GasLib-40_no_coords.json"])
def test_nothing_of_a_place_is_kept_and_only_what_is_not_told_is_missing(tmp_path, source):
    folder = tmp_path / "gas"
    adopt_gas(source, folder, 2)
    named = {name for name in find(source, None, 0.0).network.nodes if len(name) > 2}
    for path in folder.rglob("*.csv"):
        text = path.read_text()
        head = text.splitlines()[0].split(",")
        assert not {"x", "y", "lon", "lat", "geo", "longitude", "latitude"} & set(head)
        assert not [name for name in named if re.search(rf"\b{re.escape(name)}\b", text)]
    told = {"gas/nodes.csv", "gas/pipes.csv", "gas/compressors.csv", "gas/supply.csv"}
    assert not [fault for fault in check(folder) if fault.file in told]
    assert not [fault for fault in check(folder) if fault.file == "parameters.csv"]


def on_valley(source: Path, folder: Path) -> Scenario:
    """The valley with an adopted network, judged at the mean of the day."""
    adopt_gas(source, folder, 3)
    files = dict(read_scenario(ROOT / "examples" / "valley").files)
    for name in ("nodes", "pipes", "compressors", "supply"):
        text = (folder / "gas" / f"{name}.csv").read_text()
        for old, new in REGIONS.items():
            text = text.replace(f",{old},", f",{new},")
        head, *lines = text.splitlines()
        files[f"gas/{name}.csv"] = (
            "\n".join(line.rsplit(",", 1)[0] for line in (head, *lines)) + "\n"
        )
    found = rows(folder / "gas" / "demand.csv")
    files["gas/demand.csv"] = "region,use,at_plus_10,at_0,at_minus_10,priority\n" + "".join(
        f"{REGIONS[row['region']]},household,0,{row['at_0']},0,1\n"
        for row in found
        if float(row["at_0"]) > 0
    )
    # some regions take no gas there, so no home may be heated with it
    homes = files["heat/buildings.csv"]
    for source in ("district_heat", "household_gas"):
        homes = homes.replace(source, "solid")
    files["heat/buildings.csv"] = homes
    files["gas/storage.csv"] = "id,region,working_mcm,capacity_mcm,max_withdrawal\n"
    files["power/generators.csv"] = files["power/generators.csv"].replace(",0.2,yes", ",0,yes")
    own = {row["id"]: row["value"] for row in rows(folder / "parameters.csv")}
    files["parameters.csv"] += "gas.peak_hour,1,none\n" + "".join(
        f"{name},{value},of the network\n" for name, value in own.items()
    )
    return Scenario.from_files(files)


@pytest.mark.parametrize(
    ("source", "net"),
    [
        (BELGIAN, read_belgian(BELGIAN)),
        (GASLIB / "GasLib-11_no_coords.json", read_gaslib(GASLIB / "GasLib-11_no_coords.json")),
        (GASLIB / "GasLib-24_no_coords.json", read_gaslib(GASLIB / "GasLib-24_no_coords.json")),
    ],
)
def test_the_tables_carry_what_the_network_carries(tmp_path, source: Path, net: Network):
    """Damaged states through the tables and through the network as it was read: the same gas."""
    scenario = on_valley(source, tmp_path / "gas")
    p = networks.prepare(scenario, Luck.of(1, [0])).pressures
    assert isinstance(p, Pressures)
    draw = np.random.default_rng(5)
    states, kept = 12, find(source, None, 0.0).network
    pipe_out = np.zeros((states, len(net.resistance)))
    assert len(kept.resistance) == len(net.resistance)
    pipe_out[2:] = (draw.random((states - 2, len(net.resistance))) < 0.1) * 1.0
    station_out = (draw.random((states, len(net.ratio))) < 0.3) * 1.0
    ours = least_shed(
        dataclasses.replace(p.fed, demand=kept.demand),
        pipe_out, station_out, kept.supply, kept.demand[:, None],
    )  # fmt: skip
    theirs = least_shed(net, pipe_out, station_out, net.supply, net.demand[:, None])
    each = 1.0 if net.unit == "mcm/day" else 86400 / net.normal_density / 1e6
    got = theirs.delivered.sum(axis=(1, 2)) * each
    assert ours.delivered.sum(axis=(1, 2)) == pytest.approx(got, rel=2e-3)
    assert got.min() < 0.9 * got.max()


def test_an_adopted_network_lives_a_day(tmp_path):
    scenario = on_valley(GASLIB / "GasLib-24_no_coords.json", tmp_path / "gas")
    params = networks.prepare(scenario, Luck.of(1, [0]))
    assert params.pressures is not None
    assert params.pressures.most.sum() > 1


def test_names_are_kept_on_demand_and_refused_where_they_are_no_ids(call, tmp_path):
    folder = tmp_path / "gas"
    done = call("adopt", "gas", GASLIB / "GasLib-11_no_coords.json", folder, "--regions", 2,
                "--keep-names")  # fmt: skip
    assert done.exit_code == 0
    assert "entry01" in [row["id"] for row in rows(folder / "gas" / "nodes.csv")]
    done = call("adopt", "gas", BELGIAN, tmp_path / "other", "--regions", 2, "--keep-names")
    assert done.exit_code == 2
    assert done.stderr.splitlines()[0] == (
        "holdfast: gas node, column name: 'Voeren-Berneau 1' cannot be kept: it is no id of up to "
        "64 letters, digits and . _ - + / &"
    )


def test_what_is_wrong_is_told(tmp_path):
    def said(source: Path, **given: object) -> str:
        with pytest.raises(NetworkError) as found:
            adopt_gas(source, tmp_path / "gas", **given)
        return "\n".join(str(fault) for fault in found.value.faults)

    assert said(tmp_path / "none.json").endswith("there is no such file or folder")
    assert said(BELGIAN) == ("gas: has no regions: say by --regions into how many it is to be cut")
    assert said(BELGIAN, regions=24) == (
        "--regions: '24' is not between 1 and 23, the number of nodes of gas"
    )
    assert said(BELGIAN, regions=2, nomination="x") == (
        "--nomination: 'x' is used with a network of GasLib only: leave it out"
    )
    assert "is no gas network that is known" in said(ROOT / "data", regions=2)
    (tmp_path / "bad.json").write_text("{")
    assert "bad.json: is no json" in said(tmp_path / "bad.json", regions=2)
    assert not (tmp_path / "gas").exists()
