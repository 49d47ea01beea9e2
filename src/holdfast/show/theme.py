"""Colours bound to meanings, the scale from lit to dark, and the style sheet that carries them.

One drawing serves the light and the dark page: figures are drawn in the light colours, each of
which stands for one token, and the canvas swaps every such colour for its CSS variable.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from importlib.resources import files

import numpy as np
import numpy.typing as npt

LIGHT = {
    "ground": "#F6F8F9",
    "panel": "#FFFFFF",
    "ink": "#17212B",
    "soft": "#55626F",
    "line": "#D5DCE2",
    "faint": "#E9EEF1",
    "none": "#7E8B97",
    "power": "#BC8004",
    "gas": "#3F8FCC",
    "heat": "#AE321A",
    "defence": "#3B2667",
    "money": "#126B58",
}
DARK = {
    "ground": "#11171D",
    "panel": "#182028",
    "ink": "#E8EDF1",
    "soft": "#9DABB8",
    "line": "#33404B",
    "faint": "#222C35",
    "none": "#8B98A4",
    "power": "#F2B632",
    "gas": "#4A9BDD",
    "heat": "#E8613A",
    "defence": "#D3C4FF",
    "money": "#1F8F72",
}
CUTS = (0.5, 1.0, 2.0, 4.0, 8.0, 12.0)
"""Hours without power a day at which the scale from lit to dark steps."""
LAMP = ("#FFF3CB", "#FADA8B", "#EBB05F", "#C07F62", "#855F7C", "#4A437A", "#1A1D47")
"""Lit to dark; the same on a light and a dark page, so none of them is a token."""
ON_LIT, ON_DARK = "#17212A", "#FFFFFE"
"""Text on the lit and on the dark steps; a hair off the tokens, so that no theme swaps them."""
CLOSE = 0.5
"""Hours a day under which values lie so close that one decimal more tells them apart."""
FIRST_DARK = 4
"""Step of the scale from which text is light."""

WIDTHS = (1080, 720, 350)
"""Each figure is drawn for the desk, for A4 and tablets, and for the phone."""


def step(hours: npt.ArrayLike, cuts: Sequence[float] = CUTS) -> npt.NDArray[np.int64]:
    """Give the step of the scale, 0 (lit) to 6 (dark), for hours without power a day."""
    return np.searchsorted(cuts, np.asarray(hours), side="right").astype(np.int64)


def decimals(values: npt.ArrayLike) -> int:
    """Choose decimals by which values are told apart: one, or two where they lie close."""
    return 2 if 0 < float(np.ptp(np.asarray(values, dtype=float))) < CLOSE else 1


def on_step(number: int) -> str:
    """Give the colour of text that is read on a step of the scale."""
    return ON_DARK if number >= FIRST_DARK else ON_LIT


def steps() -> str:
    """Give the CSS classes `s0` to `s6`: the colour of each step of the scale, and of its text."""
    return "".join(
        f".s{number}{{--lamp:{colour};--on:{on_step(number)}}}"
        for number, colour in enumerate(LAMP)
    )


def variables() -> str:
    """Give the CSS that sets the tokens for a light page, a dark page and paper."""
    light, dark = (
        ";".join(f"--{name}:{value}" for name, value in tokens.items()) for tokens in (LIGHT, DARK)
    )
    return (
        f":root{{color-scheme:light dark;{light}}}"
        f"@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}"
        f":root[data-theme=light]{{color-scheme:light}}"
        f":root[data-theme=dark]{{color-scheme:dark;{dark}}}"
        f"@media print{{:root,:root:not([data-theme=light]),:root[data-theme=dark]"
        f"{{color-scheme:light;{light};--ground:#FFFFFF}}}}"
    )


def faces() -> str:
    """Give the CSS that carries both fonts inside the page."""
    rules = []
    for family, name in (("Source Sans 3", "source-sans-3"), ("Source Serif 4", "source-serif-4")):
        path = files("holdfast.show") / "fonts" / f"{name}-latin-wght-normal.woff2"
        data = base64.b64encode(path.read_bytes()).decode("ascii")
        rules.append(
            f"@font-face{{font-family:'{family}';font-weight:200 900;"
            f"src:url(data:font/woff2;base64,{data}) format('woff2')}}"
        )
    return "".join(rules)


def style_sheet() -> str:
    """Give the whole style sheet of the report: fonts, tokens, rules."""
    rules = (files("holdfast.show") / "style.css").read_text(encoding="utf-8")
    return faces() + variables() + rules
