"""Steps of a draft, done and taken back, and how files of a scenario are written down."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from holdfast.page.records import Splice, split
from holdfast.questions.refused import Refused
from holdfast.scenario.fault import Fault
from holdfast.scenario.folder import LARGEST, control_fault
from holdfast.scenario.schema import schemas
from holdfast.scenario.settings import FILE
from holdfast.whole import put_file

Texts = Mapping[str, str]


def key(text: str) -> str:
    """By what something is called on disk."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def written(folder: Path, files: Mapping[str, str | None]) -> None:
    """Write files of a folder whole; one of None goes."""
    for file, text in files.items():
        if text is None:
            (folder / file).unlink(missing_ok=True)
        else:
            put_file(folder / file, text)


def beside(folder: Path) -> dict[str, bytes]:
    """Files of a scenario that are no tables."""
    known = {FILE, *(schema.file for schema in schemas().values())}
    names = {str(each.relative_to(folder)): each for each in folder.rglob("*") if each.is_file()}
    return {name: each.read_bytes() for name, each in names.items() if name not in known}


def applied(texts: Texts, step: Sequence[Splice], back: bool = False) -> dict[str, str]:
    """Texts once a step is done, or taken back."""
    made = dict(texts)
    for each in reversed(step) if back else step:
        records = split(made.get(each.file, ""))
        text = "".join(each.undone(records) if back else each.done(records))
        if text:
            made[each.file] = text
        else:
            made.pop(each.file, None)
    return made


def between(before: Texts, after: Texts) -> tuple[Splice, ...]:
    """The step from some texts to others."""
    found = (
        Splice.between(file, split(before.get(file, "")), split(after.get(file, "")))
        for file in sorted({*before, *after})
    )
    return tuple(each for each in found if each is not None)


def refuse_unwritable(file: str, text: str) -> None:
    """Raise Refused for a text that no file of a scenario may have."""
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        raise Refused(f"{file}: half of a pair of signs (a surrogate) is no text") from None
    if size > LARGEST:
        raise Refused(f"{file} would be larger than {LARGEST // 1_000_000} million bytes")


def controls(texts: Texts, files: Sequence[str]) -> list[Fault]:
    """Faults of files with signs that no text has."""
    found = (control_fault(file, texts.get(file, "")) for file in files)
    return [each for each in found if each is not None]


def set_aside(file: Path) -> None:
    """Keep what cannot be read beside its place, which is free."""
    file.replace(file.with_suffix(".unreadable"))


def mark_of(text: str) -> str:
    """Of one text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]
