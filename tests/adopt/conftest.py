"""The examples as workbooks, and the command line in this process."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest

from holdfast.adopt.export import export_scenario
from holdfast.scenario import Scenario, read_scenario

KEPT = ("actors", "items", "regions", "power.demand", "power.generators", "deliveries")


@pytest.fixture(scope="session")
def valley(root: Path) -> Scenario:
    return read_scenario(root / "examples" / "valley")


@pytest.fixture(scope="session")
def bucharest(root: Path) -> Scenario:
    return read_scenario(root / "examples" / "bucharest-2022")


@pytest.fixture(scope="session")
def _exported(valley: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("exported") / "valley.xlsx"
    export_scenario(valley, path)
    return path


@pytest.fixture(scope="session")
def _trimmed(_exported: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("trimmed") / "slim.xlsx"
    opened = openpyxl.load_workbook(_exported)
    for name in set(opened.sheetnames) - set(KEPT):
        del opened[name]
    opened.save(path)
    return path


@pytest.fixture
def slim(_trimmed: Path, tmp_path: Path) -> Path:
    """A few sheets of it, to be adopted onto the valley: quicker to open."""
    return Path(shutil.copy(_trimmed, tmp_path / "book.xlsx"))


@pytest.fixture
def book(_exported: Path, tmp_path: Path) -> Path:
    """The valley as a workbook that a test may change."""
    return Path(shutil.copy(_exported, tmp_path / "book.xlsx"))
