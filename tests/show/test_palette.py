"""Colours measured: told apart in three kinds of colour blindness, and readable on their ground.

Distances are in CAM02-UCS (Luo, Cui and Li 2006); colour blindness is that of Machado, Oliveira and
Fernandes 2009 at full severity; contrast is WCAG 2.1's ratio of relative luminances.
"""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from colorspacious import cspace_convert

from holdfast.show.theme import DARK, LAMP, LIGHT, ON_DARK, ON_LIT, on_step

MEANINGS = ("power", "gas", "heat", "defence", "money")
"""The tokens that stand for a kind of help."""
SIGHTS = ("normal", "deuteranomaly", "protanomaly", "tritanomaly")
LEAST_APART = {"light": 15.0, "dark": 11.0}
LEAST_STEP = 10.0
LEAST_CONTRAST, LEAST_TEXT = 3.0, 4.5
THEMES = {"light": LIGHT, "dark": DARK}


def rgb(colour: str) -> np.ndarray:
    return np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])


def seen(colour: str, sight: str) -> np.ndarray:
    if sight == "normal":
        return rgb(colour)
    space = {"name": "sRGB1+CVD", "cvd_type": sight, "severity": 100}
    return np.clip(cspace_convert(rgb(colour), space, "sRGB1"), 0, 1)


def apart(one: str, other: str, sight: str) -> float:
    a, b = (cspace_convert(seen(each, sight), "sRGB1", "CAM02-UCS") for each in (one, other))
    return float(np.linalg.norm(a - b))


def luminance(colour: str) -> float:
    linear = rgb(colour)
    linear = np.where(linear <= 0.04045, linear / 12.92, ((linear + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("theme", THEMES)
def test_meanings_are_told_apart(theme, sight):
    tokens = THEMES[theme]
    for one, other in itertools.combinations(MEANINGS, 2):
        distance = apart(tokens[one], tokens[other], sight)
        assert distance >= LEAST_APART[theme] - 0.5, (one, other, distance)


@pytest.mark.parametrize("sight", SIGHTS)
def test_steps_of_the_scale_are_told_apart(sight):
    for one, other in itertools.pairwise(LAMP):
        assert apart(one, other, sight) >= LEAST_STEP


def test_lightness_falls_from_lit_to_dark():
    lightness = [cspace_convert(rgb(colour), "sRGB1", "CAM02-UCS")[0] for colour in LAMP]
    assert (np.diff(lightness) < -5).all()


@pytest.mark.parametrize("theme", THEMES)
def test_meanings_and_texts_stand_out_from_the_ground(theme):
    tokens = THEMES[theme]
    for name in (*MEANINGS, "none"):
        assert contrast(tokens[name], tokens["ground"]) >= LEAST_CONTRAST, name
    for name in ("ink", "soft"):
        assert contrast(tokens[name], tokens["ground"]) >= LEAST_TEXT, name


def test_text_is_readable_on_every_step():
    for number, colour in enumerate(LAMP):
        assert contrast(on_step(number), colour) >= LEAST_TEXT, number


def test_each_token_has_a_colour_of_its_own():
    for tokens in THEMES.values():
        assert len({colour.lower() for colour in tokens.values()}) == len(tokens)
    assert LIGHT.keys() == DARK.keys()
    fixed = {colour.lower() for colour in (*LAMP, ON_LIT, ON_DARK)}
    assert not fixed & {colour.lower() for colour in LIGHT.values()}
