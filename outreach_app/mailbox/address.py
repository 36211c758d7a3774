# SPDX-License-Identifier: GPL-3.0-or-later
"""From an address to a mailbox: a path or `file://` is a folder. Other kinds come here, one line each."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from outreach_app.domain.errors import NoMailbox, UnsupportedMailbox
from outreach_app.mailbox.folder import FolderMailbox

_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]+://")


def open_mailbox(address: str, mailbox_id: str) -> FolderMailbox:
    """The mailbox at an address; raises `NoMailbox` for an empty one, `UnsupportedMailbox` for an unknown kind."""
    if not address.strip():
        raise NoMailbox
    return FolderMailbox(folder_path(address), mailbox_id)


def folder_path(address: str) -> Path:
    """The local folder an address names; raises `UnsupportedMailbox`, also for a `file://` that is not one path."""
    if "\0" in unquote(address):
        raise UnsupportedMailbox("\\0")  # no file system has such a name
    if not _SCHEME.match(address):
        return _expanded(Path(address))
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        raise UnsupportedMailbox(address.partition("://")[0] + "://") from None
    if parts.scheme.lower() != "file" or parts.netloc not in {"", "localhost"}:
        raise UnsupportedMailbox(f"{parts.scheme}://{host}")
    if parts.query or parts.fragment:
        raise UnsupportedMailbox("file://…?#")  # a bare ? or # would silently name another folder
    path = unquote(parts.path)
    drive = re.fullmatch(r"/([A-Za-z]:.*)", path)  # file:///C:/shared names a Windows drive
    return Path(drive.group(1) if drive else path)


def _expanded(path: Path) -> Path:
    """`~` as the home folder; a name that starts so without being a user's stays as it is."""
    try:
        return path.expanduser()
    except RuntimeError:
        return path
