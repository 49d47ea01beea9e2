"""What if, without a browser: plans as they are changed, bases that fit, answers bit for bit."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from holdfast.campaign import ensemble
from holdfast.campaign.pool import Standing
from holdfast.campaign.stopped import Stopped
from holdfast.outcome import Outcome
from holdfast.outcome.windows import Window
from holdfast.page import tasks_whatif, whatif, whatif_drawn
from holdfast.page.answered import answered
from holdfast.page.desk import Desk
from holdfast.page.errors import Faulty, Missing, Taken
from holdfast.page.jobs import CANCELLED, DONE
from holdfast.page.runner import Teller
from holdfast.page.screens import whatif as content
from holdfast.page.screens.whatif import Axis, Sides
from holdfast.page.whatif import Added, Moved, Plan
from holdfast.questions import answering as answering_of
from holdfast.questions.answering import Answering
from holdfast.questions.answers_json import answer_of
from holdfast.questions.refused import Refused
from holdfast.questions.run import run
from holdfast.questions.whatif import both_sides
from holdfast.questions.whatif import whatif as ask
from holdfast.scenario import read_scenario
from holdfast.show.catalogue import Catalogue
from page.conftest import until

ROWS = """id,partner,item,quantity,date,region,offer,slips
d1,NN,battery,4,2030-12-08,,,no
d2,EN,generator_set,50,2030-12-20,UPP,,no
"""
MOVES = ["d1=@2030-12-01", "d2=0", "EN:transformer:2@2030-12-10", "repair"]


@pytest.fixture(scope="session")
def based(shelved, tmp_path_factory):
    """The short valley with two pledges and a run of it, small as a base is."""
    import shutil

    folder = tmp_path_factory.mktemp("based")
    shutil.copytree(shelved / "valley", folder / "valley")
    (folder / "valley" / "deliveries.csv").write_text(ROWS)
    packs = folder / "valley" / "packages.csv"
    packs.write_text(packs.read_text().replace("2031-01-10", "2030-12-30"))
    run(read_scenario(folder / "valley"), futures=6, workers=1, out=folder / "base")
    return folder


@pytest.fixture
def asking(based, tmp_path):
    import shutil

    desk = Desk(shutil.copytree(based, tmp_path / "served"))
    yield desk.whatif
    desk.close()


@pytest.fixture(scope="session")
def scenario(based):
    return read_scenario(based / "valley")


# ---- plans -------------------------------------------------------------------------------------


def test_changes_as_the_command_has_them():
    plan = Plan(
        (Moved("d1", None, dt.date(2030, 12, 9)), Moved("d2", "7")),
        (Added("EN", "transformer", "2", dt.date(2030, 12, 10), "UPP"),),
    )
    assert plan.texts == [
        "d1=@2030-12-09", "d2=7", "EN:transformer:2@2030-12-10:UPP",
    ]  # fmt: skip
    back = plan.with_moved(Moved("d1")).with_added(0, None)
    assert back.texts == ["d2=7"]
    said = whatif.command("valley", "my base", [], back.texts)
    assert said == "holdfast whatif valley --b d2=7 --base 'my base'"


def test_changes_are_read_as_they_are_written(scenario):
    made = Plan.read(scenario, ["d1=2@2030-12-12", "d2=0", "EN:transformer:2@2030-12-10:UPP"])
    assert made == Plan(
        (Moved("d1", "2", dt.date(2030, 12, 12)), Moved("d2", "0")),
        (Added("EN", "transformer", "2", dt.date(2030, 12, 10), "UPP"),),
    )
    assert Plan.read(scenario, made.texts) == made
    assert Plan.read(scenario, ["repair"]).added == tuple(
        whatif_drawn.of_package(scenario, "repair")
    )
    with pytest.raises(Faulty) as error:
        Plan.read(scenario, ["d1=x", "d9=1", "EN:tank:2", "EN:transformer:2@soon"])
    assert len(error.value.lines) == 4
    for many, said in ((["d1=2"] * 201, "may change 200"), (["x" * 401], "may have 400")):
        with pytest.raises(Faulty, match=said):
            content.sides(scenario, ([], many))
    packages = len(whatif_drawn.of_package(scenario, "repair"))
    with pytest.raises(Faulty, match=f"{packages * 200:,} deliveries are changed"):
        content.sides(scenario, ([], ["repair"] * 200))
    with pytest.raises(Faulty, match="changed twice"):
        content.sides(scenario, ([], ["d1=1", "d1=2"]))
    address = content.way("my valley", "a&b", ([], made.texts))
    assert address == (
        "/whatif?scenario=my%20valley&base=a%26b&b=d1=2@2030-12-12&b=d2=0"
        "&b=EN:transformer:2@2030-12-10:UPP"
    )


def test_steps_are_taken_back_and_again():
    sides, one = Sides(), Plan((Moved("d1", "2"),))
    sides.change(one)
    sides.change(one)  # no step
    sides.change(one, one)
    assert sides.a == one
    sides.undo()
    assert (sides.a, sides.b) == (Plan(), one)
    sides.undo()
    assert (sides.b, sides.can) == (Plan(), (False, True))
    sides.redo()
    assert sides.b == one
    sides.change(Plan())
    assert sides.can == (True, False)


def test_deliveries_as_they_are_drawn(scenario):
    plan = Plan(
        (Moved("d1", None, dt.date(2030, 12, 15)), Moved("d2", "0")),
        (Added("EN", "transformer", "2", dt.date(2030, 12, 10)),
         *whatif_drawn.of_package(scenario, "shield")),
    )  # fmt: skip
    found = {(each.kind, each.key): each for each in whatif_drawn.given(scenario, plan)}
    assert {kind for kind, _ in found} == {"moved", "gone", "added"}
    moved = found["moved", "d1"]
    assert (moved.day, moved.pledged) == (dt.date(2030, 12, 15), ("4", dt.date(2030, 12, 8)))
    first = whatif_drawn.first_day(scenario)
    assert moved.arrives == (moved.day - first).days
    assert moved.sent < moved.arrives <= moved.used
    assert found["added", "0"].item == "Large transformer"
    words = Catalogue.of("en")
    axis = Axis.of(scenario, words)
    rows = content.rows(scenario, plan, axis, words)
    shares = [share for row in rows for share in (*row.pale, *row.dark)]
    assert all(0 <= share <= 1 for share in shares)
    notes = {row.given.kind: row.note for row in rows}
    assert notes["moved"].replace("\u00a0", " ").endswith("8 Dec 2030")


def test_a_package_is_its_deliveries_each_by_itself(scenario):
    from holdfast.questions.deliveries import with_deliveries

    some = Plan(added=whatif_drawn.of_package(scenario, "shield"))
    assert len(some.added) > 1
    whole, apart = (with_deliveries(scenario, asked, "b") for asked in (["shield"], some.texts))
    assert whole.files["deliveries.csv"] == apart.files["deliveries.csv"]
    left = [each.key for each in whatif_drawn.given(scenario, some.with_added(0, None))]
    assert len(left) == 2 + len(some.added) - 1


def test_where_a_delivery_goes_is_told(scenario):
    words = Catalogue.of("en")
    axis = Axis.of(scenario, words)
    new = Added("EN", "generator_set", "5", dt.date(2030, 12, 10), "UPP")
    rows = content.rows(scenario, Plan(added=(new,)), axis, words)
    names = dict(whatif_drawn.regions(scenario))
    assert sum(row.what.endswith(f", {names['UPP']}") for row in rows) == 2


def test_the_plan_itself_has_nothing_changed(scenario):
    assert [each.kind for each in whatif_drawn.given(scenario, Plan())] == ["pledged", "pledged"]


def test_what_is_wrong_with_a_change_is_said(scenario):
    with pytest.raises(Faulty) as error:
        whatif.both(scenario, (["d9=1"], ["d1=x", "NN:nothing:1"]))
    assert len(error.value.lines) == 3
    assert "'d9' is not an id of deliveries.csv" in error.value.lines[0]


# ---- bases -------------------------------------------------------------------------------------


def test_only_a_run_of_the_scenario_as_it_stands_is_a_base(asking):
    assert [each.name for each in asking.bases("valley")] == ["base"]
    assert asking.base("valley").name == "base"
    file = asking.desk.place.of("valley") / "deliveries.csv"
    file.write_text(ROWS.replace("4,2030", "5,2030"))
    assert asking.bases("valley") == []
    with pytest.raises(Refused, match="there is no run of 'valley' as it stands"):
        asking.base("valley")
    with pytest.raises(Refused, match="is not a run of 'valley' as it stands"):
        asking.base("valley", "base")
    file.write_text(ROWS.replace("4,2030", "-4,2030"))
    with pytest.raises(Faulty):
        asking.bases("valley")


def test_a_run_without_checkpoints_is_none(asking):
    for file in (asking.desk.place.of("base") / "checkpoints").iterdir():
        file.unlink()
    assert asking.bases("valley") == []


# ---- answers -----------------------------------------------------------------------------------


@pytest.mark.parametrize("workers", [1, 2])
def test_answers_are_those_of_the_command_bit_for_bit(based, scenario, workers):
    base = Outcome.load(based / "base")
    with Standing(workers) as crew:
        answering = Answering(base, crew)
        answering.warm()
        for a, b in (([], MOVES), (["d1=9"], MOVES), ([], []), ([], ["d1=0"]), (["d1=0"], MOVES)):
            wanted = answer_of(ask(scenario, a, b, base=base, workers=1))
            assert answer_of(answering.ask(a, b)) == wanted


def test_a_side_that_was_lived_is_not_lived_again(based, monkeypatch):
    answering = Answering(Outcome.load(based / "base"), 1)
    lived = []
    work = answering._lived
    monkeypatch.setattr(
        answering, "_lived", lambda asked, told: lived.append(len(asked)) or work(asked, told)
    )
    answering.ask([], ["d1=0"])
    answering.ask(["d1=0"], ["d1=9"])
    answering.ask([], ["d1=0"])
    assert lived == [1, 1, 0]


@pytest.mark.parametrize("workers", [1, 2])
def test_what_comes_first_is_what_runs_that_end_there_come_to(
    based, scenario, workers, monkeypatch
):
    monkeypatch.setattr(answering_of, "SOON", 22)
    monkeypatch.setattr(answering_of, "REACH", 8)
    monkeypatch.setattr(answering_of, "FEW", 2)
    base, seen = Outcome.load(based / "base"), []
    a, b = ["d1=9"], MOVES
    with Standing(workers) as crew:
        made = Answering(base, crew).ask(a, b, early=seen.append)
    assert answer_of(made) == answer_of(ask(scenario, a, b, base=base, workers=1))
    (early,) = seen
    until = early.a.data.sizes["day"]
    assert until < base.data.sizes["day"]
    for came, plan in zip((early.a, early.b), both_sides(scenario, a, b), strict=True):
        wanted = ensemble.run(plan, base.futures, base.seed, 1, until=until)
        for name in came.data.data_vars:
            assert came.data[name].equals(wanted.data[name])


def test_sides_that_part_far_from_each_other(based, scenario, monkeypatch):
    for name, days in (("SOON", 22), ("REACH", 8), ("FEW", 2)):
        monkeypatch.setattr(answering_of, name, days)
    base, seen = Outcome.load(based / "base"), []
    late = [f"EN:transformer:2@{scenario.settings.last - dt.timedelta(days=1)}"]
    soon = ["d1=@2030-12-01"]
    for a, b in ((late, soon), (soon, late)):
        made = Answering(base, 1).ask(a, b, early=seen.append)
        assert answer_of(made) == answer_of(ask(scenario, a, b, base=base, workers=1))
    for early, side in zip(seen, "ab", strict=True):
        until = early.a.data.sizes["day"]
        told = getattr(early, side).data["hours_without_power"]
        assert told.equals(base.data["hours_without_power"].isel(day=slice(0, until)))


def test_a_first_answer_tells_nothing_of_the_whole(based, monkeypatch):
    for name, days in (("SOON", 22), ("REACH", 8), ("FEW", 2)):
        monkeypatch.setattr(answering_of, name, days)
    seen, base = [], Outcome.load(based / "base")
    made = Answering(base, 1).ask([], ["d1=@2030-12-09"], early=seen.append)
    early, whole = (answered(one, "en", early=one is not made) for one in (seen[0], made))
    assert whole["cost"] is not None
    assert whole["headline"]
    assert (early["cost"], early["headline"], early["closing"], early["notes"]) == (
        None,
        "",
        [],
        [],
    )
    assert early["windows"][0]["name"].startswith("up to ")
    assert "no future differs" not in {row["verdict"] for row in early["windows"][0]["rows"]}
    assert early["wintry"] is False  # so few days are no winter


def test_a_first_answer_goes_to_the_end_of_a_winter_that_is_near(based, monkeypatch):
    base = Outcome.load(based / "base")
    answering = Answering(base, 1)
    winter = base.scenario.settings.last - dt.timedelta(days=9)
    settings = base.scenario.settings
    spans = (Window("winter", settings.start, winter), *base.windows())
    monkeypatch.setattr(Outcome, "windows", lambda self: spans)
    monkeypatch.setattr(answering_of, "SOON", 40)
    monkeypatch.setattr(answering_of, "FEW", 2)
    plan = both_sides(base.scenario, [], ["d1=0"])[1]
    assert answering._soon([answering._branch(plan, 0)]) == (winter - settings.start).days
    assert answering._soon([]) is None
    monkeypatch.setattr(answering_of, "SOON", 60)
    assert answering._soon([answering._branch(plan, 0)]) is None


def test_one_that_is_stopped_leaves_its_workers_for_the_next(based):
    base = Outcome.load(based / "base")
    with Standing(2) as crew:
        answering = Answering(base, crew)
        answering.warm()
        pool = crew._pool

        def stop(done, total):
            raise Stopped

        with pytest.raises(Stopped):
            answering.ask([], ["d1=0"], stop)
        found = answering.ask([], ["d1=0"])
        assert crew._pool is pool
    wanted = ask(base.scenario, [], ["d1=0"], base=base, workers=1)
    assert answer_of(found) == answer_of(wanted)


def test_the_command_answers_the_same(based, call):
    said = call("whatif", based / "valley", "--b", MOVES[0], "--b", MOVES[1], "--base",
                based / "base", "--workers", 1, "--json")  # fmt: skip
    answering = Answering(Outcome.load(based / "base"), 1)
    assert json.loads(said.stdout) == answer_of(answering.ask([], MOVES[:2]))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_the_screen_shows_is_what_was_answered(based, asking, language, monkeypatch):
    monkeypatch.setattr(tasks_whatif, "_crew", [1])
    asked = {"root": str(asking.desk.place.root), "of": "valley", "base": "base", "a": [],
             "b": ["d1=0"], "language": language}  # fmt: skip
    made = tasks_whatif.whatif_ask(asked, Teller(open("/dev/null", "w")))  # noqa: SIM115
    shown, told = made["shown"], made["told"]
    whole = shown["windows"][0]["rows"]
    assert shown["futures"] == told["futures"] == 6
    assert len(shown["windows"]) == len({(row["from"], row["to"]) for row in told["rows"]})
    assert {size for size in shown["figure"]} >= {"p", "n"}
    assert len(whole) == 6
    drawn = content.thumbnails(shown, Catalogue.of(language))
    assert all(svg.startswith("<svg") for _, _, svg in drawn)
    if language == "en":
        assert shown["sides"][1].startswith("as pledged, but without 4")
    json.dumps(made)


def test_side_b_becomes_a_run_of_the_folder(asking):
    base = asking.base("valley")
    job = asking.queue("valley", base, ([], ["d1=0"]), 200, "without d1", workers=1)
    with pytest.raises(Taken):
        asking.queue("valley", base, ([], ["d1=0"]), 200, "without d1")
    until(lambda: asking.desk.queue.get(job.id).state == DONE, "the run")
    made = Outcome.load(asking.desk.place.of("without d1"))
    assert [row["id"] for row in made.scenario.table("deliveries").rows()] == ["d2"]
    answer = asking.answer(job.id)
    wanted = answer_of(ask(made.scenario, base=made, workers=1))
    assert answer["futures"] == wanted["futures"] == 6
    assert asking.desk.shelf.run("without d1").futures == 6
    assert not list(asking.desk.place.root.glob(".without*work*"))


def test_what_cannot_be_queued_is_refused_and_nothing_is_left(asking):
    base = asking.base("valley")
    with pytest.raises(Faulty, match="d9"):
        asking.queue("valley", base, ([], ["d9=0"]), 200, "x")
    with pytest.raises(Refused, match="nothing to be written"):
        asking.queue("valley", base, ([], []), 200, "x")
    with pytest.raises(Taken):
        asking.queue("valley", base, ([], ["d1=0"]), 200, "base")
    with pytest.raises(Refused, match="is no name"):
        asking.queue("valley", base, ([], ["d1=0"]), 200, "../x")
    assert list(asking.desk.place.asked.iterdir()) == []
    with pytest.raises(Missing):
        asking.answer(77)


def test_one_that_is_cancelled_has_no_answer(asking):
    job = asking.queue("valley", None, ([], ["d1=0"]), 3000, "long", workers=1)
    asking.desk.cancel(job.id)
    until(lambda: asking.desk.queue.get(job.id).state == CANCELLED, "its end")
    with pytest.raises(Taken, match="is cancelled"):
        asking.answer(job.id)
    assert not list(asking.desk.place.root.glob(".long*"))
