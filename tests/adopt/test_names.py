"""Partners, regions and goods as people name them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.adopt.names import goods, partners, read_item, read_name, regions
from holdfast.scenario import read_scenario
from holdfast.scenario.tongues import translations

PARTNERS = {
    "Germany": ("DE", "sure"),
    "Allemagne": ("DE", "sure"),
    "Deutschland": ("DE", "sure"),
    "Німеччина": ("DE", "sure"),
    "l'Allemagne": ("DE", "sure"),
    "DE": ("DE", "sure"),
    "ÉTATS-UNIS": ("US", "sure"),
    "Etats Unis": ("US", "sure"),
    "U.S.A.": ("US", "sure"),
    "Royaume-Uni": ("UK", "sure"),
    "Great Britain": ("UK", "sure"),
    "GB": ("UK", "sure"),
    "Pays-Bas": ("NL", "sure"),
    "Union européenne": ("EU", "sure"),
    "République tchèque": ("CZ", "sure"),
    "Corée du Sud": ("KR", "sure"),
    "Germny": ("DE", "likely"),
    "Allemagne - THW": ("DE", "likely"),
    "Gov. of Germany (BMZ)": ("DE", "likely"),
}


@pytest.mark.parametrize(("text", "expected"), PARTNERS.items())
def test_partners_in_four_languages(bucharest, text, expected):
    made = read_name(text, partners(bucharest))
    assert (made.taken, made.sureness) == expected


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("France / Allemagne", ("FR", "DE")),
        ("DE + FR", ("DE", "FR")),
        ("Fonds nordique", ()),
        ("it is not said", ()),
        ("de", ()),
        ("", ()),
    ],
)
def test_partners_that_are_unclear(bucharest, text, others):
    made = read_name(text, partners(bucharest))
    assert (made.taken, made.sureness, made.others) == ("", "unclear", others)


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("North-East", "NEA"),
        ("Nord-Est", "NEA"),
        ("Nordosten", "NEA"),
        ("Південь", "STH"),
        ("Sud", "STH"),
        ("EST", "EST"),
        ("Centre", "CEN"),
        ("Capitale et Nord", "NOR"),
    ],
)
def test_regions_in_four_languages(bucharest, text, region):
    assert read_name(text, regions(bucharest)).taken == region


ITEMS = {
    "large_transformer": ("large_transformer", "sure"),
    "LED bulbs, a million": ("led_bulbs", "sure"),
    "MEDIUM TRANSFORMER": ("medium_transformer", "sure"),
    "Generator sets": ("generator_set", "likely"),
    "Groupes électrogènes": ("generator_set", "likely"),
    "transfos 330 kV": ("large_transformer", "likely"),
    "équipes de réparation": ("repair_crew", "likely"),
    "Ersatzteile": ("spare_parts", "likely"),
}


@pytest.mark.parametrize(("text", "expected"), ITEMS.items())
def test_goods_of_the_catalogue(bucharest, text, expected):
    made = read_item(text, goods(bucharest))
    assert (made.taken, made.sureness) == expected


@pytest.mark.parametrize("example", ["bucharest-2022", "valley"])
def test_every_french_name_of_the_report_is_read_back(root, example):
    """What a French report or workbook calls a thing is that thing."""
    scenario = read_scenario(root / "examples" / example)
    known = translations("fr")
    found = 0
    for kind, table, read, names in (
        ("item", "items", read_item, goods(scenario)),
        ("partner", "actors", read_name, partners(scenario)),
        ("region", "regions", read_name, regions(scenario)),
    ):
        rows = scenario.table(table)
        pairs = list(zip(rows.text("id"), rows.text("name"), strict=True))
        for ident, name in pairs:
            if name in known[kind]:
                made = read(known[kind][name], names)
                assert (made.taken, made.sureness) == (ident, "sure"), known[kind][name]
                found += 1
    assert found > 10


@pytest.mark.parametrize(
    ("text", "among"),
    [
        ("Générateurs", {"small_generator", "generator_set"}),
        ("Трансформатор", {"large_transformer", "medium_transformer", "used_transformer"}),
        ("missiles", {"amraam_missile", "hawk_missile"}),
        ("Chaudières mobiles", {"boiler_house", "mobile_turbine"}),
    ],
)
def test_goods_that_may_be_several_are_unclear(bucharest, text, among):
    made = read_item(text, goods(bucharest))
    assert (made.taken, made.sureness) == ("", "unclear")
    assert len(among & set(made.others)) >= 2


@pytest.mark.parametrize("text", ["Pompes à eau", "…", "123", ""])
def test_goods_that_nothing_is_like(bucharest, text):
    assert read_item(text, goods(bucharest)).taken == ""


@settings(deadline=None)
@given(st.text(max_size=30))
def test_any_text_is_read_without_an_error(bucharest, text):
    for made in (
        read_item(text, goods(bucharest)),
        read_name(text, partners(bucharest)),
        read_name(text, regions(bucharest)),
    ):
        assert made.sureness != "unclear" or made.taken == ""
