"""What a slip of the keyboard is told on the command line: how it is written here."""

from __future__ import annotations

import pytest


def said(call, *words) -> str:
    done = call(*words)
    assert done.exit_code == 2, done.output
    return " ".join(done.stderr.split())


@pytest.mark.parametrize(
    ("amount", "hint"),
    [
        ("60,5", "'60,5' is not a number of at least 0; write 60.5"),
        ("60m", "'60m' is not a number of at least 0; write 60: it is in million"),
        ("military=60,5", "'60,5' is not a number of at least 0; write 60.5"),
    ],
)
def test_a_budget_in_the_form_of_elsewhere(call, valley, amount, hint):
    assert hint in said(call, "plan", valley, "--budget", amount)
    assert hint in said(call, "price", valley, "--budget", amount)


def test_a_kind_of_budget_without_its_amount_is_told_how_it_is_written(call, valley):
    for question in ("plan", "price"):
        told = said(call, question, valley, "--budget", "financial")
        assert "by kind it is KIND=MILLION, as financial=250" in told
        assert "of all, military, humanitarian, financial" in told


def test_an_amount_and_a_share_in_the_form_of_elsewhere(call, valley, runs):
    assert "'5,5' is not a number above 0; write 5.5" in said(
        call, "value", valley, "--budget", "5,5"
    )
    assert "write 20: it is in million" in said(call, "ask", valley, "EN", "--total", "20m")
    assert "'0,9' is not a number of 0 to 1; write 0.9" in said(
        call, "explain", runs / "a", "--quantile", "0,9"
    )
    assert "'8h' is not a number above 0 and up to 24; write 8, without a unit" in said(
        call, "risk", runs / "a", "LOW", "--hours", "8h"
    )


def test_a_day_in_the_form_of_elsewhere(call, valley):
    hint = "'01.11.2030' is not a day as YYYY-MM-DD; write 2030-11-01"
    assert hint in said(call, "positions", valley, "--as-of", "01.11.2030")
    assert (
        "date: '01.02.2031' in 'NN:battery:1@01.02.2031' is not a day as YYYY-MM-DD; write 20"
        in (
            said(call, "whatif", valley, "--b", "NN:battery:1@01.02.2031").replace(
                "--b: ", "date: "
            )
        )
    )


def test_ids_that_are_equally_near_are_all_named_with_their_names(call, valley, runs):
    both = "the nearest are NN (Northern neighbour) and EN (Eastern neighbour)"
    assert f"'ENN' is not an id of actors.csv; {both}" in said(call, "ask", valley, "ENN")
    assert both in said(call, "whatif", valley, "--b", "ENN:battery:1")
    regions = "known: UPP (Upper valley), MID (Middle valley), LOW (Lower valley)"
    assert f"there is no region 'somewhere'; {regions}" in said(
        call, "risk", runs / "a", "somewhere"
    )
    assert f"is not an id of regions.csv; {regions}" in said(
        call, "whatif", valley, "--b", "EN:generator_set:1@2030-12-20:XXXX"
    )


@pytest.mark.parametrize(
    "words",
    [
        ("run", "VALLEY", "--futures", "2", "--out"),
        ("whatif", "VALLEY", "--b", "repair", "--futures", "2", "--out-a"),
        ("report", "RUN", "--out"),
        ("value", "VALLEY", "--out"),
        ("new",),
        ("ledger", "init"),
    ],
)
def test_more_than_the_last_folder_on_the_way_is_not_made(call, valley, runs, tmp_path, words):
    given = [{"VALLEY": valley, "RUN": runs / "a"}.get(word, word) for word in words]
    place = tmp_path / "rnus" / "deep" / "thing.html"
    missing = said(call, *given, place)
    assert (
        f"cannot be made: there is no folder {tmp_path / 'rnus'}; only the last folder" in missing
    )
    assert not list(tmp_path.iterdir())


def test_the_last_folder_on_the_way_is_made(call, runs, tmp_path):
    done = call("report", runs / "a", "--out", tmp_path / "new" / "report.html")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "new" / "report.html").is_file()
