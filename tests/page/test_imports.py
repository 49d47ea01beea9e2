"""Workbooks whose sheets have other names: what is proposed, what is decided, what is refused."""

from __future__ import annotations

import os
import time

import openpyxl
import pytest

from holdfast.adopt.sheets import ABOUT, EXPLAIN
from holdfast.page.desk import Desk
from holdfast.page.errors import Faulty, Missing, Taken
from holdfast.page.imports import KEPT
from holdfast.page.screens import bringing
from holdfast.questions.refused import Refused
from holdfast.scenario import read_scenario


@pytest.fixture(scope="module")
def foreign(book_of_valley, tmp_path_factory):
    """The valley as somebody else keeps it: other names of sheets and columns, no settings."""
    path = tmp_path_factory.mktemp("foreign") / "valley.xlsx"
    path.write_bytes(book_of_valley)
    book = openpyxl.load_workbook(path)
    for title in {"scenario.toml", ABOUT, *EXPLAIN} & set(book.sheetnames):
        del book[title]
    book["regions"].title = "Oblasts"
    book["Oblasts"]["A1"] = "zzz"
    book.create_sheet("Notes")["A1"] = "remember the milk"
    book.save(path)
    return path


def brought(desk, path, name="mine"):
    with desk.imports.incoming() as book:
        book.write_bytes(path.read_bytes())
        return desk.imports.look(book, path.name, name)


def given(shown, **said):
    """What the form sends where nothing is touched but what is said."""
    found = {}
    for place, sheet in enumerate(shown):
        found[f"table-{place}"] = sheet.table
        found[f"header-{place}"] = str(sheet.header)
        for n, column in enumerate(sheet.columns):
            found[f"to-{place}-{n}"] = column.to
            found[f"factor-{place}-{n}"] = column.factor
        for name in sheet.missing:
            found[f"constant-{place}-{name}"] = ""
    return found | said


def test_what_is_proposed_is_completed_and_becomes_the_same_scenario(desk, foreign):
    waiting = brought(desk, foreign)
    assert (waiting.exact, waiting.called, waiting.name) == (False, "valley.xlsx", "mine")
    assert waiting.settings.startswith('name = ""')
    shown = bringing.sheets(waiting)
    place = next(n for n, each in enumerate(shown) if each.name == "Oblasts")
    notes = next(n for n, each in enumerate(shown) if each.name == "Notes")
    assert shown[place].table == "regions"
    assert shown[place].columns[0].unclear
    assert shown[notes].table == ""
    with pytest.raises(Faulty) as wrong:
        desk.imports.adopt(waiting.token, "mine", bringing.mapping(shown, given(shown)))
    assert any("sheet Notes" in line and "no table is given" in line for line in wrong.value.lines)
    assert any("sheet Oblasts column A" in line for line in wrong.value.lines)
    assert not desk.place.of("mine").exists()
    assert desk.imports.waiting(waiting.token) == waiting
    text = (desk.place.of("valley") / "scenario.toml").read_text()
    said = given(shown, settings=text.replace("\n", "\r\n"))
    said |= {f"table-{notes}": "-", f"to-{place}-0": "id", f"constant-{place}-id": ""}
    made = desk.imports.adopt(waiting.token, "mine", bringing.mapping(shown, said))
    assert made["rows"]["regions"] == len(read_scenario(desk.place.of("valley")).tables["regions"])
    mine, theirs = (read_scenario(desk.place.of(name)) for name in ("mine", "valley"))
    for name, table in theirs.tables.items():
        if len(table):
            assert mine.tables[name] == table, name
    with pytest.raises(Missing, match="bring it in again"):
        desk.imports.waiting(waiting.token)


def test_tables_that_it_does_not_hold_are_taken_from_a_scenario(desk, foreign):
    waiting = brought(desk, foreign)
    shown = bringing.sheets(waiting)
    said = given(shown, onto="valley", settings="not read")
    for place, each in enumerate(shown):
        if each.name in ("Oblasts", "Notes"):
            said[f"table-{place}"] = "-"
    mapping = bringing.mapping(shown, said)
    assert "settings" not in mapping
    desk.imports.adopt(waiting.token, "mine", mapping, "valley")
    mine, theirs = (read_scenario(desk.place.of(name)) for name in ("mine", "valley"))
    assert mine.tables["regions"] == theirs.tables["regions"]


def test_the_columns_of_another_table_are_guessed_anew(desk, foreign):
    waiting = brought(desk, foreign)
    shown = bringing.sheet(desk.imports.as_table(waiting.token, "Oblasts", "assets"))
    assert shown.table == "assets"
    assert {each.to for each in shown.columns} <= {"", *bringing.columns_of("assets")}
    assert set(shown.missing) <= set(bringing.columns_of("assets"))
    with pytest.raises(Refused, match="'asset' is no table; the nearest is assets"):
        desk.imports.as_table(waiting.token, "Oblasts", "asset")
    with pytest.raises(Missing, match="there is no sheet 'Nowhere'"):
        desk.imports.as_table(waiting.token, "Nowhere", "assets")


def test_what_is_exact_asks_nothing(desk, tmp_path, book_of_valley):
    path = tmp_path / "valley.xlsx"
    path.write_bytes(book_of_valley)
    waiting = brought(desk, path)
    assert waiting.exact
    desk.imports.adopt(waiting.token, "mine", None)
    assert (
        read_scenario(desk.place.of("mine")).tables == read_scenario(desk.place.of("valley")).tables
    )


def test_what_is_no_workbook_or_has_a_taken_name_leaves_nothing(desk, tmp_path, foreign):
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"no workbook")
    with pytest.raises(Faulty) as wrong:
        brought(desk, bad)
    assert wrong.value.lines[0].startswith("bad.xlsx: is not a workbook")
    with pytest.raises(Taken):
        brought(desk, foreign, "valley")
    assert list(desk.place.imports.iterdir()) == []


@pytest.mark.parametrize("token", ["", "..", "0" * 16, "../../valley", "0" * 15 + "/"])
def test_a_token_leads_nowhere_else(desk, token):
    with pytest.raises(Missing):
        desk.imports.drop(token)
    assert (desk.place.root / "valley").is_dir()


def test_what_nobody_decides_on_is_gone_after_a_week(desk, foreign):
    old, young = brought(desk, foreign), brought(desk, foreign, "other")
    desk.close()
    folder = desk.place.imports / old.token
    os.utime(folder, (time.time() - KEPT - 60,) * 2)
    again = Desk(desk.place.root)
    try:
        assert [each.name for each in again.place.imports.iterdir()] == [young.token]
    finally:
        again.close()
