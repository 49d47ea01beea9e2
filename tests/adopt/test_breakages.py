"""A hundred random breakages of a workbook: it is taken or refused, and nothing is raised else."""

from __future__ import annotations

import contextlib
import datetime
import random
import zipfile

import openpyxl
import pytest
from openpyxl.cell import MergedCell

from holdfast.scenario import check

BYTES = (b"\x00", b"<", b">", b"&", b'"', b"\xff", b"</", b"<c", b"9" * 40, b"-1", b"s", b"/>", b"")
SHARE = 10


def broken(data: bytes, dice: random.Random) -> bytes:
    """Some of the bytes cut, doubled, moved or replaced."""
    at, end = sorted(dice.randrange(len(data) + 1) for _ in range(2))
    match dice.randrange(5):
        case 0:
            return data[:at]
        case 1:
            return data[:at] + data[min(end, at + 50) :]
        case 2:
            return data[:at] + dice.choice(BYTES) + data[at + 1 :]
        case 3:
            return data[:at] + data[at : at + 60] * 3 + data[at + 60 :]
    return data[end:] + data[:at]


@pytest.mark.parametrize("seed", range(SHARE))
def test_random_breakages_are_told(seed, slim, root, tmp_path, call):
    """Each seed breaks ten workbooks: the archive itself, or one to three of its parts."""
    whole = slim.read_bytes()
    with zipfile.ZipFile(slim) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    inner = [name for name in parts if "comments" not in name and "vml" not in name.lower()]
    for number in range(100 // SHARE):
        dice = random.Random(f"{seed}-{number}")
        if dice.random() < 0.2:
            slim.write_bytes(broken(whole, dice))
        else:
            changed = dict(parts)
            for name in dice.sample(inner, dice.randint(1, 3)):
                changed[name] = broken(changed[name], dice)
            with zipfile.ZipFile(slim, "w", zipfile.ZIP_DEFLATED) as out:
                for name, data in changed.items():
                    out.writestr(name, data)
        folder = tmp_path / str(number)
        result = call("adopt", "workbook", slim, folder, "--onto", root / "examples" / "valley")
        assert result.exception is None or isinstance(result.exception, SystemExit), number
        assert "Traceback" not in result.output
        assert "unexpected" not in result.output
        if result.exit_code == 0:
            assert check(folder) == []
        else:
            assert result.exit_code == 2, result.output
            assert not folder.exists()
        for left in slim.parent.glob("*.columns.toml"):
            left.unlink()


VALUES: tuple[object, ...] = (
    None, "", " ", "abc", "=1/0", "=A1", -1, 0, 1e300, 10**30, float("nan"), float("inf"), True,
    datetime.datetime(2030, 12, 1), datetime.date(1900, 1, 1), datetime.time(3, 4),
    datetime.timedelta(days=400), "x" * 30_000, "\u2028", "<b>", "#N/A", "json:1", "UPP",
    "2030-12-01", "1 200", "25 %", "_x0000_", "\ufeff", "😀",
)  # fmt: skip


def spoilt(opened, dice: random.Random) -> None:
    """One change of a kind that a person may make."""
    sheet = dice.choice(opened.worksheets)
    row, column = dice.randint(1, sheet.max_row + 1), dice.randint(1, sheet.max_column + 1)
    match dice.randrange(8):
        case 0:
            sheet.delete_rows(row, dice.randint(1, 2))
        case 1:
            sheet.delete_cols(column)
        case 2:
            sheet.insert_rows(row, dice.randint(1, 3))
        case 3:
            sheet.merge_cells(
                start_row=row, end_row=row + 2, start_column=column, end_column=column + 1
            )
        case 4:
            sheet.title = dice.choice(
                ["x", "Sheet", "power.links", "about", "asks!", "scenario.toml"]
            )
        case 5:
            sheet.sheet_state = "hidden" if len(opened.worksheets) > 1 else "visible"
        case _:
            cell = sheet.cell(row, column)
            if not isinstance(cell, MergedCell):
                with contextlib.suppress(ValueError):
                    cell.value = dice.choice(VALUES)
                cell.number_format = dice.choice(["0", "0.00", "@", "d/m/yy", "0%", '"x"0', ";;;"])


@pytest.mark.parametrize("seed", range(20))
def test_random_changes_by_hand_are_taken_or_told(seed, slim, root, tmp_path, call):
    """Each seed makes five changes, so a hundred in all; after each the workbook is adopted."""
    dice = random.Random(seed)
    opened = openpyxl.load_workbook(slim)
    opened.active = 0
    for number in range(5):
        spoilt(opened, dice)
        for sheet in opened.worksheets[:1]:
            sheet.sheet_state = "visible"
        opened.save(slim)
        folder = tmp_path / str(number)
        result = call("adopt", "workbook", slim, folder, "--onto", root / "examples" / "valley")
        assert result.exception is None or isinstance(result.exception, SystemExit), number
        assert "unexpected" not in result.output, result.output
        assert result.exit_code == (0 if folder.exists() else 2), result.output
        if folder.exists():
            assert check(folder) == []
        for left in slim.parent.glob("*.columns.toml"):
            left.unlink()
