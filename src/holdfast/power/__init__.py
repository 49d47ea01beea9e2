"""Engine of power: numpy arrays in, numpy arrays out; it knows nothing of the rest of Holdfast."""

from holdfast.power.balance import Network, Shares, share
from holdfast.power.convolution import Adequacy, adequacy
from holdfast.power.grid import Grid
from holdfast.power.least_shed import ShedResult, least_shed
from holdfast.power.matpower import read_matpower

__all__ = [
    "Adequacy",
    "Grid",
    "Network",
    "Shares",
    "ShedResult",
    "adequacy",
    "least_shed",
    "read_matpower",
    "share",
]
