"""The dossier as one JSON document: verdicts and tables, in numbers and in English."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import pandas as pd

from holdfast.questions.validate.dossier import Dossier
from holdfast.questions.validate.finding import Finding, Fixed, Sentence
from holdfast.show.catalogue import Catalogue
from holdfast.show.dossier.page import asked_by
from holdfast.show.dossier.teller import PartTeller
from holdfast.version import __version__


def document(made: Dossier) -> dict[str, Any]:
    """Give the document; `rows` holds a verdict a part."""
    words = Catalogue.of("en").of_scenario(made.scenario)
    parts = [
        _part(found, PartTeller(words, found.name)) | {"command": asked_by(found, made)}
        for found in made.findings
    ]
    return {
        "rows": [
            {name: part[name] for name in ("number", "name", "holds", "verdict")} for part in parts
        ],
        "parts": parts,
        "facts": str(made.facts),
        "data": str(made.data),
        "scenario": made.scenario.settings.name,
        "seed": made.seed,
        "version": __version__,
        "futures": made.futures,
    }


def _part(found: Finding, teller: PartTeller) -> dict[str, Any]:
    return {
        "number": found.number,
        "name": found.name,
        "holds": found.holds,
        "verdict": teller.sentence(found.verdict),
        "remarks": [teller.sentence(remark) for remark in found.remarks],
        "tables": {name: {"rows": _rows(table, teller)} for name, table in found.tables.items()},
        "files": [path.name for path in found.files],
    }


def _rows(table: pd.DataFrame, teller: PartTeller) -> list[dict[str, Any]]:
    return [
        {str(name): _cell(value, teller) for name, value in row.items()}
        for row in table.to_dict("records")
    ]


def _cell(value: object, teller: PartTeller) -> Any:
    match value:
        case None | bool() | str() | int():
            return value
        case float():
            return value if math.isfinite(value) else None
        case Fixed(number, _):
            return number
        case dt.date():
            return value.isoformat()
        case Sentence() | tuple():
            return teller.value(value)
    return _cell(value.item(), teller)  # type: ignore[attr-defined]
