# SPDX-License-Identifier: GPL-3.0-or-later
"""What a coordinator takes in: each laptop's chain in order, each shift exactly once by (shift id, highest revision).

Reading and verifying happen on the network's lane; only accepting a batch runs on the vault's, so that counting there
waits for a few dozen rows at most. One bad object never blocks another box; nothing refused is thrown away.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from outreach_app.domain.codes import ACTIVITIES
from outreach_app.domain.device import IssuedInvitation, Member
from outreach_app.domain.errors import BadField, Refused, Unbalanced, UnknownTeam
from outreach_app.domain.profile import Profile
from outreach_app.domain.reading import Fields
from outreach_app.domain.report import ImportedShift
from outreach_app.domain.shift import ClosedShift, check
from outreach_app.domain.summary import read_summary
from outreach_app.domain.tally import Cell, cells
from outreach_app.domain.travel import Accepted, Cursor, numbered
from outreach_app.services.enrolment import ENROLMENT, enrolment_proof
from outreach_app.services.lanes import Lane
from outreach_app.services.objects import Held, ObjectReader, ReaderState, ReadObject
from outreach_app.services.ports import SealingPort, SigningPort, VaultDatabasePort
from outreach_app.services.shifts import SHIFT_SUMMARY
from outreach_app.services.vault import VaultService

BATCH: Final = 25


@dataclass(frozen=True)
class Fetched:
    """Bytes as they came, under the name and (from a mailbox) in the box they lay in."""

    name: str
    sequence: int
    sha256: str
    data: bytes = field(repr=False)
    box: str = ""


@dataclass
class ImportReport:
    """What an import did; `refused` and `held` name the object and the reason."""

    received: int = 0
    imported: int = 0
    duplicates: int = 0
    corrected: int = 0
    admitted: int = 0
    missing: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    held: list[tuple[str, str]] = field(default_factory=list)


class VerifiesProof:
    """A plain Ed25519 verification (`crypto.signing.verify`), given by bootstrap."""

    def __init__(self, verify: Callable[[bytes, bytes, bytes], None]) -> None:
        self._verify = verify

    def check(self, member: Member, coalition_id: str, proof: bytes) -> None:
        """Raise `Refused` unless the new device holds the key it names."""
        claim = {"box": member.box, "signing_key": member.signing_key, "recipient": member.recipient}
        self._verify(bytes.fromhex(member.signing_key), proof, enrolment_proof(coalition_id, claim))


class ImportService:
    """Takes objects in, from a mailbox or by hand."""

    def __init__(
        self,
        vault: VaultService,
        lane: Lane,
        signing: SigningPort,
        sealing: SealingPort,
        proof: VerifiesProof,
    ) -> None:
        self._vault = vault
        self._lane = lane
        self._signing = signing
        self._sealing = sealing
        self._proof = proof
        self._reader = ObjectReader(signing, sealing)
        self._published: dict[int, tuple[Profile, frozenset[Cell]]] = {}
        """Profiles by version with the cells they allow; a published version never changes."""

    def shifts(self) -> tuple[ImportedShift, ...]:
        """Every imported shift, newest first; runs on the vault's lane. Raises `RoleMayNot`."""
        return self._vault.require("coordinator").database.imported.lines()

    def state(self) -> ReaderState:
        """What reading needs, as the vault has it now."""

        def read() -> ReaderState:
            vault = self._vault.require("coordinator")
            coalition = vault.database.coalition
            waiting = {item.invite_key_id: item for item in coalition.invitations() if item.state == "open"}
            return ReaderState(vault.device, vault.keys.age, coalition.roster(), waiting)

        return self._lane.call(read)

    def take(self, objects: Iterable[Fetched], report: ImportReport, *, box: str) -> ImportReport:
        """Take in objects of one box in ascending order of their sequence; stops at a gap, which it names."""
        batch: list[ReadObject] = []
        state = self.state()
        for item in objects:
            report.received += 1
            try:
                read = self._reader.read(item.name, item.data, sha256=item.sha256, box=box, state=state)
            except Held as held:
                report.held.append((item.name, held.reason))
                continue
            except Refused as refused:
                self._refuse(item.name, item.sha256, item.data, refused.reason, report)
                continue
            batch.append(read)
            if len(batch) >= BATCH or read.by_invitation:
                self._accept(batch, report)
                batch = []
                state = self.state() if read.by_invitation else state
        self._accept(batch, report)
        return report

    def take_by_hand(self, files: Iterable[tuple[str, bytes]]) -> ImportReport:
        """Objects from a stick, in any order and under any name; the same checks, the same exactly-once."""
        report = ImportReport()
        pending = [Fetched(name, 0, hashlib.sha256(data).hexdigest(), data) for name, data in files]
        order: dict[str, int] = {}
        for item in pending:
            found = numbered(item.name.replace("\\", "/").rsplit("/", 1)[-1])
            order[item.name] = found[0] if found else 0
        self.take(sorted(pending, key=lambda item: (order[item.name], item.name)), report, box="")
        return report

    def _refuse(self, name: str, sha256: str, data: bytes, reason: str, report: ImportReport) -> None:
        def keep() -> bool:
            database = self._vault.opened.database
            with database.transaction():
                return database.inbox.quarantine(sha256, name, reason, data)

        if self._lane.call(keep):
            report.refused.append((name, reason))

    def _accept(self, batch: list[ReadObject], report: ImportReport) -> None:
        if batch:
            self._lane.call(lambda: self._accept_batch(batch, report))

    def _accept_batch(self, batch: list[ReadObject], report: ImportReport) -> None:
        database = self._vault.opened.database
        refused: list[tuple[ReadObject, str]] = []
        with database.transaction():
            for read in batch:
                try:
                    self._accept_one(database, read, report)
                except Held as held:
                    report.held.append((read.name, held.reason))
                except Refused as error:
                    refused.append((read, error.reason))
            for read, reason in refused:
                if database.inbox.quarantine(read.object_sha256, read.name, reason, read.signed):
                    report.refused.append((read.name, reason))

    def _accept_one(self, database: VaultDatabasePort, read: ReadObject, report: ImportReport) -> None:
        statement = read.statement
        if read.by_invitation:
            self._admit(database, read, report)
            return
        member = database.coalition.roster().member(statement.device_id)
        if member is None:
            raise Refused("unknown_signer")
        cursor = database.inbox.cursor(member.box) or Cursor(member.box, member.device_id, 1, 0, "")
        if statement.sequence <= cursor.last_sequence:
            known = database.inbox.accepted_head(member.box, statement.sequence)
            if known is not None and known != read.head:
                raise Refused("equivocation")
            report.duplicates += 1
            return
        if statement.incarnation != cursor.incarnation:
            raise Refused("wrong_incarnation")
        if statement.sequence > cursor.last_sequence + 1:
            gap = f"{member.box}:{cursor.last_sequence + 1}-{statement.sequence - 1}"
            if gap not in report.missing:
                report.missing.append(gap)
            raise Held("gap")
        if statement.previous != cursor.head:
            raise Refused("broken_chain")
        self._take_content(database, read, report)
        database.inbox.accept(
            Accepted(member.box, statement.sequence, read.object_sha256, read.head, statement.kind, read.signed)
        )
        database.inbox.move_cursor(replace(cursor, last_sequence=statement.sequence, head=read.head))

    def _take_content(self, database: VaultDatabasePort, read: ReadObject, report: ImportReport) -> None:
        if read.statement.kind != SHIFT_SUMMARY:
            raise Held("newer_version")
        try:
            summary = read_summary(Fields(dict(read.statement.body)))
        except BadField:
            raise Refused("malformed") from None
        self._check_against_profile(database, summary.shift)
        shift_id, revision = summary.shift.head.shift_id, summary.shift.revision
        counted = database.imported.revision(shift_id)
        if counted is not None:
            if counted[1] != read.statement.device_id:
                raise Refused("other_laptops_shift")
            if counted[0] >= revision:
                report.duplicates += 1
                return
        database.imported.put(summary, read.statement.device_id, read.head)
        if counted is None:
            report.imported += 1
        else:
            report.corrected += 1

    def _check_against_profile(self, database: VaultDatabasePort, shift: ClosedShift) -> None:
        """Only codes that this coalition published under that profile, and sums that can be true.

        A free code could carry what must never be stored; every published version is accepted.
        """
        version = shift.head.profile_version
        if version not in self._published:
            profile = database.coalition.profile(version)
            if profile is None:
                raise Held("newer_version")
            self._published[version] = (profile, frozenset(cells(profile)))
        profile, allowed = self._published[version]
        if shift.head.activity not in ACTIVITIES or not allowed.issuperset(shift.counts):
            raise Refused("unknown_code")
        try:
            check(shift, profile)
        except UnknownTeam:
            raise Refused("unknown_code") from None
        except Unbalanced:
            raise Refused("unbalanced") from None

    def _admit(self, database: VaultDatabasePort, read: ReadObject, report: ImportReport) -> None:
        coalition = database.coalition
        member, proof, invitation = self._newcomer(database, read)
        self._proof.check(member, read.statement.coalition_id, proof)
        coalition.set_roster(coalition.roster().with_member(member))
        coalition.use_invitation(invitation.box)
        database.inbox.move_cursor(Cursor(member.box, member.device_id, 1, 0, ""))
        database.inbox.accept(Accepted(member.box, 0, read.object_sha256, read.head, ENROLMENT, read.signed))
        report.admitted += 1

    def _newcomer(self, database: VaultDatabasePort, read: ReadObject) -> tuple[Member, bytes, IssuedInvitation]:
        try:
            fields = Fields(dict(read.statement.body))
            box = fields.hexadecimal("box", 16)
            signing_key = fields.hexadecimal("signing_key", 32)
            recipient = fields.text("recipient", limit=80)
            proof = bytes.fromhex(fields.hexadecimal("proof", 64))
            fields.done()
        except BadField:
            raise Refused("malformed") from None
        invitation = next((i for i in database.coalition.invitations() if i.box == box and i.state == "open"), None)
        if invitation is None:
            raise Refused("invitation_used")
        self._signing.check_public_key(bytes.fromhex(signing_key))
        self._sealing.check_recipient(recipient)
        member = Member(
            read.statement.device_id, signing_key, recipient, invitation.role, invitation.team, "active", box
        )
        return member, proof, invitation
