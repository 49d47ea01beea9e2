"""The cold week of the valley: worked by hand, held against the model day by day, then the page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from examples.valley_week_by_hand import DAWN, DAYS, FIRST, FUTURE, TEMPERATURE, week
from holdfast.campaign.country import first_dawn, prepare
from holdfast.campaign.day import Day, live
from holdfast.campaign.state import State
from holdfast.draws import Luck
from holdfast.scenario import read_scenario
from worked_sums import off, sums, text_of, wrong

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "valley-week.md"
NUMBER = re.compile(r"-?\d+(\.\d+)?")
CLOSE = 1e-9


@pytest.fixture(scope="module")
def lived() -> list[tuple[State, Day]]:
    """The seven days as the model has them: dawn and day."""
    scenario = read_scenario(ROOT / "examples" / "valley")
    luck = Luck.of(scenario.settings.seed, [FUTURE])
    country = prepare(scenario, luck)
    state, made = first_dawn(country, 1), []
    for today in range(FIRST + DAYS):
        dawn = state
        state, day = live(country, state, today, luck)
        made.append((dawn, day))
    return made[FIRST:]


def agree(found: Any, by_hand: Any) -> None:
    np.testing.assert_allclose(np.asarray(found), np.asarray(by_hand), rtol=CLOSE, atol=CLOSE)


def test_nothing_but_cold_and_what_is_broken_happens_in_this_week(lived):
    for dawn, day in lived:
        assert not day.raid.launched.any()
        assert not day.mended.mended.any()
        assert not dawn.restart_left.any()
        assert not dawn.trip_left.any()
        assert not dawn.dark_local.any()
        assert (dawn.planned_before[:, :, 0] > 0).all()
        assert not dawn.planned_before[:, :, 1:].any()
        agree(day.harm.left[0], [1, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1])
        assert dawn.held[0, 5] == 0  # no diesel: generator sets stand still


def test_the_first_morning_is_that_of_the_run(lived):
    dawn, _ = lived[0]
    agree(dawn.indoor[0, 0, 0], DAWN["indoor"])
    agree(dawn.rebound[0], [DAWN["rebound"], 0, 0])
    agree(dawn.gas_stock[0], [DAWN["gas_stock"]])
    agree(dawn.indoor[0, 1:], np.full((2, 2), 20.0))


@pytest.mark.parametrize("number", range(DAYS))
def test_a_day_is_as_worked_out(lived, number):
    (_, day), made = lived[number], week()[number]
    upper, served, comfort = TEMPERATURE[number], day.service, day.comfort
    agree(day.weather.temperature[0], [upper, upper + 2, upper + 4])
    agree(served.asked[0, :, 0], made["asked"])
    agree(served.dark[0, :, 0], made["dark"])
    assert not served.dark[0, :, 1:].any()
    industry = [0.95 * 0.2 * each for each in made["asked"]]
    short = [block["short"] for block in made["blocks"]]
    agree(served.unserved[0, :, 0], list(zip([0] * 4, short, industry, strict=True)))
    agree(served.dark_ordinary[0, :, 0], [block["share"] for block in made["blocks"]])
    agree(served.generated[0], [6 * sum(column) for column in zip(*made["stations"], strict=True)])
    assert not served.imported.any()
    fuel = made["gas"]
    by_use = served.gas_asked[0].sum(axis=0)
    agree(by_use[[0, 1, 2, 4]], [fuel[u] for u in ("houses", "flats", "industry", "power")])
    agree(served.gas_served, served.gas_asked)
    agree(served.gas_withdrawn[0], fuel["asked"] - fuel["field"])
    agree(served.gas_stock[0], [made["dawn"]["gas_stock"]])
    agree(comfort.hours_without[0], [made["hours"], 0, 0])
    agree(comfort.hours_planned[0, 1:], [0, 0])
    agree(comfort.indoor[0, 0, 0], made["dawn"]["indoor"])
    agree(comfort.degree_hours[0], [made["degree_hours"], 0, 0])


def text() -> str:
    return text_of(PAGE)


def results() -> dict[str, list[list[float]]]:
    """What each table of the page shows, by its first heading: a list of numbers a row."""
    days = week()
    first = days[0]
    parts = ("again", "protected", "ordinary", "short", "share", "dark", "put_off")
    return {
        "block": [
            [first["asked"][b], *(block[name] for name in parts)]
            for b, block in enumerate(first["blocks"])
        ],
        "stations": [list(pair) for pair in first["stations"]],
        "homes": [
            [first["rests"][b], first["homes"][b], first["cold"][b]] for b in range(4)
        ],
        "day": [
            [TEMPERATURE[n], sum(each["asked"]) / 4, *each["dark"], each["hours"]]
            for n, each in enumerate(days)
        ],
        "gas": [
            [
                *(each["gas"][u] for u in ("houses", "flats", "power", "asked", "field")),
                each["dawn"]["gas_stock"],
            ]
            for each in days
        ],
        "houses": [
            [*each["homes"], each["degree_hours"]] for each in days
        ],
    }  # fmt: skip


def tables() -> dict[str, list[list[str]]]:
    """Each table of the page by its first heading: its rows without the headings."""
    found: dict[str, list[list[str]]] = {}
    for block in re.findall(r"(?:^\|.*\|\n)+", text(), re.MULTILINE):
        lines = [[c.strip() for c in line[1:-1].split("|")] for line in block.splitlines()]
        assert lines[0][0] not in found, f"two tables are headed {lines[0][0]}"
        found[lines[0][0]] = lines[2:]
    return found


@pytest.mark.parametrize("name", results())
def test_tables_of_the_page_are_as_worked_out(name):
    shown, given = tables()[name], results()[name]
    assert len(shown) == len(given)
    for (label, *cells), values in zip(shown, given, strict=True):
        assert len(cells) == len(values), label
        faults = [pair for pair in zip(cells, values, strict=True) if off(*pair)]
        assert not faults, f"{name}, {label}: shown, worked out {faults}"


def test_no_table_of_the_page_is_unchecked():
    assert tables().keys() == results().keys()


def test_sums_of_the_page_come_to_what_they_say():
    found = wrong(text())
    assert not found, "\n".join(found)
    assert len(sums(text())) > 25


def test_what_is_said_of_the_week_in_prose_is_so():
    days = week()
    hours, cold = (sum(each[name] for each in days) for name in ("hours", "degree_hours"))
    prose = " ".join(re.sub(r"^```.*?^```|^\|.*?$", "", text(), flags=re.M | re.S).split())
    assert f"{hours:.1f} hours without power" in prose
    assert f"{cold:.0f} degree-hours" in prose
    low = min(min(each["homes"]) for each in days)
    assert f"{low:.1f} °C" in prose
    used = sum(each["gas"]["asked"] - each["gas"]["field"] for each in days)
    assert f"{used:.1f} mcm" in prose
