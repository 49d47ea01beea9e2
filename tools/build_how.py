"""Run every command and every block of Python of docs/how, and show what they print.

    python tools/build_how.py

A block of commands or Python may be followed by `<!-- shown: 1-4, 9 -->` and a block of text: these
lines of what it printed stand there, and where lines are left out, an ellipsis. `; status 2` says
how it ends, if not well. The pages are run in the order of the menu, at one terminal, a command
that stands on two of them once.
"""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from pages import ROOT, Reader, workplace

FOLDER = ROOT / "docs" / "how"
BESIDE = (ROOT / "docs" / "ledger.md",)
"""Pages elsewhere whose blocks are run and shown the same way, each in a folder of its own."""
WRITTEN = {"talks": FOLDER / "positions.md"}
"""Folders that one page writes and others read."""
BLOCK = re.compile(
    r"^```(?P<language>sh|python)\n(?P<code>.*?)^```\n"
    r"(?P<said>\n<!-- shown: (?P<lines>[\d,\- ]+)(?:; status (?P<status>\d))? -->\n"
    r"```text\n.*?^```\n)?",
    re.MULTILINE | re.DOTALL,
)


def order() -> list[Path]:
    """The pages in the order of the menu."""
    menu = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))["nav"]
    text = yaml.safe_dump(menu)
    pages = re.findall(r"how/[\w-]+\.md", text)
    listed = [ROOT / "docs" / page for page in pages]
    assert set(listed) == set(FOLDER.glob("*.md")), "the menu does not list the pages of docs/how"
    return listed


def chosen(lines: list[str], which: str) -> list[str]:
    """The lines of `1-4, 9`, the first is 1; an ellipsis for those left out."""
    shown: list[str] = []
    at = 0
    for part in which.replace(" ", "").split(","):
        first, _, last = part.partition("-")
        begin, end = int(first), int(last or first)
        if not at < begin <= end <= len(lines):
            raise ValueError(f"lines {part} of {len(lines)} cannot be shown")
        if begin > at + 1:
            shown.append("…")
        shown += lines[begin - 1 : end]
        at = end
    return [*shown, "…"] if any(lines[at:]) else shown


def rebuilt(page: str, reader: Reader) -> str:
    """A page with what its blocks print."""

    def again(found: re.Match[str]) -> str:
        run = reader.types if found["language"] == "sh" else reader.runs
        status, lines = run(found["code"])
        if status != int(found["status"] or 0):
            raise ValueError(f"status {status} of\n{found['code']}" + "\n".join(lines))
        if not found["said"]:
            return found[0]
        shown = "\n".join(chosen(lines, found["lines"]))
        head, _, _ = found[0].partition("```text\n")
        return f"{head}```text\n{shown}\n```\n"

    reader.space.clear()
    return BLOCK.sub(again, page)


def needed(page: Path) -> list[Path]:
    """The pages whose folders a page reads and which are not here yet: to be read before it."""
    code = "".join(found["code"] for found in BLOCK.finditer(page.read_text("utf-8")))
    return [
        writer
        for folder, writer in WRITTEN.items()
        if re.search(rf"\b{folder}\b", code) and writer != page and not Path(folder).exists()
    ]


def build() -> dict[Path, str]:
    """Every page as it should stand."""
    with workplace():
        reader = Reader()
        return {path: rebuilt(path.read_text("utf-8"), reader) for path in order()}


def beside() -> dict[Path, str]:
    """Every page of BESIDE as it should stand."""
    made = {}
    for path in BESIDE:
        with workplace():
            made[path] = rebuilt(path.read_text("utf-8"), Reader())
    return made


def main() -> None:
    """Write the pages that differ."""
    for path, text in {**build(), **beside()}.items():
        changed = text != path.read_text("utf-8")
        path.write_text(text, "utf-8")
        print(f"{path.relative_to(ROOT)}: {'written anew' if changed else 'as it was'}")


if __name__ == "__main__":
    main()
