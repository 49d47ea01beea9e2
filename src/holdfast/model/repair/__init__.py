"""Repair: crews by skill and single parts go where they restore most service for a crew-day.

The order is fixed by kind of damage: worth x share of function lost / mean days of repair. It uses
neither the work already done nor what chance will make of it, so that one more crew can never make
an installation wait longer. Equations: docs/blocks/repair.md.
"""

from holdfast.model.repair.order import by_urgency, worth
from holdfast.model.repair.params import Params, prepare
from holdfast.model.repair.stand_in import stand_in
from holdfast.model.repair.step import start, step

__all__ = ["Params", "by_urgency", "prepare", "stand_in", "start", "step", "worth"]
