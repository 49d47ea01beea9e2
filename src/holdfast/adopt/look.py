"""How a workbook looks: colours of the report, and nothing told by colour alone."""

from __future__ import annotations

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

COLOURS = {
    "ink": "17212B",
    "soft": "55626F",
    "line": "D5DCE2",
    "faint": "E9EEF1",
    "panel": "FFFFFF",
    "power": "BC8004",
    "gas": "3F8FCC",
    "heat": "AE321A",
    "defence": "3B2667",
    "money": "126B58",
}
"""The light colours of the report that a workbook uses; a test holds them to the report's."""
FACE = "Calibri"
"""A face that spreadsheets have or replace by one as wide."""
NARROWEST, WIDEST = 9, 60
"""Characters of the narrowest and of the widest column."""


def fill(name: str) -> PatternFill:
    """A ground of one of the colours."""
    return PatternFill("solid", start_color=COLOURS[name], end_color=COLOURS[name])


TITLE = Font(name=FACE, size=18, bold=True, color=COLOURS["ink"])
LEAD = Font(name=FACE, size=12, color=COLOURS["soft"])
HEAD = Font(name=FACE, bold=True, color=COLOURS["soft"])
NEEDED = Font(name=FACE, bold=True, color=COLOURS["panel"])
OPTIONAL = Font(name=FACE, color=COLOURS["ink"])
BOUND = Font(name=FACE, italic=True, color=COLOURS["soft"])
LINK = Font(name=FACE, color=COLOURS["gas"], underline="single")
LEFT, RIGHT = Alignment(horizontal="left"), Alignment(horizontal="right")
HAIRLINE = Border(bottom=Side(style="thin", color=COLOURS["line"]))
INKLINE = Border(bottom=Side(style="thin", color=COLOURS["ink"]))
GROUNDS = {"needed": fill("ink"), "optional": fill("line"), "bound": fill("faint")}
LETTERS = {"needed": NEEDED, "optional": OPTIONAL, "bound": BOUND}


def for_paper(sheet: Worksheet) -> None:
    """Print a sheet across, as wide as the paper."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def tab(table: str) -> str:
    """The colour of a sheet's tab: what kind of thing the table is about."""
    kind = table.partition("/")[0]
    return COLOURS[{"threat": "defence"}.get(kind, kind if kind in COLOURS else "soft")]


def width(texts: list[str]) -> float:
    """A width at which most of the texts can be read."""
    longest = sorted(min(len(text), WIDEST) for text in texts) or [0]
    # a single long note must not make the sheet unreadable
    return max(NARROWEST, len(texts[0]) + 3 if texts else 0, longest[int(0.9 * (len(longest) - 1))])
