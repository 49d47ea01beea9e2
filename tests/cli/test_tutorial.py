"""The first hour: every command of the page, in order, does what the page says."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

pytestmark = pytest.mark.usefixtures("lived_once")

PAGE = Path(__file__).parents[2] / "docs" / "tutorial.md"
BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)


def commands() -> list[list[str]]:
    """The words of each command of the page, futures cut to what a test can wait for."""
    lines = "\n".join(BLOCK.findall(PAGE.read_text("utf-8"))).splitlines()
    return [
        [
            "4" if before == "--futures" else word
            for before, word in zip(["", *words], words, strict=False)
        ]
        for words in map(shlex.split, filter(None, lines))
    ]


def test_the_page_has_all_that_a_newcomer_needs():
    said = {words[1] for words in commands()}
    assert said >= {"new", "check", "run", "stocks", "explain", "packages", "whatif", "report"}
    assert all(words[0] == "holdfast" for words in commands())


def test_every_command_runs_as_it_stands(call, tmp_path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    said = {}
    for words in commands():
        done = call(*words[1:])
        assert done.exit_code == 0, (words, done.output)
        said[words[1]] = done.output
    assert "nothing wrong" in said["check"]
    assert (tmp_path / "report.html").stat().st_size > 100_000
    assert "the same to the last bit" in said["verify"]
