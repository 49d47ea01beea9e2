"""The message catalogue: whole in every language, used whole, and nothing said outside it."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping
from importlib.resources import as_file, files
from typing import Any

import pytest
from matplotlib.ft2font import FT2Font

from holdfast.outcome.metrics import METRICS
from holdfast.questions.fields import Own, Unit
from holdfast.questions.record import METRICS as FACTS
from holdfast.questions.validate.parts import PARTS as DOSSIER
from holdfast.questions.words import million
from holdfast.scenario.schema import schemas
from holdfast.scenario.tongues import docs
from holdfast.show.catalogue import LANGUAGES, MANY, Catalogue, translations
from holdfast.show.changes import GROUPS, PARTS
from holdfast.show.figures.measure import NARROW_SPACE
from holdfast.show.voice import Voice

FOLDER = files("holdfast.show")
PARTS_OF_SHOW = ("figures", "sections", "answers", "brief", "workbook", "dossier")


def messages(language: str) -> dict[str, Any]:
    """All messages of a language; what answers say in English stands with the questions."""
    return dict(walk(Catalogue.of(language).messages))


def walk(table: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """Each message by its key; a table of plurals is one message."""
    for name, value in table.items():
        key = f"{above}{name}"
        if isinstance(value, Mapping) and "other" not in value:
            yield from walk(value, f"{key}.")
        else:
            yield key, value


def texts(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        return list(value.values())
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else [value]


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_that_is_drawn_from_a_range_has_a_name(language):
    known = messages(language)
    drawn = [
        name for name, schema in schemas().items() if any(c.range for c in schema.columns.values())
    ]
    assert len(drawn) > 20
    assert not [name for name in drawn if f"said.table_{name.replace('/', '_')}" not in known]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_is_missing_and_none_is_left_over(language):
    assert messages(language).keys() == messages("en").keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_take_the_same_fields_in_every_language(language):
    english = messages("en")
    for key, value in messages(language).items():
        wanted = set().union(*map(fields, texts(english[key])))
        assert set().union(*map(fields, texts(value))) == wanted, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_character_is_in_the_fonts(language):
    used = set("".join(text for value in messages(language).values() for text in texts(value)))
    used |= set("".join(translations(language).values()))
    used |= set("".join(text for part in docs(language).values() for text in part.values()))
    used.discard(NARROW_SPACE)  # made of a space by whoever lays the text out
    with as_file(FOLDER / "fonts" / "measure-400.ttf") as path:
        known = {chr(code) for code in FT2Font(str(path)).get_charmap()}
    assert used <= known, sorted(used - known)


def test_french_marks_stand_behind_a_space_that_does_not_break():
    """A narrow one before ; ! and ?, a whole one before : » and %, and after «."""
    for key, value in messages("fr").items():
        for text in texts(value):
            assert not re.search(r"[^\u202f][;!?](?=\s|$)", text), (key, text)
            assert not re.search(r"[^\u00a0](?::(?=\s|$)|»|%)|«[^\u00a0]", f"\u00a0{text}"), (
                key,
                text,
            )


def column(key: str) -> str:
    """The column that a message names or explains."""
    return key.partition(".")[2].removesuffix("_note")


def test_every_message_is_used():
    said_by = (files("holdfast.cli"), files("holdfast.questions"))
    said_by += (files("holdfast.page"), files("holdfast.page") / "screens")
    code = "\n".join(
        path.read_text("utf-8")
        for folder in (FOLDER, *(FOLDER / name for name in PARTS_OF_SHOW), *said_by)
        for path in folder.iterdir()
        if path.name.endswith((".py", ".j2"))
    )
    # keys that code puts together from parts, such as f"metric.{name}.unit"
    built = ("metric.", "fact.", "rival.", "verdict.", "group.", "status.", "headline.")
    built += ("brief.caveat_", "brief.flips_", "brief.kind_")
    built += ("book.about_", "book.sheet_", "book.power_", "book.cold_", "book.held_")
    built += ("book.homes_", "book.groups_")
    built += ("plan.key_", "stocks.key_", "stocks.side_", "stocks.title", "form.", "side.")
    built += ("amount.", "said.table_", "said.drawn_", "said.objection_")
    built += ("positions.stance_", "positions.kind_", "positions.needs_", "said.use_")
    built += ("page_whatif.metric_", "page_whatif.side_")
    built += ("said.stance_", "said.kind_", "worth.title_", "plans.rule_", "breaks.", "price.kind_")
    built += ("price.heard_", "terminal.check_unbound_", "terminal.check_unused_")
    built += ("terminal.check_overtaken_", "terminal.check_doubt_")
    built += ("answer_value.unit_", "answer_value.title_", "answer_value.measure_")
    built += ("worth.barred_", "worth.rule_", "answer_value.nothing", "answer_value.none")
    built += ("answer_value.unsure", "answer_value.lost", "answer_value.hidden")
    built += ("answer_plan.kind_", "answer_break.title_", "answer_break.line_", "answer_break.key_")
    built += ("raids.class_", "raids.one_", "raids.head_", "raids.measure_", "raids.key_")
    built += ("raids.title_", "raids.cases_", "raids.fact_", "raids.verdict_told_")
    built += ("raids.verdict_leans_", "many.beside_", "many.against_", "many.is_")
    built += ("page.pause", "page.resume", "page.cancel", "page.copy", "page.delete")
    built += tuple(re.findall(r"f['\"](page[a-z_]*\.[a-z_]+_)\{", code))
    built += ("page_explain.step_", "page_explain.at_", "page_users.disable", "page_users.enable")
    built += tuple(
        f"page_ask.{part}_"
        for part in ("nine", "what", "form", "q", "lead", "field", "told", "budget", "by", "source")
    )
    built += ("page_ask.none_", "page_ask.no_")
    built += ("page_ledger.head_", "page_ledger.field_", "page_ledger.told_", "page_ledger.kind_")
    built += ("page_ledger.export_", "page_ledger.later", "page_ledger.earlier", "page_grid.")
    built += ("page_sources.head_", "page_sources.act_", "page_sources.kind_")
    built += ("page_sources.before", "page_sources.after", "page_sources.first")
    built += ("page_sources.last",)
    built += ("page.head_", "page_edit.row_")
    built += ("terminal.role_",)
    built += (
        "asks.counts_",
        "asks.rule_",
        "asks.silent_",
        "asks.contribution_",
        "asks.kind_",
        "asks.unit_",
        "asks.unknown_",
        "asks.rules_",
        "asks.why_",
        "plans.rest_",
        "plans.source_",
        "risk.untold_",
        "answer_risk.sentence_",
    )
    # the words of the dossier's parts are held to its parts in test_dossier.py
    built += ("dossier.head_", *(f"dossier.{part.name}." for part in DOSSIER))
    columns = ("difference.", "hindcast.", "plan.", "raster.", "changes.", "book.")
    columns += (
        "page.",
        "terminal.",
        "said.",
        "gas.",
        "risk.",
        "worth.",
        "price.",
        "asks.",
        "positions.",
    )
    columns += tuple({f"{key.partition('.')[0]}." for key in messages("en") if key[:5] == "page_"})
    idle = [
        key
        for key in messages("en")
        if f'"{key.removesuffix("_carried")}"' not in code
        and not key.startswith(built)
        and not (key.startswith(columns) and f'"{column(key)}"' in code)
    ]
    assert not idle


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_metric_and_every_public_figure_has_its_words(language):
    words = Catalogue.of(language)
    known = {metric.name for metric in METRICS}
    shown = {name for names in (*GROUPS.values(), *PARTS.values()) for name in names}
    assert shown <= known
    for name in shown:
        assert words.say(f"metric.{name}.name")
        assert words.say(f"metric.{name}.unit", count=MANY)
    for name in FACTS:
        assert words.say(f"fact.{name}.name")
        assert words.say(f"fact.{name}.unit")


def test_no_text_stands_in_the_template():
    names = ("template.html.j2", "answer.html.j2", "dossier.html.j2", "parts.html.j2")
    template = "\n".join((FOLDER / name).read_text("utf-8") for name in names)
    bare = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|<[^>]*>|<style>.*?</style>", " ", template, flags=re.S)
    assert set(re.findall(r"[^\W\d_]{2,}", bare)) <= {"Holdfast"}


@pytest.mark.parametrize(("language", "alone"), [("en", {1}), ("fr", {0, 1})])
def test_plurals_follow_the_language(language, alone):
    words = Catalogue.of(language)
    one = messages(language)["headline.days"]["one"]
    for count in range(4):
        said = words.say("headline.days", count=count)
        assert (said == one.format(count=count)) == (count in alone)


def test_what_is_under_two_in_size_is_singular_in_french_and_not_in_english():
    said = {
        language: [
            words.say("lead.people", count=size, people=words.numbers.local(str(size)))
            for size in (0.4, 1.99, 2.0, -1.5)
        ]
        for language, words in ((each, Catalogue.of(each)) for each in LANGUAGES)
    }
    assert [text.split(" ", 1)[1] for text in said["fr"]] == [
        "million de personnes",
        "million de personnes",
        "millions de personnes",
        "million de personnes",
    ]
    assert {text.split(" ", 1)[1] for text in said["en"]} == {"million people"}
    english = Catalogue.of("en")
    assert [english.single(size) for size in (0, 0.4, 1, 1.5)] == [False, False, True, False]


def test_a_unit_after_a_number_of_an_answer_follows_the_number():
    french, english = Voice("fr"), Voice("en")
    for mean, money, cost in (
        (-0.09, "million d’euros", "million CHF"),
        (-3.2, "millions d’euros", "millions CHF"),
    ):
        assert french.write(Unit(Own("EUR million"), mean)) == money
        assert french.write(Unit(million("EUR"), mean)) == money
        assert french.write(Unit(million("CHF"), mean)) == cost
        assert english.write(Unit(million("EUR"), mean)) == "million EUR"
        assert english.write(Unit(Own("EUR million"), mean)) == "EUR million"


def test_an_unknown_language_and_an_unknown_message_are_refused():
    with pytest.raises(ValueError, match="no report in 'xx'; there is en and fr"):
        Catalogue.of("xx")
    with pytest.raises(KeyError, match="no message"):
        Catalogue.of("en").say("nothing.here")
