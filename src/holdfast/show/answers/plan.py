"""The best package found: what comes when, what it saves beside simple rules, what it costs."""

from __future__ import annotations

import math
from collections.abc import Mapping

from holdfast.outcome.statistics import TOLD
from holdfast.questions.judging import rivals_of
from holdfast.questions.options import KINDS
from holdfast.questions.plan import SOURCES, Plan
from holdfast.show import spending, verdicts
from holdfast.show.answers import arriving, command, framed
from holdfast.show.answers.page import Fact, Page
from holdfast.show.answers.teller import Row, Teller
from holdfast.show.figures import amounts, ranked
from holdfast.show.headline import Headline
from holdfast.show.section import Drawing, Key, Numbers, Section
from holdfast.show.winters import winters

TOKENS = {"military": "defence", "humanitarian": "power", "financial": "money"}
OPTIONS = {"lot": "--lot", "sharing": "--sharing", "futures": "--futures", "most": "--tries"}
"""What was asked for, and the option of the command that asks for it."""


def page(made: Plan, teller: Teller) -> Page:
    """Make the page: the package in time, beside the rules, and how it is paid."""
    commands, again = _again(made, teller)
    sections = [arriving.section(made, teller), rules(made, teller), spent(made, teller)]
    tried = sum(made.evaluations.values())
    judged = teller.say("answer.judged_fresh", count=made.futures)
    facts = teller.basis(judged, teller.say("answer_plan.tried", count=tried), made.seed)
    return Page(
        head=_head(made, teller),
        sections=tuple(each for each in sections if each is not None),
        facts=(*_quality(made, teller), *facts),
        left_out=(teller.say("answer_plan.searched"),),
        read=(teller.say("answer.read_error"), teller.say("basis.read_verdict")),
        commands=commands,
        again=again,
    )


def _again(made: Plan, teller: Teller) -> tuple[tuple[str, ...], str]:
    """Give the command that makes it again, if what was asked is known."""
    asked = made.asked
    budget, sources, rounds = (asked.get(name) for name in ("budget", "sources", "rounds"))
    # the command knows but one way to bound, so another is no matter for it
    if rounds not in (0, 4) or not isinstance(sources, tuple):
        return (), teller.say("answer.again_unknown")
    words = []
    if isinstance(budget, Mapping):
        words += [w for kind, most in budget.items() for w in ("--budget", f"{kind}={most:.10g}")]
    else:
        words += ["--budget", f"{budget:.10g}"]
    if set(sources) != set(SOURCES):
        words += [word for source in sources for word in ("--source", source)]
    for name, option in OPTIONS.items():
        if isinstance(value := asked.get(name), int | float):
            words += [option, command.number(value)]
    words += ["--fresh", str(made.futures), *(["--no-bound"] if rounds == 0 else [])]
    return command.asked_of(teller, "plan", words, made.seed), command.where(teller)


def _saved(mean: float, error: float, teller: Teller) -> str:
    return teller.words.numbers.plus_minus(mean, error, sign=True)


def _head(made: Plan, teller: Teller) -> Headline:
    """Say what the package saves for what it costs, and by which interval."""
    numbers = teller.words.numbers
    sentence = teller.say(
        "answer_plan.sentence",
        saved=numbers.plus_minus(made.value, made.standard_error),
        cost=teller.money(sum(made.spent.values())),
        verdict=spending.verdict(made, teller.voice),
    )
    low, high, error = made.saved.low, made.saved.high, made.standard_error
    lead = teller.say(
        "answer_plan.lead",
        count=made.futures,
        interval=numbers.interval(low, high, error),
        options=len(made.choices),
    )
    few = verdicts.carried(made.saved, teller.voice)
    less = spending.cheaper(made, teller.unit, teller.voice)
    beside = spending.beside(made, teller.voice)
    parts = winters(made.windows, made.scenario, teller.voice)
    lead = " ".join(filter(None, (parts, beside, less, lead, few)))
    caution = teller.say("answer_plan.caution", number=str(len(made.objections)))
    caution = " ".join(filter(None, (spending.fuel(made, teller.voice), caution)))
    return Headline(sentence, lead, caution)


def _quality(made: Plan, teller: Teller) -> list[Fact]:
    """Say how good the answer is, each error apart: of the search, of its premise, of sampling."""
    facts = [Fact(teller.say("answer_plan.objections"), str(len(made.objections)))]
    if left := spending.rest(made, teller.voice, teller.money):
        facts.append(Fact(teller.say("answer_plan.rest"), " ".join(left)))
    if sources := spending.sources(made, teller.voice):
        facts.append(Fact(teller.say("answer_plan.sources"), sources))
    if made.barred:
        facts.append(Fact(teller.say("answer_plan.barred"), str(len(made.barred))))
    if made.gap is None:
        gap = teller.say("answer_plan.gap_none")
    elif made.exact:
        gap = teller.say("answer_plan.gap_exact")
    elif not made.bounded or not math.isfinite(made.gap):
        gap = teller.say("answer_plan.gap_broken")
    else:
        gap = teller.say("answer_plan.gap_said", gap=teller.share(made.gap))
    facts.append(Fact(teller.say("answer_plan.gap"), gap))
    if few := spending.few(made, teller.voice):
        facts.append(Fact(teller.say("answer_plan.few"), few))
    if made.violation is not None and not made.exact:
        said = teller.say("answer_plan.violation_said", share=teller.share(made.violation))
        facts.append(Fact(teller.say("answer_plan.violation"), said))
    numbers = teller.words.numbers
    if made.value:
        share = teller.share(made.standard_error / abs(made.value))
        said = teller.say("answer_plan.sampling_said", share=share)
        facts.append(Fact(teller.say("answer_plan.sampling"), said))
    own = numbers.plus_minus(made.in_sample.mean, made.in_sample.standard_error, sign=True)
    chose = teller.say("answer_plan.chose_said", value=own)
    facts.append(Fact(teller.say("answer_plan.chose"), chose))
    return facts


def rules(made: Plan, teller: Teller) -> Section:
    """Draw what the package saves, and what each rule does, in the same fresh futures."""
    drawn = [
        ranked.Row(
            name=teller.say("plans.chosen"),
            note=teller.money(sum(made.spent.values())),
            mean=made.value,
            interval=(made.saved.low, made.saved.high),
            value=_saved(made.value, made.standard_error, teller),
            token="power",
            marks=teller.rivals(dict(made.rivals)),
        ),
        *(_rule(row, teller) for row in made.naive.to_dict("records")),
    ]
    title = _title(made, teller)
    measure = teller.say("answer_plan.measure_rules")
    keys = [Key("power", teller.say("answer_plan.key_saved"), "square")]
    if drawn[0].marks:
        keys += teller.rival_keys()
    view, numbers = ranked.Ranked(drawn), _numbers(made, teller)
    return framed.section("rules", title, measure, view, numbers, teller, keys)


def _title(made: Plan, teller: Teller) -> str:
    """Say from how many of the rules that need no search the package is told apart."""
    naive = spending.naive(made)
    told = int((naive["verdict"] == TOLD).sum())
    if told in (0, len(naive)):
        key = "answer_plan.title_rules_all" if told else "answer_plan.title_rules_none"
        return teller.say(key, count=len(naive))
    return teller.say("answer_plan.title_rules", count=told, all=len(naive))


def _rule_name(row: Row, teller: Teller) -> str:
    return teller.say(f"plans.rule_{row['rule'].replace(' ', '_')}")


def _ahead(row: Row, teller: Teller) -> str:
    """Say by how much the package is ahead of a rule."""
    if not row["changed"]:
        return teller.say("plans.same")
    value = _saved(row["behind"], row["behind_error"], teller)
    return teller.say("answer_plan.ahead", value=value, verdict=teller.short(row))


def _rule(row: Row, teller: Teller) -> ranked.Row:
    return ranked.Row(
        name=_rule_name(row, teller),
        note=teller.money(row["cost"]),
        mean=row["saved"],
        interval=(row["low"], row["high"]),
        value=_saved(row["saved"], row["standard_error"], teller),
        verdict=_ahead(row, teller),
        token="none",
    )


def _numbers(made: Plan, teller: Teller) -> Numbers:
    """Give the package and the rules in numbers, then the package under each rival model."""
    heads = (
        teller.say("plans.rule"),
        teller.say("worth.cost", unit=teller.unit),
        teller.say("worth.saved"),
        teller.say("answer.interval"),
        teller.say("plans.ahead"),
        teller.say("worth.verdict"),
    )
    numbers = teller.words.numbers
    cost = sum(made.spent.values())
    lines = [
        (
            teller.say("plans.chosen"), teller.price(cost),
            _saved(made.value, made.standard_error, teller),
            numbers.interval(made.saved.low, made.saved.high, made.standard_error), "", "",
        )
    ]  # fmt: skip
    for row in made.naive.to_dict("records"):
        same = not row["changed"]
        lines.append(
            (
                _rule_name(row, teller), teller.price(row["cost"]),
                _saved(row["saved"], row["standard_error"], teller),
                numbers.interval(row["low"], row["high"], row["standard_error"]),
                "0" if same else _saved(row["behind"], row["behind_error"], teller),
                teller.say("plans.same") if same else teller.verdict(row),
            )
        )  # fmt: skip
    for name in rivals_of(made.scenario):
        label = f"{teller.say('plans.chosen')}, {teller.voice.if_rival(name)}"
        lines.append((label, "", teller.voice.under(made.rivals, name, sign=True), "", "", ""))
    return Numbers(teller.say("answer.table"), heads, tuple(lines), words=(5,))


def spent(made: Plan, teller: Teller) -> Section:
    """Draw what is spent by kind of help, beside what there was."""
    budget = made.asked.get("budget")
    limits = dict(budget) if isinstance(budget, Mapping) else {}
    rows = [_spent(kind, made, limits, teller) for kind in KINDS]
    whole = sum(made.spent.values())
    if isinstance(budget, int | float):
        rows.append(_bar(teller.say("form.in_all"), whole, float(budget), "none", teller))
    title = teller.say("answer_plan.title_spent", cost=teller.money(whole))
    measure = teller.say("answer_plan.measure_spent", unit=teller.unit)
    limited = any(row.limit for row in rows)
    heads = (teller.say("answer_plan.kind"), teller.say("answer_plan.cost"))
    return Section(
        identity="spent",
        title=title,
        measure=measure,
        drawing=Drawing.of("spent", title, measure, lambda width: amounts.draw(rows, width)),
        keys=[Key("soft", teller.say("answer_plan.key_budget"), "hollow")] if limited else (),
        numbers=Numbers(
            teller.say("answer.table"), heads, tuple((row.name, row.text) for row in rows)
        ),
    )


def _spent(kind: str, made: Plan, limits: Mapping[str, float], teller: Teller) -> amounts.Amount:
    name = teller.say(f"answer_plan.kind_{kind}")
    return _bar(name, made.spent.get(kind, 0.0), limits.get(kind, 0.0), TOKENS[kind], teller)


def _bar(name: str, size: float, limit: float, token: str, teller: Teller) -> amounts.Amount:
    text = teller.money(size)
    if limit > 0:
        text = teller.say("answer_plan.of", spent=teller.price(size), budget=teller.money(limit))
    return amounts.Amount(name, size, limit, text, token)
