"""Networks of GasLib as they are read: numbers by hand from the files, and every fault at once."""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
import pytest

from gas.networks import gaslib
from holdfast.gas import GasError, read_gaslib, zones


@pytest.mark.parametrize(
    ("number", "nodes", "pipes", "compressors", "regulators", "ties", "nominated"),
    [
        (11, 11, 8, 2, 0, 1, 65.4166667),
        (24, 24, 20, 3, 1, 1, 118.6928722),
        (40, 40, 39, 6, 0, 0, 474.2708333),
        (135, 135, 141, 29, 0, 0, 863.5),
    ],
)
def test_all_that_the_file_holds_is_there(
    number, nodes, pipes, compressors, regulators, ties, nominated
):
    made = read_gaslib(gaslib(number))
    counts = (
        len(made.nodes),
        len(made.resistance),
        len(made.ratio),
        len(made.regulator_set_point),
        len(made.tie_from),
    )
    assert counts == (nodes, pipes, compressors, regulators, ties)
    assert made.supply.sum() == pytest.approx(nominated, rel=1e-8)
    assert made.demand.sum() == pytest.approx(nominated, rel=1e-8)
    assert made.unit == "kg/s"


def test_a_pipe_by_hand():
    made = read_gaslib(gaslib(11), compressibility=1.0)
    # R T / M with M = .6 x 28.9647 g/mol at 283.15 K; 55 km of .5 m with friction .013724524.
    square = 8.314462618 * 283.15 / (0.6 * 0.02896546)
    area = np.pi * 0.25 / 4
    assert made.sound_speed == pytest.approx(np.sqrt(square))
    expected = 0.01372452402130078 * 55000 * square / (0.5 * area**2) / 1e10
    assert made.resistance == pytest.approx(np.full(8, expected))
    assert made.volume == pytest.approx(np.full(8, 55000 * area))
    assert made.nodes[made.pipe_from[2]] == "entry02"
    assert made.nodes[made.pipe_to[2]] == "N03"


def test_resistor_and_regulator_by_hand():
    made = read_gaslib(gaslib(24), compressibility=1.0, limits_held=False)
    area = np.pi * 0.9**2 / 4
    assert made.resistance[-1] == pytest.approx(
        5.40999984741211 * made.sound_speed**2 / area**2 / 1e10
    )
    assert made.volume[-1] == 0
    assert made.regulator_set_point.tolist() == [70.0]  # its own 80 bar, its outlet node's 70
    assert made.most_power[0] == pytest.approx(439.0915754)
    assert made.ratio[0] == pytest.approx(72 / 35)


def test_a_zone_is_fed_at_its_lowest_limit():
    made = read_gaslib(gaslib(24))
    assert made.regulator_set_point.tolist() == [35.0]  # exit02 behind it bears 35 bar
    zone = zones(made)
    exit02 = made.nodes.index("exit02")
    behind = zone == zone[exit02]
    assert behind.sum() == 2
    assert (made.supply_pressure[behind] == 35).all()
    assert (made.supply_pressure[~behind] == 70).all()
    assert (made.pressure_max == np.where(behind, 35, 70)).all()
    eleven = read_gaslib(gaslib(11))
    assert eleven.set_point.tolist() == [70.0, 60.0]
    assert read_gaslib(gaslib(11), limits_held=False).set_point.tolist() == [70.0, 70.0]


def test_a_least_pressure_is_asked_for():
    assert read_gaslib(gaslib(40)).pressure_min.max() == pytest.approx(1.01325)
    assert (read_gaslib(gaslib(40), least_pressure=25).pressure_min == 25).all()
    assert read_gaslib(gaslib(11), least_pressure=65).pressure_min.min() == 60
    with pytest.raises(ValueError, match="least_pressure is -1"):
        read_gaslib(gaslib(40), least_pressure=-1)


def broken(tmp_path, change, number=11):
    data = json.loads(gaslib(number).read_text("utf-8"))
    change(data)
    path = tmp_path / "net.json"
    path.write_text(json.dumps(data), "utf-8")
    return path


def test_the_order_of_keys_in_the_file_changes_nothing(tmp_path):
    def turn(data):
        for kind, rows in data["network"].items():
            data["network"][kind] = dict(reversed(rows.items()))

    one, other = read_gaslib(gaslib(24)), read_gaslib(broken(tmp_path, turn, 24))
    assert one.nodes == other.nodes
    assert (one.resistance == other.resistance).all()


def test_all_faults_are_told_at_once_by_place_key_and_value(tmp_path):
    def change(data):
        net = data["network"]
        net["pipes"]["3"]["diameter"] = -0.5
        net["pipes"]["4"]["length"] = "long"
        net["pipes"]["5"]["to_node"] = 77
        net["pipes"]["6"]["fr_node"] = net["pipes"]["6"]["to_node"] = 4
        net["compressors"]["1"]["max_c_ratio"] = 0.5
        del net["compressors"]["2"]["max_power"]
        net["nodes"]["2"]["name"] = "N04"
        net["nodes"]["7"]["min_pressure"] = 9e6
        net["pipes"]["7"]["friction_factor"] = 10**400
        del data["params"]["params"]["Temperature (K):"]
        net["valves"] = []
        exits = data["nominations"]["GasLib-11"]["exit_nominations"]
        exits["9"] = {"max_withdrawal": 1.0}
        exits["1"]["max_withdrawal"] = True

    with pytest.raises(GasError) as caught:
        read_gaslib(broken(tmp_path, change))
    said = str(caught.value).splitlines()
    positive = "a number above 0 is needed"
    assert said == [
        "net.json nodes 4, name: 'N04' stands twice; each node has a name of its own",
        "net.json nodes 7, min_pressure: '9000000.0' is above max_pressure 7e+06",
        "net.json network, valves: '[]' is no table {...}",
        "net.json params, Temperature (K):: is missing; a number above 0 is needed",
        "net.json pipes 3, diameter: '-0.5' is out of range; a number above 0 is needed",
        "net.json pipes 4, length: 'long' is no number; a number above 0 is needed",
        "net.json pipes 5, to_node: '77' is no node",
        "net.json pipes 6, to_node: '4' is fr_node too",
        f"net.json pipes 7, friction_factor: '1{'0' * 59}' is out of range; {positive}",
        "net.json compressors 1, max_c_ratio: '0.5' is out of range; a number of at least "
        "1 is needed",
        "net.json compressors 2, max_power: is missing; a number above 0 is needed",
        "net.json exit_nominations 1, max_withdrawal: 'True' is no number; a number of "
        "at least 0 is needed",
        "net.json exit_nominations 9: is none of exits of the network",
    ]


def test_a_fixed_loss_is_refused_or_left_out(tmp_path):
    def change(data):
        net = data["network"]
        net["loss_resistors"]["1"] = {"fr_node": 1, "to_node": 3, "pressure_loss": 5e4}

    path = broken(tmp_path, change)
    with pytest.raises(GasError, match=r"loss_resistors 1, pressure_loss: '50000\.0' is a fixed"):
        read_gaslib(path)
    assert len(read_gaslib(path, losses_as_ties=True).tie_from) == 2


def test_a_nomination_is_named_where_there_are_several(tmp_path):
    def change(data):
        cold = json.loads(json.dumps(data["nominations"]["GasLib-11"]))
        cold["exit_nominations"]["1"]["max_withdrawal"] = 30.0
        data["nominations"]["cold"] = cold

    path = broken(tmp_path, change)
    with pytest.raises(GasError, match="nomination may be: GasLib-11, cold"):
        read_gaslib(path)
    assert read_gaslib(path, nomination="cold").demand.max() == 30


@pytest.mark.parametrize("text", ["", "[]", "{", "3", "null"])
def test_what_is_no_network_at_all(tmp_path, text):
    path = tmp_path / "net.json"
    path.write_text(text, "utf-8")
    with pytest.raises(GasError, match=r"net\.json"):
        read_gaslib(path)


def test_the_readers_load_neither_numba_nor_pandas():
    code = (
        "import sys, holdfast.gas as gas; gas.read_gaslib, gas.read_belgian;"
        "assert not {'numba', 'pandas'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
