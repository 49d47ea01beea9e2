"""Compiled loops of the threat and defence blocks: whole numbers and shares, no policy.

Every array is C-contiguous float64 unless its type says otherwise; the caller allocates `out`. An
input may have length 1 along its first axis (future) and then holds for all of them. Each function
has a plain numpy twin in tests/twins/model_kernels.py.
"""

from __future__ import annotations

import math

import numba
import numpy as np
from numba import types

from holdfast.arrays import Array

_REAL1 = types.Array(types.float64, 1, "C", readonly=True)
_REAL2 = types.Array(types.float64, 2, "C", readonly=True)
_REAL3 = types.Array(types.float64, 3, "C", readonly=True)
_INDEX = types.Array(types.int64, 1, "C", readonly=True)
_OUT1 = types.Array(types.float64, 1, "C")
_OUT2 = types.Array(types.float64, 2, "C")
_OUT3 = types.Array(types.float64, 3, "C")

_ABREAST = 16
"""Futures whose sums are formed side by side."""
_TINY = 1e-300
"""Least sum of weights that is divided by."""
_LARGE = 1e250
"""Terms above this are counted in a larger unit, so that no sum overflows."""


@numba.njit(types.float64(types.float64, types.float64, types.float64), cache=True)
def one_quantile(uniform: float, n: float, p: float) -> float:
    """Smallest k with P(X <= k) >= uniform, X binomial of n trials with probability p.

    The terms are summed exactly from the end that is farther from the mean: k = 0 if p <= 1/2, else
    k = n. They are counted in units of exp(scale), so that (1 - p)**n may be below the smallest
    float.
    """
    if n <= 0.0 or p <= 0.0:
        return 0.0
    if p >= 1.0:
        return n
    turned = p > 0.5
    light = 1.0 - p if turned else p
    reach = 1.0 - uniform if turned else uniform
    odds = light / (1.0 - light)
    scale = n * math.log1p(-light)
    limit = reach * math.exp(-scale) if scale > -700.0 else math.inf
    term, total, k = 1.0, 1.0, 0.0
    while k < n and (total < limit or (turned and total == limit)):
        term *= odds * (n - k) / (k + 1.0)
        if total + term == total:
            break
        total += term
        k += 1.0
        if total > _LARGE:
            term /= _LARGE
            total /= _LARGE
            scale += math.log(_LARGE)
            limit = reach * math.exp(-scale) if scale > -700.0 else math.inf
    return n - k if turned else k


@numba.njit(types.void(_REAL1, _REAL1, _REAL1, _OUT1), cache=True)
def binomial_quantile(uniform: Array, n: Array, p: Array, out: Array) -> None:
    """Binomial quantiles, element by element: uniform, n, p, out (N,)."""
    for i in range(out.shape[0]):
        out[i] = one_quantile(uniform[i], n[i], p[i])


@numba.njit(types.void(_REAL2, _REAL3, _REAL3, _OUT3), cache=True)
def split(n: Array, share: Array, uniform: Array, out: Array) -> None:
    """Whole numbers n (F, C) split by share (F or 1, C, R) into out (F, C, R), a multinomial draw.

    One after the other each region takes a binomial quantile of what is left, by its own uniform
    (F, C, R); the last region with a share takes the rest.
    """
    for f in range(out.shape[0]):
        g = f if share.shape[0] > 1 else 0
        for c in range(out.shape[1]):
            left, rest, last = n[f, c], 0.0, 0
            for r in range(out.shape[2]):
                rest += share[g, c, r]
                if share[g, c, r] > 0.0:
                    last = r
            for r in range(out.shape[2]):
                taken = 0.0
                if r == last:
                    taken = left
                elif share[g, c, r] > 0.0:
                    taken = one_quantile(uniform[f, c, r], left, share[g, c, r] / rest)
                out[f, c, r] = taken
                left -= taken
                rest -= share[g, c, r]


@numba.njit(types.void(_REAL2, _INDEX, _OUT2), cache=True)
def total_by(values: Array, label: Array, out: Array) -> None:
    """Sums of values (F, E) over the entries with one label (E,) 0 .. N - 1, into out (F, N).

    Entries with a negative label count nowhere. Futures go side by side, since a sum has to wait
    for its last term to be added.
    """
    out[:] = 0.0
    for first in range(0, values.shape[0], _ABREAST):
        last = min(first + _ABREAST, values.shape[0])
        for e in range(values.shape[1]):
            n = label[e]
            if n >= 0:
                for f in range(first, last):
                    out[f, n] += values[f, e]


@numba.njit(types.void(_REAL2, _REAL2, _INDEX, types.float64, _OUT2), cache=True)
def mean_over(values: Array, weight: Array, label: Array, empty: float, out: Array) -> None:
    """Means of values (F, E) over the entries with one label, as `total_by` counts them, into out
    (F, N); `empty` where there is none.

    Weighted by weight (F or 1, E), if that is not one number alone.
    """
    count = np.zeros(out.shape[1])
    for e in range(label.shape[0]):
        if label[e] >= 0:
            count[label[e]] += 1.0
    if weight.shape[1] == 1:
        total_by(values, label, out)
        whole = np.maximum(count, 1.0).reshape(1, -1)
    else:
        whole = np.empty((weight.shape[0], out.shape[1]))
        total_by(weight, label, whole)
        weighed = np.empty(values.shape)
        for f in range(values.shape[0]):
            g = f if weight.shape[0] > 1 else 0
            for e in range(values.shape[1]):
                weighed[f, e] = values[f, e] * weight[g, e]
        total_by(weighed, label, out)
    for f in range(out.shape[0]):
        g = f if whole.shape[0] > 1 else 0
        for n in range(out.shape[1]):
            if count[n] > 0.0:
                out[f, n] /= max(whole[g, n], _TINY)
            else:
                out[f, n] = empty


@numba.njit(types.void(_REAL2, _REAL2, _REAL2, _INDEX, _INDEX, _REAL1, _OUT2), cache=True)
def ration(
    demand: Array, held: Array, kept: Array, order: Array, item: Array, level: Array, out: Array
) -> None:
    """Share of each demand (F, E) that the magazines held (F, I) can meet, into out (F, E).

    `order` sorts the entries by item (E,) and within an item by level (E,). What has the lower
    level is met first; entries of one item and level share alike, and leave kept (F or 1, E), that
    of the first of them, in the magazine. An entry with item -1 needs nothing.
    """
    for f in range(out.shape[0]):
        g = f if kept.shape[0] > 1 else 0
        begin, left = 0, 0.0
        while begin < order.shape[0]:
            first = order[begin]
            if begin == 0 or item[order[begin - 1]] != item[first]:
                left = held[f, item[first]] if item[first] >= 0 else math.inf
            end, total = begin, 0.0
            while (
                end < order.shape[0]
                and item[order[end]] == item[first]
                and level[order[end]] == level[first]
            ):
                total += demand[f, order[end]]
                end += 1
            free = max(left - kept[g, first], 0.0)
            met = 1.0 if total <= free else free / total
            for i in range(begin, end):
                out[f, order[i]] = met
            left -= min(total, free)
            begin = end
