"""What comes over HTTP where one logs in: who is let in, what for, and under which address."""

from __future__ import annotations

import re
import sys

import pytest
from fastapi.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from holdfast.page import login as forms
from holdfast.page import secret
from holdfast.page.api import described
from holdfast.page.guard import PLAIN, POLICY, TOKEN, Guard
from holdfast.page.standing import Standing, Terms, networks
from holdfast.page.who import ADMINISTRATOR, ANALYST, EDITOR, READER
from page.conftest import until
from page.programs import programs

GOOD = "correct horse battery"
HOME = "https://holdfast.example.org"
PAGE = {"origin": HOME, "sec-fetch-site": "same-origin"}
pytestmark = pytest.mark.usefixtures("light")
PROGRAM = [sys.executable, "-m", "holdfast"]


@pytest.fixture
def standing(desk):
    terms = Terms(True, False, HOME, networks(["10.0.0.7"]))
    made = Standing(desk.base, terms)
    for name, role, partner in (
        ("root", ADMINISTRATOR, ""), ("ann", ANALYST, ""), ("eddi", EDITOR, "DE"),
        ("rita", READER, ""),
    ):  # fmt: skip
        made.users.add(name, role, partner, GOOD, "root", "command")
    return made


@pytest.fixture
def app(desk, standing):
    made = described()
    forms.routes(made, standing, "en")
    made.mount("/", programs(desk))
    return Guard(made, standing)


@pytest.fixture
def client(app):
    with TestClient(app, HOME, client=("10.0.0.7", 1), follow_redirects=False) as made:
        yield made


def token_of(answer):
    return re.search(r'name="token" value="([0-9a-f]{64})"', answer.text).group(1)


def login(client, name, password=GOOD, to="/", **headers):
    form = {"name": name, "password": password, "to": to,
            "token": token_of(client.get("/login"))}  # fmt: skip
    return client.post("/login", data=form, headers={**PAGE, **headers})


# ---- in and out ----------------------------------------------------------------------------------


def test_who_is_not_known_sees_the_login_and_nothing_else(client):
    browser = {"accept": "text/html,*/*"}
    assert client.get("/", headers=browser).headers["location"] == "/login"
    sent = client.get("/report/a?public=1", headers=browser)
    assert sent.headers["location"] == "/login?to=%2Freport%2Fa%3Fpublic%3D1"
    for path in ("/api/scenarios", "/api/openapi.json", "/nothing", "/_nicegui_ws/socket.io/",
                 "/_nicegui/client/x/upload/1", "/login/x"):  # fmt: skip
        answer = client.get(path)
        assert (answer.status_code, "log in first" in answer.text) == (401, True), path
    assert client.post("/logout", headers=PAGE).status_code == 401
    assert client.post("/_nicegui/3/x", headers=PAGE).status_code == 401
    page = client.get("/login")
    assert page.status_code == 200
    assert "<script" not in page.text
    assert page.headers["content-security-policy"].startswith("default-src 'none'")


def test_one_logs_in_and_out(client, standing):
    answer = login(client, "Ann", to="/report")
    assert (answer.status_code, answer.headers["location"]) == (303, "/report")
    cookie = next(c for c in answer.headers.get_list("set-cookie") if "__Host-holdfast=" in c)
    for word in ("HttpOnly", "SameSite=strict", "Secure", "Path=/", "Max-Age=604800"):
        assert word in cookie
    assert "Domain" not in cookie
    assert client.get("/api/scenarios").status_code == 200
    assert client.get("/login", params={"to": "/run"}).headers["location"] == "/run"
    token = secret.derived(client.cookies["__Host-holdfast"], "form")
    assert client.post("/logout", data={"token": "x"}, headers=PAGE).status_code == 403
    assert client.get("/api/scenarios").status_code == 200
    kept = client.cookies["__Host-holdfast"]
    answer = client.post("/logout", data={"token": token}, headers=PAGE)
    assert answer.headers["location"] == "/login"
    assert "__Host-holdfast" not in client.cookies
    again = client.get("/api/scenarios", headers={"cookie": f"__Host-holdfast={kept}"})
    assert again.status_code == 401
    told = [(line.what, line.by, line.place) for line in standing.users.lines(2)]
    assert told == [("logout", "ann", "10.0.0.7"), ("login", "ann", "10.0.0.7")]


@pytest.mark.parametrize("to", ["//evil.example", "https://evil.example", "/\\evil.example", "x"])
def test_after_the_login_one_is_sent_nowhere_else(client, to):
    assert login(client, "ann", to=to).headers["location"] == "/"


def test_a_session_is_another_one_after_each_login(client):
    login(client, "ann")
    first = client.cookies["__Host-holdfast"]
    client.cookies.clear()
    client.cookies.set("__Host-holdfast", "chosen-by-a-stranger")
    login(client, "ann")
    second = [each.value for each in client.cookies.jar if each.name == "__Host-holdfast"]
    assert first not in second
    assert any(len(each) == 43 for each in second)


def test_a_login_that_another_site_has_filled_in_is_refused(client):
    form = {"name": "ann", "password": GOOD, "token": token_of(client.get("/login"))}
    for headers in ({"origin": "https://evil.example"}, {"origin": "null"},
                    {"origin": "http://holdfast.example.org"},
                    {"sec-fetch-site": "cross-site"}):  # fmt: skip
        assert client.post("/login", data=form, headers=headers).status_code == 403
    stranger = {**form, "token": "0" * 64}
    assert client.post("/login", data=stranger, headers=PAGE).status_code == 403
    client.cookies.clear()
    assert client.post("/login", data=form, headers=PAGE).status_code == 403
    assert "__Host-holdfast" not in client.cookies
    for data in (b"\xff\xfe", b"a=" + bytes(30_000), b"&" * 500):
        assert client.post("/login", content=data, headers=PAGE).status_code == 403


def test_a_wrong_password_is_told_and_after_five_one_waits(client, standing):
    for name in ("ann", "nobody"):
        said = {login(client, name, "not the password").text.split('role="alert">')[1][:50]
                for _ in range(5)}  # fmt: skip
        assert said == {"Name and password do not go together.</p><form cla"}
        answer = login(client, name)
        assert answer.status_code == 429
        assert int(answer.headers["retry-after"]) >= 1
        assert "Too many tries. Wait 1 s" in answer.text
    fr = login(client, "ann", **{"accept-language": "fr"})
    assert "Trop de tentatives" in fr.text
    assert standing.users.lines(1)[0].what == "waited"


def test_names_are_shown_as_text(client):
    answer = login(client, "<script>alert(1)</script>", '"><b>x', to='/"><script>')
    assert "<script" not in answer.text
    assert "<b>x" not in answer.text


# ---- what a request must say ---------------------------------------------------------------------


def test_with_a_cookie_alone_nothing_is_changed(client):
    login(client, "ann")
    refused = client.delete("/api/scenarios/valley")
    assert refused.status_code == 403
    assert "holdfast user token" in refused.json()["detail"]
    assert client.delete("/api/scenarios/valley", headers={TOKEN: "0" * 64}).status_code == 403
    mine = secret.derived(client.cookies["__Host-holdfast"], "form")
    gone = client.delete("/api/scenarios/valley", headers={TOKEN: mine})
    assert gone.status_code == 200
    back = client.post(f"/api/trash/{gone.json()['token']}/restore", headers=PAGE)
    assert back.status_code == 200


def test_a_program_comes_with_a_token_and_the_rights_of_its_user(client, standing):
    user = standing.users.get("rita")
    made = standing.sessions.make_token(user.id, "nightly", 1, "root", "command")
    headers = {"authorization": f"Bearer {made}"}
    assert client.get("/api/scenarios", headers=headers).status_code == 200
    assert client.delete("/api/scenarios/valley", headers=headers).status_code == 403
    assert client.get("/api/scenarios", headers={"authorization": "Bearer x"}).status_code == 401


ASKED = [
    # method, path, json; whether reader, analyst, editor, administrator may
    ("GET", "/api/scenarios", None, "raeA"),
    ("GET", "/api/jobs", None, "raeA"),
    ("GET", "/api/runs/made-up/report?public=true", None, "raeA"),
    ("GET", "/api/runs/made-up/report", None, "aA"),
    ("GET", "/api/scenarios/valley/check", None, "aA"),
    ("GET", "/api/trash", None, "aA"),
    ("POST", "/api/jobs", {"scenario": "none"}, "aeA"),
    ("POST", "/api/jobs/7/pause", None, "aeA"),
    ("POST", "/api/scenarios/valley/copy", {"name": "valley"}, "aA"),
    ("DELETE", "/api/runs/none", None, "aA"),
    ("POST", "/api/workbooks?name=valley", None, "aA"),
    ("GET", "/api/users", None, "A"),
]


@pytest.mark.parametrize(("method", "path", "given", "allowed"), ASKED)
def test_what_each_role_may(client, method, path, given, allowed):
    for letter, name in zip("raeA", ("rita", "ann", "eddi", "root"), strict=True):
        client.cookies.clear()
        login(client, name)
        answer = client.request(method, path, json=given, headers=PAGE)
        assert (answer.status_code != 403) is (letter in allowed), (name, answer.text)
        assert answer.status_code < 500


def test_a_channel_is_opened_by_the_page_for_who_is_logged_in(client):
    for known, headers in ((False, PAGE), (True, {}), (True, {"origin": "https://evil.example"})):
        client.cookies.clear()
        if known:
            login(client, "ann")
        with (
            pytest.raises(WebSocketDisconnect) as refused,
            client.websocket_connect("/_nicegui_ws/socket.io/", headers=headers),
        ):
            pass
        assert refused.value.code == 1008


# ---- where it is ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("peer", "headers", "status"),
    [
        ("10.0.0.7", {}, 200),
        ("10.0.0.7", {"host": "holdfast.example.org:443"}, 200),
        ("10.0.0.7", {"host": "127.0.0.1:8440", "x-forwarded-host": "holdfast.example.org"}, 200),
        ("10.0.0.7", {"host": "127.0.0.1:8440"}, 421),
        ("10.0.0.7", {"host": "evil.example"}, 421),
        ("10.0.0.7", {"x-forwarded-proto": "http"}, 403),
        ("10.0.0.8", {}, 403),
        ("127.0.0.1", {}, 403),
    ],
)
def test_behind_a_proxy_it_is_at_one_address_alone(app, peer, headers, status):
    with TestClient(app, HOME, client=(peer, 1)) as client:
        assert client.get("/login", headers=headers).status_code == status


def test_a_stranger_may_not_say_where_he_comes_from(app, standing):
    with TestClient(app, HOME, client=("10.0.0.7", 1)) as client:
        said = {"x-forwarded-for": "203.0.113.5, 198.51.100.9"}
        login(client, "ann", "not the password", **said)
    assert standing.users.lines(1)[0].place == "198.51.100.9"


def test_every_answer_says_what_it_may_do_in_a_browser(client):
    for path in ("/login", "/api/scenarios", "/nothing"):
        headers = client.get(path).headers
        assert headers["strict-transport-security"].startswith("max-age=")
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert headers["x-content-type-options"] == "nosniff"
        assert "camera=()" in headers["permissions-policy"]
    for policy in (POLICY, PLAIN):
        scripts = re.search(r"script-src ([^;]*)", policy).group(1)
        assert "unsafe-inline" not in scripts
        assert "*" not in policy
        assert "http" not in policy
    login(client, "ann")
    assert client.get("/api/scenarios").headers["cache-control"] == "no-store"


def test_a_report_runs_its_own_script_alone(client):
    login(client, "rita")
    path = "/api/runs/made-up/report?public=true"
    page = until(lambda: (r := client.get(path)).status_code == 200 and r, "the report")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'sha256-" in policy
    assert "frame-ancestors 'self'" in policy
