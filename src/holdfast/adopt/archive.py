"""What is looked at before a workbook is opened: nothing in it may cost more than it is worth.

A workbook is a zip file of XML. It is read once into memory, measured, and every XML part is
parsed without being built, so that declared entities, used ranges of a million rows and merged
ranges as large as the sheet are refused before a library makes cells of them.
"""

from __future__ import annotations

import io
import os
import re
import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from xml.parsers import expat

from openpyxl.utils.cell import range_boundaries

from holdfast.adopt.fault import BookError, refused

LARGEST_FILE = 50_000_000
"""Bytes of the largest workbook that is opened."""
MOST_UNPACKED = 400_000_000
"""Bytes of all its parts together."""
MOST_PARTS = 2_000
MOST_CELLS = 1_000_000
"""Cells with a value or a format in all sheets together; also cells of merged ranges and links."""
STEEPEST = 100
"""Times that a part may be larger than it is packed; ordinary sheets reach thirty."""
STEEP_FROM = 1_000_000
"""Bytes below which the ratio of a part does not matter."""
_CHUNK = 1 << 16
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IGNORED = (
    (re.compile(r"vbaProject|macrosheets/", re.IGNORECASE), "macros are ignored"),
    (re.compile(r"externalLinks/", re.IGNORECASE), "links to other files are ignored"),
    (re.compile(r"connections\.xml|queryTables/", re.IGNORECASE), "queries are ignored"),
    (re.compile(r"embeddings/|activeX/", re.IGNORECASE), "embedded objects are ignored"),
)


class _Refused(Exception):
    """Why a part is not read on."""


def opened(path: str | os.PathLike[str]) -> tuple[bytes, list[str]]:
    """The bytes of a workbook that is safe to open, and lines on what in it is passed over.

    Raises BookError naming what is wrong with it, whatever the file is.
    """
    file = Path(path)
    raw = bytes_of(file)
    if raw.startswith(_OLE):
        raise refused(file.name, "is locked by a password or of the old kind: save it as .xlsx")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
            _measure(file.name, parts)
            cells = 0
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels", ".vml")):
                    cells = _scan(archive, part, cells)
    except BookError:
        raise
    except _Refused as why:
        raise refused(file.name, str(why)) from None
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise refused(file.name, _no_workbook(error)) from None
    except zlib.error:
        raise refused(file.name, "is damaged: a part cannot be unpacked") from None
    names = " ".join(part.filename for part in parts)
    return raw, [said for pattern, said in _IGNORED if pattern.search(names)]


def _no_workbook(error: Exception) -> str:
    said = str(error).lower()
    return f"is not a workbook: open it in a spreadsheet and save it as .xlsx ({said})"


def bytes_of(file: Path) -> bytes:
    """What an ordinary file of no more than LARGEST_FILE holds. Raises BookError."""
    try:
        found = file.stat()
        if not stat.S_ISREG(found.st_mode):
            raise refused(file.name or str(file), "is not an ordinary file")
        if found.st_size > LARGEST_FILE:
            raise refused(file.name, f"is larger than {LARGEST_FILE // 1_000_000} million bytes")
        return file.read_bytes()
    except (OSError, UnicodeError) as error:
        said = error.strerror if isinstance(error, OSError) else str(error)
        raise refused(file.name or str(file), f"cannot be opened: {str(said).lower()}") from None


def _measure(book: str, parts: list[zipfile.ZipInfo]) -> None:
    """Raise BookError if names or sizes of the parts are not those of a workbook."""
    names = {part.filename for part in parts}
    if "mimetype" in names:
        raise refused(book, "is an OpenDocument file: save it as .xlsx")
    if "[Content_Types].xml" not in names:
        raise refused(book, "is a zip file but not a workbook (.xlsx)")
    if len(parts) > MOST_PARTS:
        raise refused(book, f"has {len(parts)} parts; a workbook has at most {MOST_PARTS}")
    total = 0
    for part in parts:
        way = PurePosixPath(part.filename.replace("\\", "/"))
        if way.is_absolute() or ".." in way.parts or ":" in way.parts[0]:
            raise refused(book, f"has a part that leads out of it: {part.filename[:60]!r}")
        if part.flag_bits & 1:
            raise refused(book, "is locked by a password: save it without one")
        total += part.file_size
        steep = part.file_size > STEEPEST * max(part.compress_size, 1)
        if part.file_size > STEEP_FROM and steep:
            raise refused(
                book, f"unpacks to more than {STEEPEST} times its size: part {part.filename[:60]!r}"
            )
    if total > MOST_UNPACKED:
        raise refused(book, f"unpacks to more than {MOST_UNPACKED // 1_000_000} million bytes")


def _scan(archive: zipfile.ZipFile, part: zipfile.ZipInfo, cells: int) -> int:
    """Count the cells of a part on to those before it. Raises _Refused if it is no safe XML."""
    counted = cells
    name = part.filename[:60]

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal counted
        kind = tag.rpartition(":")[2]
        if kind == "c":
            counted += 1
        elif kind in ("mergeCell", "hyperlink", "comment"):
            counted += _area(attributes.get("ref", "A1"))
        if counted > MOST_CELLS:
            raise _Refused(
                f"uses more than {MOST_CELLS:,} cells: delete empty rows and columns that are "
                "only formatted"
            )

    def declared(*_: object) -> None:
        raise _Refused(f"declares a document type or entities in {name!r}: save it anew")

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = declared
    parser.EntityDeclHandler = declared
    try:
        with archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise _Refused(f"is damaged: {name!r} is not valid XML ({error})") from None
    return counted


def _area(reference: str) -> int:
    """The number of cells of a range such as "B2:D9"."""
    try:
        left, top, right, bottom = range_boundaries(reference)
    except (ValueError, TypeError):
        return 1
    if left is None or top is None or right is None or bottom is None:
        return MOST_CELLS + 1
    return max(1, (right - left + 1) * (bottom - top + 1))
