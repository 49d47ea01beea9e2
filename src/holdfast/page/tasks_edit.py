"""What the process of previews does: a draft beside the saved version on common futures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from holdfast.page.runner import Teller

if TYPE_CHECKING:
    from holdfast.outcome import Outcome
    from holdfast.scenario import Scenario

Asked = Mapping[str, Any]
FIRST = 20
"""Futures of the first part; a whole preview adds the others to them."""
KEPT = 6
"""Parts of runs that are kept in memory."""
HOURS, SUFFERING = "hours_without_power", "suffering"
_LIVED: dict[tuple[str, int, int, int], Outcome] = {}
"""By digest of the scenario and the numbers of the futures, the last used last."""


def preview(asked: Asked, tell: Teller) -> dict[str, Any]:
    """The texts of a `draft` against those `saved`, on `futures` futures, told in a `language`."""
    from holdfast.outcome.metrics import BY_NAME
    from holdfast.outcome.outcome import joined
    from holdfast.outcome.statistics import estimate
    from holdfast.page.card import card_of
    from holdfast.questions.compare import difference_of, refuse_unpaired
    from holdfast.scenario import Scenario
    from holdfast.show.voice import Voice

    saved, draft = (Scenario.from_files(asked[name]) for name in ("saved", "draft"))
    count = asked["futures"]
    ends = sorted({0, min(FIRST, count), count})
    spans = list(pairwise(ends))
    seed = saved.settings.seed
    parts = [_lived(saved, span, seed) for span in spans]
    edited = [_edited(draft, part, span, seed) for part, span in zip(parts, spans, strict=True)]
    before, after = reduce(joined, parts), reduce(joined, edited)
    refuse_unpaired(before, after)
    window = before.windows()[-1]
    hours, weighed = (
        difference_of(before, after, BY_NAME[name], window) for name in (HOURS, SUFFERING)
    )
    level = estimate(before.values(HOURS, window), before.pair)
    row = {"verdict": hours.verdict, "changed": hours.changed, "n": hours.estimate.n}
    return {
        "futures": count,
        "hours": [hours.estimate.mean, hours.estimate.standard_error],
        "suffering": [weighed.estimate.mean, weighed.estimate.standard_error],
        "verdict": Voice(asked["language"]).verdict_or_none(row),
        "steps": card_of(after)["steps"],
        "saved": [level.mean, level.standard_error],
    }


def remarks(asked: Asked, tell: Teller) -> dict[str, Any]:
    """What `holdfast check` remarks on these `texts`, in a `language`."""
    from holdfast.scenario import Scenario
    from holdfast.show.remarks import Remarks
    from holdfast.show.voice import Voice

    voice = Voice(asked["language"])
    return {"lines": Remarks.of(Scenario.from_files(asked["texts"]), voice).said(voice)}


def _lived(scenario: Scenario, span: tuple[int, int], seed: int) -> Outcome:
    """Some futures of a scenario, from memory if they were lived before."""
    from holdfast.campaign import ensemble

    key = (scenario.digest, seed, *span)
    made = _LIVED.pop(key, None)
    if made is None:
        made = ensemble.run(scenario, range(*span), seed, 1)
    return _kept(key, made)


def _edited(draft: Scenario, saved: Outcome, span: tuple[int, int], seed: int) -> Outcome:
    """The same futures of a draft; where it differs by deliveries alone, from there on."""
    from holdfast.campaign import ensemble
    from holdfast.questions.compare import SAID
    from holdfast.questions.deliveries import fork

    key = (draft.digest, seed, *span)
    one, other = saved.scenario.files, draft.files
    differ = {file for file in {*one, *other} if one.get(file) != other.get(file)}
    if key in _LIVED or not differ <= SAID:
        return _lived(draft, span, seed)
    first = fork(saved.scenario, draft)
    if first is None:
        return saved
    return _kept(key, ensemble.branch(draft, saved, max(draft.day(first), 0), 1))


def _kept(key: tuple[str, int, int, int], made: Outcome) -> Outcome:
    _LIVED[key] = made
    while len(_LIVED) > KEPT:
        _LIVED.pop(next(iter(_LIVED)))
    return made


TASKS: Mapping[str, Callable[[Asked, Teller], dict[str, Any]]] = {
    "preview": preview,
    "remarks": remarks,
}
"""Functions by their kinds."""
