"""What is fixed of the air defence through the campaign."""

from __future__ import annotations

from holdfast.arrays import Array, array, bundle


@bundle
class Params:
    """What is fixed through the campaign; an effect is a row of defence/effect."""

    classes: tuple[str, ...]
    pairs: tuple[str, ...]
    """Names "class region" under which luck is drawn, class by class."""
    rival: Array = array("future", "1", "rival model: 0 proportional, 1 saturating, 2 mixed")
    system: Array = array("effect", "1", "index of the effect's system")
    against: Array = array("effect", "1", "index of the effect's class")
    item: Array = array("effect", "1", "index of what it fires; -1: nothing that is counted")
    spared_below: Array = array("effect", "1", "fill of the magazine under which it holds fire")
    program: Array = array("effect", "1", "spared by the program instead (bool)")
    hold: Array = array("plan day effect", "pieces", "what the program leaves of the stock")
    plan: Array = array("future", "1", "plan whose promises are known to the future")
    served: Array = array("effect", "1", "of one item, the lowest is served first")
    order: Array = array("effect", "1", "effects by item, then by served")
    launched: Array = array("effect", "1", "effects by system, then by served")
    rounds: Array = array("effect", "pieces", "interceptors spent on one target brought down")
    worth: Array = array("future effect", "1", "log-survival that one unit adds to all the cover")
    full: Array = array("future item", "pieces", "level counted as full")
    deployment: Array = array("region", "1", "share of the national cover, sums to 1")
    channels: Array = array("future unit", "1", "targets that one unit can engage in one raid")
    channel_use: Array = array("class", "1", "share that only such a channel can engage")
    capacity: Array = array("future region", "targets", "engaged per channel engagement ready")
    overdispersion: Array = array("class", "1", "standard deviation of the raid's logit")
    overclaim: Array = array("future class", "1", "share of claimed kills that were none")
    ready_rounds: Array = array("unit", "pieces", "on the launchers of one unit; inf: no limit")
    reloaded: Array = array("unit", "1/day", "share of full launchers that is loaded in a day")
    jam_from: Array = array("jamming", "days", "first day of each regime of jamming")
    jammed: Array = array("future jamming pair", "1", "share of launches lost to jamming")
    others: Array = array(
        "turn effect", "1", "what it fires in place of its own, -1 for nothing", blank=-1.0
    )
    futile: Array = array(
        "plan day effect", "pieces", "stock of which the program leaves nothing", blank=0.0
    )
