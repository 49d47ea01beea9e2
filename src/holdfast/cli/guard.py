"""Exit states: 0 done, 2 wrong input, 1 anything else, 130 interrupted; never a traceback."""

from __future__ import annotations

import errno
import functools
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import typer

from holdfast.cli import interrupt
from holdfast.cli.paths import concerns, of_option

P = ParamSpec("P")
T = TypeVar("T")

WRONG_INPUT, FAILED, INTERRUPTED = 2, 1, interrupt.STATE
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""Errors of the system that are said of a disk, or a share of it, that is full."""
NAMED_WRONGLY = (
    *(errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.ENAMETOOLONG, errno.ELOOP),
    *(errno.EACCES, errno.EPERM, errno.EROFS),
)
"""Errors of the system that another path would not have met."""
RESUMED = ("run", "whatif", "hindcast", "validate")
"""Commands that go on with `--resume`."""
_FRESH = re.compile(r"\.(.+)\.(?:part-[0-9a-f]{8}|part|batches|work|tmp)")
"""Names under which something is written before it is whole."""


def guarded(command: Callable[P, T]) -> Callable[P, T]:
    """The command with every way it can fail turned into a line and an exit state."""

    @functools.wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            with interrupt.inside():
                return command(*args, **kwargs)
        except typer.Exit:
            raise
        except KeyboardInterrupt:
            _say(_interrupted(command.__name__, kwargs))
            raise typer.Exit(INTERRUPTED) from None
        except BrokenPipeError:
            # whoever read us has gone and has all that was wanted
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit() from None
        except Exception as error:
            raise typer.Exit(_explain(error, command.__name__, kwargs)) from None

    return wrapped


def _interrupted(command: str, given: dict[str, Any]) -> str:
    """What an interruption leaves, and how to go on."""
    from holdfast.outcome.store import is_outcome

    places = _places(given)
    if command == "report" and places and places[0].suffix.lower() == ".pdf":
        return "interrupted; of rows that were valued the worth is kept beside the run, no brief is"
    if command not in RESUMED:
        return "interrupted; nothing is kept (run, whatif, hindcast and validate can be resumed)"
    if not places:
        what = "parts" if command == "validate" else "batches"
        return f"interrupted; nothing is kept (with --out finished {what} are, for --resume)"
    if command == "run" and is_outcome(places[0]):
        return f"interrupted once the run was written to {places[0]}"
    kept = _kept(places)
    if not kept:
        return f"interrupted before a {_unit(command)} was finished; nothing is kept"
    return f"interrupted; kept: {kept}; the same command with --resume goes on"


def _places(given: dict[str, Any]) -> list[Path]:
    """Where a command was to write."""
    return [Path(given[name]) for name in ("out", "out_a") if given.get(name) is not None]


def _kept(places: list[Path]) -> str:
    """What is finished of what goes to these places: "2 finished batches of futures"."""
    from holdfast.campaign.keep import finished
    from holdfast.campaign.workshop import kept_for
    from holdfast.outcome.store import is_outcome

    wholes, batches, parts = kept_for(places[0])
    batches += sum(map(finished, places))
    wholes += sum(map(is_outcome, places))
    kept = [
        f"{count} {word if count == 1 else words}"
        for count, word, words in (
            (wholes, "whole run", "whole runs"),
            (batches, "finished batch of futures", "finished batches of futures"),
            (parts, "finished part", "finished parts"),
        )
        if count
    ]
    return " and ".join(kept)


def _explain(error: Exception, command: str, given: dict[str, Any]) -> int:
    """Say on standard error what is wrong and what to do; the exit state that belongs to it."""
    from holdfast.campaign.cluster import NoCluster
    from holdfast.campaign.keep import Mismatch
    from holdfast.outcome import OutcomeError
    from holdfast.questions.refused import Refused
    from holdfast.scenario import ScenarioError

    if isinstance(error, ScenarioError):
        from holdfast.cli.faults import lines

        for line in lines(error.faults):
            _say(of_option(line, given))
        return WRONG_INPUT
    if isinstance(error, (Refused, OutcomeError, Mismatch)):
        for line in str(error).splitlines():
            _say(of_option(line, given))
        return WRONG_INPUT
    if isinstance(error, NoCluster):
        _say(f"--cluster: {error}")
        return WRONG_INPUT
    if isinstance(error, FileExistsError) and error.errno is None:
        _say(of_option(str(error), given))
        return WRONG_INPUT
    if isinstance(error, OSError) and _is_named(error, given):
        _say(of_option(_advice(error), given))
        return WRONG_INPUT
    _say(
        _advice(error)
        + (_resumable(command, given) if _stops(error) and command in RESUMED else "")
    )
    return FAILED


def _is_named(error: OSError, given: dict[str, Any]) -> bool:
    """Whether another path on the command line would not have met this error."""
    wrong = error.errno in NAMED_WRONGLY and error.filename is not None
    return wrong and concerns(Path(shown(error.filename)), given)


def _stops(error: Exception) -> bool:
    """Whether the machine stopped a command that would have gone on."""
    return isinstance(error, (OSError, MemoryError))


def _unit(command: str) -> str:
    """What of a command is kept whole or not at all."""
    return "part" if command == "validate" else "batch of futures"


def _resumable(command: str, given: dict[str, Any]) -> str:
    """What a command that the machine stopped leaves, and how to go on."""
    places = _places(given)
    if not places:
        return ""
    kept = _kept(places)
    if not kept:
        return f"; no {_unit(command)} was finished, so nothing is kept"
    return f"; kept: {kept}; after that the same command with --resume goes on"


def _advice(error: Exception) -> str:
    text = " ".join(str(error).split())
    if isinstance(error, MemoryError):
        return "there is not memory enough; ask for fewer futures or workers"
    if isinstance(error, OSError):
        where = f"{shown(error.filename)}: " if error.filename else ""
        full = error.errno in FULL
        todo = "make room there" if full else "check the path, its permissions and free space"
        return f"{where}{error.strerror or text}; {todo}"
    if isinstance(error, (ValueError, RuntimeError)) and text:
        return text
    return f"unexpected {type(error).__name__}: {text}; please report it with the command you gave"


def shown(name: object) -> str:
    """The path of a file as it is known to whoever named it, not the temporary one of its making.

    `runs/.first.part-3a209b1c/data.zarr` is `runs/first`.
    """
    path = Path(os.fsdecode(name) if isinstance(name, (str, bytes)) else str(name))
    for place, part in enumerate(path.parts):
        if found := _FRESH.fullmatch(part):
            return str(Path(*path.parts[:place], found.group(1)))
    return str(path)


def _say(text: str) -> None:
    typer.echo(f"holdfast: {text}" if not text.startswith("holdfast") else text, err=True)
