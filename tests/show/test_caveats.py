"""Caveats: what binds a delivery, what was lifted, and what was said of another offer."""

from __future__ import annotations

import datetime as dt

import pytest

from holdfast.scenario import read_scenario
from holdfast.show.catalogue import Catalogue
from holdfast.show.caveats import stance, written


@pytest.fixture(scope="module")
def bucharest(root):
    return read_scenario(root / "examples" / "bucharest-2022")


def row(partner: str, item: str, offer: str = "") -> dict[str, str]:
    return {"partner": partner, "item": item, "offer": offer}


def test_a_hard_refusal_comes_first(bucharest):
    found = stance(bucharest, row("DE", "patriot_battery"))
    assert (found.kind, found.hard) == ("refuses", True)
    text = written(found, Catalogue.of("en"))
    assert text.startswith("refuses, firmly: the Patriots offered to Poland")
    assert found.source == "dign-34511"


def test_the_last_word_on_a_topic_lifts_it(root):
    later = read_scenario(root / "examples" / "bucharest-2022", dt.date(2023, 1, 31))
    found = stance(later, row("DE", "patriot_battery"))
    assert found is None or found.kind in ("offer", "earlier")


def test_the_caveat_of_the_offer_that_a_delivery_stems_from(bucharest):
    found = stance(bucharest, row("ES", "hawk_battery", "O013"))
    assert (found.kind, written(found, Catalogue.of("en"))) == ("offer", "training in Spain")


def test_the_caveat_of_another_offer_is_said_to_be_one(bucharest):
    found = stance(bucharest, row("DE", "iris_t_fire_unit"))
    assert found.kind == "earlier"
    assert written(found, Catalogue.of("fr")).startswith("dit d’une autre offre\u00a0: ")


def test_nothing_known_is_nothing_said(bucharest):
    assert stance(bucharest, row("LT", "patriot_battery")) is None
    assert written(None, Catalogue.of("en")) == ""
