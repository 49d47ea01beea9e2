"""Who may what, whatever a thing is called: rights over every route and every name."""

from __future__ import annotations

import dataclasses
import time
from types import SimpleNamespace

import pytest
from fastapi import Request
from fastapi.testclient import TestClient

from holdfast.page import answers, foreman, questions
from holdfast.page.api import described, router
from holdfast.page.guard import Guard
from holdfast.page.jobs import DONE, FAILED
from holdfast.page.who import (
    ANALYST,
    ASK,
    CHANGE,
    EDITOR,
    ENTER,
    LOOK,
    READER,
    WHO,
    WHOLE,
    Who,
    act_of,
)
from page.conftest import until

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
    app = described()

    @app.middleware("http")
    async def known(request: Request, onward):
        request.scope[WHO] = PEOPLE[request.headers["x-who"]]
        return await onward(request)

    app.include_router(router(desk))
    with TestClient(Guard(app), base_url="http://127.0.0.1") as made:
        yield made


@pytest.mark.parametrize("who", ["editor", "analyst"])
def test_only_an_administrator_names_a_cluster(client, desk, who):
    asked = {"scenario": "valley", "cluster": "tcp://127.0.0.1:9"}
    found = client.post("/api/jobs", json=asked, headers={"x-who": who})
    assert found.status_code == 403
    assert "named by an administrator" in found.json()["detail"]
    assert desk.jobs() == []


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
    made = answers.Answer(**{**names, "whose": "", "sentence": {"en": "on 15 Jan"}, "said": "why"})
    veiled = answers._veiled(made, PEOPLE["reader"])
    assert (veiled.sentence, veiled.said) == ({}, "")
    assert answers._veiled(made, PEOPLE["analyst"]) == made


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
    with desk.standby._turn:
        began = time.monotonic()
        desk.views.future(desk.shelf.run("made-up"), 1, "en")
        assert time.monotonic() - began < 60
