"""Bringing in a workbook of other names, as a person does."""

from __future__ import annotations

import openpyxl
import pytest

pytestmark = pytest.mark.chromium


def test_what_its_sheets_are_is_asked_and_said(person, tmp_path, root):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "<b>Oblasts"
    sheet.append(["id", "name", "Persons", "whatever"])
    sheet.append(["N", "North", 120000, "=1+1"])
    path = tmp_path / "needs.xlsx"
    book.save(path)
    page = person.open("/")
    page.get_by_role("button", name="Import a workbook").click()
    dialog = page.locator("dialog[open]")
    dialog.get_by_label("Workbook (.xlsx)").set_input_files(path)
    dialog.get_by_label("New name").fill("from-needs")
    dialog.get_by_role("button", name="Import a workbook").click()
    page.get_by_role("heading", name="What the sheets of needs.xlsx are").wait_for()
    part = page.get_by_role("region", name="Sheet “<b>Oblasts”")
    part.get_by_label("Is the table").select_option("regions")
    part.get_by_role("rowheader", name="C · Persons").wait_for()
    part.get_by_label("What whatever becomes").select_option("-")
    assert person.faults() == []
    page.get_by_role("button", name="Make the scenario").click()
    page.get_by_role("alert").wait_for()
    page.get_by_role("button", name="Let it go").click()
    page.get_by_role("heading", name="Scenarios").wait_for()
    person.no_other_host_was_asked()
