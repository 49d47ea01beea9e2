"""The command `price`: what it asks, and what it says where nothing binds."""

from __future__ import annotations

import json

import pytest

from holdfast.questions import price as question


def test_where_no_rule_binds_it_says_so(call, valley):
    said = call("price", valley)
    assert said.exit_code == 0
    assert said.output.startswith("No rule of a partner keeps an option back")
    made = json.loads(call("price", valley, "--json", "--names").stdout)
    assert (made["rows"], made["rules"], made["groups"], made["names"]) == ([], 0, [], True)
    assert made["scenario"] == "valley"


def test_what_is_asked_is_what_was_said(call, valley, monkeypatch):
    asked: dict[str, object] = {}
    real = question.price

    def heard(scenario, *given):
        names = ("budget", "names", "partner", "sources", "lot", "futures", "fresh", "most", "seed",
                 "workers")  # fmt: skip
        asked.update(zip(names, given, strict=False))
        return real(scenario, *given)

    monkeypatch.setattr(question, "price", heard)
    words = "--budget military=20 --budget humanitarian=3 --partner NN --source packages --lot 7"
    words += " --futures 12 --fresh 24 --tries 9 --seed 5 --workers 1"
    assert call("price", valley, *words.split()).exit_code == 0
    assert asked == {
        "budget": {"military": 20.0, "humanitarian": 3.0}, "names": False, "partner": "NN",
        "sources": ["packages"], "lot": 7.0, "futures": 12, "fresh": 24, "most": 9, "seed": 5,
        "workers": 1,
    }  # fmt: skip
    assert call("price", valley, "--names").exit_code == 0
    assert (asked["budget"], asked["names"], asked["futures"]) == (None, True, 20)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("--partner XX", "there is no partner 'XX' in actors.csv"),
        ("--partner ENN", "there is no partner 'ENN' in actors.csv; the nearest are EN and NN"),
        ("--budget 1 --budget 2", "all has a budget already"),
        ("--budget love=1", "there is no 'love'"),
    ],
)
def test_what_cannot_be_asked_is_one_line(call, valley, words, told):
    done = call("price", valley, *words.split())
    assert done.exit_code == 2
    (line,) = done.stderr.splitlines()
    assert told in line
