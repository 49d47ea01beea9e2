"""A small scenario to start from, written into a folder."""

from __future__ import annotations

import os
import re
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from holdfast.scenario.describe import explained
from holdfast.scenario.schema import schemas
from holdfast.whole import put_files, whole_folder

_NAME = '"small"'
"""How the name of the scenario stands in the template."""
_LONGEST = 64
"""Letters of the name of a scenario."""


def new(path: str | os.PathLike[str]) -> Path:
    """Write a small scenario of three invented regions, with comments, into a new folder.

    It has every table, bears the name of the folder, and its README.md says what each column holds.
    The folder appears complete or not at all. Raises FileExistsError if there is a file or a
    folder that is not empty.
    """
    folder = Path(path)
    with whole_folder(folder) as made:
        put_files(made, _files(_id(folder.absolute().name)))
    return folder


def _files(name: str) -> dict[str, str]:
    """The text of each file by its path, for a scenario of this name."""
    template = resources.files("holdfast.scenario") / "template"
    paths = ["scenario.toml", *(schema.file for schema in schemas().values())]
    made = {path: _text(template / path) for path in paths}
    made["scenario.toml"] = made["scenario.toml"].replace(_NAME, f'"{name}"')
    made["README.md"] = _text(template / "README.md") + explained()
    return made


def _text(file: Traversable) -> str:
    return file.read_bytes().decode("utf-8")


def _id(words: str) -> str:
    """Words as the name of a scenario: letters and digits, with lines for what stands between."""
    return re.sub(r"[\W_]+", "-", words).strip("-")[:_LONGEST] or "scenario"
