"""A run over a cluster: the same bits, whoever works, whoever is lost, and clear words if not."""

from __future__ import annotations

import os
import pickle
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dask
import pytest
from distributed import LocalCluster
from hypothesis import given
from hypothesis import strategies as st

from cli.test_interrupt import Running
from holdfast.campaign import cluster, ensemble
from holdfast.campaign.batch import Job, parts
from holdfast.campaign.headway import Headway
from holdfast.outcome import Outcome
from holdfast.questions.refused import Refused
from holdfast.questions.run import run
from holdfast.questions.whatif import whatif
from holdfast.scenario import read_scenario
from killing import batches

VALLEY = Path(__file__).parents[2] / "examples" / "valley"
FUTURES, DAYS = 256, 30
"""Four batches of 128."""


@pytest.fixture(scope="module")
def scenario():
    return read_scenario(VALLEY)


def made(workers: int) -> LocalCluster:
    """A scheduler in this process, and worker processes of one thread each."""
    asked = {"n_workers": workers, "threads_per_worker": 1, "processes": True}
    return LocalCluster(**asked, dashboard_address=":0", silence_logs=60)


@pytest.fixture(scope="module")
def crew():
    # a scheduler asks a worker that is gone for what it held; half a minute is for slow networks
    with dask.config.set({"distributed.comm.timeouts.connect": "2s"}), made(2) as found:
        yield found


@pytest.fixture(scope="module")
def undisturbed(scenario):
    return ensemble.run(scenario, FUTURES, workers=1, until=DAYS)


def same(one: Outcome, other: Outcome) -> bool:
    return all(one.data[name].equals(other.data[name]) for name in one.data.data_vars)


def test_a_worker_killed_in_mid_run_loses_nothing_and_changes_no_bit(
    scenario, crew, undisturbed, tmp_path
):
    out, seen, killed, told = tmp_path / "run", {}, [], []

    def kill(done: int, total: int) -> None:
        assert total == FUTURES * DAYS
        told.append(done)
        if killed or not batches(out):
            return
        busy = [at for at, worker in crew.scheduler.workers.items() if worker.processing]
        pids = [each.pid for each in crew.workers.values() if each.worker_address in busy]
        if pids:
            seen.update(batches(out))
            os.kill(pids[0], signal.SIGKILL)
            killed.append(pids[0])

    kept = []

    def look(done: int, total: int) -> None:
        kill(done, total)
        if killed:
            now = batches(out)
            kept.append({name: now.get(name) for name in seen})

    for attempt in range(5):  # on a busy machine a run may end before it is looked at
        out = tmp_path / f"run {attempt}"
        told.clear()
        found = ensemble.run(
            scenario, FUTURES, workers=crew.scheduler_address, until=DAYS, out=out, progress=look
        )
        if killed:
            break
    assert len(killed) == 1
    assert seen
    assert all(each == seen for each in kept), "what was finished is not made again"
    assert same(found, undisturbed)
    assert sorted(path.name for path in tmp_path.iterdir())[attempt:] == [out.name]
    assert told == sorted(told), "what is done never falls, though a batch begins anew"
    assert told[-1] == FUTURES * DAYS


def test_progress_is_told_day_by_day(scenario, crew):
    told: list[int] = []
    ensemble.run(
        scenario, 131, workers=crew.scheduler_address, until=DAYS,
        progress=lambda done, total: told.append(done),
    )  # fmt: skip
    sizes = {len(part) for part in parts(range(131))}
    assert len(sizes) == 2
    assert told == sorted(told)
    assert told[-1] == 131 * DAYS
    assert any(done % (size * DAYS) for done in told for size in sizes), "only whole batches"


@given(
    heard=st.lists(
        st.tuples(st.sampled_from(["mine", "another"]), st.integers(0, 2), st.integers(1, 7)),
        max_size=40,
    ),
    ends=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 2)), max_size=3),
)
def test_headway_never_falls_and_never_exceeds_what_there_is(heard, ends):
    # whatever comes from workers that are lost, in whatever order, early or late
    jobs = [Job(None, 1, tuple(range(size)), 3, 10, None) for size in (4, 4, 2)]
    headway, told = Headway("mine", jobs), [0]
    for place, said in enumerate(heard):
        headway.hear((0.0, said))
        for _, number in (end for end in ends if end[0] == place):
            headway.finish(number)
        told.append(headway.done)
    assert told == sorted(told)
    assert told[-1] <= headway.total == 10 * 7
    for number in range(3):
        headway.finish(number)
    assert headway.done == headway.total


def test_a_batch_that_begins_anew_stands_where_it_stood():
    headway = Headway("mine", [Job(None, 1, (0, 1), 0, 5, None)])
    told = []
    for days in (1, 2, 3, 1, 2, 3, 4):
        headway.hear((0.0, ("mine", 0, days)))
        told.append(headway.done)
    assert told == [2, 4, 6, 6, 6, 6, 8]


def test_a_comparison_over_a_cluster_is_that_of_one_process(scenario, crew):
    asked = {"b": ["shield"], "futures": 3}
    over = whatif(scenario, **asked, cluster=crew.scheduler_address)
    alone = whatif(scenario, **asked, workers=1)
    assert same(over.a, alone.a)
    assert same(over.b, alone.b)
    assert over.difference.equals(alone.difference)


def test_a_cluster_that_goes_leaves_what_was_finished(scenario, undisturbed, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", 1.0)
    out = tmp_path / "run"
    with made(1) as lone:

        def leave(done: int, total: int) -> None:
            if batches(out):
                lone.close()

        with pytest.raises(cluster.ClusterError, match=r"is gone .* go on with --resume"):
            ensemble.run(
                scenario, FUTURES, workers=lone.scheduler_address, until=DAYS, out=out,
                progress=leave,
            )  # fmt: skip
    assert batches(out)
    assert same(
        ensemble.run(scenario, FUTURES, workers=1, until=DAYS, out=out, resume=True), undisturbed
    )


def test_a_cluster_without_workers_is_not_waited_for_for_ever(scenario, monkeypatch):
    monkeypatch.setattr(cluster, "DESERTED", 2)
    with made(0) as empty, pytest.raises(cluster.ClusterError, match="has had no worker for 1 s"):
        ensemble.run(scenario, 2, workers=empty.scheduler_address, until=2)


@contextmanager
def silent() -> Iterator[str]:
    """The address of a server that takes a connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"tcp://127.0.0.1:{server.getsockname()[1]}"


def test_a_scheduler_that_is_not_there_or_is_none(tmp_path, monkeypatch):
    """As a process of its own: what a client left behind says as it ends counts too."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    words = [sys.executable, "-m", "holdfast", "run", str(VALLEY), "--futures", "2", "--out"]
    with silent() as mute:
        asked = {
            address: subprocess.Popen(
                [*words, str(tmp_path / name), "--cluster", address],
                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            )
            for name, address in (("one", "tcp://127.0.0.1:9"), ("other", mute))
        }  # fmt: skip
        for address, process in asked.items():
            out, said = process.communicate(timeout=60)
            assert (process.returncode, out) == (2, "")
            assert len(said.splitlines()) == 1
            assert said.startswith(f"holdfast: --cluster: no cluster answers at {address} (")
    assert list(tmp_path.iterdir()) == []


def test_nobody_is_waited_for_longer_than_a_few_seconds():
    assert cluster.KNOCK + cluster.GREETING <= 10


@pytest.mark.parametrize(
    "address",
    ["hello", "", "tcp://", "tcp://here", "udp://x:1", "tcp://x:0", "tcp://x:99999", "tcp://x:1/y"],
)
@pytest.mark.parametrize("command", ["run", "whatif"])
def test_an_address_that_is_none(call, tmp_path, command, address):
    done = call(command, VALLEY, "--futures", 2, "--cluster", address, "--out", tmp_path / "run")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        f"holdfast: {command}: --cluster: {address!r} is no address of a scheduler: "
        "tcp://HOST:PORT, or tls://HOST:PORT, PORT a whole number of 1 to 65,535"
    ]
    assert list(tmp_path.iterdir()) == []


def test_an_address_that_is_none_from_python(scenario):
    with pytest.raises(cluster.NoCluster, match="'hello' is no address of a scheduler"):
        ensemble.run(scenario, 2, workers="hello", until=2)


def test_another_version_is_refused(call, crew, monkeypatch):
    monkeypatch.setattr(cluster, "__version__", "0.0.9")
    done = call("run", VALLEY, "--futures", 2, "--cluster", crew.scheduler_address)
    assert (done.exit_code, done.stdout) == (1, "")
    (said,) = done.stderr.splitlines()
    assert "has Holdfast 0.1.0, here it is 0.0.9: the numbers would not be the same" in said


def test_a_worker_without_holdfast_is_refused(scenario, tmp_path):
    (tmp_path / "holdfast").mkdir()
    (tmp_path / "holdfast" / "__init__.py").write_text("")
    with made(0) as empty:
        words = ["-m", "distributed.cli.dask_worker", empty.scheduler_address, "--nthreads", "1"]
        worker = subprocess.Popen(
            [sys.executable, *words, "--no-nanny", "--no-dashboard"],
            env={**os.environ, "PYTHONPATH": str(tmp_path)}, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            empty.wait_for_workers(1, timeout=60)
            with pytest.raises(cluster.ClusterError, match=r"has no Holdfast 0\.1\.0"):
                ensemble.run(scenario, 2, workers=empty.scheduler_address, until=2)
        finally:
            worker.kill()
            worker.wait()


def test_an_interruption_keeps_what_is_finished(call, crew, tmp_path):
    short, text = tmp_path / "short", (VALLEY / "scenario.toml").read_text()
    shutil.copytree(VALLEY, short)
    (short / "scenario.toml").write_text(text.replace("days = 151", "days = 70"))
    words = ("run", short, "--futures", 200, "--json")
    address = crew.scheduler_address
    running = Running(*words, "--cluster", address, "--out", tmp_path / "run")
    said = running.interrupt(lambda _: any(tmp_path.glob(".run.batches/batch-*.parcel")))
    assert "finished batch" in said
    assert "the same command with --resume goes on" in said
    kept = batches(tmp_path / "run")
    again = call(*words, "--cluster", address, "--out", tmp_path / "run", "--resume")
    assert again.exit_code == 0, again.stderr
    assert kept
    assert sorted(path.name for path in tmp_path.iterdir()) == ["run", "short"]


def test_workers_of_this_machine_beside_a_cluster_are_refused(scenario):
    with pytest.raises(Refused, match="leave them out where a cluster works"):
        run(scenario, 2, workers=2, cluster="tcp://127.0.0.1:9")
    with pytest.raises(Refused, match="leave them out where a cluster works"):
        whatif(scenario, b=["shield"], futures=2, workers=2, cluster="tcp://127.0.0.1:9")


def test_a_batch_that_fails_is_told_as_it_is(scenario, crew, monkeypatch):
    monkeypatch.setattr(cluster, "_packed", lambda job: b"no job")
    with pytest.raises(pickle.UnpicklingError, match="invalid load key"):
        ensemble.run(scenario, 2, workers=crew.scheduler_address, until=2)


def test_a_batch_that_ends_its_workers_is_given_up(scenario, crew, monkeypatch):
    monkeypatch.setattr(cluster, "_packed", lambda job: pickle.dumps(Deadly()))
    monkeypatch.setattr(crew.scheduler, "allowed_failures", 0)
    with pytest.raises(cluster.ClusterError, match="ended several workers"):
        ensemble.run(scenario, 2, workers=crew.scheduler_address, until=2)


class Deadly:
    """A job that ends whoever takes it up."""

    def __reduce__(self):
        return os._exit, (1,)
