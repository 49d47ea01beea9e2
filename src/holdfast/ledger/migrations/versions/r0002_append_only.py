"""Triggers: no entry is changed or taken out, and a new one stands at the end of the chain."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"

GENESIS = "0" * 64
AT_END = f"""
    NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM entries)
    OR NEW.previous <> coalesce(
        (SELECT hash FROM entries ORDER BY number DESC LIMIT 1), '{GENESIS}'
    )
    OR EXISTS (SELECT 1 FROM entries WHERE digest = NEW.digest OR hash = NEW.hash)
"""
KEPT, ORDERED = "the ledger is append-only", "an entry stands at the end of the chain, once"


def upgrade() -> None:
    """Add the triggers, in the words of the database."""
    for statement in statements(op.get_bind().dialect.name == "sqlite"):
        op.execute(statement)


def statements(embedded: bool) -> list[str]:
    """What is run in SQLite, or in PostgreSQL."""
    return _sqlite() if embedded else _postgresql()


def _sqlite() -> list[str]:
    made = [
        f"CREATE TRIGGER entries_no_{verb.lower()} BEFORE {verb} ON entries "
        f"BEGIN SELECT RAISE(ABORT, '{KEPT}'); END"
        for verb in ("UPDATE", "DELETE")
    ]
    made.append(
        f"CREATE TRIGGER entries_at_end BEFORE INSERT ON entries WHEN {AT_END} "
        f"BEGIN SELECT RAISE(ABORT, '{ORDERED}'); END"
    )
    return made


def _postgresql() -> list[str]:
    return [
        f"CREATE FUNCTION entries_kept() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN RAISE EXCEPTION '{KEPT}'; END $$",
        f"CREATE FUNCTION entries_ordered() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN IF {AT_END} THEN RAISE EXCEPTION '{ORDERED}'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER entries_no_update BEFORE UPDATE ON entries "
        "FOR EACH ROW EXECUTE FUNCTION entries_kept()",
        "CREATE TRIGGER entries_no_delete BEFORE DELETE ON entries "
        "FOR EACH ROW EXECUTE FUNCTION entries_kept()",
        "CREATE TRIGGER entries_no_truncate BEFORE TRUNCATE ON entries "
        "FOR EACH STATEMENT EXECUTE FUNCTION entries_kept()",
        "CREATE TRIGGER entries_at_end BEFORE INSERT ON entries "
        "FOR EACH ROW EXECUTE FUNCTION entries_ordered()",
    ]
