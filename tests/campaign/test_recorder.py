"""Recorders: fields of the day kept by name, with their units, and clear words for what is not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from holdfast.campaign import ensemble
from holdfast.campaign.record import MEASURES
from holdfast.campaign.recorder import Recorder, fields
from holdfast.model.types import BLOCK_HOURS
from holdfast.outcome import Outcome
from holdfast.scenario import read_scenario

VALLEY = Path(__file__).parents[2] / "examples" / "valley"
ASKED = (
    Recorder("service.unserved", keep="future day region"),
    Recorder("service.unserved", keep="future day slice block"),
    Recorder("service.generated", keep="future day generator"),
    Recorder("service.dark", keep="future day", how="max"),
)


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    asked = [ASKED[0], ASKED[2], ASKED[3]]
    return ensemble.run(read_scenario(VALLEY), 8, workers=2, until=20, record=asked)


def test_a_field_is_kept_with_its_unit_beside_what_every_run_keeps(outcome: Outcome) -> None:
    made = outcome.data["service.unserved"]
    assert made.dims == ("future", "day", "region")
    assert made.attrs["units"] == "MW"
    assert {measure.name for measure in MEASURES} <= set(outcome.data.data_vars)
    np.testing.assert_allclose(
        outcome.data["unserved"],
        made * BLOCK_HOURS,
        rtol=1e-5,
        err_msg="sum over blocks and slices",
    )


def test_axes_that_a_run_does_not_know_stay_too(outcome: Outcome) -> None:
    assert outcome.data["service.generated"].dims == ("future", "day", "generator")
    assert float(outcome.data["service.generated"].max()) > 0


def test_the_largest_value_is_kept(outcome: Outcome) -> None:
    worst = outcome.data["service.dark"].values
    assert (worst >= outcome.data["dark_worst"].values - 1e-6).all()


def test_axes_come_in_the_order_of_the_field() -> None:
    assert ASKED[1].measure().axes == ("future", "day", "block", "slice")


def test_what_cannot_be_recorded_is_told_with_what_can() -> None:
    with pytest.raises(ValueError, match=r"'service.nothing' is not one of: .*service.unserved"):
        Recorder("service.nothing").measure()
    with pytest.raises(ValueError, match="some of: future day block region slice"):
        Recorder("service.unserved", keep="future day item").measure()
    with pytest.raises(ValueError, match="some of"):
        Recorder("service.unserved", keep="day future region").measure()
    with pytest.raises(ValueError, match="'median' is not one of: sum, mean, max"):
        Recorder("service.unserved", how="median").measure()


def test_every_field_of_every_verb_can_be_asked_for() -> None:
    for name, spec in fields().items():
        made = Recorder(name, keep=" ".join(("future", "day", *spec.axes[1:]))).measure()
        assert made.unit == spec.unit
