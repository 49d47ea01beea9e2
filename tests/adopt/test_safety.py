"""Workbooks that are more, or other, than they seem: refused, or shown as text."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable

import openpyxl
import pytest

from adopt.books import change, made
from holdfast.adopt import archive
from holdfast.adopt.book import read_book
from holdfast.adopt.export import export_scenario
from holdfast.adopt.fault import BookError
from holdfast.adopt.needs import read_needs
from holdfast.adopt.workbook import adopt_workbook
from holdfast.scenario import read_scenario

SHEET = "xl/worksheets/sheet1.xml"
PARTS = (SHEET, "xl/workbook.xml", "[Content_Types].xml", "docProps/core.xml")


def parts(path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def rewrite(path, edit: Callable[[dict[str, bytes]], object]) -> None:
    """Change the parts of a workbook."""
    found = parts(path)
    edit(found)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in found.items():
            out.writestr(name, data)


def why(path) -> str:
    """Why a workbook is refused, quickly and in one line."""
    begun = time.monotonic()
    with pytest.raises(BookError) as caught:
        read_book(path)
    assert time.monotonic() - begun < 20
    assert len(caught.value.faults) == 1
    return str(caught.value.faults[0])


@pytest.fixture
def small(tmp_path):
    return made(tmp_path / "small.xlsx", ("Sheet", [["a", "b"], [1, 2]]))


def cells(data: str) -> Callable[[dict[str, bytes]], None]:
    """An edit that puts XML in place of the rows of the first sheet."""

    def edit(found: dict[str, bytes]) -> None:
        head, _, rest = found[SHEET].partition(b"<sheetData>")
        tail = rest.partition(b"</sheetData>")[2]
        found[SHEET] = head + b"<sheetData>" + data.encode() + b"</sheetData>" + tail

    return edit


def test_a_part_that_unpacks_to_a_thousand_times_its_size(small):
    rewrite(small, lambda found: found.update({"xl/media/x.bin": b"\0" * 30_000_000}))
    assert "unpacks to more than 100 times its size: part 'xl/media/x.bin'" in why(small)


def test_parts_that_are_too_large_together(small, monkeypatch):
    monkeypatch.setattr(archive, "MOST_UNPACKED", 1000)
    assert "unpacks to more than" in why(small)


def test_a_file_that_is_too_large(small, monkeypatch):
    monkeypatch.setattr(archive, "LARGEST_FILE", 100)
    assert "is larger than" in why(small)


def test_too_many_parts(small):
    rewrite(small, lambda found: found.update({f"x/{n}": b"" for n in range(2100)}))
    assert "parts; a workbook has at most 2000" in why(small)


def test_a_size_that_is_a_lie(small):
    """The header says ten bytes, the part unpacks to more: the sum at its end does not fit."""
    data = small.read_bytes()
    with zipfile.ZipFile(small) as opened:
        info = opened.getinfo(SHEET)
    size = info.file_size.to_bytes(4, "little")
    assert data.count(size) >= 2
    small.write_bytes(data.replace(size, (10).to_bytes(4, "little")))
    assert "small.xlsx: " in why(small)


def test_a_used_range_of_a_million_rows(small):
    rows = "".join(f'<row r="{n}"><c r="A{n}"/></row>' for n in range(1, 1_048_577))
    rewrite(small, cells(rows))
    assert "uses more than 1,000,000 cells" in why(small)


def test_one_cell_in_the_last_corner_costs_nothing(small):
    rewrite(small, cells('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))
    begun = time.monotonic()
    sheet = read_book(small).sheets[0]
    assert (sheet.height, sheet.width) == (1_048_576, 16_384)
    assert time.monotonic() - begun < 2


def test_a_cell_in_the_last_corner_of_a_table_is_told_soon(slim, valley, tmp_path, bucharest):
    def edit(opened):
        opened["regions"]["XFD1048576"] = "x"

    change(slim, edit)
    begun = time.monotonic()
    with pytest.raises(BookError, match="sheet regions cell XFD1048576: 'x' stands under no"):
        adopt_workbook(slim, tmp_path / "out", onto=valley)
    read_needs(slim, bucharest)
    assert time.monotonic() - begun < 20


@pytest.mark.parametrize(
    "xml",
    [
        '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        '<mergeCells count="1"><mergeCell ref="A1&#58;XFD1048576"/></mergeCells>',
        "<hyperlinks><hyperlink ref='A1:XFD1048576' location='x'/></hyperlinks>",
        "<mergeCells count=\"1\"><mergeCell ref='A:XFD'/></mergeCells>",
    ],
)
def test_a_range_as_large_as_the_sheet(small, xml):
    def edit(found):
        found[SHEET] = found[SHEET].replace(b"</sheetData>", b"</sheetData>" + xml.encode())

    rewrite(small, edit)
    assert "uses more than 1,000,000 cells" in why(small)


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(9))
    + "]>"
)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    "head", [LAUGHS, '<!DOCTYPE x SYSTEM "file:///etc/passwd">', "<!DOCTYPE x>"]
)
def test_declared_entities_and_document_types(small, part, head):
    def edit(found):
        body = found[part]
        body = body[body.index(b"?>") + 2 :] if body.startswith(b"<?xml") else body
        found[part] = head.encode() + body

    rewrite(small, edit)
    assert "declares a document type or entities" in why(small)


def test_a_document_type_in_another_encoding(small):
    def edit(found):
        found[SHEET] = (
            (LAUGHS + "<a/>").replace('"1.0"', '"1.0" encoding="UTF-16"').encode("utf-16")
        )

    rewrite(small, edit)
    assert "declares a document type or entities" in why(small)


@pytest.mark.parametrize("name", ["../x.xml", "/etc/x.xml", "xl/../../x", "..\\x", "C:\\x"])
def test_a_part_that_leads_out_of_the_workbook(small, name):
    rewrite(small, lambda found: found.update({name: b"<a/>"}))
    assert "has a part that leads out of it" in why(small)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("xl/vbaProject.bin", "macros are ignored"),
        ("xl/externalLinks/externalLink1.xml", "links to other files are ignored"),
        ("xl/connections.xml", "queries are ignored"),
        ("xl/embeddings/oleObject1.bin", "embedded objects are ignored"),
    ],
)
def test_macros_and_links_are_ignored_and_told(slim, tmp_path, valley, name, said):
    rewrite(slim, lambda found: found.update({name: b"<a/>"}))
    assert adopt_workbook(slim, tmp_path / "out", onto=valley).lines == (f"book.xlsx: {said}",)
    assert read_scenario(tmp_path / "out").files == valley.files


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is not a workbook"),
        (b"id,name\n1,2\n", "is not a workbook"),
        (b"PK\x03\x04", "is not a workbook"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500,
            "is locked by a password or of the old",
        ),
    ],
)
def test_files_that_are_no_workbooks(tmp_path, data, said):
    path = tmp_path / "book.xlsx"
    path.write_bytes(data)
    assert said in why(path)


def test_other_archives_folders_and_nothing(tmp_path):
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as out:
        out.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    (tmp_path / "a.xlsx").write_bytes(other.getvalue())
    assert "is an OpenDocument file" in why(tmp_path / "a.xlsx")
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as out:
        out.writestr("x", "y")
    (tmp_path / "b.xlsx").write_bytes(other.getvalue())
    assert "is a zip file but not a workbook" in why(tmp_path / "b.xlsx")
    assert "is not an ordinary file" in why(tmp_path)
    assert "cannot be opened" in why(tmp_path / "none.xlsx")


@pytest.mark.parametrize("title", ["..", ".. x", "..%2Fx", "con", "~$x", "=cmd", "'x"])
def test_the_name_of_a_sheet_names_no_file(slim, valley, tmp_path, title):
    change(slim, lambda opened: opened.create_sheet(title).append(["x"]))
    adopt_workbook(slim, tmp_path / "deep" / "out", onto=valley)
    known = {path.name for path in (tmp_path / "deep").iterdir()}
    assert known == {"out"}
    assert {path.name for path in tmp_path.iterdir()} == {"book.xlsx", "deep"}


def test_a_sheet_name_with_slashes_is_refused(book, tmp_path):
    def edit(found):
        found["xl/workbook.xml"] = found["xl/workbook.xml"].replace(b'"asks"', b'"../../x"')

    rewrite(book, edit)
    with pytest.raises(BookError, match="cannot be read as a workbook"):
        adopt_workbook(book, tmp_path / "deep" / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["book.xlsx"]


SCRIPT = "<script>alert(1)</script>"


def test_names_with_script_and_control_signs_are_text(book, tmp_path, call):
    def edit(found):
        text = SCRIPT.replace("<", "&lt;")
        for name, data in found.items():
            found[name] = data.replace(b">Northern neighbour<", f">{text}<".encode())
        found["xl/workbook.xml"] = found["xl/workbook.xml"].replace(
            b'"asks"', '"x\x9b31m&lt;b&gt;"'.encode()
        )

    rewrite(book, edit)
    done = call("adopt", "workbook", book, tmp_path / "out")
    assert done.exit_code == 0
    assert "\x9b" not in done.output
    assert "\\x9b31m<b>" in done.output
    back = read_scenario(tmp_path / "out")
    assert SCRIPT in back.table("actors").text("name")
    assert call("export", tmp_path / "out", tmp_path / "again.xlsx").exit_code == 0
    assert openpyxl.load_workbook(tmp_path / "again.xlsx")["actors"]["B2"].value == SCRIPT


FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(1)", "=cmd|' /C calc'!A0", "\t=1", '=HYPERLINK("x")')


def test_text_like_a_formula_stays_text_both_ways(slim, valley, tmp_path):
    def edit(opened):
        for row, text in enumerate(FORMULAS, start=2):
            cell = opened["items"].cell(row, 2)
            cell.value, cell.data_type = text, "s"

    lines = adopt_workbook(change(slim, edit), tmp_path / "out", onto=valley).lines
    told = [cell for line in lines if "stay text" in line for cell in line.split("(")[1].split(")")]
    # sums of numbers alone do nothing where the table itself is opened, and are not told
    assert told[0] == "B2, B5, B6, B7, B8"
    back = read_scenario(tmp_path / "out")
    assert back.table("items").text("name") == tuple(text.strip() for text in FORMULAS)
    export_scenario(back, tmp_path / "again.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "again.xlsx")["items"]
    for row, text in enumerate(FORMULAS, start=2):
        cell = sheet.cell(row, 2)
        assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)
    assert "<f>" not in "".join(map(str, parts(tmp_path / "again.xlsx").values()))


def test_a_control_sign_is_a_fault(slim, valley, tmp_path):
    def edit(found):
        for name, data in found.items():
            found[name] = data.replace(b">Northern neighbour<", b">Northern\x7fneighbour<")

    rewrite(slim, edit)
    with pytest.raises(BookError, match=r"sheet actors cell B2: .* holds a control character"):
        adopt_workbook(slim, tmp_path / "out", onto=valley)
    assert not (tmp_path / "out").exists()
