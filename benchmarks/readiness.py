"""Air defence mended in echelons: what it costs a run, and whether more ever means less.

python benchmarks/readiness.py [examples/bucharest-2022] [--futures 40] [--days D] [--whole]

Systems of long and medium range go through three echelons (the unit, a depot at home, one abroad),
one failure in two needs a part, and parts come back: judgement, the same for all. Told are
microseconds a future-day of readiness and stock with and without, then, on common luck, what more
parts, crews of technicians, transports and a depot at home in place of one abroad do: unit-days
ready of these systems, futures in which they fall, and hours without power a person, with standard
errors clustered by pair.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Mapping

import numpy as np
from blocks import lived, watched

from holdfast.campaign.batch import Job, parts
from holdfast.campaign.work import work
from holdfast.outcome.statistics import estimate
from holdfast.questions.search.memo import pairs
from holdfast.scenario import Scenario, read_scenario

ECHELONS = (
    {"id": "unit", "name": "Unit"},
    {"id": "home", "name": "Depot at home", "there_days": "2", "back_days": "2"},
    {"id": "abroad", "name": "Depot abroad", "there_days": "10", "back_days": "10",
     "slots_per_week": "0.5", "lost_share": "0.01"},
)  # fmt: skip
WAYS = (("unit", 0.6, 5, ""), ("home", 0.25, 14, "home_crews"), ("abroad", 0.15, 45, "far_crews"))
CREWS = {"home_crews": ("home", 1), "far_crews": ("abroad", 2)}
PART = {"id": "benchmark_part", "name": "Part", "kind": "military", "unit": "part",
        "adds": "stock", "adds_to": "benchmark_part"}  # fmt: skip
HELD, SHARE = 4, 0.5
LAYERS = ("long", "medium")
WHOLE = "readiness.whole_units"
MEASURES = ("fleet", "unready", "hours_without_power")


def mended(
    scenario: Scenario,
    *,
    held: float = HELD,
    crews: float = 1.0,
    slots: str = "0.5",
    at_home: bool = False,
    whole: bool = False,
) -> Scenario:
    """The scenario with its systems of long and medium range in echelons."""
    systems = scenario.table("defence/systems")
    inside = np.isin(systems.text("layer"), LAYERS)
    names = systems.where(inside).text("id")
    blank = [
        row | ({"part": ""} if mine else {})
        for row, mine in zip(systems.rows(), inside, strict=True)
    ]
    made = in_place(scenario).replace_rows("defence/systems", blank)
    made = made.replace_rows("items", [*scenario.table("items").rows(), PART])
    stock = {"item": PART["id"], "quantity": f"{held:g}"}
    made = made.replace_rows("stocks", [*scenario.table("stocks").rows(), stock])
    echelons = [dict(row) for row in ECHELONS]
    echelons[2]["slots_per_week"] = slots
    ways = (WAYS[0], ("home", 0.4, 26, "home_crews")) if at_home else WAYS
    count = {name: crews * number for name, (_, number) in CREWS.items()}
    if at_home:
        count["home_crews"] += count["far_crews"]
    crew_rows = [
        {"id": name, "name": name, "echelon": where, "crews": f"{count[name]:g}"}
        for name, (where, _) in CREWS.items()
    ]
    rows: Mapping[str, list[dict[str, str]]] = {
        "readiness/echelons": echelons,
        "readiness/technicians": crew_rows,
        "readiness/mending": [
            {"system": name, "echelon": where, "share": f"{share:g}", "days": f"{days:g}",
             "technicians": who}
            for name in names for where, share, days, who in ways
        ],
        "readiness/parts": [
            {"system": name, "item": PART["id"], "share": f"{SHARE:g}"} for name in names
        ],
        "readiness/returns": [
            {"item": PART["id"], "echelon": "home", "share": "0.6", "days": "10"},
            {"item": PART["id"], "echelon": "abroad", "share": "0.3", "days": "30"},
        ],
    }  # fmt: skip
    for name, table in rows.items():
        made = made.replace_rows(name, table)
    return counted(made, whole)


def counted(scenario: Scenario, whole: bool) -> Scenario:
    """The scenario with whole fire units, or expected numbers, whichever it has."""
    told = {"id": WHOLE, "value": str(int(whole))}
    others = [row for row in scenario.table("parameters").rows() if row["id"] != WHOLE]
    return scenario.replace_rows("parameters", [*others, told])


def in_place(scenario: Scenario) -> Scenario:
    """The scenario without echelons: all is mended where it stands, and waits for no part."""
    made = counted(scenario, whole=False)
    for name in ("returns", "parts", "mending", "technicians", "echelons"):
        made = made.replace_rows(f"readiness/{name}", [])
    return made


def cost(scenario: Scenario, futures: int, days: int) -> str:
    """Microseconds a future-day of readiness and stock, and their share of the day."""
    lived(scenario, 4, min(days, 20))
    with watched() as seconds:
        lived(scenario, futures, days)
    micro, whole = 1e6 / (futures * days), seconds["day"] + seconds["record"]
    told = (f"{name} {seconds[name] * micro:.2f} ({seconds[name] / whole:.1%})"
            for name in ("readiness", "stock"))  # fmt: skip
    return f"{', '.join(told)}, of {whole * micro:.1f} in all"


def outcome(scenario: Scenario, futures: int, days: int) -> tuple[np.ndarray, np.ndarray]:
    """Unit-days ready of what is mended in echelons (F,), hours without power a person (F,)."""
    inside = np.isin(scenario.table("defence/systems").text("layer"), LAYERS)
    ready, dark = [], []
    for some in parts(tuple(range(futures))):
        done = work(
            Job(scenario, scenario.settings.seed, tuple(some), 0, days, None, only=MEASURES)
        )
        stand = done.pages["fleet"].astype(float) - done.pages["unready"]
        ready.append(stand[:, :, inside].sum(axis=(1, 2)))
        share = done.population / done.population.sum(axis=1, keepdims=True)
        dark.append((done.pages["hours_without_power"].sum(axis=1) * share).sum(axis=1))
    return np.concatenate(ready), np.concatenate(dark)


def compared(scenario: Scenario, futures: int, days: int, whole: bool) -> Iterator[str]:
    """A line for each way to have more, beside what there is."""
    base = outcome(mended(scenario, whole=whole), futures, days)
    yield (f"  as it is: {base[0].mean():.0f} unit-days ready, {base[1].mean():.1f} h without "
           "power a person")  # fmt: skip
    ways: dict[str, dict[str, float | str | bool]] = {
        "four parts more": {"held": HELD + 4},
        "half as many technicians again": {"crews": 1.5},
        "transports abroad without limit": {"slots": ""},
        "home in place of abroad": {"at_home": True},
    }
    for name, change in ways.items():
        ready, dark = outcome(mended(scenario, whole=whole, **change), futures, days)  # type: ignore[arg-type]
        gain, saved = ready - base[0], base[1] - dark
        error, doubt = (estimate(each, pairs(range(futures))) for each in (gain, saved))
        fewer = (gain < -1e-6 * base[0]).sum()
        worst = f"{fewer} of {futures} futures fewer, least {gain.min():+.1f}"
        yield (f"  {name}: {gain.mean():+.1f} ± {error.standard_error:.1f} unit-days ({worst}); "
               f"{saved.mean():+.2f} ± {doubt.standard_error:.2f} h saved")  # fmt: skip


def main() -> None:
    """Print costs and comparisons of each scenario."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("paths", nargs="*", default=["examples/bucharest-2022"])
    asked.add_argument("--futures", type=int, default=40)
    asked.add_argument("--days", type=int, help="Days that are lived, all if not said")
    asked.add_argument("--whole", action="store_true", help="Whole units by luck")
    said = asked.parse_args()
    for path in said.paths:
        scenario = read_scenario(path)
        days = min(said.days or scenario.settings.days, scenario.settings.days)
        print(f"{path}: {said.futures} futures, {days} days", flush=True)
        print(f"  without echelons: {cost(in_place(scenario), said.futures, days)}", flush=True)
        inside = mended(scenario, whole=said.whole)
        print(f"  with echelons: {cost(inside, said.futures, days)}", flush=True)
        begun = time.perf_counter()
        for line in compared(scenario, said.futures, days, said.whole):
            print(line, flush=True)
        print(f"  {time.perf_counter() - begun:.0f} s", flush=True)


if __name__ == "__main__":
    main()
