"""The schema of the database: made by `init`, checked whenever a ledger is opened."""

from __future__ import annotations

from importlib import resources

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from holdfast.ledger.address import shown
from holdfast.ledger.draft import LedgerError, refused


def configuration(connection: Connection | None = None) -> Config:
    """What alembic is to know: where the migrations are, and the connection they use."""
    made = Config()
    made.set_main_option("script_location", str(resources.files("holdfast.ledger") / "migrations"))
    made.attributes["connection"] = connection
    return made


def newest() -> str:
    """The revision of the schema that this version reads and writes."""
    head = ScriptDirectory.from_config(configuration()).get_current_head()
    assert head is not None
    return head


def revision(connection: Connection) -> str | None:
    """The revision of the schema in a database; None where there is no ledger."""
    return MigrationContext.configure(connection).get_current_revision()


def upgrade(connection: Connection, to: str = "head") -> None:
    """Bring the schema to a revision, within the transaction of the connection."""
    command.upgrade(configuration(connection), to)


def refuse_other(connection: Connection) -> None:
    """Raise LedgerError unless the database holds a ledger of this version's schema."""
    place = shown(connection.engine.url)
    found = revision(connection)
    if found is None:
        raise refused("holds no ledger; `holdfast ledger init` makes one", place)
    if found == newest():
        return
    raise outdated(place) if found in _revisions() else too_new(place, found)


def outdated(place: str) -> LedgerError:
    """The error of a schema of an earlier version."""
    return refused(
        f"is a ledger of an earlier version; `holdfast ledger init {place} --upgrade` brings it "
        "to this one",
        place,
    )


def too_new(place: str, found: str) -> LedgerError:
    """The error of a schema that this version does not know."""
    return refused(
        f"is a ledger of a later version of holdfast (schema {found}; known to {newest()}): "
        "install that version",
        place,
    )


def _revisions() -> set[str]:
    script = ScriptDirectory.from_config(configuration())
    return {one.revision for one in script.walk_revisions()}


def is_known(found: str) -> bool:
    """Whether a revision is one of this version's."""
    return found in _revisions()


def is_empty(connection: Connection) -> bool:
    """Whether a database holds no table at all."""
    return not inspect(connection).get_table_names()
