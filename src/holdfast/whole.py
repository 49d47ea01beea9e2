"""Files and folders that are whole or not there, and never over what nobody said to replace.

What is written stands under a temporary name beside its place, `.<name>.part-<eight signs>`, until
it is whole; then it is renamed. After an error nothing is left of it. A process that is killed
leaves it, for `sweep`.
"""

from __future__ import annotations

import glob
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

MARK = ".part-"
"""After a dot and the name: what a file or folder is called while it is written."""
ADVICE = "choose another name or remove it first"


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Where to write what becomes `path` at the end of the block; what stood there goes then."""
    fresh = _beside(path)
    try:
        with named(path):
            yield fresh
            fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


@contextmanager
def whole_folder(path: Path, over: bool = False) -> Iterator[Path]:
    """An empty folder that becomes `path` at the end of the block.

    Raises FileExistsError, before and after the block, if there is anything of that name but an
    empty folder; with `over` it is replaced.
    """
    if not over:
        refuse_folder(path)
    fresh = _beside(path)
    try:
        with named(path):
            fresh.mkdir()
            yield fresh
            if over:
                _replace(fresh, path)
            else:
                refuse_folder(path)
                fresh.rename(path)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


@contextmanager
def named(path: Path) -> Iterator[None]:
    """Errors of the system that name no file, as those of a full disk, name this one."""
    try:
        yield
    except OSError as error:
        if error.errno is not None and error.filename is None:
            error.filename = str(path)
        raise


def put_file(path: Path, data: str | bytes) -> None:
    """Write a file whole, text as UTF-8; what stood there is replaced."""
    with whole_file(path) as fresh:
        fresh.write_bytes(_bytes(data))


def put_files(folder: Path, contents: Mapping[str, str] | Mapping[str, bytes]) -> None:
    """Write files by their paths below a folder, text as UTF-8; folders on the way are made."""
    for name, data in contents.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(_bytes(data))


def refuse_file(path: Path, advice: str = ADVICE) -> None:
    """Raise FileExistsError if there is anything of that name, a link to nothing too."""
    if path.exists() or path.is_symlink():
        raise FileExistsError(f"{path} exists already; {advice}")


def refuse_folder(path: Path) -> None:
    """Raise FileExistsError if there is anything of that name but an empty folder."""
    if path.name in ("", ".."):
        raise FileExistsError(f"{path} is no name for a new folder; choose another name")
    if path.is_dir() and not path.is_symlink():
        if any(path.iterdir()):
            raise FileExistsError(f"{path} exists already and is not empty; {ADVICE}")
        return
    refuse_file(path)


def sweep(path: Path) -> None:
    """Remove what writers that were killed left of `path`; none may be at work."""
    for left in path.parent.glob(f".{glob.escape(path.name)}{MARK}*"):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def _bytes(data: str | bytes) -> bytes:
    return data.encode("utf-8") if isinstance(data, str) else data


def _beside(path: Path) -> Path:
    """A name that is free in the folder of `path`, which is made if it is not there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.with_name(f".{path.name}{MARK}{secrets.token_hex(4)}")


def _replace(fresh: Path, path: Path) -> None:
    """Rename a folder into place; what stood there goes only once it is replaced."""
    if not path.exists():
        fresh.rename(path)
        return
    aside = _beside(path)
    path.rename(aside)
    try:
        fresh.rename(path)
    except BaseException:
        aside.rename(path)
        raise
    if aside.is_symlink():
        aside.unlink()
    else:
        shutil.rmtree(aside, ignore_errors=True)
