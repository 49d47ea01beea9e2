"""Reading MATPOWER files: what is read, and every fault at once."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.power import read_matpower

CASE = """function mpc = small
mpc.version = '2';
mpc.baseMVA = 100;
mpc.bus = [ % number type Pd ...
    7 3 0   0 0 0 1 1 0 230 1 1.1 0.9;
    9 1 50  0 0 0 1 1 0 230 1 1.1 0.9
];
mpc.gen = [
    7 40 0 30 -30 1 100 1 80 0;
    9 40 0 30 -30 1 100 0 90 0;
];
mpc.branch = [
    7 9 0.01 0.10 0 60 0 0 0    0 1 -30 30;
    9 7 0.01 0.20 0 0  0 0 0.98 10 1 -30 30;
    7 9 0.01 0    0 0  0 0 0    0 0 -30 30;
];
"""


def test_a_case_is_read_for_direct_current(tmp_path):
    (tmp_path / "small.m").write_text(CASE)
    grid = read_matpower(tmp_path / "small.m")
    assert grid.buses == ("7", "9")
    assert grid.demand.tolist() == [0, 50]
    assert grid.branch_from.tolist() == [0, 1, 0]
    assert grid.susceptance[:2] == pytest.approx([1000, 100 / (0.2 * 0.98)])
    assert grid.rating.tolist() == [60, np.inf, np.inf]
    assert grid.shift == pytest.approx([0, np.deg2rad(10), 0])
    assert grid.in_service.tolist() == [True, True, False]
    assert grid.capacity.tolist() == [80, 0]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("mpc.baseMVA = 100;", "", "small.m: mpc.baseMVA is missing, or not a number above 0"),
        ("    9 1 50 ", "    9 1 x ", "mpc.bus, row 2, column Pd: 'x' is not a number"),
        ("    9 1 50 ", "    7 1 50 ", "mpc.bus, column bus_i: bus 7 stands 2 times"),
        ("    9 40", "    8 40", "mpc.gen, row 2, column bus: no bus 8"),
        ("0.01 0.10 0", "0.01 0 0", "mpc.branch, row 1, column x: a reactance of 0"),
        ("mpc.gen", "mpc.generators", "mpc.gen is missing"),
        (" 1 80 0;", ";", "mpc.gen, row 1: 7 columns, at least 9 expected"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path, old, new, message):
    (tmp_path / "small.m").write_text(CASE.replace(old, new))
    with pytest.raises(ValueError, match=r".") as told:
        read_matpower(tmp_path / "small.m")
    assert message in str(told.value)


def test_all_faults_are_told_at_once(tmp_path):
    (tmp_path / "small.m").write_text(CASE.replace("    9 40", "    8 40").replace("0.10", "0.0"))
    with pytest.raises(ValueError, match=r".") as told:
        read_matpower(tmp_path / "small.m")
    assert len(str(told.value).splitlines()) == 2


@pytest.mark.parametrize(
    ("case", "buses", "branches"),
    [("case5_pjm", 5, 6), ("case24_ieee_rts", 24, 38), ("case118_ieee", 118, 186)],
)
def test_public_grids_are_read(root, case, buses, branches):
    grid = read_matpower(root / "data" / "grids" / f"pglib_opf_{case}.m")
    assert (len(grid.buses), len(grid.rating)) == (buses, branches)
