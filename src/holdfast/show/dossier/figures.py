"""The figures of the dossier: what draws one, by the name of its part."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from holdfast.questions.validate.finding import Finding
from holdfast.show.dossier.teller import PartTeller
from holdfast.show.figures import claimed
from holdfast.show.figures.canvas import Canvas
from holdfast.show.scored import class_name
from holdfast.show.section import Drawing, Key, Section


def interception(found: Finding, teller: PartTeller) -> Section:
    """Draw what was forecast of raids beside what was claimed, a panel a class."""
    bins = found.tables["bins"]
    panels = [
        claimed.Panel(
            class_name(str(name), teller.words),
            teller.words.say("raids.cases_destroyed", count=int(part["raids"].sum())),
            *(
                part[column].to_numpy(float)
                for column in ("forecast", "last_days", "claimed", "claimed_error")
            ),
        )
        for name, part in bins.groupby("class", sort=False)
    ]
    panels = [
        panel if np.isfinite(panel.error).all() else _without_error(panel) for panel in panels
    ]
    title, measure = teller.say("figure.title"), teller.say("figure.measure")
    across = teller.say("figure.across")
    return Section(
        identity="interception-figure",
        title=title,
        measure=measure,
        drawing=Drawing.of("interception", title, measure, partial(_drawn, panels, across)),
        keys=[
            Key("defence", teller.say("figure.ours"), "dot"),
            Key("none", teller.say("figure.baseline"), "square"),
            Key("line", teller.say("figure.even")),
        ],
        notes=[teller.say("figure.note")],
    )


def _drawn(panels: list[claimed.Panel], across: str, width: float) -> Canvas:
    return claimed.draw(panels, width, across)


def _without_error(panel: claimed.Panel) -> claimed.Panel:
    """A panel of bins of one raid, of which no error is known."""
    return claimed.Panel(
        panel.name, panel.note, panel.ours, panel.baseline, panel.claimed,
        np.nan_to_num(panel.error),
    )  # fmt: skip


FIGURES: Mapping[str, Callable[[Finding, PartTeller], Section]] = {"interception": interception}
"""Each gives a section of which the drawing, its measure, keys and notes are shown."""
