"""Spare parts: where METRIC errs, events beside every formula, hulls beside optima, and how fast.

Run: python benchmarks/spares.py [errors events surges lots parts budgets speed] [--small]
Without a name all of them. Seeds are fixed. Events are those of `tests/spare_events.py`, which
takes nothing from the engine; an error is one standard error of their mean.
"""

from __future__ import annotations

import argparse
import platform
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from holdfast import spares

HERE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(HERE / "tests"))
from spare_events import Part, System, at_rest, over_time, simulate_indentured  # noqa: E402

MODELS = {"metric": spares.metric, "vari_metric": spares.vari_metric, "exact": spares.exact}


def errors(small: bool) -> None:
    """METRIC and VARI-METRIC against the exact law, on systems drawn at random."""
    draw = np.random.default_rng(1)
    count, bases = (2_000 if small else 20_000), 4
    rate = draw.lognormal(np.log(8), 1, (count, bases))
    depot = draw.uniform(0.02, 0.3, count)
    repaired, ship = draw.uniform(0, 0.8, (count, bases)), draw.uniform(0.005, 0.06, (count, bases))
    mean = (rate * (1 - repaired)).sum(axis=1) * depot
    kept = np.maximum(np.round(mean + draw.uniform(-2, 2, count) * np.sqrt(mean)), 0)
    held = draw.integers(0, 5, (count, bases))
    item = (rate, repaired, 0.02, ship, depot, kept, held)
    truth = spares.exact(*item).base
    short = {name: spares_of(*item).base for name, spares_of in MODELS.items()}
    print(f"{count} systems of {bases} bases; backorders of a base over the exact ones, less 1")
    for low, high in ((0.001, 0.01), (0.01, 0.1), (0.1, 1), (1, np.inf)):
        here = (truth >= low) & (truth < high)
        said = "  ".join(
            "{}: median {:+.4f}, 5 to 95 % {:+.3f} to {:+.3f}, worst {:+.3f}".format(
                name, *_quantiles(short[name][here] / truth[here] - 1)
            )
            for name in ("metric", "vari_metric")
        )
        print(f"  {low:>5} to {high:<4} ({here.sum():>6})  {said}")


def _quantiles(value: np.ndarray) -> tuple[float, float, float, float]:
    low, middle, high = np.quantile(value, [0.05, 0.5, 0.95])
    return middle, low, high, value[np.argmax(np.abs(value))]


def _system(repair: str, depot: int, held: int, repaired: float = 0.2) -> System:
    """The five bases of Sherbrooke's third chapter."""
    return System(
        np.full((1, 5), 23.2), np.zeros(1), np.full(5, repaired), np.full(5, 0.01),
        np.full(5, 0.01), 0.02531, depot, np.full(5, held), repair,
    )  # fmt: skip


def events(small: bool) -> None:
    """The two-echelon system event by event, beside the three models."""
    print("five bases of Sherbrooke: backorders of a base by events, and models over them less 1")
    for number, repair in enumerate(("constant", "exponential")):
        for depot, held in ((0, 1), (1, 1), (2, 1), (4, 1), (2, 2), (4, 2)):
            system = _system(repair, depot, held)
            seed = 100 * number + 10 * depot + held
            mean, error = at_rest(system, 8_000 if small else 24_000, seed)
            item = (np.full(5, 23.2), 0.2, 0.01, 0.01, 0.02531, depot, held)
            truth, spread = mean[1:].mean(), np.sqrt((error[1:] ** 2).sum()) / 5
            said = "  ".join(
                f"{name} {model(*item).base[0] / truth - 1:+.3f}"
                f" ({(model(*item).base[0] - truth) / spread:+.1f} errors)"
                for name, model in MODELS.items()
            )
            print(f"  {repair:11} depot {depot} base {held}: {truth:.5f} ± {spread:.5f}  {said}")


LOOK = np.array([-5, 0, 3, 6, 10, 15, 20, 25, 30, 36, 45, 60, 75, 90, 120, 180]) / 365
SURGES = {
    "all bases fivefold for 30 days": (5.0, {}),
    "the same, times exponential": (5.0, {"repair": "exponential"}),
    "the same, 2 crews a base, 6 at the depot": (
        5.0, {"repair": "exponential", "base_crews": 2, "depot_crews": 6},
    ),
    "one base eightfold": (np.array([8.0, 1.0, 1.0]), {}),
    "one base eightfold, others still": (np.array([8.0, 0.0, 0.0]), {}),
    "one base eightfold, times exponential": (
        np.array([8.0, 1.0, 1.0]), {"repair": "exponential"},
    ),
    "one base eightfold, 6 crews at the depot": (
        np.array([8.0, 1.0, 1.0]),
        {"repair": "exponential", "depot_crews": 6},
    ),
    "others still, times exponential": (np.array([8.0, 0.0, 0.0]), {"repair": "exponential"}),
}  # fmt: skip


def surges(small: bool) -> None:
    """Dyna-METRIC at every printed time, beside events."""
    plain = np.array([10.0, 5.0, 8.0])
    since = np.array([-1.0, 0.0, 30 / 365])
    for number, (name, (times, options)) in enumerate(SURGES.items()):
        rate = np.stack([plain, plain * times, plain])
        place = (0.2, 0.05, 0.02, 0.15, 3, [2, 1, 1])
        crews = {"base_crews": np.full(3, options.get("base_crews", 0))}
        system = System(
            rate, since, np.full(3, 0.2), np.full(3, 0.05), np.full(3, 0.02), 0.15, 3,
            np.array([2, 1, 1]), options.get("repair", "constant"),
            depot_crews=options.get("depot_crews", 0), **crews,
        )  # fmt: skip
        mean, error = over_time(system, LOOK, 1_000 if small else 6_000, 50 + number)
        found = spares.dyna_metric(rate, since, *place, LOOK, **options)
        seen = np.column_stack([found.depot, found.base])
        away = np.abs(seen - mean) / np.maximum(error, 1e-12)
        least = np.where(mean > 0.01, np.abs(seen - mean) / np.maximum(mean, 1e-9), 0)
        print(
            f"{name}: furthest {away.max():.1f} errors, {(away > 3).sum()} of {away.size} looks "
            f"over 3; largest distance {least.max():.3f} of the mean"
        )
        for row in range(0, len(LOOK), 1 if not small else 4):
            print(
                f"  day {365 * LOOK[row]:>4.0f}  depot {found.depot[row]:7.4f} "
                f"({mean[row, 0]:7.4f} ± {error[row, 0]:.4f})  bases {found.total[row]:7.4f} "
                f"({mean[row, 1:].sum():7.4f})  away by {away[row].max():.1f} errors"
            )


def lots(small: bool) -> None:
    """Lots: METRIC and the exact law beside events."""
    print("lots: backorders of a base by events, and models over them less 1")
    cases = (
        (0, 3, 3, 5), (2, 3, 3, 5), (4, 3, 3, 5), (6, 3, 3, 5), (2, 4, 5, 2), (4, 4, 5, 2),
        (6, 2, 2, 3), (3, 4, 4, 10),
    )  # fmt: skip
    for number, (depot, held, lot, bases) in enumerate(cases):
        system = System(
            np.full((1, bases), 23.2), np.zeros(1), np.full(bases, 0.2), np.full(bases, 0.01),
            np.full(bases, 0.01), 0.05, depot, np.full(bases, held), lot=np.full(bases, lot),
        )  # fmt: skip
        mean, error = at_rest(system, 4_000 if small else 16_000, 90 + number)
        truth, spread = mean[1:].mean(), np.sqrt((error[1:] ** 2).sum()) / bases
        item = (np.full(bases, 23.2), 0.2, 0.01, 0.01, 0.05, depot, held)
        one, two = (model(*item, order_quantity=lot) for model in (spares.metric, spares.exact))
        print(
            f"  {bases:>2} bases, lots of {lot}, depot {depot}, base {held}: {truth:.4f} ± "
            f"{spread:.4f}  metric {one.base[0] / truth - 1:+.2f}  exact "
            f"{two.base[0] / truth - 1:+.3f} ({(two.base[0] - truth) / spread:+.1f} errors); depot "
            f"{mean[0]:.3f} ± {error[0]:.3f}, {one.depot:.3f}, {two.depot:.3f}"
        )


def parts(small: bool) -> None:
    """Units with two subunits at four bases, beside events."""
    print("subunits: holes over four bases by events, and models over them less 1")
    draw = np.random.default_rng(4)
    for stock in ((3, 2, 2, 1, 1, 1), (2, 1, 1, 0, 1, 0), (4, 2, 0, 0, 0, 0), (1, 1, 4, 2, 3, 1)):
        unit = Part(0.6, 0.02, 0.02, 0.04, *stock[:2])
        pair = [Part(0.4, 0.05, 0.02, 0.06, *stock[2:4]), Part(0.0, 0.05, 0.02, 0.03, *stock[4:])]
        look = 1 + 0.1 * np.arange(4_000 if small else 40_000)
        seen = simulate_indentured(25.0, 4, unit, pair, [0.5, 0.4], look, draw)
        batches = seen[:, 0].reshape(40, -1).mean(axis=1)
        mean, error = batches.mean(), batches.std(ddof=1) / np.sqrt(40)
        fields = [
            np.repeat([[getattr(one, name)] for one in pair], 4, axis=1)
            for name in ("repaired", "base_time", "ship_time")
        ]
        below = spares.Supply(
            *fields, [one.depot_time for one in pair], [one.depot_stock for one in pair],
            np.repeat([[one.base_stock] for one in pair], 4, axis=1),
        )  # fmt: skip
        above = spares.Supply(
            unit.repaired, unit.base_time, unit.ship_time, unit.depot_time, unit.depot_stock,
            unit.base_stock,
        )  # fmt: skip
        said = []
        for model in ("metric", "vari_metric"):
            found = spares.indentured([25.0] * 4, above, below, [0.5, 0.4], model=model)
            said.append(f"{model} {found.unit.total / mean - 1:+.3f}")
        print(f"  stock {stock}: {mean:.4f} ± {error:.4f}  {'  '.join(said)}")


def _catalogue(count: int, bases: int, seed: int) -> tuple[np.ndarray, ...]:
    draw = np.random.default_rng(seed)
    rate = draw.lognormal(np.log(5), 1, (count, bases))
    return rate, draw.uniform(0, 0.6, (count, bases)), draw.uniform(0.02, 0.2, count)


def budgets(small: bool) -> None:
    """Marginal analysis on the hull beside the optimum, by budget and number of items."""
    draw = np.random.default_rng(6)
    for count in (5, 20, 100) if small else (5, 20, 100, 1_000, 5_000):
        rate, repaired, depot = _catalogue(count, 4, count)
        price = np.exp(draw.normal(3, 1, count))
        for a_item in (1, 3, 6):
            begin = time.perf_counter()
            budget = a_item * float(price.sum())
            found = spares.budgeted(rate, repaired, 0.02, 0.03, depot, price, budget)
            more = found.hull.backorders / found.optimum.backorders - 1
            print(
                f"{count:>5} items, budget {a_item} of each: hull {found.hull.backorders:.4f}, "
                f"optimum {found.optimum.backorders:.4f} (hull {100 * more:.2f} % more), proved "
                f"within {found.gap:.1e}; {time.perf_counter() - begin:.1f} s"
            )


def speed(small: bool) -> None:
    """Items a second, and the time of one transient."""
    count = 2_000 if small else 20_000
    for bases in (1, 5, 20):
        rate, repaired, depot = _catalogue(count, bases, 7)
        draw = np.random.default_rng(8)
        kept, held = draw.integers(0, 6, count), draw.integers(0, 4, (count, bases))
        item = (rate, repaired, 0.02, 0.03, depot)
        said = []
        for name, judged, placed in (
            ("metric", count, count // 10), ("vari_metric", count, count // 20),
            ("exact", count // 10, count // 200),
        ):  # fmt: skip
            stocked = (*_first(item, judged), kept[:judged], held[:judged])
            said.append(f"{name} {_per_second(judged, MODELS[name], *stocked)}")
            asked = (*_first(item, placed), np.full(placed, 12))
            best = partial(spares.best_stock, model=name)
            said.append(f"best of 12 by {name} {_per_second(placed, best, *asked)}")
        print(f"{bases:>2} bases, items a second: {'; '.join(said)}")
    for name, (times, options) in SURGES.items():
        plain = np.array([10.0, 5.0, 8.0])
        rate, since = np.stack([plain, plain * times, plain]), np.array([-1.0, 0.0, 30 / 365])
        act = partial(spares.dyna_metric, **options)
        place = (rate, since, 0.2, 0.05, 0.02, 0.15, 3, [2, 1, 1], LOOK)
        print(f"transients a second, 3 bases, {len(LOOK)} dates, {name}: "
              f"{_per_second(1, act, *place)}")  # fmt: skip


def _first(item: tuple, count: int) -> tuple:
    return tuple(one[:count] if np.ndim(one) else one for one in item)


def _per_second(count: int, act: Callable[..., object], *given: object) -> str:
    """The better of two rounds."""
    taken = []
    for _ in range(2):
        begin = time.perf_counter()
        act(*given)
        taken.append(time.perf_counter() - begin)
    return f"{count / min(taken):,.3g}" if count == 1 else f"{count / min(taken):,.0f}"


SECTIONS = {one.__name__: one for one in (errors, events, surges, lots, parts, budgets, speed)}


def main() -> None:
    """Print what is asked for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("names", nargs="*", choices=[*SECTIONS, []])
    asked.add_argument("--small", action="store_true", help="fewer systems and events")
    given = asked.parse_args()
    print(f"python {platform.python_version()}, numpy {np.__version__}")
    for name in given.names or SECTIONS:
        begin = time.perf_counter()
        print(f"\n== {name}")
        SECTIONS[name](given.small)
        print(f"({time.perf_counter() - begin:.0f} s)")


if __name__ == "__main__":
    main()
