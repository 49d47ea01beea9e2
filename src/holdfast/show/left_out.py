"""What the model leaves out of the scenario at hand."""

from __future__ import annotations

from holdfast.scenario import Scenario
from holdfast.show.catalogue import Catalogue


def left_out(scenario: Scenario, words: Catalogue) -> tuple[str, ...]:
    """Say it, by whether a public record stands behind the raids and by what is modelled at all."""
    recorded = any(source.strip() for source in scenario.table("threat/raids").text("source"))
    return (
        words.say("left_out.attacker_recorded" if recorded else "left_out.attacker"),
        words.say("left_out.war_leaving" if _leave(scenario) else "left_out.war"),
        _grid(scenario, words),
        words.say("left_out.gas_pipes" if len(scenario.table("gas/pipes")) else "left_out.gas"),
        words.say("left_out.alike"),
        words.say("left_out.claimed" if recorded else "left_out.not_claimed"),
    )


def _leave(scenario: Scenario) -> bool:
    """Tell whether people may leave, in some future where a range is given."""
    share = scenario.parameters["people.leave_share"]
    return max(share.default, share.high) > 0


def _grid(scenario: Scenario, words: Catalogue) -> str:
    """Say what is not seen of a grid of regions, or of one with branches between buses."""
    branches = len(scenario.table("power/branches"))
    if not branches:
        return words.say("left_out.grid_regions")
    buses = len(scenario.table("power/buses"))
    return words.say("left_out.grid_branches", count=branches, buses=buses)
