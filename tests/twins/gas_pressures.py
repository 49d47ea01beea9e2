"""Plain numpy twin of the kernel of gas pressures: one state, one class, dense matrices.

`solve_one` is the twin of `solve`, `refill`, `enter`, `goes_on`, `after`, `fails`, `step`, `begin`,
`find_parts`, `spread`, `unite`, `put_amount`, `put_start`, `put_stage`, `put_steering` and `rest`.
Its equations are those of `assemble`, `put_pipes`, `put_links`, `head`, `near`, `put_terminals`,
`lift_of` and `add`, its moves those of `measure`, `nearer`, `go`, `take`, `move_of` and
`move_of_link`, without the ways by which the kernel comes there sooner (as by `loosen`).
`numpy.linalg.solve` stands for `factor` and `back_and_forth`. Holds at nodes are `put_holds`,
`held_back`, `driven`, `has_hold`, `drive_of`, `move_of_hold`, `reach_of_holds`, `move_holds`,
`begin_holds` and `let_go`.
Who is granted what and what is burnt (`burn`, `steer`, `steady`, `lawful`, `grant`, `find_short`,
`rounded`, `give`, `give_nothing`, `begin_halves`, `halves`, `put_half`, `try_half`) is held against
hand in tests/gas/test_pressures.py, how least pressures hold at last (`throttled`, `drawn`,
`unsettled`, `hold_links`, `lowest`, `allowed`, `pulls`, `trim`, `cut_class`, `shrink`) in
tests/gas/test_least_pressures.py, thresholds that rise beyond supplies (`lift_top`) in
tests/gas/test_links.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

STEEP, LEAK, EASE, BLUNT = 10.0, 1e-7, 0.1, 1.0
ABOVE, BAND = 10.0, 2.0


@dataclass
class Link:
    """What lets gas through from one node to another."""

    begin: int
    end: int
    ratio: float
    set_point: float
    suction: float


@dataclass
class Terminal:
    """What gas enters (sign -1) or leaves by (sign 1)."""

    node: int
    sign: float
    amount: float
    level: float
    droop: float


def least(a: float, b: float, slope_a: float, slope_b: float) -> tuple[float, float]:
    """The smaller with a blunt corner, and its slope."""
    far = np.sqrt((a - b) ** 2 + BLUNT)
    share = 0.5 * (1.0 - (a - b) / far)
    return 0.5 * (a + b - far), share * slope_a + (1.0 - share) * slope_b


def held(link: Link, potential: float) -> tuple[float, float]:
    """What a link can hold at its end, and its slope."""
    value, slope = least(link.ratio * potential, link.set_point, link.ratio, 0.0)
    steep = potential + STEEP * (potential - link.suction)
    return least(value, steep, slope, 1.0 + STEEP)


def positive(value: float, square: float) -> tuple[float, float]:
    """The value where it is above 0, rounded at the corner, and its slope."""
    far = np.sqrt(value**2 + square)
    return 0.5 * (value + far), 0.5 * (1.0 + value / far)


def solve_one(nodes, pipes, links, terminals, least=(), steps=400):
    """Shares of terminals, flows of pipes and links, potentials; flow in shares of what is asked.

    `pipes` are (from, to, resistance), `least` {node: potential} is held by throttling what goes on
    from there. A plain interior point method with one step length.
    """
    top = max(t.level for t in terminals if t.sign < 0)
    leak, mu = LEAK / top, 0.05 * top
    p, f = np.full(nodes, 0.8 * top), np.full(len(pipes), 0.05)
    c, cz = np.full(len(links), 0.1), np.full(len(links), mu)
    x = np.full(len(terminals), 0.5)
    z, v = np.full(len(terminals), 2 * mu), np.full(len(terminals), 2 * mu)
    floor = np.zeros(nodes)
    for node, value in dict(least).items():
        floor[node] = value
    u, uz, uv = np.full(nodes, 0.05), np.full(nodes, mu), np.full(nodes, 0.05 * mu)
    even = [min(1e-8, 1e-2 / k) for _, _, k in pipes]
    for _ in range(steps):
        mean = np.mean(np.concatenate([x * z, (1 - x) * v, 10 * c * cz, u * uz]))
        target = max(0.3 * mean, 3e-5)
        matrix, side = np.zeros((nodes, nodes)), np.zeros(nodes)
        aim_f, gain_f = np.zeros(len(pipes)), np.zeros(len(pipes))
        gain_u = 1.0 / (BAND + uz / u + uv / (1 - u))
        drive_u = floor + ABOVE + BAND - p - BAND * u
        aim_u = u + gain_u * (drive_u + target / u - target / (1 - u))
        at, answers = np.zeros(len(pipes)), np.zeros((len(pipes), 2))
        for e, (i, j, k) in enumerate(pipes):
            speed = np.sqrt(f[e] ** 2 + even[e])
            gain_f[e] = speed / (k * (2 * f[e] ** 2 + even[e]))
            forth, a = positive(p[i] - floor[i] * u[i] - p[j], 3 * target)
            back, b = positive(p[j] - floor[j] * u[j] - p[i], 3 * target)
            change = b * floor[j] * (aim_u - u)[j] - a * floor[i] * (aim_u - u)[i]
            at[e] = forth - back + change
            answers[e] = a * (1 + floor[i] * gain_u[i]) + b, b * (1 + floor[j] * gain_u[j]) + a
            aim_f[e] = f[e] + (at[e] - k * f[e] * speed) * gain_f[e]
            here, there = gain_f[e] * answers[e]
            matrix[[i, j, i, j], [i, j, j, i]] += [here, there, -there, -here]
            side[[i, j]] += aim_f[e] * np.array([-1, 1])
        aim_c, gain_c, slope_c = (np.zeros(len(links)) for _ in range(3))
        for e, link in enumerate(links):
            i, j = link.begin, link.end
            value, slope = held(link, p[i] - floor[i] * u[i])
            value -= slope * floor[i] * (aim_u - u)[i]
            slope_c[e] = slope * (1.0 + floor[i] * gain_u[i])
            gain_c[e] = 1.0 / (EASE + cz[e] / c[e])
            aim_c[e] = c[e] + gain_c[e] * (value - p[j] - EASE * c[e] + 0.1 * target / c[e])
            off, into = gain_c[e] * slope_c[e] + leak, gain_c[e] + leak
            matrix[[i, j, i, j], [i, j, j, i]] += [off, into, -into, -off]
            side[[i, j]] += (aim_c[e] + leak * (p[i] - p[j])) * np.array([-1, 1])
        aim_x, gain_x = np.zeros(len(terminals)), np.zeros(len(terminals))
        for t, one in enumerate(terminals):
            gain_x[t] = 1.0 / (one.droop + z[t] / x[t] + v[t] / (1 - x[t]))
            drive = one.sign * (p[one.node] - one.level) - one.droop * x[t]
            aim_x[t] = x[t] + gain_x[t] * (drive + target / x[t] - target / (1 - x[t]))
            matrix[one.node, one.node] += one.amount * gain_x[t]
            side[one.node] -= one.sign * one.amount * aim_x[t]
        d = np.linalg.solve(matrix, side)
        dx = aim_x + gain_x * [one.sign * d[one.node] for one in terminals] - x
        dc = np.array([slope_c[e] * d[k.begin] - d[k.end] for e, k in enumerate(links)])
        dc = aim_c + gain_c * dc - c
        moved = [answers[e] @ [d[i], -d[j]] for e, (i, j, _) in enumerate(pipes)]
        df = aim_f + gain_f * moved - f
        du = aim_u - gain_u * d - u
        duz = (target - uz * du) / u - uz
        duv = (target + uv * du) / (1 - u) - uv
        dz = (target - z * dx) / x - z
        dv = (target + v * dx) / (1 - x) - v
        dcz = (0.1 * target - cz * dc) / c - cz
        inside = [(x, dx), (1 - x, -dx), (z, dz), (v, dv), (c, dc), (cz, dcz)]
        inside += [(u, du), (1 - u, -du), (uz, duz), (uv, duv)]
        reach = max((-b / a).max(initial=0.0) for a, b in inside)
        step = min(1.0, 0.9 / max(reach, 1e-9))
        p, f, x, z, v = p + step * d, f + step * df, x + step * dx, z + step * dz, v + step * dv
        c, cz = c + step * dc, cz + step * dcz
        u, uz, uv = u + step * du, uz + step * duz, uv + step * duv
        if mean < 5e-5 and step == 1.0:
            return x, f, c, p
    raise AssertionError("the twin does not settle")
