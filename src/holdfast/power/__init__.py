"""Engine of power: numpy arrays in, numpy arrays out; it knows nothing of the rest of Holdfast."""

from holdfast.power.balance import Network, Shares, share
from holdfast.power.convolution import Adequacy, adequacy
from holdfast.power.grid import Grid
from holdfast.power.least_shed import ShedResult, least_shed
from holdfast.power.matpower import read_matpower
from holdfast.power.restoration.damaged import DamagedGrid, read_restoration
from holdfast.power.restoration.parts import Part
from holdfast.power.restoration.restore import Restoration, fewest_repairs, restore
from holdfast.power.sampling.reliability import Reliability, read_reliability
from holdfast.power.sampling.sampled import (
    SampledAdequacy,
    adequacy_sampled,
    adequacy_sequential,
)

__all__ = [
    "Adequacy",
    "DamagedGrid",
    "Grid",
    "Network",
    "Part",
    "Reliability",
    "Restoration",
    "SampledAdequacy",
    "Shares",
    "ShedResult",
    "adequacy",
    "adequacy_sampled",
    "adequacy_sequential",
    "fewest_repairs",
    "least_shed",
    "read_matpower",
    "read_reliability",
    "read_restoration",
    "restore",
    "share",
]
