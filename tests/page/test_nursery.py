"""Processes that are forked off: at once, with what is loaded, and each with all it has begun."""

from __future__ import annotations

import os
import signal
import threading
import time

import pytest

from holdfast.page.nursery import Nursery

OWN = """
import os, subprocess, sys

def main():
    if sys.argv[1:] == ["loaded"]:
        print("xdrlib_of_ours" in sys.modules, os.getpgid(0) == os.getpid(), flush=True)
        print("to the log", file=sys.stderr, flush=True)
        return
    if sys.argv[1:] == ["fails"]:
        raise KeyError("what it lacks")
    subprocess.Popen(["sleep", "1000"])
    print("sleeps", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def nursery(tmp_path, monkeypatch):
    (tmp_path / "own_process.py").write_text(OWN)
    (tmp_path / "xdrlib_of_ours.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    made = Nursery(load=("xdrlib_of_ours",))
    yield made
    made.close()


def test_it_has_what_is_loaded_and_its_own_group_and_streams(nursery, tmp_path):
    log = tmp_path / "log.txt"
    made = nursery.begin("own_process", ["loaded"], log)
    assert made.stdout.read() == b"True True\n"
    assert made.wait(20)
    assert made.ended
    assert log.read_text() == "to the log\n"


def test_what_fails_ends_and_says_so_in_the_log(nursery, tmp_path):
    log = tmp_path / "log.txt"
    made = nursery.begin("own_process", ["fails"], log)
    assert made.stdout.read() == b""
    assert "KeyError: 'what it lacks'" in log.read_text()


def test_it_is_ended_with_what_it_has_begun(nursery, tmp_path):
    made = nursery.begin("own_process", [], tmp_path / "log.txt")
    assert made.stdout.readline() == b"sleeps\n"
    assert not made.ended
    assert not made.wait(0.05)
    made.kill()
    assert made.wait(20)  # the one that sleeps holds the same stream


def test_one_that_is_ended_from_outside_is_begun_anew(nursery, tmp_path):
    before = nursery.begin("own_process", [], tmp_path / "log.txt")
    assert before.stdout.readline() == b"sleeps\n"
    nursery._process.kill()
    nursery._process.join()
    made = nursery.begin("own_process", ["loaded"], tmp_path / "log.txt")
    assert made.stdout.read() == b"True True\n"
    assert not before.ended
    before.kill()
    assert before.wait(20)


def test_workers_of_one_that_is_ended_from_outside_end_too(nursery, tmp_path):
    made = nursery.begin("own_process", [], tmp_path / "log.txt")
    assert made.stdout.readline() == b"sleeps\n"
    os.kill(made.pid, signal.SIGKILL)  # it alone
    assert made.wait(20)  # and the one that sleeps, which holds the same stream


def test_where_another_cannot_be_begun_it_is_told_and_tried_again(nursery, tmp_path, monkeypatch):
    nursery.begin("own_process", ["loaded"], tmp_path / "log.txt")
    nursery._process.kill()
    nursery._process.join()
    start = nursery._start

    def fails(alone):
        raise OSError(24, "Too many open files")

    monkeypatch.setattr(nursery, "_start", fails)
    for _ in range(2):
        with pytest.raises(OSError, match="Too many open files"):
            nursery.begin("own_process", ["loaded"], tmp_path / "log.txt")
    monkeypatch.setattr(nursery, "_start", start)
    made = nursery.begin("own_process", ["loaded"], tmp_path / "log.txt")
    assert made.stdout.read() == b"True True\n"


def test_any_thread_may_wait_and_kill(nursery, tmp_path):
    made = nursery.begin("own_process", [], tmp_path / "log.txt")
    waits = threading.Thread(target=made.wait)
    waits.start()
    time.sleep(0.1)
    assert not made.ended
    made.kill()
    waits.join(20)
    assert not waits.is_alive()


def test_a_log_that_cannot_be_written_is_told(nursery, tmp_path):
    with pytest.raises(FileNotFoundError):
        nursery.begin("own_process", [], tmp_path / "nowhere" / "log.txt")


def test_a_second_begins_at_once(nursery, tmp_path):
    nursery.begin("own_process", ["loaded"], tmp_path / "log.txt").wait(20)
    began = time.monotonic()
    for _ in range(10):
        assert nursery.begin("own_process", ["loaded"], tmp_path / "log.txt").wait(20)
    assert time.monotonic() - began < 5  # half a minute if each loaded its libraries


def test_it_ends_with_who_began_it(nursery):
    nursery.close()
    nursery._process.join(20)
    assert nursery._process.exitcode is not None
