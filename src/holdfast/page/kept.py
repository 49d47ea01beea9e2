"""Where futures and pairs of runs are kept, by the marks of the runs and the version."""

from __future__ import annotations

from pathlib import Path

from holdfast.page.place import Place
from holdfast.version import __version__

FUTURES, PAIRS = "futures", "pairs"


def future_file(place: Place, mark: str, future: int, language: str) -> Path:
    """A future of a run day by day, in one language."""
    return place.own / FUTURES / f"{mark}-{__version__}-{future}-{language}.json"


def replay_file(place: Place, mark: str, future: int) -> Path:
    """What `explain --json` gives of a future, once it has been lived again."""
    return place.own / FUTURES / f"{mark}-{__version__}-{future}-again.json"


def ranking_file(place: Place, mark: str) -> Path:
    """The futures of a run by how dark they are."""
    return place.own / FUTURES / f"{mark}-{__version__}.json"


def pairing_file(place: Place, mark: str) -> Path:
    """What another run must have alike with this one."""
    return place.own / PAIRS / f"{mark}-{__version__}.json"


def pair_file(place: Place, a: str, b: str) -> Path:
    """What lies between two runs, in all languages and as `compare --json` has it."""
    return place.own / PAIRS / f"{a}-{b}-{__version__}.json"
