"""The answer on the screen of what if, laid out: a sentence, signatures, a figure, a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from holdfast.page.screens import whatif as content
from holdfast.page.widgets import drawn, tag
from holdfast.show.catalogue import Catalogue


def told(shown: Mapping[str, Any], words: Catalogue, number: int, early: bool = False) -> None:
    """The answer: sentences, rows by window, two signatures and the difference drawn.

    One that is `early` says by which day it holds.
    """
    say = words.say
    if early:
        day = words.numbers.day(dt.date.fromisoformat(shown["last"]), year=True)
        key = "early" if shown["wintry"] else "early_summer"
        tag("p", say(f"page_whatif.{key}", day=day), "wf-early")
    else:
        tag("p", shown["headline"], "wf-headline")
    with tag("div", "", "wf-two"):
        with tag("div"):
            for name, hours, drawing in content.thumbnails(shown, words):
                tag("p", f"{name}, {hours}", "facts-line")
                drawn(drawing)
            if shown["closing"]:
                with tag("details"):
                    tag("summary", say("page_whatif.sentences"))
                    for text in shown["closing"]:
                        tag("p", text, "facts-line")
        with tag("div"):
            for size in ("p", "n"):
                if size in shown["figure"]:
                    drawn(shown["figure"][size], f"wf-{size}")
            tag("p", shown["measure"], "facts-line")
    with tag("table", "", "wf-table", **{"data_early" if early else "data_answer": str(number)}):
        _table(shown, words)
    if shown["notes"]:
        tag("h3", say("page_whatif.notes"))
        for text in shown["notes"]:
            tag("p", text, "facts-line")


def _table(shown: Mapping[str, Any], words: Catalogue) -> None:
    """A row a metric, a column a window."""
    say, windows = words.say, shown["windows"]
    tag("caption", say("page_whatif.difference_told"))
    with tag("thead"), tag("tr"):
        tag("th", say("page_whatif.head_metric"), scope="col")
        for window in windows:
            tag("th", window["name"], scope="col")
    with tag("tbody"):
        for rows in zip(*(window["rows"] for window in windows), strict=True):
            with tag("tr"):
                _named(rows[0])
                for window, row in zip(windows, rows, strict=True):
                    _cell(row, window["name"], words)
        if (cost := shown["cost"]) is None:
            return
        with tag("tr"):
            _named({"name": say("page_whatif.cost"), "unit": cost["unit"]})
            told = {"verdict": say("page_whatif.as_priced"), "told": False, "priced": True}
            _cell({**cost, **told}, windows[0]["name"], words)
            for _ in windows[1:]:
                tag("td")


def _named(row: Mapping[str, Any]) -> None:
    with tag("th", scope="row"):
        tag("span", row["name"])
        tag("small", row["unit"])


def _cell(row: Mapping[str, Any], head: str, words: Catalogue) -> None:
    """Mean with its error, 95 % interval, verdict; of a cost the range of its prices."""
    with tag("td", "", "wf-strong" if row["told"] else "", data_h=head):
        value = row["value"]
        if row["interval"]:
            interval = row["interval"]
            key = "range" if row.get("priced") else "in_words"
            value = words.say(f"page_whatif.{key}", value=value, interval=interval)
        tag("span", value)
        tag("small", row["verdict"])
