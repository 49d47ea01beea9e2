"""What is said of the classes for which systems spare their rounds."""

from __future__ import annotations

import pandas as pd

from holdfast.questions.sparing import PROGRAM
from holdfast.show.voice import Voice


def sentences(table: pd.DataFrame, voice: Voice) -> list[str]:
    """A sentence a system that spares what it fires, by `sparing.SPARES`; a plain one of none."""
    if table.empty:
        return [voice.say("spares.none")]
    fixed, program = (table[(table["rationing"] == PROGRAM) == flag] for flag in (False, True))
    said = []
    for (system, item), rows in fixed.groupby(["system_name", "item_name"], sort=False):
        parts = [
            voice.say("spares.below", name=voice.own(name), share=voice.percent(share))
            for name, share in zip(rows["class_name"], rows["spared_below"], strict=True)
        ]
        named = {"system": voice.own(str(system)), "item": voice.own(str(item))}
        said.append(voice.say("spares.fixed", classes=", ".join(parts), **named))
    alike: dict[tuple[str, ...], list[str]] = {}
    for item, rows in program.groupby("item_name", sort=False):
        order = rows.sort_values("served", kind="stable")["class_name"].drop_duplicates()
        alike.setdefault(tuple(order), []).append(voice.own(str(item)))
    for classes, items in alike.items():
        if len(classes) > 1:
            named = {"item": ", ".join(items), "classes": ", ".join(map(voice.own, classes))}
            said.append(voice.say("spares.program", **named))
    return said or [voice.say("spares.none")]
