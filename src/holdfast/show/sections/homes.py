"""Cold by class of homes, and hours without power by group: the country, then its regions."""

from __future__ import annotations

import pandas as pd

from holdfast.outcome.by_group import ALL, by_group
from holdfast.outcome.by_home import by_home
from holdfast.show.catalogue import Catalogue
from holdfast.show.section import Numbers, Section
from holdfast.show.sections.places import names
from holdfast.show.sides import Side, Story


def homes(story: Story, words: Catalogue) -> Section | None:
    """Degree-hours, hours of frost and the most people in it by class of homes; None without."""
    tables = [_whole(by_home(side.outcome), side) for side in story.sides]
    if not all(len(table) for table in tables):
        return None
    threshold, frost = (
        words.numbers.exact(story.scenario.known(f"people.{name}_threshold"))
        for name in ("cold", "frozen")
    )
    heads = [*_first(story), "homes.class", "homes.region"]
    columns = [*map(words.say, heads)]
    columns += [
        words.say("homes.degrees", threshold=threshold),
        words.say("homes.frozen", threshold=frost),
        words.say("homes.most", threshold=frost),
        words.say("homes.coldest"),
    ]
    lines = [
        (*_side(side, story), words.kind(row["class"]), _place(row["region"], story, words),
         *_told(row, words))
        for side, table in zip(story.sides, tables, strict=True)
        for row in table.to_dict("records")
    ]  # fmt: skip
    return Section(
        identity="homes",
        title=_title(tables[-1], threshold, words),
        measure=words.say("homes.measure", threshold=threshold, frost=frost),
        numbers=Numbers(words.say("homes.numbers"), tuple(columns), tuple(lines), words=(1,)),
    )


def groups(story: Story, words: Catalogue) -> Section | None:
    """Hours without power and the longest run by group; None where no groups are told apart."""
    tables = [_whole(by_group(side.outcome), side) for side in story.sides]
    if not all(len(table) for table in tables):
        return None
    heads = [*_first(story), "groups.group", "groups.region", "groups.hours", "groups.run"]
    lines = [
        (*_side(side, story), words.kind(row["group"]), _place(row["region"], story, words),
         words.numbers.plus_minus(row["mean"], row["standard_error"]),
         words.numbers.plus_minus(row["longest_run"], row["run_error"]))
        for side, table in zip(story.sides, tables, strict=True)
        for row in table.to_dict("records")
    ]  # fmt: skip
    country = tables[-1][tables[-1]["region"] == ALL]
    most = country.sort_values("mean", ascending=False, kind="stable").iloc[0]
    longest = words.kind(most["group"])
    return Section(
        identity="groups",
        title=words.say(
            "groups.title",
            group=longest[:1].upper() + longest[1:],
            hours=words.numbers.plus_minus(most["mean"], most["standard_error"]),
        ),
        measure=words.say("groups.measure"),
        numbers=Numbers(
            words.say("groups.numbers"), tuple(map(words.say, heads)), tuple(lines), words=(1,)
        ),
        numbered=False,
    )


def _whole(table: pd.DataFrame, side: Side) -> pd.DataFrame:
    """The rows of all reported time."""
    window = side.window
    return table[(table["from"] == window.first) & (table["to"] == window.end)]


def _first(story: Story) -> list[str]:
    return ["homes.side"] if story.paired else []


def _side(side: Side, story: Story) -> tuple[str, ...]:
    return (side.label,) if story.paired else ()


def _place(region: str, story: Story, words: Catalogue) -> str:
    """The name of a region, or that of the country as a whole."""
    if region == ALL:
        return words.say("homes.all")
    regions = [str(name) for name in story.shown.outcome.data["region"].values]
    return names(story)[regions.index(region)]


def _told(row: dict[object, object], words: Catalogue) -> tuple[str, ...]:
    """What a line says of homes of one class."""
    value = {str(name): float(str(cell)) for name, cell in row.items() if name in _NUMBERS}
    write = words.numbers.plus_minus
    lowest = write(value["coldest"], value["coldest_error"]) if row["region"] == ALL else ""
    return (
        write(value["degree_hours"], value["degree_error"]),
        write(value["frozen_hours"], value["frozen_error"]),
        write(100 * value["frozen_most"], 100 * value["most_error"]),
        lowest,
    )


_NUMBERS = (
    "degree_hours", "degree_error", "frozen_hours", "frozen_error", "frozen_most", "most_error",
    "coldest", "coldest_error",
)  # fmt: skip


def _title(table: pd.DataFrame, threshold: str, words: Catalogue) -> str:
    """Name the class of homes that is coldest in the mean of the country."""
    country = table[table["region"] == ALL]
    most = country.sort_values("degree_hours", ascending=False, kind="stable").iloc[0]
    if not most["degree_hours"] > 0:
        return words.say("homes.title_none", threshold=threshold)
    return words.say(
        "homes.title",
        home=words.kind(most["class"]),
        threshold=threshold,
        degrees=words.numbers.plus_minus(most["degree_hours"], most["degree_error"]),
    )
