"""The ledger of a served folder, asked by programs: append-only, on a file and on PostgreSQL."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import openpyxl
import pytest
from fastapi.testclient import TestClient

from holdfast import ledger
from holdfast.page.book import csv_text
from holdfast.page.errors import Faulty
from holdfast.page.guard import Guard
from holdfast.page.screens.ledger_import import mapping
from holdfast.page.who import EDITOR, READER, Who
from holdfast.questions.refused import Refused
from holdfast.show.catalogue import Catalogue
from ledger.pledges import GIFT, STANCE, UNGUARDED, WHO, changed, guarded_again, raw
from page.conftest import enter
from page.fuzzed import fuzzed
from page.programs import programs

HERE = "http://127.0.0.1"
ENGLISH = Catalogue.of("en")
FIX = {"kind": "correction", "of": "C1", "due": "2030-12-20", "as_of": "2030-12-01",
       "source": "press", "note": "the road is closed"}  # fmt: skip


@pytest.fixture
def client(desk):
    with TestClient(Guard(programs(desk)), base_url=HERE) as made:
        yield made


# ---- entering ------------------------------------------------------------------------------------


def test_what_is_entered_is_told_with_its_history(client, filled):
    told = client.get("/api/ledger").json()
    (gift,) = told["rows"]
    assert (told["entries"], told["total"]) == (6, 1)
    assert (gift["stage"], gift["arrived"], gift["days_late"]) == ("in_service", 20, 9)
    for number in (gift["number"], 5):
        found = client.get(f"/api/ledger/{number}").json()
        assert found["gift"] == gift
        assert [one["number"] for one in found["entries"]] == [1, 2, 3, 4, 5, 6]
    assert found["entries"][0]["who"] == WHO
    assert found["entries"][0]["fields"] == GIFT[0]
    assert client.get("/api/ledger/99").status_code == 404


def test_it_is_the_ledger_that_the_command_reads(client, filled):
    book = ledger.open(filled.where)
    assert [dict(one.fields) for one in book.entries()] == list(GIFT)
    book.append([STANCE], "B. Clerk", book.now())
    assert client.get("/api/ledger").json()["total"] == 2


def test_a_correction_is_one_more_entry_and_changes_none(client, filled):
    before = client.get("/api/ledger/3").json()["entries"]
    made = enter(client, FIX).json()
    assert [one["number"] for one in made["new"]] == [7]
    after = client.get("/api/ledger/3").json()
    assert after["entries"][:6] == before
    assert after["gift"]["due"] == "2030-12-20"
    known = client.get("/api/ledger", params={"as_of": "2030-11-30"}).json()["rows"][0]
    assert known["due"] == "2030-12-10"


def test_nothing_can_be_changed_or_removed(client, filled):
    for path in ("/api/ledger", "/api/ledger/1", "/api/ledger/entries"):
        for verb in ("put", "patch", "delete"):
            assert getattr(client, verb)(path).status_code == 405


def test_all_faults_are_told_at_once_in_the_words_of_the_command(client, book, call, tmp_path):
    wrong = changed(GIFT[1], quantity="many", date="2030-13-01", partner="", of="")
    answer = enter(client, wrong)
    assert answer.status_code == 422
    ledger.create(tmp_path / "other.db")
    typed = [f"{name}={text}" for name, text in wrong.items() if text]
    said = call("ledger", "add", tmp_path / "other.db", *typed, "--who", WHO).stderr
    assert len(answer.json()["detail"]) == 3
    for line in answer.json()["detail"]:
        assert line in " ".join(said.split())
    assert client.get("/api/ledger").json()["entries"] == 0


def test_all_rows_or_none(client, book):
    answer = enter(client, *GIFT[:3], changed(GIFT[3], quantity="900"))
    assert answer.status_code == 422
    assert answer.json()["detail"][0].startswith("entry row 4, column quantity: '900' makes 900")
    assert client.get("/api/ledger").json()["entries"] == 0


def test_dry_enters_nothing(client, book):
    made = enter(client, *GIFT, dry=True)
    assert (made.json()["dry"], len(made.json()["new"])) == (True, 6)
    assert client.get("/api/ledger").json()["entries"] == 0


STRANGE = ("\x00", "a\x00b", "\ud800", "x" * 2000, "-", "=1+1", "²")


def test_strange_texts_are_taken_or_refused_and_never_a_fault_of_ours(client, book):
    for field in ("id", "note", "partner", "of", "quantity", "kind", "as_of"):
        for text in STRANGE:
            row = changed(GIFT[1], id="", of="") | {field: text}
            answer = client.post(
                "/api/ledger/entries",
                content=json.dumps({"rows": [row], "who": WHO}),
                headers={"content-type": "application/json"},
            )
            assert answer.status_code in (201, 422), (field, text)
            if "\x00" in text or "\ud800" in text:
                assert answer.status_code == 422, (field, text)


def test_nobody_enters_without_a_name(client, book):
    for who in ("", "  ", "a\nb", "x" * 201):
        assert enter(client, GIFT[0], who=who).status_code == 422


def test_nothing_that_is_sent_is_a_fault_of_ours(filled, desk):
    assert fuzzed(programs(desk), lambda path: path.startswith("/api/ledger")) == 9
    assert filled.verify().whole
    assert len(filled.state().entries) >= len(GIFT)


# ---- rights --------------------------------------------------------------------------------------

EN = Who("E. North", EDITOR, "EN")


def test_an_editor_enters_help_of_their_own_partner_alone(filled):
    own = changed(GIFT[4], id="A2", quantity="5")
    assert len(filled.enter([filled.typed(own)], "someone else", EN).new) == 1
    assert filled.state().entries[-1].who == "E. North"
    for row in (
        changed(GIFT[1], id="O2", partner="NN", of=""),
        changed(GIFT[0], id="R2", partner=""),
        changed(STANCE, partner="NN"),
    ):
        with pytest.raises(Faulty, match="you enter help of EN alone"):
            filled.enter([filled.typed(row)], "", EN)
    other = changed(GIFT[1], id="O3", partner="NN", of="", quantity="3")
    filled.enter([filled.typed(other)], WHO)
    for row in (
        {"kind": "correction", "of": "O3", "quantity": "1", "as_of": "2030-12-01", "source": "x",
         "note": "n"},
        {"kind": "correction", "of": "O3", "partner": "EN", "as_of": "2030-12-01", "source": "x",
         "note": "mine now"},
        {"kind": "commitment", "of": "O3", "date": "2030-12-02", "source": "x"},
    ):  # fmt: skip
        with pytest.raises(Faulty, match="is no entry of help of EN"):
            filled.enter([filled.typed(row)], "", EN)


def test_a_reader_enters_nothing(filled):
    with pytest.raises(Refused, match="to enter is for"):
        filled.enter([filled.typed(STANCE)], "R. Reader", Who("R. Reader", READER))


# ---- begun, broken, cut off ----------------------------------------------------------------------


def test_a_ledger_is_begun_once(client, desk):
    assert client.get("/api/ledger").status_code == 404
    assert "begin one" in client.get("/api/ledger").json()["detail"]
    assert enter(client, GIFT[0]).status_code == 404
    assert client.post("/api/ledger").json() == {"place": "ledger.db"}
    assert client.post("/api/ledger").status_code == 409
    assert client.get("/api/ledger").json()["rows"] == []


def test_the_chain_is_verified_and_a_changed_entry_is_found(client, desk):
    desk.book.begin()
    enter(client, *GIFT)
    good = client.get("/api/ledger/verify").json()
    assert (good["whole"], good["entries"], good["first"]) == (True, 6, None)
    held_ = client.get("/api/ledger/verify", params={"head": good["head"]}).json()["held"]
    assert held_ == 6
    assert client.get("/api/ledger/verify", params={"head": "f" * 64}).json()["whole"] is False
    assert client.get("/api/ledger/verify", params={"head": "no"}).status_code == 422
    path = desk.place.root / "ledger.db"
    raw(path, *UNGUARDED, "UPDATE entries SET quantity = '7' WHERE number = 2")
    guarded_again(path)
    broken = client.get("/api/ledger/verify").json()
    assert (broken["whole"], broken["first"]) == (False, 2)
    answer = enter(client, STANCE)
    assert answer.status_code == 409
    assert "the chain is broken at entry 2" in answer.json()["detail"]


def test_a_file_that_is_no_ledger_is_told(client, desk):
    (desk.place.root / "ledger.db").write_text("not a database")
    answer = client.get("/api/ledger")
    assert answer.status_code == 422
    assert "is no database" in answer.json()["detail"][0]


# ---- narrowed ------------------------------------------------------------------------------------


def test_rows_are_narrowed_and_paged(client, filled):
    enter(client, STANCE, *(changed(GIFT[1], id=f"O{at}", partner="NN", of="", item="battery")
                            for at in range(2, 9)))  # fmt: skip
    ask = lambda **words: client.get("/api/ledger", params=words).json()  # noqa: E731
    assert ask()["total"] == 9
    assert ask(partner="NN")["total"] == 7
    assert ask(stage="position")["total"] == 1
    assert ask(text="BATTERY o3")["total"] == 1
    assert ask(text="analyst", partner="EN")["total"] == 2
    page = ask(partner="NN", offset=5, limit=5)
    assert [one["name"] for one in page["rows"]] == ["O7", "O8"]
    assert client.get("/api/ledger", params={"limit": 0}).status_code == 422


# ---- workbooks -----------------------------------------------------------------------------------


@pytest.fixture
def sheet(tmp_path):
    """A workbook as people keep it."""
    made = openpyxl.Workbook()
    made.active.title = "Help"
    for row in (
        ["What was pledged"],
        ["Ref", "Stage", "Follows", "Donor", "Equipment", "Qty", "Date", "ETA", "Quelle", "Colour"],
        ["O1", "pledged", None, "EN", "generator_set", 50, date(2030, 11, 5), "2030-12-01", "desk"],
        ["S1", "sent", "O1", None, None, 30, date(2030, 11, 20), None, "desk", "red"],
    ):
        made.active.append(row)
    made.save(tmp_path / "help.xlsx")
    return (tmp_path / "help.xlsx").read_bytes()


def sent(client, body, told, **more):
    query = {"called": "help.xlsx", "mapping": json.dumps(told), "who": WHO, **more}
    return client.post("/api/ledger/import", params=query, content=body)


def test_a_workbook_is_looked_at_confirmed_and_entered_once(client, book, sheet):
    look = client.post("/api/ledger/look", params={"called": "help.xlsx"}, content=sheet).json()
    (found,) = look["sheets"]
    assert (found["header"], found["rows"]) == (2, 2)
    assert {one["heading"]: one["field"] for one in found["columns"]} == {
        "Ref": "id", "Stage": "kind", "Follows": "of", "Donor": "partner", "Equipment": "item",
        "Qty": "quantity", "Date": "date", "ETA": "due", "Quelle": "source", "Colour": "",
    }  # fmt: skip
    assert found["kinds"] == {"pledged": "commitment", "sent": "shipment"}
    form = {f"column-{at}": one["field"] or "-" for at, one in enumerate(found["columns"])}
    told = mapping(found, form | {"kind-0": "commitment", "kind-1": "shipment"}, False)
    dry = sent(client, sheet, told, dry=True).json()
    assert (len(dry["new"]), dry["known"]) == (2, [])
    assert client.get("/api/ledger").json()["entries"] == 0
    made = sent(client, sheet, told).json()
    assert [one["fields"]["kind"] for one in made["new"]] == ["commitment", "shipment"]
    again = sent(client, sheet, told).json()
    assert (again["new"], again["known"]) == ([], [1, 2])
    assert again["head"] == made["head"]


def test_faults_of_a_workbook_are_told_by_sheet_row_and_heading(client, book, sheet, tmp_path):
    changed_ = openpyxl.load_workbook(io.BytesIO(sheet))
    changed_["Help"]["F4"], changed_["Help"]["G3"] = "thirty", "soon"
    changed_.save(tmp_path / "bad.xlsx")
    told = {"header": 2, "columns": {"Ref": "id", "Stage": "kind", "Follows": "of",
            "Donor": "partner", "Equipment": "item", "Qty": "quantity", "Date": "date",
            "ETA": "due", "Quelle": "source", "Colour": "-"},
            "values": {"kind": {"pledged": "commitment", "sent": "shipment"}}}  # fmt: skip
    answer = sent(client, (tmp_path / "bad.xlsx").read_bytes(), told)
    assert answer.status_code == 422
    assert [line.partition(" is")[0] for line in answer.json()["detail"]] == [
        "help.xlsx sheet Help row 3, column Date: 'soon'",
        "help.xlsx sheet Help row 4, column Qty: 'thirty'",
    ]
    assert client.get("/api/ledger").json()["entries"] == 0


@pytest.mark.parametrize(
    ("called", "body", "told", "said"),
    [
        ("help.ods", b"x", {}, "is neither a .csv nor an .xlsx file"),
        ("help.xlsx", b"no zip", {}, "help.xlsx: cannot be read as a workbook"),
        ("help.csv", b"Ref\nO1\n", {"columns": {"Ref": "idd"}}, "'idd' is not a field"),
        ("help.csv", b"Ref\nO1\n", {"header": 0}, "greater than or equal"),
        ("help.csv", b"Ref\nO1\n", [], "valid dictionary"),
        ("help.csv", b"id,kind\n", {}, "holds no row beneath its headings"),
        ("help.csv", b"\xff\n", {}, "is a byte that is not UTF-8"),
    ],
)
def test_files_and_mappings_that_do_not_fit(client, desk, called, body, told, said):
    desk.book.begin()
    answer = sent(client, body, told, called=called)
    assert answer.status_code == 422
    assert said in json.dumps(answer.json())


def test_an_export_is_without_formulas_and_comes_back_as_known(client, filled, tmp_path):
    enter(client, FIX, changed(STANCE, topic="=1+1", said="@sum(A1)", note="-2+3"))
    text = client.get("/api/ledger/export", params={"form": "csv"}).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 8
    assert tuple(rows[6][name] for name in ("topic", "said", "note")) == (
        "'=1+1",
        "'@sum(A1)",
        "'-2+3",
    )
    assert rows[0]["who"] == WHO
    got = client.get("/api/ledger/export")
    (tmp_path / "out.xlsx").write_bytes(got.content)
    found = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert found.sheetnames == ["help", "entries"]
    cells = [cell for sheet in found for row in sheet for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert found["help"]["A2"].value == "O1"
    look = client.post("/api/ledger/look", content=got.content).json()
    entries = next(one for one in look["sheets"] if one["title"] == "entries")
    told = {"sheet": "entries",
            "columns": {one["heading"]: one["field"] for one in entries["columns"]}}  # fmt: skip
    again = sent(client, got.content, told).json()
    assert (again["new"], len(again["known"])) == ([], 8)


def test_a_dash_that_clears_is_no_formula():
    assert csv_text([["-", "-1", "=x", "a=b", "", "+", "\tx"]]) == "\ufeff-,'-1,'=x,a=b,,+,'\tx\r\n"
