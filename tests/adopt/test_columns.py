"""Sheets and columns with other names: a mapping is proposed, completed, and read back."""

from __future__ import annotations

import re
import tomllib

import pytest

from adopt.books import made
from holdfast.adopt.book import read_book
from holdfast.adopt.fault import BookError
from holdfast.adopt.mapping import read_mapping
from holdfast.adopt.propose import listed, mapping_text, propose
from holdfast.adopt.words import lookup, words
from holdfast.adopt.workbook import adopt_workbook, is_exact
from holdfast.scenario import read_scenario, schemas

REGIONS = [
    ["Régions du pays"],
    [],
    ["Code", "Nom", "Population (milliers)", "Statut", "Remarque", "Superficie"],
    ["UPP", "Upper valley", 100, "held", "x", 12],
    ["MID", "Middle valley", 200.5, "held", None, 13],
    ["LOW", "Lower valley", 100, "held", None, 14],
]
DEMAND = [
    ["Région", "Nœud", "Nuit (kW)", "Matin (kW)", "Jour (kW)", "Soir (kW)"],
    ["UPP", "UPP-D", 40000, 60000, 60000, 70000],
    ["MID", "MID-D", 80000, "120 000", 120000, 140000],
    ["LOW", "LOW-D", 40000, 60000, 60000, 70000],
]
SHIPMENTS = [
    ["Nr", "Geber", "Artikel", "Menge", "Datum"],
    ["d1", "NN", "interceptor", 20, "15.01.2031"],
]
NOTES = [["Appeler l'opérateur"], ["demain"]]


@pytest.fixture
def foreign(tmp_path):
    return made(
        tmp_path / "foreign.xlsx",
        ("Régions", REGIONS),
        ("Demande", DEMAND),
        ("Lieferungen", SHIPMENTS),
        ("Notes", NOTES),
    )


def guesses(path):
    return {guess.sheet.title: guess for guess in propose(read_book(path))}


def test_tables_and_columns_are_guessed_from_words_of_four_languages(foreign):
    found = guesses(foreign)
    assert {name: guess.table.taken for name, guess in found.items()} == {
        "Régions": "regions",
        "Demande": "power/demand",
        "Lieferungen": "deliveries",
        "Notes": "",
    }
    assert found["Régions"].header == 3
    taken = {one.header: (one.reading.taken, one.factor) for one in found["Régions"].columns}
    assert taken == {
        "Code": ("id", ""),
        "Nom": ("name", ""),
        "Population (milliers)": ("population", "1000"),
        "Statut": ("status", ""),
        "Remarque": ("note", ""),
        "Superficie": ("", ""),
    }
    assert [one.factor for one in found["Demande"].columns] == ["", "", *["0.001"] * 4]
    assert [column.name for column in found["Régions"].missing] == ["defence_share"]
    assert [one.reading.taken for one in found["Lieferungen"].columns] == [
        "id",
        "partner",
        "item",
        "quantity",
        "date",
    ]


def test_no_guess_is_sure_but_exact_names(foreign):
    sure = [row for row in listed(propose(read_book(foreign))) if row["sureness"] == "sure"]
    assert sure == []


def test_nothing_is_written_before_the_mapping_is_whole(foreign, call, root, tmp_path):
    out, onto = tmp_path / "out", root / "examples" / "valley"
    done = call("adopt", "workbook", foreign, out, "--onto", onto)
    mapping = tmp_path / "foreign.columns.toml"
    assert done.exit_code == 2
    assert f"--columns {mapping} --onto {onto}" in done.stderr
    assert "Superficie" in done.stdout
    done = call("adopt", "workbook", foreign, out, "--onto", onto, "--columns", mapping)
    assert done.exit_code == 2
    told = "holdfast: --columns: foreign.columns.toml sheet "
    assert done.stderr.splitlines() == [
        f"{told}Régions column F: 'Superficie' is not decided: name a column of regions, or - to "
        "leave it",
        f"{told}Régions constant defence_share: is not decided: give the value of every row",
        f"{told}Notes: no table is given: name one, or - to leave the sheet out",
    ]
    assert not out.exists()
    text = mapping.read_text()
    text = text.replace('"Superficie", to = ""', '"Superficie", to = "-"')
    text = text.replace('defence_share = ""', "defence_share = 0.3")
    text = re.sub(r'name = "Notes"\ntable = ""', 'name = "Notes"\ntable = "-"', text)
    mapping.write_text(text)
    done = call("adopt", "workbook", foreign, out, "--onto", onto, "--columns", mapping)
    assert done.exit_code == 0, done.output
    back = read_scenario(out)
    assert back.table("regions").text("population") == ("100000", "200500", "100000")
    assert back.table("regions").text("defence_share") == ("0.3", "0.3", "0.3")
    assert back.table("power/demand").text("morning_mw") == ("60", "120", "60")
    assert back.table("deliveries").text("date") == ("2031-01-15",)
    assert "sheet Notes: is left out, as the mapping says" in done.stdout


def test_a_proposal_is_not_written_over(foreign, call, tmp_path):
    (tmp_path / "foreign.columns.toml").write_text("mine")
    done = call("adopt", "workbook", foreign, tmp_path / "out")
    assert done.exit_code == 2
    assert "give it by --columns" in done.stderr
    assert (tmp_path / "foreign.columns.toml").read_text() == "mine"


def test_a_proposal_without_a_scenario_asks_for_its_settings(foreign):
    book = read_book(foreign)
    text = mapping_text(propose(book), book, settings=True)
    assert "settings = '''" in text
    assert tomllib.loads(text)["settings"].startswith('name = ""')


def test_settings_of_the_mapping_are_judged_in_their_place(foreign, tmp_path):
    mapping = tmp_path / "m.toml"
    mapping.write_text('settings = "name = 3"\n' + '[[sheet]]\nname = "Notes"\ntable = "-"\n')
    with pytest.raises(BookError) as caught:
        adopt_workbook(foreign, tmp_path / "out", mapping)
    files = {fault.file for fault in caught.value.faults}
    assert "m.toml" in files
    assert "foreign.xlsx sheet regions" in files  # the table is missing


def test_faults_below_a_title_are_told_by_the_cell_of_the_sheet(foreign, valley, tmp_path):
    from adopt.books import change

    def edit(opened):
        opened["Régions"]["A6"] = "UPP"
        opened["Régions"]["C5"] = "viele"

    change(foreign, edit)
    book = read_book(foreign)
    text = mapping_text(propose(book), book, settings=False)
    text = text.replace('"Superficie", to = ""', '"Superficie", to = "-"')
    text = text.replace('defence_share = ""', "defence_share = 0.3")
    text = re.sub(r'name = "Notes"\ntable = ""', 'name = "Notes"\ntable = "-"', text)
    (tmp_path / "m.toml").write_text(text)
    with pytest.raises(BookError) as caught:
        adopt_workbook(foreign, tmp_path / "out", tmp_path / "m.toml", valley)
    told = [str(fault) for fault in caught.value.faults]
    assert any("sheet Régions cell C5: 'viele' is not a number" in line for line in told)
    assert any("sheet Régions cell A6: 'UPP' repeats the id of row 4" in line for line in told)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[sheet]]\nname = 3", "m.toml, column sheet.0.name: is not allowed"),
        ("[[sheet", "m.toml: cannot be read"),
        ('[[sheet]]\nname = "None"\ntable = "regions"', "sheet None: is not in the workbook"),
        ('[[sheet]]\nname = "Notes"\ntable = "regiosn"', "'regiosn' is not a table; the nearest"),
        ('[[sheet]]\nname = "Notes"\ntable = "regions"', "the column id is needed"),
        (
            '[[sheet]]\nname = "Notes"\ntable = "regions"\n'
            'columns = [{from = "A", header = "Call", to = "id"}]',
            'cell A1 of the workbook holds "Appeler l\'opérateur" now',
        ),
        (
            '[[sheet]]\nname = "Notes"\ntable = "regions"\n'
            'columns = [{from = "A", to = "idd"}, {from = "B", to = "id", factor = "x"}]',
            "'x' is no factor",
        ),
        (
            '[[sheet]]\nname = "Notes"\ntable = "regions"\n'
            'columns = [{from = "A", to = "id"}, {from = "B", to = "id"}]',
            "'id' is given by more than one column",
        ),
        ('[[sheet]]\nname = "Notes"\ntable = "-"\nfoo = 1', "foo: is not allowed"),
    ],
)
def test_a_mapping_that_does_not_fit_is_told(foreign, tmp_path, text, said):
    (tmp_path / "m.toml").write_text(text)
    with pytest.raises(BookError) as caught:
        read_mapping(tmp_path / "m.toml", read_book(foreign))
    assert any(said in str(fault) for fault in caught.value.faults), caught.value.args


def test_a_workbook_of_exact_names_needs_no_mapping(book, slim, foreign):
    assert is_exact(read_book(book))
    assert is_exact(read_book(slim))
    assert not is_exact(read_book(foreign))


def test_a_sheet_of_others_that_has_a_name_of_ours_is_not_passed_over(tmp_path):
    path = made(tmp_path / "x.xlsx", ("about", [["a", "b"]]), ("columns", [["c", "d"]]))
    assert set(guesses(path)) == {"about", "columns"}


def test_the_mapping_of_exact_names_is_exact(slim):
    found = guesses(slim)
    assert {name: guess.table.taken for name, guess in found.items()} == {
        name: name.replace(".", "/") for name in found
    }
    for guess in found.values():
        for one in guess.columns:
            assert (one.reading.taken, one.reading.sureness) == (one.header, "sure")


@pytest.mark.parametrize("title", ['a"b', "a\\b", "é\u2028", "</script>", "x]"])
def test_any_name_of_a_sheet_gives_valid_toml(tmp_path, title):
    from holdfast.adopt.book import Book, Cell, Sheet

    cells = {(1, 1): Cell('Co"de\\\x7f'), (1, 2): Cell("Name"), (2, 1): Cell("# x")}
    book = Book("b.xlsx", (Sheet(title, cells),))
    text = mapping_text(propose(book), book, settings=True)
    assert tomllib.loads(text)["sheet"][0]["name"] == title


def test_words_stand_for_columns_and_tables_that_exist():
    columns = {name for schema in schemas().values() for name in schema.columns}
    assert set(words()["columns"]) <= columns
    assert set(words()["tables"]) <= set(schemas())
    assert set(lookup("yes_no").values()) == {"yes", "no"}
