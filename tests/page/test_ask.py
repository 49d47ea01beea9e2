"""Questions asked of a folder: what a form takes, what is simulated, kept, and shown to whom."""

from __future__ import annotations

import html
import json
import shutil

import pytest
import typer

from holdfast.cli import app as commands
from holdfast.page import questions
from holdfast.page.answers import CARD, PAGE, Wrong, file_of, marked, root_of
from holdfast.page.desk import MOST_FUTURES, Desk
from holdfast.page.errors import Faulty, Missing, Taken
from holdfast.page.jobs import ASKED, DONE, FAILED, RUNNING
from holdfast.page.models_ask import ANY, MODELS
from holdfast.page.nursery import nursery
from holdfast.page.questions import ALL_NAMES, NotYours, may_see, whose
from holdfast.page.screens import ask as content
from holdfast.page.screens import ask_form, ask_sent
from holdfast.page.who import ADMINISTRATOR, ANALYST, EDITOR, LOCAL, READER, Who
from holdfast.questions.refused import Refused
from holdfast.show.catalogue import Catalogue
from holdfast.whole import put_files
from page.conftest import until

EN, FR = Catalogue.of("en"), Catalogue.of("fr")
NORTH, EAST = Who("Anna", EDITOR, "NN"), Who("Bo", EDITOR, "EN")
ANALYST_, READER_, NOBODY = Who("Cy", ANALYST), Who("Di", READER), Who("Ed", EDITOR)
STOCKS = {"question": "stocks", "run": "made-up"}
VALUE = {"question": "value", "scenario": "valley", "budget": 5, "futures": 20,
         "source": ["packages"]}  # fmt: skip


def asked(**body):
    """A question as its model holds it."""
    return ANY.validate_python(body).model_dump(mode="json")


def priced(**body):
    return asked(question="price", scenario="valley", **body)


# ---- forms ---------------------------------------------------------------------------------------

PLACE = {"stocks": "stocks", "how_many": "plan"}
OTHERWISE = {("how_many", "futures"): 200, ("value", "source"): None, ("plan", "source"): None,
             ("price", "source"): None}  # fmt: skip
"""What the command says otherwise: of `plan --item` in its text, of sources by what is left out."""


GIVEN = {"risk": "run LOW", "value": "x", "plan": "x --budget 1", "price": "x", "slip": "x",
         "ask": "x EN", "depot": "x a --instead b"}  # fmt: skip


@pytest.mark.parametrize("question", questions.QUESTIONS)
def test_a_form_has_the_options_of_its_command_with_their_defaults_and_bounds(question, call):
    command = typer.main.get_command(commands).commands[PLACE.get(question, question)]
    known = {param.name: param for param in command.params}
    model = MODELS[question].model_fields
    fields = {name for part in ask_form.FIELDS[question] for name in part}
    assert fields == model.keys() - {"question"}
    assert fields <= known.keys() | {"run"}
    for name in fields - {"workers", "seed", "as_of"}:
        about, param = model[name], known[name]
        if about.is_required():
            assert param.required or question == "how_many", name
            continue
        default = about.get_default(call_default_factory=True)
        expected = OTHERWISE.get((question, name), param.default)
        if name == "source":
            module = __import__(f"holdfast.questions.{question}", fromlist=["SOURCES"])
            assert tuple(default) == module.SOURCES
        else:
            assert (default or None) == (expected or None), name
        if isinstance(default, int) and not isinstance(default, bool) and question != "how_many":
            least = int(ask_form.limits_of(about)["ge"])
            done = call(PLACE.get(question, question), *GIVEN[question].split(),
                        param.opts[0], least - 1)  # fmt: skip
            said = done.stderr + done.stdout
            assert f"whole number of {least:,} to" in said or f"of at least {least:,}" in said


def test_a_form_chooses_by_name_and_by_what_is_there(desk):
    made = ask_form.form(desk, "risk", "made-up", LOCAL, FR)
    region = next(field for field in made.fields if field.name == "region")
    assert ("LOW", "Basse vallée") in region.among
    assert made.of[0][0] == made.chosen == "made-up"
    made = ask_form.form(desk, "price", "valley", LOCAL, EN)
    names = {field.name: field for field in (*made.fields, *made.more)}
    assert names["partner"].among == (
        ("", "all partners"), ("EN", "Eastern neighbour"), ("NN", "Northern neighbour"),
    )  # fmt: skip
    assert names["futures"].told.endswith(f"10 to {MOST_FUTURES:,}.")
    assert names["futures"].value == "20"
    assert names["source"].ticked == ("offers", "packages", "refused")
    assert "echelons" in ask_form.form(desk, "depot", "valley", LOCAL, EN).lacks


def test_what_an_editor_may_not_ask_does_not_stand_in_a_form(desk):
    made = ask_form.form(desk, "price", "valley", NORTH, EN)
    fields = {field.name: field for field in (*made.fields, *made.more)}
    assert fields["partner"].among == (("NN", "Northern neighbour"),)
    assert "names" not in fields
    assert "names" not in {f.name for f in ask_form.form(desk, "value", "valley", NORTH, EN).more}
    assert ask_form.form(desk, "ask", "valley", NOBODY, EN).lacks


def test_all_that_is_wrong_is_told_at_once_by_field_in_the_words_of_the_command(desk):
    given = {
        "scenario": "valley", "budget:all": "2m", "budget:military": "much", "lot": "-1",
        "futures": "5", "source:offers": "on", "tries": "", "sharing": "1,5",
    }  # fmt: skip
    answer, wrong = ask_sent.ask(desk, "plan", given, LOCAL)
    assert answer is None
    told = {}
    for field, text in wrong:
        told.setdefault(field, []).append(text)
    assert told == {
        "budget:all": ["'2m' is not a number of at least 0; write 2: it is in million"],
        "budget:military": ["'much' is not a number of at least 0"],
        "lot": ["'-1' is not a number above 0 and up to 1e+12"],
        "futures": [f"'5' is not a whole number of 10 to {MOST_FUTURES:,}"],
        "sharing": ["'1,5' is not a number above 0 and up to 1e+12; write 1.5"],
    }
    assert desk.queue.all(ASKED) == []


def test_faults_of_the_form_and_of_the_tables_are_told_together(desk):
    given = {"run": "made-up", "region": "NOWHERE", "days": "99", "hours": "25"}
    _, wrong = ask_sent.ask(desk, "risk", given, LOCAL)
    assert [field for field, _ in wrong] == ["hours", "region", "days"]
    assert wrong[0][1] == "'25' is not a number above 0 and up to 24"
    assert wrong[1][1].startswith("there is no region 'NOWHERE'; known: ")
    assert wrong[2][1] == "99 days in a row: allowed is 1 to 45, the days that are reported"


@pytest.mark.parametrize(
    ("body", "field", "text"),
    [
        ({"question": "ask", "partner": "VA"}, "partner", "'VA' cannot be asked: it"),
        ({"question": "ask", "partner": "XX"}, "partner", "'XX' is not an id of actors.csv;"),
        ({"question": "ask", "partner": "EN"}, "total", "--total"),
        ({"question": "ask", "partner": "EN", "total": 5, "among": ["VA"]}, "among",
         "'VA' cannot give or is no actor; known: EN (Eastern neighbour)"),
        ({"question": "ask", "partner": "EN", "total": 5, "meeting": "x"}, "meeting", "not both"),
        ({"question": "price", "partner": "XX"}, "partner", "is not an id of actors.csv"),
        ({"question": "how_many", "item": "batery", "budget": 5}, "item", "nearest is battery"),
        ({"question": "how_many", "item": "transformer", "budget": 5}, "item", "after the last"),
        ({"question": "depot", "depot": "a", "instead": "b"}, "depot", "nothing is mended in"),
    ],
)  # fmt: skip
def test_what_the_tables_say_against_a_question_is_told_before_it_is_queued(
    desk, body, field, text
):
    with pytest.raises(Wrong) as told:
        desk.answers.ask(asked(scenario="valley", **body), LOCAL)
    assert [name for name, _ in told.value.by_field] == [field]
    assert text in str(told.value)
    assert desk.queue.all(ASKED) == []


def test_a_question_about_nothing_or_about_faults_is_refused(desk, folder):
    with pytest.raises(Missing):
        desk.answers.ask(asked(question="slip", scenario="none"), LOCAL)
    with pytest.raises(Missing):
        desk.answers.ask(asked(question="stocks", run="valley"), LOCAL)
    (folder / "valley" / "regions.csv").write_text("id\n")
    with pytest.raises(Faulty, match=r"regions\.csv"):
        desk.answers.ask(asked(question="slip", scenario="valley"), LOCAL)


# ---- who may -------------------------------------------------------------------------------------


def test_whose_page_an_answer_is():
    assert whose(priced(partner="NN", names=True)) == "NN"
    assert whose(priced(names=True)) == ALL_NAMES
    assert whose(priced()) == ""
    assert whose(asked(question="ask", scenario="valley", partner="EN")) == "EN"
    assert whose(asked(**VALUE)) == ""
    assert whose(asked(**VALUE, names=True)) == ALL_NAMES
    assert whose(asked(**STOCKS)) == ""


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        (LOCAL, {"", "NN", "EN", ALL_NAMES}),
        (Who("x", ADMINISTRATOR), {"", "NN", "EN", ALL_NAMES}),
        (ANALYST_, {"", "NN", "EN", ALL_NAMES}),
        (NORTH, {"", "NN"}),
        (NOBODY, {""}),
        (READER_, {""}),
        (Who("x", READER, "NN"), {""}),
    ],
)
def test_who_may_see_whose(who, seen):
    assert {owner for owner in ("", "NN", "EN", ALL_NAMES) if may_see(who, owner)} == seen


@pytest.mark.parametrize(
    ("who", "body", "why"),
    [
        (READER_, asked(**STOCKS), "who reads asks nothing"),
        (NORTH, priced(), "of its own partner alone: of NN"),
        (NORTH, priced(partner="EN"), "of its own partner alone: of NN"),
        (NORTH, priced(names=True), "of its own partner alone"),
        (NORTH, asked(question="ask", scenario="valley", partner="EN"), "of NN"),
        (NOBODY, asked(question="ask", scenario="valley", partner="EN"), "no partner as yet"),
        (NORTH, asked(**VALUE, names=True), "leave out names"),
        (NORTH, asked(question="plan", scenario="valley", budget=5, names=True), "names"),
    ],
)
def test_what_may_not_be_asked_is_refused_before_anything_is_read(desk, who, body, why):
    with pytest.raises(NotYours, match=why):
        desk.answers.ask(body, who)
    assert desk.queue.all(ASKED) == []


@pytest.mark.parametrize(
    ("who", "body"),
    [(NORTH, priced(partner="NN")), (NORTH, priced(partner="NN", names=True)),
     (NORTH, asked(**VALUE)), (ANALYST_, priced(partner="EN")), (ANALYST_, priced(names=True))],
)  # fmt: skip
def test_what_may_be_asked(who, body):
    questions.refuse(who, body)


def kept(desk, number: int, owner: str = "", by: str = "Cy") -> str:
    """An answer that is there, with made-up words."""
    mark = f"{number:016x}"
    card = {
        "question": "ask" if owner else "stocks", "asked": asked(**STOCKS), "of": "made-up",
        "by": by, "when": f"2030-01-01T00:00:{number:02d}+00:00", "whose": owner, "names": {},
        "version": "1", "digest": "", "sentence": {"en": f"Answer {number}.", "fr": "Réponse."},
        "commands": {}, "again": {}, "public": "not public" if owner else "",
    }  # fmt: skip
    pages = {file_of(language, False): "page" for language in ("en", "fr")}
    put_files(root_of(desk.place) / mark, {CARD: json.dumps(card), "answer.json": "{}", **pages})
    return mark


def test_the_list_is_paged_the_newest_first_and_has_what_may_be_seen(desk):
    for number in range(PAGE + 5):
        kept(desk, number, "NN" if number == 7 else "EN" if number == 8 else "")
    made = desk.answers.all(LOCAL)
    assert [each.sentence["en"] for each in made.done[:2]] == ["Answer 24.", "Answer 23."]
    assert (made.total, made.page, made.pages, len(made.done)) == (PAGE + 5, 1, 2, PAGE)
    assert [each.sentence["en"] for each in desk.answers.all(LOCAL, 2).done][-1] == "Answer 0."
    assert desk.answers.all(LOCAL, 99).page == 2
    assert desk.answers.all(READER_).total == PAGE + 3
    assert desk.answers.all(NORTH).total == PAGE + 4
    mark = f"{7:016x}"
    assert desk.answers.get(mark, NORTH).whose == "NN"
    for who in (READER_, EAST):
        for look in (desk.answers.get, desk.answers.document):
            with pytest.raises(Missing, match="no such answer"):
                look(mark, who)
        with pytest.raises(Missing):
            desk.answers.page(mark, who, "en", False)
        with pytest.raises(Missing):
            desk.answers.delete(mark, who)


def test_an_answer_is_deleted_and_put_back_by_who_may(desk):
    mine, other = kept(desk, 1, by="Anna"), kept(desk, 2, by="Cy")
    for who in (READER_, NORTH):
        with pytest.raises(NotYours):
            desk.answers.delete(other, who)
    assert desk.answers.delete(mine, NORTH).id == mine
    assert [each.id for each in desk.answers.all(LOCAL).done] == [other]
    with pytest.raises(Missing):
        desk.answers.get(mine, NORTH)
    with pytest.raises(Missing):
        desk.answers.restore(mine, EAST)
    assert desk.answers.restore(mine, NORTH).id == mine
    desk.answers.delete(mine, ANALYST_)
    desk.answers.restore(mine, ANALYST_)
    for wrong in ("../../jobs.db", "0" * 16, "", "x" * 16):
        with pytest.raises(Missing):
            desk.answers.restore(wrong, LOCAL)
        with pytest.raises(Missing):
            desk.answers.get(wrong, LOCAL)


# ---- what is simulated ---------------------------------------------------------------------------


def test_an_answer_is_simulated_once_drawn_in_both_languages_and_is_that_of_the_command(
    desk, folder, call
):
    found, new = desk.answers.ask(asked(**STOCKS), ANALYST_)
    assert new
    again, new = desk.answers.ask(asked(**STOCKS), NORTH)
    assert (again.id, again.job, new) == (found.id, found.job, False)
    made = until(lambda: (a := desk.answers.get(found.id, LOCAL)).state == DONE and a, "answer")
    assert (made.by, made.of, made.public) == ("Cy", "made-up", True)
    assert made.sentence.keys() == {"en", "fr"}
    for language in ("en", "fr"):
        for public in (False, True):
            text = desk.answers.page(found.id, ANALYST_, language, public).read_text("utf-8")
            assert f'<html lang="{language}"' in text
            assert ("public report" in text or "rapport public" in text) == public
    whole = desk.answers.page(found.id, ANALYST_, "fr", False).read_text("utf-8")
    assert html.escape(made.sentence["fr"], quote=False) in whole
    assert desk.answers.ask(asked(**STOCKS), ANALYST_) == (made, False)
    assert 0 < made.seconds < 120
    form = ask_form.form(desk, "stocks", "made-up", ANALYST_, EN)
    assert form.seconds == made.seconds
    assert ask_form.form(desk, "risk", "made-up", ANALYST_, EN).seconds is None
    told = json.loads(call("stocks", folder / "made-up", "--json").stdout)
    assert desk.answers.document(found.id, ANALYST_) == told
    assert desk.answers.document(found.id, READER_) is None
    with pytest.raises(NotYours, match="the public page alone"):
        desk.answers.page(found.id, READER_, "en", False)
    assert "holdfast stocks" in made.commands["en"][-1]
    assert len(desk.queue.all(ASKED)) == 1
    assert not list(desk.place.asked.iterdir())


def opened(folder) -> Desk | None:
    """A desk, once whoever was killed as it began a process has let go."""
    try:
        return Desk(folder)
    except Refused:
        return None


def test_a_server_that_is_killed_loses_no_question_and_it_is_of_the_scenario_as_it_stood(
    folder, server
):
    first = server(folder)
    mark = first.ask("/api/answers", {**VALUE, "workers": 1})["id"]
    until(lambda: first.ask(f"/api/answers/{mark}")["state"] == RUNNING, "its turn")
    first.kill()
    text = (folder / "valley" / "regions.csv").read_text()
    (folder / "valley" / "regions.csv").write_text(text.replace("Middle valley", "Elsewhere"))
    second = until(lambda: opened(folder), "the lock of who was killed")
    try:
        assert marked(asked(**VALUE), second.shelf.judged("valley").digest) != mark
        made = until(lambda: (a := second.answers.get(mark, LOCAL)).state == DONE and a)
        assert content.changed(second, made)
        assert made.commands["en"][0].startswith("holdfast value valley --budget 5")
        row = content.row(made, LOCAL, EN)
        assert "Futures: 20" in row.facts
        assert row.acts == ("delete",)
        assert content.row(made, READER_, EN).acts == ()
    finally:
        second.close()


def test_a_question_is_taken_back_and_what_failed_goes_on(desk, folder):
    found, _ = desk.answers.ask(asked(**VALUE, seed=9), ANALYST_)
    with pytest.raises(NotYours):
        desk.answers.act(found.id, NORTH, "cancel")
    with pytest.raises(Taken, match="cancel it"):
        desk.answers.delete(found.id, ANALYST_)
    with pytest.raises(Missing):  # among the runs it is not
        desk.cancel(found.job)
    desk.answers.act(found.id, ANALYST_, "cancel")
    until(lambda: not desk.answers.all(LOCAL).open, "the end")
    with pytest.raises(Missing):
        desk.answers.get(found.id, LOCAL)
    until(lambda: not list(desk.place.asked.iterdir()), "the end of what it was asked with")
    # a run that is replaced while its question waits is not answered of another
    with nursery()._turn:
        found, _ = desk.answers.ask(asked(**STOCKS), ANALYST_)
        shutil.copytree(folder / "made-up", folder / "other")
        card = folder / "made-up" / "outcome.json"
        text = card.read_text()
        card.write_text(text.replace(json.loads(text)["checksum"], "0" * 64))
    made = until(lambda: (a := desk.answers.get(found.id, LOCAL)).state == FAILED and a)
    assert "made-up is another run by now: ask again" in made.said
    assert content.row(made, LOCAL, EN).acts == ("resume", "cancel")
    card.write_text(text)
    desk.answers.act(found.id, LOCAL, "resume")
    until(lambda: desk.answers.get(found.id, LOCAL).state == DONE)
