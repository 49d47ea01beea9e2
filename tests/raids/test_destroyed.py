"""What is forecast of a row may rest on its time, model and size, and on earlier days: no more."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import event, given
from hypothesis import settings as trying
from hypothesis import strategies as st

from holdfast.raids import SCORED, forecast_destroyed
from holdfast.raids.classes import known
from holdfast.raids.destroyed import _sharpened, settings

MODELS = sorted(model for model, name in known().items() if name in SCORED)
LOOSE = ["time_end", "target", "destroyed", "not_reach_goal", "still_attacking"]
FIRST = date(2000, 1, 1)


def record_of(rows):
    """A record of (day, model, launched, destroyed)."""
    frame = pd.DataFrame(rows, columns=["day", "model", "launched", "destroyed"])
    begun = pd.Timestamp("2030-01-01") + pd.to_timedelta(frame.pop("day").astype(int), unit="D")
    frame.insert(0, "time_start", begun.astype("datetime64[ns]"))
    frame.insert(1, "time_end", frame.time_start + pd.Timedelta(hours=9))
    frame["model"] = frame["model"].astype("str")
    frame[["launched", "destroyed"]] = frame[["launched", "destroyed"]].astype(float)
    return frame.assign(target="north", not_reach_goal=0.0, still_attacking=np.nan)


def made_up(days, seed):
    """One to three rows a day, some of two models, some small, some without what was destroyed."""
    rng = np.random.default_rng(seed)
    rows = []
    for day in range(days):
        for _ in range(rng.integers(1, 4)):
            model = " and ".join(rng.choice(MODELS, rng.choice([1, 1, 1, 2]), replace=False))
            launched = int(rng.integers(1, 40))
            destroyed = rng.binomial(launched, rng.beta(2, 1)) if rng.random() < 0.95 else np.nan
            rows.append((day, model, launched, destroyed))
    return record_of(rows)


def same(one, other):
    """Whether forecasts are equal bit for bit."""
    pd.testing.assert_frame_equal(one.drop(columns="pmf"), other.drop(columns="pmf"))
    return all(a.tobytes() == b.tobytes() for a, b in zip(one.pmf, other.pmf, strict=True))


def plain(forecast):
    """Forecast rows in an order of their own, rows that are equal in all beside each other."""
    text = [pmf.tobytes() for pmf in forecast.pmf]
    keys = zip(forecast.time_start, forecast.model, forecast.launched, text, strict=True)
    return sorted(keys)


def test_rows_are_those_asked_for_in_their_order():
    record = record_of(
        [
            (3, "Kalibr", 6, 4),
            (1, "Shahed-136/131", 9, 9),
            (2, "Kalibr", 4, 4),
            (2, "Kalibr and Shahed-136/131", 20, 4),
            (2, "Orlan-10", 6, 6),
            (2, "X-22", 6, 7),
            (2, "X-22", 6, np.nan),
            (2, "X-22 and X-32", 7, 0),
            (2, "no such model", 7, 0),
            (0, "Kalibr", 6, 4),
        ]
    )
    made = forecast_destroyed(record, date(2030, 1, 2))
    assert list(made.columns) == ["time_start", "model", "class", "launched", "pmf"]
    assert made.model.tolist() == ["Kalibr", "Shahed-136/131", "X-22 and X-32"]
    assert made["class"].tolist() == [known()[m] for m in ("Kalibr", "Shahed-136/131", "X-22")]
    assert made.launched.tolist() == [6, 9, 7]
    assert [len(pmf) for pmf in made.pmf] == [7, 10, 8]
    for pmf in made.pmf:
        assert pmf.min() >= 0
        assert pmf.sum() == pytest.approx(1, abs=1e-12)


def test_nothing_to_forecast_gives_the_columns_alone():
    for record in (
        record_of([]),
        record_of([(0, "Orlan-10", 9, 9)]),
        record_of([(0, "X-22", 4, 0)]),
    ):
        made = forecast_destroyed(record, FIRST)
        assert list(made.columns) == ["time_start", "model", "class", "launched", "pmf"]
        assert len(made) == 0
        assert made.launched.dtype == np.int64
        assert made.time_start.dtype == "datetime64[ns]"


def test_before_any_row_the_stated_share_is_expected():
    """The pooled share before any row is within .1 of the one in the table, and it is wide."""
    for model in ("Shahed-136/131", "Kalibr", "X-22"):
        made = forecast_destroyed(record_of([(0, model, 40, 3)]), FIRST)
        share = settings()["class"][known()[model]]["share"]
        pmf = made.pmf[0]
        assert pmf @ np.arange(41) / 40 == pytest.approx(share, abs=0.1)
        assert np.sqrt(pmf @ (np.arange(41) / 40 - pmf @ np.arange(41) / 40) ** 2) > 0.15


def test_each_scored_class_has_settings():
    assert set(settings()["class"]) == set(SCORED)


@trying(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10**6), cut=st.integers(1, 19), noise=st.integers(0, 10**6))
def test_the_same_day_and_the_future_move_nothing(seed, cut, noise):
    """Later rows and those of the day change, come and go; all that may not be read is blanked."""
    record = made_up(20, seed)
    rng = np.random.default_rng(noise)
    day = (record.time_start - pd.Timestamp("2030-01-01")).dt.days
    before = forecast_destroyed(record, date(2030, 1, 1))
    compared = 0
    for number in np.flatnonzero((day == cut) & (record.launched >= 5) & record.destroyed.notna()):
        row = record.iloc[[number]].copy()
        kept = record[day < cut].copy()
        kept[["time_end", "target", "still_attacking"]] = [pd.NaT, "", 99.0]
        row[["time_end", "target", "not_reach_goal"]] = [pd.NaT, "south", 5.0]
        row["destroyed"] = float(rng.integers(0, row.launched.iloc[0] + 1))
        others = made_up(int(rng.integers(1, 30)), int(rng.integers(10**6)))
        others["time_start"] += pd.Timedelta(days=cut)
        made = forecast_destroyed(pd.concat([others, row, kept]), date(2030, 1, 1))
        asked = plain(before[before.index.isin(_places(record, number))])
        assert set(asked) <= set(plain(made))
        compared += len(asked)
    event("compared" if compared else "nothing to compare")


def _places(record, number):
    """Place of a row of the record in its forecast."""
    due = (record.launched >= 5) & record.destroyed.notna()
    classes = record.model.map(lambda text: {known()[part] for part in text.split(" and ")})
    due &= classes.map(len) == 1
    return [int(due.to_numpy()[:number].sum())] if due.iloc[number] else []


@trying(max_examples=6, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_neither_order_nor_start_nor_loose_columns_move_anything(seed):
    record = made_up(25, seed)
    whole = forecast_destroyed(record, FIRST)
    shuffled = record.sample(frac=1, random_state=seed)
    assert plain(forecast_destroyed(shuffled, FIRST)) == plain(whole)
    assert same(forecast_destroyed(shuffled.sort_index(), FIRST), whole)
    late = whole[whole.time_start >= pd.Timestamp("2030-01-12")].reset_index(drop=True)
    assert same(forecast_destroyed(record, date(2030, 1, 12)), late)
    bare = record.drop(columns=[name for name in LOOSE if name != "destroyed"])
    assert same(forecast_destroyed(bare, FIRST), whole)


def test_a_row_whose_result_is_not_said_teaches_nothing():
    rows = [(day, "Kalibr", 10, 8) for day in range(5)]
    odd = [(2, "Kalibr", 10, np.nan), (2, "Kalibr", np.nan, 3), (3, "Kalibr", 4, 6)]
    assert same(
        forecast_destroyed(record_of(rows + odd), FIRST), forecast_destroyed(record_of(rows), FIRST)
    )


def test_earlier_days_are_learnt_from_and_the_latest_the_most():
    """Means move from .3 to .8 of the launched when what is destroyed does."""
    rng = np.random.default_rng(5)
    rows = [(day, "Shahed-136/131", 40, rng.binomial(40, 0.3)) for day in range(60)]
    rows += [(day, "Shahed-136/131", 40, rng.binomial(40, 0.8)) for day in range(60, 90)]
    made = forecast_destroyed(record_of(rows), FIRST)
    means = np.array([pmf @ np.arange(41) / 40 for pmf in made.pmf])
    assert means[59] == pytest.approx(0.3, abs=0.05)
    assert means[70] == pytest.approx(0.8, abs=0.15)
    assert means[89] == pytest.approx(0.8, abs=0.05)


def test_a_model_is_told_by_its_own_rows():
    """Of two models of a class, one never and one always destroyed, each is expected so."""
    rows = [
        (day, model, 8, hit) for day in range(30) for model, hit in (("C-300", 0), ("KN-23", 8))
    ]
    made = forecast_destroyed(record_of(rows), date(2030, 1, 30))
    mean = {row.model: row.pmf @ np.arange(9) / 8 for row in made.itertuples()}
    assert mean["C-300"] < 0.05
    assert mean["KN-23"] > 0.9


def test_recalibration_keeps_the_middle_and_draws_in_the_ends():
    chances = np.full(10, 0.1)
    made = _sharpened(chances, 2.0)
    # The law of beta(2, 2) is 3 x^2 - 2 x^3.
    sums = np.linspace(0, 1, 11)
    assert np.cumsum(made) == pytest.approx((3 * sums**2 - 2 * sums**3)[1:], abs=1e-12)
    assert _sharpened(chances, 1.0) == pytest.approx(chances, abs=1e-12)
