"""Edits that stand aside until they are saved: one draft a scenario and reader.

A draft is where it began, what of it is saved, and steps that can be taken back. It is written
whole at every step, so a server that is killed and a browser that is closed lose nothing.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from holdfast.page.clock import now
from holdfast.page.draft_steps import (
    Texts,
    applied,
    beside,
    between,
    controls,
    key,
    mark_of,
    refuse_unwritable,
    set_aside,
    written,
)
from holdfast.page.errors import Faulty, Taken
from holdfast.page.merging import Clash, merge, told
from holdfast.page.place import Place, named
from holdfast.page.records import Sheet, Splice, split
from holdfast.page.shelf import Shelf
from holdfast.questions.refused import Refused
from holdfast.scenario.check import judge
from holdfast.scenario.fault import Fault, ordered, short
from holdfast.scenario.folder import read_texts
from holdfast.scenario.schema import Schema, schemas
from holdfast.scenario.settings import FILE
from holdfast.whole import put_file, put_files, whole_folder

Act = Callable[[Sheet], Sheet]
LATELY = 200
"""Saves that are remembered."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What one reader has made of one scenario."""

    scenario: str
    reader: str
    origin: Texts
    """As it was begun."""
    base: Texts
    """As it was last read or saved."""
    steps: tuple[tuple[Splice, ...], ...]
    at: int
    """Steps that are done; the others were taken back."""
    texts: Texts
    """As it now stands."""
    since: float
    """When `base` was read or saved."""

    @property
    def changed(self) -> tuple[str, ...]:
        """Files that are not as they were saved."""
        files = sorted({*self.base, *self.texts})
        return tuple(each for each in files if self.base.get(each) != self.texts.get(each))

    @property
    def mark(self) -> str:
        """By what stands in it."""
        return digest(self.texts)


@dataclass(frozen=True, slots=True)
class Changed:
    """What others have saved since a draft was begun."""

    files: Mapping[str, int]
    """Rows that are otherwise, by file."""
    who: Mapping[str, str]
    """Who saved a file last, as far as it was saved on this page."""
    clashes: tuple[Clash, ...]


class Meanwhile(Taken):
    """The scenario was changed since the draft was begun."""

    def __init__(self, changed: Changed) -> None:
        self.changed = changed
        files = ", ".join(changed.files)
        super().__init__(f"the scenario was changed meanwhile: {files}; take that in first")


def digest(texts: Texts) -> str:
    """Of names and texts."""
    made = hashlib.sha256()
    for name in sorted(texts):
        for part in (name, texts[name]):
            data = part.encode("utf-8", "surrogatepass")
            made.update(len(data).to_bytes(8, "little") + data)
    return made.hexdigest()[:24]


class Drafts:
    """The drafts of a served folder."""

    def __init__(self, place: Place, shelf: Shelf) -> None:
        self.place, self.shelf = place, shelf
        self.folder = place.own / "drafts"
        self._lock = threading.RLock()
        self._known: dict[tuple[str, str], Draft] = {}
        self._judged: dict[str, list[Fault]] = {}

    # ---- reading -------------------------------------------------------------------------------

    def read(self, scenario: str) -> tuple[dict[str, str], list[Fault]]:
        """The texts of a scenario as it is saved, and files that cannot be read.

        Raises Missing.
        """
        return read_texts(self.place.of(self.shelf.scenario(scenario).name))

    def of(self, scenario: str, reader: str) -> Draft:
        """The draft of a reader; one without a change is always of what is saved now."""
        with self._lock:
            saved, _ = self.read(scenario)
            found = self._known.get((scenario, reader)) or self._load(scenario, reader)
            if found is None or (not found.changed and dict(found.base) != saved):
                found = Draft(scenario, reader, saved, saved, (), 0, dict(saved), now())
            elif dict(found.texts) == saved != dict(found.base):  # a save that was cut off
                found = self._keep(replace(found, base=saved, since=now()))
            self._known[scenario, reader] = found
            return found

    def faults(self, draft: Draft) -> list[Fault]:
        """All that is wrong with it, in the words of `holdfast check`."""
        known = self._judged.get(draft.mark)
        if known is None:
            _, unread = self.read(draft.scenario)
            lost = [each for each in unread if each.file not in draft.changed]
            _, found = judge(draft.texts, [each.file for each in lost])
            known = ordered([*lost, *controls(draft.texts, draft.changed), *found])
            while len(self._judged) > 20:
                self._judged.pop(next(iter(self._judged)))
            self._judged[draft.mark] = known
        return known

    # ---- steps ---------------------------------------------------------------------------------

    def edit(self, scenario: str, reader: str, acts: Mapping[str, Act]) -> Draft:
        """One step: what acts make of the records of their files. Raises Refused, Missing."""
        with self._lock:
            draft = self.of(scenario, reader)
            step = []
            for file, act in acts.items():
                before = split(draft.texts.get(file, ""))
                text = act(Sheet(tuple(before))).text
                refuse_unwritable(file, text)
                if (made := Splice.between(file, before, split(text))) is not None:
                    step.append(made)
            return self._stepped(draft, tuple(step)) if step else draft

    def latest(self, scenario: str, reader: str) -> Draft | None:
        """The draft as it was last seen; nothing is read."""
        return self._known.get((scenario, reader))

    def undo(self, scenario: str, reader: str) -> Draft:
        """Take the last step back; at the beginning nothing happens."""
        with self._lock:
            draft = self.of(scenario, reader)
            if not draft.at:
                return draft
            texts = applied(draft.texts, draft.steps[draft.at - 1], back=True)
            return self._keep(replace(draft, at=draft.at - 1, texts=texts))

    def redo(self, scenario: str, reader: str) -> Draft:
        """Do again what was last taken back."""
        with self._lock:
            draft = self.of(scenario, reader)
            if draft.at == len(draft.steps):
                return draft
            texts = applied(draft.texts, draft.steps[draft.at])
            return self._keep(replace(draft, at=draft.at + 1, texts=texts))

    def discard(self, scenario: str, reader: str) -> Draft:
        """Forget a draft; the last one forgotten can be had back."""
        with self._lock:
            file = self._file(scenario, reader)
            if file.exists():
                file.replace(file.with_suffix(".gone"))
            self._known.pop((scenario, reader), None)
            return self.of(scenario, reader)

    def regain(self, scenario: str, reader: str) -> Draft:
        """Have the draft back that was last forgotten. Raises Taken if another was begun."""
        with self._lock:
            file = self._file(scenario, reader)
            gone = file.with_suffix(".gone")
            if self.of(scenario, reader).changed or not gone.exists():
                raise Taken("another draft was begun meanwhile")
            gone.replace(file)
            self._known.pop((scenario, reader), None)
            return self.of(scenario, reader)

    # ---- saving --------------------------------------------------------------------------------

    def meanwhile(self, draft: Draft, saved: Texts | None = None) -> Changed | None:
        """What others have saved since it was begun; None if nothing."""
        disk = self.read(draft.scenario)[0] if saved is None else saved
        files = told(draft.base, disk)
        if not files:
            return None
        who: dict[str, str] = {}
        for each in self._saves(draft.scenario):
            if each["when"] >= draft.since:
                who |= dict.fromkeys(each["files"], each["who"])
        found = merge(draft.base, draft.texts, disk)
        return Changed(files, {file: who[file] for file in files if file in who}, found.clashes)

    def save(self, scenario: str, reader: str) -> Draft:
        """Let the draft be the scenario. Raises Faulty with its faults, Meanwhile."""
        with self._lock:
            draft = self.of(scenario, reader)
            saved, _ = self.read(scenario)
            if (changed := self.meanwhile(draft, saved)) is not None:
                raise Meanwhile(changed)
            self._refuse_faulty(draft)
            self._write(scenario, reader, saved, draft.texts)
            return self._keep(replace(draft, base=dict(draft.texts), since=now()))

    def rebase(self, scenario: str, reader: str, prefer: str = "") -> Draft:
        """Put what others have saved beneath all steps. Raises Meanwhile if cells clash and
        nothing is preferred."""
        with self._lock:
            draft = self.of(scenario, reader)
            disk, _ = self.read(scenario)
            changed = self.meanwhile(draft, disk)
            if changed is None:
                return draft
            if changed.clashes and not prefer:
                raise Meanwhile(changed)
            states = [merge(draft.base, each, disk, prefer).texts for each in _states(draft)]
            steps = [between(a, b) for a, b in pairwise(states)]
            texts = states[draft.at]
            return self._keep(
                replace(draft, origin=states[0], base=disk, steps=tuple(steps), texts=texts,
                        since=now())
            )  # fmt: skip

    def save_as(self, scenario: str, reader: str, name: str) -> str:
        """A new scenario of the draft. Raises Faulty, Taken, Refused."""
        with self._lock:
            draft = self.of(scenario, reader)
            self._refuse_faulty(draft)
            self.shelf.copy(scenario, named(name))
            made = self.place.of(name)
            with whole_folder(made, over=True) as fresh:
                put_files(fresh, beside(made))
                put_files(fresh, draft.texts)
            return name

    def put(self, scenario: str, who: str, file: str, text: str, mark: str) -> str:
        """Save one file if it still is what `mark` says; its new mark. Raises Taken, Faulty."""
        with self._lock:
            saved, unread = self.read(scenario)
            if mark_of(saved.get(file, "")) != mark:
                raise Taken(f"{file} was changed meanwhile; read it again")
            refuse_unwritable(file, text)
            texts = {**saved, file: text}
            if not text:
                texts.pop(file)
            lost = [each for each in unread if each.file != file]
            _, found = judge(texts, [each.file for each in lost])
            found += controls(texts, [file])
            if found or lost:
                raise Faulty([str(each) for each in ordered([*lost, *found])])
            self._write(scenario, who, saved, texts)
            return mark_of(text)

    # ---- within --------------------------------------------------------------------------------

    def _refuse_faulty(self, draft: Draft) -> None:
        if found := self.faults(draft):
            raise Faulty([str(each) for each in found])

    def _write(self, scenario: str, who: str, saved: Texts, texts: Texts) -> None:
        """Each file whole; what a killed server has left of it is finished by `mend`."""
        folder, files = self.place.of(scenario), told(saved, texts)
        if not files:
            return
        plan = {file: texts.get(file) for file in files}
        note = self.folder / f"{key(scenario)}.saving"
        was = {file: mark_of(saved.get(file, "")) for file in files}
        put_file(note, json.dumps({"scenario": scenario, "files": plan, "was": was}))
        written(folder, plan)
        note.unlink()
        saves = [*self._saves(scenario), {"when": now(), "who": who, "files": list(files)}]
        put_file(self._log(scenario), json.dumps(saves[-LATELY:]))

    def mend(self) -> None:
        """Finish saves that a killed server has begun; what was written since then stays."""
        for note in self.folder.glob("*.saving"):
            told_ = json.loads(note.read_text(encoding="utf-8"))
            folder = self.place.of(told_["scenario"])
            if (folder / FILE).is_file():
                now, _ = read_texts(folder)
                written(folder, {
                    file: text for file, text in told_["files"].items()
                    if mark_of(now.get(file, "")) == told_["was"][file]
                })  # fmt: skip
            note.unlink()

    def _stepped(self, draft: Draft, step: tuple[Splice, ...]) -> Draft:
        steps = (*draft.steps[: draft.at], step)
        texts = applied(draft.texts, step)
        return self._keep(replace(draft, steps=steps, at=len(steps), texts=texts))

    def _keep(self, draft: Draft) -> Draft:
        """Write it whole: first the texts that it stands on, then the draft."""
        about = {
            "scenario": draft.scenario,
            "reader": draft.reader,
            "since": draft.since,
            "at": draft.at,
            "origin": self._texts(draft.origin),
            "base": self._texts(draft.base),
            "steps": [[(s.file, s.at, s.old, s.new) for s in step] for step in draft.steps],
        }
        put_file(self._file(draft.scenario, draft.reader), json.dumps(about))
        self._known[draft.scenario, draft.reader] = draft
        return draft

    def _texts(self, texts: Texts) -> dict[str, str]:
        found = {}
        for name, text in texts.items():
            mark = mark_of(text)
            file = self.folder / "texts" / mark
            if not file.exists():
                put_file(file, text)
            found[name] = mark
        return found

    def _load(self, scenario: str, reader: str) -> Draft | None:
        """The draft that is written; None if there is none, or what it stands on is gone."""
        try:
            told_ = json.loads(self._file(scenario, reader).read_text(encoding="utf-8"))
            origin, base = (self._read(told_[name]) for name in ("origin", "base"))
            steps = tuple(
                tuple(Splice(file, at, tuple(old), tuple(new)) for file, at, old, new in step)
                for step in told_["steps"]
            )
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError):
            set_aside(self._file(scenario, reader))
            return None
        texts: Texts = origin
        for step in steps[: told_["at"]]:
            texts = applied(texts, step)
        return Draft(scenario, reader, origin, base, steps, told_["at"], texts, told_["since"])

    def _read(self, marks: Mapping[str, str]) -> dict[str, str]:
        folder = self.folder / "texts"
        return {name: (folder / mark).read_bytes().decode("utf-8") for name, mark in marks.items()}

    def _file(self, scenario: str, reader: str) -> Path:
        return self.folder / f"{key(scenario)}-{key(reader)}.json"

    def _log(self, scenario: str) -> Path:
        return self.folder / f"{key(scenario)}.saves"

    def _saves(self, scenario: str) -> list[dict[str, Any]]:
        try:
            found: list[dict[str, Any]] = json.loads(self._log(scenario).read_text("utf-8"))
        except FileNotFoundError:
            return []
        return found


def table_named(name: str) -> Schema:
    """The schema of a table. Raises Refused."""
    try:
        return schemas()[name]
    except KeyError:
        raise Refused(f"'{short(name)}' is not a table") from None


def _states(draft: Draft) -> Iterator[Texts]:
    """The texts at the beginning and after each step, those taken back too."""
    texts: Texts = draft.origin
    yield texts
    for step in draft.steps:
        texts = applied(texts, step)
        yield texts
