"""Code: documented, short, finished."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from house.sources import ROOT, SOURCE, lines_with, project_files, python_files, report, shown, tree

LONGEST_FILE = 400
LONGEST_FUNCTION = 60
CODE = {".py", ".toml", ".md", ".yml", ".yaml", ".cfg", ".html", ".j2", ".css", ".js", ".csv", ""}

# The words are put together here so that this file does not break its own rule.
UNFINISHED = re.compile(rf"\b({'|'.join(('TO' + 'DO', 'FIX' + 'ME', 'X' * 3))})\b")
LEFT_OUT = re.compile(
    r"\bpytest\.(mark\.)?(sk" + r"ip(if)?|xf" + r"ail|importorsk" + r"ip)\b"
    r"|\bunittest\.sk" + r"ip|\braise SkipTest"
)

Function = ast.FunctionDef | ast.AsyncFunctionDef


def public(tree_: ast.Module) -> Iterator[tuple[str, Function | ast.ClassDef]]:
    """Public functions and classes of a module, and public methods of these classes.

    A method of a Protocol only names what others have; the class says what it is for.
    """
    for node in tree_.body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            yield node.name, node
            if isinstance(node, ast.ClassDef) and "Protocol" not in map(ast.unparse, node.bases):
                for inner in node.body:
                    if isinstance(inner, Function) and not inner.name.startswith("_"):
                        yield f"{node.name}.{inner.name}", inner


@pytest.mark.parametrize("path", python_files(SOURCE), ids=shown)
def test_modules_and_what_they_offer_are_documented(path):
    faults = [] if ast.get_docstring(tree(path)) else [f"{shown(path)}: the module"]
    faults += [
        f"{shown(path)}:{node.lineno} {name}"
        for name, node in public(tree(path))
        if not ast.get_docstring(node)
    ]
    assert not faults, report(faults, "a docstring is missing:")


@pytest.mark.parametrize("folder", ["src", "tests", "tools", "benchmarks"])
def test_files_are_one_idea_long(folder):
    faults = []
    for path in python_files(ROOT / folder):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > LONGEST_FILE:
            faults.append(f"{shown(path)}: {lines} lines")
    assert not faults, report(faults, f"over {LONGEST_FILE} lines; find the second idea:")


@pytest.mark.parametrize("folder", ["src", "tools", "benchmarks"])
def test_functions_are_one_thought_long(folder):
    faults = []
    for path in python_files(ROOT / folder):
        for node in ast.walk(tree(path)):
            if isinstance(node, Function) and node.end_lineno is not None:
                lines = node.end_lineno - node.lineno + 1
                if lines > LONGEST_FUNCTION:
                    faults.append(f"{shown(path)}:{node.lineno} {node.name}: {lines} lines")
    assert not faults, report(faults, f"over {LONGEST_FUNCTION} lines; find the second thought:")


def written(*suffixes: str) -> list[Path]:
    """The files of code, prose and tables of the project."""
    return [path for path in project_files() if path.suffix in suffixes]


def test_nothing_is_left_to_be_done():
    faults = [
        f"{shown(path)}:{number} {line.strip()[:80]}"
        for path, number, line in lines_with(UNFINISHED, *written(*CODE))
    ]
    assert not faults, report(faults, "finish it or leave it out:")


def test_no_test_is_left_out():
    faults = [
        f"{shown(path)}:{number} {line.strip()[:80]}"
        for path, number, line in lines_with(LEFT_OUT, *written(".py"))
    ]
    assert not faults, report(faults, "a test that does not run tests nothing:")


def test_nothing_simulated_or_written_looks_at_the_clock():
    """A clock that is set back changes nothing; only bars that tell how long it takes may look, and
    sessions, which end.
    """
    looks = re.compile(r"\b(time\.time|datetime\.now|utcnow|date\.today|gmtime|localtime)\b")
    faults = [
        f"{shown(path)}:{number}"
        for path in python_files(SOURCE)
        if path != SOURCE / "page" / "clock.py"
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if looks.search(line)
    ]
    assert not faults, report(faults, "looks at the clock:")
