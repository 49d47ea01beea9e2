"""Grids broken anywhere: read, or refused with faults; never anything else."""

from __future__ import annotations

import csv
import io
import json
import random
import shutil
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.adopt.grid.adopt import find
from holdfast.adopt.grid.found import GridError
from holdfast.adopt.grid.regions import regions_of
from holdfast.adopt.grid.tables import grid_tables, name_all, texts
from holdfast.scenario import Fault

GRIDS = Path(__file__).parent / "grids"
ODD = st.sampled_from(
    ["", "x", "nan", "inf", "-inf", "0", "-1", "1e400", "1e-320", "bus 0", "7", "Ü", "a,b", "True"]
)


def made_of(path: Path) -> tuple[list[Fault], dict[str, str]]:
    """The faults of a grid, or its tables."""
    try:
        found = find(path)
        region, names = regions_of(found, path.name, 2)
    except GridError as error:
        return error.faults, {}
    return [], texts(grid_tables(found, region, name_all(found, path.name, names, keep=False)))


def taken(path: Path) -> bool:
    """Read a grid and make its tables, or be refused (True) with faults that are whole sentences.

    Faults name the file.
    """
    faults, made = made_of(path)
    assert all(fault.message and path.name in str(fault) for fault in faults)
    assert bool(faults) != bool(made)
    for name, text in made.items():
        rows = list(csv.DictReader(io.StringIO(text)))
        numbers = [
            float(cell)
            for row in rows
            for column, cell in row.items()
            if cell and column.endswith(("_mw", "_pu", "_share"))
        ]
        assert np.isfinite(numbers).all(), name
    return bool(faults)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_pypsa_with_a_cell_changed(data):
    with tempfile.TemporaryDirectory() as place:
        folder = Path(shutil.copytree(GRIDS / "five-buses", Path(place) / "net"))
        names = [path.name for path in sorted(folder.glob("*.csv"))]
        table = folder / data.draw(st.sampled_from(names))
        rows = list(csv.reader(io.StringIO(table.read_text())))
        row = data.draw(st.integers(0, len(rows) - 1))
        rows[row][data.draw(st.integers(0, len(rows[row]) - 1))] = data.draw(ODD)
        with table.open("w", newline="") as file:
            csv.writer(file).writerows(rows)
        taken(folder)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_pandapower_with_a_cell_changed(data):
    net = json.loads((GRIDS / "six-buses.json").read_text())
    held = net["_object"]
    tables = sorted(n for n, t in held.items() if isinstance(t, dict) and "_object" in t)
    name = data.draw(st.sampled_from(tables))
    table = json.loads(held[name]["_object"])
    cells = data.draw(st.sampled_from(table["data"]))
    odd = st.one_of(ODD, st.sampled_from([None, -1, 0, 0.0, 2.5, 99, True, [1], {}, 1e308]))
    cells[data.draw(st.integers(0, len(cells) - 1))] = data.draw(odd)
    held[name]["_object"] = json.dumps(table)
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "net.json"
        path.write_text(json.dumps(net))
        taken(path)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_case_with_a_word_changed(data):
    root = Path(__file__).parents[2]
    text = (root / "data" / "grids" / "pglib_opf_case5_pjm.m").read_text()
    lines = text.splitlines()
    first = next(k for k, line in enumerate(lines) if line.startswith("mpc.baseMVA"))
    last = next(k for k, line in enumerate(lines) if "INFO" in line)
    filled = [k for k in range(first, last) if lines[k].strip() and lines[k][0] == "\t"]
    row = data.draw(st.sampled_from(filled))
    words = lines[row].split("\t")
    words[data.draw(st.integers(0, len(words) - 1))] = data.draw(ODD)
    lines[row] = "\t".join(words)
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "case.m"
        path.write_text("\n".join(lines))
        taken(path)


@pytest.mark.parametrize("cut", [0.2, 0.5, 0.9])
def test_files_that_end_half_way(tmp_path, cut):
    for name in ("five-buses.nc", "six-buses.json"):
        whole = (GRIDS / name).read_bytes()
        (tmp_path / name).write_bytes(whole[: int(cut * len(whole))])
        with pytest.raises(GridError, match=name):
            find(tmp_path / name)


SLIPS = [*"';,{}[]%x\x00\n:é\" ", "", "nan", "inf", "-1", "0", "1e999", "1e-320", "9" * 400]
SLIPS += ["null", "true", "99", "2.5", "bus 0"]


@pytest.mark.parametrize("name", ["five-buses", "six-buses.json", "case5.m", "five-buses.nc"])
def test_a_sign_or_word_changed_anywhere_is_a_fault_that_names_the_file(root, tmp_path, name):
    """Two hundred files a kind, each with one slip: read whole, or refused by the file's name."""
    luck = random.Random(8)
    refused = 0
    for number in range(40 if name.endswith(".nc") else 200):
        source = GRIDS / name
        if name == "case5.m":
            source = root / "data" / "grids" / "pglib_opf_case5_pjm.m"
        place = tmp_path / str(number) / name
        place.parent.mkdir()
        if source.is_dir():
            shutil.copytree(source, place)
            target = luck.choice(sorted(place.glob("*.csv")))
        else:
            target = Path(shutil.copy(source, place))
        target.write_bytes(slipped(target.read_bytes(), luck))
        refused += taken(place)
        shutil.rmtree(place.parent)
    assert refused > 10


def slipped(data: bytes, luck: random.Random) -> bytes:
    """The file with one word, sign, line or stretch of it changed or gone."""
    at = luck.randrange(len(data))
    kind = luck.random()
    if kind < 0.2:  # a stretch is gone
        return data[:at] + data[at + luck.randrange(1, 200) :]
    if kind < 0.3:  # what follows is gone
        return data[:at]
    if kind < 0.5:  # a sign becomes another
        return data[:at] + luck.choice(SLIPS).encode() + data[at + 1 :]
    ends = b',\n\t ;[]{}:"'
    start = max(data.rfind(end.to_bytes(1, "big"), 0, at) for end in ends) + 1
    stop = min((p for end in ends if (p := data.find(end, at)) >= 0), default=len(data))
    return data[:start] + luck.choice(SLIPS).encode() + data[stop:]
