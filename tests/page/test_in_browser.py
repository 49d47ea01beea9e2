"""The page as a person meets it: by mouse and keyboard, and no other host is asked."""

from __future__ import annotations

import pytest

from page.conftest import LONG, Person

pytestmark = pytest.mark.chromium


def test_from_the_scenarios_to_a_run_and_its_report(person):
    page = person.open("/")
    group = page.get_by_role("region", name="Valley").filter(has_text="whole-valley")
    group.get_by_role("link", name="Run whole-valley").click()
    page.get_by_label("Scenario", exact=True).wait_for()
    assert page.get_by_label("Scenario", exact=True).input_value() == "whole-valley"
    page.get_by_label("Futures", exact=True).fill("6")
    page.get_by_role("button", name="Start").click()
    page.get_by_role("progressbar", name="Progress of whole-valley-1").wait_for()
    page.get_by_role("link", name="Report of whole-valley-1").click(timeout=LONG)
    sheet = page.frame_locator("iframe[title='The report of whole-valley-1']")
    sheet.locator("h1").wait_for(timeout=LONG)
    assert "As pledged, each person spends" in sheet.locator("h1").inner_text()
    headline = sheet.locator("h1").inner_text()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename == "whole-valley-1-en.html"
    page.get_by_role("link", name="Scenarios").click()
    row = page.get_by_role("row").filter(has_text="whole-valley-1")
    row.get_by_role("img").wait_for()
    assert headline in row.inner_text()
    assert row.get_by_role("img").get_attribute("aria-label").startswith("whole-valley-1: hours")
    person.no_other_host_was_asked()


def test_what_is_asked_wrongly_is_said_on_the_screen(person):
    page = person.open("/run?scenario=valley")
    page.get_by_label("Name of the run").fill("../elsewhere")
    page.get_by_role("button", name="Start").click()
    page.get_by_role("alert").wait_for()
    assert "is no name" in page.get_by_role("alert").inner_text()
    page.get_by_label("Name of the run").fill("made-up")
    page.get_by_role("button", name="Start").click()
    page.get_by_role("alert").filter(has_text="is there already").wait_for()
    person.no_other_host_was_asked()


def test_copy_delete_undo_export_and_import(person, tmp_path):
    page = person.open("/")
    page.get_by_role("button", name="Copy valley").click()
    page.get_by_label("New name").filter(visible=True).fill("<b>other</b>")
    page.locator("dialog[open]").get_by_role("button", name="Copy valley").click()
    page.get_by_role("alert").filter(has_text="'<b>other</b>' is no name").wait_for()
    page.get_by_role("button", name="Copy valley").click()
    page.get_by_label("New name").filter(visible=True).fill("other")
    page.locator("dialog[open]").get_by_role("button", name="Copy valley").click()
    page.get_by_role("button", name="Delete other").click()
    page.get_by_role("button", name="Put other back").first.click()
    page.get_by_role("status").filter(has_text="other is back.").wait_for()
    with page.expect_download() as download:
        page.get_by_role("link", name="Export other as a workbook").click()
    book = tmp_path / "other.xlsx"
    download.value.save_as(book)
    page.get_by_role("button", name="Import a workbook").click()
    dialog = page.locator("dialog[open]")
    dialog.get_by_label("Workbook (.xlsx)").set_input_files(book)
    dialog.get_by_label("New name").fill("imported")
    dialog.get_by_role("button", name="Import a workbook").click()
    page.get_by_role("status").filter(has_text="imported is made of the workbook").wait_for()
    page.get_by_role("button", name="Delete imported").wait_for()
    (tmp_path / "bad.xlsx").write_bytes(b"no workbook")
    page.get_by_role("button", name="Import a workbook").click()
    dialog.get_by_label("Workbook (.xlsx)").set_input_files(tmp_path / "bad.xlsx")
    dialog.get_by_label("New name").fill("bad")
    dialog.get_by_role("button", name="Import a workbook").click()
    page.get_by_role("alert").filter(has_text="bad.xlsx: is not a workbook").wait_for()
    for name in ("other", "imported"):
        page.get_by_role("button", name=f"Delete {name}", exact=True).click()
        page.get_by_role("status").filter(has_text=f"{name} is in the trash").wait_for()
    person.complaints = [each for each in person.complaints if "422" not in each[1]]
    person.no_other_host_was_asked()


@pytest.mark.parametrize("person", ["dark phone"], indirect=True)
def test_undo_is_in_view_where_the_screen_is_short(person):
    page = person.open("/")
    page.get_by_role("button", name="Delete whole-valley", exact=True).click()
    undo = page.get_by_role("button", name="Put whole-valley back").first
    undo.wait_for()
    seen = undo.bounding_box()
    assert 0 <= seen["y"] <= 844 - seen["height"]
    undo.click()
    page.get_by_role("status").filter(has_text="whole-valley is back.").wait_for()


@pytest.mark.parametrize("person", ["light", "dark phone"], indirect=True)
def test_a_report_is_as_high_as_it_is_long_and_has_the_colours_of_the_page(person):
    page = person.open("/report/made-up")
    sheet = page.locator("iframe.sheet")
    sheet.wait_for(timeout=LONG)
    page.wait_for_function(
        """() => {
          const sheet = document.querySelector('iframe.sheet');
          const inner = sheet.contentDocument.documentElement;
          return inner.scrollHeight > 1500 && sheet.clientHeight >= inner.scrollHeight
            && sheet.clientHeight < inner.offsetHeight + 20;
        }"""
    )
    page.get_by_role("button", name="Light or dark").click()
    themes = page.evaluate(
        """() => [document, document.querySelector('iframe.sheet').contentDocument]
          .map((each) => each.documentElement.dataset.theme)"""
    )
    assert themes in (["dark", "dark"], ["light", "light"])


def test_by_keyboard_alone_and_in_french(person):
    page = person.open("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "To the content"
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.lang") == "fr":
            break
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Scénarios").wait_for()
    assert page.evaluate("document.documentElement.lang") == "fr"
    page.get_by_role("link", name="Simuler", exact=True).first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Simuler un scénario").wait_for()
    page.get_by_label("Nom de la simulation").focus()
    page.keyboard.type("au clavier")
    page.get_by_label("Avenirs", exact=True).fill("3")
    page.keyboard.press("Enter")
    link = page.get_by_role("link", name="Rapport de au clavier")
    link.wait_for(timeout=LONG)
    person.no_other_host_was_asked()


def test_two_at_once_see_the_same_queue(browser, served, person):
    other = browser.new_context(locale="fr")
    second = Person(other, served).open("/run")
    page = person.open("/run?scenario=whole-valley")
    page.get_by_label("Futures", exact=True).fill("3000")
    page.get_by_label("Name of the run").fill("for two")
    page.get_by_role("button", name="Start").click()
    second.get_by_role("progressbar", name="Progression de for two").wait_for()
    # neither waits for what is computed
    assert Person(other, served).open("/").get_by_role("heading", name="Scénarios").is_visible()
    page.get_by_role("button", name="Pause for two").click()
    second.get_by_role("button", name="Laisser continuer for two").wait_for()
    second.get_by_role("button", name="Annuler for two").click()
    page.get_by_text("was cancelled").wait_for()
    other.close()


def test_light_and_dark_stay_as_they_were_chosen(person):
    page = person.open("/")
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == "rgb(246, 248, 249)"
    page.get_by_role("button", name="Light or dark").click()
    page.wait_for_function(f"{ground} === 'rgb(17, 23, 29)'")
    assert person.open("/run").evaluate(ground) == "rgb(17, 23, 29)"


@pytest.mark.parametrize("path", ["/", "/run", "/report", "/report/made-up", "/report/none"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_page(passer, path):
    page = passer.open(path)
    if path == "/report/made-up":
        page.locator("iframe").wait_for(timeout=LONG)
    if path == "/":
        page.get_by_role("row").first.wait_for(state="attached")
    passer.no_other_host_was_asked()
    assert passer.faults() == []
