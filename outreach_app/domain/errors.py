# SPDX-License-Identifier: GPL-3.0-or-later
"""One error tree, sorted by whose fault it is; every error carries facts, never sentences.

`messages.py` holds the sentence for each class; its placeholders are the field names here. A fact must be
fit to be shown and logged: never a secret, a search term or anything about a person met.
"""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(eq=False)
class CompanionError(Exception):
    """Root of everything this program raises on purpose."""

    def facts(self) -> dict[str, object]:
        """The error's fields by name, for its sentence."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


class UserError(CompanionError):
    """Something asked for cannot be done as asked; the person can change it."""


class EnvironmentError_(CompanionError):
    """Disk, network, permission or damage: the world around the program."""


class TamperedError(CompanionError):
    """Untrusted bytes that do not hold what they claim."""


class BugError(CompanionError):
    """This program broke its own promise."""


# --- vault -------------------------------------------------------------------------------------------------


@dataclass(eq=False)
class NoVault(UserError):
    """There is no vault in this folder yet."""

    path: str


@dataclass(eq=False)
class VaultExists(UserError):
    """Founding or joining would replace a vault."""

    path: str


@dataclass(eq=False)
class WrongPassphrase(UserError):
    """No slot opened."""


@dataclass(eq=False)
class TooSoon(UserError):
    """A wrong try was made a moment ago."""

    seconds: int


@dataclass(eq=False)
class WeakPassphrase(UserError):
    """`reason` is one of short, guessable, empty."""

    reason: str


@dataclass(eq=False)
class SamePassphrase(UserError):
    """Two seats may not share one passphrase."""


@dataclass(eq=False)
class TooManySeats(UserError):
    """A vault has `limit` seats at most."""

    limit: int


@dataclass(eq=False)
class VaultLocked(UserError):
    """The vault must be opened first."""


@dataclass(eq=False)
class VaultInUse(EnvironmentError_):
    """Another process holds the vault."""

    path: str


@dataclass(eq=False)
class SlotsDamaged(EnvironmentError_):
    """Neither `slots.json` nor its twin can be trusted."""

    path: str


@dataclass(eq=False)
class SlotsRolledBack(TamperedError):
    """A slot file of another generation than the vault's was put in place."""

    path: str


@dataclass(eq=False)
class DatabaseDamaged(EnvironmentError_):
    """SQLCipher or SQLite found a page that does not hold."""

    path: str


@dataclass(eq=False)
class VaultNewer(EnvironmentError_):
    """Written by a newer version of the program."""

    found: int
    known: int


@dataclass(eq=False)
class DiskFull(EnvironmentError_):
    """No space; the last durable state is kept."""

    path: str


@dataclass(eq=False)
class DiskReadOnly(EnvironmentError_):
    """The place cannot be written to."""

    path: str


@dataclass(eq=False)
class DiskFault(EnvironmentError_):
    """Any other failure of the disk; `reason` is the system's word for it."""

    path: str
    reason: str


# --- counting ----------------------------------------------------------------------------------------------


@dataclass(eq=False)
class BadField(UserError):
    """A field holds what it may not.

    `reason` is a closed word: missing, unknown_key, not_a_count, negative, not_text, not_a_list, not_an_object,
    not_a_flag, not_a_date, not_a_time, unknown_code, too_long, too_small, too_large, twice.
    """

    field: str
    reason: str


@dataclass(eq=False)
class UnknownMeasure(UserError):
    """The measure is not in the coalition's set."""

    field: str
    code: str


@dataclass(eq=False)
class UnknownZone(UserError):
    """The zone is not in the coalition's list."""

    field: str
    code: str


@dataclass(eq=False)
class UnknownTeam(UserError):
    """The team is not in the coalition's list."""

    field: str
    code: str


@dataclass(eq=False)
class NegativeCount(UserError):
    """A count would fall below zero."""

    field: str


@dataclass(eq=False)
class Unbalanced(UserError):
    """A breakdown does not add up to the contacts."""

    field: str
    total: int
    contacts: int


@dataclass(eq=False)
class NoOpenShift(UserError):
    """There is no open shift to count in."""


@dataclass(eq=False)
class ShiftIsOpen(UserError):
    """A shift is open already."""


@dataclass(eq=False)
class UnknownShift(UserError):
    """No shift of this id is on this laptop."""

    shift_id: str


@dataclass(eq=False)
class SummaryTooLarge(UserError):
    """The summary does not fit the largest envelope; the shift stays open."""

    size: int
    limit: int


@dataclass(eq=False)
class UnreadableFile(UserError):
    """A file that a person gave cannot be read; `reason` is the reader's word, `line` is 0 where unknown."""

    path: str
    line: int
    reason: str


@dataclass(eq=False)
class FileExists(UserError):
    """The file would be replaced."""

    path: str


@dataclass(eq=False)
class FileMissing(UserError):
    """There is no such file."""

    path: str


# --- directory -----------------------------------------------------------------------------------------------


@dataclass(eq=False)
class FileCutOff(UserError):
    """The file ends in the middle, at this line; nothing of it was taken over."""

    line: int


@dataclass(eq=False)
class FileMalformed(UserError):
    """The file breaks its format's grammar at this line and column (both from 1)."""

    line: int
    column: int


@dataclass(eq=False)
class FileDamaged(UserError):
    """The file does not hold together: a broken archive, or nesting beyond any sense."""


@dataclass(eq=False)
class WrongEncoding(UserError):
    """The file's letters are in no encoding that can be read; `line` holds the first letter that fails."""

    line: int


@dataclass(eq=False)
class NotADirectory(UserError):
    """The file holds nothing of the form expected; `form` is hsds, guide or help_lines."""

    form: str


@dataclass(eq=False)
class FileTooLarge(UserError):
    """More bytes than may be read at once."""

    limit: int


@dataclass(eq=False)
class UnknownForm(UserError):
    """No reader for a directory of this form."""

    form: str


@dataclass(eq=False)
class NoDirectory(UserError):
    """This laptop holds no directory yet."""


@dataclass(eq=False)
class UnknownEntry(UserError):
    """The directory holds no entry, line or card of this id."""

    entry_id: str


@dataclass(eq=False)
class NothingStaged(UserError):
    """There is no import to go on with or to take over."""


@dataclass(eq=False)
class DeskChanged(UserError):
    """The directory desk was changed while a release was made of it."""


@dataclass(eq=False)
class NotForPersons(UserError):
    """This line reports to an authority or is for workers: it is never shown to a person."""

    line_id: str


@dataclass(eq=False)
class NoProfile(UserError):
    """Nothing was received from the coalition yet: no zones, no measures."""


# --- coalition, invitations, roles ---------------------------------------------------------------------------


@dataclass(eq=False)
class RoleMayNot(UserError):
    """This seat's role cannot do that."""

    role: str


@dataclass(eq=False)
class RoleComesLater(UserError):
    """Laptops of this role cannot be invited yet."""

    role: str


@dataclass(eq=False)
class SheetWordsWrong(UserError):
    """The words typed back are not those of the coalition sheet."""


@dataclass(eq=False)
class InvitationCodeWrong(UserError):
    """The invitation does not open under this code."""


@dataclass(eq=False)
class InvitationUnreadable(UserError):
    """The text is not an invitation, or part of one is missing."""


@dataclass(eq=False)
class InvitationExpired(UserError):
    """Past its date (ISO)."""

    expired: str


# --- mailbox -------------------------------------------------------------------------------------------------


@dataclass(eq=False)
class MailboxError(EnvironmentError_):
    """The mailbox could not be used; `where` names it without any credential."""

    where: str


class MailboxOffline(MailboxError):
    """It does not answer."""


class MailboxMissing(MailboxError):
    """The folder or the object is not there."""


class MailboxNotAFolder(MailboxError):
    """The address names a file."""


class MailboxFull(MailboxError):
    """No space left."""


class MailboxAuth(MailboxError):
    """Not allowed to write or read."""


class MailboxBusy(MailboxError):
    """Try again later."""


class MailboxHostile(MailboxError):
    """It answers what it may not."""


@dataclass(eq=False)
class NoMailbox(UserError):
    """No way for counts to travel was set up yet."""


@dataclass(eq=False)
class Stopped(UserError):
    """The person stopped it before its end."""


@dataclass(eq=False)
class UnsupportedMailbox(UserError):
    """An address of a kind this version cannot use."""

    address: str


# --- untrusted objects ---------------------------------------------------------------------------------------


@dataclass(eq=False)
class Refused(TamperedError):
    """An object failed a check; `reason` is a closed word (see `crypto.envelope` and `services.importing`)."""

    reason: str


@dataclass(eq=False)
class InvariantBroken(BugError):
    """A promise of this program's own does not hold; `what` names it."""

    what: str
