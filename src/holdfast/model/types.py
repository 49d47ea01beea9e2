"""What passes between the blocks of a day. Blocks import this and never each other.

Axes: future F, region R, class C (of weapon), unit U (type of air-defence system), item I,
asset A (one anonymous installation of a cell), generator G, machine (one unit of a generator
that can trip), link L, block B (four of six hours),
slice K (protected, ordinary, industry: the order in which demand is kept), store W, dwelling H,
skill S.
"""

from __future__ import annotations

import math

from holdfast.arrays import Array, array, bundle

BLOCKS = ("night", "morning", "day", "evening")
"""The four load blocks of a day, six hours each, from midnight."""
WEEK = 7
"""Days of a week."""
BLOCK_HOURS = 6.0
SLICES = ("protected", "ordinary", "industry")
"""Demand in the order in which it is kept: the last is cut first."""
USES = ("household", "district_heat", "industry", "own_use", "power")
"""Uses of gas in the order of the axis `use`; the last follows from what power stations burn."""
HOMES = [USES.index("household"), USES.index("district_heat")]
DISTRICT, INDUSTRY, POWER = (USES.index(use) for use in ("district_heat", "industry", "power"))
RIVALS = ("proportional", "saturating", "mixed")
"""The rival models of air defence, by their number in its parameters."""
DAMAGE = ("intact", "light", "heavy", "destroyed")
"""The four damage states of an installation, by their number 0 to 3."""


@bundle
class Weather:
    """The weather of one day."""

    anomaly: Array = array(
        "future", "degree C", "national anomaly carried to tomorrow, before rounding"
    )
    temperature: Array = array("future region", "degree C", "outdoor mean of the day")
    lasting: Array = array(
        "future region",
        "degree C",
        "outdoor mean of the day and the three before, each counting half of the next",
        blank=math.nan,
    )


@bundle
class Arrived:
    """What deliveries have put into use."""

    systems: Array = array("future unit", "1", "fire units added since the start")
    pieces: Array = array("future item", "pieces", "pieces that enter the stocks today")
    crews: Array = array("future skill", "1", "crews added since the start")
    generator_sets: Array = array("future region", "1", "generator sets that enter use today")
    import_mw: Array = array("future", "MW", "import capacity added since the start")
    gas_mcm: Array = array("future", "mcm", "gas bought that enters storage today")
    saving_mw: Array = array(
        "future", "MW", "evening demand saved by what was given since the start"
    )
    protection: Array = array(
        "future asset", "1", "share of hits absorbed by protection added since the start"
    )
    absorbed: Array = array(
        "future kind cause",
        "1",
        "share of hits absorbed by levels added since the start, by class; debris is last",
        blank=0.0,
    )
    heating_points: Array = array(
        "future region", "1", "heating points that enter use today", blank=0.0
    )
    boiler_mw: Array = array(
        "future region", "MW", "mobile boilers that enter use today", blank=0.0
    )
    technicians: Array = array(
        "future post", "1", "crews of technicians added since the start", blank=0.0
    )
    oil_t: Array = array(
        "future", "t", "fuel oil that enters tanks of power stations today", blank=0.0
    )
    transport: Array = array(
        "future haul", "1", "slots of heavy transport added since the start", blank=0.0
    )
    works: Array = array(
        "future skill",
        "crew-days",
        "work of setting up the protection that has come since the start",
        blank=0.0,
    )


@bundle
class Cover:
    """The air defence that stands ready this morning."""

    ready: Array = array("future unit", "1", "fire units ready, national")


@bundle
class Raid:
    """What is launched today."""

    wave: Array = array("future", "1", "a wave of missiles comes today (0 or 1)")
    days_since_wave: Array = array(
        "future", "days", "days since the last wave, carried to tomorrow"
    )
    stock: Array = array(
        "future class", "1", "stock of the attacker after the raid, carried to tomorrow"
    )
    launched: Array = array("future class", "1", "launched today")
    toward: Array = array("future class region", "1", "of these, by target region; whole numbers")
    claimed: Array = array(
        "future class",
        "1",
        "recorded number claimed destroyed or lost; nan where the model decides",
    )
    aimed: Array = array(
        "future class target", "1", "share of what gets through that is aimed at each target group"
    )
    harmful: Array = array(
        "future class", "1", "share of the launched that can do damage; the rest are decoys"
    )


@bundle
class Fight:
    """What the air defence made of the raid."""

    leaks: Array = array(
        "future class region", "1", "number that got through, by target region; whole numbers"
    )
    kills: Array = array("future class region", "1", "number brought down, by target region")
    destroyed: Array = array("future class", "1", "number destroyed, or by the record also lost")
    jammed: Array = array("future class", "1", "number lost to jamming before the fight")
    fired: Array = array("future item", "pieces", "interceptors spent")
    waiting: Array = array(
        "future unit", "pieces", "rounds fired that launchers wait for, carried to tomorrow"
    )
    spent: Array = array("future unit", "pieces", "rounds fired by type of system", blank=0.0)


@bundle
class Harm:
    """What was hit today, and in which state every installation is afterwards."""

    state: Array = array("future asset", "1", "damage state, 0 intact to 3 destroyed")
    work_left: Array = array("future asset", "days", "repair work left, crew-days")
    has_part: Array = array(
        "future asset",
        "1",
        "share of the way that its part has come: 0 has none, 1 there or not needed",
    )
    times_hit: Array = array("future asset", "1", "times it was damaged since the start")
    hit: Array = array("future asset", "1", "lost function today (0 or 1)")
    left: Array = array("future asset", "1", "share of its function that is left")
    left_before: Array = array(
        "future asset", "1", "share of its function that was left before the raid"
    )
    pocket: Array = array("future region", "1", "share of people newly cut by local damage today")
    debris: Array = array(
        "future region", "1", "places hurt by fragments of what was brought down today", blank=0.0
    )


@bundle
class Losses:
    """What of the help itself was destroyed today."""

    units: Array = array("future unit", "1", "fire units lost today")
    sets: Array = array("future region", "1", "generator sets lost today")
    standing: Array = array("future unit", "1", "fire units ready after the raid")
    sets_left: Array = array("future region", "1", "generator sets of the morning that are left")
    lost: Array = array("future unit", "1", "fire units lost since the start, carried to tomorrow")


@bundle
class Service:
    """What the power and gas networks delivered today."""

    asked: Array = array("future block region", "MW", "unrestricted demand, mean of the block")
    unserved: Array = array(
        "future block region slice", "MW", "power not served, mean of the block"
    )
    dark: Array = array(
        "future block region", "1", "share of people without power, mean of the block"
    )
    dark_protected: Array = array(
        "future block region", "1", "of people on protected feeders, the share without power"
    )
    dark_ordinary: Array = array(
        "future block region", "1", "of all other people, the share without power"
    )
    planned: Array = array(
        "future block region", "1", "of it, the share cut by a schedule announced the day before"
    )
    deficit: Array = array(
        "future", "1", "share of unrestricted demand not met at the peak of the day, national"
    )
    collapsed: Array = array(
        "future", "1", "islands with at least half of the demand collapsed today (0 or 1)"
    )
    solved_again: Array = array(
        "future", "1", "blocks that the power kernel did not settle and another solver did"
    )
    restart_left: Array = array(
        "future region", "h", "hours until the region's island is whole, carried to tomorrow"
    )
    trip_left: Array = array(
        "future machine", "days", "days until a tripped unit returns, carried to tomorrow"
    )
    dark_local: Array = array(
        "future region", "1", "share of people cut by local damage, carried to tomorrow"
    )
    relayed: Array = array(
        "future region",
        "1",
        "share of demand on unprotected feeders that relays have off, carried to tomorrow",
    )
    planned_before: Array = array(
        "future block region",
        "1",
        "share of connected people cut in turn, which is what is announced for tomorrow",
    )
    rebound: Array = array(
        "future region", "MW", "demand put off, through one block, carried to tomorrow"
    )
    generated: Array = array("future generator", "MWh", "energy generated today")
    imported: Array = array("future", "MWh", "power imported today")
    import_cost: Array = array("future", "million EUR", "cost of it")
    available: Array = array("future generator", "MW", "capacity available in the evening")
    heat_left: Array = array("future region", "1", "share of district heat sources that work")
    gas_stock: Array = array("future store", "mcm", "usable gas in store, carried to tomorrow")
    gas_imported: Array = array("future", "mcm", "gas bought today")
    gas_withdrawn: Array = array(
        "future", "mcm", "gas drawn from storage today, less what was put in"
    )
    gas_asked: Array = array("future region use", "mcm", "gas asked for today")
    gas_served: Array = array("future region use", "mcm", "gas delivered today")
    heaters: Array = array(
        "future block region",
        "MW",
        "asked for beside the rest by heaters in homes that were cold at midnight",
        blank=0.0,
    )
    heater_kw: Array = array(
        "future block region dwelling",
        "kW",
        "of it for each person who is there, by class of dwelling",
        blank=0.0,
    )
    heat_pumps: Array = array(
        "future region", "MW", "asked for beside the rest by heat pumps", blank=0.0
    )
    linepack: Array = array(
        "future node", "mcm", "usable gas in pipes, by node, carried to tomorrow", blank=0.0
    )
    gas_burnt: Array = array(
        "future", "mcm", "gas burnt by drivers of compressors today", blank=0.0
    )
    compressors_dark: Array = array(
        "future region", "1", "share of the day that electric compressors stood still", blank=0.0
    )
    compressor_mw: Array = array(
        "future region", "MW", "asked for by electric compressors at a node of the grid", blank=0.0
    )
    rounds: Array = array("future", "1", "times that gas was balanced against power", blank=0.0)
    oil: Array = array(
        "future tank", "t", "fuel oil on site of power stations, carried to tomorrow", blank=0.0
    )
    oil_mw: Array = array(
        "future region", "MW", "given on fuel oil where gas lacked, mean of the day", blank=0.0
    )
    oil_left: Array = array(
        "future region", "t", "fuel oil on site of power stations at midnight", blank=0.0
    )
    gas_produced: Array = array(
        "future", "mcm", "production of gas that was used or put into storage today", blank=0.0
    )
    gas_given: Array = array(
        "future", "mcm", "gas given to the country that found room in storage today", blank=0.0
    )
    gas_cost: Array = array("future", "million EUR", "cost of gas bought today", blank=0.0)
    gas_struck: Array = array("future", "mcm", "production of gas lost to damage today", blank=0.0)
    gas_in_dark: Array = array(
        "future", "mcm", "production of gas that stood still in the dark today", blank=0.0
    )


@bundle
class Comfort:
    """What the day was for people."""

    hours_without: Array = array("future region", "h", "hours without power per person")
    hours_planned: Array = array("future region", "h", "of these, by schedule")
    indoor: Array = array(
        "future region dwelling", "degree C", "indoor temperature at midnight, carried to tomorrow"
    )
    degree_hours: Array = array(
        "future region", "degree C h", "degree-hours under the cold threshold, mean over people"
    )
    cold_hours: Array = array(
        "future region", "h", "hours under the cold threshold, mean over people"
    )
    no_heat: Array = array(
        "future region",
        "1",
        "share of people whose heat source gave less than half of what was asked",
    )
    sets: Array = array("future region", "1", "generator sets in use, carried to tomorrow")
    litres: Array = array("future", "l", "fuel burnt by generator sets and other help today")
    frozen_hours: Array = array(
        "future region", "h", "hours under the frost threshold, mean over people"
    )
    warmed: Array = array(
        "future region", "h", "hours out of the cold at heating points, mean over people"
    )
    dry_hours: Array = array("future region", "h", "hours without water, mean over people")
    group_hours: Array = array(
        "future region group", "h", "hours without power by group; nan where a region has none"
    )
    indoor_apart: Array = array(
        "future region dwelling",
        "degree C",
        "indoor temperature of homes dark in a row and without heat, carried to tomorrow",
    )
    apart: Array = array("future region", "1", "people dark in a row, carried to tomorrow")
    points: Array = array("future region", "1", "heating points in use, carried to tomorrow")
    boilers: Array = array("future region", "MW", "mobile boilers in use, carried to tomorrow")
    tanks: Array = array("future region", "h", "supply in water tanks, carried to tomorrow")
    tanks_apart: Array = array(
        "future region", "h", "the same of works dark in a row, carried to tomorrow"
    )
    works_apart: Array = array(
        "future region", "1", "water works dark in a row, carried to tomorrow"
    )
    dry: Array = array("future region", "1", "piped water that is off, carried to tomorrow")
    strained: Array = array("future region", "days", "days of strain, carried to tomorrow")
    away: Array = array("future region", "1", "people who have left, carried to tomorrow")
    wood: Array = array("future region", "MWh", "heat of wood that stoves burnt today")
    degree_by_home: Array = array(
        "future region dwelling",
        "degree C h",
        "degree-hours under the cold threshold by class of dwelling; nan where a region has none",
        blank=math.nan,
    )
    frozen_by_home: Array = array(
        "future region dwelling",
        "h",
        "hours under the frost threshold by class of dwelling; nan where a region has none",
        blank=math.nan,
    )
    indoor_by_home: Array = array(
        "future dwelling",
        "degree C",
        "indoor temperature at midnight by class of dwelling, mean over people",
        blank=math.nan,
    )
