"""Shares of futures as a sentence counts them: 7 of 16 simulated futures, 7 of every 100."""

from __future__ import annotations

from collections.abc import Sequence

from holdfast.show.catalogue import Catalogue

HUNDRED = 100


def counted(shares: Sequence[float], futures: int, words: Catalogue) -> tuple[list[int], str]:
    """Count shares (0 to 1) of all simulated futures, and say of how many.

    Of every hundred; where no more were simulated, or a share that is not nothing (or not all)
    would round to it, of all.
    """
    exact = [round(share * futures) for share in shares]
    rounded = [round(share * HUNDRED) for share in shares]
    bent = any(
        (of_hundred in (0, HUNDRED)) != (of_all in (0, futures))
        for of_hundred, of_all in zip(rounded, exact, strict=True)
    )
    if futures <= HUNDRED or bent:
        return exact, words.say("form.simulated", count=futures)
    return rounded, words.say("form.every_hundred")
