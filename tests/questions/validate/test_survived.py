"""What sets apart the futures in which the second winter is survived: planted, and by chance."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from holdfast.questions.validate import survived

PAIRS = 100


@pytest.fixture
def world(monkeypatch):
    """Two winters; 30 inputs that nobody knows; which futures fail is for a test to say."""

    def made(fails, z):
        every = [
            SimpleNamespace(z=np.repeat(one, 2), table="t", column=f"c{k}", key="k")
            for k, one in enumerate(z)
        ]
        monkeypatch.setattr(survived, "inputs", lambda run: every)
        monkeypatch.setattr(survived, "winters", lambda scenario: (0, 1))
        monkeypatch.setattr(survived, "_spared", lambda run, window: ~fails)
        return survived.set_apart(SimpleNamespace(scenario=None))

    return made


def draws(seed):
    return np.random.default_rng(seed).normal(size=(30, PAIRS))


def test_an_input_that_decides_is_named_with_its_side(world):
    z = draws(1)
    fails = np.repeat(z[4] > 1.2, 2)
    found = world(fails, z)
    assert found["input"].tolist() == ["t.c4"]
    assert found["row"].tolist() == ["k"]
    assert found["apart"][0] < -1.5, "survived where it is low"


def test_what_fails_by_chance_names_nothing_in_nineteen_of_twenty(world):
    named = 0
    for seed in range(20):
        draw = np.random.default_rng(100 + seed)
        named += bool(len(world(np.repeat(draw.random(PAIRS) < 0.08, 2), draws(seed))))
    assert named <= 4


def test_few_that_fail_tell_nothing(world):
    z = draws(2)
    fails = np.zeros(2 * PAIRS, dtype=bool)
    fails[:8] = True
    assert not len(world(fails, z))
