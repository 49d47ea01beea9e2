"""What the tests of the report share: a made-up country has no blocks that could be prepared."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.draws import Luck
from holdfast.outcome import Outcome
from holdfast.questions import inputs as known
from holdfast.show.sections import assumed


def made_up(outcome: Outcome) -> list[known.Input]:
    """Every parameter that has a range, drawn as a run would; columns of tables are not."""
    luck = Luck.of(outcome.seed, outcome.futures)
    return [
        one
        for name in sorted(outcome.scenario.parameters)
        for one in known.of_parameter(outcome.scenario, name, luck)
        if np.unique(one.values).size > 1
    ]


@pytest.fixture(autouse=True, scope="session")
def inputs_of_a_made_up_country():
    """Ask the blocks of a scenario that is whole, and draw by hand for one that is not."""

    def inputs(outcome: Outcome) -> list[known.Input]:
        whole = "weather/normals" in outcome.scenario.visible
        return known.inputs(outcome) if whole else made_up(outcome)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assumed, "inputs", inputs)
        yield
