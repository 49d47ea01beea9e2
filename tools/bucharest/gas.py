"""Gas: production, import limit, storage and demand by use."""

from __future__ import annotations

from pathlib import Path

from bucharest.tables import NATION, REGIONS, Row, Tables, estimate, joined, known, pick, read, span

USES = ("household", "district_heat", "industry", "own_use")
IN_DATA = {"own_use": "own_use_losses"}
PRIORITY = {"household": "1", "district_heat": "1", "own_use": "1", "industry": "3"}
"""Power stations come between, by gas.power_priority."""
NEEDS_POWER = {"household": "0.2", "district_heat": "0.3", "own_use": "0.5", "industry": "0.9"}
"""Of homes on district heat .3 lose their heat in the dark, so no more of its gas is saved."""
CURVE = {"household": "sigmoid", "district_heat": "sigmoid"}
TEMPERATURES = {"at_plus_10": "+10 C", "at_0": "0 C", "at_minus_10": "-10 C"}
CUSHION_BCM = 4.7
MAX_WITHDRAWAL = (220.0, 180.0, 280.0)
EMPTY_SHARE = (0.2, 0.1, 0.35)
MAX_INJECTION = 90.0


def build(data: Path) -> Tables:
    """All tables of gas/."""
    gas = read(data / "bucharest-2022/gas.csv")
    people = read(data / "bucharest-2022/regions.csv")
    return {
        "gas/supply": _supply(gas),
        "gas/storage": _storage(gas),
        "gas/demand": _demand(gas, people),
    }


def _supply(gas: list[Row]) -> list[Row]:
    nation = pick(gas, region=NATION, item="production, daily")
    total = [float(nation[column]) for column in ("value", "low", "high")]
    rows = []
    for region in REGIONS:
        row = pick(gas, region=region, item="share of national production")
        share, low, high = (float(row[column]) for column in ("value", "low", "high"))
        if share == 0:
            continue
        made = total[0] * share
        # Both are uncertain: half of the share's own band, all of the total's.
        down = made * total[1] / total[0] * (1 - (1 - low / share) / 2)
        up = made * total[2] / total[0] * (1 + (high / share - 1) / 2)
        note = (
            "share of the region x 50.5 mcm a day (46 to 53); range from both, the share's halved"
        )
        rows.append(
            {"id": f"{region}-gas", "region": region, "kind": "production"}
            | span("mcm_per_day", made, down, up)
            | known(f"{nation['source']};{row['source']}", row["as_of"], "ESTIMATE", note)
        )
    cap = pick(gas, region=NATION, item="import capacity, guaranteed")
    rows.append(
        {"id": "import", "kind": "import"}
        | span("mcm_per_day", float(cap["value"]), float(cap["low"]), float(cap["high"]))
        | known(cap["source"], cap["as_of"], cap["status"], cap["note"])
    )
    return rows


def _storage(gas: list[Row]) -> list[Row]:
    """One row: stores outside the west hold 7 %, one or two sites a region, and are folded in."""
    start = pick(gas, region=NATION, item="storage stock at start of heating season (7 Oct 2022)")
    capacity = pick(gas, region=NATION, item="storage capacity")
    usable = 1000 * (float(start["value"]) - CUSHION_BCM)
    note = joined(
        "14.1 bcm less 4.7 of cushion gas (MEMORY, .7 either way); capacity 31 bcm less the same",
        "stores outside the west, 7 % of the gas, are folded in: one or two sites a region",
        "91.9 mcm a day was drawn on 13 January 2022 with about 8 bcm usable: with a fifth left "
        "when "
        "empty the full store would give about 205, the technical limit is higher (MEMORY), so "
        "220; "
        "injection: usual summer rate (MEMORY)",
    )
    return [
        {"id": "WST-store", "region": "WST"}
        | span("working_mcm", usable, usable - 700, usable + 700)
        | {"capacity_mcm": f"{1000 * (float(capacity['value']) - CUSHION_BCM):.0f}"}
        | span("max_withdrawal", *MAX_WITHDRAWAL)
        | span("empty_withdrawal_share", *EMPTY_SHARE)
        | {"max_injection": f"{MAX_INJECTION:g}"}
        | known(f"{start['source']};ifx-792753;CALC", "2022-11-29", "ESTIMATE", note)
    ]


def at_zero(gas: list[Row], people: list[Row]) -> dict[tuple[str, str], float]:
    """mcm a day at 0 C by region and use; every use sums to its national row."""
    heated = {
        region: float(row["population_present"]) * float(row["share_district_heat"])
        for region in REGIONS
        for row in [pick(people, region=region)]
    }
    district = _national(gas, "district_heat", "0 C")
    own = _national(gas, "own_use", "0 C")
    made: dict[tuple[str, str], float] = {}
    for region in REGIONS:
        both = _regional(gas, region, "household_and_district_heat")
        made[region, "district_heat"] = district * heated[region] / sum(heated.values())
        made[region, "household"] = both - made[region, "district_heat"]
        made[region, "industry"] = _regional(gas, region, "industry")
        share = pick(gas, region=region, item="share of national production")
        made[region, "own_use"] = own * float(share["value"])
    return made


def _national(gas: list[Row], use: str, temperature: str) -> float:
    item = f"daily demand at {temperature}: {IN_DATA.get(use, use)}"
    return float(pick(gas, region=NATION, item=item)["value"])


def _regional(gas: list[Row], region: str, use: str) -> float:
    return float(pick(gas, region=region, item=f"daily demand at 0 C: {use}")["value"])


def _demand(gas: list[Row], people: list[Row]) -> list[Row]:
    split = at_zero(gas, people)
    rows = []
    for region in REGIONS:
        for use in USES:
            nation = pick(gas, region=NATION, item=f"daily demand at 0 C: {IN_DATA.get(use, use)}")
            zero = float(nation["value"])
            share = split[region, use] / zero
            if share == 0:
                continue
            cells = {"region": region, "use": use, "priority": PRIORITY[use]}
            cells |= {
                column: f"{share * _national(gas, use, temperature):.4f}"
                for column, temperature in TEMPERATURES.items()
            }
            cells |= span("level", 1, float(nation["low"]) / zero, float(nation["high"]) / zero)
            cells |= {"curve": CURVE.get(use, "knots"), "needs_power": NEEDS_POWER[use]}
            rows.append(cells | estimate(f"{_SPLIT[use]}; {_DEMAND}", "ubn-117;CALC"))
    return rows


_SPLIT = {
    "household": "the region's gas for homes and district heat at 0 C less the latter",
    "district_heat": "17 mcm a day at 0 C by people on district heat; needs_power as of their "
    "homes",
    "industry": "regional row at 0 C",
    "own_use": "5 mcm a day at 0 C by share of production",
}
_DEMAND = (
    "other temperatures in the national proportion; needs_power, priority: judgement, as "
    "remembered "
    "from the national emergency plan"
)
