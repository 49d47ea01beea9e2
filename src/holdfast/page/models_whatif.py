"""What programs send to ask what if, and what they are sent."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from holdfast.page.desk import MOST_FUTURES, MOST_WORKERS
from holdfast.page.models import JobTold, Name
from holdfast.page.whatif import LONGEST, MOST_DELIVERIES

Delivery = Annotated[str, Field(min_length=1, max_length=LONGEST)]
Side = Annotated[list[Delivery], Field(max_length=MOST_DELIVERIES)]


class WhatifAsked(BaseModel):
    """Two sides to be compared, each delivery as `holdfast whatif` has it."""

    model_config = ConfigDict(extra="forbid")

    scenario: Name
    a: Side = Field(default=[], description="Side A adds or changes; nothing: as pledged.")
    b: Side = Field(default=[], description="Side B adds or changes.")
    base: Name | None = Field(
        default=None, 
        description="Run of the scenario as it stands to go on from; the latest that fits if null.",
    )  # fmt: skip
    futures: int | None = Field(
        default=None, ge=1, le=MOST_FUTURES,
        description="Lived from the first day, as a job, where they are not those of the base; "
        "the base's if null, 200 where there is none.",
    )  # fmt: skip
    seed: int | None = Field(default=None, ge=0, lt=2**32, description="Only without a base.")
    workers: int | None = Field(default=None, ge=1, le=MOST_WORKERS, description="Of a job.")
    name: Name | None = Field(
        default=None, description="Side B is written as a run of this name, as a job."
    )


class WhatifQueued(BaseModel):
    """A comparison that takes longer: look at its job, and for its answer once it is done."""

    job: JobTold
    answer: str = Field(description="Where the answer will be.")
