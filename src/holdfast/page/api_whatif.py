"""What if, for programs: answered at once where a base allows it, else by a job."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Path
from fastapi.responses import JSONResponse, Response

from holdfast.page.errors import Superseded
from holdfast.page.models import JobTold
from holdfast.page.models_whatif import WhatifAsked, WhatifQueued
from holdfast.page.whatif import FUTURES, MOST
from holdfast.questions.refused import Refused

if TYPE_CHECKING:
    from holdfast.page.desk import Desk
    from holdfast.page.shelf import Lived

FEW = 4
"""Who may wait for an answer at once; whoever comes then is answered by a job, since each who waits
holds a thread, of which all programs have the same few."""
ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"description": "As `holdfast whatif --json`."},
    202: {"model": WhatifQueued},
}


def part(made: APIRouter, desk: Desk) -> None:
    """What programs may ask of changed plans."""

    @made.post("/whatif", tags=["what if"], responses=ANSWERS)
    def ask(asked: WhatifAsked) -> Response:
        """Compare two plans on the same futures."""
        base, sides = _base(desk, asked), (asked.a, asked.b)
        quick = asked.name is None and asked.workers is None
        soon = quick and desk.standby.waiting < FEW
        if base is not None and base.futures <= MOST and soon:
            # each request is one of its own: none takes another's back
            whose = f"api {id(asked)}"
            try:
                return JSONResponse(desk.whatif.ask(asked.scenario, base, sides, whose)["told"])
            except Superseded as error:
                raise Refused(str(error)) from None
        job = desk.whatif.queue(
            asked.scenario, base, sides, asked.futures or FUTURES, asked.name, asked.seed,
            asked.workers,
        )  # fmt: skip
        told = WhatifQueued(job=JobTold.of(desk.job(job.id)), answer=f"/api/whatif/{job.id}")
        return JSONResponse(told.model_dump(mode="json"), 202)

    @made.get("/whatif/{number}", tags=["what if"], responses=ANSWERS)
    def answer(number: Annotated[int, Path(ge=1, lt=2**63)]) -> Response:
        """The answer of a comparison that was queued; 202 while it is not there."""
        found: Mapping[str, Any] | None = desk.whatif.answer(number)
        if found is not None:
            return JSONResponse(found)
        told = WhatifQueued(job=JobTold.of(desk.job(number)), answer=f"/api/whatif/{number}")
        return JSONResponse(told.model_dump(mode="json"), 202)


def _base(desk: Desk, asked: WhatifAsked) -> Lived | None:
    """The base that is asked for, else one that has what is asked; None: from the first day.

    Raises Missing, Faulty, Refused.
    """
    if asked.base is not None:
        found = desk.whatif.base(asked.scenario, asked.base)
        if asked.futures not in (None, found.futures):
            raise Refused(
                f"the base has {found.futures:,} futures, not {asked.futures:,}; leave the number "
                "or the base out"
            )
        if asked.seed not in (None, found.seed):
            raise Refused(
                f"the base has seed {found.seed}, not {asked.seed}; leave the seed or the base out"
            )
        return found
    some = [
        run
        for run in desk.whatif.bases(asked.scenario)
        if asked.futures in (None, run.futures) and asked.seed in (None, run.seed)
    ]
    small = [run for run in some if run.futures <= MOST]
    return next(iter(small or some), None)
