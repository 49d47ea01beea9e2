"""The steps of each day of one future, in the order in which a day is lived, in words.

What `explain` tells of a day stands with its step, in its words; beside it stand the numbers of the
record by class, kind, item and region, never of a single place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from holdfast.arrays import Array
from holdfast.questions.said import Said

if TYPE_CHECKING:
    import pandas as pd

    from holdfast.outcome import Outcome
    from holdfast.show.voice import Voice

SLIP = 1e-6
"""Of a piece, what reckoning may lose of a whole one."""
WHOLE = 0.5
"""Pieces from which something is told as one."""
LEAST_SHARE = 0.005
"""Share of demand that is not met from which it is told."""
LEAST_HOURS = 0.05
"""Hours a person from which they are told."""
ARRIVALS, STOCKS, NETWORKS, GAS, PEOPLE = "arrivals", "stocks", "networks", "gas", "people"
STEP_OF = {
    "due": ARRIVALS,
    "ran_out": STOCKS,
    "collapse": NETWORKS,
    "collapse_mended": NETWORKS,
    "cuts_begin": NETWORKS,
    "cuts_end": NETWORKS,
    "darkest": PEOPLE,
}
"""The step that an event belongs to; those of gas and oil begin with these words."""
OF_GAS = ("gas_", "oil_")


@dataclass(frozen=True, slots=True)
class Steps:
    """What a future is told from."""

    one: Outcome
    """Of this future alone."""
    days: pd.DataFrame
    """What `explain` gives of it."""
    voice: Voice

    def of(self, name: str) -> Array:
        """(D, ...) a variable of the record."""
        return np.asarray(self.one.data[name].isel(future=0).values, dtype=float)

    def has(self, name: str) -> bool:
        """Whether the record has a variable; scenarios differ."""
        return name in self.one.data

    def names(self, axis: str) -> list[str]:
        """What is along an axis, by name in the reader's language."""
        found = self.one.data[f"{axis}_name"].values
        return [self.voice.own(str(name)) for name in found]

    def joined(self, parts: Iterable[str]) -> str:
        """What is said one after the other."""
        return self.voice.joint("; ").join(filter(None, parts))

    def say(self, key: str, **fields: Any) -> str:
        """A message of this screen."""
        return self.voice.say(f"page_explain.{key}", **fields)


def told(steps: Steps) -> dict[str, list[str]]:
    """Of each step what is said of it a day; blank where nothing is. Keys in the order of a day."""
    events = _events(steps)
    made: dict[str, list[str]] = {}
    for key, tell in TELLERS.items():
        lines = tell(steps)
        own = events.get(key, [[] for _ in lines])
        made[key] = [steps.joined((*said, line)) for said, line in zip(own, lines, strict=True)]
    return made


def _events(steps: Steps) -> dict[str, list[list[str]]]:
    """What `explain` tells of each day, by the step that it belongs to."""
    count = len(steps.days)
    made: dict[str, list[list[str]]] = {}
    for day, listed in enumerate(steps.days["events"]):
        for said in listed.fields["parts"].parts if isinstance(listed, Said) else ():
            step = GAS if said.key.startswith(OF_GAS) else STEP_OF.get(said.key)
            if step is not None:  # of a raid more is said by its own steps
                rows = made.setdefault(step, [[] for _ in range(count)])
                rows[day].append(steps.voice.write(said))
    return made


def _weather(steps: Steps) -> list[str]:
    return [
        steps.say("weather", degrees=steps.voice.whole(float(found)))
        for found in steps.of("temperature")
    ]


def _nothing(steps: Steps) -> list[str]:
    return [""] * len(steps.days)


def _ready(steps: Steps) -> list[str]:
    """Fire units ready, of those there are where that is kept."""
    ready = steps.of("ready").sum(axis=1)
    fleet = steps.of("fleet").sum(axis=1) if steps.has("fleet") else None
    whole = steps.voice.whole
    if fleet is None:
        return [steps.say("ready", count=round(float(each))) for each in ready]
    return [
        steps.say("ready_of", ready=whole(float(each)), fleet=whole(float(of)))
        for each, of in zip(ready, fleet, strict=True)
    ]


def _raid(steps: Steps) -> list[str]:
    classes = steps.names("class")
    return [_by_name(steps, classes, day) or steps.say("no_raid") for day in steps.of("launched")]


def _fight(steps: Steps) -> list[str]:
    classes, whole = steps.names("class"), steps.voice.whole
    rows = zip(*map(steps.of, ("launched", "destroyed", "jammed", "leaked")), strict=True)
    made = []
    for launched, destroyed, jammed, leaked in rows:
        if launched.sum() < WHOLE:
            made.append("")
            continue
        parts = [steps.say("fight", destroyed=whole(float(destroyed.sum())))]
        if jammed.sum() >= WHOLE:
            parts.append(steps.say("fight_jammed", jammed=whole(float(jammed.sum()))))
        through = _by_name(steps, classes, leaked)
        parts.append(steps.say("fight_through", through=through or whole(0)))
        made.append(steps.joined(parts))
    return made


def whole_pieces(held: Array) -> Array:
    """Pieces that are whole: where less than one is left, the item is out."""
    return np.asarray(np.floor(held + SLIP))


def _stocks(steps: Steps) -> list[str]:
    """What was fired, and how much is left of it at midnight."""
    whole, items = steps.voice.whole, steps.names("item")
    return [
        steps.joined(
            steps.say(
                "stock", item=items[item], spent=whole(float(spent[item])),
                left=whole(float(whole_pieces(held[item]))),
            )
            for item in np.flatnonzero(spent >= WHOLE).tolist()
        )
        for spent, held in zip(steps.of("fired"), steps.of("held"), strict=True)
    ]  # fmt: skip


def _damage(steps: Steps) -> list[str]:
    """Installations that are newly not intact by kind, and how many there are of each."""
    kinds, count = steps.names("kind"), np.asarray(steps.one.data["count"].values, float)
    out = steps.of("damaged") * count
    new = np.diff(out, axis=0, prepend=0.0) + steps.of("mended")
    whole = steps.voice.whole
    made = []
    for day, fresh in enumerate(new):
        parts = [
            steps.say(
                "damaged", kind=kinds[kind], fresh=whole(float(fresh[kind])),
                out=whole(float(out[day, kind])), count=whole(float(count[kind])),
            )
            for kind in np.flatnonzero(fresh >= WHOLE).tolist()
        ]  # fmt: skip
        rest = steps.say("damage_none", count=round(float(out[day].sum())))
        made.append(steps.joined(parts) or rest)
    return made


def _networks(steps: Steps) -> list[str]:
    made = []
    rows = zip(steps.days["deficit"], steps.days["schedule_hours"], strict=True)
    for deficit, hours in rows:
        parts = [steps.say("peak_met")]
        if deficit > LEAST_SHARE:
            parts = [steps.say("peak_lacks", share=steps.voice.percent(round(deficit, 2)))]
        if hours > 0:
            parts.append(steps.say("planned", hours=steps.voice.whole(hours)))
        made.append(steps.joined(parts))
    return made


def _gas(steps: Steps) -> list[str]:
    """Gas in store where the country has stores."""
    stock = steps.of("gas_stock")
    if not stock.any():
        return _nothing(steps)
    return [steps.say("gas_stock", volume=steps.voice.whole(float(each))) for each in stock]


def _people(steps: Steps) -> list[str]:
    return [_of_people(steps, row) for row in steps.days.to_dict("records")]


def _of_people(steps: Steps, row: dict[Any, Any]) -> str:
    voice = steps.voice
    parts = [steps.say("dark", hours=voice.fixed(row["hours_without_power"], 1))]
    if row["hours_planned"] >= LEAST_HOURS:
        parts.append(steps.say("by_schedule", hours=voice.fixed(row["hours_planned"], 1)))
    if row["worst_region_hours"] >= LEAST_HOURS:
        parts.append(
            steps.say(
                "worst_off", region=voice.own(row["worst_region"]),
                hours=voice.fixed(row["worst_region_hours"], 1),
            )
        )  # fmt: skip
    if row["cold_hours"] >= LEAST_HOURS:
        parts.append(steps.say("cold", hours=voice.fixed(row["cold_hours"], 1)))
    return steps.joined(parts)


def _repair(steps: Steps) -> list[str]:
    kinds, made = steps.names("kind"), []
    for mended, busy in zip(steps.of("mended"), steps.of("busy").sum(axis=1), strict=True):
        done = _by_name(steps, kinds, mended, "times")
        parts = [steps.say("mended", what=done)] if done else []
        parts.append(steps.say("crews", count=max(round(float(busy)), 0)))
        made.append(steps.joined(parts))
    return made


def _by_name(steps: Steps, names: Sequence[str], counts: Array, key: str = "so_many") -> str:
    """So many of each that there is one of: "12 of one class, 3 of another"."""
    said = []
    for name, count in zip(names, np.rint(counts).astype(int).tolist(), strict=True):
        if count:
            said.append(steps.say(key, count=count, what=within(name)))
    return ", ".join(said)


def within(name: str) -> str:
    """A name as it stands within a sentence: with a small letter, unless it begins with several."""
    return name if name[1:2].isupper() or name[1:2].isdigit() else name[:1].lower() + name[1:]


TELLERS: dict[str, Callable[[Steps], list[str]]] = {
    "weather": _weather,
    ARRIVALS: _nothing,
    "ready": _ready,
    "raid": _raid,
    "fight": _fight,
    STOCKS: _stocks,
    "damage": _damage,
    NETWORKS: _networks,
    GAS: _gas,
    PEOPLE: _people,
    "repair": _repair,
}
"""Steps in the order of a day, each with what the record says of it."""
TOKENS = {
    "weather": "soft",
    ARRIVALS: "money",
    "ready": "defence",
    "raid": "defence",
    "fight": "defence",
    STOCKS: "defence",
    "damage": "power",
    NETWORKS: "power",
    GAS: "gas",
    PEOPLE: "heat",
    "repair": "power",
}
"""What each step is about, by the colour of the report."""
