"""What METRIC approximates, event by event: failures, repairs, shelves, queues in order.

Nothing here is taken from the engine: a clock with a heap, shelves that serve in order, shops with
or without a limit of crews.
"""

from __future__ import annotations

import dataclasses
import heapq
from collections import deque
from collections.abc import Callable

import numpy as np

Act = Callable[[], None]


class Clock:
    """Acts in the order of their times."""

    def __init__(self) -> None:
        self.now = -np.inf
        self._heap: list[tuple[float, int, Act]] = []
        self._count = 0

    def at(self, time: float, act: Act) -> None:
        self._count += 1
        heapq.heappush(self._heap, (time, self._count, act))

    def after(self, delay: float, act: Act) -> None:
        self.at(self.now + delay, act)

    def run(self) -> None:
        while self._heap:
            self.now, _, act = heapq.heappop(self._heap)
            act()


class Shelf:
    """A stock that serves in the order of asking."""

    def __init__(self, stock: int) -> None:
        self.hand = stock
        self.waiting: deque[Act] = deque()

    def ask(self, act: Act) -> None:
        if self.hand:
            self.hand -= 1
            act()
        else:
            self.waiting.append(act)

    def supply(self) -> None:
        if self.waiting:
            self.waiting.popleft()()
        else:
            self.hand += 1


class Shop:
    """Repairs, as many at a time as there are crews; 0 for enough of them."""

    def __init__(self, clock: Clock, crews: int, lasts: Callable[[], float]) -> None:
        self.clock, self.crews, self.lasts = clock, crews, lasts
        self.busy = 0
        self.queue: deque[Act] = deque()

    def enter(self, act: Act) -> None:
        if self.crews and self.busy == self.crews:
            self.queue.append(act)
            return
        self.busy += 1
        self.clock.after(self.lasts(), lambda: self._leave(act))

    def _leave(self, act: Act) -> None:
        self.busy -= 1
        act()
        if self.queue:
            self.enter(self.queue.popleft())


@dataclasses.dataclass(frozen=True)
class System:
    """One item at B bases and a depot; rates (P, B) hold from `since` (P,) on."""

    rate: np.ndarray
    since: np.ndarray
    repaired: np.ndarray
    base_time: np.ndarray
    ship_time: np.ndarray
    depot_time: float
    depot_stock: int
    base_stock: np.ndarray
    repair: str = "constant"
    base_crews: np.ndarray | None = None
    depot_crews: int = 0
    lot: np.ndarray | None = None


def failures(system: System, until: float, draw: np.random.Generator) -> list[tuple[float, int]]:
    """Times and bases of failures."""
    ends = np.append(system.since[1:], until)
    found = []
    for rates, low, high in zip(system.rate, system.since, ends, strict=True):
        for base, rate in enumerate(rates):
            count = draw.poisson(rate * max(high - low, 0.0))
            found += [(time, base) for time in draw.uniform(low, max(low, high), count)]
    return found


def simulate(system: System, look: np.ndarray, draw: np.random.Generator) -> np.ndarray:
    """(T, 1 + B) backorders of the depot and the bases at the times of `look`."""
    bases, clock = system.rate.shape[1], Clock()
    crews = np.zeros(bases) if system.base_crews is None else system.base_crews
    lots = np.ones(bases, dtype=int) if system.lot is None else system.lot
    vary = system.repair == "exponential"

    def lasting(mean: float) -> Callable[[], float]:
        return (lambda: float(draw.exponential(mean))) if vary else (lambda: mean)

    depot = Shelf(system.depot_stock)
    depot_shop = Shop(clock, system.depot_crews, lasting(system.depot_time))
    shelves = [Shelf(int(stock)) for stock in system.base_stock]
    shops = [
        Shop(clock, int(crews[base]), lasting(system.base_time[base])) for base in range(bases)
    ]
    gathered = [0] * bases

    def fail(base: int) -> None:
        shelves[base].ask(lambda: None)
        if draw.random() < system.repaired[base]:
            shops[base].enter(shelves[base].supply)
            return
        gathered[base] += 1
        if gathered[base] == lots[base]:
            gathered[base] = 0
            for _ in range(lots[base]):
                depot_shop.enter(depot.supply)
                depot.ask(lambda: clock.after(system.ship_time[base], shelves[base].supply))

    seen = np.zeros((len(look), 1 + bases))

    def see(row: int) -> None:
        seen[row] = [len(depot.waiting), *(len(shelf.waiting) for shelf in shelves)]

    for time, base in failures(system, float(look.max()), draw):
        clock.at(time, lambda base=base: fail(base))
    for row, time in enumerate(look):
        clock.at(float(time), lambda row=row: see(row))
    clock.run()
    return seen


def at_rest(
    system: System, samples: int, seed: int, batches: int = 40
) -> tuple[np.ndarray, np.ndarray]:
    """(1 + B,) mean backorders at rest and their standard errors, from one long run in batches."""
    longest = max(system.depot_time, *system.base_time, *system.ship_time)
    warm = (15 if system.repair == "exponential" else 4) * longest
    look = warm + longest * np.arange(1, samples + 1)
    alone = dataclasses.replace(system, rate=system.rate[:1], since=np.zeros(1))
    seen = simulate(alone, look, np.random.default_rng(seed))
    means = seen.reshape(batches, -1, seen.shape[1]).mean(axis=1)
    return means.mean(axis=0), means.std(axis=0, ddof=1) / np.sqrt(batches)


def over_time(
    system: System, look: np.ndarray, runs: int, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """(T, 1 + B) mean backorders at each time and their standard errors, from many runs."""
    draw = np.random.default_rng(seed)
    first, second = 0.0, 0.0
    for _ in range(runs):
        seen = simulate(system, look, draw)
        first, second = first + seen, second + seen * seen
    mean = first / runs
    return mean, np.sqrt(np.maximum(second / runs - mean * mean, 0) / (runs - 1))


@dataclasses.dataclass(frozen=True)
class Part:
    """How a part is mended at one of B equal bases and the depot, and what is held of it."""

    repaired: float
    base_time: float
    ship_time: float
    depot_time: float
    depot_stock: int
    base_stock: int


def simulate_indentured(
    rate: float, bases: int, unit: Part, subunits: list[Part], needed: list[float],
    look: np.ndarray, draw: np.random.Generator,
) -> np.ndarray:  # fmt: skip
    """(T, 2 + 2 K) holes of units over all bases, units the depot owes, and so for subunits."""
    clock = Clock()
    parts = [unit, *subunits]
    depots = [Shelf(part.depot_stock) for part in parts]
    shelves = [[Shelf(part.base_stock) for _ in range(bases)] for part in parts]
    bound = np.cumsum(needed)

    def which() -> int:
        """The subunit that is needed, from 1; 0 for none."""
        found = int(np.searchsorted(bound, draw.random(), side="right"))
        return found + 1 if found < len(needed) else 0

    def mend(part: int, base: int | None) -> None:
        """A carcass goes into repair at a base or the depot, and wants its subunit first."""
        place = parts[part]
        time = place.depot_time if base is None else place.base_time
        home = depots[part] if base is None else shelves[part][base]

        def begin() -> None:
            clock.after(draw.exponential(time), home.supply)

        child = which() if part == 0 else 0
        if child:
            (depots[child] if base is None else shelves[child][base]).ask(begin)
            lose(child, base)
        else:
            begin()

    def lose(part: int, base: int | None) -> None:
        """A part of a kind has been found broken at a place, whose shelf was asked for another."""
        place = parts[part]
        if base is None:
            mend(part, None)
        elif draw.random() < place.repaired:
            mend(part, base)
        else:
            depots[part].ask(lambda: clock.after(place.ship_time, shelves[part][base].supply))
            mend(part, None)

    def fail(base: int) -> None:
        shelves[0][base].ask(lambda: None)
        lose(0, base)

    seen = np.zeros((len(look), 2 * len(parts)))

    def see(row: int) -> None:
        seen[row] = [
            value
            for depot, row_of in zip(depots, shelves, strict=True)
            for value in (sum(len(shelf.waiting) for shelf in row_of), len(depot.waiting))
        ]

    end = float(look.max())
    for time in draw.uniform(0, end, draw.poisson(rate * bases * end)):
        base = int(draw.integers(bases))
        clock.at(time, lambda base=base: fail(base))
    for row, time in enumerate(look):
        clock.at(float(time), lambda row=row: see(row))
    clock.run()
    return seen
