"""Monotone: every kind of help of a scenario, and each that hurts is told with its reason."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from holdfast.questions.validate import helped, monotone, more, scarce
from holdfast.questions.validate.finding import Fixed, Sentence
from holdfast.questions.validate.more import Kind, Seen
from questions.validate.asked import given, told

NONE = np.zeros(4)
HURT = np.array([0.02, 0.0, 0.0, -0.01])


@pytest.fixture(scope="module")
def found(short, tmp_path_factory):
    return monotone.find(given(short, 4, tmp_path_factory.mktemp("dossier")))


def kinds_of(table, keep) -> set[str]:
    return {row["kind"].name for row in table.to_dict("records") if keep(row)}


def test_more_help_in_the_short_valley(found, short):
    help_, had = found.tables["help"], found.tables["had"]
    assert len(help_) == len(helped.helps(short))
    assert len(had) >= 10
    unjudged = kinds_of(had, lambda row: row["met"] is None)
    assert unjudged <= {f"kind_{monotone.slug(name)}" for name in more.UNFED}
    assert help_["mean"].min() < 0


def test_what_changes_nothing_is_no_evidence_and_is_asked_again_where_it_is_short(found):
    idle = set()
    for name in ("help", "had"):
        table = found.tables[name]
        idle |= kinds_of(table, lambda row: row["met"] == Sentence("idle"))
        for row in table.to_dict("records"):
            if row["met"] == Sentence("idle"):
                assert np.isnan(row["mean"])
                assert row["hurt"] is None
    again = found.tables["short"]
    assert idle
    assert set(kinds_of(again, lambda row: True)) <= idle
    assert kinds_of(again, lambda row: row["met"] is True)
    counted = sum(
        isinstance(met, bool) for table in ("help", "had") for met in found.tables[table]["met"]
    )
    whole = found.verdict.values.get("whole", found.verdict)
    assert whole.values["kinds"] == counted
    assert whole.values["idle"].values["count"] >= len(idle) - len(more.UNFED)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_is_told(found, language):
    assert {"en": "no effect here", "fr": "sans effet ici"}[language] in told(found, language)


def seen(dark=NONE, cold=NONE, why_dark=(), why_cold=(), name="fuel") -> Seen:
    kind = Kind(name, True, lambda scenario: scenario)
    return Seen(kind, dark, Counter(why_dark), cold, Counter(why_cold))


def test_a_kind_that_hurts_does_not_hold_and_says_why():
    row = monotone._row(seen(HURT, why_dark=["debris of what was brought down"]))
    assert (row["hurt"], row["worst"], row["met"]) == (Fixed(1, 0), 2.0, False)
    (why,) = row["why"]
    assert why == Sentence("why_debris_of_what_was_brought_down", {"count": 1})
    assert row["why_cold"] is None
    assert monotone._row(seen(-np.abs(HURT)))["met"] is True


def test_a_kind_that_leaves_futures_colder_says_why_too():
    row = monotone._row(seen(-np.abs(HURT), HURT, why_cold=["a stock used up earlier"]))
    assert (row["hurt"], row["chilled"], row["met"]) == (Fixed(0, 0), Fixed(1, 0), False)
    assert row["why"] is None
    assert row["why_cold"] == (Sentence("why_a_stock_used_up_earlier", {"count": 1}),)


def test_the_verdict_counts_only_what_changes_anything_and_names_the_rest_and_what_fails():
    every = [seen(-np.abs(HURT), name="gas"), seen(HURT, name="boilers"), seen(name="fuel")]
    again = [seen(-np.abs(HURT), name="fuel")]
    told = monotone._verdict(every, again, 4)
    assert told.name == "failing"
    assert told.values["failed"] == (Sentence("kind_boilers"),)
    whole = told.values["whole"]
    assert (whole.values["count"], whole.values["kinds"]) == (1, 2)
    idle = whole.values["idle"]
    assert idle.values == {
        "count": 1, "names": (Sentence("kind_fuel"),), "tried": 1, "held": 1
    }  # fmt: skip
    assert monotone._verdict([every[0]], [], 4).name == "verdict"
    assert monotone._verdict([every[0], every[2]], [seen(HURT)], 4).name == "failing"


def test_the_last_digits_of_sums_are_no_change():
    assert seen(np.full(4, 6e-11)).idle
    assert not seen(NONE, np.array([0.0, -1e-8, 0.0, 0.0])).idle


def test_it_holds_by_what_changes_anything_alone():
    assert monotone._holds([seen(name="fuel")]) is None
    assert monotone._holds([seen(name="fuel"), seen(-np.abs(HURT))]) is True
    assert monotone._holds([seen(-np.abs(HURT)), seen(HURT)]) is False


def test_the_reason_of_the_cold_is_read_off_the_day_on_which_cold_rises_most(short, monkeypatch):
    """Darker most on day 1, colder most on day 2: each cause is asked for on its own day."""
    days = {more.DARK: [0.0, 3.0, 1.0], more.COLD: [0.0, 1.0, 3.0]}
    monkeypatch.setattr(
        more, "of_people",
        lambda run, name: np.ones((1, 3)) + (np.array([days[name]]) if run == "more" else 0.0),
    )  # fmt: skip
    monkeypatch.setattr(helped, "reason", lambda bare, run, future, day: f"day {day}")
    made = more._seen(Kind("fuel", True, lambda one: one), "bare", "more")
    assert (made.why_dark, made.why_cold) == (Counter({"day 1": 1}), Counter({"day 2": 1}))


def test_a_country_made_short_lacks_what_is_said(valley):
    gas, hands = scarce.of_gas(valley), scarce.of_hands(valley)
    before = valley.table("gas/storage").number("working_mcm")
    assert gas.table("gas/storage").number("working_mcm") == pytest.approx(scarce.STORE * before)
    before = valley.table("gas/supply").number("mcm_per_day")
    supply = gas.table("gas/supply").number("mcm_per_day")
    assert supply == pytest.approx(scarce.SUPPLY * before)
    crews = valley.table("repair/crews").number("crews")
    assert hands.table("repair/crews").number("crews") == pytest.approx(scarce.FEW * crews)
    roles = helped.roles(valley)
    gone = {item for role in scarce._EMPTIED for item in roles[role]}
    assert gone
    for row in hands.table("stocks").rows():
        assert row["item"] not in gone or float(row["quantity"]) == 0


def test_every_kind_that_can_be_short_is_a_kind(root):
    from holdfast.questions.validate import had

    names = {*had.kinds(0.25)} | {
        "fuel", "gas", "boilers", "spares of air defence", "parts of installations",
        "mobile units", "repair crews", "technicians", "heavy transport",
    }  # fmt: skip
    assert set(scarce.WHERE) <= names
    assert set(scarce.WHERE.values()) == set(scarce.COUNTRIES)
