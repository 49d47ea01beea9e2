"""Questions for programs: what the screen of questions asks, under /api/answers."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import FileResponse, JSONResponse

from holdfast.page.desk import Desk
from holdfast.page.models import Drawn
from holdfast.page.models_ask import AnswerAsked, AnswersTold, AnswerTold
from holdfast.page.sheet import SHEET
from holdfast.page.who import who_of

Mark = Annotated[str, Path(max_length=40, alias="id")]
Tongue = Annotated[str, Query(pattern="^(en|fr)$")]
Page = Annotated[int, Query(ge=1, le=1_000_000)]


def part(made: APIRouter, desk: Desk) -> None:
    """Add the routes."""

    @made.post(
        "/answers", tags=["answers"], status_code=201,
        responses={200: {"model": AnswerTold, "description": "It was asked before."}},
    )  # fmt: skip
    def ask(asked: AnswerAsked, request: Request, response: Response) -> AnswerTold:
        """Queue a question; the very same of the same bits is found again (200)."""
        found, new = desk.answers.ask(asked.model_dump(mode="json"), who_of(request.scope))
        response.status_code = 201 if new else 200
        return AnswerTold.of(found)

    @made.get("/answers", tags=["answers"])
    def listed(request: Request, page: Page = 1) -> AnswersTold:
        """What was asked, as far as it may be shown to who asks: what is on its way, then the
        newest first, by pages."""
        found = desk.answers.all(who_of(request.scope), page)
        told = list(map(AnswerTold.of, (*found.open, *found.done)))
        return AnswersTold(answers=told, total=found.total, page=found.page, pages=found.pages)

    @made.get("/answers/{id}", tags=["answers"])
    def answer(mark: Mark, request: Request) -> AnswerTold:
        """One answer; `answer` is what the command prints with --json, null until it is done."""
        who = who_of(request.scope)
        return AnswerTold.of(desk.answers.get(mark, who), desk.answers.document(mark, who))

    @made.get("/answers/{id}/page", tags=["answers"], response_class=FileResponse,
              responses={200: {"content": {"text/html": {}}}, 202: {"model": Drawn}})  # fmt: skip
    def page(
        mark: Mark, request: Request, language: Tongue = "en", public: bool = False
    ) -> Response:
        """Its page as one HTML file; 202 while it is on its way."""
        who = who_of(request.scope)
        found = desk.answers.page(mark, who, language, public)
        if found is None:
            return JSONResponse(Drawn().model_dump(), 202)
        about = desk.answers.get(mark, who)
        eyes = "-public" if public else ""
        return FileResponse(
            found, media_type="text/html", content_disposition_type="inline",
            filename=f"{about.of}-{about.question}{eyes}-{language}.html",
            headers={"content-security-policy": SHEET},
        )  # fmt: skip

    @made.post("/answers/{id}/cancel", tags=["answers"], status_code=204)
    def cancel(mark: Mark, request: Request) -> None:
        """Take a question back that is not answered yet."""
        desk.answers.act(mark, who_of(request.scope), "cancel")

    @made.delete("/answers/{id}", tags=["answers"])
    def delete(mark: Mark, request: Request) -> AnswerTold:
        """Put an answer aside."""
        return AnswerTold.of(desk.answers.delete(mark, who_of(request.scope)))

    @made.post("/answers/{id}/restore", tags=["answers"])
    def restore(mark: Mark, request: Request) -> AnswerTold:
        """Put back what was deleted."""
        return AnswerTold.of(desk.answers.restore(mark, who_of(request.scope)))
