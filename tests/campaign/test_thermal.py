"""The share of thermal capacity in stations that are not intact, by hand on the small country."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from holdfast.campaign.axes import groups
from holdfast.campaign.record import _thermal_damaged
from holdfast.draws import Luck
from holdfast.model import networks, sizes
from model.small_country import TABLES, country

KINDS = TABLES["damage/kinds"].splitlines()
FLAGGED = "\n".join(
    [f"{KINDS[0]},thermal,concentration"]
    + [f"{row},{'yes' if row.startswith('plant,') else 'no'},1" for row in KINDS[1:]]
)
GENERATORS = """id,class,bus,units,available_mw
aa-gen,thermal,aa-t,4,400
bb-heat,thermal,bb-t,2,200
bb-gen,hydro,bb-t,2,100"""
STATIONS = TABLES["assets"] + "\nheating,plant,bb,2,generator,bb-heat"


def share(state: np.ndarray, scenario) -> np.ndarray:
    """Two pairs, of which every future has this state of the 26 installations."""
    params = networks.prepare(scenario, Luck.of(3, range(4)))
    return _thermal_damaged(
        SimpleNamespace(
            country=SimpleNamespace(networks=params),
            day=SimpleNamespace(mended=SimpleNamespace(state=np.tile(state, (4, 1)))),
            groups=groups(scenario),
        )
    )


def states(**damaged: int) -> np.ndarray:
    """All intact but the installation at each place: 6 to 9 feed aa-gen, 24 and 25 bb-heat."""
    made = np.zeros(26)
    for place, state in damaged.items():
        made[int(place[1:])] = state
    return made


def test_stations_that_are_not_intact_count_whole_whatever_is_left_of_them() -> None:
    tables = {"damage/kinds": FLAGGED, "power/generators": GENERATORS, "assets": STATIONS}
    scenario = country(tables)
    assert groups(scenario)["thermal"].tolist() == [True, True, False]
    assert share(states(), scenario).tolist() == [0] * 4
    # of 600 MW: one of four stations of 400 MW; one of two of 200 MW; a substation counts for none
    assert share(states(a7=1), scenario) == pytest.approx([100 / 600] * 4)
    assert share(states(a7=3, a25=1, a0=2), scenario) == pytest.approx([200 / 600] * 4)


def test_large_stations_count_for_more() -> None:
    tables = {"damage/kinds": FLAGGED, "power/generators": GENERATORS, "assets": STATIONS}
    uneven = country(tables | {"parameters": "id,value\ndamage.size_in_aim,1"})
    size = sizes.of_installations(uneven, Luck.of(3, range(4)))[:, 7]
    assert share(states(a7=1), uneven) == pytest.approx(size * 100 / 600)
    assert np.unique(size).size == 2


def test_a_country_without_thermal_stations_has_none_out() -> None:
    assert share(states(a7=1)[:24], country()).tolist() == [0] * 4
