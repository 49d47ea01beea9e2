"""What is handed on as a file: the report, the brief, and the numbers of a run."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from holdfast.cli.progress import bar
from holdfast.questions.refused import Refused

if TYPE_CHECKING:
    import pandas as pd

    from holdfast.campaign.pool import Crew
    from holdfast.outcome import Outcome
    from holdfast.questions.whatif import WhatIf
    from holdfast.questions.worth import Worth

REPORT, BRIEF = ".html", ".pdf"


def refuse_suffix(out: Path, hands: Crew = None) -> None:
    """Raise Refused unless the name says which it is to be: a report, or a brief, and who does it.

    Nothing is simulated for a report, so nobody can be named to do it.
    """
    if out.suffix.lower() not in (REPORT, BRIEF):
        raise Refused(
            f"{out} ends in {out.suffix or 'nothing'!r}; a report ends in {REPORT}, "
            f"a brief of two pages in {BRIEF}"
        )
    if hands is not None and out.suffix.lower() == REPORT:
        raise Refused(
            f"nothing is simulated for a report: leave out --workers and --cluster, which are for "
            f"a brief ({BRIEF})"
        )


def answer(run: Path, against: Path | None) -> Outcome | WhatIf:
    """A run, or what lies between it and another."""
    from holdfast.outcome import Outcome
    from holdfast.questions.whatif import between

    outcome = Outcome.load(run)
    return outcome if against is None else between(outcome, Outcome.load(against))


def judged(hindcast: Path | None) -> pd.DataFrame | None:
    """What `hindcast --out` wrote, if it is given."""
    from holdfast.cli.hindsight import read_hindcast

    return None if hindcast is None else read_hindcast(hindcast)


def write(
    out: Path,
    found: Outcome | WhatIf,
    hindcast: pd.DataFrame | None,
    language: str,
    public: bool,
    workers: Crew,
) -> None:
    """Write the report or the brief, as the suffix of its name says."""
    refuse_suffix(out)
    if out.suffix.lower() == REPORT:
        from holdfast.show.report import report

        report(found, out, language=language, public=public, hindcast=hindcast)
        return
    from holdfast.show.brief import brief

    brief(found, out, language, public, hindcast, _worths(found, public, workers, language))


def _worths(found: Outcome | WhatIf, public: bool, workers: Crew, language: str) -> list[Worth]:
    """What the rows of a brief are worth: simulated, or taken from beside the run."""
    from holdfast.questions.worth_kept import place, worth_of
    from holdfast.show.brief import deliveries, valued
    from holdfast.show.voice import Voice

    shown = valued(found)
    keep = place(shown)
    if keep is not None and not os.access(keep.parent, os.W_OK):
        typer.echo(f"holdfast: {keep.parent} cannot be written, so no worth is kept", err=True)
        keep = None
    with bar(Voice(language).say("terminal.bar_valuing")) as progress:
        return worth_of(shown, deliveries(found, public), workers, progress, keep)


def write_numbers(
    run: Path, out: Path, against: Path | None, hindcast: Path | None, language: str
) -> None:
    """Write the numbers of a run to a workbook (.xlsx) or a new folder of csv files."""
    from holdfast.outcome import Outcome
    from holdfast.show.workbook import write as write_workbook

    other = None if against is None else Outcome.load(against)
    write_workbook(Outcome.load(run), out, other, judged(hindcast), language)
