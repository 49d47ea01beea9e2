"""Broken scenarios, one thing wrong in each, with the exact faults expected."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from holdfast.scenario import Fault, ScenarioError, check, new, read_scenario
from invalid.breaking import (
    Break,
    add_column,
    add_line,
    all_of,
    broken_link,
    cell,
    drop_column,
    drop_row,
    folder_instead,
    put,
    put_within,
    recode,
    remove,
    rename_column,
    replace,
)

CASES: dict[str, Break] = {
    "a word for a number": cell("power/demand.csv", 4, "night_mw", "many"),
    "not a number": cell("power/demand.csv", 2, "day_mw", "nan"),
    "infinity": cell("regions.csv", 2, "population", "inf"),
    "beyond what a float holds": cell("power/demand.csv", 2, "evening_mw", "1e400"),
    "larger than any quantity": cell("regions.csv", 4, "population", "4e20"),
    "a decimal comma": cell("power/demand.csv", 3, "mw_per_degree", "9,5"),
    "underscores in a number": cell("regions.csv", 4, "population", "400_000"),
    "spaces in a number": cell("regions.csv", 4, "population", "400 000"),
    "a share in per cent": cell("damage/kinds.csv", 3, "left_light", "25%"),
    "a number in per cent": cell("power/demand.csv", 2, "day_mw", "2,5 %"),
    "a decimal comma without quotation marks": replace(
        "stocks.csv", "transformer,4", "transformer,4,5"
    ),
    "a negative count": cell("assets.csv", 2, "count", "-6"),
    "a fraction of a unit": cell("power/generators.csv", 2, "units", "2.5"),
    "an effect on what there is not": put(
        "damage/effects.csv", b"on,class,function_lost_factor\ngrids,cruise,2\n"
    ),
    "an effect of a class that there is not": put(
        "damage/effects.csv", b"on,class,function_lost_factor\ngrid,zeppelin,2\n"
    ),
    "a negative factor": put(
        "damage/effects.csv", b"on,class,heavy_share_factor\ngrid,cruise,-1\n"
    ),
    "a level that is none": add_column("assets.csv", "level", "walls"),
    "a shield without its level": put(
        "damage/shields.csv", b"level,class,absorbs\nwall,cruise,0.5\n"
    ),
    "a share absorbed above one": put("damage/protection.csv", b"id,name,absorbs\nwall,Wall,1.5\n"),
    "a level of what is no protection": all_of(
        put("damage/protection.csv", b"id,name,absorbs\nwall,Wall,0.5\n"),
        add_column("items.csv", "level", "wall"),
    ),
    "a home without a time constant": all_of(
        cell("heat/buildings.csv", 2, "time_constant_hours", ""),
        cell("heat/buildings.csv", 2, "time_constant_hours_low", ""),
        cell("heat/buildings.csv", 2, "time_constant_hours_high", ""),
        add_column("heat/buildings.csv", "loss_w_per_m2_k", "1.6"),
    ),
    "a home with a time constant and a loss": add_column(
        "heat/buildings.csv", "loss_w_per_m2_k", "1.6"
    ),
    "a group of more than all": cell("people/groups.csv", 2, "people_share", "1.2"),
    "a share above one": cell("damage/kinds.csv", 3, "left_light", "1.5"),
    "a needed cell is blank": cell("power/demand.csv", 2, "night_mw", ""),
    "a dropped column": drop_column("threat/classes.csv", "stock"),
    "an unknown column": rename_column("gas/demand.csv", "priority", "prioriti"),
    "a column twice": rename_column("gas/demand.csv", "at_0", "at_plus_10"),
    "a column without a name": add_column("meetings.csv", "", "x"),
    "half a range in the header": drop_column("gas/supply.csv", "mcm_per_day_high"),
    "a low end without a high end": cell("regions.csv", 2, "population_high", ""),
    "a high end without a low end": cell("regions.csv", 3, "population_low", ""),
    "a low end above the value": cell("regions.csv", 2, "population_low", "1250000"),
    "a high end below the value": cell("regions.csv", 2, "population_high", "1000000"),
    "too few cells": add_line("meetings.csv", "M2,Another meeting"),
    "too many cells": add_line("meetings.csv", "M2,Another meeting,2024-12-01,,,x"),
    "a quote that is never closed": add_line("meetings.csv", 'M2,"Another meeting,2024-12-01,,'),
    "a quote within a cell": add_line("meetings.csv", 'M2,"Another" meeting,2024-12-01,,'),
    "Latin-1": all_of(cell("regions.csv", 3, "name", "The höhe"), recode("regions.csv", "latin-1")),
    "UTF-16": recode("stocks.csv", "utf-16"),
    "a NUL byte": replace("stocks.csv", "transformer", "trans\0former"),
    "semicolons": replace("heat/buildings.csv", ",", ";"),
    "semicolons and decimal commas": all_of(
        replace("heat/buildings.csv", ",", ";"), replace("heat/buildings.csv", "0.", "0,")
    ),
    "tabs": replace("repair/crews.csv", ",", "\t"),
    "binary garbage": put("items.csv", bytes(range(256))),
    "a huge cell": cell("regions.csv", 2, "note", "x" * 200_000),
    "an empty table": put("threat/targets.csv", b""),
    "a table with a header only": put("repair/crews.csv", b"skill,name,crews\n"),
    "an unknown region": cell("power/buses.csv", 4, "region", "PLAIM"),
    "an unknown source": cell("regions.csv", 3, "source", "example; bulletin"),
    "an id with a space": cell("meetings.csv", 2, "id", "M 1"),
    "a key twice": add_line("stocks.csv", "transformer,3,,,,0,,,no,no,operator"),
    "a key of two columns twice": add_line("weather/normals.csv", "COAST,01,0,example"),
    "an impossible date": cell("deliveries.csv", 3, "date", "2025-02-30"),
    "a date in another form": cell("deliveries.csv", 3, "date", "05.12.2024"),
    "a delivery after the end": cell("deliveries.csv", 2, "date", "2025-04-01"),
    "as_of that is no time": cell("offers.csv", 2, "as_of", "2024-13"),
    "a status that is none": add_column("assets.csv", "status", "read"),
    "a choice that is none": cell("regions.csv", 2, "status", "hold"),
    "an outsider holding a veto": all_of(
        add_line("actors.csv", "OUT,An outsider,outsider,,,,,,example,"),
        add_line(
            "positions.csv", "OUT,repair,2024-11-20,refuses,hard,yes,,,,No,conference,2024-11-20"
        ),
    ),
    "a partner holding a veto": add_line(
        "positions.csv", "CC,repair,2024-11-20,refuses,hard,yes,,,,No,conference,2024-11-20"
    ),
    "a stance on a use that is none": cell("positions.csv", 2, "use", "weapons"),
    "a stance on a region that is none": cell("positions.csv", 2, "region", "COST"),
    "a stance twice": add_line(
        "positions.csv",
        "BB,repair,2024-11-20,offers,hard,no,,,,Said again,conference,2024-11-20",
    ),
    "a condition of a gift that is none": cell("conditions.csv", 2, "gift", "BB:grid_crw"),
    "a condition that needs what is none": cell("conditions.csv", 2, "needs", "D9;transformer"),
    "a condition that needs itself": cell("conditions.csv", 2, "needs", "D3;BB:grid_crew"),
    "a condition that needs more than it names": cell("conditions.csv", 2, "at_least", "3"),
    "a condition that needs some": cell("conditions.csv", 2, "at_least", "some"),
    "a budget of nobody": cell("budgets.csv", 2, "who", "ALL"),
    "a budget that ends before it begins": cell("budgets.csv", 2, "to", "2024-11-19"),
    "a budget twice": add_line(
        "budgets.csv", "all,humanitarian,70,2024-11-20,2025-03-31,conference,2024-11-20"
    ),
    "a limit without a number": cell("limits.csv", 2, "quantity", ""),
    "a limit of pieces of a kind": cell("limits.csv", 3, "quantity", "4"),
    "a limit of an item and a kind": cell("limits.csv", 2, "kind", "humanitarian"),
    "a stage without a day": add_column("deliveries.csv", "stage", "pledged"),
    "a stage that is none": all_of(
        add_column("deliveries.csv", "stage", "sent"),
        add_column("deliveries.csv", "since", "2024-11-20"),
    ),
    "an element of the wrong table": cell("assets.csv", 2, "element", "COAST_bank"),
    "no element where one is needed": cell("assets.csv", 4, "element", ""),
    "an element where none is used": cell("assets.csv", 8, "element", "PLAIN_wells"),
    "an item that adds to nothing known": cell("items.csv", 2, "adds_to", "long_rang"),
    "an item that adds a crew of no skill": cell("items.csv", 8, "adds_to", ""),
    "an item that needs no place": cell("items.csv", 15, "adds_to", "transformer"),
    "a bank with one end": cell("power/transformers.csv", 2, "to_bus", "COAST_T"),
    "demand in another region": cell("power/demand.csv", 3, "bus", "COAST_D"),
    "a node abroad with a region": cell("power/buses.csv", 6, "level", "abroad"),
    "a node without a region": cell("power/buses.csv", 6, "region", ""),
    "an unknown node": cell("power/generators.csv", 4, "bus", "HILL_T"),
    "shares of people over one": cell("heat/buildings.csv", 5, "people_share", "0.55"),
    "shares of targets over one": all_of(
        cell("threat/targets.csv", 2, "share", "0.6"),
        cell("threat/targets.csv", 2, "share_high", "0.7"),
    ),
    "shares all zero": all_of(
        *(cell("threat/regions.csv", row, "share", "0") for row in (5, 6, 7))
    ),
    "no air defence anywhere": all_of(
        *(cell("regions.csv", row, "defence_share", "0") for row in (2, 3, 4))
    ),
    "a region without demand": drop_row("power/demand.csv", 4),
    "no demand in any region": all_of(
        *(cell("power/demand.csv", row, "night_mw", "0") for row in (2, 3, 4))
    ),
    "a region without dwellings": all_of(
        drop_row("heat/buildings.csv", 7), drop_row("heat/buildings.csv", 7)
    ),
    "a month without weather": drop_row("weather/normals.csv", 15),
    "a class without target regions": all_of(
        *(drop_row("threat/regions.csv", 5) for _ in range(3))
    ),
    "more destroyed than launched": cell("threat/raids.csv", 2, "destroyed", "9"),
    "more lost than launched": cell("threat/raids.csv", 5, "not_reached", "2"),
    "a store fuller than full": cell("gas/storage.csv", 2, "capacity_mcm", "500"),
    "a sigmoid through what none passes": all_of(
        add_column("gas/demand.csv", "curve", "sigmoid"),
        cell("gas/demand.csv", 2, "at_0", "0.01"),
    ),
    "a spread of a month that there is not": put(
        "weather/spread.csv", b"month,level,daily\n13,1,1\n2,-0.5,1\n2,1,1\n"
    ),
    "people present nowhere": put(
        "present.csv", b"region,from,people,unconnected\nCOST,2024-11-01,-5,20%\n"
    ),
    "what neither people nor industry do": put(
        "power/activity.csv", b"who,from,region,night\nfirms,2024-11-31,PLAIN,9\n"
    ),
    "use before arrival": all_of(
        cell("offers.csv", 2, "delivered", "2025-01-10"),
        cell("offers.csv", 2, "in_service", "2025-01-01"),
    ),
    "an unknown parameter": cell("parameters.csv", 2, "id", "network.reserv_mw"),
    "a parameter out of bounds": add_line("parameters.csv", "network.saving,1.2,,,,"),
    "faults in several cells of a row": all_of(
        cell("assets.csv", 3, "count", "some"),
        cell("assets.csv", 3, "region", "HILL"),
        cell("assets.csv", 3, "kind", "hydro"),
    ),
    "a table that is not there": remove("power/demand.csv"),
    "a table that is a folder": folder_instead("items.csv"),
    "a table that is a broken link": broken_link("stocks.csv"),
    "a file that is no table": put("power/demnad.csv", b"region\n"),
    "a table in a folder of its own": put_within("prod/production.csv", b"item\n"),
    "a copy of a table": put_within("old/copy/regions.csv", b"id\n"),
    "a workbook beside missing tables": all_of(
        remove("power/demand.csv"), put("country.xlsx", b"PK")
    ),
    "no settings": remove("scenario.toml"),
    "settings that are no TOML": replace("scenario.toml", "days = 182", "days = "),
    "settings without days": replace("scenario.toml", "days = 182", ""),
    "days in words": replace("scenario.toml", "days = 182", 'days = "all"'),
    "days in quotation marks": replace("scenario.toml", "days = 182", 'days = "182"'),
    "an impossible start": replace(
        "scenario.toml", "start = 2024-10-01", "start = 2024-10-01T10:00:00"
    ),
    "a text without its French": replace(
        "scenario.toml",
        '"trained crews first" = "des équipes formées d’abord"',
        '"trained crews first" = ""',
    ),
    "a key of no meaning": replace("scenario.toml", "currency", "curency"),
    "a negative weight": replace("scenario.toml", "value = 1.0", "value = -1.0"),
    "reports from before the start": replace(
        "scenario.toml", "report_from = 2024-10-15", "report_from = 2024-09-15"
    ),
    "a freeze after the end": replace(
        "scenario.toml", "# freeze = 2024-12-01", "freeze = 2026-12-01"
    ),
    "no node for a region's demand": cell("power/demand.csv", 2, "bus", ""),
    "a node for demand and shares of it": add_column("power/buses.csv", "demand_share", "1"),
    "a branch without reactance": add_line("power/branches.csv", "A,COAST_T,PLAIN_T,1,0,300,"),
    "a branch from a node to itself": add_line("power/branches.csv", "A,COAST_T,COAST_T,1,1,,"),
    "an asset of a branch that is not there": replace("assets.csv", "distribution,", "branch,none"),
}
"""What is broken; the faults expected stand in expected.txt under the same words."""


def expected() -> dict[str, list[str]]:
    """The faults that stand under each heading of expected.txt."""
    found: dict[str, list[str]] = {}
    for line in (Path(__file__).parent / "expected.txt").read_text("utf-8").splitlines():
        if line.startswith("# "):
            faults = found.setdefault(line[2:], [])
        elif line:
            faults.append(line)
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return new(tmp_path / "small")


def test_every_case_has_its_faults():
    assert list(expected()) == list(CASES)
    assert all(expected().values())


@pytest.mark.parametrize("case", CASES)
def test_faults_are_named_exactly(folder: Path, case: str):
    CASES[case](folder)
    found = [str(fault).replace(str(folder), "FOLDER") for fault in check(folder)]
    assert found == expected()[case]


def test_the_error_carries_all_faults(folder: Path):
    cell("power/demand.csv", 4, "night_mw", "many")(folder)
    cell("items.csv", 2, "kind", "militray")(folder)
    with pytest.raises(ScenarioError) as caught:
        read_scenario(folder)
    assert caught.value.faults == check(folder)
    assert str(caught.value) == (
        "the scenario has 2 faults:\n"
        "  items.csv row 2, column kind: 'militray' is not known; the nearest is military"
        " (one of military, humanitarian, financial)\n"
        "  power/demand.csv row 4, column night_mw: 'many' is not a number"
        " (a number of MW, at least 0)"
    )


def test_a_fault_has_its_parts(folder: Path):
    cell("power/demand.csv", 4, "night_mw", "many")(folder)
    assert check(folder) == [
        Fault(
            "power/demand.csv",
            4,
            "night_mw",
            "many",
            "is not a number (a number of MW, at least 0)",
        )
    ]


def test_an_empty_folder(tmp_path: Path):
    (fault,) = check(tmp_path)
    assert (fault.file, fault.row, fault.column) == (".", None, None)
    assert str(fault) == (
        f"{fault.value}: holds no scenario: scenario.toml and tables such as regions.csv are needed"
    )


def test_a_folder_that_is_not_there(tmp_path: Path):
    (fault,) = check(tmp_path / "nowhere")
    assert fault.message == "cannot be opened: no such file or directory"
    with pytest.raises(ScenarioError, match="no such file"):
        read_scenario(tmp_path / "nowhere")


def test_a_file_in_place_of_the_folder(tmp_path: Path):
    (tmp_path / "file").write_text("x", "utf-8")
    (fault,) = check(tmp_path / "file")
    assert fault.message == "is not a folder"
    (tmp_path / "book.xlsx").write_bytes(b"PK")
    (fault,) = check(tmp_path / "book.xlsx")
    assert "`holdfast adopt workbook book.xlsx NEW-FOLDER` makes them of it" in fault.message


def test_a_name_that_is_misspelt(folder: Path):
    (fault,) = check(folder.with_name("smal"))
    assert fault.message.endswith(f"no such file or directory; the nearest is {folder}")


def test_a_run_is_not_a_scenario(tmp_path: Path):
    (tmp_path / "outcome.json").write_text("{}", "utf-8")
    (fault,) = check(tmp_path)
    assert fault.message == (
        f"is a run, not a scenario; the scenario that it was made of is {tmp_path / 'scenario'}"
    )


def test_a_workbook_in_an_empty_folder(tmp_path: Path):
    (tmp_path / "country.xlsx").write_bytes(b"PK")
    (fault,) = check(tmp_path)
    assert "country.xlsx is a workbook, and only tables are read" in fault.message


def test_a_path_that_is_none():
    (fault,) = check("a\0b")
    assert fault.message == "cannot be opened: embedded null byte"


def test_a_pipe_is_not_waited_for(folder: Path):
    (folder / "stocks.csv").unlink()
    os.mkfifo(folder / "stocks.csv")
    assert [str(fault) for fault in check(folder)] == ["stocks.csv: is not an ordinary file"]


def test_a_file_that_may_not_be_read(folder: Path, monkeypatch: pytest.MonkeyPatch):
    def refuse(file: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(file))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert "stocks.csv: cannot be read: permission denied" in [
        str(fault) for fault in check(folder)
    ]


def test_a_file_whose_name_is_no_text(folder: Path):
    with open(os.fsencode(folder) + b"/st\xe9.csv", "wb"):
        pass
    (fault,) = check(folder)
    assert fault.file == "st\\xe9.csv"


def test_what_does_no_harm_is_accepted(folder: Path):
    text = (folder / "regions.csv").read_text("utf-8")
    windows = text.replace("\n", "\r\n") + "\r\n,,,,,,,,\r\n"
    (folder / "regions.csv").write_bytes(b"\xef\xbb\xbf" + windows.encode())
    (folder / ".~lock.regions.csv#").write_text("x", "utf-8")
    (folder / "notes.txt").write_text("x", "utf-8")
    (folder / "minutes").mkdir()
    (folder / "minutes" / "notes.txt").write_text("x", "utf-8")
    (folder / ".old").mkdir()
    (folder / ".old" / "regions.csv").write_text("x", "utf-8")
    (folder / "country.xlsx").write_bytes(b"PK")
    cell("deliveries.csv", 2, "date", "2024-01-01")(folder)
    assert check(folder) == []
    assert read_scenario(folder).table("regions").text("id") == ("COAST", "PLAIN", "HILLS")
