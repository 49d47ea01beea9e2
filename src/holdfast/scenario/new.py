"""A small scenario to start from, written into a folder."""

from __future__ import annotations

import os
import shutil
import tempfile
from importlib import resources
from pathlib import Path


def new(path: str | os.PathLike[str]) -> Path:
    """Write a small scenario of three invented regions, with comments, into a new folder.

    The folder appears complete or not at all: it is written under a temporary name beside its place
    and renamed. Raises FileExistsError if there is a file or a folder that is not empty.
    """
    folder = Path(path)
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise FileExistsError(f"{folder} is there already and is not a folder: name another")
    if folder.is_dir() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty: name a new folder")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with resources.as_file(resources.files("holdfast.scenario") / "template") as template:
        made = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        try:
            shutil.copytree(template, made, dirs_exist_ok=True, copy_function=shutil.copyfile)
            made.chmod(0o777 & ~_umask())
            made.replace(folder)
        except BaseException:
            shutil.rmtree(made, ignore_errors=True)
            raise
    return folder


def _umask() -> int:
    """The permissions that this process takes away from what it makes."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
