"""Changes tried on common futures, held against whole runs."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from holdfast.questions import trials as module
from holdfast.questions.options import Option, for_sale, packed, with_options
from holdfast.questions.run import run
from holdfast.questions.trials import Trials
from holdfast.scenario import Scenario

SEED = 1


@pytest.fixture(scope="module")
def options(short) -> list[Option]:
    return packed(short)


def tried(scenario: Scenario, options: list[Option], **how: object) -> Trials:
    def plan_of(change: frozenset[int]) -> Scenario:
        return with_options(scenario, (options[place] for place in change))

    return Trials(scenario, plan_of, SEED, workers=1, **how)


def suffering(scenario: Scenario, futures: range) -> np.ndarray:
    outcome = run(scenario, futures, seed=SEED, workers=1)
    return outcome.values("suffering", outcome.windows()[-1])


def test_what_a_package_saves_is_what_whole_runs_differ_by(siege):
    made = tried(siege, packed(siege)).saved([frozenset(), frozenset({0, 2})], range(6))
    both = with_options(siege, [packed(siege)[0], packed(siege)[2]])
    apart = suffering(siege, range(6)) - suffering(both, range(6))
    assert made[0].tolist() == [0.0] * 6
    np.testing.assert_allclose(made[1], apart, rtol=0, atol=1e-9)
    assert made[1].any()


def test_more_futures_do_not_run_the_first_again(short, options):
    trials = tried(short, options)
    one = frozenset({0})
    few = trials.saved([one], range(4))
    assert trials.runs == 8
    more = trials.saved([one], range(6))
    assert trials.runs == 12
    assert np.array_equal(more[:, :4], few)
    again = trials.saved([one], [5, 0, 2])
    assert trials.runs == 12
    assert np.array_equal(again, more[:, [5, 0, 2]])


def test_the_order_and_company_of_packages_change_nothing(short, options):
    one, other = frozenset({0}), frozenset({1, 2})
    together = tried(short, options).saved([one, other], range(4))
    trials = tried(short, options)
    apart = [trials.saved([change], [2, 3])[0] for change in (other, one)]
    assert np.array_equal(together[:, 2:], apart[::-1])
    rest = trials.saved([one, other], range(4))
    assert np.array_equal(rest, together)


def test_a_plan_too_large_for_memory_stands_on_disk(short, options, monkeypatch):
    one = frozenset({0})
    inside = tried(short, options).counted([one], range(4))
    monkeypatch.setattr(module.store, "IN_MEMORY", 0)
    trials = tried(short, options)
    assert np.array_equal(trials.counted([one], range(2, 4)), inside[..., 2:])
    assert np.array_equal(trials.counted([one], range(4)), inside)


def test_progress_ends_at_what_was_done(short, options):
    told: list[tuple[int, int]] = []
    trials = tried(
        short, options, progress=lambda done, total: told.append((done, total)), expected=4
    )
    trials.saved([frozenset({0}), frozenset({1})], range(2))
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert all(done <= total for done, total in told)
    assert told[-1] == (6, 6)


def test_an_option_that_is_not_chosen_leaves_every_future_as_it_was(short):
    sold = for_sale(short, 5.0)
    assert with_options(short, []) is short
    few = tried(short, sold[:1]).saved([frozenset({0})], range(4))
    many = tried(short, sold).saved([frozenset({0})], range(4))
    assert np.array_equal(few, many)


def test_going_on_from_another_package_changes_no_bit(short, options, monkeypatch):
    """A package that is like another for longer than like the plan goes on from that one."""
    several = [frozenset(chosen) for chosen in ({0}, {0, 1}, {0, 1, 2}, {1, 2}, {0, 2})]
    with tried(short, options) as trials:
        one_by_one = np.stack([trials.saved([change], range(6))[0] for change in several])
    monkeypatch.setattr(module, "HELD", 0)
    with tried(short, options) as trials:
        backwards = [trials.saved([change], range(6))[0] for change in several[::-1]]
    assert np.array_equal(one_by_one, np.stack(backwards[::-1]))
    with tried(short, options) as trials:
        assert np.array_equal(trials.saved(several, range(6)), one_by_one)


def test_a_package_goes_on_from_the_run_it_parts_from_last(short, options, monkeypatch):
    begun = []
    branch = module.Branch.of

    def noted(plan, base, day, *rest):
        begun.append(day)
        return branch(plan, base, day, *rest)

    monkeypatch.setattr(module.Branch, "of", noted)
    days = [short.day(date.fromisoformat(option.rows[0]["date"])) for option in options]
    first, last = int(np.argmin(days)), int(np.argmax(days))
    with tried(short, options) as trials:
        trials.saved([frozenset({first})], range(4))
        trials.saved([frozenset({first, last})], range(4))
    assert begun == [days[first], days[last]]
