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
from holdfast.questions.deliveries import with_deliveries
from holdfast.questions.refused import QuestionError, Refused
from holdfast.version import __version__
from holdfast.whole import put_files, whole_folder

if TYPE_CHECKING:
    from holdfast.page.desk import Desk
    from holdfast.scenario import Scenario

FUTURES = 200
"""Of a base that is made here."""
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
    packages: tuple[str, ...] = ()

    @property
    def texts(self) -> list[str]:
        """As the command has them."""
        changed = [each.text for each in self.moved]
        return [*changed, *(each.text for each in self.added), *self.packages]

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


@dataclass(frozen=True, slots=True)
class Given:
    """A delivery as it is drawn; days are places among those of the axis."""

    key: str
    """Its id; of one that is added its place, of a package its name and a number."""
    kind: str
    """pledged, moved, gone, added, or packaged."""
    partner: str
    item: str
    token: str
    """The colour of what kind of help it is."""
    quantity: str
    day: dt.date
    pledged: tuple[str, dt.date] | None
    """Quantity and day as pledged, of one that is changed."""
    sent: float
    arrives: float
    used: float


@dataclass(frozen=True, slots=True)
class Offered:
    """An item of the catalogue."""

    id: str
    name: str
    unit: str
    price: float
    lead: int
    givers: tuple[str, ...]
    """Partners that offered or pledged it."""


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
        sides: tuple[Sequence[str], Sequence[str]],
        whose: str,
        language: str | None = None,
        tell: child.Tell = child.silent,
    ) -> Mapping[str, Any]:
        """The answer as `whatif --json` has it, and what the screen shows of it in a language.

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
        return self.desk.standby.ask(asked, whose, tell)

    def queue(
        self,
        scenario: str,
        base: Lived | None,
        sides: tuple[Sequence[str], Sequence[str]],
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


def both(scenario: Scenario, sides: tuple[Sequence[str], Sequence[str]]) -> tuple[Any, Any]:
    """The scenarios of both sides. Raises Faulty with the faults of both."""
    made, faults = [], []
    for side, asked in zip("ab", sides, strict=True):
        try:
            made.append(with_deliveries(scenario, asked, side))
        except QuestionError as error:
            faults += list(map(str, error.faults))
    if faults:
        raise Faulty(faults)
    return made[0], made[1]


def command(scenario: str, base: str, a: Sequence[str], b: Sequence[str]) -> str:
    """The command that answers the same."""
    words = ["holdfast", "whatif", scenario]
    for option, texts in (("--a", a), ("--b", b)):
        words += [word for text in texts for word in (option, text)]
    return shlex.join([*words, "--base", base])


# ---- what is drawn -----------------------------------------------------------------------------


def first_day(scenario: Scenario) -> dt.date:
    """The first day of the axis: the first on which something may still be changed."""
    from holdfast.outcome.windows import reported_from

    reported = reported_from(scenario.settings)
    if scenario.as_of is None:
        return reported
    return max(reported, min(scenario.as_of + dt.timedelta(days=1), scenario.settings.last))


def given(scenario: Scenario, plan: Plan) -> list[Given]:
    """The deliveries of a plan that are still to come, and those it takes out, by partner.

    Raises Faulty.
    """
    changed = both(scenario, ((), plan.texts))[1]
    first, known = first_day(scenario), scenario.as_of
    before = {row["id"]: row for row in scenario.table("deliveries").rows()}
    there, old = _days(changed, first), _days(scenario, first)
    kinds = _added_kinds(changed, before, plan)
    rows = {row["id"]: row for row in changed.table("deliveries").rows()}
    made = []
    for name, row in {**before, **rows}.items():
        day = dt.date.fromisoformat(row["date"])
        pledged = before.get(name)
        if known is not None and day <= known and name in before:
            continue
        kind, key = kinds.get(name, ("pledged", name))
        if pledged is not None:
            if name not in rows:
                kind = "gone"
            elif _told(pledged) != _told(row):
                kind = "moved"
        was = (pledged["quantity"], dt.date.fromisoformat(pledged["date"])) if pledged else None
        days = there[name] if name in there else old[name]
        made.append(_given(scenario, row, kind, key, was if kind == "moved" else None, days))
    return sorted(made, key=lambda each: (each.partner, each.pledged[1] if each.pledged else
                                          each.day, each.item, each.key))  # fmt: skip


def _told(row: Mapping[str, str]) -> dict[str, str]:
    return {column: text for column, text in row.items() if text}


def _added_kinds(
    changed: Scenario, before: Mapping[str, Any], plan: Plan
) -> dict[str, tuple[str, str]]:
    """Of rows that were added: what they are, and by which key they are known."""
    new = [row["id"] for row in changed.table("deliveries").rows() if row["id"] not in before]
    own = {name: ("added", str(place)) for place, name in enumerate(new[: len(plan.added)])}
    return own | {name: ("packaged", name) for name in new[len(plan.added) :]}


def _days(scenario: Scenario, first: dt.date) -> dict[str, tuple[float, float, float]]:
    """Day sent, day of arrival and day in service of each delivery, from the first of the axis."""
    from holdfast.aid.service import foreseen

    arrival, use = (each.tolist() for each in foreseen(scenario))
    offers, items = scenario.table("offers"), scenario.table("items")
    committed = {}
    if "committed" in offers.schema.columns:
        committed = dict(zip(offers.text("id"), offers.text("committed"), strict=True))
    lead = dict(zip(items.text("id"), items.number("lead_days").tolist(), strict=True))
    begin = scenario.day(first)
    made = {}
    rows = scenario.table("deliveries").rows()
    for row, there, used in zip(rows, arrival, use, strict=True):
        sent = there - lead[row["item"]]
        if said := committed.get(row.get("offer", "")):
            sent = float(scenario.day(dt.date.fromisoformat(said)))
        made[row["id"]] = (min(sent, there) - begin, there - begin, used - begin)
    return made


def _given(
    scenario: Scenario,
    row: Mapping[str, str],
    kind: str,
    key: str,
    was: tuple[str, dt.date] | None,
    days: tuple[float, float, float],
) -> Given:
    items = scenario.table("items")
    at = items.text("id").index(row["item"])
    columns = ("name", "kind", "adds")
    about = {column: items.text(column)[at] for column in columns}
    actors = scenario.table("actors")
    names = dict(zip(actors.text("id"), actors.text("name"), strict=True))
    return Given(
        key, kind, names.get(row["partner"], row["partner"]), about["name"],
        _token(about), row["quantity"], dt.date.fromisoformat(row["date"]), was, *days,
    )  # fmt: skip


def _token(item: Mapping[str, str]) -> str:
    """The colour of what kind of help it is, as the report has it."""
    if item["kind"] == "military":
        return "defence"
    if item["kind"] == "financial":
        return "money"
    return {"gas": "gas", "money": "money"}.get(item["adds"], "power")


def known_count(scenario: Scenario) -> int:
    """Deliveries that have arrived and are not changed."""
    if scenario.as_of is None:
        return 0
    days = scenario.table("deliveries").text("date")
    return sum(dt.date.fromisoformat(day) <= scenario.as_of for day in days)


def catalogue(scenario: Scenario) -> list[Offered]:
    """The items that may be given, by name."""
    items = scenario.table("items")
    givers: dict[str, dict[str, None]] = {}
    for name in ("offers", "deliveries"):
        table = scenario.table(name)
        for partner, item in zip(table.text("partner"), table.text("item"), strict=True):
            givers.setdefault(item, {})[partner] = None
    able = {partner for partner, _ in partners(scenario)}
    columns = zip(items.text("id"), items.text("name"), items.text("unit"),
                  items.number("unit_cost_meur").tolist(), items.number("lead_days").tolist(),
                  strict=True)  # fmt: skip
    made = [
        Offered(name, called, unit, price, round(lead),
                tuple(each for each in givers.get(name, {}) if each in able))
        for name, called, unit, price, lead in columns
    ]  # fmt: skip
    return sorted(made, key=lambda each: each.name.casefold())


def partners(scenario: Scenario) -> list[tuple[str, str]]:
    """Who can give: id and name, by name."""
    from holdfast.scenario.giving import GIVERS

    actors = scenario.table("actors")
    columns = (actors.text(name) for name in ("id", "name", "kind"))
    found = [(code, name) for code, name, kind in zip(*columns, strict=True) if kind in GIVERS]
    return sorted(found, key=lambda each: each[1].casefold())


def packages(scenario: Scenario) -> list[str]:
    """Packages of the scenario."""
    return list(dict.fromkeys(scenario.table("packages").text("package")))


def due(scenario: Scenario, item: str) -> dt.date:
    """The day of arrival of what is decided on the first reported day, within the campaign."""
    from holdfast.outcome.windows import reported_from

    items = scenario.table("items")
    lead = float(items.number("lead_days")[items.text("id").index(item)])
    made = reported_from(scenario.settings) + dt.timedelta(days=round(min(lead, 36525)))
    return min(made, scenario.settings.last)
