"""What pages with commands are run in, and how their commands and their Python are run."""

from __future__ import annotations

import contextlib
import io
import os
import shlex
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

from rich.console import Console
from typer.testing import CliRunner

from holdfast.campaign import pool
from holdfast.cli import app, output

ROOT = Path(__file__).resolve().parents[1]
WIDTH = 88
"""Characters of a line of the terminal in which the pages are shown."""


@contextmanager
def workplace() -> Iterator[Path]:
    """A new folder, the current one for the while, in which examples and data are found.

    Futures are simulated in this process: for a few, starting others takes longer than the work.
    """
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for given in ("examples", "data"):
            (folder / given).symlink_to(ROOT / given)
        os.chdir(folder)
        try:
            with mock.patch.object(pool, "processors", return_value=1):
                yield folder
        finally:
            os.chdir(before)


@dataclass
class Reader:
    """Somebody who types what the pages say, each command once, at one terminal."""

    done: dict[str, tuple[int, list[str]]] = field(default_factory=dict)
    space: dict[str, Any] = field(default_factory=dict)

    def types(self, code: str) -> tuple[int, list[str]]:
        """Run the command lines of a block; exit status and lines of the last."""
        last: tuple[int, list[str]] = (0, [])
        for line in code.replace("\\\n", " ").splitlines():
            words = shlex.split(line, comments=True)
            if not words:
                continue
            if words[0] != "holdfast":
                raise ValueError(f"not a command of holdfast: {line}")
            command = shlex.join(words)
            if command not in self.done:
                self.done[command] = _called(words[1:])
            last = self.done[command]
        return last

    def runs(self, code: str) -> tuple[int, list[str]]:
        """Run the Python of a block, after that of the blocks before; what it printed."""
        with contextlib.redirect_stdout(io.StringIO()) as said:
            exec(compile(code, "a block of Python", "exec"), self.space)
        return 0, _lines(said.getvalue())


def _called(words: list[str]) -> tuple[int, list[str]]:
    def terminal() -> Console:
        return Console(emoji=False, markup=False, highlight=False, width=WIDTH, force_terminal=True)

    with mock.patch.object(output, "_console", terminal):
        done = CliRunner().invoke(app, words)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, _lines(done.output)


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines()]
