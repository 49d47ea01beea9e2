"""Reading files that say what is damaged: what is read, and every fault."""

from __future__ import annotations

import pytest

from holdfast.power import read_restoration

CASE = """function mpc = small
mpc.version = '2';
mpc.baseMVA = 100;
mpc.bus = [
    7 3 0   0 0 0 1 1 0 230 1 1.1 0.9;
    9 1 50  0 0 0 1 1 0 230 1 1.1 0.9
];
%column_names% status damaged
mpc.bus_damage = [
    1 0;
    1 1;
];
mpc.gen = [
    7 40 0 30 -30 1 100 1 80 0;
    9 40 0 30 -30 1 100 0 90 0;
];
%column_names% damaged
mpc.gen_damage = [
    1;
    1;
];
mpc.branch = [
    7 9 0.01 0.10 0 60 0 0 0 0 1 -30 30;
    7 7 0.01 0.10 0 60 0 0 0 0 1 -30 30;
    7 9 0.01 0.10 0 60 0 0 0 0 0 -30 30;
];
mpc.storage = [
    9 0 0 20 100 50 70 .8 .9 100 -50 70 .1 0 0 0 1;
    7 0 0 20 100 50 70 .8 .9 100 -50 70 .1 0 0 0 1;
];
"""


def test_what_stands_at_a_damaged_bus_is_damaged(tmp_path):
    (tmp_path / "small.m").write_text(CASE)
    grid, branch, generator = read_restoration(tmp_path / "small.m")
    assert grid.bus_out.tolist() == [False, True]
    # The third branch and the second generator are out of service: not part of the grid.
    assert branch.tolist() == [True, False, False]
    assert generator.tolist() == [True, False, True, False]
    assert grid.generator_bus.tolist() == [0, 1, 1, 0]
    assert grid.capacity.tolist() == [80, 0, 0, 0]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("    1 1;\n]", "]", "small.m: mpc.bus_damage: 1 rows, mpc.bus has 2"),
        ("    1 1;\n]", "    1 2;\n]", "mpc.bus_damage, row 2, column damaged: '2', 0 or 1"),
        ("    1 1;\n]", "    1;\n]", "mpc.bus_damage, row 2, column damaged: 'nothing', 0 or 1"),
        ("%column_names% damaged", "", "mpc.gen_damage: no line %column_names% above it"),
        ("    9 0 0 20", "    8 0 0 20", "mpc.storage, row 1, column storage_bus: no bus 8"),
        (" 0 0 0 1;\n    7 0", ";\n    7 0", "mpc.storage, row 1: 13 columns, at least 17"),
        (
            "    9 0 0 20",
            "    x 0 0 20",
            "mpc.storage, row 1: the bus or the status is not a number",
        ),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path, old, new, message):
    assert old in CASE
    (tmp_path / "small.m").write_text(CASE.replace(old, new))
    with pytest.raises(ValueError, match=r".") as told:
        read_restoration(tmp_path / "small.m")
    assert message in str(told.value)


def test_a_file_that_says_nothing_of_damage_is_refused(root):
    with pytest.raises(ValueError, match="no table of damage"):
        read_restoration(root / "data" / "grids" / "pglib_opf_case5_pjm.m")
