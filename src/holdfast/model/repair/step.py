"""One day of repair: crews, parts and mobile units go out, and what they left is carried on."""

from __future__ import annotations

import numpy as np

from holdfast.arrays import Array
from holdfast.draws import Luck
from holdfast.model.carried import Yard
from holdfast.model.repair import crews, look_ahead, salvage, units
from holdfast.model.repair.crews import Gang
from holdfast.model.repair.kernels import DESTROYED, Means, Sites, assign, station
from holdfast.model.repair.params import Params
from holdfast.model.repair.salvage import Finds
from holdfast.model.repair.stand_in import counted
from holdfast.model.repair.yard_kernels import keep_coming
from holdfast.model.types import Arrived, Harm
from holdfast.model.upkeep import Mended

NOTHING = np.zeros(1)


def start(params: Params) -> dict[str, Array]:
    """The eve of the first day: nobody is hurt, nothing stands in, all crews are at home."""
    many = len(params.assets)
    of_all, of_none = np.zeros((1, many)), np.zeros((1, 1))
    away = params.travel
    posted = params.crews[:, :, None] * (away.home if away is not None else 0.0)
    return {
        "fitted": of_all if params.fits.shape[1] > 1 else of_none,
        "since": of_all if params.switching is not None else of_none,
        "standing": of_all if params.mobile is not None else of_none,
        "worked": of_all if params.strikes is not None else of_none,
        "posted": posted if away is not None else np.zeros((1, 1, 1)),
        "injured": np.zeros((1, len(params.skills))) if params.strikes is not None else of_none,
        "built": np.zeros((1, len(params.skills))),
        "order": look_ahead.first(params.outlook),
        "remains": of_all if params.salvage is not None else of_none,
        "taken": of_all if params.salvage is not None else of_none,
        "donor": of_all if params.salvage is not None else of_none,
        "smaller": of_all if params.smaller is not None else of_none,
    }


def step(
    params: Params, harm: Harm, arrived: Arrived, held: Array, today: int, luck: Luck,
    yard: Yard | None = None, wave: Array = NOTHING,
) -> Mended:  # fmt: skip
    """One day of repair; held (F, I) [pieces] at dawn. What is mended serves from tomorrow.

    A crew works on one installation at a time and goes on to the next within the day. yard is what
    was carried through the night, without it nothing was; wave (F or 1,) is 1 on a day with a wave.
    """
    yard = _blank(params, harm) if yard is None else yard
    state = np.array(harm.state, dtype=np.int64, order="C")
    work = np.array(harm.work_left, dtype=float, order="C")
    has_part = _still_coming(params, harm, yard)
    fitted, worked = (np.array(values, order="C") for values in (yard.fitted, yard.worked))
    gang = _gang(params, harm, arrived, yard, luck)
    effort = _effort(params, np.broadcast_to(wave, len(harm.state)), today)
    built, left = _set_aside(params, arrived, yard, gang, effort)
    posted, pieces = np.array(gang.posted, order="C"), np.array(held, dtype=float, order="C")
    mended, order = np.empty(state.shape), _order(params, harm, yard, today)
    finds = _finds(params, harm, yard, luck)
    near = _sooner_without(params, finds, state, has_part)
    assign(
        order,
        Sites(params.skill, params.area, params.post, params.fits, params.haul),
        Means(effort, params.way, params.travel_days),
        *(state, work, has_part, fitted, left, posted, pieces),
        _slots(params, arrived, fitted, state, has_part),
        *(mended, worked),
    )
    finds = _found(params, finds, near, order, state, has_part)
    idle = left.sum(axis=2) if left.shape[2] > 1 else left[:, :, 0]
    built, idle = _worked_off(arrived, built, idle, _mean(effort))
    standing, since = _stands_in(params, harm, yard, order, state, pieces)
    smaller = _stop_gap(params, harm, yard, order, state, has_part, standing, pieces)
    return Mended(
        state=state,
        work_left=work,
        has_part=has_part,
        times_hit=harm.times_hit,
        mended=mended,
        parts=held - pieces,
        busy=gang.there - idle,
        fitted=fitted,
        since=since,
        standing=standing,
        worked=worked,
        posted=posted if params.travel is not None else yard.posted,
        injured=gang.injured,
        built=built,
        order=look_ahead.carried(params.outlook, order, yard.order),
        remains=finds.remains,
        taken=finds.taken,
        donor=finds.donor,
        smaller=smaller,
    )


def _blank(params: Params, harm: Harm) -> Yard:
    """The yard of a first morning."""
    futures = len(harm.state)
    first = {
        name: np.broadcast_to(values, (futures, *values.shape[1:]))
        for name, values in start(params).items()
    }
    return Yard(has_part=harm.has_part, **first)


def _order(params: Params, harm: Harm, yard: Yard, today: int) -> Array:
    """(F or 1, 3A) the order of work of today."""
    if params.outlook is None:
        return params.order
    order = look_ahead.of_day(params.outlook, yard.order, harm.left, today)
    order.setflags(write=False)
    return order


def _still_coming(params: Params, harm: Harm, yard: Yard) -> Array:
    """(F, A) has_part after the raid: what is on record goes on when its place is hit again."""
    has_part = np.array(harm.has_part, dtype=float, order="C")
    if params.on_record:
        keep_coming(yard.has_part, has_part)
    return has_part


def _finds(params: Params, harm: Harm, yard: Yard, luck: Luck) -> Finds:
    """Parts in what is destroyed, after the raid."""
    if params.salvage is None:
        return Finds(yard.remains, yard.taken, yard.donor)
    state = np.asarray(harm.state)
    return salvage.morning(params.salvage, yard, state, harm.hit, params.assets, luck)


def _sooner_without(params: Params, finds: Finds, state: Array, has_part: Array) -> Array | None:
    """(F, A) who needs no new part since a taken one comes as soon: out of the day's work."""
    if params.salvage is None:
        return None
    near = salvage.sooner(params.salvage, finds, has_part)
    state[near] = 0
    return near


def _found(
    params: Params, finds: Finds, near: Array | None, order: Array, state: Array, has_part: Array
) -> Finds:
    """Parts in what is destroyed, of an evening; who was left out of the day's work is back."""
    if params.salvage is None:
        return finds
    state[near] = DESTROYED
    return salvage.evening(params.salvage, finds, order, state, has_part)


def _effort(params: Params, wave: Array, today: int) -> Array:
    """(F or 1, S, areas) crew-days that a crew does today."""
    if params.pauses is None:
        return params.effort
    return crews.effort(params.pauses, wave, today)


def _gang(params: Params, harm: Harm, arrived: Arrived, yard: Yard, luck: Luck) -> Gang:
    """Crews of the morning after the raid."""
    whole = params.crews + arrived.crews
    away, strikes = params.travel, params.strikes
    posts = 1 if away is None else away.home.shape[1]
    taken = np.zeros((1, 1, 1))
    if strikes is not None:
        taken = crews.lost_today(
            strikes, harm.hit, yard.worked, params.skill, params.post,
            (*whole.shape, posts), params.assets, luck,
        )  # fmt: skip
    return crews.gather(away, strikes, whole, yard.posted, yard.injured, taken)


def _slots(params: Params, arrived: Arrived, fitted: Array, state: Array, has_part: Array) -> Array:
    """(F, H) parts of each class that can still set out today."""
    wide = np.broadcast_to(params.slots, (len(state), params.slots.shape[1]))
    made = np.array(wide, order="C")
    classes = made.shape[1] - 1
    if classes:
        made[:, :classes] += arrived.transport
        made -= units.under_way(params.fits, params.haul, made.shape[1], fitted, state, has_part)
    return made


def _stands_in(
    params: Params, harm: Harm, yard: Yard, order: Array, state: Array, pieces: Array
) -> tuple[Array, Array]:
    """Mobile units after today, taken out of pieces (F, I) in place, and days since each hit."""
    standing, since, fixed = yard.standing, yard.since, params.mobile
    if fixed is not None:
        standing = np.array(standing, order="C")
        station(order, fixed.unit, fixed.setting_up, state, harm.hit, standing, pieces)
    if params.switching is not None:
        since = counted(since, harm.hit)
    return standing, since


def _stop_gap(
    params: Params, harm: Harm, yard: Yard, order: Array, state: Array, has_part: Array,
    standing: Array, pieces: Array,
) -> Array:  # fmt: skip
    """(F, A) units too small to mend with, after today, taken out of pieces (F, I) in place.

    One is sent where nothing else comes or stands.
    """
    fixed = params.smaller
    if fixed is None:
        return yard.smaller
    made = np.array(np.broadcast_to(yard.smaller, state.shape), order="C")
    served = (has_part > 0.0) | (standing > 0.0)
    asks = np.where(served & (made == 0.0) & (state == DESTROYED), 2, state)
    station(order, fixed.unit, fixed.setting_up, asks, harm.hit, made, pieces)
    return made


def _mean(effort: Array) -> Array:
    """(F or 1, S) crew-days that a crew does in a day, over all areas."""
    return np.asarray(effort.mean(axis=2))


def _set_aside(
    params: Params, arrived: Arrived, yard: Yard, gang: Gang, effort: Array
) -> tuple[Array, Array]:
    """Works of protection done so far (F, S) [crew-days], and crews left for repair (F, S, P).

    At most a share of all crews sets up protection while damage waits.
    """
    left = np.array(gang.posted, order="C")
    if not arrived.works.any():
        return yard.built, left
    done = np.maximum(_mean(effort), 1e-9)
    waits = np.maximum(arrived.works - yard.built, 0.0) / done
    aside = np.minimum(params.works_share[:, None] * gang.there, waits)
    left *= (1.0 - aside / np.maximum(gang.there, 1e-12))[:, :, None]
    return yard.built + aside * done, left


def _worked_off(arrived: Arrived, built: Array, idle: Array, done: Array) -> tuple[Array, Array]:
    """Works done (F, S) when idle crews (F, S) have joined them, and who is idle then."""
    if not arrived.works.any():
        return built, idle
    waits = np.maximum(arrived.works - built, 0.0) / np.maximum(done, 1e-9)
    more = np.minimum(idle, waits)
    return built + more * np.maximum(done, 1e-9), idle - more
