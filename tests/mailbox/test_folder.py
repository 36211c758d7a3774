# SPDX-License-Identifier: GPL-3.0-or-later
"""What every mailbox must do, as a contract that each kind of mailbox joins; and what is particular to a folder."""

from __future__ import annotations

import errno
import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from outreach_app.domain.errors import (
    CompanionError,
    InvariantBroken,
    MailboxAuth,
    MailboxError,
    MailboxFull,
    MailboxHostile,
    MailboxMissing,
    MailboxNotAFolder,
    MailboxOffline,
    NoMailbox,
    UnsupportedMailbox,
)
from outreach_app.mailbox.address import folder_path, open_mailbox
from outreach_app.mailbox.folder import FolderMailbox
from outreach_app.services.ports import Mailbox

ID = "ab" * 16


class MailboxContract:
    """What a sync relies on. A kind of mailbox joins by giving `mailbox`."""

    @pytest.fixture
    def mailbox(self) -> Mailbox:
        """An empty mailbox of this kind."""
        raise NotImplementedError

    def test_what_was_put_is_got_back(self, mailbox: Mailbox) -> None:
        for data in (b"", b"hello", os.urandom(300_000)):
            name = f"up/box/{hashlib.sha256(data).hexdigest()}.age"
            mailbox.put(name, data)
            assert mailbox.get(name, limit=300_000) == data
            assert mailbox.stat(name) == len(data)

    def test_putting_the_same_again_is_harmless(self, mailbox: Mailbox) -> None:
        mailbox.put("up/box/a.age", b"one")
        mailbox.put("up/box/a.age", b"one")
        assert mailbox.list("up/box") == ("a.age",)
        assert mailbox.get("up/box/a.age", limit=9) == b"one"

    def test_what_is_not_there_is_missing(self, mailbox: Mailbox) -> None:
        assert mailbox.stat("up/box/a.age") is None
        with pytest.raises(MailboxMissing):
            mailbox.get("up/box/a.age", limit=9)

    def test_a_list_is_sorted_holds_files_only_and_may_be_empty(self, mailbox: Mailbox) -> None:
        assert mailbox.list("up/box/000000") == ()
        for name in ("c", "a", "b"):
            mailbox.put(f"up/box/000000/{name}.age", b"x")
        assert mailbox.list("up/box/000000") == ("a.age", "b.age", "c.age")
        assert mailbox.list("up/box") == ()

    def test_more_than_the_limit_is_hostile(self, mailbox: Mailbox) -> None:
        mailbox.put("a.age", bytes(101))
        assert len(mailbox.get("a.age", limit=101)) == 101
        with pytest.raises(MailboxHostile):
            mailbox.get("a.age", limit=100)

    def test_deleting_twice_is_fine(self, mailbox: Mailbox) -> None:
        mailbox.put("a.age", b"x")
        mailbox.delete("a.age")
        mailbox.delete("a.age")
        assert mailbox.stat("a.age") is None

    def test_a_probe_leaves_no_object_behind(self, mailbox: Mailbox) -> None:
        mailbox.probe()
        assert mailbox.list("probe") == ()

    @pytest.mark.parametrize(
        "name", ["../out", "up/../../out", "/etc/passwd", "up/..", "", "a\\..\\b", "C:/x", "up/a\0b", "//server/x"]
    )
    def test_no_name_leads_out_of_the_tree(self, mailbox: Mailbox, name: str) -> None:
        for act in (
            lambda: mailbox.put(name, b"x"),
            lambda: mailbox.get(name, limit=1),
            lambda: mailbox.stat(name),
            lambda: mailbox.list(name),
            lambda: mailbox.delete(name),
        ):
            with pytest.raises(InvariantBroken):
                act()

    def test_it_says_where_it_is(self, mailbox: Mailbox) -> None:
        assert mailbox.where


class TestFolder(MailboxContract):
    """A folder whose path has a space and letters beyond ASCII."""

    @pytest.fixture
    def mailbox(self, shared: Path) -> Mailbox:
        return FolderMailbox(shared, ID)

    @pytest.fixture
    def shared(self, tmp_path: Path) -> Path:
        folder = tmp_path / "Gemeinsamer Ordner ü 共有"
        folder.mkdir()
        return folder

    def test_two_coalitions_share_a_folder(self, shared: Path) -> None:
        one, other = FolderMailbox(shared, ID), FolderMailbox(shared, "cd" * 16)
        one.put("a.age", b"one")
        other.put("a.age", b"other")
        assert (one.get("a.age", limit=9), other.get("a.age", limit=9)) == (b"one", b"other")

    def test_files_written_aside_are_never_listed(self, mailbox: Mailbox, shared: Path) -> None:
        mailbox.put("up/a.age", b"x")
        (shared / "v1" / ID / "up" / ".0123456789abcdef.part").write_bytes(b"half")
        assert mailbox.list("up") == ("a.age",)

    def test_a_kill_while_writing_leaves_the_old_bytes_or_the_new(self, mailbox: Mailbox, shared: Path) -> None:
        mailbox.put("up/a.age", b"old")
        writes_and_dies = (
            "import os, signal, sys; from pathlib import Path; "
            "from outreach_app.mailbox.folder import FolderMailbox; "
            "Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL); "
            f"FolderMailbox(Path(sys.argv[1]), {ID!r}).put('up/a.age', b'new')"
        )
        if sys.platform == "win32":
            pytest.skip("no SIGKILL here")
        root = Path(__file__).parents[2]
        ended = subprocess.run([sys.executable, "-c", writes_and_dies, str(shared)], cwd=root, check=False, timeout=60)
        assert ended.returncode == -9
        assert mailbox.list("up") == ("a.age",)
        assert mailbox.get("up/a.age", limit=9) == b"old"
        mailbox.put("up/a.age", b"new")
        assert mailbox.get("up/a.age", limit=9) == b"new"

    def test_objects_get_the_mode_that_the_folders_users_chose(self, mailbox: Mailbox, shared: Path) -> None:
        if sys.platform == "win32":
            pytest.skip("modes are another thing here")
        before = os.umask(0o007)
        try:
            mailbox.put("up/a.age", b"x")
        finally:
            os.umask(before)
        path = shared / "v1" / ID / "up" / "a.age"
        assert path.stat().st_mode & 0o777 == 0o660  # a colleague's account must be able to read it
        assert path.parent.stat().st_mode & 0o777 == 0o770

    def test_a_missing_folder_is_missing_for_every_verb(self, tmp_path: Path) -> None:
        gone = FolderMailbox(tmp_path / "stick", ID)
        for act in _verbs(gone):
            with pytest.raises(MailboxMissing):
                act()
        assert not (tmp_path / "stick").exists()

    def test_a_file_instead_of_a_folder(self, tmp_path: Path) -> None:
        (tmp_path / "note").write_text("hello")
        for act in _verbs(FolderMailbox(tmp_path / "note", ID)):
            with pytest.raises(MailboxNotAFolder):
                act()

    def test_a_file_in_the_way_of_the_tree(self, mailbox: Mailbox, shared: Path) -> None:
        (shared / "v1").write_text("hello")
        with pytest.raises(MailboxNotAFolder):
            mailbox.put("up/box/a.age", b"x")
        with pytest.raises(MailboxNotAFolder):
            mailbox.put("a.age", b"x")
        assert mailbox.list("up/box") == ()

    @pytest.mark.parametrize(
        ("number", "kind"),
        [
            (errno.ENOSPC, MailboxFull),
            (errno.EDQUOT, MailboxFull),
            (errno.EROFS, MailboxAuth),
            (errno.EACCES, MailboxAuth),
            (errno.EIO, MailboxOffline),
            (errno.ESTALE, MailboxOffline),
        ],
    )
    def test_each_fault_of_the_disk_is_one_kind_of_error(
        self, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, number: int, kind: type[MailboxError]
    ) -> None:
        mailbox.put("up/a.age", b"x")

        def broken(*_arguments: Any, **_more: Any) -> Any:
            raise OSError(number, "broken")

        faults: tuple[tuple[tuple[object, str], Callable[[], object]], ...] = (
            ((os, "open"), lambda: mailbox.put("up/b.age", b"x")),
            ((Path, "replace"), lambda: mailbox.put("up/b.age", b"x")),
            ((Path, "open"), lambda: mailbox.get("up/a.age", limit=9)),
            ((Path, "iterdir"), lambda: mailbox.list("up")),
            ((Path, "unlink"), lambda: mailbox.delete("up/a.age")),
        )
        for (where, name), act in faults:
            with monkeypatch.context() as patched:
                patched.setattr(where, name, broken)
                with pytest.raises(kind):
                    act()
        assert mailbox.list("up") == ("a.age",)

    def test_a_full_disk_leaves_no_half_object(self, mailbox: Mailbox, shared: Path, full_disk: None) -> None:
        with pytest.raises(MailboxFull):
            mailbox.put("up/a.age", bytes(100_000))
        assert mailbox.list("up") == ()
        assert [path for path in shared.rglob("*") if path.is_file()] == []

    @pytest.fixture
    def full_disk(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        """Half of the bytes still fit."""

        def fsync(_handle: int) -> None:
            raise OSError(errno.ENOSPC, "full")

        with monkeypatch.context() as patched:
            patched.setattr(os, "fsync", fsync)
            yield

    def test_a_probe_finds_a_folder_that_may_not_be_written(
        self, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def forbidden(*_arguments: Any, **_more: Any) -> Any:
            raise OSError(errno.EROFS, "read only")

        monkeypatch.setattr(os, "open", forbidden)
        with pytest.raises(MailboxAuth):
            mailbox.probe()

    def test_a_probe_finds_a_folder_that_gives_back_other_bytes(
        self, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(FolderMailbox, "get", lambda *_arguments, **_more: b"something else")
        with pytest.raises(MailboxHostile):
            mailbox.probe()
        assert mailbox.list("probe") == ()


def _verbs(mailbox: Mailbox) -> list[Any]:
    return [
        lambda: mailbox.put("a.age", b"x"),
        lambda: mailbox.get("a.age", limit=1),
        lambda: mailbox.stat("a.age"),
        lambda: mailbox.list("up"),
        lambda: mailbox.delete("a.age"),
        mailbox.probe,
    ]


class TestAddress:
    """From what a person types or pastes to a folder."""

    def test_paths_and_file_addresses_name_the_same_folder(self, tmp_path: Path) -> None:
        folder = tmp_path / "Ordner ü 100% #1?"
        folder.mkdir()
        quoted = quote(str(folder))
        for address in (str(folder), f"file://{quoted}", f"file://localhost{quoted}", f"FILE://{quoted}"):
            assert folder_path(address) == folder
            mailbox = open_mailbox(address, ID)
            mailbox.probe()
            assert mailbox.where == str(folder)

    def test_a_percent_in_a_plain_path_stays(self) -> None:
        assert folder_path("/srv/50%25 off") == Path("/srv/50%25 off")
        assert folder_path("file:///srv/50%25%20off") == Path("/srv/50% off")

    def test_home_is_found_and_nobodys_home_stays(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setenv("HOME", str(tmp_path))
        monkeypatch.setenv("USERPROFILE", str(tmp_path))
        assert folder_path("~/shared") == tmp_path / "shared"
        assert folder_path("~nobody-of-this-name/shared") == Path("~nobody-of-this-name/shared")

    def test_drives_of_windows_are_no_schemes(self) -> None:
        assert folder_path("C:\\Shared\\x") == Path("C:\\Shared\\x")
        assert folder_path("file:///C:/Shared") == Path("C:/Shared")

    @pytest.mark.parametrize(
        "address",
        [
            "https://cloud.example/dav",
            "s3://bucket/prefix",
            "ftp://x/y",
            "file://server/share",
            "http://[::1/x",
            "file:///srv/a#b",
            "file:///srv/a?b",
        ],
    )
    def test_what_is_not_a_folder_is_unsupported(self, address: str) -> None:
        with pytest.raises(UnsupportedMailbox):
            open_mailbox(address, ID)

    def test_no_credential_stands_in_the_error(self) -> None:
        with pytest.raises(UnsupportedMailbox) as raised:
            open_mailbox("https://anna:secret@cloud.example/dav?token=secret", ID)
        assert "secret" not in str(raised.value.facts())

    @pytest.mark.parametrize("address", ["", "  "])
    def test_nothing_is_no_mailbox(self, address: str) -> None:
        with pytest.raises(NoMailbox):
            open_mailbox(address, ID)

    def test_every_error_is_one_of_ours(self, tmp_path: Path) -> None:
        for address in ("a\0b", "x" * 5000, str(tmp_path / "a" / "b"), "file://%00"):
            with pytest.raises(CompanionError):
                open_mailbox(address, ID).list("up")
