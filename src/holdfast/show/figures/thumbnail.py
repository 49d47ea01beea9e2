"""The signature of a run as small as a row of a list: the same cells as the raster, no words."""

from __future__ import annotations

import html
from collections.abc import Sequence
from itertools import groupby

from holdfast.show.theme import LAMP


def thumbnail(steps: Sequence[str], title: str) -> str:
    """Draw steps of the scale from lit to dark, a digit a day, a text a tenth, as an inline SVG.

    It takes the size of its place: a unit of its own a day across and a tenth down. Neighbours of
    one step are joined; `title` says it to those who cannot see it.
    """
    cells = []
    for row, line in enumerate(steps):
        x = 0
        for digit, run in groupby(line):
            width = sum(1 for _ in run)
            cells.append(f'<path fill="{LAMP[int(digit)]}" d="M{x} {row}h{width}v1h-{width}z"/>')
            x += width
    label = html.escape(title, quote=True)
    return (
        f'<svg class="thumb" role="img" aria-label="{label}" preserveAspectRatio="none" '
        f'shape-rendering="crispEdges" viewBox="0 0 {len(steps[0])} {len(steps)}">'
        f"{''.join(cells)}</svg>"
    )
