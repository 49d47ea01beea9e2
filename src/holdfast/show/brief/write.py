"""Set the brief by typst: fonts of the package, no other file, nothing asked of the network."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Literal

import pandas as pd
import typst

from holdfast.outcome.outcome import Outcome
from holdfast.questions.whatif import WhatIf
from holdfast.questions.worth import Worth, worth
from holdfast.show import theme
from holdfast.show.brief import rows
from holdfast.show.brief.page import page
from holdfast.show.catalogue import Catalogue
from holdfast.show.sides import Story, scenario_of
from holdfast.whole import put_file

STANDARD: Literal["ua-1"] = "ua-1"
"""PDF/UA-1 (ISO 14289-1): tagged, titled, with its language and alternative texts."""


def deliveries(answer: Outcome | WhatIf, public: bool = False) -> list[str]:
    """Ids of the deliveries that a brief needs the worth of, for `worth_kept.worth_of`."""
    story = Story.of(answer, Catalogue.of("en"), public)
    return [each.row["id"] for each in rows.candidates(story)]


def valued(answer: Outcome | WhatIf) -> Outcome:
    """The run whose rows are valued: the only one, or the second."""
    return answer if isinstance(answer, Outcome) else answer.b


def brief(
    answer: Outcome | WhatIf,
    path: str | os.PathLike[str],
    language: str = "en",
    public: bool = False,
    hindcast: pd.DataFrame | None = None,
    worths: Sequence[Worth] | None = None,
) -> Path:
    """Write the brief of a run or of a comparison as PDF, and give its path.

    `worths` is what the rows save, for each of `deliveries`; left out it is simulated, which takes
    most of a run for each. `hindcast` and `public` are as for the report. The same answer gives the
    same bytes. Raises ValueError for a language that there is not, and what `worth` raises.
    """
    target = Path(path)
    put_file(target, render(answer, language, public, hindcast, worths))
    return target


def render(
    answer: Outcome | WhatIf,
    language: str = "en",
    public: bool = False,
    hindcast: pd.DataFrame | None = None,
    worths: Sequence[Worth] | None = None,
) -> bytes:
    """The brief as the bytes of a PDF; see `brief`."""
    words = Catalogue.of(language).of_scenario(scenario_of(answer))
    story = Story.of(answer, words, public)
    if worths is None:
        worths = list(worth(valued(answer), deliveries(answer, public)))
    return compiled(page(story, worths, hindcast, words))


def compiled(data: dict[str, Any]) -> bytes:
    """Set the data of a brief by its template."""
    with _template() as (source, fonts):
        made = typst.compile(
            source,
            root=source.parent,
            font_paths=[fonts],
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs=_inputs(data),
            pdf_standards=STANDARD,
        )
    return made


def scales(data: dict[str, Any]) -> list[float]:
    """The scale at which each page fits, of 1; 0 for a page that had to be cut."""
    with _template() as (source, fonts):
        told = typst.query(
            source,
            "<fit>",
            field="value",
            root=source.parent,
            font_paths=[fonts],
            ignore_system_fonts=True,
            sys_inputs=_inputs(data),
        )
    return [float(each) for each in json.loads(told)]


@contextmanager
def _template() -> Iterator[tuple[Path, Path]]:
    """The template and the folder of the fonts, as files."""
    source = files("holdfast.show.brief") / "brief.typ"
    with as_file(files("holdfast.show") / "fonts") as fonts, as_file(source) as path:
        yield path, fonts


def _inputs(data: dict[str, Any]) -> dict[str, str]:
    return {
        "data": json.dumps(data, ensure_ascii=False),
        "colours": json.dumps(theme.LIGHT),
    }
