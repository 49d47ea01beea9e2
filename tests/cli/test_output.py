"""Tables at terminals of several widths: no cell is ever cut."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios

import pytest

from holdfast.cli import output

ESCAPES = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")
VERDICTS = ("told apart", "not told apart", "leans", "rare: changes", "too few futures")
CHILD = """
import fcntl, struct, sys, termios
from holdfast.cli import app
from holdfast.scenario import read_scenario
for width in map(int, sys.argv[1].split(",")):
    fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 50, width, 0, 0))
    print(f"=== {width}", flush=True)
    for words in sys.argv[2:]:
        print("\\x1e", end="", flush=True)
        app(words.split("|"), standalone_mode=False)
"""
"""A record separator stands before what each command prints."""


def at_terminals(widths, *commands):
    """What commands print at a pseudo-terminal of each width, one after the other."""
    return {width: "".join(parts) for width, parts in each_at(widths, *commands).items()}


def each_at(widths, *commands):
    """What each command prints at a pseudo-terminal of each width; all in one process."""
    parent, child = pty.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 80, 0, 0))
    without = {name: text for name, text in os.environ.items() if name not in ("COLUMNS", "LINES")}
    words = ["|".join(map(str, command)) for command in commands]
    program = [sys.executable, "-c", CHILD, ",".join(map(str, widths)), *words]
    running = subprocess.Popen(program, stdout=child, stderr=subprocess.PIPE, stdin=child,
                               env={**without, "TERM": "xterm"})  # fmt: skip
    os.close(child)
    shown = b""
    while True:
        try:
            part = os.read(parent, 65536)
        except OSError:
            break
        if not part:
            break
        shown += part
    os.close(parent)
    assert running.wait(120) == 0, running.stderr.read()
    text = ESCAPES.sub("", shown.decode()).replace("\r\n", "\n")
    parts = re.split(r"^=== (\d+)\n", text, flags=re.MULTILINE)[1:]
    return {
        int(width): part.split("\x1e")[1:]
        for width, part in zip(parts[::2], parts[1::2], strict=True)
    }


@pytest.fixture(scope="module")
def shown(runs, valley):
    commands = [("compare", runs / "a", runs / "b"), ("stocks", runs / "a"), ("packages", valley)]
    return at_terminals((80, 100, 120), *commands)


@pytest.mark.parametrize("width", [80, 100, 120])
def test_no_line_is_longer_than_the_terminal_and_no_cell_is_cut(shown, width):
    text = shown[width]
    assert max(map(len, text.splitlines())) <= width
    assert "…" not in text
    words = " ".join(text.split())
    for whole in ("person-hours without power or, weighted, in the cold", "told apart"):
        assert all(word in words for word in whole.split())


@pytest.mark.parametrize("width", [80, 100, 120])
def test_the_verdict_stands_second(shown, width):
    text = shown[width]
    heads = [line.split() for line in text.splitlines() if line.startswith("B minus A")]
    assert heads
    assert all(head[3:4] == ["verdict"] for head in heads)
    rows = [line for line in text.splitlines() if line.startswith("weapons that got through ")]
    assert rows
    assert all(any(verdict in row for verdict in VERDICTS) for row in rows)


def test_a_narrow_terminal_drops_the_gain_and_then_the_interval(shown, call, runs):
    narrow = at_terminals([60], ("compare", runs / "a", runs / "b"))[60]
    assert "95 % interval" not in narrow
    assert "gain\n" not in narrow
    assert "95 % interval" in shown[120]
    piped = call("compare", runs / "a", runs / "b").output
    assert "95 % interval" in piped
    assert re.search(r"B minus A .* gain\n", piped)
    tables = [line for line in piped.splitlines() if line.startswith(("─", "weapons", "cost of"))]
    assert max(map(len, tables)) <= output.PAPER_WIDTH


LINES = [("a name of several words", "told apart", "−12,345.6 ± 0.1", "+0.000255 to +0.0642")]


@pytest.mark.parametrize("width", [30, 50, 80, 200])
def test_numbers_stay_whole_at_any_width(width):
    columns = ("what", "verdict", "difference", "interval")
    places, widths = output._fitted(columns, LINES, (0, 1), (3,), width)
    assert len("−12,345.6 ± 0.1") <= widths[places.index(2)]
    if 3 in places:
        assert sum(widths) + output.GAP * (len(widths) - 1) <= max(width, 30)
    assert (3 in places) == (width >= 80)
    assert sum(widths) + output.GAP * (len(widths) - 1) <= max(width, 45)


def test_a_short_cell_of_every_row_stays_whole_beside_a_long_one_of_few():
    """Else each row takes two lines, for a word or two that the first column has no use for."""
    names = ["hours without power"] * 9 + ["person-hours without power or, weighted, in the cold"]
    lines = [(name, "too few futures") for name in names]
    _, widths = output._fitted(("what", "verdict"), lines, (0, 1), (), 50)
    assert widths[1] >= len("too few futures")
    assert sum(widths) + output.GAP <= 50
