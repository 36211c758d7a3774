# SPDX-License-Identifier: GPL-3.0-or-later
"""Statements on their way out: signed by the device, sealed once to those who may read them, queued in the chain."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from outreach_app.domain import strict_json
from outreach_app.domain.device import Device
from outreach_app.domain.errors import Refused, SummaryTooLarge
from outreach_app.domain.keys import SigningKey
from outreach_app.domain.statement import MAX_RECIPIENTS, PADDED_SIZES, Statement, payload_type
from outreach_app.domain.travel import OutboxObject, object_name
from outreach_app.services.ports import SealingPort, SigningPort, VaultDatabasePort
from outreach_app.services.vault import OpenVault


class Outgoing:
    """Seals for one device. Queueing happens inside the caller's transaction, so that content and queue agree."""

    def __init__(self, signing: SigningPort, sealing: SealingPort) -> None:
        self._signing = signing
        self._sealing = sealing

    def queue(
        self, vault: OpenVault, kind: str, body: Mapping[str, object], *, shift_id: str = "", revision: int = 0
    ) -> OutboxObject:
        """Sign, seal and queue the next statement of this device's chain; raises `SummaryTooLarge`."""
        statement, readers = self._next(vault, kind, body)
        box = vault.device.box
        item = self.sealed(statement, vault.keys.signing, readers, box, shift_id=shift_id, revision=revision)
        vault.database.outbox.add(item)
        return item

    def padded_size(self, vault: OpenVault, kind: str, body: Mapping[str, object]) -> int:
        """Bytes that the next statement would take before it is sealed; raises `SummaryTooLarge`."""
        return len(_payload(self._next(vault, kind, body)[0]))

    def _next(self, vault: OpenVault, kind: str, body: Mapping[str, object]) -> tuple[Statement, tuple[str, ...]]:
        database, device = vault.database, vault.device
        last, head = database.outbox.chain()
        readers = self.readers(database, device)
        statement = Statement(
            kind=kind,
            coalition_id=device.coalition_id,
            device_id=vault.keys.device_id,
            incarnation=device.incarnation,
            roster_version=database.coalition.roster().version,
            sequence=last + 1,
            previous=head,
            recipients=tuple(sorted(readers)),
            body=body,
        )
        return statement, readers

    def sealed(
        self,
        statement: Statement,
        key: SigningKey,
        readers: tuple[str, ...],
        box: str,
        *,
        shift_id: str = "",
        revision: int = 0,
    ) -> OutboxObject:
        """The object of a statement; raises `SummaryTooLarge`."""
        signed, head = self._signing.sign_dsse(payload_type(statement.kind), _payload(statement), [key])
        data = self._sealing.seal(signed, readers)
        name = object_name(box, statement.sequence, hashlib.sha256(data).hexdigest())
        return OutboxObject(
            name, statement.kind, statement.incarnation, statement.sequence, head, shift_id, revision, "waiting", data
        )

    def readers(self, database: VaultDatabasePort, device: Device) -> tuple[str, ...]:
        """Recovery first, then the coordinators' devices, then the team's leads', as many as fit; real ones only."""
        roster = database.coalition.roster()
        coordinators = tuple(member.recipient for member in roster.coordinators())
        leads = tuple(member.recipient for member in roster.leads(device.team)) if device.team else ()
        wanted = (device.recovery_recipient, *(coordinators or database.coalition.first_readers()), *leads)
        return tuple(dict.fromkeys(wanted))[:MAX_RECIPIENTS]


def _payload(statement: Statement) -> bytes:
    try:
        return statement.payload()
    except Refused:
        raise SummaryTooLarge(len(strict_json.encode(dict(statement.body))), PADDED_SIZES[-1]) from None
