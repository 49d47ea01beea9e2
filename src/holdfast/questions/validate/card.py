"""A finding as a card that JSON keeps, and back: what an interrupted dossier goes on from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from holdfast.questions.validate.finding import Finding, Fixed, Measured, Sentence


def card_of(found: Finding) -> dict[str, Any]:
    """Give the card of a finding; files are kept by their names alone."""
    return {
        "number": found.number,
        "name": found.name,
        "holds": found.holds,
        "verdict": _packed(found.verdict),
        "tables": {name: _columns(table) for name, table in found.tables.items()},
        "remarks": [_packed(remark) for remark in found.remarks],
        "files": [path.name for path in found.files],
        "command": found.command,
    }


def finding_of(card: Mapping[str, Any], folder: Path) -> Finding:
    """Give the finding of a card, its files being in a folder.

    Raises KeyError, TypeError or ValueError for what is no card.
    """
    return Finding(
        number=card["number"],
        name=card["name"],
        holds=card["holds"],
        verdict=_unpacked(card["verdict"]),
        tables={name: _table(columns) for name, columns in card["tables"].items()},
        remarks=tuple(_unpacked(remark) for remark in card["remarks"]),
        files=tuple(folder / name for name in card["files"]),
        command=card["command"],
    )


def _columns(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {
            "name": str(name),
            "dtype": str(table[name].dtype),
            "cells": [_packed(cell) for cell in table[name].tolist()],
        }
        for name in table.columns
    ]


def _table(columns: list[dict[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            column["name"]: pd.Series(
                [_unpacked(cell) for cell in column["cells"]], dtype=column["dtype"]
            )
            for column in columns
        }
    )


def _packed(value: object) -> Any:
    match value:
        case Sentence(name, values):
            return {"says": name, "with": {key: _packed(each) for key, each in values.items()}}
        case Fixed(number, decimals):
            return {"number": number, "decimals": decimals}
        case Measured(mean, error):
            return {"mean": mean, "error": error}
        case dt.date():
            return {"day": value.isoformat()}
        case tuple():
            return {"all": [_packed(each) for each in value]}
        case None | bool() | int() | float() | str():
            return value
    if hasattr(value, "item"):
        return _packed(value.item())
    raise TypeError(f"a {type(value).__name__} has no place in a finding")


def _unpacked(value: Any) -> Any:
    match value:
        case {"says": name, "with": values}:
            return Sentence(name, {key: _unpacked(each) for key, each in values.items()})
        case {"number": number, "decimals": decimals}:
            return Fixed(number, decimals)
        case {"mean": mean, "error": error}:
            return Measured(mean, error)
        case {"day": text}:
            return dt.date.fromisoformat(text)
        case {"all": parts}:
            return tuple(_unpacked(each) for each in parts)
    return value
