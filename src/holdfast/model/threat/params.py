"""What is fixed of the threat through the campaign."""

from __future__ import annotations

from holdfast.arrays import Array, array, bundle


@bundle
class Params:
    """What is fixed through the campaign."""

    classes: tuple[str, ...]
    targets: tuple[str, ...]
    pairs: tuple[str, ...]
    """Names "class region" under which luck is drawn, class by class."""
    lead: int
    """Index of the class that leads waves."""
    record_until: int
    """Last day that the record covers; -1 if it covers none."""
    recorded: Array = array("day class", "1", "recorded launches of the days 0 to record_until")
    claimed: Array = array("day class", "1", "of these, claimed destroyed or lost; nan: not said")
    threshold: Array = array("future", "1", "launches of the leading class that make a wave")
    age: Array = array("future", "days", "days since the last wave on the eve of the first day")
    stock: Array = array("future class", "1", "stock at the start")
    supply_from: Array = array("regime", "days", "first day of each supply regime")
    supply: Array = array("future regime class", "1/day", "added to the stock, orders apart")
    order_class: Array = array("order", "1", "index of the class that was ordered")
    order_from: Array = array("future order", "days", "day from which the order is delivered")
    order_until: Array = array("future order", "days", "day from which it is not any more")
    order_rate: Array = array("future order", "1/day", "delivered, added to the supply")
    sanction_class: Array = array("sanction", "1", "index of the class whose supply it cuts")
    sanction_from: Array = array("future sanction", "days", "day from which it bites; later last")
    sanction_lost: Array = array("future sanction", "1", "share of the supply lost from then on")
    pace: Array = array("future class", "1", "power of the supply with which launches go")
    reference: Array = array("class", "1/day", "supply at which launches are as stated")
    era_from: Array = array("era", "days", "first day of each regime of waves")
    hazard: Array = array("future era gap", "1", "chance of a wave today by days since the last")
    wave_probability: Array = array("future era class", "1", "chance to take part in a wave")
    wave_size: Array = array("future era class", "1", "median launched in a wave")
    wave_spread: Array = array("class", "1", "standard deviation of the logarithm of that number")
    together: Array = array("future", "1", "correlation of the classes of one wave")
    between_probability: Array = array("future era class", "1", "chance of a launch without a wave")
    between_size: Array = array("future era class", "1", "mean launched on such a day")
    salvo_multiplier: Array = array("future class", "1", "size of such launches on days of waves")
    region_from: Array = array("span", "days", "first day of each span of target regions")
    region_share: Array = array("future span class region", "1", "share of target regions")
    energy_share: Array = array("future class", "1", "share of leakers aimed at the targets at all")
    harmful: Array = array("future class", "1", "share that is no decoy")
    target_from: Array = array("aim", "days", "first day of each regime of aims")
    target_share: Array = array("future aim target", "1", "share aimed at each target group")
