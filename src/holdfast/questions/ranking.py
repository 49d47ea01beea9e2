"""The futures of a run by how dark they are."""

from __future__ import annotations

import numpy as np
import pandas as pd

from holdfast.model.types import BLOCKS
from holdfast.outcome.outcome import Outcome
from holdfast.questions.refused import Refused

METRIC = "hours_without_power"
COLUMNS = ("future", METRIC)
BEST, MIDDLE, WORST = 0.0, 0.5, 1.0


def by_hours(outcome: Outcome) -> pd.DataFrame:
    """A row a future, columns COLUMNS: hours without power per person in all, the most first."""
    hours = outcome.values(METRIC, outcome.windows()[-1])
    futures = np.array(outcome.futures)
    order = np.lexsort((futures, -hours))
    return pd.DataFrame({"future": futures[order], METRIC: hours[order]})


def future_at(outcome: Outcome, quantile: float) -> int:
    """The future at a quantile of hours without power: 0 the best, 1 the worst.

    Of an even number of futures the darker of the two in the middle is the middle one. Raises
    Refused for a quantile outside 0 to 1.
    """
    if not 0 <= quantile <= 1:
        raise Refused(f"quantile {quantile:g} is not between 0, the best future, and 1, the worst")
    ordered = by_hours(outcome)["future"].to_numpy()
    return int(ordered[int(np.floor((1 - quantile) * (len(ordered) - 1)))])


def solved_again(outcome: Outcome) -> tuple[int, int]:
    """States of the grid that the power kernel did not settle and another solver did, of how many.

    A grid without reactances is balanced by another way, and counts none.
    """
    name = "solved_again"
    found = [part[name].values for part in outcome.read(name)]
    states = sum(values.size for values in found) * len(BLOCKS)
    return int(sum(values.sum() for values in found)), states
