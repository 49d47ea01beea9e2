"""Guesses as a mapping: confirmed in one go, once for the same words, and never asked again."""

from __future__ import annotations

import re
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adopt import dirty
from adopt.books import change, made
from adopt.settling import ANSWERS, settle, told
from holdfast.adopt.confirmed import quoted, read_mapping, write_mapping
from holdfast.adopt.fault import BookError
from holdfast.adopt.needs import read_needs

HEADS = ["Partner", "Item", "Quantity", "Delivery"]
ROWS = [
    ["Germany", "big transfos", "about 6", "mid-January"],
    ["Frnace", "big transfos", "1.200", "15 March 2023"],
]


def filled(path, answers):
    """Fill in what a person would, by what was found."""
    text = path.read_text("utf-8")
    for found, taken in answers.items():
        pattern = rf"(found = {re.escape(quoted(found))}\ntaken = )\"[^\"]*\""
        text, count = re.subn(pattern, rf'\1"{taken}"', text)
        assert count, found
    path.write_text(text, "utf-8")
    return path


def offers(tmp_path, rows=ROWS, name="offers"):
    return made(tmp_path / f"{name}.xlsx", ("Offers", [HEADS, *rows]))


def proposed(needs, tmp_path):
    return write_mapping(needs.guesses, tmp_path / "offers.guesses.csv", needs.book)


def test_each_different_guess_stands_once_and_open_ones_first(bucharest, tmp_path):
    needs = read_needs(offers(tmp_path), bucharest)
    file = tomllib.loads(proposed(needs, tmp_path).read_text("utf-8"))["guess"]
    assert sum(len(one["cells"]) for one in file) == len(needs.guesses)
    (transfos,) = [one for one in file if one["found"] == "big transfos"]
    assert transfos["cells"] == [["Offers", "B2"], ["Offers", "B3"]]
    known = {(one.sheet, one.cell, one.what): one.open for one in needs.guesses}
    order = [known[(*one["cells"][0], one["what"])] for one in file]
    assert order == sorted(order, reverse=True)
    assert any(order)


def test_what_was_confirmed_is_not_asked_again(bucharest, tmp_path):
    path = offers(tmp_path)
    first = proposed(read_needs(path, bucharest), tmp_path)
    answers = {"big transfos": "medium_transformer", "1.200": "1200", "Frnace": "FR"}
    needs = read_needs(path, bucharest, read_mapping(filled(first, answers)))
    assert not needs.open
    assert [one.values["item"] for one in needs.entries] == ["medium_transformer"] * 2
    assert [one.values["quantity"] for one in needs.entries] == ["6", "1200"]
    assert needs.entries[1].values["partner"] == "FR"


def test_the_next_sheet_is_asked_only_what_is_new(bucharest, tmp_path):
    first = proposed(read_needs(offers(tmp_path), bucharest), tmp_path)
    answers = {"big transfos": "medium_transformer", "1.200": "1200", "Frnace": "FR"}
    decided = read_mapping(filled(first, answers))
    new = ["Frnace", "odd things", "7", "15 May 2023"]
    moved = offers(tmp_path, [ROWS[1], new, ROWS[0]], "next")
    needs = read_needs(moved, bucharest, decided)
    asked = {(one.what, one.found) for one in needs.guesses if one.open}
    assert ("item", "odd things") in asked
    assert not {found for what, found in asked if what in ("item", "partner", "column")} & {
        "big transfos", "Frnace", *HEADS,
    }  # fmt: skip
    # a number is of its cell: in another it is read anew
    assert ("quantity", "1.200") in asked


def test_the_mapping_decides_what_the_table_decides(bucharest, tmp_path):
    path = dirty.bilingual(tmp_path / "dirty.xlsx")
    needs = read_needs(path, bucharest)
    by_table = read_needs(path, bucharest, settle(needs, path, ANSWERS))
    mapping = write_mapping(by_table.guesses, tmp_path / "dirty.guesses.csv", needs.book)
    by_mapping = read_needs(path, bucharest, read_mapping(mapping))
    assert not by_mapping.open
    assert {key: taken for key, (taken, _) in told(by_mapping).items()} == {
        key: taken for key, (taken, _) in told(by_table).items()
    }
    assert by_mapping.entries == by_table.entries


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (lambda text: text.replace("[[guess]]", "[[gues]]", 1), "gues: Extra inputs"),
        (lambda text: text + "taken = ", "cannot be read"),
        (lambda text: text.replace('"Offers", "B2"', '"B2"'), "each is a sheet and a cell"),
        (lambda text: text.replace('"B3"]', '"B2"]'), "decides on the same as row"),
    ],
)
def test_a_mapping_that_cannot_be_read_is_told(bucharest, tmp_path, edit, said):
    mapping = proposed(read_needs(offers(tmp_path), bucharest), tmp_path)
    mapping.write_text(edit(mapping.read_text("utf-8")), "utf-8")
    with pytest.raises(BookError) as caught:
        read_mapping(mapping)
    assert said in str(caught.value)


def test_what_is_not_filled_in_or_wrong_is_told_by_its_line(bucharest, tmp_path):
    path = offers(tmp_path)
    mapping = proposed(read_needs(path, bucharest), tmp_path)
    filled(mapping, {"big transfos": "transformr"})
    with pytest.raises(BookError) as caught:
        read_needs(path, bucharest, read_mapping(mapping))
    lines = mapping.read_text("utf-8").splitlines()
    for fault in caught.value.faults:
        assert lines[fault.row - 1] == "[[guess]]"
    told_of = "\n".join(map(str, caught.value.faults))
    assert "'transformr' is not an id of items.csv" in told_of
    assert "is not decided for Offers C3 quantity" in told_of


def test_nothing_is_written_over(bucharest, tmp_path):
    needs = read_needs(offers(tmp_path), bucharest)
    proposed(needs, tmp_path)
    with pytest.raises(FileExistsError, match="give it by --guesses"):
        proposed(needs, tmp_path)


@given(st.text())
def test_any_text_is_kept(text):
    assert tomllib.loads(f"text = {quoted(text)}") == {"text": text}


def test_a_sheet_that_changed_meanwhile_is_read_anew(bucharest, tmp_path):
    path = offers(tmp_path)
    mapping = filled(
        proposed(read_needs(path, bucharest), tmp_path),
        {"1.200": "1200", "big transfos": "repair_crew", "Frnace": "FR"},
    )
    change(path, lambda opened: opened["Offers"].__setitem__("C3", "1.300"))
    asked = [one for one in read_needs(path, bucharest, read_mapping(mapping)).guesses if one.open]
    assert ("C3", "quantity", "1.300") in [(one.cell, one.what, one.found) for one in asked]


def test_the_command_takes_the_mapping(call, root, tmp_path):
    path, onto = dirty.both_quantities(tmp_path / "n.xlsx"), root / "examples" / "bucharest-2022"
    words = ("adopt", "needs", path, tmp_path / "out", "--onto", onto)
    asked = call(*words)
    assert asked.exit_code == 2
    assert "(or n.guesses.toml, each different guess once)" in asked.stderr
    done = call(*words, "--guesses", tmp_path / "n.guesses.toml")
    assert done.exit_code == 0, done.output
    assert "3 asks, 2 offers, 2 deliveries added" in done.stdout
