"""What programs send and are sent: each field with its bounds."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from holdfast.page.desk import MOST_FUTURES, MOST_WORKERS, Progress
from holdfast.page.jobs import STATES
from holdfast.page.place import LONGEST
from holdfast.page.shelf import Kept, Lived
from holdfast.page.trash import Gone

Name = Annotated[str, Field(min_length=1, max_length=LONGEST)]
State = Annotated[str, Field(json_schema_extra={"enum": list(STATES)})]


class _Sent(BaseModel):
    """What is sent: nothing that is not named."""

    model_config = ConfigDict(extra="forbid")


class ScenarioTold(BaseModel):
    """A scenario."""

    name: str
    title: str
    start: date | None = Field(description="First day; null where scenario.toml cannot be read.")
    days: int
    freeze: date | None = Field(description="Day up to which what was said is known.")
    changed: datetime

    @classmethod
    def of(cls, kept: Kept) -> ScenarioTold:
        """As it is kept."""
        return cls(
            name=kept.name, title=kept.title, start=kept.start, days=kept.days,
            freeze=kept.freeze, changed=kept.changed,
        )  # fmt: skip


class Check(BaseModel):
    """What the check says of a scenario."""

    digest: str = Field(description="Of all its files; blank where there are faults.")
    faults: list[str]


class RunTold(BaseModel):
    """A run that is finished."""

    name: str
    title: str
    scenario: str
    digest: str
    futures: int
    seed: int
    as_of: date | None
    version: str
    made: datetime
    headline: str | None = Field(description="Null until it is counted.")
    hours_without_power: float | None = Field(description="Per person, mean over futures [h].")
    standard_error: float | None = Field(description="Of the mean [h].")
    survival: float | None = Field(description="Share of futures in which all survive.")


class JobAsked(_Sent):
    """A run to be simulated."""

    kind: Literal["run"] = "run"
    scenario: Name
    futures: int = Field(default=200, ge=1, le=MOST_FUTURES)
    workers: int | None = Field(
        default=None, ge=1, le=MOST_WORKERS, description="Processes; as many as processors if null."
    )
    seed: int | None = Field(default=None, ge=0, lt=2**32)
    as_of: date | None = None
    cluster: str | None = Field(
        default=None,
        max_length=300,
        description="Scheduler whose workers simulate in place of this machine: tcp://HOST:PORT.",
    )
    name: Name | None = Field(default=None, description="Of the run; free if null.")


class JobTold(BaseModel):
    """A job as it stands."""

    id: int
    kind: str
    name: str
    scenario: str
    state: State
    futures: int
    lived: int = Field(description="Futures that are lived, as far as days tell.")
    seconds_left: float | None = Field(description="At the pace so far; null where not known.")
    said: str = Field(description="Why it failed, and what to do.")
    asked: str = Field(description="When it was asked for, UTC.")

    @classmethod
    def of(cls, made: Progress) -> JobTold:
        """As it is shown."""
        job = made.job
        return cls(
            id=job.id, kind=job.kind, name=job.name, scenario=str(job.about.get("of", "")),
            state=job.state, futures=made.futures, lived=made.lived, seconds_left=made.left,
            said=job.said, asked=job.asked,
        )  # fmt: skip


class To(_Sent):
    """The name of what is made."""

    name: Name


class Adopted(BaseModel):
    """A scenario that was made of a workbook."""

    name: str
    rows: dict[str, int] = Field(description="Rows by table.")
    lines: list[str] = Field(description="What was taken otherwise than it stands.")


class GoneTold(BaseModel):
    """Something in the trash."""

    token: str
    name: str

    @classmethod
    def of(cls, gone: Gone) -> GoneTold:
        """As it lies there."""
        return cls(token=gone.token, name=gone.name)


class Drawn(BaseModel):
    """What is not there yet."""

    state: Literal["being drawn", "being made"] = "being drawn"


class Trouble(BaseModel):
    """Why something was not done."""

    detail: str | list[str]


def run_told(
    run: Lived, headline: str | None, numbers: tuple[float, float, float] | None
) -> RunTold:
    """A run with what is counted of it: mean, standard error, survival."""
    mean, error, survived = numbers or (None, None, None)
    return RunTold(
        name=run.name, title=run.title, scenario=run.scenario, digest=run.digest,
        futures=run.futures, seed=run.seed, as_of=run.as_of, version=run.version, made=run.made,
        headline=headline, hours_without_power=mean, standard_error=error, survival=survived,
    )  # fmt: skip
