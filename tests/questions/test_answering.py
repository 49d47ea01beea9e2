"""What if, asked again and again of one base: what is lived, and that it is what `whatif` gives."""

from __future__ import annotations

import datetime as dt

import pytest

from holdfast.campaign import ensemble
from holdfast.campaign.pool import Standing
from holdfast.outcome import Outcome
from holdfast.questions import answering as answering_of
from holdfast.questions.answering import Answering
from holdfast.questions.answers_json import answer_of
from holdfast.questions.whatif import whatif as ask
from holdfast.scenario import read_scenario


@pytest.mark.parametrize("workers", [1, 2])
def test_futures_that_are_again_what_the_base_is_are_not_lived_on(
    root, tmp_path, workers, monkeypatch
):
    for name, days in (("SOON", 30), ("REACH", 28), ("FEW", 2)):
        monkeypatch.setattr(answering_of, name, days)
    scenario = read_scenario(root / "examples" / "aldria")
    ensemble.run(scenario, 7, seed=3, workers=1, out=tmp_path / "base", until=85)
    base = Outcome.load(tmp_path / "base")
    with Standing(workers) as crew:
        answering = Answering(base, crew)
        lived, work = [], answering._lived
        monkeypatch.setattr(answering, "_lived", lambda asked, told: (
            lived.append([len(each.base.futures) for each in asked.values()]) or work(asked, told)
        ))  # fmt: skip
        cases = (
            ([], ["D4=@2031-11-24"]),
            (["D4=@2031-11-26"], ["D4=@2031-11-28"]),
            ([], ["D4=@2031-11-18", "D5=@2031-12-05"]),
            ([], ["D4=3"]),
            ([], [f"D8=@{scenario.settings.start + dt.timedelta(days=50)}"]),
        )
        for a, b in cases:
            made = answering.ask(a, b)
            wanted = ask(scenario, a, b, base=base, workers=1)
            assert answer_of(made) == answer_of(wanted)
            for one, other in ((made.a, wanted.a), (made.b, wanted.b)):
                for name, found in one.data.data_vars.items():
                    assert found.dtype == other.data[name].dtype
                    assert found.equals(other.data[name]), name
    assert lived[0] == [7]
    assert 0 < lived[1][0] < 7
    assert lived[2] == [7, 7]
    assert lived[3][0] == lived[3][1] < 7
    assert lived[7] == [7]  # with fewer crews for good nothing is ever the same
