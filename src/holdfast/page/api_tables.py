"""The tables of scenarios, for programs: what they are, and a change of one as a whole."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Path, Request, Response

from holdfast.page.desk import Desk
from holdfast.page.drafts import table_named
from holdfast.page.errors import Missing
from holdfast.page.models_tables import ColumnTold, TableSaved, TableText, TableTold, TableWhole
from holdfast.page.place import LONGEST
from holdfast.page.who import who_of
from holdfast.questions.refused import Refused
from holdfast.scenario.check import judge
from holdfast.scenario.schema import Schema, schemas

Named = Annotated[str, Path(min_length=1, max_length=LONGEST)]
Table = Annotated[str, Path(min_length=1, max_length=LONGEST)]
Mark = Annotated[str, Header(min_length=1, max_length=LONGEST)]


def part(made: APIRouter, desk: Desk) -> None:
    """Add what concerns tables."""

    @made.get("/scenarios/{name}/tables", tags=["tables"])
    def tables(name: Named) -> list[TableTold]:
        """Every table that a scenario may have, with what is wrong in it."""
        texts, unread = desk.edits.drafts.read(name)
        _, found = judge(texts, [each.file for each in unread])
        faults = [*unread, *found]
        return [
            TableTold.of(schema, texts.get(schema.file, ""), faults)
            for schema in schemas().values()
        ]

    @made.get("/scenarios/{name}/tables/{table:path}", tags=["tables"])
    def table(name: Named, table: Table, response: Response) -> TableWhole:
        """One table as it is saved; its mark stands in `etag` too."""
        schema = _schema(table)
        texts, unread = desk.edits.drafts.read(name)
        _, found = judge(texts, [each.file for each in unread])
        text = texts.get(schema.file, "")
        about = TableTold.of(schema, text, [*unread, *found])
        response.headers["etag"] = f'"{about.mark}"'
        columns = list(map(ColumnTold.of, schema.columns.values()))
        return TableWhole(**about.model_dump(), columns=columns, text=text)

    @made.put("/scenarios/{name}/tables/{table:path}", tags=["tables"])
    def put(
        request: Request, name: Named, table: Table, asked: TableText, if_match: Mark
    ) -> TableSaved:
        """Save a table: 409 if it is no more what `if-match` says, 422 with all faults.

        A blank text removes its file.
        """
        schema = _schema(table)
        who, mark = who_of(request.scope).name, if_match.strip('"')
        return TableSaved(mark=desk.edits.drafts.put(name, who, schema.file, asked.text, mark))


def _schema(table: str) -> Schema:
    try:
        return table_named(table)
    except Refused as error:
        raise Missing(str(error)) from None
