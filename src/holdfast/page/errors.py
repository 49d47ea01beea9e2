"""What the desk refuses, each with the words that say what to do."""

from __future__ import annotations

from collections.abc import Sequence

from holdfast.questions.refused import Refused


class Missing(LookupError):
    """There is nothing of that name."""

    def __str__(self) -> str:
        return str(self.args[0])


class Taken(ValueError):
    """The name is taken, or the thing is in another state than what is asked needs."""


class Faulty(Refused):
    """What was given has faults; `lines` are one a fault, as `holdfast check` says them."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = list(lines)
        super().__init__("\n".join(self.lines))


HIDDEN = "this scenario has faults: an analyst sees which"
"""What those are told who may not see the whole."""


class Unsound(Faulty):
    """The tables of a scenario have faults, which are told to those who may see the whole."""

    def told(self, whole: bool) -> Faulty:
        """As it is told to somebody."""
        return self if whole else Faulty([HIDDEN])


UNTOLD = "it could not be made: an analyst sees why"
"""What they are told of what failed."""


class Broken(RuntimeError):
    """A process that was to answer ended without an answer."""


class Busy(Broken):
    """So many wait already that one more would be answered late; whoever asks may ask again."""


class Superseded(RuntimeError):
    """Who asked has asked something else meanwhile."""


class TooLarge(ValueError):
    """A body that is larger than is taken in."""

    def __str__(self) -> str:
        return "more than 50 million bytes are not taken in"


class Lost(RuntimeError):
    """The database does not answer; whoever asks may ask again."""


class Barred(PermissionError):
    """Who asks may not do it."""

    def __str__(self) -> str:
        return str(self.args[0])
