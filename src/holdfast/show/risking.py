"""What the answer of `risk` says of what few futures see, at a terminal and on its page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from holdfast.outcome.statistics import TRUSTED
from holdfast.questions.spells import Danger
from holdfast.show.voice import Voice

if TYPE_CHECKING:
    from holdfast.questions.risk import Risk


def spell(danger: Danger, voice: Voice) -> str:
    """Say what is asked about: so many days in a row with under so many hours."""
    return voice.say("answer_risk.spell", count=danger.days, hours=voice.exact(danger.hours))


def unasked(made: Risk, voice: Voice) -> str:
    """Say how to ask what would help; blank where it was asked."""
    if len(made.helps):
        return ""
    names = dict.fromkeys(made.outcome.scenario.table("packages").text("package"))
    if not names:
        return voice.say("risk.helps_asked_none")
    return voice.say("risk.helps_asked", count=len(names), names=", ".join(names))


def seldom(
    row: Mapping[Any, Any], danger: Danger, region: str, end: str, voice: Voice
) -> str | None:
    """Say of a row of chances that none, few or all futures see a spell; None if many do."""
    seen, whole = int(row["futures"]), int(row["n"])
    if TRUSTED <= seen < whole:
        return None
    kind = "none" if not seen else "all" if seen == whole else "rare"
    return voice.say(
        f"answer_risk.sentence_{kind}",
        count=seen,
        futures=str(whole),
        spell=spell(danger, voice),
        region=region,
        end=end,
        low=voice.percent(row["low"]),
        high=voice.percent(row["high"]),
    )
