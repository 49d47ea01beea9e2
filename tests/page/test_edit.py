"""Records, merging, drafts, the interface of tables and previews, without a browser."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest
from fastapi.testclient import TestClient

from holdfast.page.drafts import Drafts, Meanwhile
from holdfast.page.errors import Faulty, Missing, Superseded, Taken
from holdfast.page.guard import Guard
from holdfast.page.merging import MINE, THEIRS
from holdfast.page.place import Place
from holdfast.page.records import Sheet
from holdfast.page.screens import bringing
from holdfast.page.screens import edit as content
from holdfast.page.shelf import Shelf
from holdfast.page.who import ANALYST, Who
from holdfast.questions.refused import Refused
from holdfast.scenario import check, read_scenario
from holdfast.scenario.schema import schemas
from holdfast.show.catalogue import Catalogue
from page.programs import known, programs

STOCKS = schemas()["stocks"]
AWKWARD = '\ufeffitem, quantity,note\r\n"a",1,"two\r\nlines"\r\n\r\nb , 2 ,"say ""it"""\r\nc,3,=1+1'


@pytest.fixture
def drafts(folder) -> Drafts:
    """The drafts of a folder that nobody serves."""
    place = Place(folder)
    place.make()
    return Drafts(place, Shelf(place))


def put(drafts, who, row, column, value, file="stocks.csv", scenario="valley"):
    schema = schemas()[file.removesuffix(".csv")]
    return drafts.edit(
        scenario, who, {file: lambda sheet: sheet.edited(schema, [(row, column, value)])}
    )


# ---- drafts --------------------------------------------------------------------------------------


def test_a_draft_is_no_part_of_the_scenario_and_outlives_its_server(drafts, folder):
    file = folder / "valley" / "stocks.csv"
    before = file.read_bytes()
    made = put(drafts, "ana", 2, "quantity", "7")
    assert made.changed == ("stocks.csv",)
    assert file.read_bytes() == before
    again = Drafts(drafts.place, drafts.shelf)
    assert again.of("valley", "ana") == made
    assert again.of("valley", "ben").changed == ()
    assert again.undo("valley", "ana").changed == ()
    assert Drafts(drafts.place, drafts.shelf).redo("valley", "ana").texts == made.texts


def test_nothing_is_saved_while_there_is_a_fault_and_the_words_are_those_of_the_check(
    drafts, folder
):
    before = (folder / "valley" / "stocks.csv").read_bytes()
    draft = put(drafts, "", 2, "quantity", "many")
    with pytest.raises(Faulty) as refused:
        drafts.save("valley", "")
    assert (folder / "valley" / "stocks.csv").read_bytes() == before
    (folder / "valley" / "stocks.csv").write_text(draft.texts["stocks.csv"])
    assert refused.value.lines == [str(fault) for fault in check(folder / "valley")]
    assert content.marks(drafts.faults(draft), "stocks.csv")[2]["quantity"].startswith("'many' is")


def test_saving_changes_the_row_alone_and_undo_goes_back_beyond_it(drafts, folder):
    file = folder / "valley" / "stocks.csv"
    before = file.read_bytes()
    put(drafts, "", 2, "quantity", "7")
    assert drafts.save("valley", "").changed == ()
    old, new = before.splitlines(), file.read_bytes().splitlines()
    assert [a == b for a, b in zip(old, new, strict=True)].count(False) == 1
    assert drafts.undo("valley", "").changed == ("stocks.csv",)
    drafts.save("valley", "")
    assert read_scenario(folder / "valley").table("stocks").number("quantity")[0] != 7


def test_two_drafts_at_once_lose_nothing(drafts, folder):
    put(drafts, "ana", 2, "quantity", "7")
    put(drafts, "ben", 3, "quantity", "9")
    put(drafts, "ben", 2, "name", "Elsewhere", "regions.csv")
    drafts.save("valley", "ana")
    with pytest.raises(Meanwhile) as refused:
        drafts.save("valley", "ben")
    assert refused.value.changed.files == {"stocks.csv": 1}
    assert refused.value.changed.who == {"stocks.csv": "ana"}
    assert refused.value.changed.clashes == ()
    drafts.rebase("valley", "ben")
    drafts.save("valley", "ben")
    read = read_scenario(folder / "valley")
    assert read.table("stocks").number("quantity")[:2].tolist() == [7, 9]
    assert read.table("regions").text("name")[0] == "Elsewhere"
    # and all of his own steps can still be taken back, hers stay
    drafts.undo("valley", "ben")
    drafts.undo("valley", "ben")
    assert drafts.undo("valley", "ben").at == 0
    drafts.save("valley", "ben")
    assert read_scenario(folder / "valley").table("stocks").number("quantity")[0] == 7


@pytest.mark.parametrize(("prefer", "kept"), [(MINE, 9), (THEIRS, 7)])
def test_the_same_cell_is_asked_about(drafts, folder, prefer, kept):
    put(drafts, "ana", 2, "quantity", "7")
    put(drafts, "ben", 2, "quantity", "9")
    drafts.save("valley", "ana")
    with pytest.raises(Meanwhile):
        drafts.rebase("valley", "ben")
    drafts.rebase("valley", "ben", prefer)
    drafts.save("valley", "ben")
    assert read_scenario(folder / "valley").table("stocks").number("quantity")[0] == kept


def test_many_hands_on_one_draft_lose_no_cell(drafts):
    count = len(list(Sheet.of(drafts.of("valley", "").texts["stocks.csv"]).rows()))

    def type_(row):
        put(drafts, "", row, "note", f"seen {row}")

    hands = [threading.Thread(target=type_, args=[row]) for row in range(2, count + 2)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    rows = Sheet.of(drafts.of("valley", "").texts["stocks.csv"]).rows()
    assert [row.cells["note"] for row in rows] == [f"seen {row}" for row in range(2, count + 2)]


def test_a_draft_that_is_discarded_can_be_had_back(drafts):
    made = put(drafts, "", 2, "quantity", "7")
    assert drafts.discard("valley", "").changed == ()
    assert drafts.regain("valley", "").texts == made.texts
    drafts.discard("valley", "")
    put(drafts, "", 2, "quantity", "8")
    with pytest.raises(Taken):
        drafts.regain("valley", "")


@pytest.mark.parametrize("written", ["", "{", "{}", "[1]"])
def test_a_draft_that_cannot_be_read_is_set_aside(drafts, folder, written):
    put(drafts, "ana", 2, "quantity", "7")
    (file,) = drafts.folder.glob("*.json")
    file.write_text(written)
    again = Drafts(drafts.place, drafts.shelf)
    assert again.of("valley", "ana").changed == ()
    assert [each.read_text() for each in drafts.folder.glob("*.unreadable")] == [written]


def test_a_new_scenario_of_a_draft(drafts, folder):
    (folder / "valley" / "README.md").write_text("read me")
    put(drafts, "", 2, "quantity", "7")
    drafts.save_as("valley", "", "mine")
    assert read_scenario(folder / "mine").table("stocks").number("quantity")[0] == 7
    assert read_scenario(folder / "valley").table("stocks").number("quantity")[0] != 7
    assert (folder / "mine" / "README.md").read_text() == "read me"
    with pytest.raises(Taken):
        drafts.save_as("valley", "", "mine")


KILLED = """
import os, sys
from pathlib import Path
from holdfast.page import draft_steps, drafts as module
from holdfast.page.place import Place
from holdfast.page.shelf import Shelf
from holdfast.scenario.schema import schemas

place = Place(Path(sys.argv[1]))
drafts = module.Drafts(place, Shelf(place))
for file, column, value in (("stocks", "quantity", "7"), ("regions", "name", "Elsewhere")):
    schema = schemas()[file]
    drafts.edit("valley", "", {schema.file: lambda s: s.edited(schema, [(2, column, value)])})
put, count = draft_steps.put_file, 0
def dies(path, data):
    global count
    if path.suffix == ".csv":
        count += 1
        if count == 2:
            os._exit(9)
    put(path, data)
draft_steps.put_file = dies
drafts.save("valley", "")
"""


def test_a_save_that_is_killed_between_two_files_is_finished(drafts, folder):
    ended = subprocess.run([sys.executable, "-c", KILLED, folder], check=False)
    assert ended.returncode == 9
    read = read_scenario(folder / "valley")
    done = (read.table("stocks").number("quantity")[0] == 7,
            read.table("regions").text("name")[0] == "Elsewhere")  # fmt: skip
    assert sorted(done) == [False, True]
    drafts.mend()
    read = read_scenario(folder / "valley")
    assert read.table("stocks").number("quantity")[0] == 7
    assert read.table("regions").text("name")[0] == "Elsewhere"
    assert drafts.of("valley", "").changed == ()


def test_a_table_of_five_thousand_rows_stays_quick(drafts, folder):
    import time

    rows = "".join(f"s{n},paper {n},2022\n" for n in range(5_000))
    (folder / "valley" / "sources.csv").write_text(f"id,outlet,published\n{rows}")
    drafts.faults(drafts.of("valley", ""))
    before = time.process_time()
    draft = put(drafts, "", 4_000, "outlet", "other", "sources.csv")
    assert not drafts.faults(draft)
    assert time.process_time() - before < 2.0
    assert len(content.rows(draft, schemas()["sources"])) == 5_000


# ---- the screen ----------------------------------------------------------------------------------


def test_every_table_stands_in_the_list_with_its_faults(drafts):
    draft = put(drafts, "", 2, "item", "nothing")
    lines = {each.name: each for each in content.lines(draft, drafts.faults(draft))}
    assert lines.keys() == {"scenario.toml", *schemas()}
    assert lines["stocks"].faults == 1
    assert lines["stocks"].changed
    assert lines["damage/shields"].rows == 0


def test_columns_are_those_of_the_schema_with_what_they_may_hold(drafts):
    shown = {
        each.name: each
        for each in content.columns(drafts.of("valley", ""), STOCKS, Catalogue.of("en"))
    }
    assert list(shown) == list(STOCKS.columns)
    assert shown["quantity"].title == "quantity [pieces]"
    assert shown["quantity"].kind == "num"
    assert shown["fuel"].among == ("yes", "no")
    assert shown["fuel"].default == "no"
    assert "items.csv" in shown["item"].told
    assert shown["item"].among
    assert not shown["item"].strict


def test_columns_are_told_in_the_language_of_the_reader(drafts):
    words = Catalogue.of("fr")
    shown = {each.name: each for each in content.columns(drafts.of("valley", ""), STOCKS, words)}
    assert shown["quantity"].told == "En stock au début (un nombre, en pièces, au moins 0)"
    assert shown["quantity"].title == "quantity [pièces]"
    assert shown["quantity_low"].told.startswith("Quantile à 5\u00a0% de quantity (")
    assert shown["item"].told.endswith("(une valeur de la colonne id de items.csv)")
    assert bringing.meaning("stocks", "quantity", words) == "En stock au début [pièces]"


@pytest.mark.parametrize(
    ("address", "opened"), [("https://a.example/x", True), ("javascript:alert(1)", False),
                        ("data:text/html,x", False), ("//a.example", False), ("http://[", False)]
)  # fmt: skip
def test_only_addresses_of_the_web_are_links(address, opened):
    assert content.safe(address) == (address if opened else "")


# ---- programs ------------------------------------------------------------------------------------


@pytest.fixture
def client(desk):
    return TestClient(Guard(programs(desk)), "http://127.0.0.1", raise_server_exceptions=False)


def test_programs_read_and_write_tables(client, folder):
    tables = {each["name"]: each for each in client.get("/api/scenarios/valley/tables").json()}
    assert tables.keys() == schemas().keys()
    assert tables["stocks"]["there"]
    path = "/api/scenarios/valley/tables/stocks"
    found = client.get(path)
    mark, text = found.headers["etag"], found.json()["text"]
    file = folder / "valley" / "stocks.csv"
    assert file.read_text() == text
    wrong = client.put(path, json={"text": "item\nx\n"}, headers={"if-match": mark})
    assert wrong.status_code == 422
    assert wrong.json()["detail"][0].startswith("stocks.csv row 1")
    assert file.read_text() == text
    fresh = Sheet.of(text).edited(STOCKS, [(2, "quantity", "7")]).text
    assert client.put(path, json={"text": fresh}).status_code == 422
    done = client.put(path, json={"text": fresh}, headers={"if-match": mark})
    assert done.status_code == 200
    assert file.read_text() == fresh
    late = client.put(path, json={"text": text}, headers={"if-match": mark})
    assert late.status_code == 409
    assert file.read_text() == fresh
    mark = client.get(path).headers["etag"]
    for bad in ("\\ud800", "\\u0000"):
        sent = f'{{"text": "item,quantity\\nx{bad},1"}}'
        given = {"if-match": mark, "content-type": "application/json"}
        assert client.put(path, content=sent, headers=given).status_code == 422
    assert file.read_text() == fresh
    assert client.get("/api/scenarios/valley/tables/power/buses").status_code == 200
    assert client.get("/api/scenarios/valley/tables/none").status_code == 404
    assert client.get("/api/scenarios/none/tables").status_code == 404


def test_what_a_program_saves_is_told_of_who_asked(desk):
    app = known(programs(desk), lambda _: Who("ana", ANALYST))
    client = TestClient(Guard(app), "http://127.0.0.1")
    drafts, path = desk.edits.drafts, "/api/scenarios/valley/tables/stocks"
    mine = put(drafts, "ben", 2, "quantity", "9")
    found = client.get(path)
    fresh = Sheet.of(found.json()["text"]).edited(STOCKS, [(3, "quantity", "7")]).text
    mark = {"if-match": found.headers["etag"]}
    assert client.put(path, json={"text": fresh}, headers=mark).status_code == 200
    assert drafts.meanwhile(mine).who == {"stocks.csv": "ana"}


def test_what_is_not_there_is_said(drafts):
    with pytest.raises(Missing):
        drafts.of("none", "")
    with pytest.raises(Refused):
        drafts.of("../valley", "")


# ---- previews ------------------------------------------------------------------------------------


def test_a_preview_pairs_the_futures_and_takes_back_what_is_overtaken(desk):
    drafts = desk.edits.drafts
    same = put(drafts, "", 2, "note", "only a note")
    made = desk.edits.preview(same, "en", futures=4)
    assert made.hours == (0.0, 0.0)
    assert made.verdict == "no future differs"
    assert len(made.steps) == 10
    assert made.saved[0] > 0
    schema = schemas()["power/interconnectors"]
    draft = drafts.edit("valley", "", {schema.file: lambda sheet: sheet.without([2])})
    assert not drafts.faults(draft)
    worse = desk.edits.preview(draft, "fr", futures=20)
    assert worse.hours[0] != 0
    assert worse.saved[0] > 0
    overtaken = []

    def ask():
        try:
            desk.edits.preview(draft, "en")
        except Superseded:
            overtaken.append(True)

    desk.edits.ahead(same)
    again = desk.edits.preview(same, "en")
    assert (again.futures, again.hours) == (60, (0.0, 0.0))
    asking = [threading.Thread(target=ask) for _ in range(3)]
    for each in asking:
        each.start()
    for each in asking:
        each.join()
    assert overtaken
    assert desk.edits.remarks(draft, "en") is not None
