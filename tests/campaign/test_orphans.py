"""A run that is killed takes its workers with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PROC = Path("/proc")
PATIENCE = 60.0
CODE = """
import sys
import holdfast as hf
hf.run(hf.read_scenario(sys.argv[1]), futures=4000, workers=2)
"""


def workers_of(parent: int) -> set[int]:
    """Processes that were spawned by it to work."""
    found = set()
    for folder in PROC.glob("[0-9]*"):
        try:
            status = (folder / "status").read_text()
            asked = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if f"PPid:\t{parent}\n" in status and b"spawn_main" in asked:
            found.add(int(folder.name))
    return found


def gone(pid: int) -> bool:
    """Whether it is no more, or only waits to be counted out."""
    try:
        return "State:\tZ" in (PROC / str(pid) / "status").read_text()
    except OSError:
        return True


def until(held, seconds: float = PATIENCE) -> bool:
    """Whether it holds before so many seconds are over."""
    end = time.monotonic() + seconds
    while not held():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


@pytest.mark.skipif(not (PROC / "self/status").exists(), reason="no table of processes to read")
def test_workers_end_with_a_run_that_is_killed(root):
    asked = [sys.executable, "-c", CODE, str(root / "examples" / "valley")]
    run = subprocess.Popen(asked, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    workers: set[int] = set()
    try:
        assert until(lambda: len(workers_of(run.pid)) == 2)
        workers = workers_of(run.pid)
        time.sleep(1.0)
        os.kill(run.pid, signal.SIGKILL)
        run.wait()
        assert until(lambda: all(map(gone, workers))), "a worker stays for ever"
    finally:
        run.kill()
        for pid in workers:
            if not gone(pid):
                os.kill(pid, signal.SIGKILL)
