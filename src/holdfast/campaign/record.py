"""What a run keeps of every day: measures, each a name, the axes that stay, a unit and a source."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from holdfast.arrays import Array
from holdfast.model.types import BLOCK_HOURS, HOMES, POWER
from holdfast.scenario import Scenario

if TYPE_CHECKING:
    from holdfast.campaign.country import Country
    from holdfast.campaign.day import Day

KEPT = np.float32
"""In what numbers are kept."""


@dataclasses.dataclass(frozen=True, slots=True)
class View:
    """What a measure may look at."""

    day: Day
    country: Country
    groups: dict[str, Array]


@dataclasses.dataclass(frozen=True, slots=True)
class Measure:
    """One reported variable."""

    name: str
    keep: str
    """Axes that stay, as words; the first two are always future and day."""
    unit: str
    doc: str
    of: Callable[[View], Array]
    """The values of one day, (future, *rest)."""
    among: Callable[[Scenario], bool] | None = None
    """Of which scenarios it is kept; all if not said. Deliveries must not matter: plans compare."""

    @property
    def axes(self) -> tuple[str, ...]:
        """The kept axes in order."""
        return tuple(self.keep.split())


def _field(path: str) -> Callable[[View], Array]:
    """A field of a bundle of the day as it is: "comfort.hours_without"."""
    verb, name = path.split(".")

    def of(view: View) -> Array:
        return np.asarray(getattr(getattr(view.day, verb), name))

    return of


def _sum(path: str, axis: int | tuple[int, ...], factor: float = 1.0) -> Callable[[View], Array]:
    read = _field(path)

    def of(view: View) -> Array:
        return np.asarray(read(view).sum(axis=axis) * factor)

    return of


def _nation(values: Callable[[View], Array]) -> Callable[[View], Array]:
    """Mean over people of values by region (last axis)."""

    def of(view: View) -> Array:
        share, found = view.country.share, values(view)
        return np.asarray(
            (found * share.reshape(share.shape[0], *[1] * (found.ndim - 2), -1)).sum(-1)
        )

    return of


def _evening(path: str) -> Callable[[View], Array]:
    read = _field(path)
    return lambda view: read(view)[:, -1]


def _worst_block(view: View) -> Array:
    return np.asarray(_nation(_field("service.dark"))(view).max(axis=1))


def _schedule_hours(view: View) -> Array:
    """Hours in which planned cuts run in more than half of the regions."""
    runs = view.day.service.planned > 1e-6
    return np.asarray((runs.mean(axis=2) > 0.5).sum(axis=1) * BLOCK_HOURS)


def _by_kind(values: Callable[[Any], Array], how: str = "mean") -> Callable[[View], Array]:
    """Mean or sum over the installations of each kind."""

    def of(view: View) -> Array:
        kinds = len(view.country.labels["kind"])
        owner = view.groups["asset kind"]
        made = _sum_by(np.asarray(values(view.day)), owner, kinds)
        return made if how == "sum" else made / np.maximum(np.bincount(owner, minlength=kinds), 1)

    return of


def _thermal_damaged(view: View) -> Array:
    from holdfast.model.networks.sums import mean_by  # where days are lived; as `_sum_by`

    networks, state = view.country.networks, view.day.mended.state
    assets, generators = networks.assets, networks.supply.gas_rate.size
    whole = mean_by(state == 0, assets.generator, generators, weight=assets.size)
    capacity = networks.supply.capacity * view.groups["thermal"]
    most = np.maximum(capacity.sum(axis=1), 1e-9)
    return np.asarray(((1 - whole) * capacity).sum(axis=1) / most)


def _debris(view: View) -> Array:
    places = view.day.harm.debris
    return np.broadcast_to(places, (len(view.day.harm.state), places.shape[1]))


def _available(view: View) -> Array:
    owner, size = view.groups["generator technology"], len(view.country.labels["technology"])
    return _sum_by(view.day.service.available, owner, size)


def _sum_by(values: Array, owner: Array, size: int) -> Array:
    from holdfast.model.networks.sums import sum_by  # where days are lived; names need no block

    return sum_by(values, owner, size)


def _gas_unserved(view: View) -> Array:
    service = view.day.service
    return np.asarray((service.gas_asked - service.gas_served).sum(axis=(1, 2)))


def _gas_short(uses: list[int]) -> Callable[[View], Array]:
    """Share of what these uses of a region ask for that is not delivered; 0 if they ask none."""

    def of(view: View) -> Array:
        service = view.day.service
        asked, got = (
            sum((a[:, :, use] for use in uses), np.zeros(a.shape[:2]))
            for a in (service.gas_asked, service.gas_served)
        )
        return np.divide(asked - got, asked, out=np.zeros_like(asked), where=asked > 0)

    return of


def _gas_for_power(view: View) -> Array:
    return np.asarray(view.day.service.gas_served[:, :, POWER].sum(axis=1))


def _gassed(scenario: Scenario) -> bool:
    return len(scenario.table("gas/demand")) > 0


def _priced(scenario: Scenario) -> bool:
    return bool(np.isfinite(scenario.table("gas/supply").number("price_eur_per_1000_m3")).any())


def _housed(scenario: Scenario) -> bool:
    return len(scenario.table("heat/buildings")) > 0


MEASURES: tuple[Measure, ...] = (
    Measure("hours_without_power", "future day region", "h", "Hours without power per person",
             _field("comfort.hours_without")),
    Measure("hours_planned", "future day region", "h", "Of these, by schedule",
             _field("comfort.hours_planned")),
    Measure("dark_evening", "future day", "1", "Share of people without power in the evening",
             _nation(_evening("service.dark"))),
    Measure("dark_evening_region", "future day region", "1", "The same by region",
             _evening("service.dark")),
    Measure("dark_worst", "future day", "1", "Share of people without power in the worst block",
             _worst_block),
    Measure("deficit", "future day", "1", "Unrestricted demand not met at the peak of the day",
             _field("service.deficit")),
    Measure("collapsed", "future day", "1", "The grid collapsed, or the larger part of it",
             _field("service.collapsed")),
    Measure("solved_again", "future day", "1",
            "Blocks that the power kernel did not settle and another solver did",
             _field("service.solved_again")),
    Measure("restart_left", "future day", "h",
             "Hours at midnight until the last island of the grid is whole again",
             lambda view: view.day.service.restart_left.max(axis=1)),
    Measure("schedule_hours", "future day", "h", "Hours with planned cuts in most regions",
             _schedule_hours),
    Measure("unserved", "future day region", "MWh", "Energy not served",
             _sum("service.unserved", (1, 3), BLOCK_HOURS)),
    Measure("imported", "future day", "MWh", "Power imported", _field("service.imported")),
    Measure("import_cost", "future day", "million EUR", "Cost of imports",
             _field("service.import_cost")),
    Measure("gas_stock", "future day", "mcm", "Usable gas in store", _sum("service.gas_stock", 1)),
    Measure("gas_withdrawn", "future day", "mcm", "Gas drawn from storage, less what was put in",
             _field("service.gas_withdrawn")),
    Measure("gas_unserved", "future day", "mcm", "Gas asked for and not delivered", _gas_unserved),
    Measure("temperature", "future day", "degree C", "Outdoor temperature, mean over people",
             _nation(_field("weather.temperature"))),
    Measure("degree_hours", "future day region", "K h", "Degree-hours under the cold threshold",
             _field("comfort.degree_hours")),
    Measure("cold_hours", "future day region", "h", "Hours under the cold threshold per person",
             _field("comfort.cold_hours")),
    Measure("no_heat", "future day region", "1", "Share of people with under half of their heat",
             _field("comfort.no_heat")),
    Measure("frozen_hours", "future day region", "h", "Hours under the frost threshold per person",
             _field("comfort.frozen_hours")),
    Measure("launched", "future day class", "1", "Launched", _field("raid.launched")),
    Measure("leaked", "future day class", "1", "Got through", _sum("fight.leaks", 2)),
    Measure("destroyed", "future day class", "1", "Destroyed or lost", _field("fight.destroyed")),
    Measure("jammed", "future day class", "1", "Lost to jamming before the fight",
            _field("fight.jammed")),
    Measure("fired", "future day item", "pieces", "Interceptors spent", _field("fight.fired")),
    Measure("held", "future day item", "pieces", "Held at midnight", _field("stock.held")),
    Measure("empty", "future day item", "1", "None left", _field("stock.empty")),
    Measure("ready", "future day unit", "1", "Fire units ready", _field("cover.ready")),
    Measure("units_lost", "future day unit", "1", "Fire units destroyed where they stood",
             _field("losses.units")),
    Measure("sets_lost", "future day region", "1", "Generator sets destroyed where they stood",
             _field("losses.sets")),
    Measure("debris", "future day region", "1",
             "Places hurt by fragments of what was brought down", _debris),
    Measure("damaged", "future day kind", "1", "Share of installations not intact",
             _by_kind(lambda day: day.mended.state > 0)),
    Measure("ever_damaged", "future day kind", "1", "Share damaged at least once since the start",
             _by_kind(lambda day: day.mended.times_hit >= 1)),
    Measure("twice_damaged", "future day kind", "1", "Share damaged at least twice",
             _by_kind(lambda day: day.mended.times_hit >= 2)),
    Measure("lost", "future day kind", "1", "Share of function lost",
             _by_kind(lambda day: 1 - day.harm.left)),
    Measure("thermal_damaged", "future day", "1",
            "Share of thermal capacity in stations that are not intact", _thermal_damaged),
    Measure("mended", "future day kind", "1", "Installations made whole",
             _by_kind(lambda day: day.mended.mended, "sum")),
    Measure("available", "future day technology", "MW", "Generation available in the evening",
             _available),
    Measure("busy", "future day skill", "1", "Crews at work", _field("mended.busy")),
)  # fmt: skip
"""What every run keeps."""


def _has(*items: str) -> Callable[[Scenario], bool]:
    """Whether an item of the catalogue adds one of these."""
    return lambda scenario: not set(items).isdisjoint(scenario.table("items").text("adds"))


def _above_0(parameter: str) -> Callable[[Scenario], bool]:
    def of(scenario: Scenario) -> bool:
        known = scenario.parameters[parameter]
        return max(known.default, known.high) > 0

    return of


def _mended(scenario: Scenario) -> bool:
    return len(scenario.table("readiness/mending")) > 0


def _aging(scenario: Scenario) -> bool:
    return bool(np.isfinite(scenario.table("stocks").number("shelf_days")).any())


def _fleet(view: View) -> Array:
    """Fire units given and not lost, at the end of the day."""
    there = view.country.coverage.units + view.day.arrived.systems
    gone = view.day.losses.lost + view.day.readiness.astray
    return np.asarray(np.maximum(there - gone, 0.0))


def _unready(view: View) -> Array:
    down = view.day.readiness.down - view.day.readiness.astray
    return np.asarray(np.minimum(down, _fleet(view)))


def _piped(scenario: Scenario) -> bool:
    return len(scenario.table("gas/nodes")) > 0


def _oiled(scenario: Scenario) -> bool:
    return len(scenario.table("power/oil")) > 0


SOMETIMES: tuple[Measure, ...] = (
    Measure("gas_produced", "future day", "mcm", "Gas produced that was used or put into storage",
            _field("service.gas_produced"), _gassed),
    Measure("gas_imported", "future day", "mcm", "Gas bought abroad",
            _field("service.gas_imported"), _gassed),
    Measure("gas_given", "future day", "mcm", "Gas given to the country, put into storage",
            _field("service.gas_given"), _gassed),
    Measure("gas_cost", "future day", "million EUR", "Cost of gas bought abroad",
            _field("service.gas_cost"), _priced),
    Measure("gas_used", "future day", "mcm", "Gas delivered, to power stations too",
            _sum("service.gas_served", (1, 2)), _gassed),
    Measure("gas_struck", "future day", "mcm", "Production of gas lost to damage",
            _field("service.gas_struck"), _gassed),
    Measure("gas_in_dark", "future day", "mcm", "Production of gas that stood still in the dark",
            _field("service.gas_in_dark"), _gassed),
    Measure("gas_for_power", "future day", "mcm", "Gas burnt by power stations",
            _gas_for_power, _gassed),
    Measure("gas_short_homes", "future day region", "1",
            "Share of what homes and district heat ask of gas that is not delivered",
            _gas_short(HOMES), _gassed),
    Measure("gas_short_power", "future day region", "1",
            "Share of what power stations ask of gas that is not delivered",
            _gas_short([POWER]), _gassed),
    Measure("indoor_by_home", "future day dwelling", "degree C",
            "Indoor temperature at midnight by class of dwelling, mean over people",
            _field("comfort.indoor_by_home"), _housed),
    Measure("degree_by_home", "future day region dwelling", "K h",
            "Degree-hours under the cold threshold by class of dwelling",
            _field("comfort.degree_by_home"), _housed),
    Measure("frozen_by_home", "future day region dwelling", "h",
            "Hours under the frost threshold by class of dwelling",
            _field("comfort.frozen_by_home"), _housed),
    Measure("compressors_dark", "future day region", "1",
            "Share of the day that electric compressors stood still",
            _field("service.compressors_dark"), _piped),
    Measure("linepack", "future day", "mcm", "Usable gas in pipes",
            _sum("service.linepack", 1), _piped),
    Measure("gas_burnt", "future day", "mcm", "Gas burnt by drivers of compressors",
            _field("service.gas_burnt"), _piped),
    Measure("gas_rounds", "future day", "1", "Times that gas was balanced against power",
            _field("service.rounds"), _piped),
    Measure("fleet", "future day unit", "1", "Fire units given and not lost", _fleet, _mended),
    Measure("unready", "future day unit", "1", "Of these, not ready", _unready, _mended),
    Measure("awaiting", "future day unit", "1", "Of these, waiting for a part",
            _field("readiness.wants"), _mended),
    Measure("at_echelon", "future day unit echelon", "1",
            "Of these, at an echelon or on the way there or back",
            _field("readiness.at"), _mended),
    Measure("expired", "future day item", "pieces", "Stored for too long",
            _field("stock.expired"), _aging),
    Measure("oil_power", "future day region", "MW",
            "Power given on fuel oil where gas lacked, mean of the day",
            _field("service.oil_mw"), _oiled),
    Measure("oil_stock", "future day region", "t", "Fuel oil on site of power stations",
            _field("service.oil_left"), _oiled),
    Measure("warmed", "future day region", "h", "Hours out of the cold at heating points",
            _field("comfort.warmed"), _has("heating_point")),
    Measure("points", "future day region", "1", "Heating points in use",
            _field("comfort.points"), _has("heating_point")),
    Measure("boilers", "future day region", "MW", "Mobile boilers in use",
            _field("comfort.boilers"), _has("boiler")),
    Measure("dry_hours", "future day region", "h", "Hours without water per person",
            _field("comfort.dry_hours"), _above_0("people.water_piped")),
    Measure("away", "future day region", "1", "Share of people who have left",
            _field("comfort.away"), _above_0("people.leave_share")),
    Measure("group_hours", "future day region group", "h", "Hours without power by group",
            _field("comfort.group_hours"), lambda known: len(known.table("people/groups")) > 0),
)  # fmt: skip
"""What a run keeps if its scenario has what is measured."""


def weight(
    names: Mapping[str, Sequence[str]], futures: int, days: int, only: tuple[str, ...] = ()
) -> int:
    """Bytes of what is kept of so many futures and days; `names` are the labels of the axes.

    `only` names the measures that are kept, if not all are.
    """
    sizes = {"future": futures, "day": days, **{axis: len(those) for axis, those in names.items()}}
    item = np.dtype(KEPT).itemsize
    return sum(
        item * math.prod(sizes[axis] for axis in measure.axes)
        for measure in (*MEASURES, *SOMETIMES)
        if not only or measure.name in only
    )


def write(
    pages: dict[str, Array], days: int, page: int, view: View, measures: tuple[Measure, ...]
) -> None:
    """Write one day of `days` into the book: name -> (future, day, ...) float32."""
    for measure in measures:
        values = measure.of(view)
        if measure.name not in pages:
            shape = (values.shape[0], days, *values.shape[1:])
            pages[measure.name] = np.empty(shape, KEPT)
        pages[measure.name][:, page] = values
