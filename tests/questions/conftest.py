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
def siege(short: Scenario) -> Scenario:
    """The short valley with hardly an interceptor left: help is worth something within days.

    What takes four months of the valley to show is seen in fifty days, at a third of the work.
    """
    stocks = [
        {**row, "quantity": "2"} if row["item"] == "interceptor" else row
        for row in short.table("stocks").rows()
    ]
    days = {"s1": "2030-12-04", "s2": "2030-12-10", "r1": "2030-12-04", "r2": "2030-12-03"}
    packages = [{**row, "date": days[row["delivery"]]} for row in short.table("packages").rows()]
    return short.replace_rows("stocks", stocks).replace_rows("packages", packages)


@pytest.fixture(scope="session")
def base(short: Scenario) -> Outcome:
    return run(short, futures=4, workers=1)
