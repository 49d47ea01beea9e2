"""How late help was, and what share never came: fitted to the dated offers of the example's pack.

    python benchmarks/slips.py            the table, by kind of item
    python benchmarks/slips.py --cases    every case with its lateness as well

A case is an offer of data/bucharest-2022/offers.csv of an item of the catalogue (or of the few
whose words name a day), additive, not the recipient's own. Due is the day that was said, else the
pledge plus the lead of the item. Late by k months: lateness / 30 days, rounded, at least 0, which
counts k months in which it slipped and one in which it came. An offer whose arrival is not known
counts the months between due and the last day the record speaks of it, all slipped: it is censored
there. Of all kinds the hazard of a slip in a month has the posterior Beta(A + slipped, B + came);
its mean, worth four months, is the prior of each kind. Never come are offers that the record says
were withdrawn or never placed; others without a date are not known to have failed.

The leads were partly read from these same cases, so lateness is understated. Nothing here is fitted
to the figures of the hindcast.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from scipy.special import betaln
from scipy.stats import beta

from holdfast.scenario.cells import known

ROOT = Path(__file__).resolve().parents[1]
PACK = ROOT / "data/bucharest-2022/offers.csv"
EXAMPLE = ROOT / "examples/bucharest-2022"
A, B = 0.5, 1.5
"""Prior of the monthly hazard: mean .25, worth two months."""
NEVER_A, NEVER_B = 0.5, 4.5
"""Prior of the share that never comes: mean .1, worth five offers."""
SHRUNK = 4
"""Months, or offers, that what is found of all kinds is worth as a prior of one kind."""
MONTH = 30
SAID = {
    "O002": "2023-12-31",
    "O004": "2023-06-10",
    "O005": "2023-12-31",
    "O009": "2023-09-28",
    "O024": "2022-12-12",
    "O030": "2023-03-31",
    "O043": "2023-07-27",
    "O052": "2023-07-18",
    "O111": "2023-01-08",
}
"""Days that were said: next year, four months after the one before, by the end of the year, within
three months, usable within two months, first quarter, several weeks, half a year, a month."""
PARTS = ("O003", "O004")
"""Parts of a pledge, each with days of its own; the pledge itself (O002) is then left out."""
LEFT_OUT = ("O002", "O047", "O124", "O126")
"""In parts above; never a gift of that partner; running totals."""
NEVER = ("O041", "O111")
"""Withdrawn; never placed."""
OWN = "UA"
GROUPS = {
    "systems": ("system",),
    "rounds and parts": ("stock",),
    "generators": ("generator_set",),
    "grid equipment": ("transformer",),
    "other": (),
}


@dataclass(frozen=True, slots=True)
class Case:
    """One offer: how late it was, or for how long the record has seen it not come."""

    name: str
    group: str
    months: int
    came: bool
    never: bool
    to_arrival: int | None
    to_use: int | None
    """Days from pledge to arrival, and from arrival to use."""


def read(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


def cases() -> list[Case]:
    """Every case of the pack, in its order."""
    items = {row["id"]: row for row in read(EXAMPLE / "items.csv")}
    named = {row["id"]: row["item"] for row in read(EXAMPLE / "offers.csv")}
    made = []
    for row in read(PACK):
        name, item = row["offer_id"], items.get(named[row["offer_id"]])
        kept = row["additive"] == "yes" or name in PARTS
        if not kept or row["partner"] == OWN or name in LEFT_OUT or not row["committed_date"]:
            continue
        if item is None and name not in SAID:
            continue
        made.append(case(row, item))
    return made


def case(row: dict[str, str], item: dict[str, str] | None) -> Case:
    """The case of one offer."""
    name, pledged = row["offer_id"], known(row["committed_date"])
    lead = timedelta(days=float(item["lead_days"]) if item else 0)
    due = date.fromisoformat(SAID[name]) if name in SAID else pledged + lead
    came = bool(row["delivered_date"])
    last = known(row["delivered_date"] if came else row["as_of"])
    late = (last - due).days / MONTH
    use = known(row["in_service_date"]) if row["in_service_date"] else None
    return Case(
        name=name,
        group=group(item),
        months=max(0, round(late) if came else int(late)),
        came=came,
        never=name in NEVER,
        to_arrival=(last - pledged).days if came else None,
        to_use=max(0, (use - last).days) if came and use else None,
    )


def group(item: dict[str, str] | None) -> str:
    """The kind of item under which a case is counted."""
    if item is None:
        return "other"
    if "transformer" in item["id"] or "turbine" in item["id"]:
        return "grid equipment"
    if item["adds"] == "system":
        return "systems"
    if item["kind"] == "military":
        return "rounds and parts"
    return "generators" if item["adds"] == "generator_set" else "other"


def hazard(found: Iterable[Case], a: float = A, b: float = B) -> tuple[float, float]:
    """The posterior of the monthly hazard, as the two numbers of a beta."""
    seen = [each for each in found if not each.never]
    slipped, came = sum(each.months for each in seen), sum(each.came for each in seen)
    return a + slipped, b + came


def never(found: Iterable[Case]) -> tuple[float, float]:
    """The posterior of the share that never comes, of offers whose end is known."""
    seen = [each for each in found if each.came or each.never]
    gone = sum(each.never for each in seen)
    return NEVER_A + gone, NEVER_B + len(seen) - gone


def of_kind(found: Sequence[Case], name: str) -> tuple[tuple[float, float], tuple[float, float]]:
    """The posteriors of hazard and share of one kind; of all kinds by the name "all"."""
    if name == "all":
        return hazard(found), never(found)
    mine = [each for each in found if each.group == name]
    made = []
    for fit, a, b in ((hazard, A, B), (never, NEVER_A, NEVER_B)):
        pooled, own = fit(found), fit(mine)
        mean = pooled[0] / sum(pooled)
        made.append((own[0] - a + SHRUNK * mean, own[1] - b + SHRUNK * (1 - mean)))
    return made[0], made[1]


def points(shape: tuple[float, float]) -> tuple[float, float, float]:
    """Median, 5 % and 95 % points of a beta."""
    return tuple(float(beta.ppf(share, *shape)) for share in (0.5, 0.05, 0.95))


def held_out(found: Sequence[Case], judged: float) -> tuple[float, float, int]:
    """Log likelihood per case of every second case by the fit to the others, and by a judgement."""
    fitted = apart = 0.0
    seen = [each for each in found if not each.never]
    for half in (0, 1):
        for each in seen[half::2]:
            a, b = of_kind(seen[1 - half :: 2], each.group)[0]
            fitted += betaln(a + each.months, b + each.came) - betaln(a, b)
            apart += each.months * np.log(judged) + each.came * np.log(1 - judged)
    return fitted / len(seen), apart / len(seen), len(seen)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--cases", action="store_true", help="every case as well")
    given = parser.parse_args()
    found = cases()
    if given.cases:
        for each in found:
            end = "never" if each.never else "came" if each.came else "not seen to come"
            print(f"{each.name}  {each.group:16}  {each.months:2d} months late, {end}")
    print("group             cases came never  slipped  hazard a month         share never come")
    for name in (*GROUPS, "all"):
        mine = [each for each in found if name in ("all", each.group)]
        slip, gone = map(points, of_kind(found, name))
        slipped = sum(each.months for each in mine if not each.never)
        print(
            f"{name:17} {len(mine):5d} {sum(each.came for each in mine):4d} "
            f"{sum(each.never for each in mine):5d} {slipped:8d}  "
            f"{slip[0]:.2f} ({slip[1]:.2f} to {slip[2]:.2f})    "
            f"{gone[0]:.2f} ({gone[1]:.2f} to {gone[2]:.2f})"
        )
    for name, days in (
        ("pledge to arrival", [each.to_arrival for each in found if each.to_arrival is not None]),
        ("arrival to use", [each.to_use for each in found if each.to_use is not None]),
    ):
        low, middle, high = np.percentile(days, [10, 50, 90])
        print(
            f"{name}: median {middle:.0f} days, 10 to 90 % {low:.0f} to {high:.0f}, n {len(days)}"
        )
    for judged in (0.15, 0.25):
        fitted, apart, count = held_out(found, judged)
        print(
            f"held-out halves, {count} cases: log likelihood a case {fitted:.3f} fitted, "
            f"{apart:.3f} by the judgement {judged:g}"
        )


if __name__ == "__main__":
    main()
