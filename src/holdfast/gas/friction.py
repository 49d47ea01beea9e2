"""Friction in pipes by several laws, and the resistance that follows from it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from holdfast.gas.network import Floats
from holdfast.gas.units import BAR, NORMAL_PRESSURE, NORMAL_TEMPERATURE

LAMINAR = 2320.0
"""Reynolds number under which flow is laminar (Schlichting, Boundary-Layer Theory)."""

Law = Callable[[npt.ArrayLike, npt.ArrayLike, npt.ArrayLike], Floats]


def reynolds(flow: npt.ArrayLike, diameter: npt.ArrayLike, viscosity: npt.ArrayLike) -> Floats:
    """4 |m| / (pi D eta) of `flow` [kg/s], `diameter` [m] and dynamic `viscosity` [Pa s]."""
    made: Floats = 4.0 * np.abs(flow) / (np.pi * np.asarray(diameter) * np.asarray(viscosity))
    return made


def nikuradse(diameter: npt.ArrayLike, roughness: npt.ArrayLike, reynolds: npt.ArrayLike) -> Floats:
    """Fully rough: 1 / sqrt(lambda) = 2 log10(D / k) + 1.14 (Nikuradse 1933; Prandtl, Karman).

    `diameter` and `roughness` in one unit; the Reynolds number does not matter.
    """
    ratio = np.asarray(diameter, dtype=np.float64) / np.asarray(roughness)
    made: Floats = (2.0 * np.log10(ratio) + 1.14) ** -2 + 0.0 * np.asarray(reynolds)
    return made


def nikuradse_laminar(
    diameter: npt.ArrayLike, roughness: npt.ArrayLike, reynolds: npt.ArrayLike
) -> Floats:
    """64 / Re added to the fully rough law, as pandapipes does under the name nikuradse."""
    number = np.maximum(reynolds, 1e-9)
    made: Floats = nikuradse(diameter, roughness, reynolds) + 64.0 / number
    return made


def colebrook(diameter: npt.ArrayLike, roughness: npt.ArrayLike, reynolds: npt.ArrayLike) -> Floats:
    """1 / sqrt(lambda) = -2 log10(2.51 / (Re sqrt(lambda)) + k / (3.71 D)) (Colebrook 1939).

    Under a Reynolds number of 2320 it is 64 / Re.
    """
    number = np.maximum(np.asarray(reynolds, dtype=np.float64), 1e-9)
    rough = np.asarray(roughness) / (3.71 * np.asarray(diameter))
    smooth = 2.51 / np.maximum(number, LAMINAR)
    root = -2.0 * np.log10(smooth / np.sqrt(0.02) + rough)
    for _ in range(_STEPS):
        inner = smooth * root + rough
        gap = root + 2.0 * np.log10(inner)
        root = root - gap / (1.0 + 2.0 / np.log(10.0) * smooth / inner)
    made: Floats = np.where(number < LAMINAR, 64.0 / number, root**-2)
    return made


_STEPS = 8
"""Of Newton: the third leaves 1e-14 for any roughness and Reynolds number."""


def hofer(diameter: npt.ArrayLike, roughness: npt.ArrayLike, reynolds: npt.ArrayLike) -> Floats:
    """lambda = (-2 log10(4.518 / Re log10(Re / 7) + k / (3.71 D)))^-2 (Hofer 1973).

    Under a Reynolds number of 2320 it is 64 / Re.
    """
    number = np.maximum(np.asarray(reynolds, dtype=np.float64), 1e-9)
    fast = np.maximum(number, LAMINAR)
    rough = np.asarray(roughness) / (3.71 * np.asarray(diameter))
    turbulent = (-2.0 * np.log10(4.518 / fast * np.log10(fast / 7.0) + rough)) ** -2
    made: Floats = np.where(number < LAMINAR, 64.0 / number, turbulent)
    return made


LAWS: dict[str, Law] = {
    "nikuradse": nikuradse,
    "nikuradse_laminar": nikuradse_laminar,
    "colebrook": colebrook,
    "hofer": hofer,
}
"""Laws by name."""


def friction_factor(
    law: str, diameter: npt.ArrayLike, roughness: npt.ArrayLike, reynolds: npt.ArrayLike = np.inf
) -> Floats:
    """Darcy's lambda [1] by a law of `LAWS`; without a Reynolds number the flow is fully rough.

    `diameter` and `roughness` in one unit, any shapes that fit. Raises ValueError if the law is
    none, a diameter or roughness is not above 0, or the roughness is half the diameter or more.
    """
    if law not in LAWS:
        raise ValueError(f"law is {law!r}: {', '.join(LAWS)}")
    wide, rough = np.asarray(diameter, dtype=np.float64), np.asarray(roughness, dtype=np.float64)
    for name, value in (("diameter", wide), ("roughness", rough)):
        if not (value > 0).all() or not np.isfinite(value).all():
            raise ValueError(f"{name} must be above 0 and finite")
    if not (rough < wide / 2).all():
        raise ValueError("roughness must be less than half the diameter")
    number = np.asarray(reynolds, dtype=np.float64)
    if np.isnan(number).any() or (number < 0).any():
        raise ValueError("reynolds must be 0 or above")
    return LAWS[law](wide, rough, np.minimum(number, 1e12))


def square_of_sound(
    normal_density: npt.ArrayLike, temperature: npt.ArrayLike, compressibility: npt.ArrayLike = 1.0
) -> Floats:
    """a^2 = p / density = (p_n / rho_n) (T / T_n) K [m2/s2].

    `normal_density` [kg/m3] at 273.15 K and 1.01325 bar, `temperature` [K], `compressibility` K =
    z / z_n [1].
    """
    made: Floats = (
        NORMAL_PRESSURE
        / np.asarray(normal_density, dtype=np.float64)
        * (np.asarray(temperature) / NORMAL_TEMPERATURE)
        * np.asarray(compressibility)
    )
    return made


def resistance(
    length: npt.ArrayLike,
    diameter: npt.ArrayLike,
    friction: npt.ArrayLike,
    sound_squared: npt.ArrayLike,
    fittings: npt.ArrayLike = 0.0,
) -> Floats:
    """K of p_i^2 - p_j^2 = K f |f| [bar2/(kg/s)2]: (lambda L / D + zeta) a^2 / A^2.

    `length` and `diameter` [m], `friction` Darcy's lambda, `sound_squared` a^2 [m2/s2], `fittings`
    the sum zeta of loss coefficients. Kinetic energy and height are left out.
    """
    wide = np.asarray(diameter, dtype=np.float64)
    area = np.pi / 4.0 * wide**2
    drop = np.asarray(friction) * np.asarray(length) / wide + np.asarray(fittings)
    made: Floats = drop * np.asarray(sound_squared) / area**2 / BAR**2
    return made
