"""What a newcomer gets wrong in a grid: each an ordinary fault, all of them at once."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from holdfast.adopt.grid.adopt import find
from holdfast.adopt.grid.found import GridError

GRIDS = Path(__file__).parent / "grids"


def said(path: Path) -> list[str]:
    with pytest.raises(GridError) as error:
        find(path)
    return [str(fault) for fault in error.value.faults]


def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(GRIDS / "five-buses", tmp_path / "net"))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_tables_of_pypsa_that_are_wrong_in_many_ways(tmp_path):
    net = folder(tmp_path)
    edit(net / "buses.csv", ",", ";")
    edit(net / "lines.csv", "L3,bus 0", "L2,bus 0")
    edit(net / "loads.csv", "D3,bus 4,100.0", "D3,bus 4")
    edit(net / "loads-p_set.csv", "1,425.8690844053802", "1,x")
    edit(net / "snapshots.csv", "2031-01-15 02:00:00", "at two")
    (net / "links.csv").unlink()
    (net / "links.csv").mkdir()
    assert said(net) == [
        "net/buses.csv row 1: has its columns separated by semicolons; PyPSA separates them by "
        "commas, with points in numbers: save it that way",
        "net/lines.csv row 4 (L2), column name: 'L2' stands twice; it stands in row 3 already",
        "net/links.csv: is a folder, not a csv file",
        "net/loads.csv row 4 (D3): has 2 cells, the head has 3",
        "net/loads-p_set.csv row 3, column D1: 'x' is not a number",
        "net/snapshots.csv row 4, column snapshot: 'at two' is no time as 2031-01-15 07:00:00, as "
        "the others are",
    ]


def test_cells_of_pypsa_that_are_wrong_in_many_ways(tmp_path):
    net = folder(tmp_path)
    edit(net / "buses.csv", "bus 3,110.0", "bus 3,-110.0")
    edit(net / "generators.csv", "G1,bus 0,Slack,1500.0", "G1,bus 9,Slack,1500.0")
    edit(net / "loads.csv", "bus", "node")
    edit(net / "loads-p_set.csv", "D1", "D9")
    edit(net / "transformers.csv", "400.0,1.05", "0.0,1.05")
    edit(net / "storage_units.csv", "S1,bus 4,80.0,hydro,4.0", "S1,bus 4,80.0,hydro,4.0,maybe")
    edit(net / "storage_units.csv", "max_hours", "max_hours,active")
    assert said(net) == [
        "net/loads.csv, column bus: is not there; it has no default",
        "net/loads-p_set.csv: 'D9' is no name of net/loads.csv",
        "net/buses.csv row 5 (bus 3), column v_nom: '-110' is no voltage: a number of kV above 0",
        "net/transformers.csv row 2 (T1), column s_nom: '0' is no rating: a number of MVA above 0",
        "net/generators.csv row 2 (G1), column bus: 'bus 9' is no bus of the network",
        "net/storage_units.csv row 2 (S1), column active: 'maybe' is neither True nor False",
    ]


def test_a_network_of_pypsa_without_voltages_is_at_its_default_and_says_so(tmp_path):
    net = folder(tmp_path)
    rows = [line.split(",") for line in (net / "buses.csv").read_text().splitlines()]
    at = rows[0].index("v_nom")
    for row in rows:
        del row[at]
    (net / "buses.csv").write_text("\n".join(map(",".join, rows)) + "\n")
    found = find(net)
    assert {node.kilovolt for node in found.nodes} == {1.0}
    # L3 has 40 ohm: 40 per unit of 1 kV and 1 MVA, 4000 of 100 MVA
    assert {each.name: each.reactance for each in found.corridors}["L3"] == 4000
    assert found.lines[0].startswith("5 buses without v_nom taken at 1 kV, PyPSA's default")


def network(change: Callable[[dict], None], tmp_path: Path) -> Path:
    """The network of pandapower with its tables, opened, changed."""
    net = json.loads((GRIDS / "six-buses.json").read_text())
    held = net["_object"]
    opened = {}
    for name, table in held.items():
        if isinstance(table, dict) and table.get("_class") == "DataFrame":
            opened[name] = table["_object"] = json.loads(table["_object"])
    change(opened)
    for name, table in opened.items():
        kept = isinstance(table, dict) and "columns" in table
        held[name] = held[name] | {"_object": json.dumps(table)} if kept else table
    path = tmp_path / "net.json"
    path.write_text(json.dumps(net))
    return path


def put(table: dict, row: int, column: str, value: object) -> None:
    table["data"][row][table["columns"].index(column)] = value


def test_a_network_of_pandapower_that_is_wrong_in_many_ways(tmp_path):
    def change(tables: dict) -> None:
        tables["trafo"] = 5
        put(tables["line"], 0, "in_service", "maybe")
        put(tables["line"], 1, "to_bus", 77)
        put(tables["load"], 0, "p_mw", [1])
        put(tables["bus"], 1, "vn_kv", "high")
        put(tables["switch"], 0, "closed", "perhaps")
        at = tables["gen"]["columns"].index("bus")
        for row in (tables["gen"]["columns"], *tables["gen"]["data"]):
            del row[at]
        tables["ext_grid"]["data"][0].append(1)

    found = said(network(change, tmp_path))
    assert {fault.partition(" ")[0].rstrip(":") for fault in found} == {"net.json"}
    told = [fault.removeprefix("net.json ") for fault in found]
    assert told[0] == "trafo: '5' is no table with columns, index and data"
    assert "line row 0 (twin), column in_service: 'maybe' is neither true nor false" in told
    assert "line row 1 (short), column to_bus: '77' is no index of bus" in told
    assert "bus row 1 (bus 1), column vn_kv: 'high' is not a number" in told
    assert "gen, column bus: is not there; it is needed" in told
    assert any("column p_mw: '[1]' is not a number" in each for each in told)
    assert any("column closed: 'perhaps' is neither true nor false" in each for each in told)
    assert any(each.startswith("ext_grid row 0: has ") for each in told)
    assert len(told) == 8


@pytest.mark.parametrize("what", [5, None, [], {}, "x", {"_class": "DataFrame", "_object": 3}])
def test_tables_of_pandapower_that_are_none(tmp_path, what):
    for name in ("line", "bus"):
        path = network(lambda tables, name=name: tables.update({name: what}), tmp_path)
        assert any(each.startswith(f"net.json {name}: ") for each in said(path))
