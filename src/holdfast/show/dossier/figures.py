"""The figures of the dossier: what draws one, by the name of its part."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from holdfast.questions.validate.finding import Finding
from holdfast.show.dossier.teller import PartTeller
from holdfast.show.section import Section

FIGURES: Mapping[str, Callable[[Finding, PartTeller], Section]] = {}
"""Each gives a section of which the drawing, its measure, keys and notes are shown."""
