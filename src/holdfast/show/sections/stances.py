"""Who says what: the stances that hold, with day and source, and those that bind a plan."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from holdfast.aid.rules import BARS
from holdfast.questions.positions import held
from holdfast.scenario import Scenario
from holdfast.show.catalogue import Catalogue
from holdfast.show.nameless import in_public
from holdfast.show.section import Caveat, Holding, Numbers, Section, Topic
from holdfast.show.sides import MILITARY, Story
from holdfast.show.sources import cited
from holdfast.show.stances import Row, marks, partners, quoted, stance, together
from holdfast.show.voice import Voice

STANCES = ("refuses", "conditional", "undecided", "offers")
"""In the order in which they are counted."""
ARMED = (MILITARY, "system")
"""Uses that are military help."""
_WORD = re.compile(r"[^\W_][\w-]*")
_SHORTEST = 4
"""Letters of a word by which a military item is known; a name with a capital may be shorter."""


def stances(story: Story, words: Catalogue) -> Section | None:
    """Lay the stances out by topic; None where nobody says anything.

    A public report tells no partner, topic, day or source: it counts, and repeats what can be
    repeated of those who refuse or ask something.
    """
    rows = held(story.scenario)
    if not rows:
        return None
    voice = Voice.of(words)
    counted = _counted(rows, words)
    title = words.say("positions.finding", **counted)
    if story.public:
        return Section(
            identity="said",
            title=title,
            measure=words.say("positions.measure_public"),
            caveats=_public(rows, story.scenario, voice),
            numbers=_numbers(rows, voice),
            notes=[words.say("positions.public")],
        )
    when = (
        words.say("positions.as_known", day=voice.day(story.scenario.as_of))
        if story.scenario.as_of
        else words.say("positions.all_known")
    )
    return Section(
        identity="said",
        title=title,
        measure=words.say("positions.measure", when=when),
        caveats=_told(rows, story.scenario, voice),
        topics=_topics(rows, story.scenario, voice),
        notes=[words.say("plan.numbers_note")],
    )


def _counted(rows: Sequence[Row], words: Catalogue) -> dict[str, str]:
    """How many stances of how many partners, and how many bind."""
    counts = (
        ("stances", len(rows)),
        ("partners", len({row["partner"] for row in rows})),
        ("binding", sum(row["binds"] for row in rows)),
    )
    return {name: words.say(f"positions.{name}", count=count) for name, count in counts}


def _numbers(rows: Sequence[Row], voice: Voice) -> Numbers:
    """How many stances there are of each kind, and of these how many bind."""
    made: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda each: (STANCES.index(each["stance"]), each["hardness"])):
        made.setdefault(stance(row, voice), []).append(row)
    lines = tuple(
        (said, voice.whole(len(some)), voice.whole(sum(row["binds"] for row in some)))
        for said, some in made.items()
    )
    heads = ("stance", "count", "bound")
    return Numbers(
        voice.say("form.numbers"), tuple(voice.say(f"positions.{head}") for head in heads), lines
    )


def _told(rows: Sequence[Row], scenario: Scenario, voice: Voice) -> list[Caveat]:
    """What binds and where sources differ: a line a partner and topic, its sources side by side."""
    matters: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if row["binds"] or row["differs"]:
            matters.setdefault((row["topic"], row["partner"]), []).append(row)
    made = []
    for same in matters.values():
        differ = any(row["differs"] for row in same)
        told = [
            voice.say(
                "positions.version",
                stance=_binding(row, voice) if differ else stance(row, voice),
                said=quoted(row, voice),
                source=cited(row["source"], scenario),
            ).strip()
            for row in same
        ]
        made.append(
            voice.say(
                "positions.beside" if differ else "positions.alone",
                partner=voice.own(same[0]["name"]),
                topic=voice.own(same[0]["topic"]),
                day=voice.day(same[0]["since"]),
                versions=voice.joint("; ").join(told),
            )
        )
    return [Caveat("", text) for text in made]


def _binding(row: Row, voice: Voice) -> str:
    """How it stands, and whether it is the one that binds."""
    said = stance(row, voice)
    return f"{said} ({voice.say('positions.binds')})" if row["binds"] else said


def _topics(rows: Sequence[Row], scenario: Scenario, voice: Voice) -> list[Topic]:
    made: dict[str, list[Holding]] = {}
    for group in together(rows):
        row = group[0]
        made.setdefault(row["topic"], []).append(
            Holding(
                partners=partners(group, voice),
                stance=stance(row, voice),
                marks=", ".join(marks(row, voice)),
                said=quoted(row, voice),
                since=voice.day(row["since"]),
                sources=cited(row["source"], scenario),
            )
        )
    return [Topic(voice.own(name), tuple(holdings)) for name, holdings in made.items()]


def _public(rows: Sequence[Row], scenario: Scenario, voice: Voice) -> list[Caveat]:
    """What can be repeated of those who refuse or ask something, in no order; the rest counted."""
    words, withheld = voice.words, voice.say("plan.withheld")
    armed, said, hidden = _armed(scenario), set(), 0
    for row in rows:
        if row["stance"] not in BARS:
            continue
        text = withheld
        if row["quote"] and not _military(row, scenario, armed):
            text = in_public(row["quote"], scenario, words)
        if text == withheld:
            hidden += 1
        else:
            said.add(voice.say("positions.nameless", stance=stance(row, voice), said=text))
    shown = sorted(said)
    if hidden:
        shown.append(voice.say("positions.hidden", count=hidden))
    return [Caveat("", text) for text in shown]


def _military(row: Row, scenario: Scenario, armed: frozenset[str]) -> bool:
    """Whether a stance is about military help, by what it bars or by the words of its topic."""
    kinds = _kinds(scenario)
    if row["use"] in ARMED or kinds.get(row["item"]) == MILITARY:
        return True
    return bool(armed & _words(f"{row['topic']} {row['quote']}"))


def _armed(scenario: Scenario) -> frozenset[str]:
    """Words by which military items are called, and no others."""
    items = scenario.table("items")
    names = zip(items.text("name"), items.text("kind"), strict=True)
    found: dict[bool, set[str]] = {True: set(), False: set()}
    for name, kind in names:
        found[kind == MILITARY] |= _words(name)
    return frozenset(found[True] - found[False])


def _words(text: str) -> set[str]:
    """Words in small letters, in the singular; short ones only if they are names."""
    return {
        word.casefold().removesuffix("s")
        for word in _WORD.findall(text)
        if len(word) >= _SHORTEST or not word.islower()
    }


def _kinds(scenario: Scenario) -> Mapping[str, str]:
    items = scenario.table("items")
    return dict(zip(items.text("id"), items.text("kind"), strict=True))
