"""Countries of which it is known beforehand on which side they lie."""

from __future__ import annotations

import pytest

from holdfast.campaign import ensemble
from holdfast.questions.refused import Refused
from holdfast.questions.validate import extremes
from holdfast.scenario import read_scenario
from questions.validate.asked import given, told


@pytest.fixture(scope="module")
def found(siege, tmp_path_factory):
    return extremes.find(given(siege, 24, tmp_path_factory.mktemp("dossier")))


def test_each_is_lived_and_exact_where_it_must_be(found):
    table = found.tables["extremes"]
    assert [each.name for each in table["extreme"]] == [each.name for each in extremes.EXTREMES]
    assert table["exact"].all()


def test_the_sides_are_those_that_were_stated(found):
    table = found.tables["extremes"]
    signs = {row["extreme"].name: row["difference"] for row in table.to_dict("records")}
    for name in ("no_repair", "colder"):
        assert signs[name] > 0
    for name in ("no_raids", "endless_ammunition"):
        assert signs[name] < 0


def test_it_holds_only_where_all_hold(found):
    assert found.holds == bool(found.tables["extremes"]["holds"].all())


def test_a_stated_side_that_is_wrong_does_not_hold(siege, tmp_path, monkeypatch):
    wrong = extremes.Extreme("colder", extremes.colder, False, lambda own, other: True)
    monkeypatch.setattr(extremes, "EXTREMES", (wrong,))
    made = extremes.find(given(siege, 20, tmp_path))
    assert made.holds is False
    assert made.verdict.name == "fail"


@pytest.mark.parametrize("each", extremes.EXTREMES, ids=lambda each: each.name)
def test_the_large_example_can_be_edited_and_lived(each, root):
    scenario = each.of(read_scenario(root / "examples" / "bucharest-2022"))
    made = ensemble.run(scenario, 2, workers=1, until=3)
    assert made.data.sizes["day"] == 3


def test_the_colder_country_is_colder_by_six(siege):
    before, after = siege, extremes.colder(siege)
    apart = before.table("weather/normals").number("mean_c")
    apart = apart - after.table("weather/normals").number("mean_c")
    assert apart == pytest.approx(6.0)


def test_nobody_gives_but_the_recipient(valley):
    assert {row["partner"] for row in valley.table("deliveries").rows()} == {"NN", "EN"}
    assert not list(extremes.nobody_gives(valley).table("deliveries").rows())


def test_too_few_futures_are_refused(siege, tmp_path):
    with pytest.raises(Refused, match="20 or more"):
        extremes.find(given(siege, 4, tmp_path))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_is_told(found, language):
    assert "±" in told(found, language)
