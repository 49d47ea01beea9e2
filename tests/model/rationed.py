"""A scenario with interceptors rationed by the program, and ways to change it."""

from __future__ import annotations

from holdfast.scenario import new, read_scenario


def rationed(folder):
    """The scenario that `holdfast new` makes, with interceptors rationed by the program."""
    new(folder)
    made = read_scenario(folder)
    fired = set(made.table("defence/systems").text("item")) - {""}
    rows = [
        row | {"rationing": "program" if row["item"] in fired else "fixed"}
        for row in made.table("stocks").rows()
    ]
    return made.replace_rows("stocks", rows)


def changed(scenario, table, cells, where=lambda row: True):
    """The scenario with cells of some rows of a table replaced."""
    rows = [row | (cells if where(row) else {}) for row in scenario.table(table).rows()]
    return scenario.replace_rows(table, rows)


def of_class(name, key="id"):
    return lambda row: row[key] == name


def places(scenario, system):
    """Effects of a system by class."""
    effect = scenario.table("defence/effect")
    pairs = zip(effect.text("system"), effect.text("class"), strict=True)
    return {other: place for place, (one, other) in enumerate(pairs) if one == system}


def certain(scenario):
    """The scenario with every value at its middle: no cell has a range."""
    made = scenario
    for name in scenario.files:
        if not name.endswith(".csv"):
            continue
        table = scenario.table(name.removesuffix(".csv"))
        ends = {each for each in table.columns if each.endswith(("_low", "_high"))}
        if ends and len(table):
            made = changed(made, table.name, dict.fromkeys(ends, ""))
    names = ("gap_mean_days", "gap_shape", "second_wave")
    known = [{"id": f"threat.{n}", "value": str(made.known(f"threat.{n}"))} for n in names]
    return made.replace_rows("parameters", known)


def day(scenario, number):
    return scenario.date(number).isoformat()


def given_to(scenario, adds, to):
    """An item that adds to a system, or to any magazine."""
    fired = [item for item in scenario.table("defence/systems").text("item") if item]
    return next(
        row["id"]
        for row in scenario.table("items").rows()
        if row["adds"] == adds and row["adds_to"] in ([to] if to else fired)
    )


def with_delivery(scenario, item, quantity, day):
    member = next(r["id"] for r in scenario.table("actors").rows() if r["kind"] == "member")
    row = {"id": "more", "partner": member, "item": item, "quantity": quantity}
    return scenario.add_rows("deliveries", [row | {"date": scenario.date(day).isoformat()}])
