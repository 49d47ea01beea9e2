"""What is fixed of stocks through the campaign."""

from __future__ import annotations

from holdfast.arrays import Array, array, bundle


@bundle
class Params:
    """Stocks at the start, what flows in, and what else draws on them."""

    names: tuple[str, ...]
    first: Array = array("future item", "pieces", "held at the start")
    begins: Array = array("regime", "days", "first day of each regime of production, ascending")
    produced: Array = array("future regime item", "pieces/day", "made or bought in a regime")
    other_use: Array = array("future item", "pieces/day", "use outside the model")
    most: Array = array("item", "pieces", "level up to which production fills, may be infinite")
    counted: Array = array("item", "1", "has a row in stocks, so that it can run out (0 or 1)")
    fuel: Array = array("item", "1", "burnt by generator sets (0 or 1)")
    landed: Array = array(
        "day future item", "pieces", "made abroad, comes through on the day", blank=0.0
    )
    aged: Array = array("shelf", "1", "items that expire", blank=-1.0)
    life: Array = array("shelf", "days", "for which what comes can be stored", blank=0.0)
    lots: Array = array(
        "future shelf lot", "pieces", "of the start, by the week in which they expire", blank=0.0
    )
