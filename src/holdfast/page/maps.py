"""Where it is dark, as a screen shows it: a map of regions, or a tile a region where there is none.

Steps of the scale are classes, so a screen moves to another day by other classes and texts; of a
real country there is no map, and nothing here is finer than a region.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from holdfast.show.catalogue import Catalogue
    from holdfast.show.sides import Story

WIDTHS = {"wide": 600.0, "narrow": 350.0}
"""Pixels of a map at a desk and on a phone, by the class that the style sheet picks."""
ACROSS = 4
"""Most tiles beside each other."""


def ground(story: Story, words: Catalogue) -> dict[str, Any]:
    """What is written of a country: names of its regions, and maps by width if it has outlines.

    A map in which a name does not fit its region is left out; tiles stand there.
    """
    from holdfast.show.figures.land import placed
    from holdfast.show.sections.places import names, outlines

    named, shapes = names(story), list(outlines(story).values())
    maps = {}
    for size, width in WIDTHS.items() if shapes else ():
        laid = placed(named, 1, shapes, width, words)
        if laid is not None:
            maps[size] = {
                "width": laid.width,
                "height": round(laid.height, 1),
                "size": laid.size,
                "paths": [_path(outline.tolist()) for outline in laid.outlines],
                "middles": [[round(x, 1) for x in middle.tolist()] for middle in laid.middles],
            }
    return {"names": named, "maps": maps}


def _path(corners: Sequence[Sequence[float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in corners) + "Z"


def drawn(country: Mapping[str, Any], steps: str, texts: Sequence[str], label: str) -> str:
    """Draw a country at every width: a step of the scale and a text a region.

    `label` says to those who cannot see it what is shown.
    """
    return "".join(
        f'<div class="land {size}">{_one(country, size, steps, texts, label)}</div>'
        for size in WIDTHS
    )


def _one(
    country: Mapping[str, Any], size: str, steps: str, texts: Sequence[str], label: str
) -> str:
    found = country["maps"].get(size)
    if found is None:
        return _tiles(country["names"], steps, texts, label)
    return _map(found, country["names"], steps, texts, label)


def _tiles(names: Sequence[str], steps: str, texts: Sequence[str], label: str) -> str:
    boxes = "".join(
        f'<li class="s{step}" data-region="{place}"><span>{html.escape(name)}</span>'
        f"<b>{html.escape(text)}</b></li>"
        for place, (name, step, text) in enumerate(zip(names, steps, texts, strict=True))
    )
    rows = -(-len(names) // ACROSS)
    across = -(-len(names) // rows)
    told = html.escape(label, quote=True)
    return f'<ul class="tiles" style="--across:{across}" aria-label="{told}">{boxes}</ul>'


def _map(
    found: Mapping[str, Any], names: Sequence[str], steps: str, texts: Sequence[str], label: str
) -> str:
    size, told = found["size"], html.escape(label, quote=True)
    rows = zip(names, found["paths"], found["middles"], steps, texts, strict=True)
    regions = "".join(
        f'<g class="s{step}" data-region="{place}"><path d="{path}"/>'
        f'<text x="{x:g}" y="{y - 2:g}">{html.escape(name)}</text>'
        f'<text class="value" x="{x:g}" y="{y + size + 1:g}">{html.escape(text)}</text></g>'
        for place, (name, path, (x, y), step, text) in enumerate(rows)
    )
    return (
        f'<svg class="map" role="group" aria-label="{told}" font-size="{size:g}" '
        f'viewBox="-2 -2 {found["width"] + 4:g} {found["height"] + 4:g}">{regions}</svg>'
    )
