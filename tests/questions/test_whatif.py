"""Dated deliveries compared on the same futures, simulated on a short valley."""

from __future__ import annotations

import dataclasses
from datetime import date

import numpy as np
import pandas as pd
import pytest

from holdfast.campaign import ensemble
from holdfast.questions import whatif as module
from holdfast.questions.refused import QuestionError, Refused
from holdfast.questions.run import run
from holdfast.questions.whatif import between, whatif

MANY = "NN:battery:9@2030-12-16"


def test_nothing_against_nothing_is_exactly_nought(short, base):
    found = whatif(short, base=base)
    assert (found.difference[["mean", "standard_error", "low", "high"]] == 0).all().all()
    assert (found.fork, found.words_a, found.words_b) == (None, "as pledged", "as pledged")
    assert found.verdict.endswith("no future differs")


def test_the_same_on_both_sides_is_exactly_nought(short, base):
    found = whatif(short, [MANY], [MANY], base=base, workers=1)
    assert (found.difference["mean"] == 0).all()
    assert found.a.data.identical(found.b.data)


def test_a_branch_is_what_a_whole_run_is(short, base):
    branched = whatif(short, b=[MANY], base=base, workers=1)
    afresh = whatif(short, b=[MANY], futures=4, workers=1)
    pd.testing.assert_frame_equal(branched.difference, afresh.difference)
    whole = run(branched.b.scenario, futures=4, workers=1)
    for name in whole.data.data_vars:
        np.testing.assert_array_equal(branched.b.data[name].values, whole.data[name].values, name)
    assert branched.fork == date(2030, 12, 16)
    assert branched.words_b == "as pledged, and 9\u00a0batteries (Northern neighbour, 16 Dec 2030)"
    assert (branched.b.data["ready"] > branched.a.data["ready"]).any()


def test_before_the_fork_nothing_differs(short, base):
    found = whatif(short, ["NN:battery:2@2030-12-20"], [MANY], base=base, workers=1)
    assert found.fork == date(2030, 12, 16)
    early = {"day": slice(None, "2030-12-15")}
    assert found.a.data.sel(early).equals(found.b.data.sel(early))
    turned = whatif(short, [MANY], ["NN:battery:2@2030-12-20"], base=base, workers=1)
    means = found.difference["mean"] + turned.difference["mean"]
    assert np.allclose(means, 0, atol=1e-9)


def test_only_the_days_after_the_fork_are_simulated(short, base, monkeypatch):
    begun = []
    work = ensemble.run_all

    def watch(jobs, *rest):
        begun.extend(job.begin for job in jobs)
        return work(jobs, *rest)

    monkeypatch.setattr(ensemble, "run_all", watch)
    whatif(short, b=["NN:battery:9@2031-01-10"], base=base, workers=1)
    kept = ensemble.checkpoints(base).latest(short.day(date(2031, 1, 10)))
    assert set(begun) == {kept}
    assert kept > 0


def test_with_stop_futures_are_added_until_the_verdict_is_settled(short, monkeypatch):
    monkeypatch.setattr(module, "STEPS", (2, 4, 8))
    monkeypatch.setattr(module, "settled", lambda made: made.n >= 4)
    found = whatif(short, b=[MANY], stop=True, workers=1)
    assert found.a.futures == found.b.futures == (0, 1, 2, 3)
    plain = whatif(short, b=[MANY], futures=4, workers=1)
    pd.testing.assert_frame_equal(found.difference, plain.difference)
    assert found.stopped == "stopped at 4 futures: settled"
    assert plain.stopped == ""


def test_a_base_is_extended(short, base, monkeypatch):
    monkeypatch.setattr(module, "STEPS", (2, 6))
    monkeypatch.setattr(module, "settled", lambda made: False)
    found = whatif(short, b=[MANY], base=base, stop=True, workers=1)
    assert found.b.futures == tuple(range(6))
    assert found.stopped == "stopped at 6 futures, not settled: 6 is the last step"


def test_what_is_not_settled_says_what_it_takes(short, base):
    assert whatif(short, b=["EN:crew:1@2031-01-10"], base=base, workers=1).verdict.startswith(
        "person-hours without power or, weighted, in the cold"
    )


def test_faults_are_told_before_anything_is_simulated(short):
    with pytest.raises(QuestionError) as caught:
        whatif(short, a=["NX:battery:1"])
    assert caught.value.faults[0].file == "a"


def test_a_base_of_another_number_of_futures_is_refused(short, base):
    with pytest.raises(Refused, match="the base has 4 futures, not 9"):
        whatif(short, base=base, futures=9)
    assert len(whatif(short, base=base, futures=4).a.futures) == 4
    with pytest.raises(Refused, match="leave futures out"):
        whatif(short, b=[MANY], futures=100, stop=True)


def test_the_faults_of_both_sides_are_told_at_once(short):
    with pytest.raises(QuestionError) as caught:
        whatif(short, a=["NX:battery:1"], b=["NN:batery:1"])
    assert [fault.file for fault in caught.value.faults] == ["a", "b"]


def test_the_closing_words(short, base):
    found = whatif(short, b=["NN:battery:9@2030-12-16", "EN:transformer:2@2030-12-20"], base=base)
    hours, suffering, survival, cost, futures = found.closing
    assert hours.startswith("hours without power per person: ")
    assert suffering == found.verdict
    before, after = (float(run.values("survival_of_grid", run.windows()[-1]).mean())
                     for run in (found.a, found.b))  # fmt: skip
    assert f"of the grid {100 * before:.0f}\u00a0% " in survival
    assert before == after or f"{100 * after:.0f}\u00a0% with B" in survival
    assert cost == "cost: +905 million EUR"
    assert futures == (
        "over 4 futures, in each of which A and B meet the same weather, raids and luck"
    )


def test_a_foreign_base_is_refused(short, valley, base):
    with pytest.raises(Refused, match="not a run of this scenario"):
        whatif(valley, base=base)
    with pytest.raises(Refused, match="the base has seed 1, not 7"):
        whatif(short, base=base, seed=7)
    with pytest.raises(Refused, match=r"made by version 0\.0\.1"):
        whatif(short, base=dataclasses.replace(base, version="0.0.1"))


def test_two_saved_runs_can_be_set_side_by_side(short, base, tmp_path):
    found = whatif(short, b=["repair"], base=base, workers=1)
    assert found.words_b == "as pledged, and the package repair"
    base.save(tmp_path / "a")
    found.b.save(tmp_path / "b")
    again = between(type(base).load(tmp_path / "a"), type(base).load(tmp_path / "b"))
    pd.testing.assert_frame_equal(again.difference, found.difference)
    assert (again.words_a, again.words_b, again.fork) == (
        found.words_a, found.words_b, found.fork,
    )  # fmt: skip


def test_a_base_from_disk_gives_the_same(short, base, tmp_path):
    base.save(tmp_path / "base")
    loaded = type(base).load(tmp_path / "base")
    found = whatif(short, b=[MANY], base=loaded, workers=1)
    kept = whatif(short, b=[MANY], base=base, workers=1)
    pd.testing.assert_frame_equal(found.difference, kept.difference)
