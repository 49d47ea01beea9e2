"""Files of public figures, and how a run reports the same quantities.

A file has the columns id, metric, region, from, to, value, band_low, band_high, said_by and more;
both days of a window are included. Each metric is one function of the record to (F,) values.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from holdfast.arrays import Array
from holdfast.questions.delivery_text import names_of
from holdfast.questions.record import METRICS, REGIONAL
from holdfast.questions.refused import QuestionError
from holdfast.scenario import Fault, Scenario
from holdfast.scenario.fault import hint
from holdfast.written import day_hint

REQUIRED = ("id", "metric", "region", "from", "to", "value", "band_low", "band_high")
NATIONAL = "all"
DATED = "first_day_without_limits"
"""The metric whose figures may be given as a day; it is counted from the first day."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One published figure."""

    id: str
    metric: str
    region: str
    """"all", or the id of a region."""
    first: date
    last: date
    """Included."""
    value: float
    band_low: float
    band_high: float
    said: str
    said_by: str
    sets_a_default: bool
    """It also sets a default, so that agreement with it proves nothing."""

    def within(self, values: Array) -> Array:
        """(F,) whether values lie in the band, its ends included."""
        return np.asarray((self.band_low <= values) & (values <= self.band_high))

    def near(self, truth: Array, values: Array) -> Array:
        """Whether values lie in the band laid around truths in place of what was published."""
        low, high = self.band_low - self.value, self.band_high - self.value
        return np.asarray((truth + low <= values) & (values <= truth + high))

    @property
    def needed_until(self) -> date:
        """The last day that must be simulated."""
        remaining = self.metric == "people_cut_region_remaining_day_1"
        return max(self.last, self.first + timedelta(days=int(remaining)))


def facts_of(scenario: Scenario, path: str | Path) -> list[Fact]:
    """The figures of a file that are of the days of a scenario. Raises as `read_facts`."""
    settings = scenario.settings
    return read_facts(Path(path), names_of(scenario, "regions"), settings.start, settings.last)


def read_facts(path: Path, regions: Mapping[str, str], first: date, last: date) -> list[Fact]:
    """Read figures whose windows lie within `first` to `last`, both included.

    `regions` are names by id. Raises QuestionError with every fault; the header is row 1.
    """
    reader = _Reader(path.name, regions, first, last)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        reader.fault(None, None, "", f"cannot be read: {(error.strerror or str(error)).lower()}")
        raise QuestionError(reader.faults) from error
    except UnicodeDecodeError as error:
        reader.fault(None, None, "", "is no text in UTF-8, so it is no table of public figures")
        raise QuestionError(reader.faults) from error
    facts = reader.read(text)
    if reader.faults:
        raise QuestionError(reader.faults)
    return facts


class _Reader:
    """Reads rows and gathers what is wrong with them."""

    def __init__(self, file: str, regions: Mapping[str, str], first: date, last: date) -> None:
        self.file = file
        self.regions = regions
        self.span = (first, last)
        self.faults: list[Fault] = []

    def fault(self, row: int | None, column: str | None, value: str, message: str) -> None:
        self.faults.append(Fault(self.file, row, column, value or None, message))

    def read(self, text: str) -> list[Fact]:
        lines = csv.reader(io.StringIO(text, newline=""))
        try:
            rows = [row for row in lines if row]
        except csv.Error as error:
            self.fault(None, None, "", f"is not a table of comma-separated values: {error}")
            return []
        header = [name.strip() for name in rows[0]] if rows else []
        missing = [name for name in REQUIRED if name not in header]
        if len(missing) > len(REQUIRED) // 2:
            names = ", ".join(REQUIRED)
            message = f"is no table of public figures; one has the columns {names}, said_by"
            self.fault(None, None, "", message)
            return []
        for name in missing:
            self.fault(1, name, "", "the column is missing")
        if missing or self.elsewhere(header, rows[1:]):
            return []
        made = [
            self.fact(number, dict(zip(header, row, strict=False)), len(row) == len(header))
            for number, row in enumerate(rows[1:], start=2)
        ]
        ids = [row[header.index("id")] for row in rows[1:]]
        for number, name in enumerate(ids, start=2):
            if name in ids[: number - 2]:
                self.fault(number, "id", name, "stands twice")
        if not made:
            self.fault(None, None, "", "holds no figures")
        return [fact for fact in made if fact is not None]

    def elsewhere(self, header: list[str], rows: list[list[str]]) -> bool:
        """Say so once if every figure lies outside the days of the scenario."""
        days = []
        for name in ("from", "to"):
            place = header.index(name)
            for row in rows:
                try:
                    days.append(date.fromisoformat(row[place].strip()))
                except (ValueError, IndexError):
                    return False
        if not days or any(self.span[0] <= day <= self.span[1] for day in days):
            return False
        message = (
            "every figure lies outside the days of the scenario: they are of "
            f"{min(days)} to {max(days)}, the scenario is of {self.span[0]} to {self.span[1]}"
        )
        self.fault(None, None, "", message)
        return True

    def fact(self, row: int, cells: dict[str, str], whole: bool) -> Fact | None:
        before = len(self.faults)
        if not whole:
            self.fault(row, None, "", "has not as many cells as the header")
            return None
        metric, region = cells["metric"].strip(), cells["region"].strip()
        if metric not in METRICS:
            self.fault(
                row, "metric", metric, f"is no metric of the record; allowed: {', '.join(METRICS)}"
            )
        self.region(row, metric, region)
        first = self.day(row, "from", cells["from"])
        last = self.day(row, "to", cells["to"])
        if first and last and last < first:
            self.fault(row, "to", cells["to"], "is before the first day of the window")
        value, low, high = (
            self.figure(row, name, cells[name], metric, first)
            for name in ("value", "band_low", "band_high")
        )
        if low > high:
            self.fault(row, "band_high", cells["band_high"], "is below band_low")
        if len(self.faults) > before or first is None or last is None:
            return None
        return Fact(
            cells["id"].strip(),
            metric,
            region,
            first,
            last,
            value,
            low,
            high,
            cells.get("said", ""),
            cells.get("said_by", ""),
            cells.get("also_sets_a_default", "").strip() == "yes",
        )

    def region(self, row: int, metric: str, region: str) -> None:
        if metric in REGIONAL and region not in self.regions:
            known = hint(region, self.regions, self.regions)
            self.fault(row, "region", region, f"is not an id of regions.csv; {known}")
        elif metric in METRICS and metric not in REGIONAL and region != NATIONAL:
            self.fault(row, "region", region, f'the metric is national: write "{NATIONAL}"')

    def day(self, row: int, column: str, text: str) -> date | None:
        try:
            made = date.fromisoformat(text.strip())
        except ValueError:
            self.fault(row, column, text, f"is not a day as YYYY-MM-DD{day_hint(text)}")
            return None
        if not self.span[0] <= made <= self.span[1]:
            self.fault(row, column, text, f"is not simulated, {self.span[0]} to {self.span[1]}")
        return made

    def figure(self, row: int, column: str, text: str, metric: str, first: date | None) -> float:
        if metric == DATED and first is not None and text.count("-") == 2:
            made = self.day(row, column, text)
            return float((made - first).days) if made else math.nan
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            self.fault(row, column, text, "is not a number")
        return number
