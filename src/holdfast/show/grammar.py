"""Grammar that French asks of a message: articles drawn together, singulars after 0,4 and 1,9."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Mapping, Sequence
from typing import Any

_JOINT = "\ue002"
"""Before a name with its article, until the words before it are drawn together with it."""
_CONTRACTED = (
    (rf"\b([Dd])e {_JOINT}le ", r"\1u "),
    (rf"\b([Dd])e {_JOINT}les ", r"\1es "),
    (rf"\b([Dd])e {_JOINT}(?=\ue000?[AEIOUÉÎ])", r"\1’"),
    (rf"\bà {_JOINT}le ", "au "),
    (rf"\bà {_JOINT}les ", "aux "),
)
_MARKS = re.compile("[\ue000\ue001]")
"""Around words that stay in the language of the scenario."""
_NUMBER = (
    r"(?P<mean>[+\u2212-]?\d[\d\u00a0\u202f]*(?:,\d+)?)"
    r"(?P<error>[ \u00a0]±[ \u00a0]\d[\d\u202f\u00a0]*(?:,\d+)?)?(?P<gap>[ \u00a0])"
)
"""A number of a text, with its standard error if it has one."""


class _Filler(string.Formatter):
    """Fills messages: `{name:le}` is a name with its article, `{name:Le}` at the head of one."""

    def __init__(self, articles: Mapping[str, str]) -> None:
        self.articles = articles

    def format_field(self, value: Any, format_spec: str) -> Any:
        """Write a field; see above."""
        if format_spec not in ("le", "Le"):
            return super().format_field(value, format_spec)
        name = str(value)
        found = self.articles.get(_MARKS.sub("", name), name)
        if format_spec == "Le":
            found = found[:1].upper() + found[1:]
        return _JOINT + found


def filled(text: str, fields: Mapping[str, Any], articles: Mapping[str, str]) -> str:
    """Fill a message in; `de` and `à` before a name are drawn together with its article.

    `articles` gives names with theirs; a name that is not among them has none.
    """
    made = str(_Filler(articles).vformat(text, (), fields))
    if _JOINT not in made:
        return made
    for pattern, drawn in _CONTRACTED:
        made = re.sub(pattern, drawn, made)
    return made.replace(_JOINT, "")


def agreed(text: str, forms: Sequence[str], single: Callable[[str], bool]) -> str:
    """Put words into the singular where the number before them is spoken of so.

    `forms` are such words as "millions/million", `single` says it of a number as it is written.
    """

    def put(found: re.Match[str]) -> str:
        return found[0][: -len(many)] + one if single(found["mean"]) else found[0]

    for form in forms:
        many, _, one = form.partition("/")
        if many in text:
            text = re.sub(rf"{_NUMBER}{many}\b", put, text)
    return text
