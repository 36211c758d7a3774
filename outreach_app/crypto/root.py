# SPDX-License-Identifier: GPL-3.0-or-later
"""The coalition's root of trust as TUF root metadata (specification 1.0): who may publish.

Root role: threshold 1 of two keys, the founder's and the coalition sheet's. Targets, snapshot and timestamp: the
founder's device. The recovery recipient stands in the root as a signed additional field, so that every laptop that
trusts the root (by the sha256 in its invitation) knows whom each summary is also sealed to.

The library is imported where it is used: it takes a tenth of a second, and only founding and syncing need it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from outreach_app.domain.errors import Refused
from outreach_app.domain.keys import SigningKey

if TYPE_CHECKING:
    from securesystemslib.signer import CryptoSigner, SSlibKey
    from tuf.api.metadata import Root

LIFETIME: Final = timedelta(days=730)
MAX_SIZE: Final = 64 * 1024
_RECOVERY_FIELD: Final = "x-companion-recovery"
_COALITION_FIELD: Final = "x-companion-coalition"
_PUBLISHING: Final = ("targets", "snapshot", "timestamp")


@dataclass(frozen=True)
class RootOfTrust:
    """What a verified root says."""

    version: int
    coalition_id: str
    recovery_recipient: str
    publishers: tuple[bytes, ...]
    """Ed25519 public keys that may sign targets (and, until TUF releases exist, interim releases)."""
    root_keys: tuple[bytes, ...]


def found(
    coalition_id: str, recovery_recipient: str, founder: SigningKey, sheet_root: SigningKey, publisher: SigningKey,
    now: datetime,
) -> bytes:  # fmt: skip
    """Version 1 of the root metadata, signed by the founder and the sheet; `now` is aware."""
    from tuf.api.metadata import Metadata, Root
    from tuf.api.serialization.json import JSONSerializer

    expires = now.astimezone(UTC).replace(microsecond=0) + LIFETIME
    root = Root(
        version=1,
        expires=expires,
        consistent_snapshot=True,
        unrecognized_fields={_RECOVERY_FIELD: recovery_recipient, _COALITION_FIELD: coalition_id},
    )
    for key in (founder, sheet_root):
        root.add_key(_public(key), "root")
    for role in _PUBLISHING:
        root.add_key(_public(publisher), role)
    metadata = Metadata(root)
    for key in (founder, sheet_root):
        metadata.sign(_signer(key), append=True)
    return bytes(metadata.to_bytes(JSONSerializer(compact=True)))


def read(untrusted: bytes) -> RootOfTrust:
    """A root that is signed by its own root role; raises `Refused`. The caller compares the sha256 of version 1."""
    from securesystemslib.exceptions import UnverifiedSignatureError
    from tuf.api.exceptions import RepositoryError
    from tuf.api.metadata import Metadata, Root

    if len(untrusted) > MAX_SIZE:
        raise Refused("too_large")
    try:
        metadata: Metadata[Root] = Metadata.from_bytes(untrusted)
        if not isinstance(metadata.signed, Root):
            raise Refused("wrong_type")
        metadata.verify_delegate("root", metadata)
        return _trusted(metadata.signed)
    except (RepositoryError, UnverifiedSignatureError):
        raise Refused("bad_root") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Refused("malformed") from None


def _trusted(root: Root) -> RootOfTrust:
    extra: dict[str, Any] = root.unrecognized_fields
    recovery, coalition = extra.get(_RECOVERY_FIELD), extra.get(_COALITION_FIELD)
    if not isinstance(recovery, str) or not isinstance(coalition, str):
        raise Refused("bad_root")
    return RootOfTrust(root.version, coalition, recovery, _role_keys(root, "targets"), _role_keys(root, "root"))


def _role_keys(root: Root, role: str) -> tuple[bytes, ...]:
    keys = [root.keys[keyid] for keyid in root.roles[role].keyids]
    return tuple(sorted(bytes.fromhex(key.keyval["public"]) for key in keys if key.scheme == "ed25519"))


def _public(key: SigningKey) -> SSlibKey:
    from securesystemslib.signer import SSlibKey

    return SSlibKey(keyid=key.id, keytype="ed25519", scheme="ed25519", keyval={"public": key.public.hex()})


def _signer(key: SigningKey) -> CryptoSigner:
    from securesystemslib.signer import CryptoSigner

    return CryptoSigner(Ed25519PrivateKey.from_private_bytes(key.seed), _public(key))
