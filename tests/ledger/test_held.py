"""What holds is a view: corrections, sources side by side, and what was known on a day."""

from __future__ import annotations

from datetime import date

from ledger.pledges import GIFT, STANCE, changed, entered, faults

REQUEST, OFFER, COMMITMENT, SHIPMENT, ARRIVAL, USE = GIFT


def correction(of: str, as_of: str, **fields: str) -> dict[str, str]:
    return {
        "kind": "correction", "of": of, "as_of": as_of, "note": "said anew", "source": "press",
        **fields,
    }  # fmt: skip


def test_a_stage_takes_partner_item_and_unit_of_the_one_before(filled):
    now = filled.held().matters
    for name in ("C1", "S1", "A1", "U1"):
        said = {field: now[name].first.get(field) for field in ("partner", "item", "unit")}
        assert said == {"partner": "EN", "item": "generator_set", "unit": "set"}


def test_a_correction_is_an_entry_and_what_it_corrects_stays(filled):
    before = filled.entries()
    entered(filled, correction("S1", "2030-11-25", quantity="25", due="2030-12-08"))
    assert filled.entries()[:6] == before
    account = filled.held().matters["S1"].first
    assert (account.get("quantity"), account.get("due")) == ("25", "2030-12-08")
    assert (account.get("note"), account.sources) == ("said anew", ("desk", "press"))
    assert [entry.number for entry in account.corrections] == [7]
    assert before[3].fields["quantity"] == "30"


def test_a_day_sees_only_what_was_known_then(filled):
    entered(filled, correction("S1", "2030-11-25", quantity="25"))
    assert set(filled.held(date(2030, 11, 19)).matters) == {"R1", "O1", "C1"}
    assert filled.held(date(2030, 11, 24)).matters["S1"].first.get("quantity") == "30"
    assert filled.held(date(2030, 11, 25)).matters["S1"].first.get("quantity") == "25"


def test_what_became_public_later_is_known_later(filled):
    entered(filled, changed(OFFER, id="O2", of="", as_of="2031-02"))
    assert "O2" not in filled.held(date(2031, 2, 27)).matters
    assert "O2" in filled.held(date(2031, 2, 28)).matters


def test_corrections_follow_each_other_and_can_clear_a_field(filled):
    entered(filled, correction("4", "2030-11-25", quantity="25"))
    entered(filled, correction("L4", "2030-11-26", quantity="28", due="-"))
    account = filled.held().matters["S1"].first
    assert (account.get("quantity"), account.get("due")) == ("28", "")
    entered(filled, correction("S1", "2030-11-27", quantity="25"))
    assert filled.held().matters["S1"].first.get("quantity") == "25"


def test_a_gift_is_taken_back_from_its_end(filled):
    for name in ("U1", "A1", "S1"):
        entered(filled, correction(name, "2031-01-01", withdrawn="yes"))
    assert set(filled.held().matters) == {"R1", "O1", "C1"}
    assert filled.held().gone == {"S1", "A1", "U1"}
    assert faults(filled, changed(ARRIVAL, id="A2")) == ["1 of: is taken back; known: C1"]


def test_all_that_hangs_on_it_is_taken_back_at_once(filled):
    back = [correction(name, "2031-01-01", withdrawn="yes") for name in ("U1", "A1", "S1", "C1")]
    assert faults(filled, *back) == []
    assert set(filled.held().matters) == {"R1", "O1"}


def test_sources_that_differ_stand_side_by_side(filled):
    other = changed(SHIPMENT, source="press", quantity="24", due="2030-12-20")
    entered(filled, other)
    matter = filled.held().matters["S1"]
    assert [one.get("quantity") for one in matter.accounts] == ["30", "24"]
    assert matter.differs == ("quantity", "due")
    message = "of: is told by several sources: name one of L4 (source desk), L7 (source press)"
    assert faults(filled, correction("S1", "2030-12-01", quantity="24")) == [f"1 {message}"]
    entered(filled, correction("L4", "2030-12-01", quantity="24", due="2030-12-20"))
    assert filled.held().matters["S1"].differs == ()


def test_what_a_source_does_not_say_is_no_difference(filled):
    entered(filled, changed(SHIPMENT, source="press", region="", due=""))
    assert filled.held().matters["S1"].differs == ()


def test_a_matter_without_an_id_is_called_by_its_number(filled):
    stance = {name: text for name, text in STANCE.items() if name != "id"}
    made = entered(filled, stance, changed(OFFER, id="", of=""))
    assert [entry.name for entry in made.new] == ["L7", "L8"]
    assert faults(filled, changed(COMMITMENT, id="C2", of="7")) == []
    assert filled.held().matters["C2"].of == "L7"
