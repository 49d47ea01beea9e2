"""Writing the folder of a scenario: whole or not at all, and never over another."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from holdfast.scenario import ScenarioError
from holdfast.scenario.folder import read_texts
from holdfast.whole import put_files, whole_folder


def write_folder(files: Mapping[str, str], path: str | os.PathLike[str]) -> None:
    """Write the files of a scenario, byte for byte, into a new folder.

    They are read back by the scenario's own reader before they take their place. Raises
    FileExistsError if something stands there, ScenarioError if a file cannot be read back.
    """
    with whole_folder(Path(path)) as made:
        put_files(made, files)
        texts, faults = read_texts(made)
        if faults:
            raise ScenarioError(faults)
        if texts != dict(files):
            raise RuntimeError("the files do not read back as they were written; nothing is kept")
