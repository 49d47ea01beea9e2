"""The days of a batch lived one after the other."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from holdfast.arrays import Array
from holdfast.campaign.axes import groups
from holdfast.campaign.batch import Done, Job
from holdfast.campaign.checkpoint import EVERY, small
from holdfast.campaign.country import Country, first_dawn, prepare
from holdfast.campaign.day import live
from holdfast.campaign.record import View, write
from holdfast.campaign.recorder import measures


def work(job: Job, tick: Callable[[], None] = lambda: None) -> Done:
    """Live the days of a job; `tick` is called after each."""
    own = job.scenario.luck(job.seed, job.futures)
    country, luck = prepare(job.scenario, own, job.beside), own.repeated(1 + len(job.beside))
    state = job.dawn() or first_dawn(country, job.size)
    pages: dict[str, Array] = {}
    kept_daily = measures(job.scenario, job.record, job.only)
    grouped = groups(job.scenario)
    kept: dict[int, dict[str, Array]] = {}
    for today in range(job.begin, job.until):
        if job.goes_on and today % EVERY == 0:
            kept[today] = small(state)
        state, day = live(country, state, today, luck)
        view = View(day, country, grouped)
        write(pages, job.until - job.begin, today - job.begin, view, kept_daily)
        tick()
    if job.ends_open:
        kept[job.until] = small(state)
    return Done(pages, kept, _full(country.population, job), _full(_rival(country), job))


def _rival(country: Country) -> Array:
    return np.asarray(country.defence.rival)


def _full(values: Array, job: Job) -> Array:
    return np.array(np.broadcast_to(values, (job.size, *values.shape[1:])))
