"""Example packages for comparisons. They are inventions: no partner pledged any of it."""

from __future__ import annotations

from bucharest.tables import Row, Tables, estimate

WINTER_SHIELD = (
    ("DE", "iris_t_fire_unit", 1, "2023-01-15", ""),
    ("NO", "nasams_fire_unit", 1, "2023-02-01", ""),
    ("DE", "iris_t_missile", 50, "2023-01-15", ""),
    ("US", "amraam_missile", 100, "2022-12-20", ""),
    ("SE", "spare_parts", 30, "2022-12-20", ""),
    ("LT", "used_transformer", 2, "2023-01-20", ""),
    ("LV", "used_transformer", 4, "2023-02-10", ""),
    ("PL", "repair_crew", 8, "2022-12-20", ""),
    ("RO", "repair_crew", 4, "2023-01-10", ""),
    ("FR", "generator_set", 400, "2022-12-27", ""),
    ("EU", "generator_set", 600, "2023-01-10", ""),
)
TRANSFORMERS_FIRST = (
    ("LT", "used_transformer", 3, "2022-12-28", ""),
    ("LV", "used_transformer", 5, "2023-01-10", ""),
    ("EE", "used_transformer", 3, "2023-01-20", ""),
    ("PL", "used_transformer", 5, "2023-02-01", ""),
    ("RO", "used_transformer", 4, "2023-02-15", ""),
    ("PL", "repair_crew", 8, "2022-12-28", ""),
    ("FI", "medium_transformer", 60, "2023-01-10", ""),
)
TWO_IN_MARCH = (
    ("US", "patriot_battery", 2, "2023-03-01", ""),
    ("US", "patriot_interceptor", 100, "2023-03-01", ""),
)
FOUR_IN_JUNE = (
    ("US", "patriot_battery", 3, "2023-06-01", ""),
    ("NL", "patriot_battery", 1, "2023-06-01", ""),
    ("US", "patriot_interceptor", 200, "2023-06-01", ""),
)
PACKAGES: dict[str, tuple[tuple[tuple[str, str, int, str, str], ...], str]] = {
    "winter-shield": (
        WINTER_SHIELD,
        "some of everything for the first winter, neighbours and makers",
    ),
    "transformers-first": (
        TRANSFORMERS_FIRST,
        "grid before air defence, from owners of the same voltages",
    ),
    "two-in-march": (TWO_IN_MARCH, "two batteries early, with their missiles"),
    "four-in-june": (FOUR_IN_JUNE, "four batteries three months later, with as many missiles each"),
}
VARIANTS = dict.fromkeys(("two-in-march", "four-in-june"), "patriot")
"""Packages that are dates or sizes of one gift, by what that is called."""


def build() -> Tables:
    """The table packages."""
    rows: list[Row] = []
    for name, (parts, why) in PACKAGES.items():
        for place, (partner, item, number, when, region) in enumerate(parts, start=1):
            cells = {"package": name, "delivery": f"{name}-{place}", "partner": partner}
            cells |= {"item": item, "quantity": str(number), "date": when, "region": region}
            cells["variant_of"] = VARIANTS.get(name, "")
            rows.append(cells | estimate(f"example, not what happened: {why}"))
    return {"packages": rows}
