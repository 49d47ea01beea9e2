"""What programs send to the ledger and are told of it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from holdfast.ledger.chain import Verified
from holdfast.ledger.entry import Entry
from holdfast.ledger.gifts import WITHDRAWN, Gift
from holdfast.ledger.schema import POSITION, STAGES
from holdfast.ledger.store import Appended
from holdfast.page.book import LONGEST_NAME
from holdfast.page.place import LONGEST

KINDS = (*STAGES, POSITION, WITHDRAWN)
Stage = Literal[
    "request", "offer", "commitment", "shipment", "arrival", "in_service", "position", "withdrawn"
]
"""One of KINDS."""
MOST_ROWS = 1_000
"""Rows that are entered at once; a workbook has more."""
MOST_SHOWN = 500
Text = Annotated[str, Field(max_length=2_000)]
FieldName = Annotated[str, Field(min_length=1, max_length=40)]
Kind = Annotated[str, Field(json_schema_extra={"enum": list(KINDS)})]


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid")


class EntryTold(BaseModel):
    """One entry as it was written."""

    number: int
    written: str = Field(description="When it was entered, UTC.")
    who: str = Field(description="Who entered it.")
    known: date = Field(description="Day on which it became public.")
    fields: dict[str, str]
    hash: str

    @classmethod
    def of(cls, entry: Entry) -> EntryTold:
        """As it stands in the chain."""
        return cls(number=entry.number, written=entry.written, who=entry.who, known=entry.known,
                   fields=dict(entry.fields), hash=entry.hash)  # fmt: skip


class GiftTold(BaseModel):
    """One item of help as it stands."""

    number: int = Field(description="Of its first entry, by which its history is asked for.")
    name: str
    stage: Kind = Field(description="The furthest that is told of.")
    partner: str
    item: str
    unit: str
    region: str
    asked: float | None
    quantity: float | None = Field(description="Committed, else offered.")
    arrived: float
    in_service: float
    said: date
    promised: date | None = Field(description="The first day by which it was said to arrive.")
    due: date | None = Field(description="That day as it holds, or on which all had come.")
    days_late: int | None
    sources: list[str]
    differs: list[str] = Field(description="Fields on which its sources do not agree.")
    entries: list[int]

    @classmethod
    def of(cls, gift: Gift) -> GiftTold:
        """As it stands."""
        return cls(
            number=gift.number, name=gift.name, stage=gift.stage, partner=gift.partner,
            item=gift.item, unit=gift.unit, region=gift.region,
            asked=None if gift.asked is None else float(gift.asked),
            quantity=None if gift.quantity is None else float(gift.quantity),
            arrived=float(gift.came), in_service=float(gift.used), said=gift.said,
            promised=gift.promised, due=gift.due, days_late=gift.late,
            sources=list(gift.sources), differs=list(gift.differs),
            entries=[one.number for one in gift.entries],
        )  # fmt: skip


class LedgerTold(BaseModel):
    """A page of items of help."""

    place: str
    head: str = Field(description="Hash of the last entry: write it down elsewhere.")
    entries: int = Field(description="Of the whole ledger.")
    total: int = Field(description="Items of help that fit what is asked.")
    rows: list[GiftTold]


class HistoryTold(BaseModel):
    """An item of help with all that was ever entered of it."""

    gift: GiftTold
    entries: list[EntryTold]


class Entering(_Sent):
    """Rows to be entered, all or none."""

    rows: list[dict[FieldName, Text]] = Field(min_length=1, max_length=MOST_ROWS)
    who: str = Field(default="", max_length=LONGEST_NAME, description="Where nobody is logged in.")
    dry: bool = Field(default=False, description="Only say what it would come to.")


class Entered(BaseModel):
    """What rows came to."""

    dry: bool
    new: list[EntryTold]
    known: list[int] = Field(description="Entries that said the same already.")
    head: str

    @classmethod
    def of(cls, made: Appended, dry: bool) -> Entered:
        """What was entered, or would be."""
        return cls(dry=dry, new=list(map(EntryTold.of, made.new)),
                   known=[one.number for one in made.known], head=made.head)  # fmt: skip


class ColumnTold(BaseModel):
    """A column of a sheet, and what it is proposed to stand for."""

    heading: str
    field: str = Field(description="Blank: not known; -: left out.")
    sample: str


class SheetTold(BaseModel):
    """A sheet with a mapping proposed."""

    title: str
    header: int
    rows: int
    columns: list[ColumnTold]
    kinds: dict[str, str] = Field(description="Words for kinds, and what they may mean.")


class Looked(BaseModel):
    """The sheets of a file."""

    sheets: list[SheetTold]


class VerifiedTold(BaseModel):
    """Whether the chain is as it was written."""

    whole: bool
    entries: int
    head: str
    first: int | None = Field(description="The first entry that is not as it was written.")
    why: str
    held: int | None = Field(description="The entry whose hash was written down elsewhere.")
    backdated: list[int]

    @classmethod
    def of(cls, found: Verified) -> VerifiedTold:
        """What was found."""
        return cls(whole=found.whole, entries=found.entries, head=found.head, first=found.first,
                   why=found.why, held=found.held, backdated=list(found.backdated))  # fmt: skip


class HandedOver(_Sent):
    """A scenario to be made of what holds."""

    onto: Annotated[str, Field(min_length=1, max_length=LONGEST)]
    name: Annotated[str, Field(min_length=1, max_length=LONGEST)]
    as_of: date | None = None
    prefer: list[Annotated[str, Field(min_length=1, max_length=200)]] = Field(
        default=[], max_length=50, description="Sources that count where sources differ."
    )


class Made(BaseModel):
    """The scenario that was made."""

    name: str
    rows: dict[str, int]
    lines: list[str] = Field(description="What was left out or taken otherwise.")


class Begun(BaseModel):
    """A ledger that was begun."""

    place: str


Form = Literal["xlsx", "csv"]
