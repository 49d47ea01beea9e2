"""What a question is about: a scenario as it stands, or a run; what can be chosen there, and what
is wrong with a choice, in the words of the command.

Nothing here loads a run: regions, partners, items are read in the tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from holdfast.outcome.windows import reported_from
from holdfast.page import questions as asked_of
from holdfast.page.errors import Missing, Unsound
from holdfast.page.place import Place
from holdfast.page.shelf import Shelf
from holdfast.questions import asked as asks
from holdfast.questions import moved
from holdfast.questions.delivery_text import read as read_delivery
from holdfast.questions.options import USELESS, givers, room
from holdfast.questions.refused import Refused
from holdfast.scenario import Scenario, ScenarioError, read_scenario
from holdfast.scenario.fault import hint
from holdfast.scenario.folder import read_texts

Choice = tuple[str, str]
"""An id, and what it is called."""
CHOOSING = (
    "region", "partner", "among", "item", "beside", "package", "meeting", "depot", "instead",
)  # fmt: skip
"""Fields that choose among things of the tables."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What a question is about."""

    name: str
    """The scenario or run."""
    scenario: Scenario
    digest: str
    bits: str
    """By which the same is known again."""
    texts: Mapping[str, str] | None
    """Files of the scenario, which are kept with the question; None of a run."""

    @classmethod
    def of(cls, place: Place, shelf: Shelf, asked: Mapping[str, Any]) -> Matter:
        """What is asked about. Raises Missing, Refused for no name, Faulty for faults in it."""
        if asked["question"] in asked_of.OF_RUN:
            run = shelf.run(asked["run"])
            read = _read(place, f"{run.name}/scenario", run.as_of)
            return cls(run.name, read, run.digest, run.mark, None)
        kept = shelf.scenario(asked["scenario"])
        as_of = date.fromisoformat(asked["as_of"]) if asked.get("as_of") else None
        texts, faults = read_texts(place.of(kept.name))
        if faults:
            raise Unsound([str(fault) for fault in faults])
        read = _read(place, kept.name, as_of)
        return cls(kept.name, read, read.digest, read.digest, texts)

    # ---- what can be chosen --------------------------------------------------------------------

    def choices(self, field: str) -> list[Choice]:
        """Ids and names among which a field chooses."""
        made = {
            "region": self.regions,
            "partner": self.partners,
            "among": self.givers,
            "item": self.items,
            "beside": self.items,
            "package": self.packages,
            "meeting": self.meetings,
            "depot": self.depots,
            "instead": self.depots,
        }
        return made[field]()

    def names(self, asked: Mapping[str, Any]) -> dict[str, str]:
        """What the ids in a question are called."""
        found: dict[str, str] = {}
        for field in CHOOSING:
            given = asked.get(field) or []
            known = dict(self.choices(field)) if given else {}
            for one in [given] if isinstance(given, str) else given:
                found[one] = known.get(one, one)
        return found

    def regions(self) -> list[Choice]:
        """The regions."""
        return self._named("regions")

    def partners(self) -> list[Choice]:
        """Who can be asked."""
        return self.givers()

    def givers(self) -> list[Choice]:
        """Who can give."""
        names = dict(self._named("actors"))
        return [(one, names[one]) for one in givers(self.scenario)]

    def items(self) -> list[Choice]:
        """What can be bought and does something that is modelled."""
        table = self.scenario.table("items")
        columns = (table.text("id"), table.text("name"), table.number("unit_cost_meur"),
                   table.text("adds"))  # fmt: skip
        return [
            (one, name)
            for one, name, price, adds in zip(*columns, strict=True)
            if price > 0 and adds not in USELESS
        ]

    def secret(self, asked: Mapping[str, Any]) -> bool:
        """Whether an answer has no public page: readiness, what is asked of one partner, and how
        many of what is military.
        """
        if asked["question"] != asked_of.HOW_MANY:
            return asked["question"] in (asked_of.DEPOT, asked_of.ASK)
        table = self.scenario.table("items")
        kinds = dict(zip(table.text("id"), table.text("kind"), strict=True))
        return any(
            kinds.get(one) == "military" for one in (asked["item"], *(asked["beside"] or ()))
        )

    def packages(self) -> list[Choice]:
        """The packages of the scenario."""
        return [
            (one, one) for one in dict.fromkeys(self.scenario.table("packages").text("package"))
        ]

    def meetings(self) -> list[Choice]:
        """Meetings at which something was asked."""
        held = set(self.scenario.table("asks").text("meeting"))
        return [(one, name) for one, name in self._named("meetings") if one in held]

    def depots(self) -> list[Choice]:
        """Echelons of repair."""
        return self._named("readiness/echelons")

    @property
    def mends(self) -> bool:
        """Whether anything is mended in echelons, so that one can be worth more than another."""
        return any(moved.systems_of(self.scenario, one) for one, _ in self.depots())

    def _named(self, table: str) -> list[Choice]:
        found = self.scenario.table(table)
        return list(zip(found.text("id"), found.text("name"), strict=True))

    # ---- what is wrong -------------------------------------------------------------------------

    def wrong(self, asked: Mapping[str, Any]) -> list[tuple[str, str]]:
        """All that the tables say against a question: (field, why)."""
        return list(self._wrong(asked))

    def _wrong(self, asked: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        question = asked["question"]
        if question == asked_of.RISK:
            yield from self._unknown("region", [asked["region"]], "there is no region {!r}; {}")
            yield from self._spell(asked["days"])
            for text in asked["package"]:
                for fault in read_delivery(self.scenario, text)[1]:
                    yield "package", str(fault)
        for field in ("item", "beside"):
            given = asked.get(field) or []
            for one in [given] if isinstance(given, str) else given:
                yield from self._unsold(field, one)
        if question in asked_of.OWN and asked["partner"]:
            yield from self._unable(asked["partner"], question)
        if asked.get("among"):
            words = "{!r} cannot give or is no actor; {}"
            yield from self._unknown("among", asked["among"], words)
        if question == asked_of.ASK:
            yield from self._sum(asked)
        if question == asked_of.DEPOT:
            yield from _refused("depot", moved.refuse, self.scenario, asked["depot"],
                                asked["instead"], asked["crews"])  # fmt: skip

    def _unknown(self, field: str, given: Sequence[str], words: str) -> Iterator[tuple[str, str]]:
        known = dict(self.choices(field))
        for one in given:
            if one not in known:
                yield field, words.format(one, hint(one, known, known))

    def _spell(self, days: int) -> Iterator[tuple[str, str]]:
        settings = self.scenario.settings
        reported = (settings.last - reported_from(settings)).days + 1
        if days > reported:
            yield (
                "days",
                f"{days} days in a row: allowed is 1 to {reported}, the days that are reported",
            )

    def _unsold(self, field: str, item: str) -> Iterator[tuple[str, str]]:
        table = self.scenario.table("items")
        known = dict(self._named("items"))
        if item not in known:
            yield field, f"there is no item {item!r} in items.csv; {hint(item, known, known)}"
            return
        place = table.text("id").index(item)
        if not table.number("unit_cost_meur")[place] > 0:
            yield field, f"{item} has no price in items.csv, so it cannot be bought"
        elif table.text("adds")[place] in USELESS:
            yield field, f"{item} adds nothing that is modelled"
        elif field == "item":
            yield from _refused(field, room, self.scenario, item)

    def _unable(self, partner: str, question: str) -> Iterator[tuple[str, str]]:
        known = dict(self._named("actors"))
        if partner not in known:
            near = hint(partner, known, known)
            yield "partner", f"{partner!r} is not an id of actors.csv; {near}"
        elif question == asked_of.ASK and partner not in dict(self.givers()):
            yield from _refused("partner", asks.able, self.scenario, partner)

    def _sum(self, asked: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """What is wrong with the sum that is shared."""
        if asked["total"] is not None:
            if asked["meeting"] is not None:
                yield "meeting", "--total names the sum, --meeting whose asks make it: not both"
            return
        if asked["partner"] in dict(self.givers()):
            yield from _refused(
                "meeting" if asked["meeting"] else "total",
                lambda: asks.sums(asks.wanted(self.scenario, asked["partner"], asked["meeting"])),
            )


def _refused(field: str, check: Any, *given: Any) -> Iterator[tuple[str, str]]:
    try:
        check(*given)
    except Refused as error:
        yield field, str(error)


def _read(place: Place, name: str, as_of: date | None) -> Scenario:
    """A scenario, or that of a run, by its tables. Raises Missing, Faulty."""
    try:
        return read_scenario(place.root / name, as_of)
    except ScenarioError as error:
        raise Unsound([str(fault) for fault in error.faults]) from None
    except FileNotFoundError:
        raise Missing(f"there is no '{name}' any more") from None
