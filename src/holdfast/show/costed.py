"""What the plans of a report cost beyond what both have pledged."""

from __future__ import annotations

from collections.abc import Sequence

from holdfast.questions.cost import cost as price
from holdfast.scenario import Scenario
from holdfast.show.plans import Row
from holdfast.show.sides import Story


def cost(rows: Sequence[Row], scenario: Scenario) -> tuple[float, float, float]:
    """Give what deliveries cost [EUR million]: by stated prices, and by their low and high ends."""
    found = price(scenario, rows)
    return found.stated, found.low, found.high


def costs(story: Story) -> tuple[tuple[float, float, float], ...]:
    """Give what each side costs beyond what both have pledged, then the second less the first."""
    if story.plans.alike:
        rows = (story.plans.a.asked, story.plans.b.asked)
    else:
        rows = (story.removed, story.added)
    a, b = (cost(each, side.outcome.scenario) for each, side in zip(rows, story.sides, strict=True))
    apart = [after - before for before, after in zip(a, b, strict=True)]
    low, high = sorted(apart[1:])
    return a, b, (apart[0], low, high)
