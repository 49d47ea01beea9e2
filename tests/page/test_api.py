"""The interface for programs: what it answers, and that nothing sent to it is a fault of ours."""

from __future__ import annotations

import json

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from holdfast.page.guard import LARGEST, Guard, loopback
from holdfast.page.jobs import DONE
from holdfast.page.standing import Standing, Terms
from holdfast.page.who import ADMINISTRATOR
from page.conftest import until
from page.fuzzed import fuzzed
from page.programs import programs

HERE = "http://127.0.0.1"


@pytest.fixture
def app(desk):
    return programs(desk)


@pytest.fixture
def client(app):
    with TestClient(Guard(app), base_url=HERE) as made:
        yield made


def test_scenarios_runs_and_their_checks_are_told(client):
    (kept,) = client.get("/api/scenarios").json()
    assert (kept["name"], kept["start"], kept["days"]) == ("valley", "2030-12-01", 45)
    assert client.get("/api/scenarios/valley").json() == kept
    assert client.get("/api/scenarios/valley/check").json()["faults"] == []
    (run,) = client.get("/api/runs").json()
    assert (run["name"], run["futures"], run["headline"]) == ("made-up", 24, None)


def test_a_run_is_counted_and_its_report_is_drawn(client):
    def told():
        return client.get("/api/runs/made-up", params={"language": "fr"}).json()

    found = until(lambda: (run := told())["headline"] and run, "its headline")
    assert "sans courant" in found["headline"]
    assert found["hours_without_power"] > 0
    first = client.get("/api/runs/made-up/report")
    assert (first.status_code, first.json()) == (202, {"state": "being drawn"})
    made = until(
        lambda: (page := client.get("/api/runs/made-up/report")).status_code == 200 and page,
        "the report",
    )
    assert made.headers["content-type"].startswith("text/html")
    assert made.text.startswith("<!doctype html>")
    assert f"{24} futures" in made.text


def test_a_job_is_started_and_followed(client, desk):
    made = client.post("/api/jobs", json={"scenario": "valley", "futures": 3, "workers": 1})
    assert made.status_code == 201
    number = made.json()["id"]
    assert made.json()["name"] == "valley-1"
    until(lambda: client.get(f"/api/jobs/{number}").json()["state"] == DONE, "the run")
    assert [job["id"] for job in client.get("/api/jobs").json()] == [number]
    for verb in ("pause", "resume", "cancel"):
        refused = client.post(f"/api/jobs/{number}/{verb}")
        assert refused.status_code == 409
        assert "is done" in refused.json()["detail"]


def test_copies_are_made_deleted_and_put_back(client):
    made = client.post("/api/scenarios/valley/copy", json={"name": "other"})
    assert (made.status_code, made.json()["name"]) == (201, "other")
    gone = client.delete("/api/scenarios/other").json()
    assert client.get("/api/scenarios/other").status_code == 404
    assert client.get("/api/trash").json() == [gone]
    assert client.post(f"/api/trash/{gone['token']}/restore").json() == {"name": "other"}
    assert client.delete("/api/runs/made-up").json()["name"] == "made-up"
    assert client.get("/api/runs").json() == []


def test_a_workbook_goes_out_and_comes_in(client, tmp_path):
    out = client.get("/api/scenarios/valley/workbook")
    assert out.headers["content-disposition"] == 'attachment; filename="valley.xlsx"'
    made = client.post("/api/workbooks", params={"name": "mine"}, content=out.content)
    assert made.status_code == 201
    assert made.json()["rows"]["regions"] == 3
    (tmp_path / "numbers.xlsx").write_bytes(client.get("/api/runs/made-up/workbook").content)
    assert len(load_workbook(tmp_path / "numbers.xlsx").sheetnames) > 3


WRONG = [
    ("GET", "/api/scenarios/none", None, 404, "there is no scenario"),
    ("GET", "/api/scenarios/made-up", None, 404, "there is no scenario"),
    ("GET", "/api/runs/valley", None, 404, "there is no run"),
    ("GET", "/api/runs/none/report", None, 404, "there is no run"),
    ("GET", "/api/scenarios/..%5Cx/check", None, 422, "is no name"),
    ("DELETE", "/api/runs/.holdfast", None, 422, "is no name"),
    ("DELETE", "/api/scenarios/made-up", None, 404, "there is no scenario"),
    ("GET", "/api/jobs/7", None, 404, "there is no job 7"),
    ("POST", "/api/trash/x/restore", {}, 404, "no such thing"),
    ("POST", "/api/scenarios/valley/copy", {"name": "valley"}, 409, "choose another name"),
    ("POST", "/api/scenarios/valley/copy", {"name": "../up"}, 422, "is no name"),
    ("POST", "/api/jobs", {"scenario": "none"}, 404, "there is no scenario"),
    ("POST", "/api/jobs", {"scenario": "valley", "name": "made-up"}, 409, "is there already"),
    ("POST", "/api/jobs", {"scenario": "valley", "futures": 0}, 422, "greater than or equal"),
    ("POST", "/api/jobs", {"scenario": "valley", "futures": 10**9}, 422, "less than or equal"),
    ("POST", "/api/jobs", {"scenario": "valley", "kind": "report"}, 422, "Input should be"),
    ("POST", "/api/jobs", {"scenario": "valley", "nodes": "tcp://x"}, 422, "not permitted"),
    ("POST", "/api/workbooks?name=mine", {"no": "book"}, 422, "is not a workbook"),
]


@pytest.mark.parametrize(("method", "path", "given", "status", "said"), WRONG)
def test_what_is_wrong_is_said(client, method, path, given, status, said):
    answer = client.request(method, path, json=given)
    assert answer.status_code == status
    assert said in json.dumps(answer.json())
    assert "Traceback" not in answer.text


def test_a_workbook_with_faults_is_told_cell_by_cell(client, desk):
    name = desk.place.root / "valley" / "regions.csv"
    book = client.get("/api/scenarios/valley/workbook").content
    path = desk.place.incoming / "mine.xlsx"
    path.write_bytes(book)
    changed = load_workbook(path)
    changed["regions"].cell(2, 1).value = "no id at all"
    changed.save(path)
    answer = client.post(
        "/api/workbooks", params={"name": "mine", "called": "=mine.xlsx"}, content=path.read_bytes()
    )
    assert answer.status_code == 422
    assert any("sheet regions cell A2" in line for line in answer.json()["detail"])
    assert name.exists()
    assert not (desk.place.root / "mine").exists()


# ---- what stands before it -----------------------------------------------------------------------


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "10.0.0.1", "", "[::"])
def test_other_names_of_this_machine_are_not_answered(client, host):
    answer = client.get("/api/scenarios", headers={"host": host})
    assert answer.status_code == 421


def test_another_site_may_change_nothing(client):
    for headers in (
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:1"},
        {"sec-fetch-site": "cross-site"},
    ):
        answer = client.delete("/api/scenarios/valley", headers=headers)
        assert answer.status_code == 403
    assert client.get("/api/scenarios").json() != []
    ours = {"origin": HERE, "sec-fetch-site": "same-origin"}
    assert client.delete("/api/scenarios/valley", headers=ours).status_code == 200


def test_large_bodies_are_refused_whether_they_say_so_or_not(client):
    said = client.post("/api/jobs", headers={"content-length": str(LARGEST + 1)}, content=b"")
    assert said.status_code == 413

    def parts():
        for _ in range(54):
            yield bytes(1_000_000)

    unsaid = client.post("/api/workbooks", params={"name": "mine"}, content=parts())
    assert unsaid.status_code == 413
    assert client.get("/api/scenarios/mine").status_code == 404


def test_every_answer_forbids_other_hosts(client):
    policy = client.get("/api/scenarios").headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "http" not in policy


@pytest.mark.parametrize(
    ("host", "ours"),
    [("127.0.0.1", True), ("127.8.9.1", True), ("::1", True), ("localhost", True),
     ("0.0.0.0", False), ("192.168.1.2", False), ("::", False), ("example.org", False)],
)  # fmt: skip
def test_loopback_is_this_machine(host, ours):
    assert loopback(host) is ours


# ---- fuzzed --------------------------------------------------------------------------------------


@pytest.mark.parametrize("examples", [3, pytest.param(30, marks=pytest.mark.sweep)])
def test_nothing_that_is_sent_is_a_fault_of_ours(app, examples):
    """Whatever fits the document, or does not: no 5xx, and answers as the document has them.

    The ledger, which is empty here, is asked by its own tests.
    """
    assert fuzzed(app, _but_the_ledger, examples=examples) > 15


@pytest.mark.parametrize("known", [True, False])
def test_nothing_that_is_sent_is_a_fault_of_ours_where_one_logs_in(app, desk, known):
    standing = Standing(desk.base, Terms(login=True, encrypted=True))
    user = standing.users.add("mara", ADMINISTRATOR, "", "correct horse battery", "root", "command")
    made = standing.sessions.make_token(user.id, "test", 1, "root", "command")
    token = {"authorization": f"Bearer {made if known else made[::-1]}"}
    assert fuzzed(Guard(app, standing), _but_the_ledger, token, app, examples=1) > 15


def _but_the_ledger(path):
    return not path.startswith("/api/ledger")
