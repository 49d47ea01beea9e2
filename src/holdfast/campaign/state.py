"""What survives the night, and nothing that can be computed from the rest."""

from __future__ import annotations

from typing import Any

import numpy as np

from holdfast.arrays import Array, array, arrays, bundle, declared


@bundle
class State:
    """The country at dawn, for a batch of futures."""

    anomaly: Array = array("future", "degree C", "deviation of the temperature from its month")
    days_since_wave: Array = array("future", "days", "days since the last wave")
    threat_stock: Array = array("future class", "1", "what the attacker has in stock")
    down: Array = array("future unit", "1", "air-defence units not ready")
    lost: Array = array("future unit", "1", "air-defence units lost since the start")
    astray: Array = array("future unit", "1", "air-defence units lost on their way to be mended")
    short: Array = array("future fit", "1", "air-defence units that wait for a part")
    queue: Array = array("future path", "1", "to be mended, waits for a transport")
    bench: Array = array("future path", "1", "to be mended, waits for technicians")
    line: Array = array("future slot", "1", "on the way or being mended, by the day of its end")
    dock: Array = array("future path", "1", "mended, waits for a transport back")
    waiting: Array = array("future unit", "pieces", "rounds that launchers wait for")
    state: Array = array("future asset", "1", "damage state of each installation")
    work_left: Array = array("future asset", "days", "repair work left")
    has_part: Array = array("future asset", "1", "its part is assigned")
    times_hit: Array = array("future asset", "1", "times damaged since the start")
    fitted: Array = array("future asset", "1", "1 + the item of the part given to each")
    since: Array = array("future asset", "days", "days since each was last hit")
    standing: Array = array("future asset", "1", "share of setting up a mobile unit that is done")
    worked: Array = array("future asset", "1", "crews at work on each yesterday")
    posted: Array = array("future skill post", "1", "crews of repair by where they stand")
    injured: Array = array("future skill", "1", "crews of repair lost and not yet replaced")
    built: Array = array("future skill", "crew-days", "work done at protection")
    order: Array = array("future place", "1", "order of repair as of the last look ahead")
    remains: Array = array("future asset", "1", "1 another can take a part of it, 2 not, 3 it was")
    taken: Array = array("future asset", "1", "share of a taken part's way that is done")
    donor: Array = array("future asset", "1", "1 + where each takes a part from")
    smaller: Array = array("future asset", "1", "share of setting up a smaller unit that is done")
    restart_left: Array = array(
        "future region", "h", "hours until the region's island is whole again"
    )
    trip_left: Array = array("future machine", "days", "days until a tripped unit returns")
    dark_local: Array = array("future region", "1", "share of people cut by local damage")
    relayed: Array = array(
        "future region", "1", "share of demand on unprotected feeders that relays have off"
    )
    planned_before: Array = array(
        "future block region", "1", "cuts of yesterday, announced for today"
    )
    rebound: Array = array("future region", "MW", "demand put off, through one block")
    gas_stock: Array = array("future store", "mcm", "usable gas in store")
    linepack: Array = array("future node", "mcm", "usable gas in pipes, by node")
    oil: Array = array("future tank", "t", "fuel oil on site of power stations")
    indoor: Array = array("future region dwelling", "degree C", "indoor temperature")
    indoor_apart: Array = array(
        "future region dwelling", "degree C", "the same in homes dark in a row and without heat"
    )
    apart: Array = array("future region", "1", "people dark in a row")
    sets: Array = array("future region", "1", "generator sets in use")
    points: Array = array("future region", "1", "heating points in use")
    boilers: Array = array("future region", "MW", "mobile boilers in use")
    tanks: Array = array("future region", "h", "supply in the tanks of water works")
    tanks_apart: Array = array("future region", "h", "the same of works dark in a row")
    works_apart: Array = array("future region", "1", "water works dark in a row")
    dry: Array = array("future region", "1", "piped water that is off")
    strained: Array = array("future region", "days", "days of strain in a row")
    away: Array = array("future region", "1", "people who have left")
    held: Array = array("future item", "pieces", "pieces in stock")
    lots: Array = array("future shelf lot", "pieces", "of items that expire, by the week of it")


def dawn(futures: int, started: dict[str, Array]) -> State:
    """The first dawn: what the blocks start with, made full along the future axis."""
    full: dict[str, Any] = {}
    for spec in declared(State):
        value = np.asarray(started[spec.name], dtype=np.float64)
        full[spec.name] = np.array(np.broadcast_to(value, (futures, *value.shape[1:])), order="C")
    return State(**full)


def pack(state: State) -> dict[str, Array]:
    """The state as named arrays, to be written to disk."""
    return {spec.name: value for spec, value in arrays(state)}
