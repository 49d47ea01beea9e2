"""Random numbers keyed by what they are for, never by when they are asked for.

`Luck.uniform(purpose, names)` is a pure function of (seed, purpose, future, day, k, name): the
generator is Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3") with
key (seed, hash of the purpose) and counter (future, day, k, hash of the element's name). A plan
that adds a row leaves every other draw as it was; one future can be replayed alone; the number of
workers and the order of evaluation cannot matter.

Luck and ignorance are told apart here: `Luck.ignorance()` draws what nobody knows, once per pair of
futures (2i and 2i + 1), so that the variance between pairs is ignorance and within them luck.
"""

from __future__ import annotations

import dataclasses
import hashlib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numba
import numpy as np
from scipy.special import ndtri

from holdfast.arrays import Array

_NO_DAY = 0xFFFFFFFF
"""The day of draws that hold for the whole campaign."""


@lru_cache(maxsize=4096)
def _word(text: str) -> int:
    """32 bits that stand for a name; a collision would only make two elements share their luck."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=4).digest(), "little")


@lru_cache(maxsize=1024)
def _words(names: tuple[str, ...]) -> Array:
    made = np.array([_word(name) for name in names], dtype=np.uint32)
    made.flags.writeable = False
    return made


def _copies(pairs: Sequence[int]) -> Iterator[str]:
    """A name for each place of a list in order, so that copies of a pair are dealt apart."""
    for place, pair in enumerate(pairs):
        before = place - bisect_left(pairs, pair)
        yield f"{pair} again {before}" if before else str(pair)


@numba.njit(cache=True)
def philox(key0: np.uint32, key1: np.uint32, counter: Array, out: Array) -> None:
    """Philox4x32-10 of one counter (4,) uint32 into out (4,) uint32."""
    c0, c1, c2, c3 = (
        np.uint64(counter[0]),
        np.uint64(counter[1]),
        np.uint64(counter[2]),
        np.uint64(counter[3]),
    )
    k0, k1 = np.uint64(key0), np.uint64(key1)
    low = np.uint64(0xFFFFFFFF)
    for _ in range(10):
        p0 = np.uint64(0xD2511F53) * c0
        p1 = np.uint64(0xCD9E8D57) * c2
        c0, c1, c2, c3 = (
            (p1 >> np.uint64(32)) ^ c1 ^ k0,
            p1 & low,
            (p0 >> np.uint64(32)) ^ c3 ^ k1,
            p0 & low,
        )
        k0 = (k0 + np.uint64(0x9E3779B9)) & low
        k1 = (k1 + np.uint64(0xBB67AE85)) & low
    out[0], out[1], out[2], out[3] = np.uint32(c0), np.uint32(c1), np.uint32(c2), np.uint32(c3)


@numba.njit(cache=True)
def middle(first: np.uint32, second: np.uint32) -> float:
    """The number in (0, 1) of two words: 27 and 26 bits of them, at the middle of a step."""
    high = np.float64(first >> np.uint32(5))
    low = np.float64(second >> np.uint32(7))
    return (high * 33554432.0 + low + 0.5) / 4503599627370496.0


@numba.njit(cache=True)
def fill_uniform(
    key0: np.uint32, key1: np.uint32, futures: Array, day: np.uint32, words: Array, out: Array
) -> None:
    """Uniform numbers in (0, 1): futures (F,) uint32, words (N,) uint32, out (F, N, K) float64."""
    counter = np.empty(4, np.uint32)
    made = np.empty(4, np.uint32)
    counter[1] = day
    for f in range(out.shape[0]):
        counter[0] = futures[f]
        for n in range(out.shape[1]):
            counter[3] = words[n]
            for k in range(out.shape[2]):
                counter[2] = np.uint32(k)
                philox(key0, key1, counter, made)
                out[f, n, k] = middle(made[0], made[1])


@numba.njit(cache=True)
def fill_pairs(
    key0: np.uint32, key1: np.uint32, futures: Array, day: np.uint32, words: Array, out: Array
) -> None:
    """As `fill_uniform`, one number for each pair: futures and words (N,) uint32, out (N,)."""
    counter = np.empty(4, np.uint32)
    made = np.empty(4, np.uint32)
    counter[1] = day
    counter[2] = np.uint32(0)
    for n in range(out.shape[0]):
        counter[0] = futures[n]
        counter[3] = words[n]
        philox(key0, key1, counter, made)
        out[n] = middle(made[0], made[1])


@dataclasses.dataclass(frozen=True, slots=True)
class Luck:
    """The source of all draws of some futures on one day."""

    seed: int
    """0 to 2**32 - 1."""
    futures: Array
    """(F,) uint32, the numbers of the futures; they need be neither complete nor in order."""
    day: int = _NO_DAY
    """Day of the campaign; what holds throughout is drawn without a day."""
    times: int = 1
    """How many times `futures` holds the same numbers, one time after the other."""
    shared: Array | None = None
    """(F,) uint32, the pair whose ignorance each future has, if not its own."""
    shared_seed: int = 0
    """The seed of these pairs."""

    @classmethod
    def of(
        cls,
        seed: int,
        futures: Sequence[int] | Array,
        learnt: tuple[int, Sequence[int]] | None = None,
    ) -> Luck:
        """Luck of these futures, for draws that hold throughout.

        `learnt` are a seed and the pairs of it whose ignorance is dealt out to pairs of futures, in
        another order each time that all have been dealt, and in the same whatever order they are
        named in. One that is named twice is dealt twice each time. Raises ValueError if the seed
        does not fit 32 bits.
        """
        if not 0 <= seed < 2**32:
            raise ValueError(f"seed {seed} is not between 0 and {2**32 - 1}")
        made = cls(seed, np.asarray(futures, dtype=np.uint32))
        if learnt is None:
            return made
        return dataclasses.replace(made, shared=made._dealt(learnt[1]), shared_seed=learnt[0])

    def on(self, day: int) -> Luck:
        """The luck of one day."""
        return dataclasses.replace(self, day=day)

    def of_rows(self, rows: Array) -> Luck:
        """The luck of the futures at these positions."""
        shared = None if self.shared is None else self.shared[rows]
        return dataclasses.replace(self, futures=self.futures[rows], times=1, shared=shared)

    def repeated(self, times: int) -> Luck:
        """The luck of the same futures so many times, one time after the other."""
        futures = np.tile(self.futures, times)
        shared = None if self.shared is None else np.tile(self.shared, times)
        return dataclasses.replace(self, futures=futures, times=self.times * times, shared=shared)

    def ignorance(self) -> Luck:
        """Draws that two futures of a pair share and that no day changes."""
        if self.shared is not None:
            return Luck(self.shared_seed, self.shared, _NO_DAY, self.times)
        return Luck(self.seed, self.futures // np.uint32(2), _NO_DAY, self.times)

    def uniform(
        self, purpose: str, names: tuple[str, ...] | str, count: int | None = None
    ) -> Array:
        """Uniform numbers in (0, 1).

        `purpose` says what is decided, `names` who it happens to. One name gives (F,), a tuple
        (F, N); with `count` a last axis of that many numbers is added (k = 0 .. count - 1), so a
        larger count keeps the numbers of a smaller one.
        """
        return self._again(self._once(purpose, names, count))

    def pairs(self, purpose: str, names: tuple[str, ...], future: Array, element: Array) -> Array:
        """Those of `uniform(purpose, names)` at these futures and elements, and no others, (N,).

        future and element (N,) are positions.
        """
        out = np.empty(len(future))
        fill_pairs(
            np.uint32(self.seed),
            np.uint32(_word(purpose)),
            self.futures[future],
            np.uint32(self.day),
            _words(names)[element],
            out,
        )
        return out

    def normal(self, purpose: str, names: tuple[str, ...] | str, count: int | None = None) -> Array:
        """Standard normal numbers, one uniform each; shapes as `uniform`."""
        return self._again(ndtri(self._once(purpose, names, count)))

    def _dealt(self, kept: Sequence[int]) -> Array:
        """(F,) the pair that each future's own pair is dealt, of these K."""
        pairs = sorted(int(pair) for pair in kept)
        names = tuple(_copies(pairs))
        turn, place = np.divmod(self.futures // np.uint32(2), np.uint32(len(names)))
        turns, which = np.unique(turn, return_inverse=True)
        order = Luck(self.seed, turns.astype(np.uint32)).uniform("pairs that are dealt", names)
        ranked = np.argsort(order, axis=1)[which, place.astype(np.int64)]
        return np.array(pairs, dtype=np.uint32)[ranked]

    def _once(self, purpose: str, names: tuple[str, ...] | str, count: int | None) -> Array:
        """The uniform numbers of the futures that are repeated."""
        single = isinstance(names, str)
        words = _words((names,) if isinstance(names, str) else names)
        futures = self.futures[: len(self.futures) // self.times]
        out = np.empty((len(futures), len(words), 1 if count is None else count))
        fill_uniform(
            np.uint32(self.seed),
            np.uint32(_word(purpose)),
            futures,
            np.uint32(self.day),
            words,
            out,
        )
        if count is None:
            out = out[:, :, 0]
        return out[:, 0] if single else out

    def _again(self, drawn: Array) -> Array:
        """Numbers of the futures that are repeated, for each time."""
        if self.times == 1:
            return drawn
        return np.tile(drawn, (self.times, *(1,) * (drawn.ndim - 1)))
