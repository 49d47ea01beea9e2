"""The valley with pressures of gas: a field, a compressor half way, a store at the end."""

from __future__ import annotations

from collections.abc import Mapping

from holdfast.scenario import Scenario, read_scenario
from model.networks_world import VALLEY

GAS = {
    "gas/nodes": """id,region,pressure_min_bar,pressure_max_bar,demand_share
U,UPP,20,60,1
M,MID,20,60,1
V,MID,0,60,0
W,LOW,20,60,0
L,LOW,20,60,1""",
    "gas/pipes": """id,from_node,to_node,length_km,diameter_mm
U-M,U,M,100,400
M-V,M,V,40,400
W-L,W,L,60,400""",
    "gas/compressors": """id,from_node,to_node,ratio,drive
V-W,V,W,1.5,electric""",
    "gas/supply": """id,region,kind,from,mcm_per_day,node
UPP-field,UPP,production,,2,U
import,,import,,0.5,U""",
    "gas/storage": """\
id,region,working_mcm,capacity_mcm,max_withdrawal,empty_withdrawal_share,max_injection,node
LOW-store,LOW,100,200,4,0.2,1,L""",
}
"""Tables of gas: pipes of .4 m, in which pressures matter at 2 mcm a day."""
FIELD = """id,region,kind,from,mcm_per_day,node
UPP-field,UPP,production,,4,U
import,,import,,0.5,U"""
"""A field that gives all that is asked at 0 degrees."""
FAR = GAS | {
    "gas/nodes": GAS["gas/nodes"].replace("L,LOW,20,", "L,LOW,56,"),
    "gas/supply": FIELD,
    "gas/storage": GAS["gas/storage"].replace("100,200,4,0.2,1", "0,0,0,0,0"),
}
"""No store at the end, where gas is wanted at 56 bar: it comes there only if it is lifted."""


def piped(tables: Mapping[str, str] | None = None, base: Scenario | None = None) -> Scenario:
    """The valley with these tables of gas, or with others in their place."""
    files = dict((base or read_scenario(VALLEY)).files)
    for name, text in (GAS | dict(tables or {})).items():
        files[f"{name}.csv"] = f"{text}\n"
    return Scenario.from_files(files)
