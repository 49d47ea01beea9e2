"""From a folder to the texts of its files: nothing within a text is judged here."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from holdfast.scenario.fault import FOLDER, Fault, escaped, hint, short
from holdfast.scenario.schema import schemas
from holdfast.scenario.settings import FILE

LARGEST = 50_000_000
"""Bytes of the largest file that is read."""
RUN_CARD = "outcome.json"
"""By which a folder is known to be a run."""
_DEEPEST = 4
"""Folders within folders that are looked through for stray tables."""
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def read_texts(path: str | os.PathLike[str]) -> tuple[dict[str, str], list[Fault]]:
    """The exact text of scenario.toml and of every table in a folder, and what cannot be read.

    Whatever the folder holds, nothing is raised; a file with a fault may still have a text.
    """
    root = Path(path)
    try:
        mode = os.stat(root).st_mode
        if not stat.S_ISDIR(mode):
            return {}, [_of_folder(path, f"is not a folder{_workbook_hint([root.name])}")]
        present = {name: root / name for name in _names(root)}
    except (OSError, ValueError) as error:
        return {}, [_of_folder(path, f"cannot be opened: {_reason(error)}{_nearest(root, error)}")]
    known = {FILE, *(schema.file for schema in schemas().values())}
    if not known & set(present):
        return {}, [_of_folder(path, _no_scenario(root, list(present)))]
    texts: dict[str, str] = {}
    faults: list[Fault] = []
    for name, file in present.items():
        if name in known:
            text, found = _text(name, file)
            faults += found
            if text is not None:
                texts[name] = text
        elif name.lower().endswith(".csv"):
            message = f"is not the file of a table; {_near_file(name, known)}"
            faults.append(Fault(_printable(name), None, None, None, message))
    missing = [each for each in schemas().values() if each.required and each.file not in present]
    if missing and (said := _workbook_hint(present)):
        faults.append(_of_folder(path, f"lacks tables{said}"))
    return texts, faults


def _names(root: Path) -> Iterator[str]:
    """Files in the folder and in folders within it, hidden ones and lock files left out.

    A folder that bears the name of a file is given as it is; links are not followed into folders.
    """
    for entry in _listed(root):
        within = root / entry
        if not within.is_dir() or within.name.endswith((".csv", ".toml")):
            yield entry
        elif not within.is_symlink() or entry in _inner():
            yield from (f"{entry}/{name}" for name in _below(within))


def _below(folder: Path, depth: int = 0) -> Iterator[str]:
    """What stands in a folder of tables, or deeper."""
    for entry in _listed(folder):
        within = folder / entry
        deeper = within.is_dir() and not within.is_symlink() and not entry.endswith(".csv")
        if deeper and depth < _DEEPEST:
            yield from (f"{entry}/{name}" for name in _below(within, depth + 1))
        else:
            yield entry


def _listed(folder: Path) -> list[str]:
    try:
        return [name for name in sorted(os.listdir(folder)) if not name.startswith((".", "~"))]
    except PermissionError:
        return []


def _inner() -> set[str]:
    """Folders in which tables stand."""
    return {name.partition("/")[0] for name in schemas() if "/" in name}


def _near_file(name: str, known: Iterable[str]) -> str:
    """The nearest file of a table: one of the same name elsewhere, or one spelt alike."""
    same = [file for file in known if file.rpartition("/")[2] == name.rpartition("/")[2]]
    return f"the nearest is {min(same, key=len)}" if same else hint(name, sorted(known))


def _of_folder(path: str | os.PathLike[str], message: str) -> Fault:
    return Fault(FOLDER, None, None, escaped(_printable(os.fspath(path))), message)


def _no_scenario(root: Path, names: Sequence[str]) -> str:
    """What a folder without a scenario may be instead."""
    if RUN_CARD in names:
        inner = root / "scenario"
        return f"is a run, not a scenario; the scenario that it was made of is {inner}"
    message = f"holds no scenario: {FILE} and tables such as regions.csv are needed"
    return message + _workbook_hint(names)


def _workbook_hint(names: Iterable[str]) -> str:
    """What to do with a workbook that stands where tables should; blank if there is none."""
    books = [name for name in names if name.lower().endswith(_WORKBOOKS)]
    if not books:
        return ""
    return (
        f"; {short(books[0])} is a workbook, and only tables are read: "
        f"`holdfast adopt workbook {short(books[0])} NEW-FOLDER` makes them of it"
    )


def _nearest(path: Path, error: Exception) -> str:
    """The name beside the path that is most like it, if it is only misspelt."""
    if not isinstance(error, FileNotFoundError):
        return ""
    try:
        folders = [entry.name for entry in path.parent.iterdir() if entry.is_dir()]
    except OSError:
        return ""
    said = hint(path.name, folders)
    if not said.startswith("the nearest"):
        return ""
    return f"; the nearest is {path.parent / said.removeprefix('the nearest is ')}"


def _printable(name: str) -> str:
    """The name of a file, with what is not text written as escapes."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _reason(error: Exception) -> str:
    said = error.strerror if isinstance(error, OSError) else str(error)
    return (said or "it cannot be read").lower()


def _text(name: str, file: Path) -> tuple[str | None, list[Fault]]:
    """The text of a file, or None; a file that is not UTF-8 is read byte by byte, with a fault."""
    try:
        found = os.stat(file)
        if not stat.S_ISREG(found.st_mode):
            return None, [Fault(name, None, None, None, "is not an ordinary file")]
        if found.st_size > LARGEST:
            message = f"is larger than {LARGEST // 1_000_000} million bytes"
            return None, [Fault(name, None, None, None, message)]
        raw = file.read_bytes()
    except FileNotFoundError:
        return None, [Fault(name, None, None, None, "is a link to a file that is not there")]
    except OSError as error:
        return None, [Fault(name, None, None, None, f"cannot be read: {_reason(error)}")]
    try:
        text, faults = raw.decode("utf-8"), []
    except UnicodeDecodeError as error:
        text = raw.decode("latin-1")
        row = raw.count(b"\n", 0, error.start) + 1
        message = "is a byte that is not UTF-8 (save the file as UTF-8)"
        faults = [Fault(name, row, None, f"0x{raw[error.start]:02x}", message)]
    control = control_fault(name, text)
    return (None, [control]) if control else (text, faults)


def control_fault(name: str, text: str) -> Fault | None:
    """The first sign in the text of a file that no plain text has; None if there is none."""
    control = _CONTROL.search(text)
    if control is None:
        return None
    row = text.count("\n", 0, control.start()) + 1
    message = "is a control character: the file is not plain text (save it as UTF-8 text)"
    return Fault(name, row, None, f"0x{ord(control.group()):02x}", message)
