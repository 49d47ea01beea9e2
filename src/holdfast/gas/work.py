"""Work of compression.

An isentropic compressor with exponent kappa and efficiency eta takes for each kg, from pressure p
to q at temperature T of a gas with a^2 = z R T / M,

    w = kappa / (kappa - 1) a^2 / eta ((q / p)^((kappa - 1) / kappa) - 1)        [J/kg]

(Koch, Hiller, Pfetsch and Schewe 2015, "Evaluating Gas Network Capacities", SIAM, chapter 2).
With kappa = 9/7, within the 1.26 to 1.31 of natural gases, the exponent is 2/9.
"""

from __future__ import annotations

import dataclasses

import numpy as np

from holdfast.gas.network import Floats, Network

KAPPA = 9.0 / 7.0
SECONDS = 86400.0


def per_mass(network: Network) -> float:
    """What a flow of one unit is in kg/s."""
    return 1.0 if network.unit == "kg/s" else 1e6 * network.normal_density / SECONDS


def unit_work(network: Network) -> float:
    """kappa / (kappa - 1) a^2 / eta of one unit of flow [MW]."""
    each = KAPPA / (KAPPA - 1.0) * network.sound_speed**2 / network.efficiency
    return each * per_mass(network) * 1e-6


def compression_power(network: Network, flow: Floats, inlet: Floats, outlet: Floats) -> Floats:
    """Power (S, C) [MW] that lifts `flow` from `inlet` to `outlet` [bar]; none if not lifted."""
    lifted = (outlet > inlet) & (inlet > 0.0)
    ratio = np.divide(outlet, inlet, out=np.ones_like(inlet), where=lifted)
    exponent = (KAPPA - 1.0) / KAPPA
    return np.maximum(flow, 0.0) * unit_work(network) * (ratio**exponent - 1.0)


def with_fuel(network: Network, drive: float = 0.33, heat: float = 48.0) -> Network:
    """The network, its compressors that are not electric burning gas for their power.

    `drive` is the share of the heat of the gas that a turbine makes power of, `heat` the lower
    heating value [MJ/kg]: natural gases have 38 to 50 (ISO 6976), turbines of compressor stations
    .25 to .40 (Mokhatab, Poe and Mak 2019, "Handbook of Natural Gas Transmission and Processing").
    Raises ValueError if either is out of range.
    """
    for name, value, least, most in (("drive", drive, 0.01, 1.0), ("heat", heat, 1.0, 150.0)):
        if not least <= value <= most:
            raise ValueError(f"{name} is {value}: a number of {least:g} to {most:g} is needed")
    each = 1.0 / (drive * heat) / per_mass(network)
    return dataclasses.replace(network, fuel=np.where(network.electric, 0.0, each))
