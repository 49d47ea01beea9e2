"""Adequacy of a grid from drawn outages, with standard errors.

Non-sequential: each sample is one hour and one set of outages, drawn by how often each element is
out. Sequential: each sample is all hours in a row; an element fails and is repaired with a constant
chance an hour. Billinton and Li 1994, "Reliability Assessment of Electric Power Systems Using Monte
Carlo Methods", chapters 3 and 5.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import numpy.typing as npt

from holdfast.power.grid import Flags, Floats, Grid, Ints
from holdfast.power.numbers import whole
from holdfast.power.progress import Progress, silent
from holdfast.power.sampling.luck import BRANCH, GENERATOR, HOURS, LINK, generator, uniforms
from holdfast.power.sampling.reliability import Reliability
from holdfast.power.sampling.sheds import Sheds

CHUNK = 16384
"""Hours that are drawn at once."""


@dataclasses.dataclass(frozen=True, slots=True)
class SampledAdequacy:
    """Estimates over the hours given, each with its standard error."""

    lole: float
    lole_error: float
    """Loss of load expectation [h]."""
    eens: float
    eens_error: float
    """Expected energy not served [MWh]."""
    bus_eens: Floats
    bus_eens_error: Floats
    """(N,) expected energy not served by bus [MWh]."""
    events: float
    events_error: float
    """Losses of load, counted by their beginnings; nan where hours are drawn by themselves."""
    samples: int
    solved: int
    """States of the grid that had to be solved."""


def adequacy_sampled(
    grid: Grid,
    reliability: Reliability,
    load: npt.ArrayLike,
    samples: int,
    seed: int = 0,
    weight: npt.ArrayLike | None = None,
    workers: int = 1,
    progress: Progress | None = None,
) -> SampledAdequacy:
    """Adequacy from `samples` hours drawn by themselves.

    `load` is (H,) shares of the grid's demand or (H, N) MW; an hour is lost where over 1e-6 of
    demand is shed. `weight` (N,) says where demand is cut last. The same seed gives sample n the
    same luck however many samples there are, and an element whatever other elements there are.
    `progress`, if given, is called with the samples that are done and `samples`.

    Raises ValueError that names the argument if a shape or value does not fit.
    """
    outages, sheds = _begin(grid, reliability, load, samples, seed, weight, workers)
    sums = _Sums(len(grid.buses), sheds.hours)
    for first in range(0, samples, CHUNK):
        count = min(CHUNK, samples - first)
        drawn = uniforms(seed, HOURS, first, count)
        hours = np.minimum((drawn * sheds.hours).astype(np.int64), sheds.hours - 1)
        out = np.column_stack(
            [uniforms(seed, s, first, count) < q for s, q in zip(*outages[:2], strict=True)]
            or [np.zeros((count, 0), dtype=bool)]
        )
        shed = sheds.shed(out, sheds.number(out), hours)
        sums.add(shed, (shed.sum(axis=1) > 0).astype(np.float64), np.full(count, np.nan))
        (progress or silent)(first + count, samples)
    return sums.result(samples, sheds.solved)


def adequacy_sequential(
    grid: Grid,
    reliability: Reliability,
    load: npt.ArrayLike,
    samples: int,
    seed: int = 0,
    weight: npt.ArrayLike | None = None,
    workers: int = 1,
    progress: Progress | None = None,
) -> SampledAdequacy:
    """Adequacy from `samples` runs through all hours of `load`, as `adequacy_sampled`.

    An element that is up fails in the next hour with the chance that gives its outage rate, one
    that is out is repaired with 1 / its mean repair; at the first hour it is out with its outage
    rate.

    Raises ValueError that names the argument if a shape or value does not fit.
    """
    outages, sheds = _begin(grid, reliability, load, samples, seed, weight, workers)
    sums = _Sums(len(grid.buses), 1)
    together = max(1, CHUNK // sheds.hours)
    for first in range(0, samples, together):
        last = min(first + together, samples)
        parts = [_history(outages, sheds.hours, seed, sample) for sample in range(first, last)]
        sums.add(*_years(sheds, parts))
        (progress or silent)(last, samples)
    return sums.result(samples, sheds.solved)


def _years(sheds: Sheds, parts: list[tuple[Ints, Flags]]) -> tuple[Floats, Floats, Floats]:
    """Of histories: shed by bus (S, N) [MWh], hours lost (S,) and losses begun (S,)."""
    count, hours = len(parts), sheds.hours
    begins = np.concatenate([begin + k * hours for k, (begin, _) in enumerate(parts)])
    out = np.concatenate([out for _, out in parts])
    numbers = sheds.number(out)
    risky = np.flatnonzero(~sheds.safe(numbers))
    length = np.r_[begins[1:], count * hours][risky] - begins[risky]
    rows = np.repeat(risky, length)
    times = np.arange(len(rows)) + np.repeat(begins[risky] - np.cumsum(length) + length, length)
    shed = sheds.shed(out[rows], numbers[rows], times % hours)
    total = np.zeros((count, shed.shape[1]))
    np.add.at(total, times // hours, shed)
    lost = np.zeros((count, hours + 1), dtype=bool)
    lost[times // hours, times % hours + 1] = shed.sum(axis=1) > 0
    begun = (lost[:, 1:] & ~lost[:, :-1]).sum(axis=1)
    return total, lost.sum(axis=1).astype(np.float64), begun.astype(np.float64)


Outages = tuple[list[int], Floats, Floats]
"""Of each element: its stream, outage rate, and mean repair [h]."""


def _begin(
    grid: Grid,
    reliability: Reliability,
    load: npt.ArrayLike,
    samples: int,
    seed: int,
    weight: npt.ArrayLike | None,
    workers: int,
) -> tuple[Outages, Sheds]:
    if whole("samples", samples, 0) < 2:
        raise ValueError(f"samples is {samples}: at least 2 are needed for a standard error")
    if whole("seed", seed, 0) >= 2**64:
        raise ValueError(f"seed is {seed}: less than 2**64 is needed")
    whole("workers", workers, 1)
    known = reliability.fits(grid)
    kinds = (
        (GENERATOR, known.generator_rate, known.generator_repair),
        (BRANCH, known.branch_rate, known.branch_repair),
        (LINK, known.link_rate, known.link_repair),
    )
    streams = [kind + row for kind, rate, _ in kinds for row in range(len(rate))]
    rate = np.concatenate([rate for _, rate, _ in kinds])
    repair = np.concatenate([repair for _, _, repair in kinds])
    return (streams, rate, repair), Sheds(grid, load, weight, workers)


def _history(outages: Outages, hours: int, seed: int, sample: int) -> tuple[Ints, Flags]:
    """The hours at which something changes, the first 0, and what is out from then on."""
    streams, rate, repair = outages
    times, elements = [np.zeros(1, dtype=np.int64)], [np.full(1, -1)]
    start = np.zeros(len(streams), dtype=bool)
    for row in np.flatnonzero(rate > 0):
        draw = generator(seed, streams[row], 0, sample)
        start[row] = draw.random() < rate[row]
        changes = _changes(draw, bool(start[row]), rate[row], repair[row], hours)
        times.append(changes)
        elements.append(np.full(len(changes), row))
    time, element = np.concatenate(times), np.concatenate(elements)
    order = np.argsort(time, kind="stable")
    time, element = time[order], element[order]
    turned = element[:, None] == np.arange(len(streams))
    out = np.logical_xor.accumulate(turned, axis=0) ^ start
    last = np.r_[time[1:] != time[:-1], True]
    return time[last], out[last]


def _changes(draw: np.random.Generator, out: bool, rate: float, repair: float, hours: int) -> Ints:
    """Hours before the end at which an element fails or is repaired, in turn."""
    mended = 1.0 / repair
    failed = mended * rate / (1.0 - rate)
    made: list[Ints] = []
    now, expected = 0, 2 + int(hours * 2 / (1 / failed + repair))
    while now < hours:
        # Always an even number, so that chances stay in turn.
        chance = np.array([mended, failed] if out else [failed, mended])
        uniform = draw.random(2 * expected).reshape(-1, 2)
        with np.errstate(divide="ignore"):
            # The hour of the first success, 1 or more (inverse of the geometric distribution).
            length = np.ceil(np.log1p(-uniform) / np.log1p(-chance))
        made.append(now + np.cumsum(np.clip(length, 1, hours).ravel()).astype(np.int64))
        now = int(made[-1][-1])
    changes = np.concatenate(made)
    return changes[changes < hours]


class _Sums:
    """Means and standard errors of what samples bring."""

    def __init__(self, buses: int, scale: float) -> None:
        self.scale, self.rows = scale, [np.zeros((0, buses + 3))]

    def add(self, shed: Floats, lost: Floats, begun: Floats) -> None:
        """Some samples: shed (S, N), hours lost (S,) and losses begun (S,)."""
        self.rows.append(np.column_stack([shed, shed.sum(axis=1), lost, begun]))

    def result(self, samples: int, solved: int) -> SampledAdequacy:
        """The estimates."""
        rows = np.concatenate(self.rows) * self.scale
        mean = rows.mean(axis=0)
        error = rows.std(axis=0, ddof=1) / np.sqrt(samples)
        return SampledAdequacy(
            lole=float(mean[-2]),
            lole_error=float(error[-2]),
            eens=float(mean[-3]),
            eens_error=float(error[-3]),
            bus_eens=mean[:-3],
            bus_eens_error=error[:-3],
            events=float(mean[-1]),
            events_error=float(error[-1]),
            samples=samples,
            solved=solved,
        )
