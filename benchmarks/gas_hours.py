"""What a steady day gets wrong: one long pipe hour by hour, beside steady flow.

python benchmarks/gas_hours.py

A pipe of 100 km and .9 m is fed at 70 bar; at its end demand swings by 0, 20 or 40 % about a mean
of 150, 200 or 230 kg/s, once a day. The transient is isothermal and without inertia: mass moves by
Weymouth's law between 50 cells, implicit in steps of 5 minutes (Osiadacz 1987, "Simulation and
Analysis of Gas Networks", E. & F. N. Spon), for four days; the last is shown. Beside it the steady
pressure at the end at the mean and at the peak of demand, and how far linepack swings. A study of
ours had 51.1 and 42.8 bar at 230 kg/s for the lowest of hours: that is the middle of the last of 20
cells, 2.5 km before the end, which stands in the last column.
"""

from __future__ import annotations

import argparse

import numpy as np
from scipy.linalg import solve_banded

from holdfast.gas import mean_pressure
from holdfast.gas.friction import resistance

LENGTH, BORE, FRICTION = 100e3, 0.9, 0.0095
SQUARE = 0.88 * 8.314462618 * 283.15 / (0.6 * 0.0289647)
"""a^2 at 283.15 K, z = .88, specific gravity .6 [m2/s2]."""
INLET = 70.0
AREA = np.pi / 4 * BORE**2
WHOLE = float(resistance(LENGTH, BORE, FRICTION, SQUARE))


def steady_end(flow: float) -> float:
    """Pressure at the end at a steady flow [bar]."""
    return float(np.sqrt(max(INLET**2 - WHOLE * flow**2, 0.0)))


def hour_by_hour(demand, cells: int, step: float, days: int) -> tuple[np.ndarray, np.ndarray]:
    """Pressure at the end [bar] and gas in the pipe [kg], at each step of the last day."""
    part = np.full(cells + 1, WHOLE / cells)
    part[[0, -1]] = WHOLE / cells / 2
    volume = AREA * LENGTH / cells
    room = volume * 1e5 / SQUARE / step
    mean = demand(np.linspace(0, 24, 289)[:-1]).mean()
    at = (np.arange(cells) + 0.5) / cells
    pressure = np.sqrt(INLET**2 - WHOLE * mean**2 * at)
    ends, held = [], []
    for k in range(int(days * 86400 / step)):
        drawn = demand(np.array([((k + 1) * step / 3600) % 24]))[0]
        pressure = _stepped(pressure, part, room, drawn)
        last = pressure[-1] ** 2 - part[-1] * drawn**2
        ends.append(np.sqrt(max(last, 0.0)))
        held.append(volume * pressure.sum() * 1e5 / SQUARE)
    day = int(86400 / step)
    return np.array(ends[-day:]), np.array(held[-day:])


def _stepped(before: np.ndarray, part: np.ndarray, room: float, drawn: float) -> np.ndarray:
    """Pressures of the cells after a step: Newton on what each cell gains."""
    pressure = before.copy()
    cells = len(pressure)
    for _ in range(30):
        drop = np.concatenate([[INLET], pressure[:-1]]) ** 2 - pressure**2
        inner = part[:-1]
        flow = np.sign(drop) * np.sqrt(np.abs(drop) / inner + 1e-6)
        slope = 0.5 / (inner * np.maximum(np.abs(flow), 1e-3))
        into = np.append(flow[1:], drawn)
        gap = room * (pressure - before) - flow + into
        bands = np.zeros((3, cells))
        bands[1] = room + slope * 2 * pressure
        bands[1, :-1] += slope[1:] * 2 * pressure[:-1]
        bands[0, 1:] = -slope[1:] * 2 * pressure[1:]
        bands[2, :-1] = -slope[1:] * 2 * pressure[:-1]
        change = solve_banded((1, 1), bands, -gap)
        pressure = pressure + change
        if np.abs(change).max() < 1e-9:
            return pressure
    raise RuntimeError("a step did not end")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--cells", type=int, default=50)
    asked.add_argument("--step", type=float, default=300.0, help="seconds")
    given = asked.parse_args()
    print(
        "kg/s  swing  steady at mean  lowest of hours  steady at peak  linepack swings [% of day]"
    )
    for mean in (150.0, 200.0, 230.0):
        for swing in (0.0, 0.2, 0.4):

            def demand(hour, mean=mean, swing=swing):
                return mean * (1 + swing * np.sin(2 * np.pi * (hour - 9) / 24))

            ends, held = hour_by_hour(demand, given.cells, given.step, 4)
            peak = steady_end(mean * (1 + swing))
            before = np.sqrt(ends.min() ** 2 + 0.025 * WHOLE * (mean * (1 + swing)) ** 2)
            moved = 100 * (held.max() - held.min()) / (mean * 86400)
            print(
                f"{mean:4.0f}  {swing:4.0%}  {steady_end(mean):14.1f}  {ends.min():15.1f}"
                f"  {peak:14.1f}  {moved:26.1f}  {before:13.1f}"
            )
    mean = mean_pressure(INLET, steady_end(200.0))
    held = AREA * LENGTH * float(mean) * 1e5 / SQUARE / (200.0 * 86400)
    print(f"at 200 kg/s the pipe holds {held:.2f} of a day's demand")


if __name__ == "__main__":
    main()
