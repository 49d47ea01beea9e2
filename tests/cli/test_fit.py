"""The command `fit`: what it prints of figures, peace and what it keeps."""

from __future__ import annotations

import inspect
import json
import shutil

import pytest

from holdfast.cli import fits
from holdfast.questions.peace import BOUND
from holdfast.scenario import read_scenario

FACTS = """\
id,metric,region,from,to,value,unit,band_low,band_high,said,said_by
F1,power_deficit_share,all,2030-12-03,2030-12-03,20,%,10,40,words,a minister
"""


@pytest.fixture
def asked(short, tmp_path):
    """What to ask: the short valley, a figure, few futures, any peace."""
    (tmp_path / "facts.csv").write_text(FACTS)
    return (
        "fit", short, "--facts", tmp_path / "facts.csv", "--on", "F1",
        "--futures", "8", "--keep", "2", "--workers", "1", "--out", tmp_path / "fitted",
        "--peace", "1000",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("language", "band", "struck"),
    [
        ("en", "20 (10 to 40)", "0 of the 2 nearest pairs, 0 of 4 of all"),
        ("fr", "20 (10 à 40)", "0 des 2 paires les plus proches, 0 sur 4 de toutes"),
    ],
)
def test_it_says_what_was_kept_and_what_was_struck(call, asked, tmp_path, language, band, struck):
    shown = call(*asked, "--language", language)
    assert shown.exit_code == 0, shown.stderr
    said = " ".join(shown.output.split())
    assert band in said
    assert struck in said
    kept = read_scenario(tmp_path / "fitted").table("posterior")
    assert len(kept) == 2
    assert set(kept.text("futures")) <= {"1", "2"}


def test_the_document_has_the_peace(call, asked):
    shown = call(*asked, "--json")
    made = json.loads(shown.stdout)["peace"]
    assert (made["bound"], made["seen"], made["struck"], made["sample"]) == (1000, 2, 0, 4)
    assert made["kept_most"] <= made["most"] <= 1000


def test_the_bound_is_that_of_the_question():
    assert inspect.signature(fits.fit).parameters["peace"].default == BOUND


def test_a_bound_that_leaves_too_few_is_refused(call, short, asked, tmp_path):
    """A country whose generation is nearly all out goes dark in any winter."""
    rows = [{"id": "network.outage_rate", "value": "0.9"}]
    dark = read_scenario(short).replace_rows("parameters", rows)
    shutil.copytree(short, tmp_path / "dark")
    (tmp_path / "dark" / "parameters.csv").write_text(dark.files["parameters.csv"])
    shown = call("fit", tmp_path / "dark", *asked[2:-1], "10")
    assert shown.exit_code == 2
    said = " ".join(shown.stderr.split())
    assert "0 of 4 pairs go without power for at most 10 hours a person (the best" in said
    assert not (tmp_path / "fitted").exists()
