"""The questions that are asked on the page, and who may ask them and see what came of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from holdfast.page.who import ASK as ASKING
from holdfast.page.who import CHANGE, LOOK, WHOLE, Who

STOCKS: Final = "stocks"
RISK: Final = "risk"
VALUE: Final = "value"
PLAN: Final = "plan"
HOW_MANY: Final = "how_many"
PRICE: Final = "price"
SLIP: Final = "slip"
ASK: Final = "ask"
DEPOT: Final = "depot"
QUESTIONS: Final = (STOCKS, RISK, VALUE, PLAN, HOW_MANY, PRICE, SLIP, ASK, DEPOT)
"""In the order of the nine, and what stands beside them behind the one it is of."""
OF_RUN = (STOCKS, RISK)
"""Asked of a run; the others of a scenario."""
OWN = (PRICE, ASK)
"""What an editor asks of the partner it speaks for, and of no other."""
ALL_NAMES = "*"
"""Whose an answer is that names the rules of several partners."""


class NotYours(PermissionError):
    """Who asks may not ask this; the text says what they may."""


def whose(asked: Mapping[str, Any]) -> str:
    """Whose page an answer is: one partner's, by its id; ALL_NAMES, where it names several.

    Blank where it names nobody beside a caveat, so that whoever may look may see it.
    """
    question = asked["question"]
    if question == ASK or (question == PRICE and asked["partner"]):
        return str(asked["partner"])
    # each refused item may be refused by one partner alone: to leave out the name hides nobody
    told = question == VALUE and "refused" in asked["source"]
    return ALL_NAMES if told or asked.get("names") else ""


def may_see(who: Who, owner: str) -> bool:
    """Whether somebody may see an answer that is `owner`'s.

    What names nobody is for all; what names several is for those who change scenarios, for whom
    all of them stand open; one partner's page is for these, and for the editor of that partner.
    """
    if not owner:
        return who.may(LOOK)
    return who.may(CHANGE) or _speaks_for(who, owner)


def may_see_whole(who: Who, owner: str) -> bool:
    """Whether somebody may see more of an answer than its public page, which has no dated help."""
    return who.may(WHOLE) or (bool(owner) and _speaks_for(who, owner))


def may_offer(who: Who, question: str) -> bool:
    """Whether somebody may ask this question at all."""
    if not who.may(ASKING):
        return False
    if question == DEPOT:
        return who.may(WHOLE)
    return who.may(CHANGE) or question not in OWN or bool(who.partner)


def refuse(who: Who, asked: Mapping[str, Any]) -> None:
    """Raise NotYours unless somebody may ask this."""
    question, owner = asked["question"], whose(asked)
    if not who.may(ASKING):
        raise NotYours("who reads asks nothing: an analyst or an editor may")
    if who.may(CHANGE):
        return
    if question in OWN and not _speaks_for(who, owner):
        mine = who.partner or "no partner as yet"
        raise NotYours(f"an editor asks this of its own partner alone: of {mine}")
    if question == DEPOT and not who.may(WHOLE):
        raise NotYours("readiness of air defence is told to analysts: there is no public answer")
    if owner and not _speaks_for(who, owner):
        raise NotYours(
            "whose rules keep options back is told to analysts: leave out names and what is refused"
        )


def may_delete(who: Who, owner: str, by: str) -> bool:
    """Whether somebody may delete or cancel an answer: who changes things, and who asked it."""
    return may_see(who, owner) and who.acts_on(by)


def _speaks_for(who: Who, owner: str) -> bool:
    return bool(who.partner) and who.partner == owner and who.may(ASKING)
