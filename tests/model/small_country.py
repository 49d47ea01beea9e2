"""A country of two regions in a few lines: what the tests of single blocks prepare from."""

from __future__ import annotations

from collections.abc import Mapping

from holdfast.scenario import Scenario

SETTINGS = """
name = "small"
title = "Small"
description = "Two regions for tests of single blocks."
start = 2030-12-01
days = 151
report_from = 2030-12-01
seed = 1
currency = "EUR"

[weights.cold]
value = 0.5
source = "for tests"
"""

TABLES = {
    "regions": """id,name,population,status,defence_share
aa,Region A,100000,held,0.25
bb,Region B,300000,held,0.75""",
    "power/buses": """id,region,level
aa-t,aa,transmission
aa-d,aa,distribution
bb-t,bb,transmission
bb-d,bb,distribution""",
    "power/generators": """id,class,bus,units,available_mw
aa-gen,thermal,aa-t,4,400
bb-gen,hydro,bb-t,2,100""",
    "power/transformers": """id,from_bus,to_bus,units,unit_mva
aa-bank,aa-t,aa-d,2,200
bb-bank,bb-t,bb-d,4,100""",
    "power/demand": """region,bus,night_mw,morning_mw,day_mw,evening_mw
aa,aa-d,60,90,80,100
bb,bb-d,180,270,240,300""",
    "gas/supply": """id,region,kind,from,mcm_per_day
field,aa,production,,2
import,,import,,0.5""",
    "gas/demand": """region,use,at_plus_10,at_0,at_minus_10,level,priority
aa,household,0.1,0.4,0.7,1,1
aa,district_heat,0.1,0.24,0.4,1,2
bb,household,0.2,0.8,1.4,1,1""",
    "heat/buildings": """region,class,people_share,source,time_constant_hours,reserve,needs_power
aa,flat,0.6,district_heat,80,1.2,0
aa,house,0.4,household_gas,40,1.1,0.5
bb,house,0.5,electricity,40,1.1,0""",
    "threat/classes": """\
id,name,stock,wave_probability,wave_size,between_probability,between_size,kill_share
missile,Missile,40,1,10,0.1,2,0.6""",
    "threat/targets": """from,target,share
2030-12-01,grid,0.5""",
    "threat/regions": """class,region,share
missile,aa,0.5
missile,bb,0.5""",
    "defence/systems": """id,name,layer,units,channels,reach,item,fails_per_day,repair_days,part
battery,Battery,medium,4,4,0.2,interceptor,0.01,10,spare
gun,Gun,gun,20,1,0.1,,0.02,5,""",
    "defence/effect": """system,class,kill_probability
battery,missile,0.7
gun,missile,0.3""",
    "items": """id,name,kind,unit,use_days,adds,adds_to,amount,slip_per_month
battery,Battery,military,fire unit,30,system,battery,1,0.3
interceptor,Interceptor,military,missile,0,stock,interceptor,1,0
spare,Spare part,military,part,0,stock,spare,1,0
transformer,Large transformer,humanitarian,unit,14,stock,transformer,1,0.5
generator_set,Generator set,humanitarian,set,3,generator_set,,1,0
diesel,Diesel,humanitarian,l,0,stock,diesel,1,0
petrol,Petrol,humanitarian,l,0,stock,petrol,1,0
crew,Repair crew,humanitarian,crew,7,crew,grid,2,0
gabion,Protection,humanitarian,object,10,protection,substation,0.5,0
lamp,Lamp,humanitarian,million,5,demand_saving,,40,0
gas,Gas,financial,mcm,1,gas,,1,0
money,Money,financial,EUR million,0,money,,1,0""",
    "stocks": """item,quantity,other_use_per_day,defended,fuel
interceptor,60,1,yes,no
spare,10,0,no,no
transformer,1,0,no,no
diesel,20000,0,no,yes
petrol,10000,0,no,yes""",
    "production": """item,from,per_month
interceptor,2030-12-11,30.4375
interceptor,2031-01-01,60.875""",
    "repair/crews": """skill,name,crews
grid,Grid crews,3
plant,Plant crews,2""",
    "damage/kinds": """\
id,name,target,function_lost,heavy_share,destroyed_share,\
days_light,days_heavy,days_destroyed,skill,part
substation,Large transformer,grid,0.5,0.5,0.5,3,14,21,grid,transformer
plant,Thermal unit,grid,1,1,0,5,30,60,plant,
boiler,Boiler house,grid,1,1,0,2,7,14,plant,
feeder,Feeder station,grid,1,1,0,1,4,8,grid,
well,Gas plant,grid,1,1,0,5,60,90,plant,""",
    "assets": """id,kind,region,count,serves,element
b-sub,substation,aa,2,transformer,aa-bank
a-sub,substation,bb,4,transformer,bb-bank
gen,plant,aa,4,generator,aa-gen
heat,boiler,aa,3,heat,
feed,feeder,bb,10,distribution,
well,well,aa,1,gas_supply,field""",
    "weather/normals": "\n".join(
        ["region,month,mean_c"]
        + [f"aa,{month},{mean}" for month, mean in enumerate((-6, -4, 0), start=1)]
        + [f"aa,{month},10" for month in range(4, 12)]
        + ["aa,12,-2"]
        + [f"bb,{month},5" for month in range(1, 13)]
    ),
    "actors": """id,name,kind
NN,Neighbour,member""",
}
"""The tables by name; a test replaces or adds what it is about."""


def country(tables: Mapping[str, str] | None = None, settings: str = SETTINGS) -> Scenario:
    """The small country with some tables replaced."""
    texts = TABLES | dict(tables or {})
    files = {f"{name}.csv": f"{text}\n" for name, text in texts.items()}
    return Scenario.from_files({"scenario.toml": settings, **files})
