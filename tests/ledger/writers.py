"""Writers of a ledger that are killed in mid-write: used by the tests and by the benchmark.

Each writer enters two rows at a time, and tells on a pipe what it entered once that was
acknowledged. Whatever was told must be in the ledger afterwards, once, and both rows or none.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from holdfast import ledger
from holdfast.ledger.entry import Entry
from killing import forked

PAIR = 2
"""Rows that a writer enters at a time."""


@dataclass
class Found:
    """What came of the kills."""

    kills: int = 0
    acknowledged: int = 0
    """Entries of which a writer was told that they are in the ledger."""
    entries: int = 0
    lost: int = 0
    doubled: int = 0
    torn: int = 0
    """Pairs of which one row was entered without the other."""
    unsaid: int = 0
    """Entries that are in the ledger although their writer was killed before it was told."""
    broken: list[str] = field(default_factory=list)
    """What `verify` found wrong."""


def write_on(where: str, tag: str, ack: int, pairs: int | None = None) -> None:
    """Enter pairs of rows, without end or so many, and tell each on the pipe once it is in."""
    book = ledger.open(where)
    turn = 0
    while pairs is None or turn < pairs:
        rows = [
            {"kind": "position", "partner": "EN", "topic": f"{tag}-{turn}", "stance": stance,
             "date": "2030-11-02", "source": "desk"}
            for stance in ("offers", "refuses")
        ]  # fmt: skip
        made = book.append(rows, who=tag, written="2031-01-01T09:00:00Z")
        said = "".join(f"{one.number} {one.hash}\n" for one in made.new)
        os.write(ack, said.encode())
        turn += 1


def started(where: str, tag: str, pairs: int | None = None) -> tuple[int, int]:
    """A writer in a process of its own, and the end of the pipe on which it tells."""
    out, into = os.pipe()

    def work() -> None:
        os.close(out)
        write_on(where, tag, into, pairs)

    child = forked(work)
    os.close(into)
    return child, out


def told(pipe: int) -> list[tuple[int, str]]:
    """All whole lines that were told on a pipe whose writer has ended."""
    with os.fdopen(pipe, "rb") as stream:
        lines = stream.read().decode().split("\n")[:-1]
    return [(int(line.split()[0]), line.split()[1]) for line in lines]


def judged(found: Found, entries: list[Entry], acknowledged: list[tuple[int, str]]) -> None:
    """Count what was lost, doubled or torn."""
    there = {(entry.number, entry.hash) for entry in entries}
    pairs = Counter(entry.fields["topic"] for entry in entries)
    said = Counter(entry.digest for entry in entries)
    found.acknowledged += len(acknowledged)
    found.entries += len(entries)
    found.lost += sum(one not in there for one in acknowledged)
    found.doubled += sum(count - 1 for count in said.values())
    found.torn += sum(count != PAIR for count in pairs.values())
    found.unsaid += len(there - set(acknowledged))


def kill_writers(folder: Path, kills: int, longest: float, seed: int = 1, fresh: int = 10) -> Found:
    """Kill `kills` writers, two at work at once, at moments up to `longest` seconds.

    The ledger is a new one after `fresh` kills, since a short one is written to more often.
    """
    luck, found, number = random.Random(seed), Found(), 0
    while found.kills < kills:
        number += 1
        where = str(folder / f"killed-{number}.db")
        ledger.create(where)
        acknowledged: list[tuple[int, str]] = []
        for turn in range(fresh // 2):
            pair = [started(where, f"{turn}{name}") for name in "ab"]
            for child, _ in pair:
                time.sleep(luck.uniform(0.0, longest))
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
                found.kills += 1
            for _, pipe in pair:
                acknowledged += told(pipe)
            state = ledger.open(where).verify()
            if not state.whole:
                found.broken.append(state.why)
        judged(found, ledger.open(where).entries(), acknowledged)
    return found


def at_once(where: str, writers: int, pairs: int) -> tuple[list[int], Found]:
    """Let writers enter so many pairs each at once: their exit states, and what was found."""
    at_work = [started(where, f"w{number}", pairs) for number in range(writers)]
    acknowledged = [one for _, pipe in at_work for one in told(pipe)]
    states = [os.waitpid(child, 0)[1] for child, _ in at_work]
    book, found = ledger.open(where), Found()
    state = book.verify()
    if not state.whole:
        found.broken.append(state.why)
    judged(found, book.entries(), acknowledged)
    return states, found
