"""Which nodes of a network hang together."""

from __future__ import annotations

import numpy as np

from holdfast.gas.network import Ints


def joined(nodes: int, begin: Ints, end: Ints) -> Ints:
    """(nodes,) the first node of the part in which each lies; edges join `begin` with `end`."""
    label = np.arange(nodes)
    while True:
        before, least = label.copy(), np.minimum(label[begin], label[end])
        np.minimum.at(label, begin, least)
        np.minimum.at(label, end, least)
        label = label[label]
        if (label == before).all():
            return label
