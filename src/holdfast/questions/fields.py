"""What fills a message of an answer: numbers, names, lists, each with how it is written."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Exact:
    """A number that is written as it was entered."""

    value: float


@dataclass(frozen=True, slots=True)
class Signed:
    """A number that is more or less than another: a plus is written too."""

    value: float


@dataclass(frozen=True, slots=True)
class Share:
    """A share of futures, 0 to 1."""

    value: float


@dataclass(frozen=True, slots=True)
class Size:
    """A difference with its standard error."""

    mean: float
    error: float


@dataclass(frozen=True, slots=True)
class Range:
    """Two ends."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Own:
    """Words of the scenario, of the metrics or of the units, which a language may know."""

    text: str


@dataclass(frozen=True, slots=True)
class Amount:
    """So many of an item within a sentence: `3 large transformers`."""

    quantity: float
    item: str
    """Its name."""
    one: str = ""
    many: str = ""
    """What the scenario says one and several of it are called within an English sentence."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit, and the number before it, after which a language may put it in the singular."""

    what: str | Own
    count: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict on a difference, as `outcome.statistics` gives it."""

    text: str
    changed: int
    """Futures that differ, of `futures`."""
    futures: int


@dataclass(frozen=True, slots=True)
class WindowName:
    """The name of a window: `winter 2022-23`, `in all`."""

    text: str


@dataclass(frozen=True, slots=True)
class Rival:
    """One of the models of air defence that the record cannot tell apart."""

    name: str


@dataclass(frozen=True, slots=True)
class Listed:
    """Several things one after the other."""

    parts: tuple[object, ...]
    joint: str = "; "
