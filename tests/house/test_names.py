"""Names: what an example calls its weapons, systems, partners, places and goods is in no code.

A new threat class, air-defence system, partner, region or item is rows of a table. Where a word of
a table is an ordinary word of English that code needs anyway, it stands below with the reason.
"""

from __future__ import annotations

import ast
import csv
import io
import re
from functools import cache

from house.sources import ROOT, SOURCE, python_files, report, shown, tree

TABLES = (
    "threat/classes.csv",
    "defence/systems.csv",
    "actors.csv",
    "regions.csv",
    "items.csv",
)
PROPER = ("actors.csv", "regions.csv")
ALLOWED = {
    "battery": "the unit in which air defence is counted, whatever the system",
    "crew": "who repairs; a budget of crew-days is part of the model",
    "en": "a fictional partner in the examples of --help, and the language English",
    "fuel": "what generator sets burn, in any country",
    "generator set": "a field of the model: sets serve load where the grid does not",
    "generator_set": "what an item may add, a choice of the schema of items",
    "heating_point": "what an item may add, a choice of the schema of items",
    "interceptor": "what any system fires",
    "money": "a kind of help, with a colour of its own",
    "spare": "kept in reserve; also the slack of a network",
    "spare part": "what readiness and repair use up",
    "transformer": "an element of any grid, counted singly",
}
"""Words of tables that may stand in code, and why."""


@cache
def names() -> dict[str, bool]:
    """Each id and name of the examples' tables, and whether capitals tell it from a small word.

    They do for short codes ("IT", not "it") and for names of partners and regions ("West").
    """
    found: dict[str, bool] = {}
    for example in sorted((ROOT / "examples").iterdir()):
        for table in TABLES:
            path = example / table
            if path.is_file():
                for row in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))):
                    for column in ("id", "name"):
                        word = (row.get(column) or "").strip()
                        exact = len(word) <= 3 or (table in PROPER and column == "name")
                        if word and word.lower() not in ALLOWED:
                            found[word] = found.get(word, True) and exact
    return found


@cache
def patterns() -> tuple[re.Pattern[str], ...]:
    """Any of the names as a whole word: as it is written, or in any case."""
    made = []
    for exact in (True, False):
        words = sorted((word for word, kind in names().items() if kind is exact), key=len)
        parts = "|".join(re.escape(word) for word in reversed(words)) or r"(?!)"
        flags = re.NOFLAG if exact else re.IGNORECASE
        made.append(re.compile(rf"(?<![\w-])(?:{parts})(?![\w-])", flags))
    return tuple(made)


@cache
def hits(text: str) -> tuple[tuple[int, str], ...]:
    """Where names stand in a text, and which."""
    return tuple((hit.start(), hit.group()) for one in patterns() for hit in one.finditer(text))


def words_of(node: ast.AST) -> list[str]:
    """Identifiers and string literals of a node of the syntax tree."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.Name(id=text) | ast.Attribute(attr=text) | ast.arg(arg=text):
            return [text]
        case ast.FunctionDef(name=text) | ast.ClassDef(name=text):
            return [text]
        case ast.keyword(arg=str(text)):
            return [text]
    return []


def test_the_examples_have_names():
    assert len(names()) > 20


def test_no_name_of_an_example_stands_in_code():
    faults = []
    for path in python_files(SOURCE):
        for node in ast.walk(tree(path)):
            for text in words_of(node):
                for start, name in hits(text):
                    line = getattr(node, "lineno", 0) + text[:start].count("\n")
                    faults.append(f"{shown(path)}:{line} {name!r}")
    assert not faults, report(faults, "these words belong in tables:")


def test_every_allowed_word_is_needed():
    code = "\n".join(path.read_text(encoding="utf-8") for path in python_files(SOURCE)).lower()
    idle = [word for word in ALLOWED if not re.search(rf"\b{re.escape(word)}\b", code)]
    assert not idle, report(idle, "no code needs these words any more; take them off the list:")
