"""Schemas: they hold together, and the page of the docs is what they say."""

from __future__ import annotations

from pathlib import Path

from holdfast.scenario import schemas
from holdfast.scenario.cells import reader, words
from holdfast.scenario.describe import tables_page

PAGE = Path(__file__).parents[2] / "docs" / "scenario-tables.md"
OWN_REGION = {"defence/jamming": ("region",), "power/activity": ("region",)}
"""Tables where a blank region stands for all that have no row of their own."""


def test_the_page_of_tables_is_up_to_date():
    assert PAGE.read_text("utf-8") == tables_page(), (
        "write it again: python -m holdfast.scenario.describe > docs/scenario-tables.md"
    )


def test_keys_and_references_exist():
    for schema in schemas().values():
        assert schema.doc
        assert set(schema.key) <= set(schema.columns), schema.name
        # where sources, makers or regions may differ they end the key, and may be blank; a regime
        # of waves without a class is one of all classes
        blank = {"source", "maker", *OWN_REGION.get(schema.name, ())}
        blank |= {"class"} if schema.name == "threat/regimes" else set()
        # a stance on a topic as a whole names neither item nor region nor use
        blank |= {"item", "region", "use"} if schema.name == "positions" else set()
        told = [name for name in schema.key if name not in blank]
        assert all(schema.columns[name].required for name in told), schema.name
        for column in schema.columns.values():
            if column.references:
                table, _, name = column.references.rpartition(".")
                assert schemas()[table].columns[name].required


def test_columns_are_sound():
    for schema in schemas().values():
        for column in schema.columns.values():
            where = f"{schema.name}.{column.name}"
            assert column.doc, where
            assert words(column), where
            assert not (column.required and column.default), where
            assert (column.type == "choice") == bool(column.allowed), where
            assert column.type in ("number", "integer") or not column.range, where
            assert not column.default or not reader(column)(column.default), where


def test_dated_tables_have_the_columns_that_date_them():
    needed = {"": (), "as_of": (), "date": ("date",), "month": ("year", "month")}
    for schema in schemas().values():
        assert set(needed[schema.dated]) <= set(schema.columns), schema.name
