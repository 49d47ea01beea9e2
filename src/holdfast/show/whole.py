"""Files that are whole or not there: written under a temporary name and renamed."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path


def put_file(path: Path, data: bytes) -> None:
    """Write a file; what stood there goes only once it is replaced."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, fresh = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(fresh, 0o644)
        os.replace(fresh, path)
    except BaseException:
        os.unlink(fresh)
        raise


def put_folder(path: Path, contents: Mapping[str, bytes]) -> None:
    """Write a new folder of files. Raises FileExistsError if there is anything of that name."""
    refuse_taken(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
    try:
        for name, data in contents.items():
            (fresh / name).write_bytes(data)
        fresh.chmod(0o755)
        os.rename(fresh, path)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def refuse_taken(path: Path) -> None:
    """Raise FileExistsError if there is anything of that name but an empty folder."""
    if path.is_dir() and not any(path.iterdir()):
        return
    if path.exists() or path.is_symlink():
        raise FileExistsError(f"{path} exists already; choose another name or remove it first")
