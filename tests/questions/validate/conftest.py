"""What parts of the dossier are given in tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from holdfast.questions.validate.finding import Given
from holdfast.scenario import Scenario


@pytest.fixture
def asked(root: Path, tmp_path: Path) -> Callable[..., Given]:
    """Of a scenario, with so many futures, what a part is given."""

    def made(scenario: Scenario, futures: int = 4, data: Path | None = None) -> Given:
        facts = root / "data" / "facts" / "winter_2022_23.csv"
        return Given(scenario, facts, data or root / "data", futures, 5, 1, tmp_path)

    return made
