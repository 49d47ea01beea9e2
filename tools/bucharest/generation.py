"""Generation: classes by region, what they can give in each block, and the gas they burn."""

from __future__ import annotations

from bucharest.tables import REGIONS, Row, joined, known, number, pick, span

HYDRO = (0.4, 0.6, 0.6, 0.7)
PUMPED = (0.0, 0.3, 0.0, 1.0)
"""Share of run-of-river and of pumped water power that is available, by block."""
SOLAR = (0.0, 0.08, 0.1, 0.0)
WIND = (0.3, 0.3, 0.3, 0.3)
BLOCKS = ("night", "morning", "day", "evening")
MERIT = {"solar": 1, "wind": 1, "nuclear": 2, "hydro": 3, "thermal": 5}
HEAT_LED = ("NOR", "NEA", "STH")
"""Regions whose thermal stations burn most of the gas: they heat cities and run first."""
TYPICAL_MW = {"solar": 10.0, "wind": 3.0}
"""MW of one plant, to count the many; these feed in at distribution."""
RESTART = {"nuclear": (2.0, 1.0, 3.0), "thermal": (0.4, 0.1, 1.5)}
"""Days to come back after a trip, of the classes that trip."""
SOURCE = {"nuclear": ";dp-02"}
NOTE = {
    "nuclear": "units trip, and return 1 to 3 days after the grid is whole (dp-02); no asset",
    "thermal": "condensing and combined heat-and-power units of the region together, at the "
    "transmission node although some are embedded in distribution; hot starts take some hours, "
    "cold ones a day (judgement); those that heat cities run first (merit 4); gas: in proportion "
    "to the region's gas for power over its capacity, scaled so that a day at 0 C burns the "
    "national 7 mcm",
    "hydro": "run of river .4 .6 .6 .7 of what is available by block, pumped 0 .3 0 1 (judgement)",
    "wind": "winter mean in every block (judgement); units: held MW over 3",
    "solar": "a tenth of nameplate at midday, all year (judgement); units: held MW over 10",
}
LEVEL = {name: "D" for name in TYPICAL_MW}


def generators(generation: list[Row], demand: list[Row], gas: list[Row]) -> list[Row]:
    """The table power/generators; `demand` is the table power/demand."""
    rows = [
        _generator(row)
        for row in generation
        if row["region"] in REGIONS and float(row["mw_available_2022_09_30"]) > 0
    ]
    asked = [sum(float(row[f"{block}_mw"]) for row in demand) for block in BLOCKS]
    energy = dispatch(rows, asked)
    thermal = [row for row in rows if row["class"] == "thermal"]
    burnt = {row["id"]: _burnt(gas, row["id"].partition("-")[0]) for row in thermal}
    rate = {row["id"]: burnt[row["id"]] / float(row["available_mw"]) for row in thermal}
    scale = sum(burnt.values()) / sum(rate[name] * energy[name] for name in rate)
    for row in thermal:
        row["gas_mcm_per_gwh"] = f"{scale * rate[row['id']]:.5f}"
    return rows


OIL = (60_000.0, 30_000.0, 130_000.0)
"""t of fuel oil at power stations of the nation, and about the most that was ever meant to be."""
OIL_SHARE = (0.8, 0.6, 1.0)
"""Power of units on oil, over that on gas."""
T_PER_1000_M3 = 36 / 40
"""t of oil with the heat of a thousand m3 of gas: 36 MJ/m3 over 40 MJ/kg."""
OIL_NOTE = (
    "reserve fuel of gas units: 32 thousand t in October 2016, 79.5 on 1 September 2017, 38.4 on "
    "21 August 2018 (ministry and grid operator, by Interfax-Ukraine), 130 meant for 1 November "
    "2018; by the region's gas for power; burn: the heat of the gas it stands in for; derating: "
    "judgement; refill is not known, so none"
)


def oil(generation: list[Row]) -> list[Row]:
    """The table power/oil: the nation's oil by the gas that thermal stations of a region burn."""
    rows = [row for row in generation if row["class"] == "thermal"]
    gas = [float(row["gas_mcm_per_gwh"]) * float(row["available_mw"]) for row in rows]
    return [
        {"generator": row["id"]}
        | span("stock_t", *(round(tonnes * part / sum(gas), -1) for tonnes in OIL))
        | {"capacity_t": number(round(max(OIL) * part / sum(gas), -1))}
        | {"t_per_mwh": f"{T_PER_1000_M3 * float(row['gas_mcm_per_gwh']):.4f}"}
        | span("power_share", *OIL_SHARE)
        | known("MEM;CALC", "2022-11-29", "ESTIMATE", OIL_NOTE)
        for row, part in zip(rows, gas, strict=True)
    ]


def _burnt(gas: list[Row], region: str) -> float:
    """Gas for power at 0 C, mcm a day."""
    return float(pick(gas, region=region, item="daily demand at 0 C: power")["value"])


def dispatch(rows: list[Row], asked: list[float]) -> dict[str, float]:
    """GWh that each row gives on a day that asks so much [MW] in each block, by merit and name."""
    order = sorted(rows, key=lambda row: (float(row["merit"]), row["id"]))
    given = {row["id"]: 0.0 for row in rows}
    for block, left in zip(BLOCKS, asked, strict=True):
        for row in order:
            power = min(left, float(row["available_mw"]) * float(row[block]))
            given[row["id"]] += power * 6 / 1000
            left -= power
    return given


def _generator(row: Row) -> Row:
    name, region = row["class"], row["region"]
    units = row["units"]
    if name in TYPICAL_MW:
        units = str(round(float(row["mw_installed_held"]) / TYPICAL_MW[name]))
    available = (float(row[column]) for column in ("mw_available_2022_09_30", "low", "high"))
    factor = block_shares(name, float(row["winter_evening_factor"]))
    cells = {"id": f"{region}-{name}", "class": name, "bus": f"{region}-{LEVEL.get(name, 'T')}"}
    merit = MERIT[name] - (name == "thermal" and region in HEAT_LED)
    cells |= {"units": units, "merit": str(merit)} | span("available_mw", *available)
    cells |= {block: f"{share:.3g}" for block, share in zip(BLOCKS, factor, strict=True)}
    cells |= {"trips": "yes" if name in RESTART else "no"}
    cells |= span("restart_days", *RESTART[name]) if name in RESTART else {}
    note = joined(row["note"], NOTE[name])
    return cells | known(row["source"] + SOURCE.get(name, ""), row["as_of"], "ESTIMATE", note)


def block_shares(name: str, evening: float) -> tuple[float, ...]:
    """Share available by block; of water power, the mix that gives the data's evening factor."""
    if name == "hydro":
        pumped = (evening - HYDRO[3]) / (PUMPED[3] - HYDRO[3])
        return tuple(h + (p - h) * pumped for h, p in zip(HYDRO, PUMPED, strict=True))
    return {"solar": SOLAR, "wind": WIND}.get(name, (1.0,) * len(BLOCKS))
