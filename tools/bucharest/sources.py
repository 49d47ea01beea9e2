"""Where every row comes from: the pack's sources and those of the other inputs."""

from __future__ import annotations

from pathlib import Path

from bucharest.tables import Tables, known, read

COLUMNS = ("id", "outlet", "published", "speaker", "statement", "address")
OWN: tuple[tuple[str, str, str, str, str, str, str, str], ...] = (
    # id, outlet, published, speaker, statement, address, as_of, status
    (
        "raids",
        'P. Ivaniuk, "Massive Missile Attacks on Ukraine" (ODC-By 1.0)',
        "2025-06-30",
        "air force, daily statements (claimed)",
        "launched and claimed destroyed by day and model",
        "data/raids/launches.csv",
        "2025-06-30",
        "READ",
    ),
    (
        "record-study",
        "Holdfast",
        "2025-06-30",
        "authors of Holdfast",
        "waves, sizes, supply and regions estimated on the public raid record, with ranges",
        "data/raids/README.md",
        "2025-06-30",
        "READ",
    ),
    (
        "intercepts",
        "Holdfast, from the raid record",
        "2025-06-30",
        "authors of Holdfast",
        "share destroyed by class and period",
        "data/intercepts/intercept_share_by_class_period.csv",
        "2025-06-30",
        "READ",
    ),
    (
        "alerts",
        "V. Klymenko, Ukrainian air-raid sirens dataset (MIT)",
        "2023-10-27",
        "air-raid alerts as announced",
        "hours of alert by macro-region and month, from alerts of oblasts and days",
        "data/alerts/hours.csv",
        "2023-10-27",
        "READ",
    ),
    (
        "pglib",
        "PGLib-OPF v23.07 (CC BY 4.0)",
        "2023-07-23",
        "R. Korab; A.B. Birchfield and others",
        "four public test grids with a network of 110 or 138 kV under their main grid",
        "data/delivery/README.md",
        "2023-07-23",
        "READ",
    ),
    (
        "fx",
        "own knowledge",
        "2022-11-29",
        "authors of Holdfast",
        "one euro is 1.04 US dollars at the end of November 2022",
        "-",
        "2022-11-29",
        "MEMORY",
    ),
    (
        "aid-facts",
        "Interfax; Open4Business (customs)",
        "2023-01-04",
        "customs service",
        "generators imported: October 72,000, November 160,900, December 309,400 of 2022",
        "data/facts/aid_facts.csv",
        "2023-01-04",
        "READ",
    ),
    (
        "WHO-2018",
        "WHO housing and health guidelines",
        "2018",
        "World Health Organization",
        "18 degrees C as a safe indoor minimum, more risk for health below 16",
        "-",
        "2018",
        "MEMORY",
    ),
)


def build(data: Path) -> Tables:
    """The table sources."""
    rows = [
        {column: row[column] for column in COLUMNS}
        | known(row["source"], row["as_of"], row["status"], row["note"])
        for row in read(data / "bucharest-2022/sources.csv")
    ]
    for place, row in enumerate(read(data / "facts/default_parameters.csv"), start=1):
        name = f"dp-{place:02}"
        status = "READ" if row["status"].startswith("READ") else "MEMORY"
        said = f"{row['parameter']}: {row['default']} ({row['low']} to {row['high']}) {row['unit']}"
        cells = {"id": name, "outlet": row["source"], "statement": said}
        cells |= {"address": "data/facts/default_parameters.csv", "speaker": row["basis"]}
        rows.append(cells | known(name, "2025-06-30", status, f"default parameter, {row['group']}"))
    for *cells_of, as_of, status in OWN:
        row = dict(zip(COLUMNS, cells_of, strict=True))
        rows.append(row | known(row["id"], as_of, status))
    return {"sources": rows}
