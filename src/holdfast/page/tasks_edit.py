"""What the process of previews does: a draft beside the saved version on common futures.

It keeps its workers and the runs that were last lived.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from holdfast.page.runner import Teller

if TYPE_CHECKING:
    from holdfast.campaign.pool import Standing
    from holdfast.outcome import Outcome
    from holdfast.scenario import Scenario

Asked = Mapping[str, Any]
KEPT = 4
"""Runs that are kept in memory."""
HOURS, SUFFERING = "hours_without_power", "suffering"
_LIVED: dict[tuple[str, int, int], Outcome] = {}
"""By digest of the scenario, seed and how many futures, the last used last."""
_CREW: list[Standing] = []


def preview(asked: Asked, tell: Teller) -> dict[str, Any]:
    """The texts of a `draft` against those `saved`, on `futures` futures, told in a `language`."""
    from holdfast.outcome.metrics import BY_NAME
    from holdfast.outcome.statistics import estimate
    from holdfast.page.card import card_of
    from holdfast.questions.compare import difference_of, refuse_unpaired
    from holdfast.scenario import Scenario
    from holdfast.show.voice import Voice

    saved, draft = (Scenario.from_files(asked[name]) for name in ("saved", "draft"))
    count = asked["futures"]
    before, after = _both(saved, draft, count, tell)
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


def ahead(asked: Asked, tell: Teller) -> dict[str, Any]:
    """Live the texts `saved` on `futures` futures, and load what a preview needs."""
    preview({**asked, "draft": asked["saved"]}, tell)
    return {}


def remarks(asked: Asked, tell: Teller) -> dict[str, Any]:
    """What `holdfast check` remarks on these `texts`, in a `language`."""
    from holdfast.scenario import Scenario
    from holdfast.show.remarks import Remarks
    from holdfast.show.voice import Voice

    voice = Voice(asked["language"])
    return {"lines": Remarks.of(Scenario.from_files(asked["texts"]), voice).said(voice)}


def _both(saved: Scenario, draft: Scenario, count: int, tell: Teller) -> tuple[Outcome, Outcome]:
    """The same futures of both; where they differ by deliveries alone, the draft from there on."""
    from holdfast.campaign import ensemble
    from holdfast.questions.compare import SAID
    from holdfast.questions.deliveries import fork

    seed = saved.settings.seed
    one, other = saved.files, draft.files
    differ = {file for file in {*one, *other} if one.get(file) != other.get(file)}
    if (draft.digest, seed, count) in _LIVED or not differ <= SAID:
        before, after = _lived([saved, draft], count, seed, tell)
        return before, after
    (before,) = _lived([saved], count, seed, tell)
    first = fork(saved, draft)
    if first is None:
        return before, before
    day = max(draft.day(first), 0)
    return before, _kept(draft, seed, count, ensemble.branch(draft, before, day, _crew(), tell))


def _lived(each: list[Scenario], count: int, seed: int, tell: Teller) -> list[Outcome]:
    """Futures of scenarios, from memory if they were lived before, else beside each other."""
    from holdfast.campaign import ensemble

    missing = [one for one in each if (one.digest, seed, count) not in _LIVED]
    if len(missing) == 1:
        made = [ensemble.run(missing[0], count, seed, _crew(), tell)]
    else:
        made = list(ensemble.several(missing, count, seed, _crew(), tell))
    fresh = dict(zip((one.digest for one in missing), made, strict=True))
    found = {one.digest: fresh.get(one.digest) or _LIVED[one.digest, seed, count] for one in each}
    return [_kept(one, seed, count, found[one.digest]) for one in each]


def _crew() -> Standing:
    """Workers that stay."""
    from holdfast.campaign.pool import Standing

    if not _CREW:
        _CREW.append(Standing())
    return _CREW[0]


def _kept(of: Scenario, seed: int, count: int, made: Outcome) -> Outcome:
    """The same, which is remembered."""
    key = of.digest, seed, count
    _LIVED.pop(key, None)
    _LIVED[key] = made
    while len(_LIVED) > KEPT:
        _LIVED.pop(next(iter(_LIVED)))
    return made


TASKS: Mapping[str, Callable[[Asked, Teller], dict[str, Any]]] = {
    "preview": preview,
    "preview_ahead": ahead,
    "remarks": remarks,
}
"""Functions by their kinds."""
