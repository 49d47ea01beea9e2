"""A scenario in which partners talk: sources that differ, what was lifted, ties, limits, asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from holdfast.scenario import Scenario

SOURCES = """id,outlet,published,speaker,statement,address
wire,The Wire,2030-11-20,envoy,no guns,-
post,The Post,2030-11-20,minister,some guns,-
"""
POSITIONS = """partner,topic,date,stance,hardness,veto,item,region,use,quote,source,as_of,status
NN,guns,2030-11-10,offers,soft,no,,,,two in spring,wire,2030-11-10,READ
NN,guns,2030-11-20,refuses,hard,no,battery,,,not before our own,wire,2030-11-21,READ
NN,guns,2030-11-20,conditional,soft,no,,,,if others give too,post,2030-11-22,MEMORY
EN,upper valley,2030-11-05,refuses,hard,no,,UPP,humanitarian,not that far,wire,2030-11-05,READ
EN,lamps,2030-11-01,refuses,hard,no,generator_set,,,no sets to spare,wire,2030-11-01,READ
EN,lamps,2030-11-15,refuses,lifted,no,generator_set,,,sets after all,post,2030-11-15,READ
EN,crews,2030-11-15,offers,lifted,no,,,,crews may go,post,2030-11-15,READ
NN,Lines,2031-01-05,undecided,soft,no,,,,as the Northern neighbour says,post,2031-01-05,READ
"""
CONDITIONS = """id,date,gift,needs,at_least,quote,source,as_of
swap,2030-11-02,NN:battery,EN:transformer;EN:crew,any,only together,wire,2030-11-02
freight,2030-11-02,d2,crew,all,crews come with it,post,2030-11-02
old,2030-10-02,EN:crew,NN:spare,all,parts first,post,2030-10-02
old,2030-11-02,EN:crew,,all,,post,2030-11-02
"""
LIMITS = """id,partner,item,kind,quantity,value_million,by,source,as_of
sets,EN,generator_set,,60,3,2031-02-01,wire,2030-11-02
arms,NN,,military,,500,,wire,2030-11-02
"""
MEETINGS = "id,name,date,as_of\nm1,First round,2030-11-03,2030-11-03\n"
ASKS = """id,asked_by,asked_of,item,quantity,unit,by_when,meeting,date,source,as_of
a1,VA,NN,batteries,2,units,now,m1,2030-11-03,wire,2030-11-03
a2,VA,all,crews,,,-,,2030-11-04,post,2030-11-04
a3,VA,EN,more sets,40,sets,in January,m1,2030-11-03,wire,2030-11-03
"""
OFFERS = """id,partner,said,item,quantity,unit,kind,committed,delivered,caveat,source,as_of
o1,EN,fifty sets,generator_set,50,sets,humanitarian,2030-11-01,2030-11-25,by sea,wire,2030-11-25
o2,NN,a battery,battery,1,,military,2030-11-06,,,post,2030-11-06
"""
TABLES = {
    "sources": SOURCES,
    "positions": POSITIONS,
    "conditions": CONDITIONS,
    "limits": LIMITS,
    "meetings": MEETINGS,
    "asks": ASKS,
    "offers": OFFERS,
}
AS_OF = date(2030, 12, 1)


def talking(
    valley: Scenario,
    as_of: date | None = AS_OF,
    change: Callable[[str], str] = lambda text: text,
    **tables: str,
) -> Scenario:
    """The valley with these tables, each changed; as known on a day."""
    texts = {f"{name}.csv": change(text) for name, text in {**TABLES, **tables}.items()}
    return Scenario.from_files({**valley.files, **texts}, as_of)


def written(folder: Path, valley: Path, **tables: str) -> Path:
    """The same as a folder."""
    folder.mkdir(exist_ok=True)
    for file in valley.iterdir():
        if file.is_file():
            (folder / file.name).write_bytes(file.read_bytes())
        else:
            (folder / file.name).mkdir()
            for inner in file.iterdir():
                (folder / file.name / inner.name).write_bytes(inner.read_bytes())
    for name, text in {**TABLES, **tables}.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder
