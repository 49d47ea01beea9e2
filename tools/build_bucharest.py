"""Build examples/bucharest-2022 from data/, and from nothing else.

    python tools/build_bucharest.py                 the example, from data/
    python tools/build_bucharest.py --out FOLDER    the same, elsewhere
    python tools/build_bucharest.py --reduce RAW    data/'s reduced files from the raw record

The same data give the same bytes. Each subject is one file of tools/bucharest.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from bucharest import (
    aid,
    alerts,
    arrivals,
    damage,
    defence,
    gas,
    goods,
    packages,
    parameters,
    people,
    power,
    protection,
    readiness,
    sources,
    threat,
)
from bucharest.reduce import reduce_all
from bucharest.settings import TEXT
from bucharest.tables import Tables, estimate, read, table_text

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
OUT = ROOT / "examples/bucharest-2022"
LEARNT = "kept by the fit (benchmarks/fit.py)"


def tables(data: Path) -> Tables:
    """Every table of the example, by name."""
    made: Tables = {}
    subjects = (people, power, gas, damage, alerts, goods, threat, defence, aid, arrivals, sources)
    for subject in subjects:
        made |= subject.build(data)
    made |= readiness.build()
    made["posterior"] = [
        row | estimate(LEARNT, as_of=row["as_of"])
        for row in read(data / "posterior/bucharest-2022.csv")
    ]
    return made | protection.build() | parameters.build() | packages.build()


def build(data: Path, out: Path) -> None:
    """Write the example into a folder; tables that it no longer has are removed."""
    texts = {"scenario.toml": TEXT}
    texts |= {f"{name}.csv": table_text(name, rows) for name, rows in tables(data).items()}
    for old in sorted(out.rglob("*.csv")):
        if old.relative_to(out).as_posix() not in texts:
            old.unlink()
    for name, text in texts.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")


def main() -> None:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--out", type=Path, default=OUT, help="folder of the example")
    parser.add_argument(
        "--reduce", type=Path, metavar="RAW", help="make the reduced files of data/"
    )
    given = parser.parse_args()
    if given.reduce:
        reduce_all(given.reduce, DATA)
    else:
        build(DATA, given.out)


if __name__ == "__main__":
    main()
