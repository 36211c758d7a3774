# SPDX-License-Identifier: GPL-3.0-or-later
"""The one way in which files come to be: private, whole or not at all, and errors that name the file meant."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from outreach_app import files
from outreach_app.domain.errors import CompanionError, DiskFault, DiskFull, DiskReadOnly, FileExists, FileMissing

posix = pytest.mark.skipif(os.name != "posix", reason="modes are a thing of POSIX")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@posix
def test_files_are_0600_and_folders_0700_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        folder = files.private_folder(tmp_path / "new" / "vault")
        files.create_private(folder / "a", b"1")
        files.replace_private(folder / "b", b"2")
        files.replace_private(folder / "b", b"3")
    finally:
        os.umask(before)
    assert (mode(folder), mode(folder.parent)) == (0o700, 0o700)
    assert (mode(folder / "a"), mode(folder / "b")) == (0o600, 0o600)
    assert (folder / "b").read_bytes() == b"3"


@posix
def test_a_folder_that_others_could_read_is_closed(tmp_path: Path) -> None:
    (tmp_path / "open").mkdir(mode=0o755)
    files.private_folder(tmp_path / "open")
    assert mode(tmp_path / "open") == 0o700


@posix
def test_replacing_a_file_that_others_could_read_closes_it(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    path.chmod(0o644)
    files.replace_private(path, b"new")
    assert mode(path) == 0o600


def test_a_large_file_takes_the_place_of_the_old_one_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a"
    files.replace_private(path, b"old")
    with files.replacing_private(path) as stream:
        stream.write(b"new")
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"
    assert os.name != "posix" or mode(path) == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize("raised", [DiskFull("b"), KeyboardInterrupt(), OSError(errno.ENOSPC, "full")])
def test_a_large_file_that_stays_unfinished_leaves_the_old_one(tmp_path: Path, raised: BaseException) -> None:
    path = tmp_path / "a"
    files.replace_private(path, b"old")
    with pytest.raises((DiskFull, KeyboardInterrupt)), files.replacing_private(path) as stream:  # noqa: PT012
        stream.write(b"half")
        raise raised
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["a"]


def test_a_file_is_never_put_over_another(tmp_path: Path) -> None:
    path = tmp_path / "a"
    files.create_private(path, b"first")
    with pytest.raises(FileExists) as caught:
        files.create_private(path, b"second")
    assert caught.value.path == str(path)
    assert path.read_bytes() == b"first"


@posix
def test_a_planted_link_is_not_followed(tmp_path: Path) -> None:
    target = tmp_path / "elsewhere"
    (tmp_path / "a").symlink_to(target)
    with pytest.raises(FileExists):
        files.create_private(tmp_path / "a", b"data")
    assert not target.exists()
    files.replace_private(tmp_path / "a", b"data")  # the link is replaced, not what it points to
    assert not target.exists()
    assert not (tmp_path / "a").is_symlink()


Break = Callable[[pytest.MonkeyPatch, int], None]


def at_fsync(patch: pytest.MonkeyPatch, number: int) -> None:
    def fails(_handle: int) -> None:
        raise OSError(number, "planted")

    patch.setattr(os, "fsync", fails)


def at_replace(patch: pytest.MonkeyPatch, number: int) -> None:
    def fails(_path: Path, _target: Path) -> Path:
        raise OSError(number, "planted")

    patch.setattr(Path, "replace", fails)


@pytest.mark.parametrize("breaks", [at_fsync, at_replace])
@pytest.mark.parametrize(
    ("number", "error"),
    [(errno.ENOSPC, DiskFull), (errno.EDQUOT, DiskFull), (errno.EROFS, DiskReadOnly), (errno.EACCES, DiskReadOnly),
     (errno.EIO, DiskFault)],
)  # fmt: skip
def test_a_failure_at_any_step_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, breaks: Break, number: int, error: type[CompanionError]
) -> None:
    path = tmp_path / "slots.json"
    files.replace_private(path, b"old")
    with monkeypatch.context() as patch:
        breaks(patch, number)
        with pytest.raises(error) as caught:
            files.replace_private(path, b"new")
    assert caught.value.facts()["path"] == str(path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["slots.json"]
    assert path.read_bytes() == b"old"


def test_a_new_file_that_could_not_be_synced_is_not_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        at_fsync(patch, errno.ENOSPC)
        with pytest.raises(DiskFull):
            files.create_private(tmp_path / "a", b"data")
    assert list(tmp_path.iterdir()) == []


def test_errors_name_the_file_that_was_meant(tmp_path: Path) -> None:
    wanted = tmp_path / "missing folder" / "report.csv"
    with pytest.raises(FileMissing) as caught:
        files.replace_private(wanted, b"x")
    assert caught.value.path == str(wanted)


def test_reading_stops_at_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"12345")
    assert files.read_bytes(path, limit=5) == b"12345"
    with pytest.raises(DiskFault, match="EFBIG"):
        files.read_bytes(path, limit=4)
    with pytest.raises(FileMissing):
        files.read_bytes(tmp_path / "none", limit=4)
    with pytest.raises(DiskFault):
        files.read_bytes(tmp_path, limit=4)


def test_a_folder_where_a_file_stands_is_refused(tmp_path: Path) -> None:
    (tmp_path / "vault").write_bytes(b"somebody's file")
    for path in (tmp_path / "vault", tmp_path / "vault" / "inner"):
        with pytest.raises(DiskFault):
            files.private_folder(path)
    assert (tmp_path / "vault").read_bytes() == b"somebody's file"


@pytest.mark.parametrize(
    ("number", "error"),
    [(errno.ENOSPC, DiskFull), (errno.EROFS, DiskReadOnly), (errno.EPERM, DiskReadOnly), (errno.ENOENT, FileMissing),
     (errno.ENOTDIR, DiskFault), (None, DiskFault)],
)  # fmt: skip
def test_the_systems_errors_become_the_projects(number: int | None, error: type[CompanionError]) -> None:
    system = OSError(number, "text") if number else OSError("text without a number")
    with pytest.raises(error), files.disk("/somewhere"):
        raise system
