"""Write the numbers of a run, or of two plans, as a workbook or as a folder of csv files."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd

from holdfast.outcome.outcome import Outcome
from holdfast.questions.whatif import WhatIf, between
from holdfast.show.catalogue import Catalogue
from holdfast.show.sides import Story, scenario_of
from holdfast.show.workbook import about, numbers, plain, things
from holdfast.show.workbook.sheet import Sheet
from holdfast.show.workbook.xlsx import workbook
from holdfast.whole import put_file, put_files, refuse_file, refuse_folder, whole_folder

BOOK = ".xlsx"


def write(
    run: Outcome,
    out: str | os.PathLike[str],
    against: Outcome | None = None,
    hindcast: pd.DataFrame | None = None,
    language: str = "en",
) -> Path:
    """Write the numbers of a run: to a workbook if `out` ends in .xlsx, else to a folder of csv.

    `against` is a run on the same futures; then both stand in every sheet, and a sheet holds the
    paired difference, it minus `run`. `hindcast` is what `holdfast.hindcast` returned. The same
    run gives the same bytes. Raises FileExistsError if there is anything of that name, ValueError
    for another suffix or a language that there is not, Refused if the runs are not paired.
    """
    target = Path(out)
    refuse_suffix(target)
    (refuse_file if target.suffix else refuse_folder)(target)
    made = sheets(run if against is None else between(run, against), hindcast, language)
    if target.suffix:
        put_file(target, workbook(made, run.scenario.settings.title))
    else:
        with whole_folder(target) as fresh:
            put_files(fresh, plain.files(made))
    return target


def refuse_suffix(out: Path) -> None:
    """Raise ValueError unless the name is that of a workbook or, without a suffix, of a folder."""
    if out.suffix.lower() not in (BOOK, ""):
        raise ValueError(
            f"{out} ends in {out.suffix!r}; a workbook ends in {BOOK}, "
            "and a folder of csv files has a name without a point"
        )


def sheets(
    answer: Outcome | WhatIf, hindcast: pd.DataFrame | None = None, language: str = "en"
) -> list[Sheet]:
    """The sheets in their order: about, columns, then an answer each."""
    words = Catalogue.of(language).of_scenario(scenario_of(answer))
    story = Story.of(answer, words, public=False)
    made = [numbers.summary(story, words)]
    if story.paired:
        made.append(numbers.changes(story, words))
    made += [numbers.places(story, words), things.stocks(story, words)]
    more = (things.fleets, things.gas, things.homes, things.groups)
    made += [sheet for of in more if (sheet := of(story, words)) is not None]
    made.append(things.deliveries(story, words))
    if hindcast is not None:
        made.append(things.hindcast(hindcast, words))
    return [about.about(story, words), about.described(made, words), *made]
