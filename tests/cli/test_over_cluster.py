"""Every command that simulates takes a cluster: the same answer, and nothing simulated here."""

from __future__ import annotations

import json

import pytest
from distributed import LocalCluster

from holdfast.campaign import pool

FACTS = """\
id,metric,region,from,to,value,unit,band_low,band_high,said,said_by
F1,power_deficit_share,all,2030-12-03,2030-12-03,20,%,0,100,words,a minister
"""
NOWHERE = "tcp://127.0.0.1:9"


@pytest.fixture(scope="module")
def address():
    asked = {"n_workers": 2, "threads_per_worker": 1, "processes": True}
    with LocalCluster(**asked, dashboard_address=":0", silence_logs=60) as found:
        yield found.scheduler_address


@pytest.fixture(scope="module")
def folder(short, tmp_path_factory):
    """A run of the valley that can be replayed, and a table of facts beside it."""
    from holdfast.questions.run import run
    from holdfast.scenario import Scenario, read_scenario

    made = tmp_path_factory.mktemp("over-cluster")
    (made / "facts.csv").write_text(FACTS)
    rows = "id,partner,item,quantity,date\nd1,EN,crew,2,2031-01-05\n"
    files = {**read_scenario(short).files, "deliveries.csv": rows}
    run(Scenario.from_files(files), futures=4, workers=1, out=made / "run")
    return made


@pytest.mark.parametrize(
    "words",
    [
        ("hindcast", "SHORT", "--facts", "HERE/facts.csv", "--futures", 3),
        ("explain", "HERE/run", "--worst"),
        ("verify", "HERE/run", "--replay", 2),
    ],
    ids=lambda words: words[0],
)
def test_an_answer_over_a_cluster_is_that_of_one_process(
    call, address, folder, short, monkeypatch, words
):
    words = [str(each).replace("HERE", str(folder)).replace("SHORT", str(short)) for each in words]
    alone = call(*words, "--workers", 1, "--json")
    assert alone.exit_code == 0, alone.output
    refuse_here(monkeypatch)
    over = call(*words, "--cluster", address, "--json")
    assert over.exit_code == 0, over.output
    assert json.loads(over.stdout) == json.loads(alone.stdout)


def test_the_worth_of_a_brief_over_a_cluster(call, address, folder, monkeypatch):
    from holdfast.outcome import Outcome
    from holdfast.questions.worth import worth

    (alone,) = worth(Outcome.load(folder / "run"), ["d1"], workers=1)
    refuse_here(monkeypatch)
    made = call("report", folder / "run", "--out", folder / "b.pdf", "--cluster", address)
    assert made.exit_code == 0, made.output
    kept = json.loads((folder / ".run.worth.json").read_text())
    assert kept["without"] == {"d1": alone.without.tolist()}


@pytest.mark.parametrize("command", ["run", "whatif", "hindcast", "explain", "verify", "report"])
def test_workers_of_this_machine_beside_a_cluster_are_refused(call, folder, short, command):
    words = {
        "run": (short, "--futures", 2),
        "whatif": (short, "--futures", 2, "--package", "shield"),
        "hindcast": (short, "--facts", folder / "facts.csv", "--futures", 2),
        "explain": (folder / "run", "--worst"),
        "verify": (folder / "run",),
        "report": (folder / "run", "--out", folder / "none.pdf"),
    }[command]
    made = call(command, *words, "--workers", 1, "--cluster", NOWHERE)
    assert made.exit_code == 2, made.output
    assert "leave them out where a cluster works" in made.stderr


@pytest.mark.parametrize("who", [("--workers", 1), ("--cluster", NOWHERE)])
def test_nobody_simulates_for_a_report_that_simulates_nothing(call, folder, tmp_path, who):
    made = call("report", folder / "run", "--out", tmp_path / "r.html", *who)
    assert made.exit_code == 2
    assert "nothing is simulated for a report: leave out --workers and --cluster" in made.stderr
    assert not list(tmp_path.iterdir())


def refuse_here(monkeypatch) -> None:
    """Let no batch be simulated by this process or by processes that it starts."""

    def refuse(*given: object) -> None:
        raise AssertionError("simulated on this machine")

    monkeypatch.setattr(pool, "_alone", refuse)
    monkeypatch.setattr(pool, "_together", refuse)
