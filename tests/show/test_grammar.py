"""What French asks of a message: articles drawn together, singulars after a number under two."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from holdfast.scenario import tongues
from holdfast.show.catalogue import FOREIGN, NATIVE, Catalogue, articles
from holdfast.show.grammar import filled

FRENCH = Catalogue.of("fr")


@pytest.mark.parametrize(
    ("message", "name", "said"),
    [
        ("demander à {name:le}", "Danemark", "demander au Danemark"),
        ("demander à {name:le}", "Allemagne", "demander à l’Allemagne"),
        ("demander à {name:le}", "États-Unis", "demander aux États-Unis"),
        ("les règles de {name:le}", "Portugal", "les règles du Portugal"),
        ("les règles de {name:le}", "Pays-Bas", "les règles des Pays-Bas"),
        ("les règles de {name:le}", "Roumanie", "les règles de la Roumanie"),
        ("les règles de {name:le}", "Israël", "les règles d’Israël"),
        ("De {name:le}", "Canada", "Du Canada"),
        ("{name:Le} refuse", "Voisin du nord", "Le voisin du nord refuse"),
        ("dans {name:le}", "Haute vallée", "dans la haute vallée"),
        ("à {name:le}", "Ruritania", "à Ruritania"),
        ("de {name:le}", "Oz", "d’Oz"),
        ("({name})", "Danemark", "(Danemark)"),
    ],
)
def test_names_stand_with_their_article(message, name, said):
    assert FRENCH.filled(message, {"name": name}) == said


def test_a_name_of_another_language_keeps_its_marks():
    name = f"{FOREIGN}Oz{NATIVE}"
    assert filled("à {name:le}", {"name": name}, articles("fr")) == f"à {name}"


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("0,4", "0,4 million d’heures"),
        ("1,5", "1,5 million d’heures"),
        ("+1,5 ± 2,5", "+1,5 ± 2,5 million d’heures"),
        ("2", "2 millions d’heures"),
        ("22,1 ± 0,7", "22,1 ± 0,7 millions d’heures"),
        ("1\u202f200", "1\u202f200 millions d’heures"),
        ("0,4 à 2,5", "0,4 à 2,5 millions d’heures"),
        ("de 0,4 à 1,9", "de 0,4 à 1,9 million d’heures"),
    ],
)
def test_millions_follow_the_number_before_them(number, said):
    assert FRENCH.filled("{value} millions d’heures", {"value": number}) == said


def test_every_partner_and_region_that_has_a_french_name_has_an_article():
    names = tongues.translations("fr")
    known = tomllib.loads(
        (files("holdfast.show") / "words" / "articles_fr.toml").read_text("utf-8")
    )
    depots = {name for name in names["echelon"].values() if name.startswith("Dépôt")}
    wanted = {*names["partner"].values(), *names["region"].values()}
    assert wanted <= known.keys()
    assert depots <= known.keys()
    assert all(name.startswith("Dépôt") for name in known.keys() - wanted)


def test_english_has_no_such_grammar():
    assert Catalogue.of("en").filled("to {name}: {n} millions", {"name": "Oz", "n": 1}) == (
        "to Oz: 1 millions"
    )
