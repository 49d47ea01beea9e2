"""What the columns of the workbook of part 2 mean, and their units."""

from __future__ import annotations

from collections.abc import Iterable

from openpyxl import Workbook

from holdfast.model.types import BLOCKS, SLICES
from holdfast.questions.validate.sheets import ENGINE, OFF, Sheet

TITLE = "columns"
KEYS = {
    "day": ("", "date"),
    "block": ("", "six hours of the day: night, morning, day, evening"),
    "region": ("", "id of the region"),
    "installation": ("", "one anonymous installation of a cell of assets"),
    "kind": ("", "id in damage/kinds"),
    "unit": ("", "one unit of a bank of large transformers"),
    "bank": ("", "id in power/transformers"),
}
DAMAGE = {
    "state_dawn": ("", "damage at dawn: 0 intact, 1 light, 2 heavy, 3 destroyed"),
    "work_dawn": ("crew-days", "repair work left at dawn"),
    "hit": ("", "1 where it lost function today"),
    "state_by_hit": ("", "damage after the hit, the worse of hit and what stood"),
    "work_by_hit": ("crew-days", "work after the hit, the longer of both"),
    "state": ("", "damage after the raid"),
    "work": ("crew-days", "work left after the raid"),
    "left_light": ("1", "share of function left where damage is light"),
    "left_heavy": ("1", "share of function left where damage is heavy"),
    "since_dawn": ("days", "since the last hit, as of dawn"),
    "switching_days": ("days", "after which switching gives something back; 99999 never"),
    "switching_share": ("1", "of what is lost, share that switching gives back"),
    "unit_before": ("1", "of what is lost, share that a mobile unit gives at dawn"),
    "unit_after": ("1", "the same after the raid"),
    "left_before": ("1", "share of function left before the raid"),
    "left": ("1", "share of function left after the raid"),
}
REPAIR = {
    "part_morning": ("1", "share of the way that its part has come; 1 there or not needed"),
    "part_sent": ("", "1 where its part sets out today"),
    "part_way": ("1/day", "share of the way that a part covers in a day"),
    "part_evening": ("1", "share of the way in the evening"),
    "crews": ("1", "crews at work on it today"),
    "shift": ("days", "crew-days that a crew does on a day without alerts"),
    "alert_hours": ("h", "of alert today"),
    "alert_stops": ("1", "share of the hours of alert in which nobody works"),
    "crew_days": ("days", "crew-days that a crew does today"),
    "lost_on_way": ("crew-days", "lost on the road by crews called from other regions"),
    "work_evening": ("crew-days", "work left in the evening"),
    "state_evening": ("", "damage in the evening"),
    "since_evening": ("days", "since the last hit, as of the evening"),
    "units": ("1", "counted units of the bank"),
    "unit_mva": ("MVA", "rating of one"),
    "other_mva": ("MVA", "rating of the rest of the fleet"),
    "left_after": ("1", "sum of the shares left after the raid"),
    "carries_before": ("MW", "what the bank can carry before the raid"),
    "carries_after": ("MW", "what it can carry after the raid"),
}
ASKED = {
    "base": ("MW", "mean of the block at 0 degrees C"),
    "level": ("1", "how high demand really is, over the table"),
    "slope": ("MW per degree C", "more demand for each degree colder"),
    "hinge": ("degree C", "no effect of temperature above this"),
    "temperature": ("degree C", "outdoor mean of the day"),
    "people": ("1", "people who are there, over those at the start; in hours: persons"),
    "habits": ("1", "what each asks for, over the start"),
    "industry": ("1", "share of industry at the start"),
    "firms": ("1", "what industry asks for, over the start"),
    "saving_mw": ("MW", "evening demand saved by what was given"),
    "weight": ("1", "share of the nation's people"),
    "linear": ("MW", "demand by temperature"),
    "before_saving": ("MW", "demand before lamps save"),
    "asked": ("MW", "unrestricted demand"),
}
CUT = {
    "announced": ("1", "cut that was announced the evening before"),
    "heating": ("MW", "asked for by heaters in cold homes and by heat pumps"),
    "protected": ("1", "share of power on protected feeders"),
    "reach": ("1", "share of people whom distribution reaches; in hours: whom sets serve"),
    "pocket": ("1", "share of people newly cut by local damage"),
    "raid": ("", "1 where the raid comes before this block"),
    "fell": ("", "1 where the island falls with it"),
    "relay": ("1", "share of unprotected demand that relays have off right after the raid"),
    "local": ("1", "share of people cut by local damage"),
    "relayed": ("1", "share of unprotected demand that relays have off"),
    "restart": ("h", "until the island is whole, at the start of the block"),
    "put_off": ("MW", "demand put off, through one block"),
    "linked": ("1", "share of people that local damage leaves connected"),
    "thrift": ("1", "share asked for where cuts were announced"),
    "again": ("MW", "of what was put off, asked for now, over all people"),
    "turns": ("1", "share of ordinary feeders cut in turn"),
    "fallen": ("1", "share of protected feeders cut"),
    "dark": ("1", "share of people without power"),
    "dark_protected": ("1", "the same of those on protected feeders"),
    "dark_ordinary": ("1", "the same of all others"),
    "served_mwh": ("MWh", "energy served"),
    "lacking": ("MW", "what people within reach lacked"),
    "local_end": ("1", "share cut by local damage, carried on"),
    "relayed_end": ("1", "share that relays have off, carried on"),
    "restart_end": ("h", "until the island is whole, carried on"),
    "put_off_end": ("MW", "demand put off, carried on"),
    "away": ("1", "share of people who have left"),
    "sets": ("1", "generator sets in use"),
    "fuel_enough": ("1", "share of the fuel that sets ask for which is there"),
    "hours": ("h", "without power a person"),
    "person_hours": ("person-hours", "without power"),
}
BY_SLICE = {
    "share": ("1", "share of demand"),
    "people": ("1", "share of what people ask for beside"),
    "wait": ("1", "mean share that waits for its island, or is off by relays"),
    "wanted": ("MW", "asked for"),
    "slice": ("MW", "asked for and connected"),
    "unserved": ("MW", "not served, connected or not"),
    "shed": ("MW", "connected and not served"),
}
KNOWN = (
    KEYS | DAMAGE | REPAIR | ASKED | CUT
    | {f"{name}_{k}": (u, f"{what}: {k}") for name, (u, what) in BY_SLICE.items() for k in SLICES}
    | {f"left_{b}": ("1", f"share of people without power after generator sets: {b}")
       for b in BLOCKS}
)  # fmt: skip


def meaning(column: str) -> tuple[str, str]:
    """Unit and meaning of a column. Raises KeyError for one that is not explained."""
    return KNOWN[column]


def explained(book: Workbook, sheets: Iterable[Sheet]) -> None:
    """A sheet with the meaning of every column, after the first."""
    page = Sheet.of(
        book, TITLE, "what each column means; behind a checked one stand the engine's number "
        f"(ending in {ENGINE}) and 1 where it differs ({OFF})", ("sheet", "column", "unit", "what"),
    )  # fmt: skip
    for sheet in sheets:
        for column in sheet.columns:
            if not column.endswith((ENGINE, OFF)):
                unit, what = meaning(column)
                page.add({"sheet": sheet.page.title, "column": column, "unit": unit, "what": what})
    book.move_sheet(page.page, offset=1 - book.index(page.page))
