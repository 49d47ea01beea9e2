"""What is said of ranked options alike on a page and in a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from holdfast.outcome.statistics import TOLD
from holdfast.questions import words
from holdfast.questions.notes import unfuelled_options
from holdfast.questions.search.ranking import NOTHING
from holdfast.questions.value import Value
from holdfast.show.voice import Voice
from holdfast.show.winters import of_whole
from holdfast.show.winters import winters as by_winter

Row = Mapping[Any, Any]
EURO = "EUR"
COLUMNS = {"euro": "per_euro", "saved": "saved", "survival": "survival"}
"""The column of each criterion of ranking."""


def currency(made: Value, voice: Voice) -> str:
    """The currency as one says it: a word where it has one here, else its code."""
    code = made.scenario.settings.currency
    return voice.say("worth.euro") if code == EURO else code


def ranked(table: pd.DataFrame) -> pd.DataFrame:
    """The options that are in a group."""
    return table.loc[table["group"].notna().to_numpy(bool)]


def ordered(table: pd.DataFrame) -> pd.DataFrame:
    """Rows within the budget before those over it, last what changes nothing; else as ranked."""
    place = table["over"].astype(int) + 2 * (table["verdict"] == NOTHING)
    return table.loc[place.sort_values(kind="stable").index].reset_index(drop=True)


def sentence(made: Value, table: pd.DataFrame, voice: Voice) -> str:
    """Say which option within the budget leads, or how many do, if any is seen to save.

    `table` is what is shown.
    """
    if not len(made.table):
        return voice.say("answer_value.nobody", count=sum(made.barred.values()))
    within = made.table.loc[~made.table["over"].to_numpy(bool)]
    if within.empty:
        return voice.say("answer_value.dear", count=len(made.table), budget=budget(made, voice))
    some = "" if len(within) == len(made.table) else "_within"
    if (within["verdict"] == NOTHING).all():
        return voice.say(f"answer_value.nothing{some}", futures=made.futures)
    leading = table[table["option"].isin(made.leading)]
    row = first_of(made, table)
    if row is None:
        key = "hidden" if made.leading else f"none{some}"
        return voice.say(f"answer_value.{key}", futures=made.futures)
    mean = row["survival" if made.by == "survival" else "saved"]
    said = {"what": voice.spoken(row["contents"]), "value": measured(row, made, voice)}
    if mean <= 0:
        return voice.say(f"answer_value.lost{some}", **said)
    if row["verdict"] != TOLD:
        return _unsure(said, made, table, some, voice)
    key = "answer_value.one" if len(leading) == 1 else "answer_value.many"
    led = voice.say(key, count=len(leading), **said)
    return " ".join(filter(None, (led, _rare_above(row, made, table, voice))))


def first_of(made: Value, table: pd.DataFrame) -> Row | None:
    """The option that leads among those of a table; None where none of them leads."""
    rows = {row["option"]: row for row in table.to_dict("records")}
    return next((rows[name] for name in made.leading if name in rows), None)


def winters(made: Value, table: pd.DataFrame, voice: Voice) -> str:
    """What the first option saves in all and in each winter; blank if that is nothing."""
    first = first_of(made, table)
    if first is None or made.by == "survival" or not first["saved"] > 0:
        return ""
    spanned = made.winters[made.winters["option"] == first["option"]]
    parts = by_winter(spanned, made.scenario, voice)
    what = voice.spoken(first["contents"])
    value = voice.plus_minus(first["saved"], first["standard_error"])
    return of_whole(what, value, parts, voice)


def _unsure(
    first: Mapping[str, str], made: Value, table: pd.DataFrame, some: str, voice: Voice
) -> str:
    """Say that the first in the mean is not seen to save, and which options after it are."""
    column = COLUMNS[made.by]
    rows = table[~table["over"] & (table["verdict"] == TOLD) & (table[column] > 0)]
    if rows.empty:
        return voice.say(f"answer_value.unsure{some}", **first)
    row = max(rows.to_dict("records"), key=lambda each: float(each[column]))
    other, value = voice.spoken(row["contents"]), measured(row, made, voice)
    return voice.say(
        f"answer_value.unsure_but{some}", count=len(rows), other=other, other_value=value, **first
    )


def _rare_above(first: Row, made: Value, table: pd.DataFrame, voice: Voice) -> str:
    """Say which options of the budget that are too rare to be ranked are above the first."""
    key = COLUMNS[made.by]
    rows = table[
        ~table["over"] & table["verdict"].str.startswith("rare") & (table[key] > first[key])
    ]
    if rows.empty:
        return ""
    row = max(rows.to_dict("records"), key=lambda each: float(each[key]))
    what, value = voice.spoken(row["contents"]), measured(row, made, voice)
    return voice.say("answer_value.rare_above", count=len(rows), what=what, value=value)


def budget(made: Value, voice: Voice) -> str:
    """The amount that was asked for, with its unit; no number where it is not known."""
    asked = made.asked.get("budget")
    if not isinstance(asked, int | float):
        return voice.say("answer_value.asked")
    return f"{voice.exact(asked)} {voice.write(words.million(made.scenario.settings.currency))}"


def measured(row: Row, made: Value, voice: Voice) -> str:
    """What a row is by the criterion that was asked, with its standard error and its unit."""
    mean, error = {
        "euro": (row["per_euro"], row["per_euro_error"]),
        "saved": (row["saved"], row["standard_error"]),
        "survival": (100 * row["survival"], 100 * row["survival_error"]),
    }[made.by]
    text = voice.plus_minus(mean, error)
    return voice.say(f"answer_value.unit_{made.by}", value=text, currency=currency(made, voice))


def left_out(made: Value, voice: Voice, public: bool = False) -> list[str]:
    """How many options cost too much, change nothing, and are barred; why, if not for all eyes."""
    said = []
    if 0 < (count := int(made.table["over"].sum())) < len(made.table):
        said.append(voice.say("answer_value.over", count=count, budget=budget(made, voice)))
    if count := int((made.table["verdict"] == NOTHING).sum()):
        said.append(voice.say("answer_value.unchanged", count=count))
    if (count := sum(made.barred.values())) and public:
        said.append(voice.say("answer_value.barred", count=count))
    elif count:
        rules = [voice.say(f"worth.barred_{rule}", count=n) for rule, n in made.barred.items()]
        why = ", ".join(rules)
        said.append(voice.say("answer_value.barred_by", count=count, rules=why))
    return said


def option(row: Row, voice: Voice) -> str:
    """The name of an option, and of what comes along."""
    if not row["brought"]:
        return str(row["option"])
    return voice.say("worth.with", option=row["option"], brought=row["brought"])


def survival(row: Row, voice: Voice) -> str:
    """Points of survival; where they fall, whether that is told apart."""
    if not row["survival_changed"]:
        return "0"
    text = voice.plus_minus(100 * row["survival"], 100 * row["survival_error"], True)
    if not row["survival"] < 0:
        return text
    return voice.say(
        "worth.falls", value=text, verdict=voice.verdict_of(row, "survival_", short=True)
    )


def cost(row: Row, text: str, voice: Voice) -> str:
    """What an option costs, as it is written, and whether that is more than was asked for."""
    return voice.say("worth.over", cost=text) if row["over"] else text


def reading(made: Value, voice: Voice, budget: str, unit: str) -> list[str]:
    """Notes on what the tables have: costs over the budget, lower survival, no effect, no fuel."""
    tables, notes = (made.table, made.refused), []
    if any((table["verdict"] == NOTHING).any() for table in tables):
        notes.append(voice.say("worth.read_nothing"))
    if any(table["over"].any() for table in tables):
        notes.append(voice.say("worth.read_over", budget=budget, unit=unit))
    if any((table["survival"] < 0).any() for table in tables):
        notes.append(voice.say("worth.read_falls"))
    contents = [each for table in tables for each in table["contents"]]
    return notes + voice.sentences(unfuelled_options(made.scenario, contents))
