"""What a PDF says of itself, for tests: size of its pages, language, figures and their pages."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pypdf import PdfReader

A4 = (595.3, 841.9)
"""Points."""


@dataclass(frozen=True)
class Figure:
    """A figure among the tags: its alternative text, and the pages it stands on."""

    alt: str
    pages: frozenset[int]


class Paper:
    """A PDF as it is read."""

    def __init__(self, source: bytes | Path) -> None:
        data = source if isinstance(source, bytes) else source.read_bytes()
        self.reader = PdfReader(io.BytesIO(data))
        self.root: Any = self.reader.trailer["/Root"]
        self.numbers = {
            page.indirect_reference.idnum: number
            for number, page in enumerate(self.reader.pages, start=1)
        }

    @property
    def sizes(self) -> list[tuple[float, float]]:
        boxes = [page.mediabox for page in self.reader.pages]
        return [(float(box.width), float(box.height)) for box in boxes]

    @property
    def texts(self) -> list[str]:
        """The text of each page; the reader puts breaks of no width into words, as we do."""
        found = [page.extract_text().replace("\u200b", "") for page in self.reader.pages]
        return [" ".join(text.split()) for text in found]

    @property
    def is_a4(self) -> bool:
        return all(abs(a - b) < 1 for size in self.sizes for a, b in zip(size, A4, strict=True))

    def fonts(self) -> dict[str, bool]:
        """Whether each font is embedded, by its name."""
        found = {}
        for page in self.reader.pages:
            fonts = page["/Resources"].get("/Font", {})
            for font in (fonts[name].get_object() for name in fonts):
                below = (
                    font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
                )
                kept = below["/FontDescriptor"].get_object()
                found[str(font["/BaseFont"])] = any(f"/FontFile{n}" in kept for n in ("", "2", "3"))
        return found

    def tags(self) -> list[str]:
        """The kinds of all tags, in order."""
        return [str(element["/S"]) for element in self._elements(self.root["/StructTreeRoot"])]

    def figures(self) -> list[Figure]:
        """The figures that have an alternative text."""
        return [
            Figure(str(element["/Alt"]), frozenset(self._pages(element, None)))
            for element in self._elements(self.root["/StructTreeRoot"])
            if element["/S"] == "/Figure" and "/Alt" in element
        ]

    def _elements(self, element: Any) -> Iterator[Any]:
        element = element.get_object() if hasattr(element, "get_object") else element
        if isinstance(element, list):
            for each in element:
                yield from self._elements(each)
        elif hasattr(element, "get") and element.get("/Type") != "/MCR":
            if "/S" in element:
                yield element
            yield from self._elements(element.get("/K"))

    def _pages(self, element: Any, at: int | None) -> Iterator[int]:
        element = element.get_object() if hasattr(element, "get_object") else element
        if isinstance(element, list):
            for each in element:
                yield from self._pages(each, at)
            return
        if not hasattr(element, "get"):
            if at is not None and element is not None:
                yield at
            return
        if "/Pg" in element:
            at = self.numbers[element.raw_get("/Pg").idnum]
        if element.get("/Type") == "/MCR" and at is not None:
            yield at
        yield from self._pages(element.get("/K"), at)
