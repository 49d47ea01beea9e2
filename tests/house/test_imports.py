"""Imports: downward only, no data frames where the day is simulated, engines stand alone."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

import pytest

from house.sources import ENGINES, ROOT, SOURCE, blocks, imports, python_files, report, shown

FRAMES = ("pandas", "xarray")
ARRAYS_ALONE = [
    *python_files(SOURCE / "model"),
    *python_files(SOURCE / "aid"),
    *python_files(SOURCE / "scenario"),
    SOURCE / "campaign" / "day.py",
]


def test_the_contracts_of_import_linter_hold():
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", ARRAYS_ALONE, ids=shown)
def test_the_day_is_simulated_on_arrays_alone(path):
    faults = [
        f"{shown(path)}:{line} imports {name}"
        for line, name in imports(path)
        if name.split(".")[0] in FRAMES
    ]
    assert not faults, report(faults, "pandas and xarray stay at the edges:")


@pytest.mark.parametrize("name", sorted(blocks()))
def test_a_block_imports_no_other_block(name):
    place = blocks()[name]
    package = "holdfast.aid" if name == "arrivals" else "holdfast.model"
    faults = []
    for path in [place] if place.suffix == ".py" else python_files(place):
        for line, module in imports(path):
            for other in set(blocks()) - {name}:
                home = "holdfast.aid" if other == "arrivals" else "holdfast.model"
                if module == f"{home}.{other}" or module.startswith(f"{home}.{other}."):
                    faults.append(f"{shown(path)}:{line} imports {module}")
    assert not faults, report(
        faults,
        f"{package}.{name}: what passes between blocks is in types, carried, upkeep and sizes:",
    )


@pytest.mark.parametrize("engine", [name for name in ENGINES if (SOURCE / name).is_dir()])
def test_an_engine_knows_nothing_of_holdfast(engine):
    faults = [
        f"{shown(path)}:{line} imports {name}"
        for path in python_files(SOURCE / engine)
        for line, name in imports(path)
        if name.split(".")[0] == "holdfast" and name.split(".")[1:2] not in ([], [engine])
    ]
    assert not faults, report(faults, "arrays in, arrays out:")


@pytest.mark.parametrize("engine", ["power", "gas"])
def test_an_engine_loads_neither_xarray_nor_pandas(engine):
    script = (
        f"import sys, holdfast.{engine}\n"
        "print(*sorted({'pandas', 'xarray', 'zarr', 'matplotlib'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []


def test_the_package_itself_is_light():
    script = (
        "import sys, holdfast\n"
        "heavy = {'numba', 'pandas', 'xarray', 'matplotlib', 'sqlalchemy'}\n"
        "print(*sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []


@pytest.mark.parametrize("module", ["campaign.pool", "questions.run", "questions.whatif"])
def test_who_asks_others_to_live_days_loads_no_kernel(module):
    """Workers load them; who waits for workers would begin a second later."""
    script = f"import sys, holdfast.{module}\nprint(*{{'numba'}} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []


def declared(*extras: str) -> set[str]:
    """Distributions that pyproject.toml names, in lower case with dashes."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = list(project["dependencies"])
    for extra in extras:
        wanted += project["optional-dependencies"][extra]
    return {re.split(r"[<>=\[; ]", one)[0].lower() for one in wanted} | {"holdfast"}


@cache
def installed() -> Mapping[str, list[str]]:
    """The distributions of each module that can be imported, as their lists of files have them."""
    homes: dict[str, list[str]] = {}
    for one in distributions():
        files = (one.read_text("RECORD") or "").splitlines()
        for top in {re.split(r"[/.,]", line, maxsplit=1)[0] for line in files}:
            homes.setdefault(top, []).append(one.metadata["Name"])
    return homes


@pytest.mark.parametrize(
    ("folder", "extras"),
    [
        ("src", ("adopt", "cluster", "ledger", "page")),
        ("tests", ("dev",)),
        ("benchmarks", ("dev",)),
    ],
)
def test_what_is_imported_is_declared(folder, extras):
    homes, allowed = installed(), declared(*extras)
    faults = []
    for path in python_files(ROOT / folder):
        for line, module in imports(path):
            top = module.split(".")[0]
            names = {name.lower().replace("_", "-") for name in homes.get(top, [])}
            if top not in sys.stdlib_module_names and names and not names & allowed:
                faults.append(f"{shown(path)}:{line} imports {top} of {sorted(names)}")
    assert not faults, report(faults, "name these distributions in pyproject.toml:")


def test_every_dependency_is_pinned():
    lines = (ROOT / "constraints.txt").read_text("utf-8").split()
    odd = [line for line in lines if not re.fullmatch(r"[A-Za-z0-9_.-]+==[A-Za-z0-9_.]+", line)]
    assert not odd, report(odd, "constraints.txt holds name==version, one a line:")
    pinned = {line.split("==")[0].lower().replace("_", "-") for line in lines}
    assert declared("dev", "docs", "cluster", "ledger", "page", "postgres") - {"holdfast"} <= pinned
