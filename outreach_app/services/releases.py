# SPDX-License-Identifier: GPL-3.0-or-later
"""Interim releases: roster, profile, directory and materials as one signed object, encrypted to the epoch key.

They stand in until TUF releases exist. The number rises; a laptop installs the highest that verifies against the
publishers in the root of trust. The directory is built aside on the thread of whoever installs and switched by one
pointer row, so that installing delays neither a count nor a search and no partial directory is ever live.
"""

from __future__ import annotations

import contextlib
import hashlib
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final, Protocol, TypeVar

from outreach_app.domain import strict_json
from outreach_app.domain.content import Content, read_content
from outreach_app.domain.device import Roster, read_roster
from outreach_app.domain.errors import (
    BadField,
    DeskChanged,
    InvariantBroken,
    MailboxAuth,
    MailboxHostile,
    MailboxMissing,
    Refused,
    VaultLocked,
)
from outreach_app.domain.keys import key_id
from outreach_app.domain.profile import Profile, read_profile
from outreach_app.domain.reading import Fields
from outreach_app.domain.release import INTERIM_FOLDER, INTERIM_TYPE, LiveRelease, PublishedRelease, interim_name
from outreach_app.domain.travel import numbered
from outreach_app.services.lanes import Lanes
from outreach_app.services.ports import Clock, Mailbox, RootPort, SealingPort, SigningPort
from outreach_app.services.vault import OpenVault, VaultService

MAX_RELEASE: Final = 64 * 1024 * 1024
_MAX_OPENED: Final = 128 * 1024 * 1024
_MAX_PAYLOAD: Final = _MAX_OPENED // 4 * 3 - 4096
"""What is signed stands in base64 in what laptops open."""
_TRIES: Final = 3
"""So often a release is begun again when somebody changes the desk meanwhile."""

T = TypeVar("T")


@dataclass(frozen=True)
class ReleaseContent:
    """What a release says."""

    number: int
    published_on: date
    roster: Roster
    profile: Profile
    content: Content = field(repr=False)

    def as_json(self, coalition_id: str) -> dict[str, object]:
        """The signed body."""
        return {
            "v": 1,
            "coalition_id": coalition_id,
            "number": self.number,
            "published_on": self.published_on.isoformat(),
            "roster": self.roster.as_json(),
            "profile": self.profile.as_json(),
            "content": self.content.as_json(),
        }

    def payload(self, coalition_id: str) -> bytes:
        """`as_json` as it is signed. Entries are written one by one: thousands of them as objects would fill memory."""
        parts = {key: strict_json.encode(value) for key, value in self._without_entries(coalition_id).items()}
        inner = replace(self.content, entries=()).as_json()
        content = {key: strict_json.encode(value) for key, value in inner.items()}
        content["entries"] = b"[%b]" % b",".join(strict_json.encode(entry.as_json()) for entry in self.content.entries)
        return _joined({**parts, "content": _joined(content)})

    def _without_entries(self, coalition_id: str) -> dict[str, object]:
        return replace(self, content=Content()).as_json(coalition_id)


def _joined(parts: Mapping[str, bytes]) -> bytes:
    """A strict JSON object of values that are encoded already."""
    return b"{%b}" % b",".join(strict_json.encode(key) + b":" + parts[key] for key in sorted(parts))


class DirectoryPort(Protocol):
    """What releases need of the directory service. On the directory's lane, but for `install` and `discard`."""

    @property
    def is_open(self) -> bool: ...
    def install(self, number: int, published_on: date, content: Content, between: Callable[[], None]) -> str: ...
    def discard(self, name: str) -> None: ...
    def open(self, name: str) -> object: ...
    def keep_only(self, name: str) -> None: ...


class WorkingCopyPort(Protocol):
    """The coordinator's working copy; runs on the desk's lane."""

    def content(self, call: Callable[[Callable[[], list[tuple[str, bytes]]]], list[tuple[str, bytes]]]) -> Content: ...
    def said(self) -> str: ...


@dataclass(frozen=True)
class Working:
    """What would be published, its entries fetched on the desk's lane while somebody goes over them."""

    content: Content
    said: str
    """A hash of it."""


class ReleaseService:
    """Publishes (coordinators) and installs. Runs on the network's lane, calling the others."""

    def __init__(
        self,
        vault: VaultService,
        lanes: Lanes,
        directory: DirectoryPort,
        desk: WorkingCopyPort,
        signing: SigningPort,
        sealing: SealingPort,
        root: RootPort,
        clock: Clock,
    ) -> None:
        self._vault = vault
        self._lanes = lanes
        self._directory = directory
        self._desk = desk
        self._signing = signing
        self._sealing = sealing
        self._root = root
        self._clock = clock
        self._built: tuple[int, str] | None = None
        """The number and content of the own directory that was built here last."""

    # --- publishing ---

    def publish(self, mailbox: Mailbox) -> int | None:
        """Publish what changed since the last release; put the last one again if the mailbox lost it.

        It is kept here before it is put there, and a vault that was rolled back goes on above what it finds there: a
        number that was ever seen outside is never given to other content. Returns the number published, or None when
        there was nothing to do.
        """
        return self._undisturbed(lambda: self._publish(mailbox))

    def _publish(self, mailbox: Mailbox) -> int | None:
        working = self._lanes.desk.call(self._working)
        newer = self._newer_outside(mailbox)
        if newer is not None:
            self._lanes.vault.call(lambda: self._remember(newer))
        vault, content, last, secret = self._lanes.vault.call(lambda: self._to_publish(working.content))
        if newer is not None:
            content, last = replace(content, number=newer.number + 1), None
        release = self._composed(vault, content, working.said, last, secret)
        changed = release is not last
        if changed:
            self._lanes.vault.call(lambda: self._keep(vault, release))
        else:
            content = replace(content, number=release.number)
        if mailbox.stat(release.name) != len(release.sealed):
            mailbox.put(release.name, release.sealed)
        if changed or self._wanted() <= release.number:
            self._install_own(content, working.said)
        return release.number if changed else None

    def _working(self) -> Working:
        """On the desk's lane."""
        said = self._desk.said()
        return Working(self._desk.content(self._lanes.desk.call), said)

    def _undisturbed(self, operation: Callable[[], T]) -> T:
        """Begin again when the desk was changed meanwhile; raises `DeskChanged` when that never ends."""
        for _ in range(_TRIES - 1):
            with contextlib.suppress(DeskChanged):
                return operation()
        return operation()

    def _newer_outside(self, mailbox: Mailbox) -> ReleaseContent | None:
        """The highest release above our own last that this coalition signed; there is one only above an older vault."""
        own = self._lanes.vault.call(self._published_number)
        names = ((numbered(name), name) for name in mailbox.list(INTERIM_FOLDER))
        higher = sorted(((found, name) for found, name in names if found and found[0] > own), reverse=True)
        for (number, sha256), name in higher:
            with contextlib.suppress(Refused, MailboxMissing, MailboxHostile, MailboxAuth):
                return self._fetched(mailbox, number, sha256, name)
        return None

    def _published_number(self) -> int:
        last = self._vault.require("coordinator").database.coalition.published()
        return last.number if last else 0

    def _remember(self, newer: ReleaseContent) -> None:
        """What a vault that was rolled back published itself: laptops count by this profile and are in this roster."""
        database = self._vault.opened.database
        with database.transaction():
            if newer.roster.version > database.coalition.roster().version:
                database.coalition.set_roster(newer.roster)
            database.coalition.add_profile(newer.profile)
        self._vault.reload()

    def refresh_own(self) -> None:
        """Build this coordinator's own directory anew from the working copy, before anything is published.

        Called again with nothing changed it does nothing.
        """
        self._undisturbed(self._refresh_own)

    def _refresh_own(self) -> None:
        working = self._lanes.desk.call(self._working)
        self._install_own(self._lanes.vault.call(lambda: self._next(working.content)), working.said)

    def _install_own(self, content: ReleaseContent, said: str) -> None:
        """Install what the working copy says, unless it is open already."""
        live = self._lanes.vault.call(self._live_number)
        is_open = self._lanes.directory.call(lambda: self._directory.is_open)
        if self._built != (content.number, said) or live != content.number or not is_open:
            self._install(content)
            self._built = (content.number, said)

    def _next(self, working: Content) -> ReleaseContent:
        coalition = self._vault.require("coordinator").database.coalition
        last, profile = coalition.published(), coalition.profile()
        if profile is None:
            raise InvariantBroken("coordinator without a profile")
        today = profile.operating_date(self._clock())
        return ReleaseContent((last.number if last else 0) + 1, today, coalition.roster(), profile, working)

    def _to_publish(self, working: Content) -> tuple[OpenVault, ReleaseContent, PublishedRelease | None, bytes]:
        """The vault, what the next release would say, the last one, and the newest epoch's secret."""
        vault = self._vault.require("coordinator")
        coalition = vault.database.coalition
        _, secret = max(coalition.epochs().items())
        return vault, self._next(working), coalition.published(), secret

    def _composed(
        self, vault: OpenVault, content: ReleaseContent, said: str, last: PublishedRelease | None, secret: bytes
    ) -> PublishedRelease:
        """The last release where it says the same, else a new one, signed and sealed.

        Not on the vault's lane: a large directory takes a second, and no count may wait for it.
        """
        says = {"roster": content.roster.as_json(), "profile": content.profile.as_json(), "content": said}
        digest = hashlib.sha256(strict_json.encode(says)).hexdigest()
        if last is not None and last.content_sha256 == digest:
            return last
        payload = content.payload(vault.device.coalition_id)
        if len(payload) > _MAX_PAYLOAD:
            raise BadField("directory", "too_large")
        signed, _ = self._signing.sign_dsse(INTERIM_TYPE, payload, [vault.keys.signing])
        sealed = self._sealing.seal(zlib.compress(signed, 6), [self._sealing.age_key(secret).recipient], pad=False)
        if len(sealed) > MAX_RELEASE:
            raise BadField("directory", "too_large")
        name = interim_name(content.number, hashlib.sha256(sealed).hexdigest())
        return PublishedRelease(content.number, digest, name, sealed)

    def _keep(self, begun: OpenVault, release: PublishedRelease) -> None:
        database = self._vault.opened.database
        if database is not begun.database:  # locked and opened again meanwhile: the next sync composes it anew
            raise VaultLocked
        with database.transaction():
            database.coalition.add_published(release)

    # --- installing ---

    def fetch(self, mailbox: Mailbox, refused: list[tuple[str, str]], held: list[tuple[str, str]]) -> int | None:
        """Install the highest valid release that this vault wants; returns its number, or None.

        One bad release does not keep the next one out: what is refused or not whole yet is named.
        """
        if self._lanes.vault.call(self._root_held) is None:
            return None
        wanted = self._wanted()
        names = ((numbered(name), name) for name in mailbox.list(INTERIM_FOLDER))
        newer = sorted(((found, name) for found, name in names if found and found[0] >= wanted), reverse=True)
        for (number, sha256), name in newer:
            try:
                content = self._fetched(mailbox, number, sha256, name)
            except MailboxMissing:
                continue
            except MailboxHostile:
                held.append((name, "too_large"))
            except MailboxAuth:
                held.append((name, "unreadable"))
            except Refused as error:
                waits = error.reason in {"not_whole", "newer_version"}
                (held if waits else refused).append((name, error.reason))
            else:
                self._install(content)
                return number
        return None

    def _wanted(self) -> int:
        """The lowest number worth installing: above the live one, or that one when its file does not open."""
        live = self._lanes.vault.call(self._live_number)
        return live + 1 if self._lanes.directory.call(lambda: self._directory.is_open) else live

    def _root_held(self) -> bytes | None:
        return self._vault.opened.database.coalition.root()

    def _live_number(self) -> int:
        live = self._vault.opened.database.coalition.live_release()
        return live.number if live else 0

    def _fetched(self, mailbox: Mailbox, number: int, sha256: str, name: str) -> ReleaseContent:
        data = mailbox.get(f"{INTERIM_FOLDER}/{name}", limit=MAX_RELEASE)
        if hashlib.sha256(data).hexdigest() != sha256:
            raise Refused("not_whole")
        return self._read(data, number)

    def _read(self, untrusted: bytes, number: int) -> ReleaseContent:
        def known() -> tuple[OpenVault, dict[int, bytes], bytes | None]:
            vault = self._vault.opened
            return vault, vault.database.coalition.epochs(), vault.database.coalition.root()

        vault, epochs, root_bytes = self._lanes.vault.call(known)
        if root_bytes is None:
            raise Refused("no_root")
        publishers = {key_id(key): key for key in self._root.read(root_bytes).publishers}
        keys = [self._sealing.age_key(secret) for secret in epochs.values()]
        packed = self._sealing.unseal(untrusted, keys)

        def key_of(keyid: str) -> bytes:
            if keyid not in publishers:
                raise Refused("unknown_signer")
            return publishers[keyid]

        verified = self._signing.verify_dsse(_opened(packed), key_of)
        if verified.payload_type != INTERIM_TYPE:
            raise Refused("wrong_type")
        content = read_release(verified.payload, vault.device.coalition_id)
        if content.number != number:
            raise Refused("wrong_number")
        return content

    def _install(self, content: ReleaseContent) -> None:
        begun = self._lanes.vault.call(lambda: self._vault.opened.database)

        def unlocked() -> None:
            if self._vault.opened.database is not begun:  # locked, and opened again meanwhile
                raise VaultLocked

        def switch() -> None:
            unlocked()
            database = begun
            with database.transaction():
                if content.roster.version > database.coalition.roster().version:
                    database.coalition.set_roster(content.roster)
                database.coalition.add_profile(content.profile)
                database.coalition.point_to(LiveRelease(content.number, file, content.published_on.isoformat()))
            self._vault.reload()

        file = self._directory.install(content.number, content.published_on, content.content, unlocked)
        try:
            self._lanes.vault.call(switch)
        except VaultLocked:
            self._directory.discard(file)
            raise
        self._lanes.directory.call(lambda: self._directory.open(file))
        self._lanes.directory.call(lambda: self._directory.keep_only(file))


def read_release(untrusted: bytes, coalition_id: str) -> ReleaseContent:
    """A release whose signature holds; raises `Refused`."""
    try:
        fields = Fields(strict_json.decode(untrusted))
        if fields.count("v") > 1:
            raise Refused("newer_version")
        if fields.hexadecimal("coalition_id", 16) != coalition_id:
            raise Refused("other_coalition")
        content = ReleaseContent(
            number=fields.count("number", most=2**53),
            published_on=fields.iso_date("published_on"),
            roster=read_roster(fields.inner("roster")),
            profile=read_profile(fields.inner("profile")),
            content=read_content(fields.inner("content")),
        )
        fields.done()
    except BadField:
        raise Refused("malformed") from None
    return content


def _opened(untrusted: bytes) -> bytes:
    inflate: Any = zlib.decompressobj()
    try:
        data: bytes = inflate.decompress(untrusted, _MAX_OPENED)
    except zlib.error:
        raise Refused("malformed") from None
    if inflate.unconsumed_tail:
        raise Refused("too_large")
    if not inflate.eof:
        raise Refused("malformed")
    return data
