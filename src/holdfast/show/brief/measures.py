"""Suffering and the cold on the first page of the brief: by winter and in all, with verdicts."""

from __future__ import annotations

from holdfast.outcome.windows import Window
from holdfast.show.brief.rows import change, shown_windows
from holdfast.show.catalogue import MANY, Catalogue
from holdfast.show.changes import window_name
from holdfast.show.headline import COLD, SUFFERING
from holdfast.show.sides import Story


def measures(story: Story, words: Catalogue) -> dict[str, list[object]]:
    """Give heads and rows as the template sets them; no row where no homes are modelled."""
    if not story.homes:
        return {"heads": [], "rows": []}
    windows = list(dict.fromkeys((*shown_windows(story), story.windows[-1])))
    first = words.say("brief.change" if story.paired else "brief.mean")
    rows: list[object] = [
        {
            "name": words.say(f"metric.{metric}.name"),
            "unit": words.say(f"metric.{metric}.unit", count=MANY),
            "cells": [_cell(story, metric, window, words) for window in windows],
        }
        for metric in (SUFFERING, COLD)
    ]
    return {"heads": [first, *(window_name(each, story, words) for each in windows)], "rows": rows}


def _cell(story: Story, metric: str, window: Window, words: Catalogue) -> list[str]:
    """A mean or a change with its error, and of a change its verdict."""
    if story.paired:
        return change(story.difference(metric, window), words, always=True)
    made = story.shown.estimate(metric, window)
    return [words.numbers.plus_minus(made.mean, made.standard_error), ""]
