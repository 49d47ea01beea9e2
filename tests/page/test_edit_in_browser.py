"""The screen of edits as a person meets it: edit, fault, mend, preview, save, undo."""

from __future__ import annotations

import csv
import shutil

import pytest

from holdfast.page.style import STYLE
from holdfast.scenario.schema import schemas
from page.conftest import LONG, Person, Server

pytestmark = pytest.mark.chromium


@pytest.fixture(scope="module")
def served(shelved, tmp_path_factory):
    """The short valley, and one more like it."""
    folder = shutil.copytree(shelved, tmp_path_factory.mktemp("edit") / "served")
    shutil.copytree(folder / "valley", folder / "other")
    made = Server(folder)
    made.folder = folder
    yield made
    made.end()


def cell(page, row, column):
    return page.locator(f'.ag-row[row-id="{row}"] [col-id="{column}"]')


def typed(page, row, column, text):
    cell(page, row, column).dblclick()
    page.keyboard.press("Control+a")
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def test_edit_fault_mend_preview_save_and_undo(person):
    file = person.server.folder / "valley" / "stocks.csv"
    before = file.read_bytes()
    page = person.open("/edit?scenario=valley&table=stocks")
    cell(page, 2, "quantity").wait_for()
    was = cell(page, 2, "quantity").inner_text()
    typed(page, 2, "quantity", "many")
    said = page.locator(".edit-faults li")
    said.wait_for()
    assert "stocks.csv row 2, column quantity: 'many' is not a number" in said.inner_text()
    assert cell(page, 2, "quantity").get_attribute("aria-invalid") == "true"
    assert page.get_by_text("Not tried: first mend the faults").is_visible()
    save = page.get_by_role("button", name="Save", exact=True)
    assert save.get_attribute("aria-disabled") == "true"
    save.click(force=True)
    assert file.read_bytes() == before
    said.get_by_role("button").click()
    page.wait_for_function("document.activeElement.matches('.ag-cell-focus[col-id=quantity]')")
    page.keyboard.press("Enter")
    page.locator(".ag-cell-inline-editing input").wait_for()
    page.keyboard.press("Control+a")
    page.keyboard.type("7")
    page.keyboard.press("Enter")
    page.get_by_text("No fault.").wait_for()
    assert cell(page, 2, "quantity").get_attribute("aria-invalid") is None
    page.get_by_text("60 common futures").wait_for(timeout=LONG)
    assert page.locator(".edit-panel .thumb").is_visible()
    assert file.read_bytes() == before
    page.reload()
    cell(page, 2, "quantity").get_by_text("7", exact=True).wait_for()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("status").filter(has_text="valley is saved").wait_for()
    old, new = before.decode().splitlines(), file.read_text().splitlines()
    assert [a == b for a, b in zip(old, new, strict=True)].count(False) == 1
    page.get_by_role("button", name="Undo", exact=True).click()
    cell(page, 2, "quantity").get_by_text("many").wait_for()
    page.get_by_role("button", name="Undo", exact=True).click()
    cell(page, 2, "quantity").get_by_text(was, exact=True).wait_for()
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_function("document.querySelector('.edit-below').textContent.includes('No fault')")
    page.get_by_role("status").filter(has_text="valley is saved").wait_for()
    assert file.read_text().splitlines()[0] == old[0]
    page.reload()
    cell(page, 2, "quantity").wait_for()
    typed(page, 2, "quantity", "9")
    page.get_by_role("button", name="Save and run").click()  # at once: what was typed comes first
    page.wait_for_url("**/run?scenario=valley")
    assert next(csv.DictReader(file.read_text().splitlines()))["quantity"] == "9"
    assert page.get_by_label("Scenario", exact=True).input_value() == "valley"
    person.no_other_host_was_asked()


def test_by_keyboard_rows_paste_and_a_script_that_is_text(person):
    page = person.open("/edit?scenario=other&table=items")
    cell(page, 2, "name").click()
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.setData('text/plain', '<script>alert(1)</script>\\nsecond');
          document.activeElement.dispatchEvent(
            new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
        }"""
    )
    cell(page, 2, "name").get_by_text("<script>alert(1)</script>").wait_for()
    cell(page, 3, "name").get_by_text("second").wait_for()
    page.keyboard.press("Control+z")
    cell(page, 3, "name").get_by_text("second").wait_for(state="detached")
    page.keyboard.press("Control+y")
    cell(page, 3, "name").get_by_text("second").wait_for()
    page.locator("main").focus()  # wherever the hand is
    page.keyboard.press("Control+z")
    cell(page, 3, "name").get_by_text("second").wait_for(state="detached")
    page.keyboard.press("Control+y")
    cell(page, 3, "name").get_by_text("second").wait_for()
    count = page.locator(".ag-row").count()
    page.get_by_role("button", name="Add a row").click()
    page.get_by_text("column name: a value is needed").first.wait_for()
    page.get_by_role("button", name="Undo", exact=True).click()
    page.get_by_text("No fault.").wait_for()
    page.get_by_role("searchbox").fill("second")
    page.wait_for_function(
        "document.querySelectorAll('.ag-center-cols-container .ag-row').length == 1"
    )
    page.get_by_role("button", name="Discard draft").click()
    page.get_by_role("button", name="Bring the draft back").click()
    cell(page, 3, "name").get_by_text("second").wait_for()
    page.get_by_role("button", name="Discard draft").click()
    page.get_by_role("button", name="Bring the draft back").wait_for()
    assert count > 3
    person.no_other_host_was_asked()


def test_a_source_is_one_click_away_and_a_new_one_is_named(person):
    page = person.open("/edit?scenario=other&table=regions")
    cell(page, 2, "id").click()
    page.get_by_role("button", name="Source", exact=True).click()
    dialog = page.locator("dialog[open]")
    dialog.wait_for()
    dialog.locator("summary").click()
    dialog.get_by_label("id", exact=True).fill("mine")
    dialog.get_by_label("outlet", exact=True).fill("A paper")
    dialog.get_by_label("address", exact=True).fill("javascript:alert(1)")
    dialog.get_by_role("button", name="Add a new source").click()
    page.get_by_role("link", name="sources •").wait_for()
    cell(page, 2, "id").click()
    page.get_by_role("button", name="Source", exact=True).click()
    dialog.get_by_text("javascript:alert(1)").wait_for()
    assert dialog.get_by_role("link").count() == 0
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Discard draft").click()
    page.get_by_role("button", name="Bring the draft back").wait_for()
    person.no_other_host_was_asked()


def test_in_french(browser, served):
    context = browser.new_context(locale="fr")
    page = Person(context, served).open("/edit?scenario=valley")
    assert page.get_by_role("button", name="Enregistrer", exact=True).is_visible()
    page.get_by_text("Aucune erreur.").wait_for()
    context.close()


@pytest.mark.parametrize(
    "path",
    [
        "/edit",
        "/edit?scenario=valley&table=stocks",
        "/edit?scenario=valley&table=scenario.toml",
        "/edit?scenario=none",
    ],
)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_page(passer, path):
    page = passer.open(path)
    if "stocks" in path:
        cell(page, 2, "quantity").wait_for()
    passer.no_other_host_was_asked()
    assert passer.faults() == []


@pytest.mark.parametrize("person", ["light", "dark phone"], indirect=True)
def test_the_key_of_a_row_stays_in_view_at_a_desk(person):
    page = person.open("/edit?scenario=valley&table=stocks")
    cell(page, 2, "quantity").wait_for()
    pinned = page.locator(".ag-pinned-left-header [col-id=item]").count()
    assert pinned == (1 if page.viewport_size["width"] > 860 else 0)
    # what a cell holds names its class, which is no class of another screen
    kinds = {column.type for column in schemas()["stocks"].columns.values()}
    assert not [kind for kind in kinds if f".cell-{kind}" in STYLE.text]
    assert page.locator(".ag-cell.cell-num").count() > 0
    assert page.locator(".ag-cell.known, .ag-cell.text, .ag-cell.choice").count() == 0
