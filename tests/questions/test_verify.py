"""Verify: checksums, and futures that come out the same again."""

from __future__ import annotations

import dataclasses
import shutil

import pytest

from holdfast.campaign import ensemble
from holdfast.outcome import Outcome, OutcomeError
from holdfast.questions.refused import Refused
from holdfast.questions.verify import verify
from holdfast.scenario import read_scenario


@pytest.fixture(scope="module")
def written(root, tmp_path_factory):
    folder = tmp_path_factory.mktemp("verify") / "run"
    scenario = read_scenario(root / "examples/valley")
    ensemble.run(scenario, 6, workers=1, out=folder)
    return folder


def test_a_whole_run_is_verified(written):
    found = verify(written, replay=3, workers=1)
    assert found.replayed == (0, 2, 4)
    assert found.files == sum(1 for file in written.rglob("*") if file.is_file()) - 1


def test_every_file_counts(written, tmp_path):
    files = [file for file in sorted(written.rglob("*")) if file.is_file()]
    for number, file in enumerate(files[:: max(len(files) // 25, 1)]):
        copy = tmp_path / str(number)
        shutil.copytree(written, copy)
        target = copy / file.relative_to(written)
        raw = bytearray(target.read_bytes())
        if number % 3 == 0:
            target.unlink()
        elif number % 3 == 1:
            target.write_bytes(raw[: len(raw) // 2])
        else:
            raw[len(raw) // 2] ^= 1
            target.write_bytes(bytes(raw))
        with pytest.raises(OutcomeError):
            verify(copy, replay=0)


def test_a_file_too_many_is_noticed(written, tmp_path):
    shutil.copytree(written, tmp_path / "run")
    (tmp_path / "run" / "more.txt").write_text("?")
    with pytest.raises(OutcomeError, match=r"more\.txt"):
        verify(tmp_path / "run")


def test_numbers_that_were_changed_and_summed_anew_do_not_come_out_again(written, tmp_path):
    made = Outcome.load(written)
    data = made.data.copy(deep=True)
    data["hours_without_power"][0, 3, 1] += 1.0
    dataclasses.replace(made, data=data).save(tmp_path / "forged")
    verify(tmp_path / "forged", replay=0)
    with pytest.raises(RuntimeError, match="differs from the record"):
        verify(tmp_path / "forged", replay=1, workers=1)


def test_another_version_is_told_from_a_damaged_run(written, tmp_path):
    dataclasses.replace(Outcome.load(written), version="0.0.1").save(tmp_path / "old")
    with pytest.raises(Refused, match=r"as they were written, but by version 0\.0\.1"):
        verify(tmp_path / "old")
    assert verify(tmp_path / "old", replay=0).replayed == ()
