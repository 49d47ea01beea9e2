"""The command `adopt raids`: the public raid record as tidy rows, and as a table of a scenario."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from holdfast.cli import output, paths
from holdfast.cli.guard import guarded
from holdfast.cli.options import Json
from holdfast.questions.refused import Refused
from holdfast.whole import put_files, refuse_folder, whole_folder

if TYPE_CHECKING:
    import pandas as pd

    from holdfast.raids.tidying import Tidied

TIDY, SCENARIO = "raids.csv", "threat/raids.csv"
README = f"""# The raid record, tidied

Of {{file}}, by `holdfast adopt raids`. `{TIDY}`: a row for each reporting window and class, mixed
salvos split. `{SCENARIO}`: launches by day and class, a table of a scenario.

Claims of one side. Where it is the public record, cite: {{cited}}.
"""
Record = Annotated[
    Path,
    typer.Argument(
        help="The record as published (.csv).",
        parser=paths.given,
        metavar="FILE",
        show_default=False,
    ),
]
Classes = Annotated[
    Path | None,
    typer.Option(
        help="Table (model,class) of models that the shipped one lacks or has otherwise.",
        parser=paths.given,
        metavar="FILE",
        show_default=False,
    ),
]


@guarded
def raids(
    file: Record,
    out: Annotated[
        Path | None,
        typer.Option(
            help="Folder to write tidy rows and the scenario's threat/raids.csv to.",
            parser=paths.made,
            metavar="FOLDER",
            show_default=False,
        ),
    ] = None,
    classes: Classes = None,
    json: Json = False,
) -> None:
    """Read the public raid record: rows by class, mixed salvos split, every oddity told.

    Reconnaissance is left out: its rows list only what was destroyed.
    """
    from holdfast.raids.tidying import tidied

    if out is not None:
        refuse_folder(out)
    table = classes_of(classes)
    record = read(file, table)
    made = tidied(record, table)
    if out is not None:
        with whole_folder(out) as fresh:
            put_files(fresh, _files(file, record, made, table))
    if json:
        output.print_json(_document(file, record, made))
        return
    _print(record, made)
    if out is not None:
        typer.echo(f"written to {out}: {TIDY} and {SCENARIO}")


def read(file: Path, classes: dict[str, str]) -> pd.DataFrame:
    """The record in a file; Refused if it is none."""
    from holdfast.raids import read_record

    with refusing(file):
        return read_record(file, classes)


def classes_of(named: Path | None) -> dict[str, str]:
    """Class of each model: the shipped table, with one that is named; Refused if it is none."""
    from holdfast.raids.classes import known, read_classes

    table = dict(known())
    if named is not None:
        with refusing(named):
            table |= read_classes(named)
    return table


@contextmanager
def refusing(file: Path) -> Iterator[None]:
    """What is wrong with a table, or bytes that are no text, as Refused."""
    try:
        yield
    except UnicodeError as error:
        raise Refused(f"{file} is no text (UTF-8)") from error
    except ValueError as error:
        raise Refused(str(error)) from error


def by_class(made: Tidied) -> pd.DataFrame:
    """Rows and counts of each class: class, rows, launched, destroyed, not_reach_goal."""
    from holdfast.raids.tidying import COUNTS

    groups = made.rows.groupby("class", sort=True)
    table = groups[COUNTS].sum().astype("int64")
    table.insert(0, "rows", groups.size())
    return table.reset_index()


def _files(file: Path, record: pd.DataFrame, made: Tidied, table: dict[str, str]) -> dict[str, str]:
    from holdfast.raids import daily
    from holdfast.raids.classes import UNKNOWN, models_of
    from holdfast.raids.days import CITED
    from holdfast.raids.tidying import COUNTS

    rows = made.rows.copy()
    rows[COUNTS] = rows[COUNTS].astype("Int64")
    models = {model for text in record["model"] for model in models_of(text)}
    days = daily(record, {model: table.get(model, UNKNOWN) for model in models})
    days["destroyed"] = days["destroyed"].astype("Int64")
    days["as_of"] = days["date"]
    return {
        TIDY: rows.to_csv(index=False, date_format="%Y-%m-%d %H:%M", lineterminator="\n"),
        SCENARIO: days.to_csv(index=False, date_format="%Y-%m-%d", lineterminator="\n"),
        "README.md": README.format(file=file.name, cited=CITED),
    }


def _document(file: Path, record: pd.DataFrame, made: Tidied) -> dict[str, Any]:
    from holdfast.raids.days import CITED

    return {
        "rows": output.rows(by_class(made)),
        "read": len(record),
        "tidy": len(made.rows),
        "mixed": made.mixed,
        "left_out": made.left_out,
        "unknown": made.unknown,
        "oddities": {"rows": output.rows(made.oddities)},
        "source": CITED,
        **output.without_run(str(file)),
    }


def _print(record: pd.DataFrame, made: Tidied) -> None:
    from holdfast.raids.days import CITED

    columns = ("class", "rows", "launched", "destroyed", "not reached")
    lines = [
        (str(row[0]), *(f"{count:,}" for count in row[1:]))
        for row in by_class(made).itertuples(index=False)
    ]
    output.print_table("Tidy rows by class, as claimed", columns, lines)
    output.say(
        f"{len(record):,} rows read: {made.mixed} mixed salvos split, {made.left_out} of "
        f"reconnaissance left out, {sum(made.unknown.values())} models of no known class"
        + "".join(f"; {model} {count}" for model, count in sorted(made.unknown.items()))
    )
    typer.echo()
    odd = [
        (str(row.row), f"{row.time_start:%Y-%m-%d}", str(row.model), str(row.reason))
        for row in made.oddities.itertuples(index=False)
    ]
    if odd:
        title = f"{len(odd)} oddities, by row of the file"
        output.print_table(title, ("row", "from", "model", "what"), odd, words=(1, 2, 3))
    output.say(f"Where it is the public record, cite: {CITED}.")
