"""One day of the valley in plain arithmetic, held against the model field by field."""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from examples.valley_by_hand import worked
from examples.valley_draws import DRAWS, FUTURE, REGIONS
from examples.valley_said import CONSTANT, dawn_by_hand, day_by_hand, record_by_hand
from holdfast.campaign import ensemble
from holdfast.campaign.country import Country, first_dawn, prepare
from holdfast.campaign.day import Day, live
from holdfast.campaign.recorder import UNTOLD, fields, measures
from holdfast.campaign.state import State, pack
from holdfast.draws import Luck
from holdfast.scenario import Scenario, check, read_scenario

VALLEY = Path(__file__).resolve().parents[2] / "examples" / "valley"
CLOSE = 1e-9


@dataclasses.dataclass(frozen=True)
class Lived:
    country: Country
    state: State
    day: Day


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return read_scenario(VALLEY)


@pytest.fixture(scope="module")
def lived(scenario: Scenario) -> Lived:
    luck = Luck.of(1, [FUTURE])
    country = prepare(scenario, luck)
    return Lived(country, *live(country, first_dawn(country, 1), 0, luck))


def agree(found: Any, by_hand: Any, close: float = CLOSE) -> None:
    np.testing.assert_allclose(
        np.asarray(found, dtype=float), np.asarray(by_hand, dtype=float), rtol=close, atol=close
    )


def test_the_check_finds_nothing():
    assert check(VALLEY) == []


def test_the_scenario_is_what_this_file_takes_it_for(scenario):
    assert scenario.settings.seed == 1
    assert str(scenario.settings.start) == "2030-12-01"
    assert scenario.table("regions").text("id") == REGIONS


@pytest.mark.parametrize(("purpose", "span"), DRAWS)
def test_the_uniform_numbers_are_those_of_the_draws(purpose, span):
    luck = Luck.of(1, [FUTURE])
    source = {"campaign": luck, "pair": luck.ignorance(), "day": luck.on(0)}[span]
    names, values = DRAWS[purpose, span]
    assert source.uniform(purpose, names)[0].tolist() == list(values)


def test_every_field_of_the_day_is_worked_out_or_named_as_constant():
    by_hand = day_by_hand().keys()
    assert not by_hand & CONSTANT.keys()
    assert by_hand | CONSTANT.keys() == fields().keys() | UNTOLD


def test_every_field_of_the_state_is_worked_out():
    assert dawn_by_hand().keys() == {field.name for field in dataclasses.fields(State)}


def test_every_measure_of_the_record_is_worked_out(scenario):
    kept = {measure.name for measure in measures(scenario, ())}
    assert record_by_hand().keys() == kept


@pytest.mark.parametrize("field", sorted(day_by_hand() | CONSTANT))
def test_the_day_is_as_worked_out(lived, field):
    verb, name = field.split(".")
    agree(getattr(getattr(lived.day, verb), name)[0], (day_by_hand() | CONSTANT)[field])


@pytest.mark.parametrize("field", sorted(dawn_by_hand()))
def test_the_next_dawn_is_as_worked_out(lived, field):
    agree(pack(lived.state)[field][0], dawn_by_hand()[field])


def test_the_record_of_a_run_is_as_worked_out(scenario):
    data = ensemble.run(scenario, [FUTURE], workers=1, until=1).data
    for name, value in record_by_hand().items():
        agree(data[name].values[0, 0], value, close=1e-6)  # kept as float32


def test_what_is_fixed_beforehand_is_as_worked_out(lived):
    w, country = worked(), lived.country
    agree(country.weather.first, [w["weather"]["eve"]])
    agree(country.threat.region_share[0, 0, 0], w["raid"]["share"])
    agree(country.defence.rival, [0.0])
    agree(country.defence.worth[0] * 4, [w["fight"]["worth"] * w["fight"]["gain"]])
    loss = [-math.log(1 - p) for p in w["harm"]["chance"]]
    hits = [0.5] * 9 + [0.3] * 2
    agree(country.damage.loss_per_hit[0] * hits, loss)


def test_the_magazine_holds_what_a_raid_of_this_size_asks():
    assert worked()["fight"]["expected_rounds"] < 60
