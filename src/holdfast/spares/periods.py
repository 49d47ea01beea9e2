"""Whose demands the depot owes while the bases' shares of demand change.

Within a period the share p of a base is the same, so whose the last r demands were hangs on how
many of them came in which period. Let W[n, r, j] be the chance that j of the last r demands before
a period were the base's, given n in repair as it began, and T[n, m, a] that of n to become m by now
with a demands on the way (forward equations of the queue, demands counted). Then

    W'[m, r, j] = sum over n, a of P(n) T[n, m, a] (Binomial(min(r, a), p) * W[n, (r - a)+, .])[j]

over its sum over j, and what is owed with m in repair are the last m - s demands. Exact for
exponential repair times, with crews enough or few.
"""

from __future__ import annotations

import numpy as np
from scipy.linalg import toeplitz
from scipy.sparse import csr_matrix
from scipy.sparse.linalg import expm_multiply
from scipy.stats import binom, poisson

from holdfast.spares.asked import Floats
from holdfast.spares.law import Rates

FAINT = 1e-12
"""Chances below this are left out."""


def owed_by_periods(
    base: int, asks: Rates, laws: Floats, out: Floats, stock: int, time: Floats
) -> Floats:
    """(T, K) probabilities of what the depot owes to one base.

    `laws` (C + T, N) probabilities of units in repair at the changes before the last of `time`, and
    at `time`; `out` (N,) rate at which repairs end [1/year].
    """
    changes = asks.since[1:][asks.since[1:] < time.max()]
    size = len(out)
    most = max(size - stock, 1)
    whole = asks.rate.sum(axis=1)
    share = np.divide(asks.rate[:, base], whole, out=np.zeros(len(whole)), where=whole > 0)
    last = np.broadcast_to(_binomials(most, share[0]), (size, most, most))
    made = np.zeros((len(time), most))
    for period in range(len(changes) + 1):
        begin = changes[period - 1] if period else -np.inf
        end = changes[period] if period < len(changes) else np.inf
        law = laws[period - 1] if period else None
        rows = np.flatnonzero((time >= begin) & (time < end))
        at, moved = begin, None
        for row in rows[np.argsort(time[rows], kind="stable")]:
            if law is None or _all_new(whole[period] * (time[row] - begin), most):
                now = laws[len(changes) + row]
                made[row] = _all_alike(now, _binomials(most, share[period]), stock, most)
                continue
            moved = _begun(law, most) if moved is None else moved
            moved, at = _onward(moved, float(whole[period]), out, float(time[row] - at)), time[row]
            made[row] = _owed(moved, last, float(share[period]), stock, most)
        if law is None or not np.isfinite(end):
            continue
        if _all_new(whole[period] * (end - begin), most):
            last = np.broadcast_to(_binomials(most, share[period]), last.shape)
        else:
            moved = _begun(law, most) if moved is None else moved
            moved = _onward(moved, float(whole[period]), out, float(end - at))
            last = _updated(moved, last, float(share[period]))
    return made


def _binomials(most: int, share: float) -> Floats:
    """(R, J) chances of j of r, r and j from 0."""
    count = np.arange(most)
    return np.asarray(binom.pmf(count[None, :], count[:, None], share))


def _all_new(demand: float, most: int) -> bool:
    """Whether in a time of so much demand at least `most` have come but for a faint chance."""
    return bool(poisson.cdf(most, demand) < FAINT)


def _all_alike(law: Floats, split: Floats, stock: int, most: int) -> Floats:
    """(K,) chances of j owed to the base where the same share holds for all that is owed."""
    owed = np.zeros(most)
    owed[0] = law[: stock + 1].sum()
    owed[1 : len(law) - stock] = law[stock + 1 :]
    return np.asarray(owed @ split)


def _begun(law: Floats, most: int) -> Floats:
    """(M, A, N) joint chances of m now, a demands since (the last for more), n before: at once."""
    size = len(law)
    made = np.zeros((size, most + 1, size))
    made[np.arange(size), 0, np.arange(size)] = law
    return made


def _onward(moved: Floats, rate: float, out: Floats, span: float) -> Floats:
    """The joint chances of `_begun`, a time later."""
    size = len(out)
    come = np.flatnonzero((moved > FAINT**2).any(axis=(0, 2))).max(initial=0)
    width = min(int(come + poisson.isf(FAINT / 10, rate * span)) + 2, moved.shape[1])
    m, a = (part.ravel() for part in np.mgrid[:size, :width])
    place = m * width + a
    comes = np.flatnonzero(m < size - 1)
    goes = np.flatnonzero(m > 0)
    to = np.concatenate([
        (m[comes] + 1) * width + np.minimum(a[comes] + 1, width - 1),
        (m[goes] - 1) * width + a[goes],
        place,
    ])  # fmt: skip
    source = np.concatenate([comes, goes, place])
    value = np.concatenate(
        [np.full(len(comes), rate), out[m[goes]], -rate * (m < size - 1) - out[m]]
    )
    change = csr_matrix((value, (to, source)), shape=(len(place), len(place)))
    before = moved[:, :width].reshape(len(place), size)
    made = np.zeros(moved.shape)
    made[:, :width] = expm_multiply(change * span, before).reshape(size, width, size)
    return made


def _owed(moved: Floats, last: Floats, share: float, stock: int, most: int) -> Floats:
    """(K,) chances of j owed to the base."""
    made = np.zeros(most)
    size, width, _ = moved.shape
    made[0] = moved[: stock + 1].sum()
    split = _binomials(max(most, width), share)
    for a in range(width):
        older = np.zeros(most)
        for m in range(stock + 1, size):
            r = m - stock - a
            if r <= 0:
                made += moved[m, a].sum() * split[m - stock, :most]
            else:
                older += moved[m, a] @ last[:, r]
        if older.any():
            made += np.convolve(split[a, : a + 1], older)[:most]
    return made


def _updated(moved: Floats, last: Floats, share: float) -> Floats:
    """(M, R, J) as `last`, at the end of a period."""
    size, width, _ = moved.shape
    most = last.shape[1]
    split = _binomials(max(most, width), share)
    made = np.zeros((size, most, most))
    for a in range(width):
        now = moved[:, a].sum(axis=1)
        young = min(a, most)
        made[:, :young] += now[:, None, None] * split[:young, :most]
        if a < most:
            older = np.tensordot(moved[:, a], last[:, : most - a], axes=(1, 0))
            first = np.zeros(most)
            first[0] = split[a, 0]
            made[:, a:] += older @ toeplitz(first, split[a, :most])
    whole = made.sum(axis=2, keepdims=True)
    return np.asarray(np.divide(made, whole, out=np.zeros_like(made), where=whole > 0))
