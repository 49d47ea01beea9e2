"""A small scenario to make outcomes of."""

from __future__ import annotations

from pathlib import Path

import pytest

from holdfast.scenario import Scenario, read_scenario


@pytest.fixture(scope="session")
def valley(root: Path) -> Scenario:
    return read_scenario(root / "examples" / "valley")
