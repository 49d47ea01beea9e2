"""The page of the ledger: what it shows is what is printed, and its tables are those declared."""

from __future__ import annotations

import re
from pathlib import Path

from holdfast.ledger.schema import columns, kinds

PAGE = Path(__file__).parents[2] / "docs" / "ledger.md"


def test_what_is_shown_is_what_is_printed(tool):
    for page, text in tool("build_how").beside().items():
        assert page.read_text("utf-8") == text, f"{page.stem}: run python tools/build_how.py"


def test_every_field_and_every_kind_is_explained():
    text = PAGE.read_text("utf-8")
    rows = re.findall(r"^\| (.*?) \|", text, re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert set(columns()) <= named
    told = [row.replace(" ", "_") for row in rows]
    assert [row for row in told if row in kinds()] == [
        name for name in kinds() if name not in ("position", "correction")
    ]
