"""What is asked of a partner by kind of help: budgets are ring-fenced, so kinds make up for none.

The part of each sum that a rule asks is of every kind as the sum is. What is pledged of one kind is
taken off what is asked of that kind alone. A sum that was named without kinds is for all help.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from holdfast.questions.asked import COUNTED, Wanted
from holdfast.questions.coalition import ALL
from holdfast.questions.options import KINDS, Option
from holdfast.questions.sharing import Amount

COLUMNS = ("rule", "kind", "share", "pledged", "left")
"""A row a rule and kind [million of the currency]; nan where the rule says nothing. Shares of a
rule sum to what it says; `left` is the share less what is pledged of that kind, or nought."""
Fenced = Mapping[str, float]
"""Million of the currency by kind of help, or by ALL alone."""


def mixes(asks: Iterable[Wanted], circles: Iterable[frozenset[str]]) -> list[dict[str, float]]:
    """Of each circle's sum, what part of it is asked of each kind; all of ALL without asks."""
    sums: dict[frozenset[str], dict[str, float]] = {}
    for one in asks:
        if one.counts == COUNTED:
            by_kind = sums.setdefault(one.asked_of, dict.fromkeys(KINDS, 0.0))
            by_kind[one.kind] += one.cost[0]
    return [
        {kind: part / sum(sums[named].values()) for kind, part in sums[named].items() if part > 0}
        if named in sums
        else {ALL: 1.0}
        for named in circles
    ]


def by_kind(
    amounts: Sequence[Amount], parts: Sequence[Mapping[str, float]], pledged: Fenced
) -> pd.DataFrame:
    """Columns COLUMNS, of what rules ask of circles whose sums have these parts by kind.

    What is pledged of a kind that nobody asks has a row too: it is taken off nothing.
    """
    asked = {kind for part in parts for kind in part}
    given = {ALL: sum(pledged.values())} if ALL in asked else dict(pledged)
    kinds = [kind for kind in (ALL, *KINDS) if kind in asked or given.get(kind, 0.0) > 0]
    rows = []
    for one in amounts:
        for kind in kinds:
            each = zip(one.by_circle, parts, strict=True)
            share = float(sum(amount * part.get(kind, 0.0) for amount, part in each))
            there = given.get(kind, 0.0)
            # of nan the larger is nan
            rows.append((one.rule, kind, share, there, float(np.maximum(share - there, 0.0))))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def lefts(table: pd.DataFrame) -> dict[str, dict[str, float]]:
    """What each rule leaves to ask by kind, rules that say nothing left out."""
    made: dict[str, dict[str, float]] = {}
    for row in table.to_dict("records"):
        if row["left"] == row["left"]:
            made.setdefault(str(row["rule"]), {})[str(row["kind"])] = float(row["left"])
    return made


def largest(amounts: Iterable[Fenced]) -> dict[str, float]:
    """The largest amount of each kind that any of these has."""
    made: dict[str, float] = {}
    for each in amounts:
        for kind, amount in each.items():
            made[kind] = max(made.get(kind, 0.0), amount)
    return made


def affords(amount: Fenced, option: Option) -> bool:
    """Whether an option costs no more of any kind than there is."""
    if ALL in amount:
        return option.total <= amount[ALL] * (1 + 1e-9)
    paid = zip(KINDS, option.cost, strict=True)
    return all(cost <= amount.get(kind, 0.0) * (1 + 1e-9) for kind, cost in paid)
