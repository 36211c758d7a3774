# SPDX-License-Identifier: GPL-3.0-or-later
"""The only file that knows every adapter: paths in, services out. No Qt."""

from __future__ import annotations

import contextlib
import json
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, partial
from pathlib import Path

from outreach_app.crypto import derivation, invitations, passphrases, root, sealing, sheet, signing, slots
from outreach_app.domain.desk import TableLook
from outreach_app.domain.directory import Entry
from outreach_app.domain.errors import CompanionError
from outreach_app.domain.invitation import Invitation
from outreach_app.domain.profile import Profile
from outreach_app.domain.reading import Fields
from outreach_app.domain.seat import Opened, SeatSecret
from outreach_app.domain.words import Words, read_words
from outreach_app.files import read_bytes, replace_private
from outreach_app.formats.guide import guide_from
from outreach_app.formats.help_lines import help_lines_from
from outreach_app.formats.template import read_template
from outreach_app.formats.tidy_csv import report_csv
from outreach_app.mailbox.address import open_mailbox
from outreach_app.paths import resource
from outreach_app.reading import read_source, readers
from outreach_app.services.coalition import CoalitionService
from outreach_app.services.desk import Derive, DeskService
from outreach_app.services.directory import DirectoryService
from outreach_app.services.enrolment import EnrolmentService
from outreach_app.services.entry_desk import EntryDesk
from outreach_app.services.founding import FoundingService
from outreach_app.services.importing import ImportService, VerifiesProof
from outreach_app.services.lanes import Lanes, inline
from outreach_app.services.listings import ListingService
from outreach_app.services.looking import LookingService
from outreach_app.services.materials import MaterialsService
from outreach_app.services.outgoing import Outgoing
from outreach_app.services.ports import Clock
from outreach_app.services.releases import ReleaseService
from outreach_app.services.reports import ReportService
from outreach_app.services.shifts import ShiftService
from outreach_app.services.slips import SlipService
from outreach_app.services.sync import SyncService
from outreach_app.services.vault import VaultService
from outreach_app.store.desk import DeskFolder
from outreach_app.store.directory_file import DirectoryFolder
from outreach_app.store.vault_folder import VaultFolder

_TEMPLATE_LIMIT = 4 * 1024 * 1024


class SystemRandom:
    """Randomness from the operating system."""

    def bytes(self, size: int) -> bytes:
        """`size` random bytes."""
        return secrets.token_bytes(size)

    def below(self, limit: int) -> int:
        """A uniform number under `limit`."""
        return secrets.randbelow(limit)


@dataclass(frozen=True)
class SlotFiles:
    """Key slots at one cost of key derivation; the cost is found at the first vault made (the ladder)."""

    cost: Callable[[], derivation.Cost]

    def create(self, vault_id: str, typed: str, seat: SeatSecret, office: Sequence[str]) -> bytes:
        """See `crypto.slots.create`."""
        return slots.create(vault_id, typed, seat, office, self.cost(), secrets.token_bytes)

    def open_any(self, untrusted: Sequence[bytes], typed: str) -> Opened:
        """See `crypto.slots.open_any`."""
        return slots.open_any(untrusted, typed)


@dataclass(frozen=True)
class Invitations:
    """Invitations at one cost of key derivation."""

    cost: Callable[[], derivation.Cost]

    def new_code(self, random_below: Callable[[int], int]) -> str:
        """See `crypto.invitations.new_code`."""
        return invitations.new_code(random_below)

    def seal(self, invitation: Invitation, code: str, salt: bytes, nonce: bytes) -> str:
        """See `crypto.invitations.seal`."""
        return invitations.seal(invitation, code, salt, nonce, self.cost())

    def open_sealed(self, untrusted: str, code: str) -> Invitation:
        """See `crypto.invitations.open_sealed`."""
        return invitations.open_sealed(untrusted, code)


class ShippedRules:
    """The rules of derivation that come with the program, and how rules are made ready."""

    def shipped(self) -> object:
        """The shipped rules, as a coordinator would edit them."""
        value: object = json.loads(resource("directory", "derivation.json").read_bytes())
        return value

    def ready(self, rules: object) -> Derive:
        """What derives by these rules; raises `BadField`."""
        from outreach_app.domain.derivation import derive, read_rules

        made = read_rules(Fields(rules))
        return lambda entry, terms: derive(entry, terms, made)


@dataclass(frozen=True)
class Workplace:
    """Everything a person can do here. Each service says on which lane it runs."""

    lanes: Lanes
    vault: VaultService
    founding: FoundingService
    enrolment: EnrolmentService
    shifts: ShiftService
    slips: SlipService
    directory: DirectoryService
    desk: DeskService
    entries: EntryDesk
    listings: ListingService
    looking: LookingService
    materials: MaterialsService
    releases: ReleaseService
    importing: ImportService
    sync: SyncService
    reports: ReportService
    coalition: CoalitionService

    def close(self) -> None:
        """Lock, and end the lanes."""
        self.lanes.vault.call(self.vault.lock)
        self.lanes.stop()


def now_utc() -> datetime:
    """The machine's clock."""
    return datetime.now(UTC)


def today_utc() -> date:
    """The machine's date, in UTC."""
    return now_utc().date()


def lowest_cost() -> derivation.Cost:
    """The least that a vault may cost to open: for trainings and tests, where speed counts and secrets do not."""
    return derivation.Cost(memory_kib=derivation.LADDER_MIB[0] * derivation.MIB)


def open_workplace(
    vault_dir: Path, *, lanes: Lanes | None = None, clock: Clock = now_utc, cost: derivation.Cost | None = None
) -> Workplace:
    """Wire every service over the vault in `vault_dir`, which need not be there yet.

    `cost` fixes the cost of key derivation for new vaults; without it the ladder chooses by one timed run.
    """
    lanes = lanes or inline()
    random = SystemRandom()
    chosen = partial(_cost, cost)
    vault = VaultService(VaultFolder(vault_dir), SlotFiles(chosen), signing, sealing, derivation.expand, clock, random)
    outgoing = Outgoing(signing, sealing)
    today = partial(_today, vault, clock)
    words = shipped_words()
    folder = DirectoryFolder(vault_dir, words)
    directory = DirectoryService(folder, words, partial(vault.key_for, "directory"), _holiday(vault))
    rules = ShippedRules()
    desk = DeskService(DeskFolder(vault_dir), read_source, rules, partial(_desk_key, vault), today, look_at_table)
    entries = EntryDesk(
        desk, directory.hide, directory.show, rules, shipped_words_json, _write_directory, today, random
    )
    releases = ReleaseService(vault, lanes, directory, desk, signing, sealing, root, clock)
    importing = ImportService(vault, lanes.vault, signing, sealing, VerifiesProof(signing.verify))
    shifts = ShiftService(vault, outgoing, clock, random)
    listings = ListingService(vault, outgoing, clock)
    _follow(vault, lanes, directory, desk, entries, listings)
    return Workplace(
        lanes=lanes,
        vault=vault,
        founding=FoundingService(
            vault, built_in_template, passphrases, sheet, signing, sealing, root, clock, random,
            partial(_bring_materials, lanes, desk, releases),
        ),
        enrolment=EnrolmentService(
            vault, outgoing, Invitations(chosen), signing, sealing, signing.sign, passphrases.refuse_weak, clock, random
        ),
        shifts=shifts,
        slips=SlipService(shifts),
        directory=directory,
        desk=desk,
        entries=entries,
        listings=listings,
        looking=LookingService(readers(), _form_of),
        materials=MaterialsService(directory.lines, today),
        releases=releases,
        importing=importing,
        sync=SyncService(vault, lanes, open_mailbox, importing, releases, root, listings),
        reports=ReportService(vault, report_csv, replace_private),
        coalition=CoalitionService(vault, open_mailbox, lanes.vault, clock, lambda: directory.damaged),
    )  # fmt: skip


def _form_of(path: Path) -> str:
    from outreach_app.formats.directory_form import recognise

    return recognise(path)


def look_at_table(path: Path) -> TableLook:
    """See `formats.csv_directory.look`."""
    from outreach_app.formats.csv_directory import look

    seen = look(path)
    return TableLook(seen.columns, seen.rows, seen.encoding, seen.delimiter, seen.mapping, seen.outside)


def _write_directory(rows: Iterator[tuple[Entry, bytes]], path: Path, form: str) -> int:
    from outreach_app.formats.hsds_write import write_directory

    return write_directory(rows, path, form)


def built_in_template() -> Profile:
    """Team North and zones Z01…Z06, with the starter measures on."""
    return template(resource("templates", "coalition.json"))


def template(path: Path) -> Profile:
    """A coalition's template from a file; the measures are the built-in ones."""
    measures = resource("templates", "measures.json").read_bytes()
    return read_template(read_bytes(path, limit=_TEMPLATE_LIMIT), measures, str(path))


@cache
def shipped_words() -> Words:
    """The synonyms and words understood in a search."""
    return read_words(Fields(shipped_words_json()))


def shipped_words_json() -> object:
    """The shipped word list, as a coordinator would edit it."""
    value: object = json.loads(resource("directory", "words.json").read_bytes())
    return value


def _cost(fixed: derivation.Cost | None) -> derivation.Cost:
    if fixed is not None:
        return fixed
    started = time.perf_counter()
    derivation.stretch(b"ladder", b"\0" * derivation.SALT_SIZE, lowest_cost())
    return derivation.rung(time.perf_counter() - started)


def _holiday(vault: VaultService) -> Callable[[date], bool]:
    """Whether a date is a public holiday where the coalition is."""

    @cache
    def of_zone(zone: str) -> Callable[[date], bool]:
        from outreach_app.formats.public_holidays import public_holidays

        return public_holidays(zone)

    def holiday(day: date) -> bool:
        profile = vault.opened.profile
        return profile is not None and of_zone(profile.time_zone)(day)

    return holiday


def _today(vault: VaultService, clock: Clock) -> date:
    profile = vault.opened.profile
    return profile.operating_date(clock()) if profile else clock().date()


def _desk_key(vault: VaultService) -> bytes:
    vault.require("coordinator")
    return vault.key_for("desk")


def _bring_materials(lanes: Lanes, desk: DeskService, releases: ReleaseService) -> None:
    lines = help_lines_from(resource("materials", "help_lines.json").read_bytes())
    guide = guide_from(resource("directory", "national_guide_2015.json").read_bytes())
    lanes.desk.call(desk.make)
    lanes.desk.call(lambda: desk.set_materials(lines, guide))
    releases.refresh_own()


def _open_live(lanes: Lanes, directory: DirectoryService, entries: EntryDesk, name: str) -> None:
    """Open the live release without what was recalled since it was built; what a cut-off install left behind goes."""
    with contextlib.suppress(CompanionError):  # only a coordinator has a desk, and a damaged one says so by itself
        directory.hide(lanes.desk.call(entries.recalled))
    directory.open(name)
    directory.keep_only(name)


def _follow(
    vault: VaultService,
    lanes: Lanes,
    directory: DirectoryService,
    desk: DeskService,
    entries: EntryDesk,
    listings: ListingService,
) -> None:
    """Directory and desk open and close with the vault, each on its own lane.

    Locking waits for both: a search ends by itself, what the desk is at is broken off.
    """

    def opened() -> None:
        listings.opened()
        live = vault.opened.database.coalition.live_release()
        if live is not None:
            lanes.directory.submit(partial(_open_live, lanes, directory, entries, live.directory_file))

    def closing() -> None:
        listings.forget()
        desk.stop()
        lanes.desk.call(desk.close)
        lanes.directory.call(directory.close)

    vault.on_open.append(opened)
    vault.on_lock.append(closing)
