"""0 done, 2 wrong input, 1 anything else with one line, 130 interrupted; never a traceback."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time

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


@pytest.mark.parametrize("command", [["check"], ["run"], ["whatif"]])
def test_faults_of_a_scenario_are_lines_on_standard_error(call, broken, command):
    result = call(*command, broken)
    assert result.exit_code == 2
    found = lines(result)
    assert [line.partition(":")[0] for line in found] == ["holdfast", "holdfast"]
    assert found[0].startswith("holdfast: regions.csv row 3, column population: 'many' ")
    assert found[1].startswith("holdfast: regions.csv row 3, column status: 'helt' ")
    assert result.stdout == ""


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
        ["whatif", "VALLEY", "--base", "RUNS/none"],
        ["whatif", "VALLEY", "--base", "RUNS/b"],
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
        ["run"],
        ["plough", "x"],
    ],
)
def test_wrong_words_on_the_command_line(call, words):
    result = call(*words)
    assert result.exit_code == 2
    assert lines(result)


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
    assert result.exit_code == 1
    assert "choose another name" in lines(result)[0]
    assert call("new", runs).exit_code == 1


def test_an_interruption(call, valley, monkeypatch):
    def interrupt(*_args, **_kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(ensemble, "run", interrupt)
    result = call("run", valley)
    assert result.exit_code == 130
    assert "--resume" in lines(result)[0]


def test_an_interrupted_run_is_resumed(valley, tmp_path):
    """Interrupt the process as a hand at the keyboard would, then go on to the same numbers."""
    scenario = tmp_path / "valley"
    shutil.copytree(valley, scenario)
    text = (scenario / "scenario.toml").read_text()
    (scenario / "scenario.toml").write_text(text.replace("days = 151", "days = 45"))
    (scenario / "deliveries.csv").unlink()
    program = [sys.executable, "-m", "holdfast", "run", str(scenario), "--futures", "150"]
    program += ["--workers", "1", "--json"]
    kept = tmp_path / ".run.batches"
    first = subprocess.Popen([*program, "--out", str(tmp_path / "run")],
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)  # fmt: skip
    for _ in range(600):
        if list(kept.glob("batch-*.npz")) or first.poll() is not None:
            break
        time.sleep(0.1)
    first.send_signal(signal.SIGINT)
    _, said = first.communicate(timeout=60)
    assert first.returncode == 130, said
    assert "Traceback" not in said
    assert list(kept.glob("batch-*.npz"))
    again = subprocess.run([*program, "--out", str(tmp_path / "run"), "--resume"],
                           capture_output=True, text=True)  # fmt: skip
    assert again.returncode == 0, again.stderr
    assert not kept.exists()
    whole = subprocess.run(program, capture_output=True, text=True)
    assert again.stdout == whole.stdout


def test_the_command_is_installed_as_a_module(tmp_path):
    done = subprocess.run([sys.executable, "-m", "holdfast", "check", str(tmp_path)],
                          capture_output=True, text=True)  # fmt: skip
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
