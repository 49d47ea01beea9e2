"""A gas network with given flows at its nodes as one of pandapipes."""

from __future__ import annotations

import numpy as np
import pandapipes as pp

from holdfast.gas import Network

AIR = 1.01325
FRICTION = 0.01
SHORT = 10.0
"""m: a resistor, which has no volume."""


def built(net: Network, put: np.ndarray, pressure: np.ndarray, out: np.ndarray):
    """The network, with all that enters (N,) as sources and sinks but at one node, which holds.

    A pipe has the resistance and the volume of ours: with a friction of .01 its diameter and length
    follow from them. A compressor has the ratio of our pressures, or holds ours where it
    throttles; a tie is an open valve.
    """
    made = pp.create_empty_network(fluid="hgas")
    gas = pp.create_constant_fluid(
        "as ours",
        "gas",
        density=1.01325e5 / net.sound_speed**2 * 288.15 / 273.15,
        viscosity=1e-9,
        heat_capacity=2000.0,
        compressibility=1.0,
        der_compressibility=0.0,
        molar_mass=16.0,
    )
    made["fluid"] = gas
    at = [pp.create_junction(made, pn_bar=50.0, tfluid_k=288.15) for _ in net.nodes]
    holding = int(np.argmax(np.where(put > 0, pressure, -1.0)))
    pp.create_ext_grid(made, at[holding], p_bar=pressure[holding] - AIR, t_k=288.15)
    for node in np.flatnonzero(put):
        if node == holding:
            continue
        if put[node] > 0:
            pp.create_source(made, at[node], mdot_kg_per_s=put[node])
        else:
            pp.create_sink(made, at[node], mdot_kg_per_s=-put[node])
    length, bore, rough = sizes(net)
    for pipe in np.flatnonzero(~out):
        pp.create_pipe_from_parameters(
            made,
            at[net.pipe_from[pipe]],
            at[net.pipe_to[pipe]],
            length_km=length[pipe] / 1e3,
            inner_diameter_mm=bore[pipe] * 1e3,
            k_mm=rough[pipe] * 1e3,
        )
    for one, other in zip(net.tie_from, net.tie_to, strict=True):
        pp.create_valve(made, at[one], at[other], "ju", 1000.0, opened=True)
    for one, other in zip(net.compressor_from, net.compressor_to, strict=True):
        ratio = float(pressure[other] / pressure[one])
        if ratio >= 1.0:
            pp.create_compressor(made, at[one], at[other], pressure_ratio=ratio)
        else:
            _held(made, at[one], at[other], pressure[other])
    for one, other in zip(net.regulator_from, net.regulator_to, strict=True):
        _held(made, at[one], at[other], pressure[other])
    return made


def _held(made, one: int, other: int, pressure: float) -> None:
    """Something that holds the pressure behind it."""
    pp.create_pressure_control(made, one, other, other, controlled_p_bar=pressure - AIR)


def sizes(net: Network) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Length, diameter and roughness [m] with our resistance and volume."""
    square = net.sound_speed**2
    pascal = net.resistance * 1e10
    seventh = 64.0 * FRICTION * net.volume * square / (np.pi**3 * pascal)
    fifth = 16.0 * FRICTION * SHORT * square / (np.pi**2 * pascal)
    bore = np.where(net.volume > 0, seventh ** (1 / 7), fifth ** (1 / 5))
    length = np.where(net.volume > 0, net.volume / (np.pi / 4 * bore**2), SHORT)
    rough = bore * 10 ** ((1.14 - FRICTION**-0.5) / 2)
    return length, bore, rough


def flow(made) -> np.ndarray:
    """Pressures (N,) that pandapipes finds, absolute [bar]."""
    pp.pipeflow(made, friction_model="nikuradse", max_iter_hyd=200, mode="hydraulics")
    return made.res_junction.p_bar.to_numpy() + AIR
