"""Hours of air-raid alert by macro-region and calendar month: the table repair/alerts."""

from __future__ import annotations

import datetime
import statistics
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from bucharest.tables import REGIONS, Row, Tables, as_text, estimate, read, span

OBLASTS = {
    "NOR": ("Kyiv City", "Kyivska", "Zhytomyrska", "Chernihivska"),
    "NEA": ("Kharkivska", "Sumska", "Poltavska"),
    "CEN": ("Vinnytska", "Cherkaska", "Kirovohradska"),
    "WST": (
        *("Lvivska", "Volynska", "Rivnenska", "Ternopilska", "Ivano-Frankivska"),
        *("Zakarpatska", "Chernivetska", "Khmelnytska"),
    ),
    "STH": ("Odeska", "Mykolaivska", "Khersonska"),
    "EST": ("Dnipropetrovska", "Zaporizka", "Donetska"),
}
"""Names in the alert record; of the east the part under alert without end is left out."""
SIZE = 15
"""Cruise missiles that make a day one of a wave."""
COLUMNS = ("region", "month", "hours", "hours_any", "wave_hours", "wave_hours_any", "wave_days")


def reduce_alerts(rows: Iterable[Row], raids: list[Row], classes: list[Row]) -> str:
    """Mean hours a day by macro-region and month, on days with a wave and on others.

    Alerts of whole regions, and (any) of parts of them too. Months that had no wave take the ratio
    of waves to other days of the whole record.
    """
    waves = wave_days(raids, classes)
    home = {name: region for region, names in OBLASTS.items() for name in names}
    hours: dict[tuple[str, int, bool], list[tuple[float, float]]] = defaultdict(list)
    seen: dict[int, set[str]] = defaultdict(set)
    for row in rows:
        region, day = home.get(row["oblast"].removesuffix(" oblast")), row["date"]
        if region is None:
            continue
        month, wave = int(day[5:7]), day in waves
        told = (float(row["minutes_oblastwide"]) / 60, float(row["minutes_any"]) / 60)
        hours[region, month, wave].append(told)
        if wave:
            seen[month].add(day)
    made = []
    for region in REGIONS:
        ratio = _over(hours, region, True) / _over(hours, region, False)
        for month in range(1, 13):
            calm = _mean(hours[region, month, False])
            there = hours[region, month, True]
            high = _mean(there) if there else (calm[0] * ratio, calm[1] * ratio)
            values = (calm[0], calm[1], min(high[0], 24.0), min(high[1], 24.0))
            cells = [f"{value:.2f}" for value in values]
            made.append(
                dict(zip(COLUMNS, [region, str(month), *cells, str(len(seen[month]))], strict=True))
            )
    return as_text(COLUMNS, made)


def wave_days(raids: list[Row], classes: list[Row]) -> set[str]:
    """Days on which so many cruise missiles were launched."""
    of = {row["model"]: row["class"] for row in classes}
    launched: dict[str, float] = defaultdict(float)
    for row in raids:
        if of.get(row["model"]) == "cruise":
            launched[row["time_end"][:10]] += float(row["launched"] or 0)
    return {day for day, count in launched.items() if count >= SIZE}


def _mean(values: list[tuple[float, float]]) -> tuple[float, float]:
    return statistics.fmean(one for one, _ in values), statistics.fmean(two for _, two in values)


def _over(
    hours: dict[tuple[str, int, bool], list[tuple[float, float]]], region: str, wave: bool
) -> float:
    return _mean([pair for m in range(1, 13) for pair in hours.get((region, m, wave), [])])[1]


def build(data: Path) -> Tables:
    """The table repair/alerts: of whole regions the low end, of parts of them too the high one."""
    note = (
        "mean over oblasts and days of March 2022 to October 2023, of the middle between alerts of "
        "whole oblasts and of any part; wave: 15 or more cruise missiles that day"
    )
    rows = []
    for row in read(data / "alerts/hours.csv"):
        cells: Row = {"region": row["region"], "month": row["month"]}
        for column in ("hours", "wave_hours"):
            low, high = float(row[column]), float(row[f"{column}_any"])
            cells |= span(column, (low + high) / 2, low, high)
        rows.append(cells | estimate(note, "alerts;CALC", LATEST.isoformat()))
    return {"repair/alerts": rows}


LATEST = datetime.date(2023, 10, 27)
"""Last day of the record."""
