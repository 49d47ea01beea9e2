"""Lines of `[words.en]` and `[words.fr]` that nobody ever asks for."""

from __future__ import annotations

import json
import shutil

import pytest

from holdfast.scenario import Scenario, new, read_scenario
from holdfast.show.idle import Idle, idle


def with_words(folder, *lines: str) -> Scenario:
    """The scenario of a folder with more lines right below `[words.fr]`."""
    files = dict(read_scenario(folder).files)
    at = "\n".join(["[words.fr]", *lines])
    return Scenario.from_files(
        {**files, "scenario.toml": files["scenario.toml"].replace("[words.fr]", at)}
    )


def edited(text: str) -> str:
    """The settings of the valley with another description, its French left as it was."""
    return text.replace('description = "Three regions', 'description = "Four regions')


@pytest.mark.parametrize("name", ["valley", "bucharest-2022", "aldria"])
def test_every_line_of_the_examples_does_something(root, name):
    assert idle(read_scenario(root / "examples" / name)) == []


def test_every_line_of_a_new_scenario_does_something(tmp_path):
    new(tmp_path / "small")
    assert idle(read_scenario(tmp_path / "small")) == []


def test_a_description_that_its_owner_edits_loses_its_line(root):
    files = dict(read_scenario(root / "examples" / "valley").files)
    text = edited(files["scenario.toml"])
    made = Scenario.from_files({**files, "scenario.toml": text})
    (found,) = idle(made)
    assert (found.language, found.nearest) == ("fr", made.settings.description)
    assert found.key == made.settings.description.replace("Four regions", "Three regions")
    assert text.split("\n")[found.row - 1].startswith('"Three regions on one river')


@pytest.mark.parametrize(
    ("line", "near"),
    [
        ('"Northern  neighbor" = "Le voisin"', "Northern neighbour"),
        ('"Repair crews (many)" = "équipes"', "Repair crew (many)"),
        ("'Northern neighbor' = 'Le voisin'", "Northern neighbour"),
        ('"North\\u0065rn neighbor" = """Le\nvoisin"""', "Northern neighbour"),
        ('qqqqqqqqq = "rien"', ""),
    ],
)
def test_the_row_and_the_nearest_text(root, line, near):
    scenario = with_words(root / "examples" / "valley", "# a comment", line)
    (found,) = idle(scenario)
    assert scenario.files["scenario.toml"].split("\n")[found.row - 1] == line.split("\n")[0]
    assert found.nearest == near


@pytest.mark.parametrize(
    "line",
    [
        '"Northern neighbour" = "Le voisin"',
        '"Northern\\n neighbour" = "Le voisin"',
        '"Repair crew (one)" = "équipe"',
        '"million EUR (one)" = "million d’euros"',
        '"hours without power per person" = "heures noires"',  # of the program, said anew
    ],
)
def test_what_is_asked_for_is_not_idle(root, line):
    assert idle(with_words(root / "examples" / "valley", line)) == []


def test_a_caveat_of_a_hidden_row_and_its_nameless_form_are_asked_for(root):
    folder = root / "examples" / "bucharest-2022"
    files = dict(read_scenario(folder).files)
    text = files["scenario.toml"].replace("freeze = 2022-11-29", "freeze = 2022-10-02")
    text = text.replace("report_from = 2022-11-29", "report_from = 2022-10-02")
    assert '"training in a partner"' in text
    assert idle(Scenario.from_files({**files, "scenario.toml": text})) == []


def test_words_that_are_no_table_of_lines(root):
    files = dict(read_scenario(root / "examples" / "valley").files)
    head, _, _ = files["scenario.toml"].partition("# What readers of a French")
    text = head + '[words]\nfr = {"Valey" = "La Vallée"}\nen = {"Gone (one)" = "gone"}\n'
    found = idle(Scenario.from_files({**files, "scenario.toml": text}))
    assert found == [Idle("en", None, "Gone (one)", ""), Idle("fr", None, "Valey", "Valley")]


OLD = "Three regions on one river, so small that every number of a …"
NEW = "Four regions on one river, so small that every number of a d…"
SAID = {
    "en": "holdfast: warning: scenario.toml row 17, [words.fr]: “{OLD}” is no text of the "
    "scenario, so its line does nothing; the nearest text is “{NEW}”",
    "fr": "holdfast: avertissement : scenario.toml ligne 17, [words.fr] : « {OLD} » n’est pas un "
    "texte du scénario, sa ligne reste donc sans effet ; le texte le plus proche est « {NEW} »",
}
COUNTED = {"en": "{}: no fault, 1 warning\n", "fr": "{} : aucune faute, 1 avertissement\n"}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_check_warns_and_the_scenario_still_runs(call, root, tmp_path, language):
    folder = tmp_path / "valley"
    shutil.copytree(root / "examples" / "valley", folder)
    file = folder / "scenario.toml"
    file.write_text(edited(file.read_text()))
    shown = call("check", folder, "--language", language)
    assert shown.exit_code == 0
    said = SAID[language].format(OLD=OLD, NEW=NEW)
    assert shown.stderr.replace("\u00a0", " ").replace("\u202f", " ").splitlines() == [said]
    assert shown.stdout.replace("\u00a0", " ") == COUNTED[language].format(folder)
    document = json.loads(call("check", folder, "--json").stdout)
    assert document["rows"] == []
    (warned,) = document["warnings"]
    assert list(warned) == ["language", "row", "key", "nearest"]
    assert warned["row"] == 17
    assert call("run", folder, "--futures", 1, "--workers", 1).exit_code == 0
