"""scenario.toml of the example."""

from __future__ import annotations

import json

from bucharest.said import SAID
from bucharest.tables import FREEZE, START

DESCRIPTION = """\
Foreign ministers meet in Bucharest on 29 November 2022 and are asked for air defence, for help to
repair power and gas networks, for ammunition and spare parts. Six macro-regions, public national
totals only, from 1 October 2022 to 31 March 2024, known as of the day of the meeting. Costs in
euro; dollars at 1.04. Most regional figures are estimates with ranges: docs/bucharest.md says
which, and what does not fit together.
"""

WEIGHT = "judgement: an hour under 16 degrees C indoors counts as one without power (WHO-2018)"

FRENCH = {
    WEIGHT: (
        "notre jugement : une heure au logis sous 16 °C compte comme une heure sans courant "
        "(OMS, 2018)"
    ),
    "from the producer before own forces": "du producteur, avant ses propres forces",
    "30 hospitals in five oblasts": "30 hôpitaux dans cinq oblasts",
    "two years or so to build; some partners sent theirs first": (
        "deux ans environ à construire ; des partenaires ont envoyé les leurs d’abord"
    ),
    "old system": "système ancien",
    "taken from the own 12; usable within two months": (
        "pris sur ses 12 propres ; utilisable sous deux mois"
    ),
    "works with existing systems": "fonctionne avec les systèmes en place",
    "training in Spain": "formation en Espagne",
    "training in a partner": "formation chez un partenaire",
    "900 sent by late December": "900 envoyés à la fin de décembre",
    "via Romania": "par la Roumanie",
    "through the EBRD, paid to approved suppliers": (
        "par la BERD, versé à des fournisseurs agréés"
    ),
    "two gas cycles": "deux cycles de gaz",
    "12.7 billion UAH passed to the gas company by December": (
        "12,7 milliards de hryvnias remis à la société du gaz en décembre"
    ),
    "training time unknown that day": "durée de formation inconnue ce jour-là",
    "nearly 200 t, stripped two weeks, by sea": (
        "près de 200 t, démonté en deux semaines, par mer"
    ),
    "to be built first; next year": "à construire d’abord ; l’an prochain",
    "quantity not public; refurbished": "quantité non publique ; remis à neuf",
    "ruled out in mid-March: US troops would be needed to operate them": (
        "exclu à la mi-mars : il faudrait des soldats américains pour les servir"
    ),
}
"""The weight and the caveats of deliveries and packages, as a French report says them.

What was said of more than these stands in `said`.
"""


def _line(text: str) -> str:
    """A text as a key of TOML, on one line."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)


TOLD = "".join(f"{_line(text)} = {_line(french)}\n" for text, french in (FRENCH | SAID).items())

TEXT = f'''# Built by tools/build_bucharest.py from data/: change the builder, not this file.
name = "bucharest-2022"
title = "Bucharest 2022: six regions, two winters"
description = """
{DESCRIPTION}"""
start = {START}
days = 548
freeze = {FREEZE}
report_from = {FREEZE}
seed = 20221129
currency = "EUR"

[weights.cold]
value = 1.0
source = "{WEIGHT}"

# What readers of a French report see; names of items, regions and partners the program knows.
[words.fr]
"Bucharest 2022: six regions, two winters" = "Bucarest 2022 : six régions, deux hivers"
{_line(DESCRIPTION)} = """
Les ministres des Affaires étrangères se réunissent à Bucarest le 29 novembre 2022. On leur demande
une défense aérienne, de l’aide pour réparer les réseaux d’électricité et de gaz, des munitions et
des pièces. Six macro-régions, seuls des totaux nationaux publics, du 1er octobre 2022 au 31 mars
2024, avec ce que l’on savait le jour de la réunion. Coûts en euros, le dollar à 1,04. La plupart
des chiffres régionaux sont des estimations avec leurs fourchettes : docs/bucharest.md dit
lesquelles, et ce qui ne concorde pas.
"""
{TOLD}'''
