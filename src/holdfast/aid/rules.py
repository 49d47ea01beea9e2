"""What partners allow: stances that hold, gifts that they bar, and ties between gifts.

Pure: small frozen dataclasses in and out. Who gives is told by a name and nothing else; neither the
kind of an actor nor the day on which it joined is known here, so that no rule can ask for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

BARS = ("refuses", "conditional")
HARD, LIFTED = "hard", "lifted"
VETO, REFUSAL, CAVEAT, CONDITION = "veto", "refusal", "caveat", "condition"
"""The rules that a gift may cross: see `rule_of`."""
VARIANT = "variant"
"""The rule that several forms of one gift cross: see `several`."""
NOTHING = ("", "", "")
"""The subject of a stance that names neither item, region nor use."""


@dataclass(frozen=True, slots=True)
class Form:
    """A row that is one date or size of a gift, of which at most one is given."""

    gift: str
    table: str
    """offers or packages."""
    name: str
    """Of the offer or of the package; rows of one package are no forms of each other."""
    row: int


@dataclass(frozen=True, slots=True)
class Gift:
    """One delivery, promised or proposed."""

    name: str
    partner: str
    item: str
    kind: str = ""
    """Budget it is paid from: military, humanitarian or financial."""
    adds: str = ""
    """What its item adds."""
    region: str = ""
    """Blank: all regions."""
    quantity: float = 0.0
    value: float = 0.0
    """[million of the currency]"""
    day: int = 0
    """Day of arrival."""
    offer: str = ""
    """The offer it stems from."""
    groups: frozenset[str] = frozenset()
    """Names of the packages it belongs to, in which others may give too."""
    past: bool = False
    """It has arrived: a fact that nobody can bar."""
    forms: frozenset[Form] = frozenset()
    """What it is one date or size of."""

    def held(self, gift: str) -> frozenset[tuple[str, str]]:
        """The offers and packages by which it is a form of this gift."""
        return frozenset((one.table, one.name) for one in self.forms if one.gift == gift)

    @property
    def names(self) -> frozenset[str]:
        """All by which a condition may speak of it."""
        return self.groups | self.own | {self.item}

    @property
    def own(self) -> frozenset[str]:
        """Those of them that speak of gifts of its partner alone."""
        return frozenset({self.name, f"{self.partner}:{self.item}", self.offer} - {""})


@dataclass(frozen=True, slots=True)
class Stance:
    """What a partner said on a topic: a row of positions."""

    row: int
    partner: str
    topic: str
    day: int
    stance: str
    """offers, refuses, conditional or undecided."""
    hardness: str = "soft"
    """hard, soft or lifted."""
    veto: bool = False
    item: str = ""
    region: str = ""
    use: str = ""
    quote: str = field(default="", compare=False)
    source: str = field(default="", compare=False)

    @property
    def stands_against(self) -> bool:
        """It refuses or asks for something, and is not lifted."""
        return self.stance in BARS and self.hardness != LIFTED

    @property
    def binds(self) -> bool:
        """A plan may not cross it; what does not bind is only shown."""
        return self.stands_against and self.hardness == HARD

    @property
    def weight(self) -> int:
        """How hard it is; where sources differ the hardest of them binds."""
        if not self.stands_against:
            return 0
        return 1 + 2 * self.binds + (self.stance == "refuses") + 4 * (self.veto and self.binds)


@dataclass(frozen=True, slots=True)
class Tie:
    """A condition: a gift that is only given if others are given too."""

    row: int
    name: str
    gift: str
    """Whose names hold this is tied."""
    needs: tuple[str, ...]
    """None: it is lifted, and met."""
    least: int
    """So many of `needs` must be given."""
    partner: str = ""
    """Whose condition it is, on its own gifts; blank: that of whoever gives what is tied."""
    topic: str = ""
    """What its partner asks on this topic it spells out; blank: see `answers`."""
    day: int = 0
    """Since when."""
    quote: str = field(default="", compare=False)
    source: str = field(default="", compare=False)

    def binds(self, gift: Gift) -> bool:
        """Whether the gift is tied."""
        return self.gift in gift.names and self.partner in ("", gift.partner)


def standing(said: Iterable[Stance]) -> tuple[Stance, ...]:
    """Those of the last day of each partner, topic and subject, the hardest first.

    The subject is the item, region and use that a row names. A row that names none is about all
    that the topic was about before and is about on its own day, and stands once for each; where
    that is nothing it stands until the next word. The order of what is given does not matter.
    """
    topics: dict[tuple[str, str], dict[int, list[Stance]]] = {}
    for each in said:
        days = topics.setdefault((each.partner, each.topic), {})
        days.setdefault(each.day, []).append(each)
    found: list[Stance] = []
    for _, days in sorted(topics.items()):
        held: dict[tuple[str, str, str], list[Stance]] = {}
        for _, rows in sorted(days.items()):
            held = _after(held, rows)
        last = [one for some in held.values() for one in some]
        found += sorted(last, key=lambda one: (-one.weight, subject(one), one.source, one.row))
    return tuple(found)


def _after(
    held: Mapping[tuple[str, str, str], list[Stance]], rows: Sequence[Stance]
) -> dict[tuple[str, str, str], list[Stance]]:
    """What holds on a topic, by subject, after the rows of one more day."""
    made = {about: some for about, some in held.items() if about != NOTHING}
    meant = sorted({subject(one) for one in rows if _named(one)} | set(made))
    today: dict[tuple[str, str, str], list[Stance]] = {}
    for one in (one for each in rows for one in _spelt_out(each, meant)):
        today.setdefault(subject(one), []).append(one)
    return made | today


def subject(one: Stance) -> tuple[str, str, str]:
    """What a stance is about: the item, the region and the use that it names."""
    return one.item, one.region, one.use


def _spelt_out(one: Stance, meant: Sequence[tuple[str, str, str]]) -> list[Stance]:
    """A stance as it is, or for each subject that is meant where it names none."""
    if _named(one) or not meant:
        return [one]
    return [replace(one, item=item, region=region, use=use) for item, region, use in meant]


def differing(held: Sequence[Stance], one: Stance) -> tuple[Stance, ...]:
    """What is said otherwise on the same day of the same partner and topic.

    Of one source that speaks of several subjects a word on another subject is none of these.
    """
    return tuple(
        other
        for other in held
        if beside(other, one) and (other.stance, other.hardness) != (one.stance, one.hardness)
    )


def beside(one: Stance, other: Stance) -> bool:
    """Whether two rows may contradict: of one day, topic and subject, or of two sources."""
    same = (one.partner, one.topic, one.day) == (other.partner, other.topic, other.day)
    return same and (subject(one) == subject(other) or one.source != other.source)


def against(gift: Gift, held: Iterable[Stance]) -> tuple[Stance, ...]:
    """Of stances that hold (see `standing`), those against this gift, the hardest first.

    A partner's stance is about its own gifts; a veto that binds is about those of all.
    """
    found = [
        each
        for each in held
        if each.stands_against
        and (each.partner == gift.partner or (each.veto and each.binds))
        and covers(each, gift)
    ]
    return tuple(sorted(found, key=lambda one: (-one.weight, one.partner, one.topic, one.row)))


def crossed(gift: Gift, held: Iterable[Stance], ties: Sequence[Tie]) -> tuple[Stance, ...]:
    """Of those against this gift the ones that no condition answers, the hardest first."""
    found = against(gift, held)
    asked = [one for one in found if rule_of(one) == CONDITION]
    return tuple(
        one
        for one in found
        if one not in asked or not any(answers(tie, one, gift, asked) for tie in ties)
    )


def answers(tie: Tie, one: Stance, gift: Gift, asked: Iterable[Stance]) -> bool:
    """Whether a tie tells when what a stance asks for a gift is met, so that it alone is judged.

    It is a tie of the partner of that stance on the gift: it says so, or names gifts of that
    partner alone. It names the topic; one that names none answers what is asked for the item as a
    whole, if of `asked`, all that is asked for this gift, nothing else is of that partner. A tie
    that was lifted answers nothing that was said after.
    """
    own = tie.partner == one.partner or (not tie.partner and tie.gift in gift.own)
    if not (own and gift.partner == one.partner and tie.binds(gift)):
        return False
    if not tie.needs and tie.day < one.day:
        return False
    if tie.topic:
        return tie.topic == one.topic
    topics = {other.topic for other in asked if other.partner == one.partner}
    return len(topics) == 1 and subject(one) == (gift.item, "", "")


def covers(one: Stance, gift: Gift) -> bool:
    """Item, region and use, as far as they are named, are all the gift's; naming none bars none.

    A gift without a region goes to all of them, so also to a barred one.
    """
    return (
        _named(one)
        and one.item in ("", gift.item)
        and (not one.region or gift.region in ("", one.region))
        and one.use in ("", gift.kind, gift.adds)
    )


def rule_of(one: Stance) -> str:
    """The rule that a gift crosses which goes against a stance."""
    if one.veto and one.binds:
        return VETO
    if one.stance == "conditional":
        return CONDITION
    return CAVEAT if one.region or one.use else REFUSAL


def met(tie: Tie, given: Sequence[Gift]) -> bool:
    """Whether enough of what a condition needs is among the gifts; the tied gift is not its own."""
    others = [gift.names for gift in given if not tie.binds(gift)]
    return sum(any(need in names for names in others) for need in tie.needs) >= tie.least


def kept(gifts: Sequence[Gift], ties: Sequence[Tie]) -> tuple[Gift, ...]:
    """The gifts that are given if all keep to their conditions: the greatest fixed point.

    Promises are simultaneous: of gifts that wait for one another all are given, or none. What has
    arrived is given.
    """
    given = list(gifts)
    while True:
        unmet = [tie for tie in ties if not met(tie, given)]
        left = [gift for gift in given if gift.past or not any(tie.binds(gift) for tie in unmet)]
        if len(left) == len(given):
            return tuple(left)
        given = left


def unmet(gifts: Sequence[Gift], ties: Sequence[Tie]) -> tuple[tuple[Tie, tuple[Gift, ...]], ...]:
    """The conditions that fail when all keep to theirs, each with the gifts that it takes away."""
    given = kept(gifts, ties)
    found = []
    for tie in ties:
        lost = tuple(gift for gift in gifts if tie.binds(gift) and not gift.past)
        if lost and not met(tie, given):
            found.append((tie, lost))
    return tuple(found)


def several(gifts: Sequence[Gift]) -> tuple[tuple[str, tuple[Gift, ...]], ...]:
    """Gifts of which more than one form is given, by name, each with what is given of it.

    Parts of one offer, and rows of one package, are one form.
    """
    found = []
    for name in sorted({one.gift for gift in gifts for one in gift.forms}):
        given = [gift for gift in gifts if gift.held(name)]
        clash = tuple(
            gift for gift in given if any(not gift.held(name) & other.held(name) for other in given)
        )
        if clash:
            found.append((name, clash))
    return tuple(found)


def _named(one: Stance) -> bool:
    return bool(one.item or one.region or one.use)
