"""Monotone: every kind of help of a scenario, and each that hurts is told with its reason."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from scipy.stats import binom

from holdfast.questions.validate import had, helped, monotone, more, scarce
from holdfast.questions.validate.finding import Fixed, Sentence
from holdfast.questions.validate.more import Kind, Seen
from holdfast.show.catalogue import Catalogue
from holdfast.show.dossier.teller import PartTeller
from questions.validate.asked import given, told

NONE = np.zeros(20)
HURT = np.array([0.02, 0.02, 0.02, -0.01] + [0.0] * 16)
HELPED = -0.01 - 0.001 * np.arange(20)
"""Each a share of 20 futures, ten pairs: the fewest by which anything is judged."""


@pytest.fixture(scope="module")
def found(short, tmp_path_factory):
    return monotone.find(given(short, 20, tmp_path_factory.mktemp("dossier")))


def kinds_of(table, keep) -> set[str]:
    return {row["kind"].name for row in table.to_dict("records") if keep(row)}


def test_more_help_in_the_short_valley(found, short):
    help_, had_ = found.tables["help"], found.tables["had"]
    assert len(help_) == len(helped.helps(short))
    assert len(had_) >= 10
    unjudged = kinds_of(had_, lambda row: row["met"] is None)
    assert unjudged <= {f"kind_{monotone.slug(name)}" for name in more.UNFED}
    assert help_["mean"].min() < 0
    under = had_["under"].dropna().astype(float)
    assert (under >= 100 * (1 - 0.05 ** (1 / 10)) - 1e-9).all()


def parts_of(said: Sentence) -> dict[str, Sentence]:
    """The clauses of a verdict by their names."""
    if said.name != "then":
        return {said.name: said}
    return parts_of(said.values["whole"]) | {said.values["more"].name: said.values["more"]}


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
    rare = {
        row["kind"].name
        for name in ("help", "had")
        for row in found.tables[name].to_dict("records")
        if row["met"] == Sentence("open")
    }
    assert set(kinds_of(again, lambda row: True)) <= idle | rare
    counted = sum(
        isinstance(met, bool) or met == Sentence("open")
        for table in ("help", "had")
        for met in found.tables[table]["met"]
    )
    said = parts_of(found.verdict)
    assert said["verdict"].values["kinds"] == counted
    assert said["idle_kinds"].values["count"] >= len(idle) - len(more.UNFED)
    assert said["bound"].values["pairs"] == 10


@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_is_told(found, language):
    assert {"en": "no effect here", "fr": "sans effet ici"}[language] in told(found, language)


def seen(dark=NONE, cold=NONE, why_dark=(), why_cold=(), name="fuel") -> Seen:
    kind = Kind(name, True, lambda scenario: scenario)
    return Seen(kind, dark, Counter(why_dark), cold, Counter(why_cold))


def test_a_kind_that_hurts_does_not_hold_and_says_why():
    row = monotone._row(seen(HURT, why_dark=["debris of what was brought down"]))
    assert (row["hurt"], row["worst"], row["met"]) == (Fixed(3, 0), 2.0, False)
    (why,) = row["why"]
    assert why == Sentence("why_debris_of_what_was_brought_down", {"count": 1})
    assert row["why_cold"] is None
    assert monotone._row(seen(HELPED))["met"] is True


def test_a_kind_that_leaves_futures_colder_says_why_too():
    row = monotone._row(seen(HELPED, HURT, why_cold=["a stock used up earlier"]))
    assert (row["hurt"], row["chilled"], row["met"]) == (Fixed(0, 0), Fixed(3, 0), False)
    assert row["why"] is None
    assert row["why_cold"] == (Sentence("why_a_stock_used_up_earlier", {"count": 1}),)


def test_the_verdict_counts_only_what_changes_anything_and_names_the_rest_and_what_fails():
    every = [seen(HELPED, name="gas"), seen(HURT, name="boilers"), seen(name="fuel")]
    again = [seen(HELPED, name="fuel")]
    said = parts_of(monotone._verdict(every, again, 20))
    assert said["failing"].values["failed"] == (Sentence("kind_boilers"),)
    assert (said["verdict"].values["count"], said["verdict"].values["kinds"]) == (1, 2)
    assert said["idle_kinds"].values == {"count": 1, "names": (Sentence("kind_fuel"),)}
    assert said["tried"].values == {"count": 1, "held": 1, "open": 0}
    assert set(parts_of(monotone._verdict([every[0]], [], 20))) == {"verdict", "bound"}
    assert "failing" in parts_of(monotone._verdict([every[0], every[2]], [seen(HURT)], 20))


def test_what_hurts_by_laws_of_stores_is_told_apart_and_fails_all_the_same():
    store = seen(HURT, name="room in store alone")
    said = parts_of(monotone._verdict([seen(HURT, name="boilers")], [store], 20))
    assert said["failing"].values["failed"] == (Sentence("kind_boilers"),)
    assert said["stores"].values["failed"] == (Sentence("kind_room_in_store_alone"),)
    assert monotone._holds([seen(HELPED), store]) is False
    assert "networks.md#does-more-ever-hurt" in PartTeller(Catalogue.of("fr"), "monotone").sentence(
        said["stores"]
    )
    assert set(scarce.STORES) <= set(had.kinds(0.25))


def test_a_change_of_less_than_hurts_is_no_change():
    """Crews that change a mean by 0.000003 % were counted as help that hurts nobody."""
    assert seen(np.full(20, 3e-8)).idle
    assert seen(np.full(20, -0.99 * more.LEAST)).idle
    assert not seen(NONE, np.where(np.arange(20) == 3, -1.01 * more.LEAST, 0.0)).idle


def test_errors_are_clustered_by_pair():
    """The two of a pair alike: an error over single futures would be smaller by a root of two."""
    alike = np.repeat(np.random.default_rng(1).normal(-1, 1, 16), 2)
    means = alike[::2]
    row = monotone._row(seen(alike, np.zeros(32)))
    assert row["mean_error"] == pytest.approx(100 * means.std(ddof=1) / 4)
    assert row["mean_error"] > 1.3 * 100 * alike.std(ddof=1) / np.sqrt(32)


def test_no_worse_in_the_mean_counts_two_errors_and_nothing_is_told_of_few():
    """Of twenty pairs three helped alike are 1.8 errors of nought, five 2.5; one is hurt a little.

    Where none is hurt the mean is no worse, however wide its error.
    """
    at, none = np.arange(40), np.zeros(40)
    one = np.where(at == 39, 2e-3, 0.0)
    assert seen(np.where(at < 6, -0.5, one), none).met is None
    assert seen(np.where(at < 10, -0.5, one), none).met is True
    assert seen(np.where(at < 6, -0.5, 0.0), none).met is True
    assert seen(np.where(at < 4, -0.5, 0.0), none).met is None
    assert seen(HELPED[:18], NONE[:18]).met is None
    rarely = np.where(np.isin(at, (0, 2, 4, 6)), 0.5, 0.0)
    made = seen(rarely, none)
    assert made.hurt == (4, 0)
    assert made.met is False


def test_so_few_futures_bound_the_share_that_is_hurt():
    assert more.bound(0, 8) == pytest.approx(1 - 0.05 ** (1 / 8))
    assert more.bound(8, 8) == 1
    for hurt in range(4):
        assert binom.cdf(hurt, 16, more.bound(hurt, 16)) == pytest.approx(0.05)
    one = np.where(np.isin(np.arange(32), (4, 5)), 0.02, 0.0)
    assert seen(one, np.zeros(32)).under == pytest.approx(more.bound(1, 16))
    said = parts_of(monotone._verdict([seen(HELPED)], [], 16))
    assert said["bound"].values["bound"] == Fixed(pytest.approx(31.2, abs=0.05), 1)


def test_what_changes_under_five_futures_is_looked_at_again_where_it_is_short():
    assert seen(np.where(np.arange(20) < 4, -0.02, 0.0)).barely
    assert not seen(np.where(np.arange(20) < 5, -0.02, 0.0)).barely


def test_it_holds_by_what_changes_anything_alone():
    assert monotone._holds([seen(name="fuel")]) is None
    assert monotone._holds([seen(name="fuel"), seen(HELPED)]) is True
    assert monotone._holds([seen(HELPED), seen(HURT)]) is False
    few = seen(np.where(np.arange(20) < 4, -0.02, 0.0))
    assert monotone._holds([seen(HELPED), few]) is None
    assert monotone._holds([seen(HURT), few]) is False


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
    names = {*had.kinds(0.25)} | {
        "fuel", "gas", "boilers", "spares of air defence", "parts of installations",
        "mobile units", "repair crews", "technicians", "heavy transport",
    }  # fmt: skip
    assert set(scarce.WHERE) <= names
    assert set(scarce.WHERE.values()) == set(scarce.COUNTRIES)
