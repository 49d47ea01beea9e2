"""Paths on the command line: what cannot be one is told before anything is read or simulated."""

from __future__ import annotations

import os
from pathlib import Path

import typer

OPTIONS = (
    *("out", "out_a", "base", "against", "hindcast", "facts", "onto", "columns", "guesses"),
    "grid",
    "data",
    "page",
    "classes",
)
"""Parameters of commands that are paths given by an option."""
ARGUMENTS = ("scenario", "run", "run_a", "run_b", "folder", "file", "book", "source", "place")


def given(text: str | Path) -> Path:
    """The path of what is there; what it is, is for the command to see."""
    text = str(text)  # a default comes as a path
    if not text.strip():
        raise typer.BadParameter("is blank; the path of a file or folder is needed")
    try:
        Path(text).exists()
    except OSError as error:
        raise typer.BadParameter(f"{_short(text)!r} is no path: {error.strerror}") from None
    return Path(text)


def made(text: str | Path) -> Path:
    """The path of what is to be made, in a folder that is there, or whose own folder is.

    No more than the last folder on the way is made: more that is missing is a slip of the path.
    """
    path = given(text)
    near = Path(os.path.abspath(path)).parent
    missing: list[Path] = []
    while not near.exists():
        missing.append(near)
        near = near.parent
    if not near.is_dir():
        raise typer.BadParameter(
            f"'{path}' cannot be made: {near} is a file; name a place within a folder"
        )
    if not os.access(near, os.W_OK | os.X_OK):
        raise typer.BadParameter(
            f"'{path}' cannot be made: {near} may not be written; name a place that may"
        )
    if len(missing) > 1:
        folder = missing[-1] if path.is_absolute() else os.path.relpath(missing[-1])
        raise typer.BadParameter(
            f"'{path}' cannot be made: there is no folder {folder}; only the last folder on the "
            "way is made, so make it first"
        )
    return path


def made_file(text: str | Path) -> Path:
    """The path of a file that is to be written."""
    path = made(text)
    if path.is_dir():
        raise typer.BadParameter(f"'{path}' is a folder; name a file to be written")
    return path


def of_option(text: str, parameters: dict[str, object]) -> str:
    """The text, with the option before it whose path it begins with."""
    taken = [str(parameters[name]) for name in ARGUMENTS if parameters.get(name) is not None]
    for name in OPTIONS:
        path = parameters.get(name)
        if path is None or str(path) in taken:
            continue
        for where in (str(path), Path(str(path)).name):
            rest = text.removeprefix(where)
            if where and rest != text and rest[:1] in " :/" and not rest.startswith(" row "):
                return f"--{name.replace('_', '-')}: {text}"
    return text


def concerns(place: Path, parameters: dict[str, object]) -> bool:
    """Whether a file or folder was named on the command line, or is on the way to what was."""
    for name in (*OPTIONS, *ARGUMENTS):
        if (path := parameters.get(name)) is not None:
            whole = Path(os.path.abspath(str(path)))
            if Path(os.path.abspath(place)) in (whole, *whole.parents):
                return True
    return False


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"
