"""Backorders of spare parts, and known answers of the generator of random numbers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from holdfast import spares
from holdfast.draws import philox
from holdfast.questions.validate.finding import Given
from holdfast.questions.validate.ours.rows import Figure, exact, rows

AT_BASE, AT_DEPOT, MOST_TOTAL = 1, 2, 5
"""Parts at each base, at the depot where both models are asked, and in the whole system at most."""
DEPOT_STOCKS = 4


def figures(given: Given) -> Iterator[Figure]:
    """Give the figures of spare parts and of random numbers."""
    (about,) = rows(given.file("outside/spares.csv"))
    bases = int(about["bases"])
    names = ("demands_per_year", "repaired_at_base", "base_repair_years", "order_ship_years")
    rate, at_base, base_repair, shipped = (np.full(bases, float(about[name])) for name in names)
    system = (rate, at_base, base_repair, shipped, float(about["depot_repair_years"]))
    stock = np.full(bases, AT_BASE)
    for held in range(DEPOT_STOCKS):
        found = spares.metric(*system, held, stock)
        yield exact("metric_depot", held, float(found.depot))
        yield exact("metric_pipeline", held, found.pipeline[0])
    for total in range(MOST_TOTAL + 1):
        least = spares.best_stock(*system, total)[2]
        yield exact("metric_least", total, float(least.total))
    for name, model in (("metric_base", spares.metric), ("vari_base", spares.vari_metric)):
        yield exact(name, "", model(*system, AT_DEPOT, stock).base[0])
    yield exact("philox", "", sum(map(_answers, rows(given.file("outside/philox.csv")))))


def _answers(row: dict[str, str]) -> bool:
    """Whether the generator gives a known answer."""
    counter, key, answer = (
        np.array([int(word, 16) for word in row[name].split()], np.uint32)
        for name in ("counter", "key", "answer")
    )
    made = np.empty(4, np.uint32)
    philox(key[0], key[1], counter, made)
    return bool((made == answer).all())
