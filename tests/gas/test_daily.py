"""One day of gas: by hand, against the plain twin, properties, bad input."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.gas import balance
from twins.gas_daily import day_of_one_state

# One store, half full: 400 of 800; full it gives 50 a day, empty a fifth of it; it takes 10.
STORE = {
    "stock": [[400.0]],
    "working": [800.0],
    "max_withdrawal": [[50.0]],
    "empty_share": [[0.2]],
    "max_injection": [[10.0]],
}
STATES = ("stock", "max_withdrawal", "empty_share", "max_injection", "production", "import_cap")


def one_day(production, import_cap, demand, priority=(1, 2), **store):
    return balance(
        **(STORE | store),
        production=[production],
        import_cap=[import_cap],
        demand=[demand],
        priority=priority,
    )


# ---- worked by hand ------------------------------------------------------------------------------


def test_the_store_gives_what_its_fill_allows_and_imports_fill_the_gap():
    # It gives 50 (.2 + .8 x .5) = 30; 100 asked, 55 produced, so 15 are bought.
    made = one_day(55.0, 40.0, [[60.0, 40.0]])
    np.testing.assert_allclose(made.withdrawn, [30.0])
    np.testing.assert_allclose(made.imported, [15.0])
    np.testing.assert_allclose(made.stock, [[370.0]])
    np.testing.assert_allclose(made.served, [[[60.0, 40.0]]])
    assert made.injected == [0.0]


def test_the_first_priority_is_served_and_the_second_shares_the_rest():
    # 40 + 30 + 5 = 75 for 60 of the first and 20 + 10 of the second, which gets a half.
    made = one_day(40.0, 5.0, [[45.0, 20.0], [15.0, 10.0]])
    np.testing.assert_allclose(made.served, [[[45.0, 10.0], [15.0, 5.0]]])


def test_production_left_over_is_injected_up_to_the_limit_and_nothing_is_bought():
    made = one_day(55.0, 40.0, [[20.0, 10.0]])
    np.testing.assert_allclose(made.injected, [10.0])
    np.testing.assert_allclose(made.stock, [[410.0]])
    np.testing.assert_allclose(made.produced, [40.0])
    assert made.imported == [0.0]


def test_a_nearly_empty_store_gives_no_more_than_it_holds():
    made = one_day(0.0, 0.0, [[60.0, 40.0]], stock=[[3.0]])
    np.testing.assert_allclose(made.withdrawn, [3.0])
    np.testing.assert_allclose(made.stock, [[0.0]])
    np.testing.assert_allclose(made.served, [[[3.0, 0.0]]])


def test_a_store_above_its_working_volume_gives_as_a_full_one_and_takes_nothing():
    full = one_day(0.0, 0.0, [[60.0, 40.0]], stock=[[900.0]])
    np.testing.assert_allclose(full.withdrawn, [50.0])
    idle = one_day(50.0, 0.0, [[10.0, 0.0]], stock=[[900.0]])
    np.testing.assert_allclose(idle.stock, [[900.0]])


def test_stores_share_a_withdrawal_in_proportion_to_what_each_can_give():
    # They can give 30 and 10; 20 are needed.
    made = balance(
        [[400.0, 10.0]],
        [800.0, 800.0],
        [[50.0, 50.0]],
        [[0.2, 0.2]],
        [[0.0, 0.0]],
        [0.0],
        [0.0],
        [[[20.0]]],
        [1],
    )
    np.testing.assert_allclose(made.stock, [[385.0, 5.0]])


def test_a_country_without_stores():
    made = balance(
        np.zeros((1, 0)),
        np.zeros(0),
        np.zeros((1, 0)),
        np.zeros((1, 0)),
        np.zeros((1, 0)),
        [5.0],
        [2.0],
        [[[20.0]]],
        [1],
    )
    np.testing.assert_allclose(made.served, [[[7.0]]])
    assert made.stock.shape == (1, 0)


@pytest.mark.parametrize(("first", "bought", "drawn"), [(0, 15, 30), (0.5, 20, 25), (1, 40, 5)])
def test_a_share_of_imports_goes_before_stores(first, bought, drawn):
    """Asked 100, produced 55, of 40 that may be bought 0, 20 or 40 first; the store can give 30."""
    made = one_day(55.0, 40.0, [[60.0, 40.0]], imports_first=first)
    np.testing.assert_allclose(made.imported, [bought])
    np.testing.assert_allclose(made.withdrawn, [drawn])
    np.testing.assert_allclose(made.stock, [[400.0 - drawn]])
    np.testing.assert_allclose(made.served, [[[60.0, 40.0]]])


def test_no_more_is_bought_first_than_is_asked():
    made = one_day(55.0, 40.0, [[40.0, 20.0]], imports_first=1.0)
    np.testing.assert_allclose(made.imported, [5.0])
    np.testing.assert_allclose(made.withdrawn, [0.0])
    full = one_day(10.0, 40.0, [[60.0, 40.0]], imports_first=1.0)
    np.testing.assert_allclose([full.imported[0], full.withdrawn[0]], [40.0, 30.0])


# ---- the twin and properties ---------------------------------------------------------------------

AMOUNT = st.one_of(st.just(0.0), st.integers(0, 60).map(float), st.floats(1e-3, 500.0))


@st.composite
def days(draw):
    """Arguments for one to three states."""
    states, stores = draw(st.integers(1, 3)), draw(st.integers(0, 3))
    regions, uses = draw(st.integers(1, 3)), draw(st.integers(1, 4))

    def amounts(*shape, of=AMOUNT):
        size = int(np.prod(shape))
        return np.array(draw(st.lists(of, min_size=size, max_size=size)), float).reshape(shape)

    return {
        "stock": amounts(states, stores),
        "working": amounts(states, stores),
        "max_withdrawal": amounts(states, stores),
        "empty_share": amounts(states, stores, of=st.floats(0, 1)),
        "max_injection": amounts(states, stores),
        "production": amounts(states),
        "import_cap": amounts(states),
        "demand": amounts(states, regions, uses),
        "priority": amounts(uses, of=st.integers(1, 3)).astype(int),
        "imports_first": amounts(states, of=st.sampled_from([0.0, 0.3, 1.0])),
    }


def near(day):
    """An absolute tolerance in proportion to what is moved that day and held."""
    return 1e-9 * (1.0 + sum(float(np.sum(day[name])) for name in (*STATES, "demand")))


@settings(max_examples=200, deadline=None, derandomize=True)
@given(days())
def test_the_twin_agrees(day):
    made = balance(**day)
    for s in range(len(day["demand"])):
        one = {name: value if name == "priority" else value[s] for name, value in day.items()}
        plain = day_of_one_state(**one)
        found = (made.served, made.stock, made.withdrawn, made.imported, made.injected)
        for got, expected in zip(found, plain, strict=True):
            np.testing.assert_allclose(got[s], expected, rtol=0, atol=near(day))


@settings(max_examples=200, deadline=None, derandomize=True)
@given(days())
def test_mass_closes_and_bounds_hold(day):
    made = balance(**day)
    tolerance = near(day)
    served = made.served.sum(axis=(1, 2))
    source = made.produced + made.withdrawn + made.imported
    np.testing.assert_allclose(source, served + made.injected, rtol=0, atol=tolerance)
    change = made.stock.sum(axis=1) - day["stock"].sum(axis=1)
    np.testing.assert_allclose(change, made.injected - made.withdrawn, rtol=0, atol=tolerance)
    assert (made.stock >= 0).all()
    assert (made.stock <= np.maximum(day["stock"], day["working"]) + tolerance).all()
    assert (made.served >= 0).all()
    assert (made.served <= day["demand"] * (1 + 1e-12)).all()
    assert (made.imported <= day["import_cap"]).all()
    assert (made.produced <= day["production"]).all()
    short = served < day["demand"].sum(axis=(1, 2)) - tolerance
    assert (made.imported[short] >= day["import_cap"][short] - tolerance).all()
    assert (np.minimum(made.injected, made.withdrawn) == 0).all()


@settings(max_examples=150, deadline=None, derandomize=True)
@given(days(), st.sampled_from(STATES), AMOUNT)
def test_more_of_anything_never_serves_less(day, name, more):
    better = day | {name: day[name] + more}
    if name == "empty_share":
        better[name] = np.minimum(better[name], 1.0)
    before = balance(**day).served
    after = balance(**better).served
    assert (after >= before - near(better)).all()


@settings(max_examples=150, deadline=None, derandomize=True)
@given(days(), st.floats(0, 1))
def test_imports_first_serve_the_same_and_leave_no_less_in_store(day, more):
    first = day["imports_first"]
    before, after = (
        balance(**(day | {"imports_first": each})) for each in (first, first + (1 - first) * more)
    )
    np.testing.assert_array_equal(after.served, before.served)
    assert (after.stock >= before.stock - near(day)).all()
    assert (after.imported >= before.imported - near(day)).all()


@settings(max_examples=100, deadline=None, derandomize=True)
@given(days())
def test_a_state_has_the_same_bits_alone_and_among_others(day):
    made = balance(**day)
    for s in range(len(day["demand"])):
        alone = balance(
            **{n: value if n == "priority" else value[s : s + 1] for n, value in day.items()}
        )
        for name in ("served", "stock", "withdrawn", "imported", "injected", "produced"):
            assert getattr(alone, name)[0].tobytes() == getattr(made, name)[s].tobytes()


def test_inputs_are_not_written_to_and_may_be_frozen():
    stock = np.array([[400.0]])
    stock.flags.writeable = False
    one_day(55.0, 40.0, [[60.0, 40.0]], stock=stock)
    assert stock == [[400.0]]


# ---- bad input -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*STATES, "working", "demand"])
@pytest.mark.parametrize("bad", [-1.0, np.nan, np.inf])
def test_a_value_that_is_no_amount_is_named(name, bad):
    day = STORE | {"production": [1.0], "import_cap": [1.0], "demand": [[[1.0, 2.0]]]}
    day = {key: np.array(value, float) for key, value in day.items()}
    day[name].flat[0] = bad
    with pytest.raises(ValueError, match=f"^{name} holds a value that is negative"):
        balance(**day, priority=[1, 2])


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"empty_share": [[1.1]]}, "empty_share holds a value above 1"),
        ({"imports_first": 1.1}, "imports_first holds a value above 1"),
        ({"imports_first": -0.1}, "imports_first holds a value that is negative, nan or infinite"),
        ({"working": [1.0, 2.0]}, r"working has shape \(2,\), expected \(1, 1\)"),
        ({"priority": [1, 2, 3]}, r"priority has shape \(3,\), expected \(2,\)"),
        ({"stock": [[1.0], [1.0]]}, r"stock has shape \(2, 1\), expected \(1, 1\)"),
    ],
)
def test_what_does_not_fit_is_named(changed, said):
    with pytest.raises(ValueError, match=said):
        one_day(1.0, 1.0, [[1.0, 2.0]], **changed)
