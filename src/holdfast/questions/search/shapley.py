"""What each partner's help saves, shared so that the parts sum to the whole (Shapley 1953).

The mean, over all orders in which partners could come, of what each adds when it comes. What each
saves alone sums to more than all save together, what each adds last to less; neither is a share.
Orders are drawn in pairs, one the reverse of the other, from a stream that knows names only.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np

from holdfast.arrays import Array
from holdfast.outcome.statistics import Estimate, estimate
from holdfast.questions.search.memo import Memo, pairs
from holdfast.questions.search.problem import NOTHING, Package


@dataclass(frozen=True, slots=True)
class Part:
    """What is put down to one partner."""

    name: str
    saves: Estimate
    order_error: float
    """Standard error from the orders that were drawn; 0 where all coalitions were looked at."""
    share: float
    """Of what all save together; nan where that is nought."""
    by_future: Array = field(compare=False)
    """(F,) what is put down to it in each future."""
    by_order: Array = field(compare=False)
    """Its mean by pair of orders; one number where all coalitions were looked at."""


@dataclass(frozen=True, slots=True)
class Shapley:
    """Parts by name; in every future they sum to what all save together."""

    parts: tuple[Part, ...]
    total: Estimate
    exact: bool
    orders: int
    """Orders that were drawn; 0 where exact."""
    evaluations: float


def shapley(
    partners: Mapping[str, Package],
    memo: Memo,
    futures: Sequence[int] | Array = range(200),
    orders: int = 10,
    seed: int = 0,
) -> Shapley:
    """Share what all partners' offers save together among them.

    All coalitions are looked at where they are no more than the orders would ask. Raises
    ValueError without partners, for an odd number of orders, or offers of two partners.
    """
    names = sorted(partners)
    if not names or orders < 2 or orders % 2:
        raise ValueError("at least one partner and an even number of orders are needed")
    if len(frozenset().union(*partners.values())) < sum(len(p) for p in partners.values()):
        raise ValueError("an offer can be that of one partner only")
    before = memo.simulated
    held = [partners[name] for name in names]
    exact = 2 ** len(names) - 1 <= orders * len(names)
    split = _by_coalitions if exact else _by_orders
    rounds = split(held, memo, futures, orders, seed)
    saved = rounds.mean(axis=0)
    pair, total = pairs(futures), memo.values([NOTHING.union(*held)], futures)[0]
    whole = estimate(total, pair)
    count = len(rounds)
    spread = (
        rounds.mean(axis=2).std(axis=0, ddof=1) / math.sqrt(count)
        if count > 1
        else np.full(len(names), 0.0 if exact else np.nan)
    )
    return Shapley(
        parts=tuple(
            Part(
                name=name,
                saves=estimate(row, pair),
                order_error=float(error),
                share=float(row.mean()) / whole.mean if whole.mean != 0 else math.nan,
                by_future=row,
                by_order=rounds[:, place].mean(axis=1),
            )
            for place, (name, row, error) in enumerate(zip(names, saved, spread, strict=True))
        ),
        total=whole,
        exact=exact,
        orders=0 if exact else orders,
        evaluations=(memo.simulated - before) / 100,
    )


def share_among(
    made: Shapley, name: str, among: Iterable[str], futures: Sequence[int] | Array
) -> tuple[float, float]:
    """The part of one as a share of the parts of several, and its standard error.

    Parts below nought count as none, so that shares are from 0 to 1 and sum to 1. The error is that
    of a ratio, over pairs of futures and over orders together. nan where no part is above nought,
    and for one that has none.
    """
    those = {part.name: part for part in made.parts if part.name in set(among)}
    counted = [part for part in those.values() if part.saves.mean > 0]
    whole = sum(part.saves.mean for part in counted)
    if name not in those or not whole > 0:
        return math.nan, math.nan
    mine = those[name]
    share = max(mine.saves.mean, 0.0) / whole
    apart = mine.by_future - share * np.sum([part.by_future for part in counted], axis=0)
    luck = estimate(apart, pairs(futures)).standard_error / whole
    if made.exact:
        return share, luck
    turned = mine.by_order - share * np.sum([part.by_order for part in counted], axis=0)
    order = float(turned.std(ddof=1)) / math.sqrt(turned.size) / whole
    return share, math.hypot(luck, order)


def _by_orders(
    held: list[Package], memo: Memo, futures: Sequence[int] | Array, orders: int, seed: int
) -> Array:
    """Additions by pair of orders, (orders / 2, partners, F)."""
    draw = np.random.default_rng(seed)
    lines = []
    for _ in range(orders // 2):
        line = draw.permutation(len(held)).tolist()
        lines += [line, line[::-1]]
    chains = [
        [NOTHING.union(*(held[i] for i in line[:k])) for k in range(len(line) + 1)]
        for line in lines
    ]
    memo.values([package for chain in chains for package in chain], futures)
    made = np.zeros((len(lines), len(held), len(futures)))
    for row, line, chain in zip(made, lines, chains, strict=True):
        row[line] = np.diff(memo.values(chain, futures), axis=0)
    both: Array = made.reshape(orders // 2, 2, len(held), len(futures))
    return np.asarray(both.mean(axis=1))


def _by_coalitions(
    held: list[Package], memo: Memo, futures: Sequence[int] | Array, orders: int, seed: int
) -> Array:
    """Additions over all coalitions, (1, partners, F)."""
    count = len(held)
    subsets = [frozenset(c) for k in range(count + 1) for c in combinations(range(count), k)]
    values = dict(
        zip(
            subsets,
            memo.values([NOTHING.union(*(held[i] for i in sorted(c))) for c in subsets], futures),
            strict=True,
        )
    )
    made = np.zeros((1, count, len(futures)))
    for subset in subsets:
        for i in sorted(set(range(count)) - subset):
            weight = math.factorial(len(subset)) * math.factorial(count - len(subset) - 1)
            made[0, i] += weight / math.factorial(count) * (values[subset | {i}] - values[subset])
    return made
