"""The numbers of a run for a spreadsheet: one sheet, or one csv file, an answer."""

from holdfast.show.workbook.write import sheets, write

__all__ = ["sheets", "write"]
