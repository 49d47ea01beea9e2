"""A network that pandapipes 0.16.0 wrote (`pandapipes_net.json`), with the pressures it found.

Eight junctions: a well at 60 bar, a mesh of three pipes, an open valve, a compressor, 40 km of pipe
and a pressure control; a source and three sinks. Standard types and empty tables are cut out.
"""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest

from holdfast.gas import GasError, read_pandapipes, steady_flow

FILE = Path(__file__).with_name("pandapipes_net.json")
NAMES = ("well", "fork", "town", "works", "lift", "far", "low", "spare")


def found_by_pandapipes():
    """Pressures that stand in the file, absolute [bar]."""
    held = json.loads(FILE.read_text("utf-8"))["_object"]["res_junction"]["_object"]
    table = json.loads(held)
    return np.array([row[0] for row in table["data"]]) + 1.01325


def test_all_that_the_file_holds_is_there():
    made = read_pandapipes(FILE, keep_names=True)
    assert made.nodes == NAMES
    assert len(made.resistance) == 5  # the sixth is out of service
    assert made.demand.tolist() == [0, 0, 0, 9, 0, 0, 20, 18]
    assert made.supply.tolist() == [47, 5, 0, 0, 0, 0, 0, 0]
    assert made.supply_pressure[0] == pytest.approx(61.01325)
    assert made.ratio.tolist() == [1.3]
    assert made.regulator_set_point.tolist() == pytest.approx([17.01325])
    assert (made.nodes[made.tie_from[0]], made.nodes[made.tie_to[0]]) == ("town", "spare")
    assert read_pandapipes(FILE).nodes[3] == "junction 3"
    assert made.volume[0] == pytest.approx(30e3 * np.pi * 0.25 / 4)


def test_pressures_of_pandapipes():
    theirs = found_by_pandapipes()
    # Theirs takes K at the mean pressure of each pipe; one K for all here, that of 57 bar.
    made = read_pandapipes(FILE, compressibility=1 - 0.0022 * 57.5)
    put = np.array([0, 5, 0, -29, 20, 0, -20, -18.0])  # the compressor takes 20 at works
    put[[4, 5, 6]] = 0, -20, 0
    held = np.full(8, np.nan)
    held[0], held[4] = theirs[0], theirs[4]
    apart = dataclasses.replace(
        made,
        regulator_from=np.zeros(0, int),
        regulator_to=np.zeros(0, int),
        regulator_set_point=np.zeros(0),
        regulator_most_flow=np.zeros(0),
    )
    found = steady_flow(apart, put, held)
    # 64 / Re of theirs is 7e-6 of .0137; K varies by 1 % among the pipes.
    assert found.pressure[:4] == pytest.approx(theirs[:4], rel=5e-4)
    assert found.pressure[7] == pytest.approx(theirs[7], rel=5e-4)
    assert found.pressure[5] == pytest.approx(theirs[5], rel=5e-4)


def test_limits_are_asked_for():
    made = read_pandapipes(FILE, least_pressure=10, highest_pressure=50)
    assert (made.pressure_min == 10).all()
    assert (made.supply_pressure == 50).all()
    assert made.set_point.tolist() == [50.0]
    assert np.isinf(read_pandapipes(FILE).set_point).all()
    with pytest.raises(ValueError, match="highest_pressure is -1"):
        read_pandapipes(FILE, highest_pressure=-1)


def broken(tmp_path, **changes):
    """The file with other rows: table="column=value" of its first row."""
    data = json.loads(FILE.read_text("utf-8"))
    for name, change in changes.items():
        held = data["_object"][name]
        table = json.loads(held["_object"])
        for column, value in change.items():
            table["data"][0][table["columns"].index(column)] = value
        held["_object"] = json.dumps(table)
    path = tmp_path / "net.json"
    path.write_text(json.dumps(data), "utf-8")
    return path


def test_all_faults_are_told_at_once(tmp_path):
    path = broken(
        tmp_path,
        pipe={"length_km": -1.0, "k_mm": 400.0},
        sink={"junction": 77, "mdot_kg_per_s": "much"},
        compressor={"pressure_ratio": 0.5},
        press_control={"controlled_junction": 2},
        junction={"tfluid_k": None},
        source={"in_service": "yes"},
    )
    with pytest.raises(GasError) as caught:
        read_pandapipes(path)
    assert sorted(str(caught.value).splitlines()) == [
        "net.json compressor 0, pressure_ratio: '0.5' is out of range; a number of at least 1 is "
        "needed",
        "net.json junction 0, tfluid_k: is missing; a number above 0 is needed",
        "net.json pipe 0, k_mm: '400.0' is not under half the diameter",
        "net.json pipe 0, length_km: '-1.0' is out of range; a number above 0 is needed",
        "net.json press_control 0, controlled_junction: '2' is not where it leads to, to_junction; "
        "no other is read",
        "net.json sink 0, junction: '77' is no index of junction",
        "net.json sink 0, mdot_kg_per_s: 'much' is no number; a number of at least 0 is needed",
        "net.json source 0, in_service: 'yes' is neither true nor false",
    ]


def test_what_is_out_of_service_is_left_out(tmp_path):
    made = read_pandapipes(broken(tmp_path, valve={"opened": False}))
    assert len(made.tie_from) == 0
    made = read_pandapipes(
        broken(tmp_path, junction={"in_service": False}, ext_grid={"junction": 1})
    )
    assert len(made.nodes) == 7
    assert len(made.resistance) == 4
    with pytest.raises(GasError, match="ext_grid: has no rows in service; one is needed"):
        read_pandapipes(broken(tmp_path, ext_grid={"in_service": False}))


def test_a_valve_with_losses_is_a_pipe_without_volume(tmp_path):
    made = read_pandapipes(broken(tmp_path, valve={"loss_coefficient": 3.0}))
    assert len(made.tie_from) == 0
    assert made.volume[-1] == 0
    area = np.pi * 0.4**2 / 4
    assert made.resistance[-1] == pytest.approx(3 * made.sound_speed**2 / area**2 / 1e10)


def test_what_there_is_no_element_for_is_refused(tmp_path):
    data = json.loads(FILE.read_text("utf-8"))
    pump = {"columns": ["from_junction", "to_junction", "in_service"], "index": [4]}
    pump["data"] = [[0, 1, True]]
    data["_object"]["pump"] = {"_class": "DataFrame", "_object": json.dumps(pump)}
    path = tmp_path / "net.json"
    path.write_text(json.dumps(data), "utf-8")
    with pytest.raises(GasError, match=r"net\.json pump 4: is not read; take it out of service"):
        read_pandapipes(path)


@pytest.mark.parametrize("text", ["", "[]", '{"_class": "pandapowerNet", "_object": {}}'])
def test_what_is_no_network_of_pandapipes(tmp_path, text):
    path = tmp_path / "net.json"
    path.write_text(text, "utf-8")
    with pytest.raises(GasError, match=r"net\.json is no"):
        read_pandapipes(path)
