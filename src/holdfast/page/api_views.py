"""Two runs beside each other and one future of a run, as programs ask for them."""

from __future__ import annotations

from pathlib import Path as File
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import FileResponse, JSONResponse, Response

from holdfast.page.desk import Desk
from holdfast.page.errors import UNTOLD, Barred
from holdfast.page.handed import BRIEF, MEDIA, Paper
from holdfast.page.models import Drawn
from holdfast.page.models_views import Days, Explained, Lies
from holdfast.page.place import LONGEST
from holdfast.page.sheet import SHEET
from holdfast.page.who import ASK, WHOLE, Who, who_of
from holdfast.questions.refused import Refused

Named = Annotated[str, Path(min_length=1, max_length=LONGEST)]
Future = Annotated[int, Path(ge=0, lt=2**31)]
Tongue = Annotated[Literal["en", "fr"], Query()]
WAIT: dict[int | str, dict[str, Any]] = {202: {"model": Drawn}}

FILES: dict[int | str, dict[str, Any]] = {
    200: {"content": {kind: {} for kind in MEDIA.values()}},
    **WAIT,
}


def part(made: APIRouter, desk: Desk) -> None:
    """Add what these screens show to the interface."""

    @made.get("/runs/{a}/against/{b}", tags=["runs"], response_model=Lies, responses=WAIT)
    def against(a: Named, b: Named) -> Response:
        """What lies between two runs on the same futures, B minus A, as `holdfast compare --json`
        has it; 202 while it is counted: ask again in a second."""
        found = desk.views.pair(desk.shelf.run(a), desk.shelf.run(b))
        if found is None:
            return _wait()
        if isinstance(found, str):
            raise Refused(found)
        return JSONResponse(found["json"])

    @made.get("/runs/{a}/against/{b}/report", tags=["runs"], response_class=FileResponse,
              responses=FILES)  # fmt: skip
    def report(
        request: Request, a: Named, b: Named, language: Tongue = "en", public: bool = False,
        form: Annotated[Literal["html", "pdf"], Query()] = "html",
    ) -> Response:  # fmt: skip
        """The report of B against A as one HTML file, or its brief of two pages; 202 while it is
        made, which takes minutes for a brief."""
        _refuse(who_of(request.scope), form, public)
        paper = Paper(desk.shelf.run(b), desk.shelf.run(a), form, language, public)
        return _handed(desk, paper, who_of(request.scope), MEDIA[form])

    @made.get("/runs/{name}/brief", tags=["runs"], response_class=FileResponse, responses=FILES)
    def brief(
        request: Request, name: Named, language: Tongue = "en", public: bool = False
    ) -> Response:
        """The brief of a run, two pages of A4 as PDF; 202 while it is made, which takes minutes."""
        _refuse(who_of(request.scope), BRIEF, public)
        paper = Paper(desk.shelf.run(name), None, BRIEF, language, public)
        return _handed(desk, paper, who_of(request.scope), MEDIA[BRIEF])

    @made.get("/runs/{name}/futures/{future}", tags=["runs"], response_model=Explained,
              responses=WAIT)  # fmt: skip
    def explained(name: Named, future: Future) -> Response:
        """One future day by day, lived again, as `holdfast explain --json` has it; 202 while it is
        lived: ask again in a second."""
        return _file(desk.views.replayed(desk.shelf.run(name), future), "application/json", "")

    @made.get("/runs/{name}/futures/{future}/days", tags=["runs"], response_model=Days)
    def days(name: Named, future: Future, language: Tongue = "en") -> Response:
        """One future day by day in words, as the screen shows it, from the record of the run."""
        return JSONResponse(desk.views.future(desk.shelf.run(name), future, language))


def _refuse(who: Who, form: str, public: bool) -> None:
    """Raise Barred for a file that may not be had, or not be asked for."""
    if not public and not who.may(WHOLE):
        raise Barred("you are shown what is public alone: ask with public=true")
    if form == BRIEF and not who.may(ASK):
        raise Barred("for a brief is simulated: who reads alone asks for none")


def _handed(desk: Desk, paper: Paper, who: Who, media: str) -> Response:
    """What is handed on; why it cannot be is told to those who may see the whole."""
    try:
        return _file(desk.handed.get(paper), media, paper.called)
    except Refused:
        if who.may(WHOLE):
            raise
        raise Refused(UNTOLD) from None


def _wait() -> Response:
    return JSONResponse(Drawn(state="being made").model_dump(), 202)


def _file(found: File | str | None, media: str, called: str) -> Response:
    """A file that is made; 202 while it is, and refused where it cannot be."""
    if found is None:
        return _wait()
    if isinstance(found, str):
        raise Refused(found)
    if not called:
        return Response(found.read_bytes(), media_type=media)
    return FileResponse(
        found, media_type=media, filename=called, content_disposition_type="inline",
        headers={"content-security-policy": SHEET},
    )  # fmt: skip
