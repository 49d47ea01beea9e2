"""Items of help: how far each has come, against what was first promised."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from holdfast.ledger.gifts import WITHDRAWN, Gift, gifts
from holdfast.ledger.held import held
from ledger.pledges import GIFT, STANCE, changed, entered


def of(book) -> dict[str, Gift]:
    return {one.name: one for one in gifts(held(book.entries()))}


def test_one_row_from_the_offer_to_the_use(filled):
    (one,) = of(filled).values()
    assert (one.name, one.number, one.stage) == ("O1", 2, "in_service")
    assert (one.partner, one.item, one.unit, one.region) == ("EN", "generator_set", "set", "UPP")
    assert (one.asked, one.quantity, one.came, one.used) == tuple(map(Decimal, (60, 50, 20, 15)))
    assert [entry.number for entry in one.entries] == [1, 2, 3, 4, 5, 6]
    # 20 are not sent and 10 are on their way: the last is due on the day of the commitment
    assert (one.promised, one.due, one.late) == (date(2030, 12, 1), date(2030, 12, 10), 9)


def test_a_correction_moves_the_day_and_not_the_promise(filled):
    entered(filled, {"kind": "correction", "of": "C1", "due": "2030-12-20", "as_of": "2030-12-01",
                     "source": "press", "note": "the road is closed"})  # fmt: skip
    (one,) = of(filled).values()
    assert (one.promised, one.due, one.late) == (date(2030, 12, 1), date(2030, 12, 20), 19)
    assert one.entries[-1].number == 7


def test_what_has_all_come_was_due_on_its_last_day(filled):
    entered(filled, changed(GIFT[4], id="A2", quantity="10", date="2030-12-08"),
            changed(GIFT[4], id="A3", of="C1", quantity="20", date="2030-12-24"))  # fmt: skip
    (one,) = of(filled).values()
    assert (one.came, one.due, one.late) == (Decimal(50), date(2030, 12, 24), 23)


def test_what_is_on_its_way_whole_is_due_as_its_shipment_says(book):
    entered(book, *GIFT[:3], changed(GIFT[3], quantity="50", due="2030-11-28"))
    (one,) = of(book).values()
    assert (one.stage, one.due, one.late) == ("shipment", date(2030, 11, 28), -3)


def test_requests_that_nobody_answers_and_positions_stand_alone(book):
    entered(book, GIFT[0], STANCE, changed(GIFT[0], id="R2"), changed(GIFT[1], of="R2"))
    found = of(book)
    assert {name: one.stage for name, one in found.items()} == {
        "R1": "request", "P1": "position", "O1": "offer",
    }  # fmt: skip
    assert found["R1"].asked == 60
    assert found["R1"].quantity is None
    assert (found["P1"].item, found["P1"].stance) == ("air defence", "refuses")


def test_what_was_taken_back_is_still_there_to_be_read(book):
    entered(book, GIFT[1] | {"of": ""}, {
        "kind": "correction", "of": "O1", "withdrawn": "yes", "as_of": "2030-11-09",
        "source": "desk", "note": "it was never said"})  # fmt: skip
    (one,) = of(book).values()
    assert (one.stage, one.quantity) == (WITHDRAWN, 50)
    assert [entry.number for entry in one.entries] == [1, 2]


def test_sources_that_differ_are_one_gift_that_says_so(filled):
    entered(filled, changed(GIFT[3], quantity="24", source="press"))
    (one,) = of(filled).values()
    assert one.differs == ("quantity",)
    assert one.sources == ("desk", "press")


def test_nothing_is_lost_of_a_chain(filled):
    entered(filled, STANCE, changed(GIFT[0], id="R2"))
    told = {entry.number for one in of(filled).values() for entry in one.entries}
    assert told == {entry.number for entry in filled.entries()}
