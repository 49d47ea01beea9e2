"""The plans of two sides: what each adds to what was pledged, and what that is called."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from holdfast.outcome.numbers import SPACE
from holdfast.questions.deliveries import changes
from holdfast.scenario import Scenario
from holdfast.show.catalogue import Catalogue, unmarked

Row = Mapping[str, str]
MOST_FILES = 3
"""Files that are named in a sentence; of more the others are counted."""
Name = tuple[str, str]
"""The label of a side, and the same as it stands in a sentence."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a side adds to the plan as pledged."""

    asked: tuple[Row, ...]
    packages: tuple[str, ...]
    """Packages of the scenario that are among what is asked."""
    single: tuple[Row, ...]
    """Deliveries asked for that belong to no package."""

    @classmethod
    def of(cls, scenario: Scenario) -> Plan:
        """Find what was asked of a what-if: its rows have ids of the form `item/1`."""
        rows = [
            row
            for row in scenario.table("deliveries").rows()
            if re.fullmatch(rf"{re.escape(row['item'])}/\d+", row["id"])
        ]
        left = Counter(map(core, rows))
        found = []
        for name in dict.fromkeys(scenario.table("packages").text("package")):
            parts = Counter(
                core(row) for row in scenario.table("packages").rows() if row["package"] == name
            )
            if parts and not parts - left:
                found.append(name)
                left -= parts
        single = []
        for row in rows:
            if left[core(row)] > 0:
                left[core(row)] -= 1
                single.append(row)
        return cls(tuple(rows), tuple(found), tuple(single))

    @property
    def pledged(self) -> bool:
        """Whether nothing was asked for: the plan as pledged."""
        return not self.asked

    def written(self) -> list[str]:
        """Give what was asked for as the command line takes it."""
        single = [
            f"{row['partner']}:{row['item']}:{row['quantity']}@{row['date']}"
            + (f":{row['region']}" if row.get("region") else "")
            for row in self.single
        ]
        return [*self.packages, *single]


@dataclass(frozen=True, slots=True)
class Plans:
    """The plans of both sides; of one side, the same twice."""

    a: Plan
    b: Plan
    added: tuple[Row, ...] = ()
    """Deliveries of B that A has not, moved or enlarged ones in both."""
    removed: tuple[Row, ...] = ()
    alike: bool = True
    """Whether what was pledged is the same on both sides."""

    @classmethod
    def of(cls, scenario: Scenario) -> Plans:
        """The plan of one side alone."""
        plan = Plan.of(scenario)
        return cls(plan, plan)

    @classmethod
    def between(cls, before: Scenario, after: Scenario) -> Plans:
        """The plans of two sides."""
        a, b = Plan.of(before), Plan.of(after)
        added, removed = changes(before, after)
        asked = {row["id"] for plan in (a, b) for row in plan.asked}
        alike = asked >= {row["id"] for row in added + removed}
        return cls(a, b, tuple(added), tuple(removed), alike)


def core(row: Row) -> tuple[str, str, float, str, str]:
    """What makes a delivery the same as another, whatever its id."""
    return row["partner"], row["item"], float(row["quantity"]), row["date"], row.get("region", "")


def called(plan: Plan, scenario: Scenario, words: Catalogue) -> Name:
    """Name a side by what it adds: its label, and the label in a sentence."""
    if plan.pledged:
        return words.say("side.pledged"), words.say("side.pledged_in")
    what = thing(plan, scenario, words)
    return words.say("side.with", what=what), words.say("side.with_in", what=what)


def thing(plan: Plan, scenario: Scenario, words: Catalogue, article: bool = False) -> str:
    """Name what a plan adds: its packages and its only delivery by name, several by number."""
    key = "side.the_package" if article else "side.package"
    parts = [words.say(key, name=name) for name in plan.packages]
    if len(plan.single) == 1:
        parts.append(spoken(plan.single[0], scenario, words))
    elif plan.single:
        parts.append(words.say("side.added", count=len(plan.single)))
    return words.in_a_row(parts)


def spoken_of(
    plans: Plans, before: Scenario, after: Scenario, words: Catalogue, unlike: Sequence[str] = ()
) -> tuple[str, Sequence[Name]]:
    """Name the second plan in a sentence, and both sides.

    Where their scenarios are `unlike` in more than plans, what they are unlike in is named too: the
    files as `compare.beyond_plans` gives them.
    """
    named, names = _spoken_of(plans, before, after, words)
    if not unlike:
        return named, names
    other = words.say("side.other_data", what=files_in_words(unlike, words))
    same = plans.alike and plans.a.pledged and plans.b.pledged
    return (other if same else words.in_a_row([named, other])), names


def files_in_words(unlike: Sequence[str], words: Catalogue) -> str:
    """Name files in a sentence: tables in words where there are such, the first few of many."""
    tables = [
        f"said.table_{name.removesuffix('.csv').replace('/', '_')}" if ".csv" in name else ""
        for name in unlike
    ]
    said = [
        words.say(key) if key and words.has(key) else name
        for key, name in zip(tables, unlike, strict=True)
    ]
    said = list(dict.fromkeys(said))
    more = len(said) - MOST_FILES
    rest = [words.say("side.more_data", count=more)] if more > 0 else []
    return words.in_a_row([*said[:MOST_FILES], *rest])


def _spoken_of(
    plans: Plans, before: Scenario, after: Scenario, words: Catalogue
) -> tuple[str, Sequence[Name]]:
    """Name the second plan and both sides by what is given alone."""
    if not plans.alike:
        names = [
            (words.say(f"side.{which}"), words.say(f"side.{which}_in"))
            for which in ("first", "second")
        ]
        return words.say("side.second_named"), names
    names = [called(plans.a, before, words), called(plans.b, after, words)]
    if names[0] == names[1]:
        names = [
            (
                words.say(f"side.other_{which}", label=label),
                words.say(f"side.other_{which}", label=phrase),
            )
            for which, (label, phrase) in zip(("a", "b"), names, strict=True)
        ]
    if plans.b.pledged:
        if plans.a.pledged:
            return words.say("side.nothing"), names
        other = thing(plans.a, before, words, article=True)
        return words.say("side.instead", name=words.say("side.the_pledged"), other=other), names
    named = thing(plans.b, after, words, article=True)
    if plans.a.pledged:
        return named, names
    other = thing(plans.a, before, words, article=True)
    return words.say("side.instead", name=named, other=other), names


def spoken(row: Row, scenario: Scenario, words: Catalogue) -> str:
    """Say how many of what within a sentence: "3 large transformers", as `amount` if unknown."""
    items = scenario.table("items")
    name = items.text("name")[items.text("id").index(row["item"])]
    count = float(row["quantity"])
    form = words.form(name, count)
    if form is None:
        return amount(row, scenario, words)
    return f"{words.numbers.exact(count)}{SPACE}{form}"


def amount(row: Row, scenario: Scenario, words: Catalogue) -> str:
    """Say how many of what: "2 × Battery", or "245 million m³ of gas" of what comes in bulk."""
    items = scenario.table("items")
    place = items.text("id").index(row["item"])
    count = float(row["quantity"])
    quantity = words.numbers.exact(count)
    name = words.own(items.text("name")[place])
    unit = re.sub(r"\W+", "_", items.text("unit")[place].lower())
    if not words.has(f"amount.{unit}"):
        return f"{quantity} × {name}"
    bulk = re.split(r"[,(:]", unmarked(name))[0].strip()
    return words.say(
        f"amount.{unit}", count=count, quantity=quantity, what=bulk[:1].lower() + bulk[1:]
    )
