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

from outreach_app.domain.device import Device
from outreach_app.domain.errors import MailboxMissing, NoMailbox, Refused
from outreach_app.domain.release import ROOT_NAME
from outreach_app.domain.travel import FOLDER_SIZE, OutboxObject, box_folder, numbered
from outreach_app.services.importing import Fetched, ImportReport, ImportService
from outreach_app.services.lanes import Lanes
from outreach_app.services.objects import MAX_OBJECT
from outreach_app.services.ports import Mailbox, Mailboxes, RootPort
from outreach_app.services.releases import ReleaseService
from outreach_app.services.vault import VaultService

Progress = Callable[[str, int, int], None]
"""(step code: sending, receiving, importing, publishing; done; total)"""

_MAX_ROOT = 64 * 1024


@dataclass
class SyncReport:
    """What a sync did; `release` is the number of the live release after it, 0 for none."""

    sent: int = 0
    received: int = 0
    imported: int = 0
    duplicates: int = 0
    corrected: int = 0
    admitted: int = 0
    missing: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    held: list[tuple[str, str]] = field(default_factory=list)
    release: int = 0
    installed: int | None = None


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
    ) -> None:
        self._vault = vault
        self._lanes = lanes
        self._mailboxes = mailboxes
        self._importing = importing
        self._releases = releases
        self._root = root

    def run(self, mailbox: str | None = None, on_progress: Progress | None = None) -> SyncReport:
        """Sync once; raises `NoMailbox` or a `MailboxError`, having kept whatever was done before it."""
        device = self._lanes.vault.call(lambda: self._vault.opened.device)
        address = mailbox or device.mailbox
        if not address:
            raise NoMailbox
        box = self._mailboxes(address, device.mailbox_id)
        progress = on_progress or _quiet
        report = SyncReport()
        self._root_of_trust(box, device)
        self._send(box, report, progress)
        if device.role == "coordinator":
            self._receive(box, report, progress)
            progress("publishing", 0, 1)
            report.installed = self._releases.publish(box)
        else:
            report.installed = self._releases.fetch(box, report.refused)
        report.release = self._lanes.vault.call(self._live)
        return report

    def _live(self) -> int:
        live = self._vault.opened.database.coalition.live_release()
        return live.number if live else 0

    def _root_of_trust(self, box: Mailbox, device: Device) -> None:
        held = self._lanes.vault.call(self._root_held)
        if held is None:
            try:
                untrusted = box.get(ROOT_NAME, limit=_MAX_ROOT)
            except MailboxMissing:
                return  # nothing was published yet; counts are sent all the same
            if hashlib.sha256(untrusted).hexdigest() != device.root_sha256:
                raise Refused("wrong_root")
            root = self._root.read(untrusted)
            if root.coalition_id != device.coalition_id:
                raise Refused("other_coalition")
            self._lanes.vault.call(lambda: self._keep_root(root.version, untrusted))
        elif device.role == "coordinator" and box.stat(ROOT_NAME) != len(held):
            box.put(ROOT_NAME, held)

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
            self._importing.take(self._new_objects(box, name, last), found, box=name)
            report.received += found.received
            report.imported += found.imported
            report.duplicates += found.duplicates
            report.corrected += found.corrected
            report.admitted += found.admitted
            report.missing += found.missing
            report.refused += found.refused
            report.held += found.held

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

    def _new_objects(self, mailbox: Mailbox, box: str, last: int) -> Iterator[Fetched]:
        """Objects of a box not taken in yet, in ascending order; one listing per folder of 256 that has any."""
        sequence = last + 1
        first = (sequence // FOLDER_SIZE) * FOLDER_SIZE
        known, quarantined = self._lanes.vault.call(lambda: self._seen(box, first))
        while True:
            folder = box_folder(box, sequence)
            names = mailbox.list(folder)
            found = sorted((number, name) for name in names if (number := numbered(name)) is not None)
            for (place, sha256), name in found:
                if known.get(place) == sha256 or sha256 in quarantined:
                    continue
                try:
                    data = mailbox.get(f"{folder}/{name}", limit=MAX_OBJECT)
                except MailboxMissing:
                    continue
                yield Fetched(f"{folder}/{name}", place, sha256, data, box)
            following = (sequence // FOLDER_SIZE + 1) * FOLDER_SIZE
            if not any(place == following - 1 for (place, _), _ in found):
                return
            sequence = following

    def _seen(self, box: str, first: int) -> tuple[dict[int, str], set[str]]:
        inbox = self._vault.opened.database.inbox
        return inbox.accepted_objects(box, first), {item.object_sha256 for item in inbox.quarantined()}
