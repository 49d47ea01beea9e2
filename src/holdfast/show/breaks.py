"""A break-even date in sentences: where the sides meet, how far that is sure, what it hangs on.

The direction is one throughout: by how much B saves more than A.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import pairwise

from holdfast.outcome.statistics import TOO_FEW
from holdfast.questions.break_even import BreakEven, Meeting
from holdfast.questions.flips import LEAST_PAIRS, Flip
from holdfast.questions.parts import MODEL
from holdfast.show.voice import Voice

Day = Callable[[date], str]


def sentence(made: Meeting, voice: Voice, day: Day | None = None) -> str:
    """Where the sides meet; `day` writes a day where that is not to be to the day."""
    day = day or voice.day
    looked = len(made.points)
    if (made.points["verdict"] == TOO_FEW).all():
        return voice.say("breaks.few")
    if made.kind == "several":
        dates = voice.joint("; ").join(
            voice.between(day(first), day(last)) for first, last in made.several
        )
        return voice.say("breaks.several", dates=dates)
    if made.kind == "not told apart":
        return " ".join([voice.say("breaks.nowhere"), *_leaning(made, voice, day)])
    if made.day is None:
        return _throughout(made, voice, day, looked)
    side = "b" if made.later_first else "a"
    if made.first and made.last:
        first, last = day(made.first), day(made.last)
        return voice.say(f"breaks.one_{side}", day=day(made.day), first=first, last=last)
    if made.first:
        return voice.say(f"breaks.until_{side}", day=day(made.day), first=day(made.first))
    side = "a" if made.later_first else "b"
    assert made.last is not None
    return voice.say(f"breaks.from_{side}", day=day(made.day), last=day(made.last))


def _throughout(made: Meeting, voice: Voice, day: Day, looked: int) -> str:
    """One side is the better wherever they are told apart."""
    side, told = "b" if made.later_first else "a", made.told
    if len(told) == looked:
        return voice.say(f"breaks.all_{side}")
    mean = "mean" if made.kind == "none" else "some"
    return voice.say(
        f"breaks.{mean}_{side}",
        count=len(told),
        all=voice.whole(looked),
        first=day(told["date"].iloc[0]),
        last=day(told["date"].iloc[-1]),
    )


def asked(made: BreakEven, voice: Voice, day: Day | None = None) -> str:
    """What B saves more than A where both come as they were asked for, with the verdict."""
    from holdfast.questions.fields import Verdict

    day, point = day or voice.day, made.as_asked
    if point is None:
        return voice.say("breaks.unlooked", day=day(made.given[1]))
    mean, error, changed, n = (
        float(str(point[name])) for name in ("b_saves_more", "standard_error", "changed", "n")
    )
    return voice.say(
        "breaks.as_asked_less" if mean < 0 else "breaks.as_asked",
        day=day(made.given[1]),
        value=voice.plus_minus(abs(mean), error),
        unit=voice.say("breaks.person_hours", count=mean),
        verdict=voice.verdict(Verdict(str(point["verdict"]), int(changed), int(n))),
    )


def _leaning(made: Meeting, voice: Voice, day: Day) -> list[str]:
    """Say on which days one side leans better though nothing is told, and where the means cross."""
    rows, said = made.points.to_dict("records"), []
    for side, sign in (("b", 1.0), ("a", -1.0)):
        days = [
            row["date"]
            for row in rows
            if row["verdict"] == "leans" and sign * row["b_saves_more"] > 0
        ]
        if days:
            first, last = day(days[0]), day(days[-1])
            key = f"breaks.leans_{side}"
            said.append(voice.say(key, count=len(days), first=first, last=last))
    turns = [
        (one["date"], other["date"])
        for one, other in pairwise(rows)
        if one["b_saves_more"] * other["b_saves_more"] < 0
    ]
    if said and len(turns) == 1:
        first, last = turns[0]
        said.append(voice.say("breaks.cross", first=day(first), last=day(last)))
    return said


def rivals(made: BreakEven, voice: Voice, day: Day | None = None) -> list[tuple[str, str]]:
    """What rival models of air defence suppose, and the sentence in the futures of each alone.

    Models under which the same is said stand together.
    """
    alike: dict[str, list[str]] = {}
    for name, each in made.rivals.items():
        model = voice.if_rival(name, spoken=True)
        model = voice.say("form.alone_futures", value=model, count=each.futures)
        alike.setdefault(sentence(each, voice, day), []).append(model)
    return [(voice.words.in_a_row(models), said) for said, models in alike.items()]


def flipped(made: BreakEven, voice: Voice, day: Day | None = None) -> str:
    """What flips which side is the better where both come as they were asked for."""
    found = made.flips
    if found is None:
        return voice.say("breaks.flips_unlooked")
    if found.few:
        return voice.say("breaks.flips_few", count=2 * LEAST_PAIRS)
    if found.open:
        return voice.say("breaks.flips_open")
    if not found.found:
        return voice.say("breaks.flips_none")
    said = _flip(found.found[0], voice)
    more = len(found.found) - 1
    return voice.say("breaks.flips_more", text=said, count=more) if more else said


def _flip(found: Flip, voice: Voice) -> str:
    one, part = found.estimate, found.part
    value = voice.plus_minus(one.mean, one.standard_error, True)
    what = voice.say(f"rival.{part.name}") if part.side == MODEL else voice.own(part.name)
    number = voice.whole(one.n)
    return voice.say(f"breaks.flips_{part.side}", what=what, value=value, number=number)


def costs(made: BreakEven, voice: Voice) -> list[str]:
    """What A and what B costs, by the prices of the catalogue and by their ranges."""
    said = []
    for side, each in zip("ab", made.costs, strict=True):
        unit = voice.unit(each.unit, each.stated)
        key = "breaks.cost" if each.low == each.high else "breaks.cost_range"
        said.append(
            voice.say(
                key,
                side=side.upper(),
                stated=voice.plain(each.stated),
                unit=unit,
                low=voice.plain(each.low),
                high=voice.plain(each.high),
            )
        )
    return said
