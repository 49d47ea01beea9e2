"""Who refuses what is told by no answer that was not asked for names: texts, JSON and pages."""

from __future__ import annotations

import json
import shutil

import pytest

pytestmark = pytest.mark.usefixtures("lived_once")
NAME, TOPIC, OFFER = "Quibblia", "grumbling", "oo77"
ID = "QUIBB"
SMALL = "--futures 20 --seed 3 --workers 1"
ASKED = {
    "plan": f"--budget 40 --fresh 20 --tries 4 --no-bound {SMALL}",
    "value": f"--source offers --source packages --source refused {SMALL}",
    "price": "--source offers --source refused --futures 10 --fresh 20 --tries 2 --seed 3 "
    "--workers 1 --budget 40",
    "slip": SMALL,
    "ask": f"--total 9 --among NN --fresh 20 --tries 2 --no-prices {SMALL}",
}
TOLD = (ID, NAME, TOPIC, OFFER)


@pytest.fixture(scope="module")
def quarrel(short, tmp_path_factory):
    """A partner that offers crews and refuses to give them, and bars batteries; two pledges."""
    folder = tmp_path_factory.mktemp("quarrel") / "valley"
    shutil.copytree(short, folder)
    rows = {
        "actors": f"{ID},{NAME},partner,300,10",
        "offers": f"{OFFER},{ID},as said,crew,6,humanitarian,2030-11-20",
        "positions": f"{ID},{TOPIC},2030-11-20,refuses,hard,crew,2030-11-20\n"
        f"{ID},{TOPIC} too,2030-11-20,refuses,hard,battery,2030-11-20",
        "deliveries": "p1,NN,interceptor,4,2030-12-20,2030-11-20\n"
        "p2,EN,crew,2,2030-12-16,2030-11-20",
    }
    heads = {
        "actors": "id,name,kind,gdp_busd,population_million",
        "offers": "id,partner,said,item,quantity,kind,as_of",
        "positions": "partner,topic,date,stance,hardness,item,as_of",
        "deliveries": "id,partner,item,quantity,date,as_of",
    }
    for table, row in rows.items():
        path = folder / f"{table}.csv"
        if path.exists():
            old = path.read_text().rstrip("\n").split("\n")
            columns = heads[table].split(",")
            for line in row.split("\n"):
                given = dict(zip(columns, line.split(","), strict=True))
                old.append(",".join(given.get(name, "") for name in old[0].split(",")))
            path.write_text("\n".join(old) + "\n")
        else:
            path.write_text(f"{heads[table]}\n{row}\n")
    return folder


def leaked(text):
    return [word for word in TOLD if word.lower() in text.lower()]


def asked(command, folder):
    who = ["EN"] if command == "ask" else []
    return [command, folder, *who, *ASKED[command].split()]


@pytest.mark.parametrize("command", ASKED)
def test_nobody_who_refuses_is_named(call, quarrel, tmp_path, command):
    page = tmp_path / "page.html"
    done = call(*asked(command, quarrel), "--out", page)
    assert done.exit_code == 0, done.stderr
    assert leaked(done.stdout) == []
    assert leaked(page.read_text("utf-8")) == []
    made = call(*asked(command, quarrel), "--json")
    assert made.exit_code == 0
    assert leaked(made.stdout) == []


def test_a_risk_names_nobody_who_refuses(call, quarrel, tmp_path):
    run, page = tmp_path / "run", tmp_path / "page.html"
    assert call("run", quarrel, "--futures", 20, "--out", run, "--workers", 1).exit_code == 0
    for more in (("--out", page), ("--json",)):
        done = call("risk", run, "MID", *more)
        assert done.exit_code == 0, done.stderr
        assert leaked(done.stdout) == []
    assert leaked(page.read_text("utf-8")) == []


def test_a_plan_names_them_when_it_is_asked_to(call, quarrel):
    made = json.loads(call(*asked("plan", quarrel), "--json").stdout)
    assert (made["barred"], made["withheld"]) == (1, {"rows": []})
    made = json.loads(call(*asked("plan", quarrel), "--json", "--names").stdout)
    assert made["barred"] == 1
    assert made["withheld"]["rows"] == [{"option": OFFER, "why": f"{ID}, {TOPIC}"}]
    said = call(*asked("plan", quarrel), "--names").stdout
    assert f"- {OFFER}: {ID}, {TOPIC}" in said
