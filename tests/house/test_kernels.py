"""Kernels: cached, bit for bit the same everywhere, and each with a plain twin.

That each has one compiled signature is seen at the end of the suite: tests/conftest.py.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

from house.sources import ROOT, SOURCE, python_files, report, shown, tree

TWINS = ROOT / "tests" / "twins"
COMPILERS = {"njit", "jit", "vectorize", "guvectorize", "stencil", "cfunc"}
CHANGES_BITS = {"parallel", "fastmath"}


def name_of(node: ast.expr) -> str:
    """The last name of a decorator: njit of numba.njit(cache=True)."""
    node = node.func if isinstance(node, ast.Call) else node
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


@cache
def kernels() -> list[tuple[Path, ast.FunctionDef, ast.expr]]:
    """Each compiled function under src: its file, definition and decorator."""
    return [
        (path, node, decorator)
        for path in python_files(SOURCE)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef)
        for decorator in node.decorator_list
        if name_of(decorator) in COMPILERS
    ]


def options(decorator: ast.expr) -> dict[str, ast.expr]:
    keywords = decorator.keywords if isinstance(decorator, ast.Call) else []
    return {word.arg: word.value for word in keywords if word.arg}


def is_true(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is True


def test_there_are_kernels_to_look_at():
    assert {node.name for _, node, _ in kernels()} >= {"philox", "fill_uniform"}


def test_every_kernel_is_compiled_in_nopython_mode_and_cached():
    faults = [
        f"{shown(path)}:{node.lineno} {node.name}"
        for path, node, decorator in kernels()
        if name_of(decorator) != "njit" or not is_true(options(decorator).get("cache"))
    ]
    assert not faults, report(faults, "a kernel is decorated with numba.njit(cache=True):")


def test_no_kernel_asks_for_what_changes_bits():
    faults = [
        f"{shown(path)}:{node.lineno} {node.name} has {word}"
        for path, node, decorator in kernels()
        for word in sorted(CHANGES_BITS & set(options(decorator)))
    ]
    assert not faults, report(faults, "parallel means processes, and sums keep their order:")


def test_every_kernel_has_a_twin():
    told = "\n".join(path.read_text(encoding="utf-8") for path in python_files(TWINS))
    faults = [
        f"{shown(path)}:{node.lineno} {node.name}"
        for path, node, _ in kernels()
        if not re.search(rf"\b{re.escape(node.name)}\b", told)
    ]
    assert not faults, report(faults, "no module of tests/twins names these kernels:")


def test_no_loop_is_parallel():
    faults = [
        f"{shown(path)}:{node.lineno}"
        for path in python_files(SOURCE)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr == "prange"
    ]
    assert not faults, report(faults, "no prange:")
