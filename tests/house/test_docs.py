"""Docs: a page for every block, a menu that is whole, commands and examples that work."""

from __future__ import annotations

import ast
import contextlib
import io
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from house.sources import ROOT, blocks, shown

DOCS = ROOT / "docs"
README = ROOT / "README.md"
FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
NARROW = 80
"""Characters of a line of a plain terminal."""
LINK = re.compile(r"\]\((?!https?://|mailto:|#)([^)#\s]+)")


def fenced(path: Path, *languages: str) -> list[str]:
    """The code of each fenced block of a page in one of the languages."""
    return [
        code for language, code in FENCE.findall(path.read_text("utf-8")) if language in languages
    ]


def menu() -> list[str]:
    """The pages of the menu in mkdocs.yml, in order."""

    def pages(entry: object) -> list[str]:
        if isinstance(entry, str):
            return [entry]
        inner = entry.values() if isinstance(entry, dict) else entry
        return [page for one in inner for page in pages(one)]

    text = (ROOT / "mkdocs.yml").read_text("utf-8")
    return pages(yaml.safe_load(text)["nav"])


def commands() -> list[list[str]]:
    """Command lines of README.md."""
    lines = "\n".join(fenced(README, "sh", "bash", "console")).replace("\\\n", " ").splitlines()
    return [shlex.split(line, comments=True) for line in lines if line.strip()]


def targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


def test_the_page_of_the_meeting_says_why_its_columns_do_not_add_up():
    """As the tool that writes it does, of as many futures as the page names."""
    tool = (ROOT / "benchmarks" / "planning.py").read_text("utf-8")
    (said,) = [
        ast.literal_eval(node.value)
        for node in ast.parse(tool).body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "JUDGED"
    ]
    page = (DOCS / "meeting.md").read_text("utf-8")
    (count,) = re.findall(r"on (\d+) futures that chose nothing", page)
    verdict = "told apart |"  # of the last rule, whichever way
    assert f"{verdict}\n\n{said.format(count=count)}\n\n## What came" in page
    assert '*_rules(made),\n        f"\\n{JUDGED.format(count=made.futures)}\\n",' in tool


@pytest.mark.parametrize("name", sorted(blocks()))
def test_a_block_has_a_page_that_says_what_it_leaves_out(name):
    page = DOCS / "blocks" / f"{name}.md"
    assert page.is_file(), f"write {shown(page)}"
    text = page.read_text("utf-8").lower()
    assert "leaves out" in text or "left out" in text, f"{shown(page)} says not what it leaves out"


def test_the_menu_is_whole():
    listed, there = set(menu()), {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")}
    assert listed - there == set(), "the menu names pages that do not exist"
    assert there - listed == set(), "pages that no menu entry leads to"


@pytest.mark.parametrize(
    "page", [*sorted(ROOT.glob("*.md")), *sorted(DOCS.rglob("*.md"))], ids=shown
)
def test_links_lead_somewhere(page):
    broken = [
        target
        for target in LINK.findall(page.read_text("utf-8"))
        if not (page.parent / target).exists()
    ]
    assert not broken, f"{shown(page)} leads nowhere with {broken}"


def test_make_targets_of_the_readme_exist():
    named = {word for line in commands() if line[0] == "make" for word in line[1:]}
    assert named, "README.md shows no make command"
    assert named <= targets()


def shown_commands() -> list[str]:
    """Commands of holdfast that README.md and the Makefile use."""
    made = (ROOT / "Makefile").read_text("utf-8")
    used = set(re.findall(r"^\t\$\(HOLDFAST\) (\w+)", made, re.MULTILINE))
    used |= {line[1] for line in commands() if line[0].endswith("holdfast")}
    return sorted(used)


@pytest.mark.parametrize("name", shown_commands())
def test_commands_shown_are_commands(call, name):
    done = call(name, "--help")
    assert done.exit_code == 0, done.output
    assert f"holdfast {name}" in done.output


def test_the_program_that_is_installed_has_them():
    program = Path(sys.executable).with_name("holdfast")
    done = subprocess.run([program, "--help"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert set(shown_commands()) <= set(re.findall(r"\w+", done.stdout))


@pytest.mark.usefixtures("lived_once")
@pytest.mark.parametrize("number", range(len(fenced(README, "python"))))
def test_python_examples_of_the_readme_run(number, tmp_path, monkeypatch):
    for folder in ("examples", "data"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    monkeypatch.chdir(tmp_path)
    script = compile(fenced(README, "python")[number], "README.md", "exec")
    with contextlib.redirect_stdout(io.StringIO()) as said:
        exec(script, {"__name__": "__main__"})
    lines = said.getvalue().splitlines()
    assert max(map(len, lines)) <= NARROW, "its tables do not fit a terminal"
    assert not any(line.strip("0123456789 ") == "..." for line in lines), "its tables are cut"


@pytest.mark.parametrize("page", [README, DOCS / "questions.md"], ids=shown)
def test_the_packages_that_are_compared_are_named_by_the_example(page):
    lines = "\n".join(fenced(page, "sh")).replace("\\\n", " ")
    (folder, a, b) = re.search(r"whatif (\S+) .*--a (\S+) --b (\S+)", lines).groups()
    table = (ROOT / folder / "packages.csv").read_text("utf-8")
    assert all(re.search(rf"^{name},", table, re.MULTILINE) for name in (a, b))
