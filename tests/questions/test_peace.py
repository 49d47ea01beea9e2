"""Pairs that leave the unharmed country in the dark: what they lack, and who is struck."""

from __future__ import annotations

import dataclasses
import math
from datetime import date

import numpy as np
import pytest

from holdfast.campaign import ensemble
from holdfast.questions import peace
from holdfast.questions.peace import Calm, bounded, by_distance, unharmed, winter_end
from holdfast.questions.refused import Refused

FAR = np.array([0.5, 0.1, 0.9, 0.8, 0.2, 0.3, 0.7, 0.6])


class Told:
    """Hours that are made up, and which pairs were asked for."""

    def __init__(self, *hours: float) -> None:
        self.known, self.asked = np.array(hours), []

    def hours(self, pairs):
        self.asked.append([int(pair) for pair in pairs])
        return self.known[np.asarray(pairs)]


@pytest.fixture
def weak(short):
    """The short valley of whose generation much or little may be out, raids or none."""
    rows = [row for row in short.table("parameters").rows() if row["id"] != "network.outage_rate"]
    wide = {"id": "network.outage_rate", "value": "0.2", "value_low": "0.05", "value_high": "0.6"}
    return short.replace_rows("parameters", [*rows, wide])


def test_pairs_by_their_nearer_future():
    assert by_distance(FAR).tolist() == [0, 2, 3, 1]


def test_the_nearest_that_are_left_and_those_struck_on_the_way():
    found = bounded(Told(50, 3, 10, 11), FAR, 2, 10.0)
    assert found.seen["pair"].tolist() == [0, 2, 3, 1]
    assert found.seen["struck"].tolist() == [True, False, True, False]
    assert found.struck.tolist() == [0, 3]
    assert found.hours(np.array([1, 2])).tolist() == [3, 10]
    one = bounded(Told(50, 3, 10, 11), FAR, 1, 10.0)
    assert one.seen["pair"].tolist() == [0, 2], "no further than the last that is kept"
    assert one.sample["hours"].tolist() == [50, 3, 10, 11], "the sample is of all"


def test_too_few_left_are_refused():
    with pytest.raises(Refused, match=r"2 of 4 pairs go .* 10 hours a person \(the best 3\)"):
        bounded(Told(50, 3, 10, 11), FAR, 3, 10.0)


def test_no_bound_lives_nothing():
    calm = Told(50, 3, 10, 11)
    found = bounded(calm, FAR, 2, math.inf)
    assert calm.asked == []
    assert (len(found.seen), len(found.struck)) == (0, 0)
    assert np.isnan(found.hours(np.array([1]))).all()


def test_how_many_are_lived_at_a_time_changes_nothing(monkeypatch):
    draw = np.random.default_rng(3)
    hours, far = draw.exponential(9, 500), draw.random(1000)
    found = {}
    for few, many in ((1, 3), (32, 200), (500, 500)):
        monkeypatch.setattr(peace, "FEWEST", few)
        monkeypatch.setattr(peace, "MOST", many)
        found[few] = bounded(Told(*hours), far, 40, 10.0)
    assert found[1].seen.equals(found[32].seen)
    assert found[500].seen.equals(found[32].seen)
    assert len(found[32].seen) - len(found[32].struck) == 40


def test_only_so_many_pairs_are_lived_as_are_needed():
    draw = np.random.default_rng(3)
    calm = Told(*draw.exponential(9, 5000))
    bounded(calm, draw.random(10_000), 40, 10.0)
    assert len({pair for part in calm.asked[:-1] for pair in part}) < 200


def test_the_unharmed_live_the_same_cold_without_a_raid(weak):
    """The weather is theirs to the last bit; nothing is lost, and nobody is unconnected."""
    told = {"region": "MID", "from": "2030-12-01", "people": "1000000", "unconnected": "0.5"}
    cut = weak.replace_rows("present", [told])
    calm = unharmed(cut)
    assert calm.table("present").text("unconnected") == ("0",)
    names = ("temperature", "lost", "launched")
    given = ensemble.run(cut, 4, 1, 1, until=20, only=names).data
    alone = ensemble.run(calm, 4, 1, 1, until=20, only=names).data
    assert np.array_equal(given["temperature"].values, alone["temperature"].values)
    assert not alone["launched"].values.any()
    assert given["launched"].values.any()


def test_hours_are_means_of_the_two_over_all_people(weak):
    calm = Calm(weak, 1, 1)
    found = calm.hours([3, 0])
    run = ensemble.run(unharmed(weak), [0, 1, 6, 7], 1, 1)
    hours = run.data["hours_without_power"].values.sum(axis=1)
    weight = run.people / run.people.sum(axis=1, keepdims=True)
    each = (hours * weight).sum(axis=1).reshape(2, 2).mean(axis=1)
    assert found == pytest.approx(each[::-1], abs=1e-3)
    assert each.max() > 1
    assert calm.hours([0]) == found[1:], "the same alone and in any company"
    assert Calm(weak, 1, 1).hours([0]) == found[1:]


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2022, 10, 1), 548, 182),
        (date(2030, 12, 1), 50, 50),
        (date(2031, 3, 31), 200, 1),
        (date(2031, 4, 1), 500, 366),
    ],
)
def test_the_winter_ends_with_march_or_with_the_campaign(short, start, days, end):
    settings = short.settings.model_copy(update={"start": start, "days": days})
    assert winter_end(dataclasses.replace(short, settings=settings)) == end
