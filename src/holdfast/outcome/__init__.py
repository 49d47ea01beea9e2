"""What a run leaves behind: its data, the scenario it came from, and what can be said of it.

Noun of the data arrow: `scenario -> blocks -> campaign -> outcome -> questions -> show`.
"""

from holdfast.outcome.outcome import Outcome
from holdfast.outcome.store import OutcomeError

__all__ = ["Outcome", "OutcomeError"]
