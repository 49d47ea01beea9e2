"""Who is before the page, and what they may do."""

from __future__ import annotations

from dataclasses import dataclass

READER, ANALYST, EDITOR, ADMINISTRATOR = "reader", "analyst", "editor", "administrator"
ROLES = (READER, ANALYST, EDITOR, ADMINISTRATOR)
LOOK, ASK, CHANGE, ENTER, ADMINISTER = "look", "ask", "change", "enter", "administer"
"""Acts: to look at what is there; to have something simulated; to change, delete or bring in
scenarios and runs; to enter in the ledger; to say who may what."""
ALLOWED = {
    READER: (LOOK,),
    ANALYST: (LOOK, ASK, CHANGE, ENTER),
    EDITOR: (LOOK, ASK, ENTER),
    ADMINISTRATOR: (LOOK, ASK, CHANGE, ENTER, ADMINISTER),
}


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


LOCAL = Who("", ADMINISTRATOR)
"""Whoever sits at the machine that serves: there is no login on loopback."""
