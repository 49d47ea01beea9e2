"""What a partner refuses, or asks in return: from the offers and the positions of a scenario."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from holdfast.aid import coalition, rules
from holdfast.scenario import Scenario, Table
from holdfast.show.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Stance:
    """What was said against a delivery, or as its condition."""

    kind: str
    """"refuses", "conditional" (of the item), "offer" (with it), "earlier" (with another offer)."""
    text: str
    source: str
    """Ids of sources, separated by semicolons."""
    hard: bool = False


def stance(scenario: Scenario, row: Mapping[str, str]) -> Stance | None:
    """The weightiest caveat of a row of deliveries: None if nothing is known of one.

    What the partner holds against it comes first, the hardest where sources differ; then the
    caveat of the offer that the row stems from; then that of the partner's last offer of such an
    item.
    """
    return _position(scenario, row) or _offer(scenario, row)


def _position(scenario: Scenario, row: Mapping[str, str]) -> Stance | None:
    for said in standing_against(scenario, row):
        return Stance(said.stance, said.quote, said.source, said.hardness == rules.HARD)
    return None


def standing_against(scenario: Scenario, row: Mapping[str, str]) -> tuple[rules.Stance, ...]:
    """What its partner holds against a row of deliveries, the hardest first."""
    items = scenario.table("items")
    at = items.text("id").index(row["item"])
    gift = rules.Gift(
        name=row.get("id", ""),
        partner=row["partner"],
        item=row["item"],
        kind=items.text("kind")[at],
        adds=items.text("adds")[at],
        region=row.get("region", ""),
    )
    own = [said for said in coalition.stances(scenario) if said.partner == row["partner"]]
    return rules.against(gift, rules.standing(own))


def _offer(scenario: Scenario, row: Mapping[str, str]) -> Stance | None:
    offers = _rows(scenario.table("offers"))
    own = [said for said in offers if said["id"] == row.get("offer") and said["caveat"]]
    if own:
        return Stance("offer", own[0]["caveat"], own[0]["source"])
    same = [
        said
        for said in offers
        if (said["partner"], said["item"]) == (row["partner"], row["item"]) and said["caveat"]
    ]
    if same:
        latest = max(same, key=lambda said: (said["committed"], said["id"]))
        return Stance("earlier", latest["caveat"], latest["source"])
    return None


def _rows(table: Table) -> list[dict[str, str]]:
    """The rows of a table with the text of every column, defaults filled in."""
    columns = {name: table.text(name) for name in table.schema.columns}
    return [{name: texts[i] for name, texts in columns.items()} for i in range(len(table))]


def written(found: Stance | None, words: Catalogue) -> str:
    """A caveat in words; blank if there is none."""
    return "" if found is None else framed(found, words.own(found.text), words)


def framed(found: Stance, text: str, words: Catalogue) -> str:
    """What was said, in the language of the page, with how it was meant."""
    key = "refuses_hard" if found.kind == "refuses" and found.hard else found.kind
    return words.say(f"brief.caveat_{key}", text=text)
