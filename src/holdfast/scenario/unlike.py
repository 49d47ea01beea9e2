"""What differs between two scenarios, told file by file: settings by key, rows by id and column."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from holdfast.scenario.fault import short
from holdfast.scenario.schema import Schema, schemas

SETTINGS = "scenario.toml"
MOST = 4
"""Differences of one file that are told; the others are counted."""
FORM = "only its form"
"""What is said of a file whose values are the same."""
NONE = "nothing"
"""What is said where there is no value."""


def unlike(old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    """The differences of two sets of files of checked scenarios, the old value and the new one.

    As `deliveries.csv row EN/1 quantity: 2, now 3`. Empty if the files are the same.
    """
    made: list[str] = []
    for name in sorted({*old, *new}):
        before, after = old.get(name), new.get(name)
        if before == after:
            continue
        if before is None or after is None:
            made.append(f"{name}: {_there(name in old)}, now {_there(name in new)}")
            continue
        found = list(_settings(before, after) if name == SETTINGS else _rows(name, before, after))
        made += found[:MOST] or [f"{name}: {FORM}"]
        if len(found) > MOST:
            made.append(f"{name}: {len(found) - MOST} more differences")
    return made


def changed(what: str, old: object, new: object) -> str:
    """`seed: 1, now 2`."""
    return f"{what}: {_said(old)}, now {_said(new)}"


def _said(value: object) -> str:
    return short(str(value)) if value not in ("", None) else NONE


def _there(is_there: bool) -> str:
    return "there" if is_there else "not there"


def _settings(before: str, after: str) -> Iterator[str]:
    old, new = dict(_leaves(tomllib.loads(before))), dict(_leaves(tomllib.loads(after)))
    for key in dict.fromkeys([*old, *new]):
        if old.get(key) != new.get(key):
            yield changed(f"{SETTINGS} {key}", old.get(key), new.get(key))


def _leaves(value: Any, key: str = "") -> Iterator[tuple[str, object]]:
    if not isinstance(value, dict):
        yield key, value
        return
    for name, inner in value.items():
        yield from _leaves(inner, f"{key}.{name}" if key else name)


def _rows(file: str, before: str, after: str) -> Iterator[str]:
    schema = next((one for one in schemas().values() if one.file == file), None)
    if schema is None:
        return
    old, new = _by_key(schema, before), _by_key(schema, after)
    for key in dict.fromkeys([*old, *new]):
        where = f"{file} row {key}"
        if key not in old or key not in new:
            yield f"{where}: {_there(key in old)}, now {_there(key in new)}"
            continue
        for column in dict.fromkeys([*old[key], *new[key]]):
            values = old[key].get(column, ""), new[key].get(column, "")
            if values[0] != values[1]:
                yield changed(f"{where} {column}", *values)


def _by_key(schema: Schema, text: str) -> dict[str, dict[str, str]]:
    """The rows of a table by their key; rows of one key by a number behind it."""
    records = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    made: dict[str, dict[str, str]] = {}
    for record in records:
        row = {str(name).strip(): (value or "").strip() for name, value in record.items() if name}
        if not any(row.values()):
            continue
        key = first = " ".join(row.get(name, "") for name in schema.key)
        number = 2
        while key in made:
            key, number = f"{first} ({number})", number + 1
        made[key] = row
    return made
