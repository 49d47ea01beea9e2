"""A hundred random breakages: `check` answers with faults or with none, and never raises."""

from __future__ import annotations

import csv
import io
import random
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from holdfast.scenario import Fault, ScenarioError, check, new, read_scenario
from holdfast.scenario.check import judge

CELLS = (
    "", " ", "many", "nan", "-inf", "1e400", "-1e-400", "1e308", "-1", "0", "01", "+1", "0x10",
    "1_000", "1,5", "1.5.1", "٣", "½", "²", "9" * 5000, "2025-02-30", "0000-00-00", "9999-12-31",
    "2024-W01-1", "20241001", "yes", "YES", "../..", "a b", ";", ";;", "é", "\u2028", "\ufeff",
    "=1+1", '"', "'", "x" * 140_000, "\x07", "\x00", "held", "COAST", "ñ" * 70,
)  # fmt: skip
BYTES = (
    b"\x00",
    b"\xff\xfe",
    b"\xe9",
    b"\r",
    b"\n\n",
    b'"',
    b",",
    b";",
    b"\t",
    b"\x1a",
    b"\xef\xbb\xbf",
)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new(tmp_path_factory.mktemp("base") / "small")


def break_cells(file: Path, dice: random.Random) -> None:
    rows = list(csv.reader(io.StringIO(file.read_bytes().decode("latin-1"), newline="")))
    for _ in range(dice.randint(1, 4)):
        row = dice.choice([row for row in rows if row] or [[""]])
        row[dice.randrange(len(row))] = dice.choice(CELLS)
    _write(file, rows)


def break_rows(file: Path, dice: random.Random) -> None:
    rows = list(csv.reader(io.StringIO(file.read_bytes().decode("latin-1"), newline="")))
    for _ in range(dice.randint(1, 3)):
        at = dice.randrange(len(rows)) if rows else 0
        match dice.randrange(5):
            case 0:
                del rows[at : at + 1]
            case 1:
                rows.insert(at, list(rows[at]) if rows else [])
            case 2:
                rows[at : at + 1] = [rows[at][:-1]] if rows else []
            case 3:
                rows[at : at + 1] = [[*rows[at], "more"]] if rows else []
            case _:
                dice.shuffle(rows)
    _write(file, rows)


def break_bytes(file: Path, dice: random.Random) -> None:
    data = bytearray(file.read_bytes())
    for _ in range(dice.randint(1, 8)):
        at = dice.randrange(len(data) + 1)
        match dice.randrange(4):
            case 0:
                data[at:at] = dice.choice(BYTES)
            case 1:
                data[at : at + dice.randrange(40)] = b""
            case 2:
                data[at : at + 1] = bytes([dice.randrange(256)])
            case _:
                data = data[: max(at, 1)]
    file.write_bytes(data)


def break_file(file: Path, dice: random.Random) -> None:
    content = dice.randbytes(dice.randrange(2000))
    file.unlink()
    match dice.randrange(5):
        case 0:
            file.mkdir()
        case 1:
            file.symlink_to(file.name)
        case 2:
            file.write_bytes(content)
        case 3:
            file.write_bytes(b"")
        case _:
            pass


def _write(file: Path, rows: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    file.write_bytes(out.getvalue().encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("seed", range(100))
def test_no_breakage_raises(base: Path, tmp_path: Path, seed: int):
    dice = random.Random(seed)
    folder = tmp_path / "broken"
    shutil.copytree(base, folder)
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".csv", ".toml"))
    for file in dice.sample(files, dice.randint(1, 3)):
        dice.choice((break_cells, break_rows, break_bytes, break_file))(file, dice)
    faults = check(folder)
    assert all(isinstance(fault, Fault) and str(fault).isprintable() for fault in faults)
    if faults:
        with pytest.raises(ScenarioError) as caught:
            read_scenario(folder)
        assert caught.value.faults == faults
    else:
        read_scenario(folder)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(
    name=st.sampled_from(["regions.csv", "parameters.csv", "weather/recorded.csv", "items.csv"]),
    text=st.text(max_size=300),
)
@example(name="scenario.toml", text="a=" + "[" * 5000)
@example(name="scenario.toml", text="days = " + "9" * 5000)
@example(name="scenario.toml", text='"" = 1')
@example(name="scenario.toml", text="start = 0001-01-01\ndays = 3660")
def test_no_text_raises(base: Path, name: str, text: str):
    texts = dict(read_scenario(base).files)
    _, faults = judge({**texts, name: text})
    assert all(fault.message for fault in faults)
