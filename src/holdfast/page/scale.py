"""What stands beside a signature, drawn without a library: the key of its scale, and the months."""

from __future__ import annotations

import html
from collections.abc import Sequence

from holdfast.show.catalogue import Catalogue
from holdfast.show.theme import CUTS, LAMP

WIDTH, TALL = 300.0, 11.0


def key_of_scale(words: Catalogue) -> str:
    """An SVG in which each step is a box and each cut stands under its edge."""
    each = WIDTH / len(LAMP)
    boxes = "".join(
        f'<path fill="{colour}" d="M{each * place:.2f} 18h{each:.2f}v{TALL:g}h-{each:.2f}z"/>'
        for place, colour in enumerate(LAMP)
    )
    texts = "".join(
        f'<text x="{each * (place + 1):.2f}" y="42" text-anchor="middle">'
        f"{'½' if cut == 0.5 else html.escape(words.numbers.exact(cut))}</text>"
        for place, cut in enumerate(CUTS)
    )
    told = words.say("raster.key_told", cuts=", ".join(map(words.numbers.exact, CUTS)))
    label = html.escape(words.say("raster.key"))
    return (
        f'<svg class="c" role="img" aria-label="{label}" viewBox="0 0 {WIDTH:g} 44" '
        f'fill="var(--soft)" font-size="13"><title>{label}</title><desc>{html.escape(told)}</desc>'
        f'<text x="0" y="11">{label}</text>{boxes}{texts}</svg>'
    )


def line_of_months(each: Sequence[tuple[str, float]], told: str) -> str:
    """Names of months where they begin, in shares of the width."""
    names = "".join(
        f'<i style="left:{100 * share:.2f}%">{html.escape(name)}</i>' for name, share in each
    )
    return f'<span class="months" role="img" aria-label="{html.escape(told)}">{names}</span>'
