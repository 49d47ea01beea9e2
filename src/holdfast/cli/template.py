"""The scenario that `holdfast new` writes: small, whole, and explained by the schemas."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from holdfast.scenario import Column, schemas

INTRODUCTION = """\
A scenario: `scenario.toml` and one table a file, one row a thing. Change what you know, add rows,
leave out the tables that are marked so. `holdfast check` names every slip by file, row and column.
Beside a value marked *range* may stand `<name>_low` and `<name>_high`, its 5 and 95 % points; it is
then drawn once for each pair of futures. Every table may also have `source`, `as_of`, `status` and
`note`.
"""
_MARK = "=== "
"""Starts the line that names the next file of template.txt."""


def files(name: str) -> dict[str, str]:
    """The text of each file by its path, for a scenario of this name."""
    text = (resources.files("holdfast.cli") / "template.txt").read_text(encoding="utf-8")
    made: dict[str, str] = {}
    for part in text.split(f"\n{_MARK}")[1:]:
        path, _, body = part.partition("\n")
        made[path] = body.strip("\n") + "\n"
    made["scenario.toml"] = made["scenario.toml"].replace("NAME", name)
    made["README.md"] = explained(name, [path.removesuffix(".csv") for path in made])
    return made


def write(folder: Path) -> list[str]:
    """Write the scenario to a folder that must not exist, or be empty; the paths of its files.

    Raises FileExistsError if something stands there.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileExistsError(f"{folder} exists already and is not empty; choose another name")
    made = files(re.sub(r"[^\w.-]+", "-", folder.resolve().name).strip("-.") or "scenario")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as parent:
        fresh = Path(parent) / "scenario"
        for path, text in made.items():
            (fresh / path).parent.mkdir(parents=True, exist_ok=True)
            (fresh / path).write_text(text, encoding="utf-8")
        fresh.replace(folder)
    return sorted(made)


def explained(name: str, present: list[str]) -> str:
    """A page on every table: what it is and what its columns hold."""
    return "\n".join(_page(name, present)) + "\n"


def _page(name: str, present: list[str]) -> Iterator[str]:
    yield f"# {name}"
    yield ""
    yield from INTRODUCTION.splitlines()
    for table, schema in schemas().items():
        yield ""
        state = "" if schema.required else ", may be left out"
        yield f"## {schema.file}{state}{'' if table in present else ' (not in this scenario)'}"
        yield ""
        yield schema.doc
        yield ""
        for column in schema.columns.values():
            if not column.common and not column.bounds:
                yield f"- `{column.name}`{_kind(column)}: {column.doc}"


def _kind(column: Column) -> str:
    said = [column.unit] if column.unit not in ("", "1") else []
    said += [f"one of {', '.join(column.allowed)}"] if column.allowed else []
    said += [f"an entry of {column.references}"] if column.references else []
    said += ["range"] if column.range else []
    said += ["needed"] if column.required else []
    said += [f"blank means {column.default}"] if column.default else []
    return f" ({'; '.join(said)})" if said else ""
