"""The danger to a region: by window, by date, its worst tenth, and what helps."""

from __future__ import annotations

import dataclasses
import html
from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm
from scipy.stats import t as student

import synthetic
from holdfast.cli.dangers import print_risk
from holdfast.questions.refused import QuestionError, Refused
from holdfast.questions.risk import BY_DATE, CHANCES, HELPS, risk
from holdfast.questions.run import run
from holdfast.questions.worst import ALIKE, COLUMNS, FEW, _variance, _welch, told_of_worst
from holdfast.show.report import render
from holdfast.show.voice import Voice


@pytest.fixture
def made_up(valley):
    """Forty futures, thirty days: in future f < 8 UPP is dark from day f for six days, most in
    the first four."""
    hours = np.full((40, 30, 3), 2.0)
    for future in range(8):
        hours[future, future : future + 6, 0] = 20.5 if future < 4 else 20.0
    hours[:, :3, 1] = 24.0
    leaked = np.zeros((40, 30, 1)) + 1.0
    leaked[:4] = 5.0
    return synthetic.outcome(valley, 40, days=30, hours_without_power=hours, leaked=leaked)


def test_the_chance_and_its_interval(made_up):
    made = risk(made_up, "UPP")
    assert list(made.chances.columns) == list(CHANCES)
    last = made.chances.iloc[-1]
    assert last["p"] == 0.2
    assert last["days"] == 6 * 8 / 40
    # both futures of four pairs of twenty: an error as of twenty, not of forty
    assert last["standard_error"] == pytest.approx(np.sqrt(0.2 * 0.8 / 19))
    assert 0.05 < last["low"] < 0.2 < last["high"] < 0.45


def test_nothing_seen_is_not_nothing(made_up):
    made = risk(made_up, "MID").chances.iloc[-1]
    assert (made["p"], made["low"]) == (0.0, 0.0)
    assert 0.1 < made["high"] < 0.25
    assert risk(made_up, "MID", days=3).chances.iloc[-1]["p"] == 1.0


def test_how_many_futures_saw_it_is_said(made_up):
    assert risk(made_up, "UPP").chances["futures"].iloc[-1] == 8
    assert risk(made_up, "MID").chances["futures"].iloc[-1] == 0


def few(valley, seen, futures=40):
    """So many futures with a spell of six days, two days after the first."""
    hours = np.full((futures, 30, 3), 2.0)
    hours[:seen, 2:8, 0] = 20.0
    return synthetic.outcome(valley, futures, days=30, hours_without_power=hours)


def said(made, capsys, language="en"):
    print_risk(made, "runs/x", Voice(language, made.outcome.scenario))
    return " ".join(capsys.readouterr().out.replace("\u00a0", " ").split())


def test_what_under_five_futures_see_is_rare(valley, capsys):
    for seen in (1, 4):
        text = said(risk(few(valley, seen), "UPP"), capsys)
        assert text.startswith(f"Only {seen} of 40 futures see")
        assert "too few to judge how likely that is" in text
    assert said(risk(few(valley, 5), "UPP"), capsys).startswith("Upper valley: 12 % (")
    assert said(risk(few(valley, 4), "UPP"), capsys, "fr").startswith(
        "Haute vallée : 4 avenirs sur 40 seulement voient"
    )


def test_none_and_all_are_said_with_the_end_of_their_interval(valley, capsys):
    none = risk(few(valley, 0), "UPP")
    row = none.chances.iloc[-1]
    assert (row["p"], row["low"]) == (0.0, 0.0)
    text = said(none, capsys)
    assert text.startswith("None of 40 futures sees 5 days in a row")
    assert f"the chance is under {round(100 * row['high'])} %" in text
    every = risk(few(valley, 40), "UPP")
    row = every.chances.iloc[-1]
    assert (row["p"], row["high"]) == (1.0, 1.0)
    assert said(every, capsys).startswith("All 40 futures see")


def test_by_the_last_day_it_is_the_chance_in_all(made_up):
    for region in ("UPP", "MID", "LOW"):
        made = risk(made_up, region, days=2)
        last = made.by_date.iloc[-1]
        for column, of in (("p_by", "p"), ("low", "low"), ("high", "high")):
            assert last[column] == made.chances.iloc[-1][of]


def test_what_begins_before_reported_time_counts_from_its_first_day(short):
    """Six dark days of which four are reported are no five; of which five are, they are."""
    first = 9
    for reported, seen in ((4, 0), (5, 40)):
        hours = np.full((40, 50, 3), 2.0)
        hours[:, first + reported - 6 : first + reported, 0] = 20.0
        made = risk(synthetic.outcome(short, 40, hours_without_power=hours), "UPP")
        assert made.by_date["date"].iloc[0] == date(2030, 12, 10)
        assert made.chances["futures"].iloc[-1] == seen


def test_by_date(made_up):
    made = risk(made_up, "UPP").by_date
    assert list(made.columns) == list(BY_DATE)
    by = made.set_index("date")
    first = date(2030, 12, 1)
    assert by.index[0] == first
    # future f has had five days on day f + 4
    assert by["p_by"].tolist()[:14] == [0, 0, 0, 0, *(np.arange(1, 9) / 40), 0.2, 0.2]
    assert by["p_on"].iloc[5] == 6 / 40
    assert by["p_by"].is_monotonic_increasing


def test_fewer_hours_or_more_days_are_no_likelier(made_up):
    def chance(**asked):
        return risk(made_up, "UPP", **asked).chances.iloc[-1]["p"]

    assert chance(hours=3.5) <= chance(hours=4.1) <= chance(hours=24)
    assert chance(days=7) == 0 < chance(days=6) == chance(days=1)


def test_the_story_of_the_worst_tenth(made_up):
    made = risk(made_up, "UPP")
    assert made.worst == (0, 1, 2, 3)
    assert list(made.story.columns) == list(COLUMNS)
    first = made.story.iloc[0]
    assert (first["measure"], first["worst"], first["rest"]) == ("leaked", 150.0, 30.0)
    assert first["verdict"] == "told apart"
    same = made.story[made.story["difference"] == 0]
    assert set(same["verdict"]) == {"not told apart"}


def test_the_story_tells_of_jamming_where_there_is_any(made_up):
    assert "jammed" not in set(risk(made_up, "UPP").story["measure"])
    data = made_up.data.copy(deep=True)
    data["jammed"][0, :, :] = 2.0
    story = told_of_worst(dataclasses.replace(made_up, data=data), np.arange(4))
    assert story.set_index("measure").loc["jammed", "worst"] > 0
    assert Voice("fr").say("risk.jammed") == "armes égarées par brouillage"


def test_no_story_of_one_future_or_one_pair(made_up, valley, capsys):
    assert told_of_worst(made_up, np.array([3])).empty
    assert told_of_worst(made_up, np.array([2, 3])).empty, "two futures that share what is unknown"
    made = risk(few(valley, 6, futures=15), "UPP")
    assert (len(made.worst), made.untold) == (1, FEW)
    assert made.story.empty
    assert "No story of the worst tenth: it is 1 future" in said(made, capsys)


def test_no_story_where_only_its_number_makes_a_future_worse(valley, capsys):
    hours = np.zeros((60, 30, 3))
    made = risk(synthetic.outcome(valley, 60, days=30, hours_without_power=hours), "UPP")
    assert (made.untold, made.story.empty) == (ALIKE, True)
    assert "not all of its 6 futures are worse" in said(made, capsys)
    hours[:6, 0, 0] = 1.0
    made = risk(synthetic.outcome(valley, 60, days=30, hours_without_power=hours), "UPP")
    assert (made.untold, made.story.empty) == ("", False)


def test_the_story_is_welch_where_no_two_futures_share_a_pair(valley):
    """Even futures differ, odd ones stand at the mean of the group: as Welch of the pairs alone."""
    leaked = np.random.default_rng(5).normal(40.0, 9.0, (60, 30, 1))
    outcome = synthetic.outcome(valley, 60, days=30, leaked=leaked)
    places = np.array([0, 2, 4, 6, 8, 10])
    row = told_of_worst(outcome, places).set_index("measure").loc["leaked"]
    sums, worst = leaked.sum(axis=(1, 2)), np.isin(np.arange(60), places)
    assert row["difference"] == pytest.approx(sums[worst].mean() - sums[~worst].mean())
    own = sums[worst].var(ddof=1) / 6
    pairs = np.array([sums[[f for f in (2 * q, 2 * q + 1) if not worst[f]]].sum() - sums[
        ~worst].mean() * (1 if q < 6 else 2) for q in range(30)])  # fmt: skip
    rest = float(pairs @ pairs) / 54**2 * 30 / 29
    assert row["standard_error"] == pytest.approx(np.sqrt(own + rest))
    t = row["difference"] / row["standard_error"]
    assert abs(row["sure"]) == pytest.approx(norm.isf(student.sf(abs(t), 5)))
    assert abs(row["sure"]) < abs(t)


def test_few_futures_seldom_tell_apart_what_does_not_differ():
    """Nothing differs; both futures of a pair are alike: three in a hundred is far too often."""
    draw, pair = np.random.default_rng(11), np.repeat(np.arange(20), 2)
    worst, told = np.arange(40) < 4, 0
    for _ in range(1000):
        values = np.repeat(draw.exponential(1.0, 20), 2)
        sides = [_variance(values[side], pair[side]) for side in (worst, ~worst)]
        _, sure = _welch(float(values[worst].mean() - values[~worst].mean()), *sides)
        told += abs(sure) > 3
    assert told <= 10


def test_what_helps_is_simulated_on_the_same_futures(siege):
    outcome = run(siege, 20, workers=1)
    made = risk(outcome, "UPP", hours=12, days=2, packages=["shield"], workers=1)
    row = made.helps.iloc[0]
    assert list(made.helps.columns) == list(HELPS)
    whole = run(_with(siege, "shield"), 20, workers=1)
    assert row["p_with"] == risk(whole, "UPP", hours=12, days=2).chances.iloc[-1]["p"]
    now = made.chances.iloc[-1]["p"]
    assert row["difference"] == pytest.approx(row["p_with"] - now)
    days = outcome.windows()[-1].among(outcome.data["day"].values)
    hours = "hours_without_power"
    saved = [each.data[hours].sel(region="UPP").isel(day=days) for each in (outcome, whole)]
    mean = [float(each.values.astype(float).sum(axis=1).mean()) for each in saved]
    assert row["hours_saved"] == pytest.approx(mean[0] - mean[1])


def _with(scenario, package):
    from holdfast.questions.deliveries import with_deliveries

    return with_deliveries(scenario, [package], "b")


def test_nonsense_is_refused(made_up):
    with pytest.raises(Refused, match=r"no region 'XX'; known: UPP \(Upper valley\), MID "):
        risk(made_up, "XX")
    for asked in ({"hours": 0}, {"hours": 25}, {"hours": float("nan")}, {"days": 0}, {"days": 31}):
        with pytest.raises(Refused, match="allowed"):
            risk(made_up, "UPP", **asked)
    with pytest.raises(QuestionError) as found:
        risk(made_up, "UPP", packages=["nothing", "EN:nothing:1"])
    assert len(found.value.faults) == 2


def test_without_packages_nothing_is_simulated(made_up):
    pd.testing.assert_frame_equal(
        risk(made_up, "UPP").helps, pd.DataFrame(columns=list(HELPS)), check_dtype=False
    )


NEVER_APART = {"en": "no future differs", "fr": "aucun avenir ne diffère"}
OF_THE_REGION = {"en": "person of the region", "fr": "personne de la région"}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_package_that_changes_no_spell_says_so_and_whose_hours_it_saves(
    made_up, monkeypatch, capsys, language
):
    made = risk(made_up, "UPP")
    row = dict.fromkeys(HELPS, 0.0) | {"package": "repair", "n": 40, "verdict": "not told apart"}
    row |= {"changed": 0, "hours_verdict": "told apart", "hours_changed": 40}
    made = dataclasses.replace(made, helps=pd.DataFrame([row]))
    text = said(made, capsys, language)
    page = " ".join(html.unescape(render(made, language)).replace("\u00a0", " ").split())
    for told in (text, page):
        assert NEVER_APART[language] in told
        assert OF_THE_REGION[language] in told


def test_a_spell_that_has_begun_is_told_apart_from_a_whole_one(valley, capsys):
    made = risk(few(valley, 20), "UPP", days=5)
    assert "had a whole one by then" in said(made, capsys)
    assert "dans une ce jour-là, entière ou commencée" in said(made, capsys, "fr")
