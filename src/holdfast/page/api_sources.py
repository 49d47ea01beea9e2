"""What a scenario rests on, for programs: sources, statements, and how each row is known."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field

from holdfast.page.api_ledger import BOOK, SHEET, handed
from holdfast.page.book import csv_text
from holdfast.page.desk import Desk
from holdfast.page.place import LONGEST
from holdfast.page.screens.sources import exported, read
from holdfast.page.testimony import Testimony
from holdfast.show.catalogue import Catalogue


class SourceTold(BaseModel):
    """One source, and rows of tables that rest on it."""

    id: str
    outlet: str
    published: str
    speaker: str
    statement: str
    address: str
    status: str
    after: bool = Field(description="It became public after the scenario's day.")
    tables: dict[str, int]


class KnownTold(BaseModel):
    """How the rows of a table are known."""

    table: str
    rows: int
    read: int
    memory: int
    estimate: int
    unsaid: int
    without_source: int
    ranged: int
    after: int


class StatementTold(BaseModel):
    """What an actor asked, offered or holds."""

    kind: Literal["asks", "offers", "positions"]
    row: int
    actor: str
    day: date
    text: str
    about: str
    stance: str
    sources: list[str]
    status: str
    after: bool


class SourcesTold(BaseModel):
    """All of it."""

    freeze: date | None
    sources: list[SourceTold]
    known: list[KnownTold]
    statements: list[StatementTold]


def part(made: APIRouter, desk: Desk) -> None:
    """What programs may ask of the sources of a scenario."""

    @made.get("/scenarios/{name}/sources", tags=["scenarios"], response_model=SourcesTold,
              responses={200: {"content": {BOOK: {}, SHEET: {}}}})  # fmt: skip
    def sources(
        name: Annotated[str, Path(min_length=1, max_length=LONGEST)],
        form: Literal["json", "xlsx", "csv"] = "json",
        language: Annotated[Literal["en", "fr"], Query()] = "en",
    ) -> Response:
        """Who said what when, and what is read, remembered or estimated."""
        found = read(desk, name)
        if form == "json":
            return JSONResponse(told(found).model_dump(mode="json"))
        sheets = exported(found, Catalogue.of(language))
        if form == "csv":
            return handed(csv_text(sheets[0][1]).encode(), SHEET, f"{name}-sources.csv")
        return handed(desk.book.written(sheets), BOOK, f"{name}-sources.xlsx")


def told(found: Testimony) -> SourcesTold:
    """As it is sent."""
    return SourcesTold(
        freeze=found.freeze,
        sources=[
            SourceTold(
                id=one.id, outlet=one.outlet, published=one.published, speaker=one.speaker,
                statement=one.statement, address=one.address, status=one.status, after=one.later,
                tables=dict(one.tables),
            )
            for one in found.sources
        ],
        known=[
            KnownTold(
                table=one.table, rows=one.rows, read=one.by[0], memory=one.by[1],
                estimate=one.by[2], unsaid=one.by[3], without_source=one.unsourced,
                ranged=one.ranged, after=one.later,
            )
            for one in found.known
        ],
        statements=[
            StatementTold.model_validate(
                {"kind": one.kind, "row": one.line, "actor": one.actor, "day": one.day,
                 "text": one.text, "about": one.about, "stance": one.stance,
                 "sources": list(one.sources), "status": one.status, "after": one.later}
            )
            for one in found.statements
        ],
    )  # fmt: skip
