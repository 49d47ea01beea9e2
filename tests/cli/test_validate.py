"""`validate` at a terminal: verdicts, the folder, one document, and what is refused."""

from __future__ import annotations

import json

import pytest

from holdfast.questions.validate.ours import power


@pytest.fixture
def words(root, valley, monkeypatch):
    monkeypatch.setattr(power, "HOURS", 20_000)
    monkeypatch.setattr(power, "SAMPLES", 4000)
    facts = root / "data" / "facts" / "winter_2022_23.csv"
    return ("validate", valley, "--facts", facts, "--data", root / "data", "--part", "3")


def test_the_folder_and_the_verdicts(call, words, tmp_path):
    out = tmp_path / "dossier"
    done = call(*words, "--out", out, "--language", "fr")
    assert done.exit_code == 0, done.output
    assert "47 chiffres publiés sont retrouvés sur 47" in done.stdout
    assert "tient" in done.stdout
    assert '<html lang="fr">' in (out / "dossier.html").read_text("utf-8")
    told = json.loads((out / "dossier.json").read_text("utf-8"))
    assert told["rows"][0]["holds"] is True
    again = call(*words, "--out", out)
    assert again.exit_code == 2
    assert again.stderr.startswith("holdfast: --out: ")


def test_one_document(call, words):
    done = call(*words, "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert [row["number"] for row in told["rows"]] == [3]
    assert told["futures"] == 64
    assert len(told["parts"][0]["tables"]["figures"]["rows"]) == 47


def test_what_cannot_be_asked_is_told(call, words, tmp_path):
    done = call(*words, "--resume")
    assert done.exit_code == 2
    assert "--resume needs --out" in done.stderr
    (tmp_path / "figures.csv").write_text("id,what\n1,2\n")
    done = call(*words[:3], tmp_path / "figures.csv", *words[4:])
    assert done.exit_code == 2
    assert "--facts" in done.stderr
    assert "is no table of figures" in done.stderr
