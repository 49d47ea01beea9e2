"""Parameters that this country has on and others need not: weather, debris, losses, aims, homes,
water, the anchor."""

from __future__ import annotations

from bucharest.tables import Tables, estimate, span

_WINTERS = "fitted to months and winters of 1881 to 2020 (benchmarks/weather.py)"
PARAMETERS = {
    "weather.anomaly_sd": ((4.4, 4.1, 4.9), _WINTERS),
    "weather.month_sd": ((2.5, 2.2, 2.8), _WINTERS),
    "weather.month_correlation": ((0.4, 0.25, 0.55), _WINTERS),
    "weather.cold_tail": ((0.3, 0.1, 0.5), _WINTERS),
    "weather.cold_winter_years": ((0,), "months are fitted themselves: a winter 4 under, 1 in 30"),
    "weather.region_sd": ((1.5, 1, 2), "monthly means of neighbouring nations, 1951 to 2020"),
    "weather.region_autocorrelation": ((0.8, 0.7, 0.9), "the same"),
    "threat.drift": ((0.1, 0, 0.25), "judgement: seldom by more than double or half in a year"),
    "damage.debris": ((0.08, 0.03, 0.32), "21 raids of June 2025 in the public record"),
    "damage.debris_local": ((0.02, 0.005, 0.08), "judgement"),
    "damage.units_lost": ((0.002, 0, 0.008), "judgement"),
    "damage.size_in_aim": (
        (0.5, 0, 1),
        "judgement: what is large is aimed at more, or size tells nothing",
    ),
    "network.secure_share": (
        (0.8, 0.65, 0.95),
        "judgement: the loss of any one element is to be borne, and voltage kept",
    ),
    "network.substation_share": (
        (0.75, 0.5, 1),
        "judgement: a hit on an open yard hurts bars, breakers and lines beside the unit",
    ),
    "network.industry_first": (
        (0.5, 0.2, 0.8),
        "judgement: limits are set by distributor, who cuts feeders that firms and homes share",
    ),
    "network.collapse_affected": (
        (0.85, 0.65, 1),
        "reported collapses took two thirds (America 2003) to all (Italy 2003, Spain 2025)",
    ),
    "network.largest_wave": (
        (0.6, 0.3, 1),
        "judgement: raids came in waves over hours, and emergency cuts were ordered while they "
        "went on (grid operator, 15 and 23 November 2022)",
    ),
    "network.relay_half_life": (
        (3, 0.5, 8),
        "judgement: half an hour where reserve is at hand (Europe 2006); of the people cut on "
        "15 November 2022 the vast majority had power the next morning (press, 16 November)",
    ),
    "defence.mixed_probability": ((0.15,), "judgement: some raids saturate a region, some do not"),
    "defence.least_capacity": ((100,), "rival models on the public record reject less"),
    "defence.anchored_engaged": ((1,), "the record counts all that was launched"),
    "repair.travel_days": ((1, 0.5, 2), "judgement: a day's drive with equipment"),
    "repair.crew_loss": ((0.02, 0, 0.1), "judgement: second strikes are on record, losses rare"),
    "network.heater_kw": (
        (0.3, 0.1, 0.6),
        "judgement: a radiator of 2 to 2.5 kW in a home of 2.3, a third to a half on at once",
    ),
    "repair.part_transport": (
        (7, 5, 12),
        "three weeks from another region hold setting up, of which this is a third (dp-06)",
    ),
    "repair.days_hold_alerts": (
        (1,),
        "days of repair are calendar days of a country under alerts: published (dp-03 to dp-13) "
        "or judged as such",
    ),
    "readiness.whole_units": (
        (1,),
        "one to a few fire units of each western type: which of them waits is luck",
    ),
    "people.dark_in_a_row": ((0.8, 0.5, 1), "judgement: a torn line darkens the same homes"),
    "people.set_heat": ((0.5, 0.2, 0.8), "judgement: of sets at a house most feed its pump"),
    "people.point_people": ((100, 30, 300), "judgement: tent to school hall"),
    "people.point_hours": ((12, 6, 18), "open around the clock, full for half of it: judgement"),
    "people.point_litres": ((4, 2, 8), "judgement: stove and set"),
    "people.heat_kw": ((1.6, 1, 2.4), "losses of prefabricated blocks in TABULA, times 40 K"),
    "people.home_gains": (
        (2.5, 1.5, 4),
        "judgement: TABULA counts 3 of people and appliances, which are off in the dark; some sun",
    ),
    "people.water_piped": ((0.7, 0.6, 0.8), "judgement: towns on piped water"),
    "people.water_protected": ((0.5, 0.3, 0.8), "judgement"),
    "people.water_tank_hours": ((8, 4, 16), "judgement: town reservoirs"),
    "people.water_fill": ((1, 0.5, 2), "judgement: spare pumps"),
    "people.water_back_hours": (
        (3, 1, 12),
        "some hours in the capital and the South, December 2022",
    ),
    "people.water_lifted": ((0.3, 0.2, 0.5), "judgement: upper floors of blocks"),
}


def build() -> Tables:
    """The table parameters."""
    return {
        "parameters": [
            {"id": name} | span("value", *value) | estimate(why, as_of="2025-06-30")
            for name, (value, why) in PARAMETERS.items()
        ]
    }
