"""The record played, as far as the figures need."""

from __future__ import annotations

from datetime import date

import pytest

from holdfast.campaign import ensemble
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
