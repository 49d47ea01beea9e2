"""What the folder holds: listed, copied, put away and back, and never anything outside it."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.page.errors import Faulty, Missing, Taken
from holdfast.page.place import Place, named
from holdfast.page.shelf import Shelf
from holdfast.page.trash import Trash
from holdfast.questions.refused import Refused
from holdfast.scenario import check, read_scenario

OUTSIDE = ["..", ".", "", "/", "a/b", "../a", "/a", "a\\b", ".holdfast", "a\x00", "a\n", " a", "a.",
           "a ", "-a", "~a", "a" * 121, "é" * 61, "a\u202eb", "*", "a?", "a:b", "_"]  # fmt: skip


@pytest.fixture
def shelf(folder):
    place = Place(folder)
    place.make()
    return Shelf(place)


def test_scenarios_and_runs_are_told_by_name(shelf, folder):
    (kept,), (run,) = shelf.scenarios(), shelf.runs()
    assert (kept.name, kept.title, kept.start, kept.days) == (
        "valley", "Valley", date(2030, 12, 1), 45
    )  # fmt: skip
    assert (run.name, run.title, run.scenario, run.futures, run.seed, run.as_of) == (
        "made-up", "Valley", "valley", 24, 1, None
    )  # fmt: skip
    assert run.digest == read_scenario(folder / "valley").digest == shelf.judged("valley").digest
    assert run.of == "valley"


@pytest.mark.parametrize("name", OUTSIDE)
def test_what_is_no_name_is_refused(shelf, name):
    for ask in (shelf.scenario, shelf.run, shelf.judged, shelf.taken):
        with pytest.raises(Refused, match="is no name"):
            ask(name)
    with pytest.raises(Refused, match="is no name"):
        shelf.copy("valley", name)


@given(st.text(max_size=40))
def test_a_name_leads_nowhere_else(text):
    place = Place(Path("served").absolute())
    try:
        path = place.of(text)
    except Refused:
        return
    assert path.parent == place.root
    assert os.path.normpath(path) == str(path)
    assert not named(text).startswith(".")


def test_links_hidden_folders_and_others_are_passed_over(shelf, folder, tmp_path):
    away = tmp_path / "away"
    shelf.copy("valley", "other")
    (folder / "other").rename(away)
    (folder / "link").symlink_to(away)
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "scenario.toml").write_text("")
    (folder / "notes").mkdir()
    assert [kept.name for kept in shelf.scenarios()] == ["valley"]
    for ask in (shelf.scenario, shelf.run):
        with pytest.raises(Missing):
            ask("link")
    with pytest.raises(Missing):
        Trash(shelf.place, shelf).put("link")


def test_what_cannot_be_read_is_told_or_none(shelf, folder):
    (folder / "valley" / "scenario.toml").write_text("name = ")
    (folder / "made-up" / "outcome.json").write_text('{"format": 5}')
    (kept,) = shelf.scenarios()
    assert (kept.title, kept.start) == ("valley", None)
    assert shelf.runs() == []
    assert "is not valid TOML" in shelf.judged("valley").faults[0]


def test_a_copy_is_whole_and_nothing_is_written_over(shelf, folder):
    (folder / "valley" / ".git").mkdir()
    (folder / "valley" / ".git" / "config").write_text("of its owner")
    made = shelf.copy("valley", "Valley 2, with more")
    assert made.name == "Valley 2, with more"
    assert check(folder / made.name) == []
    assert not (folder / made.name / ".git").exists()
    assert shelf.judged(made.name).digest == shelf.judged("valley").digest
    for name in ("valley", "made-up", made.name):
        with pytest.raises(Taken, match="is there already"):
            shelf.copy("valley", name)
    with pytest.raises(Missing):
        shelf.copy("made-up", "a run is no scenario")
    assert not list(folder.glob(".*part*"))


def test_faults_are_those_of_the_check_and_seen_when_a_file_changes(shelf, folder):
    assert shelf.judged("valley").faults == ()
    table = folder / "valley" / "stocks.csv"
    table.write_text(table.read_text() + "nonsense\n")
    found = shelf.judged("valley")
    assert found.faults == tuple(map(str, check(folder / "valley"))) != ()
    assert found.digest == ""


def test_what_is_deleted_comes_back_as_it_was(shelf, folder):
    trash, before = Trash(shelf.place, shelf), shelf.judged("valley").digest
    gone = trash.put("valley")
    assert shelf.scenarios() == []
    assert trash.all() == [gone]
    assert trash.restore(gone.token) == "valley"
    assert shelf.judged("valley").digest == before
    assert trash.all() == []
    with pytest.raises(Missing):
        trash.restore(gone.token)
    assert list(shelf.place.trash.iterdir()) == []


def test_the_trash_keeps_several_of_one_name(shelf):
    trash = Trash(shelf.place, shelf)
    shelf.copy("valley", "other")
    tokens = []
    for name in ("valley", "other"):
        tokens.append(trash.put(name).token)
        if name == "valley":
            shelf.copy("other", "valley")
    last = trash.put("valley")
    assert [gone.token for gone in trash.all()] == [last.token, *reversed(tokens)]
    assert trash.restore(last.token) == "valley"
    with pytest.raises(Taken, match="is there again"):
        trash.restore(tokens[0])


@pytest.mark.parametrize("token", ["..", "", "000001-", "../../valley", "1-00000000", "x"])
def test_nothing_is_restored_by_another_token(shelf, token):
    with pytest.raises(Missing):
        Trash(shelf.place, shelf).restore(token)


def test_a_card_that_leads_elsewhere_restores_nothing(shelf, folder):
    trash = Trash(shelf.place, shelf)
    gone = trash.put("valley")
    (shelf.place.trash / gone.token / "card.json").write_text('{"name": "../elsewhere"}')
    with pytest.raises(Missing):
        trash.restore(gone.token)


def test_a_workbook_goes_out_and_comes_in_the_same(desk, folder, tmp_path):
    book = tmp_path / "valley.xlsx"
    book.write_bytes(desk.workbook("valley", "en"))
    made = desk.adopt(book, "valley.xlsx", "adopted")
    assert made["rows"]["regions"] == 3
    assert desk.shelf.judged("adopted").digest == desk.shelf.judged("valley").digest
    assert list(desk.place.incoming.iterdir()) == []
    with pytest.raises(Taken):
        desk.adopt(book, "valley.xlsx", "adopted")


def test_a_file_that_is_no_workbook_is_refused_in_words(desk, tmp_path):
    book = tmp_path / "passing.xlsx"
    book.write_bytes(b"no workbook")
    with pytest.raises(Faulty, match="is not a workbook"):
        desk.adopt(book, "mine.xlsx", "adopted")
    assert not (desk.place.root / "adopted").exists()
