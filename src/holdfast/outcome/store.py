"""Outcomes on disk: a folder with data.zarr, the scenario's files, and outcome.json.

It is written under a temporary name beside its place and then renamed, so a folder of that name is
always whole. outcome.json holds the sha256 of every file and of itself, so what was changed later
is noticed when it is read.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import xarray as xr

from holdfast.outcome import chunks
from holdfast.outcome.unbroken import unbroken
from holdfast.scenario import Scenario
from holdfast.scenario.fault import hint
from holdfast.scenario.folder import RUN_CARD as CARD
from holdfast.whole import put_files, refuse_folder, whole_folder


class Whole(Protocol):
    """What is needed of an outcome to write it."""

    @property
    def data(self) -> xr.Dataset: ...
    @property
    def scenario(self) -> Scenario: ...
    @property
    def seed(self) -> int: ...
    @property
    def version(self) -> str: ...
    @property
    def checkpoints(self) -> Any: ...
    @property
    def futures(self) -> tuple[int, ...]: ...


FORMAT = 5
"""Number of the layout on disk."""
CHUNK = 64
"""Most futures that stand in one file of the data."""
IN_MEMORY = 300_000_000
"""Bytes of data up to which an outcome is read whole."""


class OutcomeError(ValueError):
    """A folder that is no outcome, or one that was changed after it was written."""


def is_outcome(path: Path) -> bool:
    """Whether a folder looks like an outcome."""
    return (path / CARD).is_file() and (path / "data.zarr").is_dir()


def refuse_taken(path: Path, overwrite: bool = False) -> None:
    """Raise FileExistsError if an outcome may not be written to this path."""
    if not (overwrite and is_outcome(path)):
        refuse_folder(path)


def save(path: Path, parts: Iterable[Whole], overwrite: bool) -> None:
    """Write an outcome that comes in parts of one size, one after the other; see `Outcome.save`."""
    refuse_taken(path, overwrite)
    with unbroken():
        _save(path, parts, overwrite)


def _save(path: Path, parts: Iterable[Whole], overwrite: bool) -> None:
    with whole_folder(path, over=overwrite) as fresh:
        futures = 0
        for part in parts:
            chunks.write(part.data, fresh / "data.zarr", futures, CHUNK)
            if hasattr(part.checkpoints, "save"):
                part.checkpoints.save(fresh / "checkpoints", futures)
            futures += len(part.futures)
        put_files(fresh / "scenario", part.scenario.files)
        _write_card(fresh, part, futures)


def load(path: Path, holder: Any = None) -> dict[str, Any]:
    """The parts of an outcome by name, checked against their checksums.

    `holder` is kept alive as long as data that were not read whole are in use.
    """
    if (path / "scenario.toml").is_file():
        raise OutcomeError(
            f"{path} is a scenario, not a run; `holdfast run {path} --out NAME` makes a run of it"
        )
    if not path.exists():
        raise OutcomeError(f"{path} is not there{_nearest(path)}")
    if not is_outcome(path):
        raise OutcomeError(
            f"{path} is not an outcome: it holds no {CARD}; "
            "name a folder written by `holdfast run --out`"
        )
    card = _read_card(path)
    _compare(path, card["files"])
    files = {
        name: (path / "scenario" / name).read_bytes().decode("utf-8")
        for name in card["scenario"]["files"]
    }
    as_of = card["scenario"]["as_of"]
    scenario = Scenario.from_files(files, date.fromisoformat(as_of) if as_of else None)
    scenario = dataclasses.replace(scenario, path=card["scenario"].get("path", ""))
    return {
        "data": _read_data(path / "data.zarr", holder),
        "scenario": scenario,
        "seed": card["seed"],
        "version": card["version"],
        "folder": path,
    }


def _read_data(path: Path, holder: Any) -> xr.Dataset:
    """The data; where they are large only what is asked for is read, each time anew."""
    if chunks.size(path) <= IN_MEMORY:
        return chunks.read(path)
    from holdfast.outcome.piecewise import opened  # which loads zarr

    return opened(path, holder)


def _nearest(path: Path) -> str:
    """The outcome beside the path whose name is most like it, if it is only misspelt."""
    if not path.parent.is_dir():
        return ""
    known = [other.name for other in path.parent.iterdir() if is_outcome(other)]
    said = hint(path.name, known) if known else ""
    if not said.startswith("the nearest"):
        return f"; runs in {path.parent}: {', '.join(sorted(known)[:8])}" if known else ""
    return f"; the nearest is {path.parent / said.removeprefix('the nearest is ')}"


def _write_card(folder: Path, outcome: Whole, futures: int) -> None:
    scenario = outcome.scenario
    card: dict[str, Any] = {
        "format": FORMAT,
        "version": outcome.version,
        "seed": outcome.seed,
        "futures": futures,
        "scenario": {
            "name": scenario.settings.name,
            "digest": scenario.digest,
            "as_of": scenario.as_of.isoformat() if scenario.as_of else None,
            "path": scenario.path,
            "files": sorted(scenario.files),
        },
        "files": _sums(folder),
    }
    card["checksum"] = _digest_of(card)
    (folder / CARD).write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


def _read_card(path: Path) -> dict[str, Any]:
    try:
        card = json.loads((path / CARD).read_text(encoding="utf-8"))
    except (ValueError, UnicodeDecodeError) as error:
        raise OutcomeError(f"{path / CARD} cannot be read ({error}); run again") from error
    if not isinstance(card, dict) or "format" not in card:
        raise OutcomeError(f"{path / CARD} is not what a run writes there; run again")
    if card["format"] != FORMAT:
        number = card["format"]
        raise OutcomeError(f"{path} has layout {number}, this version reads {FORMAT}; run again")
    stated = card.pop("checksum", None)
    if stated != _digest_of(card):
        raise OutcomeError(f"{path / CARD} was changed after it was written; run again")
    return dict(card)


def _digest_of(card: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(card, sort_keys=True).encode()).hexdigest()


def _sums(folder: Path) -> dict[str, str]:
    """sha256 of every file below a folder but outcome.json."""
    names = sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file())
    return {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
        for name in names
        if name != CARD
    }


def _compare(path: Path, stated: Mapping[str, str]) -> None:
    found = _sums(path)
    changed = sorted(name for name in {*found, *stated} if found.get(name) != stated.get(name))
    if changed:
        more = f" and {len(changed) - 1} more" if len(changed) > 1 else ""
        raise OutcomeError(f"{path} is not as it was written: {changed[0]}{more}; run again")
