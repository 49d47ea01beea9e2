"""A run under way: what is known of it, ending it early, and the words of its screen."""

from __future__ import annotations

import shutil
from functools import partial

import numpy as np
import pytest

from holdfast.campaign import keep
from holdfast.campaign.ensemble import UnderWay, run
from holdfast.outcome import Outcome
from holdfast.outcome.statistics import estimate
from holdfast.page import tasks_run
from holdfast.page.jobs import DONE, PAUSED, RUNNING
from holdfast.page.progress import FILE, SoFar
from holdfast.page.screens import live
from holdfast.page.screens.run import day, seed, whole
from holdfast.page.so_far import SoFar as Known
from holdfast.questions.refused import Refused
from holdfast.scenario import read_scenario
from holdfast.show.catalogue import Catalogue
from page.conftest import until

WORDS = Catalogue.of("en")


@pytest.fixture(scope="module")
def short(shelved):
    """The short valley, and a run of it that was broken off after its first two batches of ten."""
    return read_scenario(shelved / "valley")


@pytest.fixture
def broken_off(short, tmp_path, monkeypatch):
    monkeypatch.setattr("holdfast.campaign.batch.SIZE", 10)
    out = tmp_path / "under-way"
    write, count = keep._write, []

    def first_two(file, part):
        if len(count) == 2:
            raise KeyboardInterrupt
        count.append(file)
        write(file, part)

    monkeypatch.setattr(keep, "_write", first_two)
    with pytest.raises(KeyboardInterrupt):
        run(short, 40, seed=3, workers=1, out=out)
    return out


def test_what_is_finished_is_told_while_the_rest_is_not(short, broken_off):
    under_way, known = UnderWay(short, 40, 3, broken_off), Known()
    assert known.told() is None
    for number, part in under_way.parts():
        known.add(number, part)
    assert under_way.finished() == 2
    assert list(under_way.parts(known.known)) == []
    told = SoFar.model_validate({**known.told()})
    alone = run(short, 20, seed=3, workers=1)
    window = alone.windows()[-1]
    hours = alone.values("hours_without_power", window)
    made = estimate(hours, alone.pair)
    assert told.futures == told.leading == told.drawn == 20
    assert told.points[-1] == (20, made.mean, made.low, made.high)
    assert (told.rows[0].mean, told.rows[0].median) == (made.mean, np.median(hours))
    assert told.survived == alone.values("survival", window).sum()
    assert len(told.mean) == len(told.bands[0]) == len(alone.data["day"])


def test_futures_behind_a_gap_are_known_but_not_leading(short, broken_off):
    known = Known()
    ((_, first), (_, second)) = UnderWay(short, 40, 3, broken_off).parts()
    known.add(0, first)
    known.add(3, second)
    assert known.told()["futures"] == 20
    assert known.told()["leading"] == 10


def test_a_run_that_is_ended_early_has_the_bits_of_one_that_was_asked_for_so_many(
    short, broken_off
):
    made = UnderWay(short, 40, 3, broken_off).shortened()
    alone = run(short, 20, seed=3, workers=1)
    assert made.futures == tuple(range(20))
    assert made.data.attrs["futures"] == 20
    assert made.data.equals(alone.data)
    assert keep.finished(broken_off) == 0
    assert Outcome.load(broken_off).data.equals(alone.data)


def test_nothing_is_made_of_a_run_of_which_nothing_is_finished(short, tmp_path):
    assert UnderWay(short, 40, 3, tmp_path / "none").shortened() is None
    with pytest.raises(Refused, match="no batch of futures is finished yet"):
        tasks_run._shortened(UnderWay(short, 40, 3, tmp_path / "none"), tmp_path / "none")


def test_batches_of_another_run_are_refused(short, broken_off):
    with pytest.raises(keep.Mismatch, match="seed"):
        list(UnderWay(short, 40, 4, broken_off).parts())


def test_stop_here_and_keep(desk, folder):
    shutil.rmtree(folder / "made-up")
    job = desk.start_run("valley", 4000, workers=1, name="long")
    with pytest.raises(Refused, match="no batch of futures of 'long' is finished yet"):
        desk.shorten(job.id)
    until(lambda: desk.watch.so_far(job), "what is known")
    shown = live.live(desk, job.id, WORDS)
    assert (shown.title, shown.alive, shown.can_shorten) == ("long is running", True, True)
    assert shown.mean == shown.lines[0].mean
    figures = desk.watch.drawn(desk.queue.get(job.id), "fr")
    assert len(figures.settling) == len(figures.fan) == 2
    assert "19 avenirs sur 20" in figures.fan[0]
    assert desk.shorten(job.id).job.state == RUNNING
    until(lambda: desk.queue.get(job.id).state == DONE, "its end")
    run_, job = desk.shelf.run("long"), desk.queue.get(job.id)
    assert run_.futures == job.about["futures"] < 4000
    assert desk.watch.so_far(job) is None
    ended = live.live(desk, job.id, WORDS)
    assert (ended.alive, ended.title, ended.can_shorten) == (False, "long is done", False)


def test_a_paused_run_can_be_kept_too(desk):
    job = desk.start_run("valley", 4000, workers=1, name="long")
    until(lambda: desk.watch.so_far(job), "what is known")
    desk.pause(job.id)
    until(lambda: desk.queue.get(job.id).state == PAUSED, "the pause")
    desk.shorten(job.id)
    until(lambda: desk.queue.get(job.id).state == DONE, "its end")
    assert desk.shelf.run("long").futures == desk.job(job.id).futures


@pytest.mark.parametrize("written", ["", "{}", '{"futures": 3}'])
def test_what_is_half_written_tells_nothing(desk, written):
    job = desk.start_run("valley", 4000, workers=1, name="long")
    until(lambda: (desk.place.asked / job.token).is_dir())
    desk.pause(job.id)
    until(lambda: desk.queue.get(job.id).state == PAUSED, "the pause")
    (desk.place.asked / job.token / FILE).write_text(written)
    assert desk.watch.so_far(job) is None


def test_a_cluster_and_processes_are_not_asked_for_at_once(desk):
    ask = partial(desk.start_run, "valley", 4)
    with pytest.raises(Refused, match="leave them out where a cluster works"):
        ask(workers=2, cluster="tcp://127.0.0.1:9")
    with pytest.raises(Refused, match="is no address of a scheduler: tcp://HOST:PORT"):
        ask(cluster="127.0.0.1")
    job = ask(cluster="tcp://127.0.0.1:9")
    until(lambda: desk.queue.get(job.id).said, "why it failed")
    assert "tcp://127.0.0.1:9" in desk.queue.get(job.id).said


@pytest.mark.parametrize(
    ("read", "text", "said"),
    [
        (lambda text: whole(text, 5), "6", "'6' is not a whole number of 1 to 5"),
        (seed, "4294967296", "seed '4294967296' cannot be used; take one of 0 to 4294967295"),
        (seed, "-1", "seed '-1' cannot be used"),
        (day, "2022-13-01", "'2022-13-01' is not a day"),
    ],
)
def test_what_the_form_refuses(read, text, said):
    with pytest.raises(Refused, match=said):
        read(text)
    assert seed("") is None
    assert seed("7") == 7
    assert day("") is None
    assert day("2022-12-01").isoformat() == "2022-12-01"
