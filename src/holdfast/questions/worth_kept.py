"""What rows are worth, kept beside the run they belong to: each row costs most of a run.

A file holds the key of its run (scenario, day of knowledge, seed, version, futures) and a checksum;
what belongs to another run, or was changed, is not used, and is written anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from holdfast.campaign.pool import Crew
from holdfast.outcome.outcome import Outcome
from holdfast.power.progress import Progress
from holdfast.questions.worth import Worth, worth
from holdfast.whole import put_file


def place(outcome: Outcome) -> Path | None:
    """Where what its rows are worth is kept: beside the folder of the run; None if it has none."""
    if outcome.folder is None:
        return None
    folder = outcome.folder.resolve()
    return folder.with_name(f".{folder.name}.worth.json")


def worth_of(
    outcome: Outcome,
    deliveries: Sequence[str],
    workers: Crew = None,
    progress: Progress | None = None,
    keep: Path | None = None,
) -> list[Worth]:
    """What each of these deliveries saves, in order; taken from `keep` where it is there.

    With `keep` each row is written as soon as it is known, so an interruption loses none. Raises
    what `worth` raises, and OSError if `keep` cannot be written.
    """
    known = {} if keep is None else _read(keep, outcome)
    missing = [name for name in deliveries if name not in known]
    for made in worth(outcome, missing, workers, progress):
        known[made.delivery] = made
        if keep is not None:
            _write(keep, outcome, known)
    return [known[name] for name in deliveries]


def _key(outcome: Outcome) -> dict[str, Any]:
    scenario = outcome.scenario
    numbers = ",".join(map(str, outcome.futures))
    return {
        "digest": scenario.digest,
        "as_of": scenario.as_of.isoformat() if scenario.as_of else None,
        "seed": outcome.seed,
        "version": outcome.version,
        "futures": hashlib.sha256(numbers.encode()).hexdigest(),
        "days": int(outcome.data.sizes["day"]),
    }


def _sum(document: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()


def _read(path: Path, outcome: Outcome) -> dict[str, Worth]:
    """The rows in a file, by delivery; none if it is not there, of another run, or was changed."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        stated = document.pop("checksum")
        if stated != _sum(document) or document["key"] != _key(outcome):
            return {}
        within = np.array(document["within"], dtype=float)
        return {
            name: Worth(name, np.array(rows, dtype=float), within)
            for name, rows in document["without"].items()
        }
    except FileNotFoundError:
        return {}
    except (ValueError, KeyError, AttributeError, TypeError):
        return {}


def _write(path: Path, outcome: Outcome, known: dict[str, Worth]) -> None:
    document = {
        "key": _key(outcome),
        "within": next(iter(known.values())).within.tolist(),
        "without": {name: made.without.tolist() for name, made in known.items()},
    }
    document["checksum"] = _sum(document)
    put_file(path, json.dumps(document))
