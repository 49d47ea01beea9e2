"""The generator of `holdfast.draws` once more, in plain numpy and whole integers."""

from __future__ import annotations

import numpy as np

_MASK = 0xFFFFFFFF


def philox(key0: int, key1: int, counter: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    """Philox4x32-10 of one counter, four words of 32 bits (Salmon et al. 2011, section 3.3)."""
    c0, c1, c2, c3 = counter
    for _ in range(10):
        high0, low0 = divmod(0xD2511F53 * c0, 2**32)
        high1, low1 = divmod(0xCD9E8D57 * c2, 2**32)
        c0, c1, c2, c3 = high1 ^ c1 ^ key0, low1, high0 ^ c3 ^ key1, low0
        key0 = (key0 + 0x9E3779B9) & _MASK
        key1 = (key1 + 0xBB67AE85) & _MASK
    return c0, c1, c2, c3


def middle(first: int, second: int) -> float:
    """The number of two words: 27 and 26 bits, at the middle of a step."""
    return ((first >> 5) * 2.0**25 + (second >> 7) + 0.5) / 2.0**52


def fill_uniform(
    key0: int, key1: int, futures: np.ndarray, day: int, words: np.ndarray, count: int
) -> np.ndarray:
    """Uniform numbers (F, N, count)."""
    out = np.empty((len(futures), len(words), count))
    for f, n, k in np.ndindex(out.shape):
        first, second, _, _ = philox(key0, key1, (int(futures[f]), day, k, int(words[n])))
        out[f, n, k] = middle(first, second)
    return out


def fill_pairs(
    key0: int, key1: int, futures: np.ndarray, day: int, words: np.ndarray
) -> np.ndarray:
    """Uniform numbers (N,): the diagonal of all of them."""
    return fill_uniform(key0, key1, futures, day, words, 1)[:, :, 0].diagonal()
