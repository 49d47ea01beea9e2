"""The commands: from init to export, faults as lines, French, and JSON that is never translated."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

from holdfast import ledger
from holdfast.cli import ledger_tables
from holdfast.ledger.schema import kinds
from ledger.pledges import GIFT, UNGUARDED, WRITTEN, changed, entered, raw

HASH = re.compile(r"[0-9a-f]{64}")


@pytest.fixture(autouse=True)
def someone(monkeypatch):
    monkeypatch.setenv("HOLDFAST_WHO", "A. Analyst")
    monkeypatch.delenv("HOLDFAST_LANGUAGE", raising=False)


@pytest.fixture
def ask(call, path):
    """Call `holdfast ledger WORD LEDGER ...`."""

    def asked(word, *words):
        return call("ledger", word, path, *words)

    return asked


def typed(row) -> list[str]:
    return [f"{name}={text}" for name, text in row.items()]


def test_from_init_to_export(ask, call, path, tmp_path, root):
    assert ask("init").stdout == f"{path} is a ledger now, with no entry\n"
    for row in GIFT:
        added = ask("add", *typed(row), "--when", WRITTEN)
        assert added.exit_code == 0, added.output
        assert added.stdout.startswith("1 entry added\nhead: ")
    head = ledger.open(path).head()
    assert added.stdout.endswith(f"head: {head}\n")
    shown = ask("show")
    assert shown.stdout.count("generator_set") == 6
    assert head in shown.stdout
    assert ask("verify", "--head", head).stdout == (
        f"{path}: 6 entries as they were written\nhead: {head}\n"
    )
    unseen = " ".join(ask("verify").stdout.split())
    assert unseen.endswith("Compare this head with one that was kept elsewhere.")
    earlier = ledger.open(path).entries()[3].hash
    assert "is that of entry 4: whether entries after it were cut off is not seen" in " ".join(
        ask("verify", "--head", earlier).stdout.split()
    )
    made = ask("export", tmp_path / "out", "--onto", root / "examples" / "valley")
    assert made.stdout == (
        f"written to {tmp_path / 'out'}: 1 row of asks, 1 row of offers, 0 rows of positions, "
        "3 rows of deliveries\n"
    )
    assert call("check", tmp_path / "out").exit_code == 0
    assert {entry.who for entry in ledger.open(path).entries()} == {"A. Analyst"}


def test_what_is_typed_twice_adds_nothing(ask):
    ask("init")
    ask("add", *typed(changed(GIFT[1], of="")))
    again = ask("add", *typed(changed(GIFT[1], of="")))
    assert again.exit_code == 0
    assert again.stdout.startswith(
        "0 entries added\n1 row says what an entry says already and adds nothing: L1\nhead: "
    )


def test_the_time_is_that_of_the_database(ask, path):
    ask("init")
    ask("add", *typed(GIFT[0]))
    (written,) = raw(path, "SELECT written FROM entries")[0]
    (now,) = raw(path, "SELECT strftime('%Y-%m-%dT%H:%M:%SZ', 'now')")[0]
    assert written <= now
    assert written[:4] == now[:4]


def test_all_slips_of_a_line_at_once(ask):
    ask("init")
    shown = ask("add", "kind=offer", "partner", "itm=spare", "kind=offer")
    assert shown.exit_code == 2
    assert shown.stderr.splitlines() == [
        "holdfast: entry: 'partner' is not FIELD=VALUE, such as partner=EN",
        "holdfast: entry: 'itm' is not a field; the nearest is item",
        "holdfast: entry, column kind: 'offer' is given twice",
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "kind=offer", "--who", " "), "--who is needed"),
        (("add", "kind=offer", "--when", "today"), "--when: 'today' is not a time"),
        (("show", "--stage", "shipmet"), "--stage: 'shipmet' is no stage; the nearest is shipm"),
        (("show", "--as-of", "soon"), "'soon' is not a day"),
        (("verify", "--head", "soon"), "--head: 'soon' is not a hash"),
        (("verify", "--head", "0" * 64), "is the head of a ledger with no entry"),
        (("show", "--item", " "), "--item: is blank"),
        (("verify", "--head", "0" * 63 + "1"), "no entry has the hash 000000000000"),
        (("init",), "is a ledger already; choose another name"),
        (("import", "none.csv"), "none.csv: is not there"),
        (("plough",), "no command 'plough'"),
    ],
)
def test_wrong_input_is_a_line(ask, words, said):
    ask("init")
    shown = ask(*words)
    assert shown.exit_code == 2
    assert len(shown.stderr.splitlines()) == 1
    assert said in shown.stderr
    assert shown.stdout == ""


@pytest.mark.parametrize("word", ["init", "add", "import", "show", "verify", "export"])
@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("", "LEDGER: is blank; the path of a file or folder is needed"),
        ("L" * 300, f"LEDGER: '{'L' * 60}…' is no path: File name too long"),
        (":memory:", ":memory:: names no file: a ledger is kept, so it needs one"),
    ],
)
def test_a_place_that_keeps_nothing_is_refused(
    call, root, tmp_path, monkeypatch, word, place, said
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rows.csv").write_text("kind\noffer\n")
    more = {"add": ["kind=offer"], "import": ["rows.csv"],
            "export": ["out", "--onto", root / "examples" / "valley"]}  # fmt: skip
    shown = call("ledger", word, place, *more.get(word, []))
    assert (shown.exit_code, shown.stdout) == (2, "")
    assert shown.stderr.removeprefix(f"holdfast: ledger {word}: ").removeprefix("holdfast: ") == (
        f"{said}\n"
    )
    assert [one.name for one in tmp_path.iterdir()] == ["rows.csv"]


def test_what_is_typed_is_judged_before_the_ledger_is_opened(call, tmp_path):
    for word, more in (("add", "kind=offer"), ("import", tmp_path / "none.csv")):
        shown = call("ledger", word, tmp_path / "none.db", more, "--who", " ")
        assert (shown.exit_code, shown.stderr[:26]) == (2, "holdfast: --who is needed:")


def test_verify_names_the_entry_that_was_changed(ask, path):
    ask("init")
    entered(ledger.open(path), *GIFT)
    raw(path, *UNGUARDED, "UPDATE entries SET quantity = '49' WHERE number = 3")
    shown = ask("verify")
    assert (shown.exit_code, shown.stdout) == (2, "")
    assert shown.stderr.startswith(f"holdfast: {path}: entry 3: what it says does not give its h")
    told = json.loads(ask("verify", "--json").stdout)
    assert (told["rows"][0]["first"], told["rows"][0]["entries"]) == (3, 2)
    refused = ask("show")
    assert refused.exit_code == 1
    assert "the chain is broken at entry 3" in refused.stderr


def test_verify_tells_what_was_dated_back(ask, path):
    ask("init")
    for row, year in zip(GIFT, ("2031", "2020"), strict=False):
        ledger.open(path).append([row], who="A", written=f"{year}-01-01T09:00:00Z")
    assert "Entry 2 says that it was entered before" in ask("verify").stdout
    assert "L’écriture 2 se dit saisie avant" in ask("verify", "--language", "fr").stdout
    assert json.loads(ask("verify", "--json").stdout)["rows"][0]["backdated"] == [2]


def test_filters_and_days(ask, path):
    ask("init")
    entered(ledger.open(path), *GIFT, changed(GIFT[1], id="O2", of="", partner="NN", item="spare"))
    rows = json.loads(ask("show", "--json").stdout)["rows"]
    assert [row["matter"] for row in rows] == ["R1", "O1", "O2", "C1", "S1", "A1", "U1"]

    def asked(*words):
        return [row["matter"] for row in json.loads(ask("show", *words, "--json").stdout)["rows"]]

    assert asked("--partner", "NN") == ["O2"]
    assert asked("--item", "generator_set", "--stage", "offer") == ["O1"]
    assert asked("--stage", "in service") == ["U1"]
    assert asked("--as-of", "2030-11-10") == ["R1", "O1", "O2", "C1"]
    assert asked("--partner", "XX") == []
    assert ask("show", "--partner", "XX").stdout.startswith(f"{path} has no such entry\n")


def test_history_keeps_what_was_corrected(ask, path):
    ask("init")
    fixed = {"kind": "correction", "of": "S1", "quantity": "25", "as_of": "2030-11-25",
             "note": "miscounted", "source": "desk"}  # fmt: skip
    entered(ledger.open(path), *GIFT, fixed)
    rows = json.loads(ask("show", "--history", "--stage", "shipment", "--json").stdout)["rows"]
    assert [(row["kind"], row["quantity"]) for row in rows] == [
        ("shipment", "30"), ("correction", "25"),
    ]  # fmt: skip
    assert all(HASH.fullmatch(row["hash"]) for row in rows)
    shown = ask("show", "--history").stdout
    assert "correction" in shown
    assert "note=miscounted" in shown
    assert "corrected by L7; miscounted" in ask("show").stdout


def test_french(ask, path):
    ask("init")
    entered(ledger.open(path), *GIFT, changed(GIFT[3], source="press", quantity="24"))
    shown = ask("show", "--language", "fr").stdout
    assert shown.startswith(f"Ce qui vaut dans {path}\n")
    for word in ("demande", "offre", "engagement", "envoi", "arrivée", "en service", "tête\u00a0: ",
                 "les sources diffèrent", "chacune a sa ligne"):  # fmt: skip
        assert word in shown
    assert "commitment" not in shown
    assert ask("verify", "--language", "fr").stdout.startswith(f"{path}\u00a0: 7 écritures, telles")
    assert ask("show", "--json").stdout == ask("show", "--json", "--language", "fr").stdout


def test_every_kind_has_a_word():
    assert tuple(ledger_tables.KINDS) == tuple(kinds())


def test_import_says_what_was_there(ask, tmp_path):
    ask("init")
    header = tuple(dict.fromkeys(name for row in GIFT for name in row))
    lines = [header, *([row.get(name, "") for name in header] for row in GIFT)]
    (tmp_path / "gift.csv").write_text("".join(",".join(line) + "\n" for line in lines))
    assert ask("import", tmp_path / "gift.csv").stdout.startswith("6 entries added\nhead: ")
    again = ask("import", tmp_path / "gift.csv").stdout
    assert "6 rows say what entries say already and add nothing: L1, L2, L3, L4, L5, L6" in again
    told = json.loads(ask("import", tmp_path / "gift.csv", "--json").stdout)
    assert (told["rows"], told["known"]) == ([], [1, 2, 3, 4, 5, 6])
    assert HASH.fullmatch(told["head"])


def test_an_earlier_ledger_is_upgraded(ask, path):
    from ledger.test_schema import at_revision

    at_revision(path, "0001")
    assert f"`holdfast ledger init {path} --upgrade`" in ask("show").stderr
    assert ask("init", "--upgrade").stdout == f"{path} is brought from schema 0001 to 0002\n"
    assert "nothing is changed" in ask("init", "--upgrade").stdout


def test_a_process_of_its_own(path):
    words = [sys.executable, "-m", "holdfast", "ledger", "init", str(path), "--json"]
    done = subprocess.run(words, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["scenario"] == str(path)
