"""What a scenario rests on: counted from its tables, with what became public later told apart."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import date

import openpyxl
import pytest
from fastapi.testclient import TestClient

from holdfast.page.guard import Guard
from holdfast.page.screens import sources as content
from holdfast.page.screens.sources import Asked
from holdfast.page.testimony import DEFAULTS, SAID, STATUSES
from holdfast.page.testimony import testimony as heard
from holdfast.questions.positions import held
from holdfast.scenario import parameters, read_scenario
from holdfast.show.catalogue import LANGUAGES, Catalogue
from page.programs import programs

ENGLISH = Catalogue.of("en")


@pytest.fixture(scope="module")
def read(root):
    return read_scenario(root / "examples" / "bucharest-2022")


@pytest.fixture(scope="module")
def found(read):
    return heard(read)


def test_every_row_of_every_table_is_counted_as_its_file_says(read, found):
    for one in found.known:
        if one.table == DEFAULTS:
            continue
        table = read.tables[one.table]
        column = table.schema.common("status")
        said = Counter(table.text(column))
        assert one.by == tuple(said[status] for status in (*STATUSES, ""))
        assert one.rows == len(table) == sum(one.by)
        assert one.unsourced == table.text(table.schema.common("source")).count("")
        hidden = len(table) - len(read.visible[one.table])
        assert one.later >= hidden
    assert {one.table for one in found.known} == {*read.tables, DEFAULTS} - {"sources"}


def test_what_rests_on_a_source_names_it(read, found):
    sources = {one.id: one for one in found.sources}
    assert len(sources) == len(read.tables["sources"])
    seed = sources["seed"]
    rows = found.resting("seed")
    assert seed.rows == len(rows) > 5
    assert dict(seed.tables) == Counter(row.table for row in rows)
    asks = read.tables["asks"]
    cells = dict(zip(asks.lines, asks.text("source"), strict=True))
    assert all("seed" in cells[row.line] for row in rows if row.table == "asks")
    unused = [one for one in found.sources if not one.rows]
    assert all(not found.resting(one.id) for one in unused)


def test_parameters_that_the_scenario_leaves_are_there_too(read, found):
    rows = found.of_table(DEFAULTS)
    own = set(read.table("parameters").text("id"))
    assert {row.key for row in rows} == set(parameters()) - own
    assert all(row.sources for row in rows)


def test_statements_are_those_of_the_tables_and_later_ones_are_hidden_from_answers(read, found):
    counts = Counter(one.kind for one in found.statements)
    assert set(counts) == set(SAID)
    assert counts["asks"] == len(read.tables["asks"])
    assert counts["positions"] == len(read.tables["positions"])
    known = {one.line for one in found.statements if one.kind == "positions" and not one.later}
    assert known == {row["row"] for row in held(read, history=True)}
    assert [one.day for one in found.statements] == sorted(one.day for one in found.statements)
    later = [one for one in found.statements if one.day > found.freeze]
    assert later
    assert all(one.later for one in later)


def test_without_a_day_nothing_is_later(root):
    made = heard(read_scenario(root / "examples" / "valley"))
    assert made.freeze is None
    assert not any(one.later for one in (*made.rows, *made.statements))
    assert made.counts[:3] == tuple(
        sum(row.status == status for row in made.rows) for status in STATUSES
    )
    assert content.around(made.statements, None, 20, 20)[1:] == (0, len(made.statements[:40]))


def test_statements_are_shown_around_the_day(found):
    cut, first, last = content.around(found.statements, found.freeze, 20, 20)
    assert (cut - first, last - cut) == (20, 20)
    assert found.statements[cut - 1].day <= found.freeze < found.statements[cut].day
    everything = content.around(found.statements, found.freeze, 10**6, 10**6)
    assert everything[1:] == (0, len(found.statements))


@pytest.mark.parametrize(
    ("asked", "fits"),
    [
        (Asked(actor="DE"), lambda one: one.actor == "DE"),
        (Asked(kind="asks"), lambda one: one.kind == "asks"),
        (Asked(seen="after"), lambda one: one.later),
        (Asked(first="2022-11-29", last="2022-11-29"), lambda one: one.day == date(2022, 11, 29)),
        (Asked(text="patriot germany"), lambda one: "atriot" in f"{one.text}{one.about}{one.to}"),
    ],
)
def test_statements_are_narrowed(found, asked, fits):
    some = content.statements(found, asked)
    assert 0 < len(some) < len(found.statements)
    assert all(map(fits, some))


def test_sources_are_narrowed_and_numbered_as_they_are_listed(found):
    rows = content.sources(found, Asked(text="kuleba", kind="READ", seen="before"), ENGLISH)
    assert rows
    for row in rows:
        one, _ = content.resting(found, row["number"])
        assert row["statement"] == one.statement
        assert "kuleba" in f"{one.speaker} {one.statement} {one.outlet}".lower()
    early = content.sources(found, Asked(last="2022-10-31"), ENGLISH)
    assert all(row["published"] <= "2022-10-31" for row in early)
    assert 0 < len(early) < len(found.sources)
    assert content.sources(found, Asked(text="no such words"), ENGLISH) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_total_is_what_the_report_says_and_what_it_leaves(found, language):
    told = content.total(found, Catalogue.of(language))
    numbers = Catalogue.of(language).numbers
    for count in found.counts[:3]:
        assert numbers.fixed(count) in told


# ---- for programs --------------------------------------------------------------------------------


@pytest.fixture
def client(desk):
    with TestClient(Guard(programs(desk)), base_url="http://127.0.0.1") as made:
        yield made


def test_programs_are_told_and_given_files(client, desk, tmp_path):
    path = desk.place.root / "valley"
    (path / "sources.csv").write_text(
        "id,outlet,published,speaker,statement,address\n"
        'desk,=cmd|x,2030-10-01,"A, B",we have 60,https://example.org/a\n'
    )
    text = (path / "stocks.csv").read_text().splitlines()
    (path / "stocks.csv").write_text(
        "\n".join([f"{text[0]},source,status", f"{text[1]},desk,READ", *(
            f"{line},," for line in text[2:])]) + "\n"
    )  # fmt: skip
    told = client.get("/api/scenarios/valley/sources").json()
    (source,) = told["sources"]
    assert source["tables"] == {"stocks": 1}
    stocks = next(one for one in told["known"] if one["table"] == "stocks")
    assert (stocks["read"], stocks["rows"], stocks["without_source"]) == (1, 4, 3)
    sheet = client.get("/api/scenarios/valley/sources", params={"form": "csv"})
    listed = list(csv.reader(io.StringIO(sheet.content.decode("utf-8-sig"))))
    assert listed[1][:3] == ["desk", "2030-10-01", "'=cmd|x"]
    book = client.get("/api/scenarios/valley/sources", params={"form": "xlsx", "language": "fr"})
    (tmp_path / "out.xlsx").write_bytes(book.content)
    made = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert made.sheetnames[0] == "Sources"
    assert made.worksheets[0]["C2"].value == "=cmd|x"
    assert made.worksheets[0]["C2"].data_type == "s"


def test_what_has_no_sources_is_told(client, desk):
    assert client.get("/api/scenarios/none/sources").status_code == 404
    assert client.get("/api/scenarios/valley/sources").json()["sources"] == []
    (desk.place.root / "valley" / "regions.csv").write_text("id\n")
    answer = client.get("/api/scenarios/valley/sources")
    assert answer.status_code == 422
    assert "regions.csv" in answer.json()["detail"][0]
