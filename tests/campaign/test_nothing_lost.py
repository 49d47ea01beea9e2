"""Kills, full disks, two at once: what was finished stays, nothing is half-written."""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
import resource
import shutil
import signal
import time
from pathlib import Path

import pytest

from holdfast.campaign import batch, ensemble, keep, pool
from holdfast.outcome import Outcome, store
from holdfast.scenario import read_scenario
from killing import batches, forked, half_sent, kill_until_done

VALLEY = Path(__file__).parents[2] / "examples" / "valley"
FUTURES = 64
DAYS = 6


@pytest.fixture(scope="module")
def short(tmp_path_factory) -> Path:
    """The valley over forty-five days: what is done of it is not what these tests are about."""
    folder = tmp_path_factory.mktemp("short") / "valley"
    shutil.copytree(VALLEY, folder)
    text = (folder / "scenario.toml").read_text()
    (folder / "scenario.toml").write_text(text.replace("days = 151", "days = 45"))
    (folder / "deliveries.csv").unlink()
    return folder


@pytest.fixture(scope="module")
def undisturbed() -> Outcome:
    return ensemble.run(read_scenario(VALLEY), FUTURES, workers=1, until=DAYS)


def run(scenario, out, workers=1, resume=False) -> Outcome:
    return ensemble.run(scenario, FUTURES, workers=workers, until=DAYS, out=out, resume=resume)


def same(one: Outcome, other: Outcome) -> bool:
    return all(one.data[name].equals(other.data[name]) for name in one.data.data_vars)


def beside(out: Path) -> list[str]:
    """What lies in the folder of a run besides it."""
    return sorted(file.name for file in out.parent.iterdir() if file != out)


@pytest.mark.parametrize("kills", [6, pytest.param(20, marks=pytest.mark.sweep)])
def test_kills_lose_nothing_and_change_no_bit(tmp_path, undisturbed, kills):
    out, scenario = tmp_path / "run", read_scenario(VALLEY)

    def start() -> int:
        return forked(lambda: run(scenario, out, resume=True))

    began = time.monotonic()
    assert os.waitpid(start(), 0)[1] == 0
    whole = time.monotonic() - began
    shutil.rmtree(out)
    found = kill_until_done(start, out, kills=kills, longest=1.2 * whole)
    assert (found.kills, found.lost) == (kills, 0)
    assert found.midway >= kills // 4
    assert same(Outcome.load(out), undisturbed)
    assert beside(out) == []


def test_a_worker_that_is_ended_from_outside_is_told_and_what_was_finished_stays(
    tmp_path, undisturbed, monkeypatch
):
    # so many batches that two workers cannot have done all of them when the first is there
    monkeypatch.setattr(batch, "SIZE", 8)
    out = tmp_path / "run"
    scenario = read_scenario(VALLEY)
    with monkeypatch.context() as broken:
        broken.setattr(pool, "_result", _after_the_first(pool._result))
        with pytest.raises(pool.WorkerLost, match="--resume"):
            run(scenario, out, workers=2)
    assert batches(out)
    assert same(run(scenario, out, resume=True), undisturbed)


def _after_the_first(real):
    """Results as they come; once one is there every worker process is killed."""

    def result(future):
        made = real(future)
        for worker in multiprocessing.active_children():
            worker.kill()
            worker.join()
        return made

    return result


def test_a_worker_that_is_ended_while_it_sends_does_not_hang_the_run(tmp_path, monkeypatch):
    def late(*_):
        raise TimeoutError("it waits for the other half of a result")

    monkeypatch.setattr(pool, "_remote", half_sent)
    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(40)
    try:
        with pytest.raises(pool.WorkerLost, match="--resume"):
            run(read_scenario(VALLEY), tmp_path / "run", workers=2)
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("where", ["batches", "outcome"])
def test_a_full_disk_leaves_nothing_half_written(tmp_path, undisturbed, monkeypatch, where):
    def full(*args, **kwargs):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    scenario, out = read_scenario(VALLEY), tmp_path / "run"
    place = (keep, "_put") if where == "batches" else (store, "_write_card")
    monkeypatch.setattr(*place, full)
    with pytest.raises(OSError, match="No space left"):
        run(scenario, out)
    assert not out.exists()
    assert set(beside(out)) <= {".run.batches"}
    assert not list(tmp_path.rglob("*.tmp"))
    kept = len(batches(out))
    assert kept == (0 if where == "batches" else 2)
    monkeypatch.undo()
    assert same(run(scenario, out, resume=True), undisturbed)


def limited(call, words: list[object], most: int) -> tuple[int, str, str]:
    """The command line where no file may grow over so many bytes: a disk full in mid-file.

    Exit status and what was said, of a child of this process: the limit holds for all of it.
    """
    reader, writer = os.pipe()

    def work() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        done = call(*words)
        fault = "" if isinstance(done.exception, SystemExit) else repr(done.exception)
        told = json.dumps([done.exit_code, done.stdout, done.stderr + fault])
        os.write(writer, told.encode())

    child = forked(work)
    os.close(writer)
    with open(reader, encoding="utf-8") as pipe:
        told = pipe.read()
    assert os.waitpid(child, 0)[1] == 0
    status, out, err = json.loads(told)
    return status, out, err


def test_the_system_refusing_to_write_on_is_an_error_that_names_the_place(call, short, tmp_path):
    out = tmp_path / "run"
    words = ["run", short, "--futures", "64", "--workers", "1", "--out", out]
    status, _, said = limited(call, words, 50_000)
    assert status == 1
    assert said == (
        f"holdfast: {out}: File too large; make room there; no batch of futures was finished, "
        "so nothing is kept\n"
    )
    assert not out.exists()


@pytest.mark.parametrize("command", ["run", "whatif"])
def test_a_full_disk_is_told_with_the_place_and_with_what_is_kept(
    call, short, tmp_path, monkeypatch, command
):
    real, wrote = keep._put, []

    def full(*args, **kwargs):
        if wrote:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        wrote.append(1)
        real(*args, **kwargs)

    out = tmp_path / "run"
    words = [command, short, "--futures", 4, "--workers", 1, "--out", out]
    words += ["--b", "shield"] if command == "whatif" else []
    monkeypatch.setattr(keep, "_put", full)
    done = call(*words)
    assert done.exit_code == 1
    assert done.stderr == (
        f"holdfast: {out}: No space left on device; make room there; kept: 1 finished batch of "
        "futures; after that the same command with --resume goes on\n"
    )
    monkeypatch.undo()
    assert call(*words, "--resume").exit_code == 0


@pytest.mark.parametrize("of", ["scenario", "run"])
def test_a_workbook_on_a_full_disk_is_one_line_and_no_traceback(call, tmp_path, of):
    source = VALLEY
    if of == "run":
        source = tmp_path / "run"
        ensemble.run(read_scenario(VALLEY), 2, workers=1, until=20).save(source)
    book = tmp_path / "out" / "book.xlsx"
    status, out, said = limited(call, ["export", source, book], 15_000)
    assert (status, out) == (1, "")
    assert said == f"holdfast: {book}: File too large; make room there\n"
    assert list(book.parent.iterdir()) == []


def test_two_runs_into_one_folder(call, tmp_path):
    out = tmp_path / "run"
    with keep.alone(out):
        done = call("run", VALLEY, "--futures", 2, "--out", out)
    assert done.exit_code != 0
    assert "another run is being written" in done.stderr
    assert not out.exists()
    assert ensemble.run(read_scenario(VALLEY), 2, workers=1, until=2, out=out).futures == (0, 1)


def test_a_killed_run_leaves_no_lock_behind_that_holds(tmp_path):
    out, scenario = tmp_path / "run", read_scenario(VALLEY)
    child = forked(lambda: run(scenario, out))
    while not (tmp_path / ".run.lock").exists():
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert ensemble.run(scenario, 2, workers=1, until=2, out=out)


def test_a_place_that_cannot_be_written_to(call, tmp_path):
    (tmp_path / "file").write_text("in the way")
    done = call("run", VALLEY, "--futures", 2, "--out", tmp_path / "file" / "run")
    assert done.exit_code != 0
    assert isinstance(done.exception, SystemExit), "a traceback"
    assert str(tmp_path / "file") in done.stderr
    assert (tmp_path / "file").read_text() == "in the way"
