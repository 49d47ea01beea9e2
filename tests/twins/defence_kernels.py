"""Plain twins of the loops of the rationing program."""

from __future__ import annotations

import itertools

import numpy as np


def tonight(ahead, used, made, later):
    """Worth at night: interpolated between the cells of next morning, nothing for what is used."""
    count = len(ahead)
    place = np.arange(count) + min(max(made - used, -count), count)
    cells = np.concatenate([[0.0], ahead, [0.0]])
    stays = np.clip(np.arange(1, count + 1) - used, 0.0, 1.0)
    return later * stays * np.interp(place, np.arange(-1, count + 1), cells)


def falling(worth):
    """The first pieces worth the largest mean of first pieces."""
    mean = np.cumsum(worth) / np.arange(1, len(worth) + 1)
    best = np.argmax(mean)
    return np.append(np.full(best + 1, mean[best]), worth[best + 1 :])


def earlier(tail, value, after):
    """The integral over prices of the chance that demand passes the stock less what is kept."""
    count = len(after)
    made = np.zeros(count)
    prices = np.unique([0.0, *value, *np.minimum(after, value[0])])
    for low, high in itertools.pairwise(prices):
        price = (low + high) / 2
        kept = int((after > price).sum())
        asks = int((value > price).sum())
        known = np.concatenate([np.ones(count), tail[asks - 1]])
        made += (high - low) * known[np.arange(count) - kept + count]
    return made


def carried(tail, value, used, made, later, days):
    """One day after the other, from the end."""
    ahead = np.zeros(tail.shape[1])
    for _ in range(days):
        ahead = earlier(tail, value, falling(tonight(ahead, used, made, later)))
    return ahead
