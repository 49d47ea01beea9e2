"""What the unit of an ask says: turned into the item's own where that is sure, else another one."""

from __future__ import annotations

import math

import pytest

from holdfast.questions.asked_units import millions, pieces, plain


@pytest.mark.parametrize(
    ("said", "own", "times"),
    [
        ("l", "l", 1.0),
        ("million l", "l", 1e6),
        ("million litres", "l", 1e6),
        ("thousand m3", "litre", 1e6),
        ("kg", "t", 1e-3),
        ("km", "m", 1e3),
        ("bcm", "mcm", 1e3),
        ("bcm", "million m3", 1e3),
        ("million m\u00b3", "mcm", 1.0),
        ("TWh", "GWh", 1e3),
        ("units", "transformer", 1.0),
        ("", "transformer", 1.0),
        ("batteries", "battery", 1.0),
        ("fire units", "fire unit", 1.0),
        ("interceptors", "missile", 1.0),
        ("dozen", "missile", 12.0),
        ("thousand", "round", 1e3),
        ("thousands (units)", "generator", 1e3),
        ("k rounds", "round", 1e3),
        ("million", "million bulbs", 1.0),
        ("bulbs", "million bulbs", 1e-6),
        ("million", "million", 1.0),
        ("MVA", "MVA", 1.0),
    ],
)
def test_what_is_sure_is_turned(said, own, times):
    assert pieces(said, own, {"interceptor"}) == pytest.approx(times)


@pytest.mark.parametrize(
    ("said", "own"),
    [
        ("million l", "transformer"),
        ("", "l"),
        ("million", "l"),
        ("units", "l"),
        ("MW", "MVA"),
        ("GWh", "mcm"),
        ("tons", "t"),
        ("systems", "fire unit"),
        ("million EUR", "set"),
        ("million", "EUR million"),
        ("units", "million"),
        ("boxes", "missile"),
    ],
)
def test_what_is_not_is_another_unit(said, own):
    assert math.isnan(pieces(said, own, {"interceptor"}))


@pytest.mark.parametrize(
    ("said", "times"),
    [("million EUR", 1.0), ("EUR million", 1.0), ("EUR", 1e-6), ("billion EUR", 1e3),
     ("bn EUR", 1e3), ("kEUR", 1e-3), ("MEUR", 1.0), ("thousand EUR", 1e-3)],
)  # fmt: skip
def test_money_of_the_scenario(said, times):
    assert millions(said, "EUR") == pytest.approx(times)


@pytest.mark.parametrize("said", ["", "million", "million USD", "units", "million EUR a year"])
def test_what_is_no_money_of_the_scenario(said):
    assert math.isnan(millions(said, "EUR"))


def test_plain_letters():
    assert plain("Large_Transformers, 330 kV") == "large transformer 330 kv"
    assert plain("Batteries") == "battery"
