"""The commands for a team: users, TLS, and terms that do not go together."""

from __future__ import annotations

import json
import shutil
import ssl
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

from page.conftest import free_port, until

GOOD = "correct horse battery"
HOME = "https://holdfast.example.org"
PAGE = {"origin": HOME, "sec-fetch-site": "same-origin"}
pytestmark = pytest.mark.usefixtures("light")
PROGRAM = [sys.executable, "-m", "holdfast"]


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
