"""Stock: pieces of every item held at midnight.

held' = held - fired - parts - fuel - other use - expired + arrived + returned + produced. All uses
of a day were limited by what was held at dawn; what arrives or is made today can be used from
tomorrow. Production stops where the store holds its most: `making`. What is made abroad waits for
transports and may be lost on its way: `ways`. What is stored for too long expires: `shelf`.
"""

from __future__ import annotations

from holdfast.model.stock.making import STEP, of_maker, turns
from holdfast.model.stock.params import Params
from holdfast.model.stock.prepare import prepare
from holdfast.model.stock.step import start, step

__all__ = ["STEP", "Params", "of_maker", "prepare", "start", "step", "turns"]
