"""Bundles: shapes are checked, arrays are frozen, one declaration serves all."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from cutting import take
from holdfast.arrays import Array, array, arrays, bundle, declared


@bundle
class Tide:
    """A bundle of each kind of field."""

    level: Array = array("future place", "m", "level of the water")
    flow: Array = array("future place hour", "m3/s", "water that passes")
    depth: Array = array("place", "m", "depth of the bed")
    places: tuple[str, ...] = ()


def tide(**changes: object) -> Tide:
    fields = {
        "level": np.arange(6.0).reshape(2, 3),
        "flow": np.zeros((2, 3, 4)),
        "depth": np.array([1.0, 2.0, 3.0]),
        "places": ("a", "b", "c"),
    }
    return Tide(**(fields | changes))


# ---- shapes -------------------------------------------------------------------------------------


def test_fields_are_kept_as_given():
    level = np.arange(6.0).reshape(2, 3)
    made = tide(level=level)
    np.testing.assert_array_equal(made.level, level)
    assert made.places == ("a", "b", "c")


def test_an_array_of_other_rank_is_refused():
    with pytest.raises(ValueError, match=r"Tide.level has shape \(3,\), declared as \(future, pl"):
        tide(level=np.zeros(3))


def test_arrays_must_agree_about_an_axis_they_share():
    with pytest.raises(ValueError, match=r"Tide.depth has 4 along 'place', where another .* 3"):
        tide(depth=np.zeros(4))


@pytest.mark.parametrize("shape", [(1, 3), (2, 1), (1, 1)])
def test_an_axis_may_have_length_one(shape):
    assert tide(level=np.zeros(shape)).level.shape == shape


def test_a_length_of_one_fixes_nothing_for_the_others():
    assert tide(level=np.zeros((1, 1)), flow=np.zeros((5, 1, 4))).flow.shape == (5, 1, 4)


def test_an_empty_axis_is_an_axis():
    made = tide(level=np.zeros((2, 0)), flow=np.zeros((2, 0, 4)), depth=np.zeros(0))
    assert made.depth.shape == (0,)


def test_lists_become_arrays():
    assert isinstance(tide(depth=[1.0, 2.0, 3.0]).depth, np.ndarray)


# ---- frozen -------------------------------------------------------------------------------------


def test_arrays_cannot_be_written_into():
    with pytest.raises(ValueError, match="read-only"):
        tide().level[0, 0] = 1.0


def test_fields_cannot_be_replaced_nor_added():
    with pytest.raises(dataclasses.FrozenInstanceError):
        tide().level = np.zeros((2, 3))
    with pytest.raises((AttributeError, TypeError)):
        tide().colour = "blue"


def test_bundles_have_slots():
    assert not hasattr(tide(), "__dict__")


def test_replacing_checks_again():
    with pytest.raises(ValueError, match="along 'place'"):
        dataclasses.replace(tide(), depth=np.zeros(7))


# ---- one declaration ----------------------------------------------------------------------------


@pytest.mark.parametrize("owner", [Tide, tide()])
def test_declared_tells_axes_units_and_meaning_in_order(owner):
    assert [(one.name, one.axes, one.unit, one.doc) for one in declared(owner)] == [
        ("level", ("future", "place"), "m", "level of the water"),
        ("flow", ("future", "place", "hour"), "m3/s", "water that passes"),
        ("depth", ("place",), "m", "depth of the bed"),
    ]


def test_arrays_pairs_each_declaration_with_its_values():
    made = tide()
    assert [(spec.name, value is getattr(made, spec.name)) for spec, value in arrays(made)] == [
        ("level", True),
        ("flow", True),
        ("depth", True),
    ]


# ---- take ---------------------------------------------------------------------------------------


def test_take_cuts_every_array_that_has_the_axis():
    made = take(tide(), "place", np.array([2, 0]))
    np.testing.assert_array_equal(made.level, [[2.0, 0.0], [5.0, 3.0]])
    np.testing.assert_array_equal(made.depth, [3.0, 1.0])
    assert made.flow.shape == (2, 2, 4)


def test_take_leaves_what_has_not_the_axis_or_is_the_same_along_it():
    made = take(tide(level=np.full((1, 3), 4.0)), "future", np.array([1, 1, 0]))
    np.testing.assert_array_equal(made.level, np.full((1, 3), 4.0))
    assert made.flow.shape == (3, 3, 4)
    assert made.depth.shape == (3,)


def test_take_keeps_the_other_fields():
    assert take(tide(), "future", np.array([0])).places == ("a", "b", "c")


# ---- xarray -------------------------------------------------------------------------------------
