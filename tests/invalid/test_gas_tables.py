"""What is wrong in the tables of a gas network, named exactly."""

from __future__ import annotations

from pathlib import Path

import pytest

from invalid.breaking import Break, add_column, add_line, all_of, faults_of, put, replace

HEAD = b"id,region,pressure_min_bar,pressure_max_bar,demand_share\n"
CASES: dict[str, tuple[Break, list[str]]] = {
    "sources that stand nowhere": (
        all_of(
            put(
                "gas/nodes.csv",
                b"id,region,pressure_min_bar,pressure_max_bar,supply_pressure_bar,demand_share\n"
                b"C,COAST,20,60,,1\nP,PLAIN,60,60,,1\nH,HILLS,20,60,70,0\n",
            ),
            add_column("gas/supply.csv", "node", "C"),
            add_column("gas/storage.csv", "law", "sqrt"),
        ),
        [
            "gas/demand.csv row 9, column use: 'household' is taken nowhere: give a node of "
            "region HILLS a demand_share in gas/nodes.csv, or a share of household in "
            "gas/taps.csv",
            "gas/nodes.csv row 3, column pressure_min_bar: '60' is not under 60, the value "
            "in column pressure_max_bar",
            "gas/nodes.csv row 4, column supply_pressure_bar: '70' is not above 20 and at "
            "most 60, the pressures of the node",
            "gas/storage.csv row 2, column law: 'sqrt' is used with a node of gas/nodes.csv "
            "only: leave it blank",
            "gas/storage.csv row 2, column node: is blank: there is a gas/nodes.csv, so "
            "name the node where it stands",
            "gas/supply.csv row 2, column node: 'C' is a node in region COAST: name one in "
            "region PLAIN",
            "gas/supply.csv row 3, column node: is blank: there is a gas/nodes.csv, so name "
            "the node where it stands",
        ],
    ),
    "pipes and stations of no use": (
        all_of(
            put(
                "gas/nodes.csv",
                HEAD + b"C,COAST,20,60,1\nP,PLAIN,20,60,1\nH,HILLS,20,60,1\n",
            ),
            add_column("gas/supply.csv", "node", "P", "C"),
            add_column("gas/storage.csv", "node", "H"),
            put(
                "gas/pipes.csv",
                b"id,from_node,to_node,length_km,diameter_mm,roughness_mm,resistance,volume_m3\n"
                b"a,C,C,10,500,,,\nb,C,P,10,,,,\nc,C,P,10,,,5,\nd,C,P,10,500,,,9\n"
                b"e,C,Q,1,10,4,,\nf,P,H,1,10,5,,\n",
            ),
            put(
                "gas/compressors.csv",
                b"id,from_node,to_node,ratio,drive\nk,P,H,1,gas\nl,H,H,1.2,steam\n",
            ),
            put("gas/taps.csv", b"node,use,share\nC,household,0\nC,water,1\n"),
            add_line("assets.csv", "x,gas_works,PLAIN,1,gas_compressor,k,0,,,example"),
        ),
        [
            "assets.csv row 13, column element: 'k' is a regulator (ratio 1 in "
            "gas/compressors.csv): name a compressor",
            "gas/compressors.csv row 3, column drive: 'steam' is not known (one of electric, gas)",
            "gas/compressors.csv row 3, column to_node: 'H' is at both ends: name two nodes",
            "gas/pipes.csv row 2, column to_node: 'C' is at both ends: name two nodes",
            "gas/pipes.csv row 3, column diameter_mm: is blank: give length_km and "
            "diameter_mm, or resistance",
            "gas/pipes.csv row 4, column length_km: '10' is not used with resistance: leave "
            "one of the two blank",
            "gas/pipes.csv row 5, column volume_m3: '9' is not used with length_km and "
            "diameter_mm: leave it blank",
            "gas/pipes.csv row 6, column to_node: 'Q' is not an id of gas/nodes.csv; known: "
            "C, P, H",
            "gas/pipes.csv row 7, column roughness_mm: '5' is too large (a number of mm, "
            "0.0001 to 4)",
            "gas/taps.csv row 3, column use: 'water' is not known; the nearest is power "
            "(one of household, district_heat, industry, own_use, power)",
        ],
    ),
    "prices of what is not bought, and ends before beginnings": (
        all_of(
            add_column("gas/supply.csv", "price_eur_per_1000_m3", "300"),
            add_column("gas/supply.csv", "until", "2024-13-01"),
            add_line(
                "gas/supply.csv",
                "import_south,,import,2025-01-01,1,,,operator,,250,2024-12-31",
            ),
        ),
        [
            "gas/supply.csv row 2, column price_eur_per_1000_m3: '300' is told of a production, "
            "which is not bought: leave it blank",
            "gas/supply.csv row 2, column until: '2024-13-01' is no day of the calendar (a day as "
            "YYYY-MM-DD, 1900 to 2200)",
            "gas/supply.csv row 3, column price_eur_per_1000_m3: is blank, and another import has "
            "a price: give all of them one, or none",
            "gas/supply.csv row 4, column until: '2024-12-31' is before 2025-01-01, the first day",
        ],
    ),
    "oil where no gas is burnt, and more of it than tanks hold": (
        put(
            "power/oil.csv",
            b"generator,stock_t,capacity_t,t_per_mwh,power_share\n"
            b"COAST_gas,10,9,0.25,1.1\nHILLS_hydro,1,2,0,1\nCOAST_thermal,-1,2,,\nlignite,1,2,,\n",
        ),
        [
            "power/oil.csv row 2, column power_share: '1.1' is too large (a number, 0 to 1)",
            "power/oil.csv row 2, column stock_t: '10' is more than 9, the value in column "
            "capacity_t",
            "power/oil.csv row 3, column generator: 'HILLS_hydro' burns no gas that oil could "
            "stand in for (power/generators.csv)",
            "power/oil.csv row 3, column t_per_mwh: '0' is too small (a number of t/MWh, 0.01 "
            "to 2)",
            "power/oil.csv row 4, column stock_t: '-1' is too small (a number of t, at least 0)",
            "power/oil.csv row 5, column generator: 'lignite' is not an id of "
            "power/generators.csv; known: PLAIN_nuclear, COAST_thermal, HILLS_hydro, COAST_gas",
        ],
    ),
    "compressors that take no power, and pumps that give no heat": (
        all_of(
            put("gas/nodes.csv", HEAD + b"C,COAST,20,60,1\nP,PLAIN,20,60,1\nH,HILLS,20,60,1\n"),
            add_column("gas/supply.csv", "node", "P", "C"),
            add_column("gas/storage.csv", "node", "H"),
            put(
                "gas/compressors.csv",
                b"id,from_node,to_node,ratio,drive,bus\nk,P,H,1.2,gas,PLAIN_T\n"
                b"l,P,C,1,electric,PLAIN_T\nm,C,H,1.2,electric,HARBOUR\nn,C,H,1.2,electric,COAST_T\n",
            ),
            put(
                "heat/pumps.csv",
                b"region,share,cop_at_plus_10,cop_at_0,cop_at_minus_10\nHILLS,0.2,3,2,1\n"
                b"COAST,1.2,3,2,0\nISLES,0.1,3,2,1\n",
            ),
            put("parameters.csv", b"id,value\npeople.own_ignition,2\ngas.imports_first,-1\n"),
        ),
        [
            "gas/compressors.csv row 2, column bus: 'PLAIN_T' is used with drive electric only: "
            "leave it blank",
            "gas/compressors.csv row 3, column bus: 'PLAIN_T' is not used with ratio 1, a "
            "regulator, which takes no power: leave it blank",
            "gas/compressors.csv row 4, column bus: 'HARBOUR' is not an id of power/buses.csv; "
            "known: COAST_T, COAST_D, PLAIN_T, PLAIN_D, HILLS_T, HILLS_D",
            "heat/pumps.csv row 2, column region: 'HILLS' has no homes on district_heat in "
            "heat/buildings.csv: leave the row out",
            "heat/pumps.csv row 3, column cop_at_minus_10: '0' is too small (a number, 1 to 10)",
            "heat/pumps.csv row 3, column share: '1.2' is too large (a number, 0 to 1)",
            "heat/pumps.csv row 4, column region: 'ISLES' is not an id of regions.csv; the nearest "
            "is HILLS (The hills)",
            "parameters.csv row 2, column value: '2' is too large for people.own_ignition (a "
            "number, 0 to 1)",
            "parameters.csv row 3, column value: '-1' is too small for gas.imports_first (a "
            "number, 0 to 1)",
        ],
    ),
    "gas that is given in a unit that holds more": (
        replace("items.csv", "Gas bought abroad,financial,mcm", "Gas,financial,Billion  m3"),
        [
            "items.csv row 12, column amount: '1' is not 1000, the million cubic metres in one "
            "Billion  m3",
        ],
    ),
    "a cushion of no use, none where there must be one, power of a regulator": (
        all_of(
            put("gas/nodes.csv", HEAD + b"C,COAST,20,60,1\nP,PLAIN,20,60,1\nH,HILLS,20,60,1\n"),
            add_column("gas/supply.csv", "node", "P", "C"),
            put(
                "gas/storage.csv",
                b"id,region,working_mcm,capacity_mcm,max_withdrawal,node,injection_law,cushion_mcm\n"
                b"a,HILLS,1,9,1,H,linear,5\nb,HILLS,1,9,1,H,cavern,\nc,HILLS,1,9,1,H,cavern,5\n"
                b"d,HILLS,1,9,1,H,,5\n",
            ),
            put(
                "gas/compressors.csv",
                b"id,from_node,to_node,ratio,max_flow,max_power_mw\nk,P,H,1,2,3\nl,P,C,1.2,2,3\n",
            ),
        ),
        [
            "gas/compressors.csv row 2, column max_power_mw: '3' is told of a regulator (ratio 1), "
            "which lifts nothing: leave it blank",
            "gas/storage.csv row 2, column cushion_mcm: '5' is used with injection_law cavern "
            "only: leave it blank",
            "gas/storage.csv row 3, column cushion_mcm: is blank: injection_law cavern needs it",
            "gas/storage.csv row 5, column cushion_mcm: '5' is used with injection_law cavern "
            "only: leave it blank",
        ],
    ),
    "power stations that no node serves": (
        all_of(
            put("gas/nodes.csv", HEAD + b"C,COAST,20,60,1\nP,PLAIN,20,60,1\nH,HILLS,20,60,1\n"),
            add_column("gas/supply.csv", "node", "P", "C"),
            add_column("gas/storage.csv", "node", "H"),
            put("gas/taps.csv", b"node,use,share\nC,power,0\nC,household,2\n"),
        ),
        [
            f"power/generators.csv row {row}, column gas_mcm_per_gwh: '{gas}' is taken nowhere: "
            "give a node of region COAST a demand_share in gas/nodes.csv, or a share of power in "
            "gas/taps.csv"
            for row, gas in ((3, "0.22"), (5, "0.2"))
        ],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_wrong_is_named(name: str, tmp_path: Path) -> None:
    spoil, expected = CASES[name]
    assert faults_of(spoil, tmp_path) == expected
