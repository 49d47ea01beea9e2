"""Formulas of a workbook as a spreadsheet works them out."""

from __future__ import annotations

import pytest
from openpyxl import Workbook

from holdfast.questions.validate.formulas import Evaluator


def shown(formula: str) -> object:
    """What a cell shows beside a sheet with 1 to 4, and a blank."""
    book = Workbook()
    page, beside = book.active, book.create_sheet("be side")
    for row, value in enumerate((1, 2, 3, 4.0), start=1):
        beside[f"A{row}"] = value
    page["B1"] = 10
    page["A1"] = formula
    return Evaluator(book).value(page.title, "A1")


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=1+2*3", 7),
        ("=(1+2)*3", 9),
        ("=2^3-1", 7),
        ("=-B1/4", -2.5),
        ("=1-(B1-3)/7", 0),
        ("=SUM('be side'!A1:A5)", 10),
        ("=MAX('be side'!A1:A4,B1)-MIN('be side'!A1:A4)", 9),
        ("=IF(B1>=10,'be side'!A2,1/0)", 2),
        ("=IF(B1<>10,1,IF(AND(B1=10,'be side'!$A$1=1),5,6))", 5),
        ("=CHOOSE(2,7,8,9)", 8),
        ("=ABS('be side'!A1-B1)", 9),
        ("=IF(OR(B1=1,B1=2),1,0)", 0),
    ],
)
def test_a_formula_comes_to(formula, value):
    assert shown(formula) == value


@pytest.mark.parametrize("formula", ["=VLOOKUP(1,B1:B2,1)", '="text"', "=B1%"])
def test_what_is_not_understood_is_refused(formula):
    with pytest.raises(ValueError, match="understood"):
        shown(formula)
