"""What the architecture tests read: the files of the project, parsed."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "holdfast"
ENGINES = ("power", "gas", "raids", "spares")


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def python_files(folder: Path) -> list[Path]:
    """Every Python file under a folder, in order."""
    return sorted(path for path in folder.rglob("*.py") if "__pycache__" not in path.parts)


def shown(path: Path) -> str:
    """A path as it is written in messages: from the folder of the project."""
    return path.relative_to(ROOT).as_posix()


@cache
def project_files() -> tuple[Path, ...]:
    """All files that are or would be committed."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    paths = (ROOT / name for name in listed.split("\0") if name)
    return tuple(sorted(path for path in paths if path.is_file()))


@cache
def text_of(path: Path) -> str | None:
    """The text of a file, or None if it is not text."""
    data = path.read_bytes()
    if b"\0" in data[:8192]:
        return None
    return data.decode("utf-8", errors="replace")


def lines_with(pattern: re.Pattern[str], *paths: Path) -> Iterator[tuple[Path, int, str]]:
    """Each line in which a pattern is found, of files that are text; it spans no two lines."""
    for path in paths:
        text = text_of(path)
        if text is not None and pattern.search(text):
            for number, line in enumerate(text.splitlines(), start=1):
                if pattern.search(line):
                    yield path, number, line


@cache
def imports(path: Path) -> tuple[tuple[int, str], ...]:
    """Line and module of each import of a file, wherever it stands in it."""
    return tuple(_imports(path))


def _imports(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield node.lineno, name.name
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.lineno, node.module
            for name in node.names:
                yield node.lineno, f"{node.module}.{name.name}"


BETWEEN = ("types", "carried", "upkeep", "sizes")
"""Modules of what passes between blocks, or holds in several."""


@cache
def blocks() -> dict[str, Path]:
    """The blocks of the day by name: modules or packages of model, and arrivals."""
    found = {}
    for path in sorted((SOURCE / "model").iterdir()):
        name = path.stem
        module = path.suffix == ".py" or (path / "__init__.py").is_file()
        if (
            module
            and name not in ("__init__", *BETWEEN, "regimes", "launches")
            and "kernels" not in name
        ):
            found[name] = path
    arrivals = SOURCE / "aid" / "arrivals.py"
    return found | ({"arrivals": arrivals} if arrivals.is_file() else {})


def report(faults: list[str], rule: str) -> str:
    """A message that says the rule and every place that breaks it."""
    return "\n".join([rule, *(f"  {fault}" for fault in faults)])
