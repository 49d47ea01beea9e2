"""From the ledger to a scenario: what holds, what was known, what counts if sources differ."""

from __future__ import annotations

import csv
import shutil
from datetime import date

import pytest

import holdfast
from holdfast import ledger
from holdfast.aid.service import foreseen
from holdfast.scenario import read_scenario
from ledger.pledges import GIFT, STANCE, changed, entered

REQUEST, OFFER, COMMITMENT, SHIPMENT, ARRIVAL, USE = GIFT


@pytest.fixture(scope="module")
def valley(root):
    return read_scenario(root / "examples" / "valley")


def table(folder, name) -> dict[str, dict[str, str]]:
    """The rows of a table that come from the ledger, by id."""
    with (folder / f"{name}.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    return {row.get("id") or row["topic"]: row for row in rows if row.get("source")}


def short(row, *names) -> tuple[str, ...]:
    return tuple(row[name] for name in names)


def test_every_stage_is_counted_once(filled, valley, tmp_path):
    entered(filled, STANCE)
    made = ledger.export(filled, tmp_path / "out", valley)
    assert made.rows == {"asks": 1, "offers": 1, "positions": 1, "deliveries": 3}
    assert made.lines == ()
    assert holdfast.check(tmp_path / "out") == []
    rows = table(tmp_path / "out", "deliveries")
    columns = ("quantity", "date", "region", "offer", "slips", "source", "as_of")
    # 50 committed: 20 arrived, 10 are under way, 20 are not sent yet
    assert {name: short(row, *columns) for name, row in rows.items()} == {
        "A1": ("20", "2030-12-04", "UPP", "O1", "no", "desk", "2030-12-04"),
        "S1": ("10", "2030-12-05", "UPP", "O1", "yes", "desk", "2030-12-04"),
        "C1": ("20", "2030-12-10", "UPP", "O1", "yes", "desk", "2030-11-20"),
    }
    (ask,) = table(tmp_path / "out", "asks").values()
    assert short(ask, "asked_by", "asked_of", "quantity", "by_when", "date") == (
        "VA", "EN", "60", "2030-12-01", "2030-11-01",
    )  # fmt: skip
    (offer,) = table(tmp_path / "out", "offers").values()
    assert short(offer, "partner", "item", "kind", "committed", "as_of") == (
        "EN", "generator_set", "humanitarian", "2030-11-10", "2030-11-10",
    )  # fmt: skip
    (stance,) = table(tmp_path / "out", "positions").values()
    assert short(stance, "partner", "stance", "hardness") == ("EN", "refuses", "soft")
    sources = {row["id"] for row in csv.DictReader((tmp_path / "out" / "sources.csv").open())}
    assert "desk" in sources


def test_what_is_under_way_goes_on_from_where_the_ledger_has_it(filled, valley, tmp_path):
    way = {"item": "generator_set", "commit_days": "10", "ship_days": "40", "travel_days": "14"}
    slow = valley.add_rows("leads", [{"id": "W", **way, "as_of": "2030-11-01"}])
    ledger.export(filled, tmp_path / "out", slow)
    rows = table(tmp_path / "out", "deliveries")
    assert {name: short(row, "stage", "since") for name, row in rows.items()} == {
        "A1": ("arrived", "2030-12-04"),
        "S1": ("shipped", "2030-11-20"),
        "C1": ("committed", "2030-11-10"),
    }
    made = read_scenario(tmp_path / "out")
    arrival, _ = foreseen(made)
    found = dict(zip(made.table("deliveries").text("id"), arrival.tolist(), strict=True))
    when = {name: made.date(found[name]).isoformat() for name in rows}
    # on its way 14 days from 20 November, due on 5 December; 40 + 14 from 10 November
    assert when == {"A1": "2030-12-04", "S1": "2030-12-05", "C1": "2031-01-03"}


@pytest.mark.parametrize(
    ("as_of", "deliveries"),
    [
        (date(2030, 11, 9), {}),
        (date(2030, 11, 10), {"C1": "50"}),
        (date(2030, 11, 25), {"C1": "20", "S1": "30"}),
        (date(2030, 12, 4), {"C1": "20", "S1": "10", "A1": "20"}),
    ],
)
def test_what_was_not_known_is_hidden(filled, valley, tmp_path, as_of, deliveries):
    ledger.export(filled, tmp_path / "out", valley, as_of=as_of)
    found = table(tmp_path / "out", "deliveries") if deliveries else {}
    assert {name: row["quantity"] for name, row in found.items()} == deliveries
    assert all(row["as_of"] <= as_of.isoformat() for row in found.values())
    seen = read_scenario(tmp_path / "out", as_of)
    assert len(seen.table("deliveries")) == len(valley.table("deliveries")) + len(deliveries)


def test_what_is_overdue_counts_on_nothing(filled, valley, tmp_path):
    made = ledger.export(filled, tmp_path / "out", valley, as_of=date(2030, 12, 10))
    assert set(table(tmp_path / "out", "deliveries")) == {"A1"}
    assert [line.partition(":")[0] for line in made.lines] == ["C1", "S1"]
    assert "was due on 2030-12-10 and had not arrived" in made.lines[0]


def test_an_offer_that_has_come_whole_says_when(book, valley, tmp_path):
    entered(book, *(changed(row, quantity="20") for row in GIFT))
    ledger.export(book, tmp_path / "out", valley)
    (offer,) = table(tmp_path / "out", "offers").values()
    assert short(offer, "delivered", "in_service") == ("2030-12-04", "2030-12-14")
    assert set(table(tmp_path / "out", "deliveries")) == {"A1"}


def test_where_sources_differ_one_has_to_count(filled, valley, tmp_path):
    entered(filled, changed(SHIPMENT, source="press", quantity="24"),
            changed(OFFER, source="press", quantity="40"))  # fmt: skip
    with pytest.raises(ledger.LedgerError) as caught:
        ledger.export(filled, tmp_path / "out", valley)
    assert not (tmp_path / "out").exists()
    assert [str(fault) for fault in caught.value.faults] == [
        "ledger: 'S1' has sources that differ in quantity: 30 (source desk); 24 (source press); "
        "one has to count: --prefer desk or press"
    ]
    ledger.export(filled, tmp_path / "press", valley, prefer=["press"])
    found = table(tmp_path / "press", "deliveries")
    assert {name: row["quantity"] for name, row in found.items()} == {
        "A1": "20", "S1": "4", "C1": "26",
    }  # fmt: skip
    assert found["S1"]["source"] == "press"
    assert table(tmp_path / "press", "offers")["O1"]["quantity"] == "40"


def test_offers_and_asks_stand_side_by_side(book, valley, tmp_path):
    entered(book, REQUEST, changed(REQUEST, source="press", quantity="90"),
            OFFER, changed(OFFER, source="press", quantity="40"))  # fmt: skip
    made = ledger.export(book, tmp_path / "out", valley)
    assert (made.rows["asks"], made.rows["offers"], made.rows["deliveries"]) == (2, 2, 0)
    found = table(tmp_path / "out", "offers")
    assert {name: short(row, "quantity", "source", "additive") for name, row in found.items()} == {
        "O1": ("50", "desk", "yes"),
        "O1.2": ("40", "press", "no"),
    }


def test_sources_that_agree_are_one_row(filled, valley, tmp_path):
    entered(filled, changed(ARRIVAL, source="press", as_of="2030-12-06"))
    ledger.export(filled, tmp_path / "out", valley)
    row = table(tmp_path / "out", "deliveries")["A1"]
    assert short(row, "quantity", "source", "as_of") == ("20", "desk;press", "2030-12-04")


def test_what_cannot_be_a_delivery_is_told(book, valley, tmp_path):
    free = changed(OFFER, kind="commitment", of="")
    entered(
        book,
        changed(free, id="C1", item="blankets", help="humanitarian"),
        changed(free, id="C2", due=""),
        changed(free, id="C3", quantity="", unit=""),
        changed(free, id="C4", due="2099-01-01"),
        changed(free, id="C5", unit="kVA"),
    )
    made = ledger.export(book, tmp_path / "out", valley)
    assert set(table(tmp_path / "out", "deliveries")) == {"C5"}
    assert table(tmp_path / "out", "offers")["C1"]["said"] == "50 blankets"
    said = [line.partition(": ")[::2] for line in made.lines]
    assert [(name, text[:24]) for name, text in said] == [
        ("C1", "the catalogue has no ite"),
        ("C2", "no day is said on which "),
        ("C3", "no quantity was said, so"),
        ("C4", "comes on 2099-01-01, aft"),
        ("C5", "its unit kVA is taken fo"),
    ]


def test_faults_of_the_scenario_are_told_by_matter(filled, valley, tmp_path):
    strange = changed(OFFER, kind="commitment", of="", id="C9", partner="XX", region="NOWHERE")
    entered(filled, strange)
    with pytest.raises(ledger.LedgerError) as caught:
        ledger.export(filled, tmp_path / "out", valley)
    assert not (tmp_path / "out").exists()
    found = [str(fault) for fault in caught.value.faults]
    assert [one.partition(":")[0] for one in found] == [
        "ledger C9, column partner", "ledger C9, column region", "ledger C9, column partner",
    ]  # fmt: skip
    assert "is not an id of actors.csv" in found[0]


def test_what_is_of_no_item_needs_a_kind_of_help(book, valley, tmp_path):
    entered(book, changed(OFFER, of="", item="blankets"))
    with pytest.raises(ledger.LedgerError, match="give `help`, military, humanitarian or financ"):
        ledger.export(book, tmp_path / "out", valley)


def test_a_row_of_the_same_id_gives_way(filled, valley, tmp_path, root):
    entered(filled, changed(ARRIVAL, id="d3", of="C1", quantity="1"))
    made = ledger.export(filled, tmp_path / "out", valley)
    assert made.lines == ("deliveries.csv: 1 row gives way to what the ledger says",)
    assert table(tmp_path / "out", "deliveries")["d3"]["quantity"] == "1"
    assert (tmp_path / "out" / "items.csv").read_bytes() == (
        root / "examples" / "valley" / "items.csv"
    ).read_bytes()


def test_nothing_is_written_over_and_no_source_is_made_up(filled, valley, tmp_path):
    with pytest.raises(ledger.LedgerError, match="is no source of the ledger; the nearest is de"):
        ledger.export(filled, tmp_path / "out", valley, prefer=["desc"])
    ledger.export(filled, tmp_path / "out", valley)
    with pytest.raises(FileExistsError):
        ledger.export(filled, tmp_path / "out", valley)
    again = read_scenario(tmp_path / "out")
    shutil.rmtree(tmp_path / "out")
    ledger.export(filled, tmp_path / "out", valley)
    assert read_scenario(tmp_path / "out").digest == again.digest
