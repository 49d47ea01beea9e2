"""Running a scenario: what is asked for is checked before anything is simulated."""

from __future__ import annotations

import pytest

import synthetic
from holdfast.campaign import ensemble
from holdfast.questions.refused import Refused
from holdfast.questions.run import run


@pytest.fixture
def never(monkeypatch):
    def simulate(*_args, **_kwargs):
        raise AssertionError("simulated")

    monkeypatch.setattr(ensemble, "run", simulate)


@pytest.mark.parametrize(
    ("asked", "reason"),
    [({"futures": 0}, "0 futures cannot be run"), ({"futures": -3}, "ask for 1 to 1,000,000"),
     ({"futures": 10**7}, "cannot be run"), ({"futures": []}, "cannot be run"),
     ({"seed": -1}, "seed -1 cannot be used"), ({"seed": 2**32}, "take one of 0 to 4294967295")],
)  # fmt: skip
def test_what_cannot_be_run_is_refused(valley, never, asked, reason):
    with pytest.raises(Refused, match=reason):
        run(valley, **asked)


def test_a_folder_that_is_taken_is_noticed_first(valley, never, tmp_path):
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(FileExistsError, match="choose another name"):
        run(valley, out=tmp_path)


def test_resuming_a_finished_run_gives_it_again(valley, never, tmp_path):
    made = synthetic.outcome(valley, futures=4)
    made.save(tmp_path / "run")
    again = run(valley, futures=4, out=tmp_path / "run", resume=True)
    assert again.data.identical(made.data)
    with pytest.raises(FileExistsError, match=r"another run \(futures: 4, now 6\)"):
        run(valley, futures=6, out=tmp_path / "run", resume=True)
    with pytest.raises(FileExistsError, match="exists already"):
        run(valley, futures=4, out=tmp_path / "run")
