"""Units and subunits: by hand, without subunits, against events, faults."""

from __future__ import annotations

import math

import numpy as np
import pytest

from holdfast.spares import Supply, indentured, metric, vari_metric
from spare_events import Part, simulate_indentured

UNIT = Supply(0.8, 0.01, 0.02, 0.03, 1, [1, 2])
SUBUNITS = Supply(0.3, 0.02, 0.02, [0.05, 0.04], [1, 0], [[1, 1], [0, 1]])


def test_by_hand():
    """One base that mends all: 4 a year, .1 there; half need the subunit, of which none is held.

    2 subunits a year, each gone for .25: half a unit waits for one, so .4 + .5 are missing.
    """
    unit = Supply(1, 0.1, 0, 0, 0, [1])
    subunit = Supply(1, 0.25, 0, 0, 0, 0)
    found = indentured([4], unit, subunit, [0.5])
    assert found.subunit_base.tolist() == [[pytest.approx(0.5)]]
    assert found.unit.pipeline[0] == pytest.approx(0.9)
    assert found.unit.base[0] == pytest.approx(0.9 - 1 + math.exp(-0.9))


def test_one_subunit_held_by_hand():
    """The same with one held: E(Y - 1)+ of Poisson .5 waits, in METRIC a Poisson of its own."""
    waits = 0.5 - 1 + math.exp(-0.5)
    found = indentured(
        [4], Supply(1, 0.1, 0, 0, 0, [1]), Supply(1, 0.25, 0, 0, 0, 1), [0.5], model="metric"
    )
    assert found.subunit_base[0, 0] == pytest.approx(waits)
    mean = 0.4 + waits
    assert found.unit.base[0] == pytest.approx(mean - 1 + math.exp(-mean))


@pytest.mark.parametrize(("model", "plain"), [("metric", metric), ("vari_metric", vari_metric)])
def test_without_subunits_it_is_the_unit_alone(model, plain):
    found = indentured([9, 4], UNIT, SUBUNITS, [0, 0], model=model, systems=[3, 5])
    alone = plain([9, 4], 0.8, 0.01, 0.02, 0.03, 1, [1, 2], systems=[3, 5])
    assert found.unit.base == pytest.approx(alone.base, rel=1e-12)
    assert found.unit.availability == pytest.approx(alone.availability)
    assert found.subunit_base.max() == found.subunit_depot.max() == 0


@pytest.mark.parametrize("model", ["metric", "vari_metric"])
def test_more_of_anything_never_hurts_the_systems(model):
    few = indentured([90, 40], UNIT, SUBUNITS, [0.5, 0.3], model=model).unit.base
    for more in (
        Supply(0.3, 0.02, 0.02, [0.05, 0.04], [2, 0], [[1, 1], [0, 1]]),
        Supply(0.3, 0.02, 0.02, [0.05, 0.04], [1, 0], [[1, 1], [1, 1]]),
    ):
        assert (indentured([90, 40], UNIT, more, [0.5, 0.3], model=model).unit.base <= few).all()


def test_against_events():
    """Four bases: means within three standard errors, holes within 8 %, METRIC's 25 % too few."""
    parts = [Part(0.6, 0.02, 0.02, 0.04, 3, 2), Part(0.4, 0.05, 0.02, 0.06, 2, 1)]
    parts.append(Part(0.0, 0.05, 0.02, 0.03, 1, 1))
    look = 1 + 0.1 * np.arange(8000)
    seen = simulate_indentured(
        25.0, 4, parts[0], parts[1:], [0.5, 0.4], look, np.random.default_rng(2)
    )
    batches = seen.reshape(40, -1, seen.shape[1]).mean(axis=1)
    mean, error = batches.mean(axis=0), batches.std(axis=0, ddof=1) / math.sqrt(40)
    fields = ("repaired", "base_time", "ship_time", "depot_time", "depot_stock", "base_stock")
    supply = [[getattr(part, name) for part in parts] for name in fields]
    unit = Supply(*(values[0] for values in supply))
    rows = [np.array(values[1:], dtype=float) for values in supply]
    subunits = Supply(
        *(np.repeat(rows[place][:, None], 4, axis=1) for place in (0, 1, 2)),
        rows[3], rows[4], np.repeat(rows[5][:, None], 4, axis=1),
    )  # fmt: skip
    found = indentured([25.0] * 4, unit, subunits, [0.5, 0.4])
    assert np.abs(found.subunit_depot - mean[[3, 5]]).max() < 3 * error[[3, 5]].max()
    assert abs(found.unit.depot - mean[1]) < 3 * error[1] + 0.05 * mean[1]
    assert abs(found.unit.total - mean[0]) < 3 * error[0] + 0.08 * mean[0]
    poisson = indentured([25.0] * 4, unit, subunits, [0.5, 0.4], model="metric")
    assert poisson.unit.total < mean[0] - 3 * error[0]


def test_faults_are_told_together():
    with pytest.raises(ValueError, match="demand_rate") as raised:
        indentured(
            [-1, 2], Supply(2, 0, 0, 0, 0, 0.5), Supply(0, 0, 0, -1, 0, 0), [0.7, 0.7], systems=0
        )
    said = str(raised.value)
    for fault in (
        "demand_rate[0] is -1",
        "unit.repaired_at_base is 2: a finite number from 0 to 1 is allowed",
        "unit.base_stock is 0.5: a whole number from 0 on is allowed",
        "subunits.depot_repair_time is -1",
        "needed is 1.4 in sum: 0 to 1 is allowed",
        "systems is 0: a finite number above 0 is allowed",
    ):
        assert fault in said
    with pytest.raises(ValueError, match=r"subunits: base_stock has shape \(3, 2\): \(2, 2\) is"):
        indentured([1, 2], UNIT, Supply(0, 0, 0, 0, 0, np.zeros((3, 2))), [0.2, 0.2])
