"""What rules of partners cost, held against every package by whole runs."""

from __future__ import annotations

import itertools
import json
import re

import numpy as np
import pytest

from holdfast.cli import output
from holdfast.cli.prices import print_price
from holdfast.questions.bars import rules_of, without
from holdfast.questions.coalition import problem_of
from holdfast.questions.documents import of_price
from holdfast.questions.options import packed, with_options
from holdfast.questions.price import ALL, COLUMNS, NAMED, WINTERS, price
from holdfast.questions.refused import Refused
from holdfast.questions.run import run
from holdfast.scenario import Scenario
from holdfast.show.voice import Voice

pytestmark = pytest.mark.usefixtures("lived_once")

SIZE = {"futures": 2, "fresh": 16, "most": 20, "sources": ["packages"]}
SEARCHED = [range(first, first + 2) for first in range(0, 16, 2)]
JUDGED = [range(first, first + 2) for first in range(16, 32, 2)]
SAID = {"date": "2030-11-20", "as_of": "2030-11-20", "status": "READ", "hardness": "hard"}
GIFTS = (
    ("EN-guns", "EN", "battery", "4", "2030-12-01"),
    ("EN-hands", "EN", "crew", "20", "2030-12-01"),
    ("NN-light", "NN", "generator_set", "400", "2030-12-08"),
)


def stance(partner, topic, item, **more):
    made = {"partner": partner, "topic": topic, "stance": "refuses", "item": item}
    return {**SAID, **made, **more}


@pytest.fixture(scope="module")
def open_(valley):
    """The valley over 36 days with three gifts, of which nobody says anything."""
    text = valley.files["scenario.toml"].replace("days = 151", "days = 36")
    later = ("deliveries.csv", "packages.csv")
    kept = {name: rows for name, rows in valley.files.items() if name not in later}
    scenario = Scenario.from_files({**kept, "scenario.toml": text})
    columns = ("delivery", "partner", "item", "quantity", "date")
    rows = [{"package": "all", **dict(zip(columns, gift, strict=True))} for gift in GIFTS]
    return scenario.replace_rows("packages", rows)


@pytest.fixture(scope="module")
def ruled(open_):
    """One bars batteries, twice over time; generator sets are barred by two; crews are limited."""
    said = [
        stance("EN", "weapons abroad", "battery", date="2030-11-01"),
        stance("EN", "weapons abroad", "battery", source="seen"),
        stance("NN", "lights out", "generator_set"),
        stance("NN", "nobody lights", "generator_set", veto="yes"),
        stance("NN", "spares at home", "spare"),
    ]
    limit = {"id": "few-hands", "partner": "EN", "item": "crew", "quantity": "10"}
    limits = [{**limit, "value_million": "1000", "as_of": "2030-11-20"}]
    return open_.add_rows("positions", said).add_rows("limits", limits)


@pytest.fixture(scope="module")
def made(ruled):
    return price(ruled, names=True, workers=1, **SIZE)


@pytest.fixture(scope="module")
def nameless(ruled):
    """The same of tables in another order, by two workers, without names."""
    turned = ruled
    for table in ("positions", "packages", "limits", "actors"):
        turned = turned.replace_rows(table, ruled.table(table).rows()[::-1])
    return price(turned, workers=2, **SIZE)


def by_topic(made):
    return {row["topic"]: row for row in made.table.to_dict("records")}


def test_the_rules_that_bind(ruled):
    options = sorted(packed(ruled), key=lambda option: option.name)
    found = {(rule.partner, rule.topic): rule for rule in rules_of(ruled, options)}
    assert {key: (rule.kind, set(rule.bars)) for key, rule in found.items()} == {
        ("EN", "weapons abroad"): ("refusal", {"EN-guns"}),
        ("NN", "lights out"): ("refusal", {"NN-light"}),
        ("NN", "nobody lights"): ("veto", {"NN-light"}),
        ("EN", "few-hands"): ("limit", {"EN-hands"}),
    }
    taboo = found["EN", "weapons abroad"]
    assert str(taboo.since) == "2030-11-20"
    free = without(ruled, options, 9e9, [taboo])
    assert len(taboo.rows) == 2, "what was said before on the topic does not come back"
    assert {free.names[place] for place in free.barred} == {"NN-light"}
    free = without(ruled, options, 9e9, [found["EN", "few-hands"]])
    assert [limit.name for limit in free.limits] == ["limit 2: few-hands by worth"]
    free = without(ruled, options, 9e9, found.values())
    assert all(free.feasible(frozenset(some)) for some in ([0, 1, 2], [1], []))


def test_a_row_of_limits_that_counts_pieces_and_worth_keeps_both(ruled):
    options = sorted(packed(ruled), key=lambda option: option.name)
    named = [limit.name for limit in problem_of(ruled, options, 9e9).limits]
    assert sum("few-hands" in name for name in named) == 2


@pytest.mark.sweep
def test_every_package_by_whole_runs(open_, ruled, made):
    """The best of all packages that may be, batch by batch, each simulated from the first day."""
    options = sorted(packed(open_), key=lambda option: option.name)
    saved = {frozenset[int](): np.zeros(32)}

    def suffering(scenario):
        outcome = run(scenario, range(32), workers=1)
        return outcome.values("suffering", outcome.windows()[-1])

    base = suffering(open_)
    for size in range(1, 4):
        for some in itertools.combinations(range(3), size):
            whole = base - suffering(with_options(open_, [options[place] for place in some]))
            saved[frozenset(some)] = np.where(np.abs(whole) < 1e-6, 0.0, whole)

    def best(problem, futures):
        allowed = [some for some in saved if problem.feasible(some)]
        means = {some: saved[some][futures].mean() for some in allowed}
        top = max(means.values())
        cost = [sum(problem.cost[i] for i in some) for some in allowed]
        ties = [(c, sorted(s)) for s, c in zip(allowed, cost, strict=True) if means[s] == top]
        return frozenset(min(ties)[1]), top

    rules = {rule.topic: rule for rule in rules_of(ruled, options)}
    held = without(ruled, options, 9e9, [])
    for topic, row in by_topic(made).items():
        given = [rules[topic]] if topic else list(rules.values())
        free = without(ruled, options, 9e9, given)
        gained, apart = [], []
        for searched, judged in zip(SEARCHED, JUDGED, strict=True):
            (with_it, low), (without_it, high) = best(held, searched), best(free, searched)
            gained.append(high - low)
            apart.append(saved[without_it][judged] - saved[with_it][judged])
        assert row["in_sample"] == pytest.approx(np.mean(gained), abs=1e-6)
        assert row["price"] == pytest.approx(np.mean(apart), abs=1e-6)
        assert row["changed"] == np.count_nonzero(np.abs(np.concatenate(apart)) > 1e-9)
    assert row["n"] == 16


def test_a_rule_that_others_share_is_free_alone_and_not_together(made):
    rows = by_topic(made)
    for topic in ("lights out", "nobody lights"):
        assert (rows[topic]["price"], rows[topic]["changed"]) == (0.0, 0)
        assert rows[topic]["shared"] == rows[topic]["bars"] == 1
    together, taboo = rows[""], rows["weapons abroad"]
    assert taboo["shared"] == together["shared"] == 0
    assert "NN-light" in together["taken"]
    assert "EN-guns" in taboo["taken"]
    assert together["in_sample"] > taboo["in_sample"] > 0


def test_what_it_says(made):
    table = made.table
    assert list(table.columns) == [*COLUMNS, *NAMED]
    assert list(made.winters.columns) == list(WINTERS)
    assert list(table["rule"]) == [ALL, "1", "2", "3", "4"]
    assert (np.diff(table["price"][1:]) <= 0).all()
    assert (table["in_sample"] >= 0).all()
    assert (table["in_sample"] <= table["in_sample"][0]).all()
    assert (table["price"] - (table["free"] - table["ruled"])).abs().max() < 1e-9
    larger = table[["ordinary_error", "choice_error"]].max(axis=1)
    assert (table["standard_error"] == larger).all()
    people = made.scenario.table("regions").number("population").sum()
    for each, whole in (("per_person", "price"), ("per_person_error", "standard_error")):
        assert (table[each] * people / 1e6 - table[whole]).abs().max() < 1e-9
    last = made.winters.groupby("rule").last()["mean"]
    assert all(last[row["rule"]] == pytest.approx(row["price"]) for row in table.to_dict("records"))
    assert sorted(itertools.chain(*made.groups)) == ["1", "2", "3", "4"]


def test_what_the_packages_cost_and_hold(made):
    """With all rules nothing may be given but what the limit leaves; without, what each frees."""
    items = made.scenario.table("items")
    prices = dict(zip(items.text("id"), items.number("unit_cost_meur").tolist(), strict=True))
    cost = {name: float(count) * prices[item] for name, _, item, count, _ in GIFTS}
    for row in made.table.to_dict("records"):
        held = {name for name in row["held"].split(", ") if name}
        taken = {name for name in row["taken"].split(", ") if name}
        assert held == set()
        assert (row["ruled_cost"], row["ruled_options"]) == (0.0, 0.0)
        assert 0 <= row["free_cost"] <= sum(cost[name] for name in row["options"].split(", "))
        assert row["free_options"] <= row["bars"]
        assert taken <= set(row["options"].split(", "))
        assert row["dropped"] == ""
        if row["topic"] == "weapons abroad":
            assert row["free_cost"] == pytest.approx(cost["EN-guns"] * row["free_options"])


def test_stances_that_bind_nothing_are_told_apart_from_rules_that_cost_nothing(
    ruled, open_, capsys
):
    """Soft; of nothing that is named; lifted; by two sources of which one binds; of no option."""
    said = [
        stance("NN", "gas", "", stance="conditional"),
        stance("NN", "hands", "crew", hardness="soft"),
        stance("EN", "peace", "", hardness="soft"),
        stance("EN", "once", "battery", hardness="lifted"),
        stance("EN", "weapons abroad", "battery", hardness="soft", source="heard"),
    ]
    told = ruled.add_rows("positions", said)
    made = price(told, names=True, workers=1, **{**SIZE, "most": 2})
    rows = made.heard.to_dict("records")
    assert {(row["why"], row["partner"], row["topic"]) for row in rows} == {
        ("unnamed", "NN", "gas"),
        ("soft", "NN", "hands"),
        ("both", "EN", "peace"),
        ("no option", "NN", "spares at home"),
    }
    assert made.rules == 4
    assert set(made.table["topic"]) & {"lights out", "weapons abroad"}
    print_price(made, False, Voice("en", told))
    text = " ".join(capsys.readouterr().out.split())
    assert "3 stances were heard that bind nothing and so have no price: 1 soft (NN, hands)" in text
    assert "1 stance binds, but no option that was looked at goes against it (NN, spares at" in text
    alone = price(open_.add_rows("positions", said[:1]), workers=1, **SIZE)
    print_price(alone, False, Voice("en", open_))
    text = " ".join(capsys.readouterr().out.split())
    assert "No rule of a partner keeps an option back" in text
    assert "1 stance was heard that binds nothing and so has no price: 1 without item" in text
    assert "NN" not in text
    assert list(alone.heard.columns) == ["why"]


def test_neither_the_order_of_rows_nor_workers_nor_names_change_a_number(made, nameless):
    assert list(nameless.table.columns) == list(COLUMNS)
    assert nameless.table.equals(made.table[list(COLUMNS)])
    assert nameless.winters.equals(made.winters)
    assert nameless.groups == made.groups


@pytest.mark.parametrize("language", ["en", "fr"])
def test_nobody_is_named_unless_asked(ruled, made, nameless, capsys, language):
    actors, options = ruled.table("actors"), [gift[0] for gift in GIFTS]
    said = ruled.table("positions").text("topic") + ruled.table("limits").text("id")
    betray = {*actors.text("id"), *actors.text("name"), *options, *said, "seen"}
    voice = Voice(language, ruled)
    betray |= {voice.own(word) for word in betray}

    def found(answer):
        print_price(answer, False, voice)
        output.print_json(of_price(answer))
        text = capsys.readouterr().out
        assert json.loads(text[text.index("{\n") :])["rules"] == 4
        return {word for word in betray if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)}

    assert not found(nameless)
    named = found(made)
    assert {"EN", "NN", "few-hands", "lights out", *options} <= named


def test_the_answer_says_why_a_price_is_nought(nameless, capsys):
    print_price(nameless, False, Voice("en", nameless.scenario))
    text = " ".join(capsys.readouterr().out.split())
    assert "The 4 rules that bind cost" in text
    assert "all together" in text
    assert text.count("rule 4") == 2, "once with its price, once with its package"
    assert "other rules bar the same" in text
    assert "Money does not limit" in text
    assert "Simulated futures: " in text
    assert "4.5 over batches" in text


def test_one_partner_sees_its_own_rules(ruled):
    made = price(ruled, partner="EN", workers=1, **{**SIZE, "most": 2, "futures": 2})
    assert set(made.table["partner"][1:]) == {"EN"}
    assert set(made.table["topic"][1:]) == {"weapons abroad", "few-hands"}
    named = dict(zip(*map(ruled.table("actors").text, ("id", "name")), strict=True))["EN"]
    assert made.asked["partner"] == "EN"
    same = price(ruled, partner=named.upper(), workers=1, **{**SIZE, "most": 2, "futures": 2})
    assert same.table.equals(made.table)
    assert made.names
    assert made.table["options"][0] == "EN-guns, EN-hands"


def test_where_no_rule_binds_nothing_is_simulated(open_, capsys):
    made = price(open_, workers=1, **SIZE)
    assert (made.rules, made.evaluations, made.groups) == (0, 0, ())
    assert list(made.table.columns) == list(COLUMNS)
    print_price(made, False, Voice("en", open_))
    assert capsys.readouterr().out.startswith("No rule of a partner keeps an option back")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"futures": 1}, "2 futures to search"),
        ({"fresh": 15}, "16 to judge"),
        ({"most": 0}, "one package to try"),
        ({"sources": ["love"]}, "no options come from"),
        ({"sources": []}, "nothing to choose from"),
        ({"partner": "XX"}, "no partner 'XX'"),
        ({"partner": "ENN"}, "no partner 'ENN' in actors.csv; the nearest are EN and NN"),
        ({"budget": 0.0}, "nothing to spend"),
        ({"budget": float("nan")}, "allowed is 0 and more"),
        ({"budget": {"love": 1.0}}, "no budget 'love'"),
    ],
)
def test_nonsense_is_refused(ruled, asked, said):
    with pytest.raises(Refused, match=said):
        price(ruled, **{**SIZE, **asked})
