"""What is wrong with curves of delivery and with pairs of a fit, named exactly."""

from __future__ import annotations

from pathlib import Path

import pytest

from invalid.breaking import Break, add_line, all_of, cell, drop_row, faults_of, put, replace

CURVES, BANKS = "power/delivery.csv", "power/transformers.csv"
NO_CURVES = put(CURVES, b"grid,struck,stress,out,served\n")


def pairs(*rows: str) -> Break:
    """Pairs of a fit, the last of the rows with their seeds."""
    return put("posterior.csv", "\n".join(("pair,seed,distance", *rows, "")).encode())


def without_design(rows: str) -> Break:
    """Banks that do not say what the grid behind them was built for."""
    return all_of(*(cell(BANKS, int(row), "design_mw", "") for row in rows))


CASES: dict[str, tuple[Break, list[str]]] = {
    "a hole in a curve": (
        drop_row(CURVES, 9),
        [
            "power/delivery.csv row 2, column grid: 'small' has no row for struck substations, "
            "stress 0.8, out 0.5 (1 missing): every grid has all of them"
        ],
    ),
    "a second grid with one value": (
        add_line(CURVES, "other,transformers,0.8,0.2,0.9,"),
        [
            "power/delivery.csv row 14, column grid: 'other' has no row for struck transformers, "
            "stress 0.8, out 0.5 (11 missing): every grid has all of them"
        ],
    ),
    "curves of transformers alone": (
        all_of(*[drop_row(CURVES, 8)] * 6),
        [
            "power/delivery.csv row 2, column grid: 'small' has no row for struck substations, "
            "stress 0.8, out 0.2 (6 missing): every grid has all of them"
        ],
    ),
    "the same number written otherwise is the same": (
        cell(CURVES, 9, "out", "0.50"),
        [],
    ),
    "a cell that cannot be read is the only fault": (
        cell(CURVES, 9, "out", "half"),
        [
            "power/delivery.csv row 9, column out: 'half' is not a number (a number, 0.0001 to 1)",
        ],
    ),
    "a share out twice in a curve": (
        add_line(CURVES, "small,transformers,0.80,0.50,0.85,"),
        ["power/delivery.csv row 14, column out: '0.50' is also that of row 3, of the same curve"],
    ),
    "more served with more out": (
        cell(CURVES, 4, "served", "0.9"),
        [
            "power/delivery.csv row 4, column served: '0.9' is over 0.85, with 0.5 out: more that "
            "is out never serves more"
        ],
    ),
    "what a grid was built for without curves": (
        NO_CURVES,
        [
            f"power/transformers.csv row {row}, column design_mw: '{mw}' counts only with rows of "
            "power/delivery.csv"
            for row, mw in ((2, 900), (3, 650), (4, 300))
        ],
    ),
    "one bank of three that tells it": (without_design("23"), []),
    "none that tells it, which is said by unused": (without_design("234"), []),
    "neither": (all_of(NO_CURVES, without_design("234")), []),
    "what is struck is neither": (
        replace(CURVES, "small,transformers,0.8,0.2", "small,lines,0.8,0.2"),
        [
            "power/delivery.csv row 2, column struck: 'lines' is not known (one of transformers, "
            "substations)"
        ],
    ),
    "pairs of two fits": (
        pairs("4,7,0.5", "9,7,0.6", "11,8,0.7", "12,07,0.7"),
        [
            "posterior.csv row 4, column seed: '8' is not 7, the seed of row 2: all pairs come "
            "from one fit, with one seed"
        ],
    ),
    "a pair twice": (
        pairs("4,7,0.5", "04,7,0.6"),
        ["posterior.csv row 3, column pair: '04' repeats the pair of row 2"],
    ),
    "half a pair": (
        pairs("4.5,7,0.5"),
        [
            "posterior.csv row 2, column pair: '4.5' is not a whole number (a whole number, 0 to "
            "2.14748e+09)"
        ],
    ),
    "three of two futures": (
        put("posterior.csv", b"pair,seed,futures\n4,7,3\n"),
        ["posterior.csv row 2, column futures: '3' is too large (a whole number, 1 to 2)"],
    ),
    "a seed of more than 32 bits": (
        pairs("4,4294967296,0.5"),
        [
            "posterior.csv row 2, column seed: '4294967296' is too large (a whole number, 0 to "
            "4.29497e+09)"
        ],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_wrong_is_named(name: str, tmp_path: Path) -> None:
    spoil, expected = CASES[name]
    assert faults_of(spoil, tmp_path) == expected
