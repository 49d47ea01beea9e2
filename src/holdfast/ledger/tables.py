"""The tables of a ledger in the database, as they are read and written."""

from __future__ import annotations

from sqlalchemy import Column, Integer, MetaData, Table, Text

from holdfast.ledger.schema import columns

METADATA = MetaData()

ENTRIES = Table(
    "entries",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("written", Text, nullable=False),
    Column("who", Text, nullable=False),
    *(Column(name, Text, nullable=False, server_default="") for name in columns()),
    Column("digest", Text, nullable=False, unique=True),
    Column("previous", Text, nullable=False, unique=True),
    Column("hash", Text, nullable=False, unique=True),
)
"""One row an entry; blank fields are "". Migrations make it, with what keeps it append-only."""
