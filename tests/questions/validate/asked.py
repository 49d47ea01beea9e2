"""What parts of the dossier are asked with in tests, and how they are told."""

from __future__ import annotations

from pathlib import Path

from holdfast.questions.validate.finding import Finding, Given
from holdfast.scenario import Scenario
from holdfast.show.catalogue import Catalogue
from holdfast.show.dossier.teller import PartTeller

ROOT = Path(__file__).parents[3]


def given(scenario: Scenario, futures: int, folder: Path) -> Given:
    """What a part is given: the public data of the repository, one worker."""
    facts = ROOT / "data" / "facts" / "winter_2022_23.csv"
    return Given(scenario, facts, ROOT / "data", futures, scenario.settings.seed, 1, folder)


def told(found: Finding, language: str) -> str:
    """All that is said of a finding; raises KeyError for what has no words."""
    teller = PartTeller(Catalogue.of(language), found.name)
    said = [teller.say("title"), teller.say("question"), teller.sentence(found.verdict)]
    said += [teller.sentence(remark) for remark in found.remarks]
    for name, table in found.tables.items():
        shown = teller.table(name, table)
        said += [shown.summary, *shown.head, *(cell for row in shown.rows for cell in row)]
    return "\n".join(said)
