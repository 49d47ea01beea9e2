"""Engine of power: numpy arrays in, numpy arrays out; it knows nothing of the rest of Holdfast."""

from holdfast.power.balance import Network, Shares, share
from holdfast.power.convolution import Adequacy, adequacy

__all__ = ["Adequacy", "Network", "Shares", "adequacy", "share"]
