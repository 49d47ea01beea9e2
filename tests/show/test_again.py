"""The commands that a report prints are those of the command line, and make its runs again."""

from __future__ import annotations

import json
import shlex
import shutil
from datetime import date

import pytest
import typer
from typer.testing import CliRunner

import synthetic
from holdfast.cli import app
from holdfast.cli.hindsight import read_hindcast
from holdfast.cli.output import rows
from holdfast.outcome import Outcome
from holdfast.questions.deliveries import with_deliveries
from holdfast.questions.whatif import between
from holdfast.scenario import read_scenario
from holdfast.show.again import recipe
from holdfast.show.catalogue import Catalogue
from holdfast.show.sides import Story
from show import world
from show.commands import commands

EN = Catalogue.of("en")
COMMANDS = typer.main.get_command(app)
FUTURES = 24


def story(scenario, a=(), b=None, public=False, language="en") -> Story:
    first = synthetic.outcome(with_deliveries(scenario, a, "a"), FUTURES)
    words = Catalogue.of(language)
    if b is None:
        return Story.of(first, words, public)
    second = synthetic.outcome(with_deliveries(scenario, b, "b"), FUTURES)
    return Story.of(between(first, second), words, public)


def parsed(command: str) -> tuple[str, dict]:
    """The name and the arguments of a command, as the real command line reads it."""
    program, name, *rest = shlex.split(command)
    assert program == "holdfast"
    with COMMANDS.commands[name].make_context(name, rest) as context:
        return name, context.params


def judged(facts):
    table = world.hindcast()
    table.attrs = {"facts": str(facts), "futures": 200, "seed": 7}
    return table


@pytest.fixture(scope="module")
def valley(root):
    return read_scenario(root / "examples" / "valley")


@pytest.mark.parametrize("public", [False, True])
@pytest.mark.parametrize(
    ("a", "b"),
    [
        ((), None),
        (["shield"], None),
        ((), ["shield"]),
        (["shield"], ["repair"]),
        (["shield"], []),
        (["NN:battery:2@2031-01-01"], ["NN:battery:4@2031-03-01", "EN:generator_set:9:UPP"]),
    ],
)
def test_every_command_is_read_by_the_command_line(valley, root, a, b, public):
    found = recipe(story(valley, a, b, public), EN, judged(root / "facts of ours.csv"))
    made = [parsed(command) for command in found.commands]
    names = [name for name, _ in made]
    assert names[0] == "run"
    assert names[-3:] == ["hindcast", "report", "explain"]
    written = [str(params["out"]) for _, params in made if "out" in params]
    for _, params in made:
        for read in ("base", "run", "against"):
            assert params.get(read) is None or str(params[read]) in written


def test_plan_against_plan_names_both_sides(valley):
    whatifs = [
        params
        for name, params in map(parsed, recipe(story(valley, ["shield"], ["repair"]), EN).commands)
        if name == "whatif"
    ]
    assert [(each["a"] or [], each["b"]) for each in whatifs] == [
        ([], ["shield"]),
        (["shield"], ["repair"]),
    ]


def test_paths_stand_as_they_were_given_and_public_ones_without_their_root(valley, tmp_path):
    made = dict(map(parsed, recipe(story(valley), EN).commands))
    assert str(made["run"]["scenario"]) == valley.path
    public = dict(map(parsed, recipe(story(valley, public=True), EN).commands))
    assert str(public["run"]["scenario"]) == "valley"
    synthetic.outcome(valley, 4).save(tmp_path / "kept")
    assert Outcome.load(tmp_path / "kept").scenario.path == valley.path


def test_a_run_that_knows_no_folder_is_made_again_from_its_own_copy(valley, tmp_path):
    from dataclasses import replace

    bare = replace(with_deliveries(valley, ["shield"], "b"), path="")
    synthetic.outcome(bare, 4).save(tmp_path / "kept run")
    loaded = Outcome.load(tmp_path / "kept run")
    made = dict(map(parsed, recipe(Story.of(loaded, EN, False), EN).commands))
    assert made["run"]["scenario"] == tmp_path / "kept run" / "scenario"
    assert "whatif" not in made


def test_options_of_the_report_and_what_was_known_are_kept(root):
    read = read_scenario(root / "examples" / "bucharest-2022", date(2022, 12, 31))
    found = recipe(story(read, public=True, language="fr"), Catalogue.of("fr"))
    made = dict(map(parsed, found.commands))
    assert made["run"]["as_of"] == date(2022, 12, 31)
    assert (made["report"]["public"], made["report"]["language"]) == (True, "fr")


def test_a_hindcast_of_unknown_origin_is_left_out_and_that_is_said(valley):
    found = recipe(story(valley), EN, world.hindcast())
    assert "hindcast" not in dict(map(parsed, found.commands))
    assert "no command is known" in found.note


def test_an_option_that_there_is_not_would_be_noticed():
    with pytest.raises(Exception, match="No such option: --future"):
        parsed("holdfast explain runs/a --future 0")


def test_the_command_line_keeps_how_a_hindcast_was_made(valley, tmp_path):
    document = {"rows": rows(world.hindcast().assign(n=1, said="")), "futures": 9}
    document |= {"facts": "our facts.csv", "seed": 3}
    (tmp_path / "h.json").write_text(json.dumps(document), encoding="utf-8")
    made = dict(map(parsed, recipe(story(valley), EN, read_hindcast(tmp_path / "h.json")).commands))
    asked = made["hindcast"]
    assert (str(asked["facts"]), asked["futures"], asked["seed"]) == ("our facts.csv", 9, 3)
    assert made["report"]["hindcast"] == asked["out"]


def test_the_commands_make_the_same_report_again(root, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def call(command: str) -> None:
        made = CliRunner().invoke(app, shlex.split(command)[1:])
        assert made.exit_code == 0, made.output

    path, chances = tmp_path / "valley", "--futures 2 --seed 5 --workers 1"
    shutil.copytree(root / "examples" / "valley", path)
    settings = (path / "scenario.toml").read_text(encoding="utf-8")
    assert "days = 151" in settings
    (path / "scenario.toml").write_text(settings.replace("days = 151", "days = 60"))
    (path / "deliveries.csv").unlink()
    call(f"holdfast run {path} {chances} --out runs/plain")
    call(f"holdfast whatif {path} --base runs/plain --b shield --out runs/first")
    call("holdfast report runs/plain --against runs/first --out one.html")
    page = (tmp_path / "one.html").read_text(encoding="utf-8")
    asked = commands(page)
    assert len(asked) == 4
    for command in asked:
        call(command)
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == page
