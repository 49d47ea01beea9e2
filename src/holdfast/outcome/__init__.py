"""What a run leaves behind: its data, the scenario it came from, and what can be said of it.

Noun of the data arrow: `scenario -> blocks -> campaign -> outcome -> questions -> show`. Its two
names are loaded when they are first used: how numbers are written needs no data frames.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from holdfast.outcome.outcome import Outcome
    from holdfast.outcome.store import OutcomeError

__all__ = ["Outcome", "OutcomeError"]


def __getattr__(name: str) -> Any:
    """Load a public name on first use."""
    if name == "Outcome":
        from holdfast.outcome.outcome import Outcome

        return Outcome
    if name == "OutcomeError":
        from holdfast.outcome.store import OutcomeError

        return OutcomeError
    raise AttributeError(f"module 'holdfast.outcome' has no attribute {name!r}")
