"""Files and folders are whole or not there, and what stands in the way is left alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from holdfast.whole import (
    put_file,
    put_files,
    refuse_file,
    refuse_folder,
    sweep,
    whole_file,
    whole_folder,
)


def test_a_file_is_replaced_at_the_end_alone(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "one.txt"
    put_file(target, "before, été")
    assert target.read_bytes() == "before, été".encode()
    with whole_file(target) as fresh:
        fresh.write_bytes(b"after")
        assert target.read_bytes() == "before, été".encode()
        assert fresh.parent == target.parent
    assert target.read_bytes() == b"after"
    assert os.listdir(target.parent) == ["one.txt"]


def test_after_an_error_the_old_file_stands_alone(tmp_path: Path) -> None:
    put_file(tmp_path / "one", b"before")

    def interrupted() -> None:
        with whole_file(tmp_path / "one") as fresh:
            fresh.write_bytes(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert os.listdir(tmp_path) == ["one"]
    assert (tmp_path / "one").read_bytes() == b"before"


@pytest.mark.parametrize("over", [False, True])
def test_a_folder_is_there_whole_or_not_at_all(over: bool, tmp_path: Path) -> None:
    target = tmp_path / "deep" / "folder"

    def fails() -> None:
        with whole_folder(target, over=over) as fresh:
            put_files(fresh, {"a/b.txt": "half"})
            raise OSError("no space left")

    with pytest.raises(OSError, match="no space"):
        fails()
    assert os.listdir(target.parent) == []
    target.mkdir()
    with whole_folder(target, over=over) as fresh:
        put_files(fresh, {"a/b.txt": "text", "c.txt": "more"})
        assert os.listdir(target) == []
    assert (target / "a" / "b.txt").read_text() == "text"
    assert os.listdir(target.parent) == ["folder"]


def test_what_came_meanwhile_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "folder"
    with pytest.raises(FileExistsError, match="is not empty"), whole_folder(target):
        put_files(target, {"thesis.txt": "years of work"})
    assert (target / "thesis.txt").read_text() == "years of work"
    assert os.listdir(tmp_path) == ["folder"]


def test_only_who_says_so_replaces_a_folder(tmp_path: Path) -> None:
    target = tmp_path / "folder"
    put_files(target, {"old.txt": "old"})
    with pytest.raises(FileExistsError, match="choose another name"), whole_folder(target):
        pytest.fail("not reached: it is refused before anything is made")
    with whole_folder(target, over=True) as fresh:
        put_files(fresh, {"new.txt": "new"})
    assert os.listdir(target) == ["new.txt"]
    assert os.listdir(tmp_path) == ["folder"]


def test_a_link_is_replaced_and_what_it_leads_to_stays(tmp_path: Path) -> None:
    put_files(tmp_path / "real", {"old.txt": "old"})
    (tmp_path / "link").symlink_to("real")
    with whole_folder(tmp_path / "link", over=True) as fresh:
        put_files(fresh, {"new.txt": "new"})
    assert os.listdir(tmp_path / "link") == ["new.txt"]
    assert os.listdir(tmp_path / "real") == ["old.txt"]
    assert sorted(os.listdir(tmp_path)) == ["link", "real"]


def test_what_is_taken(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").touch()
    (tmp_path / "nowhere").symlink_to("gone")
    (tmp_path / "elsewhere").symlink_to("empty")
    refuse_folder(tmp_path / "empty")
    refuse_folder(tmp_path / "free")
    refuse_file(tmp_path / "free")
    for name in ("file", "nowhere", "elsewhere"):
        with pytest.raises(FileExistsError, match=f"{name} exists already; choose another name"):
            refuse_folder(tmp_path / name)
    for name in ("file", "nowhere", "elsewhere", "empty"):
        with pytest.raises(FileExistsError, match=f"{name} exists already; take it away"):
            refuse_file(tmp_path / name, "take it away")
    for name in (".", ".."):
        with pytest.raises(FileExistsError, match="no name for a new folder"):
            refuse_folder(Path(name))


def test_permissions_are_those_of_whoever_writes(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        put_file(tmp_path / "file", b"")
        with whole_folder(tmp_path / "folder"):
            pass
    finally:
        os.umask(before)
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "folder").stat().st_mode & 0o777 == 0o750


def test_what_the_killed_left_is_swept(tmp_path: Path) -> None:
    """Under the names that writers give, and none that belong to another of a like name."""
    with whole_file(tmp_path / "run[1]") as file, whole_folder(tmp_path / "run") as folder:
        file.touch()
        put_files(tmp_path / "later", {file.name: "half", f"{folder.name}/half.txt": "half"})
    sweep(tmp_path / "later" / "run[1]")
    assert os.listdir(tmp_path / "later") == [folder.name]
    sweep(tmp_path / "later" / "run")
    assert os.listdir(tmp_path / "later") == []
