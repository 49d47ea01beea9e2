"""The dossier's page and its words: whole in every language, used whole, and in one file."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import replace
from importlib.resources import files

import pandas as pd
import pytest

from holdfast.questions.record import METRICS
from holdfast.questions.refused import Refused
from holdfast.questions.switches import MECHANISMS
from holdfast.questions.validate import dossier as asking
from holdfast.questions.validate.dossier import validate
from holdfast.questions.validate.finding import Finding, Fixed, Sentence
from holdfast.questions.validate.parts import PARTS, Part
from holdfast.show.catalogue import LANGUAGES, Catalogue
from holdfast.show.dossier.document import document
from holdfast.show.dossier.page import command, render
from holdfast.show.dossier.teller import PartTeller
from holdfast.show.dossier.write import write
from holdfast.show.report import report

CODE = "\n".join(
    path.read_text("utf-8")
    for folder in (
        files("holdfast.questions.validate"),
        files("holdfast.questions.validate") / "ours",
        files("holdfast.show.dossier"),
    )
    for path in folder.iterdir()
    if path.name.endswith(".py")
)
SECTIONS = {"title", "question", "says", "table", "column"}


def words_of(part: str, language: str) -> dict:
    path = files("holdfast.show") / "words" / "dossier" / f"{part}.{language}.toml"
    return tomllib.loads(path.read_text("utf-8"))


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_every_part_has_its_words_and_no_more(part):
    """Names are in the code as they are, those of quantities or mechanisms, or put together from a
    beginning: f"why_{name}"."""
    elsewhere = {*METRICS, *(each.name for each in MECHANISMS)}
    begun = set(re.findall(r'f"(\w+_)\{', CODE))
    for language in LANGUAGES:
        words = words_of(part.name, language)
        assert set(words) - {"figure"} == SECTIONS
        for section in SECTIONS - {"title", "question"}:
            for name in words[section]:
                known = f'"{name}"' in CODE or name in elsewhere
                known = known or any(name.startswith(start) for start in begun)
                assert known, (language, section, name)


def made_up(given) -> Finding:
    table = pd.DataFrame(
        {
            "subject": [Sentence("subject_gas"), Sentence("subject_power")],
            "figure": [Sentence("figure_case6"), Sentence("figure_gaslib", {"at": "11"})],
            "ours": [12.3456, 2e-16],
            "ours_error": [0.4, float("nan")],
            "theirs": [Fixed(12.0, 5), None],
            "met": [True, None],
        }
    )
    (given.folder / "beside.csv").write_text("a,b\n")
    return Finding(
        number=3, name="outside", holds=False,
        verdict=Sentence("verdict", {"count": 1, "figures": 2}),
        tables={"figures": table}, remarks=(Sentence("tolerance", {"errors": 3}),),
        files=(given.folder / "beside.csv",), command="python -m pytest tests/reference",
    )  # fmt: skip


@pytest.fixture
def dossier(monkeypatch, root, valley_scenario):
    monkeypatch.setattr(asking, "PARTS", (Part(3, "outside", made_up),))
    return validate(valley_scenario, root / "data/facts/winter_2022_23.csv", root / "data", 4, 1)


@pytest.fixture(scope="module")
def valley_scenario(root):
    from holdfast.scenario import read_scenario

    return read_scenario(root / "examples" / "valley")


def test_cells_are_written_for_a_reader(dossier):
    teller = PartTeller(Catalogue.of("en"), "outside")
    numbers = teller.table("figures", dossier.findings[0].tables["figures"])
    assert numbers.head == ("of what", "figure", "ours", "theirs", "met")
    first, second = numbers.rows
    assert first == (
        "gas", "GasModels.jl, case-6 with shed: delivered", "12.3\u00a0±\u00a00.4", "12.00000",
        "yes",
    )  # fmt: skip
    assert second[2:] == ("2e\u221216", "–", "–")
    french = PartTeller(Catalogue.of("fr"), "outside")
    assert french.table("figures", dossier.findings[0].tables["figures"]).rows[0][2:] == (
        "12,3\u00a0±\u00a00,4", "12,00000", "oui"
    )  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_asks_for_nothing_and_says_the_verdict_first(dossier, language):
    page = render(dossier, language)
    words = Catalogue.of(language)
    assert f'<html lang="{language}">' in page
    assert not re.findall(r'(?:src|href)="(?!#|beside\.csv|data:)', page)
    said = PartTeller(words, "outside").sentence(dossier.findings[0].verdict)
    assert page.index("<table") < page.index(said) < page.index("<figure")
    assert words.say("dossier.fails") in page
    assert words.say("dossier.some_hold", count=0, judged="1") in page


def test_a_part_without_a_command_of_its_own_is_asked_for_by_its_number(dossier):
    bare = replace(dossier.findings[0], command="")
    without = replace(dossier, findings=(bare,))
    asked = command(dossier, [3])
    assert asked.startswith("holdfast validate ")
    assert asked.endswith(" --part 3")
    assert document(without)["parts"][0]["command"] == asked
    assert document(dossier)["parts"][0]["command"] == dossier.findings[0].command
    assert "<code></code>" not in render(without)
    assert re.sub("<.*?>", "", render(without)).count(asked) == 2


def test_the_folder_holds_the_page_the_document_and_what_parts_wrote(dossier, tmp_path):
    folder = write(dossier, tmp_path / "made")
    assert {path.name for path in folder.iterdir()} == {
        "dossier.html", "dossier.json", "beside.csv"
    }  # fmt: skip
    told = json.loads((folder / "dossier.json").read_text("utf-8"))
    assert told == json.loads(json.dumps(document(dossier)))
    assert told["rows"] == [
        {
            "number": 3, "name": "outside", "holds": False,
            "verdict": "One of 2 published figures is met",
        }
    ]  # fmt: skip
    row = told["parts"][0]["tables"]["figures"]["rows"][0]
    assert (row["ours"], row["ours_error"], row["theirs"]) == (12.3456, 0.4, 12.0)
    with pytest.raises(FileExistsError):
        write(dossier, folder)


def test_a_dossier_is_reported_and_has_no_public_page(dossier, tmp_path):
    assert report(dossier, tmp_path / "page.html").read_text("utf-8") == render(dossier)
    with pytest.raises(Refused, match="it has no public page"):
        report(dossier, tmp_path / "public.html", public=True)
