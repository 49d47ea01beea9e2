"""What programs are sent of two runs and of one future."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel, Field


class _OfRun(BaseModel):
    """What every answer says of the run that it rests on."""

    scenario: str
    seed: int
    version: str
    futures: int


class Lies(_OfRun):
    """What lies between two runs, as `holdfast compare --json` has it."""

    rows: list[dict[str, Any]] = Field(description="B minus A: a metric in a window each.")
    a: str
    b: str
    fork: date | None = Field(description="First day on which the plans differ.")
    words: str
    closing: list[str]
    cost: dict[str, Any]
    notes: list[str]


class Rows(BaseModel):
    """Rows of a table."""

    rows: list[dict[str, Any]]


class Explained(_OfRun):
    """One future day by day, as `holdfast explain --json` has it."""

    rows: list[dict[str, Any]] = Field(description="A day each.")
    future: int
    head: list[str]
    by_hours: Rows


class Days(BaseModel):
    """One future day by day, in words."""

    future: int
    futures: int
    rank: int = Field(description="1 is the darkest.")
    middle: int = Field(description="The future in the middle of the run.")
    lines: list[str]
    drawn: dict[str, Any]
    dates: list[str]
    first: date
    reported: int = Field(description="Place of the first reported day.")
    hours: list[float] = Field(description="Without power per person, a day each [h].")
    shown: list[str]
    top: float
    raids: list[tuple[int, int]] = Field(description="Place of the day, and what was launched.")
    winters: list[tuple[int, int]]
    months: dict[str, list[tuple[int, str]]]
    country: dict[str, Any]
    dark: list[str] = Field(description="Step of the scale by region, a digit each.")
    texts: list[list[str]]
    steps: list[dict[str, Any]] = Field(description="In the order of the day.")
    stocks: list[dict[str, Any]]
    spells: list[dict[str, Any]]
    worst: list[dict[str, Any]]
    seed: str
