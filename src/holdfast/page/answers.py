"""Answers that were asked for: found again, queued, kept, shown to whom they may be, deleted.

An answer is named by what was asked and of which bits, so the very same question is never
simulated twice. It stands in a folder of its own: what was asked and the sentence, the document
that the command prints, and the page in each language, whole and for all eyes.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import secrets
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pydantic

from holdfast.page import questions
from holdfast.page.errors import Faulty, Missing, Taken, Unsound
from holdfast.page.foreman import Foreman
from holdfast.page.jobs import ASKED, CANCELLED, DONE, FAILED, OPEN, Job, Queue
from holdfast.page.place import Place
from holdfast.page.shelf import Shelf
from holdfast.page.who import WHOLE, Who
from holdfast.version import __version__
from holdfast.whole import MARK, put_files, whole_folder

CARD, DOCUMENT = "card.json", "answer.json"
MOST_WAITING = 100
"""Answers that may wait at once."""
PAGE = 20
"""Answers on a page of the list."""
PUBLIC = ("question", "run", "scenario", "region", "by", "as_of")
"""Fields of a question, beside its numbers, that are shown to all who may see its public page."""
NO_MATTER = ("workers",)
"""What changes no bit of an answer."""


class Written(pydantic.BaseModel):
    """What stands on the card of an answer."""

    question: str
    asked: dict[str, Any]
    of: str
    by: str
    when: str
    whose: str
    names: dict[str, str]
    version: str
    digest: str
    sentence: dict[str, str]
    commands: dict[str, list[str]]
    again: dict[str, str]
    public: str
    """Why there is no page for all eyes; blank where there is one."""
    seconds: float | None = None
    """How long it took, if that is known."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, or one that is on its way."""

    id: str
    question: str
    asked: Mapping[str, Any]
    of: str
    """The scenario or run, by its name."""
    by: str
    when: str
    whose: str
    state: str
    job: int | None
    share: float | None
    left: float | None
    said: str
    sentence: Mapping[str, str]
    commands: Mapping[str, Sequence[str]]
    again: Mapping[str, str]
    public: bool
    why_not_public: str
    digest: str
    """Of the scenario that was asked about; blank while it is on its way."""
    names: Mapping[str, str]
    """What ids are called that were asked about."""
    seconds: float | None = None
    """How long it took, if that is known."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of the list."""

    open: tuple[Answer, ...]
    """On their way, or failed."""
    done: tuple[Answer, ...]
    total: int
    page: int
    pages: int


class Answers:
    """The answers of a served folder."""

    def __init__(self, place: Place, shelf: Shelf, queue: Queue, foreman: Foreman) -> None:
        self.place, self.shelf, self.queue, self.foreman = place, shelf, queue, foreman
        self._known: dict[tuple[str, int], Written] = {}
        self.root.mkdir(exist_ok=True)
        self.gone.mkdir(exist_ok=True)
        for left in self.root.glob(f".*{MARK}*"):
            shutil.rmtree(left, ignore_errors=True)

    @property
    def root(self) -> Path:
        """Where answers stand."""
        return root_of(self.place)

    @property
    def gone(self) -> Path:
        """Where those stand that were deleted."""
        return self.place.own / "answers-trash"

    # ---- asking --------------------------------------------------------------------------------

    def ask(self, asked: Mapping[str, Any], who: Who) -> tuple[Answer, bool]:
        """The answer to a question, queued unless it is there or on its way; whether it is new.

        `asked` is what a model of `models_ask` holds, as JSON. Raises NotYours, Missing, Taken,
        Faulty by field.
        """
        from holdfast.page.asking import Matter

        questions.refuse(who, asked)
        try:
            matter = Matter.of(self.place, self.shelf, asked)
        except Unsound as error:
            raise error.told(who.may(WHOLE)) from None
        secret = matter.secret(asked)
        if secret and not questions.may_see_whole(who, questions.whose(asked)):
            raise questions.NotYours("of military help there is no public answer to be shown")
        if wrong := matter.wrong(asked):
            raise Wrong(wrong)
        mark = marked(asked, matter.bits)
        try:
            return self.get(mark, who), False
        except Missing:
            pass
        if len(self.queue.all(ASKED, most=0)) >= MOST_WAITING:
            raise Taken(f"{MOST_WAITING} answers wait already: let some end first")
        token = secrets.token_hex(8)
        if matter.texts is not None:
            with whole_folder(self.place.asked / token) as fresh:
                put_files(fresh / "scenario", matter.texts)
        about = {
            "question": asked["question"], "asked": dict(asked), "of": matter.name, "by": who.name,
            "whose": questions.whose(asked), "digest": matter.digest, "mark": matter.bits,
            "names": matter.names(asked), "secret": secret,
        }  # fmt: skip
        try:
            self.queue.add(token, ASKED, "answer", mark, about)
        except Taken:  # somebody asked the same at the same moment
            shutil.rmtree(self.place.asked / token, ignore_errors=True)
        self.foreman.wake()
        return self.get(mark, who), True

    # ---- what there is -------------------------------------------------------------------------

    def get(self, mark: str, who: Who) -> Answer:
        """One answer. Raises Missing, also for what somebody may not see."""
        found = self._on_its_way(mark)
        if found is None or found.state == FAILED:
            # what is written is there once its job has ended
            written = self._written(mark)
            found = found if written is None else _done(mark, written)
        if found is None or not _shown(found, who):
            raise Missing("there is no such answer")
        return _veiled(found, who)

    def all(self, who: Who, page: int = 1) -> Listed:
        """What somebody may see: what is on its way by its turn, then a page, the newest first."""
        latest = [_veiled(each, who) for each in map(self._told, self._latest())
                  if _shown(each, who)]  # fmt: skip
        going = {each.id for each in latest if each.state != FAILED}
        done = [_veiled(each, who) for each in self._all_done()
                if _shown(each, who) and each.id not in going]  # fmt: skip
        there = {each.id for each in done}
        open_ = [each for each in latest if each.id not in there]
        pages = max(1, -(-len(done) // PAGE))
        page = min(max(1, page), pages)
        shown = done[(page - 1) * PAGE : page * PAGE]
        return Listed(tuple(open_), tuple(shown), len(done), page, pages)

    def took(self, question: str, of: str, who: Who) -> float | None:
        """Seconds that the last answer took to a question about a scenario or run, of those that
        are shown to somebody; None where none is."""
        found = (each.seconds for each in self._all_done()
                 if (each.question, each.of) == (question, of) and _shown(each, who))  # fmt: skip
        return next(filter(None, found), None)

    def document(self, mark: str, who: Who) -> dict[str, Any] | None:
        """What the command prints with --json; None while it is on its way, and for whom only what
        is public is shown. Raises Missing.
        """
        found = self.get(mark, who)
        if found.state != DONE or not questions.may_see_whole(who, found.whose):
            return None
        made: dict[str, Any] = json.loads((self.root / mark / DOCUMENT).read_text("utf-8"))
        return made

    def page(self, mark: str, who: Who, language: str, public: bool) -> Path | None:
        """The file of its page; None while it is on its way. Raises Missing, also for no such."""
        found = self.get(mark, who)
        if found.state != DONE:
            return None
        if public and not found.public:
            raise Missing(found.why_not_public)
        if not public and not questions.may_see_whole(who, found.whose):
            raise questions.NotYours("you are shown the public page alone: ask with public=true")
        return self.root / mark / file_of(language, public)

    # ---- acts ----------------------------------------------------------------------------------

    def act(self, mark: str, who: Who, verb: str) -> None:
        """Cancel what is on its way (`cancel`), or let what failed go on (`resume`).

        Raises Missing, Taken, NotYours.
        """
        found = self.get(mark, who)
        self._refuse_others(found, who)
        if found.job is None:
            raise Taken("it is answered already")
        if verb == "cancel":
            self.foreman.stop(found.job, CANCELLED)
            return
        self.queue.resume(found.job)
        self.foreman.wake()

    def delete(self, mark: str, who: Who) -> Answer:
        """Put an answer aside. Raises Missing, Taken while it is on its way, NotYours."""
        found = self.get(mark, who)
        self._refuse_others(found, who)
        if found.state != DONE:
            raise Taken("it is not answered yet: cancel it")
        aside = self.gone / mark
        shutil.rmtree(aside, ignore_errors=True)
        (self.root / mark).rename(aside)
        return found

    def restore(self, mark: str, who: Who) -> Answer:
        """Put back what was deleted. Raises Missing."""
        written = _read(self.gone / mark) if _is_mark(mark) else None
        if written is None or not questions.may_delete(who, written.whose, written.by):
            raise Missing("there is no such answer")
        if self._written(mark) is None:
            (self.gone / mark).rename(self.root / mark)
        return self.get(mark, who)

    def _refuse_others(self, found: Answer, who: Who) -> None:
        if not questions.may_delete(who, found.whose, found.by):
            raise questions.NotYours("who asked it may do this, and analysts")

    # ---- within --------------------------------------------------------------------------------

    def _all_done(self) -> list[Answer]:
        found = [
            _done(path.name, written)
            for path in self.root.iterdir()
            if (written := self._written(path.name)) is not None
        ]
        return sorted(found, key=lambda each: (each.when, each.id), reverse=True)

    def _written(self, mark: str) -> Written | None:
        """The card of an answer, read once; None if there is none."""
        if not _is_mark(mark):
            return None
        folder = self.root / mark
        try:
            key = mark, (folder / CARD).stat().st_mtime_ns
        except OSError:
            return None
        if key not in self._known:
            found = _read(folder)
            if found is None:
                return None
            self._known[key] = found
        return self._known[key]

    def _latest(self) -> list[Job]:
        """The last job of each answer that is not there, unless it was cancelled."""
        last: dict[str, Job] = {}
        for job in self.queue.all(ASKED):
            if job.name not in last or job.id > last[job.name].id:
                last[job.name] = job
        return [job for job in last.values() if job.state in (*OPEN, FAILED)]

    def _on_its_way(self, mark: str) -> Answer | None:
        job = self.queue.latest(ASKED, mark)
        if job is None or job.state not in (*OPEN, FAILED):
            return None
        return self._told(job)

    def _told(self, job: Job) -> Answer:
        about = job.about
        return Answer(
            job.name, about["question"], about["asked"], about["of"], about["by"],
            moment_of(job.asked), about["whose"], job.state, job.id,
            job.done / job.total if job.total else None,
            self.foreman.left(job.id), job.said, {}, {}, {}, not about.get("secret", True), "", "",
            about["names"],
        )  # fmt: skip


class Wrong(Faulty):
    """What is wrong with a question; `by_field` has it by the field that it is about."""

    def __init__(self, wrong: Sequence[tuple[str, str]]) -> None:
        self.by_field = list(wrong)
        super().__init__([f"{field}: {text}" if field else text for field, text in wrong])


def root_of(place: Place) -> Path:
    """Where the answers of a served folder stand."""
    return place.own / "answers"


def file_of(language: str, public: bool) -> str:
    """The name of a page of an answer."""
    return f"{language}{'-public' if public else ''}.html"


def marked(asked: Mapping[str, Any], bits: str) -> str:
    """The name of an answer: by what was asked of which bits, with which version."""
    told = {key: value for key, value in asked.items() if key not in NO_MATTER}
    text = json.dumps([told, bits, __version__], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def moment_of(asked: str) -> str:
    """When a job was asked for, as the queue has it, in the form that says that it is UTC."""
    return f"{asked.replace(' ', 'T')}+00:00"


def _is_mark(text: str) -> bool:
    return len(text) == 16 and set(text) <= set("0123456789abcdef")


def _read(folder: Path) -> Written | None:
    try:
        return Written.model_validate_json((folder / CARD).read_bytes())
    except (OSError, ValueError):
        return None


def _done(mark: str, card: Written) -> Answer:
    return Answer(
        mark, card.question, card.asked, card.of, card.by, card.when, card.whose, DONE, None, 1.0,
        None, "", card.sentence, card.commands, card.again, not card.public, card.public,
        card.digest, card.names, card.seconds,
    )  # fmt: skip


def _shown(found: Answer, who: Who) -> bool:
    """Whether an answer is there for somebody; one without a public page only as a whole."""
    if not questions.may_see(who, found.whose):
        return False
    return found.public or questions.may_see_whole(who, found.whose)


def _veiled(found: Answer, who: Who) -> Answer:
    """An answer as somebody may see it.

    Its sentence, commands, deliveries that were asked about, and why it failed are of the whole.
    """
    if questions.may_see_whole(who, found.whose):
        return found
    asked = {
        key: value
        for key, value in found.asked.items()
        if key in PUBLIC or value is None or isinstance(value, (int, float))
    }
    names = {one: name for one, name in found.names.items() if one in asked.values()}
    return dataclasses.replace(
        found, sentence={}, said="", commands={}, again={}, asked=asked, names=names
    )
