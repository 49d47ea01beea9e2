"""Stances in words, and those that many partners share in one line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from holdfast.aid.rules import HARD, LIFTED
from holdfast.questions.positions import STANCES
from holdfast.show.voice import Voice

Row = Mapping[Any, Any]
_OF_ONE = ("partner", "name", "kind", "row", "as_of", "status")
_SHARED = tuple(column for column in STANCES if column not in _OF_ONE)


def together(rows: Iterable[Row]) -> list[list[Row]]:
    """Rows by what is said: partners of whom the same source says the same on one day together.

    The order is that of the first of each; rows of one partner and topic stay neighbours, since
    what another source denies is shared by nobody.
    """
    made: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        key = tuple(row[column] for column in _SHARED)
        alone = (row["row"],) if row["differs"] else ()
        made.setdefault((*key, *alone), []).append(row)
    return list(made.values())


def partners(group: Sequence[Row], voice: Voice) -> str:
    """Who says it: one with what kind of actor it is, several by their names."""
    if len(group) == 1:
        kind = group[0]["kind"]
        name = voice.own(group[0]["name"])
        return f"{name} ({voice.say(f'positions.kind_{kind}')})" if kind else name
    return ", ".join(voice.own(row["name"]) for row in group)


def stance(row: Row, voice: Voice) -> str:
    """How it stands: refuses, firmly; by veto; lifted."""
    said = voice.say(f"positions.stance_{row['stance']}")
    if row["veto"]:
        said = voice.say("positions.veto", stance=said)
    if row["hardness"] == HARD:
        return voice.say("positions.hard", stance=said)
    return voice.say("positions.lifted", stance=said) if row["hardness"] == LIFTED else said


def marks(row: Row, voice: Voice) -> list[str]:
    """What is to be known of it beside: it binds, sources differ, it no longer holds."""
    told = (("binds", row["binds"]), ("differs", row["differs"]), ("past", not row["holds"]))
    return [voice.say(f"positions.{key}") for key, is_so in told if is_so]


def quoted(row: Row, voice: Voice) -> str:
    """What was said, and what it is about."""
    said, about = voice.own(row["quote"]), voice.write(row["about"])
    if not said:
        return voice.say("positions.about", about=about) if about else ""
    return voice.say("positions.said_about", said=said, about=about) if about else said
