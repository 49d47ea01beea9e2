"""The command `risk`, and how its answer reads at a terminal."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from holdfast.cli import output, pages
from holdfast.cli.giving import Form, give
from holdfast.cli.guard import guarded
from holdfast.cli.options import Cluster, Json, Language, Run, Workers, positive, whole
from holdfast.cli.worths import print_rare
from holdfast.questions import documents

if TYPE_CHECKING:
    from holdfast.questions.risk import Risk
    from holdfast.show.voice import Voice


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(epilog="Example: `holdfast risk runs/valley REGION --hours 8 --days 5`")(risk)


@guarded
def risk(
    run: Run,
    region: Annotated[str, typer.Argument(help="Id of the region.", show_default=False)],
    hours: Annotated[
        float,
        typer.Option(
            parser=positive(24), metavar="NUMBER", help="Hours of power a day: fewer count."
        ),
    ] = 8,
    days: Annotated[
        int, typer.Option(parser=whole(1), metavar="NUMBER", help="Days in a row of that.")
    ] = 5,
    package: Annotated[
        list[str] | None,
        typer.Option(
            help="Package of the scenario, or delivery, that may help; may be repeated.",
            metavar="NAME",
            show_default=False,
        ),
    ] = None,
    workers: Workers = None,
    cluster: Cluster = None,
    out: pages.Out = None,
    public: pages.Public = False,
    language: Language = "en",
    json: Json = False,
) -> None:
    """Is a region under eight hours a day for five days? By date, its worst tenth, what helps."""
    from holdfast.cli.faults import of_deliveries
    from holdfast.outcome import Outcome
    from holdfast.questions.refused import QuestionError
    from holdfast.questions.risk import risk as ask

    form, outcome = Form(out, public, language, json), Outcome.load(run)
    if wrong := of_deliveries(outcome.scenario, "--package", package or []):
        raise QuestionError(wrong)
    give(
        form, outcome.scenario,
        lambda progress: ask(
            outcome, region, hours, days, package or [], workers, progress, cluster
        ),
        documents.of_risk,
        lambda made, voice: print_risk(made, str(run), voice),
        "terminal.bar_comparing",
    )  # fmt: skip


def print_risk(made: Risk, run: str, voice: Voice) -> None:
    """The chance, by winter and by month; the story of the worst tenth; what helps."""
    from holdfast.show import risking

    names = dict(
        zip(
            made.outcome.data["region"].values.astype(str),
            made.outcome.data["region_name"].values.astype(str),
            strict=True,
        )
    )
    last = made.chances.to_dict("records")[-1]
    region, end = voice.own(names[made.danger.region]), last["to"] - timedelta(days=1)
    said = risking.seldom(last, made.danger, region, voice.day(end), voice) or voice.say(
        "risk.sentence",
        region=region,
        share=_share(last, "p", voice),
        count=made.danger.days,
        hours=voice.exact(made.danger.hours),
        futures=str(last["n"]),
        end=end,
    )
    output.say(said)
    typer.echo()
    _print_chances(made, voice)
    if len(made.story):
        _print_story(made, run, voice)
    else:
        output.say(voice.say(f"risk.untold_{made.untold}", count=len(made.worst)))
        typer.echo()
    if how := risking.unasked(made, voice):
        output.say(voice.say("form.titled", title=voice.say("risk.helps"), sentence=how))
    else:
        _print_helps(made, voice)


def _share(row: dict[Any, Any], what: str, voice: Voice) -> str:
    """A share of futures with its interval: `4 % (2 % to 10 %)`."""
    ends = voice.between(voice.percent(row["low"]), voice.percent(row["high"]))
    return f"{voice.percent(row[what])} ({ends})"


def _print_chances(made: Risk, voice: Voice) -> None:
    lines = [
        (
            voice.window(window.name),
            _share(row, "p", voice),
            voice.whole(row["futures"]),
            voice.plain(row["days"]),
        )
        for window, row in zip(made.outcome.windows(), made.chances.to_dict("records"), strict=True)
    ]
    heads = [voice.say(f"risk.{key}") for key in ("window", "chance", "futures", "days")]
    output.print_table(voice.say("risk.chances"), heads, lines)
    by_month = made.by_date[[day.day == 1 for day in made.by_date["date"]]]
    months = [
        (voice.day(row["date"]), _share(row, "p_by", voice), voice.percent(row["p_on"]))
        for row in by_month.to_dict("records")
    ]
    if months:
        heads = [voice.say(f"risk.{key}") for key in ("day", "chance_by", "chance_on")]
        output.print_table(voice.say("risk.by_date"), heads, months)


def _print_story(made: Risk, run: str, voice: Voice) -> None:
    from holdfast.questions.fields import Verdict

    lines = []
    for row in made.story.to_dict("records"):
        scale = 100 if row["unit"].startswith("share") else 1
        lines.append(
            (
                voice.say(f"risk.{row['measure']}"),
                voice.plain(scale * row["worst"]),
                voice.plain(scale * row["rest"]),
                voice.plus_minus(scale * row["difference"], scale * row["standard_error"], True),
                voice.verdict(Verdict(row["verdict"], 0, 0)),
            )
        )
    heads = [voice.say(f"risk.{key}") for key in ("measure", "worst", "rest", "apart", "verdict")]
    title = voice.say("risk.story", count=len(made.worst))
    output.print_table(title, heads, lines, words=(0, 4))
    output.say(voice.say("risk.read_story", run=run, future=str(made.worst[0])))
    typer.echo()


def _print_helps(made: Risk, voice: Voice) -> None:
    lines = []
    for row in made.helps.to_dict("records"):
        verdicts = [voice.verdict_or_none(row, of, short=True) for of in ("", "hours_")]
        change = voice.plus_minus(100 * row["difference"], 100 * row["standard_error"], True)
        hours = voice.plus_minus(row["hours_saved"], row["hours_saved_error"], True)
        lines.append(
            (row["package"], voice.percent(row["p_with"]), change, verdicts[0], hours, verdicts[1])
        )
    keys = ("package", "chance_with", "changes", "verdict", "hours_saved", "verdict")
    heads = [voice.say(f"risk.{key}") for key in keys]
    output.print_table(voice.say("risk.helps"), heads, lines, words=(0, 3, 5))
    print_rare(made.helps.to_dict("records"), voice, ("", "hours_"))
