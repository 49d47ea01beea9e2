"""What stands on the screens, made without a browser: the same as the report, in both languages."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import numpy as np
import pytest

import synthetic
from holdfast.outcome import Outcome
from holdfast.page import app, sheet
from holdfast.page.card import Card, card_of, read_card
from holdfast.page.jobs import PAUSED
from holdfast.page.screens import compare, report, run, scenarios
from holdfast.page.screens.said import moment, time_left
from holdfast.page.style import STYLE
from holdfast.scenario import read_scenario
from holdfast.show.catalogue import LANGUAGES, Catalogue
from holdfast.show.figures.thumbnail import thumbnail
from holdfast.show.report import render
from holdfast.show.theme import DARK, LAMP, LIGHT

ENGLISH = Catalogue.of("en")


@pytest.fixture
def counted(desk):
    """A desk whose run is counted, and that starts nothing."""
    desk.foreman.close()
    made = desk.shelf.run("made-up")
    card = card_of(Outcome.load(desk.place.root / "made-up"))
    desk.place.card(made.mark).write_text(json.dumps(card))
    return desk


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_run_in_the_list_says_what_its_report_says(counted, language):
    words = Catalogue.of(language)
    (group,) = scenarios.screen(counted, words).groups
    (row,) = group.runs
    page = render(Outcome.load(counted.place.root / "made-up"), language)
    assert row.headline in page
    assert f"{row.days.split()[0]} " in page.replace("\u00a0", " ")
    assert row.futures == "24"
    assert row.notes == ()
    assert group.title == {"en": "Valley", "fr": "La Vallée"}[language]
    assert group.facts.startswith("valley · ")
    assert [name for name, _ in group.months] == [words.numbers.months_short[11], *(
        [words.numbers.months_short[0]])]  # fmt: skip
    assert group.months[0][1] == 0


def test_the_signature_has_the_cells_of_the_raster(counted):
    made = counted.shelf.run("made-up")
    card = read_card(counted.place.card(made.mark), "en")
    assert isinstance(card, Card)
    assert card.days == 45
    svg = thumbnail(card.steps, "a <title>")
    assert "a &lt;title&gt;" in svg
    drawn = np.full((10, 45), -1)
    for path in svg.split("<path ")[1:]:
        colour, way = path.split('"')[1], path.split('"')[3]
        x, y = map(int, way[1:].partition("h")[0].split())
        width = int(way.partition("h")[2].partition("v")[0])
        assert (drawn[y, x : x + width] == -1).all()
        drawn[y, x : x + width] = LAMP.index(colour)
    assert ["".join(map(str, line)) for line in drawn] == list(card.steps)
    # the darkest on top
    assert (np.diff(drawn, axis=0) <= 0).all()


@pytest.mark.parametrize(
    ("days", "names"),
    [
        (45, ["Dec", "Jan"]),
        (182, ["Dec", "Jan", "Feb", "Mar", "Apr", "May"]),
        (548, ["Dec", "Mar", "Jun", "Sep", "Dec", "Mar"]),
        (3650, ["Dec", "Dec", "Dec", "Dec", "Dec", "Dec", "Dec", "Dec", "Dec", "Dec"]),
    ],
)
def test_months_are_named_where_there_is_room(days, names):
    card = Card("", "", date(2030, 12, 1), ("0" * days,), (0.0, 0.0), 1.0, 1.0)
    found = scenarios.shared([card, "cannot be read", None], ENGLISH)
    assert [name for name, _ in found] == names
    apart = np.diff([share for _, share in found])
    assert apart.min() > (0.08 if days < 3000 else 0)
    other = Card("", "", date(2031, 12, 1), ("0" * days,), (0.0, 0.0), 1.0, 1.0)
    assert scenarios.shared([card, other], ENGLISH) == ()


def test_a_scenario_that_changed_after_its_run_is_told(counted):
    path = counted.place.root / "valley" / "scenario.toml"
    path.write_text(path.read_text().replace("days = 45", "days = 44"))
    (group,) = scenarios.screen(counted, ENGLISH).groups
    assert group.runs[0].notes == ("The scenario was changed after this run.",)


def test_faults_are_told_in_the_words_of_the_check_and_runs_of_others_apart(counted):
    path = counted.place.root / "valley" / "stocks.csv"
    path.write_text(path.read_text() + "nonsense\n" * 9)
    (group,) = scenarios.screen(counted, ENGLISH).groups
    assert len(group.faults) == scenarios.MOST_FAULTS
    assert group.faults == counted.shelf.judged("valley").faults[: scenarios.MOST_FAULTS]
    assert group.more
    counted.delete("valley")
    screen = scenarios.screen(counted, ENGLISH)
    assert [(each.name, each.title) for each in screen.groups] == [
        ("", "Runs of scenarios that are not here")
    ]
    assert [name for _, name in screen.trash] == ["valley"]


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "null", '{"steps": ["9"]}', '{"headlines": {"en": "x"}, "steps": []}']
)
def test_a_card_that_is_none_is_none(tmp_path, text):
    (tmp_path / "card.json").write_text(text)
    assert read_card(tmp_path / "card.json", "en") is None
    assert read_card(tmp_path / "none.json", "en") is None


@pytest.mark.parametrize(("place", "bad"), [(0, "7" * 45), (0, "x" * 45), (3, "0" * 44)])
def test_a_card_whose_steps_are_none_is_none(counted, place, bad):
    file = counted.place.card(counted.shelf.run("made-up").mark)
    told = json.loads(file.read_text())
    told["steps"][place] = bad
    file.write_text(json.dumps(told))
    assert read_card(file, "en") is None
    assert "remove it" in counted.card(counted.shelf.run("made-up"), "en")


def test_the_queue_says_how_far_jobs_are_and_what_can_be_asked(counted):
    job = counted.start_run("valley", 10, name="first")
    counted.start_run("valley", 10, name="second")
    counted.queue.take("long")
    counted.queue.tell(job.id, 180, 450)
    found = run.queue(counted, ENGLISH)
    first, second = found.open
    assert (first.told, first.progress, first.share) == ("is running", "4 of 10 futures", 0.4)
    assert (second.told, second.share, second.acts) == ("waits", None, ("pause", "cancel"))
    counted.queue.wish(job.id, PAUSED)
    assert run.queue(counted, ENGLISH).open[0].acts == ()
    counted.queue.settle(job.id, PAUSED)
    assert run.queue(counted, ENGLISH).open[0].acts == ("resume", "cancel")
    counted.cancel(job.id)
    assert [each.name for each in run.queue(counted, ENGLISH).ended] == ["first"]
    assert run.choices(counted, ENGLISH) == [("valley", "Valley (valley)")]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.2, "1 s"), (59, "59 s"), (119, "119 s"), (130, "2 min"), (7100, "118 min"), (9000, "2 h")],
)
def test_time_left_is_said_as_somebody_who_waits_says_it(seconds, said):
    assert time_left(seconds, ENGLISH) == said


def test_a_moment_is_a_day_and_a_time():
    said = moment(datetime(2030, 12, 1, 9, 5, tzinfo=UTC), ENGLISH)
    assert "2030" in said
    assert ":05" in said


def test_a_report_is_asked_for_and_then_there(counted):
    first = report.report(counted, "made-up", True, ENGLISH)
    assert (first.source, first.wrong) == ("", "")
    (job,) = counted.queue.all("quick")
    counted.queue.take("quick")
    counted.queue.settle(job.id, "failed", "no room on the disk")
    assert report.report(counted, "made-up", True, ENGLISH).wrong == "no room on the disk"
    counted.draw_again(counted.shelf.run("made-up"), "en", True)
    assert report.report(counted, "made-up", True, ENGLISH).wrong == ""
    counted.place.report(counted.shelf.run("made-up").mark, "en", True).write_text(
        "<!doctype html>"
    )
    found = report.report(counted, "made-up", True, ENGLISH)
    assert found.source == "/api/runs/made-up/report?language=en&public=true"
    assert [each.name for each in report.choices(counted, ENGLISH)] == ["made-up"]


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("fr-CA,fr;q=0.9,en;q=0.8", "fr"), ("de,en-GB;q=0.5", "en"), ("uk", "en"), ("", "en")],
)
def test_a_reader_is_spoken_to_as_the_browser_asks(accepted, language):
    assert sheet.spoken(accepted, "en") == language


@pytest.mark.parametrize(
    "to", ["//evil.example", "http://evil.example", "\\\\evil", "/\\evil", "", "/a\nb", "é"]
)
def test_the_way_back_leads_nowhere_else(to):
    assert app.within(to) == "/"
    assert app.within("/report/made-up?public=1") == "/report/made-up?public=1"


def test_the_page_has_the_colours_and_fonts_of_the_report():
    for value in (*LIGHT.values(), *DARK.values()):
        assert value in STYLE.text
    assert "Source Serif 4" in STYLE.text
    own = STYLE.text.rpartition(".nicegui-content")[2]
    assert "#" not in own.replace("#content", "")
    assert "http" not in STYLE.text.replace("http://www.w3.org", "")


def test_the_pair_that_is_proposed_begins_with_what_the_scenario_is(desk, folder):
    read = read_scenario(folder / "valley")
    row = {"id": "diesel/1", "partner": "EN", "item": "diesel", "quantity": "100",
           "date": "2030-12-20"}  # fmt: skip
    synthetic.outcome(read.add_rows("deliveries", [row]), futures=24).save(folder / "package")
    synthetic.outcome(read, futures=6).save(folder / "other")  # the latest, of other futures
    runs = desk.shelf.runs()
    for order in (runs, runs[::-1]):
        assert compare.begun(desk, order) == ("made-up", "package")
    few = [run for run in runs if run.name != "package"]
    assert compare.begun(desk, few) == (few[1].name, few[0].name)


def test_a_run_with_a_package_is_told_apart_from_a_scenario_that_was_changed(desk, folder):
    read = read_scenario(folder / "valley")
    row = {"id": "diesel/1", "partner": "EN", "item": "diesel", "quantity": "100",
           "date": "2030-12-20"}  # fmt: skip
    synthetic.outcome(read.add_rows("deliveries", [row]), futures=24).save(folder / "package")
    assert desk.shelf.own_plan(desk.shelf.run("package"), "valley")
    assert not desk.shelf.own_plan(desk.shelf.run("made-up"), "valley")
    stocks = folder / "valley" / "stocks.csv"
    stocks.write_text(stocks.read_text() + "\n")
    assert not desk.shelf.own_plan(desk.shelf.run("package"), "valley")
