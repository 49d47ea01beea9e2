"""What comes over HTTP where one logs in: who is let in, what for, and under which address."""

from __future__ import annotations

import json
import re
import shutil
import ssl
import subprocess
import sys
import urllib.error
import urllib.request

import pytest
from fastapi.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from holdfast.page import login as forms
from holdfast.page import secret
from holdfast.page.api import described, router
from holdfast.page.guard import PLAIN, POLICY, TOKEN, Guard
from holdfast.page.standing import Standing, Terms, networks
from holdfast.page.who import ADMINISTRATOR, ANALYST, EDITOR, READER
from page.conftest import free_port, of_team, until

GOOD = "correct horse battery"
HOME = "https://holdfast.example.org"
PAGE = {"origin": HOME, "sec-fetch-site": "same-origin"}
PROGRAM = [sys.executable, "-m", "holdfast"]


@pytest.fixture(autouse=True)
def light(monkeypatch):
    """Passwords are hashed with little memory, so that tests are quick."""
    from argon2 import PasswordHasher

    quick = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr(secret, "_hasher", lambda: quick)
    secret._nobody.cache_clear()


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
    made.include_router(router(desk))
    forms.routes(made, standing, "en")
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
    ("POST", "/api/jobs/7/pause", None, "aA"),
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


# ---- the commands --------------------------------------------------------------------------------


def told(folder, *words, given=None):
    return subprocess.run(
        [*PROGRAM, "user", words[0], folder, *words[1:]],
        input=given, capture_output=True, text=True,
    )  # fmt: skip


def test_users_by_the_command_line(call, folder):
    def user(*words, given=None):
        return call("user", words[0], folder, *words[1:], given=given)

    made = user("add", "mara", "--role", "administrator", given=f"{GOOD}\n")
    assert (made.exit_code, made.stdout) == (0, "mara may log in as administrator\n")
    made = user("add", "eddi", "--role", "editor", "--partner", "DE", given=GOOD)
    assert made.stdout == "eddi may log in as editor of DE\n"
    for words, given, said in (
        (("add", "x", "--role", "king"), GOOD, "--role: 'king' is not one of"),
        (("add", "x", "--role", "editor"), GOOD, "--partner: an editor speaks for one"),
        (("add", "mara", "--role", "reader"), GOOD, "there is a user 'mara' already"),
        (("add", "x", "--role", "reader"), "short", "at least 12 signs"),
        (("add", "x", "--role", "reader"), "", "this one has 0"),
        (("add", "<b>", "--role", "reader"), GOOD, "is no name of a user"),
        (("remove", "mara"), None, "is the last administrator"),
        (("disable", "nobody"), None, "there is no user 'nobody'"),
        (("token", "mara", "--called", ""), None, "--called: a token has a name"),
    ):
        done = user(*words, given=given)
        assert (done.exit_code, said in done.stderr) == (2, True), done.output
        assert len(done.stderr.splitlines()) == 1
    rows = json.loads(user("list", "--json").stdout)["rows"]
    assert [(row["name"], row["role"], row["disabled"]) for row in rows] == [
        ("eddi", "editor", False), ("mara", "administrator", False),
    ]  # fmt: skip
    for words in (("role", "eddi", "--role", "reader"), ("disable", "eddi"), ("enable", "eddi")):
        assert user(*words).exit_code == 0
    assert user("password", "eddi", given="another password\n").exit_code == 0
    assert "eddi: reader, password of 20" in user("list").stdout
    assert len(user("token", "eddi", "--called", "nightly").stdout.strip()) == 43
    assert user("remove", "eddi").exit_code == 0
    assert GOOD.encode() not in (folder / ".holdfast" / "jobs.db").read_bytes()


def test_who_serves_a_team_needs_a_user_first(call, folder):
    done = call("serve", folder, "--users", "--no-open", "--port", free_port())
    assert done.exit_code == 2
    assert "nobody may log in yet: holdfast user add" in done.stderr


# ---- over TLS ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    """A certificate of this machine, and its key."""
    openssl = shutil.which("openssl")
    assert openssl, "openssl is needed to make a certificate"
    folder = tmp_path_factory.mktemp("tls")
    files = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
         "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost",
         "-out", files[0], "-keyout", files[1]], check=True, capture_output=True,
    )  # fmt: skip
    return files


def test_over_tls_a_program_asks_and_a_stranger_does_not(server, folder, pair):
    assert told(folder, "add", "mara", "--role", "analyst", given=GOOD).returncode == 0
    token = told(folder, "token", "mara", "--called", "test").stdout.strip()
    made = server(folder, "--certificate", pair[0], "--key", pair[1])
    address = made.address.replace("http:", "https:")
    trusts = ssl.create_default_context(cafile=pair[0])

    def ask(path, **headers):
        asked = urllib.request.Request(address + path, headers=headers)
        return urllib.request.urlopen(asked, timeout=60, context=trusts)

    with ask("/api/scenarios", authorization=f"Bearer {token}") as answer:
        assert [each["name"] for each in json.load(answer)] == ["valley"]
        assert answer.headers["strict-transport-security"] == "max-age=31536000"
    with pytest.raises(urllib.error.HTTPError, match="401"):
        ask("/api/scenarios")
    with ask("/", accept="text/html") as answer:
        assert answer.geturl().endswith("/login")
    assert told(folder, "disable", "mara").returncode == 0

    def barred():
        try:
            ask("/api/scenarios", authorization=f"Bearer {token}").close()
        except urllib.error.HTTPError as error:
            return error.code == 401
        return False

    until(barred, "the end of the token")


def test_a_team_is_served_of_a_database_of_its_own(server, folder):
    with of_team() as url:
        words = ("--database", url)
        assert (
            told(folder, "add", "mara", "--role", "administrator", *words, given=GOOD).returncode
            == 0
        )
        token = told(folder, "token", "mara", "--called", "test", *words).stdout.strip()
        made = server(folder, "--users", *words)

        def ask(path, data=None):
            asked = urllib.request.Request(
                made.address + path, data,
                {"authorization": f"Bearer {token}", "content-type": "application/json"},
            )  # fmt: skip
            with urllib.request.urlopen(asked, timeout=60) as answer:
                return json.load(answer)

        number = ask("/api/jobs", b'{"scenario": "valley", "futures": 2, "workers": 1}')["id"]
        until(lambda: ask(f"/api/jobs/{number}")["state"] == "done", "the run")
        assert not (folder / ".holdfast" / "jobs.db").exists()
        made.end()


WRONG = [
    (("--host", "0.0.0.0"), "--host: 0.0.0.0 is no address of this machine alone"),
    (("--certificate", "CERT"), "--certificate: a certificate and its key go together; give --key"),
    (("--key", "KEY"), "--key: a certificate and its key go together"),
    (("--certificate", "CERT", "--key", "CERT"), "are no certificate and its key"),
    (("--certificate", "KEY", "--key", "KEY"), "are no certificate and its key"),
    (("--certificate", "none.pem", "--key", "KEY"), "--certificate: none.pem is no file"),
    (("--certificate", "CERT", "--key", "KEY", "--proxy", HOME), "give it or --certificate"),
    (("--proxy", "http://a.example.org"), "is no address that readers know"),
    (("--proxy-address", "10.0.0.7"), "give --proxy ORIGIN too"),
    (("--proxy", HOME, "--proxy-address", "proxy"), "--proxy-address: 'proxy' is no address"),
    (("--proxy", HOME, "--host", "192.0.2.77"), "--host: 192.0.2.77 is no address of this machine"),
    (("--database", "mysql://x/y"), "--database: mysql://x/y is not served"),
]


@pytest.mark.parametrize(("words", "said"), WRONG)
def test_terms_that_do_not_go_together_are_told_in_one_line(call, folder, pair, words, said):
    files = {"CERT": pair[0], "KEY": pair[1]}
    port = () if "--port" in words else ("--port", free_port())
    done = call("serve", folder, "--no-open", *port, *(files.get(word, word) for word in words))
    assert done.exit_code == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
