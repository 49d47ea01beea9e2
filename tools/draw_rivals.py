"""Draw the rival models of air defence for the docs: docs/images/rivals.svg.

    python tools/draw_rivals.py
    python tools/draw_rivals.py --png FILE    the same picture to look at

One region of the nation's cover, one class of which .8 are brought down where all are engaged, a
capacity of 100 targets: how many get through by each model, from the equations of the block.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import matplotlib as mpl

mpl.use("svg")
import matplotlib.pyplot as plt
import numpy as np

from holdfast.model.defence import engaged_share
from holdfast.model.types import RIVALS
from holdfast.show.theme import LIGHT

PLACE = Path(__file__).resolve().parents[1] / "docs/images/rivals.svg"
CAPACITY, KILLED, MOST = 100.0, 0.8, 250
LOOKS = (("defence", "-"), ("heat", "--"), ("money", "-."))


def draw() -> plt.Figure:
    """The figure: targets of a raid across, those that get through upwards."""
    mpl.rcParams.update({"svg.hashsalt": "holdfast", "svg.fonttype": "path", "font.size": 11})
    figure, axes = plt.subplots(figsize=(7.2, 3.9), facecolor=LIGHT["ground"])
    axes.set_facecolor(LIGHT["ground"])
    targets = np.arange(0.0, MOST + 1.0)
    for number, (name, (token, line)) in enumerate(zip(RIVALS, LOOKS, strict=True)):
        share = engaged_share(
            np.full(len(targets), float(number)),
            np.full((len(targets), 1), CAPACITY),
            targets[:, None],
        )[:, 0]
        through = targets * (1.0 - KILLED * share)
        axes.plot(targets, through, line, color=LIGHT[token], lw=2.2)
        axes.text(
            MOST + 4, through[-1], f"{name}: {through[-1]:.0f}", color=LIGHT[token], va="center"
        )
    axes.axvline(CAPACITY, color=LIGHT["none"], lw=1, ls=":")
    axes.text(CAPACITY - 3, 165, "capacity", color=LIGHT["soft"], ha="right", va="top")
    axes.set(xlim=(0, MOST), ylim=(0, 180))
    axes.set_xlabel("targets of one raid in a region", color=LIGHT["ink"])
    axes.set_ylabel("get through", color=LIGHT["ink"])
    axes.tick_params(colors=LIGHT["soft"], length=0)
    axes.grid(color=LIGHT["line"], lw=0.8)
    for spine in axes.spines.values():
        spine.set_visible(False)
    figure.subplots_adjust(left=0.09, right=0.77, top=0.96, bottom=0.15)
    return figure


def main() -> None:
    """Write the picture."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--png", type=Path)
    asked = parser.parse_args()
    figure = draw()
    if asked.png:
        figure.savefig(asked.png, format="png", dpi=110, facecolor=LIGHT["ground"])
        return
    figure.savefig(PLACE, format="svg", metadata={"Date": None}, facecolor=LIGHT["ground"])
    text = PLACE.read_text("utf-8")
    PLACE.write_text("\n".join(line.rstrip() for line in text.splitlines()) + "\n", "utf-8")


if __name__ == "__main__":
    main()
