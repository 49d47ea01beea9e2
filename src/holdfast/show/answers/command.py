"""The command that makes an answer again: it runs as it is printed."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from pathlib import Path

from holdfast.scenario import Scenario
from holdfast.show.answers.teller import Teller
from holdfast.show.catalogue import ENGLISH


def path_of(scenario: Scenario, public: bool) -> str:
    """Give the folder of a scenario as a word of a command; of one from the root only its end."""
    path = scenario.path or scenario.settings.name
    return shlex.quote(Path(path).name if public and Path(path).is_absolute() else path)


def asked_of(
    teller: Teller, command: str, words: Iterable[str], seed: int, page: str = "--out"
) -> tuple[str, ...]:
    """Give the command that asks a question of the scenario of a page, and writes the page."""
    scenario = teller.scenario
    known = []
    if scenario.as_of is not None and scenario.as_of != scenario.settings.freeze:
        known = ["--as-of", str(scenario.as_of)]
    given = [*words, "--seed", str(seed), *known, *ending(teller, page)]
    path = path_of(scenario, teller.public)
    return (f"holdfast {command} {path} {' '.join(map(shlex.quote, given))}",)


def ending(teller: Teller, page: str = "--out") -> list[str]:
    """Give the words of a command that write its page in the language of this one."""
    language = [] if teller.words.language == ENGLISH else ["--language", teller.words.language]
    return [page, file_of(teller), *language, *(["--public"] if teller.public else [])]


def file_of(teller: Teller) -> str:
    """Give the file of the page as it was named; on a public page one from the root by its end."""
    path = Path(teller.file)
    return path.name if teller.public and path.is_absolute() else teller.file


def where(teller: Teller) -> str:
    """Say where the command is to be given."""
    return teller.say("answer.again_at", path=path_of(teller.scenario, teller.public))


def number(value: float) -> str:
    """Write a number as a word of a command."""
    return f"{value:.10g}"
