"""The page of the valley: each table, sum and decimal of it comes to what the day comes to."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from examples.valley_by_hand import worked
from examples.valley_draws import ASSETS, BLOCKS, DRAWS, drawn
from examples.valley_said import dawn_by_hand, day_by_hand, record_by_hand
from holdfast.scenario import Scenario, read_scenario
from worked_sums import off, sums, text_of, wrong

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "valley.md"
NUMBER = re.compile(r"-?\d+(\.\d+)?")


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return read_scenario(ROOT / "examples" / "valley")


def results() -> dict[str, dict[str, Any]]:
    """Numbers of each table of results on the page, by its first heading, then by row."""
    w = worked()
    sky, come, won, hurt = w["weather"], w["raid"], w["fight"], w["harm"]
    grid, fuel, home, fixed = w["power"], w["gas"], w["people"], w["repair"]
    late, night, morning = grid["evening"], grid["night"], grid["morning"]
    slices = ("protected", "ordinary", "industry")
    return {
        "temperature": {"normal": (-2, 0, 2), "outdoors": sky["temperature"]},
        "aim": {"x": come["gammas"], "share": come["share"], "launched towards": come["toward"]},
        "cover": {
            "worth X": (won["worth"],),
            "gain": (won["gain"],),
            "rounds to be expected": (won["expected_rounds"],),
            "destroyed": (won["destroyed"],),
            "fired": (won["fired"],),
        },
        "fight": {
            "launched": come["toward"],
            "survival": won["survival"],
            "chance of a kill": won["chance"],
            "brought down": won["kills"],
            "through": won["leaks"],
        },
        "installation": {
            name: (u, chance, hit)
            for name, u, chance, hit in zip(
                ASSETS, drawn("damage hit"), hurt["chance"], hurt["hit"], strict=True
            )
        },
        "damaged": {
            ASSETS[a]: (hurt["state"][a], hurt["left"][a], hurt["places"][i], hurt["work"][i])
            for i, a in enumerate((1, 8, 9))
        },
        "asked": dict(zip(BLOCKS, grid["asked"], strict=True)),
        "collapse": {
            "chance of a trip": (grid["fall"]["chance"],),
            "load": (grid["fall"]["load"],),
            "generation lost": (grid["fall"]["lost"],),
            "load dropped": (grid["fall"]["dropped"],),
            "reserve": (grid["fall"]["reserve"],),
            "relays": (grid["fall"]["relays"],),
            "z": (grid["fall"]["z"],),
            "margin": (grid["fall"]["margin"],),
        },
        "dispatch": {
            "night": [night[s] for s in ("hydro", "thermal", "import")],
            "morning": [morning[s] for s in ("hydro", "thermal", "import")],
            "day": (grid["noon"]["hydro"], 0, 0),
            "evening": (late["hydro"], 0, 0),
        },
        "evening": {
            "wanted": late["wanted"],
            **{
                f"connected, {s}": [row[k] for row in late["linked"]] for k, s in enumerate(slices)
            },
            **{f"shed, {s}": [row[k] for row in late["shed"]] for k, s in enumerate(slices)},
            "cut in turn": late["schedule"],
        },
        "unserved": {
            f"{block}, {s}": [row[k] for row in grid["unserved"][b]]
            for b, block in ((2, "day"), (3, "evening"))
            for k, s in enumerate(slices)
        },
        "dark": dict(zip(BLOCKS, grid["dark"], strict=True)),
        "planned": dict(zip(BLOCKS, grid["planned"], strict=True)),
        "gas": {
            use: [row[u] for row in fuel["uses"]]
            for u, use in ((0, "household"), (1, "district heat"), (2, "industry"), (4, "power"))
        },
        "houses": {
            "rest from noon": [rest[0] for rest in home["rests"]],
            "at six": home["at_six"],
            "rest from six": [rest[1] for rest in home["rests"]],
            "at midnight": home["at_midnight"],
        },
        "people": {
            "hours without power": home["hours_without"],
            "of these planned": home["hours_planned"],
            "cold hours": day_by_hand()["comfort.cold_hours"],
            "degree-hours": day_by_hand()["comfort.degree_hours"],
            "no heat": home["no_heat"],
        },
        "work": {
            ASSETS[a]: (fixed["urgency"][i], hurt["work"][i], fixed["work"][i])
            for i, a in enumerate((1, 8, 9))
        },
        "at midnight": dawn_by_hand(),
        "kept": record_by_hand(),
    }  # fmt: skip


def text() -> str:
    return text_of(PAGE)


def tables() -> dict[str, list[list[str]]]:
    """Each table of the page by its first heading: its rows, the headings first."""
    found: dict[str, list[list[str]]] = {}
    for block in re.findall(r"(?:^\|.*\|\n)+", text(), re.MULTILINE):
        lines = [[c.strip() for c in line[1:-1].split("|")] for line in block.splitlines()]
        assert lines[0][0] not in found, f"two tables are headed {lines[0][0]}"
        found[lines[0][0]] = [lines[0], *lines[2:]]
    return found


def numbers(cells: list[str]) -> list[str]:
    """The numbers of some cells, as they are written; of a cell of several "1 / 2" each one."""
    parts = [part.strip() for cell in cells for part in cell.split(" / ")]
    return [part for part in parts if NUMBER.fullmatch(part)]


def inputs() -> dict[str, list[list[str]]]:
    """Tables headed by the name of a table of the scenario."""
    return {name[1:-1]: rows for name, rows in tables().items() if name.startswith("`")}


def test_inputs_on_the_page_are_those_of_the_scenario(scenario):
    for name, (headings, *shown) in inputs().items():
        given = {key(row): row for row in scenario.table(name).rows()}
        for label, *cells in shown:
            for heading, cell in zip(headings[1:], cells, strict=True):
                said = given[label][heading.strip("`")]
                same = float(cell) == float(said) if NUMBER.fullmatch(cell) else cell == said
                assert same, f"{name} {label}, {heading}: {cell}, the table says {said}"


def key(row: dict[str, str]) -> str:
    """What a row of the scenario is called on the page."""
    names = ("system", "region", "class", "use", "item", "skill", "target", "month")
    return row.get("id") or " ".join(row[name] for name in names if row.get(name))


def test_draws_on_the_page_are_those_of_the_day():
    shown = {(purpose, who): cells for purpose, who, *cells in tables()["draw"][1:]}
    given = {
        (purpose, who): (span, u)
        for (purpose, span), (names, values) in DRAWS.items()
        for who, u in zip(names, values, strict=True)
    }
    assert shown.keys() == given.keys()
    for which, (span, u) in given.items():
        said, number = shown[which]
        assert said == span
        assert not off(number, u), f"{which}: {number}, the draw is {u}"


def there(values: object) -> list[float]:
    """All values but those of classes of homes that a region has none of."""
    flat = np.ravel(np.asarray(values, dtype=float))
    return [float(value) for value in flat[~np.isnan(flat)]]


@pytest.mark.parametrize("name", results())
def test_results_on_the_page_are_as_worked_out(name):
    headings, *rows = tables()[name]
    counted = [i for i, heading in enumerate(headings) if i and heading != "unit"]
    shown = {row[0].strip("`"): numbers([row[i] for i in counted]) for row in rows}
    given = {row: there(values) for row, values in results()[name].items()}
    assert shown.keys() == given.keys()
    for row, values in given.items():
        assert len(shown[row]) == len(values), f"{row}: {shown[row]} for {values}"
        faults = [pair for pair in zip(shown[row], values, strict=True) if off(*pair)]
        assert not faults, f"{name}, {row}: shown, worked out {faults}"


def test_no_table_of_the_page_is_unchecked():
    assert tables().keys() == {f"`{name}`" for name in inputs()} | results().keys() | {"draw"}


def test_workings_on_the_page_come_to_what_they_say():
    found = wrong(text())
    assert not found, "\n".join(found)


def test_decimals_in_the_prose_stand_in_a_table_or_a_sum():
    prose = re.sub(r"^```.*?^```|^\|.*?$", "", text(), flags=re.MULTILINE | re.DOTALL)
    known = [float(shown) for _, _, shown in sums(text())]
    known += [u for _, values in DRAWS.values() for u in values]
    for said in re.findall(r"\d+\.\d{3,}", prose):
        assert any(not off(said, found) for found in known), said


def test_a_wrong_digit_would_be_seen():
    assert off("1.235", 1.2341)
    assert off("13", 13.4)
    assert not off("1.234", 1.23449)
