"""What published figures teach: distance, who is kept, and what a run makes of it."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from holdfast.questions.facts import Fact
from holdfast.questions.fit import FAR, chosen, distance, fit, nearest, play
from holdfast.questions.hindcast import everything_known, hindcast
from holdfast.questions.inputs import drawn
from holdfast.questions.peace import Calm
from holdfast.questions.refused import QuestionError, Refused

FACTS = """\
id,metric,region,from,to,value,unit,band_low,band_high,said,said_by,also_sets_a_default
F1,power_deficit_share,all,2030-12-03,2030-12-03,20,%,10,40,words,a minister,
F2,people_cut_share_evening,all,2030-12-05,2030-12-05,12,%,8,16,words,a minister,
F3,people_cut_share_worst,all,2030-12-01,2030-12-05,37,%,28,46,words,a governor,yes
"""


@pytest.fixture
def open_(short):
    """The valley of which not all is known."""
    rows = [dict(row) for row in short.table("parameters").rows()]
    rows = [row for row in rows if row["id"] != "network.overcut"]
    wide = {"id": "network.overcut", "value": "1.3", "value_low": "1", "value_high": "1.6"}
    return short.replace_rows("parameters", [*rows, wide])


def fact(value, low, high, name="F1"):
    day = date(2030, 12, 3)
    return Fact(name, "power_deficit_share", "all", day, day, value, low, high, "", "", False)


@pytest.fixture
def facts(tmp_path):
    (tmp_path / "facts.csv").write_text(FACTS)
    return tmp_path / "facts.csv"


def test_distance_by_hand():
    """Half widths on the side where a value lies, none beyond FAR, no value as far as that."""
    told = [fact(20.0, 10.0, 40.0), fact(5.0, 5.0, 9.0)]
    values = np.array([[20.0, 5.0], [40.0, 7.0], [15.0, 4.0], [np.nan, 5.0], [np.inf, 9.0]])
    squares = [[0, 0], [1, 0.25], [0.25, FAR**2], [FAR**2, 0], [FAR**2, 1]]
    assert distance(values, told) == pytest.approx(np.sqrt(np.mean(squares, axis=1)))


def test_the_nearest_are_as_many_pairs_as_asked_for():
    far = np.array([0.5, 0.1, 0.9, 0.8, 0.2, 0.3, 0.7, 0.6])
    assert nearest(far, 1).tolist() == [1]
    assert nearest(far, 2).tolist() == [1, 4]
    assert nearest(far, 3).tolist() == [1, 4, 5, 0, 7]
    assert nearest(far, 2, np.array([0])).tolist() == [4, 5, 7], "none of a pair that is struck"
    assert sorted(nearest(far, 4)) == [0, 1, 3, 4, 5, 6, 7]


def test_what_is_kept_of_a_planted_law_is_the_law_given_the_figure():
    """y = 10 + 3 t + noise, t standard normal: given 13 the mean of t is .69, its spread .555."""
    draw = np.random.default_rng(5)
    inputs = np.repeat(draw.standard_normal(40_000), 2)
    values = 10 + 3 * inputs + 2 * draw.standard_normal(80_000)
    near = nearest(distance(values[:, None], [fact(13.0, 12.5, 13.5)]), 800)
    found = inputs[near]
    assert found.mean() == pytest.approx(9 / 13, abs=4 * 0.555 / np.sqrt(800))
    assert found.std() == pytest.approx(2 / np.sqrt(13), rel=0.1)


def test_it_keeps_pairs_and_a_run_deals_them_out(open_, facts):
    told = []
    made = fit(
        open_, facts, ["F1", "F2"], futures=24, keep=3, workers=1,
        progress=lambda done, of: told.append((done, of)),
    )  # fmt: skip
    assert len(made.pairs) == 3
    assert made.on == ("F1", "F2")
    assert told[-1][0] == told[-1][1]
    rows = made.scenario.table("posterior")
    assert rows.text("fitted_on") == ("F1;F2",) * 3
    assert made.scenario.settings == open_.settings
    free = everything_known(open_)
    played = play(free, chosen(free, facts, ["F1", "F2"]), 24, open_.settings.seed, 1)
    far = distance(played.values, played.facts)
    assert made.pairs["distance"].to_numpy() == pytest.approx(
        far.reshape(12, 2).min(axis=1)[made.pairs["pair"]], abs=1e-4
    )
    best = np.sort(far.reshape(12, 2).min(axis=1))[:3]
    assert np.sort(made.pairs["distance"]) == pytest.approx(best, abs=1e-4)
    whole = drawn(open_, open_.luck(open_.settings.seed, range(24)))
    after = drawn(made.scenario, made.scenario.luck(7, range(6)))
    assert [one.column for one in whole] == ["network.overcut"]
    for one, other in zip(whole, after, strict=True):
        assert set(other.values) == set(one.values[::2][made.pairs["pair"]])


def test_a_pair_of_which_both_futures_were_kept_counts_twice(open_, facts):
    made = fit(open_, facts, ["F1"], futures=24, keep=10, workers=1)
    free = everything_known(open_)
    played = play(free, chosen(free, facts, ["F1"]), 24, open_.settings.seed, 1)
    near = nearest(distance(played.values, played.facts), 10)
    assert sorted(np.unique(near // 2, return_counts=True)[1]) == sorted(made.pairs["futures"])
    assert {1, 2} == set(made.pairs["futures"])
    rows = made.scenario.table("posterior")
    assert rows.number("futures").tolist() == made.pairs["futures"].tolist()
    dealt = made.scenario.luck(7, range(2 * len(near))).shared[::2]
    assert sorted(dealt) == sorted(near // 2), "one turn deals out all that was kept"
    (one,) = drawn(open_, open_.luck(open_.settings.seed, range(0, 24, 2)))
    shift = (one.z[near // 2].mean() - one.z.mean()) / one.z.std()
    assert made.moved["shift"][0] == pytest.approx(shift, abs=1e-3)
    assert made.figures["kept_median"][0] == pytest.approx(
        np.quantile(played.values[near, 0], 0.5, method="inverted_cdf")
    )


def test_pairs_that_leave_the_peace_in_the_dark_are_struck(short, facts):
    """Near as their figures lie; without a bound they are kept."""
    wide = {"id": "network.outage_rate", "value": "0.2", "value_low": "0.05", "value_high": "0.6"}
    rows = [row for row in short.table("parameters").rows() if row["id"] != wide["id"]]
    weak = short.replace_rows("parameters", [*rows, wide])
    asked = {"futures": 24, "keep": 4, "workers": 1}
    free = fit(weak, facts, ["F1"], peace=np.inf, **asked)
    assert free.in_peace == {"bound": np.inf}
    hours = Calm(everything_known(weak), weak.settings.seed, 1).hours(free.pairs["pair"])
    bound = float(np.sort(hours)[1])
    made = fit(weak, facts, ["F1"], peace=bound, **asked)
    assert len(made.pairs) == 4
    assert made.pairs["peace"].max() <= bound < hours.max()
    assert set(free.pairs["pair"][hours > bound]) <= set(made.peace.struck)
    told = made.in_peace
    assert told["seen"] - told["struck"] == 4
    assert told["sample"] == 12
    assert told["sample_struck"] == (made.peace.sample["hours"] > bound).sum()
    assert told["kept_most"] == made.pairs["peace"].max() < told["most"]
    assert told["kept_mean"] == pytest.approx(
        (made.pairs["peace"] * made.pairs["futures"]).sum() / made.pairs["futures"].sum()
    )


@pytest.mark.parametrize("peace", [-1.0, np.nan])
def test_a_bound_that_is_none_is_refused(short, facts, peace):
    with pytest.raises(Refused, match="is not a number of hours, 0 or more"):
        fit(short, facts, ["F1"], futures=12, keep=2, workers=1, peace=peace)


def test_a_fit_again_leaves_the_earlier_one_aside(open_, facts):
    once = fit(open_, facts, ["F1"], futures=12, keep=2, workers=1)
    again = fit(once.scenario, facts, ["F1"], futures=12, keep=2, workers=1)
    assert again.pairs.equals(once.pairs)
    assert again.scenario.files == once.scenario.files


def test_figures_that_it_was_fitted_on_agree_more(open_, facts):
    before = hindcast(open_, facts, futures=24, workers=1)
    made = fit(open_, facts, ["F1"], futures=24, keep=4, workers=1)
    assert made.figures["kept_chance"][0] >= made.figures["chance"][0]
    assert made.figures["chance"][0] == pytest.approx(before["chance"][0])
    assert made.moved["column"].tolist() == ["network.overcut"]
    assert abs(made.moved["shift"][0]) < 3


@pytest.mark.parametrize(
    ("on", "keep", "said"),
    [
        (["F9"], 2, "on: 'F9' is no figure of"),
        (["F3"], 2, "F3 also sets a default"),
        ([], 2, "name at least one figure"),
        (["F1"], 7, "keep: 7 is not 1 to 6"),
    ],
)
def test_what_cannot_be_fitted_is_refused(short, facts, on, keep, said):
    with pytest.raises(Refused, match=said):
        fit(short, facts, on, futures=12, keep=keep, workers=1)


def test_faults_of_the_file_are_told(short, facts):
    facts.write_text(FACTS.replace("power_deficit_share", "power_deficit"))
    with pytest.raises(QuestionError, match="the question has 1 fault"):
        fit(short, facts, ["F1"], futures=4, keep=1, workers=1)


def test_no_value_anywhere_is_far(short):
    """A figure that no future has does not decide: all are as far."""
    values = np.full((4, 1), np.nan)
    assert (distance(values, [fact(20.0, 10.0, 40.0)]) == FAR).all()
    assert len(nearest(distance(values, [fact(20.0, 10.0, 40.0)]), 2)) == 3
