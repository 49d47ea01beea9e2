"""What if, for programs: at once where a base allows it, else by a job."""

from __future__ import annotations

import json
import shutil

import pytest
from fastapi.testclient import TestClient

from holdfast.outcome import Outcome
from holdfast.page.api import described, router
from holdfast.page.desk import Desk
from holdfast.page.guard import Guard
from holdfast.questions.answers_json import answer_of
from holdfast.questions.whatif import whatif
from page.conftest import until
from page.test_whatif import MOVES, based  # noqa: F401

NAMES = {"scenario": "valley"}


@pytest.fixture(scope="module")
def client(based, tmp_path_factory):  # noqa: F811
    desk = Desk(shutil.copytree(based, tmp_path_factory.mktemp("api") / "served"))
    made = described()
    made.include_router(router(desk))
    with TestClient(Guard(made), base_url="http://127.0.0.1") as asking:
        yield asking
    desk.close()


def test_a_base_answers_at_once_as_the_command_does(client, based):  # noqa: F811
    given = {**NAMES, "a": ["d1=9"], "b": MOVES}
    answer = client.post("/api/whatif", json=given)
    assert answer.status_code == 200
    base = Outcome.load(based / "base")
    wanted = answer_of(whatif(base.scenario, ["d1=9"], MOVES, base=base, workers=1))
    assert answer.json() == json.loads(json.dumps(wanted))
    again = client.post("/api/whatif", json={**given, "base": "base", "futures": 6})
    assert again.json() == answer.json()


def test_what_no_base_has_is_queued_and_answered_later(client):
    answer = client.post("/api/whatif", json={**NAMES, "b": ["d1=0"], "futures": 4, "workers": 1})
    assert answer.status_code == 202
    told = answer.json()
    assert told["job"]["futures"] == 4

    def come():
        found = client.get(told["answer"])
        return found if found.status_code == 200 else None

    made = until(come, "the answer").json()
    assert made["futures"] == 4
    assert made["b"].startswith("as pledged, but without 4")


def test_side_b_is_written_as_a_run(client):
    answer = client.post("/api/whatif", json={**NAMES, "b": ["d1=0"], "name": "b", "workers": 1})
    assert answer.status_code == 202
    until(lambda: "b" in {run["name"] for run in client.get("/api/runs").json()}, "the run")
    again = client.post("/api/whatif", json={**NAMES, "b": ["d1=0"], "name": "b"})
    assert again.status_code == 409


WRONG = [
    ({"scenario": "none"}, 404, "there is no scenario"),
    ({**NAMES, "b": ["d9=1"]}, 422, "'d9' is not an id of deliveries.csv"),
    ({**NAMES, "b": ["NN:battery"]}, 422, "is not of the form"),
    ({**NAMES, "base": "none"}, 404, "there is no run"),
    ({**NAMES, "base": "made-up"}, 404, "there is no run"),
    ({**NAMES, "base": "base", "futures": 9}, 422, "the base has 6 futures, not 9"),
    ({**NAMES, "base": "base", "seed": 9}, 422, "the base has seed"),
    ({**NAMES, "name": "x"}, 422, "nothing to be written"),
    ({**NAMES, "b": ["d1=0"], "name": "../x"}, 422, "is no name"),
    ({**NAMES, "b": ["x"] * 201}, 422, "at most 200"),
    ({**NAMES, "c": []}, 422, "not permitted"),
]


@pytest.mark.parametrize(("given", "status", "said"), WRONG)
def test_what_is_wrong_is_said(client, given, status, said):
    answer = client.post("/api/whatif", json=given)
    assert answer.status_code == status
    assert said in json.dumps(answer.json())


def test_there_is_no_answer_of_what_is_no_comparison(client):
    assert client.get("/api/whatif/7777").status_code == 404
    assert client.get("/api/whatif/0").status_code == 422
