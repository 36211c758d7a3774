# SPDX-License-Identifier: GPL-3.0-or-later
"""Statements: what a device signs. Everything that binds one stands inside the signature.

Wire form: see *Envelope* in `docs/FORMATS.md`. Codes of `Refused`: malformed, too_large, newer_version.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from outreach_app.domain import strict_json
from outreach_app.domain.errors import BadField, Refused
from outreach_app.domain.reading import Fields

VERSION: Final = 1
TYPES: Final = ("enrolment", "shift-summary", "month-totals", "review", "listing-report", "acknowledgement",
                "epoch-keys", "hand-over", "goodbye")  # fmt: skip
PADDED_SIZES: Final = (4096, 16384, 65536)
"""Payloads are filled with spaces to one of these sizes (bytes), so that length says little."""
MAX_RECIPIENTS: Final = 16


def payload_type(kind: str, version: int = VERSION) -> str:
    """The DSSE payload type of a statement type."""
    return f"application/vnd.outreach-companion.{kind}.v{version}+json"


@dataclass(frozen=True)
class Statement:
    """One signed statement. `previous` is the sha256 (hex) of the device's previous PAE bytes, or empty."""

    kind: str
    coalition_id: str
    device_id: str
    incarnation: int
    roster_version: int
    sequence: int
    previous: str
    recipients: tuple[str, ...]
    """Real age recipients, sorted as text; throw-away ones left out."""
    body: Mapping[str, object]

    def payload(self) -> bytes:
        """The exact bytes to sign, padded; raises `Refused('too_large')`."""
        return padded(
            strict_json.encode(
                {
                    "v": VERSION,
                    "type": self.kind,
                    "coalition_id": self.coalition_id,
                    "device_id": self.device_id,
                    "incarnation": self.incarnation,
                    "roster_version": self.roster_version,
                    "seq": self.sequence,
                    "prev": self.previous or None,
                    "recipients": sorted(self.recipients),
                    "body": dict(self.body),
                }
            )
        )


def padded(data: bytes) -> bytes:
    """`data` with spaces up to the next padded size."""
    for size in PADDED_SIZES:
        if len(data) <= size:
            return data.ljust(size)
    raise Refused("too_large")


def read_statement(untrusted: bytes, expected_type: str) -> Statement:
    """A statement whose signature holds; `expected_type` is the DSSE payload type. Raises `Refused`."""
    try:
        fields = Fields(strict_json.decode(untrusted))
        version = fields.count("v")
        if version > VERSION:
            raise Refused("newer_version")
        statement = Statement(
            kind=fields.code("type", TYPES),
            coalition_id=fields.hexadecimal("coalition_id", 16),
            device_id=fields.hexadecimal("device_id", 16),
            incarnation=fields.count("incarnation"),
            roster_version=fields.count("roster_version", most=2**53),
            sequence=fields.count("seq", most=2**53),
            previous=fields.hexadecimal("prev", 32) if fields.has("prev") else "",
            recipients=tuple(fields.texts("recipients", limit=80)),
            body=_body(fields),
        )
        _only_null_left(fields)
    except BadField:
        raise Refused("malformed") from None
    if payload_type(statement.kind) != expected_type:
        raise Refused("wrong_type")
    if list(statement.recipients) != sorted(set(statement.recipients)) or len(statement.recipients) > MAX_RECIPIENTS:
        raise Refused("malformed")
    return statement


def _body(fields: Fields) -> dict[str, object]:
    value = fields.raw("body")
    if not isinstance(value, dict):
        raise BadField("body", "not_an_object")
    return value


def _only_null_left(fields: Fields) -> None:
    fields.done()
    if set(fields.names()) - {"prev"}:
        raise BadField("statement", "unknown_key")
