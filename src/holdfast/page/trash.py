"""What is deleted is put aside within the folder, and can be put back."""

from __future__ import annotations

import json
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from holdfast.page.errors import Missing, Taken
from holdfast.page.place import Place, named
from holdfast.page.shelf import Shelf
from holdfast.whole import put_file

CARD = "card.json"


@dataclass(frozen=True, slots=True)
class Gone:
    """Something that was deleted."""

    token: str
    """By which it is put back."""
    name: str


class Trash:
    """The trash of a served folder: each thing in a folder of its own, with a card beside it.

    The card is written before the thing is moved: whatever is killed between leaves the thing in
    one of its two places, and a card of nothing is passed over.
    """

    def __init__(self, place: Place, shelf: Shelf) -> None:
        self.place, self.shelf = place, shelf

    def put(self, name: str) -> Gone:
        """Take what has this name away. Raises Missing, Refused for what is no name."""
        path = self.place.of(name)
        if path.is_symlink() or not path.is_dir():
            raise Missing(f"there is no '{name}'")
        gone = Gone(f"{self._next():06d}-{secrets.token_hex(4)}", name)
        folder = self.place.trash / gone.token
        folder.mkdir(parents=True)
        put_file(folder / CARD, json.dumps({"name": name}))
        path.rename(folder / "thing")
        return gone

    def restore(self, token: str) -> str:
        """Put something back; its name. Raises Missing, Taken if its name has gone to another."""
        gone = self._of(token)
        target = self.place.of(gone.name)
        if target.exists() or target.is_symlink():
            raise Taken(f"'{gone.name}' is there again: give that another place first")
        self.shelf.refuse_taken(gone.name)
        folder = self.place.trash / token
        (folder / "thing").rename(target)
        (folder / CARD).unlink()
        folder.rmdir()
        return gone.name

    def all(self) -> list[Gone]:
        """Everything in the trash, what went last first."""
        found = [self._read(path) for path in self.place.trash.iterdir()]
        return sorted(filter(None, found), key=lambda gone: gone.token, reverse=True)

    def _of(self, token: str) -> Gone:
        fits = re.fullmatch(r"[0-9]{6,}-[0-9a-f]{8}", token, re.ASCII)
        found = self._read(self.place.trash / token) if fits else None
        if found is None:
            raise Missing("there is no such thing in the trash")
        return found

    def _read(self, folder: Path) -> Gone | None:
        try:
            name = named(json.loads((folder / CARD).read_text(encoding="utf-8"))["name"])
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return Gone(folder.name, name) if (folder / "thing").is_dir() else None

    def _next(self) -> int:
        """One more than the largest number there is: names in order are things in order."""
        numbers = [path.name.partition("-")[0] for path in self.place.trash.iterdir()]
        return max((int(each) for each in numbers if each.isdecimal()), default=0) + 1
