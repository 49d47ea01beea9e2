"""How slacks and multipliers of a variable between bounds move: formulas that the passes share.

With slacks x (low) and w (high) and multipliers z, v a step dx of the variable moves x by dx and w
by -dx. Newton's equations for x z = mu and w v = mu, with the second-order terms of the predictor
step dp (Mehrotra 1992, SIAM Journal on Optimization 2(4)), are

    dz = -z - z dx / x + low,    low  = mu / x + z p (1 + p),    p = dp / x
    dv = -v + v dx / w + high,   high = mu / w - v q (1 - q),    q = dp / w
"""

from __future__ import annotations

from holdfast.power.compiled import njit
from holdfast.power.interior.lanes import fma, fnma, larger, load, store
from holdfast.power.interior.layout import ABOVE, BELOW, DUAL_ABOVE, DUAL_BELOW, DUALS, SLACKS

# mypy: disable-error-code="no-untyped-def, no-untyped-call"


@njit(cache=True, inline=True)
def slacks(record, at, lanes):
    """Slacks, multipliers, and the inverses of the slacks of one variable."""
    x, w = load(record, at + BELOW, lanes), load(record, at + ABOVE, lanes)
    both = load(record, at + SLACKS, lanes)
    z, v = load(record, at + DUAL_BELOW, lanes), load(record, at + DUAL_ABOVE, lanes)
    return x, w, z, v, w * both, x * both


@njit(cache=True, inline=True)
def corrections(point, predicted, target, one):
    """The terms `low` and `high` above, for the predictor's move and the target mu."""
    _, _, z, v, ix, iw = point
    p, q = predicted * ix, predicted * iw
    return fma(target, ix, z * p * (one + p)), fnma(v, q * (one - q), target * iw)


@njit(cache=True, inline=True)
def take(record, at, point, move, low, high, primal, dual, one):
    """Move one variable by its step; returns the new x, w, z, v and D = z / x + v / w."""
    x, w, z, v, ix, iw = point
    dz = low - fma(z, move * ix, z)
    dv = high + fma(v, move * iw, -v)
    x, w = fma(primal, move, x), fnma(primal, move, w)
    z, v = fma(dual, dz, z), fma(dual, dv, v)
    xw, zv = x * w, z * v
    inverse = one / (xw * zv)
    both = zv * inverse
    store(record, at + BELOW, x)
    store(record, at + ABOVE, w)
    store(record, at + DUAL_BELOW, z)
    store(record, at + DUAL_ABOVE, v)
    store(record, at + SLACKS, both)
    store(record, at + DUALS, xw * inverse)
    return x, w, z, v, both * fma(z, w, v * x)


@njit(cache=True, inline=True)
def foresee(point, predicted, sums, one):
    """Add what the predictor does to one variable to sums; returns its second-order terms.

    `sums` is the largest relative move back of a slack and of a multiplier (so far, at least 1),
    and the change of sum x z by the primal step, the dual step and both.
    """
    primal, dual, s1, s2, s3 = sums
    x, w, z, v, ix, iw = point
    p, q = predicted * ix, predicted * iw
    p1, q1 = one + p, one - q
    primal = larger(primal, larger(-p, q))
    dual = larger(dual, larger(p1, q1))
    xz, wv = x * z, w * v
    xzp, wvq = xz * p, wv * q
    s1 = s1 + (xzp - wvq)
    s2 = fma(xz, p1, fma(wv, q1, s2))
    s3 = fma(xzp, p1, fnma(wvq, q1, s3))
    return fma(z * p, p1, v * q * q1), (primal, dual, s1, s2, s3)


@njit(cache=True, inline=True)
def reach(point, duals, move, low, high, sums):
    """Add what the step does to one variable to sums, as `foresee`; `duals` is 1 / (z v)."""
    primal, dual, s1, s2, s3 = sums
    x, w, z, v, ix, iw = point
    p, q = move * ix, move * iw
    primal = larger(primal, larger(-p, q))
    dz = low - fma(z, p, z)
    dv = high + fma(v, q, -v)
    dual = larger(dual, larger(-(dz * v), -(dv * z)) * duals)
    s1 = fma(move, z - v, s1)
    s2 = fma(x, dz, fma(w, dv, s2))
    s3 = fma(move, dz - dv, s3)
    return primal, dual, s1, s2, s3
