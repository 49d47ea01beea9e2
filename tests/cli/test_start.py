"""A quick start: what needs no data frames loads none."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("matplotlib", "numba", "pandas", "scipy", "xarray", "zarr")
CHILD = f"""
import sys
from holdfast.cli import app
try:
    app(sys.argv[1:], standalone_mode=False)
except SystemExit as ended:
    assert not ended.code, ended.code
print("loaded", *sorted(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr)
"""


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--help",),
        ("run", "--help"),
        ("explain", "--help"),
        ("check", "examples/valley"),
        ("packages", "examples/valley"),
        ("packages", "examples/valley", "--language", "fr"),
        ("packages", "examples/valley", "--json"),
    ],
    ids=" ".join,
)
def test_no_heavy_library_is_loaded(root, words):
    done = subprocess.run([sys.executable, "-c", CHILD, *words], cwd=root, capture_output=True,
                          text=True)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout
    assert done.stderr.splitlines()[-1].strip() == "loaded"


def test_what_reads_a_run_is_noticed(root):
    """The test above would fail if it loaded anything."""
    script = "import sys\nfrom holdfast.outcome import Outcome\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert {"xarray", "pandas"} <= set(done.stdout.split())
