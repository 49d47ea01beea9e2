"""Echelons, lots and ways in a whole campaign: replayed, resumed, side by side, and helped."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.campaign.batch import Job
from holdfast.campaign.checkpoint import Checkpoints
from holdfast.campaign.work import work
from model.echelons_world import world
from model.small_country import TABLES

DAYS = 60
STOCKS = "\n".join(
    f"{line},{cells}"
    for line, cells in zip(
        TABLES["stocks"].splitlines(), ["shelf_days,first_days", "60,40", *[","] * 4], strict=True
    )
)
MORE = """
valve,Valve,military,part,0,stock,valve,1,0
fitters,Fitters,military,crew,0,technician,radar,2,0"""
TOLD = {
    "stocks": STOCKS,
    "items": TABLES["items"] + MORE,
    "routes": "id,name,days,days_low,days_high,loads_per_week,lost_share\nsea,By sea,9,5,15,5,0.1",
    "production": "item,from,per_month,per_month_low,per_month_high,maker,route\n"
    "spare,2030-11-01,30,20,40,one,sea\ninterceptor,2030-12-11,30,20,60,two,sea",
}


def scenario(whole, **given):
    return world(
        units=12, fails=0.05, use=0.001, crews=1, home="4", abroad="2", home_lost=0.05,
        valve_by="radar", whole=whole, tables=TOLD | given,
    )  # fmt: skip


def lived(scenario, futures=(0, 1, 2), begin=0, state=None, beside=()):
    return work(Job(scenario, 1, tuple(futures), begin, DAYS, state, beside=beside))


@pytest.fixture(scope="module", params=[False, True], ids=["expected", "whole"])
def whole(request):
    return request.param


@pytest.fixture(scope="module")
def done(whole):
    return lived(scenario(whole))


def same(one, other):
    for name, values in one.items():
        np.testing.assert_array_equal(values, other[name], err_msg=name)


def test_something_happens_in_every_state(done):
    last = done.checkpoints[56]
    assert last["line"].any()
    assert last["lots"].any()
    assert done.pages["at_echelon"].any()
    assert done.pages["held"].any()


def test_a_future_is_the_same_alone_and_in_a_batch(whole, done):
    alone = lived(scenario(whole), futures=(2,))
    same(alone.pages, {name: values[2:] for name, values in done.pages.items()})


def test_a_run_goes_on_from_its_state(whole, done):
    state = Checkpoints(done.checkpoints).state(28, np.arange(3))
    rest = lived(scenario(whole), begin=28, state=state)
    same(rest.pages, {name: values[:, 28:] for name, values in done.pages.items()})


def test_plans_side_by_side_are_as_alone(whole, done):
    gift = "id,partner,item,quantity,date,slips\nx,NN,fitters,1,2030-12-05,no"
    helped = scenario(whole, deliveries=gift)
    beside = lived(scenario(whole), beside=(helped,)).split(2)
    same(beside[0].pages, done.pages)
    same(beside[1].pages, lived(helped).pages)
    ready = [part.pages["fleet"] - part.pages["unready"] for part in beside]
    assert ready[1][:, :, 0].sum() > ready[0][:, :, 0].sum(), "two more crews at the depot"


def test_what_the_fleet_is_made_of_closes(done):
    pages = done.pages
    battery = pages["at_echelon"][:, :, 0].sum(axis=2) + pages["awaiting"][:, :, 0]
    np.testing.assert_allclose(battery, pages["unready"][:, :, 0], atol=1e-4)
