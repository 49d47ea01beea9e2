"""The ledger and the sources as a person meets them."""

from __future__ import annotations

import shutil

import openpyxl
import pytest

from holdfast import ledger
from ledger.pledges import GIFT, STANCE, WHO, WRITTEN
from page.conftest import Server

pytestmark = pytest.mark.chromium
MANY = 30


@pytest.fixture(scope="module")
def served(shelved, root, tmp_path_factory):
    """The short valley and Bucharest, with a ledger of some gifts."""
    folder = shutil.copytree(shelved, tmp_path_factory.mktemp("ledger") / "served")
    shutil.copytree(root / "examples" / "bucharest-2022", folder / "bucharest")
    book = ledger.create(folder / "ledger.db")
    more = [
        {"kind": "offer", "id": f"N{at:02}", "partner": "NN", "item": "battery", "quantity": "1",
         "date": "2030-11-05", "source": "desk"}
        for at in range(MANY)
    ]  # fmt: skip
    book.append([*GIFT, STANCE, *more], who=WHO, written=WRITTEN)
    made = Server(folder)
    made.folder = folder
    yield made
    made.end()


def rows(page):
    return page.locator(".ag-center-cols-container .ag-row")


def opened(page):
    return page.locator("dialog[open]")


def test_from_a_row_to_its_history_and_a_correction(person):
    page = person.open("/ledger")
    page.get_by_text("unbroken since 1 Jan 2031").wait_for()
    page.get_by_role("gridcell", name="O1", exact=True).click()
    opened(page).get_by_role("listitem").nth(5).wait_for()
    assert opened(page).get_by_role("listitem").count() == 6
    assert "entered by A. Analyst" in opened(page).get_by_role("listitem").first.inner_text()
    opened(page).get_by_role("img", name="Stages by day").first.wait_for()
    opened(page).get_by_role("button", name="Correct an entry").click()
    form = opened(page)
    assert form.get_by_label("Follows").input_value() == "O1"
    form.get_by_label("Follows").fill("C1")
    form.get_by_label("Due").fill("soon")
    form.get_by_label("Entered by").fill("B. Clerk")
    form.get_by_role("button", name="Enter for good").click()
    # all at once, beside their fields, in the words of the command
    form.get_by_role("alert").wait_for()
    said = form.get_by_role("alert").inner_text()
    assert "entry, column due: 'soon' is not a day" in said
    assert "entry, column as_of: is needed with kind correction" in said
    assert "entry, column note: is needed" in said
    assert form.get_by_label("Due").get_attribute("aria-invalid") == "true"
    assert page.evaluate("document.activeElement.name") in ("due", "source")
    for label, text in (("Due", "2030-12-20"), ("Known since", "2030-12-01"),
                        ("Source", "press"), ("Note", "the road is closed")):  # fmt: skip
        form.get_by_label(label, exact=True).fill(text)
    form.get_by_role("button", name="Enter for good").click()
    page.get_by_role("status").filter(has_text="1 entry added").wait_for()
    page.get_by_role("gridcell", name="20 Dec 2030").wait_for()
    page.get_by_role("gridcell", name="19 days later").wait_for()
    person.no_other_host_was_asked()


def test_rows_are_narrowed_and_turned_page_by_page(person):
    page = person.open("/ledger")
    page.get_by_role("status").filter(has_text="32 items of help").wait_for()
    assert rows(page).count() == 25
    page.get_by_role("button", name="Next page").click()
    page.get_by_role("gridcell", name="N29").wait_for()
    page.get_by_label("Partner", exact=True).select_option("EN")
    page.get_by_role("status").filter(has_text="2 items of help").wait_for()
    page.get_by_label("Stage", exact=True).select_option("position")
    page.get_by_role("status").filter(has_text="1 item of help").wait_for()
    page.get_by_role("gridcell", name="refuses").wait_for()
    page.get_by_label("Stage", exact=True).select_option("")
    page.get_by_label("Search").fill("no such help")
    page.get_by_role("grid").get_by_text("Nothing fits what is asked.").wait_for()
    person.no_other_host_was_asked()


def test_a_workbook_is_confirmed_told_its_slips_and_entered_once(person, tmp_path):
    def book(quantity):
        made = openpyxl.Workbook()
        made.active.title = "Help"
        made.active.append(["Ref", "Stage", "Donor", "Equipment", "Qty", "Date", "Quelle"])
        made.active.append(["W1", "offered", "NN", "battery", quantity, "2030-11-07", "desk"])
        made.save(tmp_path / "help.xlsx")

    def look():
        page.get_by_role("button", name="Import a workbook").click()
        opened(page).get_by_label("File (.xlsx or .csv)").set_input_files(tmp_path / "help.xlsx")
        opened(page).get_by_role("button", name="Look at it").click()
        opened(page).get_by_label("What Donor stands for").wait_for()

    page = person.open("/ledger")
    book("two")
    look()
    assert opened(page).get_by_label("What Donor stands for").input_value() == "partner"
    assert opened(page).get_by_label("“offered” means").input_value() == "offer"
    opened(page).get_by_label("Entered by").fill("B. Clerk")
    opened(page).get_by_role("button", name="Check").click()
    alert = opened(page).get_by_role("alert")
    alert.wait_for()
    assert "help.xlsx sheet Help row 2, column Qty: 'two' is not a number" in alert.inner_text()
    opened(page).get_by_role("button", name="Close").click()
    book(2)
    look()
    opened(page).get_by_role("button", name="Check").click()
    opened(page).get_by_text("1 entry would be added.").wait_for()
    opened(page).get_by_role("button", name="Enter this row").click()
    page.get_by_role("status").filter(has_text="1 entry added").wait_for()
    look()
    opened(page).get_by_role("button", name="Check").click()
    opened(page).get_by_text("1 row says what an entry says already").wait_for()
    assert opened(page).get_by_role("button", name="Enter").count() == 0
    person.complaints = [each for each in person.complaints if "422" not in each[1]]
    person.no_other_host_was_asked()


def test_a_scenario_is_made_and_the_chain_checked_again(person, served):
    page = person.open("/ledger")
    page.get_by_role("button", name="Make a scenario of it").click()
    opened(page).get_by_label("Made from").select_option("valley")
    opened(page).get_by_label("New name").fill("valley")
    opened(page).get_by_role("button", name="Make the scenario").click()
    opened(page).get_by_role("alert").filter(has_text="is there already").wait_for()
    opened(page).get_by_label("New name").fill("of the ledger")
    opened(page).get_by_role("button", name="Make the scenario").click()
    page.get_by_role("link", name="Run of the ledger").wait_for()
    assert (served.folder / "of the ledger" / "deliveries.csv").exists()
    page.get_by_role("button", name="Check the chain again").click()
    page.get_by_text("unbroken since").wait_for()
    person.no_other_host_was_asked()


def test_what_another_enters_comes_to_the_screen(person, served):
    page = person.open("/ledger")
    page.get_by_role("gridcell", name="O1", exact=True).wait_for()
    book = ledger.open(served.folder / "ledger.db")
    book.append([{"kind": "offer", "id": "A00", "partner": "SN", "item": "spare", "quantity": "3",
                  "date": "2030-11-09", "source": "desk"}], "C. Other", book.now())  # fmt: skip
    page.get_by_label("Partner", exact=True).select_option("SN", timeout=20_000)
    page.get_by_role("gridcell", name="A00").wait_for()


@pytest.mark.parametrize("person", ["dark phone"], indirect=True)
def test_by_keyboard_and_in_french(browser, served, person):
    person.page.goto(f"{served.address}/language/fr?to=/ledger")
    page = person.page
    page.get_by_role("heading", name="Registre").wait_for()
    page.get_by_role("gridcell", name="O1", exact=True).wait_for()
    page.get_by_label("Rechercher").focus()
    page.keyboard.type("generator_set")
    page.get_by_role("status").filter(has_text="1 aide").wait_for()
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("!!document.activeElement.closest('.ag-row, .ag-header-row')"):
            break
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    opened(page).get_by_role("heading", name="Ce qui a été écrit").wait_for()
    assert "écrit par A. Analyst" in opened(page).inner_text()
    assert "source desk" in opened(page).inner_text()
    page.keyboard.press("Escape")
    page.wait_for_function("!document.querySelector('dialog[open]')")
    person.no_other_host_was_asked()


def test_from_a_source_to_what_rests_on_it(person):
    page = person.open("/sources?scenario=bucharest")
    page.get_by_text("Rows of the tables: 884 read in a source").wait_for()
    who = page.get_by_role("region", name="Who said what when").first
    who.get_by_label("Search").fill("tagesschau.de 29.11.2022 door is open")
    page.get_by_role("status").filter(has_text="1 source").wait_for()
    page.get_by_role("gridcell", name="J. Stoltenberg").click()
    opened(page).get_by_text("seed text 000_23d9223a9afcb4c6").wait_for()
    link = opened(page).get_by_role("link", name="asks.csv")
    assert link.get_attribute("href") == "/edit?scenario=bucharest&table=asks"
    opened(page).get_by_role("button", name="Close").click()
    page.get_by_role("button", name="actors.csv, estimated: 1").click()
    opened(page).get_by_role("rowheader").wait_for()
    person.no_other_host_was_asked()


def test_statements_before_and_after_the_day(person):
    page = person.open("/sources?scenario=bucharest")
    said = page.get_by_role("region", name="Asks, offers and positions")
    said.get_by_text("29 Nov 2022: what is known ends here").wait_for()
    before = said.get_by_role("listitem").count()
    said.get_by_role("button", name="Show later ones").click()
    page.wait_for_function(
        "n => document.querySelectorAll('.statements > li').length > n", arg=before
    )
    said.get_by_label("Who", exact=True).select_option("DE")
    said.get_by_label("Kind", exact=True).select_option("asks")
    said.get_by_role("status").filter(has_text="0 statements").wait_for()
    said.get_by_label("Kind", exact=True).select_option("positions")
    said.get_by_label("On the day").select_option("after")
    page.wait_for_function(
        "[...document.querySelectorAll('.statements > li:not(.freeze)')].length > 0 && "
        "[...document.querySelectorAll('.statements > li:not(.freeze) b')]"
        ".every(one => one.textContent === 'Germany')"
    )
    person.no_other_host_was_asked()


@pytest.mark.parametrize("path", ["/ledger", "/sources?scenario=bucharest", "/sources?scenario=no"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_page(passer, path):
    page = passer.open(path)
    looks = [None]
    if path == "/ledger":
        looks += ["history", "enter"]
    if path != "/sources?scenario=no":
        rows(page).first.wait_for()
    for look in looks:
        if look == "history":
            page.get_by_role("gridcell", name="O1", exact=True).click()
            opened(page).get_by_role("listitem").first.wait_for()
        if look == "enter":
            opened(page).get_by_role("button", name="Close").click()
            page.get_by_role("button", name="New entry").click()
            opened(page).get_by_label("Partner").wait_for()
        assert passer.faults() == []
    passer.no_other_host_was_asked()
