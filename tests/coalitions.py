# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole coalition for tests (an office, two laptops, a folder between them), and an attacker with a laptop's keys."""

from __future__ import annotations

import atexit
import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path
from typing import Any, Final
from unittest import mock

from vaults import CHEAP, PASSPHRASE, TurnedClock, founded, workplace

from outreach_app.bootstrap import Workplace, open_workplace
from outreach_app.crypto import derivation, sealing, signing
from outreach_app.domain.keys import SigningKey
from outreach_app.domain.report import ImportedShift
from outreach_app.domain.statement import Statement, payload_type
from outreach_app.domain.summary import Summary
from outreach_app.domain.travel import object_name
from outreach_app.services.lanes import inline, threads
from outreach_app.services.shifts import SHIFT_SUMMARY
from outreach_app.services.slips import read_slip
from outreach_app.services.sync import SyncReport

DATA: Final = Path(__file__).parent / "data"
NIGHT_SLIP: Final = (DATA / "valid" / "slip_60_contacts.json").read_bytes()
NIGHT_CONTACTS: Final = 60

_STRETCHED: dict[tuple[bytes, bytes, derivation.Cost], bytes] = {}
_stretch = derivation.stretch


def _remembered(secret: bytes, salt: bytes, cost: derivation.Cost) -> bytes:
    key = (secret, salt, cost)
    if key not in _STRETCHED:
        _STRETCHED[key] = _stretch(secret, salt, cost)
    return _STRETCHED[key]


@contextmanager
def quick_keys() -> Iterator[None]:
    """Key derivation runs once per passphrase and vault; what it gives stays the same."""
    with mock.patch.object(derivation, "stretch", _remembered):
        yield


@dataclass
class Coalition:
    """An office and its laptops. `mail` is the folder they share; more folders can be handed to `sync`."""

    folder: Path
    mail: Path
    clock: TurnedClock
    office: Workplace
    laptops: list[Workplace] = field(default_factory=list)

    @property
    def tree(self) -> Path:
        """The coalition's own tree in the shared folder."""
        return tree(self.mail, self.office)

    def sync(self, place: Workplace, mail: Path | None = None) -> SyncReport:
        """One sync over the shared folder, or over another one."""
        return place.sync.run(str(mail or self.mail))

    def night(self, laptop: int = 0, **changes: object) -> str:
        """Enter a night from slips on a laptop; returns the shift's id. `changes` replace fields of the slip."""
        slip = {**json.loads(NIGHT_SLIP), **changes}
        return self.laptops[laptop].slips.log(json.dumps(slip).encode(), "slip.json").line.shift_id

    def sent(self, laptop: int = 0, mail: Path | None = None) -> list[Path]:
        """Files in a laptop's box, in the order of their sequence; its enrolment comes first."""
        box = tree(mail or self.mail, self.office) / "up" / self.laptops[laptop].vault.opened.device.box
        return sorted(path for path in box.rglob("*.age"))

    def imported(self) -> tuple[ImportedShift, ...]:
        """What counts at the office."""
        return self.office.importing.shifts()

    def contacts(self) -> int:
        """Contacts of all shifts that count at the office."""
        return sum(shift.contacts for shift in self.imported() if not shift.withdrawn)

    def invited(self, role: str = "worker", team: str = "North") -> tuple[str, str]:
        """(text, code) of a new invitation."""
        with quick_keys():
            made = self.office.enrolment.invite(role, team)
        return made.text, made.code

    def joined(self, name: str, invitation: tuple[str, str]) -> Workplace:
        """A new laptop that has joined with an invitation but has not synced yet."""
        place = workplace(self.folder / name, self.clock)
        with quick_keys():
            place.enrolment.join(*invitation, PASSPHRASE)
        self.laptops.append(place)
        return place

    def quarantine(self) -> list[tuple[str, str]]:
        """(name, reason) of everything the office refused and kept."""
        return [(item.name, item.reason) for item in self.office.vault.opened.database.inbox.quarantined()]

    def forger(self, laptop: int = 0) -> Forger:
        """Somebody who stole a laptop's keys, at the point in its chain where the laptop stands."""
        return Forger(self, self.laptops[laptop])

    def close(self) -> None:
        """Lock everything."""
        for place in (self.office, *self.laptops):
            place.close()


def tree(mail: Path, place: Workplace) -> Path:
    """A coalition's own tree in a mailbox folder."""
    return mail / "v1" / place.vault.opened.device.mailbox_id


@dataclass
class Forger:
    """Speaks with a laptop's keys and may say anything; keeps a chain of its own."""

    coalition: Coalition
    laptop: Workplace
    last: int = 0
    head: str = ""

    def __post_init__(self) -> None:
        vault = self.laptop.vault.opened
        self.keys = vault.keys
        self.device = vault.device
        self.last, self.head = vault.database.outbox.chain()
        self.office = self.coalition.office.vault.opened.keys.age.recipient
        self.readers: tuple[str, ...] = (self.device.recovery_recipient, self.office)

    def summary(self, **changes: object) -> dict[str, Any]:
        """The body of a night's summary; `changes` replace its fields."""
        vault = self.laptop.vault.opened
        assert vault.profile is not None
        shift = read_slip(NIGHT_SLIP, "slip", vault.profile)
        shift_id = hashlib.sha256(f"{self.device.box} {self.last}".encode()).hexdigest()[:32]
        shift = replace(shift, head=replace(shift.head, shift_id=shift_id))
        return {**Summary(shift).as_json(), **changes}

    def statement(self, body: Mapping[str, object] | None = None, **changes: Any) -> Statement:
        """The next statement of the chain; `changes` replace its fields."""
        statement = Statement(
            kind=SHIFT_SUMMARY,
            coalition_id=self.device.coalition_id,
            device_id=self.keys.device_id,
            incarnation=1,
            roster_version=1,
            sequence=self.last + 1,
            previous=self.head,
            recipients=tuple(sorted(self.readers)),
            body=self.summary() if body is None else body,
        )
        return replace(statement, **changes)

    def sealed(
        self, statement: Statement, *, keys: Sequence[SigningKey] = (), readers: Sequence[str] = (), kind: str = ""
    ) -> bytes:
        """A statement as an object, signed by this laptop unless told otherwise."""
        return self.sealed_payload(statement.payload(), kind or payload_type(statement.kind), keys, readers)

    def sealed_payload(
        self, payload: bytes, kind: str = "", keys: Sequence[SigningKey] = (), readers: Sequence[str] = ()
    ) -> bytes:
        """Any bytes as a signed object."""
        signed, head = signing.sign_dsse(kind or payload_type(SHIFT_SUMMARY), payload, keys or [self.keys.signing])
        self.last_head = head
        return sealing.seal(signed, readers or self.readers)

    def lay(self, data: bytes, sequence: int, *, box: str = "", sha256: str = "", mail: Path | None = None) -> Path:
        """Put an object into a box, under the name of its bytes unless told otherwise."""
        name = object_name(box or self.device.box, sequence, sha256 or hashlib.sha256(data).hexdigest())
        path = tree(mail or self.coalition.mail, self.laptop) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    def say(self, body: Mapping[str, object] | None = None, **changes: Any) -> Path:
        """Sign, seal and put the next statement, and go on from there."""
        statement = self.statement(body, **changes)
        path = self.lay(self.sealed(statement), statement.sequence)
        self.last, self.head = statement.sequence, self.last_head
        return path


@cache
def _template() -> Path:
    """A coalition made once for the whole run, without any path in it: each test gets a copy."""
    folder = Path(tempfile.mkdtemp(prefix="coalition-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    clock = TurnedClock()
    mail = folder / "mail"
    mail.mkdir()
    with quick_keys():
        office = founded(folder / "office", clock)
        coalition = Coalition(folder, mail, clock, office)
        coalition.sync(office)
        for name in ("laptop-1", "laptop-2"):
            coalition.sync(coalition.joined(name, coalition.invited()))
        coalition.sync(office)
        for laptop in coalition.laptops:
            coalition.sync(laptop)
        coalition.close()
    return folder


def coalition(tmp_path: Path, *, threaded: bool = False, laptops: int = 2) -> Coalition:
    """An open coalition of an office and up to two admitted laptops, this test's own copy."""
    folder = tmp_path / "coalition"
    shutil.copytree(_template(), folder)
    clock = TurnedClock()
    names = ["office", *(f"laptop-{number}" for number in range(1, laptops + 1))]
    kind = threads if threaded else inline
    places = [open_workplace(folder / name, clock=clock, cost=CHEAP, lanes=kind()) for name in names]
    with quick_keys():
        for place in places:
            place.lanes.vault.call(partial(place.vault.unlock, PASSPHRASE))
    return Coalition(folder, folder / "mail", clock, places[0], places[1:])
