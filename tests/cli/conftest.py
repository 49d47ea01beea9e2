"""Two small runs on disk, as the commands find them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import synthetic
from holdfast.questions.deliveries import with_deliveries
from holdfast.scenario import read_scenario


@pytest.fixture(scope="session")
def valley(root: Path) -> Path:
    return root / "examples" / "valley"


@pytest.fixture(scope="session")
def short(valley: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The valley over forty-five days, in a folder of its own."""
    folder = tmp_path_factory.mktemp("short") / "valley"
    shutil.copytree(valley, folder)
    text = (folder / "scenario.toml").read_text()
    (folder / "scenario.toml").write_text(text.replace("days = 151", "days = 45"))
    (folder / "deliveries.csv").unlink()
    return folder


@pytest.fixture(scope="session")
def runs(valley: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`a` as planned, `b` with a package, `other` of another seed, all of made-up numbers."""
    folder = tmp_path_factory.mktemp("runs")
    scenario = read_scenario(valley)
    synthetic.outcome(scenario, futures=24).save(folder / "a")
    shielded = with_deliveries(scenario, ["shield"], "b")
    synthetic.outcome(shielded, futures=24, leaked=1.0).save(folder / "b")
    synthetic.outcome(scenario, futures=24, seed=2).save(folder / "other")
    return folder
