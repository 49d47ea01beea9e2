"""The ledger of help for programs: read, enter, import, export, verify. Nothing is ever changed."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path as File
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from holdfast.ledger.mapping import Headings, mapping_of
from holdfast.page.book import LONGEST_NAME, suffix
from holdfast.page.desk import Desk
from holdfast.page.errors import TooLarge
from holdfast.page.models_ledger import (
    MOST_SHOWN,
    Begun,
    Entered,
    Entering,
    EntryTold,
    Form,
    GiftTold,
    HandedOver,
    HistoryTold,
    LedgerTold,
    Looked,
    Made,
    Stage,
    VerifiedTold,
)
from holdfast.page.screens.ledger import help_rows, narrowed
from holdfast.page.who import CHANGE, who_of
from holdfast.questions.refused import Refused
from holdfast.scenario import ScenarioError
from holdfast.show.catalogue import Catalogue

BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET = "text/csv"
LARGEST = 50_000_000
"""Bytes of the largest file that is taken in."""
LONGEST_MAPPING = 16_000
BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {BOOK: {"schema": {"type": "string", "format": "binary"}}},
    }
}
Called = Annotated[str, Query(min_length=1, max_length=200, description="Name of the file.")]
Mapped = Annotated[
    str,
    Query(
        max_length=LONGEST_MAPPING,
        description="JSON as docs/ledger.md has it in toml: sheet, header, columns, constants, "
        "values. Blank: headings are the names of fields.",
    ),
]


def part(made: APIRouter, desk: Desk) -> None:
    """All that programs may ask of the ledger."""
    _read(made, desk)
    _files(made, desk)
    _enter(made, desk)

    @made.get("/ledger/{number}", tags=["ledger"])
    def history(request: Request, number: Annotated[int, Path(ge=1, lt=2**63)]) -> HistoryTold:
        """An item of help, by the number of an entry of it, with all that was ever entered."""
        found = desk.book.state().seen(who_of(request.scope)).gift(number)
        return HistoryTold(
            gift=GiftTold.of(found), entries=[EntryTold.of(one) for one in found.entries]
        )


def _read(made: APIRouter, desk: Desk) -> None:
    @made.get("/ledger", tags=["ledger"])
    def ledger(
        request: Request,
        partner: Annotated[str | None, Query(max_length=200)] = None,
        stage: Annotated[Stage | None, Query()] = None,
        text: Annotated[str, Query(max_length=200)] = "",
        as_of: date | None = None,
        offset: Annotated[int, Query(ge=0, lt=2**31)] = 0,
        limit: Annotated[int, Query(ge=1, le=MOST_SHOWN)] = 100,
    ) -> LedgerTold:
        """Items of help as they stand, or stood by all that was known on a day."""
        found = desk.book.as_of(as_of).seen(who_of(request.scope))
        rows = narrowed(found.gifts, partner, stage, text)
        return LedgerTold(
            place=desk.book.shown,
            head=found.head,
            entries=len(found.entries),
            total=len(rows),
            rows=[GiftTold.of(one) for one in rows[offset : offset + limit]],
        )

    @made.get("/ledger/verify", tags=["ledger"])
    def verify(head: Annotated[str, Query(max_length=64)] = "") -> VerifiedTold:
        """Compute the whole chain again; `head` was written down elsewhere."""
        return VerifiedTold.of(desk.book.verify(head))

    @made.get("/ledger/export", tags=["ledger"], response_class=Response,
              responses={200: {"content": {BOOK: {}, SHEET: {}}}})  # fmt: skip
    def export(request: Request, form: Form = "xlsx") -> Response:
        """Every entry, and in the workbook each item of help as it stands; without formulas."""
        state = desk.book.state().seen(who_of(request.scope))
        stem = File(desk.book.shown).stem if not desk.book.team else "ledger"
        if form == "csv":
            return handed(desk.book.sheet(state).encode(), SHEET, f"{stem}.csv")
        words = Catalogue.of("en")
        titles = [words.say("page_ledger.sheet_help"), words.say("page_ledger.sheet_entries")]
        rows = help_rows(state.gifts, words)
        return handed(desk.book.workbook(state, rows, titles), BOOK, f"{stem}.xlsx")


def _files(made: APIRouter, desk: Desk) -> None:
    @made.post("/ledger/look", tags=["ledger"], openapi_extra=BODY)
    async def look(request: Request, called: Called = "ledger.xlsx") -> Looked:
        """What stands in a workbook, or a csv file, and what its headings may stand for."""
        with desk.passing(suffix(called)) as file:
            await _kept(request, file)
            found = await run_in_threadpool(desk.book.look, file, called)
        return Looked.model_validate(found)

    @made.post("/ledger/import", tags=["ledger"], openapi_extra=BODY)
    async def bring(
        request: Request,
        called: Called = "ledger.xlsx",
        mapping: Mapped = "",
        who: Annotated[str, Query(max_length=LONGEST_NAME)] = "",
        dry: bool = False,
    ) -> Entered:
        """Enter the rows of a file, all or none; what is entered already adds nothing.

        `dry` only says what it would come to.
        """
        told, reader = _mapping(mapping), who_of(request.scope)

        def enter() -> Entered:
            rows = desk.book.rows(file, called, told)
            return Entered.of(desk.book.enter(rows, who, reader, dry), dry)

        with desk.passing(suffix(called)) as file:
            await _kept(request, file)
            return await run_in_threadpool(enter)


def _enter(made: APIRouter, desk: Desk) -> None:
    @made.post("/ledger", tags=["ledger"], status_code=201)
    def begin(request: Request) -> Begun:
        """Begin a ledger where there is none."""
        if not who_of(request.scope).may(CHANGE):
            raise Refused("to begin a ledger is for analysts")
        desk.book.begin()
        return Begun(place=desk.book.shown)

    @made.post("/ledger/entries", tags=["ledger"], status_code=201)
    def enter(asked: Entering, request: Request) -> Entered:
        """Enter rows, all or none; a row that says what an entry says already adds nothing."""
        several = len(asked.rows) > 1
        rows = [
            desk.book.typed(row, at if several else None)
            for at, row in enumerate(asked.rows, start=1)
        ]
        return Entered.of(
            desk.book.enter(rows, asked.who, who_of(request.scope), asked.dry), asked.dry
        )

    @made.post("/ledger/scenarios", tags=["ledger"], status_code=201)
    def hand_over(asked: HandedOver, request: Request) -> Made:
        """Make a scenario: another with what holds as its asks, offers, positions, deliveries."""
        if not who_of(request.scope).may(CHANGE):
            raise Refused("to make a scenario is for analysts")
        kept, rows, lines = desk.book.hand_over(asked.onto, asked.name, asked.as_of, asked.prefer)
        return Made(name=kept.name, rows=dict(rows), lines=list(lines))


def _mapping(text: str) -> Headings:
    """A mapping as it was sent. Raises Refused."""
    if not text.strip():
        return Headings()
    try:
        return mapping_of(json.loads(text))
    except ScenarioError as error:
        raise Refused("\n".join(map(str, error.faults))) from None
    except (ValueError, RecursionError) as error:
        raise Refused(f"mapping: is no JSON: {error}"[:300]) from None


async def _kept(request: Request, file: File) -> None:
    """Write the body of a request down. Raises TooLarge."""
    size = 0
    with file.open("wb") as out:
        async for each in request.stream():
            size += len(each)
            if size > LARGEST:
                raise TooLarge
            out.write(each)


def handed(data: bytes, kind: str, name: str) -> Response:
    """A file to be kept by whoever asked."""
    plain = "".join(sign if sign.isascii() and sign not in '"\\' else "_" for sign in name)
    return Response(
        data, media_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{plain}"'},
    )  # fmt: skip
