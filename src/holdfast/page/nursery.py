"""Processes that begin at once: forked off one that has loaded what they need, and does only that.

To load libraries and compiled kernels takes a second or two of a processor, for each process that
begins by itself; one that is forked off has them, and shares their memory. The nursery has one
thread of Python, so nothing is forked in the middle of what another does.
"""

from __future__ import annotations

import fcntl
import functools
import multiprocessing
import os
import select
import signal
import sys
import threading
import traceback
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from multiprocessing import reduction, resource_tracker, util
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess
from pathlib import Path
from typing import BinaryIO

from holdfast.campaign import pool

LOADED = (
    "holdfast.campaign.work",
    "holdfast.questions.answers_json",
    "holdfast.page.answered",
    "holdfast.page.tasks",
    "holdfast.page.tasks_answer",
    "holdfast.show.report",
)
"""What most jobs need; what a job needs beside it loads itself."""
PATIENCE = 300.0
"""Seconds to wait for a process: the first also waits until all is loaded, and kernels may have to
be compiled for that."""
LOOK = 1.0
"""Seconds between two looks whether one has ended whose workers have not."""
LOST = (EOFError, ConnectionError, RuntimeError)
"""What is met where the nursery is gone."""


class Process:
    """One that was begun, with a group of its own; it is spoken to through its standard streams."""

    def __init__(self, pid: int, stdin: BinaryIO, stdout: BinaryIO) -> None:
        self.pid, self.stdin, self.stdout = pid, stdin, stdout

    @property
    def ended(self) -> bool:
        """Whether it has ended, with all that it has begun."""
        return self.wait(0)

    def wait(self, seconds: float | None = None) -> bool:
        """Wait for that, so long at most; whether it has ended. Any thread may ask."""
        end = select.poll()
        end.register(self.stdout, 0)  # what it and all its workers hold open to the end
        return bool(end.poll(None if seconds is None else 1000 * seconds))

    def kill(self) -> None:
        """End it now, with all that it has begun."""
        if not self.ended:
            with suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)


class Nursery:
    """The process off which others are forked; it ends with the one that has begun it."""

    def __init__(self, load: Sequence[str] | None = None) -> None:
        """Begin it; it has `load` at hand, LOADED if None, before the first is forked off.

        It is itself forked where no other thread runs, else begun anew: so is one in place of
        another, which would hold open what the first ones speak through.
        """
        self._load = tuple(LOADED if load is None else load)
        self._turn = threading.Lock()
        self._start(threading.active_count() == 1)

    def _start(self, alone: bool) -> None:
        context = multiprocessing.get_context("fork" if alone else "spawn")
        self._line, there = context.Pipe()
        mine = self._line.fileno() if alone else None
        self._process = context.Process(target=_live, args=(there, self._load, mine))  # type: ignore[attr-defined]
        resource_tracker.ensure_running()  # which hears Ctrl-C again while it begins
        with pool.no_main(), pool.deaf():
            self._process.start()
        there.close()
        # a process waits at its end for those that it has begun
        util.Finalize(None, self._line.close, exitpriority=1)

    def close(self) -> None:
        """End it; those that were begun stay."""
        self._line.close()

    def begin(self, module: str, words: Sequence[str], log: Path) -> Process:
        """Fork one off that does the `main` of a module, its faults written to a log.

        Raises OSError if there is no memory for it, or the log cannot be written.
        """
        with log.open("ab") as said:
            stdin, asks = os.pipe()
            answers, stdout = os.pipe()
            try:
                made = self._asked(module, words, (stdin, stdout, said.fileno()))
            except OSError:
                os.close(asks)
                os.close(answers)
                raise
            finally:
                os.close(stdin)
                os.close(stdout)
        return Process(made, os.fdopen(asks, "wb"), os.fdopen(answers, "rb"))

    def _asked(self, module: str, words: Sequence[str], streams: Sequence[int]) -> int:
        """The number of the process that was forked off, by another nursery if this one is gone."""
        with self._turn:
            try:
                made = self._forked(module, words, streams)
            except LOST:
                self._line.close()
                self._start(alone=False)
                try:
                    made = self._forked(module, words, streams)
                except LOST as error:
                    raise OSError(f"no process can be begun ({error})") from None
        if isinstance(made, OSError):
            raise made
        return made

    def _forked(self, module: str, words: Sequence[str], streams: Sequence[int]) -> int | OSError:
        if self._line.closed:  # another could not be begun
            raise EOFError
        self._line.send((module, tuple(words)))
        for each in streams:
            reduction.send_handle(self._line, each, None)
        if not self._line.poll(PATIENCE):
            self._process.kill()
            raise EOFError(f"nothing is heard for {PATIENCE:.0f} s")
        made: int | OSError = self._line.recv()
        return made


def nursery() -> Nursery:
    """That of this process, begun when it is first asked for."""
    return _of(os.getpid())


@functools.cache
def _of(process: int) -> Nursery:
    return Nursery()


def _live(line: Connection, load: Sequence[str], other: int | None) -> None:
    """Fork off what is asked for, until nobody is there who could ask."""
    if other is not None:
        os.close(other)  # the end of the line that is not ours was forked with us
    os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    try:
        for module in load:
            import_module(module)
        _fork_on(line)
    except (EOFError, ConnectionError):
        pass  # the server is gone
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(0)  # and waits for none that it has begun: they end with the server


def _fork_on(line: Connection) -> None:
    living: dict[int, ForkProcess] = {}
    while True:
        came = line.poll(LOOK if living else None)
        for pid in [pid for pid, one in living.items() if not one.is_alive()]:
            with suppress(OSError):
                os.killpg(pid, signal.SIGKILL)  # what it had begun and left
            del living[pid]
        if not came:
            continue
        module, words = line.recv()
        # none of the numbers that standard streams have
        streams = [_lifted(reduction.recv_handle(line)) for _ in range(3)]
        process = ForkProcess(target=_begun, args=(line, module, words, streams))
        told: int | OSError
        try:
            process.start()
            assert process.pid is not None
            told = process.pid
            _grouped(told)
            living[told] = process
        except OSError as error:
            told = error
        for each in streams:
            os.close(each)
        line.send(told)


def _lifted(stream: int) -> int:
    made: int = fcntl.fcntl(stream, fcntl.F_DUPFD_CLOEXEC, 3)
    os.close(stream)
    return made


def _begun(line: Connection, module: str, words: Sequence[str], streams: Sequence[int]) -> None:
    """A process that was forked off: it takes its streams and does what it is for."""
    line.close()
    _grouped(os.getpid())
    for place, stream in enumerate(streams):
        os.dup2(stream, place)
        os.close(stream)
    # a stream that is let go may not close what comes after it
    sys.stdin = open(0, closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", buffering=1, closefd=False)  # noqa: SIM115
    sys.argv = [module, *words]
    pool.method = "fork"  # what it needs is loaded, and its threads wait for the server alone
    import_module(module).main()


def _grouped(pid: int) -> None:
    """Give it a group of its own: both sides do, so that it has one whoever is first."""
    with suppress(OSError):
        os.setpgid(pid, pid)
