"""A team before the page: login, what each role sees, and that a session that ends is left."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from page.conftest import LONG, VIEWS, Person, Server

pytestmark = pytest.mark.chromium
GOOD = "correct horse battery"
ROLES = (("root", "administrator", ""), ("ann", "analyst", ""), ("eddi", "editor", "DE"),
         ("rita", "reader", ""), ("lea", "analyst", ""))  # fmt: skip


def user(folder, *words, given=None):
    done = subprocess.run(
        [sys.executable, "-m", "holdfast", "user", words[0], folder, *words[1:]],
        input=given, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def served(shelved, tmp_path_factory):
    folder = shutil.copytree(shelved, tmp_path_factory.mktemp("team") / "served")
    for name, role, partner in ROLES:
        of = ("--partner", partner) if partner else ()
        user(folder, "add", name, "--role", role, *of, given=GOOD)
    scripted = shutil.copytree(folder / "valley", folder / "scripted") / "scenario.toml"
    title = '<img src=x onerror="window.hit=1"><script>window.hit=2</script>'
    lines = [f"title = {title!r}" if line.startswith("title") else line
             for line in scripted.read_text().splitlines()]  # fmt: skip
    scripted.write_text("\n".join(lines) + "\n")
    made = Server(folder, "--users")
    made.folder = folder
    yield made
    made.end()


@pytest.fixture(autouse=True)
def impatient(person):
    person.page.set_default_timeout(15_000)


def login(person, name, password=GOOD):
    person.page.goto(person.server.address + "/")
    person.page.get_by_label("Name").fill(name)
    person.page.get_by_label("Password").fill(password)
    person.page.get_by_role("button", name="Log in").click()
    return person.page


@pytest.mark.parametrize("path", ["/login", "/users", "/account"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_page(person, path):
    page = person.page
    if path == "/login":
        page.goto(person.server.address + path)
    else:
        login(person, "root").get_by_role("heading", name="Scenarios").wait_for()
        person.open(path)
    if path != "/login":
        person.no_other_host_was_asked()
    assert person.faults() == []


def test_a_wrong_password_then_the_right_one_then_out_again(person):
    page = login(person, "ann", "not the password")
    page.get_by_role("alert").filter(has_text="do not go together").wait_for()
    page = login(person, "ann")
    page.get_by_role("heading", name="Scenarios").wait_for()
    page.get_by_role("button", name="Log out").click()
    page.get_by_role("button", name="Log in").wait_for()
    page.goto(person.server.address + "/run")
    assert page.url.endswith("/login?to=%2Frun")


@pytest.mark.parametrize(
    ("name", "screens", "buttons"),
    [
        ("rita", {"Scenarios", "Report"}, set()),
        ("eddi", {"Scenarios", "Run", "Report"}, {"Run valley"}),
        ("ann", {"Scenarios", "Run", "Report"}, {"Run valley", "Delete made-up", "Copy valley"}),
        ("root", {"Scenarios", "Run", "Report", "Users"}, {"Run valley", "Delete made-up"}),
    ],
)
def test_what_each_role_sees(person, name, screens, buttons):
    page = login(person, name)
    page.get_by_role("heading", name="Scenarios").wait_for()
    ways = page.get_by_role("navigation").get_by_role("link")
    assert screens <= set(ways.all_inner_texts())
    assert {"Users", "Run"} & set(ways.all_inner_texts()) == {"Users", "Run"} & screens
    page.get_by_role("row").first.wait_for(state="attached")
    for one in ("Run valley", "Delete made-up", "Copy valley"):
        seen = page.get_by_label(one, exact=True).count() > 0
        assert seen or one not in buttons, one
        assert not seen or name in ("ann", "root") or one in buttons, one
    person.open("/report/made-up").locator("iframe").wait_for(timeout=LONG)
    whole = name in ("ann", "root")
    assert (page.get_by_role("link", name="Numbers as a workbook").count() > 0) is whole
    assert ("public=true" in page.locator("iframe").get_attribute("src")) is not whole
    if name != "root":
        assert page.goto(person.server.address + "/users").status == 403
        assert "may not see this screen" in page.locator("main").inner_text()
    if name == "rita":
        assert page.goto(person.server.address + "/run").status == 403


def test_an_administrator_adds_changes_and_removes_users(person, browser):
    page = login(person, "root")
    page.get_by_role("link", name="Users", exact=True).click()
    panel = page.get_by_role("region", name="Add a user")
    panel.get_by_label("Name").fill("new@desk.org")
    panel.get_by_label("Role").select_option("editor")
    panel.get_by_label("Password").fill(GOOD)
    panel.get_by_role("button", name="Add a user").click()
    page.get_by_role("alert").filter(has_text="an editor speaks for one partner").wait_for()
    panel.get_by_label("Partner").fill("FR")
    panel.get_by_role("button", name="Add a user").click()
    page.get_by_text("editor of FR").first.wait_for()
    page.get_by_role("button", name="Change the role of new@desk.org").click()
    dialog = page.locator("dialog[open]")
    dialog.get_by_label("Role").select_option("reader")
    dialog.get_by_label("Partner").fill("")
    dialog.get_by_role("button", name="Change the role of new@desk.org").click()
    page.get_by_role("status").filter(has_text="new@desk.org is changed.").wait_for()
    page.get_by_role("button", name="Remove new@desk.org").click()
    dialog.get_by_role("button", name="Remove new@desk.org").click()
    page.get_by_role("status").filter(has_text="new@desk.org is removed.").wait_for()
    page.get_by_text("removed new@desk.org").wait_for()
    person.no_other_host_was_asked()


def test_an_open_screen_is_left_when_the_session_ends(person, browser, served):
    page = login(person, "lea")
    page.get_by_role("heading", name="Scenarios").wait_for()
    context = browser.new_context(**VIEWS["light"], locale="en-GB")
    other = Person(context, served)
    login(other, "lea").get_by_role("heading", name="Scenarios").wait_for()
    user(served.folder, "disable", "lea")
    for one in (page, other.page):
        one.get_by_role("button", name="Log in").wait_for()
    context.close()


def test_script_in_names_is_text(person):
    page = login(person, "ann")
    page.get_by_role("heading", name="<script>window.hit=2</script>").wait_for()
    for path in (
        "/run?scenario=<script>window.hit=3</script>",
        "/report/<img src=x onerror=hit=4>",
    ):
        person.open(path)
        assert page.evaluate("window.hit") is None
    # nor does a script run that comes by itself into the page
    page.evaluate("document.body.append(Object.assign(document.createElement('div'), "
                  "{innerHTML: '<img src=data:x onerror=window.hit=5>'}))")  # fmt: skip
    page.wait_for_timeout(300)
    assert page.evaluate("window.hit") is None
    assert any("Content Security Policy" in text for _, text in person.complaints)


def test_ones_own_password_and_a_token(person, served):
    login(person, "eddi").get_by_role("heading", name="Scenarios").wait_for()
    page = person.page
    page.get_by_role("link", name="Account of eddi").click()
    page.get_by_label("What it is for").fill("<b>nightly</b>")
    page.get_by_role("button", name="Make a token").click()
    made = page.locator("code.token")
    made.wait_for()
    assert len(made.inner_text()) == 43
    page.get_by_text("<b>nightly</b>").wait_for()
    page.get_by_label("Password so far").fill("not the password")
    page.get_by_label("New password").fill("another good password")
    page.get_by_role("button", name="Change").click()
    page.get_by_role("alert").filter(has_text="is another one").wait_for()
    page.get_by_label("Password so far").fill(GOOD)
    page.get_by_role("button", name="Change").click()
    page.get_by_role("status").filter(has_text="The password is changed").wait_for()
    user(served.folder, "password", "eddi", given=GOOD)


def test_in_french_and_by_keyboard(browser, served):
    context = browser.new_context(**VIEWS["light"], locale="fr-FR")
    person = Person(context, served)
    page = person.page
    page.goto(served.address + "/")
    page.get_by_label("Nom").wait_for()
    page.keyboard.type("root")
    page.keyboard.press("Tab")
    page.keyboard.type(GOOD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Scénarios").wait_for()
    page.get_by_role("link", name="Utilisateurs").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Utilisateurs").wait_for()
    assert "administrateur" in page.locator("main").inner_text()
    context.close()
