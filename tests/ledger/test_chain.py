"""The chain: hashes by hand, and whatever is changed behind its back is found and named."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import sqlite3

import pytest

from holdfast import ledger
from holdfast.ledger.entry import GENESIS
from ledger.pledges import GIFT, STANCE, UNGUARDED, WHO, WRITTEN, entered, guarded_again, raw

COLUMNS = ("written", "who", "kind", "id", "quantity", "date", "source", "digest", "hash", "note")


def sha(content: object) -> str:
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def test_hashes_by_hand(filled):
    head = GENESIS
    for number, (row, entry) in enumerate(zip(GIFT, filled.entries(), strict=True), start=1):
        content = {
            "number": number, "written": WRITTEN, "who": WHO, "fields": row, "previous": head,
        }  # fmt: skip
        assert (entry.previous, entry.hash, entry.digest) == (head, sha(content), sha(row))
        head = entry.hash
    assert filled.head() == head
    assert filled.verify().head == head


def test_an_empty_ledger_is_whole(book):
    assert book.verify() == ledger.Verified(0, GENESIS)
    assert book.head() == GENESIS


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("number", [1, 4, 6])
def test_a_changed_field_is_found_where_it_stands(filled, path, column, number):
    (text,) = raw(path, f"SELECT {column} FROM entries WHERE number = {number}")[0]
    other = f"{text[:-1]}{'0' if text[-1:] != '0' else '1'}"
    update = (f"UPDATE entries SET {column} = ? WHERE number = ?", (other, number))
    raw(path, *UNGUARDED, update)
    guarded_again(path)
    found = filled.verify()
    assert (found.first, found.entries, found.whole) == (number, number - 1, False)
    with pytest.raises(ledger.LedgerFailure, match=f"broken at entry {number}"):
        entered(filled, STANCE)
    with pytest.raises(ledger.LedgerFailure, match=f"broken at entry {number}"):
        filled.held()


@pytest.mark.parametrize("number", [1, 3])
def test_a_forger_who_mends_the_hash_of_one_entry_is_found_at_the_next(filled, path, number):
    entry = filled.entries()[number - 1]
    fields = {**entry.fields, "quantity": "1"}
    content = {"number": number, "written": entry.written, "who": entry.who, "fields": fields}
    made = sha({**content, "previous": entry.previous})
    mended = (
        "UPDATE entries SET quantity = '1', digest = ?, hash = ? WHERE number = ?",
        (sha(fields), made, number),
    )
    raw(path, *UNGUARDED, mended)
    guarded_again(path)
    assert filled.verify().first == number + 1


def test_an_entry_that_was_taken_out_is_named(filled, path):
    raw(path, *UNGUARDED, "DELETE FROM entries WHERE number = 3")
    guarded_again(path)
    found = filled.verify()
    assert (found.first, "missing" in found.why) == (3, True)
    raw(path, UNGUARDED[0], "UPDATE entries SET number = number - 1 WHERE number > 3")
    assert filled.verify().first == 3


def test_an_entry_that_was_put_in_is_named(filled, path):
    copied = "number, " + ", ".join(f'"{name}"' for name in ("written", "who", "kind", "source"))
    raw(
        path,
        *UNGUARDED,
        "UPDATE entries SET number = number + 100 WHERE number > 2",
        f"INSERT INTO entries ({copied}, digest, previous, hash) "
        "VALUES (3, 'w', 'x', 'offer', 's', 'd', 'p', 'h')",
        "UPDATE entries SET number = number - 99 WHERE number > 100",
    )
    guarded_again(path)
    assert filled.verify().first == 3


def test_entries_that_change_places_are_named(filled, path):
    swap = ("UPDATE entries SET number = 99 WHERE number = 2",
            "UPDATE entries SET number = 2 WHERE number = 4",
            "UPDATE entries SET number = 4 WHERE number = 99")  # fmt: skip
    raw(path, *UNGUARDED, *swap)
    guarded_again(path)
    assert filled.verify().first == 2


def test_a_cut_end_is_found_by_a_head_from_elsewhere(filled, path):
    head, earlier = filled.head(), filled.entries()[3].hash
    assert filled.verify(head).held == 6
    assert filled.verify().held is None
    assert filled.verify(earlier[:16].upper()).whole
    raw(path, *UNGUARDED, "DELETE FROM entries WHERE number > 4")
    guarded_again(path)
    assert filled.verify().whole
    assert (filled.verify(earlier).whole, filled.verify(earlier).held) == (True, 4)
    found = filled.verify(head)
    assert (found.first, found.entries) == (None, 4)
    assert "the end was cut off" in found.why


@pytest.mark.parametrize("head", ["", "abc", "z" * 64, "0" * 65, "not a hash at all"])
def test_what_is_no_hash_is_refused(filled, head):
    with pytest.raises(ledger.LedgerError, match="is not a hash"):
        filled.verify(head)


def test_triggers_that_were_taken_away_are_missed(filled, path):
    raw(path, "DROP TRIGGER entries_no_delete")
    found = filled.verify()
    assert (found.whole, found.entries, found.first) == (False, 6, None)
    assert "entries_no_delete was taken away" in found.why


@pytest.mark.parametrize(
    ("name", "hollow"),
    [
        ("entries_no_delete", "BEFORE DELETE ON entries WHEN 0 BEGIN SELECT 1; END"),
        ("entries_at_end", "BEFORE INSERT ON entries WHEN 0 BEGIN SELECT 1; END"),
        (
            "entries_no_update",
            "BEFORE UPDATE OF note ON entries BEGIN SELECT RAISE(ABORT, ''); END",
        ),
    ],
)
def test_a_hollow_trigger_under_the_same_name_is_found(filled, path, name, hollow):
    """The end is cut off, and what let that be bears the name of what forbade it."""
    raw(path, *UNGUARDED, "DELETE FROM entries WHERE number = 6")
    guarded_again(path)
    assert filled.verify().whole, "put back word for word: only a head finds it"
    raw(path, f"DROP TRIGGER {name}", f"CREATE TRIGGER {name} {hollow}")
    found = filled.verify()
    assert (found.whole, found.entries, found.first) == (False, 5, None)
    assert f"{name} does not say what it was written to say" in found.why


def test_a_trigger_that_was_put_in_is_found(filled, path):
    raw(path, "CREATE TRIGGER swallow BEFORE INSERT ON entries BEGIN SELECT RAISE(IGNORE); END")
    assert "swallow was put in" in filled.verify().why


def test_an_entry_that_was_dated_back_is_told(book):
    for row, written in zip(GIFT, ("2031-01-02", "2020-01-01", "2020-01-01"), strict=False):
        book.append([row], who=WHO, written=f"{written}T09:00:00Z")
    found = book.verify()
    assert (found.whole, found.backdated) == (True, (2,))
    assert book.verify(book.head()).backdated == (2,)


def all_rows(path) -> object:
    """What SQLite itself reads of the entries, byte for byte; the error where it cannot."""
    connection = sqlite3.connect(path)
    connection.text_factory = bytes
    try:
        return connection.execute("SELECT * FROM entries ORDER BY number").fetchall()
    except (sqlite3.Error, UnicodeError) as error:
        return str(error)
    finally:
        connection.close()


@pytest.mark.parametrize("seed", range(4))
def test_no_changed_byte_of_an_entry_stays_unfound(filled, path, tmp_path, seed):
    raw(path, "PRAGMA wal_checkpoint(TRUNCATE)")
    whole, before = path.read_bytes(), all_rows(path)
    luck, changed = random.Random(seed), 0
    content = [at for at, sign in enumerate(whole) if sign]
    for turn in range(120):
        at = luck.choice(content)
        other = bytes([whole[at] ^ (1 << luck.randrange(8))])
        place = tmp_path / f"{turn}.db"
        place.write_bytes(whole[:at] + other + whole[at + 1 :])
        if all_rows(place) != before:
            changed += 1
            try:
                found = ledger.open(place).verify()
            except (ledger.LedgerError, ledger.LedgerFailure):
                continue  # the file is not even a ledger any more
            assert not found.whole, f"byte {at}"
        place.unlink()
        for left in tmp_path.glob(f"{turn}.db-*"):
            left.unlink()
    assert changed > 20


def test_a_text_that_is_no_text_any_more_is_found(filled, path, tmp_path):
    shutil.copy(path, tmp_path / "copy.db")
    raw(path, *UNGUARDED, ("UPDATE entries SET who = ? WHERE number = 2", (b"\xff\xfe",)))
    assert filled.verify().first == 2
    raw(path, "UPDATE entries SET who = CAST(x'ff' AS TEXT) WHERE number = 1")
    assert filled.verify().first == 1
