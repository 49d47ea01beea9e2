"""The hazards of the example are those that the benchmark fits, and to nothing of the hindcast."""

from __future__ import annotations

import csv
import importlib.util
import sys

import pytest


@pytest.fixture(scope="module")
def slips(root):
    spec = importlib.util.spec_from_file_location("slips", root / "benchmarks/slips.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["slips"] = module
    spec.loader.exec_module(module)
    return module


def test_the_catalogue_has_what_is_fitted(slips, root):
    found = slips.cases()
    with (root / "data/choices/catalogue.csv").open(encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    share = slips.points(slips.of_kind(found, "all")[1])
    fitted = [row for row in rows if row["slip_from"]]
    assert len(fitted) > 20
    for column, place in (("", 0), ("_low", 1), ("_high", 2)):
        for row in fitted:
            points = slips.points(slips.of_kind(found, row["slip_from"])[0])
            assert float(row[f"slip_per_month{column}"]) == pytest.approx(points[place], abs=0.006)
        assert {float(row[f"never_share{column}"]) for row in rows} == {round(share[place], 2)}


def test_the_fit_by_hand(slips):
    def case(months, came, never=False):
        return slips.Case("c", "systems", months, came, never, None, None)

    seen = [case(2, True), case(0, True), case(3, False), case(9, False, True)]
    assert slips.hazard(seen) == (0.5 + 5, 1.5 + 2)
    assert slips.never(seen) == (0.5 + 1, 4.5 + 2)
    pooled = 5.5 / 9
    assert slips.of_kind(seen, "systems")[0] == pytest.approx(
        (4 * pooled + 5, 4 * (1 - pooled) + 2)
    )
    assert slips.of_kind(seen, "generators")[0] == pytest.approx((4 * pooled, 4 * (1 - pooled)))


def test_halves_that_were_held_out_are_foretold_better_than_by_judgement(slips):
    for judged in (0.15, 0.25):
        fitted, apart, count = slips.held_out(slips.cases(), judged)
        assert count > 60
        assert fitted > apart
