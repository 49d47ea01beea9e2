"""Where a dossier is made: the folder of its files, and the parts that are finished."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from holdfast.campaign.keep import Mismatch
from holdfast.campaign.workshop import PART, Workshop
from holdfast.questions.validate.card import card_of, finding_of
from holdfast.questions.validate.finding import Finding
from holdfast.questions.validate.parts import Part
from holdfast.whole import put_file

RECIPE = "dossier.json"


class Bench:
    """The folder in which parts are kept as they finish.

    Raises Mismatch where it holds parts of another dossier.
    """

    def __init__(self, shop: Workshop, recipe: Mapping[str, object]) -> None:
        self.shop = shop
        """Which it lies in, and which it keeps from going."""
        self.files = shop.folder / "files"
        self.files.mkdir(parents=True, exist_ok=True)
        where = shop.folder / RECIPE
        if where.exists():
            there = json.loads(where.read_text("utf-8"))
            unlike = [name for name in recipe if there.get(name) != recipe[name]]
            if unlike:
                raise Mismatch(
                    f"{shop.folder} holds parts of another dossier (of another "
                    f"{', another '.join(unlike)}); ask for what it had, or run without --resume "
                    "to start afresh"
                )
        else:
            put_file(where, json.dumps(dict(recipe)))

    def kept(self, part: Part) -> Finding | None:
        """What a part found before an interruption; None if it is to be found."""
        path = self._path(part)
        if not path.exists():
            return None
        card: dict[str, Any] = json.loads(path.read_text("utf-8"))
        found = finding_of(card, self.files)
        return found if all(file.exists() for file in found.files) else None

    def keep(self, part: Part, found: Finding) -> None:
        """Keep what a part found."""
        put_file(self._path(part), json.dumps(card_of(found)))

    def _path(self, part: Part) -> Path:
        return self.shop.folder / PART.format(number=part.number)
