"""What the screen of edits and its interface ask for: drafts, and a process that tries them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from holdfast.page import child
from holdfast.page.drafts import Draft, Drafts
from holdfast.page.place import Place
from holdfast.page.shelf import Shelf

FUTURES = 60
"""Common futures of a preview. Fewer are hardly sooner there: what a day costs beside its futures
is as much as some forty of them."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a draft does to the headline, against the saved version on the same futures."""

    futures: int
    hours: tuple[float, float]
    """Without power a person, draft less saved: mean and standard error."""
    suffering: tuple[float, float]
    """Million person-hours: mean and standard error."""
    verdict: str
    steps: tuple[str, ...]
    """The raster of the draft, as on a card."""
    saved: tuple[float, float]
    """Hours of the saved version: mean and standard error."""


class Edits:
    """The drafts of a desk, and a process of its own for previews: none may hold up others."""

    def __init__(self, place: Place, shelf: Shelf) -> None:
        self.drafts = Drafts(place, shelf)
        self.drafts.mend()
        self.previews = child.Standby(place.log)

    def close(self) -> None:
        """End the process."""
        self.previews.close()

    def ahead(self, draft: Draft, whose: str = "") -> None:
        """Live the saved version while nobody has edited yet. Raises as `preview`."""
        asked = {
            "kind": "preview_ahead", "saved": dict(draft.base), "futures": FUTURES,
            "language": "en",
        }  # fmt: skip
        self.previews.ask(asked, _asker(draft, whose))

    def preview(
        self,
        draft: Draft,
        language: str,
        whose: str = "",
        futures: int = FUTURES,
        tell: child.Tell = child.silent,
    ) -> Preview:
        """Live the draft and the saved version; the draft must be without faults. `whose` is the
        screen that asks: of one, only the last question counts.

        Raises Superseded if it was edited again meanwhile, Faulty, Broken.
        """
        asked = {
            "kind": "preview",
            "saved": dict(draft.base),
            "draft": dict(draft.texts),
            "futures": futures,
            "language": language,
        }
        came = self.previews.ask(asked, _asker(draft, whose), tell)
        return _preview(came)

    def take_back(self, draft: Draft, whose: str) -> None:
        """Let a preview go: who looked at it is gone."""
        self.previews.take_back(_asker(draft, whose))

    def remarks(self, draft: Draft, language: str, whose: str = "") -> list[str]:
        """What `holdfast check` remarks on a draft without faults. Raises as `preview`."""
        asked = {"kind": "remarks", "texts": dict(draft.texts), "language": language}
        came = self.previews.ask(asked, f"remarks {draft.scenario} {draft.reader} {whose}")
        return list(came["lines"])


def _asker(draft: Draft, whose: str) -> str:
    """Who asks for previews, of whom only the last counts."""
    return f"preview {draft.scenario} {draft.reader} {whose}"


def _preview(came: Mapping[str, Any]) -> Preview:
    pairs = {name: (came[name][0], came[name][1]) for name in ("hours", "suffering", "saved")}
    return Preview(
        came["futures"], pairs["hours"], pairs["suffering"], came["verdict"], tuple(came["steps"]),
        pairs["saved"],
    )  # fmt: skip
