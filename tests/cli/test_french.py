"""French at a terminal: every answer that is printed, whole, and nothing of it in --json."""

from __future__ import annotations

import copy
import json
import pickle
import re
import shutil
from datetime import date
from functools import cache

import pytest
from typer.testing import CliRunner

from cli.test_output import each_at
from holdfast.cli import app
from holdfast.outcome.metrics import METRICS
from holdfast.questions import words
from holdfast.questions.deliveries import described
from holdfast.questions.fields import Amount, Verdict
from holdfast.scenario import Scenario, read_scenario
from holdfast.show.plans import spoken
from holdfast.show.voice import Voice
from show.test_catalogue import messages, texts
from show.test_french import standing

pytestmark = pytest.mark.usefixtures("lived_once")
WIDTH = 80
ALIKE = 4
"""Letters up to which a word may be the same in both languages by chance."""
FACTS = (
    "id,metric,region,from,to,value,band_low,band_high,said_by,also_sets_a_default\n"
    "F1,people_cut_share_evening,all,2030-12-04,2030-12-04,1.5,0,100,a minister,\n"
    "F2,people_cut_share_evening,all,2030-12-05,2030-12-05,1,90,100,a minister,yes\n"
)


@pytest.fixture(scope="module")
def commands(runs, short, valley, tmp_path_factory):
    """Each command that prints an answer, by its name."""
    folder = tmp_path_factory.mktemp("french")
    (folder / "facts.csv").write_text(FACTS)
    small = ("--futures", 3, "--workers", 1)
    return {
        "run": ("run", short, *small, "--out", folder / "run"),
        "explain": ("explain", folder / "run", "--worst"),
        "days": ("explain", folder / "run", "--worst", "--days"),
        "compare": ("compare", runs / "a", runs / "b"),
        "whatif": ("whatif", short, "--a", "EN:diesel:5@2030-12-20", "--package", "shield", *small),
        "stocks": ("stocks", runs / "a"),
        "packages": ("packages", valley),
        "hindcast": ("hindcast", valley, "--facts", folder / "facts.csv", *small),
    }


@pytest.fixture(scope="module")
def narrow(commands):
    """What each prints at a terminal of eighty columns."""
    asked = [(*words, "--language", "fr") for words in commands.values()]
    return dict(zip(commands, each_at((WIDTH,), *asked)[WIDTH], strict=True))


@pytest.fixture(scope="module")
def wide(commands, narrow):
    """The same without a terminal, where sentences are whole; the run is there by now."""
    shown = {}
    for name, asked in commands.items():
        if name != "run":
            done = CliRunner().invoke(app, [*map(str, asked), "--language", "fr"])
            assert done.exit_code == 0, done.output
            shown[name] = done.output
    return shown


@cache
def english() -> frozenset[str]:
    """Sentences and words of the English messages that French does not share."""
    french = {text for value in messages("fr").values() for text in texts(value)}
    found = {metric.words for metric in METRICS}
    for key, value in messages("en").items():
        if key.startswith(("terminal.", "said.", "verdict.", "fact.")):
            for text in texts(value):
                found |= {part.strip(" .,:;()") for part in re.split(r"\{\w+\}", text)}
    long = {part for part in found if len(part) > ALIKE and re.search(r"[a-z]{3}", part)}
    return frozenset(part for part in long if not any(part in text for text in french))


def test_nothing_is_english(wide):
    for name, text in wide.items():
        text = re.sub(r"`[^`]*`|/\S+", "", text)
        found = standing(english(), text)
        assert not found, (name, found)


def test_english_would_be_found(call, commands):
    shown = call(*commands["compare"]).output
    assert {"B minus A", "told apart", "as pledged"} <= {
        part for part in english() | {"told apart"} if part in shown
    }


def test_it_fits_eighty_columns(narrow):
    for text in narrow.values():
        assert max(map(len, text.splitlines())) <= WIDTH


def lines(text: str) -> list[str]:
    """Lines with one plain space between words."""
    return [" ".join(line.split()) for line in text.splitlines()]


def test_a_run(narrow):
    shown = lines(narrow["run"])
    assert shown[0] == "en tout, du 1er déc. 2030 au 14 janv. 2031 (3 avenirs)"
    assert "moyenne" in narrow["run"]
    assert re.search(r"^heures sans courant par personne +\d+ ± \d+ +\d+,\d à \d+$",
                     narrow["run"].replace("\u00a0", " "), re.MULTILINE)  # fmt: skip
    assert "moyenne ± erreur type ; pour la survie, part des avenirs où elle tient" in shown
    said = " ".join(shown[-5:])
    assert re.search(r"écrit dans \S+/run En heures sans courant par personne, le pire avenir "
                     r"est le \d \([\d,]+ h\), celui du milieu le \d \(.*\) et le meilleur "
                     r"le \d \(", said)  # fmt: skip
    assert "--worst` dit pourquoi." in said


def test_stocks(narrow):
    shown = lines(narrow["stocks"])
    assert shown[0] == "Quand les stocks s’épuisent, à partir du 1er déc. 2030 (24 avenirs)"
    assert shown[2] == "ce jour, dans 10 % dans 50 % part"
    assert shown[5] == "Batterie unité de tir 0 jamais jamais 0 %"
    assert shown[11] == "Équipe de réparation équipe 0 jamais jamais 0 %"
    rest = " ".join(shown[13:])
    assert "ce qui est promis et n’est pas venu n’est pas épuisé" in rest
    assert rest.endswith("il tire sur toutes tant qu’il en reste.")


def test_a_comparison(narrow):
    shown = lines(narrow["compare"])
    assert shown[:3] == [
        "A : comme promis", "B : comme promis, plus l’ensemble « shield »",
        "Ils se séparent le 20 déc. 2030.",
    ]  # fmt: skip
    assert shown[4].startswith("Avec l’ensemble « shield », aucun avenir ne diffère : 32 jours")
    said = " ".join(shown)
    assert "Coût : +230 millions d’euros. Sur 24 avenirs, où A et B rencontrent chaque fois" in said
    assert said.index("Coût : +230") < said.index(
        "hiver 2030–31, du 1er déc. 2030 au 31 mars 2031 (24"
    )
    assert "Aucun avenir ne diffère pour : heures sans courant par personne ; dont" in said
    assert "armes qui sont passées établi −490 ± 5 −498,4 à −471,5 100 %, 0 %" in said
    assert "seulement si la défense sature (12 avenirs)" in " ".join(shown)


def test_a_what_if(narrow):
    shown = lines(narrow["whatif"])
    assert shown[0] == "A : comme promis, plus 5 litres de gazole (Voisin de l’est, 20 déc. 2030)"
    assert (
        "en tout, du 1er déc. 2030 au 14 janv. 2031 (3 avenirs) : aucun avenir ne diffère" in shown
    )
    assert "À noter : Batterie, Intercepteur, Gazole : aucun avenir n’en a eu besoin." in shown
    assert "Heures sans courant par personne : aucun avenir ne diffère." in shown


def test_the_story_of_a_future(narrow):
    shown = lines(narrow["explain"])
    told = " ".join(shown)
    assert re.match(
        r"Avenir 2, sans courant par personne : \d+ h en tout\. Rang : 1 sur 3 avenirs", told
    )
    assert re.search(r"du \d+ déc\. 2030 au \d+ janv\. 2031, \d+ h\.", told)
    assert "Ses pires jours, heures par personne" in told
    days = " ".join(lines(narrow["days"]))
    assert "attaque (lancés : 12, passés : 5) ; Grand transformateur : stock épuisé" in days
    assert "les coupures annoncées commencent" in days
    assert re.search(r"le jour le plus sombre : \d+ % sans courant le soir", days)


def test_packages(narrow):
    shown = " ".join(lines(narrow["packages"]))
    assert "ensemble contenu partenaires arrivée d’euros" in shown
    assert re.search(r"shield 2 × Batterie ; 30 × Voisin du nord 20 déc\. .* \(NN\)", shown)
    assert "coût, millions" in shown


def test_public_figures(narrow):
    shown = " ".join(lines(narrow["hindcast"]))
    assert "id chiffre région jours (bande) sur dix) chance médiane rôle" in shown
    assert "F1 Personnes pays 2030-12-04 1,5 (0 2,05 1,00 dans la jugé" in shown
    assert shown.endswith(
        "Sur 2 chiffres, un est dans sa bande ; sur 1 chiffre qui ne fixe aucune valeur par "
        "défaut ni n’a servi à l’ajustement, un est dans sa bande."
    )


def test_plurals_of_what_answers_say():
    french = Voice("fr")
    assert french.said(words.over(1, True)) == (
        "sur 1 avenir, où A et B rencontrent la même météo, les mêmes attaques et les mêmes hasards"
    )
    assert (
        french.said(words.moved("survival", 0.25, 0.25)) == "survie 25\u00a0% avec A comme avec B"
    )
    assert french.said(words.over(0, True)).startswith("sur 0 avenir,")
    assert words.over(1, True) == (
        "over 1 future, in which A and B meet the same weather, raids and luck"
    )


@pytest.mark.parametrize(
    ("write", "said"),
    [
        (lambda pen: pen.plus_minus(-1234.5, 12.3, sign=True), "−1\u202f234 ± 12"),
        (lambda pen: pen.percent(0.0004), "moins de 0,1 %"),
        (lambda pen: pen.percent(0.9999), "plus de 99,9 %"),
        (lambda pen: pen.plain(float("nan")), "inconnu"),
        (lambda pen: pen.span(-0.302, 0.015, 0.079), "−0,302 à +0,015"),
        (lambda pen: pen.ends(474, 1050), "474 à 1\u202f050"),
        (lambda pen: pen.exact(0.25), "0,25"),
        (lambda pen: pen.day(date(2023, 3, 1)), "1er mars 2023"),
        (lambda pen: pen.window("winter 2022-23"), "hiver 2022–23"),
        (lambda pen: pen.verdict(Verdict("rare: so", 1, 200)),
         "rare : ne change que 1 avenir sur 200\u202f; trop peu pour juger"),
        (lambda pen: pen.verdict(Verdict("rare: so", 40, 200)),
         "rare : change 40 avenirs sur 200, mais moins de 5 le portent\u202f; trop peu pour juger"),
        (lambda pen: pen.verdict(Verdict("too few futures", 3, 4)), "trop peu d’avenirs"),
    ],
)  # fmt: skip
def test_numbers_days_and_verdicts(write, said):
    assert write(Voice("fr")).replace("\u00a0", " ") == said


def test_what_an_answer_says_can_be_kept_and_said_again():
    two = Amount(2, "Battery")
    made = words.side([words.delivery(two, "Northern neighbour", date(2030, 12, 20), "West")])
    assert made == "as pledged, and 2\u00a0batteries for West (Northern neighbour, 20 Dec 2030)"
    for again in (pickle.loads(pickle.dumps(made)), copy.deepcopy(made)):
        assert again == made
        assert Voice("en").said(again) == made
        assert Voice("fr").said(again) == (
            "comme promis, plus 2\u00a0batteries pour l’Ouest (Voisin du nord, 20 déc. 2030)"
        )


@pytest.mark.parametrize(
    ("quantity", "item", "english", "french"),
    [
        (1, "Large transformer", "1 large transformer", "1 grand transformateur"),
        (6, "Large transformer", "6 large transformers", "6 grands transformateurs"),
        (0.5, "Repair crew", "0.5 repair crews", "0,5 équipe de réparation"),
        (1000, "Spare part", "1,000 spare parts", "1\u202f000 pièces de rechange"),
        (3, "Thing of mine", "3 × Thing of mine", "3 × Thing of mine"),
    ],
)
def test_quantities_in_sentences_are_in_words_of_the_language(quantity, item, english, french):
    for language, said in (("en", english), ("fr", french)):
        pen = Voice(language)
        assert pen.write(Amount(quantity, item)).replace("\u00a0", " ") == said


def test_a_scenario_says_what_its_own_items_are_in_a_sentence(valley):
    files = dict(read_scenario(valley).files)
    files["items.csv"] = files["items.csv"].replace(",Battery,", ",Field hospital,")
    files["scenario.toml"] += (
        '"Field hospital (many)" = "hôpitaux de campagne"\n'
        '[words.en]\n"Field hospital (many)" = "field hospitals"\n'
    )
    scenario = Scenario.from_files(files)
    row = {"partner": "NN", "item": "battery", "quantity": "2", "date": "2030-12-20"}
    (told,) = described(scenario, [row])
    assert told == "2\u00a0field hospitals (Northern neighbour, 20 Dec 2030)"
    french = Voice("fr", scenario)
    assert french.write(told) == "2\u00a0hôpitaux de campagne (Voisin du nord, 20 déc. 2030)"
    assert spoken(row, scenario, french.words) == "2\u00a0hôpitaux de campagne"


def test_a_check_sums_up_in_french(call, valley, tmp_path, monkeypatch):
    assert call("check", valley, "--language", "fr").stdout == f"{valley}\u00a0: rien à redire\n"
    shutil.copytree(valley, tmp_path / "less")
    regions = (tmp_path / "less" / "regions.csv").read_text()
    (tmp_path / "less" / "regions.csv").write_text(regions.replace("UPP,", "UPP ,,", 1))
    (tmp_path / "less" / "items.csv").write_text("id\n")
    monkeypatch.setenv("HOLDFAST_LANGUAGE", "fr")
    shown = call("check", tmp_path / "less")
    assert shown.exit_code == 2
    counted = re.fullmatch(
        rf"{tmp_path / 'less'}\u00a0: (\d+) fautes dans (\d+) fichiers? "
        r"\(dites en anglais, la langue des tables\)\n", shown.stdout
    )  # fmt: skip
    assert counted, shown.stdout
    assert int(counted[1]) == len(
        json.loads(call("check", tmp_path / "less", "--json").stdout)["rows"]
    )


def test_json_is_never_translated(call, commands, narrow):
    for name in ("compare", "stocks", "packages", "explain"):
        asked = (*commands[name], "--json")
        assert call(*asked, "--language", "fr").output == call(*asked).output, name


def test_the_variable_counts_and_the_option_wins(call, commands, monkeypatch):
    monkeypatch.setenv("HOLDFAST_LANGUAGE", "fr")
    assert call(*commands["packages"]).output.startswith("Ensembles du scénario ")
    assert call(*commands["packages"], "--language", "en").output.startswith("Packages of ")
    monkeypatch.setenv("HOLDFAST_LANGUAGE", "")
    assert call(*commands["packages"]).output.startswith("Packages of ")


def test_a_language_that_is_not_spoken_is_refused(call, commands, monkeypatch):
    told = "holdfast: packages: --language: 'de' is not spoken here; there is en and fr\n"
    shown = call(*commands["packages"], "--language", "de")
    assert (shown.exit_code, shown.output) == (2, told)
    monkeypatch.setenv("HOLDFAST_LANGUAGE", "de")
    shown = call(*commands["packages"])
    assert (shown.exit_code, shown.output) == (2, told)
    for asked in commands.values():
        assert call(*asked, "--language", "de").exit_code == 2
