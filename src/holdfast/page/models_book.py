"""What programs send and are sent of workbooks on their way in."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from holdfast.page.imports import Waiting
from holdfast.page.models import Name

Text = Annotated[str, Field(max_length=1000)]


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class ColumnSaid(_Sent):
    """Which column of the table a column of a sheet is."""

    source: str = Field(alias="from", pattern=r"^[A-Za-z]{1,3}$", description="Its letters.")
    to: Text = Field(description="A column of the table, or - to leave it out.")
    factor: str = Field(default="", max_length=40, description="By which numbers are multiplied.")


class SheetSaid(_Sent):
    """Which table a sheet is."""

    name: Text
    table: Text = Field(description="A table, or - to leave the sheet out.")
    header: int = Field(default=1, ge=1, le=1_048_576, description="Row of the header.")
    columns: list[ColumnSaid] = Field(default=[], max_length=2000)
    constants: dict[Text, Text] = Field(default={}, description="Values of every row by column.")


class MappingSaid(_Sent):
    """Which sheets and columns of a workbook are which."""

    settings: str | None = Field(
        default=None, max_length=100_000, description="Text of scenario.toml, where there is none."
    )
    sheet: list[SheetSaid] = Field(default=[], max_length=500)

    def told(self) -> dict[str, Any]:
        """As the file of a mapping says it."""
        return self.model_dump(by_alias=True, exclude_none=True)


class Decided(_Sent):
    """How the scenario of a workbook is to be made."""

    name: Name
    mapping: MappingSaid | None = Field(
        default=None, description="Null where the sheets have the names of tables."
    )
    onto: Name | None = Field(
        default=None, description="Scenario whose tables stand where the workbook has none."
    )


class WaitingTold(BaseModel):
    """A workbook of which it is to be said what its sheets are."""

    token: str
    called: str
    name: str
    exact: bool = Field(description="Its sheets have the names of tables.")
    settings: str = Field(
        description="What scenario.toml may begin with; blank where the workbook has a sheet of it."
    )
    sheets: list[dict[str, Any]] = Field(description="What each sheet and column may be.")

    @classmethod
    def of(cls, waiting: Waiting) -> WaitingTold:
        """As it waits."""
        return cls(
            token=waiting.token, called=waiting.called, name=waiting.name, exact=waiting.exact,
            settings=waiting.settings, sheets=[dict(each) for each in waiting.sheets],
        )  # fmt: skip
