"""Where the regions of a fictional country lie, and their outlines, in units of drawing.

Regions are laid out so that neighbours in the grid lie near (stress majorization, Gansner, Koren
and North 2004), take areas by weight in a power diagram of small cells, and are outlined along the
cells. Nothing of it is a place on the earth.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components, shortest_path
from scipy.spatial import Voronoi

from holdfast.arrays import Array

SEA = -1
Draw = Callable[[str, Sequence[str]], Array]
"""Uniform numbers for a purpose and names."""


@dataclasses.dataclass(frozen=True, slots=True)
class Land:
    """Places and outlines of R regions, height `size`, y upwards."""

    places: Array
    """(R, 2) middle of each."""
    outlines: tuple[Array, ...]
    """(P, 2) of each, once round."""


def lay_out(
    pairs: Sequence[tuple[int, int]],
    weight: Array,
    cells: int,
    wide: float,
    size: float,
    draw: Draw,
) -> Land:
    """Lay out regions that are neighbours in pairs; weight (R,) is what areas go by."""
    places = _places(pairs, len(weight))
    points, inside = _points(cells, wide, draw)
    land = points[inside]
    places = places / np.abs(places).max(axis=0) * np.array([0.72 * wide, 0.72])
    owner = _shared_out(land, places, weight / weight.sum())
    label = np.full(len(points), SEA)
    label[inside] = owner
    diagram = Voronoi(points)
    label = _whole(diagram, label)
    middle = np.array([points[label == r].mean(axis=0) for r in range(len(weight))])
    outlines = [_outline(diagram, label, r) for r in range(len(weight))]
    corners = np.concatenate(outlines)
    low, high = corners.min(axis=0), corners.max(axis=0)
    scale = size / (high[1] - low[1])
    # adding 0 makes -0 a plain 0
    drawn = tuple(np.round((outline - low) * scale, 1) + 0.0 for outline in outlines)
    return Land(np.round((middle - low) * scale, 1), drawn)


def _places(pairs: Sequence[tuple[int, int]], regions: int) -> Array:
    """(R, 2) places whose distances are near those in the graph of neighbours."""
    ends = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    graph = coo_array((np.ones(len(ends)), ends.T), shape=(regions, regions))
    far = shortest_path(graph.tocsr(), directed=False)
    far[np.isinf(far)] = regions
    made = _scaled(far)
    weight = 1 / np.maximum(far, 1) ** 2
    np.fill_diagonal(weight, 0)
    laplacian = np.diag(weight.sum(axis=1)) - weight
    inverse = np.linalg.pinv(laplacian)
    for _ in range(300):
        apart = np.linalg.norm(made[:, None] - made[None], axis=2)
        ratio = np.where(apart > 1e-9, far / np.maximum(apart, 1e-9), 0.0) * weight
        made = inverse @ (np.diag(ratio.sum(axis=1)) - ratio) @ made
    return np.asarray(made - (made.max(axis=0) + made.min(axis=0)) / 2)


def _scaled(far: Array) -> Array:
    """Classical scaling: the two greatest axes, each with its greatest entry above 0."""
    regions = len(far)
    centre = np.eye(regions) - 1 / regions
    values, vectors = np.linalg.eigh(-0.5 * centre @ far**2 @ centre)
    made = vectors[:, ::-1][:, :2] * np.sqrt(np.maximum(values[::-1][:2], 1e-3))
    big = np.argmax(np.round(np.abs(made), 6), axis=0)
    return np.asarray(made * np.sign(made[big, [0, 1]]))


def _points(cells: int, wide: float, draw: Draw) -> tuple[Array, Array]:
    """Jittered points of a lattice, (P, 2), and which of them lie on land."""
    step = float(np.sqrt(np.pi * wide / cells))
    across, up = int(np.ceil(1.5 * wide / step)), int(np.ceil(1.5 / step))
    names = [f"{i} {j}" for j in range(-up, up + 1) for i in range(-across, across + 1)]
    at = np.array([[int(part) for part in name.split()] for name in names], dtype=float)
    at[:, 0] += np.where(at[:, 1] % 2 == 0, 0.0, 0.5)
    jitter = np.stack([draw("cell x", names), draw("cell y", names)], axis=1) - 0.5
    points = (at + 0.62 * jitter) * step
    turn = np.arctan2(points[:, 1], points[:, 0] / wide)
    waves = ("2", "3", "5", "7")
    phase = 2 * np.pi * draw("coast", waves)
    height = sum(
        0.16 / int(wave) ** 0.7 * np.cos(int(wave) * turn + shift)
        for wave, shift in zip(waves, phase, strict=True)
    )
    radius = np.hypot(points[:, 0] / wide, points[:, 1])
    return points, radius < 1 + height


def _shared_out(land: Array, places: Array, share: Array) -> Array:
    """(P,) region of each cell: areas as the shares, each region in one piece."""
    places, bonus = places.copy(), np.zeros(len(share))
    goal = 0.5 * share + 0.5 / len(share)
    owner = np.zeros(len(land), dtype=np.int64)
    for turn in range(200):
        apart = ((land[:, None] - places[None]) ** 2).sum(axis=2) - bonus
        owner = apart.argmin(axis=1)
        have = np.bincount(owner, minlength=len(share)) / len(land)
        bonus += 0.25 * (goal - have)
        if turn < 40:
            for r in np.flatnonzero(have > 0):
                places[r] += 0.2 * (land[owner == r].mean(axis=0) - places[r])
    return owner


def _whole(diagram: Voronoi, label: Array) -> Array:
    """Labels with pieces that do not hang together with their region given to the sea."""
    made = label.copy()
    for region in range(int(label.max()) + 1):
        own = np.flatnonzero(label == region)
        pairs = diagram.ridge_points
        both = pairs[(label[pairs] == region).all(axis=1)]
        place = np.searchsorted(own, both)
        graph = coo_array((np.ones(len(both)), place.T), shape=(len(own), len(own)))
        _, piece = connected_components(graph, directed=False)
        made[own[piece != np.argmax(np.bincount(piece))]] = SEA
    return made


def _outline(diagram: Voronoi, label: Array, region: int) -> Array:
    """The corners of a region once round: the longest loop of edges to other labels."""
    following: dict[int, list[int]] = {}
    for (a, b), edge in zip(diagram.ridge_points, diagram.ridge_vertices, strict=True):
        if (label[a] == region) != (label[b] == region) and min(edge) >= 0:
            for one, other in (edge, edge[::-1]):
                following.setdefault(int(one), []).append(int(other))
    loops: list[list[int]] = []
    while following:
        start = min(following)
        loop, at = [start], start
        while following.get(at):
            then = following[at].pop(0)
            following[then].remove(at)
            if not following[at]:
                del following[at]
            if not following.get(then):
                following.pop(then, None)
            at = then
            if at != start:
                loop.append(at)
        loops.append(loop)
    return np.asarray(diagram.vertices[max(loops, key=len)])
