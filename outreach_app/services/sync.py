# SPDX-License-Identifier: GPL-3.0-or-later
"""One sync: send what waits, install the newest release and, at a coordinator's, take in what came.

Runs on the network's lane. Everything is safe to repeat, and to stop at any point: objects are immutable, acceptance
moves a cursor in the same transaction, and nothing local is ever deleted because something remote is missing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from outreach_app.domain.device import Device
from outreach_app.domain.errors import MailboxAuth, MailboxHostile, MailboxMissing, NoMailbox, Refused
from outreach_app.domain.release import INTERIM_FOLDER, ROOT_NAME
from outreach_app.domain.travel import FOLDER_SIZE, OutboxObject, box_folder, numbered
from outreach_app.services.coalition import NOT_ADMITTED
from outreach_app.services.importing import Fetched, ImportReport, ImportService
from outreach_app.services.lanes import Lanes
from outreach_app.services.listings import ListingService
from outreach_app.services.objects import MAX_OBJECT
from outreach_app.services.ports import Mailbox, Mailboxes, RootPort
from outreach_app.services.releases import ReleaseService
from outreach_app.services.vault import VaultService

Progress = Callable[[str, int, int], None]
"""(step code: sending, receiving, importing, publishing; done; total)"""

_MAX_ROOT: Final = 64 * 1024
_LOOKED_AT: Final = 8
"""So many of the last objects sent are looked at for their size too: a stick pulled out leaves cut files behind."""
_NEAR_THE_END: Final = 16
"""With so few places left in a folder the next one is listed as well: the last object of this one may be missing."""


MAILBOX_EMPTY: Final = "mailbox_empty"


@dataclass
class SyncReport(ImportReport):
    """What a sync did; `release` is the number of the live release after it, 0 for none."""

    sent: int = 0
    release: int = 0
    installed: int | None = None
    problems: list[str] = field(default_factory=list)
    """Codes: mailbox_empty, not_admitted (sentences in `messages.PROBLEMS`)."""


def _quiet(_step: str, _done: int, _total: int) -> None:
    """Progress that nobody watches."""


class SyncService:
    """Carries sealed objects between this vault and the coalition's mailbox."""

    def __init__(
        self,
        vault: VaultService,
        lanes: Lanes,
        mailboxes: Mailboxes,
        importing: ImportService,
        releases: ReleaseService,
        root: RootPort,
        listings: ListingService,
    ) -> None:
        self._vault = vault
        self._lanes = lanes
        self._mailboxes = mailboxes
        self._importing = importing
        self._releases = releases
        self._root = root
        self._listings = listings

    def run(self, mailbox: str | None = None, on_progress: Progress | None = None) -> SyncReport:
        """Sync once; raises `NoMailbox` or a `MailboxError`, having kept whatever was done before it."""
        device = self._lanes.vault.call(lambda: self._vault.opened.device)
        address = mailbox or device.mailbox
        if not address:
            raise NoMailbox
        box = self._mailboxes(address, device.mailbox_id)
        progress = on_progress or _quiet
        report = SyncReport()
        if self._lanes.vault.call(self._was_used) and _is_empty(box):
            report.problems.append(MAILBOX_EMPTY)
        self._root_of_trust(box, device, report)
        self._put_again(box)
        self._lanes.vault.call(self._listings.seal)
        self._send(box, report, progress)
        if device.role == "coordinator":
            self._receive(box, report, progress)
            progress("publishing", 0, 1)
            report.installed = self._releases.publish(box)
        else:
            report.installed = self._releases.fetch(box, report.refused, report.held)
        report.release = self._lanes.vault.call(self._live)
        if self._lanes.vault.call(lambda: self._vault.opened.shut_out):
            report.problems.append(NOT_ADMITTED)
        return report

    def publish(self, mailbox: str | None = None) -> int:
        """Put the working copy out as a release, if it says anything new; returns the number of the live release.

        Raises `NoMailbox`, `RoleMayNot` or a `MailboxError`.
        """
        device = self._lanes.vault.call(lambda: self._vault.require("coordinator").device)
        address = mailbox or device.mailbox
        if not address:
            raise NoMailbox
        box = self._mailboxes(address, device.mailbox_id)
        self._root_of_trust(box, device, SyncReport())
        self._releases.publish(box)
        return self._lanes.vault.call(self._live)

    def _was_used(self) -> bool:
        """Whether this vault has met its mailbox before: then an empty one is the wrong one, or was emptied."""
        vault = self._vault.opened
        coalition = vault.database.coalition
        return coalition.published() is not None or (
            vault.device.role != "coordinator" and coalition.root() is not None
        )

    def _live(self) -> int:
        live = self._vault.opened.database.coalition.live_release()
        return live.number if live else 0

    def _root_of_trust(self, box: Mailbox, device: Device, report: SyncReport) -> None:
        """A coordinator puts it (again), others fetch it once. A wrong one is named; counts are sent all the same."""
        held = self._lanes.vault.call(self._root_held)
        if held is not None:
            if device.role == "coordinator" and _root_bytes(box) != held:
                box.put(ROOT_NAME, held)
            return
        untrusted = _root_bytes(box)
        if untrusted is not None:
            if hashlib.sha256(untrusted).hexdigest() != device.root_sha256:
                report.refused.append((ROOT_NAME, "wrong_root"))
                return
            root = self._root.read(untrusted)
            if root.coalition_id != device.coalition_id:
                raise Refused("other_coalition")
            self._lanes.vault.call(lambda: self._keep_root(root.version, untrusted))

    def _root_held(self) -> bytes | None:
        return self._vault.opened.database.coalition.root()

    def _waiting(self) -> tuple[OutboxObject, ...]:
        return self._vault.opened.database.outbox.waiting()

    def _mark_sent(self, name: str) -> None:
        self._vault.opened.database.outbox.mark_sent(name)

    def _keep_root(self, version: int, metadata: bytes) -> None:
        database = self._vault.opened.database
        with database.transaction():
            database.coalition.add_root(version, metadata)

    def _put_again(self, box: Mailbox) -> None:
        """What a mailbox lost (emptied, rolled back, exchanged for another) waits again: sent is not yet received.

        One listing per folder of 256, and the sizes of the last few.
        """
        sent = self._lanes.vault.call(self._sent)
        there: dict[str, frozenset[str]] = {}
        lost = []
        for place, (name, size) in enumerate(sent):
            folder, _, file_name = name.rpartition("/")
            if folder not in there:
                there[folder] = frozenset(box.list(folder))
            looked_at = place >= len(sent) - _LOOKED_AT
            if file_name not in there[folder] or (looked_at and box.stat(name) != size):
                lost.append(name)
        if lost:
            self._lanes.vault.call(lambda: self._vault.opened.database.outbox.mark_waiting(lost))

    def _sent(self) -> tuple[tuple[str, int], ...]:
        return self._vault.opened.database.outbox.sent()

    def _send(self, box: Mailbox, report: SyncReport, progress: Progress) -> None:
        waiting = self._lanes.vault.call(self._waiting)
        for done, item in enumerate(waiting):
            progress("sending", done, len(waiting))
            box.put(item.name, item.sealed)
            self._lanes.vault.call(partial(self._mark_sent, item.name))
            report.sent += 1

    def _receive(self, box: Mailbox, report: SyncReport, progress: Progress) -> None:
        boxes = self._lanes.vault.call(self._boxes)
        for done, (name, last) in enumerate(boxes):
            progress("receiving", done, len(boxes))
            found = ImportReport()
            self._importing.take(self._new_objects(box, name, last, found), found, box=name)
            report.add(found)

    def _boxes(self) -> list[tuple[str, int]]:
        """(box, last sequence taken in) of every active laptop and every open invitation; -1 before any."""
        database = self._vault.opened.database
        boxes = [member.box for member in database.coalition.roster().members if member.state == "active"]
        boxes += [item.box for item in database.coalition.invitations() if item.state == "open"]
        found = []
        for box in boxes:
            cursor = database.inbox.cursor(box)
            found.append((box, cursor.last_sequence if cursor else -1))
        return found

    def _new_objects(self, mailbox: Mailbox, box: str, last: int, report: ImportReport) -> Iterator[Fetched]:
        """Objects of a box not taken in yet, in ascending order; one listing per folder of 256 that has any."""
        first = ((last + 1) // FOLDER_SIZE) * FOLDER_SIZE
        known, quarantined = self._lanes.vault.call(lambda: self._seen(box, first))
        while True:
            folder = box_folder(box, first)
            following = first + FOLDER_SIZE
            found = sorted((number, name) for name in mailbox.list(folder) if (number := numbered(name)) is not None)
            for (place, sha256), name in found:
                path = f"{folder}/{name}"
                if not first <= place < following or known.get(place) == sha256 or path in quarantined:
                    continue
                data = _fetched(mailbox, path, report)
                if data is not None:
                    yield Fetched(path, place, sha256, data)
            if not any(place == following - 1 for (place, _), _ in found) and last + 1 < following - _NEAR_THE_END:
                return
            first = following

    def _seen(self, box: str, first: int) -> tuple[dict[int, str], set[str]]:
        """Accepted objects by their place, and the names refused: elsewhere the same bytes may be in their place."""
        inbox = self._vault.opened.database.inbox
        return inbox.accepted_objects(box, first), {item.name for item in inbox.quarantined()}


def _root_bytes(box: Mailbox) -> bytes | None:
    """What lies in the root's place: None for nothing, empty for something far too large."""
    try:
        return box.get(ROOT_NAME, limit=_MAX_ROOT)
    except MailboxMissing:
        return None
    except MailboxHostile:
        return b""


def _fetched(mailbox: Mailbox, path: str, report: ImportReport) -> bytes | None:
    """An object's bytes; one that cannot be had is named and looked at again, the others still come in."""
    try:
        return mailbox.get(path, limit=MAX_OBJECT)
    except MailboxMissing:
        return None
    except MailboxHostile:
        report.held.append((path, "too_large"))
    except MailboxAuth:
        report.held.append((path, "unreadable"))
    return None


def _is_empty(box: Mailbox) -> bool:
    """Neither the root of trust nor any release: not what a coalition's laptops have used."""
    return not box.list(INTERIM_FOLDER) and box.stat(ROOT_NAME) is None
