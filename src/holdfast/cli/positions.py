"""The command `positions`: who says what, by whom it is told, and since when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from holdfast.cli import output
from holdfast.cli.guard import guarded
from holdfast.cli.options import AsOf, Folder, Json, Language, named

if TYPE_CHECKING:
    from holdfast.questions.positions import Positions


Partner = Annotated[
    str | None,
    typer.Option(
        parser=named,
        metavar="PARTNER",
        help="Only what this partner says, offers and is asked for: its id or name of actors.csv.",
        show_default=False,
    ),
]
Topic = Annotated[
    str | None,
    typer.Option(
        parser=named,
        metavar="TOPIC",
        help="Only stances on this topic of positions.csv.",
        show_default=False,
    ),
]
History = Annotated[
    bool,
    typer.Option("--history", help="All that was ever said, not only what holds."),
]


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(
        epilog="Example: `holdfast positions examples/bucharest-2022 --as-of 2023-06-30 --history`"
    )(positions)


@guarded
def positions(
    scenario: Folder,
    partner: Partner = None,
    topic: Topic = None,
    history: History = False,
    as_of: AsOf = None,
    language: Language = "en",
    json: Json = False,
) -> None:
    """Who says what? Stances by topic, conditions, limits and asks, with source and day.

    Sources that differ stand one under the other. With --partner its offers are listed too.
    """
    from holdfast.cli.positions_text import print_positions
    from holdfast.questions.positions import positions as ask
    from holdfast.scenario import read_scenario
    from holdfast.show.voice import Voice

    read = read_scenario(scenario, as_of)
    made = ask(read, partner, history, topic)
    if json:
        output.print_json(_document(made))
        return
    print_positions(made, Voice(language, read))


def _document(made: Positions) -> dict[str, Any]:
    return {
        "rows": output.rows(made.stances),
        "conditions": {"rows": output.rows(made.conditions)},
        "limits": {"rows": output.rows(made.limits)},
        "asks": {"rows": output.rows(made.asks)},
        "offers": {"rows": output.rows(made.offers)},
        "partner": made.partner or None,
        "topic": made.topic or None,
        "history": made.history,
        "as_of": output.plain(made.scenario.as_of),
        **output.without_run(made.scenario.settings.name),
    }
