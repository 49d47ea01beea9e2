"""What the page of an answer is made of."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.show.headline import Headline
from holdfast.show.section import Section


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that an answer stands on: what it is, and what is said of it."""

    what: str
    said: str


@dataclass(frozen=True, slots=True)
class Page:
    """The parts of a page that differ by question; the others are the same for all."""

    head: Headline
    sections: tuple[Section, ...]
    """Each with a figure of its own, known by its `identity`."""
    facts: tuple[Fact, ...]
    """What it stands on, beside what every answer stands on."""
    left_out: tuple[str, ...]
    """What it leaves out, beside what the model leaves out."""
    read: tuple[str, ...]
    """How its numbers are to be read."""
    commands: tuple[str, ...]
    """What makes it again, the page last; empty where that is not known."""
    again: str
    """Where the commands are to be given, or why there are none."""
