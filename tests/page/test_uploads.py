"""What comes in from outside: bounded in size, refused where it is more than it seems, and text."""

from __future__ import annotations

import io
import zipfile

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from holdfast.page.guard import Guard
from page.programs import programs

HERE = "http://127.0.0.1"
SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def client(desk):
    with TestClient(Guard(programs(desk)), base_url=HERE) as made:
        yield made


def changed(book, **edits):
    """A workbook with other parts; an edit is given what stood there."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in {*old.namelist(), *edits}:
            data = old.read(name) if name in old.namelist() else b""
            new.writestr(name, edits[name](data) if name in edits else data)
    return made.getvalue()


def bomb(_):
    return bytes(60_000_000)


def entities(data):
    head = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    return head + data.partition(b"?>")[2]


def million(data):
    rows = "".join(f'<row r="{n}"><c r="A{n}"/></row>' for n in range(1, 1_048_577)).encode()
    head, _, rest = data.partition(b"<sheetData>")
    return head + b"<sheetData>" + rows + b"</sheetData>" + rest.partition(b"</sheetData>")[2]


@pytest.mark.parametrize(
    ("part", "edit", "said"),
    [
        ("xl/media/x.bin", bomb, "unpacks to more than 100 times its size"),
        ("xl/workbook.xml", entities, "declares a document type or entities"),
        (SHEET, million, "uses more than 1,000,000 cells"),
        ("../../out.csv", lambda _: b"x", "a part that leads out of it"),
        ("/etc/out.csv", lambda _: b"x", "a part that leads out of it"),
    ],
)
def test_a_workbook_that_is_more_than_it_seems_is_refused(
    client, desk, book_of_valley, part, edit, said
):
    desk.place.log.touch()
    before = sorted(desk.place.root.rglob("*"))
    answer = client.post(
        "/api/workbooks", params={"name": "mine", "called": "<b>mine</b>.xlsx"},
        content=changed(book_of_valley, **{part: edit}),
    )  # fmt: skip
    assert answer.status_code == 422
    (line,) = answer.json()["detail"]
    assert line.startswith("<b>mine</b>.xlsx: ")
    assert said in line
    assert answer.headers["content-type"] == "application/json"
    assert sorted(desk.place.root.rglob("*")) == before
    assert list(desk.place.incoming.iterdir()) == []


@pytest.mark.parametrize(
    "name",
    ["../up", "..", ".", "a/b", "/etc/x", "a\\b", "C:x", ".hidden", "~x", "a\x00b", "a\nb", " x",
     "x ", "x.", "<script>", "a" * 200, "\u202egnp.exe", "%2e%2e"],
)  # fmt: skip
def test_no_name_leads_out_of_the_folder(client, desk, book_of_valley, name):
    before = sorted(desk.place.root.parent.rglob("*"))
    for answer in (
        client.post("/api/workbooks", params={"name": name}, content=book_of_valley),
        client.post("/api/scenarios/valley/copy", json={"name": name}),
        client.post("/api/jobs", json={"scenario": "valley", "name": name, "futures": 1}),
        client.post("/api/jobs", json={"scenario": name, "futures": 1}),
    ):
        assert answer.status_code == 422, answer.text
    assert sorted(desk.place.root.parent.rglob("*")) == before


def test_a_link_out_of_the_folder_is_passed_over(client, desk, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "scenario.toml").write_text((desk.place.root / "valley/scenario.toml").read_text())
    (desk.place.root / "linked").symlink_to(outside)
    assert [each["name"] for each in client.get("/api/scenarios").json()] == ["valley"]
    for method, path in (
        ("GET", "/api/scenarios/linked"), ("GET", "/api/scenarios/linked/workbook"),
        ("DELETE", "/api/scenarios/linked"), ("GET", "/api/scenarios/linked/check"),
    ):  # fmt: skip
        assert client.request(method, path).status_code == 404
    taken = client.post("/api/scenarios/valley/copy", json={"name": "linked"})
    assert taken.status_code == 409
    assert sorted(path.name for path in outside.iterdir()) == ["scenario.toml"]


def test_a_text_like_a_formula_stays_text_in_what_is_downloaded(client, desk):
    table = desk.place.root / "valley" / "regions.csv"
    lines = table.read_text().splitlines()
    head = lines[0].split(",")
    cells = lines[1].split(",")
    cells[head.index("name")] = "=HYPERLINK(1)"
    table.write_text("\n".join([lines[0], ",".join(cells), *lines[2:]]) + "\n")
    out = client.get("/api/scenarios/valley/workbook")
    assert out.status_code == 200
    sheet = load_workbook(io.BytesIO(out.content))["regions"]
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "=HYPERLINK(1)")
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    told = client.post("/api/workbooks", params={"name": "mine"}, content=out.content)
    assert told.status_code == 201
    assert any("begin like a formula stay text" in line for line in told.json()["lines"])
