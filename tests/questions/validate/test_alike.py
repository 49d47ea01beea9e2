"""Alike: solvers and cuts agree, and what does not is found and told."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from holdfast.questions.validate import alike, damaged
from holdfast.questions.validate.same import farthest, not_idle, shuffled


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(alike, "STATES", 6)
    monkeypatch.setattr(alike, "FUTURES", 2)
    monkeypatch.setattr(alike, "DAYS", 20)
    monkeypatch.setattr(alike, "orderly", lambda scenario: ["power/generators", "assets"])


def test_every_way_agrees_in_the_short_valley(few, asked, short):
    found = alike.find(asked(short))
    cuts, orders = found.tables["cuts"], found.tables["orders"]
    assert (cuts["most"] == 0.0).all()
    assert orders["most"].iloc[0] == 0.0
    assert found.tables["solvers"]["met"].iloc[:3].all()
    assert found.verdict.values["ways"] == sum(len(table) for table in found.tables.values())


def test_states_are_those_of_names_and_not_of_rows(valley):
    states = damaged.draw(valley, 5, 3)
    other = damaged.draw(shuffled(valley, ["power/generators", "power/buses", "regions"], 2), 5, 3)
    back = [other.regions.index(name) for name in states.regions]
    shed = damaged.by_engine(states)
    assert shed.max() > 1.0
    np.testing.assert_allclose(damaged.by_engine(other)[:, back], shed, atol=1e-6)
    np.testing.assert_allclose(damaged.by_highs(states), shed, atol=1e-4)


def test_a_solver_that_cheats_is_found(few, asked, short, monkeypatch):
    true = damaged.by_kernel

    def cheat(states, workers=1):
        shed = true(states, workers)
        return shed[:, ::-1]

    monkeypatch.setattr(damaged, "by_kernel", cheat)
    found = alike.solved(asked(short))
    assert found["met"].iloc[:3].all()
    assert not found["met"].iloc[3:].any()


def test_tables_that_matter_are_found_by_halves():
    asked = []

    def same(names):
        asked.append(tuple(names))
        return not {"c", "g"} & set(names)

    assert list(not_idle(list("abcdefgh"), same)) == ["c", "g"]
    assert len(asked) < 14


def test_a_last_bit_is_seen(base):
    other = base.data.copy(deep=True)
    name = "hours_without_power"
    other[name].values[1, 3, 0] = np.nextafter(other[name].values[1, 3, 0], 99, dtype=np.float32)
    assert farthest(base, base) == 0.0
    assert 0.0 < farthest(base, dataclasses.replace(base, data=other)) < 1e-6
