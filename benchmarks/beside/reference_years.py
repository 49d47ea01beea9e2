"""Daily temperatures of the German test reference years, as `benchmarks/weather.py --days` reads.

    pip download --no-deps demandlib==0.2.2
    python benchmarks/beside/reference_years.py demandlib-0.2.2-py3-none-any.whl > days.csv

The hourly files of the German weather service (TRY2010_01_Jahr.dat to 15, base 1988 to 2007) lie in
the package demandlib; they are not redistributed here. Name DWD as their source. One row a day:
try_region, month, day, tmean_c, the mean of its hours [degree C].
"""

from __future__ import annotations

import argparse
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

FILE = re.compile(r"TRY2010_(\d\d)_Jahr\.dat$")
MONTH, DAY, TEMPERATURE = 2, 3, 8
"""Columns of an hour."""


def days(text: str) -> Iterator[tuple[int, int, float]]:
    """Month, day and mean temperature [degree C] of each day of one file."""
    hours: dict[tuple[int, int], list[float]] = {}
    for line in text.partition("***")[2].splitlines():
        if cells := line.split():
            key = int(cells[MONTH]), int(cells[DAY])
            hours.setdefault(key, []).append(float(cells[TEMPERATURE]))
    for (month, day), values in hours.items():
        yield month, day, sum(values) / len(values)


def table(wheel: Path) -> str:
    """The text of the daily table; raises ValueError if the package holds no reference years."""
    lines = ["try_region,month,day,tmean_c"]
    with zipfile.ZipFile(wheel) as package:
        for name in sorted(package.namelist()):
            if found := FILE.search(name):
                text = package.read(name).decode("utf-8")
                lines += [f"{int(found[1])},{m},{d},{t:.2f}" for m, d, t in days(text)]
    if len(lines) == 1:
        raise ValueError(f"{wheel}: no file TRY2010_01_Jahr.dat to 15: take demandlib 0.2.2")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write the table to standard output."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("wheel", type=Path, help="the package demandlib, as pip downloads it")
    sys.stdout.write(table(asked.parse_args().wheel))
    return 0


if __name__ == "__main__":
    sys.exit(main())
