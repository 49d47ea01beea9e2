"""Counts at a terminal: pieces of stocks, too few futures, more rivals than one."""

from __future__ import annotations

import dataclasses
import re
from datetime import date

import numpy as np
import pytest

import synthetic
from holdfast.cli.lists import print_head, print_stocks
from holdfast.cli.tables import print_difference, print_summary
from holdfast.outcome import Outcome
from holdfast.questions.stocks import stocks
from holdfast.questions.told import Head
from holdfast.questions.whatif import between
from holdfast.scenario import read_scenario
from holdfast.show.voice import Voice


def said(capsys) -> str:
    return " ".join(capsys.readouterr().out.replace("\u00a0", " ").split())


@pytest.fixture(scope="module")
def valley(root):
    return read_scenario(root / "examples" / "valley")


@pytest.mark.parametrize(
    ("language", "few", "enough"),
    [
        ("en", "3 futures are too few: under 20", "too few"),
        ("fr", "3 avenirs ne suffisent pas : sous 20", "ne suffisent pas"),
    ],
)
def test_a_run_of_few_futures_says_that_its_errors_are_not_to_be_trusted(
    valley, capsys, language, few, enough
):
    voice = Voice(language, valley)
    print_summary(synthetic.outcome(valley, 3), voice)
    assert few in said(capsys)
    print_summary(synthetic.outcome(valley, 20), voice)
    assert enough not in said(capsys)


@pytest.mark.parametrize(("language", "under"), [("en", "under 1"), ("fr", "moins de 1")])
def test_less_than_one_piece_is_no_decimal(valley, capsys, language, under):
    found = stocks(synthetic.outcome(valley, 4, held=0.888))
    found.runs_out["held_at_first"] = 0.888
    print_stocks(found, 4, date(2030, 11, 1), Voice(language, valley))
    lines = capsys.readouterr().out.replace("\u00a0", " ").splitlines()
    measured = [line for line in lines if "0.888" in line or "0,888" in line]
    assert measured
    assert all(" l " in line for line in measured)
    assert sum(under in line for line in lines) >= 2


@pytest.mark.parametrize(
    ("language", "one", "two"),
    [
        ("en", "cannot tell from its rival.", "cannot tell from its 2 rivals."),
        ("fr", "du modèle rival.", "des 2 modèles rivaux."),
    ],
)
def test_a_model_with_two_rivals_says_so(capsys, language, one, two):
    voice = Voice(language)
    about = Head(0, (("in all", 5.0),), 1, 4, 4.0, "mixed", 1, (), None, date(2030, 12, 1))
    print_head(about, voice)
    assert one in said(capsys)
    print_head(dataclasses.replace(about, others=2), voice)
    assert two in said(capsys)


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "No change worth telling in: hours without"), ("fr", "Aucun changement qui mérite")],
)
def test_a_speck_of_a_difference_has_no_row(valley, capsys, language, expected):
    """Nine decimals of nothing are named beside the table, and no number of futures is asked."""
    a = synthetic.outcome(valley, 24)
    scale = {"hours_without_power": np.float64(1 - 1e-9), "hours_planned": np.float64(1 - 1e-9)}
    data = a.data.copy()
    for name, by in scale.items():
        data[name] = a.data[name].astype(float) * by
    print_difference(between(a, Outcome(data, valley, a.seed, a.version)), Voice(language, valley))
    told = said(capsys)
    assert expected in told
    assert not re.search(r"0[.,]0000", told)
    assert "would be needed" not in told
