"""0 done, 2 wrong input, 1 anything else with one line, 130 interrupted; never a traceback."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from holdfast.campaign import ensemble


@pytest.fixture
def broken(valley, tmp_path):
    """The valley with two slips."""
    folder = tmp_path / "broken"
    shutil.copytree(valley, folder)
    regions = (folder / "regions.csv").read_text()
    (folder / "regions.csv").write_text(
        regions.replace("200000", "many").replace("held,0.5", "helt,0.5")
    )
    return folder


def lines(result):
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    return result.stderr.splitlines()


def test_a_good_scenario_is_done(call, valley):
    assert call("check", valley).exit_code == 0


@pytest.mark.parametrize("command", [["check"], ["run"], ["whatif", "--b", "shield"]])
def test_faults_of_a_scenario_are_lines_on_standard_error(call, broken, command):
    result = call(*command, broken)
    assert result.exit_code == 2
    found = lines(result)
    assert [line.partition(":")[0] for line in found] == ["holdfast", "holdfast"]
    assert found[0].startswith("holdfast: regions.csv row 3, column population: 'many' ")
    assert found[1].startswith("holdfast: regions.csv row 3, column status: 'helt' ")
    counted = f"{broken}: 2 faults in 1 file\n" if command == ["check"] else ""
    assert result.stdout == counted


def test_faults_as_json(call, broken):
    result = call("check", broken, "--json")
    assert result.exit_code == 2
    assert '"column": "population"' in result.stdout
    assert len(lines(result)) == 2


@pytest.mark.parametrize(
    "words",
    [
        ["check", "nowhere"],
        ["run", "nowhere"],
        ["whatif", "VALLEY", "--b", "NX:battery:1"],
        ["whatif", "VALLEY"],
        ["whatif", "VALLEY", "--b", "VA:battery:1"],
        ["whatif", "VALLEY", "--b", "shield", "--stop", "--futures", "100"],
        ["whatif", "VALLEY", "--b", "shield", "--base", "RUNS/none"],
        ["whatif", "VALLEY", "--b", "shield", "--base", "RUNS/b"],
        ["whatif", "VALLEY", "--b", "shield", "--base", "RUNS/a", "--futures", "25"],
        ["whatif", "VALLEY", "--b", "shield", "--out", "RUNS/a"],
        ["whatif", "VALLEY", "--b", "shield", "--out", "x", "--out-a", "x"],
        ["run", "VALLEY", "--out", "RUNS/a"],
        ["run", "RUNS/a"],
        ["new", "RUNS"],
        ["explain", "RUNS/a"],
        ["explain", "RUNS/a", "3", "--worst"],
        ["explain", "RUNS/a", "--worst", "--best"],
        ["hindcast", "VALLEY", "--facts", "VALLEY/regions.csv"],
        ["hindcast", "VALLEY", "--facts", "VALLEY"],
        ["run", "VALLEY", "--resume"],
        ["hindcast", "VALLEY", "--facts", "nowhere.csv"],
        ["stocks", "VALLEY"],
        ["explain", "RUNS/a", "99"],
        ["compare", "RUNS/a", "RUNS/other"],
        ["report", "RUNS/a", "--hindcast", "VALLEY/regions.csv"],
    ],
)
def test_wrong_input(call, valley, runs, words):
    given = [word.replace("VALLEY", str(valley)).replace("RUNS", str(runs)) for word in words]
    result = call(*given)
    assert result.exit_code == 2
    assert len(lines(result)) == 1
    assert result.stdout == ""


@pytest.mark.parametrize(
    "words",
    [
        ["run", "x", "--futures", "0"],
        ["run", "x", "--futures", "many"],
        ["run", "x", "--seed", "-1"],
        ["run", "x", "--as-of", "2022-13-01"],
        ["explain", "x", "one"],
        ["explain", "x", "--quantile", "2"],
        ["run", "x", "--out"],
        ["run"],
        ["plough", "x"],
    ],
)
def test_wrong_words_on_the_command_line(call, words):
    result = call(*words)
    assert result.exit_code == 2
    assert len(lines(result)) == 1
    assert lines(result)[0].startswith("holdfast: ")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["chek", "x"], "no command 'chek'; the nearest is check"),
        (["run", "x", "--futurs", "3"], "run: no option --futurs; the nearest is --futures"),
        (["run", "x", "--futures", "many"],
         "run: --futures: 'many' is not a whole number of 1 to 1,000,000"),
        (["run", "x", "--seed", "-1"],
         "run: --seed: '-1' is not a whole number of 0 to 4,294,967,295"),
        (["explain"], "explain: RUN is missing; `holdfast explain --help` shows an example"),
    ],
)  # fmt: skip
def test_the_nearest_known_word_is_told(call, words, said):
    assert lines(call(*words)) == [f"holdfast: {said}"]


def test_deliveries_are_told_by_their_options(call, valley):
    result = call("whatif", valley, "--a", "shild", "--b", "NN:batery:1", "--b", "VA:crew:x",
                  "--package", "repare", "--package", "NN:crew:1")  # fmt: skip
    assert result.exit_code == 2
    assert lines(result) == [
        "holdfast: --a: 'shild' is neither a delivery (PARTNER:item:quantity[@YYYY-MM-DD][:REGION])"
        " nor a package; the nearest is shield",
        "holdfast: --b: 'batery' in 'NN:batery:1' is not an id of items.csv; the nearest is "
        "battery",
        "holdfast: --b: 'VA' in 'VA:crew:x' receives and does not give; who can give: NN, EN",
        "holdfast: --b: 'x' in 'VA:crew:x' is not a whole number above 0 (the item is counted: "
        "its unit is 'crew')",
        "holdfast: --package: 'repare' is no package of the scenario; the nearest is repair",
        "holdfast: --package: 'NN:crew:1' is no package of the scenario; known: shield, repair",
    ]


def test_what_many_cells_have_in_common_is_said_once(call, valley, tmp_path):
    shutil.copytree(valley, tmp_path / "less")
    regions = (tmp_path / "less" / "regions.csv").read_text()
    kept = [line for line in regions.splitlines() if not line.startswith("LOW")]
    (tmp_path / "less" / "regions.csv").write_text("\n".join(kept) + "\n")
    result = call("check", tmp_path / "less")
    (said,) = lines(result)
    assert "'LOW' is not an id of regions.csv" in said
    assert "(and 20 more: " in said
    assert "power/buses.csv rows 6, 7; " in said
    assert result.stdout == f"{tmp_path / 'less'}: 21 faults in 8 files\n"
    assert len(json.loads(call("check", tmp_path / "less", "--json").stdout)["rows"]) == 21


def test_a_run_and_a_scenario_are_told_apart(call, valley, runs):
    assert "is a run, not a scenario" in lines(call("check", runs / "a"))[0]
    assert "is a scenario, not a run" in lines(call("stocks", valley))[0]
    assert lines(call("stocks", runs / "bb"))[0].endswith(f"the nearest is {runs / 'b'}")


def test_a_changed_outcome_is_refused(call, runs, tmp_path):
    shutil.copytree(runs / "a", tmp_path / "a")
    file = tmp_path / "a" / "scenario" / "regions.csv"
    file.write_text(file.read_text().replace("200000", "300000"))
    result = call("stocks", tmp_path / "a")
    assert result.exit_code == 2
    assert "scenario/regions.csv; run again" in lines(result)[0]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (RuntimeError("the solver gave up"), "holdfast: the solver gave up"),
        (MemoryError(), "holdfast: there is not memory enough; ask for fewer futures or workers"),
        (PermissionError(13, "Permission denied", "/runs"), "holdfast: /runs: Permission denied; "
         "check the path, its permissions and free space"),
        (PermissionError(13, "Permission denied", "runs/.one.part-3a209b1c/data.zarr"), "holdfast: "
         "runs/one: Permission denied; check the path, its permissions and free space"),
        (KeyError("region"), "holdfast: unexpected KeyError: 'region'; please report it with the "
         "command you gave"),
        (ZeroDivisionError("two\nlines"), "holdfast: unexpected ZeroDivisionError: two lines; "
         "please report it with the command you gave"),
    ],
)  # fmt: skip
def test_anything_else_is_one_line(call, valley, monkeypatch, error, words):
    def fail(*_args, **_kwargs):
        raise error

    monkeypatch.setattr(ensemble, "run", fail)
    result = call("run", valley)
    assert result.exit_code == 1
    assert lines(result) == [words]


def test_a_folder_that_is_taken_is_not_written_over(call, valley, runs):
    result = call("run", valley, "--out", runs / "a")
    assert result.exit_code == 2
    assert "choose another name" in lines(result)[0]


def test_an_interruption_says_what_is_kept(call, valley, runs, monkeypatch, tmp_path):
    def interrupt(*_args, **_kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(ensemble, "run", interrupt)
    for words, said in (
        (("run", valley), "nothing is kept (with --out finished batches are, for --resume)"),
        (("run", valley, "--out", tmp_path / "x"), "before a batch of futures was finished"),
        (("whatif", valley, "--b", "shield"), "nothing is kept (with --out finished batches are"),
        (("explain", runs / "a", 1), "nothing is kept (run, whatif, hindcast and validate can"),
    ):
        result = call(*words)
        assert result.exit_code == 130
        assert said in lines(result)[0]


def test_the_command_is_installed_as_a_module(tmp_path):
    done = subprocess.run([sys.executable, "-m", "holdfast", "check", str(tmp_path)],
                          capture_output=True, text=True)  # fmt: skip
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


def test_a_reader_that_has_gone_is_no_fault(valley):
    """`holdfast ... | head -1`: no word on standard error."""
    shown = subprocess.Popen([sys.executable, "-m", "holdfast", "packages", str(valley)],
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip
    shown.stdout.close()
    assert shown.stderr.read() == b""
    assert shown.wait(60) == 0


def test_without_words_it_says_what_to_do_first(call, root, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shown = call()
    assert shown.exit_code == 0
    assert "holdfast new my-country" in shown.output
    assert "holdfast run my-country --futures 40" in shown.output
    monkeypatch.chdir(root)
    named = re.findall(r"^    holdfast (\w+) ", call().output, re.MULTILINE)
    assert named == ["new", "check", "run", "explain", "packages", "whatif", "report"]
    assert "holdfast check examples/valley" in call().output


def test_the_shell_completes_words(tmp_path):
    """What `--install-completion` writes for bash is asked for the commands that begin with ch."""
    program = Path(sys.executable).with_name("holdfast")
    home = {**os.environ, "HOME": str(tmp_path), "PATH": f"{program.parent}:{os.environ['PATH']}"}
    made = subprocess.run(["bash", "-c", "holdfast --install-completion; true"], env=home,
                          capture_output=True, text=True)  # fmt: skip
    assert "completion installed" in made.stdout, made.stderr
    assert list(tmp_path.rglob("holdfast.sh"))
    asked = {"_HOLDFAST_COMPLETE": "complete_bash", "COMP_WORDS": "holdfast ch", "COMP_CWORD": "1"}
    found = subprocess.run([program], env={**home, **asked}, capture_output=True, text=True)
    assert found.stdout.split() == ["check"]
