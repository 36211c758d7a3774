# SPDX-License-Identifier: GPL-3.0-or-later
"""What a coordinator takes in: each laptop's chain in order, each shift exactly once by (shift id, highest revision).

Reading, verifying and checking happen on the network's lane; only writing a batch runs on the vault's, so that
counting there waits a tenth of a second at most. One bad object never blocks another box; nothing refused is lost.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Final

from outreach_app.domain.codes import ACTIVITIES
from outreach_app.domain.device import IssuedInvitation, Member, Roster
from outreach_app.domain.errors import BadField, Refused, Unbalanced, UnknownTeam
from outreach_app.domain.keys import key_id
from outreach_app.domain.listing import LISTING_REPORT, ListingKey, read_body
from outreach_app.domain.profile import Profile
from outreach_app.domain.reading import Fields
from outreach_app.domain.report import ImportedShift
from outreach_app.domain.shift import ClosedShift, check
from outreach_app.domain.summary import Summary, read_summary
from outreach_app.domain.tally import Cell, cells
from outreach_app.domain.travel import Accepted, Cursor, numbered
from outreach_app.services.enrolment import ENROLMENT, enrolment_proof
from outreach_app.services.lanes import Lane
from outreach_app.services.objects import Held, ObjectReader, ReaderState, ReadObject
from outreach_app.services.ports import SealingPort, SigningPort, VaultDatabasePort
from outreach_app.services.shifts import SHIFT_SUMMARY
from outreach_app.services.vault import VaultService

BATCH: Final = 100
"""Objects per transaction: each commit costs several syncs of the disk, and all of them hold up the vault's lane."""


@dataclass(frozen=True)
class Fetched:
    """Bytes as they came, and what their name promises; by hand it promises no place."""

    name: str
    sequence: int | None
    sha256: str
    data: bytes = field(repr=False)


@dataclass
class ImportReport:
    """What an import did; `refused` and `held` name the object and the reason."""

    received: int = 0
    imported: int = 0
    duplicates: int = 0
    corrected: int = 0
    admitted: int = 0
    listings: int = 0
    """Statements about listings that were taken in."""
    missing: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    held: list[tuple[str, str]] = field(default_factory=list)
    by_hand: bool = False
    """Whoever hands a file over is told of it each time; what lies in a mailbox is told of once."""
    reached: dict[str, int] = field(default_factory=dict)
    """The last sequence seen per box, held ones too: what lies between is missing."""
    present: set[tuple[str, int]] = field(default_factory=set)
    """Places (box, sequence) that hold something which cannot be taken in (yet)."""

    def add(self, other: ImportReport) -> None:
        """Count what was taken in from another box as well."""
        self.received += other.received
        self.imported += other.imported
        self.duplicates += other.duplicates
        self.corrected += other.corrected
        self.admitted += other.admitted
        self.listings += other.listings
        self.missing += other.missing
        self.refused += other.refused
        self.held += other.held

    def gap(self, box: str, first: int, last: int) -> None:
        """Name what is missing from `first` to `last`, as `box:first-last`; what is there but waits is not missing."""
        there = sorted(place for owner, place in self.present if owner == box and first <= place <= last)
        for place in (*there, last + 1):
            if first < place:
                self.missing.append(f"{box}:{first}-{place - 1}")
            first = place + 1


@dataclass(frozen=True)
class Checked:
    """A statement ready to be taken in; `refusal` says why its content may not count, its place in the chain holds."""

    read: ReadObject
    summary: Summary | None = None
    listings: Mapping[ListingKey, int] | None = None
    refusal: str = ""


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
            issued = {item.invite_key_id: item for item in coalition.invitations()}
            return ReaderState(vault.device, vault.keys.age, coalition.roster(), issued)

        return self._lane.call(read)

    def take(self, objects: Iterable[Fetched], report: ImportReport, *, box: str) -> ImportReport:
        """Take in objects of one box in ascending order; what follows a gap is held, and the gap named."""
        batch: list[Checked] = []
        state = self.state()
        for item in objects:
            report.received += 1
            try:
                read = self._read(item, box, state)
                batch.append(self._checked(read))
            except Held as held:
                report.held.append((item.name, held.reason))
                report.present.add((box, item.sequence or 0))
                continue
            except Refused as refused:
                self._refuse(item, refused.reason, report)
                report.present.add((box, item.sequence or 0))
                continue
            if len(batch) >= BATCH or read.invitation is not None:
                self._accept(batch, report)
                batch = []
                state = self.state() if read.invitation is not None else state
        self._accept(batch, report)
        return report

    def take_by_hand(self, files: Iterable[tuple[str, bytes]]) -> ImportReport:
        """Objects from a stick, in any order and under any name; the same checks, the same exactly-once.

        A laptop that is admitted on the way makes its other objects readable, so these are looked at once more.
        """
        report = ImportReport(by_hand=True)
        pending = [_by_hand(name, data) for name, data in files]
        received = len(pending)
        while pending:
            admitted, held_before = report.admitted, len(report.held)
            state = self.state()
            self.take(sorted(pending, key=lambda item: (self._place(item, state), item.name)), report, box="")
            if report.admitted == admitted:
                break
            waiting = {name for name, _ in report.held[held_before:]}
            del report.held[held_before:]
            report.missing.clear()
            report.reached.clear()
            report.present.clear()
            pending = [item for item in pending if item.name in waiting]
        report.received = received
        return report

    def _read(self, item: Fetched, box: str, state: ReaderState) -> ReadObject:
        return self._reader.read(item.name, item.data, sha256=item.sha256, box=box, state=state, sequence=item.sequence)

    def _place(self, item: Fetched, state: ReaderState) -> int:
        """Where an object stands in its laptop's chain, as far as that can be known yet."""
        try:
            return self._read(item, "", state).statement.sequence
        except (Held, Refused):
            found = numbered(item.name)
            return found[0] if found else 0

    def _refuse(self, item: Fetched, reason: str, report: ImportReport) -> None:
        def keep() -> bool:
            database = self._vault.opened.database
            with database.transaction():
                return database.inbox.quarantine(item.sha256, item.name, reason, item.data)

        if self._lane.call(keep) or report.by_hand:
            report.refused.append((item.name, reason))

    def _checked(self, read: ReadObject) -> Checked:
        """The content of a summary, checked; raises `Held` for what this version cannot take in yet."""
        if read.invitation is not None:
            return Checked(read)
        if read.statement.kind == LISTING_REPORT:
            return _checked_listings(read)
        if read.statement.kind != SHIFT_SUMMARY:
            raise Held("newer_version")
        try:
            summary = read_summary(Fields(dict(read.statement.body)))
            self._check_against_profile(summary.shift)
        except BadField:
            return Checked(read, refusal="malformed")
        except Refused as error:
            return Checked(read, refusal=error.reason)
        return Checked(read, summary)

    def _check_against_profile(self, shift: ClosedShift) -> None:
        """Only codes that this coalition published under that profile, and sums that can be true.

        A free code could carry what must never be stored; every published version is accepted.
        """
        profile, allowed = self._profile(shift.head.profile_version)
        if shift.head.activity not in ACTIVITIES or not allowed.issuperset(shift.counts):
            raise Refused("unknown_code")
        try:
            check(shift, profile)
        except UnknownTeam:
            raise Refused("unknown_code") from None
        except Unbalanced:
            raise Refused("unbalanced") from None

    def _profile(self, version: int) -> tuple[Profile, frozenset[Cell]]:
        if version not in self._published:
            profile = self._lane.call(lambda: self._vault.opened.database.coalition.profile(version))
            if profile is None:
                raise Held("newer_version")
            self._published[version] = (profile, frozenset(cells(profile)))
        return self._published[version]

    def _accept(self, batch: list[Checked], report: ImportReport) -> None:
        if batch:
            self._lane.call(lambda: self._accept_batch(batch, report))

    def _accept_batch(self, batch: list[Checked], report: ImportReport) -> None:
        database = self._vault.opened.database
        roster = database.coalition.roster()
        with database.transaction():
            for checked in batch:
                read = checked.read
                try:
                    if read.invitation is not None:
                        self._admit(database, read, read.invitation, report)
                    else:
                        _take(database, checked, roster, report)
                except Held as held:
                    report.held.append((read.name, held.reason))
                except Refused as error:
                    new = database.inbox.quarantine(read.object_sha256, read.name, error.reason, read.sealed)
                    if new or report.by_hand:
                        report.refused.append((read.name, error.reason))

    def _admit(
        self, database: VaultDatabasePort, read: ReadObject, invitation: IssuedInvitation, report: ImportReport
    ) -> None:
        coalition = database.coalition
        if database.inbox.accepted_head(invitation.box, 0) == read.head:
            report.duplicates += 1
            return
        if not any(item.box == invitation.box and item.state == "open" for item in coalition.invitations()):
            raise Refused("invitation_used")
        member, proof = self._newcomer(read, invitation)
        known = coalition.roster().member(member.device_id)
        if known not in {None, member}:
            raise Refused("already_enrolled")
        self._proof.check(member, read.statement.coalition_id, proof)
        if known is None:
            coalition.set_roster(coalition.roster().with_member(member))
            report.admitted += 1
        else:  # admitted before this vault was rolled back
            report.duplicates += 1
        coalition.use_invitation(invitation.box)
        database.inbox.move_cursor(Cursor(member.box, member.device_id, 1, 0, ""))
        database.inbox.accept(Accepted(member.box, 0, read.object_sha256, read.head, ENROLMENT, read.signed))

    def _newcomer(self, read: ReadObject, invitation: IssuedInvitation) -> tuple[Member, bytes]:
        try:
            fields = Fields(dict(read.statement.body))
            fields.hexadecimal("box", 16)
            signing_key = bytes.fromhex(fields.hexadecimal("signing_key", 32))
            recipient = fields.text("recipient", limit=80)
            proof = bytes.fromhex(fields.hexadecimal("proof", 64))
            fields.done()
        except BadField:
            raise Refused("malformed") from None
        self._signing.check_public_key(signing_key)
        self._sealing.check_recipient(recipient)
        if read.statement.device_id != key_id(signing_key):
            raise Refused("wrong_owner")
        member = Member(
            read.statement.device_id,
            signing_key.hex(),
            recipient,
            invitation.role,
            invitation.team,
            "active",
            invitation.box,
        )
        return member, proof


def _checked_listings(read: ReadObject) -> Checked:
    """Closed codes, dates and counts; an entry that this desk does not know may stand in a newer directory."""
    try:
        return Checked(read, listings=read_body(Fields(dict(read.statement.body))))
    except BadField:
        return Checked(read, refusal="malformed")


def _by_hand(name: str, data: bytes) -> Fetched:
    """A file as a person hands it over; only its own name is kept, never where it lay."""
    return Fetched(PurePath(name).name, None, hashlib.sha256(data).hexdigest(), data)


def _take(database: VaultDatabasePort, checked: Checked, roster: Roster, report: ImportReport) -> None:
    """Take one statement in at its place in the chain.

    Content that is refused does not stop the chain: it is quarantined, and the next statement still counts.
    """
    read, statement = checked.read, checked.read.statement
    member = roster.member(statement.device_id)
    if member is None:
        raise Refused("unknown_signer")
    cursor = database.inbox.cursor(member.box) or Cursor(member.box, member.device_id, 1, 0, "")
    if statement.sequence <= cursor.last_sequence:
        known = database.inbox.accepted_head(member.box, statement.sequence)
        if known is not None and known != read.head:
            raise Refused("equivocation")
        report.duplicates += 1
        return
    _check_place(read, cursor, report)
    refusal = checked.refusal
    if checked.summary is not None:
        try:
            _count(database, read, checked.summary, report)
        except Refused as error:
            refusal = error.reason
    if checked.listings is not None:
        database.listings.receive(checked.listings)
        report.listings += 1
    database.inbox.accept(
        Accepted(member.box, statement.sequence, read.object_sha256, read.head, statement.kind, read.signed)
    )
    database.inbox.move_cursor(replace(cursor, last_sequence=statement.sequence, head=read.head))
    if refusal:
        raise Refused(refusal)


def _count(database: VaultDatabasePort, read: ReadObject, summary: Summary, report: ImportReport) -> None:
    corrects = _corrects(database, read, summary)
    if corrects is None:
        report.duplicates += 1
        return
    database.imported.put(summary, read.statement.device_id, read.head)
    if corrects:
        report.corrected += 1
    else:
        report.imported += 1


def _check_place(read: ReadObject, cursor: Cursor, report: ImportReport) -> None:
    """The statement must be the next one of its chain; raises `Held` behind a gap, `Refused` on another chain."""
    statement = read.statement
    if statement.incarnation != cursor.incarnation:
        raise Refused("wrong_incarnation")
    if statement.sequence > cursor.last_sequence + 1:
        reached = max(cursor.last_sequence, report.reached.get(cursor.box, 0))
        report.gap(cursor.box, reached + 1, statement.sequence - 1)
        report.reached[cursor.box] = max(reached, statement.sequence)
        raise Held("gap")
    if statement.previous != cursor.head:
        raise Refused("broken_chain")


def _corrects(database: VaultDatabasePort, read: ReadObject, summary: Summary) -> bool | None:
    """True for a correction of what is counted, False for a new shift, None for one that is counted already.

    Only the laptop whose shift it is corrects, by the next revision of what is counted; raises `Refused`.
    """
    counted = database.imported.revision(summary.shift.head.shift_id)
    if counted is None:
        return False
    revision, device_id, head = counted
    if device_id != read.statement.device_id:
        raise Refused("other_laptops_shift")
    if revision > summary.shift.revision or head == read.head:
        return None
    if revision == summary.shift.revision:
        raise Refused("revision_twice")
    if summary.replaces != head:
        raise Refused("wrong_replaces")
    return True
