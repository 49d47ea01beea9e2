"""Finished batches of a run that is under way, so that an interruption loses none of them."""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from holdfast.campaign.batch import Done, Job
from holdfast.campaign.parcel import Damaged
from holdfast.campaign.pool import Crew, run_all
from holdfast.campaign.recipe import Recipe
from holdfast.outcome.unbroken import unbroken
from holdfast.power.progress import Progress
from holdfast.whole import named, sweep


class Mismatch(ValueError):
    """Finished batches that belong to another run."""


class Busy(ValueError):
    """Another process is writing to the same place."""


@contextmanager
def alone(out: Path) -> Iterator[None]:
    """Keep other processes from running into the same folder; a lock ends with its process.

    Raises Busy if one does so already.
    """
    lock = locked(out, f"another run is being written to {out}; wait for it or name another")
    try:
        sweep(out)
        yield
    finally:
        unlock(lock)


def locked(place: Path, busy: str) -> FileLock:
    """The lock of a place. Raises Busy, which says `busy`, if another has it."""
    place.parent.mkdir(parents=True, exist_ok=True)
    # any thread may give it back: what holds it can be ended by the collection of garbage
    lock = FileLock(place.with_name(f".{place.name}.lock"), thread_local=False)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        raise Busy(busy) from None
    return lock


def unlock(lock: FileLock) -> None:
    """Give a lock back and leave nothing of it."""
    Path(lock.lock_file).unlink(missing_ok=True)
    lock.release()


@dataclasses.dataclass(frozen=True, slots=True)
class Kept:
    """What the batches of a run left, read from disk one after the other."""

    folder: Path
    count: int

    def __iter__(self) -> Iterator[Done]:
        for number in range(self.count):
            part = _read(_file(self.folder, number))
            if part is None:
                raise OSError(f"{_file(self.folder, number)} was changed while it was needed")
            yield part


def run_kept(
    jobs: Sequence[Job],
    workers: Crew,
    progress: Progress | None,
    out: Path,
    resume: bool,
) -> Kept:
    """Run jobs and keep what each leaves on disk as it finishes; memory holds one at a time."""
    folder = _folder(out)
    try:
        _open(folder, jobs, resume)
        missing = [n for n in range(len(jobs)) if _read(_file(folder, n)) is None]
        with closing(run_all([jobs[number] for number in missing], workers, progress)) as found:
            for place, part in found:
                with unbroken():
                    _write(_file(folder, missing[place]), part)
    except Mismatch:
        raise
    except BaseException:
        if not finished(out):
            forget(out)
        raise
    return Kept(folder, len(jobs))


def finished(out: Path) -> int:
    """How many finished batches are kept beside a run that is under way, or was interrupted."""
    return sum(1 for _ in _folder(out).glob("batch-*.parcel"))


def kept_of(out: Path, jobs: Sequence[Job], known: Collection[int]) -> Iterator[tuple[int, Done]]:
    """The finished batches of these jobs beside a run, with their numbers, but for those known.

    Raises Mismatch if what is kept there belongs to another run.
    """
    folder = _folder(out)
    where = folder / "run.json"
    if not where.exists():
        return
    if differences := _recipe(where).unlike(Recipe.of_jobs(jobs)):
        raise Mismatch(f"{folder} holds batches of another run ({'; '.join(differences)})")
    for number in range(len(jobs)):
        if number not in known and (done := _read(_file(folder, number))) is not None:
            yield number, done


def forget(out: Path) -> None:
    """Remove the finished batches once the outcome is written."""
    shutil.rmtree(_folder(out), ignore_errors=True)


def _folder(out: Path) -> Path:
    return out.with_name(f".{out.name}.batches")


def _file(folder: Path, number: int) -> Path:
    return folder / f"batch-{number:05d}.parcel"


def _open(folder: Path, jobs: Sequence[Job], resume: bool) -> None:
    """Make the folder of a new run, or check that what is there belongs to this one."""
    asked = Recipe.of_jobs(jobs)
    where = folder / "run.json"
    if resume and where.exists():
        if differences := _recipe(where).unlike(asked):
            raise Mismatch(
                f"{folder} holds batches of another run ({'; '.join(differences)}); ask for what "
                "it had, or run without --resume to start afresh"
            )
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    fresh = where.with_suffix(".tmp")
    with named(folder):
        fresh.write_text(json.dumps(asked.card()))
        fresh.rename(where)


def _recipe(where: Path) -> Recipe:
    """The recipe of a run that was interrupted."""
    try:
        return Recipe.from_card(json.loads(where.read_text()))
    except (ValueError, KeyError, TypeError):
        raise Mismatch(
            f"{where} cannot be read, or is of an older version; run without --resume to start "
            "afresh"
        ) from None


def _write(file: Path, part: Done) -> None:
    fresh = file.with_suffix(".tmp")
    try:
        with named(file):
            _put(fresh, part.parcel())
        fresh.rename(file)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def _put(file: Path, parcel: bytes) -> None:
    file.write_bytes(parcel)


def _read(file: Path) -> Done | None:
    """A finished batch; None if it is not there or not whole, so that it is run again."""
    try:
        return Done.of(file.read_bytes())
    except (OSError, Damaged):
        return None
