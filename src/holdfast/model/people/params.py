"""What is fixed about people and their homes through a campaign, by subject."""

from __future__ import annotations

from holdfast.arrays import Array, array, bundle


@bundle
class Points:
    """Heating points and shelters; a shelter counts as several points."""

    people: Array = array("future", "persons", "places that one point has at a time")
    hours: Array = array("future", "h", "hours a day in which it is open")
    litres: Array = array("future", "l/h", "fuel of one point whose power is out")
    wear: Array = array("future", "1/h", "share of points on own power lost for good in an hour")


@bundle
class Boilers:
    """Mobile boilers on the networks of district heat."""

    heat: Array = array(
        "future", "kW", "heat of one person's home on district heat at the design temperature"
    )
    litres: Array = array("future", "l/MWh", "fuel of a MWh of heat")
    wear: Array = array("future", "1/h", "share of running boilers lost for good in an hour")


@bundle
class Water:
    """Piped water, which pumps need power for."""

    piped: Array = array("future", "1", "share of people whose water works need power")
    guarded: Array = array("future", "1", "share of these works on protected feeders")
    tank: Array = array("future", "h", "hours of supply in full tanks")
    fill: Array = array("future", "1", "hours of supply that an hour of pumping adds to tanks")
    back: Array = array("future", "h", "hours until water is back once pumps run")
    lifted: Array = array("future", "1", "of people with piped water, share behind a booster pump")


@bundle
class Leaving:
    """When people leave, and when they return."""

    leave: Array = array("future", "1", "share of those present who leave on a day of strain")
    after: Array = array("future", "days", "days of strain in a row before anyone leaves")
    hours: Array = array("future", "h", "hours without power that make a day one of strain")
    degrees: Array = array("future", "degree C", "mean indoor temperature under which it is one")
    back: Array = array("future", "1", "share of those away who return on a day without strain")
    asks: Array = array("future", "1", "share of what they asked for that those away still ask for")


@bundle
class Groups:
    """Groups of people, and of places that people need, by region."""

    names: tuple[str, ...]
    present: Array = array("region group", "1", "the region has a row of the group (0 or 1)")
    protected: Array = array("future region group", "1", "share of the group on protected feeders")
    own: Array = array("future region group", "h", "hours a day that it can supply itself")


@bundle
class Params:
    """People, their homes, their generator sets and other help."""

    regions: tuple[str, ...]
    dwellings: tuple[str, ...]
    points: Points
    boilers: Boilers
    water: Water
    leaving: Leaving
    groups: Groups
    people: Array = array("future region", "persons", "people present")
    share: Array = array("future region dwelling", "1", "share of people by class of dwelling")
    source: Array = array("region dwelling", "1", "source of heat, by its position in SOURCES")
    tau: Array = array("future region dwelling", "h", "resistance times capacity of a home")
    lift: Array = array("future region dwelling", "K", "most that heat can hold above outdoors")
    reserve: Array = array("region dwelling", "1", "full heat over that at the design temperature")
    gain: Array = array("future region dwelling", "K", "warmer than outdoors without any heat")
    per_kw: Array = array("future region dwelling", "K/kW", "warmer for each kW a person")
    stoves: Array = array("future region dwelling", "1", "share of homes with a stove beside")
    needs_power: Array = array("future region dwelling", "1", "share that has no heat when dark")
    pumped: Array = array("future region", "1", "share of district heat that heat pumps give")
    target: Array = array("future", "degree C", "indoor temperature that heating holds")
    threshold: Array = array("future", "degree C", "indoor temperature under which cold counts")
    frozen: Array = array("future", "degree C", "indoor temperature under which a home harms")
    stove_heat: Array = array("future", "1", "share of full heat that a stove gives its home")
    in_a_row: Array = array("future", "1", "share of local cuts that stay with the same homes")
    set_people: Array = array("future", "persons", "people served by one generator set")
    set_movable: Array = array("future", "1", "share of sets that follow the dark")
    set_litres: Array = array("future", "l/h", "fuel of one running set")
    set_wear: Array = array("future", "1/h", "share of running sets lost for good in an hour")
    set_heat: Array = array("future", "1", "of those whom sets serve, share who get their heat too")
    fuel: Array = array("item", "1", "burnt by generator sets, counted in litres (0 or 1)")
