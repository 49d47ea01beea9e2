"""Parcels: arrays come back with all their bits, and what is not whole is known."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from holdfast.arrays import declared
from holdfast.campaign import ensemble
from holdfast.campaign.batch import Job
from holdfast.campaign.checkpoint import merge, small
from holdfast.campaign.parcel import Damaged, packed, unpacked
from holdfast.campaign.state import State, pack
from holdfast.campaign.work import work
from holdfast.scenario import read_scenario

VALLEY = Path(__file__).parents[2] / "examples" / "valley"
ODD = (-0.0, 0.0, 1.0, 255.0, 256.0, 65535.0, 65536.0, -1.0, 0.5, 0.1, 1e300, np.nan, np.inf)
"""Numbers at which one type or another gives up, or that compare equal and are not."""


def same(one: np.ndarray, other: np.ndarray) -> bool:
    return (one.dtype, one.shape, one.tobytes()) == (other.dtype, other.shape, other.tobytes())


@given(
    fields=st.dictionaries(
        st.text(max_size=8),
        arrays.arrays(
            st.sampled_from([np.float64, np.float32, np.uint8, np.uint16, np.int64, np.bool_]),
            arrays.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=9),
        ),
        max_size=5,
    )
)
def test_arrays_come_back_with_all_their_bits(fields):
    parcel = packed(fields)
    found = unpacked(parcel)
    assert list(found) == list(fields)
    assert all(same(found[name], values) for name, values in fields.items())
    assert packed(found) == parcel


@pytest.mark.parametrize("harm", ["cut", "longer", "changed", "none", "another file"])
def test_what_is_not_whole_is_damaged(harm):
    parcel = packed({"a": np.arange(1000.0)})
    middle = len(parcel) // 2
    told = {
        "cut": parcel[:-1],
        "longer": parcel + b"\0",
        "changed": parcel[:middle] + bytes([parcel[middle] ^ 1]) + parcel[middle + 1 :],
        "none": b"",
        "another file": b"PK\x03\x04" + bytes(100),
    }
    with pytest.raises(Damaged):
        unpacked(told[harm])


def state_of(values: np.ndarray) -> State:
    """A state of two futures all of whose arrays are made of these values, over and over."""
    shapes = {spec.name: (2, *[len(values)] * (len(spec.axes) - 1)) for spec in declared(State)}
    return State(**{name: np.resize(values, shape) for name, shape in shapes.items()})


@given(
    before=st.lists(st.sampled_from(ODD) | st.floats(), min_size=1, max_size=6),
    after=st.lists(st.sampled_from(ODD) | st.integers(0, 300).map(float), min_size=1, max_size=6),
)
@settings(max_examples=20)
def test_a_state_in_few_bytes_keeps_its_bits_alone_and_joined(before, after):
    """Batches differ in what they need: joined, each still has all bits of its own."""
    size = min(len(before), len(after))
    states = [state_of(np.array(values[:size])) for values in (before, after)]
    kept = merge([{0: small(state)} for state in states])
    for place, state in enumerate(states):
        found = pack(kept.state(0, np.arange(2 * place, 2 * place + 2)))
        assert all(same(found[name], values) for name, values in pack(state).items())


def test_whole_numbers_and_zeros_take_an_eighth_of_the_bytes():
    told = {"uint8": 255.0, "uint16": 256.0, "float32": 0.5, "float64": 0.1}
    for kind, number in told.items():
        kinds = {
            str(v.dtype) for v in small(state_of(np.array([0.0, number]))).values() if v.ndim > 1
        }
        assert kinds == {kind}, number


@pytest.fixture(scope="module")
def scenario():
    return read_scenario(VALLEY)


def test_what_a_batch_leaves_goes_to_another_process_as_a_parcel(scenario):
    left = work(Job(scenario, 1, (0, 1, 2), 0, 30, None))
    found = pickle.loads(pickle.dumps(left))
    assert sorted(found.checkpoints) == [0, 14, 28]
    for one, other in (
        (left.pages, found.pages),
        *((left.checkpoints[day], found.checkpoints[day]) for day in left.checkpoints),
        ({"p": left.population, "r": left.rival}, {"p": found.population, "r": found.rival}),
    ):
        assert list(one) == list(other)
        assert all(same(one[name], other[name]) for name in one)


def test_what_needs_no_run_afterwards_keeps_no_state(scenario, tmp_path):
    (part,) = ensemble.kept(scenario, [0], 1, 1, None, tmp_path / "run", False, 30)
    assert ensemble.checkpoints(part).states == {}
    whole = ensemble.run(scenario, [0], 1, workers=1, until=30)
    assert part.data.identical(whole.data)
