"""Batches over the workers of a cluster (dask.distributed), merged in order like those of a pool.

Every worker is asked first whether it would give the same bits: the same Holdfast, the same
libraries. A worker that is lost costs only what it was at; the scheduler gives that to another.
"""

from __future__ import annotations

import asyncio
import hashlib
import importlib
import logging
import pickle
import socket
import threading
import warnings
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from importlib import metadata, resources
from importlib.resources.abc import Traversable
from typing import Any

from holdfast.campaign.batch import Done, Job
from holdfast.campaign.headway import TOPIC, Headway, teller
from holdfast.campaign.scheduler import host_and_port
from holdfast.campaign.work import work
from holdfast.outcome.unbroken import unbroken
from holdfast.power.progress import Progress
from holdfast.version import __version__

AHEAD = 1
"""Jobs that wait beside those at work, so that no worker is idle."""
PATIENCE = 10.0
"""Seconds in which a cluster has to answer."""
KNOCK = 3.0
"""Seconds in which the machine of a scheduler has to take a connection."""
GREETING = 5.0
"""Seconds in which a scheduler has to say that it is one."""
TICK = 0.5
"""Seconds between looks at the cluster."""
DESERTED = 120
"""Looks in a row without any worker after which a run gives up: a minute."""
LIBRARIES = ("numpy", "scipy", "numba", "highspy")
"""What the bits depend on besides Holdfast."""
KEPT = (
    "; what was done is kept if the run is written to a folder: go on with --resume, on the "
    "cluster or without"
)
EXTRA = "clusters need the package distributed: pip install 'holdfast[cluster]'"
_one_at_a_time = threading.Lock()


class ClusterError(RuntimeError):
    """A cluster that is not there, is gone, or would not give the same bits."""


class NoCluster(ClusterError):
    """An address that is none, or at which no scheduler answers: nothing was begun."""


def identity() -> dict[str, str]:
    """What the bits of a run depend on in this process: versions, and the digest of the source."""
    made = {"Holdfast": __version__, "source of Holdfast": _source()}
    return made | {name: metadata.version(name) for name in LIBRARIES}


def over_cluster(
    jobs: Sequence[Job], address: str, progress: Progress | None
) -> Generator[tuple[int, Done], None, None]:
    """Each job's number with what it leaves, as they finish on the cluster at this address.

    Jobs are made ready only a few at a time, and a result is taken from its worker as soon as it is
    there. Raises ClusterError.
    """
    with _connected(address) as client:
        _refuse_others(client, address)
        headway = Headway(client.id, jobs)
        client.subscribe_topic(TOPIC, headway.hear)
        yield from _through(client, jobs, address, headway, progress)


def _through(
    client: Any, jobs: Sequence[Job], address: str, headway: Headway, progress: Progress | None
) -> Generator[tuple[int, Done], None, None]:
    left = iter(enumerate(jobs))
    waiting: dict[Any, int] = {}
    deserted = 0
    try:
        while True:
            crew = len(_asked(client.nthreads, address))
            deserted = 0 if crew else deserted + 1
            if deserted > DESERTED:
                raise ClusterError(
                    f"the cluster at {address} has had no worker for {DESERTED * TICK:.0f} seconds"
                    f"{KEPT}"
                )
            while len(waiting) < crew + AHEAD and (following := next(left, None)) is not None:
                waiting[_submitted(client, *following)] = following[0]
            if not waiting:
                return
            for future in _finished(client, waiting, address):
                number = waiting.pop(future)
                made = _result(future, address)
                future.release()
                yield number, made
                headway.finish(number)
            if progress:
                progress(headway.done, headway.total)
    finally:
        with unbroken():
            for future in waiting:
                future.cancel()


def _submitted(client: Any, number: int, job: Job) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of tasks of many bytes: a state is what it is
        return client.submit(_remote, _packed(job), client.id, number, pure=False)


def _packed(job: Job) -> bytes:
    """A job as bytes, which nobody on the way looks into."""
    return pickle.dumps(job.ready())


def _remote(job: bytes, run: str, number: int) -> Done:
    """The work of one batch on a worker; of its threads one at a time is at it."""
    with _one_at_a_time:
        return work(pickle.loads(job), teller(run, number))


def _finished(client: Any, waiting: Mapping[Any, int], address: str) -> list[Any]:
    """The jobs that are finished, in order; none if none is within a while."""
    distributed: Any = importlib.import_module("distributed")

    def look() -> None:
        with client.as_current(), suppress(TimeoutError):
            distributed.wait(list(waiting), timeout=TICK, return_when="FIRST_COMPLETED")

    _asked(look, address)
    return [future for future in waiting if future.done()]


def _result(future: Any, address: str) -> Done:
    """What a batch left; what it raised is raised here."""
    from distributed import KilledWorker

    if future.status == "error":
        error = _asked(future.exception, address)
        if isinstance(error, KilledWorker):
            raise ClusterError(
                f"one batch ended several workers of the cluster at {address}, perhaps for want "
                f"of memory{KEPT}"
            )
        raise error
    made: Done = _asked(future.result, address)
    return made


def _asked(ask: Callable[[], Any], address: str) -> Any:
    """An answer of the cluster. Raises ClusterError if it gives none."""
    from concurrent.futures import CancelledError

    from distributed import CancelledError as Cancelled
    from distributed.comm.core import CommClosedError

    try:
        return ask()
    except (CancelledError, Cancelled, CommClosedError, OSError) as error:
        raise _gone(address, error) from None


def _gone(address: str, error: Exception) -> ClusterError:
    return ClusterError(f"the cluster at {address} is gone ({_short(error)}){KEPT}")


@contextmanager
def _connected(address: str) -> Iterator[Any]:
    """A client of the cluster, which says nothing of its own."""
    try:
        distributed = importlib.import_module("distributed")
    except ImportError:
        raise ClusterError(EXTRA) from None
    with _hushed():
        try:
            _knock(address)
            client = distributed.Client(address, timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError, TypeError, ImportError, RuntimeError) as error:
            raise NoCluster(
                f"no cluster answers at {address} ({_short(error)}); start one with `dask "
                "scheduler` and `dask worker ADDRESS`, or leave the cluster out"
            ) from None
        try:
            yield client
        finally:
            with unbroken():
                client.close(timeout=PATIENCE)


def _knock(address: str) -> None:
    """Connect once and leave, so that no client is left behind half made.

    Raises ValueError if the address is none, OSError if no scheduler answers there, and what a
    scheme that is not set up raises.
    """
    socket.create_connection(host_and_port(address), timeout=KNOCK).close()

    async def greet() -> None:
        comm: Any = importlib.import_module("distributed.comm")
        security: Any = importlib.import_module("distributed.security")
        given = security.Security().get_connection_args("client")
        found = comm.connect(address, timeout=GREETING, **given)
        (await asyncio.wait_for(found, GREETING)).abort()

    # a thread, since the caller may be in a loop of events of its own
    with ThreadPoolExecutor(1) as alone:
        alone.submit(asyncio.run, greet()).result()


@contextmanager
def _hushed() -> Iterator[None]:
    """Nothing is logged of what becomes an error in words, or of a worker whose work goes on."""
    names = ("distributed", "distributed.client", "tornado", "tornado.application")
    loggers = [logging.getLogger(name) for name in names]
    levels = [each.level for each in loggers]
    for each in loggers:
        each.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for each, level in zip(loggers, levels, strict=True):
            each.setLevel(level)


def _refuse_others(client: Any, address: str) -> None:
    """Raise ClusterError unless all of the cluster is as this process is."""
    here = identity()
    told = _asked(lambda: client.run(identity, on_error="return"), address)
    try:
        told["the scheduler"] = client.run_on_scheduler(identity)
    except Exception as error:
        told["the scheduler"] = error
    for name, there in told.items():
        who = name if " " in name else f"the worker {name}"
        if isinstance(there, Exception):
            raise ClusterError(
                f"{who} of the cluster at {address} has no Holdfast {__version__} "
                f"({_short(there)}); install it there, with the same libraries"
            )
        for what, version in here.items():
            if there.get(what) != version:
                raise ClusterError(
                    f"{who} of the cluster at {address} has {what} {there.get(what)}, here it is "
                    f"{version}: the numbers would not be the same; install the same there"
                )


def _short(error: Exception) -> str:
    said = " ".join(str(error).split()) or type(error).__name__
    return said if len(said) <= 120 else f"{said[:119]}…"


def _source() -> str:
    """Twelve digits of the SHA-256 of all code and tables of the package."""
    made = hashlib.sha256()
    for name, file in sorted(_files(resources.files("holdfast"), "")):
        made.update(f"{name}\n".encode() + hashlib.sha256(file.read_bytes()).digest())
    return made.hexdigest()[:12]


def _files(folder: Traversable, before: str) -> Iterator[tuple[str, Traversable]]:
    for each in folder.iterdir():
        name = f"{before}{each.name}"
        if each.is_dir() and each.name != "__pycache__":
            yield from _files(each, f"{name}/")
        elif each.name.endswith((".py", ".toml")):
            yield name, each
