"""Caveats for a public report: what a partner asks, without a name of anyone or a way of transport.

Words that are taken out must leave a sentence that stands. Where a name cannot be replaced, or
another proper name or a route remains, the caveat is not repeated at all.
"""

from __future__ import annotations

import re

from holdfast.scenario import Scenario
from holdfast.show.catalogue import ENGLISH, Catalogue, unmarked

RECIPIENT = "recipient"
CODE = 4
"""Letters up to which a name is read as a code, which may stand before what is its own."""
AFTER_CODE = r"(?=\s*(?:$|[.,;:!?)]|and\b|or\b|with\b|in\b|for\b|to\b|of\b|by\b|as\b))"
"""What may follow a code that stands for a partner and not for something of that partner's."""
ROUTE = re.compile(
    r"\b(?:via|through|by (?:sea|rail|road|air|truck|ship)|border|port|rail(?:way)?|roads?|convoys?"
    r"|trucks?|cargo(?:es)?|corridors?|airport|harbour|ferry|crossing|hub|transit|on the way)\b",
    re.IGNORECASE,
)
PROPER = re.compile(r"(?<!\w)[A-ZÀ-Þ][\w-]*")
OPENINGS = {
    *("a", "an", "the", "this", "that", "it", "we", "they", "if", "only", "when", "once", "until"),
    *("after", "before", "as", "for", "with", "without", "to", "in", "by", "not", "no", "half"),
    *("subject", "depends", "must", "needs", "training", "crews", "first"),
}
"""Words that may open a sentence with a capital and are no names."""


def without_names(text: str, scenario: Scenario, words: Catalogue) -> str:
    """Give a caveat that names no partner and no route, or say that it is withheld."""
    if not text:
        return text
    withheld = words.say("plan.withheld")
    if ROUTE.search(text):
        return withheld
    partner = Catalogue.of(ENGLISH).say("plan.partner")
    made = text
    for name in _names(scenario):
        after = AFTER_CODE if len(name) <= CODE else r"(?!\w)"
        made = re.sub(rf"(?:\b[Tt]he )?(?<!\w){re.escape(name)}{after}", partner, made)
    return withheld if _proper(made, scenario) else made


def in_public(text: str, scenario: Scenario, words: Catalogue) -> str:
    """Give a caveat without names in the language of the report, or say that it is withheld.

    What a scenario says it is in that language must be without names as well.
    """
    safe = without_names(text, scenario, words)
    if safe == words.say("plan.withheld"):
        return safe
    told = words.own(safe)
    return told if unmarked(told) == safe else without_names(told, scenario, words)


def _names(scenario: Scenario) -> list[str]:
    """Give names and codes of all partners, the longest first."""
    actors = scenario.table("actors")
    rows = zip(actors.text("id"), actors.text("name"), actors.text("kind"), strict=True)
    found = {name for *names, kind in rows if kind != RECIPIENT for name in names}
    return sorted(found - {""}, key=lambda name: (-len(name), name))


def _proper(text: str, scenario: Scenario) -> bool:
    """Tell whether a proper name is left: a capital that is neither an item's nor an opening's."""
    items = scenario.table("items").text("name")
    known = {word for name in items for word in PROPER.findall(name)}
    for found in PROPER.finditer(text):
        opens = not text[: found.start()].strip() and found[0].lower() in OPENINGS
        if not opens and found[0] not in known:
            return True
    return False
