"""Who may what, whatever a thing is called: rights over every route and every name."""

from __future__ import annotations

import dataclasses
import time
from types import SimpleNamespace

import pytest
from fastapi.testclient import TestClient

from holdfast.page import answers, foreman, questions
from holdfast.page import desk as desk_of
from holdfast.page.errors import HIDDEN
from holdfast.page.guard import Guard
from holdfast.page.jobs import DONE, FAILED, QUICK
from holdfast.page.screens import ask_form
from holdfast.page.who import (
    ANALYST,
    ASK,
    CHANGE,
    EDITOR,
    ENTER,
    LOOK,
    READER,
    WHOLE,
    Who,
    act_of,
)
from holdfast.show.catalogue import Catalogue
from ledger.pledges import GIFT
from page.conftest import until
from page.programs import known, programs

PEOPLE = {
    "reader": Who("r", READER),
    "editor": Who("e", EDITOR, "NN"),
    "analyst": Who("a", ANALYST),
}
WORDS = ("plan", "ask", "asks", "stocks", "value", "risk", "ledger", "answers", "whatif", "jobs")
"""Names of parts of the interface, which scenarios, runs and tables may bear too."""
NAMED = [
    ("PUT", "/api/scenarios/{}/tables/stocks"),
    ("PUT", "/api/scenarios/x/tables/{}"),
    ("DELETE", "/api/scenarios/{}"),
    ("POST", "/api/scenarios/{}/copy"),
    ("DELETE", "/api/runs/{}"),
    ("POST", "/api/trash/{}/restore"),
    ("POST", "/api/imports/{}"),
]


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize(("method", "path"), NAMED)
def test_what_changes_needs_the_right_to_change_whatever_it_is_called(method, path, word):
    assert act_of(method, path.format(word)) == CHANGE


@pytest.mark.parametrize(
    ("method", "path", "act"),
    [
        ("POST", "/api/answers", ASK),
        ("DELETE", "/api/answers/abc", ASK),
        ("POST", "/api/ledger/entries", ENTER),
        ("GET", "/api/ledger/export", ENTER),
        ("GET", "/api/scenarios/x/sources", WHOLE),
        ("GET", "/api/runs/a/against/b", WHOLE),
        ("GET", "/api/runs/a/against/b/report", LOOK),
    ],
)
def test_what_a_request_needs(method, path, act):
    assert act_of(method, path) == act


@pytest.fixture
def client(desk):
    """Programs, each as whoever its header says."""
    with TestClient(Guard(known(programs(desk), PEOPLE.get)), base_url="http://127.0.0.1") as made:
        yield made


@pytest.mark.parametrize("who", ["editor", "analyst"])
def test_only_an_administrator_names_a_cluster(client, desk, who):
    asked = {"scenario": "valley", "cluster": "tcp://127.0.0.1:9"}
    found = client.post("/api/jobs", json=asked, headers={"x-who": who})
    assert found.status_code == 403
    assert "named by an administrator" in found.json()["detail"]
    assert desk.jobs() == []


def test_a_run_is_ended_by_who_asked_for_it_and_by_analysts(client, desk):
    def post(path, who, given=None):
        return client.post(path, json=given, headers={"x-who": who})

    def asked(who, name):
        given = {"scenario": "valley", "futures": 5000, "name": name}
        return post("/api/jobs", who, given).json()["id"]

    mine, other = asked("editor", "mine"), asked("analyst", "other")
    for verb in ("pause", "resume", "shorten", "cancel"):
        found = post(f"/api/jobs/{other}/{verb}", "editor")
        assert found.status_code == 403
        assert "by who asked for it and by analysts" in found.json()["detail"]
        assert post(f"/api/jobs/{mine}/{verb}", "reader").status_code == 403
    assert post(f"/api/jobs/{other}/cancel", "analyst").json()["state"] == "cancelled"
    assert post(f"/api/jobs/{mine}/pause", "editor").status_code == 200
    assert post(f"/api/jobs/{mine}/cancel", "editor").status_code == 200
    nobodys = desk.start_run("valley", 5000, name="nobodys")
    assert post(f"/api/jobs/{nobodys.id}/cancel", "editor").status_code == 403
    assert post(f"/api/jobs/{nobodys.id}/cancel", "analyst").status_code == 200


def test_why_a_job_failed_is_told_to_those_who_see_the_whole(client, desk):
    job = desk.start_run("valley", 4, cluster="tcp://127.0.0.1:9")
    until(lambda: desk.queue.get(job.id).state == FAILED, "its end")
    told = {
        who: client.get(f"/api/jobs/{job.id}", headers={"x-who": who}).json()["said"]
        for who in PEOPLE
    }
    assert "tcp://127.0.0.1:9" in told["analyst"]
    assert told["reader"] == told["editor"] == ""


def test_what_is_refused_is_ranked_for_analysts_alone():
    asked = {"question": "value", "source": ["offers", "refused"], "names": False}
    assert questions.whose(asked) == questions.ALL_NAMES
    with pytest.raises(questions.NotYours, match="what is refused"):
        questions.refuse(PEOPLE["editor"], asked)
    questions.refuse(PEOPLE["analyst"], asked)
    assert questions.whose({**asked, "source": ["offers"]}) == ""


def test_of_an_answer_only_its_public_page_is_shown_to_who_does_not_see_the_whole():
    made = SimpleNamespace(whose="", state=DONE, public=True)
    assert answers._shown(made, PEOPLE["reader"])
    made.public = False
    assert not answers._shown(made, PEOPLE["reader"])
    assert answers._shown(made, PEOPLE["analyst"])
    own = SimpleNamespace(whose="NN", state=DONE, public=False)
    assert answers._shown(own, PEOPLE["editor"])
    assert not answers._shown(own, PEOPLE["reader"])


def test_an_answer_is_veiled_of_its_sentence():
    names = {field.name: None for field in dataclasses.fields(answers.Answer)}
    told = {
        "whose": "", "sentence": {"en": "on 15 Jan"}, "said": "why", "again": {"en": "again"},
        "commands": {"en": ["risk --package EN:battery:3@2030-12-09"]},
        "asked": {"region": "UPP", "days": 5, "package": ["EN:battery:3@2030-12-09"],
                  "workers": None},
        "names": {"UPP": "Upper valley", "EN:battery:3@2030-12-09": "3 batteries"},
    }  # fmt: skip
    made = answers.Answer(**{**names, **told})
    veiled = answers._veiled(made, PEOPLE["reader"])
    assert (veiled.sentence, veiled.said) == ({}, "")
    assert (veiled.commands, veiled.again) == ({}, {})
    assert veiled.asked == {"region": "UPP", "days": 5, "workers": None}
    assert veiled.names == {"UPP": "Upper valley"}
    assert answers._veiled(made, PEOPLE["analyst"]) == made


def test_what_has_no_public_answer_is_asked_by_those_who_see_the_whole(client):
    depot = {"question": "depot", "scenario": "valley", "depot": "a", "instead": "b"}
    battery = {"question": "how_many", "scenario": "valley", "item": "battery", "budget": 100}
    for asked in (depot, battery):
        found = client.post("/api/answers", json=asked, headers={"x-who": "editor"})
        assert found.status_code == 403
        assert "no public answer" in found.json()["detail"]
    assert not questions.may_offer(PEOPLE["editor"], "depot")


def test_faults_of_tables_are_told_to_those_who_see_the_whole(client, desk):
    file = desk.place.of("valley") / "deliveries.csv"
    file.write_text("id,partner,item,quantity,date\nsecret1,EN,batteryy,4,2030-12-08\n")
    sent = (
        ("/api/jobs", {"scenario": "valley"}),
        ("/api/answers", {"question": "slip", "scenario": "valley"}),
    )
    for path, asked in sent:
        told = {
            who: str(client.post(path, json=asked, headers={"x-who": who}).json()["detail"])
            for who in ("editor", "analyst")
        }
        assert "batteryy" in told["analyst"]
        assert "batteryy" not in told["editor"]
        assert HIDDEN in told["editor"]
    form = ask_form.form(desk, "slip", "valley", PEOPLE["editor"], Catalogue.of("en"))
    assert form.lacks == HIDDEN


def test_why_a_report_is_not_drawn_is_told_to_those_who_see_the_whole(client, desk, monkeypatch):
    monkeypatch.setattr(desk, "drawn", lambda *_: "/home/somebody/made-up is no outcome")
    for path in ("/api/runs/made-up/report", "/api/runs/made-up/brief"):
        for who in ("editor", "analyst"):
            found = client.get(f"{path}?public=true", headers={"x-who": who})
            assert found.status_code == 422
            assert ("/home" in found.json()["detail"]) == (who == "analyst")


def test_a_run_is_not_compared_with_itself_and_the_lane_of_looking_is_bounded(
    client, desk, monkeypatch
):
    found = client.get("/api/runs/made-up/against/made-up/report", headers={"x-who": "analyst"})
    assert found.status_code == 422
    monkeypatch.setattr(desk_of, "MOST_WAITING", 0)
    path = "/api/runs/made-up/report?public=true"
    assert client.get(path, headers={"x-who": "reader"}).status_code == 202
    assert desk.queue.all(QUICK) == []


def exported(client, who):
    """What somebody is shown of the ledger as a csv file."""
    return client.get("/api/ledger/export?form=csv", headers={"x-who": who}).text


def test_of_the_ledger_an_editor_is_shown_the_help_of_its_own_partner(client, desk):
    desk.book.begin()
    whole = {"x-who": "analyst"}
    body = {"rows": list(GIFT), "who": "A. Analyst"}
    assert client.post("/api/ledger/entries", json=body, headers=whole).status_code == 201
    change = {"kind": "correction", "of": "C1", "quantity": "45", "as_of": "2030-11-12",
              "source": "desk", "note": "as told"}  # fmt: skip
    more = client.post("/api/ledger/entries", json={"rows": [change], "who": "A"}, headers=whole)
    assert more.status_code == 201, more.text
    assert len(exported(client, "analyst").splitlines()) == 1 + len(GIFT) + 1
    assert len(exported(client, "editor").splitlines()) == 1
    assert client.get("/api/ledger", headers={"x-who": "editor"}).json()["entries"] == 0


@pytest.mark.parametrize("change", [{}, {"quantity": "100000"}, {"of": "C9"}])
def test_nothing_is_learnt_of_other_help_by_trying_to_enter(client, desk, change):
    desk.book.begin()
    body = {"rows": list(GIFT), "who": "A. Analyst"}
    client.post("/api/ledger/entries", json=body, headers={"x-who": "analyst"})
    for row in GIFT:
        tried = {"rows": [{**row, **change}], "who": "E", "dry": True}
        found = client.post("/api/ledger/entries", json=tried, headers={"x-who": "editor"})
        assert found.status_code == 422, found.text
        said = str(found.json()["detail"])
        assert "NN" in said
        assert "EN" not in said.replace("'EN'", "")  # but for what was typed
        assert "more than" not in said


def test_a_process_that_cannot_be_begun_ends_its_job_and_no_lane(desk, monkeypatch):
    real, broken = foreman.Child, [True]

    def child(*given):
        if broken[0]:
            raise OSError(12, "Cannot allocate memory")
        return real(*given)

    monkeypatch.setattr(foreman, "Child", child)
    first = desk.start_run("valley", 2, name="first")
    until(lambda: desk.queue.get(first.id).state == FAILED, "its end")
    assert "Cannot allocate memory" in desk.queue.get(first.id).said
    broken[0] = False
    second = desk.start_run("valley", 2, name="second")
    until(lambda: desk.queue.get(second.id).state == DONE, "the next")
    desk.resume(first.id)
    until(lambda: desk.queue.get(first.id).state == DONE, "the first again")


def test_what_is_looked_at_waits_for_nothing_that_is_simulated(desk):
    assert desk.views.desk.shown is desk.watch._standby
    assert desk.shown is not desk.standby
    with desk.standby._guard:
        began = time.monotonic()
        desk.views.future(desk.shelf.run("made-up"), 1, "en")
        assert time.monotonic() - began < 60
