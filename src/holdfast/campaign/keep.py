"""Finished batches of a run that is under way, so that an interruption loses none of them."""

from __future__ import annotations

import json
import shutil
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from holdfast.campaign.batch import Done, Job
from holdfast.campaign.pool import Progress, run_all
from holdfast.outcome.unbroken import unbroken
from holdfast.version import __version__


class Mismatch(ValueError):
    """Finished batches that belong to another run."""


def run_kept(
    jobs: Sequence[Job],
    workers: int | None,
    progress: Progress | None,
    out: Path | None,
    resume: bool,
) -> list[Done]:
    """Run jobs in order of their numbers; with `out`, keep each on disk as it finishes."""
    if out is None:
        return [part for _, part in sorted(run_all(jobs, workers, progress), key=lambda p: p[0])]
    folder = _folder(out)
    _open(folder, jobs, resume)
    found = {n: part for n in range(len(jobs)) if (part := _read(_file(folder, n))) is not None}
    missing = [number for number in range(len(jobs)) if number not in found]
    try:
        for place, part in run_all([jobs[number] for number in missing], workers, progress):
            with unbroken():
                _write(_file(folder, missing[place]), part)
            found[missing[place]] = part
    except BaseException:
        if not finished(out):
            forget(out)
        raise
    return [found[number] for number in range(len(jobs))]


def finished(out: Path) -> int:
    """How many finished batches are kept beside a run that is under way, or was interrupted."""
    return sum(1 for _ in _folder(out).glob("batch-*.npz"))


def forget(out: Path) -> None:
    """Remove the finished batches once the outcome is written."""
    shutil.rmtree(_folder(out), ignore_errors=True)


def _folder(out: Path) -> Path:
    return out.with_name(f".{out.name}.batches")


def _file(folder: Path, number: int) -> Path:
    return folder / f"batch-{number:05d}.npz"


def _open(folder: Path, jobs: Sequence[Job], resume: bool) -> None:
    """Make the folder of a new run, or check that what is there belongs to this one."""
    first = jobs[0]
    card = {
        "version": __version__,
        "scenario": first.scenario.digest,
        "as_of": str(first.scenario.as_of),
        "seed": first.seed,
        "futures": [number for job in jobs for number in job.futures],
        "until": first.until,
        "record": [str(recorder) for recorder in first.record],
    }
    where = folder / "run.json"
    if resume and where.exists():
        if json.loads(where.read_text()) != card:
            raise Mismatch(
                f"{folder} holds batches of a run with other futures, seed, scenario or version; "
                "run without --resume to start afresh"
            )
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    fresh = where.with_suffix(".tmp")
    fresh.write_text(json.dumps(card))
    fresh.rename(where)


def _write(file: Path, part: Done) -> None:
    fields = {f"page {name}": values for name, values in part.pages.items()}
    for day, state in part.checkpoints.items():
        fields |= {f"state {day} {name}": values for name, values in state.items()}
    fresh = file.with_suffix(".tmp")
    with fresh.open("wb") as handle:
        np.savez(handle, population=part.population, rival=part.rival, **fields)  # type: ignore[arg-type]
    fresh.rename(file)


def _read(file: Path) -> Done | None:
    """A finished batch; None if it is not there or not whole, so that it is run again."""
    done = Done({}, {}, np.zeros(0), np.zeros(0))
    try:
        with np.load(file) as found:
            for name in found.files:
                kind, _, rest = name.partition(" ")
                if kind == "page":
                    done.pages[rest] = found[name]
                elif kind == "state":
                    day, field = rest.split(" ", 1)
                    done.checkpoints.setdefault(int(day), {})[field] = found[name]
            return Done(done.pages, done.checkpoints, found["population"], found["rival"])
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error):
        return None
