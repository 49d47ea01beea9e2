"""Writing the folder of a scenario: whole or not at all, and never over another."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from holdfast.scenario import ScenarioError
from holdfast.scenario.folder import read_texts


def refuse_taken(path: str | os.PathLike[str]) -> None:
    """Raise FileExistsError if a scenario may not be written to this path."""
    folder = Path(path)
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise FileExistsError(f"{folder} is there already and is not a folder: name another")
    if folder.is_dir() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty: name a new folder")


def write_folder(files: Mapping[str, str], path: str | os.PathLike[str]) -> None:
    """Write the files of a scenario, byte for byte, into a new folder.

    They are written under a temporary name beside their place, read back by the scenario's own
    reader, and renamed. Raises FileExistsError if something stands there, ScenarioError if a file
    cannot be read back.
    """
    refuse_taken(path)
    folder = Path(path)
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for name, text in files.items():
            target = made / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text.encode("utf-8"))
        texts, faults = read_texts(made)
        if faults:
            raise ScenarioError(faults)
        if texts != dict(files):
            raise RuntimeError("the files do not read back as they were written; nothing is kept")
        made.chmod(0o755)
        made.replace(folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)
