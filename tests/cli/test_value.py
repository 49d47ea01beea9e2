"""The command `value`: what leads first, what nobody may give, and names only where asked."""

from __future__ import annotations

import dataclasses
import json
import shutil

import pandas as pd
import pytest

from holdfast.cli.worths import print_value
from holdfast.questions.value import WITHHELD
from holdfast.scenario import read_scenario
from holdfast.show.voice import Voice
from show import answered

HEAD = "partner,topic,date,stance,hardness,veto,use,as_of,status\n"
USES = ("military", "humanitarian", "financial")


@pytest.fixture
def barred(root, tmp_path):
    """The valley with a veto of a member on all help, which nobody may give then."""
    folder = shutil.copytree(root / "examples" / "valley", tmp_path / "valley")
    rows = [f"NN,no {use},2030-11-20,refuses,hard,yes,{use},2030-11-20,READ" for use in USES]
    (folder / "positions.csv").write_text(HEAD + "\n".join(rows) + "\n")
    return folder


def test_where_nobody_may_give_anything_it_says_so_and_names_who_if_asked(call, barred):
    said = call("value", barred, "--source", "packages")
    assert said.exit_code == 0, said.output
    assert said.output.startswith("There are 4 options, and nobody may give any of them.")
    assert "vetoes bar 4" in said.output
    assert "NN" not in said.output
    assert "no military" in call("value", barred, "--names").output
    made = json.loads(call("value", barred, "--source", "packages", "--json").stdout)
    assert (made["rows"], made["barred"], made["refused"]) == ([], {"veto": 4}, [])
    assert "withheld" not in made
    named = json.loads(call("value", barred, "--json", "--names", "--source", "packages").stdout)
    assert {row["whose"] for row in named["withheld"]} == {"NN"}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_all_of_an_answer_is_printed(root, capsys, language):
    valley = read_scenario(root / "examples" / "valley")
    plain = answered.value_of(valley)
    rows = [("x", "EN", plain.table["contents"][0], 4.0, "veto", "NN", "guns")]
    made = dataclasses.replace(
        plain,
        refused=plain.table.head(1),
        withheld=pd.DataFrame(rows, columns=list(WITHHELD)),
    )
    print_value(made, 5.0, Voice(language, valley))
    out = capsys.readouterr().out.replace("\u00a0", " ")
    texts = {
        "en": ("2 options lead and are not told apart from the first, 33 × crew", "per euro",
               "1 option changes nothing in any future.", "220 (over)", "Barred today",
               "What nobody may give, and why", "−2.0 ± 1.0, not told"),
        "fr": ("2 options mènent sans se distinguer de la première", "par euro",
               "1 option ne change rien dans aucun avenir.", "220 (au-delà)", "Exclu aujourd’hui",
               "Ce que nul ne peut donner, et pourquoi", "non établi"),
    }  # fmt: skip
    flat = " ".join(out.split())
    assert [text for text in texts[language] if text not in flat] == []


def test_what_the_amount_buys_stands_before_what_costs_more(root, capsys):
    valley = read_scenario(root / "examples" / "valley")
    made = answered.value_of(valley)
    print_value(made, 5.0, Voice("en", valley))
    out = capsys.readouterr().out.replace("\u00a0", " ")
    flat = " ".join(out.split())
    assert "4 options cost more than 5 million EUR and stand after what that buys." in flat
    within, over = out.split("Over 5 million EUR, for who has more")
    costs = made.table.set_index("option")["over"]
    table = within.split("What the next amount buys")[1]
    for name, beyond in costs.items():
        assert (f"  {name[:9]}" in over, f"  {name[:9]}" in table) == (beyond, not beyond), name
    dear = dataclasses.replace(made, table=made.table[made.table["over"]], leading=())
    print_value(dear, 5.0, Voice("en", valley))
    said = " ".join(capsys.readouterr().out.replace("\u00a0", " ").split())
    assert said.startswith("Nothing can be had for 5 million EUR: each of 4 options costs more.")
