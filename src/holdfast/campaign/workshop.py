"""A folder for runs that are needed on the way to an answer, beside where the answer goes."""

from __future__ import annotations

import glob
import shutil
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock

from holdfast.campaign.keep import locked, unlock
from holdfast.outcome.store import is_outcome

GOING = ".gone-"
"""After the name of a workshop: what it is called while it is removed."""
PART = "part-{number:02d}.json"
"""A finished part of an answer that is made of parts."""


class Workshop:
    """A locked folder that goes when the last that reads from it has gone.

    Outcomes in it are loaded with the workshop as their holder.
    """

    def __init__(self, folder: Path, lock: FileLock | None = None) -> None:
        self.folder = folder
        self._end = weakref.finalize(self, _remove, folder, lock)

    @classmethod
    def beside(cls, out: Path, resume: bool) -> Workshop:
        """The workshop of what goes to `out`, with what an interruption left if `resume`.

        Raises keep.Busy if another process has it.
        """
        folder = _folder(out)
        busy = (
            f"another run is being written to {out}, or an answer that was is still in use; "
            "wait for it or name another"
        )
        lock = locked(folder, busy)
        for gone in out.parent.glob(f"{glob.escape(folder.name)}{GOING}*"):
            shutil.rmtree(gone, ignore_errors=True)
        if not resume:
            _clear(folder)
        return cls(folder, lock)

    @classmethod
    def passing(cls) -> Workshop:
        """One among the temporary files of the system."""
        return cls(Path(tempfile.mkdtemp(prefix="holdfast-")))

    def broken_off(self) -> None:
        """Leave what is finished for an answer that is resumed; nothing if nothing is."""
        found = self._end.detach()
        if found is None:
            return
        _, _, (folder, lock), _ = found
        if lock is None or not any(left(folder)):
            _clear(folder)
        if lock is not None:
            unlock(lock)

    def close(self) -> None:
        """Remove the folder now: nothing reads from it any more."""
        self._end()


@contextmanager
def working(out: Path | None, resume: bool) -> Iterator[Workshop | None]:
    """The workshop of what goes to `out`, closed once it is there; none without a place."""
    shop = None if out is None else Workshop.beside(out, resume)
    try:
        yield shop
    except BaseException:
        if shop is not None:
            shop.broken_off()
        raise
    if shop is not None:
        shop.close()


def kept_for(out: Path) -> tuple[int, int, int]:
    """Whole runs, finished batches and parts in the workshop of what goes to `out`."""
    return left(_folder(out))


def left(folder: Path) -> tuple[int, int, int]:
    """Whole runs, finished batches and finished parts in a workshop."""
    wholes = sum(map(is_outcome, folder.glob("*")))
    batches = sum(1 for _ in folder.glob(".*.batches/batch-*.npz"))
    return wholes, batches, sum(1 for _ in folder.glob("part-??.json"))


def _folder(out: Path) -> Path:
    return out.with_name(f".{out.name}.work")


def _clear(folder: Path) -> None:
    """Take a workshop away, by its name first: half a run is never found in its place."""
    if folder.is_dir():
        going = tempfile.mkdtemp(prefix=f"{folder.name}{GOING}", dir=folder.parent)
        shutil.rmtree(folder.rename(Path(going) / folder.name), ignore_errors=True)
        shutil.rmtree(going, ignore_errors=True)


def _remove(folder: Path, lock: FileLock | None) -> None:
    _clear(folder)
    if lock is not None:
        unlock(lock)
