"""The queue, and who runs it: killed at any moment, nothing is lost and no bit is another."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import sqlite3
import time

import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.outcome import Outcome
from holdfast.page import jobs
from holdfast.page.base import Base
from holdfast.page.desk import Desk
from holdfast.page.errors import Faulty, Lost, Missing, Taken
from holdfast.page.jobs import CANCELLED, DONE, FAILED, LONG, PAUSED, QUEUED, QUICK, RUNNING, Queue
from holdfast.questions.refused import Refused
from holdfast.questions.run import run
from holdfast.scenario import read_scenario
from page.conftest import alive, until

FUTURES = 150
"""Three batches."""


@pytest.fixture
def queue(where):
    return Queue(Base(where))


def add(queue, name, lane=LONG):
    return queue.add(f"token of {name} {lane}", lane, "run", name, {"futures": 3})


def test_the_first_that_waits_is_taken_first(queue):
    first, second, other = add(queue, "a"), add(queue, "b"), add(queue, "c", QUICK)
    assert queue.take(LONG).id == first.id
    assert queue.take(LONG).id == second.id
    assert queue.take(LONG) is None
    assert queue.take(QUICK).id == other.id
    assert queue.get(first.id).state == RUNNING
    assert first.about == {"futures": 3}


def test_no_two_that_are_open_make_the_same(queue):
    first = add(queue, "a")
    with pytest.raises(Taken, match="on its way already"):
        queue.add("another", LONG, "run", "a", {})
    queue.take(LONG)
    queue.settle(first.id, FAILED, "no room")
    again = queue.add("another", LONG, "run", "a", {})
    with pytest.raises(Taken, match="makes the same"):
        queue.resume(first.id)
    assert [job.id for job in queue.all(LONG)] == [again.id, first.id]
    assert queue.latest(LONG, "a").id == again.id


def test_what_is_wished_of_one_that_runs_waits_for_its_end(queue):
    job = add(queue, "a")
    assert queue.wish(job.id, PAUSED).state == PAUSED
    assert queue.resume(job.id).state == QUEUED
    queue.take(LONG)
    wished = queue.wish(job.id, CANCELLED)
    assert (wished.state, wished.wish) == (RUNNING, CANCELLED)
    assert [each.id for each in queue.left_running()] == [job.id]
    settled = queue.settle(job.id, CANCELLED)
    assert (settled.state, settled.wish) == (CANCELLED, "")
    with pytest.raises(Taken, match="cannot be queued any more"):
        queue.resume(job.id)


def test_what_is_being_cancelled_is_neither_paused_nor_shortened(queue):
    job = add(queue, "a")
    queue.take(LONG)
    queue.wish(job.id, CANCELLED)
    for act in (lambda: queue.wish(job.id, PAUSED), lambda: queue.shorten(job.id)):
        with pytest.raises(Taken, match="is cancelled"):
            act()
    assert queue.wish(job.id, CANCELLED).wish == CANCELLED
    other = add(queue, "b")
    queue.take(LONG)
    assert queue.wish(other.id, PAUSED).wish == PAUSED
    assert queue.wish(other.id, CANCELLED).wish == CANCELLED


def test_an_end_is_not_written_over_another_wish(queue):
    job = add(queue, "a")
    queue.take(LONG)
    queue.wish(job.id, CANCELLED)
    assert queue.settle(job.id, PAUSED, wish="") is None
    assert queue.get(job.id).state == RUNNING
    assert queue.settle(job.id, CANCELLED, wish=CANCELLED).state == CANCELLED


@pytest.mark.parametrize("number", [0, -1, 7, 2**63, 10**30])
def test_a_job_that_there_is_not(queue, number):
    for ask in (queue.get, queue.resume, lambda number: queue.wish(number, PAUSED)):
        with pytest.raises(Missing, match="there is no job"):
            ask(number)


@settings(max_examples=25)
@given(verbs=st.lists(st.sampled_from(["take", "pause", "cancel", "resume", "done", "fail"])))
def test_a_job_is_always_in_one_state_and_ends_once(tmp_path_factory, verbs):
    queue = Queue(tmp_path_factory.mktemp("any") / "jobs.db")
    job = add(queue, "a")
    for verb in verbs:
        before = queue.get(job.id).state
        try:
            if verb == "take":
                queue.take(LONG)
            elif verb == "resume":
                queue.resume(job.id)
            elif verb in ("pause", "cancel"):
                queue.wish(job.id, PAUSED if verb == "pause" else CANCELLED)
            elif before == RUNNING:
                queue.settle(job.id, DONE if verb == "done" else FAILED)
        except Taken:
            assert queue.get(job.id).state == before
        assert queue.get(job.id).state in jobs.STATES
        if before in (DONE, CANCELLED):
            assert queue.get(job.id).state == before


def test_the_queue_is_there_again_after_it_is_opened_anew(queue, where):
    job = add(queue, "a")
    queue.tell(job.id, 3, 9)
    again = Queue(Base(where)).get(job.id)
    assert (again.name, again.done, again.total, again.state) == ("a", 3, 9, QUEUED)


def test_a_queue_of_another_layout_is_refused(tmp_path):
    Queue(tmp_path / "jobs.db")
    with sqlite3.connect(tmp_path / "jobs.db") as base:
        base.execute("PRAGMA user_version=99")
    with pytest.raises(Refused, match="has layout 99"):
        Queue(tmp_path / "jobs.db")


# ---- running -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def unbroken(shelved) -> xr.Dataset:
    """What an unbroken run of as many futures gives."""
    return run(read_scenario(shelved / "valley"), FUTURES, workers=1).data


def kept(desk, name):
    return sorted(desk.place.root.glob(f".{name}.batches/batch-*.parcel"))


def ended(desk, number, *states):
    return until(lambda: (job := desk.job(number).job).state in (states or (DONE, FAILED)) and job)


def same(desk, name, unbroken):
    found = Outcome.load(desk.place.root / name)
    xr.testing.assert_identical(found.data.drop_attrs(), unbroken.drop_attrs())
    assert found.scenario.path == str(desk.place.root / "valley")


def test_a_run_is_made_and_its_card_with_it(desk):
    job = desk.start_run("valley", 6, workers=1)
    assert job.name == "valley-1"
    assert ended(desk, job.id).state == DONE
    made = desk.job(job.id)
    assert (made.lived, made.futures, made.left) == (6, 6, None)
    run_ = desk.shelf.run("valley-1")
    assert (run_.futures, run_.of) == (6, "valley")
    assert desk.place.card(run_.mark).is_file()
    until(lambda: not list(desk.place.asked.iterdir()), "the end of what it was asked with")
    assert desk.start_run("valley", 6, workers=1).name == "valley-2"


def test_a_runner_that_is_killed_is_told_and_goes_on_with_the_same_bits(desk, unbroken):
    job = desk.start_run("valley", FUTURES, workers=1, name="killed")
    until(lambda: kept(desk, "killed"), "a batch")
    (process, *_) = alive(desk.place.root)
    os.kill(process, signal.SIGKILL)
    failed = ended(desk, job.id)
    assert failed.state == FAILED
    assert "let it go on" in failed.said
    before = {file: file.stat().st_mtime_ns for file in kept(desk, "killed")}
    assert before
    desk.resume(job.id)
    until(lambda: desk.job(job.id).lived >= 64, "what was finished before")
    assert ended(desk, job.id).state == DONE
    assert kept(desk, "killed") == []
    same(desk, "killed", unbroken)


def test_killed_at_any_moment_it_comes_out_the_same(desk, unbroken):
    moments = random.Random(1)
    job = desk.start_run("valley", FUTURES, workers=2, name="often")
    finished: set[str] = set()
    for _ in range(4):
        until(lambda: alive(desk.place.root) or desk.job(job.id).job.state == DONE, "its process")
        time.sleep(moments.uniform(0, 3))
        for process in alive(desk.place.root):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        if ended(desk, job.id).state == DONE:
            break
        names = {file.name for file in kept(desk, "often")}
        assert finished <= names
        finished = names
        desk.resume(job.id)
    assert ended(desk, job.id).state == DONE
    same(desk, "often", unbroken)
    until(lambda: not alive(desk.place.root), "the end of its workers")


def test_a_folder_that_is_moved_goes_on_where_it_is(folder, unbroken):
    first = Desk(folder)
    job = first.start_run("valley", FUTURES, workers=1, name="moved")
    until(lambda: kept(first, "moved"), "a batch")
    first.close()
    there = folder.rename(folder.with_name("elsewhere"))
    again = Desk(there)
    assert ended(again, job.id).state == DONE
    same(again, "moved", unbroken)
    again.close()
    assert not folder.exists()


def test_what_is_paused_keeps_its_batches_and_what_is_cancelled_nothing(desk, unbroken):
    # a scenario that is changed meanwhile is none of it
    job = desk.start_run("valley", FUTURES, workers=1, name="paused")
    other = desk.start_run("valley", FUTURES, workers=1, name="other")
    settings_ = desk.place.root / "valley" / "scenario.toml"
    text = settings_.read_text()
    settings_.write_text(text.replace("days = 45", "days = 44"))
    until(lambda: kept(desk, "paused"), "a batch")
    desk.pause(job.id)
    assert ended(desk, job.id, PAUSED).state == PAUSED
    assert kept(desk, "paused")
    until(lambda: desk.job(other.id).job.state == RUNNING, "the next")
    desk.cancel(other.id)
    assert ended(desk, other.id, CANCELLED).state == CANCELLED
    with pytest.raises(Taken, match="'paused' is being made by job"):
        desk.start_run("valley", 3, name="paused")
    desk.resume(job.id)
    assert ended(desk, job.id).state == DONE
    same(desk, "paused", unbroken)
    assert alive(desk.place.root) == []
    left = sorted(path.name for path in desk.place.root.iterdir())
    assert left == [".holdfast", "made-up", "paused", "valley"]


def test_a_server_that_is_killed_goes_on_by_itself_when_it_is_started_again(
    server, folder, unbroken
):
    first = server(folder)
    job = first.ask(
        "/api/jobs",
        {"scenario": "valley", "futures": FUTURES, "workers": 2, "name": "long"},
    )
    paused = first.ask("/api/jobs", {"scenario": "valley", "futures": 3, "name": "waits"})
    first.ask(f"/api/jobs/{paused['id']}/pause", {})
    until(lambda: sorted(folder.glob(".long.batches/batch-*.parcel")), "a batch")
    first.kill()
    until(lambda: not alive(folder), "the end of its processes")
    assert not (folder / "long").exists()
    second = server(folder)
    until(lambda: second.ask(f"/api/jobs/{job['id']}")["state"] == "done", "the run")
    assert second.ask(f"/api/jobs/{paused['id']}")["state"] == "paused"
    second.end()
    desk = Desk(folder)
    try:
        same(desk, "long", unbroken)
        assert desk.job(paused["id"]).job.state == PAUSED
    finally:
        desk.close()


def test_a_wish_that_a_killed_server_wrote_down_is_fulfilled(folder):
    first = Desk(folder)
    first.foreman.close()
    job = first.start_run("valley", 3, name="wished")
    first.queue.take(LONG)
    first.queue.wish(job.id, CANCELLED)
    (folder / ".wished.batches").mkdir()
    first.close()
    again = Desk(folder)
    assert again.job(job.id).job.state == CANCELLED
    assert not (folder / ".wished.batches").exists()
    again.close()


def test_a_folder_is_served_once(desk):
    with pytest.raises(Refused, match="is served already"):
        Desk(desk.place.root)


def test_a_run_that_was_deleted_before_it_was_counted_is_counted_when_it_is_back(desk):
    desk.foreman.close()
    run_ = desk.shelf.run("made-up")
    assert desk.card(run_, "en") is None
    gone = desk.delete("made-up")
    desk.close()
    again = Desk(desk.place.root)
    (job,) = again.queue.all(QUICK)
    assert ended(again, job.id).state == DONE
    assert again.trash.restore(gone.token) == "made-up"
    assert "each person spends" in until(lambda: again.card(run_, "en"), "its card").headline
    again.close()


def test_what_has_faults_is_not_run(desk):
    table = desk.place.root / "valley" / "stocks.csv"
    table.write_text(table.read_text() + "nonsense\n")
    with pytest.raises(Faulty, match=r"stocks.csv row"):
        desk.start_run("valley", 3)
    assert desk.jobs() == []
    assert list(desk.place.asked.iterdir()) == []


def test_one_that_was_taken_as_the_database_was_lost_is_done_all_the_same(desk, monkeypatch):
    take, lost = desk.queue.take, []

    def once(lane):
        job = take(lane)
        if job is not None and not lost:
            lost.append(job)
            raise Lost("it went away")
        return job

    monkeypatch.setattr(desk.queue, "take", once)
    job = desk.start_run("valley", 2, workers=1, name="made")
    assert ended(desk, job.id).state == DONE
    assert lost[0].id == job.id


def test_what_a_job_makes_keeps_its_name_from_all_else(desk):
    job = desk.start_run("valley", 2, workers=1, name="mine")
    desk.pause(job.id)
    for act in (
        lambda: desk.shelf.copy("valley", "mine"),
        lambda: desk.start_run("valley", 2, name="mine"),
    ):
        with pytest.raises(Taken, match="'mine' is being made by job"):
            act()
    desk.cancel(job.id)
    until(lambda: desk.queue.get(job.id).state == CANCELLED, "its end")
    assert desk.shelf.copy("valley", "mine").name == "mine"
    gone = desk.trash.put("mine")
    again = desk.start_run("valley", 2, workers=1, name="mine")
    desk.pause(again.id)
    with pytest.raises(Taken, match="is being made by job"):
        desk.trash.restore(gone.token)


def test_a_name_that_is_taken_is_refused(desk):
    for name in ("valley", "made-up"):
        with pytest.raises(Taken, match="is there already"):
            desk.start_run("valley", 3, name=name)
    with pytest.raises(Missing):
        desk.start_run("made-up", 3)
