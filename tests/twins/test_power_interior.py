"""The kernel of least shed beside its plain twins."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from holdfast.power.carrying import condense, expand
from holdfast.power.certificate import certify
from holdfast.power.interior.iteration import solve
from holdfast.power.interior.lanes import Lanes
from holdfast.power.interior.layout import Tuning
from holdfast.power.states import Bench, blank_found, prepare
from power.grids import random_grid, random_states, seeds
from power.witness import inputs_of
from twins.power_interior import proof, solve_one


def worked(
    seed: int,
    small: bool,
    count: int = 3,
    shifters: bool = False,
    rated: bool = False,
    width: int = 8,
):
    """A random grid and states, taken through the kernel step by step."""
    rng = np.random.default_rng(seed)
    grid = random_grid(rng, shifters=shifters)
    if rated:
        grid = replace(grid, rating=np.where(grid.rating == 0, 5.0, grid.rating))
    inputs = inputs_of(grid, random_states(rng, grid, count))
    prepared = prepare(grid, inputs.weights, inputs.merit, small)
    bench = Bench.of(prepared, len(inputs.given.branch), width)
    found = blank_found(inputs.given, len(grid.buses))
    for array in found:
        array[:] = 0.0
    condense(prepared.reduction, inputs.given, bench.desk, bench.states, Lanes(width))
    solve(
        prepared.model,
        prepared.pattern,
        bench.states,
        Tuning(),
        bench.room,
        bench.islands,
        bench.answers,
        Lanes(width),
    )
    expand(prepared.reduction, inputs.given, bench.desk, bench.answers, found, Lanes(width))
    return inputs, prepared, bench, found


@settings(max_examples=25, deadline=None, derandomize=True)
@given(seeds)
def test_states_come_to_what_dense_matrices_say(seed):
    _, prepared, bench, _ = worked(seed, small=False, rated=True)
    for s in np.flatnonzero(bench.answers.done):
        # Dense matrices lose their digits on the way: they are followed to five of them, and not
        # where a rating of 0 leaves no room inside.
        near = Tuning(tolerance=1e-6)
        shed, _flow, _linked, lost, steps = solve_one(prepared.model, bench.states, s, near)
        asked = prepared.model.demands
        size = max(bench.states.injection[s][asked].sum(), 1.0)
        if lost > 1e-6 * size:
            continue  # the dense matrices of links have lost what the kernel carries by itself
        apart = (bench.answers.injection[s] - shed) * prepared.model.weight
        assert abs(apart[asked].sum()) < 1e-5 * size
        assert bench.answers.iterations[s] >= steps


@settings(max_examples=25, deadline=None, derandomize=True)
@given(seeds)
def test_the_smaller_grid_gives_the_same_answer(seed):
    inputs, _, small, condensed = worked(seed, small=True)
    _, _, full, whole = worked(seed, small=False)
    both = small.answers.done & full.answers.done & small.states.fits
    asked = np.maximum(inputs.given.demand, 1.0)
    apart = np.abs(condensed.shed - whole.shed) / asked
    assert apart[both].max(initial=0.0) < 1e-3
    total = np.abs(((condensed.shed - whole.shed) * inputs.weights).sum(axis=(1, 2)))
    assert total[both].max(initial=0.0) < 1e-6 * asked.sum()


@settings(max_examples=40, deadline=None, derandomize=True)
@given(seeds)
def test_certificates_are_what_arrays_say(seed):
    inputs, prepared, bench, found = worked(seed, small=False, shifters=True)
    made = np.zeros((len(inputs.given.branch), 5))
    certify(
        inputs.lines,
        inputs.weights,
        prepared.sharing,
        inputs.given,
        bench.desk,
        found,
        Tuning().free,
        made,
        Lanes(1),
    )
    for s in range(len(made)):
        told = proof(inputs.lines, inputs.weights, prepared.sharing, inputs.given, found, s)
        assert made[s, :4] == pytest.approx(told, rel=1e-9, abs=1e-9)


@settings(max_examples=15, deadline=None, derandomize=True)
@given(seeds)
def test_the_bits_do_not_depend_on_how_many_lie_side_by_side(seed):
    answers = [worked(seed, small=True, count=9, width=width)[2].answers for width in (8, 4)]
    for name, eight, four in zip(answers[0]._fields, *answers, strict=True):
        assert np.array_equal(eight, four, equal_nan=eight.dtype == float), name
