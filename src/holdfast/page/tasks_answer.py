"""The job of a question: it is asked, its answer drawn in each language and written whole."""

from __future__ import annotations

import dataclasses
import json
import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from holdfast.page import questions
from holdfast.page.answers import CARD, DOCUMENT, Written, file_of, moment_of, root_of
from holdfast.page.place import Place
from holdfast.page.runner import Teller
from holdfast.page.shelf import Shelf
from holdfast.questions.refused import Refused
from holdfast.version import __version__
from holdfast.whole import put_files, whole_folder

if TYPE_CHECKING:
    from holdfast.outcome import Outcome
    from holdfast.scenario import Scenario
    from holdfast.show.answers.kinds import Answer

COPIED = ("question", "asked", "of", "by", "whose", "names", "digest")
"""What the card of an answer has from the question."""
Body = Mapping[str, Any]
Found = tuple["Answer", dict[str, Any]]
"""An answer, and the document that its command prints."""


def answer(asked: Body, tell: Teller) -> dict[str, Any]:
    """Ask the question `question` as it was `asked`, of a scenario as it stood or of a run.

    What comes of it is the folder of its name; of one that is there already nothing is done.
    """
    began, place = time.monotonic(), Place(Path(asked["root"]))
    folder = root_of(place) / asked["name"]
    if folder.exists():
        return {}  # its server was killed after it was written and before that was written down
    made, document = _found(place, asked, tell)
    texts, card = _drawn(made, asked)
    texts[DOCUMENT] = json.dumps(document, ensure_ascii=False, allow_nan=False)
    card.seconds = time.monotonic() - began
    texts[CARD] = card.model_dump_json()
    with whole_folder(folder) as fresh:
        put_files(fresh, texts)
    return {}


def _found(place: Place, asked: Body, tell: Teller) -> Found:
    body, question = asked["asked"], asked["question"]
    if question in questions.OF_RUN:
        return OF_RUN[question](_run(place, asked), body, tell)
    from holdfast.scenario import read_scenario

    as_of = date.fromisoformat(body["as_of"]) if body["as_of"] else None
    read = read_scenario(place.asked / asked["token"] / "scenario", as_of)
    # as whoever stands in the served folder calls it
    return OF_SCENARIO[question](dataclasses.replace(read, path=asked["of"]), body, tell)


def _run(place: Place, asked: Body) -> Outcome:
    from holdfast.outcome import Outcome

    run = Shelf(place).run(asked["of"])
    if run.mark != asked["mark"]:
        raise Refused(f"{run.name} is another run by now: ask again")
    return Outcome.load(place.of(run.name))


def _drawn(made: Answer, asked: Body) -> tuple[dict[str, str], Written]:
    """The pages by their files, and the card of an answer."""
    from holdfast.show.answers import render
    from holdfast.show.catalogue import LANGUAGES, unmarked

    texts: dict[str, str] = {}
    sentence, commands, again, secret = {}, {}, {}, ""
    stem = f"{asked['of']}-{asked['question']}"
    for language in LANGUAGES:
        page, texts[file_of(language, False)] = render.made(
            made, language, False, f"{stem}-{language}.html"
        )
        sentence[language] = unmarked(page.head.sentence)
        commands[language], again[language] = list(page.commands), unmarked(page.again)
        try:
            name = f"{stem}-public-{language}.html"
            texts[file_of(language, True)] = render.made(made, language, True, name)[1]
        except Refused as error:
            secret = str(error)
    told = {key: asked[key] for key in COPIED}
    return texts, Written(
        **told, when=moment_of(asked["when"]), version=__version__, sentence=sentence,
        commands=commands, again=again,
        public=secret,
    )  # fmt: skip


# ---- one function a question ---------------------------------------------------------------------


def _stocks(run: Outcome, body: Body, tell: Teller) -> Found:
    from holdfast.questions.documents import of_stocks
    from holdfast.questions.stocks import stocks

    made = stocks(run)
    return made, of_stocks(made)


def _risk(run: Outcome, body: Body, tell: Teller) -> Found:
    from holdfast.questions.documents import of_risk
    from holdfast.questions.risk import risk

    made = risk(run, body["region"], body["hours"], body["days"], body["package"],
                body["workers"], tell)  # fmt: skip
    return made, of_risk(made)


def _value(read: Scenario, body: Body, tell: Teller) -> Found:
    from holdfast.questions.documents import of_value
    from holdfast.questions.value import value

    made = value(
        read, body["budget"], body["source"], body["by"], body["futures"], body["seed"],
        body["workers"], tell, names=body["names"],
    )  # fmt: skip
    return made, of_value(made)


def _plan(read: Scenario, body: Body, tell: Teller) -> Found:
    from holdfast.questions.documents import of_plan
    from holdfast.questions.plan import plan

    made = plan(
        read, body["budget"], body["source"], body["lot"], body["sharing"], body["futures"],
        body["fresh"], body["tries"], 4 if body["bound"] else 0, body["seed"], body["workers"],
        tell,
    )  # fmt: skip
    return made, of_plan(made, body["names"])


def _how_many(read: Scenario, body: Body, tell: Teller) -> Found:
    from holdfast.questions.documents import of_how_many
    from holdfast.questions.how_many import how_many

    made = how_many(
        read, body["item"], body["budget"], body["beside"], body["futures"], seed=body["seed"],
        workers=body["workers"], progress=tell,
    )  # fmt: skip
    return made, of_how_many(made)


def _price(read: Scenario, body: Body, tell: Teller) -> Found:
    from holdfast.questions.documents import of_price
    from holdfast.questions.price import price

    made = price(
        read, body["budget"], body["names"], body["partner"], body["source"], body["lot"],
        body["futures"], body["fresh"], body["tries"], body["seed"], body["workers"], tell,
    )  # fmt: skip
    return made, of_price(made)


def _slip(read: Scenario, body: Body, tell: Teller) -> Found:
    from holdfast.questions.documents import of_slip
    from holdfast.questions.slip import slip

    made = slip(read, body["weeks"], body["futures"], body["seed"], body["workers"], tell)
    return made, of_slip(made)


def _ask(read: Scenario, body: Body, tell: Teller) -> Found:
    from holdfast.questions.ask import ask
    from holdfast.questions.documents import of_ask

    made = ask(
        read, body["partner"], body["total"], body["meeting"], body["among"], body["elasticity"],
        body["lot"], body["prices"], body["weeks"], body["futures"], body["fresh"], body["tries"],
        body["seed"], body["workers"], tell,
    )  # fmt: skip
    return made, of_ask(made)


def _depot(read: Scenario, body: Body, tell: Teller) -> Found:
    from holdfast.questions.depot import depot
    from holdfast.questions.documents import of_depot

    made = depot(
        read, body["depot"], body["instead"], body["crews"], body["futures"], body["seed"],
        body["workers"], tell,
    )  # fmt: skip
    return made, of_depot(made)


OF_RUN: Mapping[str, Callable[[Outcome, Body, Teller], Found]] = {
    questions.STOCKS: _stocks,
    questions.RISK: _risk,
}
OF_SCENARIO: Mapping[str, Callable[[Scenario, Body, Teller], Found]] = {
    questions.VALUE: _value,
    questions.PLAN: _plan,
    questions.HOW_MANY: _how_many,
    questions.PRICE: _price,
    questions.SLIP: _slip,
    questions.ASK: _ask,
    questions.DEPOT: _depot,
}
