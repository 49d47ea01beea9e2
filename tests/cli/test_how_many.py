"""`plan --item`: what it asks, what it prints, and what does not go with it."""

from __future__ import annotations

import json

import pytest

from holdfast.cli.how_many import print_how_many
from holdfast.questions import how_many as question
from holdfast.scenario import read_scenario
from holdfast.show.voice import Voice
from show import answered

pytestmark = pytest.mark.usefixtures("lived_once")

ASKED = ["--item", "transformer", "--budget", "5", "--futures", "20", "--workers", "1"]


def plain(text):
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def test_one_document_has_the_whole_answer(call, valley):
    made = json.loads(call("plan", valley, *ASKED, "--beside", "interceptor", "--json").stdout)
    assert [row["quantity"] for row in made["rows"]] == [1, 2]
    assert made["rows"][0]["cost"] == 2.5
    assert made["number"] in (1, 2)
    assert [row["item"] for row in made["beside"]["rows"]] == ["interceptor"]
    assert len(made["dates"]["rows"]) == 5
    assert (made["item"], made["futures"], made["scenario"]) == ("transformer", 20, "valley")


def test_what_is_asked_is_what_was_said(call, valley, monkeypatch):
    asked: dict[str, object] = {}
    real = question.how_many

    def heard(scenario, item, budget, beside, futures, **more):
        asked.update(item=item, budget=budget, beside=beside, futures=futures, seed=more["seed"])
        return real(scenario, item, 2.5, [], 20, 2, workers=1)

    monkeypatch.setattr(question, "how_many", heard)
    words = ["--item", "transformer", "--budget", "7.5", "--beside", "spare", "--seed", "4"]
    assert call("plan", valley, *words).exit_code == 0
    assert asked == {
        "item": "transformer", "budget": 7.5, "beside": ["spare"], "futures": 200, "seed": 4,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("--budget 9 --beside spare", "--beside is said of an item: name it by --item"),
        ("--budget 9 --item spare --tries 9 --lot 2", "--lot, --tries: not asked of one item"),
        ("--budget 9 --item spare --no-bound", "--bound: not asked of one item"),
        ("--budget military=9 --item spare", "--budget by kind is of packages"),
        (
            "--budget 9 --item spares",
            "there is no item 'spares' in items.csv; the nearest is spare",
        ),
        (
            "--budget 9 --item spare --futures 10",
            "ask for 20 futures and two days of order or more",
        ),
    ],
)
def test_what_cannot_be_asked_is_one_line(call, valley, words, told):
    done = call("plan", valley, *words.split())
    assert done.exit_code == 2
    (line,) = done.stderr.splitlines()
    assert told in line


def test_military_numbers_are_on_no_public_page(call, valley, tmp_path):
    page = tmp_path / "page.html"
    words = ["--item", "interceptor", "--budget", "3", "--futures", "20", "--public", "--out"]
    done = call("plan", valley, *words, str(page))
    assert done.exit_code == 2
    assert "numbers and days of military help are not public" in done.stderr
    assert not page.exists()


@pytest.mark.parametrize(
    ("language", "enough", "told"),
    [
        (
            "en",
            2,
            "2 large transformers for 5.00 million EUR save 8.0 ± 1.0 million",
        ),
        (
            "en",
            None,
            "That 2 large transformers for 5.00 million EUR save anything is not told: 8.0",
        ),
        (
            "fr",
            2,
            "2 grands transformateurs pour 5,00 millions d’euros épargnent 8,0 ± 1,0 millions",
        ),
        ("fr", None, "Il n’est pas établi que 2 grands transformateurs pour 5,00 millions d’euros"),
    ],
)
def test_it_says_how_many_by_when_and_beside_what(root, capsys, language, enough, told):
    valley = read_scenario(root / "examples" / "valley")
    print_how_many(answered.how_many_of(valley, enough), Voice(language, valley))
    printed = plain(capsys.readouterr().out)
    assert printed.startswith(told)
    if language == "en":
        assert "Order at once: of 8.0 ± 1.0 million person-hours" in printed
        assert "5.0 ± 0.5 are lost if it is placed on 6 Jan 2031" in printed
        assert "12 add +0.2 ± 0.5 million person-hours (rare" in printed
        assert "saved per million EUR" in printed
        assert "judged on the futures that chose it" in printed
        assert "Battery: one with what it fires costs 160 million EUR" in printed
        assert "the best of 2 other items" in printed
        assert "Its makers finish no more than 12 large transformers" in printed
