"""Two runs beside each other, and one future of a run day by day: what is kept of both, and made.

All is kept by the marks of runs and the version, and made again where it is not there.
"""

from __future__ import annotations

import json
import math
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from holdfast.page.errors import Missing
from holdfast.page.jobs import FAILED, QUICK
from holdfast.page.kept import (
    FUTURES,
    PAIRS,
    future_file,
    pair_file,
    pairing_file,
    ranking_file,
    replay_file,
)
from holdfast.page.shelf import Lived
from holdfast.questions.pairing import Pairing, absent, unpaired
from holdfast.questions.refused import Refused

if TYPE_CHECKING:
    from holdfast.page.desk import Desk


@dataclass(frozen=True, slots=True)
class Ranking:
    """The futures of a run, the darkest first, with their hours without power a person."""

    by_hours: tuple[tuple[int, float], ...]

    @property
    def futures(self) -> tuple[int, ...]:
        """Their numbers, the darkest first."""
        return tuple(future for future, _ in self.by_hours)

    def at(self, quantile: float) -> int:
        """The future at a quantile, as `explain --quantile` has it. Raises Refused."""
        if not 0 <= quantile <= 1:
            raise Refused(
                f"quantile {quantile:g} is not between 0, the best future, and 1, the worst"
            )
        return self.futures[math.floor((1 - quantile) * (len(self.by_hours) - 1))]

    def refuse_absent(self, future: int) -> None:
        """Raise Refused for a future that the run does not hold."""
        if why := absent(future, self.futures):
            raise Refused(why)


class Views:
    """What is kept of futures and of pairs of runs."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.place = desk, desk.place
        for folder in (FUTURES, PAIRS):
            (self.place.own / folder).mkdir(exist_ok=True)
        self._turn = threading.Lock()
        self._ranked: dict[Path, Ranking] = {}

    # ---- one future ----------------------------------------------------------------------------

    def ranking(self, run: Lived) -> Ranking:
        """The futures of a run by how dark they are. Waits. Raises Missing, Faulty, Broken."""
        file = ranking_file(self.place, run.mark)
        if file not in self._ranked:
            found = self._made(file, "ranking", run, {})
            self._ranked[file] = Ranking(
                tuple((int(future), float(hours)) for future, hours in found["by_hours"])
            )
        return self._ranked[file]

    def future(self, run: Lived, future: int, language: str) -> Mapping[str, Any]:
        """A future day by day as it was recorded. Waits. Raises Refused, Missing, Broken."""
        self.ranking(run).refuse_absent(future)
        file = future_file(self.place, run.mark, future, language)
        about = {"future": future, "language": language}
        found: Mapping[str, Any] = self._made(file, "future", run, about)
        return found

    def replayed(self, run: Lived, future: int) -> Path | str | None:
        """What `explain --json` gives of a future that is lived again.

        None while it is lived, a text if it cannot be, or does not come out the same. Raises
        Refused for a future that the run does not hold.
        """
        self.ranking(run).refuse_absent(future)
        file = replay_file(self.place, run.mark, future)
        if file.exists():
            return file
        return self.desk.drawn("replay", f"replay {file.stem}", run, {"future": future})

    def known(self, run: Lived, future: int) -> bool:
        """Whether a future was lived again already, and was the same."""
        return replay_file(self.place, run.mark, future).exists()

    # ---- two runs ------------------------------------------------------------------------------

    def why_not(self, a: Lived, others: Sequence[Lived]) -> dict[str, str]:
        """Why other runs cannot be compared with a run, by name; blank for those that can.

        Waits. Raises Missing, Faulty, Broken.
        """
        mine = self._pairing(a)
        return {other.name: unpaired(mine, self._pairing(other)) for other in others}

    def refuse_unpaired(self, a: Lived, b: Lived) -> None:
        """Raise Refused with every reason why two runs cannot be compared."""
        if why := self.why_not(a, [b])[b.name]:
            raise Refused(why)

    def pair(self, a: Lived, b: Lived) -> Mapping[str, Any] | str | None:
        """What lies between two runs; None while it is counted, a text if it cannot be.

        Raises Refused if they are not paired.
        """
        file = pair_file(self.place, a.mark, b.mark)
        if not file.exists():
            self.refuse_unpaired(a, b)
            return self.desk.drawn("pair", f"pair {file.stem}", b, {"against": a.name})
        found: Mapping[str, Any] = _read(file)
        return found

    def compare_again(self, a: Lived, b: Lived) -> None:
        """Try once more what could not be counted."""
        name = f"pair {pair_file(self.place, a.mark, b.mark).stem}"
        last = self.desk.queue.latest(QUICK, name)
        if last is not None and last.state == FAILED:
            self.desk.resume(last.id)

    def _pairing(self, run: Lived) -> Pairing:
        found = self._made(pairing_file(self.place, run.mark), "pairing", run, {})
        first, count = found["span"]
        futures = found["futures"] or range(first, first + count)
        return Pairing(
            found["name"], tuple(futures), tuple((name, fact) for name, fact in found["facts"])
        )

    def _made(self, file: Path, kind: str, run: Lived, about: Mapping[str, Any]) -> Any:
        """What stands in a file, written first by the process that stays if it is not there."""
        with self._turn:
            if not file.exists():
                asked = {"kind": kind, "root": str(self.place.root), "run": run.name, **about}
                self.desk.shown.ask(asked, f"{kind} {file.stem}")
        if not file.exists():
            raise Missing(f"there is no run '{run.name}' any more")
        return _read(file)


def _read(file: Path) -> Any:
    try:
        return json.loads(file.read_bytes())
    except ValueError:
        raise Refused(f"{file} is not what is written there: remove it") from None
