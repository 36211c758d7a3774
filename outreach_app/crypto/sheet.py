# SPDX-License-Identifier: GPL-3.0-or-later
"""The coalition sheet: 24 words (BIP-39, 256 bits) that give the root key and the recovery identity."""

from __future__ import annotations

from mnemonic import Mnemonic

from outreach_app.crypto import derivation, sealing, signing
from outreach_app.domain.errors import SheetWordsWrong
from outreach_app.domain.keys import CoalitionKeys


def words(entropy: bytes) -> tuple[str, ...]:
    """The 24 words of 32 random bytes."""
    return tuple(Mnemonic("english").to_mnemonic(entropy).split(" "))


def coalition_keys(sheet: tuple[str, ...]) -> CoalitionKeys:
    """The keys behind the words; raises `SheetWordsWrong` when the check bits do not fit."""
    try:
        entropy = bytes(Mnemonic("english").to_entropy(list(sheet)))
    except (ValueError, LookupError):
        raise SheetWordsWrong from None
    return CoalitionKeys(
        root=signing.signing_key(derivation.expand(entropy, "sheet root")),
        recovery=sealing.age_key(derivation.expand(entropy, "sheet recovery")),
    )
