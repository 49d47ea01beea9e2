"""The threat beside the public raid record, and how fast it is.

    python benchmarks/threat.py [--futures 1000] [--speed 4000] [--figure FILE.svg]

The seed winter, how regular waves are, which classes go together, and launches by class from the
freeze of `examples/bucharest-2022` to its last day beside what came: once with the supply that the
example has, part of which was learnt after the freeze, and once with what was known on that day.
With --figure these fans are drawn.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import minimize_scalar
from scipy.stats import gamma

from holdfast.campaign import batch
from holdfast.campaign.batch import Job
from holdfast.campaign.work import work
from holdfast.draws import Luck
from holdfast.model import threat
from holdfast.raids import daily, read_classes, read_record
from holdfast.scenario import Scenario, read_scenario
from holdfast.scenario.cells import known
from holdfast.show.theme import LIGHT

ROOT = Path(__file__).parents[1]
WAVE = 15
"""Launches of the leading class that make a wave: `threat.wave_threshold`."""
WINTER_ENDS = "2023-03-31"
SUPPLY = ("supply", "orders", "sanctions", "regimes")
"""Tables of threat/ that say what comes by date."""
LOT = 1000
"""Futures that are played at once."""
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)


def launches() -> pd.DataFrame:
    """Launched by day and class in the public record, every day from its first."""
    folder = ROOT / "data/raids"
    rows = daily(read_record(folder / "launches.csv"), read_classes(folder / "classes.csv"))
    table = rows.pivot_table(index="date", columns="class", values="launched", aggfunc="sum")
    return table.asfreq("D").fillna(0.0)


def waves(launched: pd.Series) -> pd.DatetimeIndex:
    """The days of waves."""
    return pd.DatetimeIndex(launched.index[launched >= WAVE])


def gaps_by_half_year(days: pd.DatetimeIndex, merge: int = 0) -> list[np.ndarray]:
    """Days between waves by half-year of their ends, at least two of them each.

    A wave within `merge` days of the last is part of it.
    """
    kept = [days[0]]
    for day in days[1:]:
        if (day - kept[-1]).days > merge:
            kept.append(day)
    ends = pd.Series(np.diff(pd.DatetimeIndex(kept)).astype("timedelta64[D]").astype(float))
    half = [2 * day.year + (4 <= day.month < 10) + 2 * (day.month >= 10) for day in kept[1:]]
    return [group.to_numpy() for _, group in ends.groupby(half) if len(group) > 1]


def pooled_shape(groups: list[np.ndarray]) -> float:
    """Shape of gamma laws that share it and have a mean each, by maximum likelihood."""

    def loss(log_shape: float) -> float:
        shape = np.exp(log_shape)
        return -sum(gamma.logpdf(g, shape, scale=g.mean() / shape).sum() for g in groups)

    return float(np.exp(minimize_scalar(loss, bounds=(-2.0, 3.0), method="bounded").x))


def shape_interval(groups: list[np.ndarray], times: int = 400) -> tuple[float, float]:
    """90 % interval of that shape, gaps drawn again within their half-years."""
    rng = np.random.default_rng(1)
    again = [
        pooled_shape([rng.choice(group, len(group)) for group in groups]) for _ in range(times)
    ]
    return tuple(np.quantile(again, (0.05, 0.95)))  # type: ignore[return-value]


def known_at(scenario: Scenario) -> Scenario:
    """The scenario without rows about supply that became public after its freeze."""
    for name in SUPPLY:
        rows = scenario.table(f"threat/{name}").rows()
        freeze = scenario.settings.freeze
        kept = [row for row in rows if not row["as_of"] or known(row["as_of"]) <= freeze]
        if len(kept) < len(rows):
            scenario = scenario.replace_rows(f"threat/{name}", kept)
    return scenario


@dataclass(frozen=True, slots=True)
class Fan:
    """Launches since the freeze, (days, F, C), and the first day after it."""

    classes: tuple[str, ...]
    begins: int
    total: np.ndarray

    def bands(self) -> np.ndarray:
        """Quantiles (levels, days, C) over futures."""
        return np.quantile(self.total, LEVELS, axis=1)


def play(scenario: Scenario, futures: int, days: int, first: int = 0) -> np.ndarray:
    """Launches of the threat alone, (days, F, C)."""
    base = Luck.of(1, range(first, first + futures))
    params = threat.prepare(scenario, base)
    started = threat.start(params)
    since = np.broadcast_to(started["days_since_wave"], (futures,))
    stock = np.broadcast_to(started["threat_stock"], (futures, len(params.classes)))
    made = np.empty((days, futures, len(params.classes)), np.float32)
    for day in range(days):
        today = threat.step(params, since, stock, day, base.on(day))
        since, stock, made[day] = today.days_since_wave, today.stock, today.launched
    return made


def fan(scenario: Scenario, futures: int) -> Fan:
    """Launches by class from the day after the freeze on, summed up."""
    begins = scenario.day(scenario.settings.freeze) + 1
    made = play(scenario, futures, scenario.settings.days)[begins:]
    return Fan(scenario.table("threat/classes").text("id"), begins, made.cumsum(axis=0))


def came(scenario: Scenario, made: Fan, record: pd.DataFrame) -> np.ndarray:
    """What the record has since, (days, C), summed up."""
    last = scenario.settings.last.isoformat()
    rows = record[scenario.date(made.begins).isoformat() : last]
    return rows[list(made.classes)].to_numpy().cumsum(axis=0)


def report(scenario: Scenario, futures: int) -> dict[str, Fan]:
    """Print totals beside the record, with what was known and with what was learnt later."""
    record = launches()
    fans = {
        "supply as the example has it, in part learnt after the freeze": fan(scenario, futures),
        "supply known at the freeze alone": fan(known_at(scenario), futures),
    }
    later = [table for table, _, _ in scenario.learnt_later if table.startswith("threat/")]
    others = [table for table in later if table.removeprefix("threat/") not in SUPPLY]
    print(f"\nlaunches {scenario.date(fan_begins(fans))} to {scenario.settings.last}, "
          f"{futures} futures")  # fmt: skip
    for name, made in fans.items():
        print(name)
        print(f"  {'class':12} {'5 %':>7} {'median':>7} {'95 %':>7} {'came':>7} {'place':>6}")
        fell = came(scenario, made, record)[-1]
        for place, label in enumerate(made.classes):
            low, middle, high = made.bands()[[0, 2, 4], -1, place]
            below = (made.total[-1, :, place] < fell[place]).mean()
            print(f"  {label:12} {low:7.0f} {middle:7.0f} {high:7.0f} {fell[place]:7.0f}"
                  f" {below:6.2f}")  # fmt: skip
    print(f"rows of threat/ learnt after the freeze: {len(later)}; of these used by both fans, as")
    print(f"sizes, chances, stocks and aims were estimated with hindsight: {len(others)}")
    return fans


def fan_begins(fans: dict[str, Fan]) -> int:
    """The first day of the fans."""
    return next(iter(fans.values())).begins


def winter() -> None:
    """Print the seed winter, the pooled shape and which classes go together."""
    record = launches()
    first = waves(record["cruise"][:WINTER_ENDS])
    gaps = np.concatenate(gaps_by_half_year(first))
    print(f"seed winter: {len(first)} days of waves, mean gap {gaps.mean():.1f} days, "
          f"coefficient of variation {gaps.std(ddof=1) / gaps.mean():.2f}")  # fmt: skip
    print("gamma shape of gaps, 90 % by bootstrap; below the first, record to 30 June 2025")
    days = waves(record["cruise"])
    for name, groups in (
        ("seed winter", [gaps]),
        ("one mean, every day a wave", [np.concatenate(gaps_by_half_year(days))]),
        ("a mean each half-year, every day a wave", gaps_by_half_year(days)),
        ("a mean each half-year, days in a row one wave", gaps_by_half_year(days, 1)),
        ("a mean each half-year, within two days one wave", gaps_by_half_year(days, 2)),
    ):
        low, high = shape_interval(groups)
        print(f"  {name:48} {pooled_shape(groups):.2f} ({low:.2f} to {high:.2f})")
    since = record["2023-07-01":]
    salvo = since[since["cruise"] >= WAVE]
    logs = np.log(salvo.where(salvo > 0)).corr(min_periods=5)
    pairs = [logs.iloc[a, b] for a in range(len(logs)) for b in range(a)]
    print(f"correlation of log sizes of two classes in {len(salvo)} waves since mid 2023:")
    print(f"  {np.nanmin(pairs):+.2f} to {np.nanmax(pairs):+.2f}, mean {np.nanmean(pairs):+.2f}")
    joins = (salvo.drop(columns="cruise") > 0).astype(float).corr()
    pairs = [joins.iloc[a, b] for a in range(len(joins)) for b in range(a)]
    print(f"of taking part, without the class that leads: {min(pairs):+.2f} to {max(pairs):+.2f}")


def speed(scenario: Scenario, futures: int) -> None:
    """Print the time of the threat alone and its share of a whole run on one core."""
    play(scenario, 2, 2)
    begun, spent = time.perf_counter(), time.process_time()
    for first in range(0, futures, LOT):
        play(scenario, min(LOT, futures - first), scenario.settings.days, first=first)
    taken, spent = time.perf_counter() - begun, time.process_time() - spent
    print(f"\n{futures} futures x {scenario.settings.days} days of threat alone: {taken:.1f} s, "
          f"of the processor {spent:.1f} s")  # fmt: skip
    days, numbers = 120, tuple(range(batch.SIZE))
    work(Job(scenario, 1, tuple(range(2)), 0, 2, None))
    begun = time.perf_counter()
    work(Job(scenario, 1, numbers, 0, days, None))
    whole = time.perf_counter() - begun
    begun = time.perf_counter()
    play(scenario, batch.SIZE, days)
    alone = time.perf_counter() - begun
    print(f"share of a whole run ({batch.SIZE} futures, {days} days): {alone / whole:.1%}")


def draw(scenario: Scenario, fans: dict[str, Fan], path: Path) -> None:
    """Draw the fans beside what came, a panel a class, as SVG."""
    import matplotlib

    matplotlib.use("svg")
    from matplotlib import pyplot as plt

    matplotlib.rcParams |= {"svg.hashsalt": "holdfast", "font.size": 11, "text.color": LIGHT["ink"]}
    names = dict(
        zip(*(scenario.table("threat/classes").text(c) for c in ("id", "name")), strict=True)
    )
    record = launches()
    figure, panels = plt.subplots(2, 2, figsize=(10.8, 7.0), facecolor=LIGHT["ground"])
    lines = (("defence", "supply as the example has it"), ("power", "supply known at the freeze"))
    for place, axes in enumerate(panels.ravel()):
        for (token, label), made in zip(lines, fans.values(), strict=True):
            bands = made.bands()[:, :, place]
            dates = pd.date_range(scenario.date(made.begins), periods=bands.shape[1])
            some = np.unique([*range(0, len(dates), 4), len(dates) - 1])
            drawn, bands = dates[some], bands[:, some]
            axes.fill_between(drawn, bands[0], bands[4], color=LIGHT[token], alpha=0.16, lw=0)
            axes.plot(drawn, bands[2], color=LIGHT[token], lw=2, label=label)
        axes.plot(dates, came(scenario, made, record)[:, place], color=LIGHT["ink"], lw=1.6,
                  ls=(0, (4, 2)), label="what came, as announced")  # fmt: skip
        axes.set_title(names[made.classes[place]], loc="left", fontsize=12, color=LIGHT["ink"])
        axes.set_facecolor(LIGHT["panel"])
        axes.grid(color=LIGHT["faint"])
        axes.tick_params(colors=LIGHT["soft"], length=0)
        axes.spines[:].set_visible(False)
        axes.set_ylim(0)
        axes.margins(x=0)
        axes.xaxis.set_major_locator(matplotlib.dates.MonthLocator((1, 4, 7, 10)))
        axes.xaxis.set_major_formatter(matplotlib.dates.DateFormatter("%m/%Y"))
    handles, labels = panels[0, 0].get_legend_handles_labels()
    said = "Launches since the freeze; lines: medians; bands: nine futures in ten"
    figure.text(0.01, 0.012, said, fontsize=10, color=LIGHT["soft"])
    figure.legend(handles, labels, loc="upper left", ncols=3, frameon=False, fontsize=11)
    figure.tight_layout(rect=(0, 0.03, 1, 0.95))
    figure.savefig(path, metadata={"Date": None})


def main() -> None:
    """Print all of it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--futures", type=int, default=1000)
    asked.add_argument("--speed", type=int, default=4000)
    asked.add_argument("--figure", type=Path)
    given = asked.parse_args()
    scenario = read_scenario(ROOT / "examples/bucharest-2022")
    winter()
    fans = report(scenario, given.futures)
    if given.figure:
        draw(scenario, fans, given.figure)
    speed(scenario, given.speed)


if __name__ == "__main__":
    main()
