"""What is read in a text, and how sure that is."""

from __future__ import annotations

import dataclasses
from typing import Literal

Sureness = Literal["sure", "likely", "unclear"]


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a text; an unclear one takes nothing and names what it may be."""

    taken: str
    sureness: Sureness
    why: str
    others: tuple[str, ...] = ()

    def at_most(self, sureness: Sureness, why: str) -> Reading:
        """The same, but no surer than this."""
        order = ("sure", "likely", "unclear")
        if order.index(self.sureness) >= order.index(sureness):
            return dataclasses.replace(self, why=f"{self.why}; {why}")
        if sureness == "unclear":
            others = self.others or ((self.taken,) if self.taken else ())
            return Reading("", "unclear", f"{self.why}; {why}", others)
        return dataclasses.replace(self, sureness=sureness, why=f"{self.why}; {why}")


def sure(taken: str, why: str) -> Reading:
    """A reading that leaves no doubt."""
    return Reading(taken, "sure", why)


def likely(taken: str, why: str, *others: str) -> Reading:
    """A reading that should be looked at."""
    return Reading(taken, "likely", why, others)


def unclear(why: str, *others: str) -> Reading:
    """No reading; a person must say which it is."""
    return Reading("", "unclear", why, tuple(dict.fromkeys(others)))
