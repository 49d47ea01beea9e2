"""Grids as others keep them: what is read, held against who wrote them, and what is refused."""

from __future__ import annotations

import csv
import importlib.util
import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from holdfast.adopt.grid.adopt import find
from holdfast.adopt.grid.found import Found, GridError
from holdfast.adopt.grid.matpower import found_in_matpower
from holdfast.adopt.grid.pandapower import found_in_pandapower
from holdfast.adopt.grid.pypsa import found_in_pypsa

GRIDS = Path(__file__).parent / "grids"
OF_PANDAPOWER = {
    "twin": 0.008310249,
    "short": 0.099173554,
    "equivalent": 0.2,
    "big": 0.041191058,
    "three-hv": 0.074976132,
    "three-mv": 0.049967605,
    "three-lv": 0.224930103,
}
"""Per unit on 100 MVA, of pandapower 3.5.6, rundcpp(trafo_model="pi"): x times ratio."""


def by_name(found: Found, what: str) -> dict[str, object]:
    return {each.name: each for each in getattr(found, what)}


def said(error: pytest.ExceptionInfo[GridError]) -> list[str]:
    return [str(fault) for fault in error.value.faults]


def test_reactances_of_pypsa_are_its_own():
    found = found_in_pypsa(GRIDS / "five-buses")
    own = {}
    for table in ("lines.csv", "transformers.csv"):
        with (GRIDS / "five-buses" / table).open() as file:
            own |= {row["name"]: 100 * float(row["x_pu_eff"]) for row in csv.DictReader(file)}
    assert {each.name: each.reactance for each in found.corridors} == pytest.approx(own, rel=1e-12)


def test_a_network_of_pypsa_by_hand():
    found = found_in_pypsa(GRIDS / "five-buses")
    assert [node.region for node in found.nodes] == ["AA", "AA", "BB", "BB", "BB"]
    ratings = {each.name: each.rating for each in found.corridors}
    assert ratings == {"L1": 900, "L2": 0.7 * 3000, "L3": np.inf, "T1": 400, "T2": 160}
    (tie,) = found.ties
    assert (tie.one, tie.other, tie.capacity) == (0, 4, 300)
    plants = by_name(found, "plants")
    assert (plants["G1"].kind, plants["G1"].capacity, plants["G1"].cost) == ("gas", 1500, 50)
    # p_max_pu rises evenly from .2 to .5 through the day: means of the hours 0-5, 6-11, ...
    wind = 0.2 + 0.3 / 23 * (2.5 + 6 * np.arange(4))
    assert plants["W1"].shape == pytest.approx(wind)
    assert plants["S1"].capacity == 80
    wave = 400 + 100 * np.sin(np.arange(24) / 24 * 6.28)
    town = next(load for load in found.loads if load.node == 1)
    assert town.blocks == pytest.approx(wave.reshape(4, 6).mean(axis=1))
    assert sum(load.blocks[0] for load in found.loads) == pytest.approx(town.blocks[0] + 400)


def test_netcdf_and_csv_of_one_network_are_the_same_grid():
    assert found_in_pypsa(GRIDS / "five-buses.nc") == found_in_pypsa(GRIDS / "five-buses")


def test_without_the_library_netcdf_is_refused_with_what_to_do(monkeypatch):
    there = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "h5netcdf" else there(name)
    )
    with pytest.raises(GridError) as error:
        found_in_pypsa(GRIDS / "five-buses.nc")
    assert said(error) == [
        "five-buses.nc: netCDF files need the library h5netcdf: install it with "
        "`pip install 'holdfast[adopt]'`, or export the network as csv files"
    ]


def test_reactances_of_pandapower_are_its_own():
    found = found_in_pandapower(GRIDS / "six-buses.json")
    made = {each.name: each.reactance for each in found.corridors}
    assert made == pytest.approx(OF_PANDAPOWER, rel=1e-7)


def test_a_network_of_pandapower_by_hand():
    found = found_in_pandapower(GRIDS / "six-buses.json")
    # a closed switch makes two buses one, a transformer of three windings brings a node
    assert [node.name for node in found.nodes] == [
        "bus 0",
        "bus 1",
        "bus 2",
        "bus 3",
        "bus 5",
        "three",
    ]
    corridors = by_name(found, "corridors")
    assert "open" not in corridors
    assert corridors["twin"].circuits == 2
    assert corridors["twin"].rating == pytest.approx(2 * 1.2 * np.sqrt(3) * 380)
    assert [load.blocks[0] for load in found.loads] == [200, 10]
    plants = by_name(found, "plants")
    assert (plants["station"].capacity, plants["station"].cost) == (400, 40)
    (border,) = found.borders
    assert (border.node, border.limit) == (0, 250)
    assert found.lines[0] == "1 storage left out"


def test_areas_of_a_case_are_its_regions(root):
    found = found_in_matpower(root / "data" / "grids" / "pglib_opf_case24_ieee_rts.m")
    assert len({node.region for node in found.nodes}) == 4
    assert sum(load.blocks[0] for load in found.loads) == 2850
    assert sum(plant.capacity for plant in found.plants) == 3405


def test_like_circuits_are_one_corridor(root):
    found = find(root / "data" / "grids" / "pglib_opf_case24_ieee_rts.m")
    twins = [each for each in found.corridors if each.circuits == 2]
    assert (len(found.corridors), len(twins)) == (34, 4)
    # buses 20 and 23: two lines of .0216 and 500 MW
    (one,) = [each for each in twins if {each.one, each.other} == {19, 22}]
    assert (one.reactance, one.rating) == pytest.approx((0.0108, 1000))


def test_lines_of_direct_current_are_links(root, tmp_path):
    text = (root / "data" / "grids" / "pglib_opf_case5_pjm.m").read_text()
    text += "\nmpc.dcline = [\n 1 3 1 50 49 0 0 1 1 -100 120;\n 1 4 0 50 49 0 0 1 1 -100 120;\n];\n"
    (tmp_path / "dc.m").write_text(text)
    (tie,) = found_in_matpower(tmp_path / "dc.m").ties
    assert (tie.one, tie.other, tie.capacity) == (0, 2, 120)


def changed(tmp_path: Path, table: str, *pairs: tuple[str, str]) -> Path:
    folder = Path(shutil.copytree(GRIDS / "five-buses", tmp_path / "net"))
    text = (folder / table).read_text()
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    (folder / table).write_text(text)
    return folder


def test_all_faults_of_pypsa_at_once(tmp_path):
    folder = changed(
        tmp_path,
        "lines.csv",
        ("L1,bus 0", "L1,bus 9"),
        ("9.84", "0.0"),
        ("L3,bus 0,bus 2,,40.0", "L3,bus 0,bus 2,,many"),
    )
    with pytest.raises(GridError) as error:
        found_in_pypsa(folder)
    assert said(error) == [
        "net/lines.csv row 2 (L1), column bus0: 'bus 9' is no bus of the network",
        "net/lines.csv row 3 (L2), column x: '0' is no reactance, which is a number other than 0: "
        "PyPSA computes it from the type Al/St 240/40 4-bundle 380.0; call "
        "calculate_dependent_values() and export the network again",
        "net/lines.csv row 4 (L3), column x: 'many' is not a number",
    ]


def test_all_faults_of_pandapower_at_once(tmp_path):
    net = json.loads((GRIDS / "six-buses.json").read_text())
    text = net["_object"]["line"]["_object"]
    changed_line = text.replace('"twin",null,0,1,80.0', '"twin",null,0,77,80.0')
    net["_object"]["line"]["_object"] = changed_line.replace(
        '"short",null,2,3,30.0', '"short",null,2,3,0.0'
    )
    trafo = net["_object"]["trafo"]["_object"]
    net["_object"]["trafo"]["_object"] = trafo.replace("300.0,380.0", '"x",380.0')
    (tmp_path / "bad.json").write_text(json.dumps(net))
    with pytest.raises(GridError) as error:
        found_in_pandapower(tmp_path / "bad.json")
    assert said(error) == [
        "bad.json line row 0 (twin), column to_bus: '77' is no index of bus",
        "bad.json line row 1 (short), column length_km: '0' is not above 0",
        "bad.json trafo row 0 (big), column sn_mva: 'x' is not a number",
    ]


def test_all_faults_of_a_case_at_once(root, tmp_path):
    text = (root / "data" / "grids" / "pglib_opf_case5_pjm.m").read_text()
    for old, new in (
        ("mpc.baseMVA = 100.0", "mpc.baseMVA = none"),
        ("mpc.version = '2'", "mpc.version = '1'"),
        ("\t1\t 2\t 0.00281", "\t1\t 9\t 0.00281"),
        ("300.0\t 98.61", "many\t 98.61"),
        ("230.0\t 1\t    1.10000\t    0.90000;\n\t2", "high\t 1\t    1.1\t    0.9;\n\t2"),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    text += "\nmpc.dcline = [\n 1 7 1 50 49 0 0 1 1 -100 120;\n];\n"
    (tmp_path / "bad.m").write_text(text)
    with pytest.raises(GridError) as error:
        find(tmp_path / "bad.m")
    assert said(error) == [
        "bad.m mpc.version: '1' is not read; only version '2' is: let MATPOWER's savecase write "
        "it anew",
        "bad.m mpc.baseMVA: 'none' is not a number above 0, of 1e-09 to 1e+12",
        "bad.m mpc.bus row 2 (bus 2), column Pd: 'many' is not a number",
        "bad.m mpc.branch row 1 (1-9), column tbus: '9' is no bus of mpc.bus",
        "bad.m mpc.bus row 1 (bus 1), column baseKV: 'high' is not a finite number",
        "bad.m mpc.dcline row 1 (1-7), column tbus: '7' is no bus of mpc.bus",
    ]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("grid.xyz", b"", "is no grid that is known"),
        ("grid.json", b"{", "cannot be read as json"),
        ("grid.json", b"{}", "is no network that pandapower.to_json wrote"),
        ("grid.nc", b"nothing", "cannot be read as a netCDF file"),
        ("grid.m", b"", "mpc.bus: is missing"),
    ],
)
def test_what_is_no_grid(tmp_path, name, data, message):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(GridError, match=message):
        find(tmp_path / name)


def test_a_folder_without_a_network_and_a_file_that_is_not_there(tmp_path):
    with pytest.raises(GridError, match="holds no buses"):
        find(tmp_path)
    with pytest.raises(GridError, match="no such file"):
        find(tmp_path / "gone.m")
