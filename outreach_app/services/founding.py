# SPDX-License-Identifier: GPL-3.0-or-later
"""Founding a coalition: a name, a passphrase, and the sheet of 24 words that outlives every laptop."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Protocol

from outreach_app.domain.device import Device, Member, Roster
from outreach_app.domain.errors import BadField, SheetWordsWrong, VaultExists
from outreach_app.domain.profile import Profile
from outreach_app.domain.sheet import CoalitionSheet
from outreach_app.services.ports import (
    Clock,
    Random,
    RootPort,
    SealingPort,
    SheetPort,
    SigningPort,
    VaultDatabasePort,
)
from outreach_app.services.vault import VaultService

FIRST_EPOCH = 1


class PassphrasesPort(Protocol):
    """See `crypto.passphrases`."""

    def generate(self, random_below: Callable[[int], int]) -> str: ...
    def weakness(self, typed: str, *, about: tuple[str, ...] = ()) -> str: ...
    def refuse_weak(self, typed: str, *, about: tuple[str, ...] = ()) -> None: ...


class FoundingService:
    """Makes the first vault of a coalition. Runs on the vault's lane.

    `bring_materials` fills the directory desk with the help lines and the guide that ship with the program.
    """

    def __init__(
        self,
        vault: VaultService,
        template: Callable[[], Profile],
        passphrases: PassphrasesPort,
        sheet: SheetPort,
        signing: SigningPort,
        sealing: SealingPort,
        root: RootPort,
        clock: Clock,
        random: Random,
        bring_materials: Callable[[], None],
    ) -> None:
        self._bring_materials = bring_materials
        self._vault = vault
        self._template = template
        self._passphrases = passphrases
        self._sheet = sheet
        self._signing = signing
        self._sealing = sealing
        self._root = root
        self._clock = clock
        self._random = random

    def suggest_passphrase(self) -> str:
        """Six generated words."""
        return self._passphrases.generate(self._random.below)

    def judge_passphrase(self, typed: str, *, about: tuple[str, ...] = ()) -> str:
        """Why a passphrase may not be set (short, guessable, empty), or an empty text."""
        return self._passphrases.weakness(typed, about=about)

    def found(self, name: str, passphrase: str, *, mailbox: str = "", profile: Profile | None = None) -> CoalitionSheet:
        """`begin` and `confirm` in one, for whoever keeps the sheet by other means."""
        sheet = self.begin(name, passphrase, mailbox=mailbox, profile=profile)
        try:
            self.confirm()
        except BaseException:
            self._vault.discard()
            raise
        return sheet

    def begin(self, name: str, passphrase: str, *, mailbox: str = "", profile: Profile | None = None) -> CoalitionSheet:
        """Make the coalition and leave its first vault open; raises `VaultExists`, `BadField`, `WeakPassphrase`.

        Until `confirm` nothing of it lasts: a coalition whose sheet nobody has could never be recovered.
        """
        name = name.strip()
        if not name or len(name) > 80:
            raise BadField("name", "missing" if not name else "too_long")
        if self._vault.state() != "none":
            raise VaultExists(str(self._vault.folder.path))
        self._passphrases.refuse_weak(passphrase, about=tuple(name.lower().split()))
        words = self._sheet.words(self._random.bytes(32))
        keys = self._sheet.coalition_keys(words)
        person = self._signing.signing_key(self._random.bytes(32))
        seed, age_secret = self._random.bytes(32), self._random.bytes(32)
        device_key, age_key = self._signing.signing_key(seed), self._sealing.age_key(age_secret)
        coalition_id = self._random.bytes(16).hex()
        metadata = self._root.found(coalition_id, keys.recovery.recipient, person, keys.root, device_key, self._clock())
        device = Device(
            coalition_id=coalition_id,
            mailbox_id=self._random.bytes(16).hex(),
            root_sha256=hashlib.sha256(metadata).hexdigest(),
            role="coordinator",
            team="",
            signing_seed=seed,
            age_secret=age_secret,
            box=self._random.bytes(16).hex(),
            incarnation=1,
            recovery_recipient=keys.recovery.recipient,
            mailbox=mailbox,
        )
        member = Member(
            device_key.id, device_key.public.hex(), age_key.recipient, "coordinator", "", "active", device.box
        )
        first = replace(profile or self._template(), version=1, coalition=name, mailbox=mailbox)

        def fill(database: VaultDatabasePort) -> None:
            database.coalition.add_root(1, metadata)
            database.coalition.add_profile(first)
            database.coalition.set_roster(Roster().with_member(member))
            database.coalition.add_epoch(FIRST_EPOCH, self._random.bytes(32))

        self._vault.create(
            passphrase,
            label="coordinator",
            device=device,
            person_seed=person.seed,
            fill=fill,
            office=[keys.recovery.recipient, age_key.recipient],
            bring=self._bring_materials,
            confirmed=False,
        )
        return CoalitionSheet(name, coalition_id, first.local(self._clock()).date(), words)

    def confirm(self) -> None:
        """The sheet is on paper, in a file, or proven: from now on the coalition lasts."""
        self._vault.confirm()

    def positions(self) -> tuple[int, int]:
        """Two different places (1–24) whose words are asked back."""
        first = self._random.below(24) + 1
        second = self._random.below(23) + 1
        second += second >= first
        return min(first, second), max(first, second)

    def prove(self, sheet: CoalitionSheet, typed: Mapping[int, str]) -> None:
        """Raise `SheetWordsWrong` unless the words at these places were typed back."""
        for place, word in typed.items():
            if sheet.words[place - 1] != word.strip().lower():
                raise SheetWordsWrong
