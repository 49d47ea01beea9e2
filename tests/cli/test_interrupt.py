"""Ctrl-C sent to a real process at several moments, as a terminal does: to it and its workers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

WAIT = 90.0
"""Seconds after which a moment that does not come is a failure."""


class Running:
    """A command in a process group of its own."""

    def __init__(self, *words: object) -> None:
        program = [sys.executable, "-m", "holdfast", *map(str, words)]
        self.process = subprocess.Popen(
            program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            start_new_session=True,
        )  # fmt: skip

    def interrupt(self, moment: Callable[[Running], bool]) -> str:
        """Send SIGINT to all of the group once the moment has come; what was said."""
        until = time.monotonic() + WAIT
        while not moment(self):
            assert self.process.poll() is None, self.process.communicate()
            assert time.monotonic() < until, "the moment did not come"
            time.sleep(0.005)
        os.killpg(self.process.pid, signal.SIGINT)
        _, said = self.process.communicate(timeout=60)
        assert self.process.returncode == 130, said
        assert "Traceback" not in said
        assert len(said.splitlines()) <= 1
        while self.running():
            assert time.monotonic() < until, "workers outlive the command"
            time.sleep(0.05)
        return said

    def running(self) -> bool:
        """Whether a process of the group still runs."""
        for place in Path("/proc").glob("[0-9]*/stat"):
            try:
                state, _, group = place.read_text().rpartition(")")[2].split()[:3]
            except OSError:
                continue
            if int(group) == self.process.pid and state != "Z":
                return True
        return False

    def loaded(self, library: str) -> bool:
        """Whether the process has loaded a library that has this in its name."""
        try:
            return library in Path(f"/proc/{self.process.pid}/maps").read_text()
        except OSError:
            return False

    def children(self) -> int:
        """How many processes it has started."""
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        try:
            return sum(len(task.read_text().split()) for task in tasks)
        except OSError:
            return 0


def after(seconds: float) -> Callable[[Running], bool]:
    """So long after the workers were there (the tracker of resources is one process more)."""
    begun: list[float] = []

    def come(running: Running) -> bool:
        if not begun and running.children() > 2:
            begun.append(time.monotonic())
        return bool(begun) and time.monotonic() - begun[0] > seconds

    return come


@pytest.mark.parametrize(
    "moment",
    [
        lambda running: running.loaded("pydantic_core"),
        lambda running: running.loaded("scipy"),
        lambda running: running.children() > 0,
        after(0),
        after(0.5),
    ],
    ids=["starting", "loading", "first worker", "workers", "later"],
)
def test_before_a_batch_is_finished_nothing_is_left(short, tmp_path, moment):
    running = Running("run", short, "--futures", 2000, "--workers", 2, "--out", tmp_path / "run")
    said = running.interrupt(moment)
    kept = list(tmp_path.glob(".run.batches/batch-*.parcel"))
    assert sorted(path.name for path in tmp_path.iterdir()) == [".run.batches"] * bool(kept)
    assert ("--resume" in said) == bool(kept)


def test_finished_batches_are_kept_and_taken_up(call, short, tmp_path):
    words = ("run", short, "--futures", 150, "--json", "--workers")
    kept = tmp_path / ".run.batches"
    running = Running(*words, 2, "--out", tmp_path / "run")
    said = running.interrupt(lambda _: any(kept.glob("batch-*.parcel")))
    assert "finished batch" in said
    assert "the same command with --resume goes on" in said
    names = {path.name.partition("-")[0] for path in kept.iterdir()}
    assert names == {"batch", "run.json"}, "nothing but what resuming needs"
    again = call(*words, 1, "--out", tmp_path / "run", "--resume")
    assert again.exit_code == 0, again.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["run"]
    assert again.stdout == call(*words, 1).stdout


def test_what_is_being_written_is_written_whole(call, short, tmp_path):
    running = Running("run", short, "--futures", 64, "--workers", 1, "--out", tmp_path / "run")
    said = running.interrupt(lambda _: any(tmp_path.glob(".run.part-*")))
    assert [path.name for path in tmp_path.iterdir()] == ["run"]
    assert f"interrupted once the run was written to {tmp_path / 'run'}" in said
    assert call("stocks", tmp_path / "run").exit_code == 0


def test_a_comparison_without_a_place_leaves_nothing(short, tmp_path):
    running = Running("whatif", short, "--b", "shield", "--futures", 2000, "--workers", 2)
    said = running.interrupt(after(0.3))
    assert said == (
        "holdfast: interrupted; nothing is kept (with --out finished batches are, for --resume)\n"
    )


def test_a_comparison_is_taken_up(call, short, tmp_path):
    words = ("whatif", short, "--b", "shield", "--futures", 150, "--json", "--workers")
    running = Running(*words, 2, "--out", tmp_path / "b")
    said = running.interrupt(lambda _: any(tmp_path.glob(".b.work/.a-0.batches/batch-*.parcel")))
    assert "kept: " in said
    assert "the same command with --resume goes on" in said
    assert [path.name for path in tmp_path.iterdir()] == [".b.work"]
    again = call(*words, 1, "--out", tmp_path / "b", "--resume")
    assert again.exit_code == 0, again.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["b"]
    assert again.stdout == call(*words, 1).stdout
