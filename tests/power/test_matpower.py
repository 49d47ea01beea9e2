"""Reading MATPOWER files: what is read, and every fault at once."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from holdfast.power import read_matpower
from holdfast.power.casefile import CaseError
from public_grids import public_grid

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
        ("mpc.baseMVA = 100;", "", "small.m mpc.baseMVA: is missing; a number above 0 is needed"),
        ("MVA = 100;", "MVA = none;", "mpc.baseMVA: 'none' is not a number above 0"),
        ("= '2'", "= '1'", "small.m mpc.version: '1' is not read; only version '2' is"),
        ("mpc.version = '2';", "", "mpc.version: is missing; only cases of version '2' are read"),
        ("    9 1 50 ", "    9 1 x ", "mpc.bus row 2 (bus 9), column Pd: 'x' is not a number"),
        ("    9 1 50 ", "    9 1 5_0 ", "mpc.bus row 2 (bus 9), column Pd: '5_0' is not a number"),
        ("    9 1 50 ", "    7 1 50 ", "mpc.bus row 2 (bus 7), column bus_i: '7' stands twice"),
        ("    9 1 50 ", "    9.5 1 50 ", "column bus_i: '9.5' is no number of a bus: a whole"),
        ("    9 40", "    8 40", "mpc.gen row 2 (at bus 8), column bus: '8' is no bus of mpc.bus"),
        ("0.01 0.10 0", "0.01 0 0", "mpc.branch row 1 (7-9), column x: '0' is no reactance"),
        ("0 60", "0 -60", "mpc.branch row 1 (7-9), column rateA: '-60' is below 0"),
        ("0 60", "0 1e99", "mpc.branch row 1 (7-9), column rateA: '1e99' is out of all range"),
        ("mpc.gen", "mpc.generators", "mpc.gen: is missing"),
        (" 1 80 0;", ";", "mpc.gen row 1 (at bus 7): has 7 columns, "),
        (" 1 1.1 0.9\n", " 1 1.1\n", "mpc.bus row 2 (bus 9): has 12 columns, the others have 13"),
        ("0.9\n];", "0.9\n", "mpc.bus: is not closed by ]"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path, old, new, message):
    (tmp_path / "small.m").write_text(CASE.replace(old, new))
    with pytest.raises(ValueError, match=r".") as told:
        read_matpower(tmp_path / "small.m")
    assert message in str(told.value)


def test_all_faults_are_told_at_once(tmp_path):
    text = CASE
    for old, new in (
        ("    9 40", "    8 40"),  # a bus that is not known
        ("0.10", "0.0"),  # no reactance
        ("9 1 50", "9 1 many"),  # no number
        ("'2'", "'1'"),  # a version that is not read
        (" 0 -30 30;\n];", " 0;\n];"),  # a row that is too short
    ):
        assert old in text
        text = text.replace(old, new)
    (tmp_path / "small.m").write_text(text)
    with pytest.raises(CaseError) as told:
        read_matpower(tmp_path / "small.m")
    assert len(str(told.value).splitlines()) == 5
    again = pickle.loads(pickle.dumps(told.value))
    assert (str(again), again.faults) == (str(told.value), told.value.faults)


def test_a_bracket_in_a_comment_ends_no_table_and_rows_may_go_on(tmp_path):
    text = CASE.replace("Pd ...", "Pd [MW]").replace("7 40 0 30", "7 40 ... to go on\n 0 30")
    (tmp_path / "small.m").write_text(text)
    grid = read_matpower(tmp_path / "small.m")
    assert (len(grid.buses), len(grid.capacity)) == (2, 2)


@pytest.mark.parametrize(
    ("case", "buses", "branches"),
    [("case5_pjm", 5, 6), ("case24_ieee_rts", 24, 38), ("case118_ieee", 118, 186)],
)
def test_public_grids_are_read(case, buses, branches):
    grid = read_matpower(public_grid(case))
    assert (len(grid.buses), len(grid.rating)) == (buses, branches)
