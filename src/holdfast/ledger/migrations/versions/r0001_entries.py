"""The table of entries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None

TEXTS = (
    "id",
    "kind",
    "partner",
    "item",
    "quantity",
    "unit",
    "date",
    "due",
    "region",
    "of",
    "source",
    "as_of",
    "asked_by",
    "help",
    "topic",
    "stance",
    "hardness",
    "withdrawn",
    "said",
    "note",
)


def upgrade() -> None:
    """Make the table; a later field of an entry is a column that a later step adds."""
    op.create_table(
        "entries",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("written", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False, server_default="") for name in TEXTS),
        sa.Column("digest", sa.Text, nullable=False, unique=True),
        sa.Column("previous", sa.Text, nullable=False, unique=True),
        sa.Column("hash", sa.Text, nullable=False, unique=True),
    )
