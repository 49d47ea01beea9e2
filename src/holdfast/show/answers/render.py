"""The page of an answer as text, and one of its figures alone."""

from __future__ import annotations

from holdfast.show.answers.kinds import (
    PAGES,
    Answer,
    digest_of,
    futures_of,
    scenario_of,
    seed_of,
)
from holdfast.show.answers.page import Fact, Page
from holdfast.show.answers.teller import PAGE, Teller
from holdfast.show.catalogue import Catalogue, unmarked
from holdfast.show.fitting import headline_size
from holdfast.show.html import filled
from holdfast.show.left_out import left_out
from holdfast.show.sections.basis import rows_known
from holdfast.version import __version__


def render(answer: Answer, language: str = "en", public: bool = False, file: str = PAGE) -> str:
    """Give the page of an answer as text; see `report`. Its command writes it to `file`."""
    return made(answer, language, public, file)[1]


def made(answer: Answer, language: str, public: bool, file: str) -> tuple[Page, str]:
    """Give the page of an answer in its parts, marks around foreign words and all, and as text."""
    teller = _teller(answer, language, public, marking=True, file=file)
    page = PAGES[type(answer)](answer, teller)
    scenario = teller.scenario
    text = filled(
        "answer.html.j2",
        teller.words,
        head=page.head,
        top=_top(answer, teller),
        page=page,
        read=[*page.read, *([teller.say("answer.mondays")] if public else [])],
        facts=[*page.facts, *_rows(teller)],
        left_out=[*page.left_out, *left_out(scenario, teller.words)],
        version=__version__,
        title=teller.words.own(scenario.settings.title),
        paper=f"{headline_size(unmarked(page.head.sentence)):g}",
    )
    return page, text


def drawn(answer: Answer, language: str, public: bool) -> tuple[Page, str]:
    """Give the page of an answer, and where its figures are from: scenario, futures, seed."""
    teller = _teller(answer, language, public, marking=False)
    parts = (
        teller.words.own(teller.scenario.settings.title),
        teller.say("top.futures", count=futures_of(answer)),
        teller.say("top.seed", seed=str(seed_of(answer))),
        f"Holdfast {__version__}",
    )
    return PAGES[type(answer)](answer, teller), ", ".join(parts)


def _teller(answer: Answer, language: str, public: bool, marking: bool, file: str = PAGE) -> Teller:
    """Give the teller of an answer; TypeError for what has no page."""
    if type(answer) not in PAGES:
        raise TypeError(f"a {type(answer).__name__} has no page")
    scenario = scenario_of(answer)
    words = Catalogue.of(language, marking=marking).of_scenario(scenario)
    return Teller(words, scenario, public, file)


def _top(answer: Answer, teller: Teller) -> list[str]:
    """Write the line above the headline: what was asked of what, and by which seed."""
    scenario = teller.scenario
    said = [
        teller.words.own(scenario.settings.title),
        teller.say("top.futures", count=futures_of(answer)),
        teller.say("top.seed", seed=str(seed_of(answer))),
    ]
    if digest := digest_of(answer):
        said.append(teller.say("top.digest", digest=digest))
    if scenario.as_of is not None:
        day = teller.words.numbers.day(scenario.as_of, year=True, short=False)
        said.append(teller.say("top.as_of", day=day))
    return [*said, teller.say("top.public")] if teller.public else said


def _rows(teller: Teller) -> list[Fact]:
    """Say what was known and when, and how the rows of the tables are known."""
    scenario, words = teller.scenario, teller.words
    known = teller.say("answer.known_all")
    if scenario.as_of is not None:
        known = words.numbers.day(scenario.as_of, year=True, short=False)
        if scenario.learnt_later:
            said = teller.say("basis.later", count=len(scenario.learnt_later), day=known)
            known = f"{known}. {said}"
    rows = Fact(teller.say("answer.rows"), rows_known(scenario, words))
    return [Fact(teller.say("answer.known"), known), rows]
