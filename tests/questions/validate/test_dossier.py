"""The dossier asks each part once, keeps what is finished, and says what it cannot do."""

from __future__ import annotations

import datetime as dt
import json

import pandas as pd
import pytest

from holdfast.campaign.keep import Mismatch
from holdfast.campaign.workshop import Workshop, kept_for, working
from holdfast.questions.refused import Refused
from holdfast.questions.validate import dossier
from holdfast.questions.validate.card import card_of, finding_of
from holdfast.questions.validate.dossier import validate
from holdfast.questions.validate.finding import Finding, Fixed, Given, Measured, Sentence
from holdfast.questions.validate.parts import PARTS, Part


def finding(number: int, name: str, files=()) -> Finding:
    table = pd.DataFrame(
        {
            "figure": [Sentence("figure_case6"), Sentence("figure_gaslib", {"at": "11"})],
            "ours": [1.5, float("nan")],
            "theirs": [Fixed(1.0, 3), None],
            "met": [True, None],
        }
    )
    return Finding(
        number=number,
        name=name,
        holds=None,
        verdict=Sentence(
            "verdict",
            {"count": 1, "figures": 2, "when": dt.date(2022, 11, 29), "by": Measured(1.0, 0.2)},
        ),
        tables={"figures": table},
        remarks=(Sentence("missed", {"figure": Sentence("figure_case6"), "all": ("a", "b")}),),
        files=files,
        command="holdfast run",
    )


def test_a_finding_comes_back_from_its_card(tmp_path):
    (tmp_path / "book.xlsx").write_text("x")
    made = finding(3, "outside", (tmp_path / "book.xlsx",))
    back = finding_of(json.loads(json.dumps(card_of(made))), tmp_path)
    pd.testing.assert_frame_equal(back.tables["figures"], made.tables["figures"])
    for name in ("number", "name", "holds", "verdict", "remarks", "files", "command"):
        assert getattr(back, name) == getattr(made, name), name


class Counted:
    """Parts that count how often they are asked; the second breaks off until it may not."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.breaks = True

    def first(self, given: Given) -> Finding:
        self.asked.append(3)
        (given.folder / "book.txt").write_text("what it wrote")
        return finding(3, "outside", (given.folder / "book.txt",))

    def second(self, given: Given) -> Finding:
        self.asked.append(4)
        if self.breaks:
            raise KeyboardInterrupt
        given.tell(1, 2)
        return finding(4, "alike")


@pytest.fixture
def counted(monkeypatch) -> Counted:
    made = Counted()
    parts = (Part(3, "outside", made.first), Part(4, "alike", made.second))
    monkeypatch.setattr(dossier, "PARTS", parts)
    return made


@pytest.fixture
def facts(root):
    return root / "data" / "facts" / "winter_2022_23.csv"


def test_an_interrupted_dossier_goes_on_with_what_is_not_finished(
    counted, valley, facts, root, tmp_path
):
    out = tmp_path / "made"

    def ask(resume: bool, seed: int = 1):
        with working(out, resume) as shop:
            return validate(valley, facts, root / "data", 4, seed, shop=shop)

    with pytest.raises(KeyboardInterrupt):
        ask(False)
    assert kept_for(out) == (0, 0, 1)
    counted.breaks = False
    with pytest.raises(Mismatch, match="another seed"):
        ask(True, seed=2)
    made = ask(True)
    assert counted.asked == [3, 4, 4]
    assert [found.number for found in made.findings] == [3, 4]
    assert made.findings[0].verdict.values["when"] == dt.date(2022, 11, 29)
    assert kept_for(out) == (0, 0, 0)
    assert made.verdicts.to_dict("records")[1] == {"number": 4, "name": "alike", "holds": None}


def test_parts_are_asked_alone_and_write_into_a_folder_that_lasts_as_long_as_the_dossier(
    counted, valley, facts, root
):
    made = validate(valley, facts, root / "data", 4, 1, parts=[3])
    assert counted.asked == [3]
    assert [path.read_text() for path in made.files] == ["what it wrote"]


def test_a_bar_is_told_of_each_part(counted, valley, facts, root):
    counted.breaks, told = False, []

    class Bar:
        def __enter__(self):
            return lambda done, total: told.append((done, total))

        def __exit__(self, *_):
            told.append("end")

    def bars(part, place, parts):
        told.append((part.name, place, parts))
        return Bar()

    validate(valley, facts, root / "data", 4, 1, bars=bars, shop=Workshop.passing())
    assert told == [("outside", 1, 2), "end", ("alike", 2, 2), (1, 2), "end"]


def test_what_is_not_there_is_refused(counted, valley, facts, root, tmp_path):
    with pytest.raises(Refused, match="there is no part 7; there are 3, 4"):
        validate(valley, facts, root / "data", parts=[7])
    with pytest.raises(Refused, match="there is no such folder of public data"):
        validate(valley, facts, tmp_path / "none")
    with pytest.raises(Refused, match="cannot be read: no such file"):
        validate(valley, tmp_path / "none", root / "data")
    given = Given(valley, facts, tmp_path, 1, 1, 1, tmp_path)
    with pytest.raises(Refused, match=r"has no outside/figures.csv; name the folder"):
        given.file("outside/figures.csv")


def test_parts_stand_in_the_order_of_their_numbers():
    numbers = [part.number for part in PARTS]
    assert numbers == sorted(set(numbers))
    assert {3, 4, 5, 6} <= set(numbers)
