# SPDX-License-Identifier: GPL-3.0-or-later
"""A leaf: the one way in which files come to be, private (0700/0600) and whole or not at all.

Raises `DiskFull`, `DiskReadOnly`, `DiskFault`, `FileExists`, `FileMissing`, `NotAFile`.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from outreach_app.domain.errors import (
    CompanionError,
    DiskFault,
    DiskFull,
    DiskReadOnly,
    FileExists,
    FileMissing,
)
from outreach_app.domain.source_errors import NotAFile

_FULL = {errno.ENOSPC, errno.EDQUOT}
_NOT_WRITABLE = {errno.EROFS, errno.EACCES, errno.EPERM}


def disk_error(error: OSError, path: Path | str) -> CompanionError:
    """The project's own error for the system's."""
    if error.errno in _FULL:
        return DiskFull(str(path))
    if error.errno in _NOT_WRITABLE:
        return DiskReadOnly(str(path))
    if error.errno == errno.ENOENT:
        return FileMissing(str(path))
    return DiskFault(str(path), errno.errorcode.get(error.errno or 0, "unknown"))


@contextlib.contextmanager
def disk(path: Path | str) -> Iterator[None]:
    """Turn the system's errors inside the block into the project's, naming `path`."""
    try:
        yield
    except OSError as error:
        raise disk_error(error, path) from error


def private_folder(path: Path) -> Path:
    """The folder, made with mode 0700, and so are its parents where they are missing."""
    with disk(path):
        for folder in (*reversed(path.parents), path):
            if not folder.exists():
                folder.mkdir(exist_ok=True, mode=0o700)
        if not path.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, "not a folder", str(path))
        if os.name == "posix":
            path.chmod(0o700)
    return path


def sync_folder(path: Path) -> None:
    """Make a rename inside `path` durable; Windows has no such call and needs none."""
    if sys.platform == "win32":
        return
    with disk(path):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def create_private(path: Path, data: bytes = b"") -> None:
    """A new file of mode 0600; refused if there is one (`FileExists`)."""
    _create(path, data, 0o600, named=path)


def create_shared(path: Path, data: bytes) -> None:
    """A new file whose mode the folder's users chose (their umask): for sealed bytes that others must read."""
    _create(path, data, 0o666, named=path)


def _create(path: Path, data: bytes, mode: int, *, named: Path) -> None:
    """`named` is what errors name: a file written aside means nothing to anybody."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    except FileExistsError:
        raise FileExists(str(named)) from None
    except OSError as error:
        raise disk_error(error, named) from error
    with disk(named):
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
        except OSError:
            path.unlink(missing_ok=True)
            raise


def replace_private(path: Path, data: bytes) -> None:
    """Write `data` aside in the same folder, sync, then put it in place: the old file or the new one, never half."""
    aside = path.with_name(f".{os.urandom(8).hex()}.part")
    try:
        _create(aside, data, 0o600, named=path)
        with disk(path):
            aside.replace(path)
    except CompanionError:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


@contextlib.contextmanager
def replacing_private(path: Path) -> Iterator[BinaryIO]:
    """`replace_private` for what is too large to hold: the block writes, and only a whole file takes the place."""
    aside = path.with_name(f".{os.urandom(8).hex()}.part")
    try:
        _create(aside, b"", 0o600, named=path)
        with disk(path):
            with aside.open("wb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            aside.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def ordinary(path: Path) -> Path:
    """`path`, where it is a file or a folder; raises `NotAFile` for a pipe or a device, `FileMissing` for nothing."""
    with disk(path):
        mode = path.stat().st_mode
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise NotAFile(str(path))
    return path


def read_bytes(path: Path, *, limit: int) -> bytes:
    """The file's bytes, at most `limit`; one more byte than the limit is never read into memory."""
    with disk(path), path.open("rb") as stream:
        data = stream.read(limit + 1)
    if len(data) > limit:
        raise DiskFault(str(path), "EFBIG")
    return data
