# SPDX-License-Identifier: GPL-3.0-or-later
"""Who we are and what was published: device, root, roster, profiles, invitations, epoch keys, releases."""

from __future__ import annotations

import json
from dataclasses import astuple

from outreach_app.domain.device import Device, IssuedInvitation, Member, Roster
from outreach_app.domain.errors import InvariantBroken
from outreach_app.domain.profile import Profile, read_profile
from outreach_app.domain.reading import Fields
from outreach_app.domain.release import LiveRelease, PublishedRelease
from outreach_app.store.connection import Connection


class Coalition:
    """Repository; writing happens inside the caller's transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def device(self) -> Device:
        """This laptop."""
        row = self._db.one("SELECT * FROM device")
        if row is None:
            raise InvariantBroken("vault without a device")
        return Device(*row[1:])

    def set_device(self, device: Device) -> None:
        """Write what this laptop is, once."""
        self._db.run("INSERT INTO device VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", astuple(device))

    def set_mailbox(self, address: str) -> None:
        """Where counts travel from now on."""
        self._db.run("UPDATE device SET mailbox = ?", (address,))

    def first_readers(self) -> tuple[str, ...]:
        """The coordinators' recipients that the invitation named."""
        return tuple(row[0] for row in self._db.rows("SELECT recipient FROM first_reader ORDER BY recipient"))

    def add_first_reader(self, recipient: str) -> None:
        """Remember a coordinator's recipient from the invitation."""
        self._db.run("INSERT INTO first_reader VALUES (?)", (recipient,))

    def root(self) -> bytes | None:
        """The newest root metadata held."""
        value = self._db.value("SELECT metadata FROM root_metadata ORDER BY version DESC LIMIT 1")
        return None if value is None else bytes(value)

    def add_root(self, version: int, metadata: bytes) -> None:
        """Keep a verified root."""
        self._db.run("INSERT INTO root_metadata VALUES (?, ?)", (version, metadata))

    def profile(self, version: int | None = None) -> Profile | None:
        """A published profile; the newest without `version`."""
        if version is None:
            text = self._db.value("SELECT profile FROM profile ORDER BY version DESC LIMIT 1")
        else:
            text = self._db.value("SELECT profile FROM profile WHERE version = ?", (version,))
        return None if text is None else read_profile(Fields(json.loads(text)))

    def add_profile(self, profile: Profile) -> None:
        """Keep a version; every published version stays readable."""
        text = json.dumps(profile.as_json(), ensure_ascii=False, sort_keys=True)
        self._db.run("INSERT OR REPLACE INTO profile VALUES (?, ?)", (profile.version, text))

    def roster(self) -> Roster:
        """The newest roster held; version 0 before any."""
        version = self._db.value("SELECT version FROM roster_head") or 0
        rows = self._db.rows("SELECT * FROM roster_member ORDER BY device_id")
        return Roster(version, tuple(Member(*row) for row in rows))

    def set_roster(self, roster: Roster) -> None:
        """Replace the roster."""
        self._db.run("DELETE FROM roster_member")
        self._db.run_many(
            "INSERT INTO roster_member VALUES (?, ?, ?, ?, ?, ?, ?)",
            [tuple(member.as_json().values()) for member in roster.members],
        )
        self._db.run("INSERT OR REPLACE INTO roster_head VALUES (1, ?)", (roster.version,))

    def invitations(self) -> tuple[IssuedInvitation, ...]:
        """Every invitation issued here."""
        rows = self._db.rows("SELECT invite_key, box, role, team, expires_on, state FROM invitation ORDER BY box")
        return tuple(IssuedInvitation(*row) for row in rows)

    def add_invitation(self, invitation: IssuedInvitation) -> None:
        """Remember an invitation's terms."""
        self._db.run(
            "INSERT INTO invitation VALUES (?, ?, ?, ?, ?, ?, ?)",
            (invitation.invite_key_id, *astuple(invitation)),
        )

    def use_invitation(self, box: str) -> None:
        """It was taken up: it admits nobody else."""
        self._db.run("UPDATE invitation SET state = 'used' WHERE box = ?", (box,))

    def epochs(self) -> dict[int, bytes]:
        """Live epoch keys: 32 secret bytes by epoch."""
        return dict(self._db.rows("SELECT epoch, secret FROM epoch_key"))

    def add_epoch(self, epoch: int, secret: bytes) -> None:
        """Keep an epoch key."""
        self._db.run("INSERT OR REPLACE INTO epoch_key VALUES (?, ?)", (epoch, secret))

    def live_release(self) -> LiveRelease | None:
        """Which release the vault reads, or None."""
        row = self._db.one("SELECT number, directory_file, published_on FROM live_release")
        return LiveRelease(*row) if row else None

    def point_to(self, release: LiveRelease) -> None:
        """Switch the live release: one row."""
        self._db.run("INSERT OR REPLACE INTO live_release VALUES (1, ?, ?, ?)", astuple(release))

    def published(self) -> PublishedRelease | None:
        """What was published last from here."""
        row = self._db.one("SELECT * FROM published_release ORDER BY number DESC LIMIT 1")
        return PublishedRelease(*row) if row else None

    def add_published(self, release: PublishedRelease) -> None:
        """Keep what was published; only the newest bytes are needed."""
        self._db.run("DELETE FROM published_release")
        self._db.run("INSERT INTO published_release VALUES (?, ?, ?, ?)", astuple(release))
