"""Run the code of docs/gallery.md and put the figures that it writes beside the page.

    python tools/build_gallery.py [--futures 200]

Every figure that stands at a mark `<!-- picture: name -->` is drawn once more for a phone. Between
the mark and the next blank line stands what shows it; it is written anew.
"""

from __future__ import annotations

import argparse
import html
import re
import shutil
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import holdfast
from pages import ROOT, workplace

PAGE = ROOT / "docs" / "gallery.md"
PICTURES = ROOT / "docs" / "images" / "gallery"
BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
MARK = re.compile(r"^<!-- picture: (\w+) -->\n(?:.+\n)*", re.MULTILINE)
FUTURES = re.compile(r"futures=\d+")
PHONE = 350


def blocks(page: str, futures: int | None = None) -> list[str]:
    """The Python of a page, block by block, with another number of futures if one is given."""
    found = BLOCK.findall(page)
    return found if futures is None else [FUTURES.sub(f"futures={futures}", b) for b in found]


def run(code: list[str], narrow: bool = True) -> dict[str, list[str]]:
    """Run the blocks one after the other; give the names of the files that each has written.

    With `narrow` each figure `x.svg` of the usual size is drawn as `x-narrow.svg` too.
    """
    space: dict[str, Any] = {}
    drawn = holdfast.figure
    written: dict[str, list[str]] = {}

    def twice(answer: Any, name: str, path: str, **how: Any) -> Path:
        if narrow and not how.keys() - {"hindcast"}:
            drawn(answer, name, f"{Path(path).stem}-narrow.svg", **how, width=PHONE)
        return drawn(answer, name, path, **how)

    holdfast.figure = twice
    try:
        for block in code:
            before = set(Path.cwd().iterdir())
            exec(compile(block, PAGE.name, "exec"), space)
            new = set(Path.cwd().iterdir()) - before
            written[block] = sorted(path.name for path in new)
    finally:
        holdfast.figure = drawn
    return written


def shown(name: str, folder: Path) -> str:
    """What stands at a mark: the picture, the narrow one for a phone, and its sentence."""
    title = ElementTree.parse(folder / f"{name}.svg").getroot()[0].text or name
    place = f"images/gallery/{name}"
    return (
        f'<!-- picture: {name} -->\n<picture><source media="(max-width: 700px)" '
        f'srcset="{place}-narrow.svg">\n'
        f'<img src="{place}.svg" alt="{html.escape(title, quote=True)}"></picture>\n'
    )


def main() -> None:
    """Make the pictures and the page."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--futures", type=int)
    page = PAGE.read_text("utf-8")
    with workplace() as folder:
        run(blocks(page, asked.parse_args().futures))
        names = MARK.findall(page)
        shutil.rmtree(PICTURES, ignore_errors=True)
        PICTURES.mkdir(parents=True)
        for name in names:
            for file in (f"{name}.svg", f"{name}-narrow.svg"):
                shutil.copyfile(folder / file, PICTURES / file)
    made = MARK.sub(lambda found: shown(found[1], PICTURES), page)
    PAGE.write_text(made, "utf-8")
    size = sum(path.stat().st_size for path in PICTURES.iterdir())
    print(f"{len(names)} figures, {size / 1e6:.1f} MB, in {PICTURES.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
