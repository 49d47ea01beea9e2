"""Each figure's drawing rules, worked by hand."""

from __future__ import annotations

import datetime as dt
import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.show import reductions, theme
from holdfast.show.catalogue import Catalogue
from holdfast.show.figures import calendar, ranked
from holdfast.show.figures.canvas import Canvas, inline
from holdfast.show.figures.fan import axis_top
from holdfast.show.figures.hindcast import scaled
from holdfast.show.figures.measure import broken, text_width
from holdfast.show.figures.stocks import zero_day
from holdfast.show.sections.plan import delays

EN, FR = Catalogue.of("en"), Catalogue.of("fr")
DATES = [dt.date(2022, 11, 29) + dt.timedelta(days=i) for i in range(489)]


def test_the_nation_is_the_mean_over_people():
    values = np.array([[[1.0, 4.0]]])
    assert reductions.nation(values, np.array([[3.0, 1.0]])) == pytest.approx(1.75)


def test_moving_means_shorten_at_the_ends():
    assert reductions.moving(np.array([0.0, 3.0, 6.0, 9.0]), 3) == pytest.approx([1.5, 3, 6, 7.5])


def test_weeks_hold_their_mean():
    weeks = reductions.by_week(np.arange(9.0))
    assert weeks == pytest.approx([3.0] * 7 + [7.5] * 2)


def test_tenths_are_means_of_sorted_futures_darkest_first():
    values = np.arange(20.0)[::-1].reshape(20, 1)
    assert reductions.tenths(values)[:, 0] == pytest.approx([18.5 - 2 * r for r in range(10)])


def test_few_futures_fill_all_rows():
    rows = reductions.tenths(np.array([[1.0], [5.0]]))
    assert rows[:, 0].tolist() == [5.0] * 5 + [1.0] * 5


@given(st.integers(10, 40), st.integers(1, 30))
def test_tenths_keep_the_mean_and_fall(futures, days):
    values = np.random.default_rng(futures).random((futures - futures % 10, days))
    rows = reductions.tenths(values)
    assert rows.mean(axis=0) == pytest.approx(values.mean(axis=0))
    assert (np.diff(rows, axis=0) <= 1e-12).all()


def test_winters_of_the_reported_time():
    spans = reductions.winter_spans(DATES)
    assert [(DATES[a], DATES[b - 1]) for a, b in spans] == [
        (dt.date(2022, 11, 29), dt.date(2023, 3, 31)),
        (dt.date(2023, 10, 1), dt.date(2024, 3, 31)),
    ]


@pytest.mark.parametrize("words", [EN, FR])
@pytest.mark.parametrize("room", [900, 508, 316, 150, 90])
def test_month_names_never_touch_and_january_is_among_them(words, room):
    ticks = calendar.ticks(DATES, room, words)
    ends = [(tick.position * room / len(DATES), text_width(tick.month) + 2) for tick in ticks]
    for (left, width), (right, _) in itertools.pairwise(ends):
        assert left + width < right
    assert words.numbers.months_short[0] in {tick.month for tick in ticks}
    assert ends[-1][0] + ends[-1][1] <= room + 4


def test_fewer_days_are_drawn_than_pixels_and_the_last_is_kept():
    at = calendar.thinned(489, 150)
    assert len(at) <= 150 * 1.5
    assert at[0] == 0
    assert at[-1] == 488
    assert len(calendar.thinned(489, 900)) == 489


@pytest.mark.parametrize(("largest", "top"), [(0.2, 1), (3.9, 6), (5.1, 6), (12.5, 16), (24, 24)])
def test_axes_end_at_round_hours(largest, top):
    assert axis_top(largest) == top


def test_the_median_zero_day_needs_half_of_the_futures():
    assert zero_day(np.array([5, -1, 9, 7])) == 7
    assert zero_day(np.array([5, -1, -1])) is None
    assert zero_day(np.array([5, -1])) == 5


@pytest.mark.parametrize(
    ("hazard", "months"), [(0.0, 0), (0.04, 0), (0.2, 1), (0.23, 2), (0.5, 4), (1.0, 12)]
)
def test_late_by_the_months_that_95_percent_do_not_exceed(hazard, months):
    assert delays(hazard) == months
    if 0 < hazard < 1:
        assert hazard ** (months + 1) <= 0.05
        assert months == 0 or hazard**months > 0.05


def test_figures_are_scaled_to_their_band():
    assert scaled(30, (20, 40)) == 0.5
    assert scaled(20, (20, 40)) == 0
    assert scaled(50, (20, 40)) == 1.5


def test_steps_of_the_scale_begin_at_their_cut():
    assert theme.step([0, 0.49, 0.5, 1, 3.9, 4, 8, 12, 24]).tolist() == [0, 0, 1, 2, 3, 4, 5, 6, 6]


def test_texts_are_broken_to_their_room():
    long = "With package “winter shield for the east”"
    lines = broken(long, 160)
    assert len(lines) == 2
    assert all(text_width(line) <= 160 for line in lines)
    assert broken("Short", 160) == ["Short"]


def test_a_canvas_writes_tokens_and_its_own_ids():
    def draw() -> Canvas:
        canvas = Canvas(100, 50)
        canvas.text(0, 20, "Ink & <more>")
        canvas.line((0, 100), (10, 10), theme.LIGHT["power"])
        return canvas

    drawing = inline(draw, "one", 'A "title" & more', "What it shows")
    assert "var(--ink)" in drawing
    assert "var(--power)" in drawing
    assert 'aria-label="A &quot;title&quot; &amp; more"' in drawing
    assert "Ink &amp; &lt;more&gt;" in drawing
    assert 'id="one-' in drawing
    assert inline(draw, "one", 'A "title" & more', "What it shows") == drawing


@pytest.mark.parametrize(
    "note", ["", "a note that is broken over two lines or more, as it is long"]
)
def test_under_a_name_no_mark_and_no_line_touches_its_letters(note):
    """At the width of a telephone the strip of marks begins below the last line of the caption."""
    row = ranked.Row("A thing", note, 3.0, (1.0, 5.0), "+1,670 ± 530", "leans", marks=(2.0, 4.0))
    for place in ranked._laid_out([row, row], (390.0, 0.0), 0.0, False, " "):
        texts = ranked.NAME_LINE * len(place.name) + ranked.NOTE_LINE * len(place.note)
        half = 5.0
        assert place.middle - ranked.MARK_OFF - half > ranked.PAD + texts + 3.0
        assert place.middle + ranked.MARK_OFF + half < place.height
