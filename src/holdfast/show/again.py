"""The commands that make a report again: they run as they are printed."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from holdfast.outcome.outcome import Outcome
from holdfast.questions.hindcast import RECIPE
from holdfast.show.catalogue import ENGLISH, Catalogue
from holdfast.show.plans import Plan
from holdfast.show.sides import Story

PLEDGED, FIRST, SECOND = "again/pledged", "again/a", "again/b"
FACTS = "again/hindcast.json"


@dataclass(frozen=True, slots=True)
class Recipe:
    """Commands, and where they are to be given and what they leave out."""

    commands: tuple[str, ...]
    note: str


def recipe(story: Story, words: Catalogue, hindcast: pd.DataFrame | None = None) -> Recipe:
    """Give the commands that make this report again."""
    notes = []
    path, _ = _scenario(story.baseline.outcome, story)
    hidden = story.public and bool(story.plans.a.single or story.plans.b.single)
    if hidden:
        commands, folders = [_run(story.baseline.outcome, path, PLEDGED)], [PLEDGED]
        notes.append(words.say("basis.again_public"))
    else:
        commands, folders = runs(story)
    given = ""
    if hindcast is not None and all(name in hindcast.attrs for name in RECIPE):
        facts = shlex.quote(_shown(str(hindcast.attrs["facts"]), story))
        chances = f"--futures {hindcast.attrs['futures']} --seed {hindcast.attrs['seed']}"
        commands.append(f"holdfast hindcast {path} --facts {facts} {chances} --out {FACTS}")
        given = f" --hindcast {FACTS}"
    elif hindcast is not None:
        notes.append(words.say("basis.again_table"))
    against = f" --against {folders[1]}" if len(folders) > 1 else ""
    options = " --public" * story.public
    if words.language != ENGLISH:
        options += f" --language {words.language}"
    commands.append(f"holdfast report {folders[0]}{against}{given} --out report.html{options}")
    commands.append(f"holdfast explain {folders[-1]} 0")
    return Recipe(tuple(commands), " ".join([words.say("basis.again_at", path=path), *notes]))


def runs(story: Story) -> tuple[list[str], list[str]]:
    """Give the commands that make the runs of a story, and the folders of its sides."""
    path, branched = _scenario(story.baseline.outcome, story)
    return _branches(story, path) if branched else _apart(story)


def _scenario(outcome: Outcome, story: Story) -> tuple[str, bool]:
    """Give the folder of the scenario, and whether it is the one before anything was asked for.

    The folder that was read, else the copy that a saved run keeps, which has all that was asked
    for among its deliveries.
    """
    scenario = outcome.scenario
    if not scenario.path and outcome.folder is not None:
        return shlex.quote(_shown(str(outcome.folder / "scenario"), story)), False
    return shlex.quote(_shown(scenario.path or scenario.settings.name, story)), story.plans.alike


def _shown(path: str, story: Story) -> str:
    """Give a path as it was given; of one from the root a public report has only the end."""
    return Path(path).name if story.public and Path(path).is_absolute() else path


def _run(outcome: Outcome, path: str, out: str) -> str:
    """Write the command of one run."""
    scenario = outcome.scenario
    seen = ""
    if scenario.as_of is not None and scenario.as_of != scenario.settings.freeze:
        seen = f" --as-of {scenario.as_of}"
    chances = f"--futures {len(outcome.futures)} --seed {outcome.seed}"
    return f"holdfast run {path} {chances}{seen} --out {out}"


def _apart(story: Story) -> tuple[list[str], list[str]]:
    """Run each side by itself, from its own folder."""
    runs = [FIRST, SECOND][: len(story.sides)]
    commands = []
    for side, out in zip(story.sides, runs, strict=True):
        path, _ = _scenario(side.outcome, story)
        commands.append(_run(side.outcome, path, out))
    return commands, runs


def _branches(story: Story, path: str) -> tuple[list[str], list[str]]:
    """Run the plan as pledged, and branch from it what each side adds."""
    commands = [_run(story.baseline.outcome, path, PLEDGED)]
    if not story.paired:
        if story.plans.b.pledged:
            return commands, [PLEDGED]
        return [*commands, _whatif(path, None, story.plans.b, FIRST)], [FIRST]
    a, b = story.plans.a, story.plans.b
    runs = [PLEDGED if plan.pledged else out for plan, out in ((a, FIRST), (b, SECOND))]
    if not a.pledged:
        commands.append(_whatif(path, None, a, FIRST))
    if not b.pledged:
        commands.append(_whatif(path, a, b, SECOND))
    return commands, runs


def _whatif(path: str, a: Plan | None, b: Plan, out: str) -> str:
    """Write the command that compares two plans and keeps the second."""
    asked = [f"--a {shlex.quote(text)}" for text in (a.written() if a else [])]
    asked += [f"--b {shlex.quote(text)}" for text in b.written()]
    return f"holdfast whatif {path} --base {PLEDGED} {' '.join(asked)} --out {out}"
