"""What makes no sense is refused by every public function: ValueError that names the argument."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import holdfast.power as power
from holdfast.power import operation
from power.grids import star

NAN, INF = np.nan, np.inf
GRID = star(30.0, 20.0)
STEADY = power.Reliability([0.1], [10.0])
DAMAGED = power.DamagedGrid(
    **{f.name: getattr(GRID, f.name) for f in dataclasses.fields(GRID)},
    bus_out=np.zeros(3, dtype=bool),
)
GIVEN = {f.name: getattr(GRID, f.name) for f in dataclasses.fields(GRID)}
OUT = {"branch_out": np.zeros((1, 2)), "generator_out": np.zeros((1, 1))}
PARTS = {"branch_out": [True, False], "generator_out": [False]}
SAMPLED = {"grid": GRID, "reliability": STEADY, "load": [1.0, 0.5], "samples": 4}
TWO = {"nodes": 2, "links": [[0, 1]], "places": [0], "merit": [0]}
SHARED = {"network": power.Network(**TWO), "supply": [[5.0]], "capacity": [[1.0]]}
SHARED |= {"demand": [[[2.0], [3.0]]]}
ENDS = {"reserve": (1.0, 2.0), "relays": (0.1, 0.5), "weakening": (0.0, 1.0), "spread": (0.1, 0.2)}

MW: tuple[Any, ...] = (-1.0, NAN, INF, "much", None, [[1.0], [1.0, 2.0]], 1j)
"""Nothing that an amount in MW can be."""
SHARE = (*MW, 1.5)
ANY = (NAN, INF, "much", None)
COUNT = (0, -1, 1.5, NAN, INF, "two", None, True)
FLAGS = (NAN, INF, 0.5, -1.0, "yes", None)

ALL = {
    "largest_unit": (operation.largest_unit, {"output": [1.0]}, {"output": (*MW, 3.0)}),
    "share_of_load": (
        operation.share_of_load,
        {"load": 9.0, "share": 0.1},
        {"load": MW, "share": SHARE},
    ),
    "ucte_reserve": (operation.ucte_reserve, {"load": 9.0}, {"load": MW}),
    "spinning_reserve": (
        operation.spinning_reserve,
        {"rule": 5.0, "available": 9.0, "output": 5.0},
        {"rule": MW, "available": MW, "output": MW},
    ),
    "by_island": (
        operation.by_island,
        {"reserve": 5.0, "generation": 9.0, "total": 20.0},
        {"reserve": MW, "generation": MW, "total": MW},
    ),
    "rebound": (
        operation.rebound,
        {"put_off": 5.0, "hours": 2.0, "spell": 6.0},
        {"put_off": MW, "hours": (*MW, 0.0), "spell": (*MW, 0.0)},
    ),
    "put_off": (
        operation.put_off,
        {"before": 1.0, "unserved": [1.0], "share": 0.3, "hours": 2.0, "spell": 6.0},
        {
            "before": MW,
            "unserved": (*MW, 3.0),
            "share": SHARE,
            "hours": (*MW, 0),
            "spell": (*MW, 0),
        },
    ),
    "returned": (
        operation.returned,
        {"elapsed": 0.3, "begin": 0.1, "end": 0.4},
        {"elapsed": ANY, "begin": (*SHARE, 0.4, 0.5), "end": SHARE},
    ),
    "waiting": (
        operation.waiting,
        {"left": 3.0, "hours": 10.0, "begin": 0.1, "end": 0.4, "spell": 6.0},
        {"left": MW, "hours": MW, "begin": (*SHARE, 0.4), "end": SHARE, "spell": (*MW, 0.0)},
    ),
    "share_cut": (
        operation.share_cut,
        {"ordinary": 0.5, "protected": 0.1, "protected_share": 0.2, "overcut": 1.2},
        {
            "ordinary": SHARE,
            "protected": SHARE,
            "protected_share": SHARE,
            "overcut": (*MW, 0.5),
        },
    ),
    "announced": (
        operation.announced,
        {"cut": [0.1, 0.2]},
        {"cut": (*SHARE, 0.5, []), "axis": (1, -2, 0.5, NAN, None)},
    ),
    "planned": (
        operation.planned,
        {"cut": 0.3, "announced": 0.2},
        {"cut": SHARE, "announced": SHARE},
    ),
    "turns": (
        operation.turns,
        {"cut": [0.5], "groups": 6},
        {"cut": (*SHARE, 0.5, [[0.5]]), "groups": COUNT},
    ),
    "relays_act": (
        operation.relays_act,
        {"short": 3.0, "load": 9.0},
        {
            "short": ANY,
            "load": MW,
            "steps": (*MW, [0.1], [(49.0, -0.1)], [(49.0, 0.6), (48.0, 0.6)], [(49.0, NAN)]),
        },
    ),
    "in_steps": (operation.in_steps, {"ratio": 0.4}, {"ratio": MW}),
    "reconnected": (
        operation.reconnected,
        {"half_life": 2.0, "spell": 6.0},
        {"half_life": MW, "spell": (*MW, 0.0)},
    ),
    "collapse_ratio": (
        operation.collapse_ratio,
        {"lost": 3.0, "dropped": 0.0, "reserve": 1.0, "sheddable": 4.0},
        {"lost": MW, "dropped": MW, "reserve": MW, "sheddable": MW},
    ),
    "collapse_chance": (
        operation.collapse_chance,
        {"z": 0.5, "spread": 0.1},
        {"z": MW, "spread": MW},
    ),
    "falls": (
        operation.falls,
        {"z": 0.5, "spread": 0.1, "normal": 0.0},
        {"z": MW, "spread": MW, "normal": ANY},
    ),
    "collapse_range": (
        operation.collapse_range,
        {"lost": 3.0, "dropped": 0.0, "load": 9.0, "out": 0.1, **ENDS},
        {"lost": MW, "dropped": MW, "load": MW, "out": SHARE}
        | {name: (*MW, 0.5, (0.5,), (0.6, 0.5), (0.1, NAN)) for name in ENDS},
    ),
    "islands": (
        operation.islands,
        {"nodes": 2, "ends": [[0, 1]], "joined": [[True]]},
        {
            "nodes": (-1, 1.5, NAN, "two", None),
            "ends": ([0, 1], [[0, 2]], [[-1, 0]], [[0.5, 1]], [[NAN, 1]], "x", [[0, 1, 1]]),
            "joined": (*FLAGS, [True], [[True, True]], [[0.5]], [[NAN]]),
        },
    ),
    "adequacy": (
        power.adequacy,
        {"units": [(5.0, 0.1)], "load": [4.0]},
        {
            "units": ([(-1, 0.1)], [(NAN, 0.1)], [(5.0, 1.5)], [(5.0, NAN)], [5.0], [("a", 0.1)]),
            "load": MW,
        },
    ),
    "least_shed": (
        power.least_shed,
        {"grid": GRID, **OUT},
        {
            "branch_out": (*SHARE, [], [[0.0]], np.zeros((1, 1, 2)), [["a", "b"]]),
            "generator_out": (*SHARE, [], [[0.0, 0.0]], [[-0.1]]),
            "link_out": ([[0.0]], [[NAN]], "x"),
            "demand": (
                [1.0],
                [1.0, NAN, 1.0],
                [1.0, INF, 1.0],
                "x",
                1j,
                [],
                np.zeros((1, 1, 1, 3)),
            ),
            "weight": ([1.0], [1.0, NAN, 1.0], [1.0, -1.0, 1.0], [1, 1, INF], "x", []),
            "merit": ([NAN], [INF], [1.0, 2.0], ["a"], [[1.0]]),
            "workers": COUNT,
        },
    ),
    "Solver": (
        power.Solver,
        {"grid": GRID},
        {"weight": ([1.0], [1.0, NAN, 1.0], "x"), "merit": ([NAN], [1.0, 2.0], ["a"])},
    ),
    "restore": (
        power.restore,
        {"grid": GRID, **PARTS, "repairs_per_period": 1},
        {
            "branch_out": (*FLAGS, [], [True], [0.5, 1.0], [[True, True]]),
            "generator_out": (*FLAGS, [], [0.5], [True, True]),
            "repairs_per_period": COUNT,
            "method": ("best", 1),
            "workers": COUNT,
            "demand": ([1.0], [1.0, NAN, 1.0], "x", [], np.zeros((1, 1, 3)), np.zeros((1, 3))),
            "weight": ([1.0], [1.0, NAN, 1.0], [1.0, -1.0, 1.0], "x", []),
        },
    ),
    "fewest_repairs": (
        power.fewest_repairs,
        {"grid": GRID, **PARTS},
        {
            "branch_out": (*FLAGS, [], [True]),
            "generator_out": (*FLAGS, [], [0.5]),
            "demand": ([1.0], [1.0, NAN, 1.0], "x"),
            "weight": ([1.0], [1.0, -1.0, 1.0], "x"),
        },
    ),
    **{
        made.__name__: (
            made,
            SAMPLED,
            {
                "load": ([], NAN, [NAN], [-1.0], [[1.0]], "x", None),
                "samples": (*COUNT, 1),
                "seed": (-1, 0.5, NAN, "x", None, 2**64),
                "weight": ([1.0], [1.0, NAN, 1.0], "x"),
                "workers": COUNT,
            },
        )
        for made in (power.adequacy_sampled, power.adequacy_sequential)
    },
    "Reliability": (
        power.Reliability,
        {"generator_rate": [0.1], "generator_repair": [10.0]},
        {
            "generator_rate": ([NAN], [-0.1], [1.0], [0.1, 0.1], ["a"], 0.1),
            "generator_repair": ([NAN], [INF], [0.5], ["a"], []),
            "branch_rate": ([0.1], "x"),
            "link_repair": ([0.1], "x"),
        },
    ),
    "Network": (
        power.Network,
        TWO,
        {
            "links": ([[0, 2]], [[0.5, 1.0]], [[1, 1]], [[-1, 0]]),
            "places": ([2], [0.5], [-1]),
            "merit": ([1], [0, 0], [0.5], []),
        },
    ),
    "share": (
        power.share,
        SHARED,
        {
            "supply": ([[-1.0]], [[NAN]], [[INF]], [5.0], [[1.0, 1.0]]),
            "capacity": ([[-1.0]], [[NAN]], [1.0]),
            "demand": ([[[-1.0], [1.0]]], [[[NAN], [1.0]]], [[1.0, 1.0, 1.0]], [1.0]),
        },
    ),
    "Grid": (
        power.Grid,
        GIVEN,
        {
            "demand": ([1.0], [NAN, 1, 1], [INF, 1, 1], "x", [[1.0, 2.0, 3.0]], None),
            "branch_from": ([0, 3], [-1, 0], [0.0, 0.0], [0], "x", [[0, 0]]),
            "branch_to": ([0, 3], [NAN, 1.0], [1], "x"),
            "susceptance": ([NAN, 1], [INF, 1], [0.0, 1], [1.0], "x"),
            "rating": ([-1.0, 1], [NAN, 1], [1.0], "x"),
            "shift": ([NAN, 0], [INF, 0], [0.0], "x"),
            "in_service": ([True], [NAN, 1.0], [0.5, 1.0], "x"),
            "generator_bus": ([3], [0.5], [], "x"),
            "capacity": ([-1.0], [NAN], [INF], [], "x"),
            "link_from": ([0], "x"),
            "base": (0.0, -1.0, NAN, INF, "x", [100.0], None),
        },
    ),
    "DamagedGrid": (
        power.DamagedGrid,
        GIVEN | {"bus_out": [False] * 3},
        {"bus_out": ([True], [0.5, 0, 0], [NAN, 0, 0], "x", None, [[True] * 3])},
    ),
}

CASES = [
    pytest.param(made, right, name, bad, id=f"{called}-{name}-{k}")
    for called, (made, right, wrong) in ALL.items()
    for name, several in wrong.items()
    for k, bad in enumerate(several)
]


@pytest.mark.parametrize("called", ALL)
def test_what_makes_sense_is_taken(called):
    made, right, _ = ALL[called]
    assert made(**right) is not None


@pytest.mark.parametrize(("made", "right", "name", "bad"), CASES)
def test_nonsense_is_refused_by_name(made: Callable[..., Any], right, name, bad):
    with pytest.raises(ValueError, match=name):
        made(**right | {name: bad})


@pytest.mark.parametrize(
    "function",
    [
        operation.spinning_reserve,
        operation.by_island,
        operation.rebound,
        operation.collapse_ratio,
        operation.collapse_chance,
        operation.planned,
        operation.share_cut,
        operation.share_of_load,
        operation.relays_act,
        operation.returned,
        operation.waiting,
        operation.falls,
    ],
)
def test_shapes_that_do_not_go_together_are_named(function):
    right = ALL[function.__name__][1]
    first = next(iter(right))
    last = list(right)[1]
    wrong = {first: np.full(2, right[first]), last: np.full(3, right[last])}
    with pytest.raises(ValueError, match=rf"shapes do not go together: .*{first} \(2,\)"):
        function(**right | wrong)


@pytest.mark.parametrize(
    "read", [power.read_matpower, power.read_reliability, power.read_restoration]
)
def test_files_that_are_not_there_are_an_error_of_the_system(read, tmp_path: Path):
    with pytest.raises(OSError, match=r"."):
        read(tmp_path / "none")


def test_the_message_says_the_value_and_what_is_allowed():
    with pytest.raises(ValueError, match=r"^rule holds -1\.0: a finite number from 0 on is"):
        operation.spinning_reserve(-1.0, 5.0, 3.0)
    with pytest.raises(ValueError, match=r"^hours holds 0\.0: a finite number above 0 is allowed"):
        operation.rebound(5.0, 0.0, 6.0)


def test_every_public_function_is_in_the_table():
    results = {"Adequacy", "Part", "Relays", "Restoration", "SampledAdequacy", "Shares"}
    results |= {"ShedResult", "Stage"}
    readers = {"read_matpower", "read_reliability", "read_restoration"}
    assert set(power.__all__) - results - readers <= set(ALL)
    assert {n for n in operation.__all__ if n.islower()} <= set(ALL)
