"""Who is before the page, and what they may do."""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any

READER, ANALYST, EDITOR, ADMINISTRATOR = "reader", "analyst", "editor", "administrator"
ROLES = (READER, ANALYST, EDITOR, ADMINISTRATOR)
LOOK, WHOLE, ASK, CHANGE, ENTER, ADMINISTER = (
    "look", "whole", "ask", "change", "enter", "administer",
)  # fmt: skip
"""Acts: to look at what may be published; to see what may not (dated deliveries, tables, the cost
of every partner's caveats); to have something simulated; to change, delete or bring in scenarios
and runs; to enter in the ledger; to say who may what."""
ALLOWED = {
    READER: (LOOK,),
    ANALYST: (LOOK, WHOLE, ASK, CHANGE, ENTER),
    EDITOR: (LOOK, ASK, ENTER),
    ADMINISTRATOR: (LOOK, WHOLE, ASK, CHANGE, ENTER, ADMINISTER),
}
SCREENS: Mapping[str, str] = {
    "edit": WHOLE,
    "sources": WHOLE,
    "run": ASK,
    "whatif": WHOLE,
    "compare": WHOLE,
    "explain": WHOLE,
    "ledger": ENTER,
    "users": ADMINISTER,
}
"""What one must be allowed for a screen, by its name in `frame`; for any other: to look."""
_READS = ("GET", "HEAD", "OPTIONS")
_RULES = (
    (_READS, r"/api/scenarios/[^/]+/(workbook|check|sources|tables.*)", WHOLE),
    (_READS, r"/api/runs/[^/]+/workbook", WHOLE),
    (_READS, r"/api/(trash|imports/.*)", CHANGE),
    (_READS, r"/api/runs/[^/]+/against/[^/]+/report", LOOK),
    (_READS, r"/api/runs/[^/]+/(against|futures)/.*", WHOLE),
    (_READS, r"/api/ledger(/.*)?", ENTER),
    ((), r"/api/whatif(/.*)?", WHOLE),
    ((), r"/api/(users|sessions|audit)(/.*)?", ADMINISTER),
    (_READS, r"/api/.*", LOOK),
    ((), r"/api/jobs/[^/]+/(pause|resume|cancel|shorten)", ASK),
    ((), r"/api/tokens(/.*)?", LOOK),
    ((), r"/api/jobs", ASK),
    ((), r"/api/answers(/.*)?", ASK),
    ((), r"/api/ledger(/.*)?", ENTER),
    ((), r"/api/.*", CHANGE),
)
"""Methods (none: all), path and what one must be allowed; the first that fits counts."""
WHO = "holdfast.who"
"""Where the guard says in a request who makes it."""


@dataclass(frozen=True, slots=True)
class Who:
    """One who is before the page."""

    name: str
    role: str
    partner: str = ""
    """For whom an editor speaks, by the id of actors.csv: only its help is entered, and only the
    cost of its own caveats is shown. Blank for all others."""

    def may(self, act: str, partner: str | None = None) -> bool:
        """Whether they may do this; of one partner's own things, an editor of that one alone."""
        if act not in ALLOWED[self.role]:
            return False
        return not self.partner or partner is None or partner == self.partner

    def acts_on(self, by: str) -> bool:
        """Whether they may end, delete or let go on what `by` has asked for: who changes things,
        and who has asked it."""
        return self.may(CHANGE) or (self.may(ASK) and bool(by) and by == self.name)

    def sees(self, partner: str) -> bool:
        """Whether the cost of this partner's caveats is shown to them."""
        return self.may(WHOLE) or (bool(self.partner) and partner == self.partner)

    def opens(self, screen: str) -> bool:
        """Whether a screen is there for them."""
        return self.may(SCREENS.get(screen, LOOK))


LOCAL = Who("", ADMINISTRATOR)
"""Whoever sits at the machine that serves: there is no login on loopback."""
NOBODY = Who("", READER)


def act_of(method: str, path: str) -> str:
    """What one must be allowed for a request of the interface."""
    for methods, pattern, act in _RULES:
        if (not methods or method in methods) and re.fullmatch(pattern, path, re.DOTALL):
            return act
    return LOOK


def who_of(scope: Mapping[str, Any] | MutableMapping[str, Any]) -> Who:
    """Who makes a request; the least where no guard has said it."""
    found = scope.get(WHO, NOBODY)
    assert isinstance(found, Who)
    return found
