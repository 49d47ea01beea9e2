"""The work of one depot done at another, as rows of the tables of readiness.

What the other depot's rows say holds there: its ways, its places in transports, its losses and its
technicians. Where a system has a row of its own there, with a share above nought, both kinds of
work are one row, whose days are the mean by shares; a row with a share of nought says the days of
what would come.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from holdfast.questions.refused import Refused
from holdfast.scenario import Scenario

Row = Mapping[str, str]
WORK = (("readiness/mending", "system"), ("readiness/returns", "item"))
"""Tables of work by depot, with what each is about."""
DAYS = ("days_low", "days_high", "days")


def moved(scenario: Scenario, depot: str, instead: str, crews: float = 0.0) -> Scenario:
    """The scenario with all work of a depot done at another, by so many crews more.

    Raises Refused for depots that are none, a depot without work, and work without technicians.
    """
    refuse(scenario, depot, instead, crews)
    takers: set[str] = set()
    made = scenario
    for name, about in WORK:
        rows = _moved(scenario, name, about, (depot, instead), takers)
        made = made.replace_rows(name, rows)
    if not crews:
        return made
    if not takers:
        raise Refused(
            f"crews: work at {instead} needs no technicians; name some in readiness/mending.csv, "
            "or ask for no crews more"
        )
    return made.replace_rows("readiness/technicians", _more(scenario, takers, crews / len(takers)))


def systems_of(scenario: Scenario, depot: str) -> list[str]:
    """Systems of which a depot mends a share above nought, in the order of the table."""
    rows = scenario.table("readiness/mending").rows()
    return [row["system"] for row in rows if row["echelon"] == depot and float(row["share"]) > 0]


def refuse(scenario: Scenario, depot: str, instead: str, crews: float) -> None:
    """Raise Refused with what is wrong with two depots, all at once."""
    known = scenario.table("readiness/echelons").text("id")
    busy = [name for name in known if systems_of(scenario, name)]
    if not busy:
        raise Refused(
            "nothing is mended in echelons: readiness/mending.csv has no row with a share above 0"
        )
    wrong = [
        f"there is no depot {name!r}; readiness/echelons.csv has {', '.join(known)}"
        for name in dict.fromkeys((depot, instead))
        if name not in known
    ]
    if depot == instead and not wrong:
        others = ", ".join(name for name in known if name != depot) or "none: add one"
        wrong.append(f"{depot} cannot do its own work instead of itself; others are {others}")
    if depot in known and depot not in busy:
        wrong.append(f"nothing is mended at {depot}; work is done at {', '.join(busy)}")
    if not 0 <= crews < float("inf"):
        wrong.append(f"{crews:g} crews more cannot be; name a number of at least 0")
    if wrong:
        raise Refused("; ".join(wrong))


def _moved(
    scenario: Scenario, name: str, about: str, where: tuple[str, str], takers: set[str]
) -> list[dict[str, str]]:
    """The rows of a table of work after the move; who takes it over joins `takers`."""
    depot, instead = where
    rows = [dict(row) for row in scenario.table(name).rows()]
    there = {row[about]: row for row in rows if row["echelon"] == instead}
    made = []
    for row in rows:
        if row["echelon"] != depot or not float(row["share"]) > 0:
            made.append(row)
            continue
        own = there.get(row[about])
        if own is None:
            who = _alone(scenario, row, about, instead)
            made.append({**row, "echelon": instead, "technicians": who})
        else:
            _join(own, row)
            who = own.get("technicians", "")
        takers.update({who} - {""})
    return made


def _join(own: dict[str, str], row: Row) -> None:
    """Add work to what a row says of the other depot."""
    mine, more = float(own["share"]), float(row["share"])
    if mine > 0:
        for column in DAYS:
            cells = [one.get(column) or one["days"] for one in (own, row)]
            if column == "days" or own.get(column) or row.get(column):
                mean = (mine * float(cells[0]) + more * float(cells[1])) / (mine + more)
                own[column] = f"{mean:.12g}"
    own["share"] = f"{mine + more:.12g}"


def _alone(scenario: Scenario, row: Row, about: str, instead: str) -> str:
    """Who mends at the other depot what has no row there: the only technicians of that depot."""
    table = scenario.table("readiness/technicians")
    found = [
        name
        for name, where in zip(table.text("id"), table.text("echelon"), strict=True)
        if where == instead
    ]
    if len(found) == 1 or not (found or row.get("technicians")):
        return found[0] if found else ""
    what = row[about]
    file = "mending" if about == "system" else "returns"
    if found:
        raise Refused(
            f"who mends {what} at {instead} is not said ({', '.join(found)}): give it a row there "
            f"in readiness/{file}.csv, with a share of 0 if nothing of it is mended there now"
        )
    raise Refused(
        f"nobody works at {instead}, where {what} is to be mended: give it technicians in "
        "readiness/technicians.csv"
    )


def _more(scenario: Scenario, takers: set[str], crews: float) -> Sequence[Row]:
    """Rows of technicians with so many crews more for each of some."""
    made = []
    for row in scenario.table("readiness/technicians").rows():
        found = dict(row)
        for column in ("crews", "crews_low", "crews_high"):
            if row["id"] in takers and row.get(column):
                found[column] = f"{float(row[column]) + crews:.12g}"
        made.append(found)
    return made
