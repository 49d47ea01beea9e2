"""What the end of a day leaves for the next: repairs, readiness, stocks.

Axes as of `model.types`.
"""

from __future__ import annotations

from holdfast.arrays import Array, array, bundle


@bundle
class Mended:
    """The state of every installation after today's repair, and what it took."""

    state: Array = array("future asset", "1", "damage state, carried to tomorrow")
    work_left: Array = array("future asset", "days", "repair work left, carried to tomorrow")
    has_part: Array = array(
        "future asset", "1", "share of the way that its part has come, carried to tomorrow"
    )
    times_hit: Array = array(
        "future asset", "1", "times damaged since the start, carried to tomorrow"
    )
    mended: Array = array("future asset", "1", "made whole today (0 or 1)")
    parts: Array = array("future item", "pieces", "parts spent")
    busy: Array = array("future skill", "1", "crews at work")
    fitted: Array = array(
        "future asset",
        "1",
        "1 + the item of the part given to it, carried to tomorrow; one place where only one fits",
        blank=0.0,
    )
    since: Array = array(
        "future asset", "days", "days since it was last hit, carried to tomorrow", blank=0.0
    )
    standing: Array = array(
        "future asset",
        "1",
        "share of setting up a mobile unit that is done, 1 in use, carried to tomorrow",
        blank=0.0,
    )
    worked: Array = array(
        "future asset", "1", "crews at work on it today, carried to tomorrow", blank=0.0
    )
    posted: Array = array(
        "future skill post", "1", "crews by where they stand, carried to tomorrow", blank=0.0
    )
    injured: Array = array(
        "future skill", "1", "crews lost and not yet replaced, carried to tomorrow", blank=0.0
    )
    built: Array = array(
        "future skill",
        "crew-days",
        "work done at protection since the start, carried to tomorrow",
        blank=0.0,
    )
    order: Array = array(
        "future place",
        "1",
        "order of work as of the last look ahead, carried to tomorrow",
        blank=0.0,
    )
    remains: Array = array(
        "future asset",
        "1",
        "1 another can take a part of it, 2 it cannot, 3 it was, carried to tomorrow",
        blank=0.0,
    )
    taken: Array = array(
        "future asset",
        "1",
        "share of taking out and way of a taken part that is done, carried to tomorrow",
        blank=0.0,
    )
    donor: Array = array(
        "future asset", "1", "1 + where it takes a part from, carried to tomorrow", blank=0.0
    )
    smaller: Array = array(
        "future asset",
        "1",
        "share of setting up a smaller unit that is done, 1 in use, carried to tomorrow",
        blank=0.0,
    )


@bundle
class Readiness:
    """Air-defence units after the day's failures and repairs."""

    down: Array = array("future unit", "1", "fire units not ready, carried to tomorrow")
    parts: Array = array("future item", "pieces", "spare parts spent")
    returned: Array = array(
        "future item", "pieces", "parts that come back mended to the stock", blank=0.0
    )
    removed: Array = array("future item", "pieces", "parts taken out of fire units", blank=0.0)
    scrapped: Array = array("future item", "pieces", "of them, never to be mended", blank=0.0)
    gone: Array = array("future item", "pieces", "parts lost on their way", blank=0.0)
    fails: Array = array("future unit", "1", "fire units that fell out today", blank=0.0)
    wants: Array = array("future unit", "1", "fire units that wait for a part", blank=0.0)
    at: Array = array(
        "future unit echelon", "1", "fire units sent to an echelon and not yet back", blank=0.0
    )
    astray: Array = array(
        "future unit", "1", "fire units lost on their way, carried to tomorrow", blank=0.0
    )
    short: Array = array(
        "future fit", "1", "fire units that wait for a part, carried to tomorrow", blank=0.0
    )
    queue: Array = array(
        "future path", "1", "waits for a transport there, carried to tomorrow", blank=0.0
    )
    bench: Array = array(
        "future path", "1", "waits for technicians, carried to tomorrow", blank=0.0
    )
    line: Array = array(
        "future slot",
        "1",
        "on the way or at work, by the day of its end, carried to tomorrow",
        blank=0.0,
    )
    dock: Array = array(
        "future path", "1", "waits for a transport back, carried to tomorrow", blank=0.0
    )


@bundle
class Stock:
    """Pieces held at midnight."""

    held: Array = array("future item", "pieces", "pieces held, carried to tomorrow")
    empty: Array = array("future item", "1", "the item ran out today (0 or 1)")
    expired: Array = array("future item", "pieces", "stored for too long, taken out", blank=0.0)
    lots: Array = array(
        "future shelf lot",
        "pieces",
        "of items that expire, by the week of it, carried to tomorrow",
        blank=0.0,
    )
