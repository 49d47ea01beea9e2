"""The Belgian network as it is read."""

from __future__ import annotations

import shutil

import numpy as np
import pytest

from gas.networks import BELGIAN
from holdfast.gas import GasError, read_belgian
from holdfast.gas.belgian import ARCS, NODES


def test_a_pipe_and_the_totals_by_hand():
    made = read_belgian(BELGIAN)
    assert (len(made.nodes), len(made.resistance), len(made.ratio)) == (23, 24, 3)
    assert made.supply.sum() == pytest.approx(48.966)
    assert made.demand.sum() == pytest.approx(46.318)
    assert made.unit == "mcm/day"
    # Brugge-Zomergem: 26 km of 890 mm, in the units of the law.
    friction = (2 * np.log10(3.7 * 890 / 0.05)) ** -2
    square = 96.07483e-15 * 890.0**5 / (friction * 0.8 * 281.15 * 26 * 0.616)
    assert made.resistance[4] == pytest.approx(1 / square)
    assert made.volume[4] == pytest.approx(np.pi * 0.89**2 / 4 * 26e3)


def test_a_lifted_arc_is_its_pipe_and_then_a_compressor():
    made = read_belgian(BELGIAN, ratio=1.5)
    names = np.array(made.nodes)
    added = ["Voeren-Berneau 1", "Voeren-Berneau 2", "Wanze-Sinsin 1"]
    assert names[made.pipe_from[[9, 10, 21]]].tolist() == ["Voeren", "Voeren", "Wanze"]
    assert names[made.pipe_to[[9, 10, 21]]].tolist() == added
    assert names[made.compressor_from].tolist() == added
    assert names[made.compressor_to].tolist() == ["Berneau", "Berneau", "Sinsin"]
    assert made.ratio.tolist() == [1.5] * 3
    assert made.set_point.tolist() == [66.2, 66.2, 63.0]  # Sinsin, behind the third, bears 63


def test_supplies_enter_where_no_limit_is_passed():
    made = read_belgian(BELGIAN)
    assert made.supply_pressure[made.nodes.index("Zeebrugge")] == 66.2  # its own limit is 77
    own = read_belgian(BELGIAN, limits_held=False)
    assert own.supply_pressure[own.nodes.index("Zeebrugge")] == 77


@pytest.fixture
def folder(tmp_path):
    for name in (NODES, ARCS):
        shutil.copy(BELGIAN / name, tmp_path / name)
    return tmp_path


def change(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_all_faults_are_told_at_once_by_file_row_and_column(folder):
    change(folder / NODES, "Arlon,-99,-0.222,0,66.2", "Anderlues,-99,x,0,66.2")
    change(folder / NODES, "Gent,-99,-5.256,30,80", "Gent,-1,-5.256,90,80")
    change(folder / ARCS, "Gent,Zomergem,590.1,19.0,0", "Gent,Gent,-590.1,,2")
    with pytest.raises(GasError) as caught:
        read_belgian(folder)
    assert str(caught.value).splitlines() == [
        f"{NODES} row 4, node: 'Anderlues' each node needs a name of its own",
        f"{NODES} row 4, supply_max_1e6_m3_per_day: 'x' is no finite number",
        f"{NODES} row 9, supply_min_1e6_m3_per_day: '-1' is above supply_max_1e6_m3_per_day -5.256",
        f"{NODES} row 9, pressure_min_bar: '90' must lie from 0 to pressure_max_bar 80",
        f"{ARCS} row 9, to: 'Gent' is where the arc begins too",
        f"{ARCS} row 9, diameter_mm: '-590.1' is not above 0",
        f"{ARCS} row 9, length_km: '' is no finite number",
        f"{ARCS} row 9, compressor: '2' is neither 0 nor 1",
        f"{ARCS} row 24, to: 'Arlon' is no node of {NODES}",
        f"{ARCS} row 25, from: 'Arlon' is no node of {NODES}",
    ]


def test_a_column_that_is_missing(folder):
    change(folder / ARCS, "length_km", "length")
    with pytest.raises(GasError, match=f"{ARCS} row 1, length_km: the column is missing"):
        read_belgian(folder)


def test_options_out_of_range():
    with pytest.raises(ValueError, match=r"ratio is 0\.9: a number of 1 to 10000 is needed"):
        read_belgian(BELGIAN, ratio=0.9)
