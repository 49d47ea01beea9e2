"""The command: what it refuses, in one line, and that it ends as it is told."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
import urllib.request

import psutil
import pytest

from holdfast import ledger
from holdfast.cli import serving
from page.conftest import Program, free_port


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nowhere",), "nowhere is not there; name the folder"),
        (("scenario.toml",), "scenario.toml is a file; name the folder"),
        ((".", "--host", "0.0.0.0"), "--host: 0.0.0.0 is no address of this machine alone"),
        ((".", "--host", "example.org"), "give --certificate FILE --key FILE, or --proxy"),
        ((".", "--ledger", "mysql://x/y"), "--ledger: mysql://x/y is not served: give the path"),
    ],
)
def test_what_cannot_be_served_is_told_in_one_line(call, folder, monkeypatch, words, said):
    monkeypatch.chdir(folder / "valley")
    done = call("serve", *words)
    assert done.exit_code == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_what_the_page_needs_is_told_where_it_is_not_installed(call, folder, monkeypatch):
    monkeypatch.setattr(serving, "NEEDED", ("uvicorn", "no_such_module"))
    done = call("serve", folder)
    assert done.exit_code == 2
    assert done.stderr == (
        "holdfast: the page needs no_such_module: pip install 'holdfast[page]'\n"
    )


def test_a_port_that_is_taken_is_told(call, folder):
    with socket.create_server(("127.0.0.1", 0)) as other:
        done = call("serve", folder, "--port", other.getsockname()[1], "--no-open")
    assert done.exit_code == 2
    assert "is taken by another program; name another by --port" in done.stderr
    assert not (folder / ".holdfast").exists()


SLOW = """
import time
from holdfast.page.screens import whatif
quick = whatif.scenarios
def slow(*given):
    time.sleep(3.5)
    return quick(*given)
whatif.scenarios = slow
from holdfast.cli import main
main()
"""


class Busy(Program):
    """A server on a machine that is so busy that a screen takes long."""

    def begin(self, words: list[str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", SLOW, *words],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip


def test_a_screen_that_takes_long_comes_all_the_same(server, folder):
    made = server(folder, kind=Busy)
    began = time.monotonic()
    with urllib.request.urlopen(f"{made.address}/whatif", timeout=60) as answer:
        assert answer.status == 200
        assert b"What if" in answer.read()
    assert time.monotonic() - began > 3.4


def test_a_folder_is_served_by_one_and_ends_with_ctrl_c(server, folder):
    first = server(folder, kind=Program)
    program = [sys.executable, "-m", "holdfast", "serve", str(folder), "--no-open", "--port"]
    second = subprocess.run([*program, str(free_port())], capture_output=True, text=True)
    assert second.returncode == 2
    assert "is served already" in second.stderr
    assert len(second.stderr.splitlines()) == 1
    forked = psutil.Process(first.process.pid).children(recursive=True)
    assert forked
    held = [each for one in forked for each in one.net_connections()]
    assert not [each for each in held if each.status == psutil.CONN_LISTEN]
    first.process.send_signal(signal.SIGINT)
    said = first.process.stdout.read()
    assert first.process.wait(30) == 130
    assert said == b"holdfast: ended; what ran goes on when the folder is served again\n"
    assert server(folder).ask("/api/jobs") == []
    assert not (folder.parent / ".nicegui").exists()


def test_a_ledger_may_lie_elsewhere(server, folder, tmp_path):
    where = tmp_path / "elsewhere.db"
    ledger.create(where)
    served = server(folder, "--ledger", where)
    assert served.ask("/api/ledger")["place"] == str(where)
    row = {"kind": "offer", "partner": "EN", "item": "spare", "date": "2030-11-05", "source": "x"}
    served.ask("/api/ledger/entries", {"rows": [row], "who": "A. Analyst"})
    assert [one.who for one in ledger.open(where).entries()] == ["A. Analyst"]
    assert not (folder / "ledger.db").exists()


def test_the_server_itself_loads_no_run_no_kernel_and_no_drawing(tmp_path):
    """Readers wait for none of them, and the memory is for runs."""
    script = (
        "import sys, holdfast.page.app, holdfast.page.screens.scenarios_laid\n"
        "import holdfast.page.screens.run_laid, holdfast.page.screens.report_laid\n"
        "import holdfast.page.screens.ask_laid, holdfast.page.asking\n"
        "import holdfast.page.screens.ledger_laid, holdfast.page.screens.sources_laid\n"
        "heavy = {'numba', 'pandas', 'xarray', 'zarr', 'matplotlib', 'scipy', 'openpyxl'}\n"
        "print(*sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []
