"""A small scenario to ask questions of, and a short one to simulate."""

from __future__ import annotations

from pathlib import Path

import pytest

from holdfast.outcome import Outcome
from holdfast.questions.run import run
from holdfast.scenario import Scenario, read_scenario


@pytest.fixture(scope="session")
def valley(root: Path) -> Scenario:
    return read_scenario(root / "examples" / "valley")


@pytest.fixture(scope="session")
def short(valley: Scenario) -> Scenario:
    """The valley over fifty days, reported from the tenth."""
    text = valley.files["scenario.toml"]
    text = text.replace("days = 151", "days = 50")
    text = text.replace("report_from = 2030-12-01", "report_from = 2030-12-10")
    kept = {name: rows for name, rows in valley.files.items() if name != "deliveries.csv"}
    return Scenario.from_files({**kept, "scenario.toml": text})


@pytest.fixture(scope="session")
def base(short: Scenario) -> Outcome:
    return run(short, futures=4, workers=1)
