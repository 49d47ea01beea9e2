"""Outcomes on disk: whole or not at all, and noticed when they were changed."""

from __future__ import annotations

import json

import numpy as np
import pytest
import xarray as xr

import synthetic
from holdfast.outcome import Outcome, OutcomeError, chunks, store
from holdfast.outcome.outcome import joined


@pytest.fixture
def made(valley):
    return synthetic.outcome(valley, futures=4, days=10)


@pytest.fixture
def saved(made, tmp_path):
    made.save(tmp_path / "runs" / "one")
    return tmp_path / "runs" / "one"


def test_what_is_saved_comes_back(made, saved):
    again = Outcome.load(saved)
    assert again.data.identical(made.data)
    assert dict(again.scenario.files) == dict(made.scenario.files)
    assert (again.seed, again.version, again.folder) == (made.seed, made.version, saved)
    assert again.scenario.as_of == made.scenario.as_of
    assert again.summary().equals(made.summary())


def test_nothing_else_is_left_beside_it(saved):
    assert [path.name for path in saved.parent.iterdir()] == ["one"]


def test_what_fails_half_way_leaves_nothing(made, tmp_path, monkeypatch):
    def fail(*_):
        raise OSError("no space left")

    monkeypatch.setattr(store, "put_files", fail)
    with pytest.raises(OSError, match="no space"):
        made.save(tmp_path / "one")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_there_is_not_written_over(made, saved, tmp_path):
    with pytest.raises(FileExistsError, match="choose another name"):
        made.save(saved)
    made.save(saved, overwrite=True)
    assert Outcome.load(saved).futures == made.futures
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    with pytest.raises(FileExistsError, match="mine exists already"):
        made.save(tmp_path / "mine", overwrite=True)
    assert (tmp_path / "mine" / "thesis.txt").exists()


@pytest.mark.parametrize("part", ["scenario/regions.csv", "data.zarr/held/0.0.0", "outcome.json"])
def test_a_change_is_noticed(saved, part):
    file = saved / part
    raw = bytearray(file.read_bytes())
    place = raw.index(b'"seed": 1') + 8 if part == "outcome.json" else len(raw) // 2
    raw[place] = ord("2") if part == "outcome.json" else raw[place] ^ 1
    file.write_bytes(raw)
    with pytest.raises(OutcomeError, match="run again"):
        Outcome.load(saved)


def test_a_missing_and_an_extra_file_are_noticed(saved):
    (saved / "scenario" / "more.csv").write_text("x\n")
    with pytest.raises(OutcomeError, match=r"scenario/more\.csv"):
        Outcome.load(saved)
    (saved / "scenario" / "more.csv").unlink()
    (saved / "scenario" / "stocks.csv").unlink()
    with pytest.raises(OutcomeError, match=r"scenario/stocks\.csv"):
        Outcome.load(saved)


def test_what_is_no_outcome_is_refused(tmp_path, saved):
    with pytest.raises(OutcomeError, match="is not an outcome"):
        Outcome.load(tmp_path)
    (saved / "outcome.json").write_text("[1, 2")
    with pytest.raises(OutcomeError, match="cannot be read"):
        Outcome.load(saved)


def test_another_layout_is_refused(saved):
    card = json.loads((saved / "outcome.json").read_text())
    (saved / "outcome.json").write_text(json.dumps({**card, "format": 99}))
    with pytest.raises(OutcomeError, match="layout 99"):
        Outcome.load(saved)


def test_joined_futures_are_those_of_one_run(valley):
    whole = synthetic.outcome(valley, futures=8, days=10)
    first = synthetic.outcome(valley, futures=range(4), days=10)
    more = synthetic.outcome(valley, futures=range(4, 8), days=10)
    both = joined(first, more)
    assert both.futures == whole.futures
    for name in whole.data.data_vars:
        assert np.array_equal(both.data[name].values, whole.data[name].values), name
    with pytest.raises(ValueError, match="same scenario, seed and version"):
        joined(first, synthetic.outcome(valley, futures=range(4, 8), days=10, seed=2))


@pytest.fixture
def by_zarr(made, tmp_path):
    """What xarray writes by way of zarr, in two parts, and what is read of it."""
    whole = made.data.isel(future=[0, 1, 2, 3, 0, 1]).assign_coords(future=np.arange(1, 7))
    place, sizes = tmp_path / "by-zarr", {"future": 3}
    first, more = (whole.isel(future=slice(*ends)) for ends in ((0, 4), (4, 6)))
    pieces = {
        name: {"chunks": tuple(sizes.get(axis, count) for axis, count in each.sizes.items())}
        for name, each in whole.variables.items()
    }
    first.to_zarr(place, zarr_format=2, consolidated=False, encoding=pieces)
    more.to_zarr(place, append_dim="future", zarr_format=2, consolidated=False, safe_chunks=False)
    return whole, (first, more), place


@pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::UserWarning")
def test_data_are_written_as_zarr_would_to_the_last_byte(by_zarr, tmp_path):
    """Pieces of three, the second begun by the first part and ended by the second."""
    whole, (first, more), place = by_zarr
    chunks.write(first, tmp_path / "ours", 0, 3)
    chunks.write(more, tmp_path / "ours", 4, 3)
    ours, theirs = (
        {path.relative_to(top).as_posix(): path.read_bytes() for path in top.rglob("*")
         if path.is_file()}
        for top in (tmp_path / "ours", place)
    )  # fmt: skip
    assert {name: ours[name] for name in theirs} == theirs
    blank = [name for name in ours if name not in theirs]
    assert all(name.split("/")[0] in whole.variables for name in blank)
    with xr.open_zarr(tmp_path / "ours", consolidated=False) as read:
        assert read.load().identical(whole)


def test_what_zarr_wrote_is_read(by_zarr):
    """Outcomes of before have no file where a piece is all nought."""
    whole, _, place = by_zarr
    assert chunks.read(place).identical(whole)
    assert chunks.size(place) == whole.nbytes


def test_more_futures_of_another_type_are_refused(made, tmp_path):
    chunks.write(made.data, tmp_path / "one", 0, 3)
    with pytest.raises(ValueError, match="rival holds"):
        chunks.write(made.data.assign(rival=("future", ["a"] * 4)), tmp_path / "one", 4, 3)


def test_an_axis_without_a_place_is_kept(made, tmp_path):
    bare = made.data.isel(item=slice(0, 0))
    chunks.write(bare, tmp_path / "bare", 0, 3)
    read = chunks.read(tmp_path / "bare")
    assert read.identical(bare)
