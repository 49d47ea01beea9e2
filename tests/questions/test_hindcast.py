"""The record played, as far as the figures need."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from holdfast.campaign import ensemble
from holdfast.campaign.workshop import kept_for, working
from holdfast.outcome import outcome as outcome_module
from holdfast.outcome import store
from holdfast.questions.hindcast import COLUMNS, everything_known, hindcast
from holdfast.questions.refused import QuestionError
from holdfast.scenario import Scenario

FACTS = """\
id,metric,region,from,to,value,unit,band_low,band_high,said,said_by
F1,power_deficit_share,all,2030-12-03,2030-12-03,20,%,0,100,words,a minister
F2,people_cut_region_remaining_day_1,MID,2030-12-05,2030-12-05,37,%,28,46,words,a governor
"""


@pytest.fixture
def facts(tmp_path):
    (tmp_path / "facts.csv").write_text(FACTS)
    return tmp_path / "facts.csv"


def test_only_the_days_that_are_needed_are_simulated(short, facts, monkeypatch):
    asked = {}
    simulate = ensemble.run

    def watch(scenario, *args, **kwargs):
        asked.update(kwargs)
        return simulate(scenario, *args, **kwargs)

    monkeypatch.setattr(ensemble, "run", watch)
    table = hindcast(short, facts, futures=4, workers=1)
    assert asked["until"] == 6
    assert list(table.columns) == list(COLUMNS)
    assert table["id"].tolist() == ["F1", "F2"]
    assert bool(table["met"][0])
    assert table["said_by"][1] == "a governor"


def test_nothing_is_hidden(short):
    later = "id,partner,item,quantity,date,as_of\nd9,NN,battery,1,2030-12-20,2031-01-01\n"
    text = short.files["scenario.toml"].replace("seed = 1", "seed = 1\nfreeze = 2030-12-10")
    frozen = Scenario.from_files({**short.files, "scenario.toml": text, "deliveries.csv": later})
    assert len(frozen.table("deliveries")) == 0
    known = everything_known(frozen)
    assert len(known.table("deliveries")) == 1
    assert known.as_of == date.max


def test_faults_are_told(short, facts):
    facts.write_text(FACTS.replace("power_deficit_share", "power_deficit"))
    with pytest.raises(QuestionError, match="the question has 1 fault"):
        hindcast(short, facts)


def test_a_replay_is_taken_up_and_read_in_parts(short, facts, tmp_path, monkeypatch):
    plain = hindcast(short, facts, futures=6, workers=1)
    monkeypatch.setattr(store, "IN_MEMORY", 0)
    monkeypatch.setattr(outcome_module, "BLOCK", 4)
    out = tmp_path / "made.json"
    told: list[int] = []

    def stop(done: int, total: int) -> None:
        if done > total / 2:
            raise KeyboardInterrupt

    def tell(done: int, total: int) -> None:
        told.append(total)

    with pytest.raises(KeyboardInterrupt), working(out, resume=False) as shop:
        hindcast(short, facts, futures=6, workers=1, progress=stop, shop=shop)
    assert kept_for(out) == (0, 1, 0)

    def unwritten() -> None:
        with working(out, resume=True) as shop:
            made = hindcast(short, facts, 6, None, 1, tell, shop, resume=True)
            pd.testing.assert_frame_equal(made, plain)
            raise OSError("the disk is full, so the table cannot be written")

    with pytest.raises(OSError, match="full"):
        unwritten()
    assert set(told) == {3 * 6}, "one batch of three futures, six days each"
    assert kept_for(out) == (0, 2, 0), "no run is written, but no batch is lost"
    told.clear()
    with working(out, resume=True) as shop:
        again = hindcast(short, facts, 6, None, 1, tell, shop, resume=True)
    pd.testing.assert_frame_equal(again, plain)
    assert not told
    assert [path.name for path in tmp_path.iterdir()] == ["facts.csv"]
