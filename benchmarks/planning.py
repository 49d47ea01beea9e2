"""A package for the meeting: how long it takes to find, how good it is, and what came instead.

    python benchmarks/planning.py [--budget 250] [--options 40] [--page docs/meeting.md]

Every option of `examples/bucharest-2022` (offers that are open, rows of packages, lots of the
catalogue) on 100 futures, judged on 800 that chose nothing, with two workers; seconds are of the
wall, with kernels compiled before. With `--options` only so many of them, spread over their names,
and no more than the time and the gap. Then what partners gave that was pledged after the day, on
the same fresh futures. `--page` writes all of it into the docs.
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

import holdfast as hf
from holdfast.model.types import RIVALS
from holdfast.outcome.statistics import Estimate, estimate
from holdfast.questions.coalition import problem_of
from holdfast.questions.delivery_text import COLUMNS
from holdfast.questions.options import Option, deliveries_of
from holdfast.questions.plan import FRESH, FUTURES, MOST, Plan, found
from holdfast.questions.run import seeded
from holdfast.questions.search.memo import fresh_after, pairs
from holdfast.questions.trials import Trials
from holdfast.questions.value import chosen_from
from holdfast.scenario import Scenario

HERE = Path(__file__).parents[1]
EXAMPLE = HERE / "examples" / "bucharest-2022"
SINCE = date(2024, 4, 1)
SOURCES = ("offers", "packages", "catalogue")
LOT = 25.0

JUDGED = (
    "Each of these is judged on as many of the {count} futures as it takes to tell it from the "
    "package, or to see that all would hardly do so, at most on all of them. What it saves, and by "
    "how much the package is ahead, are of those futures; what the package saves is of all, so the "
    "columns need not add up to it."
)
"""Why the columns of the table of rules do not add up."""


def main() -> None:
    """Print the figures; write the page if one is asked for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--budget", type=float, default=250.0)
    asked.add_argument("--tries", type=int, default=MOST)
    asked.add_argument("--fresh", type=int, default=FRESH)
    asked.add_argument("--workers", type=int, default=2)
    asked.add_argument("--options", type=int, help="only so many, and no page")
    asked.add_argument("--page", type=Path)
    given = asked.parse_args()
    scenario = hf.read_scenario(EXAMPLE)
    hf.run(scenario, futures=2, workers=1)
    if given.options:
        return some(scenario, given)
    options = len(chosen_from(scenario, SOURCES, LOT))
    begun = time.perf_counter()
    made = hf.plan(
        scenario, given.budget, SOURCES, LOT, None, FUTURES, given.fresh, given.tries,
        workers=given.workers,
    )  # fmt: skip
    tell(made, options, given.budget, time.perf_counter() - begun)
    print(made.naive[["rule", "cost", "saved", "standard_error", "verdict"]].to_string())
    came = what_came(scenario)
    saved = worth_of(scenario, came, made, given.fresh, given.workers)
    print(f"what came: {cost_of(scenario, came):,.0f} million, saves {said(saved)}")
    if given.page:
        text = page(scenario, made, came, saved, given.budget, options)
        given.page.write_text(text, encoding="utf-8")


def some(scenario: Scenario, given: argparse.Namespace) -> None:
    """The time that a plan takes of fewer options."""
    options = spread(scenario, given.options)
    begun = time.perf_counter()
    made = found(
        scenario, options, problem_of(scenario, options, given.budget),
        (FUTURES, given.fresh, given.tries, 4), seeded(scenario, None), given.workers, None,
    )  # fmt: skip
    tell(made, len(options), given.budget, time.perf_counter() - begun)


def spread(scenario: Scenario, count: int) -> list[Option]:
    """So many of the options, spread over their names."""
    every = chosen_from(scenario, SOURCES, LOT)
    count = min(count, len(every))
    return [every[place * len(every) // count] for place in range(count)]


def tell(made: Plan, options: int, budget: float, seconds: float) -> None:
    """How long it took and how good it is."""
    tried = ", ".join(f"{what} {count}" for what, count in made.evaluations.items())
    print(f"{options} options, {budget:g} million: {seconds:.0f} s; tried: {tried}")
    print(f"saves {made.value:.1f} +- {made.standard_error:.1f} million person-hours")
    print(f"gap {made.gap:.1%} if returns diminish, violation {made.violation:.1%}")


def what_came(scenario: Scenario) -> list[dict[str, str]]:
    """What partners gave, on the day on which it came, that was no part of the plan on the day."""
    later = hf.read_scenario(EXAMPLE, as_of=SINCE)
    known = set(scenario.table("deliveries").text("id"))
    recipients = {
        row["id"] for row in scenario.table("actors").rows() if row["kind"] == "recipient"
    }
    return [
        row
        for row in later.table("deliveries").rows()
        if row["id"] not in known and row["partner"] not in recipients
    ]


def worth_of(
    scenario: Scenario, came: Iterable[Mapping[str, str]], made: Plan, fresh: int, workers: int
) -> Estimate:
    """What that saves on the futures that the package was judged on [million person-hours]."""
    rows = tuple({name: row.get(name, "") for name in COLUMNS} for row in came)
    beside = [Option(f"came/{row['item']}", "", (row,), (0.0, 0.0, 0.0)) for row in rows]
    futures = fresh_after(range(FUTURES), fresh)

    def plan_of(change: frozenset[int]) -> Scenario:
        if not change:
            return scenario
        named = [{**row, "id": f"came/{place}"} for place, row in enumerate(deliveries_of(beside))]
        return scenario.add_rows("deliveries", named)

    with Trials(scenario, plan_of, made.seed, workers) as trials:
        return estimate(trials.saved([frozenset({0})], futures)[0], pairs(futures))


def cost_of(scenario: Scenario, rows: Iterable[Mapping[str, str]]) -> float:
    """At the prices of the catalogue [million of the currency]."""
    items = scenario.table("items")
    price = dict(zip(items.text("id"), items.number("unit_cost_meur").tolist(), strict=True))
    return math.fsum(float(row["quantity"]) * price[row["item"]] for row in rows)


def said(found: Estimate) -> str:
    """A mean with its standard error and its interval."""
    ends = f"{found.low:,.0f} to {found.high:,.0f}"
    return f"{found.mean:,.0f} ± {found.standard_error:,.0f} million person-hours ({ends})"


def page(
    scenario: Scenario,
    made: Plan,
    came: Sequence[Mapping[str, str]],
    saved: Estimate,
    budget: float,
    options: int,
) -> str:
    """The page of the docs."""
    bound = f"{made.gap:.1%}" if made.gap else "0 %"
    parts = [
        "# The meeting\n",
        "What was asked in Bucharest on 29 November 2022, what was known that day, the package "
        "that the model would have asked for, and, apart from it, what came. Written by "
        "`python benchmarks/planning.py --page docs/meeting.md`; what the example holds and how "
        "well it is known: [Bucharest 2022](bucharest.md).\n",
        "## What was asked\n",
        *_asks(scenario),
        "\n## What was known that day\n",
        *_known(scenario),
        "\n## The package the model would have asked for\n",
        f"With {budget:,.0f} million {scenario.settings.currency}, of {options} options: offers "
        "that are open, rows of the packages of the example, and lots of its catalogue. It keeps "
        "within every caveat and limit that the tables hold: objections: "
        f"{len(made.objections)}.\n",
        *_package(made),
        f"\nIt saves **{said(made.saved)}** of suffering until the end of the second winter, on "
        f"{made.futures} futures that chose nothing. Under the rival models of air defence: "
        + ", ".join(_under(made, name) for name in RIVALS)
        + f". If returns diminish, no other package saves more than {bound} on top in the futures "
        f"that chose it; {made.violation:.0%} of random packages break that premise. "
        f"{sum(made.evaluations.values())} packages were tried.\n",
        *_rules(made),
        f"\n{JUDGED.format(count=made.futures)}\n",
        "## What came\n",
        "Deliveries of partners until the end of March 2024 that were no part of the plan on the "
        "day, since they were pledged later. They are another thing than the package: given over "
        f"sixteen months by many, for {cost_of(scenario, came):,.0f} million at the prices of the "
        "catalogue, and chosen by people who knew more each month.\n",
        *_came(scenario, came),
        f"\nIn the model, added to the plan of the day, this saves **{said(saved)}** on the same "
        "futures.\n",
        "\n## How to read it\n",
        "The package answers to this model and to these tables: what has no equation "
        "([what cannot be seen here](bucharest.md#what-cannot-be-seen-here)) cannot be chosen, gas "
        "and crews hardly bind, and collapses are too many, which makes all that prevents them "
        "worth too much. It is a first draft of what to ask for, with its error beside it; it is "
        "no verdict on what was given.\n",
    ]  # fmt: skip
    return "\n".join(parts)


def _table(heads: Sequence[str], lines: Iterable[Sequence[object]]) -> list[str]:
    return [
        f"| {' | '.join(heads)} |",
        f"|{'---|' * len(heads)}",
        *(f"| {' | '.join(str(cell) for cell in line)} |" for line in lines),
    ]


def _asks(scenario: Scenario) -> list[str]:
    rows = [row for row in scenario.table("asks").rows() if row["meeting"] == "bucharest"]
    return _table(
        ("by", "of", "what", "how many", "by when"),
        [
            (row["asked_by"], row["asked_of"], row["item"], row["quantity"] or "not said",
             row["by_when"])
            for row in rows
        ],
    )  # fmt: skip


def _known(scenario: Scenario) -> list[str]:
    freeze = scenario.settings.freeze
    assert freeze is not None
    rows = list(scenario.table("deliveries").rows())
    due = [row for row in rows if date.fromisoformat(row["date"]) > freeze]
    givers = {row["partner"] for row in due}
    positions = list(scenario.table("positions").rows())
    stance = {
        kind: sum(row["stance"] == kind for row in positions)
        for kind in sorted({row["stance"] for row in positions})
    }
    later = len(list(hf.read_scenario(EXAMPLE, as_of=SINCE).table("offers").rows()))
    offers = len(list(scenario.table("offers").rows()))
    return [
        f"- {len(rows) - len(due)} deliveries had arrived; {len(due)} were pledged and to come, by "
        f"{len(givers)} givers, for {cost_of(scenario, due):,.0f} million at the prices of the "
        "catalogue.",
        f"- {offers} of the {later} offers of both winters had been made.",
        "- Positions of partners: "
        + ", ".join(f"{count} {kind}" for kind, count in stance.items())
        + f"; {sum(row['veto'] == 'yes' for row in positions)} veto.",
    ]


def _under(made: Plan, name: str) -> str:
    """What it saves under one of the rival models, with the futures that drew it."""
    mean, error, count = (made.rivals[f"{name}{end}"] for end in ("", "_error", "_n"))
    return f"{mean:,.0f} ± {error:,.0f} ({name}, {count:.0f} futures)"


def _package(made: Plan) -> list[str]:
    return _table(
        ("option", "giver", "what", "comes", "million EUR"),
        [
            (row["option"], row["partner"], row["contents"], row["arrives"], f"{row['cost']:.1f}")
            for row in made.choices.to_dict("records")
        ],
    )


def _rules(made: Plan) -> list[str]:
    return _table(
        ("beside it", "million EUR", "saves", "the package is ahead by", "verdict"),
        [
            (row["rule"], f"{row['cost']:,.0f}",
             f"{row['saved']:,.0f} ± {row['standard_error']:,.0f}",
             f"{row['behind']:,.0f} ± {row['behind_error']:,.0f}",
             row["verdict"] if row["changed"] else "saves the same in every future")
            for row in made.naive.to_dict("records")
        ],
    )  # fmt: skip


def _came(scenario: Scenario, came: Sequence[Mapping[str, str]]) -> list[str]:
    items = scenario.table("items")
    names = dict(zip(items.text("id"), items.text("name"), strict=True))
    by_item: dict[str, list[Mapping[str, str]]] = {}
    for row in came:
        by_item.setdefault(row["item"], []).append(row)
    lines = [
        (names[item], f"{sum(float(row['quantity']) for row in rows):g}",
         min(row["date"] for row in rows), max(row["date"] for row in rows),
         f"{cost_of(scenario, rows):,.0f}")
        for item, rows in sorted(by_item.items(), key=lambda pair: min(r["date"] for r in pair[1]))
    ]  # fmt: skip
    return _table(("what", "how many", "first", "last", "million EUR"), lines)


if __name__ == "__main__":
    main()
