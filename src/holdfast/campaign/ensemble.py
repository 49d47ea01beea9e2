"""Runs of many futures, and branches that go on from where two plans last agreed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import xarray as xr

from holdfast.arrays import Array
from holdfast.campaign import batch, keep
from holdfast.campaign.batch import Done, Job
from holdfast.campaign.checkpoint import Checkpoints, Shelf, merge
from holdfast.campaign.country import labels
from holdfast.campaign.pool import Progress, run_all
from holdfast.campaign.record import MEASURES, Measure
from holdfast.campaign.recorder import Recorder, measures
from holdfast.outcome import Outcome
from holdfast.outcome.unbroken import unbroken
from holdfast.scenario import Scenario
from holdfast.version import __version__

RIVALS = ("proportional", "saturating")
"""The two models of air defence that the public record cannot tell apart."""


def run(
    scenario: Scenario,
    futures: int | Sequence[int] = 200,
    seed: int | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    out: Path | None = None,
    resume: bool = False,
    until: int | None = None,
    record: Sequence[Recorder] = (),
) -> Outcome:
    """Simulate futures from the first day to the last (or to day `until`, not included).

    `futures` is how many, from 0, or their numbers. The bits do not depend on `workers`, nor on
    which other futures are run. With `out`, every finished batch is kept beside it until the whole
    is written, so that memory does not grow with futures, and `resume` takes up what an interrupted
    run left. `record` are fields of the day
    to be kept besides what every run keeps.

    Raises ValueError for no futures or a recorder of what there is not, FileExistsError if `out` is
    taken, keep.Busy if another process writes to it, keep.Mismatch if what is to be resumed belongs
    to another run, pool.WorkerLost if a worker was ended from outside.
    """
    numbers = tuple(range(futures)) if isinstance(futures, int) else tuple(futures)
    if not numbers:
        raise ValueError("no futures to run: ask for at least one")
    seed = scenario.settings.seed if seed is None else seed
    end = scenario.settings.days if until is None else min(until, scenario.settings.days)
    kept = tuple(record)
    daily = measures(kept)
    jobs = [Job(scenario, seed, part, 0, end, None, kept) for part in _parts(numbers)]
    if out is None:
        ordered = sorted(run_all(jobs, workers, progress), key=lambda pair: pair[0])
        return _outcome(scenario, seed, numbers, [part for _, part in ordered], end, daily)
    with keep.alone(out):
        done = keep.run_kept(jobs, workers, progress, out, resume)
        with unbroken():
            Outcome.write(
                out,
                (
                    _outcome(scenario, seed, job.futures, [part], end, daily, futures=len(numbers))
                    for job, part in zip(jobs, done, strict=True)
                ),
            )
            keep.forget(out)
    return Outcome.load(out)


def branch(
    scenario: Scenario,
    base: Outcome,
    day: int,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """The same futures under another scenario that agrees with the base until dawn of `day`.

    Goes on from the last checkpoint of `base` at or before that day, or from the first day if it
    has none; what lies before is taken from the base.
    """
    kept = checkpoints(base)
    begin = kept.latest(day) or 0
    numbers, end = base.futures, base.data.sizes["day"]
    places = _parts(tuple(range(len(numbers))))
    jobs = [
        Job(
            scenario,
            base.seed,
            tuple(numbers[p] for p in place),
            begin,
            end,
            kept.state(begin, np.array(place)) if begin else None,
        )
        for place in places
    ]
    done = [part for _, part in sorted(run_all(jobs, workers, progress), key=lambda pair: pair[0])]
    made = _outcome(scenario, base.seed, numbers, done, end, MEASURES, begin)
    return _joined(base, made, begin, kept)


def checkpoints(outcome: Outcome) -> Checkpoints | Shelf:
    """The states that an outcome carries in memory or on disk; none if it carries none."""
    if isinstance(outcome.checkpoints, Checkpoints):
        return outcome.checkpoints
    if outcome.folder is not None:
        return Shelf(outcome.folder / "checkpoints")
    return Checkpoints({})


def _parts(numbers: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Parts of one size, the last perhaps smaller, as many as fill pairs of processors.

    They do not depend on the number of workers, so that a run can be resumed with another.
    """
    count = min(2 * math.ceil(len(numbers) / (2 * batch.SIZE)), len(numbers))
    size = math.ceil(len(numbers) / count)
    return [numbers[first : first + size] for first in range(0, len(numbers), size)]


def _outcome(
    scenario: Scenario,
    seed: int,
    numbers: tuple[int, ...],
    done: list[Done],
    end: int,
    daily: tuple[Measure, ...],
    begin: int = 0,
    futures: int = 0,
) -> Outcome:
    """What batches left as an outcome; `futures` of the whole run if these are a part of it."""
    pages = {name: np.concatenate([part.pages[name] for part in done]) for name in done[0].pages}
    data = _dataset(scenario, seed, numbers, pages, daily, begin, end)
    data["population"] = (("future", "region"), np.concatenate([part.population for part in done]))
    rival = np.concatenate([part.rival for part in done]).astype(int)
    data["rival"] = ("future", np.array(RIVALS)[rival])
    data["pair"] = ("future", np.array(numbers) // 2)
    data.attrs["futures"] = futures or len(numbers)
    return Outcome(data, scenario, seed, __version__, merge([part.checkpoints for part in done]))


def _dataset(
    scenario: Scenario,
    seed: int,
    numbers: tuple[int, ...],
    pages: dict[str, Array],
    daily: tuple[Measure, ...],
    begin: int,
    end: int,
) -> xr.Dataset:
    settings, names = scenario.settings, labels(scenario)
    days = np.datetime64(settings.start, "D") + np.arange(begin, end)
    variables = {
        measure.name: (
            measure.axes,
            pages[measure.name],
            {"units": measure.unit, "long_name": measure.doc},
        )
        for measure in daily
    }
    axes = {
        axis: list(names[axis])
        for axis in ("region", "class", "unit", "item", "kind", "technology", "skill")
    }
    return xr.Dataset(
        variables,
        coords={
            "future": np.array(numbers),
            "day": days.astype("datetime64[ns]"),
            **axes,
            **_notes(scenario),
        },
        attrs={
            "scenario": settings.name,
            "digest": scenario.digest,
            "seed": seed,
            "version": __version__,
            "start": str(settings.start),
            "report_from": str(settings.report_from or settings.freeze or settings.start),
        },
    )


def _notes(scenario: Scenario) -> dict[str, tuple[str, list[str] | Array]]:
    """Names and flags along axes, as coordinates that are no index."""
    kinds, cells = scenario.table("damage/kinds"), scenario.table("assets")
    count = np.zeros(len(kinds))
    np.add.at(count, cells.index("kind", kinds.text("id")), cells.number("count"))
    return {
        "kind_name": ("kind", list(kinds.text("name"))),
        "power_station": ("kind", kinds.flag("power_station")),
        "thermal": ("kind", kinds.flag("thermal")),
        "main_grid": ("kind", kinds.flag("main_grid")),
        "count": ("kind", count),
        "region_name": ("region", list(scenario.table("regions").text("name"))),
        "class_name": ("class", list(scenario.table("threat/classes").text("name"))),
        "unit_name": ("unit", list(scenario.table("defence/systems").text("name"))),
        "item_name": ("item", list(scenario.table("items").text("name"))),
    }


def _joined(base: Outcome, made: Outcome, begin: int, kept: Checkpoints | Shelf) -> Outcome:
    """Days before the branch from the base, the rest as made."""
    if not begin:
        return made
    daily = [measure.name for measure in MEASURES]
    early = base.data[daily].isel(day=slice(0, begin))
    data = made.data.drop_vars(daily).drop_vars("day").assign_coords(day=base.data["day"])
    for name in daily:
        data[name] = xr.concat([early[name], made.data[name]], dim="day", join="exact")
    states = {**kept.before(begin).states, **made.checkpoints.states}
    return Outcome(data, made.scenario, made.seed, made.version, Checkpoints(states))
