"""Commands that read runs, or simulate a very small one."""

from __future__ import annotations

import json

import pytest

from holdfast.version import __version__

SAID = {"scenario": "valley", "version": __version__}


def document(result):
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_every_command_shows_an_example(call):
    commands = (
        "new",
        "check",
        "run",
        "whatif",
        "hindcast",
        "stocks",
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
        "item", "name", "held_at_first", "passes_10_percent", "median_zero_day", "p_empty",
    }  # fmt: skip
    assert made["by_date"]["rows"][0]["date"] == "2030-12-01"
    assert "Interceptor" in call("stocks", runs / "a").output


def test_compare(call, runs):
    made = document(call("compare", runs / "a", runs / "b", "--json"))
    assert (made["a"], made["b"]) == ("as planned", "as planned, and the package shield")
    assert made["fork"] == "2030-12-20"
    row = next(row for row in made["rows"] if row["metric"] == "leaked")
    assert row["verdict"] == "told apart"
    assert row["from"] == "2030-12-01"
    shown = call("compare", runs / "a", runs / "b")
    assert "B: as planned, and the package shield\nThey part on 20 Dec 2030.\n" in shown.output


def test_nan_and_infinity_are_null(call, runs):
    made = document(call("compare", runs / "a", runs / "a", "--json"))
    assert {row["mean"] for row in made["rows"]} == {0.0}
    assert {row["paired_gain"] for row in made["rows"]} == {None}


def test_run_and_explain(call, valley, tmp_path):
    made = document(call("run", valley, "--futures", 2, "--workers", 1, "--json",
                         "--out", tmp_path / "run"))  # fmt: skip
    assert made.items() >= {**SAID, "seed": 1, "futures": 2}.items()
    assert set(made["rows"][0]) == {
        "metric", "from", "to", "mean", "standard_error", "p05", "p50", "p95", "n", "n_eff",
    }  # fmt: skip
    told = document(call("explain", tmp_path / "run", 1, "--json"))
    assert (told["future"], len(told["rows"])) == (1, 151)
    assert "raid: " in call("explain", tmp_path / "run", 1).output


def test_whatif(call, valley, tmp_path):
    asked = ("whatif", valley, "--futures", 2, "--workers", 1)
    made = document(call(*asked, "--package", "shield", "--json", "--out", tmp_path / "b"))
    assert made.items() >= {**SAID, "futures": 2, "fork": "2030-12-20"}.items()
    assert set(made["rows"][0]) >= {"paired_gain", "p_better", "verdict", "low", "high"}
    assert document(call("stocks", tmp_path / "b", "--json"))["futures"] == 2
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
    assert "1 of 1 bands are met" in call(*asked).output


def test_report(call, runs, tmp_path):
    shown = call("report", runs / "a", "--against", runs / "b", "--out", tmp_path / "r.html")
    assert shown.exit_code == 0, shown.output
    assert (tmp_path / "r.html").read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize("name", ["fresh", "my country", "été"])
def test_new_writes_a_scenario_without_faults(call, tmp_path, name):
    folder = tmp_path / "more" / name
    assert call("new", folder).exit_code == 0
    assert call("check", folder).output == f"{folder}: nothing wrong\n"
    assert "three regions" in (folder / "scenario.toml").read_text(encoding="utf-8").lower()
    assert "## regions.csv" in (folder / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in folder.parent.iterdir()] == [name]


def test_a_new_scenario_runs(call, tmp_path):
    folder = tmp_path / "fresh"
    files = document(call("new", folder, "--json"))["rows"]
    assert {"file": "scenario.toml"} in files
    assert document(call("run", folder, "--futures", 2, "--workers", 1, "--json"))["futures"] == 2
