"""What if: the bases that fit a scenario, its plan as it is changed, and who is asked for answers.

Which days a delivery is on its way, arrives and is in service is reckoned here; what it changes is
asked of a process that stays, or queued.
"""

from __future__ import annotations

import datetime as dt
import json
import secrets
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from holdfast.page import child
from holdfast.page.errors import Faulty, Missing, Taken
from holdfast.page.jobs import DONE, LONG, Job
from holdfast.page.shelf import Lived
from holdfast.questions import delivery_text, pledged
from holdfast.questions.deliveries import sides_said, with_deliveries
from holdfast.questions.refused import QuestionError, Refused
from holdfast.version import __version__
from holdfast.whole import put_files, whole_folder

if TYPE_CHECKING:
    from holdfast.page.desk import Desk
    from holdfast.scenario import Scenario

Texts = tuple[Sequence[str], Sequence[str]]
"""What sides A and B change, as the command has it."""
FUTURES = 200
"""Of a base that is made here."""
MOST_DELIVERIES, LONGEST = 200, 400
"""Deliveries that a side may change, and signs of the longest of them."""
MOST = 400
"""Futures of the largest base that is answered from memory."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A delivery of the plan that is changed; None is what stays."""

    id: str
    quantity: str | None = None
    day: dt.date | None = None

    @property
    def text(self) -> str:
        """As the command has it."""
        day = "" if self.day is None else f"@{self.day}"
        return f"{self.id}={self.quantity or ''}{day}"


@dataclass(frozen=True, slots=True)
class Added:
    """A delivery that is added."""

    partner: str
    item: str
    quantity: str
    day: dt.date
    region: str = ""

    @property
    def text(self) -> str:
        """As the command has it."""
        region = f":{self.region}" if self.region else ""
        return f"{self.partner}:{self.item}:{self.quantity}@{self.day}{region}"


@dataclass(frozen=True, slots=True)
class Plan:
    """What one side changes in what is pledged."""

    moved: tuple[Moved, ...] = ()
    added: tuple[Added, ...] = ()

    @property
    def texts(self) -> list[str]:
        """As the command has them."""
        return [*(each.text for each in self.moved), *(each.text for each in self.added)]

    @classmethod
    def read(cls, scenario: Scenario, texts: Sequence[str]) -> Plan:
        """What texts change, as the command has them; a package is its deliveries.

        Raises Faulty.
        """
        moved: list[Moved] = []
        added: list[Added] = []
        faults: list[str] = _too_much(texts)
        if faults:
            raise Faulty(faults)
        for text in texts:
            if pledged.is_change(scenario, text):
                name, quantity, day = pledged.said(text)
                faults += map(str, pledged.change(scenario, text)[2])
                if not faults:
                    moved.append(Moved(name, quantity or None,
                                       dt.date.fromisoformat(day) if day else None))  # fmt: skip
                continue
            rows, wrong = delivery_text.read(scenario, text)
            faults += map(str, wrong)
            added += [
                Added(row["partner"], row["item"], row["quantity"],
                      dt.date.fromisoformat(row["date"]), row["region"])
                for row in rows
            ]  # fmt: skip
        if faults:
            raise Faulty(faults)
        return cls(tuple(moved), tuple(added))

    def of(self, name: str) -> Moved:
        """What is changed of a delivery of the plan."""
        return next((each for each in self.moved if each.id == name), Moved(name))

    def with_moved(self, change: Moved) -> Plan:
        """The same with a delivery changed so; one that is as it was is none."""
        others = tuple(each for each in self.moved if each.id != change.id)
        some = () if change.quantity is None and change.day is None else (change,)
        return replace(self, moved=(*others, *some))

    def with_added(self, place: int, change: Added | None) -> Plan:
        """The same with an added delivery as it is to be, None to leave it out."""
        made = list(self.added)
        made[place : place + 1] = [] if change is None else [change]
        return replace(self, added=tuple(made))


class Asking:
    """All that is asked of a desk about changed plans."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._read: dict[tuple[str, str, str], Scenario] = {}

    # ---- bases ---------------------------------------------------------------------------------

    def bases(self, scenario: str) -> list[Lived]:
        """Runs from which answers may go on: of the scenario as it stands, by this version.

        The latest first. Raises Missing, Faulty.
        """
        found = self.desk.shelf.judged(scenario)
        if found.faults:
            raise Faulty(found.faults)
        freeze = self.desk.shelf.scenario(scenario).freeze
        return [
            run
            for run in self.desk.shelf.runs()
            if (run.digest, run.version) == (found.digest, __version__)
            and run.as_of in (freeze, None)
            and any((self.desk.place.of(run.name) / "checkpoints").glob("day-*.parcel"))
        ]

    def base(self, scenario: str, name: str | None = None) -> Lived:
        """One of them; the latest that is small enough unless one is named.

        Raises Missing, Faulty, Refused if there is none, or the one that is named does not fit.
        """
        found = self.bases(scenario)
        if name is None:
            some = [run for run in found if run.futures <= MOST] or found
            if not some:
                raise Refused(
                    f"there is no run of '{scenario}' as it stands by version {__version__}: "
                    "run it, then ask again"
                )
            return some[0]
        run = self.desk.shelf.run(name)
        if run.name not in {each.name for each in found}:
            raise Refused(
                f"'{name}' is not a run of '{scenario}' as it stands by version {__version__}; "
                "run it again, or name another base"
            )
        return run

    def make_base(self, scenario: str) -> Job:
        """Queue a base. Raises what `Desk.start_run` raises."""
        return self.desk.start_run(scenario, FUTURES)

    # ---- plans ---------------------------------------------------------------------------------

    def scenario(self, name: str, base: Lived) -> Scenario:
        """The scenario of a base, as it stands. Raises Missing, Faulty."""
        from holdfast.scenario import read_scenario

        digest = self.desk.shelf.judged(name).digest
        key = name, digest, str(base.as_of)
        if key not in self._read:
            while len(self._read) >= 4:
                self._read.pop(next(iter(self._read)), None)
            self._read[key] = read_scenario(self.desk.place.of(name), base.as_of)
        return self._read[key]

    # ---- answers -------------------------------------------------------------------------------

    def open(self, base: Lived, tell: child.Tell = child.silent) -> None:
        """Have a base in memory before the first question. Raises Broken, Faulty, Superseded."""
        asked = {"kind": "whatif_open", "root": str(self.desk.place.root), "base": base.name}
        self.desk.standby.ask(asked, f"open {base.mark}", tell)

    def ask(
        self,
        scenario: str,
        base: Lived,
        sides: Texts,
        whose: str,
        language: str | None = None,
        tell: child.Tell = child.silent,
        early: child.Early = child.unheard,
    ) -> Mapping[str, Any]:
        """The answer as `whatif --json` has it, and what the screen shows of it in a language.

        `early` is given what a screen shows by an earlier day, where the whole takes longer.

        Raises Refused if the base is too large, Faulty, Broken, Superseded.
        """
        if base.futures > MOST:
            raise Refused(
                f"'{base.name}' has {base.futures:,} futures, and at most {MOST} are answered at "
                "once: queue it, or name a smaller base"
            )
        asked = {
            "kind": "whatif_ask", "root": str(self.desk.place.root), "of": scenario,
            "base": base.name, "a": list(sides[0]), "b": list(sides[1]), "language": language,
        }  # fmt: skip
        return self.desk.standby.ask(asked, whose, tell, early)

    def queue(
        self,
        scenario: str,
        base: Lived | None,
        sides: Texts,
        futures: int,
        name: str | None = None,
        seed: int | None = None,
        workers: int | None = None,
    ) -> Job:
        """Queue a comparison of the scenario as it stands; with a name side B becomes a run.

        Raises Missing, Taken, Faulty with the faults of the deliveries, Refused.
        """
        from holdfast.scenario import read_scenario

        kept = self.desk.shelf.scenario(scenario)
        if faults := self.desk.shelf.judged(kept.name).faults:
            raise Faulty(faults)
        read = (
            read_scenario(self.desk.place.of(kept.name))
            if base is None
            else self.scenario(kept.name, base)
        )
        _, plan = both(read, sides)
        if name and plan is read:
            raise Refused("side B is as pledged: there is nothing to be written")
        token = secrets.token_hex(8)
        about = {
            "of": kept.name, "a": list(sides[0]), "b": list(sides[1]),
            "base": None if base is None else base.name,
            "futures": futures if base is None else base.futures,
            "seed": seed, "workers": workers, "write": bool(name),
        }  # fmt: skip
        with whole_folder(self.desk.place.asked / token) as fresh:
            put_files(fresh / "scenario", read.files)
        return self.desk.start("whatif_run", name or f"whatif {token}", token, about)

    def answer(self, number: int) -> Mapping[str, Any] | None:
        """What a comparison that was queued has answered; None while it has not.

        Raises Missing, Refused if it failed or was cancelled.
        """
        job = self.desk.queue.get(number)
        if job.lane != LONG or job.kind != "whatif_run":
            raise Missing(f"job {number} is no comparison")
        if job.state == DONE:
            try:
                made: Mapping[str, Any] = json.loads(self.desk.place.answer(job.token).read_text())
            except FileNotFoundError:
                raise Missing(f"the answer of job {number} was removed") from None
            return made
        if job.said or job.state == "cancelled":
            raise Taken(f"job {number} is {job.state}: {job.said or 'ask again'}")
        return None


def both(scenario: Scenario, sides: Texts) -> tuple[Any, Any]:
    """The scenarios of both sides. Raises Faulty with the faults of both."""
    made, faults = [], [*_too_much(sides[0]), *_too_much(sides[1])]
    if faults:
        raise Faulty(faults)
    for side, asked in zip("ab", sides, strict=True):
        try:
            made.append(with_deliveries(scenario, asked, side))
        except QuestionError as error:
            faults += list(map(str, error.faults))
    if faults:
        raise Faulty(faults)
    return made[0], made[1]


def _too_much(texts: Sequence[str]) -> list[str]:
    """What is wrong with how much is asked; empty if nothing."""
    if len(texts) > MOST_DELIVERIES:
        return [f"{len(texts):,} deliveries are changed, and a side may change {MOST_DELIVERIES}"]
    longest = max(map(len, texts), default=0)
    if longest > LONGEST:
        return [f"a delivery is {longest:,} signs long, and the longest may have {LONGEST}"]
    return []


def said(scenario: Scenario, sides: Texts, language: str) -> list[str]:
    """Both sides in words, in a language. Raises Faulty."""
    from holdfast.show.voice import Voice

    a, b = both(scenario, sides)
    voice = Voice(language, scenario)
    return [voice.write(each) for each in sides_said(a, b, scenario)]


def command(scenario: str, base: str, a: Sequence[str], b: Sequence[str]) -> str:
    """The command that answers the same."""
    words = ["holdfast", "whatif", scenario]
    for option, texts in (("--a", a), ("--b", b)):
        words += [word for text in texts for word in (option, text)]
    return shlex.join([*words, "--base", base])
