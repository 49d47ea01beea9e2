"""Each option of each command with values that are none: one line that names it, and state 2."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from holdfast import ledger
from holdfast.cli import app, paths

NUMBERS = ("many", "", "-1", "2.5", "1e9", "nan", "0x10", "1_0", "9" * 30)
GOOD = {
    "new": "NEW --country Norland",
    "check": "VALLEY",
    "packages": "VALLEY",
    "positions": "VALLEY",
    "run": "VALLEY --futures 1",
    "whatif": "VALLEY --b shield --futures 1",
    "hindcast": "VALLEY --facts FACTS --futures 1",
    "fit": "VALLEY --facts FACTS --on F1 --futures 4 --keep 1 --out NEW",
    "validate": "VALLEY --facts FACTS --data DATA --part 3 --futures 1",
    "stocks": "RUN",
    "explain": "RUN",
    "compare": "RUN OTHER",
    "report": "RUN",
    "risk": "RUN LOW",
    "value": "VALLEY",
    "slip": "VALLEY",
    "plan": "VALLEY --budget 9",
    "price": "VALLEY",
    "depot": "SPARES abroad --instead home",
    "ask": "VALLEY EN --total 9",
    "export": "RUN NEW.xlsx",
    "verify": "RUN",
    "serve": "TAKEN --no-open",
    "user add": "TAKEN mara --role reader",
    "user list": "TAKEN",
    "user role": "TAKEN mara --role reader",
    "user password": "TAKEN mara",
    "user disable": "TAKEN mara",
    "user enable": "TAKEN mara",
    "user remove": "TAKEN mara",
    "user token": "TAKEN mara --called nightly",
    "adopt workbook": "BOOK NEW",
    "adopt needs": "BOOK NEW --onto VALLEY",
    "adopt grid": "GRID NEW",
    "adopt gas": "GASLIB NEW --regions 2",
    "adopt raids": "RECORD",
    "score raids": "RECORD --from 2023-01-01 --futures 1",
    "ledger init": "NEW.db",
    "ledger add": "LEDGER kind=request asked_by=VA partner=EN item=battery quantity=5 "
    "date=2030-11-20 source=desk --who desk",
    "ledger import": "LEDGER BOOK --who desk",
    "ledger show": "LEDGER",
    "ledger verify": "LEDGER",
    "ledger export": "LEDGER NEW --onto VALLEY",
}
"""Words with which each command would do something, but for the option that is tried."""
WRONG = {
    "--regions": (*NUMBERS, "0", "25"),
    "--seed": (*NUMBERS, "4294967296"),
    "--futures": (*NUMBERS, "0"),
    "--workers": (*NUMBERS[:-2], "0"),
    "--keep": (*NUMBERS, "0"),
    "--port": (*NUMBERS, "0", "65536"),
    "--certificate": ("", "NONE", "EMPTY", "BYTES", "L" * 300),
    "--key": ("", "NONE", "EMPTY", "BYTES", "L" * 300),
    "--proxy": ("", "example.org", "http://example.org", "https://", "https://a/b"),
    "--proxy-address": ("", "proxy", "10.0.0.0/99"),
    "--ledger": ("", "mysql://x/y", ":memory:"),
    "--database": ("", " ", "mysql://x/y", ":memory:", "BYTES", "EMPTY"),
    "--role": ("", "king", "Reader"),
    "--called": ("", " ", "x" * 61),
    "--host": ("0.0.0.0", "", "example.org", "192.0.2.1"),
    "--on": ("", " "),
    "--peace": ("many", "", "-1", "nan", "inf"),
    "--hours": ("many", "", "-1", "0", "25", "nan"),
    "--days": ("many", "", "-1", "0", "2.5"),
    "--weeks": (*NUMBERS[:-1], "0"),
    "--budget": ("many", "", "-1", "0", "nan", "inf", "love=1"),
    "--lot": ("many", "", "-1", "0", "nan", "inf"),
    "--sharing": ("many", "", "-1", "0", "nan", "inf"),
    "--total": ("many", "", "-1", "0", "nan", "inf"),
    "--meeting": ("", "nothing"),
    "--among": ("", "nothing", "VA"),
    "--elasticity": ("many", "", "-1", "nan", "inf"),
    "--fresh": (*NUMBERS, "0"),
    "--tries": (*NUMBERS, "0"),
    "--source": ("", "offer", "1"),
    "--by": ("", "euros", "1"),
    "--replay": NUMBERS[:-2],
    "--quantile": ("many", "", "-1", "1.5", "nan", "inf"),
    "--as-of": ("", "soon", "2022-02-30", "20.12.2030", "-1"),
    "--language": ("", "de", "EN", "1"),
    "--cluster": ("", "hello", "tcp://x", "http://x:1", "tcp://x:0"),
    "--country": ("", "a,b", "x" * 41),
    "--a": ("", "nothing", "NN:battery", "NN:battery:0", "VA:battery:1", "NN:battery:1@soon"),
    "--b": ("", "nothing", "NN:battery:-1", "NN:battery:0.5", "NN:battery:1:NOWHERE"),
    "--package": ("", "nothing", "NN:battery:1"),
    "--out": ("", " ", "FILE/x", "TAKEN", "L" * 300),
    "--page": ("", " ", "FILE/x", "TAKEN", "L" * 300),
    "--out-a": ("", " ", "FILE/x", "TAKEN", "L" * 300),
    "--base": ("", "NONE", "FILE", "EMPTY", "BYTES", "L" * 300),
    "--against": ("", "NONE", "FILE", "EMPTY", "VALLEY", "L" * 300),
    "--hindcast": ("", "NONE", "FILE", "EMPTY", "BYTES", "L" * 300),
    "--facts": ("", "NONE", "FILE", "EMPTY", "BYTES", "L" * 300),
    "--data": ("", "NONE", "FILE", "EMPTY", "L" * 300),
    "--part": ("many", "", "-1", "0", "2.5", "11"),
    "--onto": ("", "NONE", "FILE", "EMPTY", "RUN", "L" * 300),
    "--columns": ("", "L" * 300),
    "--guesses": ("", "NONE", "EMPTY", "BYTES", "L" * 300),
    "--when": ("", "soon", "2022-02-30", "2022-02-30T09:00:00Z", "2022-02-20T24:00:00Z"),
    "--stage": ("", "nothing"),
    "--head": ("", "xyz", "0" * 64),
    "--who": ("", " "),
    "--partner": ("", " "),
    "--topic": ("", " ", "nothing"),
    "--item": ("", " "),
    "--beside": ("", " "),
    "--instead": ("", " "),
    "--crews": ("many", "", "-1", "nan", "inf"),
    "--prefer": ("", "nothing"),
    "--classes": ("", "NONE", "FILE", "EMPTY", "BYTES", "L" * 300),
    "--from": ("", "soon", "2022-02-30", "01.01.2023", "1999-01-01"),
    "--to": ("", "soon", "2022-02-30", "2022-12-31"),
    "--nomination": ("", " ", "nothing"),
    "--least-pressure": ("many", "", "-1", "0", "nan", "inf", "251"),
    "--grid": ("", "NONE", "FILE", "EMPTY", "BYTES", "case119", "L" * 300),
}
"""Values of each option that takes one; capitals are what the test has made."""
SWITCHES = ("--json", "--stop", "--resume", "--worst", "--median", "--best", "--all-days",
            "--public", "--keep-names", "--bound", "--break-even", "--upgrade",
            "--history", "--names", "--prices", "--no-open", "--users")  # fmt: skip

SWITCHED = (("explain", "--days"),)
"""Options that take a value elsewhere and none here."""


def commands() -> Iterator[tuple[str, typer.core.TyperCommand]]:
    def walk(group, names):
        for name, command in group.commands.items():
            if hasattr(command, "commands"):
                yield from walk(command, [*names, name])
            else:
                yield " ".join([*names, name]), command

    yield from walk(typer.main.get_command(app), [])


def options(command: typer.core.TyperCommand) -> list[str]:
    return [p.opts[0] for p in command.params if p.param_type_name == "option"]


def cases() -> Iterator[tuple[str, str, str]]:
    """All values of an option with the first command that has it, two with each other one."""
    tried: set[str] = set()
    for name, command in commands():
        for option in options(command):
            values = () if (name, option) in SWITCHED else WRONG.get(option, ())
            for value in values[: 2 if option in tried else None]:
                yield name, option, value
            tried.update([option] if values else [])


@pytest.fixture(scope="module")
def places(valley, runs, root, tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("nonsense")
    (folder / "file").write_text("x")
    (folder / "bytes").write_bytes(b"\xff\xfe\x00\x80" * 9)
    (folder / "empty").mkdir()
    (folder / "taken").mkdir()
    (folder / "taken" / "kept.txt").write_text("kept")
    (folder / "book.xlsx").write_text("no book")
    ledger.create(str(folder / "aid.db"))
    return {
        "VALLEY": valley,
        "SPARES": root / "examples" / "spares",
        "RUN": runs / "a",
        "OTHER": runs / "b",
        "FACTS": root / "data" / "facts" / "winter_2022_23.csv",
        "DATA": root / "data",
        "GASLIB": root / "data" / "gaslib" / "GasLib-11_no_coords.json",
        "GRID": root / "data" / "grids" / "pglib_opf_case5_pjm.m",
        "LEDGER": folder / "aid.db",
        "RECORD": root / "data" / "raids" / "launches.csv",
        "NEW.db": folder / "new.db",
        "BOOK": folder / "book.xlsx",
        "NEW": folder / "new",
        "NEW.xlsx": folder / "new.xlsx",
        "NONE": folder / "none",
        "FILE": folder / "file",
        "FILE/x": folder / "file" / "x",
        "BYTES": folder / "bytes",
        "EMPTY": folder / "empty",
        "TAKEN": folder / "taken",
    }


def test_every_option_is_tried():
    known = {option for _, command in commands() for option in options(command)}
    assert known == {*WRONG, *SWITCHES}
    assert {name for name, _ in commands()} == set(GOOD)


@pytest.mark.parametrize(("name", "option", "value"), list(cases()))
def test_nonsense_is_one_line_that_names_the_option(call, places, name, option, value):
    words = GOOD[name].split()
    if option in words:
        at = words.index(option)
        del words[at : at + 2]
    given = [*words, option, value]
    there = set(places["FILE"].parent.rglob("*"))
    done = call(*name.split(), *(places.get(word, word) for word in given))
    assert done.exit_code == 2, done.output
    assert isinstance(done.exception, SystemExit)
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    assert lines
    assert all(line.startswith("holdfast: ") for line in lines)
    assert option in lines[0]
    assert "Traceback" not in done.stderr
    assert "valid integer" not in done.stderr, "a library's words, not ours"
    assert set(places["FILE"].parent.rglob("*")) == there, "something was written"


@pytest.mark.parametrize("value", ["", "NONE", "FILE", "EMPTY", "BYTES", "L" * 300])
@pytest.mark.parametrize("name", sorted(GOOD))
def test_nonsense_in_place_of_the_first_words(call, places, name, value):
    if name in ("new", "ledger init") and value in ("NONE", "EMPTY"):
        value = "TAKEN"  # an empty folder may become a country, and what is not there a ledger
    if name in ("serve", "user list") and value == "EMPTY":
        value = "FILE/x"  # an empty folder is served, with no scenario and no user as yet
    words = GOOD[name].split()
    there = set(places["FILE"].parent.rglob("*"))
    given = [value, *words[1:], *(["--worst"] if name == "explain" else [])]
    done = call(*name.split(), *(places.get(word, word) for word in given))
    assert done.exit_code == 2, done.output
    assert isinstance(done.exception, SystemExit)
    assert done.stderr.startswith("holdfast: ")
    assert set(places["FILE"].parent.rglob("*")) == there


@pytest.mark.parametrize(
    ("name", "words"),
    [(name, "--out NEW") for name in ("run", "whatif", "hindcast", "report")]
    + [("whatif", "--out-a NEW"), ("new", ""), ("export", ""), ("adopt grid", ""),
       ("adopt workbook", ""), ("adopt needs", "")],
)  # fmt: skip
def test_a_folder_that_may_not_be_written_is_told_before_anything_is_done(
    call, places, monkeypatch, name, words
):
    # root may write anywhere, so the answer of the system is put in its mouth
    monkeypatch.setattr(paths.os, "access", lambda place, mode: False)
    given = [places.get(word, word) for word in (*GOOD[name].split(), *words.split())]
    done = call(*name.split(), *given)
    assert done.exit_code == 2
    (line,) = done.stderr.splitlines()
    assert f"{places['FILE'].parent} may not be written; name a place that may" in line
    assert (words.split()[:1] or ["FOLDER", "FILE"])[0] in line or "FILE" in line


def test_a_folder_is_no_file_to_be_written(call, places):
    done = call("report", places["RUN"], "--out", places["EMPTY"])
    assert done.exit_code == 2
    assert "--out" in done.stderr
    assert "is a folder; name a file to be written" in done.stderr
