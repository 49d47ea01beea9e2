"""Plain twin of the kernel of `repair`, `assign`: one queue of damaged installations per future."""

from __future__ import annotations

import numpy as np


def assign(order, skill, part, effort, way, state, work, has_part, crews, pieces):
    """State, work, has_part, crews, pieces and mended; arguments as of the kernel."""
    state, work, has_part = state.copy(), work.copy(), has_part.copy()
    crews, pieces = crews.copy(), pieces.copy()
    futures, mended = len(state), np.zeros(work.shape)
    order = np.broadcast_to(order, (futures, order.shape[1]))
    effort, way = np.broadcast_to(effort, futures), np.broadcast_to(way, futures)
    for f in range(futures):
        place = {int(pair): at for at, pair in enumerate(order[f])}
        queue = [a for a in range(state.shape[1]) if state[f, a] > 0]
        queue.sort(key=lambda a: place[3 * a + int(state[f, a]) - 1])
        for a in queue:
            waits = state[f, a] == 3 and part[a] >= 0 and has_part[f, a] < 1
            if waits:
                if has_part[f, a] == 0 and pieces[f, part[a]] >= 1:
                    pieces[f, part[a]] -= 1
                    has_part[f, a] = way[f]
                elif has_part[f, a] > 0:
                    has_part[f, a] += way[f]
                if has_part[f, a] > 1 - 1e-9:
                    has_part[f, a] = 1
            else:
                crew = min(1.0, crews[f, skill[a]], work[f, a] / effort[f])
                crews[f, skill[a]] -= crew
                work[f, a] -= crew * effort[f]
                if work[f, a] <= 1e-9:
                    state[f, a], work[f, a], mended[f, a] = 0, 0.0, 1.0
    return state, work, has_part, crews, pieces, mended
