"""Compare and Explain without a browser: what is written once says what the commands say."""

from __future__ import annotations

import dataclasses
import json
import math
import re
import shutil

import numpy as np
import pytest
from fastapi.testclient import TestClient

import synthetic
from holdfast.outcome import Outcome
from holdfast.page import day_steps, days, kept, maps, pair, tasks_views
from holdfast.page.desk import Desk
from holdfast.page.errors import Faulty, Missing
from holdfast.page.guard import Guard
from holdfast.page.handed import FORMS, Paper
from holdfast.page.jobs import LONG, QUICK
from holdfast.page.place import named
from holdfast.page.screens import compare, explain
from holdfast.page.views import Ranking
from holdfast.questions.answers_json import compared, explained
from holdfast.questions.compare import compare as differences
from holdfast.questions.explain import explain as lived_again
from holdfast.questions.explain import narrated, recorded
from holdfast.questions.pairing import Pairing, unpaired
from holdfast.questions.ranking import by_hours, future_at
from holdfast.questions.refused import Refused
from holdfast.questions.run import run
from holdfast.questions.whatif import between
from holdfast.scenario import read_scenario
from holdfast.show.catalogue import LANGUAGES, Catalogue
from holdfast.show.changes import changes
from holdfast.show.headline import headline
from holdfast.show.sides import Story
from holdfast.show.theme import step
from holdfast.show.voice import Voice
from page.conftest import until
from page.programs import programs

ENGLISH = Catalogue.of("en")
FUTURES = 24


@pytest.fixture(scope="module")
def pairs(shelved, tmp_path_factory):
    """A folder with a lived run, a made-up one, and two more: one paired with it, one not."""
    folder = shutil.copytree(shelved, tmp_path_factory.mktemp("pairs") / "served")
    read = read_scenario(folder / "valley")
    run(read, 4, None, 1, folder / "lived")
    row = {"id": "diesel/1", "partner": "EN", "item": "diesel", "quantity": "100",
           "date": "2030-12-20"}  # fmt: skip
    more = read.add_rows("deliveries", [row])
    lit = synthetic.outcome(read, futures=FUTURES).data["hours_without_power"] * 0.5
    synthetic.outcome(more, futures=FUTURES, hours_without_power=lit.values).save(folder / "better")
    synthetic.outcome(read, futures=8).save(folder / "few")
    return folder


@pytest.fixture(scope="module")
def shown(pairs):
    """The desk of that folder."""
    made = Desk(pairs)
    yield made
    made.close()


@pytest.fixture
def client(shown):
    with TestClient(Guard(programs(shown)), base_url="http://127.0.0.1") as made:
        yield made


def outcome(pairs, name) -> Outcome:
    return Outcome.load(pairs / name)


# ---- one future ----------------------------------------------------------------------------------


def test_the_record_is_told_as_the_replay_is(pairs):
    lived = outcome(pairs, "lived")
    for future in lived.futures:
        again = lived_again(lived, future, workers=1)
        told = narrated(recorded(lived, future))
        assert told.equals(again)
        assert list(map(str, told["events"])) == list(map(str, again["events"]))
    with pytest.raises(Refused, match="future 9 is not in the run; it holds 4 futures from 0 to 3"):
        recorded(lived, 9)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_future_is_written_with_the_numbers_of_the_record(pairs, language):
    lived = outcome(pairs, "lived")
    found = days.written(lived, 2, language)
    table = narrated(recorded(lived, 2))
    one = lived.data.sel(future=2)
    assert found["hours"] == [round(float(each), 2) for each in table["hours_without_power"]]
    hours = np.round(one["hours_without_power"].transpose("day", "region").values.astype(float), 1)
    assert found["dark"] == ["".join(map(str, row)) for row in step(hours)]
    shown = f"{hours[7, 0]:.1f}".replace(".", "," if language == "fr" else ".")
    assert found["texts"][7][0].replace("\u00a0", " ") == f"{shown} h"
    launched = one["launched"].values.sum(axis=1)
    assert found["raids"] == [[d, round(float(launched[d]))] for d in np.flatnonzero(launched)]
    assert found["rank"] == list(by_hours(lived)["future"]).index(2) + 1
    assert found["middle"] == future_at(lived, 0.5)
    for stock in found["stocks"]:
        assert len(stock["held"]) == len(stock["said"]) == 45


def test_what_explain_tells_of_a_day_stands_with_its_step(pairs):
    lived = outcome(pairs, "lived")
    for future in lived.futures:
        one = recorded(lived, future)
        table = narrated(one)
        steps = day_steps.told(day_steps.Steps(one, table, Voice("en", lived.scenario)))
        assert list(steps) == list(day_steps.TELLERS)
        for day, events in enumerate(table["events"]):
            for said in filter(None, str(events).split("; ")):
                if said.startswith("raid:"):
                    assert steps["raid"][day] != "none"
                    assert steps["fight"][day]
                else:
                    assert any(said in lines[day] for lines in steps.values()), said
        launched = one.data["launched"].isel(future=0).values.sum(axis=1)
        assert [text != "none" for text in steps["raid"]] == list(launched >= 0.5)


def test_stocks_and_damage_add_up(pairs):
    """What is told of a day is what the next to it and the counts say, worked again by hand."""
    lived = outcome(pairs, "lived")
    one = recorded(lived, 1)
    steps = day_steps.Steps(one, narrated(one), Voice("en", lived.scenario))
    told = day_steps.told(steps)
    data = one.data.isel(future=0)
    kind = [str(name) for name in data["kind_name"].values].index("Large transformer")
    out = data["damaged"].values[:, kind] * data["count"].values[kind]
    new = np.diff(out, prepend=0) + data["mended"].values[:, kind]
    hit = [day for day in range(45) if new[day] >= 0.5]
    assert hit
    for day in range(45):
        assert ("Large transformer:" in told["damage"][day]) is (day in hit)
    day = hit[0]
    count = int(data["count"].values[kind])
    assert (
        f"Large transformer: {round(new[day])} newly damaged, {round(out[day])} of {count} not "
        "intact"
    ) in told["damage"][day]
    item = [str(name) for name in data["item"].values].index("interceptor")
    fired, held = data["fired"].values[:, item], data["held"].values[:, item]
    spent = int(np.argmax(fired))
    name = str(data["item_name"].values[item])
    said = f"{name}: {round(fired[spent])} fired, {math.floor(held[spent] + 1e-6)} left"
    assert said in told["stocks"][spent]


def test_nothing_is_told_of_a_cell_a_bus_or_a_generator(pairs):
    """The finest that a country is described by: none of it is told, only regions and classes."""
    lived = outcome(pairs, "lived")
    read = lived.scenario
    known = {*read.table("regions").text("id"), *read.table("items").text("id")}
    fine = {
        name
        for table in ("assets", "power/buses", "power/generators", "power/transformers")
        for name in read.table(table).text("id")
    } - known
    assert len(fine) > 10
    text = json.dumps([days.written(lived, future, "en") for future in lived.futures])
    assert [name for name in fine if re.search(rf"\b{re.escape(name)}\b", text)] == []


def test_a_future_is_asked_for_by_place_number_and_day():
    ranking = Ranking(((7, 9.0), (1, 8.0), (4, 2.0), (0, 1.0)))
    for which, future in (("darkest", 7), ("brightest", 0), ("middle", 1), ("nonsense", 1)):
        assert explain.chosen(explain.asked({"which": which}, ENGLISH), ranking) == future
    wanted = explain.asked({"which": "number", "future": "4", "day": "2030-12-09"}, ENGLISH)
    assert explain.chosen(wanted, ranking) == 4
    found = {"first": "2030-12-01", "dates": [""] * 10, "hours": [9, 1, 5, 0, 0, 0, 0, 0, 0, 0],
             "reported": 1}  # fmt: skip
    assert explain.place(found, wanted.day) == 8
    assert explain.place(found, None) == 2
    for text in ("x", "-1", "1e3", str(10**12)):
        with pytest.raises(Refused, match="is no number of a future"):
            explain.chosen(explain.asked({"future": text}, ENGLISH), ranking)
    with pytest.raises(Refused, match="future 5 is not in the run"):
        explain.chosen(explain.asked({"future": "5"}, ENGLISH), ranking)


def test_quantiles_are_those_of_the_command(pairs):
    lived = outcome(pairs, "made-up")
    ranking = Ranking(tuple(days.ranked(lived)))
    for quantile in (0, 0.1, 0.25, 0.5, 0.73, 1):
        assert ranking.at(quantile) == future_at(lived, quantile)
    with pytest.raises(Refused, match="is not between 0"):
        ranking.at(1.1)


def test_the_strip_has_a_bar_a_day_and_a_triangle_a_raid(pairs):
    found = days.written(outcome(pairs, "lived"), 0, "en")
    drawn = explain.strip(found, ENGLISH)
    bars = drawn.partition('class="bars" d="')[2].partition('"')[0]
    assert bars.count("M") == sum(hours > 0 for hours in found["hours"])
    assert drawn.count("opacity") == len(found["raids"])
    corners = explain.course([2.0, 1.0, 0.0])
    assert explain.spark(corners, 1).count(corners[1]) == 2
    assert explain.command("a b", 3) == "holdfast explain 'a b' 3 --days"


def test_a_map_has_the_step_and_value_of_each_region(root):
    read = read_scenario(root / "examples" / "aldria")
    story = Story.of(synthetic.outcome(read, futures=2, days=30), ENGLISH, public=False)
    ground = maps.ground(story, ENGLISH)
    count = len(ground["names"])
    assert set(ground["maps"]) == {"wide", "narrow"}
    svg = maps.drawn(ground, "3" * count, [f"{n} h" for n in range(count)], "where & when")
    assert svg.count("<path") == 2 * count
    assert svg.count('class="s3"') == 2 * count
    assert "where &amp; when" in svg
    without = maps.drawn({"names": ["A<"], "maps": {}}, "6", ["1 h"], "x")
    assert without.count('<li class="s6" data-region="0"><span>A&lt;</span><b>1 h</b>') == 2


# ---- two runs ------------------------------------------------------------------------------------


def test_runs_that_are_not_paired_are_refused_in_the_words_of_compare(pairs, shown):
    runs = {run.name: run for run in shown.shelf.runs()}
    offered = compare.offered(shown, "made-up", ENGLISH)
    assert [name for name, _ in offered.paired] == ["better"]
    refused = dict(offered.refused)
    assert set(refused) == {"few", "lived"}
    for name, why in refused.items():
        with pytest.raises(Refused) as error:
            differences(outcome(pairs, "made-up"), outcome(pairs, name))
        assert str(error.value) == why
    with pytest.raises(Refused, match="not paired"):
        shown.views.pair(runs["made-up"], runs["few"])


def test_pairings_that_differ_in_numbers_alone_say_so():
    facts = (("seed", "1"),)
    one = Pairing("valley", (0, 1, 4), facts)
    assert unpaired(one, one) == ""
    assert "numbers of the futures" in unpaired(one, dataclasses.replace(one, futures=(0, 2, 4)))
    other = Pairing("other", (0, 1, 4), (("seed", "2"),))
    assert "of different scenarios (valley and other)" in unpaired(one, other)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pair_is_written_in_the_words_of_its_report(pairs, language):
    made = between(outcome(pairs, "made-up"), outcome(pairs, "better"))
    found = json.loads(json.dumps(pair.written(made, language)))
    words = Catalogue.of(language).of_scenario(made.b.scenario)
    story = Story.of(made, words, public=False)
    assert found["headline"] == headline(story, words).sentence
    assert found["windows"][0]["table"] == json.loads(
        json.dumps(dataclasses.asdict(changes(story, words)))
    )
    assert [side["label"] for side in found["sides"]] == [side.label for side in story.sides]
    before, after = (side.mean_by_region for side in story.sides)
    whole = found["spans"][0]
    means = np.array([before.mean(axis=0), after.mean(axis=0)])
    places = 2 if np.ptp(means) < 0.5 else 1
    assert [list(map(int, row)) for row in whole["dark"]] == step(np.round(means, places)).tolist()
    assert len(found["plans"]["a"]) == 0
    assert len(found["plans"]["b"]) == 1
    assert compare.darkest(found) > 0
    assert len(compare.sides(found, ("a", "b"), words)) == 2


def test_a_winter_alone_has_its_own_table(root):
    read = read_scenario(root / "examples" / "bucharest-2022")
    a, b = (synthetic.outcome(read, futures=8, seed=3) for _ in range(2))
    story = Story.of(between(a, b), ENGLISH, public=False)
    winter = story.windows[0]
    found = changes(story, ENGLISH, winter)
    lines = {line.name: line for group in found.groups for line in group.lines}
    mean = a.values("hours_without_power", winter).mean()
    assert ENGLISH.numbers.first(lines["Without power"].cells[0]) == pytest.approx(mean, rel=0.05)
    assert not any("runs out" in name or "Cost of what" in name for name in lines)
    assert found.heads[0].startswith("29\u00a0Nov\u00a02022")


# ---- kept, and asked for -------------------------------------------------------------------------


def test_programs_ask_for_a_future_and_get_what_the_command_gives(client, pairs):
    first = client.get("/api/runs/lived/futures/3")
    assert first.status_code == 202
    found = until(
        lambda: (came := client.get("/api/runs/lived/futures/3")).status_code == 200 and came
    ).json()
    lived = outcome(pairs, "lived")
    table = lived_again(lived, 3, workers=1)
    assert found == json.loads(json.dumps(explained(lived, 3, table)))
    told = client.get("/api/runs/lived/futures/3/days", params={"language": "fr"}).json()
    assert told["steps"][0]["name"] == "Météo"
    refused = client.get("/api/runs/lived/futures/9")
    assert (refused.status_code, refused.json()["detail"]) == (
        422, "future 9 is not in the run; it holds 4 futures from 0 to 3",
    )  # fmt: skip


def test_a_record_that_no_replay_gives_is_told_to_be_other(shown):
    """The made-up run was never lived, so its replay is another."""
    run = shown.shelf.run("made-up")
    said = until(lambda: shown.views.replayed(run, 0), "the replay")
    assert "the replay differs from the record" in said
    assert not shown.views.known(run, 0)


def test_programs_ask_for_a_pair_and_get_what_the_command_gives(client, pairs):
    path = "/api/runs/made-up/against/better"
    found = until(lambda: (came := client.get(path)).status_code == 200 and came).json()
    made = between(outcome(pairs, "made-up"), outcome(pairs, "better"))
    assert found == json.loads(json.dumps(compared(made)))
    refused = client.get("/api/runs/made-up/against/few")
    assert refused.status_code == 422
    assert "the runs are not paired" in refused.json()["detail"]
    assert client.get("/api/runs/made-up/against/none").status_code == 404
    page = f"{path}/report"
    report = until(lambda: (came := client.get(page)).status_code == 200 and came)
    assert report.headers["content-disposition"] == 'inline; filename="better-made-up-en.html"'
    assert "−" in report.text


def test_what_could_not_be_compared_is_said_and_tried_again(shown, pairs):
    shutil.copytree(pairs / "better", pairs / "hurt")
    a, b = (shown.shelf.run(name) for name in ("made-up", "hurt"))
    assert shown.views.why_not(a, [b]) == {"hurt": ""}
    kept.pair_file(shown.place, a.mark, b.mark).unlink(missing_ok=True)
    (pairs / "hurt" / "data.zarr").rename(pairs / "elsewhere")
    said = until(lambda: shown.views.pair(a, b), "why not")
    assert isinstance(said, str)
    assert "hurt" in said
    (pairs / "elsewhere").rename(pairs / "hurt" / "data.zarr")
    shown.views.compare_again(a, b)
    found = until(lambda: not isinstance(shown.views.pair(a, b), str | None) and 1, "the pair")
    assert found
    shown.delete("hurt")


def test_what_is_written_in_the_folder_of_the_page_is_what_is_shown(shown):
    run = shown.shelf.run("lived")
    found = shown.views.future(run, 1, "en")
    file = kept.future_file(shown.place, run.mark, 1, "en")
    assert json.loads(file.read_bytes()) == found
    file.write_text("{")
    with pytest.raises(Refused, match="is not what is written there: remove it"):
        shown.views.future(run, 1, "en")
    file.unlink()
    assert shown.views.future(run, 1, "en") == found


def test_a_run_that_is_gone_is_missing_and_no_fault(shown):
    run = shown.shelf.run("few")
    gone = shown.delete("few")
    with pytest.raises(Missing, match="there is no run 'few' any more"):
        shown.views.ranking(run)
    asked = {"root": str(shown.place.root), "run": "few", "against": "few", "form": "html"}
    for kind, task in tasks_views.TASKS.items():
        assert task(asked, None) == {}, kind
    shown.trash.restore(gone.token)


def test_a_brief_waits_with_what_takes_long_and_a_report_with_what_is_quick(shown):
    a, b = (shown.shelf.run(name) for name in ("made-up", "better"))
    for form, lane in zip(FORMS, (QUICK, LONG), strict=True):
        paper = Paper(b, a, form, "fr", public=True)
        assert paper.lane == lane
        assert paper.called == f"better-made-up-public-fr.{form}"
    assert named(paper.job) == "better - made-up (PDF, fr, public)"
    alone = dataclasses.replace(paper, against=None)
    assert alone.job == "better (PDF, fr, public)"
    assert alone.file(shown.place) != paper.file(shown.place)


def test_the_standing_process_refuses_in_its_own_words(shown):
    run = shown.shelf.run("made-up")
    asked = {"kind": "future", "root": str(shown.place.root), "run": run.name, "future": 99,
             "language": "en"}  # fmt: skip
    with pytest.raises(Faulty, match="future 99 is not in the run"):
        shown.standby.ask(asked, "test")
