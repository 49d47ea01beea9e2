"""What the answer rests on: floors and weights, assumptions, what is read and what remembered."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.outcome.metrics import DAYS_IN_A_ROW, LEAST_HOURS
from holdfast.scenario import Parameter, Scenario
from holdfast.show.catalogue import LANGUAGES, Catalogue
from holdfast.show.sections.plan import due
from holdfast.show.sides import Story
from holdfast.show.sources import Source, listed, named

MAIN = 10
"""Assumptions on the page: the widest ranges; the others can be opened."""
STATUSES = ("READ", "MEMORY", "ESTIMATE")


@dataclass(frozen=True, slots=True)
class Assumption:
    """One assumption: what, its value with its range, where it comes from, how it is known."""

    what: str
    value: str
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class Basis:
    """Everything that stands beside the figures."""

    floors: tuple[str, ...]
    weights: tuple[str, ...]
    main: tuple[Assumption, ...]
    others: tuple[Assumption, ...]
    counts: str
    later: str
    left_out: tuple[str, ...]
    sources: tuple[Source, ...]
    commands: tuple[str, ...]


def width(parameter: Parameter) -> float:
    """Give how wide a parameter's range is, against its value."""
    return (parameter.high - parameter.low) / max(abs(parameter.default), 1e-12)


def _assumption(parameter: Parameter, words: Catalogue) -> Assumption:
    numbers = words.numbers
    value = numbers.exact(parameter.default)
    if parameter.unit != "1":
        value += f"\u00a0{parameter.unit}"
    if parameter.low != parameter.high:
        ends = f"{numbers.exact(parameter.low)} {numbers.to} {numbers.exact(parameter.high)}"
        value += f" ({ends})"
    status = words.say(f"status.{parameter.status}") if parameter.status in STATUSES else ""
    return Assumption(parameter.doc, value, parameter.source, status)


def assumptions(scenario: Scenario, words: Catalogue) -> list[Assumption]:
    """Give the scalar assumptions, the widest ranges first."""
    ranked = sorted(scenario.parameters.values(), key=lambda each: (-width(each), each.id))
    return [_assumption(each, words) for each in ranked]


def counts(scenario: Scenario) -> dict[str, int]:
    """Count the rows of all tables by how they are known, and those drawn from a range."""
    found = dict.fromkeys((*STATUSES, "range"), 0)
    for table in scenario.visible.values():
        if "status" in table.columns:
            for status in table.text("status"):
                found[status] = found.get(status, 0) + 1
        ranged = [name for name in table.columns if name.endswith("_low")]
        found["range"] += sum(bool(text) for name in ranged for text in table.text(name))
    return found


def _floors(story: Story, words: Catalogue) -> tuple[str, ...]:
    """Say what survival asks for and how often it is met, and what is cut last."""
    window = story.windows[-1]
    shares = [round(100 * side.estimate("survival", window).mean) for side in story.sides]
    key = "basis.survival_pair" if story.paired else "basis.survival"
    first = words.say(
        key,
        hours=words.numbers.exact(LEAST_HOURS),
        days=words.numbers.exact(DAYS_IN_A_ROW),
        count=shares[-1],
        before=shares[0],
        label=story.baseline.phrase,
    )
    shares_kept = story.scenario.table("power/demand").number("protected_share") * 100
    if not len(shares_kept):
        return (first,)
    low, high = float(shares_kept.min()), float(shares_kept.max())
    span = words.numbers.number(low, 2) if low == high else words.numbers.span(low, high)
    return first, words.say("basis.protected", share=span)


def _weights(scenario: Scenario, words: Catalogue) -> tuple[str, ...]:
    cold = scenario.settings.weights.cold
    return (
        words.say(
            "basis.cold",
            degrees=words.numbers.exact(scenario.known("people.cold_threshold")),
            weight=words.numbers.exact(cold.value),
            source=cold.source.rstrip("."),
        ),
        words.say("basis.alike"),
    )


def _commands(story: Story, words: Catalogue) -> tuple[str, ...]:
    """Give the commands that make this report again."""
    name, seed = story.scenario.settings.name, story.shown.outcome.seed
    chances = f"--futures {story.futures} --seed {seed}"
    options = "--out report.html" + (" --public" * story.public)
    if words.language != LANGUAGES[0]:
        options += f" --language {words.language}"
    first = f"holdfast run {name} {chances} --out runs/a"
    explain = "holdfast explain runs/a --future 0"
    if story.paired and story.public and not story.package:
        return first, explain
    if not story.paired:
        return first, f"holdfast report runs/a {options}", explain
    plan = (
        f" --package {story.package}"
        if story.package
        else "".join(
            f" --b {row['partner']}:{row['item']}:{row['quantity']}@{row['date']}"
            + (f":{row['region']}" if row.get("region") else "")
            for row in story.added
        )
    )
    return (
        first,
        f"holdfast whatif {name} --base runs/a{plan} --out runs/b",
        f"holdfast report runs/a --against runs/b {options}",
        explain,
    )


def _sources(story: Story) -> list[Source]:
    """List all sources; for a public report those alone that its deliveries cite."""
    if not story.public:
        return listed(story.scenario)
    rows = (each.row.get("source", "") for each in due(story))
    return listed(story.scenario, {n for ids in rows for n in named(ids, story.scenario)})


def basis(story: Story, words: Catalogue) -> Basis:
    """Gather what stands beside the figures."""
    scenario = story.scenario
    every = assumptions(scenario, words)
    found = counts(scenario)
    later = ""
    if scenario.as_of is not None and scenario.learnt_later:
        later = words.say(
            "basis.later",
            count=len(scenario.learnt_later),
            day=words.numbers.day(scenario.as_of, year=True, short=False),
        )
    return Basis(
        floors=_floors(story, words),
        weights=_weights(scenario, words),
        main=tuple(every[:MAIN]),
        others=tuple(every[MAIN:]),
        counts=words.say(
            "basis.counts",
            read=found["READ"],
            memory=found["MEMORY"],
            estimate=found["ESTIMATE"],
            ranged=found["range"],
        ),
        later=later,
        left_out=words.texts("basis.left_out"),
        sources=tuple(_sources(story)),
        commands=_commands(story, words),
    )
