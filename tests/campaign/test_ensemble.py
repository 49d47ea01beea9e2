"""Runs: the same bits however they are cut, branches that equal whole runs, nothing lost."""

from __future__ import annotations

import dataclasses
import multiprocessing
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from holdfast.campaign import batch, ensemble, keep
from holdfast.campaign.recorder import Recorder
from holdfast.campaign.state import pack
from holdfast.outcome import Outcome, store
from holdfast.outcome import outcome as outcome_module
from holdfast.questions.deliveries import with_deliveries
from holdfast.questions.edited import edited
from holdfast.scenario import Scenario, read_scenario

VALLEY = Path(__file__).parents[2] / "examples" / "valley"
DAYS = 40


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return read_scenario(VALLEY)


@pytest.fixture(scope="module")
def base(scenario: Scenario) -> Outcome:
    return ensemble.run(scenario, 128, workers=1, until=DAYS)


def same(a: Outcome, b: Outcome) -> None:
    for name in a.data.data_vars:
        assert np.array_equal(
            a.data[name].values, b.data[name].values, equal_nan=a.data[name].dtype.kind == "f"
        ), name


def test_same_bits_for_any_number_of_workers(scenario: Scenario, base: Outcome) -> None:
    same(base, ensemble.run(scenario, 128, workers=2, until=DAYS))


def test_same_bits_for_a_batch_alone_and_among_others(scenario: Scenario, base: Outcome) -> None:
    alone = ensemble.run(scenario, range(64), workers=1, until=DAYS)
    same(alone, dataclasses.replace(base, data=base.data.isel(future=slice(0, 64))))


def test_same_bits_for_one_future_and_for_another_size_of_batch(
    scenario: Scenario, base: Outcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = ensemble.run(scenario, [77], workers=1, until=DAYS)
    same(alone, dataclasses.replace(base, data=base.data.isel(future=[77])))
    monkeypatch.setattr(batch, "SIZE", 10)
    same(base, ensemble.run(scenario, 128, workers=1, until=DAYS))


def test_a_branch_equals_a_run_from_the_first_day(scenario: Scenario, base: Outcome) -> None:
    more = scenario.add_rows(
        "deliveries",
        [
            {
                "id": "x",
                "partner": "NN",
                "item": "transformer",
                "quantity": "3",
                "date": "2030-12-20",
                "slips": "no",
            }
        ],
    )
    branched = ensemble.branch(more, base, day=19, workers=1)
    whole = ensemble.run(more, 128, workers=1, until=DAYS)
    same(whole, branched)
    assert not np.array_equal(whole.data["held"], base.data["held"])


def test_a_branch_without_a_change_is_the_base(scenario: Scenario, base: Outcome) -> None:
    same(base, ensemble.branch(scenario, base, day=30, workers=1))


def test_an_interrupted_run_is_taken_up(scenario: Scenario, base: Outcome, tmp_path: Path) -> None:
    out = tmp_path / "run"
    jobs: list[int] = []

    def stop(done: int, total: int) -> None:
        jobs.append(done)
        if done > 64 * DAYS:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ensemble.run(scenario, 128, workers=1, until=DAYS, out=out, progress=stop)
    assert not out.exists()
    left = list((tmp_path / ".run.batches").glob("batch-*.parcel"))
    assert len(left) == 1
    steps: list[int] = []
    resumed = ensemble.run(
        scenario,
        128,
        workers=1,
        until=DAYS,
        out=out,
        resume=True,
        progress=lambda d, _: steps.append(d),
    )
    assert max(steps) == 64 * DAYS
    same(base, resumed)
    same(base, Outcome.load(out))
    assert not (tmp_path / ".run.batches").exists()


def test_a_damaged_batch_is_run_again(
    scenario: Scenario, base: Outcome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A batch that a crash cut short counts as not finished."""
    out = tmp_path / "run"
    monkeypatch.setattr(keep, "forget", lambda out: None)
    ensemble.run(scenario, 128, workers=1, until=DAYS, out=out)
    shutil.rmtree(out)
    first, second = sorted((tmp_path / ".run.batches").glob("batch-*.parcel"))
    first.write_bytes(first.read_bytes()[:1000])
    second.write_bytes(second.read_bytes()[:-9000] + bytes(9000))
    same(base, ensemble.run(scenario, 128, workers=1, until=DAYS, out=out, resume=True))


def test_batches_of_another_run_are_refused(scenario: Scenario, tmp_path: Path) -> None:
    out = tmp_path / "run"

    def stop(done: int, total: int) -> None:
        if done > 2 * 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ensemble.run(scenario, 4, workers=1, until=2, out=out, progress=stop)
    assert keep.finished(out) == 1
    deliveries = scenario.table("deliveries").rows()
    more = scenario.replace_rows(
        "deliveries", [{**deliveries[0], "quantity": "7"}, *deliveries[1:]]
    )
    had, key = deliveries[0]["quantity"], deliveries[0]["id"]
    for asked, said in (
        ({"seed": 9}, f"seed: {scenario.settings.seed}, now 9"),
        ({"futures": 6}, "futures: 4, now 6"),
        ({"futures": [0, 1, 2, 5]}, "futures: 4, now 4 of 0 to 5"),
        ({"until": 3}, "days: 2, now 3"),
        ({"record": [Recorder("service.unserved")]}, "recorded besides: nothing, now Recorder("),
        ({"scenario": more}, f"deliveries.csv row {key} quantity: {had}, now 7; digest of the "
         f"scenario: {scenario.digest}, now {more.digest}"),
    ):  # fmt: skip
        given = {"scenario": scenario, "futures": 4, "until": 2, **asked}
        with pytest.raises(keep.Mismatch) as told:
            ensemble.run(**given, workers=1, out=out, resume=True)
        assert f"({said}" in str(told.value)
        assert keep.finished(out) == 1


def test_an_interruption_before_a_batch_is_finished_leaves_nothing(
    scenario: Scenario, tmp_path: Path
) -> None:
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ensemble.run(scenario, 4, workers=1, until=2, out=tmp_path / "run", progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_an_interruption_waits_until_what_is_written_is_whole(
    scenario: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C in the midst of writing: the outcome is whole, and the interruption is not lost."""
    write = store.put_files

    def interrupted(folder: Path, files: Mapping[str, str]) -> None:
        signal.raise_signal(signal.SIGINT)
        write(folder, files)

    monkeypatch.setattr(store, "put_files", interrupted)
    with pytest.raises(KeyboardInterrupt):
        ensemble.run(scenario, 2, workers=1, until=2, out=tmp_path / "run")
    assert [path.name for path in tmp_path.iterdir()] == ["run"]
    assert Outcome.load(tmp_path / "run").futures == (0, 1)


def test_workers_are_gone_after_an_interruption(scenario: Scenario, tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    before = set(multiprocessing.active_children())
    with pytest.raises(KeyboardInterrupt):
        ensemble.run(scenario, 128, workers=2, until=DAYS, progress=stop)
    assert set(multiprocessing.active_children()) <= before


def test_a_plain_script_needs_no_guard(tmp_path: Path) -> None:
    """Workers must not run the caller's script again."""
    script = tmp_path / "plain.py"
    script.write_text(
        "from holdfast.campaign import ensemble\n"
        "from holdfast.scenario import read_scenario\n"
        f"scenario = read_scenario({str(VALLEY)!r})\n"
        "print(len(ensemble.run(scenario, 128, workers=2, until=2).futures))\n"
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "128", done.stderr


def test_no_futures_is_an_error(scenario: Scenario) -> None:
    with pytest.raises(ValueError, match="at least one"):
        ensemble.run(scenario, 0)


def test_checkpoints_on_disk_carry_all_bits(
    scenario: Scenario, base: Outcome, tmp_path: Path
) -> None:
    base.save(tmp_path / "kept")
    loaded = Outcome.load(tmp_path / "kept")
    kept, fresh = ensemble.checkpoints(loaded), ensemble.checkpoints(base)
    assert sorted(kept.days()) == sorted(fresh.states) == [0, 14, 28]
    for day, fields in fresh.states.items():
        for name, values in fields.items():
            assert np.array_equal(kept.before(28).states[day][name], values), (day, name)
    some = np.array([3, 5, len(base.futures) - 1])
    for name, values in pack(kept.state(14, some)).items():
        assert np.array_equal(values, fresh.states[14][name][some]), name


def test_a_run_that_is_written_as_it_goes_is_the_same_as_one_in_memory(
    scenario: Scenario, base: Outcome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read whole or part by part: the same bits, the same summary, the same branches."""
    whole = ensemble.run(scenario, 70, workers=1, until=DAYS)
    monkeypatch.setattr(store, "IN_MEMORY", 0)
    monkeypatch.setattr(outcome_module, "BLOCK", 16)
    read = ensemble.run(scenario, 70, workers=1, until=DAYS, out=tmp_path / "run")
    same(whole, read)
    pd.testing.assert_frame_equal(whole.summary(), read.summary())
    other = with_deliveries(scenario, ["shield"], "b")
    same(ensemble.branch(other, whole, 20), ensemble.branch(other, read, 20))


def test_batches_that_drew_rival_models_of_unlike_names_go_to_one_folder(scenario, tmp_path):
    """A folder takes batches one after the other: the width of their texts must be the same."""
    out = tmp_path / "run"
    made = ensemble.run(scenario, 8, workers=1, until=3, out=out)
    names = [str(name) for name in Outcome.load(out).data["rival"].values]
    assert names == made.data["rival"].values.tolist()
    assert len(set(map(len, names))) > 1


@pytest.mark.parametrize(
    ("futures", "hands", "batches"),
    [(1, 2, 1), (2, 2, 2), (64, 2, 2), (200, 2, 2), (200, 4, 4), (200, 1, 2), (1000, 2, 8)],
)
def test_batches_give_each_processor_the_same_work_and_stay_small(futures, hands, batches):
    made = batch.parts(tuple(range(futures)), hands)
    assert len(made) == batches
    assert [future for part in made for future in part] == list(range(futures))
    assert max(map(len, made)) <= batch.SIZE


@pytest.mark.parametrize("workers", [1, 2])
def test_several_scenarios_are_lived_as_each_alone_is(scenario: Scenario, workers: int) -> None:
    """In their order, bit for bit, and no run is cut for a free worker."""
    colder = edited(
        scenario, "weather/normals", lambda row: {**row, "mean_c": str(float(row["mean_c"]) - 3)}
    )
    asked = [colder, scenario, colder]
    made = list(ensemble.several(asked, 3, 4, workers, until=20, only=("hours_without_power",)))
    assert len(made) == 3
    for each, one in zip(asked, made, strict=True):
        same(ensemble.run(each, 3, 4, 1, until=20, only=("hours_without_power",)), one)
    with pytest.raises(AssertionError):
        same(made[0], made[1])
