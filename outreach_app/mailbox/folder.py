# SPDX-License-Identifier: GPL-3.0-or-later
"""A plain folder as mailbox: a USB stick, a network share, or one kept in step by any vendor's client.

No locks and no renames of published objects: an object is written aside in the same tree, synced, and put in place
under its final, content-addressed name. What does not look like an object is never touched.
"""

from __future__ import annotations

import contextlib
import errno
import secrets
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final

from outreach_app.domain.errors import (
    CompanionError,
    DiskFault,
    DiskFull,
    DiskReadOnly,
    FileExists,
    FileMissing,
    InvariantBroken,
    MailboxAuth,
    MailboxFull,
    MailboxHostile,
    MailboxMissing,
    MailboxNotAFolder,
    MailboxOffline,
)
from outreach_app.files import create_shared, disk, sync_folder

_ASIDE: Final = ".part"
_NEVER: Final = frozenset("/\\:\0")
"""What would lead out of the tree, on this system or another."""


class FolderMailbox:
    """One coalition's tree `v1/<mailbox id>/` under a folder that must be there: a missing stick is not made up."""

    def __init__(self, folder: Path, mailbox_id: str) -> None:
        self._folder = folder
        self._tree = folder / "v1" / mailbox_id

    @property
    def where(self) -> str:
        """The place, to be named in a sentence."""
        return str(self._folder)

    def put(self, name: str, data: bytes) -> None:
        """Store an immutable object; putting the same bytes again is harmless."""
        self._present()
        path = self._path(name)
        aside = path.with_name(f".{secrets.token_hex(8)}{_ASIDE}")
        with self._mapped():
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                create_shared(aside, data)
                with disk(path):
                    aside.replace(path)
            finally:
                with contextlib.suppress(OSError):
                    aside.unlink(missing_ok=True)
            sync_folder(path.parent)

    def get(self, name: str, *, limit: int) -> bytes:
        """An object's bytes; raises `MailboxMissing`, or `MailboxHostile` when it is larger than `limit`."""
        try:
            with self._path(name).open("rb") as stream:
                data = stream.read(limit + 1)
        except FileNotFoundError:
            self._present()
            raise MailboxMissing(self.where) from None
        except OSError as error:
            self._present()
            raise self._error(error) from error
        if len(data) > limit:
            raise MailboxHostile(self.where)
        return data

    def stat(self, name: str) -> int | None:
        """The size of an object in bytes, or None."""
        try:
            return self._path(name).stat().st_size
        except FileNotFoundError:
            self._present()
            return None
        except OSError as error:
            raise self._error(error) from error

    def list(self, folder: str) -> tuple[str, ...]:
        """File names in a folder of the tree, sorted, none of those written aside; empty when it is not there yet."""
        try:
            files = (entry.name for entry in self._path(folder).iterdir() if entry.is_file())
            return tuple(sorted(name for name in files if not name.endswith(_ASIDE)))
        except (FileNotFoundError, NotADirectoryError):
            self._present()
            return ()
        except OSError as error:
            raise self._error(error) from error

    def delete(self, name: str) -> None:
        """Remove an object; one that is gone already is fine."""
        self._present()
        with self._mapped(), disk(name):
            self._path(name).unlink(missing_ok=True)

    def probe(self) -> None:
        """Write, read back, list and delete a small object; raises what goes wrong."""
        name = f"probe/{secrets.token_hex(8)}.age"
        data = secrets.token_bytes(64)
        self.put(name, data)
        try:
            if self.get(name, limit=64) != data or PurePosixPath(name).name not in self.list("probe"):
                raise MailboxHostile(self.where)
        finally:
            self.delete(name)

    def _path(self, name: str) -> Path:
        parts = PurePosixPath(name).parts
        if not parts or any(part == ".." or set(part) & _NEVER for part in parts):
            raise InvariantBroken("object name")
        return self._tree.joinpath(*parts)

    def _present(self) -> None:
        try:
            if self._folder.is_dir():
                return
            exists = self._folder.exists()
        except OSError as error:
            raise self._error(error) from error
        raise MailboxNotAFolder(self.where) if exists else MailboxMissing(self.where)

    @contextlib.contextmanager
    def _mapped(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise self._error(error) from error
        except FileMissing:
            self._present()
            raise MailboxMissing(self.where) from None
        except DiskFull:
            raise MailboxFull(self.where) from None
        except (DiskReadOnly, FileExists):
            raise MailboxAuth(self.where) from None
        except DiskFault:
            self._present()
            raise MailboxOffline(self.where) from None

    def _error(self, error: OSError) -> CompanionError:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            return MailboxFull(self.where)
        if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
            return MailboxAuth(self.where)
        if error.errno in {errno.ENOTDIR, errno.EISDIR, errno.EEXIST}:
            return MailboxNotAFolder(self.where)
        return MailboxOffline(self.where)
