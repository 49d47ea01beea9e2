"""The answer to each question as one JSON document: commands print it, the page gives it away."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from holdfast.questions.json_rows import plain, rows, said_of, said_of_tried

if TYPE_CHECKING:
    from holdfast.questions.ask import Ask
    from holdfast.questions.depot import Depot
    from holdfast.questions.how_many import HowMany
    from holdfast.questions.plan import Plan
    from holdfast.questions.price import Price
    from holdfast.questions.risk import Risk
    from holdfast.questions.slip import Slip
    from holdfast.questions.stocks import Stocks
    from holdfast.questions.value import Value


def of_value(made: Value) -> dict[str, Any]:
    """What `value` prints: what each option saves, and what nobody may give.

    The latter is numbers by rule and what it would be worth; with names what it is.
    """
    found = {"by": made.by, "barred": dict(made.barred), "refused": rows(made.refused)}
    kept = {"withheld": rows(made.withheld)} if made.asked["names"] else {}
    return _worths(made) | found | kept


def of_slip(made: Slip) -> dict[str, Any]:
    """What `slip` prints: what each delivery costs that is late."""
    return _worths(made) | {"weeks": made.weeks}


def _worths(made: Value | Slip) -> dict[str, Any]:
    return {
        "rows": rows(made.table),
        "winters": {"rows": rows(made.winters)},
        "groups": [list(group) for group in made.groups],
        "evaluations": made.evaluations,
        **said_of_tried(made),
    }


def of_plan(made: Plan, names: bool = False) -> dict[str, Any]:
    """What `plan` prints: the package, what it saves, and the rules beside it."""
    withheld = [{"option": name, "why": why} for name, why in sorted(made.barred.items())]
    return {
        "rows": rows(made.choices),
        "value": plain(made.value),
        "standard_error": plain(made.standard_error),
        "low": plain(made.saved.low),
        "high": plain(made.saved.high),
        "n_eff": plain(made.saved.n_eff),
        "verdict": made.verdict,
        "changed": made.changed,
        "gap": plain(made.gap),
        "exact": made.exact,
        "bounded": made.bounded,
        "violation": plain(made.violation),
        "in_sample": plain(made.in_sample.mean),
        "rivals": {name: plain(value) for name, value in made.rivals.items()},
        "windows": {"rows": rows(made.windows)},
        "naive": {"rows": rows(made.naive)},
        "spent": dict(made.spent),
        "rest": [asdict(one) for one in made.rest],
        "objections": len(made.objections),
        "advised": made.advised,
        "barred": len(made.barred),
        "withheld": {"rows": withheld if names else []},
        "evaluations": dict(made.evaluations),
        **said_of_tried(made),
    }


def of_price(made: Price) -> dict[str, Any]:
    """What `price` prints: what each rule costs, and all together."""
    return {
        "rows": rows(made.table),
        "winters": {"rows": rows(made.winters)},
        "groups": [list(group) for group in made.groups],
        "rules": made.rules,
        "names": made.names,
        "heard": {"rows": rows(made.heard)},
        "evaluations": made.evaluations,
        "simulated": made.simulated,
        **said_of_tried(made),
    }


def of_ask(made: Ask) -> dict[str, Any]:
    """What `ask` prints: amounts by rule, packages, and what is known of the partner."""
    stated, low, high = made.total
    part = made.contribution
    return {
        "partner": made.partner,
        "total": {"stated": stated, "low": low, "high": high, "named": made.named},
        "asks": {"rows": rows(made.asks)},
        "sharers": made.sharers,
        "elasticity": made.elasticity,
        "rows": rows(made.rules),
        "kinds": {"rows": rows(made.kinds)},
        "silent": made.silent,
        "contribution": None if part is None else _plain_within(asdict(part)),
        "packages": {"rows": rows(made.packed.packages)},
        "gifts": {"rows": rows(made.packed.gifts)},
        "windows": {"rows": rows(made.packed.windows)},
        "barred": dict(made.packed.barred),
        "objections": made.packed.objections,
        "price": None if made.price is None else {"rows": rows(made.price.table)},
        "spare": {"rows": rows(made.spare)},
        "offers": {"rows": rows(made.offers)},
        "weeks": made.weeks,
        "evaluations": made.evaluations,
        "searched": made.searched,
        **said_of_tried(made),
    }


def _plain_within(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain_within(each) for key, each in value.items()}
    return plain(value)


def of_risk(made: Risk) -> dict[str, Any]:
    """What `risk` prints: chances by date, the worst futures, what may help."""
    return {
        "rows": rows(made.chances),
        "region": made.danger.region,
        "hours": made.danger.hours,
        "days": made.danger.days,
        "by_date": {"rows": rows(made.by_date)},
        "worst": list(made.worst),
        "untold": made.untold,
        "story": {"rows": rows(made.story)},
        "helps": {"rows": rows(made.helps)},
        **said_of(made.outcome),
    }


def of_depot(made: Depot) -> dict[str, Any]:
    """What `depot` prints: what is saved, what is ready, what the tables say."""
    return {
        "rows": rows(made.saved),
        "depot": made.depot,
        "instead": made.instead,
        "crews": made.crews,
        "systems": list(made.systems),
        "units": {"rows": rows(made.units)},
        "ready": {"rows": rows(made.ready)},
        "ways": {"rows": rows(made.ways)},
        **said_of_tried(made),
    }


def of_how_many(made: HowMany) -> dict[str, Any]:
    """What `plan --item` prints: numbers, days of order, what else the money buys."""
    return {
        "item": made.item,
        "rows": rows(made.numbers),
        "enough": made.enough,
        "number": made.number,
        "dates": {"rows": rows(made.dates)},
        "by": plain(made.by),
        "beside": {"rows": rows(made.beside)},
        "ceiling": made.ceiling,
        "dear": dict(made.dear),
        "made": made.made,
        "plenty": list(made.plenty),
        **said_of_tried(made),
    }


def of_stocks(made: Stocks) -> dict[str, Any]:
    """What `stocks` prints: when items run out, how many are left by date, what is ready."""
    from holdfast.questions.readiness import readiness

    found = readiness(made.outcome)
    return {
        "rows": rows(made.runs_out),
        "by_date": {"rows": rows(made.by_date)},
        "spares": {"rows": rows(made.spares)},
        **({"readiness": {"rows": rows(found)}} if len(found) else {}),
        **said_of(made.outcome),
    }
