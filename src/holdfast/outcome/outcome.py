"""The outcome of a run: its data with all that is needed to make it again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from holdfast.arrays import Array
from holdfast.outcome import statistics, store
from holdfast.outcome.metrics import BY_NAME, METRICS, Metric, View
from holdfast.outcome.stockouts import NEVER, first_days, ran_out, reached
from holdfast.outcome.windows import IN_ALL, Window, as_date, windows
from holdfast.scenario import Scenario

BLOCK = 256
"""Futures that are counted at a time."""
SUMMARY = ("metric", "from", "to", "mean", "standard_error", "p05", "p50", "p95", "n", "n_eff")
"""Columns of the summary."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run leaves behind. Scenario, seed and version alone make it again."""

    data: xr.Dataset
    """Dimensions future, day, region, class, item, unit, kind, technology, skill."""
    scenario: Scenario
    seed: int
    version: str
    """Version of Holdfast that made it."""
    checkpoints: Any = field(default=None, compare=False, repr=False)
    """States by day, from which a branch may restart; None if none were kept."""
    folder: Path | None = field(default=None, compare=False)
    """Where it was loaded from or saved to."""

    @property
    def futures(self) -> tuple[int, ...]:
        """Numbers of the futures."""
        return tuple(int(future) for future in self.data["future"].values)

    @property
    def metrics(self) -> tuple[Metric, ...]:
        """The metrics that its variables allow, in their order."""
        return tuple(each for each in METRICS if not each.needs or each.needs in self.data)

    @property
    def pair(self) -> Array:
        """(F,) the pair of each future: two that share what nobody knows."""
        return np.asarray(self.data["future"].values // 2)

    @property
    def people(self) -> Array:
        """(F, R) persons present."""
        told = self.data["population"]
        if "future" in told.dims:
            return np.asarray(told.transpose("future", "region").values, dtype=float)
        shape = self.data.sizes["future"], self.data.sizes["region"]
        return np.array(np.broadcast_to(told.values, shape), dtype=float)

    def per_person(self, name: str) -> Array:
        """Sum over all its days, mean over people, of a (future, day, region) variable, (F,)."""
        days = self.data["day"].values
        end = as_date(days[-1]) + timedelta(days=1)
        return self.view(Window(IN_ALL, as_date(days[0]), end)).per_person(name)

    @property
    def ran_out(self) -> Array:
        """(F, D, I) whether an item is empty that was held before."""
        return ran_out(self.data, self.scenario.table("stocks"))

    def first_out(self, item: str) -> Array:
        """(F,) the place among the reported days of the first on which an item is out; -1 if none.

        Out is an item that is empty at midnight and was there before; one that is out already when
        reported time begins is out on its first day. Raises KeyError for an item there is not.
        """
        return first_days(self._out(item))

    def first_outs(self) -> Array:
        """(F, I) the same of every item, in the order of the data, with a few futures in memory."""
        days = self.windows()[-1].among(self.data["day"].values)
        stocks = self.scenario.table("stocks")
        return np.concatenate(
            [first_days(ran_out(part, stocks)[:, days]) for part in self.read("held", "empty")]
        )

    def out_by(self, item: str, level: float) -> date | None:
        """The reported day by which an item is out in at least a share `level` of futures.

        None if there is no such day. Raises KeyError for an item there is not.
        """
        place = reached(self.first_out(item), level)
        days = self.data["day"].values[self.windows()[-1].among(self.data["day"].values)]
        return None if place == NEVER else as_date(days[place])

    def _out(self, item: str) -> Array:
        """(F, D) whether an item is out, on each reported day."""
        one = self.data[["held", "empty"]].sel(item=[item])
        days = self.windows()[-1].among(self.data["day"].values)
        return np.asarray(ran_out(one, self.scenario.table("stocks"))[:, days, 0])

    def windows(self) -> tuple[Window, ...]:
        """Each reported winter, then the reported time in all."""
        return windows(self.scenario.settings, self.data["day"].values)

    def view(self, window: Window) -> View:
        """The run's days in a window, ready to be counted."""
        stocks = self.scenario.table("stocks")
        items = np.asarray(stocks.text("item"), dtype=object)
        defended = np.isin(self.data["item"].values, items[stocks.flag("defended")])
        days = window.among(self.data["day"].values)

        @cache
        def gone() -> Array:
            return np.asarray(self.ran_out[:, days][:, :, defended].any(axis=(1, 2)))

        return View(
            data=self.data,
            days=days,
            people=self.people,
            cold_weight=self.scenario.settings.weights.cold.value,
            gone=gone,
        )

    def blocks(self) -> Iterator[Outcome]:
        """The same outcome a few hundred futures at a time, each in memory."""
        for part in self._pieces():
            yield replace(part, data=part.data.load())

    def read(self, *names: str) -> Iterator[xr.Dataset]:
        """Some variables alone, a few hundred futures at a time, each part in memory."""
        for part in self._pieces():
            yield part.data[list(names)].load()

    def _pieces(self) -> Iterator[Outcome]:
        """The same a few hundred futures at a time; of data on disk nothing is read yet."""
        count = self.data.sizes["future"]
        for first in range(0, count, BLOCK):
            part = (
                self.data.isel(future=slice(first, first + BLOCK)) if count > BLOCK else self.data
            )
            yield replace(self, data=part, checkpoints=None)

    def values(self, metric: str, window: Window) -> Array:
        """One number a future, (F,).

        Raises ValueError naming the metrics there are.
        """
        names = [each.name for each in self.metrics]
        if metric not in names:
            raise ValueError(f"metric {metric!r} is not one of: {', '.join(names)}")
        return np.concatenate([BY_NAME[metric].of(part.view(window)) for part in self._pieces()])

    def counted(self) -> Iterator[tuple[Metric, Window, Array]]:
        """Every metric in every window with its (F,) values."""
        windows, made = self.windows(), []
        for part in self.blocks():
            views = [part.view(window) for window in windows]
            made.append([metric.of(view) for metric in self.metrics for view in views])
        whole = [np.concatenate(values) for values in zip(*made, strict=True)]
        cases = [(metric, window) for metric in self.metrics for window in windows]
        for (metric, window), values in zip(cases, whole, strict=True):
            yield metric, window, values

    def summary(self) -> pd.DataFrame:
        """A row for each metric and window: mean, standard error, spread over futures."""
        rows = []
        for metric, window, values in self.counted():
            made = statistics.estimate(values, self.pair)
            p05, p50, p95 = np.quantile(values, (0.05, 0.5, 0.95))
            rows.append(
                (
                    metric.name,
                    window.first,
                    window.end,
                    made.mean,
                    made.standard_error,
                    float(p05),
                    float(p50),
                    float(p95),
                    made.n,
                    made.n_eff,
                )
            )
        return pd.DataFrame(rows, columns=list(SUMMARY))

    def save(self, path: str | Path, overwrite: bool = False) -> None:
        """Write a folder that carries data, scenario and checksums, whole or not at all.

        Raises FileExistsError if the path exists, unless it is an outcome and `overwrite` is set.
        """
        store.save(Path(path), [self], overwrite)

    @classmethod
    def write(cls, path: str | Path, parts: Iterable[Outcome]) -> None:
        """Write an outcome whose futures come in parts of one size, the last perhaps smaller.

        Only one part need be in memory. Raises FileExistsError if the path exists.
        """
        store.save(Path(path), parts, overwrite=False)

    @classmethod
    def load(cls, path: str | Path, holder: Any = None) -> Outcome:
        """Read what `save` wrote.

        Large data are read only where they are asked for, and `holder` is then kept alive as long
        as any of them may be. Raises store.OutcomeError if it is no outcome, or is not as it was
        written.
        """
        return cls(**store.load(Path(path), holder))


def joined(first: Outcome, more: Outcome) -> Outcome:
    """One outcome of the futures of two runs of one scenario; its checkpoints are not kept.

    Raises ValueError if the runs differ in anything but their futures.
    """
    if (first.scenario.digest, first.seed, first.version) != (
        more.scenario.digest,
        more.seed,
        more.version,
    ):
        raise ValueError("only runs of the same scenario, seed and version can be joined")
    data = xr.concat(
        [first.data, more.data],
        dim="future",
        data_vars="minimal",
        coords="minimal",
        compat="override",
        join="override",
    )
    return Outcome(data, first.scenario, first.seed, first.version)
