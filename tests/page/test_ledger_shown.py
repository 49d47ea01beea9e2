"""The ledger of a served folder as the screen shows it, and handed over to a scenario."""

from __future__ import annotations

import dataclasses
from typing import get_args

import pytest
from fastapi.testclient import TestClient

from holdfast.ledger.gifts import gifts
from holdfast.ledger.held import held
from holdfast.ledger.schema import columns, kinds
from holdfast.page.errors import Missing, Taken
from holdfast.page.guard import Guard
from holdfast.page.models_ledger import KINDS, Stage
from holdfast.page.screens import ledger as content
from holdfast.page.screens.ledger_drawn import course
from holdfast.page.who import EDITOR, LOCAL, Who
from holdfast.scenario import read_scenario
from holdfast.show.catalogue import LANGUAGES, Catalogue
from ledger.pledges import GIFT, STANCE, WHO, changed
from page.conftest import enter
from page.programs import programs

EN = Who("E. North", EDITOR, "EN")
HERE = "http://127.0.0.1"
ENGLISH = Catalogue.of("en")
FIX = {"kind": "correction", "of": "C1", "due": "2030-12-20", "as_of": "2030-12-01",
       "source": "press", "note": "the road is closed"}  # fmt: skip


@pytest.fixture
def client(desk):
    with TestClient(Guard(programs(desk)), base_url=HERE) as made:
        yield made


# ---- to a scenario -------------------------------------------------------------------------------


def test_a_scenario_is_made_and_the_other_stays(client, filled, desk):
    before = read_scenario(desk.place.root / "valley").digest
    asked = {"onto": "valley", "name": "with help"}
    made = client.post("/api/ledger/scenarios", json=asked)
    assert made.status_code == 201, made.json()
    assert made.json()["rows"]["deliveries"] == 3
    read = read_scenario(desk.place.root / "with help")
    assert read.table("deliveries").text("partner") == ("EN", "EN", "EN")
    assert read_scenario(desk.place.root / "valley").digest == before
    assert client.post("/api/ledger/scenarios", json=asked).status_code == 409
    for wrong, status in (
        ({"onto": "none"}, 404),
        ({"name": "../x"}, 422),
        ({"name": "valley"}, 409),
        ({"name": "n", "prefer": ["nobody"]}, 422),
    ):
        answer = client.post("/api/ledger/scenarios", json=asked | wrong)
        assert answer.status_code == status, answer.json()


def test_where_sources_differ_one_has_to_count(client, filled):
    enter(client, changed(GIFT[3], quantity="24", source="press"))
    asked = {"onto": "valley", "name": "mine"}
    answer = client.post("/api/ledger/scenarios", json=asked)
    assert "one has to count: --prefer desk or press" in answer.json()["detail"][0]
    assert (
        client.post("/api/ledger/scenarios", json=asked | {"prefer": ["press"]}).status_code == 201
    )


# ---- what stands on the screen -------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_row_says_stage_days_and_slip(filled, language):
    words = Catalogue.of(language)
    filled.enter([filled.typed(FIX)], WHO)
    (one,) = filled.state().gifts
    row = content.row(one, words)
    told = {"en": ("in service", "20 Dec 2030", "19 days later"),
            "fr": ("en service", "20 déc. 2030", "19 jours de retard")}[language]  # fmt: skip
    plain = tuple(str(row[name]).replace("\u00a0", " ") for name in
                  ("stage_told", "due_told", "late_told"))  # fmt: skip
    assert plain == told
    lines = content.history(one, words)
    assert [line.number for line in lines] == [f"L{at}" for at in range(1, 8)]
    assert [line.correction for line in lines] == [False] * 6 + [True]
    assert "L7" in lines[2].corrected
    assert WHO in lines[0].written
    svg = course(one, filled.state().now, words)
    assert svg.count("<circle") == 2 * 6
    assert svg.count("l6 6l-6 6l-6-6z") == 2 * 4


def test_a_drawing_has_texts_as_texts_and_none_where_there_is_one_day(filled):
    filled.enter([filled.typed(changed(STANCE, topic="<b>"))], WHO)
    (_, stance) = filled.state().gifts
    assert course(stance, filled.state().now, ENGLISH) == ""


def test_every_form_asks_for_what_the_schema_has_and_says_what_it_is():
    for name, kind in kinds().items():
        fields = content.fields_of(name)
        assert len(set(fields)) == len(fields)
        assert set(fields) | {"kind"} >= set(kind.may) - {"id"}
        for field in fields:
            for language in LANGUAGES:
                assert Catalogue.of(language).has(f"page_ledger.told_{field}")
            assert field in columns()
        for field in kind.needs:
            assert content.needs(name, field)


def test_a_form_offers_what_may_be_followed_and_an_editor_their_own(desk, filled):
    filled.enter([filled.typed(changed(GIFT[1], id="O2", partner="NN", of=""))], WHO)
    found = content.choices(desk, filled.state(), LOCAL)
    assert [name for name, _ in found.follows["commitment"]] == ["O2", "O1", "R1"]
    assert found.partners == ("EN", "NN")
    mine = content.choices(desk, filled.state(), EN)
    assert [name for name, _ in mine.follows["commitment"]] == ["O1", "R1"]
    assert mine.partners == ("EN",)


def test_the_check_of_the_chain_is_told_in_a_sentence(filled):
    entries = filled.state().entries
    year = entries[0].written[:4]
    good = filled.verify()
    said = content.unbroken(good, entries, ENGLISH).replace("\u00a0", " ")
    assert said.startswith("6 entries, unbroken since ")
    assert said.endswith(f"{year}.")
    bad = dataclasses.replace(good, first=2, why="it was changed")
    told = content.unbroken(bad, (), ENGLISH)
    assert told == "the chain is broken: entry 2: it was changed"
    assert content.unbroken(good, (), ENGLISH) == "no entry yet."


def test_what_was_never_there_is_missing(desk):
    with pytest.raises(Missing, match="there is no ledger"):
        desk.book.state()
    desk.book.begin()
    with pytest.raises(Missing, match="no entry 4"):
        desk.book.state().gift(4)
    with pytest.raises(Taken):
        desk.book.begin()


def test_a_check_is_made_again_once_something_is_entered_or_somebody_asks(filled):
    first = filled.checked()
    assert filled.checked() is first
    filled.enter([filled.typed(STANCE)], WHO)
    second = filled.checked()
    assert (first.found.entries, second.found.entries) == (6, 7)
    told = []
    assert filled.checked(True, lambda *far: told.append(far)) is not second
    assert told == [(7, 7)]


def test_stages_that_are_asked_for_are_those_there_are():
    assert get_args(Stage) == KINDS


def test_what_is_held_is_read_again_only_once_it_changes(filled):
    first = filled.state()
    assert filled.state() is first
    filled.enter([filled.typed(STANCE)], WHO)
    assert filled.state() is not first
    assert filled.state().gifts == gifts(held(filled.state().entries))


def test_an_editor_is_shown_the_help_of_their_own_partner_alone(filled, client):
    other = {"kind": "offer", "partner": "NN", "item": "generator_set", "quantity": "5",
             "date": "2030-11-20", "source": "desk"}  # fmt: skip
    assert enter(client, other).status_code == 201
    whole = filled.state()
    assert {"EN", "NN"} <= {one.partner for one in whole.gifts}
    mine = whole.seen(EN)
    assert {one.partner for one in mine.gifts} <= {"", "EN"}
    assert {one.fields.get("partner", "") for one in mine.entries} <= {"", "EN"}
    assert whole.seen(LOCAL) is whole
    assert "NN" not in filled.sheet(mine)
