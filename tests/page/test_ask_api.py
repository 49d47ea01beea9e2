"""Questions for programs: asked, answered, refused, and shown to whom they may be."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from holdfast.page.guard import Guard
from holdfast.page.jobs import DONE, QUEUED, RUNNING
from page.conftest import until
from page.programs import known, programs
from page.test_ask import ANALYST_, NORTH, READER_, STOCKS, VALUE, kept


@pytest.fixture
def client(desk):
    """Programs, each as whoever its header says."""
    people = {"north": NORTH, "reader": READER_, "analyst": ANALYST_}
    with TestClient(
        Guard(known(programs(desk), people.get)), base_url="http://127.0.0.1"
    ) as client:
        yield client


def test_programs_ask_and_are_answered(client, desk):
    made = client.post("/api/answers", json=STOCKS)
    assert made.status_code == 201
    told = made.json()
    assert (told["question"], told["answer"]) == ("stocks", None)
    assert told["state"] in (QUEUED, RUNNING)
    assert client.post("/api/answers", json=STOCKS).status_code == 200
    way = f"/api/answers/{told['id']}"
    assert client.get(f"{way}/page").json() == {"state": "being drawn"}
    done = until(lambda: (a := client.get(way).json())["state"] == DONE and a)
    assert done["answer"]["futures"] == 24
    (listed,) = client.get("/api/answers").json()["answers"]
    assert listed == {**done, "answer": None}
    page = client.get(f"{way}/page", params={"language": "fr", "public": True})
    assert page.headers["content-disposition"] == 'inline; filename="made-up-stocks-public-fr.html"'
    assert "rapport public" in page.text
    assert client.delete(way).json()["id"] == told["id"]
    assert client.get(way).status_code == 404
    assert client.post(f"{way}/restore").json() == listed
    assert client.post(f"{way}/cancel").status_code == 409


@pytest.mark.parametrize(
    ("who", "body", "status", "text"),
    [
        ("analyst", {**STOCKS, "futures": 3}, 422, "not permitted"),
        ("analyst", {"question": "none"}, 422, "does not match"),
        ("analyst", {**VALUE, "futures": 19}, 422, "greater than or equal to 20"),
        ("analyst", {**VALUE, "source": ["loans"]}, 422, "Input should be"),
        ("analyst", {**STOCKS, "run": "none"}, 404, "there is no run 'none'"),
        ("analyst", {"question": "risk", "run": "made-up", "region": "X"}, 422, "no region 'X'"),
        ("reader", STOCKS, 403, "who reads asks nothing"),
        ("north", {"question": "price", "scenario": "valley"}, 403, "of NN"),
        ("north", {"question": "ask", "scenario": "valley", "partner": "EN"}, 403, "of NN"),
    ],
)
def test_what_programs_ask_wrongly(client, who, body, status, text):
    found = client.post("/api/answers", json=body, headers={"x-who": who})
    assert found.status_code == status, found.text
    assert text in found.text


def test_a_program_is_shown_what_its_reader_may_see(client, desk):
    named, plain = kept(desk, 1, "NN"), kept(desk, 2)
    seen = {
        who: {each["id"] for each in client.get("/api/answers", headers={"x-who": who})
              .json()["answers"]}
        for who in ("north", "reader", "analyst")
    }  # fmt: skip
    assert seen == {"north": {named, plain}, "reader": {plain}, "analyst": {named, plain}}
    for way in ("", "/page"):
        found = client.get(f"/api/answers/{named}{way}", headers={"x-who": "reader"})
        assert found.status_code == 404
    assert client.get(f"/api/answers/{named}/page", params={"public": True}).status_code == 404
    assert client.delete(f"/api/answers/{plain}", headers={"x-who": "reader"}).status_code == 403
