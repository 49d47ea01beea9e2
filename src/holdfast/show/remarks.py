"""What `check` remarks on a scenario without a fault: what binds, is idle or looks like a slip."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.aid.overtaken import Overtaken
    from holdfast.aid.unbound import Unbound
    from holdfast.scenario import Scenario
    from holdfast.scenario.crowded import Crowded
    from holdfast.scenario.doubtful import Doubtful
    from holdfast.scenario.fuel import Short
    from holdfast.scenario.unused import Unused
    from holdfast.show.idle import Idle
    from holdfast.show.voice import Voice


@dataclasses.dataclass(frozen=True, slots=True)
class Remarks:
    """All of them; none of a scenario that has faults."""

    objections: Sequence[str] = ()
    unbound: Sequence[Unbound] = ()
    overtaken: Sequence[Overtaken] = ()
    warnings: Sequence[Idle] = ()
    unused: Sequence[Unused] = ()
    doubtful: Sequence[Doubtful] = ()
    crowded: Sequence[Crowded] = ()
    short_of_fuel: Short | None = None

    @classmethod
    def of(cls, scenario: Scenario, voice: Voice) -> Remarks:
        """Look at everything."""
        from holdfast.aid.overtaken import overtaken
        from holdfast.aid.unbound import unbound
        from holdfast.scenario.crowded import crowded
        from holdfast.scenario.doubtful import doubtful
        from holdfast.scenario.fuel import short_of_fuel
        from holdfast.scenario.unused import unused
        from holdfast.show.idle import idle

        return cls(
            objections=_objected(scenario, voice),
            unbound=unbound(scenario),
            overtaken=overtaken(scenario),
            warnings=idle(scenario),
            unused=unused(scenario),
            doubtful=doubtful(scenario),
            crowded=crowded(scenario),
            short_of_fuel=short_of_fuel(scenario),
        )

    def said(self, voice: Voice) -> list[str]:
        """A sentence each, in the order in which `check` prints them."""
        from holdfast.questions.notes import unfuelled

        short = self.short_of_fuel
        return [
            *self.objections,
            *_loose(self.unbound, voice),
            *(_overtaken(each, voice) for each in self.overtaken),
            *(_warning(each, voice) for each in self.warnings),
            *(_unused(each, voice) for each in self.unused),
            *(_doubtful(each, voice) for each in self.doubtful),
            *(voice.write(each) for each in (unfuelled(short, short.burners) if short else ())),
            *(_crowded(each, voice) for each in self.crowded),
        ]

    def fields(self) -> dict[str, object]:
        """All by their fields, for --json."""
        short = self.short_of_fuel
        return {
            "warnings": [dataclasses.asdict(each) for each in self.warnings],
            "unused": [dataclasses.asdict(each) for each in self.unused],
            "doubtful": [dataclasses.asdict(each) for each in self.doubtful],
            "objections": [*self.objections],
            "unbound": [
                {"file": "positions.csv", "row": each.stance.row, "why": each.why}
                for each in self.unbound
            ],
            "overtaken": [_spoken_past(each) for each in self.overtaken],
            "crowded": [dataclasses.asdict(each) for each in self.crowded],
            "short_of_fuel": None if short is None else dataclasses.asdict(short),
        }


def _objected(scenario: Scenario, voice: Voice) -> list[str]:
    """What partners object to in the plan as it stands; soft stances are no warnings."""
    from holdfast.aid.objections import binding, objections
    from holdfast.questions.objected import told

    return [voice.write(each) for each in told(scenario, binding(objections(scenario)))]


def _loose(found: Sequence[Unbound], voice: Voice) -> list[str]:
    """That stances bind nothing, and what would make them bind: a line a reason."""
    said = []
    for why in dict.fromkeys(each.why for each in found):
        rows = [str(each.stance.row) for each in found if each.why == why]
        key = f"terminal.check_unbound_{why}"
        said.append(voice.say(key, count=len(rows), rows=", ".join(rows)))
    return said


def _overtaken(found: Overtaken, voice: Voice) -> str:
    """That a hard stance still binds beside a later word on its topic, or that it does no more."""
    rows = {"row": str(found.stance.row), "later": str(found.later.row)}
    return voice.say(f"terminal.check_overtaken_{found.fate}", **rows)


def _spoken_past(found: Overtaken) -> dict[str, object]:
    rows = {"row": found.stance.row, "later": found.later.row}
    return {"file": "positions.csv", **rows, "fate": found.fate}


def _unused(found: Unused, voice: Voice) -> str:
    """That a row changes nothing, and why."""
    where = {"file": found.file, "row": str(found.row), "column": found.column}
    about = {"value": found.value, "beside": found.beside}
    return voice.say(f"terminal.check_unused_{found.why}", **where, **about)


def _doubtful(found: Doubtful, voice: Voice) -> str:
    """What looks like a slip, and what it comes to if it is none."""
    where = {"file": found.file, "row": str(found.row), "column": found.column}
    about = {"value": found.value, "about": found.about, "beside": found.beside}
    return voice.say(f"terminal.check_doubt_{found.why}", **where, **about)


def _crowded(found: Crowded, voice: Voice) -> str:
    """That more is made for a route than it can carry."""
    loads = {
        "most": voice.plain(found.loads_per_week, 2),
        "made": voice.plain(found.made_per_week, 2),
    }
    return voice.say("terminal.check_crowded", row=str(found.row), route=found.route, **loads)


def _warning(found: Idle, voice: Voice) -> str:
    """That a line of words has no effect, and which text it may have been meant for."""
    from holdfast.scenario.fault import short

    near = "terminal.check_near" if found.nearest else "terminal.check_far"
    key = "terminal.check_idle" if found.row is None else "terminal.check_idle_row"
    return voice.say(
        key,
        language=found.language,
        row=str(found.row),
        line=short(found.key),
        near=voice.say(near, text=short(found.nearest)),
    )
