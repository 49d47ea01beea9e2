"""Sums that a page of the docs works out, "name = expression = value unit", and what they are."""

from __future__ import annotations

import math
import re
from pathlib import Path
from statistics import NormalDist

MINUS = "\u2212"
CLOSE = 1e-9
"""Rounding that is no difference."""
SIGNS = {"×": "*", "÷": "/", "^": "**", "√": "sqrt", "Φ⁻¹": "quantile", "Φ": "chance"}
KNOWN = {
    "sqrt": math.sqrt, "exp": math.exp, "ln": math.log, "max": max, "min": min, "pi": math.pi,
    "round": round, "quantile": NormalDist().inv_cdf, "chance": NormalDist().cdf,
}  # fmt: skip


def text_of(page: Path) -> str:
    """The page with a plain minus."""
    return page.read_text("utf-8").replace(MINUS, "-")


def sums(text: str) -> list[tuple[str, str, str]]:
    """Name, expression and value of each line of its blocks of plain text."""
    found = []
    for block in re.findall(r"^```text\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            parts = line.split(" = ")
            assert len(parts) == 3, f"not a sum: {line}"
            found.append((parts[0].strip(), parts[1].strip(), parts[2].split()[0]))
    return found


def value(expression: str) -> float:
    """What an expression of a page comes to."""
    for sign, python in SIGNS.items():
        expression = expression.replace(sign, python)
    return float(eval(expression, {"__builtins__": {}}, KNOWN))


def off(shown: str, number: float, units: float = 0.5) -> bool:
    """Whether a number as it is shown is not the value, to its last digit; whole ones exactly."""
    decimals = len(shown.partition(".")[2])
    return abs(float(shown) - number) > (units * 10.0**-decimals if decimals else 0) + CLOSE


def wrong(text: str) -> list[str]:
    """The sums of a page that do not come to what they say."""
    return [
        f"{name} = {expression} = {shown}, comes to {value(expression)}"
        for name, expression, shown in sums(text)
        if off(shown, value(expression), units=1.5)
    ]
