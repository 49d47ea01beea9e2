"""The ledger of a served folder: what the desk can be asked of it.

It is `ledger.db` in the folder, or a database of a team, and is the same as `holdfast ledger` has.
Nothing here changes or removes an entry. What reads or writes a workbook is a process of its own.
"""

from __future__ import annotations

import csv
import io
import os
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from holdfast.ledger.address import FILE, address, file_of, shown
from holdfast.ledger.chain import Verified
from holdfast.ledger.connect import LedgerFailure
from holdfast.ledger.draft import Draft, draft
from holdfast.ledger.entry import Entry, is_correction
from holdfast.ledger.gifts import Gift, gifts
from holdfast.ledger.held import Held, corrected, held
from holdfast.ledger.judge import Judged
from holdfast.ledger.mapping import Headings
from holdfast.ledger.schema import columns
from holdfast.ledger.store import Appended, Ledger, create, open_ledger
from holdfast.page import child
from holdfast.page.clock import now
from holdfast.page.errors import Broken, Faulty, Missing, Taken
from holdfast.page.place import Place
from holdfast.page.shelf import Kept, Shelf
from holdfast.page.who import ENTER, LOCAL, WHOLE, Who
from holdfast.questions.refused import Refused
from holdfast.scenario import Fault, ScenarioError, read_scenario
from holdfast.scenario.fault import short

NAME = "ledger.db"
"""The file in the served folder, where no other place is named."""
WHO = "HOLDFAST_WHO"
"""Names the person who enters, as for the command."""
OWN = ("number", "written", "who", "hash")
"""What an export has of an entry beside its fields."""
LONGEST_NAME = 200
_FORMULA = re.compile(r"[=+@\t\r-].", re.DOTALL)
"""How a text begins that a spreadsheet would take for a formula; a dash alone clears a field."""
SUFFIXES = (".xlsx", ".csv")


class Unfit(Faulty):
    """Rows that cannot be entered, or a ledger that cannot be read; `faults` by row and field."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__([str(fault) for fault in faults])


@dataclass(frozen=True, slots=True)
class State:
    """What the ledger holds at one moment."""

    entries: Sequence[Entry]
    now: Held
    gifts: Sequence[Gift]
    head: str

    def seen(self, who: Who) -> State:
        """What somebody may see of it: of the help of partners an editor sees its own alone."""
        if who.may(WHOLE):
            return self
        mine = {"", who.partner}
        entries = [
            one
            for one in self.entries
            if one.fields.get("partner", "") in mine
            and (of := _partners(one, self.entries, self.now, self.now))
            and of <= mine
        ]
        gifts = [one for one in self.gifts if one.partner in mine]
        return State(entries, self.now, gifts, self.head)

    def gift(self, number: int) -> Gift:
        """The item of help whose first entry has this number, or to which that entry belongs.

        Raises Missing.
        """
        for one in self.gifts:
            if one.number == number:
                return one
        for one in self.gifts:
            if any(entry.number == number for entry in one.entries):
                return one
        raise Missing(f"there is no entry {number}")


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check of the whole chain found, and when."""

    found: Verified
    when: datetime


class Book:
    """The ledger of one folder; any thread may ask."""

    def __init__(self, place: Place, shelf: Shelf, where: str = "") -> None:
        self.place, self.shelf = place, shelf
        self.where = where or str(place.root / NAME)
        self._known: State | None = None
        self._verified: Checked | None = None
        self._guard = threading.Lock()

    @property
    def shown(self) -> str:
        """Where it is, without a password; a file of the folder by its name."""
        url = address(self.where)
        path = file_of(url)
        if path is not None and path.parent == self.place.root:
            return path.name
        return shown(url)

    @property
    def team(self) -> bool:
        """Whether it is a database that others write to as well."""
        return address(self.where).get_backend_name() != FILE

    def exists(self) -> bool:
        """Whether there is one; of a team's the database is asked."""
        path = file_of(address(self.where))
        if path is not None:
            return path.exists() and path.stat().st_size > 0
        try:
            self._open()
        except (Missing, Faulty):
            return False
        return True

    def begin(self) -> None:
        """Make one without an entry. Raises Taken if there is one."""
        with _told():
            create(self.where)

    def state(self) -> State:
        """All that it holds now. Raises Missing if there is none, Taken if its chain is broken."""
        book = self._open()
        with _told():
            head = book.head()
            with self._guard:
                if self._known is not None and self._known.head == head:
                    return self._known
            entries = book.entries()
            now = held(entries)
            made = State(entries, now, gifts(now), entries[-1].hash if entries else head)
        with self._guard:
            self._known = made
        return made

    def as_of(self, day: date | None) -> State:
        """What it held by all that was known on a day."""
        found = self.state()
        if day is None:
            return found
        now = held(found.entries, day)
        return State(found.entries, now, gifts(now), found.head)

    # ---- entering ------------------------------------------------------------------------------

    def enter(
        self, rows: Sequence[Draft], name: str, who: Who = LOCAL, dry: bool = False
    ) -> Appended:
        """Enter rows, all or none; when this returns they are on the disk.

        `name` is who enters where `who` has none. `dry` only says what it would come to. Raises
        Faulty by field, Refused without a name or a right.
        """
        if not who.may(ENTER):
            raise Refused("you may look at the ledger; to enter is for analysts and editors")
        signed = who.name or name.strip()
        if not signed:
            raise Refused("nobody is named: say who enters this")
        if len(signed) > LONGEST_NAME or not signed.isprintable():
            raise Refused(f"a name of at most {LONGEST_NAME} letters is needed: who enters this?")
        book, bar = self._open(), _bar(who)
        if who.partner and (faults := list(_foreign(rows, who.partner, self.state().now))):
            raise Unfit(faults)
        with _told():
            return (book.tried if dry else book.append)(rows, signed, book.now(), bar)

    def typed(self, texts: Mapping[str, str], row: int | None = None) -> Draft:
        """A row as it was typed into a form, or sent."""
        return draft({name: text for name, text in texts.items() if text.strip()}, row=row)

    def look(self, file: Path, called: str) -> Mapping[str, Any]:
        """The sheets of a workbook or csv file with a mapping proposed. Raises Faulty, Broken."""
        return self._asked({"kind": "ledger_look"}, file, called)

    def rows(self, file: Path, called: str, told: Headings) -> list[Draft]:
        """The rows of a workbook or csv file by a mapping. Raises Faulty by row, Broken."""
        asked = {"kind": "ledger_read", "told": told.model_dump(mode="json")}
        found = self._asked(asked, file, called)["rows"]
        return [Draft(one["fields"], one["file"], one["row"], one["labels"]) for one in found]

    # ---- out of it -----------------------------------------------------------------------------

    def verify(
        self, head: str = "", progress: Callable[[int, int], None] | None = None
    ) -> Verified:
        """Compute the whole chain again; `head` was written down elsewhere. Raises Faulty."""
        with _told():
            book = self._open()
            found = book.verify(head.strip() or None, progress)
            if not head.strip():
                self._verified = Checked(found, datetime.fromtimestamp(now(), UTC))
            return found

    def checked(
        self, again: bool = False, progress: Callable[[int, int], None] | None = None
    ) -> Checked:
        """What the last check found; this one if it is made `again` or something was entered since.

        Raises Missing, Faulty.
        """
        with _told():
            head = self._open().head()
        known = self._verified
        if again or known is None or known.found.head != head or not known.found.whole:
            self.verify("", progress)
            known = self._verified
        assert known is not None
        return known

    def sheet(self, state: State) -> str:
        """Every entry as a csv file; what looks like a formula has an apostrophe before it."""
        return csv_text(entry_rows(state.entries))

    def workbook(
        self, state: State, help_rows: Sequence[Sequence[str]], titles: Sequence[str]
    ) -> bytes:
        """A workbook of two sheets: items of help, and every entry. Raises Broken."""
        sheets = [help_rows, entry_rows(state.entries)]
        return self.written(list(zip(titles, sheets, strict=True)))

    def written(self, sheets: Sequence[tuple[str, Sequence[Sequence[str]]]]) -> bytes:
        """Sheets of texts as a workbook in which no text is a formula."""
        out = self.place.incoming / f"{os.urandom(8).hex()}.xlsx"
        try:
            asked = {"kind": "sheets", "out": str(out), "sheets": sheets}
            child.call(asked, self.place.log)
            return out.read_bytes()
        finally:
            out.unlink(missing_ok=True)

    def hand_over(
        self, onto: str, name: str, as_of: date | None = None, prefer: Sequence[str] = ()
    ) -> tuple[Kept, Mapping[str, int], Sequence[str]]:
        """A new scenario: `onto` with what holds as its asks, offers, positions and deliveries.

        The scenario, rows by table, and what was left out. Raises Missing, Taken, Faulty, Refused.
        """
        from holdfast.ledger.exporting import export

        kept, book = self.shelf.scenario(onto), self._open()
        self.shelf.refuse_taken(name)
        with _told():
            read = read_scenario(self.place.of(kept.name), as_of)
            made = export(book, self.place.of(name), read, as_of, prefer)
        return self.shelf.scenario(name), made.rows, made.lines

    # ---- within --------------------------------------------------------------------------------

    def _open(self) -> Ledger:
        url = address(self.where)
        path = file_of(url)
        if path is not None and not path.exists():
            raise Missing(f"there is no ledger {self.shown}: begin one")
        try:
            with _told():
                return open_ledger(self.where)
        except Faulty as error:
            if any("holds no ledger" in line for line in error.lines):
                raise Missing(f"there is no ledger in {self.shown}: begin one") from None
            raise

    def _asked(self, asked: Mapping[str, Any], file: Path, called: str) -> Mapping[str, Any]:
        name = short(called)
        try:
            made = child.call({**asked, "file": str(file)}, self.place.log)
        except Faulty as error:
            # as its owner calls it, not as it was called on its way
            raise Faulty([line.replace(file.name, name) for line in error.lines]) from None
        for row in made.get("rows", ()):
            row["file"] = row["file"].replace(file.name, name)
        return made


def suffix(called: str) -> str:
    """The ending of a file that is read, by what its owner calls it. Raises Refused."""
    found = next((one for one in SUFFIXES if called.lower().endswith(one)), "")
    if not found:
        raise Refused(
            f"{short(called)}: is neither a .csv nor an .xlsx file: save it as one of them"
        )
    return found


def entry_rows(entries: Sequence[Entry]) -> list[list[str]]:
    """Every entry as a row of texts under its headings."""
    heads = [*columns(), *OWN]
    made = [{name: str(text) for name, text in entry.row().items()} for entry in entries]
    return [heads, *([row.get(name, "") for name in heads] for row in made)]


def csv_text(rows: Sequence[Sequence[str]]) -> str:
    """Rows as a csv file that a spreadsheet reads as UTF-8 and without formulas."""
    made = io.StringIO(newline="")
    csv.writer(made, lineterminator="\r\n").writerows(
        [f"'{cell}" if _FORMULA.match(cell) else cell for cell in row] for row in rows
    )
    return "\ufeff" + made.getvalue()


def _bar(who: Who) -> Callable[[Sequence[Entry], Judged], Iterator[Fault]] | None:
    """What of the rows of an editor is of another partner than their own."""
    if not who.partner:
        return None

    def bar(chain: Sequence[Entry], made: Judged) -> Iterator[Fault]:
        whole = [*chain, *made.new]
        before, after = held(chain), held(whole)
        for entry in made.new:
            if others := _partners(entry, whole, before, after) - {who.partner}:
                told = ", ".join(sorted(filter(None, others))) or "no partner"
                message = f"is of {told}: you enter help of {who.partner} alone"
                yield Fault(entry.name, None, "partner", None, message)

    return bar


def _foreign(rows: Sequence[Draft], partner: str, now: Held) -> Iterator[Fault]:
    """What of rows speaks of other help than one partner's: told before anything else of them is
    judged, so that nothing is learnt of what others give.
    """
    of: dict[str, set[str]] = {}
    for number, account in now.accounts.items():
        for name in (account.entry.name, f"L{number}"):
            of.setdefault(name, set()).add(account.get("partner"))
    own = {row.get("id") for row in rows} - {""}
    mine = {"", partner}
    for row in rows:
        to = row.get("of")
        if row.get("partner") not in mine:
            yield row.fault("partner", f"is not yours: you enter help of {partner} alone")
        elif to and not (of[to] <= mine if to in of else to in own):
            yield row.fault("of", f"is no entry of help of {partner}: you enter no other")


def _partners(entry: Entry, whole: Sequence[Entry], before: Held, after: Held) -> set[str]:
    """Of whom an entry speaks; of a correction, of whom what it corrects was and is."""
    numbers = [entry.number]
    if is_correction(entry):
        numbers = [one.number for one in corrected(entry, whole)]
    return {
        now.accounts[number].get("partner")
        for now in (before, after)
        for number in numbers
        if number in now.accounts
    }


@contextmanager
def _told() -> Iterator[None]:
    """What the ledger refuses, as the desk says it."""
    try:
        yield
    except ScenarioError as error:
        raise Unfit(error.faults) from None
    except FileExistsError as error:
        raise Taken(str(error)) from None
    except LedgerFailure as error:
        if "chain is broken" in str(error):
            raise Taken(str(error)) from None
        raise Broken(str(error)) from None
