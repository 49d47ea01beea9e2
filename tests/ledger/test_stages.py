"""Rules between entries: all faults at once, each with what is allowed, and nothing entered."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast import ledger
from holdfast.ledger.schema import columns, kinds
from ledger.pledges import GIFT, STANCE, changed, entered, faults

REQUEST, OFFER, COMMITMENT, SHIPMENT, ARRIVAL, USE = GIFT
CORRECTION = {
    "kind": "correction", "of": "S1", "quantity": "25", "as_of": "2030-11-25",
    "note": "miscounted", "source": "desk",
}  # fmt: skip


def test_the_gift_is_in_order(book):
    assert faults(book, *GIFT, STANCE) == []
    assert book.verify().entries == len(GIFT) + 1


def test_rows_may_stand_in_any_order(book):
    made = entered(book, *reversed(GIFT))
    assert [entry.kind for entry in made.new] == [row["kind"] for row in GIFT]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (changed(OFFER, kind="gift"), "kind: is not known; allowed: one of request, offer"),
        (changed(OFFER, id="L7"), "id: is like the number of an entry"),
        (changed(OFFER, id="12"), "id: is like the number of an entry"),
        (changed(OFFER, quantity="many"), "quantity: is not a number; allowed: a number, at least"),
        (changed(OFFER, quantity="-1"), "quantity: is too small"),
        (changed(OFFER, date="2030-02-30"), "date: is no day of the calendar"),
        (changed(OFFER, date=""), "date: is needed with kind offer: a day as YYYY-MM-DD"),
        (changed(OFFER, source=""), "source: is needed: an id"),
        (changed(OFFER, partnr="EN"), "partnr: is not a field; the nearest is partner"),
        (changed(OFFER, stance="offers"), "stance: is not used with kind offer"),
        (changed(OFFER, of="R9"), "of: is no entry of kind request; "),
        (changed(OFFER, due="2030-11-01"), "due: is before the day on which it was said"),
        (changed(OFFER, date="2030-10-01"), "date: is before R1, of 2030-11-01"),
        (changed(ARRIVAL, id="A9", of=""), "of: is needed with kind arrival: its shipment or"),
        (changed(ARRIVAL, id="A9", of="O1"), "of: is of kind offer; allowed: shipment or commit"),
        (changed(ARRIVAL, id="A9", quantity="11"), "quantity: makes 31 of kind arrival, more"),
        (changed(ARRIVAL, id="A9", quantity="1", partner="NN"), "partner: is not that of S1"),
        (changed(ARRIVAL, id="A9", quantity="1", item="x"), "item: is not that of S1"),
        (changed(ARRIVAL, id="A9", quantity="1", unit="t"), "unit: is not the unit of S1: set"),
        (changed(ARRIVAL, id="A9", date="2030-11-19"), "date: is before S1, of 2030-11-20"),
        (changed(COMMITMENT, id="C9", of=""), "partner: is needed where no offer or commitment"),
        (changed(SHIPMENT, id="S9", quantity="21"), "quantity: makes 51 of kind shipment, more"),
        (changed(SHIPMENT, quantity="31"), "id: is told by source desk in entry 4 already: enter"),
        (changed(OFFER, id="C1", source="p"), "id: is the id of entry 3, of kind commitment"),
        (changed(ARRIVAL, of="C1", source="p"), "of: is not that of entry 5 on the same matter"),
        (changed(CORRECTION, of="S9"), "of: is no entry that can be corrected; known: R1, O1, C1"),
        (changed(CORRECTION, of="L99"), "of: is no entry that can be corrected"),
        (changed(CORRECTION, quantity=""), "of: is not changed: give what is right"),
        (changed(CORRECTION, stance="offers"), "stance: is no field of an entry of kind shipment"),
        (changed(CORRECTION, note=""), "note: is needed with kind correction"),
        (changed(CORRECTION, as_of=""), "as_of: is needed with kind correction"),
        (changed(CORRECTION, as_of="2030-11-19"), "as_of: is before S1 itself was known"),
        (changed(CORRECTION, withdrawn="yes"), "withdrawn: takes the entry back: leave the other"),
        (changed(CORRECTION, id="K1"), "id: is not used with kind correction"),
        (changed(CORRECTION, date="-"), "date: cannot be cleared"),
        (changed(CORRECTION, of="C1", quantity="10"), "of: corrected so, the quantity of entry 4"),
        (changed(CORRECTION, of="C1", quantity="", date="2030-11-21"), "of: corrected so, the da"),
        (
            {**CORRECTION, "of": "O1", "quantity": "", "withdrawn": "yes"},
            "of: corrected so, entry 3 is a stage of what is taken back",
        ),
    ],
)
def test_a_fault_says_what_is_allowed(filled, row, said):
    found = faults(filled, {name: text for name, text in row.items() if text})
    assert any(one.startswith(f"1 {said}") for one in found), found


def test_all_faults_at_once_by_row_and_nothing_entered(filled):
    bad = [
        changed(OFFER, id="O2", quantity="many", date="soon"),
        changed(COMMITMENT, id="C2", of="O2"),
        changed(ARRIVAL, id="A2", quantity="40"),
        STANCE,
    ]
    found = faults(filled, *bad)
    assert [one.partition(":")[0] for one in found] == ["1 quantity", "1 date", "3 quantity"]


def test_what_follows_a_faulty_row_is_no_further_fault(book):
    found = faults(book, changed(OFFER, of="", date="soon"), *GIFT[2:])
    assert len(found) == 1


def test_the_same_row_twice_in_one_file_is_a_slip(book):
    assert faults(book, REQUEST, REQUEST) == [
        "2: says the same as entry row 1: tell them apart by id or note, or take one out"
    ]


def test_more_may_come_than_was_said_if_a_note_says_why(filled):
    more = changed(ARRIVAL, id="A9", quantity="15", note="five from their own stock")
    assert faults(filled, more) == []
    assert faults(filled, changed(ARRIVAL, id="A10", quantity="1", date="2030-12-08"))


def test_sources_that_differ_count_by_what_each_may_say(filled):
    """Of the earlier stage the most that a source tells counts, of the later one the least."""
    assert faults(filled, changed(SHIPMENT, quantity="50", source="press")) == []
    assert faults(filled, changed(ARRIVAL, id="A9", quantity="30")) == []
    assert faults(filled, changed(ARRIVAL, id="A10", quantity="1", date="2030-12-05"))


@pytest.mark.parametrize(
    ("who", "written", "said"),
    [
        (" ", "2031-01-01T09:00:00Z", "who: is blank"),
        ("me", "2031-01-01", "written '2031-01-01': is not a time"),
        ("me", "2031-13-01T09:00:00Z", "is not a time"),
        ("me", "2031-01-01T09:00:00+01:00", "is not a time"),
    ],
)
def test_who_and_when_are_needed(book, who, written, said):
    with pytest.raises(ledger.LedgerError, match=said):
        book.append([REQUEST], who=who, written=written)


def test_kinds_and_fields_are_declared_once():
    for kind in kinds().values():
        assert {*kind.needs, *kind.takes} <= set(columns())
        assert set(kind.follows) <= set(kinds())
        assert not set(kind.needs) & set(kind.takes)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["commitment", "shipment", "arrival", "in_service"]),
            st.integers(0, 3),
            st.integers(1, 9),
        ),
        max_size=12,
    )
)
def test_no_stage_ever_holds_more_than_the_one_before(tmp_path_factory, steps):
    """Whatever is tried, what gets in keeps the rule, and the chain is whole."""
    book = ledger.create(tmp_path_factory.mktemp("any") / "aid.db")
    entered(book, changed(OFFER, of="", quantity="12"))
    for turn, (kind, parent, quantity) in enumerate(steps):
        names = list(book.held().matters)
        row = {"kind": kind, "id": f"M{turn}", "of": names[parent % len(names)],
               "quantity": str(quantity), "date": "2030-12-01", "source": "desk"}  # fmt: skip
        faults(book, row)
    now = book.held()
    for kind in kinds():
        total = sum(
            one.quantities()[0] for one in now.matters.values() if one.kind == kind != "offer"
        )
        assert total <= 12
    assert book.verify().whole
