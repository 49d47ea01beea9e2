"""One future replayed from scenario, seed and version, and told in words."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

import synthetic
from holdfast.cli.lists import print_story
from holdfast.questions import words
from holdfast.questions.explain import COLUMNS, explain, narrated
from holdfast.questions.refused import Refused
from holdfast.questions.told import head
from holdfast.show.voice import Voice


def test_a_replay_is_the_future_that_was_recorded(base):
    table = explain(base, 3)
    assert list(table.columns) == list(COLUMNS)
    assert len(table) == 50
    hours = base.data["hours_without_power"].sel(future=3).values @ [0.25, 0.5, 0.25]
    assert table["hours_without_power"].to_numpy() == pytest.approx(hours)
    launched = base.data["launched"].sel(future=3).values.sum(axis=1)
    raids = table["events"].str.contains("raid: ")
    assert (raids.to_numpy() == (launched > 0)).all()


def test_it_needs_scenario_seed_and_version_alone(base, tmp_path):
    base.save(tmp_path / "run")
    loaded = type(base).load(tmp_path / "run")
    assert explain(loaded, 2).equals(explain(base, 2))


def test_what_cannot_be_replayed_is_refused(base):
    with pytest.raises(Refused, match="future 9 is not in the run; it holds 4 futures from 0 to 3"):
        explain(base, 9)
    with pytest.raises(Refused, match="only the same version"):
        explain(dataclasses.replace(base, version="0.0.1"), 1)


def test_a_replay_that_differs_is_noticed(base):
    data = base.data.copy(deep=True)
    data["deficit"][3, 7] += 1
    with pytest.raises(RuntimeError, match="differs from the record in deficit"):
        explain(dataclasses.replace(base, data=data), 3)


def test_events_in_words(valley):
    items = list(valley.table("items").text("id"))
    empty = np.zeros((1, 50, len(items)))
    empty[0, 4:, items.index("transformer")] = 1
    collapsed, left, hours = np.zeros((1, 50)), np.zeros((1, 50)), np.zeros((1, 50))
    collapsed[0, 2], left[0, 2] = 1, 8
    hours[0, 3:5] = 6
    evening = np.zeros((1, 50))
    evening[0, 5] = 0.42
    launched, leaked = np.zeros((1, 50, 1)), np.zeros((1, 50, 1))
    launched[0, 1], leaked[0, 1] = 70, 15
    made = synthetic.outcome(
        valley, 1, days=50, empty=empty, collapsed=collapsed, restart_left=left,
        schedule_hours=hours, dark_evening=evening, launched=launched, leaked=leaked,
    )  # fmt: skip
    events = narrated(made)["events"].tolist()
    assert events[:6] == [
        "",
        "raid: 70 launched, 15 got through",
        "the grid collapsed, 8 h from whole at midnight",
        "planned cuts begin",
        "Large transformer ran out",
        "planned cuts end; the darkest day: 42\u00a0% without power in the evening",
    ]
    assert events[40] == "due: 1\u00a0large transformer (Eastern neighbour, 10 Jan 2031)"


def test_what_is_jammed_is_told_where_any_is(valley, capsys):
    launched, jammed, leaked = (np.zeros((1, 50, 1)) for _ in range(3))
    launched[0, 1:3], jammed[0, 1], leaked[0, 1:3] = 70, 12, 15
    made = synthetic.outcome(valley, 1, days=50, launched=launched, jammed=jammed, leaked=leaked)
    table = narrated(made)
    assert table["jammed"].tolist()[:3] == [0, 12, 0]
    assert [str(said).split(";")[0] for said in table["events"][1:3]] == [
        "raid: 70 launched, 12 led astray by jamming, 15 got through",
        "raid: 70 launched, 15 got through",
    ]
    for language, day, spell in (
        ("en", "12 led astray by jamming", "140 launched, 12 led astray by jamming, 30 got"),
        ("fr", "égarés par brouillage : 12", "140 tirs, 12 égarés par brouillage, 30"),
    ):
        print_story(table, head(made, 0, table), Voice(language, valley))
        out = " ".join(capsys.readouterr().out.replace("\u00a0", " ").split())
        assert "brouillage" in out if language == "fr" else "jamming" in out
        voice = Voice(language, valley)
        assert day in voice.write(table["events"][1]).replace("\u00a0", " ")
        assert spell in voice.write(words.spell(140, 12, 30, 2, 0, ())).replace("\u00a0", " ")


def test_a_collapse_is_explained_by_what_was_out_before_not_by_how_many_got_through(valley, capsys):
    """Of two collapses the one on which less got through; none and nothing is said."""
    launched, leaked, collapsed = (np.zeros((1, 50, 1)) for _ in range(3))
    launched[0, 1], leaked[0, 1], launched[0, 4], leaked[0, 4] = 70, 15, 4, 2
    quiet = synthetic.outcome(valley, 1, days=50, launched=launched, leaked=leaked)
    collapsed[0, 1] = collapsed[0, 4] = 1
    made = synthetic.outcome(
        valley, 1, days=50, launched=launched, leaked=leaked, collapsed=collapsed[:, :, 0]
    )
    out = narrated(made)["out_of_use"]
    said = {}
    for name, one in (("quiet", quiet), ("fallen", made)):
        table = narrated(one)
        print_story(table, head(one, 0, table), Voice("en", valley))
        said[name] = " ".join(capsys.readouterr().out.replace("\u00a0", " ").split())
    assert "What brings it down" not in said["quiet"]
    assert (
        f"On 5 Dec 2030 the grid collapsed though no more than 2 got through; {out[3]:.0f} "
        "installations were out of use the evening before."
    ) in said["fallen"]
