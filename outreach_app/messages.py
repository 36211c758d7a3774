# SPDX-License-Identifier: GPL-3.0-or-later
"""A sentence per error: what happened, what was kept, what to do next. Free of Qt, for the window and the command line.

`QT_TRANSLATE_NOOP` marks a sentence for translation and gives it back as it is; the window passes a `translate`
function, the command line none.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from outreach_app.domain import errors, source_errors
from outreach_app.domain.errors import CompanionError
from outreach_app.domain.sheet import CoalitionSheet

Translate = Callable[[str], str]


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:  # noqa: N802 - the name that the translation tools look for
    """Mark `text` for translation."""
    return text


SENTENCES: Final[dict[type[CompanionError], str]] = {
    errors.NoVault: QT_TRANSLATE_NOOP(
        "messages", "There is no vault in {path} yet. Found a coalition, or join one with an invitation."
    ),
    errors.VaultExists: QT_TRANSLATE_NOOP(
        "messages", "There is a vault in {path} already. It was left as it is; choose another folder."
    ),
    errors.WrongPassphrase: QT_TRANSLATE_NOOP(
        "messages", "That passphrase does not open this vault. Nothing was changed. Try again."
    ),
    errors.TooSoon: QT_TRANSLATE_NOOP("messages", "Wait {seconds} s before the next try. Nothing was changed."),
    errors.WeakPassphrase: QT_TRANSLATE_NOOP(
        "messages", "This passphrase is too easy to guess ({reason}). Take six unrelated words, or the ones offered."
    ),
    errors.SamePassphrase: QT_TRANSLATE_NOOP("messages", "Another seat uses this passphrase. Choose a different one."),
    errors.TooManySeats: QT_TRANSLATE_NOOP("messages", "A vault has at most {limit} seats. Remove one first."),
    errors.VaultLocked: QT_TRANSLATE_NOOP("messages", "The vault is locked. Open it with its passphrase first."),
    errors.VaultInUse: QT_TRANSLATE_NOOP(
        "messages", "Another window or command is using the vault in {path}. Close it, then try again."
    ),
    errors.SlotsDamaged: QT_TRANSLATE_NOOP(
        "messages",
        "The files that say who may open the vault in {path} are damaged, both of them. The vault stays shut and "
        "nothing was changed. Your office can restore it.",
    ),
    errors.SlotsRolledBack: QT_TRANSLATE_NOOP(
        "messages",
        "The file that says who may open the vault in {path} is not the newest one: somebody put an old one back. "
        "The vault stays shut and nothing was changed.",
    ),
    errors.DatabaseDamaged: QT_TRANSLATE_NOOP(
        "messages", "The database {path} is damaged and was left as it is. Your office can restore it from a backup."
    ),
    errors.VaultNewer: QT_TRANSLATE_NOOP(
        "messages",
        "This vault was written by a newer version of the program (format {found}, this one knows {known}). Nothing "
        "was changed. Install the newer version.",
    ),
    errors.DiskFull: QT_TRANSLATE_NOOP(
        "messages",
        "The disk is full: {path} could not be written. Everything counted before is kept. Make room, then try again.",
    ),
    errors.DiskReadOnly: QT_TRANSLATE_NOOP(
        "messages", "This account may not use {path}, or the disk takes nothing. Everything counted before is kept."
    ),
    errors.DiskFault: QT_TRANSLATE_NOOP(
        "messages", "The disk failed at {path} ({reason}). Everything counted before is kept."
    ),
    errors.BadField: QT_TRANSLATE_NOOP(
        "messages", "{field}: {reason}. Nothing was taken in; correct it and try again."
    ),
    errors.UnknownMeasure: QT_TRANSLATE_NOOP(
        "messages", "{field}: the coalition does not count “{code}”. Nothing was taken in."
    ),
    errors.UnknownZone: QT_TRANSLATE_NOOP(
        "messages", "{field}: the coalition has no zone “{code}”. Nothing was taken in."
    ),
    errors.UnknownTeam: QT_TRANSLATE_NOOP(
        "messages", "{field}: the coalition has no team “{code}”. Nothing was taken in."
    ),
    errors.NegativeCount: QT_TRANSLATE_NOOP(
        "messages", "{field}: a count cannot fall below zero. Nothing was changed."
    ),
    errors.Unbalanced: QT_TRANSLATE_NOOP(
        "messages",
        "{field} adds up to {total}, but there were {contacts} contacts. Nothing was taken in; correct one of the two.",
    ),
    errors.NoOpenShift: QT_TRANSLATE_NOOP("messages", "No shift is open. Start one first."),
    errors.ShiftIsOpen: QT_TRANSLATE_NOOP("messages", "A shift is open already. Go on with it, or close it first."),
    errors.UnknownShift: QT_TRANSLATE_NOOP("messages", "There is no closed shift {shift_id} on this laptop."),
    errors.SummaryTooLarge: QT_TRANSLATE_NOOP(
        "messages",
        "This summary is too large to send ({size} bytes, {limit} fit). The shift is kept; leave the breakdowns out.",
    ),
    errors.UnreadableFile: QT_TRANSLATE_NOOP(
        "messages", "{path} cannot be read ({reason}, line {line}). Nothing was taken in."
    ),
    errors.FileExists: QT_TRANSLATE_NOOP(
        "messages", "{path} is there already and was left as it is. Choose another name."
    ),
    errors.FileMissing: QT_TRANSLATE_NOOP("messages", "There is no file {path}."),
    errors.FileCutOff: QT_TRANSLATE_NOOP(
        "messages",
        "The file ends in the middle, at line {line}. Nothing of it was taken in, and the directory is as it was. "
        "Fetch the file again.",
    ),
    errors.FileMalformed: QT_TRANSLATE_NOOP(
        "messages",
        "The file cannot be read: line {line}, column {column} is not as its format wants it. Nothing of it was taken "
        "in, and the directory is as it was.",
    ),
    errors.FileDamaged: QT_TRANSLATE_NOOP(
        "messages",
        "The file is damaged and cannot be read. Nothing of it was taken in, and the directory is as it was. Fetch the "
        "file again.",
    ),
    errors.WrongEncoding: QT_TRANSLATE_NOOP(
        "messages",
        "The letters of the file, from line {line} on, are in an encoding that cannot be read. Nothing of it was taken "
        "in. Save it as UTF-8, then try again.",
    ),
    errors.NotADirectory: QT_TRANSLATE_NOOP(
        "messages", "The file is no directory of services ({form}). Nothing of it was taken in."
    ),
    errors.FileTooLarge: QT_TRANSLATE_NOOP(
        "messages",
        "The file is too large to be read at once: at most {limit} bytes. Nothing of it was taken in. Bring it in "
        "parts.",
    ),
    source_errors.ReadingEnded: QT_TRANSLATE_NOOP(
        "messages",
        "Reading the directory ended before it was done; perhaps the memory was full. What was read is kept: go on "
        "with it, or throw it away.",
    ),
    source_errors.NotAFile: QT_TRANSLATE_NOOP(
        "messages", "{path} is neither a file nor a folder. Nothing was read; save what it gives to a file first."
    ),
    source_errors.AddressRefused: QT_TRANSLATE_NOOP("messages", "This address cannot be asked: {reason}."),
    source_errors.DirectoryApiOffline: QT_TRANSLATE_NOOP(
        "messages", "{where} does not answer. What was read before is kept; try again later."
    ),
    source_errors.DirectoryApiAuth: QT_TRANSLATE_NOOP(
        "messages", "{where} gives its directory only to those who have a key. Nothing was taken in."
    ),
    source_errors.DirectoryApiMissing: QT_TRANSLATE_NOOP(
        "messages", "{where} has no directory at this address. Nothing was taken in."
    ),
    source_errors.DirectoryApiBusy: QT_TRANSLATE_NOOP(
        "messages", "{where} is busy. What was read before is kept; try again later."
    ),
    source_errors.DirectoryApiRefused: QT_TRANSLATE_NOOP(
        "messages", "{where} does not understand what it was asked. Nothing was taken in."
    ),
    source_errors.DirectoryApiHostile: QT_TRANSLATE_NOOP(
        "messages", "{where} answers with something else than a directory. Nothing of that was taken in."
    ),
    errors.UnknownForm: QT_TRANSLATE_NOOP(
        "messages", "A directory in the form “{form}” cannot be read by this version. Nothing was changed."
    ),
    errors.NoDirectory: QT_TRANSLATE_NOOP(
        "messages",
        "This laptop holds no directory yet. Sync once with the coalition's mailbox; a coordinator can bring a "
        "directory in.",
    ),
    errors.UnknownEntry: QT_TRANSLATE_NOOP("messages", "The directory holds nothing under {entry_id}."),
    errors.NothingStaged: QT_TRANSLATE_NOOP(
        "messages", "No import is waiting here. Begin one with a file or an address."
    ),
    errors.DeskChanged: QT_TRANSLATE_NOOP(
        "messages", "The directory was changed at the same moment. Nothing is lost: try once more."
    ),
    errors.NotForPersons: QT_TRANSLATE_NOOP(
        "messages", "This line reports to an authority or is for workers. It is never shown to a person."
    ),
    errors.NoProfile: QT_TRANSLATE_NOOP(
        "messages", "This laptop has not received its zones and counters yet. Connect once to the coalition's mailbox."
    ),
    errors.RoleMayNot: QT_TRANSLATE_NOOP("messages", "A {role} seat cannot do this. Ask a coordinator."),
    errors.RoleComesLater: QT_TRANSLATE_NOOP(
        "messages", "A second {role} cannot be invited yet: that comes with a later version. Nothing was changed."
    ),
    errors.SheetWordsWrong: QT_TRANSLATE_NOOP(
        "messages",
        "These words are not the ones on the coalition sheet. Look at the numbers beside them and try again.",
    ),
    errors.InvitationCodeWrong: QT_TRANSLATE_NOOP(
        "messages", "The code does not open this invitation. Ask for it again; nothing was changed."
    ),
    errors.InvitationUnreadable: QT_TRANSLATE_NOOP(
        "messages", "This is not a whole invitation: a part is missing or was changed. Ask for the file again."
    ),
    errors.InvitationExpired: QT_TRANSLATE_NOOP(
        "messages", "This invitation was good until {expired}. Ask the coordinator for a new one."
    ),
    errors.NoMailbox: QT_TRANSLATE_NOOP(
        "messages", "No way for counts to travel was chosen yet. Everything stays safely on this laptop until then."
    ),
    errors.Stopped: QT_TRANSLATE_NOOP(
        "messages", "Stopped. What was done so far is kept; the rest is done the next time."
    ),
    errors.UnsupportedMailbox: QT_TRANSLATE_NOOP(
        "messages", "{address} is a kind of mailbox that this version cannot use. Give a folder."
    ),
    errors.MailboxOffline: QT_TRANSLATE_NOOP(
        "messages", "The mailbox {where} does not answer. Nothing is lost: it is tried again."
    ),
    errors.MailboxMissing: QT_TRANSLATE_NOOP(
        "messages", "The mailbox folder {where} is not there. Plug the stick in or check the path; nothing is lost."
    ),
    errors.MailboxNotAFolder: QT_TRANSLATE_NOOP(
        "messages", "{where} is a file, not a folder. Choose the folder that the coalition shares; nothing is lost."
    ),
    errors.MailboxFull: QT_TRANSLATE_NOOP(
        "messages", "The mailbox {where} is full. Everything is kept on this laptop."
    ),
    errors.MailboxAuth: QT_TRANSLATE_NOOP(
        "messages", "This laptop may not write to the mailbox {where}. Everything is kept on this laptop."
    ),
    errors.MailboxBusy: QT_TRANSLATE_NOOP(
        "messages", "The mailbox {where} is busy. It is tried again; nothing is lost."
    ),
    errors.MailboxHostile: QT_TRANSLATE_NOOP(
        "messages",
        "The mailbox {where} does not give back what was put in. Nothing from it was taken; everything is kept.",
    ),
    errors.Refused: QT_TRANSLATE_NOOP(
        "messages",
        "Something is not what it claims to be ({reason}). Nothing of it was taken in.",
    ),
    errors.InvariantBroken: QT_TRANSLATE_NOOP(
        "messages", "The program broke a promise of its own ({what}) and stopped. Everything counted before is kept."
    ),
}

UNREADABLE: Final = QT_TRANSLATE_NOOP("messages", "{path} cannot be read ({reason}). Nothing was taken in.")
"""`UnreadableFile` where no line can be named."""

REASONS: Final[dict[str, str]] = {
    "missing": QT_TRANSLATE_NOOP("messages", "is missing"),
    "unknown_key": QT_TRANSLATE_NOOP("messages", "is not known here"),
    "not_a_count": QT_TRANSLATE_NOOP("messages", "must be a whole number"),
    "negative": QT_TRANSLATE_NOOP("messages", "cannot be below zero"),
    "not_text": QT_TRANSLATE_NOOP("messages", "must be text"),
    "not_a_list": QT_TRANSLATE_NOOP("messages", "must be a list"),
    "not_an_object": QT_TRANSLATE_NOOP("messages", "must be a group of named values"),
    "not_a_flag": QT_TRANSLATE_NOOP("messages", "must be true or false"),
    "not_a_date": QT_TRANSLATE_NOOP("messages", "must be a date like 2026-11-21"),
    "not_a_time": QT_TRANSLATE_NOOP("messages", "must be a time like 22:30"),
    "unknown_code": QT_TRANSLATE_NOOP("messages", "is not one of the known words"),
    "too_long": QT_TRANSLATE_NOOP("messages", "is too long"),
    "too_small": QT_TRANSLATE_NOOP("messages", "is too small"),
    "too_large": QT_TRANSLATE_NOOP("messages", "is too large"),
    "twice": QT_TRANSLATE_NOOP("messages", "stands there twice"),
    "before_from": QT_TRANSLATE_NOOP("messages", "lies before the first day"),
    "not_a_number": QT_TRANSLATE_NOOP("messages", "must be a number"),
    "not_a_phone": QT_TRANSLATE_NOOP("messages", "holds no phone number"),
    "out_of_range": QT_TRANSLATE_NOOP("messages", "is out of range and was left out"),
    "too_many": QT_TRANSLATE_NOOP("messages", "holds too many; the first ones came in"),
    "too_deep": QT_TRANSLATE_NOOP("messages", "is nested too deep"),
    "utc_time": QT_TRANSLATE_NOOP("messages", "is a time in UTC; these hours are unknown"),
    "rule_not_followed": QT_TRANSLATE_NOOP("messages", "is a rule that cannot be followed; these hours are unknown"),
    "inactive": QT_TRANSLATE_NOOP("messages", "says that the service is no more; it was left out"),
    "no_service": QT_TRANSLATE_NOOP("messages", "holds no service"),
    "read_as_windows_1252": QT_TRANSLATE_NOOP("messages", "was read as Windows-1252; look at names with accents"),
    "link_to_nothing": QT_TRANSLATE_NOOP("messages", "points at something that is not there"),
    "cut_off": QT_TRANSLATE_NOOP("messages", "ends in the middle; what came before it was read"),
    "bad_row": QT_TRANSLATE_NOOP("messages", "is no whole row; it was left out"),
    "not_https": QT_TRANSLATE_NOOP("messages", "it does not begin with https"),
    "has_password": QT_TRANSLATE_NOOP("messages", "it holds a user or a password"),
    "not_an_address": QT_TRANSLATE_NOOP("messages", "it is no address on the internet"),
    "excluded": QT_TRANSLATE_NOOP("messages", "asks not to be listed; it was left out"),
    "repeats": QT_TRANSLATE_NOOP("messages", "gives the same page again; what came before was read"),
    "more_problems": QT_TRANSLATE_NOOP("messages", "more problems than can be listed"),
    "short": QT_TRANSLATE_NOOP("messages", "too short"),
    "guessable": QT_TRANSLATE_NOOP("messages", "easy to guess"),
    "empty": QT_TRANSLATE_NOOP("messages", "empty"),
    "a_folder": QT_TRANSLATE_NOOP("messages", "it is a folder"),
    "not_json": QT_TRANSLATE_NOOP("messages", "it is cut off or not JSON"),
    "not_utf8": QT_TRANSLATE_NOOP("messages", "it is in another encoding than UTF-8"),
    # why an object waits or was refused
    "not_whole": QT_TRANSLATE_NOOP("messages", "it is not there as a whole yet"),
    "not_admitted": QT_TRANSLATE_NOOP("messages", "its laptop has not been admitted yet"),
    "newer_version": QT_TRANSLATE_NOOP("messages", "it was written by a newer version of the program"),
    "newer_roster": QT_TRANSLATE_NOOP("messages", "it knows a newer list of laptops than this one"),
    "gap": QT_TRANSLATE_NOOP("messages", "something before it is missing"),
    "unreadable": QT_TRANSLATE_NOOP("messages", "it cannot be read"),
    "malformed": QT_TRANSLATE_NOOP("messages", "it breaks its format"),
    "not_for_us": QT_TRANSLATE_NOOP("messages", "it is not sealed to this laptop, or was changed"),
    "bad_signature": QT_TRANSLATE_NOOP("messages", "its signature does not hold"),
    "weak_key": QT_TRANSLATE_NOOP("messages", "it names a key that anybody could forge"),
    "bad_recipient": QT_TRANSLATE_NOOP("messages", "it names a key that nothing can be sealed to"),
    "unknown_signer": QT_TRANSLATE_NOOP("messages", "it was signed by no laptop of this coalition"),
    "revoked_signer": QT_TRANSLATE_NOOP("messages", "it was signed by a laptop that is not active any more"),
    "wrong_type": QT_TRANSLATE_NOOP("messages", "it is of another kind than it says"),
    "wrong_owner": QT_TRANSLATE_NOOP("messages", "it does not belong to the laptop in whose place it lay"),
    "wrong_place": QT_TRANSLATE_NOOP("messages", "its name gives it another number than its content"),
    "wrong_number": QT_TRANSLATE_NOOP("messages", "its name gives it another number than its content"),
    "bad_root": QT_TRANSLATE_NOOP("messages", "it is not signed by those who founded the coalition"),
    "no_root": QT_TRANSLATE_NOOP("messages", "nothing has come yet that says whom to trust"),
    "too_many_recipients": QT_TRANSLATE_NOOP("messages", "more laptops would have to read it than can"),
    "wrong_root": QT_TRANSLATE_NOOP("messages", "it is not this coalition's"),
    "other_coalition": QT_TRANSLATE_NOOP("messages", "it belongs to another coalition"),
    "other_recipient": QT_TRANSLATE_NOOP("messages", "it was meant for another laptop"),
    "invitation_used": QT_TRANSLATE_NOOP("messages", "another laptop joined with the same invitation before"),
    "already_enrolled": QT_TRANSLATE_NOOP("messages", "this laptop belongs to the coalition already"),
    "equivocation": QT_TRANSLATE_NOOP("messages", "its laptop said something else in the same place before"),
    "wrong_incarnation": QT_TRANSLATE_NOOP("messages", "it comes from another life of its laptop"),
    "broken_chain": QT_TRANSLATE_NOOP("messages", "it does not follow what its laptop said before"),
    "other_laptops_shift": QT_TRANSLATE_NOOP("messages", "the shift belongs to another laptop"),
    "revision_twice": QT_TRANSLATE_NOOP("messages", "the shift has another correction of the same number"),
    "wrong_replaces": QT_TRANSLATE_NOOP("messages", "it corrects something else than what is counted"),
    "unbalanced": QT_TRANSLATE_NOOP("messages", "its counts do not add up"),
}


PROBLEMS: Final[dict[str, str]] = {
    "mailbox_empty": QT_TRANSLATE_NOOP(
        "messages",
        "The mailbox is empty, although this laptop has used it before: it is another folder or stick, or somebody "
        "emptied it. Everything is kept on this laptop and was put there again. Check that it is the coalition's.",
    ),
    "not_admitted": QT_TRANSLATE_NOOP(
        "messages",
        "The office has not let this laptop in: another one joined with the same invitation. Counts stay here and are "
        "not taken in. Ask the coordinator for a new invitation.",
    ),
    "no_mailbox": QT_TRANSLATE_NOOP("messages", "No way for counts to travel was chosen yet."),
    "no_release": QT_TRANSLATE_NOOP("messages", "Zones, directory and help lines have not come yet: sync once."),
    "slots_damaged": QT_TRANSLATE_NOOP(
        "messages", "The file that says who may open the vault is damaged; its twin opened it. Nothing is lost."
    ),
    "twin_damaged": QT_TRANSLATE_NOOP(
        "messages", "The twin of the file that says who may open the vault is damaged. Nothing is lost."
    ),
    "directory_damaged": QT_TRANSLATE_NOOP(
        "messages", "The directory is damaged. It comes again with the next sync; counting goes on."
    ),
}
"""Sentences for what `status` and a sync find, by code."""


def _as_is(text: str) -> str:
    return text


def reason(code: str, translate: Translate = _as_is) -> str:
    """The words for a closed reason; the code itself where it needs none."""
    return translate(REASONS[code]) if code in REASONS else code


REFUSED_KEPT: Final = QT_TRANSLATE_NOOP("messages", "Something that came was refused and is kept apart: {reason}.")


def problem(code: str, translate: Translate = _as_is) -> str:
    """The sentence for a problem's code; what was refused is told with its reason."""
    if code in PROBLEMS:
        return translate(PROBLEMS[code])
    if code.startswith("refused_"):
        return translate(REFUSED_KEPT).format(reason=reason(code.removeprefix("refused_"), translate))
    return code


def sentence(error: CompanionError, translate: Translate = _as_is) -> str:
    """What to tell a person about an error."""
    facts = dict(error.facts())
    if isinstance(facts.get("reason"), str):
        facts["reason"] = reason(str(facts["reason"]), translate)
    if isinstance(error, errors.UnreadableFile) and not error.line:
        return translate(UNREADABLE).format(**facts)
    for kind in type(error).__mro__:
        if issubclass(kind, CompanionError) and kind in SENTENCES:
            return translate(SENTENCES[kind]).format(**facts)
    return type(error).__name__


SHEET: Final = QT_TRANSLATE_NOOP(
    "messages",
    "COALITION SHEET\n\n{coalition}\nFounded {founded}\nId {coalition_id}\n\n{words}\n\n"
    "Whoever holds these 24 words can take over this coalition and read its counts.\n"
    "Print this page, lock it away where two people can reach it, and delete the file.\n"
    "It replaces a lost coordinator's laptop. Nobody will ever ask you for it by phone or mail.\n",
)


def sheet_text(sheet: CoalitionSheet, translate: Translate = _as_is) -> str:
    """The coalition sheet as plain text, to be printed and locked away."""
    return translate(SHEET).format(
        coalition=sheet.coalition,
        coalition_id=sheet.coalition_id,
        founded=sheet.founded_on.isoformat(),
        words="\n".join(sheet.rows()),
    )
