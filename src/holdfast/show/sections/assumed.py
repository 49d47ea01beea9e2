"""The assumptions that were drawn from ranges, by how closely the run's own result follows them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from holdfast.questions.inputs import Input, inputs
from holdfast.scenario import Scenario
from holdfast.scenario.schema import Parameter
from holdfast.show.catalogue import Catalogue
from holdfast.show.reductions import Array
from holdfast.show.sides import DAILY, Story
from holdfast.show.sources import cited, named

LEAST_PAIRS = 10
"""Pairs of futures below which a rank correlation says nothing; then the widest stand first."""
CHANCE = 1.96
"""Standard errors of chance: a rank correlation below CHANCE / sqrt(pairs - 1) may be none."""
STATUSES = ("READ", "MEMORY", "ESTIMATE")
MILITARY_TABLES = (
    "stocks",
    "production",
    "routes",
    "defence/systems",
    "defence/effect",
    "readiness/echelons",
    "readiness/mending",
    "readiness/returns",
    "readiness/technicians",
)
"""Tables of which a public report gives no ranges, since they count means of defence."""
TINY = 1e-12


@dataclass(frozen=True, slots=True)
class Assumption:
    """One assumption: what, its value with its range, where it comes from, how it is known."""

    what: str
    value: str
    source: str
    status: str
    influence: str = ""
    cited: tuple[int, ...] = ()
    """Numbers of the sources that it names."""


@dataclass(frozen=True, slots=True)
class Ranged:
    """An assumption with what it is ranked by."""

    width: float
    """Of its range, against its value; of a column the median of its rows."""
    influence: float
    """Rank correlation with hours without power over pairs of futures; nan if it was not drawn."""
    shown: Assumption


@dataclass(frozen=True, slots=True)
class Ranking:
    """The assumptions in their order."""

    rows: tuple[Assumption, ...]
    by_influence: bool
    pairs: int
    bar: float
    """Size below which a rank correlation may be chance alone."""
    ranged: bool
    """Whether any of them has a range."""


def ranking(story: Story, words: Catalogue) -> Ranking:
    """Rank parameters and columns of tables, the most influential first, else the widest."""
    outcome = story.shown.outcome
    _, first = np.unique(outcome.pair, return_index=True)
    hours = _by_pair(story.shown.metric(DAILY, story.windows[-1]), outcome.pair)
    drawn = [each for each in inputs(outcome) if not (story.public and _hidden(each))]
    columns = itertools.groupby(drawn, key=lambda each: (each.table, each.column))
    found, named = [], set()
    for (table, column), group in columns:
        given = list(group)
        influence = _influence([each.values[first] for each in given], hours)
        if table:
            found.append(_column(story.scenario, table, column, given, influence, words))
        else:
            named.add(column)
            found.append(_parameter(story, column, influence, words))
    found += [
        _parameter(story, name, np.nan, words)
        for name in story.scenario.parameters
        if name not in named
    ]
    by_influence = len(first) >= LEAST_PAIRS
    if by_influence:
        found.sort(key=lambda each: (-np.nan_to_num(abs(each.influence), nan=-1.0), -each.width))
    else:
        found.sort(key=lambda each: -each.width)
    bar = CHANCE / np.sqrt(max(len(first) - 1, 1))
    return Ranking(
        tuple(each.shown for each in found),
        by_influence,
        len(first),
        float(bar),
        any(each.width > 0 for each in found),
    )


def _hidden(given: Input) -> bool:
    return given.table in MILITARY_TABLES


def _by_pair(values: Array, pair: Array) -> Array:
    """Give the mean of each pair of futures."""
    _, place = np.unique(pair, return_inverse=True)
    return np.asarray(np.bincount(place, weights=values) / np.bincount(place))


def _influence(values: Sequence[Array], hours: Array) -> float:
    """Give the rank correlation of (pair,) hours with the mean rank of the rows of a column."""
    ranks = np.mean([_ranks(each) for each in values], axis=0)
    a, b = _ranks(ranks), _ranks(hours)
    if np.ptp(a) == 0 or np.ptp(b) == 0:
        return 0.0
    return float(np.corrcoef(a, b)[0, 1])


def _ranks(values: Array) -> Array:
    """Give the rank of each value, ties sharing their mean; pandas is there already."""
    return np.asarray(pd.Series(values).rank(), dtype=float)


def _parameter(story: Story, name: str, influence: float, words: Catalogue) -> Ranged:
    parameter, numbers = story.scenario.parameters[name], words.numbers
    value = _with_unit(numbers.exact(parameter.default), parameter.unit, words)
    if parameter.low != parameter.high:
        ends = f"{numbers.exact(parameter.low)} {numbers.to} {numbers.exact(parameter.high)}"
        value += f" ({ends})"
    width = (parameter.high - parameter.low) / max(abs(parameter.default), TINY)
    source, cited = _origin(parameter, story, words)
    status = words.say(f"status.{parameter.status}") if parameter.status in STATUSES else ""
    if parameter.own and not status:
        status = words.say("basis.set_unknown")
    shown = Assumption(
        words.own(parameter.doc), value, source, status, _written(influence, words), cited
    )
    return Ranged(width, influence, shown)


def _origin(parameter: Parameter, story: Story, words: Catalogue) -> tuple[str, tuple[int, ...]]:
    """Say where a value comes from, and give the numbers of the sources that this names.

    A public report lists few sources, so it counts those of a value of the scenario.
    """
    if not parameter.own:
        return words.own(parameter.source), ()
    numbers = tuple(named(parameter.source, story.scenario))
    if not numbers:
        return words.say("basis.set_unsourced"), ()
    if story.public:
        return words.say("basis.set_sources", count=len(numbers)), ()
    return words.say("basis.set", sources=cited(parameter.source, story.scenario)), numbers


def _column(
    scenario: Scenario,
    name: str,
    column: str,
    given: Sequence[Input],
    influence: float,
    words: Catalogue,
) -> Ranged:
    """Tell of a column of a table: how many rows are drawn, their values, how wide their ranges."""
    table = scenario.table(name)
    rows = [table.keys.index(each.key) for each in given]
    middle, low, high = (table.number(f"{column}{end}")[rows] for end in ("", "_low", "_high"))
    wide = np.median((high - low) / np.maximum(np.abs(middle), TINY))
    below, above = (
        np.median((end - middle) / np.maximum(np.abs(middle), TINY)) for end in (low, high)
    )
    spec, numbers = table.schema.column(column), words.numbers
    ends = [numbers.exact(float(f"{end:.3g}")) for end in (middle.min(), middle.max())]
    span = ends[0] if ends[0] == ends[1] else f"{ends[0]} {numbers.to} {ends[1]}"
    value = words.say(
        "basis.column_value",
        count=len(rows),
        span=_with_unit(span, spec.unit, words),
        low=numbers.fixed(100 * float(below)),
        high=f"+{numbers.fixed(100 * float(above))}",
    )
    source, status = (table.text(table.schema.common(name)) for name in ("source", "status"))
    ids = {part.strip() for i in rows for part in source[i].split(";")} - {""}
    known = {status[i] for i in rows} & set(STATUSES)
    shown = Assumption(
        words.say(
            "basis.column",
            what=words.own(spec.doc),
            table=words.say(f"said.table_{name.replace('/', '_')}"),
        ),
        value,
        words.say("basis.column_source", count=len(ids)),
        words.say("form.and").join(
            words.say(f"status.{status}") for status in STATUSES if status in known
        ),
        _written(influence, words),
    )
    return Ranged(float(wide), influence, shown)


def _with_unit(value: str, unit: str, words: Catalogue) -> str:
    return value if unit in ("", "1") else f"{value}\u00a0{words.own(unit)}"


def _written(influence: float, words: Catalogue) -> str:
    if np.isnan(influence):
        return words.say("basis.not_drawn")
    text = words.numbers.fixed(influence, 2)
    return text if influence <= 0 else f"+{text}"
