"""What the served folder holds: scenarios and runs, side by side, each by its name."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from holdfast.page.errors import Missing, Taken
from holdfast.page.place import Place, named
from holdfast.questions.refused import Refused
from holdfast.scenario import ScenarioError, read_scenario
from holdfast.scenario.folder import LARGEST, RUN_CARD
from holdfast.scenario.settings import FILE, Settings, read_settings
from holdfast.whole import sweep, whole_folder

HIDDEN = (".", "~")
"""With what names begin that are no part of a scenario."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A scenario of the folder."""

    name: str
    title: str
    titles: Mapping[str, str]
    """What the scenario itself says its title is in another language, by language."""
    start: date | None
    """None where scenario.toml cannot be read."""
    days: int
    freeze: date | None
    changed: datetime
    """When a file of it was last written."""


@dataclass(frozen=True, slots=True)
class Lived:
    """A run of the folder."""

    name: str
    title: str
    titles: Mapping[str, str]
    scenario: str
    """The name that the scenario bears itself."""
    of: str
    """The folder that the scenario was read from, by its last part."""
    digest: str
    """Of the scenario's files."""
    futures: int
    seed: int
    as_of: date | None
    version: str
    made: datetime
    mark: str
    """Of all its bits."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What the check says of a scenario."""

    digest: str
    """Blank where it has faults."""
    faults: tuple[str, ...]


class Shelf:
    """The scenarios and runs of a folder; what has no name that may be is passed over."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.making: Callable[[str], int | None] = lambda name: None
        """The number of the job that makes what is to have a name, where there is a queue."""
        self._known: dict[tuple[Path, int, int], Any] = {}
        self._judged: dict[str, tuple[object, Judged]] = {}
        self._own_plans: dict[tuple[str, str], bool] = {}
        """By the bits of a run and the digest of a scenario."""

    def scenarios(self) -> list[Kept]:
        """All scenarios by name."""
        found = [self._kept(path) for path in self._folders()]
        return [kept for kept in found if kept is not None]

    def own_plan(self, run: Lived, scenario: str) -> bool:
        """Whether a run has nothing else than deliveries of its own, beside a scenario as it now
        stands.
        """
        from holdfast.scenario.folder import read_texts

        key = run.mark, self.judged(scenario).digest
        if key in self._own_plans:
            return self._own_plans[key]
        lived, _ = read_texts(self.place.of(run.name) / "scenario")
        now, _ = read_texts(self.place.of(scenario))
        differ = {file for file in {*lived, *now} if lived.get(file) != now.get(file)}
        self._own_plans[key] = differ == {"deliveries.csv"}
        return self._own_plans[key]

    def runs(self) -> list[Lived]:
        """All runs, the latest first; a folder whose card cannot be read is none."""
        found = [self._lived(path) for path in self._folders()]
        return sorted(filter(None, found), key=lambda run: (run.made, run.name), reverse=True)

    def scenario(self, name: str) -> Kept:
        """One scenario. Raises Missing, Refused for what is no name."""
        path = self.place.of(name)
        found = None if path.is_symlink() else self._kept(path)
        if found is None:
            raise Missing(f"there is no scenario '{name}'")
        return found

    def run(self, name: str) -> Lived:
        """One run. Raises Missing, Refused for what is no name."""
        path = self.place.of(name)
        found = None if path.is_symlink() else self._lived(path)
        if found is None:
            raise Missing(f"there is no run '{name}'")
        return found

    def judged(self, name: str) -> Judged:
        """What the check says of a scenario as it now stands; looked at again once it changes."""
        path = self.place.of(self.scenario(name).name)
        try:
            stamp = tuple(_stamps(path))
        except FileNotFoundError:
            raise Missing(f"there is no scenario '{name}' any more") from None
        known = self._judged.get(name)
        if known is None or known[0] != stamp:
            known = stamp, _judge(path)
            self._judged[name] = known
        return known[1]

    def taken(self, name: str) -> bool:
        """Whether something stands at a name, or is on the way there."""
        path = self.place.of(name)
        beside = path.with_name(f".{name}.batches")
        return path.exists() or path.is_symlink() or beside.exists()

    def copy(self, name: str, to: str) -> Kept:
        """A scenario once more, under another name. Raises Missing, Taken, Refused."""
        source, target = self.place.of(self.scenario(name).name), self.place.of(to)
        self.refuse_taken(to)
        sweep(target)
        with whole_folder(target) as fresh:
            for file in _files(source):
                where = fresh / file.relative_to(source)
                where.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, where)
        return self.scenario(to)

    def refuse_taken(self, name: str) -> None:
        """Raise Taken if something stands at a name, or is being made."""
        if (number := self.making(name)) is not None:
            raise Taken(f"'{name}' is being made by job {number}; choose another name")
        if self.taken(name):
            raise Taken(f"'{name}' is there already; choose another name")

    def _folders(self) -> Iterator[Path]:
        for path in sorted(self.place.root.iterdir(), key=lambda path: path.name.casefold()):
            try:
                named(path.name)
            except Refused:
                continue
            if path.is_dir() and not path.is_symlink():
                yield path

    def _kept(self, path: Path) -> Kept | None:
        """The scenario in a folder; None if there is none, or it is gone meanwhile."""
        try:
            if not (path / FILE).is_file():
                return None
            last = max(file.stat().st_mtime for file in _files(path))
        except (OSError, ValueError):
            return None
        settings: Settings | None = self._read(path / FILE, _settings)
        changed = datetime.fromtimestamp(last, UTC)
        if settings is None:
            return Kept(path.name, path.name, {}, None, 0, None, changed)
        return Kept(
            path.name,
            settings.title,
            _titles(settings),
            settings.start,
            settings.days,
            settings.freeze,
            changed,
        )

    def _lived(self, path: Path) -> Lived | None:
        """The run in a folder; None if there is none, or its card cannot be read."""
        card: dict[str, Any] | None = self._read(path / RUN_CARD, _card)
        try:
            made = datetime.fromtimestamp((path / RUN_CARD).stat().st_mtime, UTC)
        except OSError:
            return None
        if card is None:
            return None
        settings: Settings | None = self._read(path / "scenario" / FILE, _settings)
        told = card["scenario"]
        return Lived(
            path.name,
            settings.title if settings else told["name"],
            _titles(settings) if settings else {},
            told["name"],
            Path(told["path"]).name,
            told["digest"],
            card["futures"],
            card["seed"],
            date.fromisoformat(told["as_of"]) if told["as_of"] else None,
            card["version"],
            made,
            card["checksum"][:16],
        )

    def _read(self, file: Path, how: Any) -> Any:
        """What a file says, read again only once it changes; None if it cannot be read."""
        try:
            found = file.stat()
            key = (file, found.st_mtime_ns, found.st_size)
            if key not in self._known and found.st_size <= LARGEST:
                self._known[key] = how(file.read_text(encoding="utf-8"))
            return self._known.get(key)
        except (OSError, ValueError):
            return None


def _settings(text: str) -> Settings | None:
    return read_settings(text)[0]


def _titles(settings: Settings) -> Mapping[str, str]:
    words = settings.words.model_dump()
    return {
        language: known[settings.title]
        for language, known in words.items()
        if settings.title in known
    }


def _card(text: str) -> dict[str, Any] | None:
    """What stands in the card of a run, if it is one of this layout."""
    card = json.loads(text)
    try:
        told = card["scenario"]
        kept = {name: card[name] for name in ("futures", "seed", "version", "checksum")}
        kept["scenario"] = {
            "path": str(told.get("path") or ""),
            **{name: told[name] for name in ("name", "digest", "as_of")},
        }
    except (KeyError, TypeError, AttributeError):
        return None
    return kept if isinstance(kept["checksum"], str) else None


def _judge(path: Path) -> Judged:
    try:
        return Judged(read_scenario(path).digest, ())
    except ScenarioError as error:
        return Judged("", tuple(map(str, error.faults)))


def _stamps(path: Path) -> Iterator[tuple[str, int, int]]:
    for file in sorted(_files(path)):
        found = file.stat()
        yield str(file), found.st_mtime_ns, found.st_size


def _files(path: Path) -> Iterator[Path]:
    """Files of a folder that are not hidden; no link to a folder is followed."""
    for above, folders, names in os.walk(path):
        folders[:] = [name for name in folders if not name.startswith(HIDDEN)]
        for name in names:
            file = Path(above) / name
            if not name.startswith(HIDDEN) and file.is_file():
                yield file
