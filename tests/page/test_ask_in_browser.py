"""The screen of questions as a person meets it who has never opened a terminal."""

from __future__ import annotations

import json

import pytest

from holdfast.page.answers import CARD, file_of
from holdfast.page.models_ask import ANY
from holdfast.whole import put_files
from page.conftest import LONG

pytestmark = pytest.mark.chromium
MARK = "0123456789abcdef"


@pytest.fixture(scope="module")
def answered(served, root) -> str:
    """An answer that is there already, in the folder that is served."""
    folder = served.folder
    asked = ANY.validate_python({"question": "stocks", "run": "made-up"}).model_dump(mode="json")
    card = {
        "question": "stocks", "asked": asked, "of": "made-up", "by": "Cy <b>",
        "when": "2030-01-01T00:00:00+00:00", "whose": "", "names": {}, "version": "1",
        "digest": "", "sentence": {"en": "It <i>lasts</i>.", "fr": "Cela <i>dure</i>."},
        "commands": {"en": ["holdfast stocks x --out y.html"], "fr": ["holdfast stocks x"]},
        "again": {"en": "In a terminal.", "fr": "Dans un terminal."}, "public": "",
    }  # fmt: skip
    page = "<!doctype html><html lang=en><title>x</title><h1>{}</h1></html>"
    pages = {
        file_of(language, public): page.format("All eyes" if public else "Whole")
        for language in ("en", "fr")
        for public in (False, True)
    }
    put_files(
        folder / ".holdfast" / "answers" / MARK,
        {CARD: json.dumps(card), "answer.json": '{"rows": []}', **pages},
    )
    return MARK


def test_from_the_nine_questions_to_an_answer_and_its_command(person):
    page = person.open("/ask")
    nine = page.locator("ol.nine > li h2")
    assert nine.count() == 9
    assert nine.nth(4).inner_text().endswith("What is the next delivery worth?")
    page.get_by_role("link", name="Rank what to give: What does the next amount buy?").click()
    page.get_by_label("Scenario", exact=True).select_option("valley")
    page.get_by_label("Next amount, million").fill("5 million")
    page.get_by_text("More options").click()
    page.get_by_role("group", name="Where options come from").wait_for()
    page.get_by_label("lots of the catalogue").uncheck()
    page.get_by_label("Futures", exact=True).fill("3")
    page.get_by_role("button", name="Ask").click()
    told = page.get_by_role("alert")
    told.wait_for()
    assert told.locator("p").all_inner_texts() == [
        "Next amount, million: '5 million' is not a number above 0 and up to 1e+12; write 5: it "
        "is in million",
        "Futures: '3' is not a whole number of 20 to 100,000",
    ]
    amount = page.get_by_label("Next amount, million")
    assert amount.get_attribute("aria-invalid") == "true"
    assert amount.input_value() == "5 million"
    assert page.evaluate("document.activeElement.name") == "budget"
    assert page.get_by_label("Scenario", exact=True).input_value() == "valley"
    amount.fill("5")
    page.get_by_label("Futures", exact=True).fill("20")
    assert not page.get_by_label("lots of the catalogue").is_checked()
    page.get_by_role("button", name="Ask").click()
    page.wait_for_url("**/answer/*")
    sheet = page.frame_locator("iframe[title^='The answer: What does']")
    sheet.locator("h1").wait_for(timeout=LONG)
    sentence = sheet.locator("h1").inner_text()
    assert sheet.locator("svg.c").count() > 0
    assert sheet.locator("table").count() > 0
    command = page.locator("#command").inner_text()
    assert command.startswith("holdfast value valley --budget 5")
    page.get_by_role("button", name="Copy").click()
    page.get_by_role("status").filter(has_text="The command is copied").wait_for()
    assert page.evaluate("getSelection().toString()").strip() == command.strip()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename == "valley-value-en.html"
    page.get_by_role("link", name="Public", exact=True).click()
    public = page.frame_locator("iframe")
    public.get_by_text("public report").first.wait_for()
    page.get_by_role("link", name="All questions").click()
    page.get_by_role("link", name=sentence).wait_for()
    page.get_by_role("button", name=f"Delete: {sentence}").click()
    page.get_by_role("status").filter(has_text="The answer is put aside").wait_for()
    assert page.get_by_role("link", name=sentence).count() == 0
    page.get_by_role("button", name="Undo").or_(
        page.get_by_role("button", name=f"Put {sentence} back")
    ).first.click()
    page.get_by_role("link", name=sentence).wait_for()
    person.no_other_host_was_asked()


def test_what_can_be_chosen_follows_the_run_or_scenario_and_what_is_typed_stays(person):
    page = person.open("/ask/price?of=whole-valley")
    page.get_by_label("Packages tried").evaluate("field => field.closest('details').open = true")
    page.get_by_label("Packages tried").fill("7")
    page.wait_for_timeout(1500)
    assert page.get_by_label("Packages tried").input_value() == "7"
    page.get_by_label("Scenario", exact=True).select_option("valley")
    page.wait_for_function("!document.querySelector('details.more').open")
    assert page.get_by_label("Packages tried").input_value() == "7"
    assert page.get_by_label("Scenario", exact=True).input_value() == "valley"
    options = page.get_by_label("Partner").locator("option").all_inner_texts()
    assert options == ["all partners", "Eastern neighbour", "Northern neighbour"]
    person.no_other_host_was_asked()


def test_a_question_is_taken_back_by_keyboard_in_french(person):
    page = person.open("/language/fr?to=/ask/how_many?of=whole-valley")
    page.get_by_role("heading", name="Combien d’un article").wait_for()
    page.get_by_label("Article", exact=True).select_option("Intercepteur")
    page.get_by_label("Budget, millions").focus()
    page.keyboard.type("20")
    page.get_by_text("Autres options").click()
    page.get_by_label("Avenirs", exact=True).fill("3000")
    page.keyboard.press("Enter")
    page.wait_for_url("**/answer/*")
    page.get_by_role("progressbar").wait_for(timeout=LONG)
    page.get_by_role("button", name="Annuler").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/ask#answers")
    page.get_by_role("heading", name="Réponses déjà données").wait_for()
    person.no_other_host_was_asked()


def test_texts_of_an_answer_are_no_markup(person, answered):
    page = person.open(f"/answer/{answered}")
    assert "Cy <b>" in page.locator(".facts-line").first.inner_text()
    assert page.frame_locator("iframe").locator("h1").inner_text() == "Whole"
    page.get_by_role("link", name="Public", exact=True).click()
    page.frame_locator("iframe").get_by_role("heading", name="All eyes").wait_for()
    assert page.get_by_role("link", name="Public", exact=True).get_attribute("aria-current")
    person.open("/answer/none").get_by_role("heading", name="There is no such answer").wait_for()
    person.open("/ask/none").get_by_role("heading", name="There is no such question").wait_for()


@pytest.mark.parametrize("path", ["/ask", "/ask/plan", "/ask/ask", "/ask/risk", f"/answer/{MARK}"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_page(passer, answered, path):
    page = passer.open(path)
    for folded in page.locator("details.more").all():
        folded.evaluate("each => each.open = true")
    if path == "/ask/plan":
        page.get_by_role("button", name="Ask").click()
        page.get_by_role("alert").wait_for()
    if path == "/ask":
        page.get_by_role("link", name="It <i>lasts</i>.").wait_for()
    assert passer.faults() == []
    passer.no_other_host_was_asked()
