"""A run that is killed takes its workers with it."""

from __future__ import annotations

import subprocess
import sys
import time

import psutil

PATIENCE = 60.0
CODE = """
import sys
import holdfast as hf
hf.run(hf.read_scenario(sys.argv[1]), futures=4000, workers=2)
"""


def workers_of(run: subprocess.Popen[bytes]) -> list[psutil.Process]:
    """Processes that were spawned by it to work."""
    children = psutil.Process(run.pid).children()
    return [each for each in children if any("spawn_main" in word for word in each.cmdline())]


def test_workers_end_with_a_run_that_is_killed(root):
    asked = [sys.executable, "-c", CODE, str(root / "examples" / "valley")]
    run = subprocess.Popen(asked, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    workers: list[psutil.Process] = []
    try:
        end = time.monotonic() + PATIENCE
        while len(workers) < 2 and time.monotonic() < end:
            time.sleep(0.05)
            workers = workers_of(run)
        assert len(workers) == 2
        time.sleep(1.0)
        run.kill()
        run.wait()
        _, alive = psutil.wait_procs(workers, timeout=PATIENCE)
        assert not alive, "a worker stays for ever"
    finally:
        run.kill()
        for each in workers:
            if each.is_running():
                each.kill()
