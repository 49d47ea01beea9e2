"""The interface for programs, under /api, with its OpenAPI document at /api/openapi.json.

What was wrong with a request is told with 400 (no JSON), 401 (who asks is not known), 403 (may not
do it), 404 (no such thing), 409 (taken, or in another state), 413 (too large) or 422 (the rest);
503 says that the database of a team does not answer; a fault of ours alone would be any other 5xx.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path as FilePath
from typing import Annotated, Any, Literal

from fastapi import APIRouter, FastAPI, Path, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, JSONResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from holdfast.page import api_ask, api_ledger, api_sources, api_tables, api_views, api_whatif
from holdfast.page.card import Card
from holdfast.page.desk import Desk, Progress
from holdfast.page.errors import (
    UNTOLD,
    Barred,
    Broken,
    Busy,
    Faulty,
    Lost,
    Missing,
    Taken,
    TooLarge,
    Unsound,
)
from holdfast.page.models import (
    Adopted,
    Check,
    Drawn,
    GoneTold,
    JobAsked,
    JobTold,
    RunTold,
    ScenarioTold,
    To,
    Trouble,
    run_told,
)
from holdfast.page.models_book import Decided, WaitingTold
from holdfast.page.place import LONGEST
from holdfast.page.progress import SoFar
from holdfast.page.questions import NotYours
from holdfast.page.sheet import SHEET
from holdfast.page.shelf import Lived
from holdfast.page.who import ADMINISTER, WHOLE, who_of
from holdfast.questions.refused import Refused
from holdfast.version import __version__

BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LARGEST_BOOK = 50_000_000
"""Bytes of the largest workbook that is taken in."""
MOST_SHOWN = 300
"""Characters of a line on what does not fit."""
Named = Annotated[str, Path(min_length=1, max_length=LONGEST)]
Token = Annotated[str, Path(max_length=40)]
NewName = Annotated[str, Query(min_length=1, max_length=LONGEST)]
Number = Annotated[int, Path(ge=1, lt=2**63)]
Tongue = Annotated[Literal["en", "fr"], Query()]
WRONG: dict[int | str, dict[str, Any]] = {
    400: {"model": Trouble},
    401: {"model": Trouble},
    403: {"model": Trouble},
    404: {"model": Trouble},
    409: {"model": Trouble},
    413: {"model": Trouble},
    422: {"model": Trouble},
    503: {"model": Trouble},
}


def described() -> FastAPI:
    """An application that says what it is; no page of its own, since those ask other hosts."""
    app = FastAPI(
        title="Holdfast",
        version=__version__,
        summary="Scenarios, runs and jobs of one served folder.",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
    )

    def answer(status: int) -> Callable[[Request, Exception], Response]:
        def told(request: Request, error: Exception) -> Response:
            said = str(TooLarge()) if isinstance(error, ClientDisconnect) else str(error)
            if isinstance(error, Unsound):
                error = error.told(who_of(request.scope).may(WHOLE))
            detail: str | Sequence[str] = error.lines if isinstance(error, Faulty) else said
            return JSONResponse({"detail": detail}, status)

        return told

    statuses = {
        NotYours: 403,
        Missing: 404,
        Taken: 409,
        FileExistsError: 409,
        TooLarge: 413,
        Refused: 422,
    }
    # a body that was cut off where it became too large; of any other nobody hears
    statuses |= {
        ClientDisconnect: 413,
        Barred: 403,
        Lost: 503,
        Busy: 503,
        Broken: 500,
        OSError: 500,
    }
    for kind, status in statuses.items():
        app.add_exception_handler(kind, answer(status))
    app.add_exception_handler(RequestValidationError, _unfit)
    return app


def _unfit(_: Request, error: Exception) -> Response:
    """What in a request does not fit the document: where, and what would; not what was sent."""
    assert isinstance(error, RequestValidationError)
    lines = [f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors()]
    return JSONResponse({"detail": [line[:MOST_SHOWN] for line in lines]}, 422)


def router(desk: Desk) -> APIRouter:
    """All that programs may ask of a desk."""
    made = APIRouter(prefix="/api", responses=WRONG)
    for part in (
        _scenarios,
        _books,
        _runs,
        _jobs,
        api_ask.part,
        api_ledger.part,
        api_sources.part,
        api_tables.part,
        api_views.part,
        api_whatif.part,
        _trash,
    ):
        part(made, desk)
    return made


def _scenarios(made: APIRouter, desk: Desk) -> None:
    @made.get("/scenarios", tags=["scenarios"])
    def scenarios() -> list[ScenarioTold]:
        """All scenarios of the folder."""
        return list(map(ScenarioTold.of, desk.shelf.scenarios()))

    @made.get("/scenarios/{name}", tags=["scenarios"])
    def scenario(name: Named) -> ScenarioTold:
        """One scenario."""
        return ScenarioTold.of(desk.shelf.scenario(name))

    @made.get("/scenarios/{name}/check", tags=["scenarios"])
    def check(name: Named) -> Check:
        """All that is wrong with a scenario, in the words of `holdfast check`."""
        found = desk.shelf.judged(name)
        return Check(digest=found.digest, faults=list(found.faults))

    @made.post("/scenarios/{name}/copy", tags=["scenarios"], status_code=201)
    def copy(name: Named, to: To) -> ScenarioTold:
        """The same scenario under another name."""
        return ScenarioTold.of(desk.shelf.copy(name, to.name))

    @made.delete("/scenarios/{name}", tags=["scenarios"])
    def delete(name: Named) -> GoneTold:
        """Put a scenario into the trash."""
        return GoneTold.of(desk.delete(desk.shelf.scenario(name).name))


BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {BOOK: {"schema": {"type": "string", "format": "binary"}}},
    }
}
"""A body that is a workbook."""


async def received(request: Request, path: FilePath) -> None:
    """Write the body of a request to a file. Raises TooLarge."""
    size = 0
    with path.open("wb") as file:
        async for part in request.stream():
            size += len(part)
            if size > LARGEST_BOOK:
                raise TooLarge
            file.write(part)


def _books(made: APIRouter, desk: Desk) -> None:
    @made.post("/workbooks", tags=["scenarios"], status_code=201, openapi_extra=BODY)
    async def adopt(request: Request, name: NewName, called: NewName = "workbook.xlsx") -> Adopted:
        """Make a scenario of a workbook, which is the body; `called` is the name of its file."""
        with desk.passing(".xlsx") as book:
            await received(request, book)
            found = await run_in_threadpool(desk.adopt, book, called, name)
        return Adopted(name=name, rows=found["rows"], lines=found["lines"])

    @made.post("/imports", tags=["scenarios"], status_code=201, openapi_extra=BODY)
    async def bring(
        request: Request, name: NewName, called: NewName = "workbook.xlsx"
    ) -> WaitingTold:
        """Bring in a workbook of any sheets; what they may be is proposed, and to be decided."""
        with desk.imports.incoming() as book:
            await received(request, book)
            return WaitingTold.of(await run_in_threadpool(desk.imports.look, book, called, name))

    @made.get("/imports/{token}", tags=["scenarios"])
    def waiting(token: Token) -> WaitingTold:
        """A workbook of which it is to be decided what its sheets are."""
        return WaitingTold.of(desk.imports.waiting(token))

    @made.post("/imports/{token}", tags=["scenarios"], status_code=201)
    def decide(token: Token, said: Decided) -> Adopted:
        """Make the scenario of a workbook that waits."""
        mapping = None if said.mapping is None else said.mapping.told()
        found = desk.imports.adopt(token, said.name, mapping, said.onto)
        return Adopted(name=said.name, rows=found["rows"], lines=found["lines"])

    @made.delete("/imports/{token}", tags=["scenarios"], status_code=204)
    def drop(token: Token) -> None:
        """Let a workbook that waits go."""
        desk.imports.drop(token)

    @made.get("/scenarios/{name}/workbook", tags=["scenarios"], response_class=Response,
              responses={200: {"content": {BOOK: {}}}})  # fmt: skip
    def export(name: Named) -> Response:
        """A scenario as a workbook, without loss."""
        return _book(desk.workbook(desk.shelf.scenario(name).name, "en"), name)

    @made.get("/runs/{name}/workbook", tags=["runs"], response_class=Response,
              responses={200: {"content": {BOOK: {}}}})  # fmt: skip
    def numbers(name: Named, language: Tongue = "en") -> Response:
        """The numbers of a run as a workbook, a sheet an answer."""
        return _book(desk.workbook(desk.shelf.run(name).name, language), name)


def _runs(made: APIRouter, desk: Desk) -> None:
    @made.get("/runs", tags=["runs"])
    def runs(language: Tongue = "en") -> list[RunTold]:
        """All finished runs, the latest first."""
        return [_told(desk, run, language) for run in desk.shelf.runs()]

    @made.get("/runs/{name}", tags=["runs"])
    def run(name: Named, language: Tongue = "en") -> RunTold:
        """One finished run."""
        return _told(desk, desk.shelf.run(name), language)

    @made.get("/runs/{name}/report", tags=["runs"], response_class=FileResponse,
              responses={200: {"content": {"text/html": {}}}, 202: {"model": Drawn}})  # fmt: skip
    def report(
        request: Request, name: Named, language: Tongue = "en", public: bool = False
    ) -> Response:
        """The report as one HTML file; 202 while it is drawn: ask again in a second.

        Who may not see what is not public is given the public one alone, and asks for it.
        """
        if not public and not who_of(request.scope).may(WHOLE):
            raise Barred("you are shown the public report alone: ask with public=true")
        found = desk.report(desk.shelf.run(name), language, public)
        if found is None:
            return JSONResponse(Drawn().model_dump(), 202)
        if isinstance(found, str):
            raise Refused(found if who_of(request.scope).may(WHOLE) else UNTOLD)
        return FileResponse(found, media_type="text/html", filename=f"{name}-{language}.html",
                            content_disposition_type="inline",
                            headers={"content-security-policy": SHEET})  # fmt: skip

    @made.delete("/runs/{name}", tags=["runs"])
    def delete(name: Named) -> GoneTold:
        """Put a run into the trash."""
        return GoneTold.of(desk.delete(desk.shelf.run(name).name))


def _jobs(made: APIRouter, desk: Desk) -> None:
    @made.get("/jobs", tags=["jobs"])
    def jobs(request: Request) -> list[JobTold]:
        """What is open by its turn, then what has ended, the last first."""
        return [_job(each, request) for each in desk.jobs()]

    @made.post("/jobs", tags=["jobs"], status_code=201)
    def start(request: Request, asked: JobAsked) -> JobTold:
        """Queue a run of a scenario as it now stands."""
        if asked.cluster is not None and not who_of(request.scope).may(ADMINISTER):
            raise Barred("a cluster is named by an administrator: what it sends back is run here")
        job = desk.start_run(asked.scenario, asked.futures, asked.workers, asked.seed, asked.as_of,
                             asked.name, asked.cluster, who_of(request.scope).name)  # fmt: skip
        return _job(desk.job(job.id), request)

    @made.get("/jobs/{number}", tags=["jobs"])
    def job(request: Request, number: Number) -> JobTold:
        """One job."""
        return _job(desk.job(number), request)

    @made.post("/jobs/{number}/pause", tags=["jobs"])
    def pause(request: Request, number: Number) -> JobTold:
        """End its process and keep what is finished."""
        return _job(desk.act(number, who_of(request.scope), "pause"), request)

    @made.post("/jobs/{number}/resume", tags=["jobs"])
    def resume(request: Request, number: Number) -> JobTold:
        """Let it go on from what is finished."""
        return _job(desk.act(number, who_of(request.scope), "resume"), request)

    @made.get("/jobs/{number}/so-far", tags=["jobs"])
    def so_far(number: Number) -> SoFar:
        """What is known of a run under way; 404 before anything is, and once it has ended."""
        found = desk.watch.so_far(desk.job(number).job)
        if found is None:
            raise Missing(f"nothing is known yet of job {number}, or it has ended")
        return found

    @made.post("/jobs/{number}/shorten", tags=["jobs"])
    def shorten(request: Request, number: Number) -> JobTold:
        """End it with the futures that are finished: they become the run."""
        return _job(desk.act(number, who_of(request.scope), "shorten"), request)

    @made.post("/jobs/{number}/cancel", tags=["jobs"])
    def cancel(request: Request, number: Number) -> JobTold:
        """End it and remove what is finished."""
        return _job(desk.act(number, who_of(request.scope), "cancel"), request)


def _job(shown: Progress, request: Request) -> JobTold:
    """A job; why it failed may hold paths and tables, and is for those who see the whole."""
    made = JobTold.of(shown)
    return made if who_of(request.scope).may(WHOLE) else made.model_copy(update={"said": ""})


def _trash(made: APIRouter, desk: Desk) -> None:
    @made.get("/trash", tags=["trash"])
    def trash() -> list[GoneTold]:
        """What was deleted, the last first."""
        return list(map(GoneTold.of, desk.trash.all()))

    @made.post("/trash/{token}/restore", tags=["trash"])
    def restore(token: Token) -> To:
        """Put something back where it was."""
        return To(name=desk.trash.restore(token))


def _told(desk: Desk, run: Lived, language: str) -> RunTold:
    card = desk.card(run, language)
    if not isinstance(card, Card):
        return run_told(run, None, None)
    return run_told(run, card.headline, (*card.hours, card.survived))


def _book(data: bytes, name: str) -> Response:
    quoted = "".join(sign if sign.isascii() and sign not in '"\\' else "_" for sign in name)
    return Response(
        data, media_type=BOOK,
        headers={"Content-Disposition": f'attachment; filename="{quoted}.xlsx"'},
    )  # fmt: skip
