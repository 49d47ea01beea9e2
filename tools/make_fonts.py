"""Make the fonts of the report from the npm packages of their publisher.

The page itself carries the two variable WOFF2 files as they come. matplotlib cannot measure text
with a variable font, so two static cuts of the sans face are made beside them; the brief is set in
these two and in a static cut of the serif face. They bear other names, as the licence asks of
changed files (reserved name Source).

    npm pack @fontsource-variable/source-sans-3 @fontsource-variable/source-serif-4
    (unpack each archive into a folder named after the font)
    python tools/make_fonts.py FOLDER
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

FONTS = Path(__file__).parents[1] / "src/holdfast/show/fonts"
FACES = ("source-sans-3", "source-serif-4")
CUTS = (
    ("source-sans-3", "Holdfast Measure", 400, "Regular", "measure-400.ttf"),
    ("source-sans-3", "Holdfast Measure", 600, "SemiBold", "measure-600.ttf"),
    ("source-serif-4", "Holdfast Serif", 600, "SemiBold", "serif-600.ttf"),
)
"""Face, new family, weight, style and file of each static cut."""
NAMES = {"family": 1, "style": 2, "unique": 3, "full": 4, "postscript": 6}


def cut(variable: Path, family: str, weight: int, style: str, target: Path) -> None:
    """Write a static instance of a variable font at one weight."""
    font = instancer.instantiateVariableFont(TTFont(variable), {"wght": weight})
    font.flavor = None
    font["OS/2"].usWeightClass = weight
    font["head"].created = font["head"].modified = 0
    font.recalcTimestamp = False
    names = font["name"]
    names.names = [row for row in names.names if row.nameID in (0, 13, 14)]
    whole = f"{family} {style}"
    words = (family, style, whole, whole, f"{family.replace(' ', '')}-{style}")
    for name, text in zip(NAMES.values(), words, strict=True):
        names.setName(text, name, 3, 1, 0x409)
    font.save(target)


def main(folder: Path) -> None:
    """Copy the WOFF2 files with their licences and cut the static ones."""
    FONTS.mkdir(parents=True, exist_ok=True)
    for face in FACES:
        name = f"{face}-latin-wght-normal.woff2"
        shutil.copyfile(folder / face / "package/files" / name, FONTS / name)
        shutil.copyfile(folder / face / "package/LICENSE", FONTS / f"{face}-LICENSE.txt")
    for face, family, weight, style, file in CUTS:
        cut(FONTS / f"{face}-latin-wght-normal.woff2", family, weight, style, FONTS / file)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
