"""Exit states: 0 done, 2 wrong input, 1 anything else, 130 interrupted; never a traceback."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import typer

P = ParamSpec("P")
T = TypeVar("T")

WRONG_INPUT, FAILED, INTERRUPTED = 2, 1, 130


def guarded(command: Callable[P, T]) -> Callable[P, T]:
    """The command with every way it can fail turned into a line and an exit state."""

    @functools.wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return command(*args, **kwargs)
        except typer.Exit:
            raise
        except KeyboardInterrupt:
            _say("interrupted; `run --out DIR --resume` goes on after the finished batches")
            raise typer.Exit(INTERRUPTED) from None
        except BrokenPipeError:
            # whoever read us has gone; leave nothing that would be written at exit
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(FAILED) from None
        except Exception as error:
            raise typer.Exit(_explain(error)) from None

    return wrapped


def _explain(error: Exception) -> int:
    """Say on standard error what is wrong and what to do; the exit state that belongs to it."""
    from holdfast.outcome import OutcomeError
    from holdfast.questions.refused import Refused
    from holdfast.scenario import ScenarioError

    if isinstance(error, ScenarioError):
        for fault in error.faults:
            _say(str(fault))
        return WRONG_INPUT
    if isinstance(error, (Refused, OutcomeError)):
        _say(str(error))
        return WRONG_INPUT
    _say(_advice(error))
    return FAILED


def _advice(error: Exception) -> str:
    text = " ".join(str(error).split())
    if isinstance(error, MemoryError):
        return "there is not memory enough; ask for fewer futures or workers"
    if isinstance(error, FileExistsError) and error.errno is None:
        return text
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror or text}; check the path, its permissions and free space"
    if isinstance(error, (ValueError, RuntimeError)) and text:
        return text
    return f"unexpected {type(error).__name__}: {text}; please report it with the command you gave"


def _say(text: str) -> None:
    typer.echo(f"holdfast: {text}" if not text.startswith("holdfast") else text, err=True)
