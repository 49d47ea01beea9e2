"""Regions by partition: in one piece, alike, and the same every time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from holdfast.adopt.grid import partition as module
from holdfast.adopt.grid.adopt import find
from holdfast.adopt.grid.partition import neighbours, partition
from holdfast.adopt.grid.regions import demand, edges
from public_grids import CASE118


@st.composite
def grids(draw):
    """A connected graph with weights: a tree and some edges more."""
    nodes = draw(st.integers(2, 40))
    random = np.random.default_rng(draw(st.integers(0, 10**6)))
    tree = [(random.integers(0, n), n) for n in range(1, nodes)]
    more = random.integers(0, nodes, (draw(st.integers(0, 30)), 2)).tolist()
    weight = random.random(nodes) * random.integers(0, 2, nodes)
    return np.array([*tree, *more], dtype=np.int64), weight


def pieces(ends, part, number):
    own = np.flatnonzero(part == number)
    inside = ends[(part[ends] == number).all(axis=1)]
    place = np.searchsorted(own, inside)
    graph = coo_array((np.ones(len(place)), place.T), shape=(len(own), len(own)))
    return connected_components(graph, directed=False)[0]


@settings(max_examples=60, deadline=None)
@given(grids(), st.integers(1, 8))
def test_each_part_is_there_and_numbers_follow_the_nodes(grid, parts):
    ends, weight = grid
    parts = min(parts, len(weight))
    made = partition(ends, weight, parts)
    assert set(made.tolist()) == set(range(parts))
    first = [int(np.flatnonzero(made == k)[0]) for k in range(parts)]
    assert first == sorted(first)
    assert (partition(ends[::-1], weight, parts) == made).all()


@pytest.mark.parametrize("parts", [6, 12, 24])
def test_parts_of_case118_hang_together_and_are_alike(parts):
    found = find(CASE118)
    ends, weight = edges(found), demand(found).mean(axis=1)
    made = partition(ends, weight, parts)
    assert [pieces(ends, made, k) for k in range(parts)] == [1] * parts
    held = np.bincount(made, weight, parts) / weight.sum() + np.bincount(made) / len(made)
    assert held.max() < 2.1 * held.mean()
    assert held.min() > 0.35 * held.mean()


def test_a_path_is_cut_in_the_middle():
    ends = np.array([(n, n + 1) for n in range(7)])
    assert partition(ends, np.ones(8), 2).tolist() == [0] * 4 + [1] * 4
    assert neighbours(ends, partition(ends, np.ones(8), 4)) == [(0, 1), (1, 2), (2, 3)]


def test_large_grids_are_cut_as_small_ones_are(monkeypatch):
    found = find(CASE118)
    ends, weight = edges(found), demand(found).mean(axis=1)
    dense = partition(ends, weight, 12)
    monkeypatch.setattr(module, "DENSE", 1)
    assert (partition(ends, weight, 12) == dense).all()


def test_more_parts_than_nodes_are_refused():
    with pytest.raises(ValueError, match="2 nodes cannot be cut into 3 parts"):
        partition(np.array([(0, 1)]), np.ones(2), 3)
