"""Faults of the tables of readiness, stocks and ways: file, row, column, value, what is allowed."""

from __future__ import annotations

import pytest

from holdfast.scenario import ScenarioError
from model.echelons_world import ECHELONS, MENDING, PARTS, RETURNS, TECHNICIANS, world
from model.small_country import TABLES

FILLED = {"home": "", "abroad": "", "home_lost": 0, "abroad_lost": 0}
WAYS = "id,name,days,loads_per_week,lost_share\nsea,By sea,5,3,0.1"
MADE = "item,from,per_month,maker,route"
FIRED = TABLES["items"] + "\nvalve,Valve,military,part,0,stock,valve,1,0"


def stocks(extra: str, *cells: str) -> str:
    lines = TABLES["stocks"].splitlines()
    filled = [*cells, *[""] * (len(lines) - 1 - len(cells))]
    return "\n".join(f"{line},{cell}" for line, cell in zip(lines, (extra, *filled), strict=True))


CASES = {
    "shares that leave failures unmended": (
        {"readiness/mending": MENDING.replace("abroad,0.2", "abroad,0.1")},
        "readiness/mending.csv row 4, column share: '0.1' brings the sum over system battery to "
        "0.9; it must be 1",
    ),
    "an echelon that is none": (
        {"readiness/mending": MENDING.replace("abroad,0.2", "abrod,0.2")},
        "readiness/mending.csv row 4, column echelon: 'abrod' is not an id of "
        "readiness/echelons.csv; the nearest is abroad",
    ),
    "work of no day": (
        {"readiness/mending": MENDING.replace("0.5,4", "0.5,0")},
        "readiness/mending.csv row 2, column days: '0' is too small (a number of days, 1 to 730)",
    ),
    "technicians of another echelon": (
        {"readiness/mending": MENDING.replace("0.5,4,", "0.5,4,radar")},
        "readiness/mending.csv row 2, column technicians: 'radar' work at echelon depot: name some "
        "of echelon unit",
    ),
    "technicians that are none": (
        {"readiness/mending": MENDING.replace("radar", "rader")},
        "readiness/mending.csv row 3, column technicians: 'rader' is not an id of "
        "readiness/technicians.csv; the nearest is radar",
    ),
    "fewer than no crews": (
        {"readiness/technicians": TECHNICIANS.format(crews=-1)},
        "readiness/technicians.csv row 2, column crews: '-1' is too small (a number, at least 0)",
    ),
    "a part of a system that is mended in place": (
        {"readiness/parts": PARTS.format(spare=0.4, valve=0.2) + "\ngun,spare,0.1"},
        "readiness/parts.csv row 4, column system: 'gun' has no row in readiness/mending.csv: say "
        "there where it is mended",
    ),
    "parts for more failures than there are": (
        {"readiness/parts": PARTS.format(spare=0.8, valve=0.3)},
        "readiness/parts.csv row 3, column share: '0.3' brings the sum over system battery to 1.1; "
        "it may be at most 1",
    ),
    "a part that fits nothing": (
        {"readiness/returns": RETURNS.format(valve_by="") + "\ntransformer,depot,1,6,"},
        "readiness/returns.csv row 5, column item: 'transformer' fits no system: give it a row in "
        "readiness/parts.csv",
    ),
    "the column of parts beside the table": (
        {
            "defence/systems": "id,name,layer,units,channels,reach,item,part\n"
            "battery,Battery,medium,4,4,0.2,interceptor,spare\ngun,Gun,gun,20,1,0.1,,"
        },
        "defence/systems.csv row 2, column part: 'spare' is not used with rows in "
        "readiness/mending.csv: leave it blank, parts stand in readiness/parts.csv",
    ),
    "half of a whole unit": (
        {"parameters": "id,value\nreadiness.whole_units,0.5"},
        "parameters.csv row 2, column value: '0.5' is neither 0 nor 1, as readiness.whole_units "
        "must be",
    ),
    "a share lost in per cent": (
        {"readiness/echelons": ECHELONS.format(**FILLED | {"abroad_lost": 20})},
        "readiness/echelons.csv row 4, column lost_share: '20' is too large (a number, 0 to 1)",
    ),
    "lives left without a life": (
        {
            "stocks": stocks("shelf_days,first_days", ",80")
            .replace(",no\n", ",no,\n")
            .replace("yes,no,\n", "yes,no,\n")
        },
        "stocks.csv row 2, column first_days: '80' is not used without shelf_days: give these too, "
        "or leave it blank",
    ),
    "a way that is none": (
        {"routes": WAYS, "production": f"{MADE}\ninterceptor,2030-12-01,5,one,see"},
        "production.csv row 2, column route: 'see' is not an id of routes.csv; the nearest is sea",
    ),
    "two ways of one maker": (
        {
            "routes": WAYS,
            "production": f"{MADE}\ninterceptor,2030-12-01,5,one,sea\n"
            "interceptor,2031-01-01,6,one,",
        },
        "production.csv row 3, column route: differs from row 2 of the same item and maker (sea): "
        "give one for all",
    ),
    "what a gun without rounds fires": (
        {"defence/fires": "system,item\ngun,interceptor"},
        "defence/fires.csv row 2, column system: 'gun' has no item in defence/systems.csv: give it "
        "there, others follow here",
    ),
    "what it fires anyway": (
        {"defence/fires": "system,item\nbattery,interceptor"},
        "defence/fires.csv row 2, column item: 'interceptor' is what battery fires by "
        "defence/systems.csv: leave the row out",
    ),
    "in turn and by a program": (
        {
            "defence/fires": "system,item\nbattery,valve",
            "stocks": stocks("rationing", "program"),
        },
        "defence/fires.csv row 2, column item: 'valve' cannot be fired in turn while interceptor "
        "is rationed by a program in stocks.csv: ration it by fixed levels",
    ),
    "a part that is fired": (
        {
            "readiness/parts": PARTS.format(spare=0.4, valve=0.2) + "\nbattery,interceptor,0.1",
            "readiness/returns": RETURNS.format(valve_by=""),
        },
        "readiness/parts.csv row 4, column item: 'interceptor' is an interceptor too "
        "(defence/systems.csv row 2, column item): give each purpose an item of its own",
    ),
    "a part that stands in for a station": (
        {"repair/mobile": "kind,item,days,share\nsubstation,transformer,2,0.5"},
        "repair/mobile.csv row 2, column item: 'transformer' is a part of installations too "
        "(damage/kinds.csv row 2, column part): give each purpose an item of its own",
    ),
    "a part that is fuel": (
        {"readiness/parts": PARTS.format(spare=0.4, valve=0.2) + "\nbattery,diesel,0.1"},
        "stocks.csv row 5, column item: 'diesel' is a spare part of air defence too "
        "(readiness/parts.csv row 4, column item): give each purpose an item of its own",
    ),
    "a part of which there is no stock": (
        {"readiness/parts": PARTS.format(spare=0.4, valve=0.2) + "\nbattery,crew,0.1"},
        "readiness/parts.csv row 4, column item: 'crew' does not add to a stock of its own in "
        "items.csv, as a part must",
    ),
    "more life left than there is": (
        {
            "stocks": stocks("shelf_days,first_days", "30,31")
            .replace(",no\n", ",no,,\n")
            .replace("yes,no,,,\n", "yes,no,,\n")
        },
        "stocks.csv row 2, column first_days: '31' is above shelf_days (30): nothing that is held "
        "has longer left",
    ),
    "technicians that an item cannot add to": (
        {"items": FIRED + "\nfitters,Fitters,military,crew,0,technician,grid,1,0"},
        "items.csv row 15, column adds_to: 'grid' is not an id of readiness/technicians.csv; "
        "known: radar",
    ),
}


@pytest.mark.parametrize(("tables", "message"), CASES.values(), ids=list(CASES))
def test_what_is_wrong_is_named(tables, message):
    with pytest.raises(ScenarioError) as raised:
        world(tables=tables)
    assert message in [str(fault) for fault in raised.value.faults]
