"""Commands that read runs, or simulate a very small one."""

from __future__ import annotations

import json
import re
import shutil

import pytest

import synthetic
from holdfast.cli.hindsight import score
from holdfast.scenario import read_scenario
from holdfast.show.voice import Voice
from holdfast.version import __version__

pytestmark = pytest.mark.usefixtures("lived_once")

SAID = {"scenario": "valley", "version": __version__}


def document(result):
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_every_command_shows_an_example(call):
    commands = (
        "new",
        "check",
        "packages",
        "run",
        "whatif",
        "hindcast",
        "stocks",
        "risk",
        "explain",
        "compare",
        "report",
    )
    for name in commands:
        shown = call(name, "--help")
        assert shown.exit_code == 0
        assert f"Example: holdfast {name}" in " ".join(shown.output.split())


def test_the_version(call):
    assert call("--version").output == f"holdfast {__version__}\n"


def test_stocks(call, runs):
    made = document(call("stocks", runs / "a", "--json"))
    assert made.items() >= {**SAID, "seed": 1, "futures": 24}.items()
    assert set(made["rows"][0]) == {
        "item", "name", "held_at_first", "passes_10_percent", "days_of_supply", "median_zero_day",
        "p_empty", "unit", "ever_held", "p_out_at_first",
    }  # fmt: skip
    first = made["by_date"]["rows"][0]
    assert first["date"] == "2030-12-01"
    assert first["p05"] <= first["median"] <= first["p95"]
    shown = call("stocks", runs / "a").output
    assert "(24 futures)" in shown
    assert "counts as out already on that day" in shown
    assert re.search(r"Interceptor +missile +[\d.]+ +never +never +0\u00a0%", shown)


def test_an_item_that_nobody_ever_holds(call, valley, tmp_path):
    scenario = read_scenario(valley)
    synthetic.outcome(scenario, 4, held=0.0, empty=0.0).save(tmp_path / "bare")
    shown = call("stocks", tmp_path / "bare").output
    assert re.search(r"Interceptor +missile +never held\n", shown)


def test_packages(call, valley):
    made = document(call("packages", valley, "--json"))
    assert [row["package"] for row in made["rows"]] == ["shield", "repair"]
    assert made["rows"][0] == {
        "package": "shield", "contents": "2\u00a0× Battery; 30\u00a0× Interceptor",
        "partners": "NN", "first": "2030-12-20", "last": "2031-01-10",
        "cost": 230.0, "cost_low": 230.0, "cost_high": 230.0,
    }  # fmt: skip
    shown = call("packages", valley).output
    assert re.search(
        r"^shield +2\u00a0× Battery; 30\u00a0× Interceptor +Northern neighbour \(NN\) +20 Dec",
        shown, re.MULTILINE,
    )  # fmt: skip


def test_compare(call, runs):
    made = document(call("compare", runs / "a", runs / "b", "--json"))
    assert (made["a"], made["b"]) == ("as pledged", "as pledged, and the package shield")
    assert made["fork"] == "2030-12-20"
    row = next(row for row in made["rows"] if row["metric"] == "leaked")
    assert row["verdict"] == "told apart"
    assert row["from"] == "2030-12-01"
    assert made["cost"] == {"stated": 230.0, "low": 230.0, "high": 230.0, "unit": "million EUR"}
    shown = call("compare", runs / "a", runs / "b").output
    assert "B: as pledged, and the package shield\nThey part on 20 Dec 2030.\n" in shown
    assert re.search(r"in all, 1 Dec 2030 to 30 Apr 2031 \(24 futures\)", shown)
    assert re.search(r"saturating model of air defence only \(12 futures\)", shown)
    assert re.search(r"cost of what is added, million EUR +as priced +\+230", shown)
    answer = [f"{line[:1].upper()}{line[1:]}." for line in made["closing"]]
    assert shown.splitlines()[4].startswith("With the package “shield”, ")
    assert shown.splitlines()[5:10] == answer
    assert "over 24 futures" not in "\n".join(shown.splitlines()[10:])
    alike = re.findall(r"^No future differs in: (.+)\.$", shown, re.MULTILINE)
    assert len(alike) == 4
    assert all("gas asked for and not delivered" in names for names in alike)
    assert not re.search(r"^\S.* +no future differs +0 ", shown, re.MULTILINE)
    assert made["closing"][-1] == (
        "over 24 futures, in each of which A and B meet the same weather, raids and luck"
    )


def test_every_share_is_per_cent_of_the_futures_in_the_heading(call, runs):
    """No count stands beside another denominator, such as 98 of 100 under a heading of 24."""
    for words in (("compare", runs / "a", runs / "b"), ("stocks", runs / "a")):
        shown = call(*words).output
        assert "%" in shown
        assert not re.search(r"\d+ of \d+(?! futures)", shown)


def test_nan_and_infinity_are_null(call, runs):
    made = document(call("compare", runs / "a", runs / "a", "--json"))
    assert {row["mean"] for row in made["rows"]} == {0.0}
    assert {row["paired_gain"] for row in made["rows"]} == {None}


def test_run_and_explain(call, short, tmp_path):
    made = document(call("run", short, "--futures", 2, "--workers", 1, "--json",
                         "--out", tmp_path / "run"))  # fmt: skip
    assert made.items() >= {**SAID, "seed": 1, "futures": 2}.items()
    assert set(made["rows"][0]) == {
        "metric", "from", "to", "mean", "standard_error", "p05", "p50", "p95", "n", "n_eff",
    }  # fmt: skip
    ranked = made["by_hours"]["rows"]
    assert {row["future"] for row in ranked} == {0, 1}
    assert ranked[0]["hours_without_power"] >= ranked[1]["hours_without_power"]
    told = document(call("explain", tmp_path / "run", "--worst", "--json"))
    assert (told["future"], len(told["rows"])) == (ranked[0]["future"], 45)
    assert told["by_hours"]["rows"] == ranked
    assert (
        document(call("explain", tmp_path / "run", "--quantile", 0, "--json"))["future"]
        == (ranked[1]["future"])
    )
    whole = call("explain", tmp_path / "run", 1, "--all-days").output
    assert len(re.findall(r"^2030-12-\d\d |^2031-01-\d\d ", whole, re.MULTILINE)) == 45
    some = call("explain", tmp_path / "run", 1, "--days").output
    assert "raid: " in some
    shown = call("explain", tmp_path / "run", 1).output
    assert len(shown.splitlines()) < len(some.splitlines()) <= len(whole.splitlines())
    assert re.search(r"\d+ raids?, \d+ launched, \d+ got through", shown)
    assert "--all-days every day." in shown
    assert shown.splitlines()[1].startswith(
        f"Rank: {[r['future'] for r in ranked].index(1) + 1} of"
    )
    assert not re.search(r" [-−]0 ", shown)


def test_a_run_ends_by_naming_its_extremes(call, short, tmp_path):
    shown = call("run", short, "--futures", 3, "--workers", 1, "--out", tmp_path / "run").output
    last = shown.splitlines()
    ranked = document(call("explain", tmp_path / "run", "--best", "--json"))["by_hours"]["rows"]
    order = [row["future"] for row in ranked]
    assert re.match(
        rf"By hours without power per person the worst future is number {order[0]} \(.* h\), "
        rf"the middle one number {order[1]} \(.* h\) and the best number {order[2]} \(.* h\)\.",
        last[-2],
    )
    assert last[-1] == f"`holdfast explain {tmp_path / 'run'} --worst` tells why."


def test_a_run_counts_the_objections_to_its_plan(call, short, tmp_path):
    shutil.copytree(short, tmp_path / "barred")
    scenario = read_scenario(short)
    given = {"id": "d", "partner": "NN", "item": "battery", "quantity": "1", "date": "2030-12-20"}
    refused = {"partner": "NN", "topic": "t", "date": "2030-11-20", "stance": "refuses",
               "hardness": "hard", "item": "battery", "quote": "not ours"}  # fmt: skip
    barred = scenario.add_rows("deliveries", [given]).add_rows("positions", [refused])
    for name in ("deliveries.csv", "positions.csv"):
        (tmp_path / "barred" / name).write_text(barred.files[name], encoding="utf-8")
    for folder, count in ((short, 0), (tmp_path / "barred", 1)):
        asked = ("run", folder, "--futures", 1, "--workers", 1)
        assert document(call(*asked, "--json"))["objections"] == count
        shown = call(*asked).output
        assert re.findall(r"^objections: (\d+)$", shown, re.MULTILINE) == [str(count)]
        assert ("refuses" in shown and "not ours" in shown) == bool(count)


def test_counts_of_one_future_have_no_fraction(call, short):
    shown = call("run", short, "--futures", 6, "--workers", 1).output
    for name in ("weapons that got through", "days on which the grid collapsed"):
        assert re.search(rf"^{name} +\S+ ± \S+ +[\d,]+ to [\d,]+$", shown.replace("\u00a0", " "),
                         re.MULTILINE), name  # fmt: skip


def test_whatif(call, short, tmp_path):
    asked = ("whatif", short, "--futures", 2, "--workers", 1)
    made = document(call(*asked, "--package", "shield", "--json", "--out", tmp_path / "b"))
    assert made.items() >= {**SAID, "futures": 2, "fork": "2030-12-20"}.items()
    assert set(made["rows"][0]) >= {"paired_gain", "p_better", "verdict", "low", "high"}
    assert document(call("stocks", tmp_path / "b", "--json"))["futures"] == 2
    told = document(call(*asked, "--a", "repair", "--b", "shield", "--json",
                         "--out-a", tmp_path / "a2"))  # fmt: skip
    kept = document(call("compare", tmp_path / "a2", tmp_path / "b", "--json"))
    assert kept["rows"] == told["rows"]
    shown = call(*asked, "--a", "EN:crew:1", "--b", "EN:crew:1")
    assert "no future differs" in shown.output


def test_hindcast(call, valley, tmp_path):
    facts = tmp_path / "facts.csv"
    facts.write_text(
        "id,metric,region,from,to,value,band_low,band_high,said_by\n"
        "F1,people_cut_share_evening,all,2030-12-04,2030-12-04,1,0,100,a minister\n"
    )
    out = tmp_path / "made" / "hindcast.json"
    asked = ("hindcast", valley, "--facts", facts, "--futures", 2, "--workers", 1)
    made = document(call(*asked, "--json", "--out", out))
    assert json.loads(out.read_text()) == made
    assert made.items() >= {**SAID, "seed": 1, "futures": 2}.items()
    assert list(made["rows"][0])[:14] == [
        "id", "metric", "region", "from", "to", "value", "band_low", "band_high", "p05", "median",
        "p95", "chance", "met", "said_by",
    ]  # fmt: skip
    assert made["rows"][0]["met"] is True
    assert (
        "Of 1 figure one is met; none of them sets a default or was fitted to."
        in call(*asked).output
    )


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((17, 0, 17, 0), "Of 17 figures none is met; none of them sets a default or was fitted "
         "to."),
        ((17, 3, 16, 1), "Of 17 figures 3 are met; of the 16 figures that set no default and "
         "were not fitted to one is met."),
        ((2, 1, 1, 0), "Of 2 figures one is met; of the 1 figure that sets no default and was "
         "not fitted to none is met."),
        ((2, 2, 0, 0), "Of 2 figures 2 are met; all of them also set a default or were fitted "
         "to, so agreement proves nothing."),
    ],
)  # fmt: skip
def test_the_closing_sentence_of_a_hindcast(counts, said):
    assert score(Voice(), *counts) == said


def test_report(call, runs, tmp_path):
    shown = call("report", runs / "a", "--against", runs / "b", "--out", tmp_path / "r.html")
    assert shown.exit_code == 0, shown.output
    assert (tmp_path / "r.html").read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize("name", ["fresh", "my country", "été"])
def test_new_writes_a_scenario_without_faults(call, tmp_path, name):
    folder = tmp_path / "more" / name
    assert call("new", folder).exit_code == 0
    assert call("check", folder).output == f"{folder}: nothing wrong\n"
    assert "Three invented regions" in (folder / "scenario.toml").read_text(encoding="utf-8")
    assert "## regions.csv" in (folder / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in folder.parent.iterdir()] == [name]


def test_a_new_scenario_runs(call, tmp_path):
    folder = tmp_path / "fresh"
    files = document(call("new", folder, "--json"))["rows"]
    assert {"file": "scenario.toml"} in files
    assert document(call("run", folder, "--futures", 2, "--workers", 1, "--json"))["futures"] == 2


def test_risk(call, runs):
    made = document(call("risk", runs / "a", "UPP", "--hours", "20", "--days", "2", "--json"))
    assert (
        made.items() >= {**SAID, "futures": 24, "region": "UPP", "hours": 20.0, "days": 2}.items()
    )
    assert set(made["rows"][0]) == {
        "from", "to", "p", "standard_error", "low", "high", "n", "n_eff", "days", "futures",
    }  # fmt: skip
    assert made["by_date"]["rows"][-1]["p_by"] == made["rows"][-1]["p"]
    assert len(made["worst"]) == 2
    assert made["helps"]["rows"] == []
    shown = call("risk", runs / "a", "UPP", "--hours", "20", "--days", "2").output
    assert shown.startswith(
        "All 24 futures see 2 days in a row with under 20 hours of power a day "
    )
    assert "The worst 2 futures beside the others" in shown


def test_risk_of_nonsense(call, runs):
    for given, said in (
        (["XX"], "there is no region 'XX'; known: UPP (Upper valley), MID (Middle valley)"),
        (["UPP", "--hours", "25"], "'25' is not a number above 0 and up to 24"),
        (["UPP", "--days", "0"], "'0' is not a whole number of at least 1"),
        (["UPP", "--package", "none"], "none"),
    ):
        result = call("risk", runs / "a", *given)
        assert result.exit_code == 2, given
        assert said in " ".join(result.output.split()), result.output


def test_whatif_says_up_to_when(call, short):
    asked = ("--a", "EN:transformer:1@2030-12-20", "--b", "EN:transformer:3@2031-01-05")
    told = call("whatif", short, *asked, "--futures", "20", "--workers", "1", "--break-even")
    assert told.exit_code == 0, told.output
    assert "What B saves more than A by the day on which its first delivery comes" in told.output
    first, second, *_ = told.output.splitlines()
    assert "A and B" in first or "saves" in first, "the answer comes first"
    assert second.startswith("As asked for, B on ")
    wrong = call("whatif", short, "--b", "EN:transformer:3@2031-01-05", "--break-even")
    assert wrong.exit_code == 2
    assert "--break-even needs deliveries on both sides" in wrong.output
