"""The page of validation names only tests, commands and figures that there are."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "validation.md").read_text("utf-8")
MEASURED = re.compile(r"`tests/|`python |\]\(blocks/")
NAMED = sorted(set(re.findall(r"`(tests/[\w/.]+\.py(?:::\w+)?)`", TEXT)))


@pytest.mark.parametrize("named", NAMED)
def test_a_test_that_is_named_exists(named):
    file, _, name = named.partition("::")
    code = (ROOT / file).read_text("utf-8")
    assert re.search(rf"^def {name or 'test_'}", code, re.MULTILINE)


def test_commands_that_are_named_exist():
    scripts = re.findall(r"`python ((?:benchmarks|tools)/\w+\.py)[^`]*`", TEXT)
    assert len(scripts) >= 4
    for script in scripts:
        assert "__main__" in (ROOT / script).read_text("utf-8")


def test_all_that_is_measured_is_on_the_page():
    there = {
        path.relative_to(ROOT).as_posix() for path in (ROOT / "tests/reference").glob("test_*")
    }
    assert there <= {name.partition("::")[0] for name in NAMED}
    for script in (ROOT / "benchmarks").glob("*.py"):
        assert f"benchmarks/{script.name}" in TEXT


def test_every_row_says_by_what_it_is_measured():
    rows = [line for line in TEXT.splitlines() if line.startswith("|") and "---" not in line]
    for row in rows:
        last = row.strip("| ").split("|")[-1].strip()
        assert last in ("measured by", "the same") or MEASURED.search(last), row


def test_the_count_of_the_hindcast_is_that_of_its_page():
    page = (ROOT / "docs" / "hindcast.md").read_text("utf-8")
    judges, met, chance, perfect, low = re.search(
        r"Of (\d+) figures judged later (\w+) ha(?:s|ve) .*? chance is "
        r"([\d.]+\s±\s[\d.]+), that of a perfect model ([\d.]+), and (\d+) of",
        page,
    ).groups()
    met, chance = {"one": "1"}.get(met, met), " ".join(chance.split())
    said = f"{met} of {judges} met, mean chance {chance} (a perfect model {float(perfect):.2f}, "
    said += f"and {'none' if low == '0' else low} of"
    assert said.replace("0.", ".") in TEXT


def test_tests_named_are_kept(root):
    """A test that is named here is one that git keeps."""
    kept = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "tests"],
        cwd=root, capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    assert {name.partition("::")[0] for name in NAMED} <= set(kept)


@pytest.mark.parametrize(
    "said", ["Collapses", "Survival", "Levels of darkness", "One winter, one country"]
)
def test_what_is_not_validated_is_said(said):
    _, _, after = TEXT.partition("## What is not validated")
    assert f"**{said}" in after
