"""Writers that are killed in mid-write, and two at once: nothing is lost and nothing doubled."""

from __future__ import annotations

import os
import time

from holdfast import ledger
from ledger.writers import PAIR, Found, at_once, judged, kill_writers, started, told


def test_thirty_kills_lose_nothing_and_double_nothing(tmp_path):
    found = kill_writers(tmp_path, kills=30, longest=0.4)
    assert found.kills == 30
    assert found.acknowledged > 30
    assert (found.lost, found.doubled, found.torn, found.broken) == (0, 0, 0, [])
    assert found.unsaid <= PAIR * found.kills


def test_writers_at_once_wait_for_each_other(path):
    ledger.create(path)
    states, found = at_once(str(path), writers=3, pairs=12)
    assert states == [0, 0, 0]
    assert found.acknowledged == found.entries == 3 * 12 * PAIR
    assert (found.lost, found.doubled, found.torn, found.unsaid) == (0, 0, 0, 0)
    assert found.broken == []


def test_the_count_would_see_a_loss_a_double_and_a_torn_pair(path):
    ledger.create(path)
    child, pipe = started(str(path), "w", pairs=3)
    acknowledged = told(pipe)
    os.waitpid(child, 0)
    entries = ledger.open(path).entries()
    for kept, counts in (
        (entries[:-1], (1, 0, 1)),
        ([*entries, entries[0]], (0, 1, 1)),
        (entries, (0, 0, 0)),
    ):
        found = Found()
        judged(found, kept, acknowledged)
        assert (found.lost, found.doubled, found.torn) == counts


def test_a_reader_is_not_held_up_by_a_writer(path):
    book = ledger.create(path)
    child, pipe = started(str(path), "w", pairs=8)
    seen = []
    while os.waitpid(child, os.WNOHANG) == (0, 0):
        seen.append(len(book.entries()))
        time.sleep(0.005)
    assert len(told(pipe)) == 8 * PAIR
    assert seen == sorted(seen)
    assert all(count % PAIR == 0 for count in seen)
