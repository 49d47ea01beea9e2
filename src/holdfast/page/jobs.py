"""The queue of jobs: a table on disk in which every step is one transaction.

A job is queued, running, paused, done, failed or cancelled. What is asked of one that is running
(to pause, to cancel) is its wish, and stands in the table before its process is ended, so that a
server that is killed between finds it when it starts again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sql

from holdfast.page import clock
from holdfast.page.base import META, Base, Twice
from holdfast.page.errors import Missing, Taken

QUEUED, RUNNING, PAUSED = "queued", "running", "paused"
DONE, FAILED, CANCELLED = "done", "failed", "cancelled"
STATES = (QUEUED, RUNNING, PAUSED, DONE, FAILED, CANCELLED)
OPEN = (QUEUED, RUNNING, PAUSED)
"""States of what is still to come to an end."""
LONG, ASKED, QUICK = "long", "asked", "quick"
"""Lanes: what takes its time, what somebody asked and comes back for, and what somebody waits for.
Each lives one job at a time."""
_jobs = sql.Table(
    "jobs",
    META,
    sql.Column("id", sql.Integer, primary_key=True, autoincrement=True),
    sql.Column("token", sql.Text, nullable=False, unique=True),
    sql.Column("lane", sql.Text, nullable=False),
    sql.Column("kind", sql.Text, nullable=False),
    sql.Column("name", sql.Text, nullable=False),
    sql.Column("about", sql.Text, nullable=False),
    sql.Column("state", sql.Text, nullable=False),
    sql.Column("wish", sql.Text, nullable=False, server_default=""),
    sql.Column("done", sql.Integer, nullable=False, server_default="0"),
    sql.Column("total", sql.Integer, nullable=False, server_default="0"),
    sql.Column("said", sql.Text, nullable=False, server_default=""),
    sql.Column("asked", sql.Text, nullable=False, server_default=sql.func.current_timestamp()),
    sqlite_autoincrement=True,
)
sql.Index(
    "one_open_of_a_name",
    _jobs.c.lane,
    _jobs.c.name,
    unique=True,
    sqlite_where=_jobs.c.state.in_([QUEUED, RUNNING, PAUSED]),
    postgresql_where=_jobs.c.state.in_([QUEUED, RUNNING, PAUSED]),
)


@dataclass(frozen=True, slots=True)
class Job:
    """One job as it stands."""

    id: int
    token: str
    lane: str
    kind: str
    name: str
    """What it makes; of all that are open in a lane no two have the same."""
    about: Mapping[str, Any]
    state: str
    wish: str
    done: int
    total: int
    """What there is to do, in the unit of its kind; 0 before that is known."""
    said: str
    """Why it failed, and what to do."""
    asked: str
    """When it was asked for, UTC."""

    @property
    def by(self) -> str:
        """Who asked for it, if they had logged in."""
        return str(self.about.get("by", ""))


class Queue:
    """The jobs of one database; any thread may ask."""

    def __init__(self, base: Base | Path) -> None:
        self._base = base if isinstance(base, Base) else Base(base)

    def hold(self) -> None:
        """Be the only one who serves it. Raises Refused if another does, Lost."""
        self._base.hold()

    def add(self, token: str, lane: str, kind: str, name: str, about: Mapping[str, Any]) -> Job:
        """Put a job at the end. Raises Taken if one that is open makes the same."""
        row = {
            "token": token, "lane": lane, "kind": kind, "name": name,
            "about": json.dumps(about), "state": QUEUED,
            "asked": f"{datetime.fromtimestamp(clock.now(), UTC):%Y-%m-%d %H:%M:%S}",
        }  # fmt: skip
        try:
            with self._base.writing() as base:
                made = base.execute(sql.insert(_jobs).values(row)).inserted_primary_key
        except Twice:
            raise Taken(f"'{name}' is on its way already: wait for it or cancel it") from None
        assert made is not None
        return self.get(made[0])

    def get(self, number: int) -> Job:
        """One job. Raises Missing."""
        # the file holds no larger number
        found = self._where(_jobs.c.id == number) if 0 < number < 2**63 else []
        if not found:
            raise Missing(f"there is no job {number}")
        return found[0]

    def all(self, lane: str, most: int = 100) -> list[Job]:
        """The latest jobs of a lane: those that are open by their turn, then the others."""
        open_ = self._where(_jobs.c.lane == lane, _jobs.c.state.in_(OPEN))
        with self._base.reading() as base:
            ended = sql.select(_jobs).where(_jobs.c.lane == lane, _jobs.c.state.not_in(OPEN))
            rows = base.execute(ended.order_by(_jobs.c.id.desc()).limit(most)).mappings().all()
        return [*open_, *map(_job, rows)]

    def latest(self, lane: str, name: str) -> Job | None:
        """The last job that was to make this, if there was one."""
        return next(reversed(self._where(_jobs.c.lane == lane, _jobs.c.name == name)), None)

    def tokens(self) -> set[str]:
        """Tokens of all jobs that may go on."""
        return {job.token for job in self._where(_jobs.c.state.in_((*OPEN, FAILED)))}

    def take(self, lane: str) -> Job | None:
        """The first that waits, which is running from now on."""
        with self._base.writing() as base:
            first = sql.select(_jobs.c.id).where(_jobs.c.lane == lane, _jobs.c.state == QUEUED)
            number = base.execute(first.order_by(_jobs.c.id).limit(1)).scalar()
            if number is None:
                return None
            base.execute(_to(number, state=RUNNING, wish="", said=""))
            return _job(
                base.execute(sql.select(_jobs).where(_jobs.c.id == number)).mappings().one()
            )

    def tell(self, number: int, done: int, total: int) -> None:
        """How far a job is."""
        with self._base.writing() as base:
            base.execute(_to(number, done=done, total=total))

    def wish(self, number: int, wish: str) -> Job:
        """Ask that a job that waits or runs be paused, or that one that has not ended be cancelled.

        One that runs has it as its wish; any other is in that state at once. Raises Missing, Taken,
        also if it is to be paused while it is being cancelled.
        """
        from_ = (QUEUED, RUNNING) if wish == PAUSED else (QUEUED, RUNNING, PAUSED, FAILED)
        return self._moved(
            number, from_, wish,
            lambda state: {"wish": wish} if state == RUNNING else {"state": wish},
        )  # fmt: skip

    def shorten(self, number: int) -> Job:
        """Let a job end with what is finished of it. Raises Missing, Taken.

        One that runs is queued again once its process has ended: that is its wish.
        """
        about = json.dumps({**self.get(number).about, "short": True})
        return self._moved(
            number, (QUEUED, RUNNING, PAUSED, FAILED), DONE,
            lambda state: {"about": about, "wish": QUEUED} if state == RUNNING else
            {"about": about, "state": QUEUED, "said": ""},
        )  # fmt: skip

    def resume(self, number: int) -> Job:
        """Let a job that was paused, or failed, go on in its turn. Raises Missing, Taken."""
        return self._moved(
            number, (PAUSED, FAILED), QUEUED, lambda _: {"state": QUEUED, "said": ""}
        )

    def settle(
        self,
        number: int,
        state: str,
        said: str = "",
        about: Mapping[str, Any] | None = None,
        wish: str | None = None,
    ) -> Job | None:
        """How a job that was running has ended, and what it has come to be of what it was to be.

        What was wished of it is then over. None, and nothing is written, if that is no more the
        `wish` by which the state was chosen.
        """
        values = {"state": state, "said": said, "wish": ""}
        if about:
            values["about"] = json.dumps({**self.get(number).about, **about})
        still = _to(number, **values)
        with self._base.writing() as base:
            done = base.execute(still if wish is None else still.where(_jobs.c.wish == wish))
        return self.get(number) if done.rowcount else None

    def left_running(self, lane: str | None = None) -> list[Job]:
        """Jobs that are running, by the table; of one lane if it is named."""
        some = [] if lane is None else [_jobs.c.lane == lane]
        return self._where(_jobs.c.state == RUNNING, *some)

    def _moved(self, number: int, from_: Sequence[str], to: str, how: Any) -> Job:
        self.get(number)
        try:
            with self._base.writing() as base:
                asked = sql.select(_jobs.c.state, _jobs.c.wish).where(_jobs.c.id == number)
                state, wish = base.execute(asked).one()
                if wish == CANCELLED != to:
                    state = CANCELLED  # it is on its way there, and nothing else comes of it
                if state in from_:
                    base.execute(_to(number, **how(state)))
        except Twice:
            raise Taken("another job makes the same: wait for it or cancel it") from None
        if state not in from_:
            raise Taken(f"job {number} is {state}: it cannot be {to} any more")
        return self.get(number)

    def _where(self, *asked: Any) -> list[Job]:
        with self._base.reading() as base:
            rows = base.execute(sql.select(_jobs).where(*asked).order_by(_jobs.c.id)).mappings()
            return [_job(row) for row in rows]


def _to(number: int, **values: Any) -> Any:
    return sql.update(_jobs).where(_jobs.c.id == number).values(**values)


def _job(row: Any) -> Job:
    return Job(**{**row, "about": json.loads(row["about"])})
