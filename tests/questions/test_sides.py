"""Comparisons that are written as they go: the same numbers, nothing lost, nothing left."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import time
from pathlib import Path

import pandas as pd
import pytest

from holdfast.campaign import keep
from holdfast.campaign.workshop import Workshop
from holdfast.outcome import Outcome, store
from holdfast.outcome import outcome as outcome_module
from holdfast.questions import whatif as module
from holdfast.questions.refused import Refused
from holdfast.questions.whatif import WhatIf, whatif
from holdfast.scenario import Scenario
from killing import forked, kill_until_done, sides

MANY = "NN:battery:9@2030-12-16"
FUTURES = 8
"""In two batches."""


@pytest.fixture(scope="module")
def short(short) -> Scenario:
    """The valley over 18 days: nothing here is about how long a winter is."""
    text = short.files["scenario.toml"].replace("days = 50", "days = 18")
    assert "days = 18" in text
    kept = {name: rows for name, rows in short.files.items() if name != "packages.csv"}
    return Scenario.from_files({**kept, "scenario.toml": text})


@pytest.fixture(scope="module")
def plain(short) -> WhatIf:
    """The comparison in memory."""
    return whatif(short, b=[MANY], futures=FUTURES, workers=1)


@pytest.fixture
def lazy(monkeypatch) -> None:
    """Nothing is small enough to be read whole."""
    monkeypatch.setattr(store, "IN_MEMORY", 0)
    monkeypatch.setattr(outcome_module, "BLOCK", 3)


def same(found: WhatIf, plain: WhatIf) -> bool:
    pd.testing.assert_frame_equal(found.difference, plain.difference)
    assert found.closing == plain.closing
    return all(
        one.data[name].equals(other.data[name])
        for one, other in ((found.a, plain.a), (found.b, plain.b))
        for name in other.data.data_vars
    )


def names(folder) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_it_is_the_same_as_in_memory(short, plain, tmp_path):
    found = whatif(short, b=[MANY], futures=FUTURES, workers=1, out=tmp_path / "b")
    assert same(found, plain)
    assert names(tmp_path) == ["b"]
    branched = whatif(
        short, b=[MANY], workers=1, base=found.a, out=tmp_path / "b2", out_a=tmp_path / "a2"
    )
    assert same(branched, plain)
    assert [found.a.folder, branched.a.folder] == [None, tmp_path / "a2"]
    assert names(tmp_path) == ["a2", "b", "b2"]


def test_what_is_too_large_for_memory_stands_beside_as_long_as_it_is_read(
    short, plain, tmp_path, lazy
):
    found = whatif(short, b=[MANY], futures=FUTURES, workers=1, out=tmp_path / "b")
    assert same(found, plain)
    assert ".b.work" in names(tmp_path)
    with pytest.raises(keep.Busy, match="still in use"):
        whatif(short, b=[MANY], futures=FUTURES, out=tmp_path / "b", resume=True)
    held = found.a.data["held"].isel(day=slice(0, 2))
    del found
    gc.collect()
    assert held.equals(plain.a.data["held"].isel(day=slice(0, 2)))
    del held
    gc.collect()
    assert names(tmp_path) == ["b"]


def test_without_a_place_what_is_too_large_stands_among_the_temporary_files(
    short, plain, tmp_path, lazy, monkeypatch
):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    found = whatif(short, b=[MANY], futures=FUTURES, workers=1)
    assert len(names(tmp_path)) == 1
    assert same(found, plain)
    del found
    gc.collect()
    assert names(tmp_path) == []

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        whatif(short, b=[MANY], futures=FUTURES, workers=1, progress=stop)
    assert names(tmp_path) == []


def test_steps_are_taken_up_one_by_one(short, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "STEPS", (2, 4))
    monkeypatch.setattr(module, "settled", lambda made: False)
    asked = {"b": [MANY], "stop": True, "workers": 1}
    plain = whatif(short, **asked)

    def third(done: int, total: int) -> None:
        if len(list(tmp_path.glob(".b.work/?-?"))) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        whatif(short, **asked, out=tmp_path / "b", progress=third)
    assert names(tmp_path / ".b.work") == ["a-0", "a-2", "b-0"]
    again: list[int] = []

    def tell(done: int, total: int) -> None:
        again.append(total)

    found = whatif(
        short,
        **asked,
        out=tmp_path / "b",
        resume=True,
        progress=tell,
    )
    assert same(found, plain)
    assert found.stopped == plain.stopped
    assert 0 < max(again) < 2 * short.settings.days, "only side B of the last step is simulated"
    assert names(tmp_path) == ["b"]


def test_a_finished_comparison_is_read_and_not_simulated_again(short, plain, tmp_path):
    places = {"out": tmp_path / "b", "out_a": tmp_path / "a"}
    whatif(short, b=[MANY], futures=FUTURES, workers=1, **places)

    def never(done: int, total: int) -> None:
        raise AssertionError("simulated again")

    asked = {"futures": FUTURES, "workers": 1, "resume": True, "progress": never}
    assert same(whatif(short, b=[MANY], **asked, **places), plain)
    with pytest.raises(FileExistsError, match=r"another run \(deliveries.csv row battery/1 quant"):
        whatif(short, b=["NN:battery:8@2030-12-16"], **asked, **places)
    with pytest.raises(FileExistsError, match="exists already"):
        whatif(short, b=[MANY], futures=FUTURES, **places)


def test_what_was_left_by_another_comparison_is_refused(short, tmp_path):
    def stop(done: int, total: int) -> None:
        if (tmp_path / ".b.work" / "a-0").exists():
            raise KeyboardInterrupt

    asked = {"workers": 1, "out": tmp_path / "b"}
    with pytest.raises(KeyboardInterrupt):
        whatif(short, b=[MANY], futures=2, **asked, progress=stop)
    assert names(tmp_path) == [".b.work"]
    with pytest.raises(keep.Mismatch, match="run without --resume"):
        whatif(short, b=[MANY], futures=3, **asked, resume=True)
    assert names(tmp_path) == [".b.work"], "nothing is touched"
    whatif(short, b=[MANY], futures=3, **asked)
    assert names(tmp_path) == ["b"]


def test_places_that_do_not_do(short, tmp_path):
    with pytest.raises(Refused, match="--resume needs --out"):
        whatif(short, b=[MANY], futures=2, resume=True)
    with pytest.raises(Refused, match="name two folders"):
        whatif(short, b=[MANY], futures=2, out=tmp_path / "x", out_a=tmp_path / "x")
    for a, b in (("x", "x/y"), ("x/y", "x")):
        with pytest.raises(Refused, match="into the folder of the other"):
            whatif(short, b=[MANY], futures=2, out=tmp_path / b, out_a=tmp_path / a)
    shop = Workshop.beside(tmp_path / "b", resume=False)
    with pytest.raises(keep.Busy, match="another run is being written"):
        whatif(short, b=[MANY], futures=2, out=tmp_path / "b")
    shop.close()
    assert names(tmp_path) == []


def test_kills_lose_nothing_that_was_finished(short, plain, tmp_path):
    out = tmp_path / "b"

    def start() -> int:
        return forked(
            lambda: whatif(short, b=[MANY], futures=FUTURES, workers=1, out=out, resume=True)
        )

    began = time.monotonic()
    assert os.waitpid(start(), 0)[1] == 0
    whole = time.monotonic() - began
    shutil.rmtree(out)
    shutil.rmtree(tmp_path / ".b.work", ignore_errors=True)
    found = kill_until_done(start, out, kills=6, longest=0.9 * whole, look=sides)
    assert (found.kills, found.lost) == (6, 0)
    assert found.midway >= 2
    end = whatif(short, b=[MANY], futures=FUTURES, workers=1, out=out, resume=True)
    assert same(end, plain)
    assert Outcome.load(out).futures == plain.b.futures
    assert not list(tmp_path.rglob("*.parcel")) or names(tmp_path) == ["b"]


def test_a_kill_while_what_was_needed_is_removed(short, plain, tmp_path):
    """Half of side A is never taken for the whole of it."""
    out, real = tmp_path / "b", shutil.rmtree

    def killed() -> None:
        def half(folder, *args, **kwargs):
            if ".work" not in str(folder) or not (run := Path(folder) / "a-0").exists():
                return real(folder, *args, **kwargs)
            real(run / "scenario")
            os.kill(os.getpid(), signal.SIGKILL)

        shutil.rmtree = half
        whatif(short, b=[MANY], futures=FUTURES, workers=1, out=out)

    _, status = os.waitpid(forked(killed), 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    assert [path.parent.name for path in tmp_path.rglob("a-0")] == [".b.work"]
    shutil.rmtree(out)
    assert same(whatif(short, b=[MANY], futures=FUTURES, workers=1, out=out, resume=True), plain)
    assert names(tmp_path) == ["b"]
