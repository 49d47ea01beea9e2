"""Text: nothing that belongs to one machine stands in what is committed."""

from __future__ import annotations

import re

from house.sources import ROOT, lines_with, project_files, report, shown

# Put together here so that this file does not break its own rule.
PATHS = re.compile(
    r"(?<![\w.$}/-])/(" + "|".join(("wo" + "rk", "tm" + "p", "ro" + "ot")) + r")(/|\b)"
)
HOSTS = re.compile(
    "|".join(
        re.escape(name)
        for name in (
            "py" + "pi.org",
            "python" + "hosted.org",
            "registry.npm" + "js.org",
            "deb." + "debian.org",
            "proxy.go" + "lang.org",
            "conda.ana" + "conda.org",
        )
    )
)
LONGEST_LINE_SHOWN = 100


def places(pattern: re.Pattern[str]) -> list[str]:
    found = []
    for path, number, line in lines_with(pattern, *project_files()):
        start = max(0, pattern.search(line).start() - LONGEST_LINE_SHOWN // 2)
        found.append(f"{shown(path)}:{number} {line[start:][:LONGEST_LINE_SHOWN]}")
    return found


def test_no_path_of_a_machine():
    faults = places(PATHS)
    assert not faults, report(faults, "paths are relative to the project or to a folder given:")


def test_no_host_of_a_package_registry():
    faults = places(HOSTS)
    assert not faults, report(faults, "packages are named, not where they are fetched from:")


def test_data_that_is_shipped_names_its_terms():
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    folders = sorted(path for path in (ROOT / "data").iterdir() if path.is_dir())
    faults = [shown(path) for path in folders if shown(path) not in notice]
    faults += [f"{shown(path)}/README.md" for path in folders if not (path / "README.md").is_file()]
    assert not faults, report(faults, "say in NOTICE and in a README whose it is:")
