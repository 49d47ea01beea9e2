"""What if as a person meets it: by hand, by keyboard, by typing, in both languages."""

from __future__ import annotations

import json
import shutil

import pytest

from holdfast.questions.run import run
from holdfast.scenario import read_scenario
from page.conftest import LONG, VIEWS, Person, Server, until
from page.test_whatif import ROWS

pytestmark = pytest.mark.chromium


@pytest.fixture(scope="module")
def served(shelved, tmp_path_factory):
    """The short valley with two pledges and a base, and the same under another name without."""
    folder = tmp_path_factory.mktemp("whatif") / "served"
    folder.mkdir()
    for name in ("valley", "other"):
        shutil.copytree(shelved / "valley", folder / name)
        (folder / name / "deliveries.csv").write_text(ROWS)
    settings = folder / "other" / "scenario.toml"
    settings.write_text(settings.read_text().replace("days = 45", "days = 30"))
    packages = folder / "other" / "packages.csv"
    kept = [line for line in packages.read_text().splitlines() if "2031" not in line]
    packages.write_text("\n".join([*kept, ""]))
    run(read_scenario(folder / "valley"), futures=6, workers=1, out=folder / "base")
    made = Server(folder)
    yield made
    made.end()


def answer(page, number):
    page.locator(f"table[data-answer='{number}']").wait_for(timeout=LONG)


def cut(page, milliseconds):
    """Cut the page off, as a network does that fails; it tries again after so many milliseconds."""
    page.evaluate("""(after) => {
      const way = window.socket.io;
      way.reconnectionDelay(after).reconnectionDelayMax(after).randomizationFactor(0);
      way.engine.close();
    }""", milliseconds)  # fmt: skip
    page.wait_for_function("!window.socket.connected")


def shown(page):
    return page.locator("code").inner_text()


def test_a_delivery_is_dragged_and_the_answer_comes(person):
    page = person.open("/whatif?scenario=valley")
    bar = page.get_by_role("slider", name="4 × Battery")
    assert bar.get_attribute("aria-valuetext").replace("\u00a0", " ") == "8 Dec 2030"
    bar.scroll_into_view_if_needed()
    box, track = bar.bounding_box(), page.locator(".wf-track").first.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 5.3 * track["width"] / 45, y, steps=5)
    assert bar.locator(".wf-said").inner_text() == "arrives 13 Dec 2030"
    page.mouse.up()
    answer(page, 1)
    assert bar.get_attribute("aria-valuenow") == "12"
    assert page.get_by_label("4 × Battery, Northern neighbour: arrives on").input_value() == (
        "2030-12-13"
    )
    assert shown(page) == "holdfast whatif valley --b d1=@2030-12-13 --base base"
    assert "in place of 4 batteries" in page.locator(".wf-sides").inner_text().replace(
        "\u00a0", " "
    )
    table = page.locator(".wf-table").inner_text()
    assert "Survival" in table
    assert "no future differs" in table or "told apart" in table or "rare" in table
    assert page.locator(".wf-told svg.thumb").count() == 2
    person.no_other_host_was_asked()


def test_by_keyboard_and_steps_are_taken_back(person):
    page = person.open("/whatif?scenario=valley")
    bar = page.get_by_role("slider", name="4 × Battery")
    bar.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("PageUp")
    answer(page, 1)
    assert bar.get_attribute("aria-valuetext").replace("\u00a0", " ") == "16 Dec 2030"
    assert page.evaluate("document.activeElement.getAttribute('role')") == "slider"
    page.keyboard.press("Home")
    page.locator("code", has_text="d1=@2030-12-01").wait_for()
    page.get_by_role("button", name="Undo").press("Enter")
    page.locator("code", has_text="d1=@2030-12-16").wait_for()
    page.get_by_role("button", name="Redo").press("Enter")
    page.locator("code", has_text="d1=@2030-12-01").wait_for()
    page.get_by_role("button", name="Keep this as A").press("Enter")
    page.get_by_role("button", name="Back to as pledged").press("Enter")
    page.locator("code", has_text="whatif valley --a d1=@2030-12-01 --base").wait_for()
    page.locator("dd", has_text="in place of").first.wait_for(timeout=LONG)
    person.no_other_host_was_asked()


def test_what_keys_have_moved_is_in_whatever_is_done_next(person):
    """A move that keys had not rested on, then at once a package, and A as B is: nothing is lost,
    and both sides are told before anything is answered."""
    page = person.open("/whatif?scenario=valley")
    page.get_by_role("slider", name="4 × Battery").focus()
    page.keyboard.press("PageUp")
    page.get_by_role("button", name="Add a package").click()
    page.locator("code", has_text="--b d1=@2030-12-15 --b").wait_for()
    assert "in place of" in page.locator(".wf-sides dd").nth(1).inner_text()
    page.locator("table[data-answer]").wait_for(timeout=LONG)
    page.get_by_role("slider", name="4 × Battery").focus()
    page.keyboard.press("PageUp")
    page.get_by_role("button", name="Keep this as A").click()
    until(lambda: "--a d1=@2030-12-22" in shown(page), f"side A in {shown(page)}")
    assert "--b d1=@2030-12-22" in shown(page)


def test_by_typing_and_from_the_catalogue(person):
    page = person.open("/whatif?scenario=valley")
    many = page.get_by_label("50 × Generator set, Upper valley, Eastern neighbour: how many")
    many.fill("2.5")
    many.press("Enter")
    page.get_by_role("alert").filter(has_text="is not a whole number").wait_for()
    many.fill("70")
    many.press("Enter")
    page.locator("code", has_text="d2=70").wait_for()
    page.get_by_role("button", name="Take out 4 × Battery, Northern neighbour").click()
    page.get_by_role("button", name="4 × Battery, Northern neighbour: as pledged again").wait_for()
    page.get_by_label("Item").select_option("transformer")
    page.get_by_label("Given by").select_option("EN")
    page.get_by_role("textbox", name="How many", exact=True).fill("2")
    page.locator("form").filter(has_text="Given by").get_by_label("Arrives").fill("2030-12-10")
    page.get_by_role("button", name="Add", exact=True).click()
    page.locator("code", has_text="EN:transformer:2@2030-12-10").wait_for()
    page.locator("dd", has_text="transformer").wait_for(timeout=LONG)
    page.get_by_label("Name of the run").fill("side b")
    page.get_by_role("button", name="Write this as a run").click()
    page.get_by_role("status").filter(has_text="The run side b is queued").wait_for()
    person.open("/run").get_by_role("link", name="Report of side b").wait_for(timeout=LONG)
    person.complaints = [each for each in person.complaints if "422" not in each[1]]
    person.no_other_host_was_asked()


CHOOSES = """() => {
  const [item, partner, quantity] = ['item', 'partner', 'quantity'].map(
    (name) => document.querySelector(`form.wf-add [name=${name}]`));
  const chosen = [], other = JSON.parse(item.dataset.givers).transformer.at(-1);
  for (const [field, value] of [[item, 'transformer'], [partner, other], [quantity, '3']]) {
    field.value = value;
    field.dispatchEvent(new Event('change', {bubbles: true}));
    chosen.push(partner.value);
  }
  return [chosen, [...partner.options].map((each) => each.value)];
}"""
"""A hand so quick that nothing comes back from the server between its choices."""


def test_a_giver_that_is_chosen_at_once_stays(person):
    page = person.open("/whatif?scenario=valley")
    items = json.loads(page.get_by_label("Item").get_attribute("data-givers"))
    likely = items["transformer"]
    assert likely != items[page.get_by_label("Item").input_value()]
    chosen, offered = page.evaluate(CHOOSES)
    assert chosen == [likely[0], likely[-1], likely[-1]]
    assert offered == likely
    page.get_by_role("button", name="Add", exact=True).click()
    page.locator("code", has_text=f"--b {likely[-1]}:transformer:3@").wait_for()
    page.locator("dd", has_text="transformer").wait_for(timeout=LONG)
    assert page.get_by_label("Given by").input_value() == likely[-1]
    person.no_other_host_was_asked()


def test_the_address_tells_both_sides_and_a_cut_takes_nothing(person):
    """A link is what it was when it was sent, also once more; a network that fails for a while, or
    a machine that is busy, loses no change."""
    asked = "a=d2%3D0&b=d1%3D@2030-12-12&b=EN:transformer:2@2030-12-10:UPP"
    page = person.open(f"/whatif?scenario=valley&{asked}")
    answer(page, 1)
    command = "holdfast whatif valley --a d2=0 --b d1=@{} --b EN:transformer:2@2030-12-10:UPP"
    assert shown(page) == command.format("2030-12-12") + " --base base"
    assert "in place of" in page.locator(".wf-sides dd").nth(1).inner_text()
    page.evaluate("window.here = true")
    cut(page, 5_000)
    page.get_by_text("The connection is lost.").wait_for()
    page.get_by_text("The connection is lost.").wait_for(state="hidden")
    page.get_by_role("slider", name="4 × Battery").focus()
    page.keyboard.press("ArrowRight")
    until(lambda: "d1=@2030-12-13" in shown(page), shown(page))
    answer(page, 2)
    assert page.evaluate("window.here") is True
    page.reload()
    answer(page, 1)
    assert shown(page) == command.format("2030-12-13") + " --base base"
    page.goto(f"{person.server.address}/whatif?scenario=valley&b=d9%3D0&b=EN:tank:2")
    faults = page.get_by_role("alert")
    faults.filter(has_text="'d9' is not an id of deliveries.csv").wait_for()
    assert "tank" in faults.inner_text()
    assert shown(page) == "holdfast whatif valley --base base"


def test_an_address_is_kept_in_another_language_and_with_another_base(person):
    asked = "b=d1%3D@2030-12-12"
    page = person.open(f"/whatif?scenario=valley&base=gone&{asked}")
    page.get_by_role("alert").filter(has_text="gone is no run of this scenario").wait_for()
    answer(page, 1)
    assert shown(page) == "holdfast whatif valley --b d1=@2030-12-12 --base base"
    page.get_by_role("slider", name="4 × Battery").focus()
    page.keyboard.press("ArrowRight")
    until(lambda: "d1=@2030-12-13" in shown(page), shown(page))
    page.get_by_role("link", name="Français").click()
    page.locator("html[lang=fr]").wait_for(state="attached")
    answer(page, 1)
    assert shown(page) == "holdfast whatif valley --b d1=@2030-12-13 --base base"
    page.get_by_role("link", name="English").click()
    page.get_by_role("button", name="Open", exact=True).click()
    until(lambda: "b=d1=@2030-12-13" in page.url and "base=base" in page.url, page.url)
    answer(page, 1)


def test_who_is_cut_off_as_they_wait_is_answered_all_the_same(person):
    page = person.open("/whatif?scenario=valley")
    answered = "table[data-answer]"
    page.get_by_role("slider", name="4 × Battery").focus()
    page.keyboard.press("PageUp")
    page.get_by_label("Item").focus()
    page.locator("code", has_text="d1=").wait_for()
    cut(page, 2_500)
    page.locator(answered).wait_for(timeout=LONG)


def test_where_no_base_fits_one_is_offered_and_it_goes_on(person):
    page = person.open("/whatif?scenario=other&b=d1%3D@2030-12-12")
    page.get_by_text("There is no run of this scenario as it stands").wait_for()
    assert page.get_by_role("slider").count() == 0
    page.get_by_role("button", name="Run a base of 200 futures").click()
    page.get_by_role("progressbar").wait_for()
    page.get_by_role("slider").first.wait_for(timeout=LONG)
    assert "base=other-1" in page.url
    answer(page, 1)
    assert shown(page).startswith("holdfast whatif other --b d1=@2030-12-12 --base")
    person.no_other_host_was_asked()


def test_in_french(browser, served):
    made = Person(browser.new_context(**VIEWS["light"], locale="fr"), served)
    page = made.open("/whatif?scenario=valley")
    bar = page.get_by_role("slider", name="4\u00a0× Batterie")
    bar.focus()
    page.keyboard.press("ArrowLeft")
    answer(page, 1)
    assert "au lieu de" in page.locator(".wf-sides").inner_text()
    assert "La connexion est perdue." in page.locator("#popup").text_content()
    assert "trop grand" in page.locator("#too_long_message_popup").text_content()
    assert bar.get_attribute("aria-valuetext").replace("\u00a0", " ") == "7 déc. 2030"
    made.no_other_host_was_asked()
    page.context.close()


def test_axe_finds_nothing_and_nothing_is_wider_than_the_page(passer):
    page = passer.open("/whatif?scenario=valley")
    page.get_by_role("button", name="Take out").first.click()
    answer(page, 1)
    assert passer.faults() == []
    passer.no_other_host_was_asked()
