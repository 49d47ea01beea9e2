"""The hindcast at a terminal: each public figure beside the model, and the file of them."""

from __future__ import annotations

import json
import math
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from holdfast.cli import output
from holdfast.questions.facts import NATIONAL
from holdfast.questions.hindcast import COLUMNS, DATES, JUDGED, RECIPE
from holdfast.questions.refused import Refused

if TYPE_CHECKING:
    import pandas as pd

    from holdfast.show.voice import Voice


def print_hindcast(table: pd.DataFrame, voice: Voice) -> None:
    """Each figure beside the model, and how many bands are met."""
    lines = [_line(row, voice) for row in table.to_dict("records")]
    columns = voice.heads(
        "id", "figure", "region", "days", "published", "median_range", "chance", "median", "role"
    )
    words = (1, 2, 3, 4, 5, 7, 8)
    output.print_table(voice.say("terminal.hindcast"), columns, lines, words=words)
    output.say(voice.say("terminal.read_chance"))
    own = table[table["role"] == JUDGED]
    output.say(
        score(
            voice,
            *(len(part) for part in (table, table[table["met"]])),
            *(len(part) for part in (own, own[own["met"]])),
        )
    )


def _line(row: dict[Any, Any], voice: Voice) -> tuple[str, ...]:
    name = voice.say(f"fact.{row['metric']}.name")
    unit = voice.say(f"fact.{row['metric']}.unit")
    ends = voice.between(_figure(row["p05"], voice), _figure(row["p95"], voice))
    unknown = row["chance"] != row["chance"]
    national = row["region"] == NATIONAL
    return (
        row["id"],
        voice.say("terminal.metric", metric=name, unit=unit),
        voice.say("terminal.whole_country") if national else row["region"],
        voice.between(str(row["from"]), str(row["to"])),
        published(row, voice),
        f"{_figure(row['median'], voice)} ({ends})",
        voice.say("form.unknown") if unknown else voice.fixed(row["chance"], 2),
        voice.say("terminal.met" if row["met"] else "terminal.not_met"),
        voice.say(f"terminal.role_{row['role']}"),
    )


def published(row: dict[Any, Any], voice: Voice) -> str:
    """A figure as it was said, and its band."""
    band = voice.between(voice.exact(row["band_low"]), voice.exact(row["band_high"]))
    return f"{voice.exact(row['value'])} ({band})"


def score(voice: Voice, figures: int, met: int, own: int, own_met: int) -> str:
    """How many bands are met, of all figures and of those that prove something."""
    said = {"figures": voice.say("terminal.figures", count=figures), "met": _are_met(voice, met)}
    if own == figures:
        return voice.say("terminal.score_free", **said)
    if not own:
        return voice.say("terminal.score_bound", **said)
    among = voice.say("terminal.figures", count=own)
    return voice.say(
        "terminal.score", count=own, own=among, own_met=_are_met(voice, own_met), **said
    )


def _are_met(voice: Voice, count: int) -> str:
    return voice.say("terminal.are_met" if count else "terminal.are_met_none", count=count)


def _figure(value: float, voice: Voice) -> str:
    return voice.say("terminal.never") if value == math.inf else voice.plain(value)


def read_hindcast(path: Path) -> pd.DataFrame:
    """The table in a file that `hindcast --out` wrote. Raises Refused if it is none."""
    import pandas as pd

    what = f"{path} is not what `holdfast hindcast --out` writes"
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        table = pd.DataFrame(document["rows"])[list(COLUMNS)]
        table.attrs = {name: document[name] for name in RECIPE if name in document}
        for name in DATES:
            table[name] = [date.fromisoformat(text) for text in table[name]]
        for name in ("value", "band_low", "band_high", "p05", "median", "p95", "chance"):
            table[name] = table[name].astype(float)
    except OSError as error:
        raise Refused(f"{path} cannot be read: {(error.strerror or '').lower()}") from error
    except json.JSONDecodeError as error:
        raise Refused(f"{what}: it is no JSON document; make it by `holdfast hindcast`") from error
    except (ValueError, KeyError, TypeError) as error:
        raise Refused(f"{what}: its rows are not those of a hindcast") from error
    return table
