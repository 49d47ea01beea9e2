"""What is told of one future: its place among the others, its draws, its days."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

import synthetic
from holdfast.questions import words
from holdfast.questions.explain import narrated
from holdfast.questions.ranking import BEST, MIDDLE, WORST, by_hours, future_at
from holdfast.questions.refused import Refused
from holdfast.questions.story import MOST_SPELLS, story
from holdfast.questions.told import DARK, head, told
from holdfast.questions.unknowns import Unknown, most_extreme
from holdfast.scenario import read_scenario


@pytest.fixture
def five(short):
    """Futures 0 to 4 with 3, 1, 4, 2 and 0 hours a day throughout."""
    hours = np.array([3.0, 1, 4, 2, 0])[:, None, None]
    return synthetic.outcome(short, 5, days=50, hours_without_power=hours, hours_planned=0.0)


def test_futures_by_hours(five):
    table = by_hours(five)
    assert table["future"].tolist() == [2, 0, 3, 1, 4]
    assert table["hours_without_power"].tolist() == pytest.approx([164, 123, 82, 41, 0])
    assert [future_at(five, at) for at in (WORST, MIDDLE, BEST, 0.75)] == [2, 3, 4, 0]
    with pytest.raises(Refused, match="quantile 2 is not between 0"):
        future_at(five, 2)


def test_the_head_by_hand(five):
    one = five.data.isel(future=[0])
    table = narrated(type(five)(one, five.scenario, five.seed, five.version))
    about = head(five, 0, table)
    assert (about.rank, about.futures) == (2, 5)
    assert about.middle == pytest.approx(82)
    assert dict(about.totals)["in all"] == pytest.approx(123)
    assert about.longest == (date(2030, 12, 10), date(2031, 1, 19), pytest.approx(123))
    assert about.reported == date(2030, 12, 10)
    said = words.future(about)
    assert len(said) == 6
    assert said[0] == "Future 0, without power per person: 123 h in all."
    assert said[1] == "Rank: 2 of 5 futures, 1 being the darkest; the middle one has 82.0 h."
    assert said[3].startswith("Longest outage: 41 days in a row with over half an hour")
    assert said[5] == "- nothing that is drawn has a range"


def days(hours, planned=(), events=()):
    """A table of days that begins on 1 December."""
    count = len(hours)
    return pd.DataFrame(
        {
            "date": [date(2030, 12, 1 + day) for day in range(count)],
            "hours_without_power": hours,
            "hours_planned": [1.0 if day in planned else 0.0 for day in range(count)],
            "events": ["x" if day in events else "" for day in range(count)],
        }
    )


def test_no_dark_day_is_passed_over():
    """Days over half an hour, with planned cuts or with an event stand alone."""
    table = days([0, 0.4, 0.6, 0.1, 0.1, 0.1, 9, 0, 0], planned=[3], events=[0])
    found = told(table, date(2030, 12, 1))
    assert found == [(0, 1), (1, 2), (2, 3), (3, 4), (4, 6), (6, 7), (7, 9)]
    hidden = [
        hours
        for first, end in found
        if end - first > 1
        for hours in table["hours_without_power"][first:end]
    ]
    assert max(hidden) <= DARK


def test_no_stretch_goes_over_the_first_reported_day():
    assert told(days([0.0] * 6), date(2030, 12, 4)) == [(0, 3), (3, 6)]


def test_the_most_extreme_draws_are_those_of_the_run(root):
    scenario = read_scenario(root / "examples" / "bucharest-2022")
    found = most_extreme(scenario, 7, 12)
    assert len(found) == 3
    assert abs(found[0].z) >= abs(found[1].z) >= abs(found[2].z)
    assert most_extreme(scenario, 7, 13) == found, "two futures of a pair share what nobody knows"
    luck, every = scenario.luck(7, [12]), most_extreme(scenario, 7, 12, 1000)
    parameters = [one for one in every if one.name in scenario.parameters]
    assert len(parameters) > 30
    for one in parameters:
        assert scenario.parameter(one.name, luck)[0] == one.value
        assert 0 < one.below < 1
        assert (one.below < 0.5) == (one.value < one.middle)


def test_the_rows_of_a_column_count_as_one(root):
    """Over the futures the number of many rows is as wide as that of one."""
    scenario = read_scenario(root / "examples" / "bucharest-2022")
    z = {}
    for future in range(0, 200, 2):
        for one in most_extreme(scenario, 7, future, 1000):
            z.setdefault((one.name, one.rows), []).append(one.z)
    assert ("regions.population", len(scenario.table("regions"))) in z
    assert "items.unit_cost_meur" not in {name for name, _ in z}, "no block draws a cost"
    several = np.array([values for (_, rows), values in z.items() if rows > 1])
    assert several.std() == pytest.approx(1, abs=3 / np.sqrt(2 * several.size) + 0.05)
    assert abs(several.mean()) < 0.1


def test_unknowns_in_words(root):
    scenario = read_scenario(root / "examples" / "bucharest-2022")
    free = scenario.replace_rows("posterior", [])
    said = [words._drawn(one) for one in most_extreme(free, 7, 12)]
    assert said[0] == (
        "- Time to rejoin one grid after a collapse: 18.6 h, in the middle 14; higher than 99 "
        "draws in 100"
    )
    assert said[2].startswith("- Capacity of the rest of the fleet that is not counted singly (")
    assert said[2].endswith("large transformers), 6 rows together: higher than 99 draws in 100")


def test_a_draw_further_out_than_nearly_all_is_said_so():
    far = Unknown("a", "Weight", "regions", "West", "1", 1, 9.0, 3.0, -3.0)
    assert words._drawn(far) == (
        "- Weight (regions), West: 9.00, in the middle 3.00; lower than nearly all draws"
    )


def storied(five, hours, **fields):
    """The table of a future of made-up hours, the same in every region but one."""
    by_day = np.zeros((1, 50, 3))
    by_day[0, : len(hours)] = np.array(hours)[:, None]
    by_day[0, :, 1] *= 1.5
    made = synthetic.outcome(
        five.scenario, 1, days=50, hours_without_power=by_day, hours_planned=0.0, **fields
    )
    return narrated(made)


def test_dark_days_with_short_gaps_are_one_spell(five):
    collapsed = np.zeros((1, 50))
    collapsed[0, 3] = 1
    table = storied(five, [0, 2, 0, 4, 0, 0, 0, 3], collapsed=collapsed)
    start = table["date"][0]
    found = story(table, start)
    first, second = found.spells
    assert (first.first, first.last) == (start + timedelta(days=1), start + timedelta(days=3))
    assert (first.days, first.collapses, second.collapses) == (2, 1, 0)
    assert first.hours == pytest.approx(table["hours_without_power"][1:4].sum())
    assert first.region == five.scenario.table("regions").text("name")[1]
    assert list(found.days["date"]) == [start + timedelta(days=n) for n in (1, 3, 7)]
    assert (found.more, found.more_hours) == (0, pytest.approx(0))
    late = story(table, start + timedelta(days=5))
    assert [spell.first for spell in late.spells] == [second.first]


def test_a_story_tells_the_worst_spells_and_counts_the_others(five):
    hours = [0.0] * 50
    for place, at in enumerate(range(0, 50, 4)):
        hours[at] = 1 + place
    table = storied(five, hours)
    found = story(table, table["date"][0])
    assert len(found.spells) == MOST_SPELLS
    assert found.more == 13 - MOST_SPELLS
    told = sum(spell.hours for spell in found.spells)
    assert told + found.more_hours == pytest.approx(table["hours_without_power"].sum())
    assert min(spell.hours for spell in found.spells) > table["hours_without_power"][16]
    assert [spell.first for spell in found.spells] == sorted(s.first for s in found.spells)
