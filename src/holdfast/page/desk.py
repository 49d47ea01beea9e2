"""All that can be asked of a served folder; the screens and the interface ask nothing else.

No call here simulates, draws or reads a run: what takes long is a job, or a process that is waited
for in a thread.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from holdfast.campaign.scheduler import host_and_port
from holdfast.page import child
from holdfast.page.answers import Answers
from holdfast.page.base import Base
from holdfast.page.book import Book
from holdfast.page.card import Card, read_card
from holdfast.page.edits import Edits
from holdfast.page.errors import Barred, Faulty, Missing, Taken, Unsound
from holdfast.page.foreman import Foreman
from holdfast.page.handed import Handed
from holdfast.page.imports import Imports
from holdfast.page.jobs import ASKED, CANCELLED, DONE, FAILED, LONG, PAUSED, QUICK, Job, Queue
from holdfast.page.nursery import nursery
from holdfast.page.place import Place
from holdfast.page.progress import Watch
from holdfast.page.shelf import Lived, Shelf
from holdfast.page.trash import Gone, Trash
from holdfast.page.views import Views
from holdfast.page.whatif import Asking
from holdfast.page.who import Who
from holdfast.questions.refused import Refused
from holdfast.whole import put_files, whole_folder

MOST_FUTURES = 100_000
MOST_WORKERS = 1_000
MOST_WAITING = 200
"""Jobs that may wait at once."""


def processors() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Progress:
    """A job as it is shown."""

    job: Job
    futures: int
    """Futures that are asked for."""
    lived: int
    """How many of them are lived, as far as days tell."""
    left: float | None
    """Seconds that it will still take, if that is known."""


class Desk:
    """One served folder, from `open` to `close`."""

    def __init__(self, root: Path, database: str | None = None, ledger: str = "") -> None:
        """Open it; `database` is the address of another one than the folder's own, `ledger` that
        of a ledger elsewhere.

        Raises Refused, Lost.
        """
        self.place = Place(root)
        self.place.make()
        self._lock = FileLock(self.place.own / "serve.lock", thread_local=False)
        try:
            self._lock.acquire(blocking=False)
        except Timeout:
            raise Refused(
                f"{root} is served already: open that page, or end it before another is begun"
            ) from None
        try:
            self.shelf = Shelf(self.place)
            self.trash = Trash(self.place, self.shelf)
            self.imports = Imports(self.place, self.shelf)
            self.base = Base(database or self.place.database)
            self.base.belongs(self.place.own)
            self.base.hold()
            self.queue = Queue(self.base)
            nursery()  # before there are threads
            self.foreman = Foreman(self.place, self.queue)
            self.shelf.making = self._making
            self.foreman.start()
            self.standby = child.Standby(self.place.log)
            self.shown = child.Standby(self.place.log)
            """What is looked at, which waits for nothing that is simulated."""
            self.watch = Watch(self.place, self.shown)
            self.views, self.handed = Views(self), Handed(self)
            self.answers = Answers(self.place, self.shelf, self.queue, self.foreman)
            self.whatif = Asking(self)
            self.book = Book(self.place, self.shelf, ledger)
            self.edits = Edits(self.place, self.shelf)
        except BaseException:
            self._lock.release()
            raise

    def close(self) -> None:
        """End what runs; it goes on when the folder is served again."""
        self.standby.close()
        self.shown.close()
        self.edits.close()
        self.foreman.close()
        self.base.close()
        self._lock.release()

    # ---- jobs ----------------------------------------------------------------------------------

    def start_run(
        self,
        scenario: str,
        futures: int,
        workers: int | None = None,
        seed: int | None = None,
        as_of: date | None = None,
        name: str | None = None,
        cluster: str | None = None,
        by: str = "",
    ) -> Job:
        """Queue a run of a scenario as it now stands; what is changed later is none of it.

        Raises Missing, Taken, Faulty with the faults of the scenario, Refused.
        """
        if cluster is not None:
            if workers is not None:
                raise Refused("processes are of this machine: leave them out where a cluster works")
            try:
                host_and_port(cluster)
            except ValueError as error:
                raise Refused(str(error)) from None
        kept = self.shelf.scenario(scenario)
        called = name or self._free(scenario)
        self.shelf.refuse_taken(called)
        if faults := self.shelf.judged(kept.name).faults:
            raise Unsound(faults)
        self._refuse_many()
        source, token = self.place.of(kept.name), secrets.token_hex(8)
        asked = self.place.asked / token
        with whole_folder(asked) as fresh:
            put_files(fresh / "scenario", _texts(source))
        about = {
            "of": kept.name, "futures": futures, "workers": workers, "seed": seed,
            "as_of": as_of.isoformat() if as_of else None, "cluster": cluster, "by": by,
        }  # fmt: skip
        return self.start("run", called, token, about)

    def start(self, kind: str, name: str, token: str, about: Mapping[str, Any]) -> Job:
        """Queue what takes its time; what it is asked with goes if it is refused.

        Raises Taken, Refused.
        """
        try:
            self._refuse_many()
            self.shelf.refuse_taken(name)
            return self._queued(token, LONG, kind, name, about)
        except (Taken, Refused):
            shutil.rmtree(self.place.asked / token, ignore_errors=True)
            raise

    def jobs(self) -> list[Progress]:
        """The queue: what is open by its turn, then what has ended, the last first."""
        return [self._progress(job) for job in self.queue.all(LONG)]

    def job(self, number: int) -> Progress:
        """One job. Raises Missing."""
        return self._progress(self._of_runs(number))

    def act(self, number: int, who: Who, verb: str) -> Progress:
        """Let somebody `pause`, `cancel`, `shorten` or `resume` a job: who changes things, and who
        has asked for it.

        Raises Missing, Taken, Barred, Refused.
        """
        if not who.acts_on(self._of_runs(number).by):
            raise Barred("a run is ended, or let go on, by who asked for it and by analysts")
        acts = {"pause": self.pause, "cancel": self.cancel, "shorten": self.shorten,
                "resume": self.resume}  # fmt: skip
        return acts[verb](number)

    def pause(self, number: int) -> Progress:
        """Keep what is finished of a job and end its process. Raises Missing, Taken."""
        return self._progress(self.foreman.stop(self._of_runs(number).id, PAUSED))

    def cancel(self, number: int) -> Progress:
        """End a job and remove what is finished of it. Raises Missing, Taken."""
        return self._progress(self.foreman.stop(self._of_runs(number).id, CANCELLED))

    def shorten(self, number: int) -> Progress:
        """Let a run end with the futures that are finished from the first on.

        Raises Missing, Taken, Refused while there are none.
        """
        job = self._of_runs(number)
        known = self.watch.so_far(job)
        if known is None or not known.leading:
            raise Refused(f"no batch of futures of '{job.name}' is finished yet")
        return self._progress(self.foreman.shorten(number))

    def resume(self, number: int) -> Progress:
        """Let a job go on from what is finished. Raises Missing, Taken."""
        job = self.queue.resume(self._of_runs(number).id)
        self.foreman.wake()
        return self._progress(job)

    # ---- what is drawn of runs -----------------------------------------------------------------

    def card(self, run: Lived, language: str) -> Card | str | None:
        """What the list shows of a run; None while it is made, a text if it cannot be."""
        file = self.place.card(run.mark)
        found = read_card(file, language)
        if found is not None:
            return found
        if file.exists():
            return f"{file} is not what is written there: remove it"
        return self.drawn("card", f"card {run.mark}", run, {})

    def report(self, run: Lived, language: str, public: bool) -> Path | str | None:
        """The file of the report of a run; None while it is made, a text if it cannot be."""
        file = self.place.report(run.mark, language, public)
        if file.exists():
            return file
        about = {"language": language, "public": public}
        return self.drawn("report", f"report {file.name}", run, about)

    def draw_again(self, run: Lived, language: str, public: bool) -> None:
        """Try once more what could not be drawn."""
        report = self.place.report(run.mark, language, public)
        for name in (f"card {run.mark}", f"report {report.name}"):
            last = self.queue.latest(QUICK, name)
            if last is not None and last.state == FAILED:
                self.resume(last.id)

    # ---- things of the folder ------------------------------------------------------------------

    def delete(self, name: str) -> Gone:
        """Put a scenario or a run into the trash. Raises Missing, Taken, Refused."""
        return self.trash.put(name)

    def adopt(self, book: Path, called: str, name: str) -> Mapping[str, Any]:
        """A scenario of a workbook. Raises Faulty by sheet and cell, Taken, Refused, Broken."""
        return self.imports.made(book, called, name)

    @contextmanager
    def passing(self, suffix: str) -> Iterator[Path]:
        """The path of a file on its way in or out, which is gone after the block."""
        path = self.place.incoming / f"{secrets.token_hex(8)}{suffix}"
        try:
            yield path
        finally:
            path.unlink(missing_ok=True)

    def workbook(self, name: str, language: str) -> bytes:
        """A scenario, or the numbers of a run, as a workbook. Raises Missing, Faulty, Broken."""
        path = self.place.of(name)
        kind, of = (
            ("export", "scenario") if (path / "scenario.toml").is_file() else ("numbers", "run")
        )
        _ = self.shelf.scenario(name) if of == "scenario" else self.shelf.run(name)
        with self.passing(".xlsx") as out:
            asked = {"kind": kind, of: str(path), "out": str(out), "language": language}
            child.call(asked, self.place.log)
            return out.read_bytes()

    # ---- within --------------------------------------------------------------------------------

    def _refuse_many(self) -> None:
        if len(self.queue.all(LONG, most=0)) >= MOST_WAITING:
            raise Taken(f"{MOST_WAITING} jobs wait already: let some end first")

    def _of_runs(self, number: int) -> Job:
        """A job, unless it is that of an answer, which not all may see. Raises Missing."""
        job = self.queue.get(number)
        if job.lane == ASKED:
            raise Missing(f"there is no job {number}")
        return job

    def _making(self, name: str) -> int | None:
        """The job that makes what is to have a name, or may go on to."""
        with self.foreman.naming:
            last = self.queue.latest(LONG, name)
        return None if last is None or last.state in (DONE, CANCELLED) else last.id

    def _free(self, stem: str) -> str:
        """A name for a run that neither a thing nor a job has."""
        number = 1
        while True:
            name = f"{stem}-{number}"
            try:
                self.shelf.refuse_taken(name)
            except Taken:
                number += 1
                continue
            return name

    def _queued(self, token: str, lane: str, kind: str, name: str, about: Mapping[str, Any]) -> Job:
        with self.foreman.naming:
            job = self.queue.add(token, lane, kind, name, about)
        self.foreman.wake()
        return job

    def drawn(
        self, kind: str, name: str, run: Lived, about: Mapping[str, Any], lane: str = QUICK
    ) -> str | None:
        """Have something of a run made by a job, once, that is not there; a text if it cannot be.

        It was looked for by whoever asks; None while it is made.
        """
        last = self.queue.latest(lane, name)
        if last is not None and last.state == FAILED:
            return last.said
        if last is None or last.state in (DONE, CANCELLED):  # done: its file was removed since
            if len(self.queue.all(lane, most=0)) >= MOST_WAITING:
                return None  # whoever waits for it looks again
            try:
                self._queued(secrets.token_hex(8), lane, kind, name, {"run": run.name, **about})
            except Taken:
                return None
        return None

    def _progress(self, job: Job) -> Progress:
        futures = int(job.about.get("futures", 0))
        lived = futures if job.state == DONE else job.done * futures // max(job.total, 1)
        return Progress(job, futures, lived, self.foreman.left(job.id))


def _texts(folder: Path) -> Mapping[str, str]:
    """The files of a scenario. Raises Faulty if one cannot be read."""
    from holdfast.scenario.folder import read_texts

    texts, faults = read_texts(folder)
    if faults:
        raise Faulty([str(fault) for fault in faults])
    return texts
