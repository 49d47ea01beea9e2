"""What the answer of `ask` says in words, the same at a terminal and on its page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from holdfast.questions.ask import NO_GAIN, PART_NOT_TOLD
from holdfast.questions.coalition import ALL
from holdfast.questions.fields import Verdict
from holdfast.questions.judging import rivals_of
from holdfast.show.voice import Voice
from holdfast.show.winters import winters

if TYPE_CHECKING:
    from holdfast.questions.ask import Ask, Contribution

Row = Mapping[Any, Any]
Written = Callable[[float], str]
"""How a sum is written."""
SAID, OFFER = "stance", "offer"


def rule_name(name: str, voice: Voice) -> str:
    """Give the name of a rule of sharing."""
    return voice.say(f"asks.rule_{name.replace(' ', '_')}")


def told_rules(made: Ask) -> list[Row]:
    """Give the rules that say something."""
    return [row for row in made.rules.to_dict("records") if row["share"] == row["share"]]


def sentence(made: Ask, name: str, unit: str, voice: Voice, written: Written) -> str:
    """Say what each rule leaves to ask, each amount by the name of its rule."""
    rows = told_rules(made)
    shares = [
        voice.say("asks.by_rule", left=written(row["left"]), rule=rule_name(row["rule"], voice))
        for row in rows
    ]
    key = "asks.sentence" if max(row["left"] for row in rows) > 0 else "asks.sentence_given"
    return voice.say(
        key,
        name=name,
        rules=voice.say(f"asks.rules_{len(rows)}"),
        left=f"{', '.join(shares[:-1])}{voice.say('form.or')}{shares[-1]}",
        unit=unit,
    )


def shared_sum(made: Ask, unit: str, voice: Voice, written: Written) -> str:
    """Say which sum is shared, what of it is pledged, and that the rules are no uncertainty."""
    stated, low, high = made.total
    total = written(stated)
    if low != high:
        total = f"{total} ({voice.between(written(low), written(high))})"
    key = "asks.shared" if made.named else "asks.shared_kinds"
    return voice.say(key, total=total, unit=unit, pledged=written(told_rules(made)[0]["pledged"]))


def by_kind(made: Ask) -> list[Row]:
    """Give what the rules say of each kind of help; none where the sum was named for all."""
    rows = made.kinds[made.kinds["share"].notna()].to_dict("records")
    return [row for row in rows if row["kind"] != ALL]


def kind_name(row: Row, voice: Voice) -> str:
    """Give the name of a kind of help."""
    return voice.say(f"answer_plan.kind_{row['kind']}")


def read_kinds(made: Ask, voice: Voice) -> str:
    """Say off what the pledges are taken."""
    return voice.say("asks.read_kinds" if by_kind(made) else "asks.read_all")


def silent(made: Ask, voice: Voice) -> str:
    """Say why the rule of contribution says nothing, by which verdict."""
    key, part = f"asks.silent_{made.silent.replace(' ', '_')}", made.contribution
    if part is None:
        return voice.say(key)
    if made.silent == PART_NOT_TOLD:
        told, found = Verdict(part.verdict, part.changed, part.saves.n), part.saves
    else:
        told, found = Verdict(part.whole_verdict, part.whole_changed, part.whole.n), part.whole
    return voice.say(
        key,
        count=made.searched,
        verdict=voice.verdict(told),
        carriers=voice.plain(found.n_eff, 2),
        saved=voice.plus_minus(found.mean, found.standard_error),
    )


def contribution(made: Ask, part: Contribution) -> str:
    """Give the key of what is said of the partner's help: with a share, unless that is silent."""
    if made.silent:
        return f"asks.contribution_{'lost' if made.silent == NO_GAIN else 'silent'}"
    return "asks.contribution" if part.orders == 0 else "asks.contribution_orders"


def carriers(part: Contribution, voice: Voice) -> dict[str, str]:
    """Give the verdict on what is put down to the partner, and how many futures carry it."""
    return {
        "verdict": voice.verdict(Verdict(part.verdict, part.changed, part.saves.n)),
        "carriers": voice.plain(part.saves.n_eff, 2),
        "whole_carriers": voice.plain(part.whole.n_eff, 2),
    }


def how_much(row: Row, voice: Voice) -> str:
    """Give number and unit of an ask as it was said; a dash if it named no number."""
    if row["quantity"] != row["quantity"]:
        return voice.say("worth.none")
    return f"{voice.exact(row['quantity'])} {voice.own(row['unit'])}".strip()


def not_counted(made: Ask, voice: Voice) -> Iterator[str]:
    """Give each reason for which asks do not count, with these asks."""
    rows = [row for row in made.asks.to_dict("records") if row["counts"] != "counted"]
    for why in dict.fromkeys(row["counts"] for row in rows):
        said = [
            voice.say("asks.one_ask", ask=row["ask"], said=voice.own(row["said"]))
            for row in rows
            if row["counts"] == why
        ]
        yield voice.say(f"asks.why_{why.replace(' ', '_')}", asks=", ".join(said))


def unknown(made: Ask, voice: Voice) -> list[str]:
    """Give what no table tells of the partner."""
    known = {row["kind"] for row in made.spare.to_dict("records")}
    kinds = [kind for kind in ("limit", "budget", "production") if kind not in known]
    kinds += [] if len(made.offers) else [OFFER]
    return [voice.say(f"asks.unknown_{kind}") for kind in kinds]


def spare(made: Ask, unit: str, voice: Voice, written: Written) -> Iterator[str]:
    """Give what the tables say that it can give at most, and what it bars."""
    for row in made.spare.to_dict("records"):
        if row["kind"] == SAID:
            key = "asks.bars" if row["binds"] else "asks.bars_soft"
            yield voice.say(key, said=voice.write(row["said"]), row=str(row["row"]))
            continue
        kind = voice.say(f"asks.kind_{row['kind']}" + ("_all" if row["said"] == "all" else ""))
        yield voice.say(
            "asks.spared",
            kind=kind,
            what=voice.own(row["what"]) if row["what"] else voice.say("asks.all_help"),
            most=written(row["most"]),
            left=written(row["left"]),
            unit=voice.say(f"asks.unit_{row['unit'].replace('/', '_')}", unit=unit),
        )
    for row in made.offers.to_dict("records"):
        yield voice.say(
            "asks.offered", what=voice.write(row["contents"]), cost=written(row["cost"]), unit=unit
        )


def packages(made: Ask, voice: Voice) -> list[tuple[dict[Any, Any], str]]:
    """Give each package once, with the names of the rules whose amount it fits."""
    same: dict[str, list[dict[Any, Any]]] = {}
    for row in made.packed.packages.to_dict("records"):
        if row["options"]:
            same.setdefault(row["options"], []).append(row)
    return [
        (
            {**some[0], "exact": all(row["exact"] for row in some)},
            ", ".join(rule_name(row["rule"], voice) for row in some),
        )
        for some in same.values()
    ]


def together(made: Ask, row: Row, voice: Voice) -> str:
    """Say what a package saves in all, by winter, and under each rival model alone."""
    windows = made.packed.windows
    windows = windows[(windows["rule"] == row["rule"]) & (windows["option"] == "")]
    under = ", ".join(
        f"{voice.if_rival(name, spoken=True)} {voice.under(row, name, spoken=True)}"
        for name in rivals_of(made.scenario)
    )
    together = voice.say(
        "asks.together",
        saved=voice.plus_minus(row["saved"], row["standard_error"]),
        interval=voice.span(row["low"], row["high"], row["standard_error"]),
        verdict=voice.verdict_of(row),
        count=made.futures,
    )
    apart = winters(windows, made.scenario, voice)
    return " ".join(filter(None, (together, apart, f"{under[:1].upper()}{under[1:]}.")))


def searched(row: Row, voice: Voice) -> str:
    """Say whether every package was tried."""
    return voice.say("asks.exact" if row["exact"] else "asks.not_exact")


def over(made: Ask, voice: Voice) -> str:
    """Say which open offers do not count as help, since limits have no room; blank if none."""
    if not made.over:
        return ""
    return voice.say("asks.over", count=len(made.over), offers=", ".join(made.over))
