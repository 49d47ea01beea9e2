"""What a delivery is worth: what two whole runs say, kept beside the run it belongs to."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest

from holdfast.campaign import stack
from holdfast.questions import worth_kept as module
from holdfast.questions.deliveries import with_deliveries
from holdfast.questions.refused import Refused
from holdfast.questions.run import run
from holdfast.questions.worth import METRIC, without, worth
from holdfast.questions.worth_kept import place, worth_of

BATTERY, LATE = "battery/1", "transformer/1"


@pytest.fixture(scope="module")
def plan(short):
    """The short valley with a battery that comes early and a transformer that comes too late."""
    return with_deliveries(short, ["NN:battery:9@2030-12-03", "EN:transformer:5@2031-01-19"], "b")


@pytest.fixture(scope="module")
def outcome(plan):
    return run(plan, futures=4, workers=1)


@pytest.fixture(scope="module")
def found(outcome):
    return {each.delivery: each for each in worth(outcome, [BATTERY, LATE], workers=1)}


def test_it_is_the_difference_of_two_whole_runs(plan, outcome, found):
    alone = run(without(plan, BATTERY), futures=4, workers=1)
    for number, window in enumerate(outcome.windows()):
        apart = alone.values(METRIC, window) - outcome.values(METRIC, window)
        assert np.array_equal(found[BATTERY].by_future(number), apart)
    assert found[BATTERY].by_future(-1).any()


def test_what_comes_too_late_is_worth_nothing(outcome, found):
    assert (found[LATE].by_future(-1) == 0).all()
    assert found[LATE].saved(-1, outcome.pair).changed == 0


def test_less_suffering_is_a_saving_above_nought(outcome, found):
    saved = found[BATTERY].saved(-1, outcome.pair)
    assert saved.estimate.mean == pytest.approx(found[BATTERY].by_future(-1).mean())
    assert saved.p_better == (found[BATTERY].by_future(-1) > 0).mean()


def test_what_is_not_there_and_what_is_of_another_version_is_refused(outcome):
    with pytest.raises(Refused, match="no delivery 'XX'"):
        list(worth(outcome, ["XX"]))
    old = dataclasses.replace(outcome, version="0.0.1")
    with pytest.raises(Refused, match=r"made by version 0\.0\.1"):
        list(worth(old, [BATTERY]))


def test_rows_go_through_one_pool_and_come_one_by_one(outcome, found, monkeypatch):
    monkeypatch.setattr(stack, "MOST", 1)  # no two of them side by side
    told = []
    rows = worth(outcome, [LATE, BATTERY], 1, lambda done, total: told.append((done, total)))
    assert next(rows).delivery == LATE
    assert told[-1][0] < told[-1][1] / 2, "the second row is still to be simulated"
    assert next(rows).delivery == BATTERY
    assert next(rows, None) is None
    for each in worth(outcome, [BATTERY, LATE], workers=2):
        assert np.array_equal(each.without, found[each.delivery].without)
        assert np.array_equal(each.within, found[each.delivery].within)


def test_progress_covers_all_rows(outcome):
    told = []
    list(worth(outcome, [LATE, LATE], 1, lambda done, total: told.append((done, total))))
    assert {total for _, total in told} == {told[-1][0]}
    assert told == sorted(told)


def test_it_is_kept_beside_the_run_and_taken_from_there(outcome, found, tmp_path, monkeypatch):
    outcome.save(tmp_path / "run")
    saved = dataclasses.replace(outcome, folder=tmp_path / "run")
    keep = place(saved)
    assert keep == tmp_path / ".run.worth.json"
    assert place(outcome) is None
    worth_of(saved, [LATE], 1, None, keep)
    simulated = []

    def noting(run, names, workers, progress):
        simulated.extend(names)
        return iter([found[name] for name in names])

    monkeypatch.setattr(module, "worth", noting)
    again = worth_of(saved, [BATTERY, LATE], 1, None, keep)
    assert simulated == [BATTERY]
    assert [each.delivery for each in again] == [BATTERY, LATE]
    assert worth_of(saved, [LATE, BATTERY], 1, None, keep)[1].by_future(-1).tolist() == (
        found[BATTERY].by_future(-1).tolist()
    )
    assert simulated == [BATTERY]
    assert [path.name for path in tmp_path.iterdir() if ".worth" in path.name] == [keep.name]


@pytest.mark.parametrize("harm", ["changed", "cut", "another seed", "another scenario", "not ours"])
def test_what_was_changed_or_is_of_another_run_is_not_used(
    harm, short, outcome, found, tmp_path, monkeypatch
):
    keep = tmp_path / ".run.worth.json"
    simulated = []

    def noting(run, names, workers, progress):
        simulated.extend(names)
        return iter([found[name] for name in names])

    monkeypatch.setattr(module, "worth", noting)
    worth_of(outcome, [LATE], 1, None, keep)
    text = keep.read_text()
    asked = outcome
    if harm == "changed":
        document = json.loads(text)
        document["without"][LATE][0][0] += 1.0
        keep.write_text(json.dumps(document))
    elif harm == "cut":
        keep.write_text(text[: len(text) // 2])
    elif harm == "not ours":
        keep.write_text("[1, 2]")
    elif harm == "another seed":
        asked = dataclasses.replace(outcome, seed=9)
    else:
        asked = dataclasses.replace(outcome, scenario=short)
    worth_of(asked, [LATE], 1, None, keep)
    assert simulated == [LATE, LATE]
