"""The triggers that keep a ledger append-only: whether they are as the migration wrote them."""

from __future__ import annotations

import re

from sqlalchemy import Connection, text

from holdfast.ledger.address import FILE
from holdfast.ledger.migrations.versions.r0002_append_only import statements

_THERE = {
    False: "SELECT t.tgname, pg_get_triggerdef(t.oid, true), p.prosrc FROM pg_trigger t "
    "JOIN pg_proc p ON p.oid = t.tgfoid WHERE t.tgrelid = 'entries'::regclass "
    "AND NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')",
    True: "SELECT name, sql, '' FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'entries'",
}
"""Name, text and text of the function of each trigger that fires, by whether it is SQLite."""
_TRIGGER = re.compile(r"CREATE TRIGGER (\w+) .*?(?:EXECUTE FUNCTION (\w+)\(\))?", re.DOTALL)
_FUNCTION = re.compile(r"CREATE FUNCTION (\w+)\(\).*?\$\$(.*)\$\$", re.DOTALL)


def unguarded(connection: Connection) -> str:
    """What is wrong with the triggers of a ledger; "" if nothing is."""
    embedded = connection.dialect.name == FILE
    wanted = _written(embedded)
    there = {
        str(name): (str(said), str(does))
        for name, said, does in connection.execute(text(_THERE[embedded]))
    }
    lets = "the database lets entries be changed"
    if gone := sorted(set(wanted) - set(there)):
        return f"{lets}: {', '.join(gone)} was taken away"
    if other := sorted(name for name in wanted if there[name] != wanted[name]):
        return f"{lets}: {', '.join(other)} does not say what it was written to say"
    if more := sorted(set(there) - set(wanted)):
        return f"the database does more than it was made to: {', '.join(more)} was put in"
    return ""


def _written(embedded: bool) -> dict[str, tuple[str, str]]:
    """Name, text and text of the function of each trigger, as the migration has them."""
    made = statements(embedded)
    does = {found[1]: found[2] for each in made if (found := _FUNCTION.match(each))}
    triggers = [(found, each) for each in made if (found := _TRIGGER.fullmatch(each))]
    return {found[1]: (each, does.get(found[2], "")) for found, each in triggers}
