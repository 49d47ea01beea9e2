"""The formulas of a workbook, evaluated: what a spreadsheet would show in each cell.

As much of the language as the sheets of part 2 use: numbers, cells and spans of other sheets, + - *
/ ^ = <> < <= > >=, and IF, MIN, MAX, SUM, ABS, AND, OR, CHOOSE.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from openpyxl import Workbook
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token
from openpyxl.utils import range_boundaries

_SIGNS = {"^": "**", "=": "==", "<>": "!="}
_DOES: dict[type[ast.AST], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "MIN": lambda *of: min(_flat(of)),
    "MAX": lambda *of: max(_flat(of)),
    "SUM": lambda *of: sum(_flat(of)),
    "ABS": abs,
    "AND": lambda *of: all(_flat(of)),
    "OR": lambda *of: any(_flat(of)),
    "CHOOSE": lambda which, *of: of[int(which) - 1],
}


class Evaluator:
    """Cells of a workbook by sheet and address, each worked out once.

    Division by 0 gives infinity or nan, which a branch of IF that is not taken may hold.
    """

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._known: dict[tuple[str, str], Any] = {}

    def value(self, sheet: str, address: str) -> Any:
        """What a cell shows. Raises ValueError for a formula that is not understood."""
        place = sheet, address.replace("$", "")
        if place not in self._known:
            told = self._book[sheet][place[1]].value
            if isinstance(told, str) and told.startswith("="):
                told = self._worked(sheet, told)
            self._known[place] = np.float64(told) if isinstance(told, (int, float)) else told
        return self._known[place]

    def _worked(self, sheet: str, formula: str) -> Any:
        source = "".join(self._part(sheet, token) for token in Tokenizer(formula).items)
        with np.errstate(all="ignore"):
            return self._told(ast.parse(source, mode="eval").body)

    def _told(self, node: ast.expr) -> Any:
        """What a parsed formula comes to; of IF only the branch that is taken is looked at."""
        match node:
            case ast.Constant(value):
                return np.float64(value) if isinstance(value, float) else value
            case ast.UnaryOp(ast.USub(), part):
                return -self._told(part)
            case ast.BinOp(left, sign, right) | ast.Compare(left, [sign], [right]):
                return _DOES[type(sign)](self._told(left), self._told(right))
            case ast.Call(ast.Name("IF"), [test, yes, no]):
                return self._told(yes if self._told(test) else no)
            case ast.Call(ast.Name("cell"), [ast.Constant(sheet), ast.Constant(address)]):
                return self._cell(str(sheet), str(address))
            case ast.Call(ast.Name(name), parts):
                return _FUNCTIONS[name](*(self._told(part) for part in parts))
        raise ValueError(f"{ast.unparse(node)} is not understood here")

    def _part(self, sheet: str, token: Token) -> str:
        """A token as Python writes it."""
        text = str(token.value)
        match token.type, token.subtype:
            case Token.OPERAND, Token.RANGE:
                where, _, address = text.rpartition("!")
                return f"cell({where.strip(chr(39)) or sheet!r}, {address!r})"
            case Token.OPERAND, Token.NUMBER:
                return f"({float(text)!r})"
            case Token.FUNC, Token.OPEN if text[:-1] in {*_FUNCTIONS, "IF"}:
                return text
            case ((Token.OP_IN | Token.OP_PRE), _):
                return _SIGNS.get(text, text)
            case ((Token.FUNC | Token.PAREN), _) if text in ("(", ")"):
                return text
            case Token.SEP, Token.ARG:
                return ","
            case Token.WSPACE, _:
                return ""
        raise ValueError(f"{text!r} is no part of a formula that is understood here")

    def _cell(self, sheet: str, address: str) -> Any:
        """A cell, or the cells of a span."""
        if ":" not in address:
            return self.value(sheet, address)
        left, top, right, bottom = range_boundaries(address.replace("$", ""))
        page = self._book[sheet]
        return [
            self.value(sheet, page.cell(row, column).coordinate)
            for row in range(int(top or 1), int(bottom or 1) + 1)
            for column in range(int(left or 1), int(right or 1) + 1)
        ]


def _flat(of: Any) -> Iterator[Any]:
    for each in of:
        if isinstance(each, list):
            yield from (one for one in each if one is not None)
        else:
            yield each
