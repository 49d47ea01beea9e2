"""Engine of gas: numpy arrays in, numpy arrays out; it knows nothing of the rest of Holdfast."""

from holdfast.gas.daily import Daily, balance

__all__ = ["Daily", "balance"]
